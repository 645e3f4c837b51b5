// Fields of coupon templates and coupons (domain rules, part 12).
#pragma once

#include "codec/describe_calendar.ipp"
#include "codec/describe_member.ipp"
#include "domain/coupon.hpp"
#include "domain/earn_rules.hpp"

namespace counterfoil::codec {

inline constexpr std::size_t kScopeEntriesMax = 1000;
inline constexpr std::size_t kStackEntriesMax = 100;
inline constexpr std::int64_t kTransfersMax = 99;
inline constexpr std::int64_t kLimitMax = 1'000'000;
inline constexpr std::size_t kStepsMax = 20;
inline constexpr std::int32_t kSequenceOfPercentages = 30;
inline constexpr std::int64_t kValidDaysMax = 3660;
inline constexpr std::size_t kWindowsMax = 50;
inline constexpr std::size_t kChannelsMax = 50;
inline constexpr Range kPayBp{1, kWhole.value};

template <>
struct EnumNames<domain::TemplateKind> {
    using E = domain::TemplateKind;
    static constexpr std::array<std::pair<E, std::string_view>, 8> kNames{{{E::percent_off, "percent_off"},
                                                                           {E::amount_off, "amount_off"},
                                                                           {E::stepped_off, "stepped_off"},
                                                                           {E::fixed_price, "fixed_price"},
                                                                           {E::exchange, "exchange"},
                                                                           {E::gift, "gift"},
                                                                           {E::pick_up, "pick_up"},
                                                                           {E::points_multiplier, "points_multiplier"}}};
};
template <>
struct EnumNames<domain::ThresholdBase> {
    using E = domain::ThresholdBase;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::after_member_price, "after_member_price"}, {E::list, "list"}, {E::running, "running"}}};
};
template <>
struct EnumNames<domain::ThresholdScope> {
    using E = domain::ThresholdScope;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{{{E::scope, "scope"}, {E::ticket, "ticket"}}};
};
template <>
struct EnumNames<domain::StepMode> {
    using E = domain::StepMode;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{{{E::highest, "highest"}, {E::every, "every"}}};
};
template <>
struct EnumNames<domain::Stack> {
    using E = domain::Stack;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{{{E::alone, "alone"}, {E::group, "group"}}};
};
template <>
struct EnumNames<domain::Bound> {
    using E = domain::Bound;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{{{E::member, "member"}, {E::bearer, "bearer"}}};
};
template <>
struct EnumNames<domain::OfflinePolicy> {
    using E = domain::OfflinePolicy;
    static constexpr std::array<std::pair<E, std::string_view>, 4> kNames{
        {{E::checkout, "checkout"}, {E::home_store, "home_store"}, {E::pass, "pass"}, {E::risk, "risk"}}};
};
template <>
struct EnumNames<domain::OnReturn> {
    using E = domain::OnReturn;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::full_only, "full_only"}, {E::never, "never"}, {E::always_new, "always_new"}}};
};
template <>
struct EnumNames<domain::Funding> {
    using E = domain::Funding;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{
        {{E::own, "own"}, {E::third_party, "third_party"}}};
};
template <>
struct EnumNames<domain::Party> {
    using E = domain::Party;
    static constexpr std::array<std::pair<E, std::string_view>, 9> kNames{{{E::hq, "hq"},
                                                                           {E::brand, "brand"},
                                                                           {E::issuer_store, "issuer_store"},
                                                                           {E::redeemer_store, "redeemer_store"},
                                                                           {E::franchisee, "franchisee"},
                                                                           {E::mall, "mall"},
                                                                           {E::supplier, "supplier"},
                                                                           {E::platform, "platform"},
                                                                           {E::pool, "pool"}}};
};
template <>
struct EnumNames<domain::CouponState> {
    using E = domain::CouponState;
    static constexpr std::array<std::pair<E, std::string_view>, 6> kNames{{{E::issued, "issued"},
                                                                           {E::used, "used"},
                                                                           {E::in_transfer, "in_transfer"},
                                                                           {E::expired, "expired"},
                                                                           {E::voided, "void"},
                                                                           {E::frozen, "frozen"}}};
};

template <class Io>
void describe(Io& io, Of<domain::GoodsFilter>) {
    using T = domain::GoodsFilter;
    io.may("skus", &T::skus, {kScopeEntriesMax});
    io.may("categories", &T::categories, {kScopeEntriesMax, {1, 200}});
    io.may("brands", &T::brands, {kScopeEntriesMax, {1, 200}});
}

