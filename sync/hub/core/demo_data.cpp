#include "hub/core/demo_data.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/assert.hpp"
#include "codec/bytes.hpp"
#include "domain/gtin.hpp"
#include "hub/core/demo_words.hpp"

namespace counterfoil::hub {

namespace {

using Json = nlohmann::json;

constexpr std::int64_t kYearMs = 365 * kDayMs;
constexpr std::uint32_t kStores = 5;
constexpr std::uint32_t kBearerCoupons = 60;
constexpr std::uint32_t kIssuerCoupons = 20;
constexpr const char* kStamps = "stamps";
constexpr const char* kCardType = "DRINKS-TEN";
constexpr const char* kIssuer = "live";
constexpr const char* kIssuerRef = "ten";

/// splitmix64 (public domain): the same numbers from a seed on every machine. Thrown in statements of their own: compilers
/// differ in the order of what one expression throws.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        return z ^ (z >> 31);
    }
    /// 0 .. n - 1. The bias of the remainder does not matter for made-up data.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    bool percent(std::size_t share) { return below(100) < share; }
    template <class Array>
    const auto& pick(const Array& array) {
        return array[below(array.size())];
    }

private:
    std::uint64_t state_;
};

std::string padded(std::uint64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    if (text.size() < width) text.insert(0, width - text.size(), '0');
    return text;
}

/// `fields` is the compact form: what is as by default is left out.
void add_line(std::string& text, const char* kind, const Bytes& fields) {
    Json row = Json::parse(fields);
    // A template's own kind stands beside the line's.
    if (const auto own = row.find("kind"); own != row.end()) row["template_kind"] = *own;
    row["kind"] = kind;
    text += row.dump();
    text += '\n';
}

/// A purse beside the main one: snacks earn it, and it is burnt in tens.
domain::Purse demo_purse() {
    domain::EarnRule snacks{"snacks", {}, Points{1}, Money{500}};
    snacks.scope.include.categories = {"snacks"};
    domain::Purse purse{PurseId{kStamps}, {"印花", "Stamps"}, {}};
    purse.points.earn_points = Points{0};
    purse.points.earn_rules = {snacks};
    purse.points.burn_points = Points{10};
    purse.points.burn_value = Money{500};
    purse.points.burn_step = Points{10};
    purse.points.burn_least = Points{10};
    return purse;
}

domain::CardType demo_card_type() {
    domain::CardType type;
    type.card_type_id = CardTypeId{kCardType};
    type.name = {"十次饮品八折卡", "Ten times 20 % off drinks"};
    type.pay_bp = BasisPoints{8000};
    type.scope.include.categories = {"drinks"};
    type.uses = 10;
    type.offline = domain::OfflinePolicy::risk;
    return type;
}

/// A partner that sends lists and signs nothing.
domain::Issuer demo_issuer() {
    domain::Issuer issuer;
    issuer.issuer_id = kIssuer;
    issuer.name = {"直播间", "Live stream"};
    issuer.patterns = {{"LS", domain::CodeAlphabet::digits, 8, 8}};
    issuer.templates = {{kIssuerRef, TemplateId{"TPL-LIVE-10"}}};
    issuer.states = {{"UNUSED", domain::CouponState::issued}, {"REVOKED", domain::CouponState::voided}};
    return issuer;
}

domain::Rules demo_rules() {
    domain::Rules rules;
    rules.tiers = {{TierId{"bronze"}, {"铜卡", "Bronze"}, 1, BasisPoints{10000}, BasisPoints{10000}},
                   {TierId{"silver"}, {"银卡", "Silver"}, 2, BasisPoints{9500}, BasisPoints{12000}},
                   {TierId{"gold"}, {"金卡", "Gold"}, 3, BasisPoints{9000}, BasisPoints{15000}}};
    rules.points.offline_risk = true;
    rules.risk = {Money{5000}, Money{10000}, Money{200000}, Millis{3 * kDayMs}};
    rules.prefixes = {{"CFM"}, {"CFK"}, {"CFC"}};
    rules.purses = {demo_purse()};
    rules.card_types = {demo_card_type()};
    rules.issuers = {demo_issuer()};
    return rules;
}

