// The sentences of domain rules part 7 as data. {x} is filled from the refusal's figures; what a figure is (an amount of
// money, an instant) is part of the row, so that the same name may mean money in one row and pieces in another. Of several
// rows of one code the first is said whose figures are all known.
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "codec/json.hpp"
#include "codec/text_rules.ipp"

namespace counterfoil::codec {
namespace {

struct Sentence {
    std::string_view code;
    std::string_view zh;
    std::string_view en;
    std::string_view money = {};    ///< the figures that are amounts in minor units, with spaces between them
    std::string_view instant = {};  ///< the figure that is milliseconds UTC
    std::string_view points = {};   ///< the figures that are points, in a unit that may have decimals
};

constexpr Sentence kCoupons[] = {
    {"unknown_coupon", "没有找到这张券", "This coupon is not known"},
    {"unknown_card", "没有找到这张权益卡", "This benefit card is not known"},
    {"not_this_member", "此券不属于该会员", "This coupon belongs to another member"},
    {"proof_needed", "请会员出示动态码或验证码", "The member must show the code or an OTP"},
    {"already_used", "已于{at}在{store}使用", "Used at {store} on {at}", {}, "at"},
    {"already_used", "此券已使用", "Already used"},
    {"no_uses_left", "权益卡次数已用完", "No uses are left on this card"},
    {"voided", "此券已作废", "This coupon was withdrawn"},
    {"frozen", "已冻结,请联系总部", "On hold: ask HQ"},
    {"in_transfer", "正在转赠中", "Being given to someone else"},
    {"held_elsewhere", "正由{store}占用", "Held by {store} now"},
    {"held_elsewhere", "正由其他门店占用", "Held in another place now"},
    {"needs_network", "断网时不可用", "Not while offline"},
    {"risk_limit", "超出离线额度,还剩{left}元", "Above the offline limit, {left} left", "left"},
    {"risk_limit", "超出离线额度", "Above the offline limit"},
    {"not_yet_valid", "{from}起可用", "Valid from {from}", {}, "from"},
    {"not_yet_valid", "尚未到可用时间", "Not valid yet"},
    {"expired", "已于{until}过期", "Expired on {until}", {}, "until"},
    {"expired", "已过期", "Expired"},
    {"wrong_day", "仅限{days}使用", "Only on {days}"},
    {"wrong_hour", "仅限{hours}使用", "Only between {hours}"},
    {"wrong_store", "本店不可用", "Not valid in this store"},
    {"wrong_channel", "本渠道不可用", "Not valid in this channel"},
    {"wrong_tier", "仅限{tiers}会员", "For {tiers} members only"},
    {"wrong_tag", "仅限指定会员", "For selected members only"},
    {"staff_not_allowed", "员工购物不可用", "Not for staff purchases"},
    {"not_first_purchase", "仅限首次购买", "For a first purchase only"},
    {"not_birthday", "仅限生日期间", "For the birthday period only"},
    {"member_limit", "每人限{n}次,已用完", "The limit of {n} per member is reached"},
    {"day_limit", "每天限{n}次,已用完", "The limit of {n} per day is reached"},
    {"campaign_over", "活动名额已用完", "The campaign's quota is used up"},
    {"no_goods_in_scope", "没有适用商品", "No goods in scope"},
    {"goods_excluded", "{n}件特价或改价商品不参加", "{n} special or changed prices do not count"},
    {"gift_not_scanned", "请扫描赠品:{skus}", "Scan the gift: {skus}"},
    {"below_min_spend", "再买{short}元可用{name}", "{short} more and {name} applies", "short"},
    {"below_min_spend", "再买{short}元可用", "{short} more is needed", "short"},
    {"below_min_qty", "再买{short}件可用{name}", "{short} more items and {name} applies"},
    {"below_min_qty", "再买{short}件可用", "{short} more items are needed"},
    {"not_with_coupon", "不能与{other}同用", "Not together with {other}"},
    {"ticket_limit", "每单限用{n}张", "At most {n} per ticket"},
    {"not_with_card", "不与权益卡同享", "Not together with a benefit card"},
    {"not_with_points", "不与积分同享", "Not together with points"},
    {"no_benefit", "用后不会更便宜", "Makes it no cheaper"},
    {"not_used", "此券未使用,无需退回", "This coupon was not used: there is nothing to give back"},
    {"already_given_back", "此券已退回过", "This coupon has been given back already"},
    {"uses_not_spent", "可退回的次数为{n}次", "{n} uses are spent and can be given back"},
    {"not_transferable", "此券不可转赠", "This coupon cannot be given to someone else"},
    {"transfer_to_self", "不能转赠给本人", "The member has this coupon already"},
    {"unknown_template", "没有找到该券模板", "This coupon template is not known"},
    {"member_expected", "此券须发给会员", "This coupon is issued to members only"},
    {"no_quota", "没有发券名额", "There is no quota to issue this coupon"},
    {"quota_used_up", "发券名额不足,还剩{left}张", "The quota has {left} left"},
    {"quota_invalid", "名额须属于一个活动或导购,且不可改归他人", "A quota is for one campaign or guide, and stays theirs"},
    {"budget_needs_face", "此券优惠无上限,不能计入活动预算",
     "Nothing bounds what such a coupon takes off: no budget can count it"},
    {"budget_below_spent", "预算不可低于已用的{spent}元", "{spent} has been spent: the budget cannot be lower", "spent"},
    {"quota_below_issued", "名额不可低于已发的{issued}张", "{issued} have been issued: the total cannot be lower"},
    {"better_offer", "已选更优组合,多省{more}元", "A better set saves {more} more", "more"},
};

constexpr Sentence kPointsAndMembers[] = {
    {"pts_balance", "积分不足,可用{left}分", "Not enough points: {left} can be used", {}, {}, "left"},
    {"pts_min", "积分抵扣至少{n}分", "At least {n} points are used at once", {}, {}, "n"},
    {"pts_min", "再买{short}元可用积分", "{short} more and points can be used", "short"},
    {"pts_min", "未达到积分抵扣的最低要求", "Below the least that points may be used for"},
    {"pts_step", "积分须按{n}的整数倍使用", "Points are used in steps of {n}", {}, {}, "n"},
    {"pts_share", "本单最多可用{n}积分", "At most {n} points on this ticket", "cap", {}, "n"},
    {"pts_excluded", "这些商品不可用积分", "Points cannot be used for these goods"},
    {"pts_proof", "使用积分请出示动态码或验证码", "To use points the member must show the code or an OTP"},
    {"pts_offline", "断网时可用积分:{left}", "While offline {left} points can be used", {}, {}, "left"},
    {"pts_offline", "断网时不可用积分", "Points cannot be used while offline"},
    {"pts_not_with_coupon", "积分不能与券{other}同用", "Points cannot be used together with coupon {other}"},
    {"unknown_member", "没有找到该会员", "This member is not known"},
    {"merged", "会员已合并,请重新识别", "The member was merged: identify again"},
    {"not_merged", "该会员未被合并", "This member is not merged"},
    {"merge_with_self", "不能与本人合并", "A member is not merged with itself"},
    {"merge_too_large", "合并后身份、积分批次或会员过多", "Together they have too many identities, points lots or members"},
    {"erased", "会员已注销", "The member was erased"},
    {"erasure_needed", "撤回会员协议即为注销,请办理会员注销",
     "Without the membership there is no member: to withdraw it, have the member erased"},
    {"rights_held", "该会员的权益正由{store}占用,请先收回再注销",
     "{store} holds rights of this member: ask for them back, then erase"},
    {"transfer_open", "该会员有券正在转赠,请待转赠结束再注销",
     "A coupon of this member is being handed on: erase when that is over"},
    {"phone_released", "该手机号已解绑,请重新注册", "The phone number was released: enrol again"},
    {"already_member", "该手机号或卡号已是会员", "This phone or card is a member's already"},
    {"enrolment_invalid", "入会信息有误:{rule}", "The enrolment is wrong: {rule} is expected"},
    {"consent_needed", "未同意会员协议,不能入会", "Without consent to the membership nobody is enrolled"},
    {"guardian_needed", "未满{min_age}周岁须由监护人同意", "Under {min_age} years a guardian consents"},
    {"identity_invalid", "身份信息有误:{rule}", "The identity is wrong: {rule} is expected"},
    {"not_this_phone", "该会员没有这个手机号", "The member does not have this phone"},
    {"unknown_candidate", "没有找到该待合并项", "This merge candidate is not known or is settled"},
};

constexpr Sentence kTickets[] = {
    {"ticket_id_reused", "小票号已被另一笔交易使用", "The ticket number was used for another sale"},
    {"quote_stale", "价格已更新,请重新计价", "The quote is out of date: ask for a new one"},
    {"over_returned", "第{line_no}行的退货数量超过可退数量", "More of line {line_no} is returned than is left to return"},
    {"over_returned", "退货数量超过可退数量", "More is returned than was bought"},
    {"ticket_not_here", "本机没有这张小票,请到原收银机办理",
     "This device did not sell this ticket: go to the till that did"},
    {"unknown_ticket", "总部没有这张小票,请核对或稍后再试",
     "HQ does not know this ticket: see that it is right, or try later"},
    {"ticket_without_lines", "总部只有这张小票的合计,没有明细", "HQ has no lines of this ticket, only its sum"},
    {"return_invalid", "退货内容有误:{rule}", "The return is wrong: {rule} is expected"},
    {"void_too_late", "已超过整单取消的时间", "It is too late to void the ticket"},
    {"ticket_has_member", "该小票已有会员", "The ticket has a member already"},
    {"late_earn_over", "已超过{days}天的补登期限", "Points can be booked for {days} days after the sale only"},
    {"nothing_to_earn", "该小票没有可补登的积分", "Nothing of this ticket earns points"},
    {"approver_needed", "须由另一名员工授权", "Another member of staff must approve"},
    {"exchange_uneven", "只能换同款同价商品,其他商品请退货后再购买",
     "Only goods of the same style and list price are exchanged: return these and sell the others"},
    {"exchange_unknown", "本机没有这笔换货退货,或其退款未留作换货",
     "This device took no such return, or none whose refund was kept for an exchange"},
    {"exchange_settled", "该退货款已在{ticket}用掉", "The refund was used up already, by {ticket}"},
    {"exchange_settled", "该退货款已用掉", "The refund was used up already"},
    {"exchange_member", "换货须为同一会员", "An exchange is for the member who gave the goods back"},
    {"gift_missing", "请一并退回赠品:{skus}", "The gift must come back, too: {skus}"},
    {"gift_missing", "请一并退回赠品", "The gift must come back, too"},
    {"basket_invalid", "购物篮有误:{rule}", "The basket is wrong: {rule} is expected"},
    {"basket_too_large", "购物篮过大,请分单结算", "The basket is too large: split it"},
    {"rules_invalid", "规则有误:{rule}", "The rules are wrong: {rule} is expected"},
    {"currency_mismatch", "币种不符,应为{currency}", "Another currency: {currency} is expected"},
    {"not_ready", "尚未收到总部的规则,请稍候或检查网络", "No rules from HQ yet: wait, or check the network"},
    {"already_committed", "该结算单已完成收款", "This checkout has been committed"},
    {"checkout_cancelled", "该结算单已取消", "This checkout was cancelled"},
    {"device_suspended", "本机已暂停核销,请联系总部", "This device may not redeem now: ask HQ"},
    {"enrol_code_unknown", "注册码不正确", "This enrolment code is not known"},
    {"enrol_code_used", "注册码已使用", "This enrolment code was used"},
    {"enrol_code_expired", "注册码已过期,请重新获取", "This enrolment code has expired: ask for a new one"},
    {"enrol_key_known", "该设备密钥已注册", "This device key is enrolled already"},
    {"code_invalid", "此券码无效:{rule}", "This code is not valid: {rule}"},
    {"unknown_product", "没有找到该商品", "This product is not known"},
    {"goods_expected", "提货券只能随订单导入", "Coupons to pick up goods come with their orders by import only"},
    {"unknown_checkout", "没有找到该结算单", "This checkout is not known"},
    {"checkout_not_open", "该结算单已结束", "This checkout is over"},
    {"hold_gone", "占用的券或积分已收回,请重新计价", "A coupon or points are no longer held: ask for a new quote"},
    {"tenders_mismatch", "付款合计与应付{due}元不符", "The payments do not add up to {due}", "due"},
    {"idempotency_key_reused", "该请求号已用于另一请求", "This request key was used for another request"},
    {"recovering", "总部正在恢复数据,请稍后再试", "HQ is being restored: try again later"},
    {"unknown_request", "总部不支持此请求", "HQ does not know this request"},
    {"hq_out_of_reach", "连不上总部,请检查网络", "HQ is out of reach: check the network"},
    {"hq_not_answered", "总部未及时答复,请重试", "HQ has not answered in time: try again"},
    {"answer_too_large", "总部的答复过大,无法传送", "HQ's answer is too large to be sent"},
    {"not_enrolled", "本机尚未注册到总部", "This device is not enrolled with HQ"},
};

constexpr Sentence kSteps[] = {
    {"list", "商品原价合计{amount}元", "The goods come to {amount}", "amount"},
    {"pos_discount", "收银促销优惠{amount}元,剩{left}元", "The till's own promotions take off {amount}: {left}",
     "amount left"},
    {"member_price", "{tier}会员价优惠{amount}元,剩{left}元", "The {tier} price takes off {amount}: {left}", "amount left"},
    {"member_price", "会员价优惠{amount}元,剩{left}元", "The member price takes off {amount}: {left}", "amount left"},
    {"card", "权益卡{name}用{n}次,优惠{amount}元,剩{left}元", "{name}, {n} uses, takes off {amount}: {left}", "amount left"},
    {"coupon", "券{name}({n}件)优惠{amount}元,剩{left}元", "{name} on {n} items takes off {amount}: {left}", "amount left"},
    {"coupon", "券{name}优惠{amount}元(未用完的{lost}元作废),剩{left}元",
     "{name} takes off {amount}, and {lost} of its face is lost: {left}", "amount left lost"},
    {"coupon", "券{name}优惠{amount}元,剩{left}元", "{name} takes off {amount}: {left}", "amount left"},
    {"points", "{points}积分抵{amount}元,剩{left}元", "{points} points pay {amount}: {left}", "amount left", {}, "points"},
    {"rounding", "抹零{amount}元,剩{left}元", "Rounding takes off {amount}: {left}", "amount left"},
    {"earn",
     "{base}元按每{per}元{n}分、{times}倍,得{points}分",
     "{base} at {n} for each {per}, times {times}, earns {points} points",
     "base per",
     {},
     "points n"},
    {"earn",
     "{base}元按每{per}元{n}分,得{points}分",
     "{base} at {n} for each {per} earns {points} points",
     "base per",
     {},
     "points n"},
    {"earn_birthday",
     "生日:{base}元按每{per}元{n}分、{times}倍,得{points}分",
     "Birthday: {base} at {n} for each {per}, times {times}, earns {points} points",
     "base per",
     {},
     "points n"},
    {"earn_birthday",
     "生日:{base}元按每{per}元{n}分,得{points}分",
     "Birthday: {base} at {n} for each {per} earns {points} points",
     "base per",
     {},
     "points n"},
    {"coupon_points", "其中券{name}多得{points}分", "{points} points of these are added by {name}", {}, {}, "points"},
    {"tier_up", "下一单起升为{tier}", "From the next ticket on the member is {tier}"},
    {"tax", "其中税额{amount}元", "{amount} of it is tax", "amount"},
    {"due", "应付{amount}元", "{amount} is due", "amount"},
    {"exchange", "退货款抵{amount}元,还应付{left}元", "The goods given back pay {amount}: {left} is to be paid",
     "amount left"},
    {"exchange_back", "退货款抵{amount}元,应退{left}元", "The goods given back pay {amount}: {left} is to be given back",
     "amount left"},
    {"exchange_coupons", "退回的{n}张券须待总部确认退货后可用",
     "{n} coupons given back can be used once HQ has answered for the return"},
};

/// True if every {x} of the row can be filled.
bool fits(const Sentence& row, const Refusal& refusal) {
    for (auto open = row.zh.find('{'); open != std::string_view::npos; open = row.zh.find('{', open + 1)) {
        const auto close = row.zh.find('}', open);
        if (!refusal.figures.contains(std::string(row.zh.substr(open + 1, close - open - 1)))) return false;
    }
    return true;
}

using Table = std::span<const Sentence>;
constexpr std::array<Table, 3> kRefusals{Table(kCoupons), Table(kPointsAndMembers), Table(kTickets)};

/// The first row of the code that can be filled, else its first row; nothing for an unknown code.
const Sentence* find_sentence(std::span<const Table> tables, const Refusal& refusal) {
    const Sentence* first = nullptr;
    for (const Table table : tables) {
        for (const Sentence& row : table) {
            if (row.code != refusal.code) continue;
            if (fits(row, refusal)) return &row;
            if (first == nullptr) first = &row;
        }
    }
    return first;
}

bool is_number(std::string_view text) {
    return !text.empty() && text.size() <= 18 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// "1600" -> "16.00" with two decimals; whatever is no number stays as it is.
std::string with_decimals(std::string text, std::size_t decimals) {
    const bool negative = text.starts_with('-');
    if (negative) text.erase(0, 1);
    if (is_number(text) && decimals > 0) {
        if (text.size() <= decimals) text.insert(0, decimals + 1 - text.size(), '0');
        text.insert(text.size() - decimals, 1, '.');
    }
    return negative ? "-" + text : text;
}

/// In the purse's unit, where the refusal says that it has decimals.
std::string points_text(const Refusal& refusal, const std::string& text) {
    const auto unit = refusal.figures.find("unit_decimals");
    if (unit == refusal.figures.end()) return text;
    return with_decimals(text, unit->second == "1" ? 1 : 2);
}

/// Where a currency has other than two decimals, the figures say so.
std::size_t decimals_of(const Refusal& refusal) {
    const auto found = refusal.figures.find("exponent");
    if (found == refusal.figures.end()) return 2;
    return found->second == "0" ? 0 : 3;
}

/// Whether the names, with spaces between them, hold this one.
bool lists(std::string_view names, std::string_view name) {
    while (!names.empty()) {
        const std::string_view first = names.substr(0, names.find(' '));
        if (first == name) return true;
        names.remove_prefix(std::min(first.size() + 1, names.size()));
    }
    return false;
}

std::string two_digits(std::int64_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

/// "1785542400000" -> "2026-08-01 00:00 UTC"; what is no number is a text already and stays.
std::string instant_text(const std::string& text) {
    constexpr std::int64_t kMinutesPerDay = std::int64_t{24} * 60;
    if (!is_number(text)) return text;
    const std::int64_t minutes = std::stoll(text) / 60'000;
    // Days to a date of the Gregorian calendar, with years that begin in March so that the leap day is their last.
    const std::int64_t days = minutes / kMinutesPerDay + 719'468;
    const std::int64_t era = days / 146'097;
    const std::int64_t day_of_era = days % 146'097;
    const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
    const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const std::int64_t march_month = (5 * day_of_year + 2) / 153;
    const std::int64_t day = day_of_year - (153 * march_month + 2) / 5 + 1;
    const std::int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    const std::int64_t minute = minutes % kMinutesPerDay;
    return std::to_string(year) + "-" + two_digits(month) + "-" + two_digits(day) + " " + two_digits(minute / 60) + ":" +
           two_digits(minute % 60) + " UTC";
}

/// A figure may come in both languages: "name" and "name_en".
std::string figure_text(const Refusal& refusal, const Sentence& row, const std::string& name, bool chinese) {
    auto found = refusal.figures.end();
    if (!chinese) found = refusal.figures.find(name + "_en");
    if (found == refusal.figures.end()) found = refusal.figures.find(name);
    if (found == refusal.figures.end()) return "?";
    if (lists(row.money, name)) return with_decimals(found->second, decimals_of(refusal));
    if (lists(row.points, name)) return points_text(refusal, found->second);
    if (name == row.instant) return instant_text(found->second);
    return found->second;
}

std::string filled(const Refusal& refusal, const Sentence& row, bool chinese) {
    const std::string_view text = chinese ? row.zh : row.en;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = text.find('{', at);
        if (open == std::string_view::npos) return out + std::string(text.substr(at));
        const auto close = text.find('}', open);
        out += text.substr(at, open - at);
        out += figure_text(refusal, row, std::string(text.substr(open + 1, close - open - 1)), chinese);
        at = close + 1;
    }
    return out;
}

}  // namespace

std::string sentence(const Refusal& refusal, bool chinese) {
    if (const Sentence* row = find_sentence(kRefusals, refusal)) return filled(refusal, *row, chinese);
    return chinese ? "无法办理(" + refusal.code + ")" : "Refused (" + refusal.code + ")";
}

std::string sentence(const domain::ExplainStep& step, bool chinese) {
    const Refusal told{step.step, {}, step.figures};
    const Table steps(kSteps);
    if (const Sentence* row = find_sentence(std::span(&steps, 1), told)) return filled(told, *row, chinese);
    return step.step;
}

}  // namespace counterfoil::codec
