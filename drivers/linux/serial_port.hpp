// A serial line of the operating system: USB (ttyACM, ttyUSB), RS-232 (ttyS) or anything else that speaks termios.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "linux/file_descriptor.hpp"

namespace counterfoil::drivers_linux {

struct SerialLine {
    std::string path;  ///< may be a symbolic link, such as /dev/serial/by-id/...
    int baud = 9600;   ///< matters on RS-232; USB CDC ignores it
    bool rts = true;   ///< most scanners want RTS (and all want DTR) on; a few want RTS off
};

/// invalid_input where termios has no such speed.
Result<void> check_baud(int baud);

/// An open line: raw, 8N1, no flow control, not the controlling terminal, exclusive. One thread; nothing here blocks.
class SerialPort {
public:
    /// not_found (absent or unplugged), permission, conflict (another program holds it), invalid_input (no serial line, or
    /// the baud rate), io. Modem lines that cannot be set are a warning in the log: some adapters have none.
    static Result<SerialPort> open(const SerialLine& line, Log& log);

    SerialPort(SerialPort&&) noexcept = default;
    SerialPort& operator=(SerialPort&&) noexcept = default;
    ~SerialPort();

    int fd() const noexcept { return fd_.get(); }

    /// Bytes read; 0 where there is nothing to read now. unavailable: the device is gone, close the port at once, as its
    /// name comes back free only then.
    Result<std::size_t> read(std::span<char> into);

private:
    explicit SerialPort(FileDescriptor fd) noexcept;
    FileDescriptor fd_;
};

}  // namespace counterfoil::drivers_linux
