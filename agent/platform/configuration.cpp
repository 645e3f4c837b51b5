#include "platform/configuration.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "platform/files.hpp"
#include "platform/logfmt.hpp"
#include "platform/strict_toml.hpp"

namespace counterfoil::platform {
namespace {

constexpr std::size_t kConfigBytesMax = std::size_t{1024} * 1024;
constexpr std::size_t kScannersMax = 16;
constexpr std::array kBauds{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200};
constexpr std::array<std::string_view, 5> kSuffixes{"\r", "\n", "\r\n", "\t", ""};
constexpr std::array kLevels{LogLevel::debug, LogLevel::info, LogLevel::warning, LogLevel::error};

using Complaint = std::optional<std::string>;

bool is_ip_address(const std::string& host) {
    std::array<std::uint8_t, sizeof(in6_addr)> binary{};
    return inet_pton(AF_INET, host.c_str(), binary.data()) == 1 || inet_pton(AF_INET6, host.c_str(), binary.data()) == 1;
}

Complaint check_listen(std::string_view text) {
    if (parse_listen_address(text)) return std::nullopt;
    return "must be an address and a port, as in \"127.0.0.1:8780\" or \"[::1]:8780\"";
}

Complaint check_path(std::string_view text) {
    if (!text.empty() && text.find('\0') == std::string_view::npos) return std::nullopt;
    return "must be a path";
}

Complaint check_optional_path(std::string_view text) { return text.empty() ? std::nullopt : check_path(text); }

Complaint check_device_path(std::string_view text) {
    if (text.starts_with('/') && !check_path(text)) return std::nullopt;
    return "must be the absolute path of a device, as in \"/dev/ttyACM0\"";
}

Complaint check_id(std::string_view text) {
    if (is_valid_id(text)) return std::nullopt;
    return "must be 1 to 64 characters of A-Z a-z 0-9 . _ : -";
}

Complaint check_suffix(std::string_view text) {
    if (std::ranges::find(kSuffixes, text) != kSuffixes.end()) return std::nullopt;
    return R"(must be "\r", "\n", "\r\n", "\t" or "")";
}

Complaint check_level(std::string_view text) {
    if (std::ranges::any_of(kLevels, [&](LogLevel level) { return name_of(level) == text; })) return std::nullopt;
    return "must be \"debug\", \"info\", \"warning\" or \"error\"";
}

Complaint check_zmq(std::string_view text) {
    constexpr std::string_view kScheme = "tcp://";
    if (text.starts_with(kScheme)) {
        std::string rest(text.substr(kScheme.size()));
        // ZeroMQ's word for every interface.
        if (rest.starts_with("*:")) rest.replace(0, 1, "0.0.0.0");
        if (parse_listen_address(rest)) return std::nullopt;
    }
    return "must be a TCP endpoint, as in \"tcp://127.0.0.1:8791\" or \"tcp://*:8791\"";
}

Complaint check_host(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    };
    if (text.size() <= 253 && std::ranges::all_of(text, allowed)) return std::nullopt;
    return "must be a host name without a port, as in \"hq.example\"";
}

bool binds_all(std::string_view endpoint) {
    return endpoint.starts_with("tcp://*:") || endpoint.starts_with("tcp://0.0.0.0:") || endpoint.starts_with("tcp://[::]:");
}

ListenAddress read_listen(StrictTable& table, const ListenAddress& fallback) {
    const auto text = table.text("listen", "", check_listen);
    const auto address = parse_listen_address(text);
    return address ? *address : fallback;
}

LogConfig read_log(StrictTable table) {
    LogConfig log;
    const auto level = table.text("level", std::string(name_of(log.level)), check_level);
    log.level = *std::ranges::find_if(kLevels, [&](LogLevel candidate) { return name_of(candidate) == level; });
    log.file = table.text("file", log.file, check_optional_path);
    table.finish();
    return log;
}

std::vector<ScannerConfig> read_scanners(StrictTable& root) {
    std::vector<ScannerConfig> scanners;
    std::set<std::string> names;
    std::set<std::string> paths;
    for (auto& table : root.tables("scanners", kScannersMax)) {
        ScannerConfig scanner;
        table.require("name");
        table.require("path");
        scanner.name = table.text("name", scanner.name, check_id);
        scanner.path = table.text("path", scanner.path, check_device_path);
        scanner.baud = static_cast<int>(table.number("baud", scanner.baud, kBauds.front(), kBauds.back()));
        if (std::ranges::find(kBauds, scanner.baud) == kBauds.end()) {
            table.reject("baud", "is no usual speed", "use 1200, 2400, 4800, 9600, 19200, 38400, 57600 or 115200");
        }
        scanner.suffix = table.text("suffix", scanner.suffix, check_suffix);
        table.finish();
        if (!names.insert(scanner.name).second) table.reject("name", "is used twice", "give each scanner a name of its own");
        if (!paths.insert(scanner.path).second) table.reject("path", "is used twice", "one scanner a device");
        scanners.push_back(std::move(scanner));
    }
    return scanners;
}

RegisterConfig read_register(StrictTable table) {
    RegisterConfig config;
    config.id = RegisterId(table.text("id", config.id.str(), check_id));
    table.finish();
    return config;
}

AgentConfig read_agent(StrictTable root) {
    AgentConfig config;
    config.state_dir = root.text("state_dir", config.state_dir, check_path);
    config.listen = read_listen(root, config.listen);
    config.public_host = root.text("public_host", config.public_host, check_host);
    config.screen_dir = root.text("screen_dir", config.screen_dir, check_optional_path);
    config.log = read_log(root.table("log"));
    config.scanners = read_scanners(root);
    config.register_defaults = read_register(root.table("register"));
    root.finish();
    return config;
}

HubConfig read_hub(StrictTable root) {
    HubConfig config;
    config.state_dir = root.text("state_dir", config.state_dir, check_path);
    config.listen = read_listen(root, config.listen);
    config.public_host = root.text("public_host", config.public_host, check_host);
    auto zmq = root.table("zmq");
    config.zmq.ops = zmq.text("ops", config.zmq.ops, check_zmq);
    config.zmq.feed = zmq.text("feed", config.zmq.feed, check_zmq);
    if (config.zmq.ops == config.zmq.feed)
        zmq.reject("feed", "is the endpoint of 'zmq.ops', too", "give each a port of its own");
    for (const auto& [key, endpoint] : {std::pair{"ops", config.zmq.ops}, std::pair{"feed", config.zmq.feed}})
        if (binds_all(endpoint) && config.public_host.empty())
            zmq.reject(key, "is on all interfaces, so devices cannot be told where it is",
                       "set 'public_host' to this machine's name");
    zmq.finish();
    config.log = read_log(root.table("log"));
    root.finish();
    return config;
}

template <class Config>
Result<Config> parse(std::string_view text, const std::string& file, Config (*read)(StrictTable)) {
    toml::table table;
    try {
        table = toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        const auto& at = error.source().begin;
        return fail(ErrorCode::invalid_input, "not valid TOML: " + std::string(error.description()),
                    file + ":" + std::to_string(at.line) + ":" + std::to_string(at.column),
                    "texts stand in \"quotes\", one setting a line, and no name twice");
    }
    TomlFaults faults(file);
    auto config = read(StrictTable(faults, &table, ""));
    if (auto fault = faults.first()) return std::unexpected(std::move(*fault));
    return config;
}

Result<std::string> load(const std::string& path) {
    CF_TRY(content, read_file(path, kConfigBytesMax));
    return std::string(as_text(content));
}

}  // namespace

