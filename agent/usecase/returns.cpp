#include "usecase/returns.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "codec/names.hpp"
#include "codec/told_ticket.hpp"
#include "domain/entry_ids.hpp"
#include "domain/return_points.hpp"
#include "domain/staff.hpp"
#include "domain/tiers.hpp"
#include "usecase/basket.hpp"
#include "usecase/issuer_coupons.hpp"
#include "usecase/risk.hpp"
#include "usecase/set_off.hpp"
#include "usecase/shown.hpp"
#include "usecase/sold.hpp"

namespace counterfoil::usecase {
namespace {

/// No store's day ends later in the morning than this.
constexpr std::int64_t kLatestCutoffMs = 6LL * 60 * 60 * 1000;
/// What stands for points that are in no lot of HQ's yet.
const LotId kRestored{"restored"};
const LotId kUnlotted{"unlotted"};

struct TakenOfPurse {
    PurseId purse_id;
    domain::EarnedTaken taken;
    std::int64_t unlotted = 0;  ///< change of the points that are in no lot yet
};

struct Planned {
    domain::Rules rules;
    Sold sold;
    std::optional<Shown> member;  ///< nobody, or erased or never heard of: then money only
    std::vector<domain::CouponReturn> coupons;
    std::vector<domain::CardReturn> cards;
    domain::Return goods;
    std::vector<TakenOfPurse> purses;  ///< the main one first
    std::vector<domain::GiftReturn> gifts;
    std::vector<domain::GiftReturn> missing;  ///< gifts about which the request does not decide
    std::vector<domain::GiftChoice> choices;  ///< that it may make about these
    Money refund;
    std::vector<domain::Exchanged> exchange;

