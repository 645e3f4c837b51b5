#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "codec/names.hpp"
#include "hub/core/coupon_dates.hpp"
#include "hub/core/erasing.hpp"
#include "hub/core/import_rows.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/member_feed.hpp"
#include "hub/core/returning.hpp"

namespace counterfoil::hub {

using domain::Coupon;
using domain::CouponState;

namespace {

/// Fills in what the row left out, from its template and its member.
Result<std::optional<RowFault>> complete(ImportContext& context, Coupon& coupon, const std::optional<Coupon>& before,
                                         const nlohmann::json& row) {
    CF_TRY(rule, context.tx.reference().coupon_template(coupon.template_id));
    if (!rule) return RowFault{"/template_id: there is no template " + coupon.template_id.str()};
    if ((rule->kind == domain::TemplateKind::pick_up) == coupon.goods.empty())
        return RowFault{"/goods: goods are expected for a pick_up coupon, and for no other"};
    if (!row.contains("transfers_left")) coupon.transfers_left = rule->transferable;
    // A coupon is issued once, however often its row comes.
    if (rule->valid_days > 0 && !row.contains("issued_at")) coupon.issued_at = before ? before->issued_at : context.now;
    CF_TRY(rules, context.tx.reference().rules());
    const CouponDates dates = dates_of(rules.value_or(domain::Rules{}), *rule, coupon.issued_at);
    if (!row.contains("valid_from")) coupon.valid_from = dates.valid_from;
    if (!row.contains("valid_until")) coupon.valid_until = dates.valid_until;
    if (coupon.valid_from >= coupon.valid_until) return RowFault{"/valid_until: a time after valid_from is expected"};
    if (rule->bound == domain::Bound::member && coupon.member_id.empty())
        return RowFault{"/member_id: this template is for members, so a member is expected"};
    if (coupon.member_id.empty()) {
        // Without a member its right lives in an account of its own.
        coupon.account_id = AccountId{coupon.coupon_id.str()};
        return std::optional<RowFault>{};
    }
    CF_TRY(member, context.tx.members().member(coupon.member_id));
    if (!member) return RowFault{"/member_id: there is no member " + coupon.member_id.str()};
    coupon.account_id = member->member.account_id;
    return std::optional<RowFault>{};
}

Result<std::optional<RowFault>> check(ImportContext& context, const Coupon& coupon) {
    if (!is_valid_id(domain::right_of(coupon.coupon_id).str()))
        return RowFault{"/coupon_id: an id of 1 to 57 characters is expected"};
    if (looks_like_payment_code(coupon.code))
        return RowFault{"/code: a scanner would take this for a WeChat Pay or Alipay code"};
    CF_TRY(holder, context.tx.rights().coupon_by_code(coupon.code));
    if (holder && holder->coupon_id != coupon.coupon_id)
        return RowFault{"/code: is coupon " + holder->coupon_id.str() + "'s already"};
    if (coupon.state == CouponState::in_transfer)
        return RowFault{"/state: one of issued, used, expired, void, frozen is expected"};
    if ((coupon.state == CouponState::used) != coupon.used.has_value())
        return RowFault{"/used: is expected for a used coupon and for no other"};
    return std::optional<RowFault>{};
}

bool is_alive(CouponState state) { return state == CouponState::issued || state == CouponState::frozen; }

RightRow right_for(const Coupon& coupon) {
    RightRow right;
    right.right_id = domain::right_of(coupon.coupon_id);
    right.account_id = coupon.account_id;
    right.member_id = coupon.member_id;
    right.total = 1;
    if (is_alive(coupon.state))
        right.free = 1;
    else if (coupon.state == CouponState::used)
        right.used = 1;
    else
        right.ended = 1;
    right.available_at = coupon.valid_from;
    right.expires_at = coupon.valid_until;
    return right;
}

RowResult add(ImportContext& context, const Coupon& coupon) {
    CF_CHECK(context.tx.rights().put_coupon(coupon));
    CF_CHECK(context.tx.rights().put(right_for(coupon)));
    CF_CHECK(publish_coupon(context.tx, coupon.coupon_id));
    if (!coupon.used) return RowChange::added;
    const domain::TicketKey& ticket = coupon.used->ticket_key;
    CF_CHECK(context.tx.uses().put(
        {coupon.coupon_id, coupon.template_id, coupon.account_id, coupon.member_id, ticket.store_id, ticket.business_day}));
    CF_TRY(owner, live_id(context.tx, coupon.member_id));
    CF_CHECK(publish_member(context.tx, owner));
    return RowChange::added;
}

/// What HQ knows of a coupon's life stands: an import never brings back a used or ended one. It can withdraw one.
RowResult change(ImportContext& context, const Coupon& before, Coupon fresh) {
    if (fresh.member_id != before.member_id) return row_fault("/member_id", "a coupon never changes its member by import");
    const bool withdraw = fresh.state == CouponState::voided && is_alive(before.state);
    if (withdraw || !is_alive(before.state) || !is_alive(fresh.state)) {
        fresh.state = before.state;
        fresh.used = before.used;
    }
    if (fresh == before && !withdraw) return RowChange::unchanged;
    CF_CHECK(context.tx.rights().put_coupon(fresh));
    CF_TRY(right, context.tx.rights().right(domain::right_of(fresh.coupon_id)));
    if (!right) return fail(ErrorCode::corrupt, "a coupon has no right", fresh.coupon_id.str());
    right->available_at = fresh.valid_from;
    right->expires_at = fresh.valid_until;
    CF_CHECK(context.tx.rights().put(*right));
    if (withdraw) {
        CF_TRY(recalls, context.authority.withdraw(context.tx, right->right_id, context.now));
        context.outgoing.insert(context.outgoing.end(), recalls.begin(), recalls.end());
    }
    CF_CHECK(publish_coupon(context.tx, fresh.coupon_id));
    return RowChange::changed;
}

}  // namespace

RowResult import_coupon(ImportContext& context, const nlohmann::json& row) {
    auto coupon = codec::read_coupon(row, "");
    if (!coupon) return as_fault(coupon.error());
    CF_TRY(erased, erased_as(context.tx, context.hasher, coupon->member_id));
    if (erased) return RowChange::left_out;
    CF_TRY(before, context.tx.rights().coupon(coupon->coupon_id));
    CF_TRY(missing, complete(context, *coupon, before, row));
    if (missing) return *missing;
    // What a return gave for it has its code now, and keeps it.
    if (before && before->code.starts_with(kPassedOnCode)) coupon->code = before->code;
    CF_TRY(flaw, check(context, *coupon));
    if (flaw) return *flaw;
    if (!before) return add(context, *coupon);
    return change(context, *before, std::move(*coupon));
}

RowResult import_issuer_coupon(ImportContext& context, nlohmann::json& row) {
    const auto take = [&](const char* name) -> std::optional<std::string> {
        const auto found = row.find(name);
        if (found == row.end() || !found->is_string()) return std::nullopt;
        std::string text = found->get<std::string>();
        if (std::string_view(name) != "code") row.erase(found);
        return text;
    };
    const auto id = take("issuer_id");
    CF_TRY(rules, context.tx.reference().rules());
    const domain::Issuer* issuer = rules && id ? domain::find_issuer(rules->issuers, *id) : nullptr;
    if (issuer == nullptr) return row_fault("/issuer_id", "one of the rules' issuers is expected");
    const auto ref = take("ref");
    const auto* rule = ref ? issuer->coupon_template(*ref) : nullptr;
    if (rule == nullptr) return row_fault("/ref", "one of the issuer's templates is expected");
    const auto theirs = take("state");
    const auto* state = theirs ? issuer->state(*theirs) : nullptr;
    if (state == nullptr) return row_fault("/state", "one of the issuer's states is expected");
    const auto code = take("code");
    if (!code) return row_fault("/code", "a text is expected");
    for (const char* name : {"coupon_id", "template_id", "issuer"})
        if (row.contains(name)) return row_fault("/" + std::string(name), "unknown key");
    row["coupon_id"] = domain::issued_coupon_id(context.hasher, *id, *code).str();
    row["template_id"] = rule->template_id.str();
    row["state"] = codec::name_of(state->ours);
    row["issuer"] = {{"party", *id}};
    return import_coupon(context, row);
}

}  // namespace counterfoil::hub
