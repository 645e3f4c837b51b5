#include "domain/tiers.hpp"

#include <algorithm>
#include <chrono>

#include "domain/arithmetic.hpp"

namespace counterfoil::domain {
namespace {

using namespace std::chrono;

constexpr std::int64_t kMinuteMs = 60'000;

/// What the brand's wall shows, as milliseconds from 1970 on.
milliseconds local_time(Instant at, const Calendar& calendar) {
    return milliseconds{at.ms + calendar.offset_minutes_at(at) * kMinuteMs};
}

const Tier* highest_reached(const Rules& rules, std::int64_t growth) {
    const Tier* highest = nullptr;
    for (const Tier& tier : rules.tiers)
        if (tier.growth_from && growth >= *tier.growth_from && (highest == nullptr || tier.rank > highest->rank))
            highest = &tier;
    return highest;
}

}  // namespace

bool growth_sets_tiers(const Rules& rules) {
    return std::ranges::any_of(rules.tiers, [](const Tier& tier) { return tier.growth_from.has_value(); });
}

std::int64_t growth_of(Money paid, std::int32_t exponent) {
    std::int64_t unit = 1;
    for (std::int32_t i = 0; i < exponent; ++i)
        unit *= 10;
    return std::max<std::int64_t>(paid.value, 0) / unit;
}

std::int64_t growth_kept(const SoldTicket& ticket) {
    Money kept;
    for (const QuoteLine& quoted : ticket.quote.lines) {
        // A part of a split line has a number, and counts what came back of it, of its own.
        const std::int32_t origin = quoted.split_of.value_or(quoted.line_no);
        const auto line = std::ranges::find(ticket.basket.lines, origin, &BasketLine::line_no);
        if (line == ticket.basket.lines.end() || line->flags.bars_earn()) continue;
        const Quantity back = ticket.returned_of(quoted.line_no);
        kept += quoted.net - net_of(quoted, back, quoted.quantity.value_or(line->quantity));
    }
    return growth_of(kept, ticket.basket.exponent);
}

TierId tier_after(const Rules& rules, const TierId& present, std::int64_t growth) {
    const Tier* now = rules.tier(present);
    const Tier* reached = highest_reached(rules, growth);
    if (reached == nullptr || (now != nullptr && now->rank >= reached->rank)) return present;
    return reached->tier_id;
}

TierId tier_after_review(const Rules& rules, const TierId& present, std::int64_t growth) {
    const Tier* now = rules.tier(present);
    if (now == nullptr || !now->growth_from || growth >= *now->growth_from) return present;
    const Tier* reached = highest_reached(rules, growth);
    return reached == nullptr ? TierId{} : reached->tier_id;
}

Instant months_before(Instant at, std::int32_t months_back, const Rules& rules) {
    const Calendar calendar = brand_calendar(rules);
    const milliseconds local = local_time(at, calendar);
    const sys_days day = floor<days>(sys_time<milliseconds>{local});
    year_month_day date{day};
    date = date - months{months_back};
    if (!date.ok()) date = date.year() / date.month() / last;
    const milliseconds of_day = local - day.time_since_epoch();
    const auto whole = floor<minutes>(of_day);
    const Instant minute = calendar.instant_of(sys_days{date}, {static_cast<std::int32_t>(whole.count())});
    return minute + Millis{(of_day - whole).count()};
}

Instant next_review(const Rules& rules, Instant at) {
    const Calendar calendar = brand_calendar(rules);
    const sys_days day = floor<days>(sys_time<milliseconds>{local_time(at, calendar)});
    const month review{static_cast<unsigned>(rules.growth.review_month)};
    const auto of_year = [&](year y) { return calendar.instant_of(sys_days{y / review / 1}, {}); };
    const year this_year = year_month_day{day}.year();
    const Instant first = of_year(this_year);
    return at < first ? first : of_year(this_year + years{1});
}

}  // namespace counterfoil::domain
