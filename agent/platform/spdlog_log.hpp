// The program's log: logfmt lines to stderr or to a file that rotates.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/log.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace counterfoil::platform {

struct LogOptions {
    LogLevel level = LogLevel::info;                 ///< lesser events are dropped
    std::string file = {};                           ///< empty: stderr
    std::int64_t file_bytes_max = 10 * 1024 * 1024;  ///< then FILE becomes FILE.1 and so on (name.1.log for name.log)
    int files_kept = 5;                              ///< old files beside the current one, 0..100
};

/// Any thread. A line is handed to the kernel before write() returns (no queue, so nothing is lost in a crash of the
/// program, and no fsync, so no wait for the disk). A line that cannot be written is counted, never an error of the caller.
class SpdlogLog final : public Log {
public:
    /// Opens the file; its folder must exist. Error: permission, not_found, full, io. The clock must outlive the log.
    static Result<std::unique_ptr<SpdlogLog>> open(const LogOptions& options, const Clock& clock);
    ~SpdlogLog() override;

    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) override;
    /// Lines that the disk or the pipe refused since the start.
    std::uint64_t lines_lost() const noexcept;

private:
    struct Sink;
    SpdlogLog(LogLevel threshold, const Clock& clock, std::unique_ptr<Sink> sink);

    LogLevel threshold_;
    const Clock& clock_;
    std::unique_ptr<Sink> sink_;
};

}  // namespace counterfoil::platform
