#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {

using ports::Effect;
using sqlite_kit::Query;

Result<void> LedgerEffects::add(const Effect& effect) {
    CF_CHECK(session_.may_write());
    CF_TRY(seq, stored(effect.seq.value, "journal entry of an effect"));
    return insert_effect_.run(effect.member_id.str(), seq, effect.right_id.str(), effect.amount, effect.at_risk,
                              effect.value.value, effect.at.ms, effect.business_day, effect.template_id.str());
}

Result<std::vector<Effect>> LedgerEffects::of_member(const MemberId& id, JournalSeq above) const {
    std::vector<Effect> effects;
    CF_TRY(seq, stored(above.value, "journal entry"));
    CF_CHECK(select_of_member_.each(
        [&](const Query& row) -> Result<bool> {
            effects.push_back({.seq = JournalSeq{static_cast<std::uint64_t>(row.int64(1))},
                               .member_id = MemberId(std::string(row.text(0))),
                               .right_id = RightId(std::string(row.text(2))),
                               .amount = row.int64(3),
                               .at_risk = row.int64(4) != 0,
                               .value = Money{row.int64(5)},
                               .at = Instant{row.int64(6)},
                               .business_day = std::string(row.text(7)),
                               .template_id = TemplateId(std::string(row.text(8)))});
            return true;
        },
        id.str(), seq));
    return effects;
}

Result<bool> LedgerEffects::used(const RightId& right) const { return has_used_.exists(right.str()); }

Result<ports::RiskTotals> LedgerEffects::risk_totals(const MemberId& id, std::string_view business_day) const {
    ports::RiskTotals totals;
    const auto into = [](Money& total) {
        return [&total](const Query& row) -> Result<void> {
            total.value = row.int64(0);
            return {};
        };
    };
    CF_CHECK(select_risk_of_day_.first(into(totals.member_day), id.str(), business_day));
    CF_CHECK(select_risk_of_device_.first(into(totals.device)));
    return totals;
}

Result<std::int64_t> LedgerEffects::uses_of_day(const TemplateId& id, std::string_view business_day) const {
    std::int64_t uses = 0;
    CF_CHECK(select_uses_of_day_.first(
        [&](const Query& row) -> Result<void> {
            uses = row.int64(0);
            return {};
        },
        id.str(), business_day));
    return uses;
}

}  // namespace counterfoil::storage
