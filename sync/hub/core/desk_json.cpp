#include "hub/core/desk_json.hpp"

#include <nlohmann/json.hpp>

#include "codec/describe_coupon.ipp"
#include "codec/json.hpp"
#include "hub/core/describe_who.ipp"

namespace counterfoil::codec {

template <>
struct EnumNames<hub::OperationKind> {
    using E = hub::OperationKind;
    static constexpr std::array<std::pair<E, std::string_view>, 10> kNames{{{E::issue, "issue"},
                                                                            {E::voiding, "void"},
                                                                            {E::give_back, "give_back"},
                                                                            {E::transfer, "transfer"},
                                                                            {E::merge, "merge"},
                                                                            {E::split, "split"},
                                                                            {E::give_uses_back, "give_uses_back"},
                                                                            {E::add_identity, "add_identity"},
                                                                            {E::release_phone, "release_phone"},
                                                                            {E::erase, "erase"}}};
};
template <>
struct EnumNames<hub::OperationState> {
    using E = hub::OperationState;
    static constexpr std::array<std::pair<E, std::string_view>, 4> kNames{
        {{E::done, "done"}, {E::waiting, "waiting"}, {E::used, "used"}, {E::ended, "ended"}}};
};

template <class Io>
void describe(Io& io, Of<hub::IssueOrder>) {
    using T = hub::IssueOrder;
    io.need("template_id", &T::template_id);
    io.may("member_id", &T::member_id);
    io.may("issuer", &T::issuer);
    io.may("count", &T::count, {1, hub::kIssueCountMax});
    io.may("valid_from", &T::valid_from);
    io.may("valid_until", &T::valid_until);
    io.part(&T::who);
}

template <class Io>
void describe(Io& io, Of<hub::UsesOrder>) {
    using T = hub::UsesOrder;
    io.may("uses", &T::uses, {1, domain::kCardUsesMax});
    io.part(&T::who);
}

template <class Io>
void describe(Io& io, Of<hub::TransferOrder>) {
    using T = hub::TransferOrder;
    io.need("to_member_id", &T::to_member_id);
    io.part(&T::who);
}

template <class Io>
void describe(Io& io, Of<hub::MergeOrder>) {
    using T = hub::MergeOrder;
    io.need("other_member_id", &T::other_member_id);
    io.part(&T::who);
}

template <class Io>
void describe(Io& io, Of<hub::QuotaRow>) {
    using T = hub::QuotaRow;
    io.may("template_id", &T::template_id);
    io.may("campaign_id", &T::campaign_id, {0, kIdLengthMax});
    io.may("staff_id", &T::staff_id);
}

template <class Io>
void describe(Io& io, Of<hub::QuotaOrder>) {
    using T = hub::QuotaOrder;
    io.part(&T::quota);
    io.need("total", &T::total, {0, kAmountMax});
}

}  // namespace counterfoil::codec

