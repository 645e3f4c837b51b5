// A scanner made of a pty pair, and someone who notes what the driver says.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/time.hpp"
#include "linux/file_descriptor.hpp"
#include "linux/serial_scanner.hpp"

namespace counterfoil::drivers_linux {

class SystemClock final : public Clock {
public:
    Instant now() const override;
    Tick tick() const override;
};

/// The scanner's end of the line. Destroying it is pulling the plug.
class Pty {
public:
    Pty();
    void send(std::string_view bytes) const;
    const std::string& device() const { return device_; }

private:
    FileDescriptor master_;
    std::string device_;
};

/// A folder that goes away with the test.
class ScratchFolder {
public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    std::filesystem::path operator/(const char* name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

/// Makes `link` point to the device in one step, as udev does.
void plug_in(const Pty& pty, const std::filesystem::path& link);

class Notes final : public Log {
public:
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override;
    void note_scan(scan::ScanEvent event);
    void note_change(const scan::DeviceChange& change);

    /// Waits (bounded) until that many have come; answers all of them.
    std::vector<scan::ScanEvent> scans(std::size_t at_least);
    std::vector<std::string> texts(std::size_t at_least);
    std::vector<scan::DeviceChange> changes(std::size_t at_least);
    /// Waits (bounded) for a log line with that event; answers its fields as text.
    std::optional<std::string> logged(std::string_view event);
    std::string whole_log();

private:
    bool wait(std::unique_lock<std::mutex>& lock, const std::function<bool()>& done);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<scan::ScanEvent> scans_;
    std::vector<scan::DeviceChange> changes_;
    std::vector<std::pair<std::string, std::string>> log_;
};

/// Starts a scanner whose callbacks write into `notes`.
Result<std::unique_ptr<SerialScanner>> start_scanner(SerialScannerConfig config, const Clock& clock, Notes& notes);

}  // namespace counterfoil::drivers_linux
