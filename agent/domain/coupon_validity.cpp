// When, where and for whom a coupon is good: dates, days and hours, stores, channels, tiers, tags (domain rules part 5).
#include <algorithm>
#include <array>
#include <string_view>

#include "domain/pricing.hpp"

namespace counterfoil::domain::pricing {
namespace {

using Reasons = std::vector<Refusal>;

// Hours of a weekday return after a week, so whoever is that unsure of the time is served.
constexpr std::int64_t kWeekMs = 7 * kDayMs;

void add(Reasons& reasons, std::string code, std::map<std::string, std::string> figures = {}) {
    const auto same = [&](const Refusal& reason) { return reason.code == code; };
    if (std::ranges::none_of(reasons, same)) reasons.push_back(Refusal{std::move(code), {}, std::move(figures)});
}

template <class Value>
bool holds(const std::vector<Value>& list, const Value& value) {
    return std::ranges::find(list, value) != list.end();
}

/// The time of the sale as far as it is known: the member is served if any moment of it is good.
struct Moment {
    Instant earliest;
    Instant latest;
    bool meets(Instant from, Instant until) const noexcept { return latest >= from && earliest < until; }
    bool is_longer_than_a_week() const noexcept { return latest.ms - earliest.ms >= kWeekMs; }
};

Moment around(Instant at, Millis clock_error) {
    return {Instant{at.ms - clock_error.value}, Instant{at.ms + clock_error.value}};
}

// --- dates

void check_dates(const Moment& moment, Instant from, Instant until, Reasons& reasons) {
    if (moment.latest < from) add(reasons, "not_yet_valid", {{"from", std::to_string(from.ms)}});
    if (moment.earliest >= until) add(reasons, "expired", {{"until", std::to_string(until.ms)}});
}

// --- days and hours

bool is_on(const TimeWindow& window, Day day) {
    const auto weekday = static_cast<std::int32_t>(std::chrono::weekday{day}.iso_encoding());
    return window.weekdays.empty() || holds(window.weekdays, weekday);
}

struct Period {
    Instant from;
    Instant until;
};

/// The window's hours that begin on `day`.
Period hours_of(const TimeWindow& window, const Calendar& calendar, Day day) {
    const Day next = day + std::chrono::days{1};
    if (!window.from || !window.until) return {calendar.begin_of(day), calendar.begin_of(next)};
    // On the scale of the business day, on which 01:00 comes after 23:00 where the day ends at 02:00.
    const auto since_cutoff = [&](TimeOfDay time) {
        return (time.minutes - calendar.day_cutoff().minutes + kMinutesPerDay) % kMinutesPerDay;
    };
    const bool ends_next_day = since_cutoff(*window.until) <= since_cutoff(*window.from);
    return {calendar.instant_within(day, *window.from),
            calendar.instant_within(ends_next_day ? next : day, *window.until, Twice::last)};
}

bool is_open(const TimeWindow& window, const Calendar& calendar, const Moment& moment) {
    if (moment.is_longer_than_a_week()) return true;
    // Hours of yesterday may reach into today.
    const Day last = calendar.day_of(moment.latest);
    for (Day day = calendar.day_of(moment.earliest) - std::chrono::days{1}; day <= last; day += std::chrono::days{1}) {
        if (!is_on(window, day)) continue;
        const Period hours = hours_of(window, calendar, day);
        if (hours.from < hours.until && moment.meets(hours.from, hours.until)) return true;
    }
    return false;
}

constexpr std::array<std::string_view, 7> kWeekdaysZh{"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
constexpr std::array<std::string_view, 7> kWeekdaysEn{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

std::map<std::string, std::string> days_of(const std::vector<TimeWindow>& windows) {
    std::string zh;
    std::string en;
    for (std::int32_t weekday = 1; weekday <= 7; ++weekday) {
        const auto has = [&](const TimeWindow& window) { return holds(window.weekdays, weekday); };
        if (std::ranges::none_of(windows, has)) continue;
        const auto place = static_cast<std::size_t>(weekday - 1);
        if (!zh.empty()) zh += "、";
        if (!en.empty()) en += ", ";
        zh += kWeekdaysZh[place];
        en += kWeekdaysEn[place];
    }
    return {{"days", zh}, {"days_en", en}};
}

std::map<std::string, std::string> hours_on(const std::vector<TimeWindow>& windows, Day day) {
    std::string text;
    for (const TimeWindow& window : windows) {
        if (!is_on(window, day) || !window.from || !window.until) continue;
        if (!text.empty()) text += ", ";
        text += text_of(*window.from) + "-" + text_of(*window.until);
    }
    return {{"hours", text}};
}

void check_windows(const std::vector<TimeWindow>& windows, const Calendar& calendar, const Moment& moment, Instant at,
                   Reasons& reasons) {
    const auto open = [&](const TimeWindow& window) { return is_open(window, calendar, moment); };
    if (windows.empty() || std::ranges::any_of(windows, open)) return;
    const Day today = calendar.day_of(at);
    if (std::ranges::any_of(windows, [&](const TimeWindow& window) { return is_on(window, today); }))
        add(reasons, "wrong_hour", hours_on(windows, today));
    else
        add(reasons, "wrong_day", days_of(windows));
}

// --- where and for whom

std::string listed_names(const Rules& rules, const std::vector<TierId>& ids, bool english) {
    std::vector<std::string> names;
    for (const TierId& id : ids) {
        const Tier* tier = rules.tier(id);
        const std::string& name = tier == nullptr ? id.str() : (english ? tier->name.en : tier->name.zh);
        names.push_back(name.empty() ? id.str() : name);
    }
    return listed(names);
}

void check_conditions(const Ticket& ticket, const CouponTemplate& rule, Reasons& reasons) {
    const Rules& rules = *ticket.context->rules;
    const Basket& basket = *ticket.basket;
    if (!is_good_in(rule.stores, rule.regions, rules, basket.store_id)) add(reasons, "wrong_store");
    if (!rule.channels.empty() && !holds(rule.channels, basket.channel)) add(reasons, "wrong_channel");
    if (rule.currency != basket.currency) add(reasons, "currency_mismatch", {{"currency", rule.currency}});
    if (!rule.tiers.empty() && (ticket.member == nullptr || !holds(rule.tiers, ticket.member->tier)))
        add(reasons, "wrong_tier",
            {{"tiers", listed_names(rules, rule.tiers, false)}, {"tiers_en", listed_names(rules, rule.tiers, true)}});
    const auto is_mine = [&](const std::string& tag) { return ticket.member != nullptr && holds(ticket.member->tags, tag); };
    if (!rule.tags.empty() && std::ranges::none_of(rule.tags, is_mine)) add(reasons, "wrong_tag");
    if (basket.buyer == Buyer::staff) add(reasons, "staff_not_allowed");
    if (rule.first_purchase && (ticket.member == nullptr || ticket.member->purchased)) add(reasons, "not_first_purchase");
}

// --- together

Reasons time_reasons(const Ticket& ticket, const Candidate& candidate, Instant at) {
    const CouponTemplate& rule = candidate.rule();
    const Moment moment = around(at, ticket.basket->clock_error);
    Reasons reasons;
    check_dates(moment, std::max(candidate.offer->coupon.valid_from, rule.valid_from), candidate.valid_until, reasons);
    if (rule.windows.empty() && !rule.birthday) return reasons;
    const Calendar calendar = store_calendar(*ticket.context->rules, ticket.basket->store_id);
    check_windows(rule.windows, calendar, moment, at, reasons);
    if (rule.birthday && !has_birthday(ticket, *rule.birthday, at)) add(reasons, "not_birthday");
    return reasons;
}

/// What was good when its hold was taken stays so for the life of a quote, however often the ticket is opened anew.
bool was_good_when_held(const Ticket& ticket, const Candidate& candidate) {
    return is_freshly_held(*ticket.basket, candidate.offer->right) &&
           time_reasons(ticket, candidate, *ticket.basket->held_since).empty();
}

}  // namespace

std::optional<Refusal> check_period(Instant at, Millis clock_error, Instant from, Instant until) {
    Reasons reasons;
    check_dates(around(at, clock_error), from, until, reasons);
    if (reasons.empty()) return std::nullopt;
    return std::move(reasons.front());
}

bool is_good_in(const std::vector<StoreId>& stores, const std::vector<std::string>& regions, const Rules& rules,
                const StoreId& store) {
    if (stores.empty() && regions.empty()) return true;
    if (holds(stores, store)) return true;
    const Store* own = rules.store(store);
    return own != nullptr && !own->region.empty() && holds(regions, own->region);
}

bool is_freshly_held(const Basket& basket, RightState right) {
    const bool held = right == RightState::held || right == RightState::pass;
    if (!held || !basket.held_since || *basket.held_since > basket.at) return false;
    return basket.at - *basket.held_since < kQuoteLife;
}

void check_validity(const Ticket& ticket, const Candidate& candidate, std::vector<Refusal>& reasons) {
    Reasons times = time_reasons(ticket, candidate, ticket.basket->at);
    if (!times.empty() && was_good_when_held(ticket, candidate)) times.clear();
    for (Refusal& reason : times)
        add(reasons, std::move(reason.code), std::move(reason.figures));
    check_conditions(ticket, candidate.rule(), reasons);
}

}  // namespace counterfoil::domain::pricing
