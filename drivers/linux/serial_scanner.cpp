#include "linux/serial_scanner.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>
#include <utility>

#include "base/assert.hpp"
#include "base/ids.hpp"
#include "scan/aim.hpp"
#include "scan/mask.hpp"

namespace counterfoil::drivers_linux {
namespace {

constexpr Millis kRetryDelayMin{50};
constexpr Millis kRetryDelayMax{2000};
// A line that is lost sooner than this, without a byte, did not really come back: the next try waits longer.
constexpr Millis kStableAfter{2000};
// udev sets a new device's rights some moments after its node appears, so the first refusals mean nothing.
constexpr int kFailuresBeforeReport = 4;
constexpr std::size_t kReadBytes = 4096;

scan::SerialFramerConfig framer_config(const SerialScannerConfig& config) {
    return {.suffix = config.suffix, .inter_byte_timeout = config.inter_byte_timeout};
}

Result<void> check(const SerialScannerConfig& config) {
    if (!is_valid_id(config.name)) {
        return fail(ErrorCode::invalid_input, "is not 1 to 64 letters, digits and . _ : -", "name",
                    "give the scanner a short name");
    }
    if (config.path.empty() || config.path.find('\0') != std::string::npos) {
        return fail(ErrorCode::invalid_input, "names no device", "path", "give the tty, best one of /dev/serial/by-id");
    }
    CF_CHECK(check_baud(config.baud));
    return scan::check(framer_config(config));
}

int poll_timeout(std::optional<Tick> deadline, Tick now, Millis longest) {
    if (!deadline) return -1;
    return static_cast<int>(std::clamp<std::int64_t>((*deadline - now).value, 0, longest.value));
}

}  // namespace

Result<std::unique_ptr<SerialScanner>> SerialScanner::start(SerialScannerConfig config, const Clock& clock, Log& log,
                                                            OnScan on_scan, OnDeviceChange on_device_change) {
    CF_ASSERT(on_scan && on_device_change);
    CF_CHECK(check(config));
    FileDescriptor wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
    if (!wake.valid()) return fail(ErrorCode::io, "eventfd: " + errno_text(errno), config.name, "raise the open file limit");
    std::unique_ptr<SerialScanner> scanner(
        new SerialScanner(std::move(config), clock, log, std::move(on_scan), std::move(on_device_change), std::move(wake)));
    try {
        scanner->thread_ = std::thread([raw = scanner.get()] { raw->run(); });
    } catch (const std::system_error& error) {
        return fail(ErrorCode::io, "no thread: " + error.code().message(), scanner->config_.name, "raise the task limit");
    }
    return scanner;
}

SerialScanner::SerialScanner(SerialScannerConfig config, const Clock& clock, Log& log, OnScan on_scan,
                             OnDeviceChange on_device_change, FileDescriptor wake)
    : config_(std::move(config)),
      clock_(clock),
      log_(log),
      on_scan_(std::move(on_scan)),
      on_device_change_(std::move(on_device_change)),
      wake_(std::move(wake)),
      framer_(framer_config(config_)),
      retry_delay_(kRetryDelayMin) {}

SerialScanner::~SerialScanner() { stop(); }

void SerialScanner::stop() {
    if (!thread_.joinable()) return;
    CF_ASSERT(std::this_thread::get_id() != thread_.get_id());
    const std::uint64_t one = 1;
    CF_ASSERT(::write(wake_.get(), &one, sizeof one) == sizeof one);
    thread_.join();
}

void SerialScanner::run() {
    Next next = try_open() ? Next::go_on : wait_for_device();
    while (next == Next::go_on)
        next = port_ ? serve_line() : wait_for_device();
    port_.reset();
}

bool SerialScanner::try_open() {
    auto port = SerialPort::open({.path = config_.path, .baud = config_.baud, .rts = config_.rts}, log_);
    if (!port) {
        report_absence(port.error());
        return false;
    }
    port_ = std::move(*port);
    watch_.reset();
    attached_at_ = clock_.tick();
    heard_something_ = false;
    failing_with_.reset();
    failures_alike_ = 0;
    reported_.reset();
    announce(true, {}, {});
    return true;
}

// Without a watch the timer alone finds the device, at most two seconds late.
bool SerialScanner::arm_watch() {
    Result<void> armed;
    if (!watch_) {
        auto watch = PathWatch::create(config_.path);
        if (watch) {
            watch_ = std::move(*watch);
        } else {
            armed = std::unexpected(std::move(watch).error());
        }
    }
    if (watch_) armed = watch_->arm();
    if (!armed && !std::exchange(watch_failure_told_, true)) {
        log_.write(LogLevel::warning, "scanner.watch_failed",
                   {{"scanner", config_.name}, {"reason", describe(armed.error())}});
    }
    return armed.has_value();
}

SerialScanner::Next SerialScanner::wait_for_device() {
    const bool armed = arm_watch();
    std::array<pollfd, 2> waits{pollfd{wake_.get(), POLLIN, 0}, pollfd{armed ? watch_->fd() : -1, POLLIN, 0}};
    const int ready = ::poll(waits.data(), waits.size(), poll_timeout(retry_at_, clock_.tick(), retry_delay_));
    if (waits[0].revents != 0) return Next::stop;
    const bool hinted = ready > 0 && watch_->drain();
    // A signal, or something else in that folder: the timer goes on, it does not begin anew.
    if (ready != 0 && !hinted) return Next::go_on;
    if (!try_open()) schedule_retry(hinted ? kRetryDelayMin : Millis{retry_delay_.value * 2});
    return Next::go_on;
}

void SerialScanner::schedule_retry(Millis delay) {
    retry_delay_ = std::min(delay, kRetryDelayMax);
    retry_at_ = clock_.tick() + retry_delay_;
}

SerialScanner::Next SerialScanner::serve_line() {
    while (port_) {
        std::array<pollfd, 2> waits{pollfd{wake_.get(), POLLIN, 0}, pollfd{port_->fd(), POLLIN, 0}};
        const int ready =
            ::poll(waits.data(), waits.size(), poll_timeout(framer_.deadline(), clock_.tick(), config_.inter_byte_timeout));
        if (ready < 0) continue;  // a signal
        if (waits[0].revents != 0) return Next::stop;
        if (ready == 0) {
            if (const auto frame = framer_.tick(clock_.tick())) deliver(*frame);
        } else if (!take_bytes((waits[1].revents & (POLLHUP | POLLERR | POLLNVAL)) != 0)) {
            break;
        }
    }
    return Next::go_on;
}

bool SerialScanner::take_bytes(bool hung_up) {
    std::array<char, kReadBytes> buffer;
    const auto length = port_->read(buffer);
    if (!length || (*length == 0 && hung_up)) {
        lose_line(length ? "unplugged" : length.error().what);
        return false;
    }
    if (*length == 0) return true;
    heard_something_ = true;
    for (const auto& frame : framer_.feed({buffer.data(), *length}, clock_.tick()))
        deliver(frame);
    return true;
}

void SerialScanner::deliver(const scan::Frame& frame) {
    if (frame.overlong) {
        log_.write(LogLevel::warning, "scan.dropped",
                   {{"scanner", config_.name},
                    {"reason", "longer than " + std::to_string(scan::kScanLengthMax) + " bytes"},
                    {"remedy", std::string("check the scanner's terminator and baud rate")}});
        return;
    }
    const auto split = scan::split_aim(frame.text);
    log_.write(LogLevel::debug, "scan.received",
               {{"scanner", config_.name}, {"aim", std::string(split.aim)}, {"code", scan::mask_for_log(split.text)}});
    on_scan_({.source = config_.name, .text = std::string(split.text), .aim = std::string(split.aim), .at = clock_.now()});
}

void SerialScanner::lose_line(const std::string& reason) {
    // Closed first: while it is open, the kernel gives the same device another name when it comes back.
    port_.reset();
    framer_.reset();
    const bool was_stable = heard_something_ || clock_.tick() - attached_at_ >= kStableAfter;
    schedule_retry(was_stable ? kRetryDelayMin : Millis{retry_delay_.value * 2});
    reported_ = ErrorCode::not_found;
    announce(false, reason, "plug the scanner in again");
}

void SerialScanner::report_absence(const Error& error) {
    failures_alike_ = failing_with_ == error.code ? std::min(failures_alike_ + 1, kFailuresBeforeReport) : 1;
    failing_with_ = error.code;
    if (reported_ == error.code) return;
    if (error.code != ErrorCode::not_found && failures_alike_ < kFailuresBeforeReport) return;
    reported_ = error.code;
    announce(false, error.what, error.remedy);
}

void SerialScanner::announce(bool attached, std::string reason, std::string remedy) {
    if (attached) {
        log_.write(LogLevel::info, "scanner.attached", {{"scanner", config_.name}, {"path", config_.path}});
    } else {
        log_.write(LogLevel::warning, "scanner.detached",
                   {{"scanner", config_.name}, {"path", config_.path}, {"reason", reason}, {"remedy", remedy}});
    }
    on_device_change_({.source = config_.name,
                       .path = config_.path,
                       .attached = attached,
                       .reason = std::move(reason),
                       .remedy = std::move(remedy),
                       .at = clock_.now()});
}

}  // namespace counterfoil::drivers_linux
