#include "domain/limits.hpp"

#include <algorithm>
#include <optional>

#include "domain/calendar.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain {

bool limits_member(const CouponTemplate& rule) {
    return rule.per_member > 0 || rule.per_member_day > 0 || rule.birthday.has_value();
}

const TemplateUses* uses_of(const std::vector<TemplateUses>& uses, const TemplateId& id) {
    const auto found = std::ranges::find(uses, id, &TemplateUses::template_id);
    return found == uses.end() ? nullptr : &*found;
}

void add_uses(std::vector<TemplateUses>& uses, const TemplateId& id, std::string_view day, std::int64_t count) {
    auto place = std::ranges::lower_bound(uses, id, {}, &TemplateUses::template_id);
    if (place == uses.end() || place->template_id != id) {
        if (count <= 0) return;
        place = uses.insert(place, TemplateUses{id, 0, std::string(day), 0});
    }
    place->count = std::max<std::int64_t>(place->count + count, 0);
    // Of older days nothing more is told than that they count.
    if (day > place->day && count > 0) {
        place->day = day;
        place->day_count = 0;
    }
    if (day == place->day) place->day_count = std::max<std::int64_t>(place->day_count + count, 0);
}

bool is_same_birthday_year(std::string_view day, std::string_view other) {
    const auto one = day_from_text(day);
    const auto two = day_from_text(other);
    if (!one || !two) return false;
    const auto apart = (*one - *two).count();
    return apart < kBirthdayGapDays && -apart < kBirthdayGapDays;
}

namespace pricing {

void check_limits(const Ticket& ticket, Candidate& candidate) {
    const CouponTemplate& rule = candidate.rule();
    const auto bound = [&](std::int64_t most, std::int64_t used, const char* code) {
        if (most <= 0) return;
        const auto left = static_cast<std::size_t>(std::max<std::int64_t>(most - used, 0));
        Refusal limit{code, {}, {{"n", std::to_string(most)}}};
        const auto same = [&](const Refusal& reason) { return reason.code == code; };
        if (left == 0 && std::ranges::none_of(candidate.reasons, same)) candidate.reasons.push_back(limit);
        if (left >= candidate.left) return;
        candidate.left = left;
        candidate.limit = std::move(limit);
    };
    const std::string& today = ticket.basket->business_day;
    if (ticket.member != nullptr) {
        const TemplateUses* known = uses_of(ticket.member->uses, rule.template_id);
        const TemplateUses uses = known == nullptr ? TemplateUses{} : *known;
        bound(rule.per_member, uses.count, "member_limit");
        const bool celebrated = uses.day_count > 0 && is_same_birthday_year(uses.day, today);
        bound(rule.birthday ? 1 : 0, celebrated ? 1 : 0, "member_limit");
        bound(rule.per_member_day, uses.day == today ? uses.day_count : 0, "day_limit");
    }
    const auto in_store = ticket.context->store_uses.find(rule.template_id);
    bound(rule.per_store_day, in_store == ticket.context->store_uses.end() ? 0 : in_store->second, "day_limit");
}

std::size_t most_on_ticket(const Candidate& candidate) {
    return std::min(static_cast<std::size_t>(std::max(candidate.rule().max_per_ticket, 1)), candidate.left);
}

}  // namespace pricing
}  // namespace counterfoil::domain
