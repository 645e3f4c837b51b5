#include "usecase/commit.hpp"

#include <algorithm>
#include <charconv>

#include "domain/arithmetic.hpp"
#include "domain/set_off.hpp"
#include "usecase/held.hpp"
#include "usecase/issuer_coupons.hpp"
#include "usecase/risk.hpp"
#include "usecase/rounding.hpp"
#include "usecase/set_off.hpp"
#include "usecase/shown.hpp"

namespace counterfoil::usecase {
namespace {

/// What the ticket takes: units under holds, by the hold's place in `open`, and units without any.
struct Spending {
    std::vector<domain::DeviceHold> open;
    std::vector<std::vector<domain::Units>> under_hold;
    std::vector<domain::RiskEntry> at_risk;
    std::map<RightId, Money> values;  ///< what each right took off the ticket
    // Read once, and only where something is spent at risk.
    std::optional<domain::Rules> rules;
    std::optional<domain::Member> member;
};

/// Sees to it that spending.rules are there. Refusal: not_ready.
Result<std::optional<Refusal>> need_rules(const View& view, Spending& spending) {
    if (spending.rules) return std::nullopt;
    CF_TRY(rules, view.reference.rules());
    if (!rules) return Refusal{.code = "not_ready"};
    spending.rules = std::move(rules);
    return std::nullopt;
}

/// The same of the checkout's member. Refusals of shown_member().
Result<std::optional<Refusal>> need_member(const View& view, const domain::Checkout& checkout, Spending& spending) {
    if (spending.member) return std::nullopt;
    CF_TRY(outcome, shown_member(view, checkout.basket.member_id));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    spending.member = std::get<Shown>(std::move(outcome)).member;
    return std::nullopt;
}

Refusal hold_gone(const RightId& right) {
    return Refusal{.code = "hold_gone", .field = {}, .figures = {{"right", right.str()}}};
}

bool burns_points(const domain::Quote& quote) { return !std::holds_alternative<domain::NoPoints>(burnt_by(quote)); }

/// A ticket as it is written down: the coupons and points that were used, not those that were wished for.
domain::TicketEntry ticket_entry(const domain::Checkout& checkout, const CommitRequest& request) {
    domain::TicketEntry entry{.checkout_id = checkout.checkout_id,
                              .idempotency_key = request.idempotency_key,
                              .basket = as_used(checkout.basket, checkout.quote),
                              .quote = checkout.quote,
                              .tenders = request.tenders,
                              .refunds = request.refunds};
    std::erase_if(entry.quote.purses, [](const domain::PurseResult& purse) {
        return purse.points.burn.value == 0 && purse.points.earn.value == 0;
    });
    entry.quote.refused.clear();
    entry.quote.refused_cards.clear();
    entry.quote.also_possible.clear();
    entry.quote.best.reset();
    entry.quote.explain.clear();
    return entry;
}

/// The same sale, told twice: all but what differs between two tellings.
bool same_content(const domain::TicketEntry& first, const domain::TicketEntry& second) {
    domain::Basket basket = second.basket;
    basket.basket_id = first.basket.basket_id;
    basket.at = first.basket.at;
    basket.clock_error = first.basket.clock_error;
    basket.held_since = first.basket.held_since;
    // Rounding comes with the commit: it changes what is due and its tax, and nothing else of the price.
    domain::Totals totals = second.quote.totals;
    totals.due += totals.rounding - first.quote.totals.rounding;
    totals.rounding = first.quote.totals.rounding;
    totals.tax = first.quote.totals.tax;
    return first.basket == basket && first.tenders == second.tenders && first.refunds == second.refunds &&
           first.quote.totals == totals;
}

bool quoted_at_risk(const domain::Quote& quote) {
    const auto purse_at_risk = [](const domain::PurseResult& purse) { return purse.points.at_risk; };
    return quote.points.at_risk || std::ranges::any_of(quote.purses, purse_at_risk) ||
           std::ranges::any_of(quote.used, &domain::UsedCoupon::at_risk) ||
           std::ranges::any_of(quote.cards, &domain::UsedCard::at_risk);
}

Result<Committed> first_answer(const View& view, JournalSeq seq, std::optional<bool> at_risk) {
    CF_TRY(entry, view.ledger.tickets().entry(seq));
    const auto* ticket = entry ? std::get_if<domain::TicketEntry>(&entry->body) : nullptr;
    if (ticket == nullptr)
        return fail(ErrorCode::corrupt, "an answered ticket has no journal entry",
                    "journal seq " + std::to_string(seq.value));
    return Committed{.ticket = ticket->basket.ticket_key(),
                     .seq = seq,
                     .quote = ticket->quote,
                     .at = entry->at,
                     .member_id = ticket->basket.member_id,
                     .at_risk = at_risk.value_or(quoted_at_risk(ticket->quote)),
                     .replay = true};
}

constexpr char kRiskMark = 'r';

/// The stored answer names the ticket's entry, which is kept as long as the key is: "17", or "17r" where it was at risk.
Result<Committed> replay(const View& view, const ports::StoredAnswer& answer) {
    std::uint64_t seq = 0;
    const char* end = answer.body.data() + answer.body.size();
    const auto read = std::from_chars(answer.body.data(), end, seq);
    if (read.ec != std::errc{}) return fail(ErrorCode::corrupt, "a stored answer names no journal entry", answer.body);
    return first_answer(view, JournalSeq{seq}, read.ptr != end && *read.ptr == kRiskMark);
}

std::optional<Refusal> check_request(const View& view, const domain::Checkout& checkout, const CommitRequest& request) {
    if (checkout.state == domain::CheckoutState::cancelled) return Refusal{.code = "checkout_cancelled"};
    if (request.quote_hash != checkout.quote.hash)
        return Refusal{.code = "quote_stale", .field = "/quote_hash", .figures = {{"cause", "other_quote"}}};
    if (view.now >= checkout.quote.expires_at)
        return Refusal{.code = "quote_stale",
                       .field = "/quote_hash",
                       .figures = {{"cause", "expired"}, {"until", std::to_string(checkout.quote.expires_at.ms)}}};
    return std::nullopt;
}

std::optional<Refusal> check_tenders(const domain::Checkout& checkout, const CommitRequest& request) {
    const auto& exchange = checkout.quote.exchange;
    return domain::check_payment(request.tenders, request.refunds, checkout.quote.totals.due,
                                 exchange ? exchange->refund : Money{});
}

/// Takes up to `amount` units of the right from the checkout's holds. Answers how many.
std::int64_t take(Spending& spending, const CheckoutId& checkout, const RightId& right, std::int64_t amount) {
    std::int64_t taken = 0;
    for (std::size_t i = 0; i < spending.open.size() && taken < amount; ++i) {
        for (domain::DeviceRight& held : spending.open[i].rights) {
            if (held.checkout_id != checkout || held.right.right_id != right) continue;
            const std::int64_t units = std::min(amount - taken, held.unspent());
            if (units <= 0) continue;
            held.spent += units;
            taken += units;
            spending.under_hold[i].push_back({right, units});
        }
    }
    return taken;
}

Result<std::optional<Refusal>> spend_coupons(const View& view, const domain::Checkout& checkout, Spending& spending) {
    for (const domain::UsedCoupon& used : checkout.quote.used) {
        const RightId right = domain::right_of(used.coupon_id);
        CF_TRY(spent, view.ledger.effects().used(right));
        if (spent) return Refusal{.code = "already_used", .field = {}, .figures = {{"coupon_id", used.coupon_id.str()}}};
        spending.values[right] = used.discount;
        if (take(spending, checkout.checkout_id, right, 1) == 1) continue;
        if (!used.at_risk) return hold_gone(right);
        CF_TRY(coupon, coupon_on_ticket(view, checkout.basket, used.coupon_id));
        if (!coupon) return hold_gone(right);
        CF_TRY(not_ready, need_rules(view, spending));
        if (not_ready) return not_ready;
        spending.at_risk.push_back({.units = {right, 1},
                                    .member_id = coupon->member_id,
                                    .account_id = coupon->account_id,
                                    .value = domain::worth_of(used, spending.rules->points),
                                    .ticket = checkout.basket.ticket_key()});
    }
    return std::nullopt;
}

/// Uses of the card's rights, in their order: those that HQ gave for this checkout, and without a hold where the quote says
/// so. Values are the card's discount, spread over its uses.
class CardSpending {
public:
    CardSpending(const domain::Checkout& checkout, const domain::UsedCard& used, Spending& spending)
        : checkout_(checkout), used_(used), spending_(spending), left_(used.uses) {}

