#include "domain/set_off.hpp"

#include <algorithm>
#include <string>

#include "domain/basket.hpp"

namespace counterfoil::domain {
namespace {

std::string text(Money amount) { return std::to_string(amount.value); }

/// The first amount that is none, as a place in the list.
std::optional<Refusal> check_amounts(std::span<const Tender> tenders, const std::string& list, Money due) {
    for (std::size_t i = 0; i < tenders.size(); ++i) {
        const Money amount = tenders[i].amount;
        if (amount.value < 0 || amount.value > kAmountMax || tenders.size() > kLinesMax)
            return Refusal{"tenders_mismatch", "/" + list + "/" + std::to_string(i) + "/amount", {{"due", text(due)}}};
    }
    return std::nullopt;
}

}  // namespace

Money sum_of(std::span<const Tender> tenders) {
    Money sum;
    for (const Tender& tender : tenders)
        sum += tender.amount;
    return sum;
}

Money exchanged_in(std::span<const Tender> tenders) {
    Money sum;
    for (const Tender& tender : tenders)
        if (tender.kind == kExchangeTender) sum += tender.amount;
    return sum;
}

std::optional<Refusal> check_payment(std::span<const Tender> tenders, std::span<const Tender> refunds, Money due,
                                     Money kept) {
    if (auto no = check_amounts(tenders, "tenders", due)) return no;
    if (auto no = check_amounts(refunds, "refunds", due)) return no;
    const Money to_pay = std::max(Money{}, due - kept);
    if (const Money told = exchanged_in(tenders); told != kept)
        return Refusal{"tenders_mismatch", "/tenders", {{"due", text(to_pay)}, {"kept", text(kept)}}};
    if (const Money paid = sum_of(tenders) - kept; paid != to_pay)
        return Refusal{"tenders_mismatch", "/tenders", {{"due", text(to_pay)}, {"tendered", text(paid)}}};
    const Money to_refund = std::max(Money{}, kept - due);
    // What is given back is money: it cannot be kept again.
    if (exchanged_in(refunds) == Money{} && sum_of(refunds) == to_refund) return std::nullopt;
    return Refusal{"tenders_mismatch", "/refunds", {{"due", text(to_refund)}, {"tendered", text(sum_of(refunds))}}};
}

bool only_pays_out(const ReturnEntry& entry) {
    return entry.pays_out && entry.goods == Return{} && entry.exchange.empty() && entry.gifts.empty() &&
           entry.deducted_in.empty() && entry.deducted == Points{} && entry.deduction == Money{};
}

}  // namespace counterfoil::domain
