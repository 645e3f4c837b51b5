#include "scan/serial_framer.hpp"

#include <utility>

#include "base/assert.hpp"

namespace counterfoil::scan {
namespace {

constexpr char kStx = '\x02';
constexpr std::string_view kTerminators = "\r\n\x03";

bool is_terminator(char byte) noexcept { return kTerminators.find(byte) != std::string_view::npos; }

std::string without_terminators_at_end(std::string suffix) {
    while (!suffix.empty() && is_terminator(suffix.back()))
        suffix.pop_back();
    return suffix;
}

}  // namespace

Result<void> check(const SerialFramerConfig& config) {
    if (config.suffix.size() > kSuffixLengthMax) {
        return fail(ErrorCode::invalid_input, "longer than " + std::to_string(kSuffixLengthMax) + " characters", "suffix",
                    "give what the scanner is set to append, such as \\t");
    }
    if (without_terminators_at_end(config.suffix).find_first_of(kTerminators) != std::string::npos) {
        return fail(ErrorCode::invalid_input, "CR, LF or ETX stands before its end", "suffix",
                    "set the scanner to send CR, LF or ETX last");
    }
    if (config.inter_byte_timeout < kInterByteTimeoutMin || config.inter_byte_timeout > kInterByteTimeoutMax) {
        return fail(
            ErrorCode::invalid_input, std::to_string(config.inter_byte_timeout.value) + " ms is out of range",
            "inter_byte_timeout_ms",
            "choose " + std::to_string(kInterByteTimeoutMin.value) + " to " + std::to_string(kInterByteTimeoutMax.value));
    }
    if (config.frame_length_max == 0 || config.frame_length_max > kScanLengthMax) {
        return fail(ErrorCode::invalid_input, std::to_string(config.frame_length_max) + " is out of range",
                    "frame_length_max", "choose 1 to " + std::to_string(kScanLengthMax));
    }
    return {};
}

SerialFramer::SerialFramer(SerialFramerConfig config) : config_(std::move(config)) {
    CF_ASSERT(check(config_).has_value());
    config_.suffix = without_terminators_at_end(std::move(config_.suffix));
}

std::vector<Frame> SerialFramer::feed(std::string_view bytes, Tick now) {
    std::vector<Frame> frames;
    for (const char byte : bytes) {
        if (auto frame = take(byte)) frames.push_back(std::move(*frame));
    }
    if (!bytes.empty()) last_byte_at_ = now;
    return frames;
}

std::optional<Frame> SerialFramer::take(char byte) {
    if (is_terminator(byte)) return close();
    if (overlong_) return std::nullopt;
    if (open_.size() == config_.frame_length_max) {
        open_.clear();
        overlong_ = true;
        return Frame{.text = {}, .overlong = true};
    }
    open_ += byte;
    return std::nullopt;
}

std::optional<Frame> SerialFramer::close() {
    std::string text = std::exchange(open_, {});
    overlong_ = false;
    if (!config_.suffix.empty() && text.ends_with(config_.suffix)) text.resize(text.size() - config_.suffix.size());
    if (text.starts_with(kStx)) text.erase(0, 1);
    if (text.empty()) return std::nullopt;
    return Frame{.text = std::move(text)};
}

std::optional<Frame> SerialFramer::tick(Tick now) {
    const auto due = deadline();
    if (!due || now < *due) return std::nullopt;
    return close();
}

std::optional<Tick> SerialFramer::deadline() const {
    if (open_.empty() && !overlong_) return std::nullopt;
    return last_byte_at_ + config_.inter_byte_timeout;
}

void SerialFramer::reset() {
    open_.clear();
    overlong_ = false;
}

}  // namespace counterfoil::scan
