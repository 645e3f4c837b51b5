// Whether it is the member's birthday, in business days of the store (domain rules parts 5 and 8).
#include "domain/birthday.hpp"

#include <algorithm>

#include "domain/pricing.hpp"

namespace counterfoil::domain {

Day birthday_in(std::chrono::year year, const Birthday& birthday) {
    std::chrono::year_month_day date{year, std::chrono::month{static_cast<unsigned>(birthday.month)},
                                     std::chrono::day{static_cast<unsigned>(birthday.day)}};
    if (!date.ok()) date = {year, date.month(), date.day() - std::chrono::days{1}};
    return date;
}

namespace pricing {
namespace {

bool is_birthday(BirthdayPeriod period, const Birthday& birthday, Day day) {
    const std::chrono::year_month_day date{day};
    if (period == BirthdayPeriod::month) return static_cast<unsigned>(date.month()) == static_cast<unsigned>(birthday.month);
    const std::chrono::days around{period == BirthdayPeriod::week ? 3 : 0};
    // Three days around New Year reach into the next year and the one before.
    for (const int year : {-1, 0, 1}) {
        const Day then = birthday_in(date.year() + std::chrono::years{year}, birthday);
        if (day >= then - around && day <= then + around) return true;
    }
    return false;
}

}  // namespace

bool has_birthday(const Ticket& ticket, BirthdayPeriod period, Instant at) {
    constexpr std::chrono::days kYear{366};
    if (ticket.member == nullptr || !ticket.member->birthday) return false;
    const Millis error = ticket.basket->clock_error;
    const Calendar calendar = store_calendar(*ticket.context->rules, ticket.basket->store_id);
    const Day first = calendar.day_of(Instant{at.ms - error.value});
    const Day last = std::min(calendar.day_of(Instant{at.ms + error.value}), first + kYear);
    for (Day day = first; day <= last; day += std::chrono::days{1})
        if (is_birthday(period, *ticket.member->birthday, day)) return true;
    return false;
}

}  // namespace pricing
}  // namespace counterfoil::domain
