#include "hub/core/consents.hpp"

#include "hub/core/coupon_issue.hpp"
#include "hub/core/enrolling.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

namespace {

/// The text that the member, or one who went up in it, saw last.
Result<std::string> newest_text(HubTx& tx, const MemberId& id) {
    ConsentRow newest;
    CF_TRY(members, family(tx, id));
    for (const MemberRow& one : members) {
        CF_TRY(consents, tx.persons().consents(one.member.member_id));
        if (!consents.empty() && (newest.consent.text_version.empty() || newest.at < consents.front().at))
            newest = consents.front();
    }
    return newest.consent.text_version;
}

}  // namespace

Result<Outcome<Withdrawn>> withdraw_consent(Turn& turn, const WithdrawOrder& order) {
    CF_TRY(member, live_member(turn, order.member_id, "/member_id"));
    if (const auto* refusal = std::get_if<Refusal>(&member)) return *refusal;
    if (order.purpose == ConsentPurpose::membership) return Refusal{.code = "erasure_needed", .field = "/purpose"};
    const MemberId& id = std::get<MemberRow>(member).member.member_id;
    CF_TRY(before, consent_in_force(turn.tx, id));
    ConsentRow row;
    row.member_id = id;
    row.consent.purposes =
        before.value_or(domain::ConsentPurposes{.membership = true, .marketing = false, .sharing = false});
    if (order.purpose == ConsentPurpose::marketing) row.consent.purposes.marketing = false;
    if (order.purpose == ConsentPurpose::sharing) row.consent.purposes.sharing = false;
    CF_TRY(text, newest_text(turn.tx, id));
    row.consent.text_version = order.text_version.empty() ? text : order.text_version;
    row.consent.channel = order.channel;
    row.at = turn.now;
    row.staff_id = order.who.staff_id;
    row.withdrawn = order.purpose;
    row.reason = order.who.reason;
    CF_CHECK(turn.tx.persons().add_consent(row));
    CF_TRY(after, consent_in_force(turn.tx, id));
    return Withdrawn{row, after.value_or(row.consent.purposes)};
}

}  // namespace counterfoil::hub
