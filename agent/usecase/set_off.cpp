#include "usecase/set_off.hpp"

#include <algorithm>

#include "domain/entry_ids.hpp"
#include "domain/set_off.hpp"
#include "usecase/returns.hpp"
#include "usecase/shown.hpp"

namespace counterfoil::usecase {
namespace {

/// The ticket, or the payment, that used it up.
Result<domain::TicketKey> user_of(const View& view, JournalSeq seq) {
    CF_TRY(entry, view.ledger.tickets().entry(seq));
    if (entry) {
        if (const auto* ticket = std::get_if<domain::TicketEntry>(&entry->body)) return ticket->basket.ticket_key();
        if (const auto* paid = std::get_if<domain::ReturnEntry>(&entry->body)) return paid->return_key;
    }
    return fail(ErrorCode::corrupt, "what used up a refund has no journal entry",
                "journal seq " + std::to_string(seq.value));
}

/// The right to a coupon that comes back is HQ's to make: until it is here, nobody can use it, and so nobody twice.
Result<std::size_t> count_awaited(const View& view, const Returned& done) {
    CF_TRY(verdict, view.ledger.journal().verdict(done.seq));
    if (verdict == domain::EntryVerdict::conflict) return std::size_t{0};
    CF_TRY(device, view.ledger.device().state());
    const domain::Holder holder{device.device_id, device.epoch};
    std::size_t awaited = 0;
    for (const domain::CouponReturn& back : done.coupons) {
        if (back.fate != domain::CouponFate::given_back) continue;
        CF_TRY(made, view.cache.coupon(domain::coupon_given_back_by(view.hasher, holder, done.seq, back.coupon_id)));
        if (!made) ++awaited;
    }
    return awaited;
}

/// Who stands for the member now; as named where this device does not know.
Result<MemberId> living(const View& view, const MemberId& id) {
    CF_TRY(outcome, shown_member(view, id));
    const auto* shown = std::get_if<Shown>(&outcome);
    return shown == nullptr ? id : shown->member.member_id;
}

Result<bool> are_others(const View& view, const MemberId& first, const MemberId& second) {
    if (first.empty() || second.empty() || first == second) return false;
    CF_TRY(one, living(view, first));
    CF_TRY(other, living(view, second));
    return one != other;
}

void tell(const KeptRefund& refund, const domain::Basket& basket, domain::Quote& quote) {
    const auto add = [&](const char* step, std::map<std::string, std::string> figures) {
        if (basket.exponent != 2) figures["exponent"] = std::to_string(basket.exponent);
        quote.explain.push_back({step, std::move(figures)});
    };
    const std::int64_t balance = quote.exchange->balance.value;
    add(balance < 0 ? "exchange_back" : "exchange",
        {{"amount", std::to_string(refund.kept.value)}, {"left", std::to_string(balance < 0 ? -balance : balance)}});
    if (refund.coupons_awaited > 0) add("exchange_coupons", {{"n", std::to_string(refund.coupons_awaited)}});
}

}  // namespace

Result<Outcome<KeptRefund>> find_kept(const View& view, const domain::TicketKey& return_key, const char* field) {
    const Refusal unknown{.code = "exchange_unknown", .field = field, .figures = {{"ticket", return_key.text()}}};
    CF_TRY(row, view.ledger.returns().find(return_key));
    if (!row) return unknown;
    CF_TRY(outcome, returned_by(view, row->seq));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    const Returned& done = std::get<Returned>(outcome);
    const Money kept = domain::exchanged_in(done.entry.refunds);
    if (kept.value == 0) return unknown;
    CF_TRY(settled, view.ledger.returns().used_up(row->seq));
    if (settled) {
        CF_TRY(user, user_of(view, *settled));
        return Refusal{.code = "exchange_settled", .field = field, .figures = {{"ticket", user.text()}}};
    }
    CF_TRY(awaited, count_awaited(view, done));
    return KeptRefund{.seq = row->seq,
                      .ticket = done.entry.ticket,
                      .member_id = done.member_id,
                      .kept = kept,
                      .currency = done.currency,
                      .exponent = done.exponent,
                      .coupons_awaited = awaited};
}

Result<std::optional<Refusal>> set_off(const View& view, const domain::Basket& basket, domain::Quote& quote) {
    if (!basket.exchange_of) return std::optional<Refusal>{};
    CF_TRY(outcome, find_kept(view, *basket.exchange_of, "/exchange_of"));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return std::optional{*refusal};
    const KeptRefund& refund = std::get<KeptRefund>(outcome);
    CF_TRY(others, are_others(view, refund.member_id, basket.member_id));
    if (others)
        return std::optional{
            Refusal{.code = "exchange_member", .field = "/member_id", .figures = {{"member_id", refund.member_id.str()}}}};
    if (refund.currency != basket.currency || refund.exponent != basket.exponent)
        return std::optional{
            Refusal{.code = "currency_mismatch", .field = "/currency", .figures = {{"currency", refund.currency}}}};
    quote.exchange = domain::SetOff{*basket.exchange_of, refund.kept, quote.totals.due - refund.kept};
    tell(refund, basket, quote);
    return std::optional<Refusal>{};
}

Result<Outcome<Money>> paid_out_by(const View& view, const ReturnRequest& request) {
    if (!request.pays_out) return Money{};
    const auto broken = [](const char* field, const char* rule) {
        return Refusal{.code = "return_invalid", .field = field, .figures = {{"rule", rule}}};
    };
    if (request.voided || !request.lines.empty() || !request.exchange.empty())
        return broken("/pays_out", "no goods where a kept refund is paid out");
    CF_TRY(outcome, find_kept(view, *request.pays_out, "/pays_out"));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    const auto& refund = std::get<KeptRefund>(outcome);
    if (refund.ticket != request.ticket) return broken("/ticket", "the ticket of the return that is paid out");
    if (domain::exchanged_in(request.refunds) != Money{}) return broken("/refunds", "money, not a further exchange");
    return refund.kept;
}

Result<std::optional<Refusal>> use_up(const View& view, const domain::TicketKey& return_key, const char* field,
                                      JournalSeq by) {
    CF_TRY(outcome, find_kept(view, return_key, field));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return std::optional{*refusal};
    CF_CHECK(view.ledger.returns().use_up(std::get<KeptRefund>(outcome).seq, by));
    return std::optional<Refusal>{};
}

}  // namespace counterfoil::usecase
