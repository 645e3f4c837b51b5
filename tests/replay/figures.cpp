#include "replay/figures.hpp"

#include <chrono>
#include <stdexcept>

#include "base/bytes.hpp"
#include "support/sha256.hpp"

namespace counterfoil::replay {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::int64_t number(std::string_view text) {
    if (text.empty() || text.size() > 17) throw std::runtime_error("no number: \"" + std::string(text) + "\"");
    std::int64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') throw std::runtime_error("no number: \"" + std::string(text) + "\"");
        value = value * 10 + (c - '0');
    }
    return value;
}

sys_days date(std::string_view text) {
    const bool dashed = text.size() >= 10 && text[4] == '-' && text[7] == '-';
    if (!dashed && text.size() != 8) throw std::runtime_error("no date: \"" + std::string(text) + "\"");
    const auto part = [&](std::size_t at, std::size_t count) { return number(text.substr(at, count)); };
    const std::chrono::year_month_day day{std::chrono::year{static_cast<int>(part(0, 4))},
                                          std::chrono::month{static_cast<unsigned>(part(dashed ? 5 : 4, 2))},
                                          std::chrono::day{static_cast<unsigned>(part(dashed ? 8 : 6, 2))}};
    if (!day.ok()) throw std::runtime_error("no date: \"" + std::string(text) + "\"");
    return sys_days{day};
}

std::int64_t second_of_day(std::string_view text) {
    if (text.size() < 19) throw std::runtime_error("no time: \"" + std::string(text) + "\"");
    return number(text.substr(11, 2)) * 3600 + number(text.substr(14, 2)) * 60 + number(text.substr(17, 2));
}

}  // namespace

std::size_t decimals_of(std::string_view text) {
    const auto point = text.find('.');
    if (point == std::string_view::npos) return 0;
    while (text.ends_with('0'))
        text.remove_suffix(1);
    return text.size() - point - 1;
}

std::int64_t scaled(std::string_view text, std::size_t decimals) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (decimals_of(text) > decimals) throw std::runtime_error("too many decimals: " + std::string(text));
    const auto point = std::min(text.find('.'), text.size());
    std::string digits(text.substr(0, point));
    std::string rest(point < text.size() ? text.substr(point + 1) : "");
    if (digits.empty()) throw std::runtime_error("no number: \"" + std::string(text) + "\"");
    rest.resize(decimals, '0');
    const std::int64_t value = number(digits + rest);
    return negative ? -value : value;
}

std::int64_t to_hundredths(std::string_view text) {
    const auto point = text.find('.');
    if (point == std::string_view::npos || text.size() <= point + 3) return scaled(text, 2);
    return scaled(text.substr(0, point + 3), 2) + (text[point + 3] >= '5' ? 1 : 0);
}

std::string plain(std::int64_t value, std::size_t decimals) {
    std::string digits = std::to_string(value < 0 ? -value : value);
    if (digits.size() <= decimals) digits.insert(0, decimals + 1 - digits.size(), '0');
    std::string text = (value < 0 ? "-" : "") + digits.substr(0, digits.size() - decimals);
    std::string rest = digits.substr(digits.size() - decimals);
    while (rest.ends_with('0'))
        rest.pop_back();
    return rest.empty() ? text : text + "." + rest;
}

std::int64_t day_number(std::string_view text) { return date(text).time_since_epoch().count(); }

Instant instant_of(std::string_view text, std::int64_t offset_minutes) {
    return Instant{day_number(text) * kDayMs + second_of_day(text) * 1000 - offset_minutes * 60'000};
}

std::int64_t new_york_offset(std::string_view text) {
    using namespace std::chrono;
    constexpr std::int64_t kWinter = -300;
    constexpr std::int64_t kSummer = -240;
    const sys_days day = date(text);
    const auto year = year_month_day{day}.year();
    const sys_days begin{year / March / Sunday[2]};
    const sys_days end{year / November / Sunday[1]};
    const bool after_two = text.size() < 19 || second_of_day(text) >= 2 * 3600;
    const bool summer = (day > begin && day < end) || (day == begin && after_two) || (day == end && !after_two);
    return summer ? kSummer : kWinter;
}

std::string sha256_of(std::string_view text) { return to_hex(test_support::Sha256().sha256(as_bytes(text))); }

std::int64_t sum_of(const Counts& counts) {
    std::int64_t sum = 0;
    for (const auto& [name, count] : counts)
        sum += count;
    return sum;
}

}  // namespace counterfoil::replay