domain::CouponTemplate amount_off(const char* id, domain::LocalText name, std::int64_t face, std::int64_t min_spend,
                                  domain::OfflinePolicy offline) {
    domain::CouponTemplate rule;
    rule.template_id = TemplateId{id};
    rule.kind = domain::TemplateKind::amount_off;
    rule.name = std::move(name);
    rule.face = Money{face};
    rule.min_spend = Money{min_spend};
    rule.offline = offline;
    return rule;
}

domain::CouponTemplate percent_off(const char* id, domain::LocalText name, std::int32_t pay_bp, std::int64_t max_discount,
                                   domain::OfflinePolicy offline) {
    domain::CouponTemplate rule;
    rule.template_id = TemplateId{id};
    rule.kind = domain::TemplateKind::percent_off;
    rule.name = std::move(name);
    rule.pay_bp = BasisPoints{pay_bp};
    rule.max_discount = Money{max_discount};
    rule.offline = offline;
    return rule;
}

/// Of every kind that there is, with and without threshold, scope, owner and leave to be used in the dark. The first two are
/// the showcase's, the last two for bearers.
std::vector<domain::CouponTemplate> demo_templates(Instant from) {
    using domain::OfflinePolicy;
    std::vector<domain::CouponTemplate> out{
        amount_off("TPL-20-OFF-100", {"满100减20", "20 off from 100"}, 2000, 10000, OfflinePolicy::risk),
        percent_off("TPL-10-PERCENT", {"九折券", "10 % off, at most 50"}, 9000, 5000, OfflinePolicy::checkout),
        amount_off("TPL-50-OFF-299", {"满299减50", "50 off from 299"}, 5000, 29900, OfflinePolicy::checkout),
        percent_off("TPL-DRINKS-20", {"饮品八折", "20 % off drinks"}, 8000, 3000, OfflinePolicy::risk),
        percent_off("TPL-THREE-15", {"三件八五折", "15 % off three or more"}, 8500, 4000, OfflinePolicy::checkout),
        amount_off("TPL-GOLD-30", {"金卡专享30元", "30 off for gold members"}, 3000, 15000, OfflinePolicy::checkout),
        amount_off("TPL-LIST-60", {"原价满200减60", "60 off from 200 of list price"}, 6000, 20000, OfflinePolicy::checkout),
        amount_off("TPL-5-OFF", {"5元通用券", "5 off for everyone"}, 500, 0, OfflinePolicy::risk),
        percent_off("TPL-PAPER-10", {"纸质九折券", "Paper coupon, 10 % off"}, 9000, 2000, OfflinePolicy::checkout)};
    out[3].scope.include.categories = {"drinks"};
    out[4].min_qty = Quantity{3000};
    out[4].scope.exclude.categories = {"fresh"};
    out[5].tiers = {TierId{"gold"}};
    out[6].threshold_base = domain::ThresholdBase::list;
    out[6].with_tier_price = false;
    out[6].with_points = false;
    for (std::size_t i : {out.size() - 2, out.size() - 1})
        out[i].bound = domain::Bound::bearer;
    for (domain::CouponTemplate& rule : out)
        rule.valid_from = from;
    return out;
}

/// Nobody gets these by chance: the issuer's, and one that has to be asked for.
std::vector<domain::CouponTemplate> special_templates(Instant from) {
    std::vector<domain::CouponTemplate> out{amount_off("TPL-LIVE-10", {"直播间满50减10", "10 off from 50, live stream"},
                                                       1000, 5000, domain::OfflinePolicy::risk),
                                            {}};
    out[0].bound = domain::Bound::bearer;
    out[1].template_id = TemplateId{"TPL-DOUBLE"};
    out[1].kind = domain::TemplateKind::points_multiplier;
    out[1].name = {"双倍积分券", "Double points"};
    out[1].multiplier_bp = BasisPoints{20000};
    for (domain::CouponTemplate& rule : out)
        rule.valid_from = from;
    return out;
}

/// A number of the range that a shop may give out itself (GS1 General Specifications, restricted circulation numbers).
std::string demo_gtin(std::uint32_t number) {
    const std::string digits = "20" + padded(number, 10);
    return digits + domain::gtin_check_digit(digits);
}

