#include "usecase/late_earn.hpp"

#include <charconv>

#include "usecase/pricing.hpp"
#include "usecase/shown.hpp"
#include "usecase/sold.hpp"

namespace counterfoil::usecase {
namespace {

Result<Outcome<LateEarned>> first_answer(const View& view, const ports::StoredAnswer& answer) {
    std::uint64_t seq = 0;
    const auto read = std::from_chars(answer.body.data(), answer.body.data() + answer.body.size(), seq);
    if (read.ec != std::errc{}) return fail(ErrorCode::corrupt, "a stored answer names no journal entry", answer.body);
    CF_TRY(stored, view.ledger.tickets().entry(JournalSeq{seq}));
    const auto* entry = stored ? std::get_if<domain::LateEarnEntry>(&stored->body) : nullptr;
    if (entry == nullptr)
        return fail(ErrorCode::corrupt, "an answered request has no journal entry", "journal seq " + answer.body);
    return LateEarned{.entry = *entry, .seq = JournalSeq{seq}, .at = stored->at, .replay = true};
}

std::optional<Refusal> check(const View& view, const domain::Rules& rules, const Sold& sold,
                             const LateEarnRequest& request) {
    if (!sold.row.member_id.empty())
        return Refusal{.code = "ticket_has_member", .field = {}, .figures = {{"ticket", request.ticket.text()}}};
    if (sold.ticket.basket.buyer == domain::Buyer::staff) return Refusal{.code = "staff_not_allowed"};
    const StaffId& approver = request.approver_id;
    if (approver.empty() || approver == request.staff_id || approver == sold.ticket.basket.staff_id)
        return Refusal{.code = "approver_needed", .field = "/approver_id"};
    const Millis most{rules.late_earn_days * kDayMs};
    if (rules.late_earn_days > 0 && view.now - sold.entry.at <= most) return std::nullopt;
    return Refusal{.code = "late_earn_over", .field = {}, .figures = {{"days", std::to_string(rules.late_earn_days)}}};
}

Result<void> add_effects(const View& view, const domain::LateEarnEntry& entry, JournalSeq seq) {
    const auto add = [&](const RightId& right, std::int64_t amount) -> Result<void> {
        if (amount == 0) return {};
        return view.ledger.effects().add({.seq = seq,
                                          .member_id = entry.member_id,
                                          .right_id = right,
                                          .amount = amount,
                                          .at_risk = false,
                                          .value = {},
                                          .at = view.now,
                                          .business_day = entry.ticket.business_day});
    };
    CF_CHECK(add(RightId{}, entry.points.earn.value));
    return add(RightId{std::string(ports::kGrowthEffect)}, entry.points.growth);
}

}  // namespace

Result<Outcome<LateEarned>> name_member(const View& view, const LateEarnRequest& request) {
    CF_TRY(answered, view.ledger.requests().find(request.idempotency_key));
    if (answered) {
        if (answered->request != request.request_digest) return Refusal{.code = "idempotency_key_reused"};
        return first_answer(view, *answered);
    }
    CF_TRY(in_force, rules_in_force(view));
    if (const auto* refusal = std::get_if<Refusal>(&in_force)) return *refusal;
    const domain::Rules& rules = std::get<domain::Rules>(in_force);
    CF_TRY(own, view.ledger.tickets().find(request.ticket));
    if (!own) return ticket_not_here(request.ticket);
    CF_TRY(found, find_sold(view, request.ticket, request.told ? &*request.told : nullptr));
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    const Sold& sold = std::get<Sold>(found);
    if (auto no = check(view, rules, sold, request)) return std::move(*no);
    CF_TRY(shown, shown_member(view, request.member_id));
    if (const auto* refusal = std::get_if<Refusal>(&shown)) return *refusal;
    if (std::get<Shown>(shown).member.staff_id == request.approver_id)
        return Refusal{.code = "approver_needed", .field = "/approver_id"};

    domain::LateEarnEntry entry{.ticket = request.ticket,
                                .member_id = request.member_id,
                                .idempotency_key = request.idempotency_key,
                                .staff_id = request.staff_id,
                                .approver_id = request.approver_id,
                                .rules_hash = rules.hash,
                                .points = domain::late_earn(sold.ticket, std::get<Shown>(shown).member, rules)};
    if (entry.points.earn == Points{} && entry.points.growth == 0) return Refusal{.code = "nothing_to_earn"};
    CF_TRY(seq, view.ledger.journal().append(entry, view.now));
    CF_CHECK(add_effects(view, entry, seq));
    CF_CHECK(view.ledger.tickets().name_member(request.ticket, request.member_id, seq));
    CF_CHECK(view.ledger.requests().put(request.idempotency_key, {request.request_digest, 200, std::to_string(seq.value)},
                                        view.now));
    return LateEarned{.entry = std::move(entry), .seq = seq, .at = view.now, .replay = false};
}

}  // namespace counterfoil::usecase
