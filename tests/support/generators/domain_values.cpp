#include "support/generators/domain_values.hpp"

#include <array>

#include "domain/gtin.hpp"
#include "support/generators/card_values.hpp"
#include "support/generators/drawing_persons.hpp"
#include "support/generators/money_values.hpp"

namespace counterfoil::test_support {
namespace {

using namespace domain;
using namespace drawing;
namespace gen = rc::gen;

std::string draw_gtin() {
    std::string digits;
    for (int i = 0; i < 13; ++i)
        digits += static_cast<char>('0' + draw_int(0, 9));
    return digits + gtin_check_digit(digits);
}

LineFlags draw_flags() {
    return {draw_bool(), draw_bool(), draw_bool(), draw_bool(), draw_bool(), draw_bool(), draw_bool()};
}

BasketLine draw_line() {
    BasketLine line;
    line.line_no = draw_int(1, INT32_MAX);
    line.sku = draw_id_or_none<Sku>();
    if (draw_bool()) line.gtin = draw_gtin();
    line.name = draw_text();
    line.style = draw_text();
    line.brand = draw_text();
    line.category = draw_text();
    line.quantity = Quantity{draw_amount(1, kQuantityMax)};
    if (draw_bool()) line.uom = draw_text(1, 16);
    line.weighed = draw_bool();
    line.unit_price = draw_money();
    if (draw_bool()) line.amount = draw_money();
    if (draw_bool()) line.member_unit_price = draw_money();
    line.pos_discount = draw_money();
    if (draw_bool()) line.override_price = PriceOverride{draw_text(), draw_id_or_none<StaffId>()};
    line.tax_bp = draw_bp();
    line.flags = draw_flags();
    return line;
}

QuoteLine draw_quote_line() {
    QuoteLine line;
    line.line_no = draw_int(1, INT32_MAX);
    if (draw_bool()) line.split_of = draw_int(1, INT32_MAX);
    if (draw_bool()) line.quantity = Quantity{draw_amount(1, kQuantityMax)};
    line.list = draw_money();
    line.base = draw_bool() ? line.list : draw_money();
    line.member_price = draw_bool() ? line.base : draw_money();
    line.alloc = draw_list(3, [] {
        return Allocation{draw_enum<Instrument>(6), draw_bool() ? draw(id_text()) : std::string(), draw_money(),
                          Points{draw_amount()}, draw_amount(0, kCardUsesMax)};
    });
    line.net = draw_bool() ? line.member_price : draw_money();
    line.ex_tax = draw_money();
    line.tax = draw_money();
    line.earn = Points{draw_amount()};
    if (draw_bool()) line.earn_in = {{PurseId("promo"), Points{draw_amount()}}};
    return line;
}

PointsResult draw_points_result() {
    PointsResult points{Points{draw_amount()},
                        draw_money(),
                        Points{draw_amount()},
                        Points{draw_amount()},
                        Points{draw_amount()},
                        draw_bool(),
                        {},
                        {}};
    if (draw_bool()) points.refused = draw(refusal());
    points.groups = draw_list(3, [] {
        return EarnGroup{draw_bool() ? draw(id_text()) : std::string(),
                         draw_money(),
                         Points{draw_amount(0, 1000)},
                         draw_money(1),
                         draw_bp(0, 100'000),
                         draw_list(2, [] { return draw(id_text()); }),
                         Points{draw_amount()},
                         draw_list(2, [] { return draw(id_text()); }),
                         draw_bool()};
    });
    return points;
}

std::optional<GiftTerms> draw_gift_terms() {
    if (draw_bool()) return std::nullopt;
    return GiftTerms{draw_enum<ThresholdBase>(3), draw_money(), Quantity{draw_amount(0, kQuantityMax)},
                     draw_list(3, [] { return draw_int(1, INT32_MAX); })};
}

}  // namespace

rc::Gen<std::int64_t> amount(std::int64_t least, std::int64_t most) {
    // Edges, small figures as in a shop, and anything: each in a third of the cases. Drawn as distances from `least`, as
    // most + 1 need not exist.
    const std::int64_t width = most - least;
    const auto from_least = [least](std::int64_t distance) { return least + distance; };
    const auto small = gen::inRange<std::int64_t>(0, std::min<std::int64_t>(width, 10'000) + 1);
    const auto anything = gen::map(gen::arbitrary<std::uint64_t>(), [width](std::uint64_t raw) {
        const auto distance = static_cast<std::int64_t>(raw >> 1);
        return width == INT64_MAX ? distance : distance % (width + 1);
    });
    return gen::oneOf(gen::element(least, most), gen::map(small, from_least), gen::map(anything, from_least));
}

rc::Gen<std::string> id_text() {
    return gen::exec([] {
        static constexpr std::string_view kAllowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-";
        const auto length = static_cast<std::size_t>(draw_int(1, 10) == 10 ? 57 : draw_int(1, 12));
        std::string text;
        while (text.size() < length)
            text += *gen::elementOf(std::string(kAllowed));
        return text;
    });
}

rc::Gen<std::string> people_text(std::size_t least, std::size_t most) {
    return gen::exec([least, most] {
        static const std::vector<std::string> kPieces{"a", "Z", "7",  " ",  "\"", "\\",    "/",
                                                      "~", "é", "会", "員", "𠮷", "\u2028"};
        const int wanted = draw_int(static_cast<std::int32_t>(least), 8);
        std::string text;
        for (int i = 0; i < wanted; ++i) {
            const std::string piece = *gen::elementOf(kPieces);
            if (text.size() + piece.size() > most) break;
            text += piece;
        }
        return text;
    });
}

rc::Gen<Instant> instant() {
    return gen::map(amount(0, 253'402'300'799'999), [](std::int64_t ms) { return Instant{ms}; });
}
rc::Gen<Instant> instant_or_never() { return gen::oneOf(gen::just(kNever), instant()); }

rc::Gen<std::string> business_day() {
    return gen::exec([] {
        const auto two = [](int value) { return (value < 10 ? "0" : "") + std::to_string(value); };
        return std::to_string(draw_int(1970, 9999)) + "-" + two(draw_int(1, 12)) + "-" + two(draw_int(1, 28));
    });
}

rc::Gen<Digest> digest() { return gen::arbitrary<Digest>(); }
rc::Gen<Signature> signature() { return gen::arbitrary<Signature>(); }
rc::Gen<Bytes> bytes(std::size_t most) {
    return gen::exec([most] {
        const auto length = static_cast<std::size_t>(draw_amount(0, static_cast<std::int64_t>(most)));
        return *gen::container<Bytes>(length, gen::arbitrary<std::uint8_t>());
    });
}

rc::Gen<Holder> holder() {
    return gen::exec([] { return Holder{draw_id<DeviceId>(), DeviceEpoch{draw_number()}}; });
}
rc::Gen<HoldId> hold_id() {
    return gen::exec([] { return HoldId{draw(holder()), HubEpoch{draw_number()}, draw_number()}; });
}
rc::Gen<Units> units() {
    return gen::exec([] { return Units{draw_id<RightId>(), draw_amount(1)}; });
}
rc::Gen<WantedRight> wanted_right() {
    return gen::exec([] {
        const std::int64_t least = draw_amount(1);
        return WantedRight{draw_id<RightId>(), least, draw_amount(least)};
    });
}

rc::Gen<Hold> hold() {
    return gen::exec([] {
        Hold out;
        out.hold_id = draw(hold_id());
        out.account_id = draw_id<AccountId>();
        out.member_id = draw_id_or_none<MemberId>();
        out.rights = draw_list(5, [] {
            return HeldRight{draw_id<RightId>(), draw_amount(1), draw(instant_or_never()), draw_purse()};
        });
        out.granted_at = draw(instant());
        out.reason = draw_enum<HoldReason>(3);
        if (draw_bool()) out.reclaim_after = Millis{draw_amount()};
        out.request_no = RequestNo{draw_number()};
        return out;
    });
}

static void draw_steps(CouponTemplate& out) {
    out.step_mode = draw_enum<StepMode>(2);
    out.steps = {{Money{draw_amount(2, 1000)}, Money{draw_amount(1, 2)}}};
    if (out.step_mode == StepMode::every) {
        out.max_times = draw_int(0, 10'000);
        return;
    }
    for (int more = draw_int(0, 3); more > 0; --more) {
        const CouponStep& last = out.steps.back();
        out.steps.push_back({last.threshold + Money{draw_amount(1, 1000)}, last.off + Money{1}});
    }
}

rc::Gen<CouponTemplate> coupon_template() {
    return gen::exec([] {
        CouponTemplate out;
        out.template_id = draw_id<TemplateId>();
        out.version = static_cast<std::uint32_t>(draw_int(1, INT32_MAX));
        out.kind = draw_enum<TemplateKind>(8);
        const bool multiplies = multiplies_points(out.kind);
        if (multiplies) out.multiplier_bp = draw_bp(10'001, 1'000'000);
        out.name = draw_name();
        const bool percent = out.kind == TemplateKind::percent_off;
        out.face = draw_money(percent ? 0 : 1);
        out.pay_bp = draw_bp(1, percent ? 9999 : 10000);
        if (draw_bool()) out.max_discount = draw_money(1);
        out.scope = {draw_filter(), draw_filter()};
        if (out.kind == TemplateKind::stepped_off) draw_steps(out);
        if (prices_pieces(out.kind)) draw_pieces(out);
        out.threshold_base = draw_enum<ThresholdBase>(3);
        out.threshold_scope = draw_enum<ThresholdScope>(2);
        if (out.kind != TemplateKind::pick_up) {
            out.min_spend = draw_money();
            out.min_qty = Quantity{draw_amount(0, kQuantityMax)};
        }
        out.valid_from = Instant{draw_amount()};
        out.valid_until = draw_bool() ? kNever : Instant{out.valid_from.ms + draw_amount(1)};
        out.valid_days = draw_int(0, 400);
        if (out.valid_days > 0) out.wait_days = draw_int(0, 30);
        out.windows = draw_list(3, [] {
            TimeWindow window{draw_list(3, [] { return draw_int(1, 7); }), std::nullopt, std::nullopt};
            const std::int32_t from = draw_int(0, 1438);
            if (draw_bool()) window.from = TimeOfDay{from}, window.until = TimeOfDay{draw_int(from + 1, 1439)};
            return window;
        });
        out.stores = draw_list(3, draw_id<StoreId>);
        out.regions = draw_list(3, [] { return draw_text(1, 64); });
        out.channels = draw_list(3, [] { return draw_text(1, 32); });
        out.first_purchase = draw_bool();
        if (draw_bool()) out.birthday = draw_enum<BirthdayPeriod>(3);
        out.tiers = draw_list(3, draw_id<TierId>);
        out.tags = draw_list(3, [] { return draw_text(1, 32); });
        out.with_tier_price = prices_pieces(out.kind) || multiplies || draw_bool();
        out.with_card = !prices_pieces(out.kind) && !multiplies && draw_bool();
        out.with_points = multiplies || draw_bool();
        out.with_pos_promo = draw_bool();
        out.stack = draw_enum<Stack>(2);
        if (draw_bool()) out.stack_group = draw(id_text());
        out.group_limit = draw_int(0, 50);
        if (out.stack == Stack::group) out.with_groups = draw_list(3, [] { return draw(id_text()); });
        out.not_with = draw_list(3, draw_id<TemplateId>);
        out.sequence = multiplies ? 0 : draw_int(0, prices_pieces(out.kind) ? 29 : 1000);
        out.max_per_ticket = draw_int(1, 50);
        out.per_member = draw_int(0, 1'000'000);
        out.per_member_day = draw_int(0, 1'000'000);
        out.per_store_day = draw_int(0, 1'000'000);
        out.bound = draw_enum<Bound>(2);
        draw_funding(out);
        if (multiplies) out.funding = Funding::own;
        out.offline = draw_enum<OfflinePolicy>(4);
        out.on_return = draw_enum<OnReturn>(3);
        if (out.on_return != OnReturn::never) out.extend_days = draw_int(0, kExtendDaysMax);
        if (draw_bool()) out.currency = "EUR";
        return out;
    });
}

rc::Gen<TicketKey> ticket_key() {
    return gen::exec([] {
        return TicketKey{draw_id<StoreId>(), draw_id<RegisterId>(), draw(business_day()), draw_id<TicketId>()};
    });
}

rc::Gen<Coupon> coupon() {
    return gen::exec([] {
        Coupon out;
        out.coupon_id = draw_id<CouponId>();
        out.code = draw_text(1, 64);
        out.template_id = draw_id<TemplateId>();
        out.member_id = draw_id_or_none<MemberId>();
        out.account_id = draw_id_or_none<AccountId>();
        out.state = draw_enum<CouponState>(6);
        out.issued_at = draw(instant());
        out.valid_from = Instant{draw_amount()};
        out.valid_until = draw_bool() ? kNever : Instant{out.valid_from.ms + draw_amount(1)};
        if (draw_bool()) out.issuer = CouponIssuer{draw_text(1, 64), draw_id_or_none<StaffId>(), draw_text(0, 64)};
        out.goods = draw_list(3, [] { return PickUpGoods{draw_id<Sku>(), draw_int(1, kPickUpPiecesMax)}; });
        if (out.goods.size() > 1) out.goods.resize(1);
        out.transfers_left = static_cast<std::int32_t>(draw_amount() % 100);
        out.from = draw_id_or_none<CouponId>();
        if (draw_bool()) out.used = CouponUse{draw(ticket_key()), draw(instant())};
        return out;
    });
}

rc::Gen<Product> product() {
    return gen::exec([] {
        Product out;
        out.sku = draw_id<Sku>();
        if (draw_bool()) out.gtin = draw_gtin();
        out.name = draw_name();
        out.style = draw_text();
        out.brand = draw_text();
        out.category = draw_text();
        if (draw_bool()) out.uom = draw_text(1, 16);
        out.weighed = draw_bool();
        out.unit_price = draw_money();
        if (draw_bool()) out.member_unit_price = draw_money();
        out.tax_bp = draw_bp();
        out.flags = draw_flags();
        return out;
    });
}

rc::Gen<Basket> basket() {
    return gen::exec([] {
        Basket out;
        if (draw_bool()) out.basket_id = draw(id_text());
        out.store_id = draw_id_or_none<StoreId>();
        out.entity_id = draw_id_or_none<EntityId>();
        out.register_id = draw_id_or_none<RegisterId>();
        if (draw_bool()) out.business_day = draw(business_day());
        out.ticket_id = draw_id_or_none<TicketId>();
        out.at = draw(instant());
        out.clock_error = Millis{draw_amount()};
        if (draw_bool()) out.held_since = draw(instant());
        if (draw_bool()) out.currency = "KWD";
        out.exponent = draw(gen::element(0, 2, 3));
        out.tax_included = draw_bool();
        if (draw_bool()) out.channel = draw_text(1, 32);
        out.codes = draw_list(3, [] { return draw_text(1, 512); });
        out.buyer = draw_enum<Buyer>(3);
        out.staff_id = draw_id_or_none<StaffId>();
        out.approver_id = draw_id_or_none<StaffId>();
        out.member_id = draw_id_or_none<MemberId>();
        out.proof = draw_enum<Proof>(5);
        if (draw_bool()) out.coupons = draw_list(4, draw_id<CouponId>);
        if (draw_bool()) out.cards = draw_list(4, draw_id<CardId>);
        if (draw_bool()) out.points = MaxPoints{};
        if (draw_bool()) out.points = Points{draw_amount()};
        if (draw_bool()) out.points = EachPurse{{{PurseId(), MaxPoints{}}, {PurseId("promo"), Points{draw_amount()}}}};
        out.rounding = draw_money();
        if (draw_bool()) out.exchange_of = draw(ticket_key());
        out.lines = draw_list(4, draw_line);
        return out;
    });
}

rc::Gen<Refusal> refusal() {
    return gen::exec([] {
        Refusal out{*gen::element<std::string>("expired", "below_min_spend", "already_used", "of_our_own"), draw_text(), {}};
        for (int i = draw_int(0, 3); i > 0; --i)
            out.figures[draw_text()] = draw_text();
        if (draw_bool()) out.figures["short"] = std::to_string(draw_amount());
        return out;
    });
}

rc::Gen<Quote> quote() {
    return gen::exec([] {
        Quote out;
        out.quote_id = draw_id_or_none<QuoteId>();
        if (draw_bool()) out.hash = draw(digest());
        out.rules_hash = draw(digest());
        out.expires_at = draw(instant());
        out.tier = draw_id_or_none<TierId>();
        out.totals = {draw_money(), draw_money(), draw_money(), draw_money(), draw_money(),
                      draw_money(), draw_money(), draw_money(), draw_money()};
        out.lines = draw_list(4, draw_quote_line);
        out.used = draw_list(2, [] {
            return UsedCoupon{draw_id<CouponId>(),
                              draw_id_or_none<TemplateId>(),
                              static_cast<std::uint32_t>(draw_int(1, INT32_MAX)),
                              draw_money(),
                              draw_money(),
                              draw_bool(),
                              Points{draw_amount()},
                              draw_gift_terms()};
        });
        out.cards = draw_list(2, draw_used_card);
        out.points = draw_points_result();
        if (draw_bool()) out.purses = {{PurseId("promo"), draw_points_result()}};
        if (draw_bool()) out.staff_spent = draw_money();
        out.growth_before = draw_amount();
        out.growth = draw_amount();
        out.tier_after = draw_id_or_none<TierId>();
        if (draw_bool()) out.exchange = SetOff{draw(ticket_key()), draw_money(), draw_money() - draw_money()};
        out.refused_cards = draw_list(2, [] {
            return RefusedCard{draw_id<CardId>(), draw_name(), draw_list(3, [] { return draw(refusal()); })};
        });
        out.refused = draw_list(3, [] {
            return RefusedCoupon{draw_id<CouponId>(), draw_name(), draw_list(3, [] { return draw(refusal()); })};
        });
        out.clearing = draw_clearing();
        out.also_possible = draw_list(2, [] {
            return PossibleCoupon{draw_id<CouponId>(), draw_name(), Points{draw_amount()}};
        });
        out.explain = draw_list(2, [] {
            return ExplainStep{draw_bool() ? "coupon" : "of_our_own", {{draw_text(), draw_text()}, {"amount", "17"}}};
        });
        if (draw_bool()) out.best = BestOffer{draw_money(), draw_bool(), draw_money(), draw_int(0, 1'000'000)};
        return out;
    });
}

rc::Gen<Checkout> checkout() {
    return gen::exec([] {
        Checkout out;
        out.checkout_id = draw_id<CheckoutId>();
        out.state = draw_enum<CheckoutState>(3);
        out.basket = draw(basket());
        out.quote = draw(quote());
        out.acquire = draw_enum<AcquireState>(5);
        out.request_no = RequestNo{draw_number()};
        out.wanted = draw_list(4, [] { return draw(wanted_right()); });
        if (draw_bool()) out.refused_reason = "held_by";
        out.opened_at = draw(instant());
        return out;
    });
}

}  // namespace counterfoil::test_support