namespace counterfoil::hub {

using nlohmann::json;

namespace {

template <class Order>
Result<Order> read_order(const std::string& body) {
    CF_TRY(document, codec::parse_json(body));
    return codec::read_whole<Order>(document, "");
}

}  // namespace

Result<IssueOrder> read_issue_order(const std::string& body) {
    CF_TRY(order, read_order<IssueOrder>(body));
    if (order.issuer.party.empty()) order.issuer.party = kOwnParty;
    return std::move(order);
}

Result<Who> read_who(const std::string& body) { return read_order<Who>(body); }
Result<UsesOrder> read_uses_order(const std::string& body) { return read_order<UsesOrder>(body); }
Result<TransferOrder> read_transfer_order(const std::string& body) { return read_order<TransferOrder>(body); }
Result<MergeOrder> read_merge_order(const std::string& body) { return read_order<MergeOrder>(body); }
Result<QuotaOrder> read_quota_order(const std::string& body) { return read_order<QuotaOrder>(body); }

namespace {

void add_subject(json& out, const OperationRow& operation) {
    if (operation.kind == OperationKind::add_identity || operation.kind == OperationKind::release_phone) {
        out["member_id"] = operation.subject;
        out["identity"] = operation.other;
        return;
    }
    if (operation.kind == OperationKind::erase) {
        out["erased_id"] = operation.subject;
        return;
    }
    if (operation.kind == OperationKind::merge || operation.kind == OperationKind::split) {
        out["member_id"] = operation.subject;
        out["other_member_id"] = operation.other;
        out["points"] = operation.points.value;
        out["owed"] = operation.owed.value;
        for (const OperationPurse& purse : operation.purses)
            out["purses"].push_back(
                {{"purse_id", purse.purse_id.str()}, {"points", purse.points.value}, {"owed", purse.owed.value}});
        return;
    }
    if (operation.kind == OperationKind::give_uses_back) {
        out["card_id"] = operation.subject;
        out["member_id"] = operation.member_id.str();
        out["uses"] = operation.points.value;
        return;
    }
    out["coupon_id"] = operation.subject;
    if (!operation.member_id.empty()) out["member_id"] = operation.member_id.str();
    if (!operation.other.empty())
        out[operation.kind == OperationKind::issue ? "quota_id" : "new_coupon_id"] = operation.other;
}

}  // namespace

json to_json(const OperationRow& operation) {
    json out = {{"no", operation.no},
                {"kind", codec::name_of(operation.kind)},
                {"state", codec::name_of(operation.state)},
                {"staff_id", operation.staff_id.str()},
                {"reason", operation.reason},
                {"at", operation.at.ms}};
    if (!operation.device_id.empty()) {
        out["store_id"] = operation.store_id.str();
        out["device_id"] = operation.device_id.str();
    }
    add_subject(out, operation);
    if (operation.state != OperationState::waiting) out["settled_at"] = operation.settled_at.ms;
    return out;
}

json to_json(const Merged& merged) {
    return {{"operation", to_json(merged.operation)},
            {"survivor_id", merged.survivor.str()},
            {"merged_id", merged.merged.str()}};
}

json to_json(const SplitOff& split) { return {{"operation", to_json(split.operation)}, {"points", split.points.value}}; }

json to_json(const Issued& issued) {
    json coupons = json::array();
    for (const domain::Coupon& coupon : issued.coupons)
        coupons.push_back(codec::to_json(coupon));
    json out = {{"coupons", std::move(coupons)}};
    if (!issued.quota_id.empty()) {
        out["quota_id"] = issued.quota_id;
        out["left"] = issued.left;
    }
    if (issued.budget_left) out["budget_left"] = issued.budget_left->value;
    return out;
}

json to_json(const Changed& changed) {
    json out = {{"operation", to_json(changed.operation)}, {"coupon", codec::to_json(changed.coupon)}};
    if (changed.fresh) out["new_coupon"] = codec::to_json(*changed.fresh);
    return out;
}

json to_json(const CardView& view) {
    json card = codec::to_json(view.card);
    card["member_id"] = view.row.member_id.str();
    card["account_id"] = view.row.account_id.str();
    return {{"card", std::move(card)},
            {"units",
             {{"free", view.free},
              {"held", view.held},
              {"used", view.used - view.row.given_back},
              {"given_back", view.row.given_back},
              {"ended", view.ended}}}};
}

json to_json(const CardChanged& changed) {
    json out = to_json(changed.view);
    out["operation"] = to_json(changed.operation);
    return out;
}

json to_json(const QuotaView& quota) {
    json out = {{"quota_id", quota.quota.quota_id},
                {"total", quota.total},
                {"issued", quota.issued},
                {"left", quota.left()}};
    if (!quota.quota.is_budget()) out["template_id"] = quota.quota.template_id.str();
    if (!quota.quota.campaign_id.empty()) out["campaign_id"] = quota.quota.campaign_id;
    if (!quota.quota.staff_id.empty()) out["staff_id"] = quota.quota.staff_id.str();
    return out;
}

}  // namespace counterfoil::hub
