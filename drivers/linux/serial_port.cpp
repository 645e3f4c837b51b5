#include "linux/serial_port.hpp"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace counterfoil::drivers_linux {
namespace {

struct Speed {
    int baud;
    speed_t constant;
};
constexpr std::array kSpeeds = {Speed{1200, B1200},     Speed{2400, B2400},     Speed{4800, B4800},
                                Speed{9600, B9600},     Speed{19200, B19200},   Speed{38400, B38400},
                                Speed{57600, B57600},   Speed{115200, B115200}, Speed{230400, B230400},
                                Speed{460800, B460800}, Speed{921600, B921600}};

const Speed* find_speed(int baud) {
    const auto found = std::ranges::find(kSpeeds, baud, &Speed::baud);
    return found == kSpeeds.end() ? nullptr : &*found;
}

std::unexpected<Error> open_failed(const std::string& path, int error) {
    switch (error) {
        case ENOENT:
        case ENOTDIR:
        case ENXIO:
        case ENODEV:
        case EIO:  // a line that is just going away
            return fail(ErrorCode::not_found, "no such device", path, "plug the scanner in, or correct the path");
        case EACCES:
        case EPERM:
            return fail(ErrorCode::permission, "the agent may not open it", path,
                        "install the udev rules, or add the agent's user to the device's group (often dialout)");
        case EBUSY:
            return fail(ErrorCode::conflict, "another program holds it", path,
                        "stop that program; ModemManager must be told to ignore scanners");
        default:
            return fail(ErrorCode::io, "cannot be opened: " + errno_text(error), path);
    }
}

Result<void> make_raw(int fd, const SerialLine& line, speed_t speed) {
    termios settings{};
    if (::tcgetattr(fd, &settings) != 0) {
        const int error = errno;
        if (error == ENOTTY || error == EINVAL) {
            return fail(ErrorCode::invalid_input, "is no serial line", line.path,
                        "name a tty, such as one of /dev/serial/by-id");
        }
        return open_failed(line.path, error);
    }
    ::cfmakeraw(&settings);
    settings.c_cflag |= CLOCAL | CREAD;
    settings.c_cflag &= ~static_cast<tcflag_t>(CSTOPB | CRTSCTS);
    // VMIN 1 makes "nothing there" EAGAIN, so that a read of 0 bytes can only mean that the device is gone.
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    ::cfsetispeed(&settings, speed);
    ::cfsetospeed(&settings, speed);
    if (::tcsetattr(fd, TCSANOW, &settings) != 0) {
        const int error = errno;
        if (error == EIO) return open_failed(line.path, error);
        return fail(ErrorCode::io, "cannot be set to " + std::to_string(line.baud) + " baud: " + errno_text(error),
                    line.path, "choose another baud rate");
    }
    return {};
}

void warn(Log& log, const SerialLine& line, const char* what, int error) {
    log.write(LogLevel::warning, "scanner.line_setting_failed",
              {{"path", line.path}, {"setting", std::string(what)}, {"reason", errno_text(error)}});
}

void set_modem_lines(int fd, const SerialLine& line, Log& log) {
    int on = TIOCM_DTR | (line.rts ? TIOCM_RTS : 0);
    if (::ioctl(fd, TIOCMBIS, &on) != 0) warn(log, line, "modem lines on", errno);
    if (line.rts) return;
    int off = TIOCM_RTS;
    if (::ioctl(fd, TIOCMBIC, &off) != 0) warn(log, line, "RTS off", errno);
}

}  // namespace

Result<void> check_baud(int baud) {
    if (find_speed(baud) != nullptr) return {};
    std::string known;
    for (const auto& speed : kSpeeds)
        known += (known.empty() ? "" : ", ") + std::to_string(speed.baud);
    return fail(ErrorCode::invalid_input, std::to_string(baud) + " is no baud rate", "baud", "choose one of " + known);
}

SerialPort::SerialPort(FileDescriptor fd) noexcept : fd_(std::move(fd)) {}

SerialPort::~SerialPort() {
    // Exclusive use outlives this descriptor while any other one is open. On a device that is gone this fails, rightly.
    if (fd_.valid()) static_cast<void>(::ioctl(fd_.get(), TIOCNXCL));
}

Result<SerialPort> SerialPort::open(const SerialLine& line, Log& log) {
    CF_CHECK(check_baud(line.baud));
    FileDescriptor fd(::open(line.path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    if (!fd.valid()) return open_failed(line.path, errno);
    CF_CHECK(make_raw(fd.get(), line, find_speed(line.baud)->constant));
    if (::ioctl(fd.get(), TIOCEXCL) != 0) warn(log, line, "exclusive use", errno);
    set_modem_lines(fd.get(), line, log);
    return SerialPort(std::move(fd));
}

Result<std::size_t> SerialPort::read(std::span<char> into) {
    const ssize_t length = ::read(fd_.get(), into.data(), into.size());
    if (length > 0) return static_cast<std::size_t>(length);
    if (length < 0 && (errno == EAGAIN || errno == EINTR)) return std::size_t{0};
    return fail(ErrorCode::unavailable, length == 0 ? "unplugged" : "unplugged: " + errno_text(errno));
}

}  // namespace counterfoil::drivers_linux
