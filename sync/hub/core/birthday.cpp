#include "hub/core/birthday.hpp"

#include "domain/rules.hpp"
#include "hub/core/limits.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

Result<std::optional<std::string>> change_birthday(HubTx& tx, const MemberRow& before, MemberRow& fresh, Instant now) {
    using Flaw = std::optional<std::string>;
    fresh.birthday_at = before.birthday_at;
    if (fresh.member.birthday == before.member.birthday) return Flaw{};
    if (!before.member.birthday && before.birthday_at == Instant{}) return Flaw{};
    CF_TRY(known, tx.reference().rules());
    const domain::Rules rules = known.value_or(domain::Rules{});
    const domain::Calendar calendar = domain::brand_calendar(rules);
    if (before.birthday_at != Instant{} && now - before.birthday_at < Millis{kBirthdayChangeDays * kDayMs})
        return Flaw{"was changed on " + domain::text_of(calendar.day_of(before.birthday_at)) + "; once a year is the most"};
    CF_TRY(members, family(tx, before.member.member_id));
    CF_TRY(used, birthday_used(tx, members, domain::text_of(calendar.day_of(now))));
    if (!used.empty()) return Flaw{"a birthday coupon was used on " + used + "; it stays for this birthday year"};
    fresh.birthday_at = now;
    return Flaw{};
}

}  // namespace counterfoil::hub
