#include "codec/bytes.hpp"
#include "codec/compact_bytes.ipp"
#include "codec/describe_basket.ipp"
#include "codec/json.hpp"
#include "domain/gtin.hpp"
#include "domain/rules.hpp"

namespace counterfoil::codec {
namespace {

using domain::LineFlags;

constexpr std::array<std::pair<bool LineFlags::*, std::string_view>, 7> kFlagNames{
    {{&LineFlags::no_tier_price, "no_tier_price"},
     {&LineFlags::no_coupon, "no_coupon"},
     {&LineFlags::no_burn, "no_burn"},
     {&LineFlags::no_earn, "no_earn"},
     {&LineFlags::gift, "gift"},
     {&LineFlags::regulated, "regulated"},
     {&LineFlags::non_goods, "non_goods"}}};

bool set_flag(LineFlags& flags, std::string_view name) {
    for (const auto& [member, flag_name] : kFlagNames) {
        if (flag_name != name) continue;
        flags.*member = true;
        return true;
    }
    return false;
}

}  // namespace

bool is_gtin(std::string_view text) { return domain::Gtin::from_digits(text).has_value(); }
std::string gtin_14(std::string_view gtin) { return domain::Gtin::from_digits(gtin)->str(); }

void Form<LineFlags>::read(const Json& value, LineFlags& out, const Rule&, const Place& place, Reading& reading) {
    if (!value.is_array() || value.size() > kFlagNames.size())
        return reading.refuse(place, "a list of at most " + std::to_string(kFlagNames.size()) + " flags is expected");
    out = {};
    for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string* name = text_of(value[i]);
        if (name != nullptr && set_flag(out, *name)) continue;
        return reading.refuse(Place(place, i),
                              "one of no_tier_price, no_coupon, no_burn, no_earn, gift, regulated, non_goods is expected");
    }
}

Json Form<LineFlags>::write(const LineFlags& value, const Writing&) {
    Json names = Json::array();
    for (const auto& [member, name] : kFlagNames)
        if (value.*member) names.push_back(std::string(name));
    return names;
}

void Form<domain::CouponChoice>::read(const Json& value, domain::CouponChoice& out, const Rule&, const Place& place,
                                      Reading& reading) {
    if (value == "best") {
        out = domain::BestCoupons{};
    } else if (value.is_array()) {
        Form<std::vector<CouponId>>::read(value, out.emplace<std::vector<CouponId>>(), {domain::kCouponsAskedMax, {}}, place,
                                          reading);
    } else {
        reading.refuse(place, "\"best\" or a list of coupon ids is expected");
    }
}

Json Form<domain::CouponChoice>::write(const domain::CouponChoice& value, const Writing& writing) {
    const auto* ids = std::get_if<std::vector<CouponId>>(&value);
    return ids != nullptr ? Form<std::vector<CouponId>>::write(*ids, writing) : Json("best");
}

void Form<domain::CardChoice>::read(const Json& value, domain::CardChoice& out, const Rule&, const Place& place,
                                    Reading& reading) {
    if (value == "best") {
        out = domain::BestCards{};
    } else if (value.is_array()) {
        Form<std::vector<CardId>>::read(value, out.emplace<std::vector<CardId>>(), {domain::kCardsMax, {}}, place, reading);
    } else {
        reading.refuse(place, "\"best\" or a list of card ids is expected");
    }
}

Json Form<domain::CardChoice>::write(const domain::CardChoice& value, const Writing& writing) {
    const auto* ids = std::get_if<std::vector<CardId>>(&value);
    return ids != nullptr ? Form<std::vector<CardId>>::write(*ids, writing) : Json("best");
}

namespace {

/// What is wanted of one purse; nothing where that is no such wish.
std::optional<domain::PointsChoice> wish_of(const Json& value) {
    if (value == "none") return domain::NoPoints{};
    if (value == "max") return domain::MaxPoints{};
    if (const auto number = whole_number(value); number && *number >= 0 && *number <= kAmountMax) return Points{*number};
    return std::nullopt;
}

std::string wish_expected() {
    return "\"none\", \"max\" or a whole number from 0 to " + std::to_string(kAmountMax) + " is expected";
}

/// A wish for the main purse alone has one form, however it was written.
domain::PointsChoice simplest(domain::EachPurse each) {
    if (each.wanted.empty()) return domain::NoPoints{};
    if (each.wanted.size() > 1 || !each.wanted.begin()->first.empty()) return each;
    const auto& only = each.wanted.begin()->second;
    if (const auto* number = std::get_if<Points>(&only)) return *number;
    return domain::MaxPoints{};
}

void read_each(const Json& value, domain::PointsChoice& out, const Place& place, Reading& reading) {
    if (value.size() > domain::kPursesMax + 1)
        return reading.refuse(place, "at most " + std::to_string(domain::kPursesMax + 1) + " purses are expected");
    domain::EachPurse each;
    for (const auto& [name, wanted] : value.get_ref<const Json::object_t&>()) {
        PurseId purse;
        if (name != domain::kMainPurse) {
            Form<PurseId>::read(name, purse, {}, Place(place, name), reading);
            if (reading.failed()) return;
        }
        const auto wish = wish_of(wanted);
        if (!wish) return reading.refuse(Place(place, name), wish_expected());
        if (const auto* number = std::get_if<Points>(&*wish)) each.wanted.emplace(purse, *number);
        if (std::holds_alternative<domain::MaxPoints>(*wish)) each.wanted.emplace(purse, domain::MaxPoints{});
    }
    out = simplest(std::move(each));
}

}  // namespace

void Form<domain::PointsChoice>::read(const Json& value, domain::PointsChoice& out, const Rule&, const Place& place,
                                      Reading& reading) {
    if (value.is_object()) return read_each(value, out, place, reading);
    if (const auto wish = wish_of(value))
        out = *wish;
    else
        reading.refuse(place, wish_expected());
}

Json Form<domain::PointsChoice>::write(const domain::PointsChoice& value, const Writing&) {
    if (const auto* each = std::get_if<domain::EachPurse>(&value)) {
        Json::object_t object;
        for (const auto& [purse, wanted] : each->wanted) {
            const auto* number = std::get_if<Points>(&wanted);
            object.emplace(domain::purse_name(purse), number != nullptr ? Json(number->value) : Json("max"));
        }
        return object;
    }
    if (const auto* points = std::get_if<Points>(&value)) return points->value;
    return std::holds_alternative<domain::MaxPoints>(value) ? "max" : "none";
}

Json to_json(const domain::Product& product) { return Form<domain::Product>::write(product, kFullJson); }
Json to_json(const domain::Basket& basket) { return Form<domain::Basket>::write(basket, kFullJson); }
Json to_json(const domain::Tender& tender) { return Form<domain::Tender>::write(tender, kFullJson); }

Result<domain::Product> read_product(const Json& value, const std::string& path) {
    return read_whole<domain::Product>(value, path);
}
Result<domain::Basket> read_basket(const Json& value, const std::string& path) {
    return read_whole<domain::Basket>(value, path);
}
Result<domain::Tender> read_tender(const Json& value, const std::string& path) {
    return read_whole<domain::Tender>(value, path);
}

Bytes encode_product(const domain::Product& product) { return compact_bytes(product); }
Result<domain::Product> decode_product(ByteView bytes) { return whole_from_bytes<domain::Product>(bytes); }

}  // namespace counterfoil::codec