    void under_holds() {
        std::vector<RightId> rights;
        for (const domain::DeviceHold& hold : spending_.open)
            for (const domain::DeviceRight& held : hold.rights)
                if (domain::card_of(held.right.right_id) == used_.card_id) rights.push_back(held.right.right_id);
        for (const RightId& right : rights) {
            const std::int64_t taken = take(spending_, checkout_.checkout_id, right, left_);
            spending_.values[right] += value_of(taken);
        }
    }
    void at_risk(const domain::Member& member) {
        for (const domain::Card& card : member.cards) {
            if (card.card_id != used_.card_id) continue;
            for (const domain::CardUses& part : domain::uses_by_right(card)) {
                const std::int64_t uses = std::min(left_, part.left);
                if (uses <= 0) return;
                spending_.at_risk.push_back({.units = {part.right_id, uses},
                                             .member_id = member.member_id,
                                             .account_id = member.account_id,
                                             .value = value_of(uses),
                                             .ticket = checkout_.basket.ticket_key()});
            }
        }
    }
    std::int64_t left() const noexcept { return left_; }

private:
    /// The share of so many more uses; the last ones have what is left.
    Money value_of(std::int64_t uses) {
        const auto until = [&](std::int64_t spent) {
            return Money{domain::floor_product(used_.discount.value, spent, used_.uses)};
        };
        const std::int64_t before = used_.uses - left_;
        left_ -= uses;
        return until(before + uses) - until(before);
    }

