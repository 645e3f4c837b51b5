#include "domain/calendar.hpp"

#include <algorithm>
#include <charconv>

namespace counterfoil::domain {
namespace {

constexpr std::int64_t kMinuteMs = 60'000;
// Around the years 1 and 9999: nothing is sold or promised beyond, and dates stay in the calendar's range.
constexpr std::int64_t kEarliestMs = -62'135'596'800'000;
constexpr std::int64_t kLatestMs = 253'402'300'799'999;

std::string padded(std::int64_t value, std::size_t width) {
    std::string text = std::to_string(value);
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

std::int64_t local_ms(Day date, TimeOfDay time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(date.time_since_epoch()).count() + time.minutes * kMinuteMs;
}

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return value;
}

Day date_at(std::int64_t local) {
    return std::chrono::floor<std::chrono::days>(
        std::chrono::sys_time<std::chrono::milliseconds>{std::chrono::milliseconds{local}});
}

}  // namespace

std::string text_of(TimeOfDay time) { return padded(time.minutes / 60, 2) + ":" + padded(time.minutes % 60, 2); }

std::string text_of(Day day) {
    const std::chrono::year_month_day date{day};
    return padded(static_cast<int>(date.year()), 4) + "-" + padded(static_cast<unsigned>(date.month()), 2) + "-" +
           padded(static_cast<unsigned>(date.day()), 2);
}

std::optional<Day> day_from_text(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text.substr(0, 4));
    const auto month = number(text.substr(5, 2));
    const auto day = number(text.substr(8, 2));
    if (!year || !month || !day || *year < 1 || *month < 1 || *day < 1) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return std::nullopt;
    return Day{date};
}

std::int32_t Calendar::offset_minutes_at(Instant at) const noexcept {
    if (zone_ == nullptr) return offset_minutes_;
    const auto next = std::ranges::upper_bound(zone_->changes, at, {}, &ZoneChange::from);
    return next == zone_->changes.begin() ? zone_->offset_minutes : std::prev(next)->offset_minutes;
}

Instant Calendar::instant_of(Day date, TimeOfDay time, Twice twice) const noexcept {
    const std::int64_t local = local_ms(date, time);
    if (zone_ == nullptr) return Instant{local - offset_minutes_ * kMinuteMs};
    // Each stretch of one offset shows a stretch of local time. Neighbours overlap where the clock went back, and leave a
    // gap where it went forward. No zone is further from UTC than the limit, so few stretches can show this time.
    const std::vector<ZoneChange>& changes = zone_->changes;
    const Instant earliest{local - kOffsetMinutesMax * kMinuteMs};
    const Instant latest{local + kOffsetMinutesMax * kMinuteMs};
    Instant found = kNever;
    Instant jump = kNever;
    auto next = std::ranges::upper_bound(changes, earliest, {}, &ZoneChange::from);
    for (;; ++next) {
        const bool is_first = next == changes.begin();
        const Instant from = is_first ? Instant{INT64_MIN} : std::prev(next)->from;
        const Instant until = next == changes.end() ? kNever : next->from;
        const Instant here{local - (is_first ? zone_->offset_minutes : std::prev(next)->offset_minutes) * kMinuteMs};
        if (here >= from && here < until) found = here;
        if (here < from) jump = std::min(jump, from);
        if (until > latest || (found != kNever && twice == Twice::first)) break;
    }
    return found != kNever ? found : jump;
}

Instant Calendar::instant_within(Day day, TimeOfDay time, Twice twice) const noexcept {
    return instant_of(time < day_cutoff_ ? day + std::chrono::days{1} : day, time, twice);
}

Day Calendar::day_of(Instant at) const noexcept {
    at.ms = std::clamp(at.ms, kEarliestMs, kLatestMs);
    Day day = date_at(at.ms + (offset_minutes_at(at) - day_cutoff_.minutes) * kMinuteMs);
    // Where the clock changes near the cutoff, the day begins at another distance from it.
    while (at < begin_of(day))
        day -= std::chrono::days{1};
    while (at >= begin_of(day + std::chrono::days{1}))
        day += std::chrono::days{1};
    return day;
}

}  // namespace counterfoil::domain