std::string products(Dice& dice, std::uint32_t count) {
    constexpr std::int32_t kTaxBp = 1300;
    constexpr std::int32_t kFreshTaxBp = 900;
    std::string text;
    for (std::uint32_t i = 1; i <= count; ++i) {
        const DemoGoods& goods = kGoods[(i - 1) % kGoods.size()];
        const Word& style = i <= kGoods.size() ? kStyles[0] : dice.pick(kStyles);
        domain::Product product;
        product.sku = Sku{"SKU" + padded(i, 5)};
        product.gtin = demo_gtin(i);
        product.name = {std::string(style.zh) + std::string(goods.name.zh),
                        std::string(style.en) + " " + std::string(goods.name.en)};
        product.brand = style.en;
        product.category = goods.category;
        product.weighed = goods.weighed;
        if (goods.weighed) product.uom = "kg";
        const auto range = static_cast<std::size_t>((goods.price_to - goods.price_from) / 10 + 1);
        product.unit_price = Money{goods.price_from + static_cast<std::int64_t>(dice.below(range)) * 10};
        if (dice.percent(10)) product.member_unit_price = Money{product.unit_price.value * 85 / 100};
        product.tax_bp = BasisPoints{product.category.starts_with("fresh") ? kFreshTaxBp : kTaxBp};
        add_line(text, "product", codec::encode_product(product));
    }
    domain::Product bag;
    bag.sku = Sku{"BAG"};
    bag.gtin = demo_gtin(count + 1);
    bag.name = {"购物袋", "Carrier bag"};
    bag.category = "other/bags";
    bag.unit_price = Money{30};
    bag.tax_bp = BasisPoints{kTaxBp};
    bag.flags.non_goods = true;
    add_line(text, "product", codec::encode_product(bag));
    return text;
}

std::string demo_name(Dice& dice) {
    if (dice.percent(15)) {
        std::string name(dice.pick(kFirstNames));
        name += ' ';
        name += dice.pick(kLastNames);
        return name;
    }
    std::string name(dice.pick(kSurnames));
    name += dice.pick(kGivenCharacters);
    if (dice.percent(70)) name += dice.pick(kGivenCharacters);
    return name;
}

