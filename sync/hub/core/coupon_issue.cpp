#include "hub/core/coupon_issue.hpp"

#include <algorithm>

#include "hub/core/coupon_dates.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/erasing.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {

using domain::Coupon;

namespace {

constexpr const char* kCodePrefix = "CFC";
constexpr std::size_t kCodeBytes = 10;  // 80 bits
constexpr int kCodeTries = 8;

Result<Outcome<QuotaView>> quota_for(Turn& turn, const IssueOrder& order) {
    CF_TRY(quota, turn.tx.quotas().of(order.template_id, order.issuer.campaign_id, order.issuer.staff_id));
    if (!quota) return Refusal{.code = "no_quota", .field = "/issuer"};
    CF_TRY(view, view_quota(turn.tx, quota->quota_id));
    if (!view) return fail(ErrorCode::corrupt, "a quota has no right", quota->quota_id);
    if (view->left() < order.count) {
        const bool is_a_guides = !order.issuer.staff_id.empty();
        return Refusal{.code = is_a_guides ? "quota_used_up" : "campaign_over",
                       .field = "/count",
                       .figures = {{"left", std::to_string(view->left())}}};
    }
    return std::move(*view);
}

/// The most that one coupon can take off; nothing where only the goods bound it.
std::optional<Money> most_off(const domain::CouponTemplate& rule) {
    using Kind = domain::TemplateKind;
    if (rule.kind == Kind::amount_off) return rule.face;
    if (rule.kind == Kind::percent_off) return rule.max_discount;
    if (rule.kind == Kind::points_multiplier) return Money{};
    if (rule.kind != Kind::stepped_off || rule.steps.empty()) return std::nullopt;
    const Money off = rule.steps.back().off;
    if (rule.step_mode == domain::StepMode::highest) return off;
    return rule.max_times == 0 ? std::nullopt : std::optional{Money{off.value * rule.max_times}};
}

struct Spending {
    QuotaView budget;
    std::int64_t amount = 0;
};

/// What the order takes of its campaign's budget; nothing where the campaign has none.
Result<Outcome<std::optional<Spending>>> spending_of(Turn& turn, const IssueOrder& order) {
    const std::string& campaign = order.issuer.campaign_id;
    if (campaign.empty()) return std::optional<Spending>{};
    CF_TRY(quota, turn.tx.quotas().of(TemplateId{}, campaign, StaffId{}));
    if (!quota) return std::optional<Spending>{};
    CF_TRY(view, view_quota(turn.tx, quota->quota_id));
    if (!view) return fail(ErrorCode::corrupt, "a quota has no right", quota->quota_id);
    CF_TRY(rule, turn.tx.reference().coupon_template(order.template_id));
    const std::optional<Money> each = rule ? most_off(*rule) : std::nullopt;
    if (!each) return Refusal{.code = "budget_needs_face", .field = "/template_id"};
    const std::int64_t amount = each->value * order.count;
    if (view->left() < amount)
        return Refusal{
            .code = "campaign_over", .field = "/count", .figures = {{"budget_left", std::to_string(view->left())}}};
    return std::optional{Spending{std::move(*view), amount}};
}

Result<void> count_issued(Turn& turn, const QuotaView& quota, std::int64_t count) {
    CF_TRY(right, turn.tx.rights().right(right_of_quota(quota.quota.quota_id)));
    if (!right) return fail(ErrorCode::corrupt, "a quota has no right", quota.quota.quota_id);
    right->free -= count;
    right->used += count;
    return turn.tx.rights().put(*right);
}

/// Takes the order from the guide's or the campaign's quota and from the campaign's budget: from both, or from none.
Result<std::optional<Refusal>> take_from_quotas(Turn& turn, const IssueOrder& order, Issued& issued) {
    CF_TRY(outcome, spending_of(turn, order));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return std::optional{*refusal};
    const auto& spending = std::get<std::optional<Spending>>(outcome);
    CF_TRY(quota, quota_for(turn, order));
    const auto* refusal = std::get_if<Refusal>(&quota);
    // A campaign's budget is enough; a guide always has a count, too.
    const bool by_budget_alone =
        refusal != nullptr && refusal->code == "no_quota" && spending && order.issuer.staff_id.empty();
    if (refusal != nullptr && !by_budget_alone) return std::optional{*refusal};
    if (refusal == nullptr) {
        const QuotaView& view = std::get<QuotaView>(quota);
        CF_CHECK(count_issued(turn, view, order.count));
        issued.quota_id = view.quota.quota_id;
        issued.left = view.left() - order.count;
    }
    if (spending) {
        CF_CHECK(count_issued(turn, spending->budget, spending->amount));
        issued.budget_left = Money{spending->budget.left() - spending->amount};
    }
    return std::optional<Refusal>{};
}

/// What all coupons of the order have in common.
Result<Outcome<Coupon>> pattern(Turn& turn, const IssueOrder& order) {
    CF_TRY(rule, turn.tx.reference().coupon_template(order.template_id));
    if (!rule) return Refusal{.code = "unknown_template", .field = "/template_id"};
    // What is to be picked up belongs to one order, which an import brings.
    if (rule->kind == domain::TemplateKind::pick_up) return Refusal{.code = "goods_expected", .field = "/template_id"};
    Coupon coupon;
    coupon.template_id = order.template_id;
    coupon.issuer = order.issuer;
    coupon.issued_at = turn.now;
    CF_TRY(rules, turn.tx.reference().rules());
    const CouponDates dates = dates_of(rules.value_or(domain::Rules{}), *rule, turn.now);
    coupon.valid_from = std::max(order.valid_from.value_or(dates.valid_from), dates.valid_from);
    coupon.valid_until = std::min(order.valid_until.value_or(dates.valid_until), dates.valid_until);
    coupon.transfers_left = rule->transferable;
    if (turn.now >= coupon.valid_until || coupon.valid_from >= coupon.valid_until) {
        return Refusal{
            .code = "expired", .field = "/valid_until", .figures = {{"until", std::to_string(coupon.valid_until.ms)}}};
    }
    if (order.member_id.empty()) {
        if (rule->bound == domain::Bound::member) return Refusal{.code = "member_expected", .field = "/member_id"};
        return coupon;
    }
    CF_TRY(member, live_member(turn, order.member_id, "/member_id"));
    if (const auto* refusal = std::get_if<Refusal>(&member)) return *refusal;
    const domain::Member& owner = std::get<MemberRow>(member).member;
    coupon.member_id = owner.member_id;
    coupon.account_id = owner.account_id;
    return coupon;
}

Result<void> record_issue(Turn& turn, const IssueOrder& order, const Coupon& coupon, const std::string& quota_id) {
    OperationRow row;
    row.kind = OperationKind::issue;
    row.subject = coupon.coupon_id.str();
    row.other = quota_id;
    row.account_id = coupon.account_id;
    row.member_id = coupon.member_id;
    row.staff_id = order.who.staff_id;
    row.reason = order.who.reason;
    if (turn.asker) row.store_id = turn.asker->store_id;
    if (turn.asker) row.device_id = turn.asker->device_id;
    row.at = turn.now;
    row.settled_at = turn.now;
    CF_TRY(no, turn.tx.operations().add(row));
    static_cast<void>(no);
    return {};
}

}  // namespace

