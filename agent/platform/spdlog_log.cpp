#include "platform/spdlog_log.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <atomic>
#include <cerrno>
#include <cstdio>

#include "base/assert.hpp"
#include "platform/logfmt.hpp"
#include "platform/system_error.hpp"

namespace counterfoil::platform {

struct SpdlogLog::Sink {
    explicit Sink(spdlog::sink_ptr sink) : logger("", std::move(sink)) {
        logger.set_pattern("%v");
        logger.set_level(spdlog::level::trace);
        logger.flush_on(spdlog::level::trace);
        logger.set_error_handler([this](const std::string&) { lost.fetch_add(1, std::memory_order_relaxed); });
    }
    spdlog::logger logger;
    std::atomic<std::uint64_t> lost{0};
};

namespace {

Result<spdlog::sink_ptr> open_sink(const LogOptions& options) {
    if (options.file.empty()) return std::make_shared<spdlog::sinks::stderr_sink_mt>();
    // Opened once beforehand for a clear reason: spdlog would make missing folders and word its errors itself.
    std::FILE* probe = std::fopen(options.file.c_str(), "ae");
    if (probe == nullptr) return std::unexpected(system_error(errno, "open the log file", options.file));
    std::fclose(probe);
    try {
        return std::make_shared<spdlog::sinks::rotating_file_sink_mt>(
            options.file, static_cast<std::size_t>(options.file_bytes_max), static_cast<std::size_t>(options.files_kept));
    } catch (const spdlog::spdlog_ex& error) {
        return fail(ErrorCode::io, std::string("cannot open the log file: ") + error.what(), options.file,
                    "check that its folder is writable, or log to stderr");
    }
}

}  // namespace

SpdlogLog::SpdlogLog(LogLevel threshold, const Clock& clock, std::unique_ptr<Sink> sink)
    : threshold_(threshold), clock_(clock), sink_(std::move(sink)) {}

SpdlogLog::~SpdlogLog() = default;

Result<std::unique_ptr<SpdlogLog>> SpdlogLog::open(const LogOptions& options, const Clock& clock) {
    CF_ASSERT(options.file_bytes_max > 0 && options.files_kept >= 0 && options.files_kept <= 100);
    CF_TRY(sink, open_sink(options));
    return std::unique_ptr<SpdlogLog>(new SpdlogLog(options.level, clock, std::make_unique<Sink>(std::move(sink))));
}

void SpdlogLog::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level < threshold_) return;
    const auto line = format_logfmt(clock_.now(), level, event, fields);
    sink_->logger.log(spdlog::level::info, spdlog::string_view_t(line.data(), line.size()));
}

std::uint64_t SpdlogLog::lines_lost() const noexcept { return sink_->lost.load(std::memory_order_relaxed); }

}  // namespace counterfoil::platform
