// The settings of the two daemons, read from TOML once at start. Everything has a default; what is not understood is
// refused: an unknown key, another type or a value out of range is the error `invalid_input` whose `where` is
// file:line:column, whose text names the key, and whose remedy says what to write. Any thread.
//
//     state_dir = "/var/lib/counterfoil/agent"
//     listen = "127.0.0.1:8780"
//     public_host = ""              # the name by which others call this machine
//     screen_dir = ""               # the built web page; empty: beside the program
//     [log]
//     level = "info"                # debug, info, warning, error
//     file = ""                     # empty: stderr
//     [register]
//     id = "R01"
//     [[scanners]]
//     name = "counter-1"
//     path = "/dev/ttyACM0"
//     baud = 9600
//     suffix = "\r"
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace counterfoil::platform {

/// An address to listen on: numbers, never a name, so that a wrong DNS answer cannot open the API to the network.
struct ListenAddress {
    std::string host;        ///< IPv4 or IPv6, without brackets
    std::uint16_t port = 0;  ///< 0: any free port
    bool operator==(const ListenAddress&) const = default;
};

struct LogConfig {
    LogLevel level = LogLevel::info;
    std::string file = {};  ///< empty: stderr
};

/// A scanner on a serial line.
struct ScannerConfig {
    std::string name;           ///< a valid id, unique in the file; appears in events
    std::string path;           ///< absolute
    int baud = 9600;            ///< 1200, 2400 .. 115200; without meaning on USB
    std::string suffix = "\r";  ///< what ends a scan: "\r", "\n", "\r\n", "\t", or "" (silence ends it)
};

/// What a basket that names no register is booked under.
struct RegisterConfig {
    RegisterId id{"R01"};
};

struct AgentConfig {
    std::string state_dir = "/var/lib/counterfoil/agent";
    ListenAddress listen{"127.0.0.1", 8780};
    std::string public_host = {};  ///< a DNS name that the API also answers to; empty: only addresses and localhost
    /// The folder of the built web page; empty: ../share/counterfoil/screen, seen from the program's own folder.
    std::string screen_dir = {};
    LogConfig log;
    std::vector<ScannerConfig> scanners;  ///< at most 16
    RegisterConfig register_defaults;     ///< [register]
};

/// [zmq] ops and feed
struct ZmqConfig {
    std::string ops = "tcp://127.0.0.1:8791";
    std::string feed = "tcp://127.0.0.1:8792";
};

struct HubConfig {
    std::string state_dir = "/var/lib/counterfoil/hub";
    ListenAddress listen{"127.0.0.1", 8790};
    /// The DNS name or address that devices are told at enrolment, and that the API also answers to. Needed where `zmq`
    /// listens on all interfaces; empty: devices get the addresses as they are bound.
    std::string public_host = {};
    ZmqConfig zmq;
    LogConfig log;
};

/// `file` is only the name used in errors.
Result<AgentConfig> parse_agent_config(std::string_view text, const std::string& file);
Result<HubConfig> parse_hub_config(std::string_view text, const std::string& file);

/// Reads the file first, at most 1 MiB. Errors of read_file() besides.
Result<AgentConfig> load_agent_config(const std::string& path);
Result<HubConfig> load_hub_config(const std::string& path);

/// "127.0.0.1:8780" or "[::1]:8780".
Result<ListenAddress> parse_listen_address(std::string_view text);
std::string to_text(const ListenAddress& address);

}  // namespace counterfoil::platform