Result<std::string> fresh_code(Turn& turn) {
    CF_TRY(rules, turn.tx.reference().rules());
    const bool has_prefix = rules && !rules->prefixes.coupon.empty();
    const std::string prefix = has_prefix ? rules->prefixes.coupon.front() : kCodePrefix;
    for (int i = 0; i < kCodeTries; ++i) {
        std::array<std::uint8_t, kCodeBytes> raw{};
        turn.tools.random.fill(raw);
        std::string code = prefix + to_base32(raw);
        CF_TRY(taken, turn.tx.rights().coupon_by_code(code));
        if (!taken) return code;
    }
    return fail(ErrorCode::conflict, "no free coupon code was found", "coupon", "try again");
}

Result<void> put_fresh(Turn& turn, const Coupon& coupon, Instant until) {
    CF_CHECK(turn.tx.rights().put_coupon(coupon));
    RightRow right;
    right.right_id = domain::right_of(coupon.coupon_id);
    right.account_id = coupon.account_id;
    right.member_id = coupon.member_id;
    right.total = 1;
    right.free = 1;
    right.available_at = coupon.valid_from;
    right.expires_at = until;
    turn.touch(coupon.coupon_id);
    return turn.tx.rights().put(right);
}

Result<Outcome<MemberRow>> live_member(Turn& turn, const MemberId& id, const char* field) {
    CF_TRY(row, live_row(turn.tx, id));
    if (!row) {
        CF_TRY(refusal, no_such_member(turn, id, field));
        return std::move(refusal);
    }
    if (row->member.state == domain::MemberState::erased) return Refusal{.code = "erased", .field = field};
    return std::move(*row);
}