Result<ListenAddress> parse_listen_address(std::string_view text) {
    const auto colon = text.rfind(':');
    ListenAddress address;
    if (colon != std::string_view::npos) {
        auto host = text.substr(0, colon);
        const bool bracketed = host.size() > 2 && host.starts_with('[') && host.ends_with(']');
        if (bracketed) host = host.substr(1, host.size() - 2);
        address.host = host;
        const auto port = text.substr(colon + 1);
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
        const bool whole = error == std::errc{} && end == port.data() + port.size();
        const bool is_v6 = address.host.find(':') != std::string::npos;
        if (whole && bracketed == is_v6 && is_ip_address(address.host)) return address;
    }
    return fail(ErrorCode::invalid_input, "'" + std::string(text) + "' is no address to listen on", "listen",
                "use an IP address and a port, as in 127.0.0.1:8780 or [::1]:8780");
}

Result<AgentConfig> parse_agent_config(std::string_view text, const std::string& file) {
    return parse(text, file, read_agent);
}
Result<HubConfig> parse_hub_config(std::string_view text, const std::string& file) { return parse(text, file, read_hub); }

Result<AgentConfig> load_agent_config(const std::string& path) {
    CF_TRY(text, load(path));
    return parse_agent_config(text, path);
}

Result<HubConfig> load_hub_config(const std::string& path) {
    CF_TRY(text, load(path));
    return parse_hub_config(text, path);
}

std::string to_text(const ListenAddress& address) {
    const bool is_v6 = address.host.find(':') != std::string::npos;
    return (is_v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

}  // namespace counterfoil::platform
