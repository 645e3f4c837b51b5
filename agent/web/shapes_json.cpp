#include "web/shapes_json.hpp"

#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "codec/names.hpp"

namespace counterfoil::web {
namespace {

using codec::name_of;
using nlohmann::json;

template <class List>
json array_of(const List& list) {
    json out = json::array();
    for (const auto& item : list)
        out.push_back(to_json(item));
    return out;
}

/// What a conflict was about, as far as the entry tells.
json about(const domain::JournalEntry& entry) {
    json out = {{"seq", entry.seq.value}, {"at", entry.at.ms}};
    if (const auto* risk = std::get_if<domain::RiskEntry>(&entry.body)) {
        out["right_id"] = risk->units.right_id.str();
        out["amount"] = risk->units.amount;
        out["value"] = risk->value.value;
        out["ticket"] = codec::to_json(risk->ticket);
    } else if (const auto* consume = std::get_if<domain::ConsumeEntry>(&entry.body)) {
        out["hold_id"] = consume->hold_id.text();
        out["ticket"] = codec::to_json(consume->ticket);
    } else if (const auto* ticket = std::get_if<domain::TicketEntry>(&entry.body)) {
        out["ticket"] = codec::to_json(ticket->basket.ticket_key());
    } else if (const auto* back = std::get_if<domain::ReturnEntry>(&entry.body)) {
        out["value"] = back->refund().value;
        out["ticket"] = codec::to_json(back->ticket);
        out["return_key"] = codec::to_json(back->return_key);
    } else if (const auto* person = std::get_if<domain::EnrolEntry>(&entry.body)) {
        out["member_id"] = person->member_id.str();
    } else if (const auto* late = std::get_if<domain::LateEarnEntry>(&entry.body)) {
        out["ticket"] = codec::to_json(late->ticket);
    }
    return out;
}

}  // namespace

json to_json(const domain::OfferedCoupon& offered) {
    json out = codec::to_json(offered.coupon);
    out["name"] = {{"zh", offered.coupon_template.name.zh}, {"en", offered.coupon_template.name.en}};
    out["right"] = name_of(offered.right);
    out["template"] = codec::to_json(offered.coupon_template);
    if (offered.barred) out["barred"] = codec::to_json(*offered.barred);
    return out;
}

json to_json(const usecase::CouponView& coupon) {
    // HQ wrote it: what cannot be read of it is as if it had said nothing.
    json out = json::parse(coupon.hq.empty() ? "{}" : coupon.hq, nullptr, false);
    if (!out.is_object()) out = json::object();
    out["source"] = coupon.hq.empty() ? "cache" : "hq";
    if (coupon.hq.empty()) out["data_age"] = coupon.data_age.value;
    if (coupon.coupon) out["coupon"] = codec::to_json(*coupon.coupon);
    if (coupon.coupon_template)
        out["name"] = {{"zh", coupon.coupon_template->name.zh}, {"en", coupon.coupon_template->name.en}};
    return out;
}

json to_json(const usecase::ShownCard& card) {
    json out = codec::to_json(card.offer.card);
    out["right"] = name_of(card.offer.right);
    out["usable"] = card.offer.uses;
    if (card.type) {
        out["name"] = {{"zh", card.type->name.zh}, {"en", card.type->name.en}};
        out["type"] = codec::to_json(*card.type);
    }
    if (card.offer.barred) out["barred"] = codec::to_json(*card.offer.barred);
    return out;
}

json to_json(const usecase::MemberCard& card) {
    json out = codec::to_json(card.member);
    if (card.tier)
        out["tier"] = {{"tier_id", card.tier->tier_id.str()},
                       {"name", {{"zh", card.tier->name.zh}, {"en", card.tier->name.en}}},
                       {"rank", card.tier->rank},
                       {"pay_bp", card.tier->pay_bp.value},
                       {"mult_bp", card.tier->mult_bp.value}};
    out["points"] = {{"available", card.available.value}, {"pending", card.pending.value}, {"owed", card.member.owed.value}};
    if (card.unit_decimals > 0) out["points"]["unit_decimals"] = card.unit_decimals;
    for (const usecase::PurseView& purse : card.purses)
        out["purses"].push_back({{"purse_id", purse.purse_id.str()},
                                 {"name", {{"zh", purse.name.zh}, {"en", purse.name.en}}},
                                 {"unit_decimals", purse.unit_decimals},
                                 {"available", purse.available.value},
                                 {"pending", purse.pending.value},
                                 {"owed", purse.owed.value}});
    out["coupons"] = array_of(card.coupons);
    out["cards"] = array_of(card.cards);
    out["data_age"] = card.data_age.value;
    return out;
}

json to_json(const usecase::Enrolled& enrolled) {
    return {{"member", to_json(enrolled.card)},
            {"seq", enrolled.seq.value},
            {"at", enrolled.at.ms},
            {"confirmed", enrolled.confirmed}};
}

json to_json(const usecase::Identified& identified) {
    json out = {{"kind", name_of(identified.meaning.kind)},
                {"value", identified.meaning.value},
                {"proof", name_of(identified.proof)}};
    if (!identified.meaning.issuer_id.empty()) out["issuer_id"] = identified.meaning.issuer_id;
    if (!identified.meaning.alternative_gtin.empty()) out["alternative_gtin"] = identified.meaning.alternative_gtin;
    if (identified.phone_lapsed) out["phone_lapsed"] = true;
    if (identified.member) out["member"] = to_json(*identified.member);
    if (identified.coupon) out["coupon"] = to_json(*identified.coupon);
    if (identified.product) out["product"] = codec::to_json(*identified.product);
    out["found"] = identified.member || identified.coupon || identified.product;
    return out;
}

json to_json(const usecase::QuoteAnswer& answer) {
    return {{"basket", codec::to_json(answer.basket)},
            {"quote", codec::to_json(answer.quote)},
            {"data_age", answer.data_age.value}};
}

json to_json(const usecase::CheckoutAnswer& answer) {
    json out = {{"checkout_id", answer.checkout.checkout_id.str()},
                {"state", name_of(answer.checkout.state)},
                {"acquire", name_of(answer.checkout.acquire)},
                {"opened_at", answer.checkout.opened_at.ms},
                {"basket", codec::to_json(answer.checkout.basket)},
                {"quote", codec::to_json(answer.checkout.quote)},
                {"coupons", array_of(answer.coupons)}};
    if (!answer.checkout.refused_reason.empty()) out["refused_reason"] = answer.checkout.refused_reason;
    return out;
}

json to_json(const usecase::Committed& committed) {
    json out = {{"ticket", codec::to_json(committed.ticket)},
                {"seq", committed.seq.value},
                {"at", committed.at.ms},
                {"at_risk", committed.at_risk},
                {"quote", codec::to_json(committed.quote)}};
    if (!committed.member_id.empty()) out["member_id"] = committed.member_id.str();
    return out;
}

json to_json(const usecase::TicketView& view) {
    json out = {{"seq", view.entry.seq.value}, {"at", view.entry.at.ms}};
    if (const auto* ticket = std::get_if<domain::TicketEntry>(&view.entry.body)) {
        out["ticket"] = codec::to_json(ticket->basket.ticket_key());
        out["basket"] = codec::to_json(ticket->basket);
        out["quote"] = codec::to_json(ticket->quote);
        out["tenders"] = json::array();
        for (const domain::Tender& tender : ticket->tenders)
            out["tenders"].push_back(codec::to_json(tender));
        for (const domain::Tender& tender : ticket->refunds)
            out["refunds"].push_back(codec::to_json(tender));
    }
    if (view.verdict) out["hq"] = name_of(*view.verdict);
    return out;
}

json to_json(const usecase::DeviceStatus& device) {
    return {{"name", device.name}, {"path", device.path}, {"attached", device.attached}, {"detail", device.detail}};
}

json to_json(const usecase::Status& status) {
    json out = {
        {"version", status.version},
        {"enrolled", status.enrolled},
        {"device",
         {{"device_id", status.device_id.str()}, {"epoch", status.epoch.value}, {"store_id", status.store_id.str()}}},
        {"link", {{"state", status.link.up ? "up" : "down"}, {"last_contact", status.link.last_contact.ms}}},
        {"data_age", status.data_age.value},
        {"feed_position", status.feed_position.value},
        {"journal", {{"seq", status.journal_seq.value}, {"applied", status.applied_seq.value}}},
        {"pending_operations", status.pending_operations},
        {"open_holds", status.open_holds},
        {"open_checkouts", status.open_checkouts},
        {"devices", array_of(status.devices)}};
    out["conflicts"] = json::array();
    for (const auto& conflict : status.conflicts) {
        json item = about(conflict.entry);
        item["code"] = conflict.code;
        out["conflicts"].push_back(std::move(item));
    }
    return out;
}

json scan_event(std::string_view source, std::string_view text, std::string_view symbology) {
    return {{"source", source}, {"text", text}, {"symbology", symbology}};
}

json identified_event(std::string_view source, const usecase::Identified& identified) {
    json out = to_json(identified);
    out["source"] = source;
    return out;
}

json refused_event(std::string_view source, const Refusal& refusal) {
    return {{"source", source}, {"refused", refusal.code}};
}

json link_event(bool up) { return {{"state", up ? "up" : "down"}}; }

json sync_event(std::uint64_t pending_operations) { return {{"pending_operations", pending_operations}}; }

}  // namespace counterfoil::web