Result<Outcome<Issued>> issue_coupons(Turn& turn, const IssueOrder& order) {
    CF_TRY(outcome, pattern(turn, order));
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) return *refusal;
    Coupon coupon = std::get<Coupon>(std::move(outcome));
    Issued issued;
    if (!order.issuer.campaign_id.empty() || !order.issuer.staff_id.empty()) {
        CF_TRY(refused, take_from_quotas(turn, order, issued));
        if (refused) return std::move(*refused);
    }
    for (std::int32_t i = 0; i < order.count; ++i) {
        coupon.coupon_id = CouponId{"C-" + turn.tools.random.new_id()};
        if (coupon.member_id.empty()) coupon.account_id = AccountId{coupon.coupon_id.str()};
        CF_TRY(code, fresh_code(turn));
        coupon.code = code;
        CF_CHECK(put_fresh(turn, coupon, coupon.valid_until));
        CF_CHECK(record_issue(turn, order, coupon, issued.quota_id));
        issued.coupons.push_back(coupon);
    }
    return issued;
}

Result<std::optional<QuotaView>> view_quota(HubTx& tx, const std::string& quota_id) {
    CF_TRY(quota, tx.quotas().find(quota_id));
    if (!quota) return std::optional<QuotaView>{};
    CF_TRY(right, tx.rights().right(right_of_quota(quota_id)));
    if (!right) return fail(ErrorCode::corrupt, "a quota has no right", quota_id);
    return std::optional<QuotaView>{QuotaView{std::move(*quota), right->total, right->used}};
}

Result<Outcome<QuotaView>> set_quota(Turn& turn, const QuotaOrder& order) {
    const QuotaRow& quota = order.quota;
    if (quota.campaign_id.empty() && quota.staff_id.empty()) return Refusal{.code = "quota_invalid", .field = "/staff_id"};
    if (quota.is_budget()) {
        if (!quota.staff_id.empty()) return Refusal{.code = "quota_invalid", .field = "/template_id"};
    } else {
        CF_TRY(rule, turn.tx.reference().coupon_template(quota.template_id));
        if (!rule) return Refusal{.code = "unknown_template", .field = "/template_id"};
    }
    CF_TRY(before, turn.tx.quotas().find(quota.quota_id));
    if (before && *before != quota) return Refusal{.code = "quota_invalid", .field = "/quota_id"};
    CF_TRY(same, turn.tx.quotas().of(quota.template_id, quota.campaign_id, quota.staff_id));
    if (same && same->quota_id != quota.quota_id) return Refusal{.code = "quota_invalid", .field = "/quota_id"};
    RightRow right;
    right.right_id = right_of_quota(quota.quota_id);
    right.account_id = AccountId{quota.quota_id};
    CF_TRY(known, turn.tx.rights().right(right.right_id));
    if (known) right = std::move(*known);
    if (order.total < right.used) {
        return Refusal{.code = quota.is_budget() ? "budget_below_spent" : "quota_below_issued",
                       .field = "/total",
                       .figures = {{quota.is_budget() ? "spent" : "issued", std::to_string(right.used)}}};
    }
    right.total = order.total;
    right.free = order.total - right.used - right.held - right.ended;
    CF_CHECK(turn.tx.quotas().put(quota));
    CF_CHECK(turn.tx.rights().put(right));
    return QuotaView{quota, right.total, right.used};
}

}  // namespace counterfoil::hub
