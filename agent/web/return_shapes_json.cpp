#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "codec/names.hpp"
#include "codec/return_json.hpp"
#include "web/shapes_json.hpp"

namespace counterfoil::web {
namespace {

using nlohmann::json;

json left_json(const std::vector<usecase::LineLeft>& lines) {
    json out = json::array();
    for (const usecase::LineLeft& line : lines) {
        json one{{"line_no", line.line_no},
                 {"sold", line.sold.value},
                 {"returned", line.returned.value},
                 {"left", line.left.value}};
        for (const auto& [sku, quantity] : line.skus)
            one["skus"].push_back({{"sku", sku.str()}, {"quantity", quantity.value}});
        out.push_back(std::move(one));
    }
    return out;
}

json exchanged_json(const std::vector<domain::Exchanged>& exchanged) {
    json out = json::array();
    for (const domain::Exchanged& one : exchanged)
        out.push_back(codec::to_json(one));
    return out;
}

json coupons_json(const std::vector<domain::CouponReturn>& coupons) {
    json out = json::array();
    for (const domain::CouponReturn& fate : coupons)
        out.push_back(codec::to_json(fate));
    return out;
}

json cards_json(const std::vector<domain::CardReturn>& cards) {
    json out = json::array();
    for (const domain::CardReturn& fate : cards)
        out.push_back(codec::to_json(fate));
    return out;
}

json gifts_json(const std::vector<domain::GiftReturn>& gifts) {
    json out = json::array();
    for (const domain::GiftReturn& gift : gifts)
        out.push_back(codec::to_json(gift));
    return out;
}

/// What has to be decided before the return can be taken.
json missing_json(const usecase::ReturnPreview& preview) {
    json out{{"skus", json::array()}, {"choices", json::array()}};
    Money value;
    for (const domain::GiftReturn& gift : preview.missing) {
        out["skus"].push_back(gift.sku.str());
        value += gift.gift_value;
    }
    out["gift_value"] = value.value;
    for (const domain::GiftChoice choice : preview.choices)
        out["choices"].push_back(codec::name_of(choice));
    return out;
}

}  // namespace

json to_json(const usecase::TicketDetail& ticket) {
    json out = to_json(ticket.ticket);
    out["left"] = left_json(ticket.left);
    out["returns"] = json::array();
    for (const domain::TicketKey& key : ticket.returns)
        out["returns"].push_back(codec::to_json(key));
    if (!ticket.exchanged.empty()) out["exchanged"] = exchanged_json(ticket.exchanged);
    return out;
}

json to_json(const usecase::ReturnPreview& preview) {
    json out = codec::to_json(preview.goods);
    out["ticket"] = codec::to_json(preview.ticket);
    out["deducted"] = preview.deducted.value;
    out["deduction"] = preview.deduction.value;
    for (const domain::PurseDeduction& one : preview.deducted_in)
        out["deducted_in"].push_back(
            {{"purse_id", one.purse_id.str()}, {"deducted", one.deducted.value}, {"value", one.value.value}});
    out["gifts"] = gifts_json(preview.gifts);
    if (!preview.exchange.empty()) out["exchange"] = exchanged_json(preview.exchange);
    if (!preview.missing.empty()) out["gift_missing"] = missing_json(preview);
    out["refund"] = preview.refund.value;
    out["coupons"] = coupons_json(preview.coupons);
    out["cards"] = cards_json(preview.cards);
    out["left"] = left_json(preview.left);
    if (!preview.member_id.empty()) out["member_id"] = preview.member_id.str();
    return out;
}

json to_json(const usecase::LateEarned& named) {
    json out = codec::to_json(named.entry);
    out["seq"] = named.seq.value;
    out["at"] = named.at.ms;
    return out;
}

json to_json(const usecase::Returned& returned) {
    json out = codec::to_json(returned.entry);
    out["seq"] = returned.seq.value;
    out["at"] = returned.at.ms;
    out["refund"] = returned.entry.refund().value;
    out["coupons"] = coupons_json(returned.coupons);
    out["cards"] = cards_json(returned.cards);
    out["left"] = left_json(returned.left);
    if (!returned.member_id.empty()) out["member_id"] = returned.member_id.str();
    return out;
}

}  // namespace counterfoil::web