template <class Io>
void describe(Io& io, Of<domain::Scope>) {
    using T = domain::Scope;
    io.may("include", &T::include);
    io.may("exclude", &T::exclude);
}

template <class Io>
void describe(Io& io, Of<domain::Bearer>) {
    using T = domain::Bearer;
    io.need("party", &T::party);
    io.need("share_bp", &T::share_bp, {1, kWhole.value});
    io.may("entity_id", &T::entity_id);
}

template <class Io>
void describe(Io& io, Of<domain::CouponStep>) {
    using T = domain::CouponStep;
    io.need("threshold", &T::threshold, {1, kAmountMax});
    io.need("off", &T::off, {1, kAmountMax});
    io.expect([](const T& t) { return t.off <= t.threshold; }, "off", "no more than the step's threshold is expected");
}

/// What the discount of stepped_off, and the bounds of the search for the best offer, rely on.
template <class Io>
void expect_steps(Io& io) {
    using T = domain::CouponTemplate;
    using Step = domain::CouponStep;
    io.expect([](const T& t) { return (t.kind == domain::TemplateKind::stepped_off) == !t.steps.empty(); }, "steps",
              "steps are expected for stepped_off, and for no other kind");
    io.expect([](const T& t) { return t.step_mode == domain::StepMode::highest || t.steps.size() == 1; }, "steps",
              "one step is expected for step_mode every");
    io.expect([](const T& t) { return t.step_mode == domain::StepMode::every || t.max_times == 0; }, "max_times",
              "0 is expected unless step_mode is every");
    io.expect_rising(
        "steps", &T::steps, [](const Step& one, const Step& next) { return one.threshold < next.threshold; }, "threshold",
        "more than the threshold of the step before is expected");
    io.expect_rising(
        "steps", &T::steps, [](const Step& one, const Step& next) { return one.off < next.off; }, "off",
        "more than the step before takes off is expected");
}

/// Kinds that price pieces come before all others, and a piece's price is the coupon's, whatever tier the member has.
template <class Io>
void expect_pieces(Io& io) {
    using T = domain::CouponTemplate;
    using Kind = domain::TemplateKind;
    io.expect([](const T& t) { return (t.kind == Kind::fixed_price || t.kind == Kind::exchange) == (t.price.value > 0); },
              "price", "an amount above 0 is expected for fixed_price and exchange, and none for other kinds");
    io.expect([](const T& t) { return t.kind == Kind::fixed_price || t.max_units == 1; }, "max_units",
              "1 is expected for other kinds than fixed_price");
    io.expect([](const T& t) { return (t.kind == Kind::exchange || t.kind == Kind::gift) == !t.skus.empty(); }, "skus",
              "SKUs are expected for exchange and gift, and for no other kind");
    io.expect([](const T& t) { return !domain::prices_pieces(t.kind) || t.with_tier_price; }, "with_tier_price",
              "true is expected for fixed_price, exchange, gift and pick_up");
    io.expect([](const T& t) { return !domain::prices_pieces(t.kind) || !t.with_card; }, "with_card",
              "false is expected for fixed_price, exchange, gift and pick_up: no card prices what they price");
    io.expect([](const T& t) { return !domain::prices_pieces(t.kind) || t.sequence < kSequenceOfPercentages; }, "sequence",
              "0 to 29 is expected for fixed_price, exchange, gift and pick_up, which come before all other kinds");
    io.expect([](const T& t) { return t.kind != Kind::pick_up || (t.min_spend.value == 0 && t.min_qty.value == 0); },
              "min_spend", "no threshold is expected for pick_up, which was paid for elsewhere");
}

/// A seller is no third party to its own sale, and somebody must be asked for what a tender paid.
template <class Io>
void expect_bearers(Io& io) {
    using T = domain::CouponTemplate;
    io.expect([](const T& t) { return domain::bear_the_whole(t.bearers); }, "bearers",
              "bearers, nobody twice, whose share_bp add up to 10000 are expected");
    io.expect(
        [](const T& t) {
            return t.funding == domain::Funding::own ||
                   (!t.bearers.empty() && std::ranges::none_of(t.bearers, [](const domain::Bearer& bearer) {
                       return domain::is_selling_store(bearer.party);
                   }));
        },
        "bearers", "who pays is expected for funding third_party, and not the store that sells");
}

