#include "codec/bytes.hpp"
#include "codec/compact_bytes.ipp"
#include "codec/describe_basket.ipp"
#include "codec/json.hpp"
#include "domain/gtin.hpp"

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

void Form<domain::PointsChoice>::read(const Json& value, domain::PointsChoice& out, const Rule&, const Place& place,
                                      Reading& reading) {
    const auto number = whole_number(value);
    if (value == "none") {
        out = domain::NoPoints{};
    } else if (value == "max") {
        out = domain::MaxPoints{};
    } else if (number && *number >= 0 && *number <= kAmountMax) {
        out = Points{*number};
    } else {
        reading.refuse(place,
                       "\"none\", \"max\" or a whole number from 0 to " + std::to_string(kAmountMax) + " is expected");
    }
}

Json Form<domain::PointsChoice>::write(const domain::PointsChoice& value, const Writing&) {
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
