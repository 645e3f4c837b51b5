#include "usecase/checkout.hpp"

#include <algorithm>
#include <array>

#include "usecase/basket.hpp"
#include "usecase/held.hpp"
#include "usecase/issuer_coupons.hpp"
#include "usecase/pricing.hpp"
#include "usecase/sealing.hpp"

namespace counterfoil::usecase {
namespace {

/// A till that lost its answer opens again: the units go on to the new checkout, the old one is over. Answers the old one.
Result<std::optional<domain::Checkout>> supersede(const View& view, const domain::Basket& basket,
                                                  const CheckoutId& successor) {
    CF_TRY(old, open_of_ticket(view, basket.ticket_key()));
    if (!old) return old;
    CF_CHECK(pass_on(view, old->checkout_id, successor));
    old->state = domain::CheckoutState::cancelled;
    CF_CHECK(view.ledger.checkouts().put(*old));
    return old;
}

bool is_late(const std::vector<Refusal>& reasons) {
    static constexpr std::array<std::string_view, 4> kByTime{"expired", "wrong_day", "wrong_hour", "not_birthday"};
    return std::ranges::any_of(
        reasons, [](const Refusal& reason) { return std::ranges::find(kByTime, reason.code) != kByTime.end(); });
}

/// Whether a coupon or a card that the first quote used is one that the other does not use for want of time.
bool ran_out_of_time(const domain::Quote& first, const domain::Quote& other) {
    const auto was_used = [&](const domain::RefusedCoupon& refused) {
        return std::ranges::find(first.used, refused.coupon_id, &domain::UsedCoupon::coupon_id) != first.used.end();
    };
    const auto card_was_used = [&](const domain::RefusedCard& refused) {
        return std::ranges::find(first.cards, refused.card_id, &domain::UsedCard::card_id) != first.cards.end();
    };
    return std::ranges::any_of(other.refused,
                               [&](const auto& refused) { return was_used(refused) && is_late(refused.reasons); }) ||
           std::ranges::any_of(other.refused_cards,
                               [&](const auto& refused) { return card_was_used(refused) && is_late(refused.reasons); });
}

/// Prices the ticket that was opened anew. Where a coupon of the old checkout ran out of time meanwhile, its hold keeps it
/// good for the life of the quote for which it was taken.
Result<Outcome<Priced>> price_anew(const View& view, const domain::Rules& rules, domain::Basket& basket,
                                   const Situation& situation, const std::optional<domain::Checkout>& old) {
    CF_TRY(outcome, price(view, rules, basket, situation));
    const auto* now = std::get_if<Priced>(&outcome);
    if (!old || now == nullptr || !ran_out_of_time(old->quote, now->quote)) return std::move(outcome);
    basket.held_since = old->basket.held_since.value_or(old->opened_at);
    CF_TRY(as_held, price(view, rules, basket, situation));
    const auto* then = std::get_if<Priced>(&as_held);
    if (then != nullptr && !ran_out_of_time(now->quote, then->quote) &&
        (then->quote.used != now->quote.used || then->quote.cards != now->quote.cards))
        return std::move(as_held);
    basket.held_since.reset();
    return std::move(outcome);
}

Result<std::vector<domain::WantedRight>> not_here(const View& view, const std::vector<domain::WantedRight>& useful,
                                                  const CheckoutId& checkout) {
    CF_TRY(open, view.ledger.holds().open());
    std::vector<domain::WantedRight> missing;
    for (domain::WantedRight wanted : useful) {
        const UnitsOnDevice units = units_of(open, wanted.right_id, checkout);
        wanted.most -= units.mine;
        wanted.least = std::min(wanted.least, wanted.most);
        // Of a card another checkout here may have some uses, and HQ the others.
        const bool elsewhere = units.other > 0 && !domain::card_of(wanted.right_id);
        if (wanted.most > 0 && !elsewhere) missing.push_back(wanted);
    }
    return missing;
}

Result<CheckoutAnswer> answer_for(const View& view, const domain::Checkout& stored) {
    CF_TRY(rules, view.reference.rules());
    std::vector<domain::Coupon> coupons;
    const auto add = [&](const CouponId& id) -> Result<void> {
        CF_TRY(coupon, coupon_on_ticket(view, stored.basket, id));
        if (coupon) coupons.push_back(std::move(*coupon));
        return {};
    };
    for (const domain::UsedCoupon& used : stored.quote.used)
        CF_CHECK(add(used.coupon_id));
    for (const domain::RefusedCoupon& refused : stored.quote.refused)
        CF_CHECK(add(refused.coupon_id));
    for (const domain::PossibleCoupon& possible : stored.quote.also_possible)
        CF_CHECK(add(possible.coupon_id));
    CF_TRY(offers, offered(view, rules, coupons, situation_of(view, stored.checkout_id)));
    return CheckoutAnswer{.checkout = stored, .coupons = std::move(offers)};
}

/// A right that HQ did not grant is not `none` for this checkout any more.
void mark_ungranted(const domain::Checkout& checkout, std::vector<domain::OfferedCoupon>& coupons) {
    if (checkout.acquire != domain::AcquireState::granted && checkout.acquire != domain::AcquireState::refused) return;
    for (domain::OfferedCoupon& offer : coupons) {
        const RightId right = domain::right_of(offer.coupon.coupon_id);
        const bool wanted = std::ranges::any_of(checkout.wanted, [&](const auto& one) { return one.right_id == right; });
        if (wanted && offer.right == domain::RightState::none) offer.right = domain::RightState::elsewhere;
    }
}

Result<Outcome<domain::Checkout>> find_checkout(const View& view, const CheckoutId& id) {
    CF_TRY(found, view.ledger.checkouts().find(id));
    if (!found) return Refusal{.code = "unknown_checkout"};
    return std::move(*found);
}

Result<RequestNo> next_request(const View& view) {
    CF_TRY(device, view.ledger.device().state());
    device.request_no = device.request_no.next();
    CF_CHECK(view.ledger.device().save(device));
    return device.request_no;
}

}  // namespace

Result<std::optional<domain::Checkout>> open_of_ticket(const View& view, const domain::TicketKey& key) {
    CF_TRY(open, view.ledger.checkouts().open());
    for (domain::Checkout& checkout : open)
        if (checkout.basket.ticket_key() == key) return std::move(checkout);
    return std::nullopt;
}

Result<Outcome<Opened>> open_checkout(const View& view, const QuoteRequest& request) {
    CF_TRY(in_force, rules_in_force(view));
    if (const auto* refusal = std::get_if<Refusal>(&in_force)) return *refusal;
    const domain::Rules& rules = std::get<domain::Rules>(in_force);
    CF_TRY(completed, complete_basket(view, rules, request.basket));
    if (const auto* refusal = std::get_if<Refusal>(&completed)) return *refusal;

    domain::Checkout checkout;
    checkout.basket = std::get<domain::Basket>(std::move(completed));
    checkout.opened_at = view.now;
    CF_TRY(sold, view.ledger.tickets().find(checkout.basket.ticket_key()));
    if (sold)
        return Refusal{
            .code = "ticket_id_reused", .field = "/ticket_id", .figures = {{"ticket", checkout.basket.ticket_key().text()}}};
    checkout.checkout_id = CheckoutId{view.random.new_id()};
    CF_TRY(old, supersede(view, checkout.basket, checkout.checkout_id));

    const Situation situation = situation_of(view, checkout.checkout_id);
    CF_TRY(outcome, price_anew(view, rules, checkout.basket, situation, old));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    Priced& priced = std::get<Priced>(outcome);
    checkout.quote = std::move(priced.quote);
    seal(view, rules, checkout.basket, checkout.quote);
    CF_CHECK(take_into(view, priced.useful, checkout.checkout_id));
    CF_TRY(missing, not_here(view, priced.useful, checkout.checkout_id));

    std::optional<AcquireWish> wish;
    if (!missing.empty() && situation.reach == Reach::obtainable && !view.link.earn_only) {
        CF_TRY(request_no, next_request(view));
        checkout.acquire = domain::AcquireState::asked;
        checkout.request_no = request_no;
        checkout.wanted = std::move(missing);
        wish = AcquireWish{checkout.request_no, checkout.basket.member_id, checkout.wanted, checkout.basket.codes};
    } else if (!missing.empty()) {
        checkout.acquire = domain::AcquireState::offline;
    }
    CF_CHECK(view.ledger.checkouts().put(checkout));
    return Opened{.answer = {.checkout = std::move(checkout), .coupons = std::move(priced.coupons)},
                  .wish = std::move(wish)};
}

Result<Outcome<CheckoutAnswer>> settle_checkout(const View& view, const CheckoutId& id, const Settlement& settlement) {
    CF_TRY(found, find_checkout(view, id));
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    domain::Checkout& checkout = std::get<domain::Checkout>(found);
    if (checkout.state != domain::CheckoutState::open || checkout.acquire != domain::AcquireState::asked) {
        CF_TRY(as_it_is, answer_for(view, checkout));
        return std::move(as_it_is);
    }
    CF_TRY(in_force, rules_in_force(view));
    if (const auto* refusal = std::get_if<Refusal>(&in_force)) return *refusal;
    const domain::Rules& rules = std::get<domain::Rules>(in_force);
    CF_TRY(outcome, price(view, rules, checkout.basket, situation_of(settlement, id)));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    Priced& priced = std::get<Priced>(outcome);
    checkout.quote = std::move(priced.quote);
    seal(view, rules, checkout.basket, checkout.quote);
    checkout.acquire = settlement.state;
    checkout.refused_reason = settlement.state == domain::AcquireState::refused ? settlement.reason : std::string{};
    CF_CHECK(view.ledger.checkouts().put(checkout));
    return CheckoutAnswer{.checkout = std::move(checkout), .coupons = std::move(priced.coupons)};
}

Result<Outcome<CheckoutAnswer>> checkout(const View& view, const CheckoutId& id) {
    CF_TRY(found, find_checkout(view, id));
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    CF_TRY(answer, answer_for(view, std::get<domain::Checkout>(found)));
    mark_ungranted(answer.checkout, answer.coupons);
    return std::move(answer);
}

Result<Outcome<CheckoutAnswer>> cancel(const View& view, const CheckoutId& id) {
    CF_TRY(found, find_checkout(view, id));
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    domain::Checkout& checkout = std::get<domain::Checkout>(found);
    if (checkout.state == domain::CheckoutState::committed)
        return Refusal{
            .code = "already_committed", .field = {}, .figures = {{"ticket", checkout.basket.ticket_key().text()}}};
    if (checkout.state == domain::CheckoutState::open) {
        CF_TRY(released, give_back(view, id));
        static_cast<void>(released);
        checkout.state = domain::CheckoutState::cancelled;
        CF_CHECK(view.ledger.checkouts().put(checkout));
    }
    CF_TRY(answer, answer_for(view, checkout));
    return std::move(answer);
}

Result<bool> sweep_checkout(const View& view, const CheckoutId& id) {
    CF_TRY(found, view.ledger.checkouts().find(id));
    if (!found || found->state != domain::CheckoutState::open) return false;
    CF_TRY(released, give_back(view, id));
    const bool too_old = view.now - found->opened_at >= domain::kCheckoutAgeMax;
    // Without its number a grant that comes now finds nobody waiting and goes back at once.
    const bool waiting = found->request_no.value != 0;
    if (too_old) found->state = domain::CheckoutState::cancelled;
    found->request_no = RequestNo{};
    if (found->acquire == domain::AcquireState::asked) found->acquire = domain::AcquireState::offline;
    if (too_old || waiting) CF_CHECK(view.ledger.checkouts().put(*found));
    return released || too_old;
}

}  // namespace counterfoil::usecase