/// No price, no tier and no points to pay with: a multiplier takes no money off, and its place is behind all others.
template <class Io>
void expect_multiplier(Io& io) {
    using T = domain::CouponTemplate;
    io.expect([](const T& t) { return domain::multiplies_points(t.kind) == (t.multiplier_bp > kWhole); }, "multiplier_bp",
              "a number above 10000 is expected for points_multiplier, and none for other kinds");
    io.expect([](const T& t) { return !domain::multiplies_points(t.kind) || t.with_tier_price; }, "with_tier_price",
              "true is expected for points_multiplier, which takes no money off");
    io.expect([](const T& t) { return !domain::multiplies_points(t.kind) || !t.with_card; }, "with_card",
              "false is expected for points_multiplier, which takes no money off");
    io.expect([](const T& t) { return !domain::multiplies_points(t.kind) || t.with_points; }, "with_points",
              "true is expected for points_multiplier, which takes no money off");
    io.expect([](const T& t) { return !domain::multiplies_points(t.kind) || t.funding == domain::Funding::own; }, "funding",
              "own is expected for points_multiplier, which takes no money off");
    io.expect([](const T& t) { return !domain::multiplies_points(t.kind) || t.sequence == 0; }, "sequence",
              "0 is expected for points_multiplier, which comes after all other kinds");
}

template <class Io>
void describe(Io& io, Of<domain::TimeWindow>) {
    using T = domain::TimeWindow;
    io.may("weekdays", &T::weekdays, {7, {1, 7}});
    io.may("from", &T::from);
    io.may("until", &T::until);
    io.expect([](const T& t) { return t.from.has_value() == t.until.has_value(); }, "until",
              "from and until are expected, or neither for the whole day");
    io.expect([](const T& t) { return !t.from || *t.from != *t.until; }, "until", "another time than from is expected");
}