    Money deduction() const {
        Money sum;
        for (const TakenOfPurse& purse : purses)
            sum += purse.taken.deduction;
        return sum;
    }
    Points deducted() const { return purses.empty() ? Points{} : purses.front().taken.deducted; }
    std::vector<domain::PurseDeduction> deducted_in() const {
        std::vector<domain::PurseDeduction> out;
        for (const TakenOfPurse& purse : purses)
            if (!purse.purse_id.empty() && purse.taken.deducted.value > 0)
                out.push_back({purse.purse_id, purse.taken.deducted, purse.taken.deduction});
        return out;
    }
};

/// The business day is the POS's word; this device's clock must not contradict it.
std::optional<Refusal> check_day(const View& view, const domain::Rules& rules, const domain::Basket& sold) {
    const std::string today = business_day(rules, sold.store_id, view.now);
    const std::string before = business_day(rules, sold.store_id, Instant{view.now.ms - kLatestCutoffMs});
    if (sold.business_day == today || sold.business_day == before) return std::nullopt;
    return Refusal{.code = "void_too_late", .field = {}, .figures = {{"business_day", sold.business_day}, {"today", today}}};
}

Result<Outcome<domain::Return>> goods_of(const View& view, const domain::Rules& rules, const Sold& sold,
                                         const ReturnRequest& request) {
    const bool has_no_goods = !request.exchange.empty() || request.pays_out;
    if (!request.voided && request.lines.empty() && has_no_goods) return domain::Return{};
    if (!request.voided) return domain::make_return(sold.ticket, request.lines);
    const std::string& day = sold.ticket.basket.business_day;
    if (auto no = check_day(view, rules, sold.ticket.basket)) return std::move(*no);
    // A preview has no key yet: it asks for today.
    const std::string& today = request.return_key.business_day.empty() ? day : request.return_key.business_day;
    return domain::make_void(sold.ticket, today);
}

/// Which earned points of a purse are taken, of a refund of so much.
TakenOfPurse take_of_purse(const View& view, const domain::PointsRules& rules, const Shown& shown, const LotId& own,
                           const domain::PurseReturn& back, Money refund) {
    std::vector<domain::PointsLot> lots = shown.member.lots;
    std::erase_if(lots, [&](const domain::PointsLot& lot) { return lot.purse_id != back.purse_id; });
    const auto known = std::ranges::find(lots, own, &domain::PointsLot::lot_id);
    const bool is_lot = known != lots.end();
    const Instant pending_until = view.now + Millis{(rules.pending_days + 1) * kDayMs};
    const domain::PointsLot earned = is_lot ? *known : domain::PointsLot{own, {}, pending_until, kNever};
    const LotId unlotted = is_lot ? kUnlotted : own;
    const Points pending = shown.earned_in(back.purse_id);
    if (pending > Points{}) lots.push_back({unlotted, pending, pending_until, kNever});
    if (back.burn > Points{}) lots.push_back({kRestored, back.burn, view.now, kNever});
    TakenOfPurse out{back.purse_id, {}, back.burn.value};
    const bool is_sure = view.link.up;
    out.taken = domain::take_earned({lots, earned, back.earn, refund, rules.short_points, is_sure, view.now}, rules);
    for (const domain::TakenLot& lot : out.taken.lots)
        if (lot.lot_id == unlotted || lot.lot_id == kRestored) out.unlotted -= lot.amount.value;
    std::erase_if(out.taken.lots,
                  [&](const domain::TakenLot& lot) { return lot.lot_id == unlotted || lot.lot_id == kRestored; });
    return out;
}

/// Which earned points are taken, as far as this device can see: HQ decides by the lots that it has. Each purse may take
/// of the refund what the ones before it left.
void plan_points(const View& view, Planned& plan) {
    if (!plan.member) return;
    std::vector<domain::PurseReturn> purses = plan.goods.purses;
    purses.insert(purses.begin(), domain::in_purse(plan.goods, PurseId()));
    for (const domain::PurseReturn& back : purses) {
        const LotId own = domain::lot_earned_by(view.hasher, plan.sold.seller, plan.sold.earned_by, back.purse_id);
        const domain::PointsRules* known = plan.rules.purse(back.purse_id);
        const Money refund = plan.goods.totals.due - plan.deduction();
        plan.purses.push_back(
            take_of_purse(view, known == nullptr ? plan.rules.points : *known, *plan.member, own, back, refund));
    }
}

/// Without HQ's answer nobody knows what came back elsewhere: the rules say how much money may be at stake.
Result<std::optional<Refusal>> check_risk(const View& view, const ReturnRequest& request, const domain::RiskLimits& limits,
                                          Money refund) {
    if (request.hq_answered || (!limits.return_max && !limits.return_total_max)) return std::optional<Refusal>{};
    CF_TRY(open, view.ledger.returns().risk_total());
    Money left = limits.return_max.value_or(Money{kAmountMax});
    if (limits.return_total_max) left = std::min(left, std::max(Money{}, *limits.return_total_max - open));
    if (refund <= left) return std::optional<Refusal>{};
    return std::optional{risk_limit(left)};
}

Refusal gift_missing(const std::vector<domain::GiftReturn>& gifts, const std::vector<domain::GiftChoice>& choices) {
    Money value;
    std::string skus;
    for (const domain::GiftReturn& gift : gifts) {
        value += gift.gift_value;
        skus += (skus.empty() ? "" : ", ") + gift.sku.str();
    }
    std::string may;
    for (const domain::GiftChoice choice : choices)
        may += (may.empty() ? "" : ", ") + std::string(codec::name_of(choice));
    return Refusal{.code = "gift_missing",
                   .field = "/gifts",
                   .figures = {{"skus", skus}, {"gift_value", std::to_string(value.value)}, {"choices", may}}};
}

/// A gift is waived by a second person.
std::optional<Refusal> check_approver(const ReturnRequest& request) {
    if (request.gifts != domain::GiftChoice::waive) return std::nullopt;
    if (!request.approver_id.empty() && request.approver_id != request.staff_id) return std::nullopt;
    return Refusal{.code = "return_invalid",
                   .field = "/approver_id",
                   .figures = {{"rule", "the manager who waives the gift, another person than staff_id,"}}};
}

std::optional<Refusal> plan_gifts(const domain::Rules& rules, const ReturnRequest& request, Planned& plan) {
    using domain::GiftChoice;
    const Money room = plan.goods.totals.due - plan.deduction();
    plan.gifts = domain::settle_gifts(plan.sold.ticket, plan.goods, request.gifts, room);
    plan.refund = room - domain::deducted_for(plan.gifts) + domain::refunded_for(plan.gifts);
    if (auto no = check_approver(request)) return no;
    std::vector<domain::GiftReturn> missing = domain::gifts_missing(plan.sold.ticket, plan.goods);
    if (missing.empty() || domain::is_allowed(request.gifts, rules.gift_not_brought_back)) return std::nullopt;
    for (const GiftChoice choice : {GiftChoice::deduct, GiftChoice::waive})
        if (domain::is_allowed(choice, rules.gift_not_brought_back)) plan.choices.push_back(choice);
    if (request.gifts != GiftChoice::ask) return gift_missing(missing, plan.choices);
    plan.missing = std::move(missing);
    return std::nullopt;
}

/// Goods that go out for others of the ticket, without any money. What comes back in the same return is gone already.
Result<std::optional<Refusal>> plan_exchange(const View& view, const ReturnRequest& request, Planned& plan) {
    domain::SoldTicket ticket = plan.sold.ticket;
    domain::add_return(ticket, plan.goods);
    for (std::size_t i = 0; i < request.exchange.size(); ++i) {
        const domain::ExchangeRequest& asked = request.exchange[i];
        const auto found = domain::find_exchanged(ticket, asked, i);
        if (const auto* no = std::get_if<Refusal>(&found)) return std::optional{*no};
        CF_TRY(to, find_product(view, asked.sku, asked.gtin));
        if (!to)
            return std::optional{Refusal{.code = "unknown_product",
                                         .field = "/exchange/" + std::to_string(i),
                                         .figures = {{"sku", asked.sku.str()}, {"gtin", asked.gtin}}}};
        const auto& from_sku = std::get<Sku>(found);
        CF_TRY(from, view.reference.product(from_sku));
        const auto line = std::ranges::find(ticket.basket.lines, asked.line_no, &domain::BasketLine::line_no);
        if (auto no = domain::check_even(*line, {from, *to}, i)) return std::optional{std::move(*no)};
        const domain::Exchanged done{asked.line_no, asked.quantity, from_sku, to->sku, to->gtin, shown_name(*to)};
        domain::add_exchange(ticket, std::span(&done, 1));
        plan.exchange.push_back(done);
    }
    return std::optional<Refusal>{};
}

/// The ticket's member, but for one who is erased or was never heard of.
Result<std::optional<Shown>> member_of(const View& view, const MemberId& id) {
    if (id.empty()) return std::optional<Shown>{};
    CF_TRY(outcome, shown_member(view, id));
    auto* const shown = std::get_if<Shown>(&outcome);
    return shown == nullptr ? std::optional<Shown>{} : std::optional{std::move(*shown)};
}

/// What becomes of the ticket's coupons, as far as this device knows their templates: HQ makes the new ones.
Result<std::vector<domain::CouponReturn>> coupons_of(const View& view, const domain::SoldTicket& before,
                                                     const domain::Return& now, Instant at) {
    std::vector<domain::CouponTerms> terms;
    for (const domain::UsedCoupon& used : before.quote.used) {
        CF_TRY(coupon, coupon_on_ticket(view, before.basket, used.coupon_id));
        CF_TRY(rule, view.cache.coupon_template(used.template_id));
        if (!coupon || !rule || rule->version != used.template_version) continue;
        terms.push_back({used.coupon_id, domain::end_of(*coupon, *rule), {rule->on_return, rule->extend_days}});
    }
    return domain::return_coupons(before, now, terms, at);
}

/// What becomes of the uses of the member's cards, as far as this device knows them: HQ gives them back.
std::vector<domain::CardReturn> cards_of(const domain::SoldTicket& before, const std::optional<Shown>& member,
                                         const domain::Return& now, Instant at) {
    std::vector<domain::CardTerms> terms;
    if (before.quote.cards.empty()) return {};
    if (member)
        for (const domain::Card& card : member->member.cards)
            terms.push_back({card.card_id, card.valid_until, 0});
    return domain::return_cards(before, now, terms, at);
}

Result<Outcome<Planned>> plan_return(const View& view, const ReturnRequest& request) {
    if (view.link.earn_only) return Refusal{.code = "device_suspended"};
    CF_TRY(rules, view.reference.rules());
    if (!rules) return Refusal{.code = "not_ready"};
    CF_TRY(found, find_sold(view, request.ticket, request.told ? &*request.told : nullptr));
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    Planned plan;
    plan.rules = std::move(*rules);
    plan.sold = std::get<Sold>(std::move(found));
    CF_TRY(goods, goods_of(view, plan.rules, plan.sold, request));
    if (const auto* refusal = std::get_if<Refusal>(&goods)) return *refusal;
    plan.goods = std::get<domain::Return>(std::move(goods));
    CF_TRY(uneven, plan_exchange(view, request, plan));
    if (uneven) return std::move(*uneven);
    CF_TRY(member, member_of(view, plan.sold.row.member_id));
    plan.member = std::move(member);
    CF_TRY(coupons, coupons_of(view, plan.sold.ticket, plan.goods, view.now));
    plan.coupons = std::move(coupons);
    plan.cards = cards_of(plan.sold.ticket, plan.member, plan.goods, view.now);
    plan_points(view, plan);
    if (auto no = plan_gifts(plan.rules, request, plan)) return std::move(*no);
    // While a gift is not decided about, the refund is not known either.
    if (!plan.missing.empty()) return plan;
    CF_TRY(beyond, check_risk(view, request, plan.rules.risk, plan.refund));
    if (beyond) return std::move(*beyond);
    return plan;
}

Returned answer_of(const Sold& before, domain::ReturnEntry entry, JournalSeq seq, Instant at) {
    domain::SoldTicket after = before.ticket;
    domain::add_return(after, entry.goods);
    domain::add_exchange(after, entry.exchange);
    return Returned{.entry = std::move(entry),
                    .seq = seq,
                    .at = at,
                    .member_id = before.row.member_id,
                    .coupons = {},
                    .cards = {},
                    .left = lines_left(after),
                    .currency = before.ticket.basket.currency,
                    .exponent = before.ticket.basket.exponent};
}

/// HQ's word by which the return was taken, where it said more than this device knew.
Result<std::optional<domain::ToldTicket>> told_at(const View& view, JournalSeq seq) {
    CF_TRY(text, view.ledger.returns().told(seq));
    if (!text) return std::optional<domain::ToldTicket>{};
    CF_TRY(told, codec::decode_told_ticket(*text));
    return std::optional{std::move(told)};
}

Outcome<Returned> as_replay(Outcome<Returned> answer) {
    if (auto* first = std::get_if<Returned>(&answer)) first->replay = true;
    return answer;
}

Result<Outcome<Returned>> replay(const View& view, const ports::StoredAnswer& answer) {
    std::uint64_t seq = 0;
    const auto read = std::from_chars(answer.body.data(), answer.body.data() + answer.body.size(), seq);
    if (read.ec != std::errc{}) return fail(ErrorCode::corrupt, "a stored answer names no journal entry", answer.body);
    CF_TRY(first, returned_by(view, JournalSeq{seq}));
    return as_replay(std::move(first));
}

/// Quantities by the basket's lines: a line that coupons split comes back in parts, whatever number was asked for.
template <class Lines>
std::map<std::int32_t, Quantity> by_basket_line(const Lines& lines, const std::vector<domain::ReturnLine>& done) {
    std::map<std::int32_t, Quantity> sum;
    for (const auto& line : lines) {
        const auto part = std::ranges::find(done, line.line_no, &domain::ReturnLine::line_no);
        sum[part == done.end() ? line.line_no : part->split_of.value_or(line.line_no)] += line.quantity;
    }
    return sum;
}

bool is_answer_to(const domain::Exchanged& done, const domain::ExchangeRequest& asked) {
    return done.line_no == asked.line_no && done.quantity == asked.quantity &&
           (asked.from_sku.empty() || asked.from_sku == done.from_sku) && (asked.sku.empty() || asked.sku == done.sku) &&
           (asked.gtin.empty() || asked.gtin == done.gtin);
}

/// The same return, told twice.
bool same_content(const domain::ReturnEntry& first, const ReturnRequest& request) {
    if (first.ticket != request.ticket || first.goods.voided != request.voided || first.refunds != request.refunds ||
        first.pays_out != request.pays_out)
        return false;
    if (request.voided) return true;
    if (!std::ranges::equal(first.exchange, request.exchange, is_answer_to)) return false;
    const std::vector<domain::ReturnLine>& done = first.goods.lines;
    return by_basket_line(request.lines, done) == by_basket_line(done, done);
}

Result<Outcome<Returned>> answer_known_key(const View& view, const ReturnRequest& request, const ports::ReturnRow& row) {
    CF_TRY(stored, view.ledger.tickets().entry(row.seq));
    const auto* entry = stored ? std::get_if<domain::ReturnEntry>(&stored->body) : nullptr;
    if (entry == nullptr || !same_content(*entry, request))
        return Refusal{.code = "ticket_id_reused", .field = "/return_key", .figures = {{"ticket", row.return_key.text()}}};
    CF_TRY(answer, returned_by(view, row.seq));
    return as_replay(std::move(answer));
}

Result<std::optional<Refusal>> check_key(const View& view, const ReturnRequest& request) {
    CF_TRY(device, view.ledger.device().state());
    if (request.return_key.store_id == device.store_id) return std::optional<Refusal>{};
    return std::optional{Refusal{.code = "return_invalid",
                                 .field = "/return_key/store_id",
                                 .figures = {{"rule", "the store of this device, " + device.store_id.str() + ","}}}};
}

std::optional<Refusal> check_refunds(const ReturnRequest& request, Money due) {
    Money sum;
    for (std::size_t i = 0; i < request.refunds.size(); ++i) {
        const Money amount = request.refunds[i].amount;
        if (amount.value < 0 || amount.value > kAmountMax || request.refunds.size() > domain::kLinesMax)
            return Refusal{.code = "tenders_mismatch",
                           .field = "/refunds/" + std::to_string(i) + "/amount",
                           .figures = {{"due", std::to_string(due.value)}}};
        sum += amount;
    }
    if (sum == due) return std::nullopt;
    return Refusal{.code = "tenders_mismatch",
                   .field = "/refunds",
                   .figures = {{"due", std::to_string(due.value)}, {"tendered", std::to_string(sum.value)}}};
}

Result<void> add_effects(const View& view, const Planned& plan, JournalSeq seq) {
    const auto add = [&](const RightId& right, std::int64_t amount, const TemplateId& rule = {}) -> Result<void> {
        if (amount == 0) return {};
        return view.ledger.effects().add({.seq = seq,
                                          .member_id = plan.sold.row.member_id,
                                          .right_id = right,
                                          .amount = amount,
                                          .at_risk = false,
                                          .value = {},
                                          .at = view.now,
                                          .business_day = plan.sold.ticket.basket.business_day,
                                          .template_id = rule});
    };
    // What comes back counts for no limit any more.
    for (const domain::CouponReturn& back : plan.coupons)
        for (const domain::UsedCoupon& used : plan.sold.ticket.quote.used)
            if (used.coupon_id == back.coupon_id && back.fate == domain::CouponFate::given_back)
                CF_CHECK(add(domain::right_of(used.coupon_id), -1, used.template_id));
    for (const TakenOfPurse& purse : plan.purses) {
        CF_CHECK(add(ports::points_effect(purse.purse_id), purse.unlotted));
        for (const domain::TakenLot& lot : purse.taken.lots)
            CF_CHECK(add(domain::right_of(lot.lot_id), lot.amount.value));
    }
    domain::SoldTicket left = plan.sold.ticket;
    domain::add_return(left, plan.goods);
    CF_CHECK(add(RightId{std::string(ports::kStaffEffect)},
                 (domain::staff_kept(left) - domain::staff_kept(plan.sold.ticket)).value));
    if (plan.sold.ticket.quote.growth > 0) {
        CF_CHECK(add(RightId{std::string(ports::kGrowthEffect)},
                     domain::growth_kept(left) - domain::growth_kept(plan.sold.ticket)));
    }
    return {};
}

Result<Outcome<Returned>> write_return(const View& view, const ReturnRequest& request, Planned plan) {
    const EntityId taker = domain::entity_of(plan.rules, request.return_key.store_id);
    domain::ReturnEntry entry{
        .ticket = request.ticket,
        .return_key = request.return_key,
        .idempotency_key = request.idempotency_key,
        .staff_id = request.staff_id,
        .entity_id = taker,
        .goods = plan.goods,
        .deducted = plan.deducted(),
        .deduction = plan.deduction(),
        .deducted_in = plan.deducted_in(),
        .gifts = plan.gifts,
        .exchange = plan.exchange,
        .pays_out = request.pays_out,
        .approver_id = {},
        .refunds = request.refunds,
        .clearing = domain::clear_return(plan.sold.ticket, plan.goods,
                                         {taker, plan.deducted(), plan.refund, domain::points_of(plan.deducted_in())}),
        .at_risk = !plan.sold.is_sure};
    if (std::ranges::any_of(plan.gifts, &domain::GiftReturn::waived)) entry.approver_id = request.approver_id;
    CF_TRY(seq, view.ledger.journal().append(entry, view.now));
    CF_CHECK(add_effects(view, plan, seq));
    const Money risk = request.hq_answered ? Money{} : plan.refund;
    CF_CHECK(view.ledger.returns().put({request.return_key, request.ticket, seq, view.now, risk}));
    if (request.pays_out) {
        CF_TRY(refused, use_up(view, *request.pays_out, "/pays_out", seq));
        if (refused) return std::move(*refused);
    }
    if (request.told) CF_CHECK(view.ledger.returns().put_told(seq, codec::encode_told_ticket(*request.told)));
    CF_CHECK(view.ledger.requests().put(request.idempotency_key, {request.request_digest, 200, std::to_string(seq.value)},
                                        view.now));
    Returned answer = answer_of(plan.sold, std::move(entry), seq, view.now);
    answer.coupons = std::move(plan.coupons);
    answer.cards = std::move(plan.cards);
    return answer;
}

}  // namespace

Result<Outcome<ReturnPreview>> preview_return(const View& view, const ReturnRequest& request) {
    CF_TRY(outcome, plan_return(view, request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    auto& plan = std::get<Planned>(outcome);
    ReturnPreview preview;
    preview.ticket = request.ticket;
    preview.member_id = plan.sold.row.member_id;
    preview.deducted = plan.deducted();
    preview.deduction = plan.deduction();
    preview.deducted_in = plan.deducted_in();
    preview.exchange = std::move(plan.exchange);
    preview.gifts = std::move(plan.gifts);
    preview.missing = std::move(plan.missing);
    preview.choices = std::move(plan.choices);
    preview.refund = plan.refund;
    preview.coupons = std::move(plan.coupons);
    preview.cards = std::move(plan.cards);
    domain::add_return(plan.sold.ticket, plan.goods);
    domain::add_exchange(plan.sold.ticket, preview.exchange);
    preview.left = lines_left(plan.sold.ticket);
    preview.goods = std::move(plan.goods);
    return preview;
}

Result<Outcome<Returned>> returned_by(const View& view, JournalSeq seq) {
    CF_TRY(stored, view.ledger.tickets().entry(seq));
    const auto* entry = stored ? std::get_if<domain::ReturnEntry>(&stored->body) : nullptr;
    if (entry == nullptr)
        return fail(ErrorCode::corrupt, "an answered return has no journal entry",
                    "journal seq " + std::to_string(seq.value));
    CF_TRY(told, told_at(view, seq));
    CF_TRY(found, find_sold(view, entry->ticket, told ? &*told : nullptr, seq));
    if (const auto* refusal = std::get_if<Refusal>(&found)) return *refusal;
    const Sold& sold = std::get<Sold>(found);
    Returned answer = answer_of(sold, *entry, seq, stored->at);
    CF_TRY(member, member_of(view, sold.row.member_id));
    CF_TRY(coupons, coupons_of(view, sold.ticket, entry->goods, stored->at));
    answer.coupons = std::move(coupons);
    answer.cards = cards_of(sold.ticket, member, entry->goods, stored->at);
    return answer;
}

Result<Outcome<Returned>> take_return(const View& view, const ReturnRequest& request) {
    CF_TRY(answered, view.ledger.requests().find(request.idempotency_key));
    if (answered) {
        if (answered->request != request.request_digest) return Refusal{.code = "idempotency_key_reused"};
        return replay(view, *answered);
    }
    CF_TRY(known, view.ledger.returns().find(request.return_key));
    if (known) return answer_known_key(view, request, *known);
    CF_TRY(wrong_key, check_key(view, request));
    if (wrong_key) return std::move(*wrong_key);
    CF_TRY(outcome, plan_return(view, request));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    auto& plan = std::get<Planned>(outcome);
    CF_TRY(paid_out, paid_out_by(view, request));
    if (const auto* refusal = std::get_if<Refusal>(&paid_out)) return *refusal;
    if (!plan.missing.empty()) return gift_missing(plan.missing, plan.choices);
    if (auto no = check_refunds(request, plan.refund + std::get<Money>(paid_out))) return std::move(*no);
    return write_return(view, request, std::move(plan));
}

}  // namespace counterfoil::usecase