    const domain::Checkout& checkout_;
    const domain::UsedCard& used_;
    Spending& spending_;
    std::int64_t left_;
};

Result<std::optional<Refusal>> spend_cards(const View& view, const domain::Checkout& checkout, Spending& spending) {
    for (const domain::UsedCard& used : checkout.quote.cards) {
        CardSpending card(checkout, used, spending);
        card.under_holds();
        if (card.left() > 0 && used.at_risk) {
            CF_TRY(unknown, need_member(view, checkout, spending));
            if (unknown) return unknown;
            card.at_risk(*spending.member);
            if (card.left() > 0) return Refusal{.code = "no_uses_left"};
        }
        if (card.left() > 0) return hold_gone(domain::right_of(used.card_id));
    }
    return std::nullopt;
}

struct LotTake {
    Instant expires_at;
    RightId right;
    std::int64_t amount = 0;
};

/// Soonest expiry first; a tie by id, so that the same ticket takes the same lots.
std::vector<LotTake> choose(std::vector<LotTake> lots, std::int64_t wanted) {
    std::ranges::sort(lots, {}, [](const LotTake& lot) { return std::tie(lot.expires_at, lot.right); });
    std::vector<LotTake> chosen;
    for (LotTake& lot : lots) {
        if (wanted <= 0) break;
        lot.amount = std::min(lot.amount, wanted);
        wanted -= lot.amount;
        chosen.push_back(std::move(lot));
    }
    if (wanted > 0) chosen.clear();
    return chosen;
}

/// What each lot's share of the points took off the ticket.
std::vector<std::int64_t> lot_values(const std::vector<LotTake>& lots, Money value) {
    std::vector<std::int64_t> weights;
    weights.reserve(lots.size());
    for (const LotTake& lot : lots)
        weights.push_back(lot.amount);
    return domain::spread(value.value, weights);
}

std::vector<LotTake> lots_held(const Spending& spending, const CheckoutId& checkout, const PurseId& purse) {
    std::map<RightId, LotTake> sums;
    for (const domain::DeviceHold& hold : spending.open)
        for (const domain::DeviceRight& held : hold.rights) {
            if (held.checkout_id != checkout || held.unspent() <= 0 || !domain::lot_of(held.right.right_id)) continue;
            if (held.right.purse_id != purse) continue;
            LotTake& lot = sums[held.right.right_id];
            lot = {held.right.expires_at, held.right.right_id, lot.amount + held.unspent()};
        }
    std::vector<LotTake> lots;
    lots.reserve(sums.size());
    for (auto& [right, lot] : sums)
        lots.push_back(std::move(lot));
    return lots;
}

Result<std::optional<Refusal>> spend_points_at_risk(const View& view, const domain::Checkout& checkout, const PurseId& purse,
                                                    const domain::PointsResult& points, Spending& spending) {
    CF_TRY(unknown, need_member(view, checkout, spending));
    if (unknown) return unknown;
    const domain::Member& member = *spending.member;
    std::vector<LotTake> lots;
    for (const domain::PointsLot& lot : member.lots)
        if (lot.purse_id == purse && lot.available_at <= view.now && lot.expires_at > view.now)
            lots.push_back({lot.expires_at, domain::right_of(lot.lot_id), lot.amount.value});
    lots = choose(std::move(lots), points.burn.value);
    if (lots.empty())
        return Refusal{.code = "pts_balance",
                       .field = {},
                       .figures = {{"left", std::to_string(domain::points_available(member.lots, view.now, purse).value)}}};
    const std::vector<std::int64_t> values = lot_values(lots, points.value);
    for (std::size_t i = 0; i < lots.size(); ++i)
        spending.at_risk.push_back({.units = {lots[i].right, lots[i].amount},
                                    .member_id = member.member_id,
                                    .account_id = member.account_id,
                                    .value = Money{values[i]},
                                    .ticket = checkout.basket.ticket_key()});
    return std::nullopt;
}

Result<std::optional<Refusal>> spend_purse(const View& view, const domain::Checkout& checkout, const PurseId& purse,
                                           const domain::PointsResult& points, Spending& spending) {
    if (points.burn.value == 0) return std::nullopt;
    const std::vector<LotTake> lots = choose(lots_held(spending, checkout.checkout_id, purse), points.burn.value);
    if (lots.empty()) {
        if (points.at_risk) return spend_points_at_risk(view, checkout, purse, points, spending);
        return Refusal{.code = "hold_gone", .field = {}, .figures = {{"points", std::to_string(points.burn.value)}}};
    }
    const std::vector<std::int64_t> values = lot_values(lots, points.value);
    for (std::size_t i = 0; i < lots.size(); ++i) {
        spending.values[lots[i].right] += Money{values[i]};
        take(spending, checkout.checkout_id, lots[i].right, lots[i].amount);
    }
    return std::nullopt;
}

Result<std::optional<Refusal>> spend_points(const View& view, const domain::Checkout& checkout, Spending& spending) {
    CF_TRY(main, spend_purse(view, checkout, PurseId(), checkout.quote.points, spending));
    if (main) return main;
    for (const domain::PurseResult& purse : checkout.quote.purses) {
        CF_TRY(refusal, spend_purse(view, checkout, purse.purse_id, purse.points, spending));
        if (refusal) return refusal;
    }
    return std::nullopt;
}

/// The limits hold at the moment of the sale: other tickets may have used them up since the quote.
Result<std::optional<Refusal>> check_risk(const View& view, const domain::Checkout& checkout, Spending& spending) {
    if (spending.at_risk.empty()) return std::nullopt;
    CF_TRY(not_ready, need_rules(view, spending));
    if (not_ready) return not_ready;
    CF_TRY(room, risk_room(view, *spending.rules, checkout.basket.member_id, checkout.basket.business_day));
    if (!room.in_touch || view.link.earn_only) return Refusal{.code = "needs_network"};
    Money sum;
    for (const domain::RiskEntry& entry : spending.at_risk)
        sum += entry.value;
    if (sum > room.left) return risk_limit(room.left);
    return std::nullopt;
}

/// Of a coupon that the checkout uses; empty for another right.
TemplateId template_of(const domain::Checkout& checkout, const RightId& right) {
    for (const domain::UsedCoupon& used : checkout.quote.used)
        if (domain::right_of(used.coupon_id) == right) return used.template_id;
    return {};
}

Result<void> add_effect(const View& view, const domain::Checkout& checkout, JournalSeq seq, const domain::Units& units,
                        Money value, bool at_risk) {
    return view.ledger.effects().add({.seq = seq,
                                      .member_id = checkout.basket.member_id,
                                      .right_id = units.right_id,
                                      .amount = units.amount,
                                      .at_risk = at_risk,
                                      .value = value,
                                      .at = view.now,
                                      .business_day = checkout.basket.business_day,
                                      .template_id = template_of(checkout, units.right_id)});
}

/// Consume entries, then the release of what the checkout held and did not need, then the risks.
Result<void> write_spending(const View& view, const domain::Checkout& checkout, Spending& spending) {
    for (std::size_t i = 0; i < spending.open.size(); ++i) {
        const std::vector<domain::Units>& units = spending.under_hold[i];
        if (units.empty()) continue;
        const domain::ConsumeEntry entry{spending.open[i].hold.hold_id, units, checkout.basket.ticket_key()};
        CF_TRY(seq, view.ledger.journal().append(entry, view.now));
        for (const domain::Units& spent : units)
            CF_CHECK(add_effect(view, checkout, seq, spent, spending.values[spent.right_id], false));
        CF_CHECK(view.ledger.holds().put(spending.open[i]));
    }
    CF_TRY(released, give_back(view, checkout.checkout_id));
    static_cast<void>(released);
    for (const domain::RiskEntry& risk : spending.at_risk) {
        CF_TRY(seq, view.ledger.journal().append(risk, view.now));
        CF_CHECK(add_effect(view, checkout, seq, risk.units, risk.value, true));
    }
    return {};
}

Result<Committed> write_ticket(const View& view, domain::Checkout checkout, const CommitRequest& request,
                               Spending spending) {
    const domain::TicketEntry entry = ticket_entry(checkout, request);
    CF_TRY(seq, view.ledger.journal().append(entry, view.now));
    const auto earned = [&](const PurseId& purse, Points points) -> Result<void> {
        if (points.value == 0 || checkout.basket.member_id.empty()) return {};
        return add_effect(view, checkout, seq, {ports::points_effect(purse), points.value}, Money{}, false);
    };
    CF_CHECK(earned(PurseId(), checkout.quote.points.earn));
    for (const domain::PurseResult& purse : checkout.quote.purses)
        CF_CHECK(earned(purse.purse_id, purse.points.earn));
    if (checkout.quote.growth > 0)
        CF_CHECK(add_effect(view, checkout, seq, {RightId{std::string(ports::kGrowthEffect)}, checkout.quote.growth},
                            Money{}, false));
    if (const Money spent = checkout.quote.staff_spent.value_or(Money{}); spent.value > 0)
        CF_CHECK(add_effect(view, checkout, seq, {RightId{std::string(ports::kStaffEffect)}, spent.value}, Money{}, false));
    CF_CHECK(write_spending(view, checkout, spending));
    CF_CHECK(view.ledger.tickets().put(
        {checkout.basket.ticket_key(), seq, view.now, checkout.basket.member_id, checkout.quote.totals.due}));
    checkout.state = domain::CheckoutState::committed;
    CF_CHECK(view.ledger.checkouts().put(checkout));
    const bool at_risk = !spending.at_risk.empty();
    std::string body = std::to_string(seq.value);
    if (at_risk) body += kRiskMark;
    CF_CHECK(view.ledger.requests().put(request.idempotency_key, {request.request_digest, 200, std::move(body)}, view.now));
    return Committed{.ticket = checkout.basket.ticket_key(),
                     .seq = seq,
                     .quote = entry.quote,
                     .at = view.now,
                     .member_id = checkout.basket.member_id,
                     .at_risk = at_risk,
                     .replay = false};
}

/// The ticket is there already: told again, or another sale under its number.
Result<Outcome<Committed>> answer_known_ticket(const View& view, const domain::Checkout& checkout,
                                               const CommitRequest& request, const ports::TicketRow& row) {
    CF_TRY(known, view.ledger.tickets().entry(row.seq));
    const auto* first = known ? std::get_if<domain::TicketEntry>(&known->body) : nullptr;
    domain::TicketEntry second = ticket_entry(checkout, request);
    second.basket.rounding = request.rounding.value_or(checkout.basket.rounding);
    if (first == nullptr || !same_content(*first, second))
        return Refusal{.code = "ticket_id_reused", .field = {}, .figures = {{"ticket", row.key.text()}}};
    CF_TRY(answer, first_answer(view, row.seq, std::nullopt));
    return std::move(answer);
}

}  // namespace

Result<Outcome<Committed>> commit(const View& view, const CommitRequest& request) {
    CF_TRY(answered, view.ledger.requests().find(request.idempotency_key));
    if (answered) {
        if (answered->request != request.request_digest) return Refusal{.code = "idempotency_key_reused"};
        CF_TRY(again, replay(view, *answered));
        return std::move(again);
    }
    CF_TRY(found, view.ledger.checkouts().find(request.checkout_id));
    if (!found) return Refusal{.code = "unknown_checkout"};
    CF_TRY(sold, view.ledger.tickets().find(found->basket.ticket_key()));
    if (sold) return answer_known_ticket(view, *found, request, *sold);
    if (auto refusal = check_request(view, *found, request)) return std::move(*refusal);
    CF_TRY(rounded, round_checkout(view, *found, request.rounding.value_or(found->basket.rounding)));
    if (const auto* refusal = std::get_if<Refusal>(&rounded)) return *refusal;
    found = std::get<domain::Checkout>(std::move(rounded));
    if (auto refusal = check_tenders(*found, request)) return std::move(*refusal);

    const domain::Quote& quote = found->quote;
    if (view.link.earn_only && (!quote.used.empty() || !quote.cards.empty() || burns_points(quote)))
        return Refusal{.code = "device_suspended"};
    Spending spending;
    CF_TRY(open, view.ledger.holds().open());
    spending.open = std::move(open);
    spending.under_hold.resize(spending.open.size());
    CF_TRY(coupons, spend_coupons(view, *found, spending));
    if (coupons) return std::move(*coupons);
    CF_TRY(cards, spend_cards(view, *found, spending));
    if (cards) return std::move(*cards);
    CF_TRY(points, spend_points(view, *found, spending));
    if (points) return std::move(*points);
    CF_TRY(risk, check_risk(view, *found, spending));
    if (risk) return std::move(*risk);
    const std::optional<domain::TicketKey> exchange_of = found->basket.exchange_of;
    CF_TRY(committed, write_ticket(view, std::move(*found), request, std::move(spending)));
    if (exchange_of) {
        // Another checkout may have been first since the quote.
        CF_TRY(used_up, use_up(view, *exchange_of, "/exchange_of", committed.seq));
        if (used_up) return std::move(*used_up);
    }
    return std::move(committed);
}

}  // namespace counterfoil::usecase