template <class Io>
void describe(Io& io, Of<domain::CouponTemplate>) {
    using T = domain::CouponTemplate;
    io.need("template_id", &T::template_id);
    io.may("version", &T::version, {1, INT32_MAX});
    io.need("kind", &T::kind);
    io.may("name", &T::name);
    io.may("face", &T::face);
    io.may("pay_bp", &T::pay_bp, kPayBp);
    io.may("max_discount", &T::max_discount, {1, kAmountMax});
    io.may("steps", &T::steps, {kStepsMax});
    io.may("step_mode", &T::step_mode);
    io.may("max_times", &T::max_times, {0, 10'000});
    io.may("price", &T::price);
    io.may("max_units", &T::max_units, {1, 10'000});
    io.may("skus", &T::skus, {kScopeEntriesMax});
    io.may("multiplier_bp", &T::multiplier_bp, {kWhole.value, domain::kMultiplierMax.value});
    io.may("scope", &T::scope);
    io.may("threshold_base", &T::threshold_base);
    io.may("threshold_scope", &T::threshold_scope);
    io.may("min_spend", &T::min_spend);
    io.may("min_qty", &T::min_qty, {0, kQuantityMax});
    io.may("valid_from", &T::valid_from);
    io.may("valid_until", &T::valid_until);
    io.may("valid_days", &T::valid_days, {0, kValidDaysMax});
    io.may("wait_days", &T::wait_days, {0, kValidDaysMax});
    io.may("windows", &T::windows, {kWindowsMax});
    io.may("stores", &T::stores, {kScopeEntriesMax});
    io.may("regions", &T::regions, {kScopeEntriesMax, {1, kIdLengthMax}});
    io.may("channels", &T::channels, {kChannelsMax, {1, 32}});
    io.may("first_purchase", &T::first_purchase);
    io.may("birthday", &T::birthday);
    io.may("tiers", &T::tiers, {64});
    io.may("tags", &T::tags, {domain::kTagsMax, kTag});
    io.may("with_tier_price", &T::with_tier_price);
    io.may("with_card", &T::with_card);
    io.may("with_points", &T::with_points);
    io.may("with_pos_promo", &T::with_pos_promo);
    io.may("stack", &T::stack);
    io.may("stack_group", &T::stack_group, {1, kIdLengthMax});
    io.may("group_limit", &T::group_limit, {0, 50});
    io.may("with_groups", &T::with_groups, {kStackEntriesMax, {1, kIdLengthMax}});
    io.may("not_with", &T::not_with, {kStackEntriesMax});
    io.may("sequence", &T::sequence, {0, 1000});
    io.may("max_per_ticket", &T::max_per_ticket, {1, 50});
    io.may("per_member", &T::per_member, {0, kLimitMax});
    io.may("per_member_day", &T::per_member_day, {0, kLimitMax});
    io.may("per_store_day", &T::per_store_day, {0, kLimitMax});
    io.may("bound", &T::bound);
    io.may("funding", &T::funding);
    io.may("bearers", &T::bearers, {domain::kBearersMax});
    io.may("offline", &T::offline);
    io.may("on_return", &T::on_return);
    io.may("extend_days", &T::extend_days, {0, domain::kExtendDaysMax});
    io.may("transferable", &T::transferable, {0, kTransfersMax});
    io.may("currency", &T::currency, kCurrency);
    io.expect([](const T& t) { return t.kind != domain::TemplateKind::amount_off || t.face.value > 0; }, "face",
              "an amount above 0 is expected for amount_off");
    io.expect([](const T& t) { return t.kind != domain::TemplateKind::percent_off || t.pay_bp < kWhole; }, "pay_bp",
              "a number from 1 to 9999 is expected for percent_off");
    expect_steps(io);
    expect_pieces(io);
    expect_bearers(io);
    expect_multiplier(io);
    io.expect([](const T& t) { return t.stack == domain::Stack::group || t.with_groups.empty(); }, "with_groups",
              "no groups are expected for a coupon that stands alone");
    io.expect([](const T& t) { return t.on_return != domain::OnReturn::never || t.extend_days == 0; }, "extend_days",
              "no days are expected for a coupon that never comes back");
    io.expect([](const T& t) { return t.valid_from < t.valid_until; }, "valid_until", "a time after valid_from is expected");
    io.expect([](const T& t) { return t.wait_days == 0 || t.valid_days > 0; }, "wait_days",
              "valid_days is expected with wait_days");
}

template <class Io>
void describe(Io& io, Of<domain::TicketKey>) {
    using T = domain::TicketKey;
    io.need("store_id", &T::store_id);
    io.need("register_id", &T::register_id);
    io.need("business_day", &T::business_day, {10, 10, is_day, kDay.expected});
    io.need("ticket_id", &T::ticket_id);
}

template <class Io>
void describe(Io& io, Of<domain::CouponUse>) {
    using T = domain::CouponUse;
    io.need("ticket_key", &T::ticket_key);
    io.need("at", &T::at);
    io.shown("store_id", [](const T& use) { return use.ticket_key.store_id.str(); });
}

template <class Io>
void describe(Io& io, Of<domain::CouponIssuer>) {
    using T = domain::CouponIssuer;
    io.need("party", &T::party, {1, kIdLengthMax});
    io.may("staff_id", &T::staff_id);
    io.may("campaign_id", &T::campaign_id, {0, kIdLengthMax});
}

template <class Io>
void describe(Io& io, Of<domain::PickUpGoods>) {
    using T = domain::PickUpGoods;
    io.need("sku", &T::sku);
    io.may("pieces", &T::pieces, {1, domain::kPickUpPiecesMax});
}

inline bool names_goods_once(const std::vector<domain::PickUpGoods>& goods) {
    for (std::size_t i = 0; i < goods.size(); ++i)
        for (std::size_t k = 0; k < i; ++k)
            if (goods[k].sku == goods[i].sku) return false;
    return true;
}

template <class Io>
void describe(Io& io, Of<domain::Coupon>) {
    using T = domain::Coupon;
    io.need("coupon_id", &T::coupon_id);
    io.need("code", &T::code, kScanCode);
    io.need("template_id", &T::template_id);
    io.may("member_id", &T::member_id);
    io.may("account_id", &T::account_id);
    io.may("state", &T::state);
    io.may("issued_at", &T::issued_at);
    io.may("valid_from", &T::valid_from);
    io.may("valid_until", &T::valid_until);
    io.may("issuer", &T::issuer);
    io.may("goods", &T::goods, {domain::kPickUpGoodsMax});
    io.may("transfers_left", &T::transfers_left, {0, kTransfersMax});
    io.may("from", &T::from);
    io.may("used", &T::used);
    io.expect([](const T& t) { return names_goods_once(t.goods); }, "goods", "each sku once is expected");
    io.expect([](const T& t) { return t.valid_from < t.valid_until; }, "valid_until", "a time after valid_from is expected");
}

}  // namespace counterfoil::codec
