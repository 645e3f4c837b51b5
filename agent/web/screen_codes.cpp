#include "web/screen_codes.hpp"

#include <algorithm>
#include <array>

namespace counterfoil::web {
namespace {

constexpr std::string_view kAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kCharacters = 10;
constexpr std::size_t kGroup = 5;

std::string new_characters(Random& random) {
    std::string out;
    for (std::size_t i = 0; i < kCharacters; ++i) {
        // 64 bits for one of 30: what the remainder prefers is beyond measure.
        std::array<std::uint8_t, 8> raw{};
        random.fill(raw);
        std::uint64_t number = 0;
        for (const std::uint8_t byte : raw)
            number = number << 8U | byte;
        out += kAlphabet[number % kAlphabet.size()];
    }
    return out;
}

std::string characters_of(std::string_view typed) {
    std::string out;
    for (const char c : typed)
        if (c != '-' && c != ' ') out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return out;
}

}  // namespace

ScreenCode ScreenCodes::make() {
    forget_lapsed();
    if (open_.size() >= kScreenCodesOpenMax) open_.erase(open_.begin());
    const std::string characters = new_characters(random_);
    open_.push_back({characters, clock_.tick() + kScreenCodeLife});
    log_.write(LogLevel::info, "screen.code_made", {{"open", static_cast<std::int64_t>(open_.size())}});
    return {characters.substr(0, kGroup) + "-" + characters.substr(kGroup), clock_.now() + kScreenCodeLife};
}

// Compared as plain text: within so few tries nobody learns a code from how long the answer took.
bool ScreenCodes::take(std::string_view typed) {
    forget_lapsed();
    const auto found = std::ranges::find(open_, characters_of(typed), &Open::characters);
    if (found != open_.end()) {
        open_.erase(found);
        log_.write(LogLevel::info, "screen.let_in", {});
        return true;
    }
    log_.write(LogLevel::warning, "screen.code_refused", {{"open", static_cast<std::int64_t>(open_.size())}});
    if (!open_.empty() && ++wrong_tries_ >= kScreenCodeTriesMax) {
        open_.clear();
        log_.write(LogLevel::warning, "screen.codes_voided",
                   {{"reason", std::string("too many wrong tries")},
                    {"remedy", std::string("make a new code with `counterfoil screen`; find out who was guessing")}});
    }
    return false;
}

void ScreenCodes::forget_lapsed() {
    const Tick now = clock_.tick();
    std::erase_if(open_, [&](const Open& open) { return open.until <= now; });
    if (open_.empty()) wrong_tries_ = 0;
}

}  // namespace counterfoil::web
