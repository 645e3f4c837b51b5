#include "domain/basket.hpp"

#include <algorithm>
#include <set>

#include "domain/arithmetic.hpp"
#include "domain/calendar.hpp"
#include "domain/line_amount.hpp"
#include "domain/rules.hpp"

namespace counterfoil::domain {
namespace {

constexpr std::int64_t kInstantMax = 253'402'300'799'999;  // the last millisecond of the year 9999
constexpr std::int32_t kTaxMax = 10'000;

using MaybeRefusal = std::optional<Refusal>;

Refusal broken(std::string field, std::string rule) {
    return Refusal{"basket_invalid", std::move(field), {{"rule", std::move(rule)}}};
}

MaybeRefusal check_range(std::int64_t value, std::int64_t least, std::int64_t most, const std::string& field) {
    if (value >= least && value <= most) return std::nullopt;
    return broken(field, "a number from " + std::to_string(least) + " to " + std::to_string(most));
}

template <class Id>
MaybeRefusal check_id(const Id& id, bool may_be_empty, const std::string& field) {
    if ((may_be_empty && id.empty()) || is_valid_id(id.str())) return std::nullopt;
    return broken(field, "1 to 64 characters of A-Z a-z 0-9 . _ : -");
}

MaybeRefusal check_currency(const Basket& basket) {
    const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
    if (basket.currency.size() != 3 || !std::ranges::all_of(basket.currency, is_letter))
        return broken("/currency", "three capital letters (ISO 4217)");
    if (basket.exponent != 0 && basket.exponent != 2 && basket.exponent != 3) return broken("/exponent", "0, 2 or 3");
    return std::nullopt;
}

MaybeRefusal check_ids(const Basket& basket) {
    if (!basket.basket_id.empty() && !is_valid_id(basket.basket_id))
        return broken("/basket_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -");
    if (auto no = check_id(basket.store_id, false, "/store_id")) return no;
    if (auto no = check_id(basket.entity_id, true, "/entity_id")) return no;
    if (auto no = check_id(basket.register_id, false, "/register_id")) return no;
    if (auto no = check_id(basket.ticket_id, false, "/ticket_id")) return no;
    if (auto no = check_id(basket.staff_id, true, "/staff_id")) return no;
    if (auto no = check_id(basket.member_id, true, "/member_id")) return no;
    if (basket.buyer == Buyer::guest && !basket.member_id.empty()) return broken("/member_id", "empty for a guest");
    return std::nullopt;
}

MaybeRefusal check_head(const Basket& basket) {
    if (auto no = check_ids(basket)) return no;
    if (!day_from_text(basket.business_day)) return broken("/business_day", "a date, YYYY-MM-DD");
    if (auto no = check_range(basket.at.ms, 0, kInstantMax, "/at")) return no;
    if (auto no = check_range(basket.clock_error.value, 0, kInstantMax, "/clock_error")) return no;
    return check_currency(basket);
}

MaybeRefusal check_choices(const Basket& basket) {
    if (const auto* asked = std::get_if<std::vector<CouponId>>(&basket.coupons)) {
        if (asked->size() > kCouponsAskedMax)
            return broken("/coupons", "at most " + std::to_string(kCouponsAskedMax) + " coupons");
        for (std::size_t i = 0; i < asked->size(); ++i)
            if (auto no = check_id((*asked)[i], false, "/coupons/" + std::to_string(i))) return no;
    }
    if (const auto* asked = std::get_if<std::vector<CardId>>(&basket.cards)) {
        if (asked->size() > kCardsMax) return broken("/cards", "at most " + std::to_string(kCardsMax) + " cards");
        for (std::size_t i = 0; i < asked->size(); ++i)
            if (auto no = check_id((*asked)[i], false, "/cards/" + std::to_string(i))) return no;
    }
    if (const auto* points = std::get_if<Points>(&basket.points))
        return check_range(points->value, 0, kAmountMax, "/points");
    if (const auto* each = std::get_if<EachPurse>(&basket.points))
        for (const auto& [purse, wanted] : each->wanted)
            if (const auto* points = std::get_if<Points>(&wanted))
                if (auto no = check_range(points->value, 0, kAmountMax, "/points/" + purse_name(purse))) return no;
    return std::nullopt;
}

MaybeRefusal check_line_figures(const BasketLine& line, const std::string& field) {
    if (line.line_no < 1) return broken(field + "/line_no", "a number above 0");
    if (auto no = check_range(line.quantity.value, 1, kQuantityMax, field + "/quantity")) return no;
    if (!line.weighed && line.quantity.value % kOnePiece.value != 0)
        return broken(field + "/quantity", "whole pieces (a multiple of 1000), unless the line is weighed");
    if (auto no = check_range(line.unit_price.value, 0, kAmountMax, field + "/unit_price")) return no;
    if (line.amount)
        if (auto no = check_range(line.amount->value, 0, kAmountMax, field + "/amount")) return no;
    if (line.member_unit_price)
        if (auto no = check_range(line.member_unit_price->value, 0, kAmountMax, field + "/member_unit_price")) return no;
    if (auto no = check_range(line.pos_discount.value, 0, kAmountMax, field + "/pos_discount")) return no;
    return check_range(line.tax_bp.value, 0, kTaxMax, field + "/tax_bp");
}

MaybeRefusal check_line(const BasketLine& line, const std::string& field) {
    if (auto no = check_line_figures(line, field)) return no;
    const Money amount = line_amount(line);
    if (amount.value > kAmountMax)
        return broken(field + "/unit_price", "unit price times quantity at most " + std::to_string(kAmountMax));
    if (line.pos_discount > amount) return broken(field + "/pos_discount", "at most the line's amount");
    if (line.override_price) return check_id(line.override_price->staff_id, true, field + "/override/staff_id");
    return std::nullopt;
}

}  // namespace

PointsChoice Basket::points_of(const PurseId& purse) const {
    const auto* each = std::get_if<EachPurse>(&points);
    if (each == nullptr) return purse.empty() ? points : NoPoints{};
    const auto found = each->wanted.find(purse);
    if (found == each->wanted.end()) return NoPoints{};
    if (const auto* number = std::get_if<Points>(&found->second)) return *number;
    return MaxPoints{};
}

Money line_amount(const BasketLine& line) {
    return line.amount ? *line.amount : Money{half_up_product(line.unit_price.value, line.quantity.value, kOnePiece.value)};
}

MaybeRefusal check_basket(const Basket& basket) {
    if (auto no = check_head(basket)) return no;
    if (auto no = check_choices(basket)) return no;
    if (auto no = check_range(basket.rounding.value, 0, kAmountMax, "/rounding")) return no;
    if (basket.lines.size() > kLinesMax) return broken("/lines", "at most " + std::to_string(kLinesMax) + " lines");
    std::set<std::int32_t> numbers;
    Money total;
    for (std::size_t i = 0; i < basket.lines.size(); ++i) {
        const BasketLine& line = basket.lines[i];
        const std::string field = "/lines/" + std::to_string(i);
        if (auto no = check_line(line, field)) return no;
        if (!numbers.insert(line.line_no).second) return broken(field + "/line_no", "each line number once");
        total += line_amount(line);
        if (total.value > kAmountMax) return broken("/lines", "a total of at most " + std::to_string(kAmountMax));
    }
    return std::nullopt;
}

}  // namespace counterfoil::domain