/// Of the shape of a mainland mobile number, each once.
std::string demo_phone(Dice& dice, std::set<std::string>& given) {
    for (;;) {
        std::string phone = "+861" + std::to_string(3 + dice.below(7));
        phone += padded(dice.below(1'000'000'000), 9);
        if (given.insert(phone).second) return phone;
    }
}

std::vector<domain::PointsLot> demo_lots(Dice& dice, std::uint32_t number, Instant from) {
    std::vector<domain::PointsLot> lots;
    const std::size_t count = dice.below(3);
    for (std::size_t k = 0; k < count; ++k) {
        domain::PointsLot lot;
        lot.lot_id = LotId{"DEMO" + padded(number, 7) + "-" + std::to_string(k + 1)};
        lot.amount = Points{static_cast<std::int64_t>(50 + dice.below(3000))};
        lot.available_at = from;
        lot.expires_at = from + Millis{static_cast<std::int64_t>(4 + k) * kYearMs};
        lots.push_back(lot);
    }
    return lots;
}

std::string member_id(std::uint32_t number) { return "M" + padded(number, 7); }

domain::Member demo_member(Dice& dice, std::uint32_t number, std::set<std::string>& phones) {
    using domain::IdentityKind;
    domain::Member member;
    member.member_id = MemberId{member_id(number)};
    member.name = demo_name(dice);
    const std::size_t tier = dice.below(100);
    member.tier = TierId{tier < 70 ? "bronze" : tier < 92 ? "silver" : "gold"};
    member.home_store = StoreId{"S" + padded(1 + dice.below(kStores), 3)};
    member.identities = {{IdentityKind::member_code, "CFM" + padded(number, 12)},
                         {IdentityKind::phone, demo_phone(dice, phones)}};
    if (dice.percent(60)) member.identities.push_back({IdentityKind::card_no, "CFK" + padded(number, 12)});
    return member;
}

domain::PointsLot stamps_lot(std::uint32_t number, Instant from) {
    domain::PointsLot lot;
    lot.lot_id = LotId{"DEMO" + padded(number, 7) + "-S"};
    lot.purse_id = PurseId{kStamps};
    lot.amount = Points{40};
    lot.available_at = from;
    lot.expires_at = from + Millis{5 * kYearMs};
    return lot;
}

std::string members(Dice& dice, const DemoOptions& options) {
    constexpr std::int64_t kShowcasePoints = 1200;
    std::string text;
    std::set<std::string> phones;
    for (std::uint32_t i = 1; i <= options.members; ++i) {
        domain::Member member = demo_member(dice, i, phones);
        if (i == 1) {
            member.name = "林晓岚";
            member.tier = TierId{"gold"};
            member.home_store = StoreId{"S001"};
            domain::PointsLot lot;
            lot.lot_id = LotId{"DEMO" + padded(i, 7) + "-1"};
            lot.amount = Points{kShowcasePoints};
            lot.available_at = options.from;
            lot.expires_at = options.from + Millis{5 * kYearMs};
            member.lots = {lot};
        } else {
            member.lots = demo_lots(dice, i, options.from);
        }
        if (i == 2) member.lots.push_back(stamps_lot(i, options.from));
        add_line(text, "member", codec::encode_member({member, {}}));
    }
    return text;
}

std::string coupons(Dice& dice, const DemoOptions& options, const std::vector<domain::CouponTemplate>& templates) {
    std::string text;
    std::uint64_t number = 0;
    const std::size_t for_bearers = 2;
    const auto add = [&](const domain::CouponTemplate& rule, const std::string& member) {
        domain::Coupon coupon;
        ++number;
        coupon.coupon_id = CouponId{"C" + padded(number, 9)};
        coupon.code = "CFC" + padded(number, 12);
        coupon.template_id = rule.template_id;
        coupon.member_id = MemberId{member};
        coupon.issued_at = options.from;
        coupon.valid_from = options.from;
        coupon.valid_until = options.from + Millis{10 * kYearMs};
        add_line(text, "coupon", codec::encode_coupon(coupon));
    };
    add(templates[0], member_id(1));
    add(templates[1], member_id(1));
    for (std::uint32_t i = 2; i <= options.members; ++i) {
        for (std::size_t k = dice.below(4); k > 0; --k)
            add(templates[dice.below(templates.size() - for_bearers)], member_id(i));
    }
    for (std::uint32_t i = 0; i < kBearerCoupons; ++i)
        add(templates[templates.size() - for_bearers + i % for_bearers], {});
    if (options.members >= 2) add(special_templates(options.from).back(), member_id(2));
    return text;
}

std::string row(const Json& fields) { return fields.dump() + "\n"; }

std::string cards(const DemoOptions& options) {
    std::string text;
    for (std::uint32_t i = 2; i <= options.members; i += 10)
        text += row({{"kind", "card"},
                     {"card_id", "K" + padded(i, 7)},
                     {"card_type_id", kCardType},
                     {"member_id", member_id(i)},
                     {"issued_at", options.from.ms}});
    return text;
}

std::string issuer_coupons(const DemoOptions& options) {
    std::string text;
    for (std::uint32_t i = 1; i <= kIssuerCoupons; ++i)
        text += row({{"kind", "issuer_coupon"},
                     {"issuer_id", kIssuer},
                     {"code", "LS" + padded(i, 6)},
                     {"ref", kIssuerRef},
                     {"state", "UNUSED"},
                     {"issued_at", options.from.ms},
                     {"valid_from", options.from.ms}});
    return text;
}

}  // namespace

std::vector<DemoFile> make_demo_data(const DemoOptions& options) {
    CF_ASSERT(options.members >= 1 && options.members <= 1'000'000);
    CF_ASSERT(options.products >= 1 && options.products <= 99'999);
    // Each file has dice of its own, so that more members leave the products as they are.
    Dice product_dice(options.seed);
    Dice member_dice(options.seed + 1);
    Dice coupon_dice(options.seed + 2);
    const std::vector<domain::CouponTemplate> templates = demo_templates(options.from);
    std::string rules_text;
    add_line(rules_text, "rules", codec::encode_rules(demo_rules()));
    std::string template_text;
    for (const domain::CouponTemplate& rule : templates)
        add_line(template_text, "template", codec::encode_template(rule));
    for (const domain::CouponTemplate& rule : special_templates(options.from))
        add_line(template_text, "template", codec::encode_template(rule));
    return {{"rules.jsonl", rules_text},
            {"templates.jsonl", template_text},
            {"products.jsonl", products(product_dice, options.products)},
            {"members.jsonl", members(member_dice, options)},
            {"coupons.jsonl", coupons(coupon_dice, options, templates)},
            {"cards.jsonl", cards(options)},
            {"issuer_coupons.jsonl", issuer_coupons(options)}};
}

}  // namespace counterfoil::hub
