// Orders and answers of the desk about consents that are taken back and members who leave, as JSON.
#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "hub/core/describe_who.ipp"
#include "hub/core/desk_json.hpp"

namespace counterfoil::codec {

template <>
struct EnumNames<hub::ConsentPurpose> {
    using E = hub::ConsentPurpose;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::membership, "membership"}, {E::marketing, "marketing"}, {E::sharing, "sharing"}}};
};
template <>
struct EnumNames<hub::HoldState> {
    using E = hub::HoldState;
    static constexpr std::array<std::pair<E, std::string_view>, 6> kNames{{{E::open, "open"},
                                                                           {E::recalling, "recalling"},
                                                                           {E::orphaned, "orphaned"},
                                                                           {E::frozen, "frozen"},
                                                                           {E::reclaimed, "reclaimed"},
                                                                           {E::closed, "closed"}}};
};

template <class Io>
void describe(Io& io, Of<hub::WithdrawOrder>) {
    using T = hub::WithdrawOrder;
    io.need("purpose", &T::purpose);
    io.need("channel", &T::channel, TextRule{1, 32});
    io.may("text_version", &T::text_version, TextRule{0, 64});
    io.part(&T::who);
}

}  // namespace counterfoil::codec

namespace counterfoil::hub {

namespace {

struct EraseOrder {
    bool confirm = false;
    Who who;
};

}  // namespace
}  // namespace counterfoil::hub

namespace counterfoil::codec {

template <class Io>
void describe(Io& io, Of<hub::EraseOrder>) {
    using T = hub::EraseOrder;
    io.need("confirm", &T::confirm);
    io.part(&T::who);
}

}  // namespace counterfoil::codec

namespace counterfoil::hub {

using nlohmann::json;

Result<WithdrawOrder> read_withdraw_order(const std::string& body) {
    CF_TRY(document, codec::parse_json(body));
    return codec::read_whole<WithdrawOrder>(document, "");
}

Result<Who> read_erase_order(const std::string& body) {
    CF_TRY(document, codec::parse_json(body));
    CF_TRY(order, codec::read_whole<EraseOrder>(document, ""));
    if (!order.confirm)
        return fail(ErrorCode::invalid_input, "true is expected: what is erased never comes back", "/confirm");
    return std::move(order.who);
}

namespace {

json to_json(const std::vector<domain::PursePoints>& list) {
    json out = json::array();
    for (const domain::PursePoints& one : list)
        out.push_back({{"purse_id", domain::purse_name(one.purse_id)}, {"points", one.points.value}});
    return out;
}

json to_json(const std::vector<HeldElsewhere>& list) {
    json out = json::array();
    for (const HeldElsewhere& one : list) {
        json units = json::array();
        for (const domain::Units& part : one.units)
            units.push_back({{"right_id", part.right_id.str()}, {"amount", part.amount}});
        out.push_back({{"hold_id", one.hold_id.text()},
                       {"device_id", one.hold_id.holder.device_id.str()},
                       {"store_id", one.store_id.str()},
                       {"state", codec::name_of(one.state)},
                       {"units", std::move(units)}});
    }
    return out;
}

/// Names nobody: what was erased is told by it, too.
json rights_json(const ErasureView& view) {
    json coupons = json::array();
    for (const domain::Coupon& coupon : view.coupons)
        coupons.push_back({{"coupon_id", coupon.coupon_id.str()},
                           {"template_id", coupon.template_id.str()},
                           {"valid_until", coupon.valid_until.ms}});
    json cards = json::array();
    for (const domain::Card& card : view.cards)
        cards.push_back({{"card_id", card.card_id.str()},
                         {"card_type_id", card.card_type_id.str()},
                         {"uses_left", card.uses_left},
                         {"valid_until", card.valid_until.ms}});
    return {{"points", to_json(view.points)},
            {"owed", to_json(view.owed)},
            {"coupons", std::move(coupons)},
            {"cards", std::move(cards)}};
}

}  // namespace

json to_json(const Withdrawn& withdrawn) {
    const domain::ConsentPurposes& left = withdrawn.in_force;
    return {{"member_id", withdrawn.record.member_id.str()},
            {"withdrawn", withdrawn.record.withdrawn ? codec::name_of(*withdrawn.record.withdrawn) : ""},
            {"text_version", withdrawn.record.consent.text_version},
            {"channel", withdrawn.record.consent.channel},
            {"at", withdrawn.record.at.ms},
            {"staff_id", withdrawn.record.staff_id.str()},
            {"reason", withdrawn.record.reason},
            {"consent", {{"membership", left.membership}, {"marketing", left.marketing}, {"sharing", left.sharing}}}};
}

json to_json(const ErasureView& view) {
    json merged = json::array();
    for (const MemberId& id : view.merged)
        merged.push_back(id.str());
    json transfers = json::array();
    for (const CouponId& id : view.transfers)
        transfers.push_back(id.str());
    return {{"member_id", view.member_id.str()},
            {"merged", std::move(merged)},
            {"gives_up", rights_json(view)},
            {"in_the_way", {{"holds", to_json(view.held)}, {"transfers", std::move(transfers)}}}};
}

json to_json(const AskedBack& asked) { return {{"member_id", asked.member_id.str()}, {"holds", to_json(asked.held)}}; }

json to_json(const Erased& erased) {
    return {{"operation", to_json(erased.operation)}, {"given_up", rights_json(erased.given_up)}};
}

}  // namespace counterfoil::hub
