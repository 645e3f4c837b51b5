#include "hub/core/books.hpp"

#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "codec/names.hpp"
#include "domain/arithmetic.hpp"

namespace counterfoil::hub {

namespace {

using nlohmann::json;

std::string line_of(const json& figures) { return figures.dump() + "\n"; }

std::string figure_of(const char* figure, const PurseId& purse, std::int64_t points) {
    json line = {{"figure", figure}, {"points", points}};
    if (!purse.empty()) line["purse_id"] = purse.str();
    return line_of(line);
}

/// What each cause of the ledger is to an accountant, and whether it lowers what is owed to members.
struct Figure {
    const char* name;
    bool lowers;
    std::array<std::optional<PointsCause>, 3> causes;
};
constexpr std::array<Figure, 10> kFigures{{
    {"points_issued", false, {PointsCause::earn, PointsCause::netted, std::nullopt}},
    {"points_opened", false, {PointsCause::opening, PointsCause::history, std::nullopt}},
    {"points_restored", false, {PointsCause::restored, std::nullopt, std::nullopt}},
    {"points_merged", false, {PointsCause::merged, std::nullopt, std::nullopt}},
    {"points_burnt", true, {PointsCause::burn, PointsCause::risk, std::nullopt}},
    {"points_taken", true, {PointsCause::taken, std::nullopt, std::nullopt}},
    {"points_expired", true, {PointsCause::expiry, std::nullopt, std::nullopt}},
    {"points_withdrawn", true, {PointsCause::withdrawn, std::nullopt, std::nullopt}},
    {"points_given_up", true, {PointsCause::given_up, std::nullopt, std::nullopt}},
    {"debt_made", true, {PointsCause::owed, std::nullopt, std::nullopt}},
}};

using ByCause = std::map<PointsCause, std::int64_t>;
using ByPurse = std::map<PurseId, ByCause>;

Result<ByPurse> points_by_cause(HubTx& tx, Instant from, Instant until) {
    CF_TRY(sums, tx.books().points(from, until));
    ByPurse purses;
    for (const PointsSum& sum : sums)
        purses[sum.purse_id][sum.cause] = sum.delta;
    return purses;
}

std::int64_t sum_of(const ByCause& by_cause) {
    std::int64_t sum = 0;
    for (const auto& [cause, delta] : by_cause)
        sum += delta;
    return sum;
}

/// Debts made, and neither netted nor forgiven yet.
std::int64_t debt_of(const ByCause& by_cause) {
    std::int64_t debt = 0;
    for (const auto& [cause, delta] : by_cause)
        if (cause == PointsCause::owed || cause == PointsCause::netted || cause == PointsCause::forgiven) debt -= delta;
    return debt;
}

/// {points_*, debt_*} at a moment: what members have, and what they owe.
void add_open(std::string& lines, const char* points, const char* debt, const PurseId& purse, const ByCause& until_then) {
    const std::int64_t owed = debt_of(until_then);
    lines += figure_of(points, purse, sum_of(until_then) + owed);
    lines += figure_of(debt, purse, owed);
}

void add_purse(std::string& lines, const PurseId& purse, const ByCause& before, const ByCause& within,
               const ByCause& after) {
    add_open(lines, "points_open_before", "debt_open_before", purse, before);
    for (const Figure& figure : kFigures) {
        std::int64_t sum = 0;
        for (const std::optional<PointsCause>& cause : figure.causes)
            if (const auto found = cause ? within.find(*cause) : within.end(); found != within.end()) sum += found->second;
        lines += figure_of(figure.name, purse, figure.lowers ? -sum : sum);
    }
    const auto sum_for = [&](PointsCause cause) {
        const auto found = within.find(cause);
        return found == within.end() ? 0 : found->second;
    };
    lines += figure_of("debt_netted", purse, sum_for(PointsCause::netted));
    lines += figure_of("debt_forgiven", purse, sum_for(PointsCause::forgiven));
    add_open(lines, "points_open_after", "debt_open_after", purse, after);
}

Result<void> add_coupons(HubTx& tx, Instant from, Instant until, std::string& lines) {
    CF_TRY(issued, tx.books().issued(from, until));
    for (const IssuedSum& sum : issued) {
        CF_TRY(rule, tx.reference().coupon_template(sum.template_id));
        const bool has_face = rule && rule->kind == domain::TemplateKind::amount_off;
        lines += line_of({{"figure", "coupons_issued"},
                          {"template_id", sum.template_id.str()},
                          {"coupons", sum.coupons},
                          {"face", has_face ? rule->face.value * sum.coupons : 0}});
    }
    return {};
}

}  // namespace

Result<Period> period_of(const std::string& from, const std::string& until) {
    for (const std::string& text : {from, until})
        if (!domain::day_from_text(text)) return fail(ErrorCode::invalid_input, "a day is expected, YYYY-MM-DD", text);
    if (from >= until)
        return fail(ErrorCode::invalid_input, "the period has no day", from + " to " + until,
                    "name the first day, and the first one after it");
    return Period{from, until};
}

Result<std::string> clearing_lines(HubTx& tx, const Period& period) {
    CF_TRY(sums, tx.books().clearing(period.from, period.until));
    std::string lines;
    for (const ClearingSum& sum : sums) {
        const std::int64_t for_points = domain::half_up_product(sum.points.value, sum.clearing_per_1000.value, 1000);
        json line = {{"debtor", sum.debtor.str()},
                     {"creditor", sum.creditor.str()},
                     {"cause", codec::name_of(sum.cause)},
                     {"amount", sum.amount.value},
                     {"points", sum.points.value},
                     {"clearing_per_1000", sum.clearing_per_1000.value},
                     {"money", sum.amount.value + for_points},
                     {"entries", sum.entries}};
        if (!sum.purse_id.empty()) line["purse_id"] = sum.purse_id.str();
        lines += line_of(line);
    }
    return lines;
}

Result<std::string> account_lines(HubTx& tx, const Period& period) {
    CF_TRY(known, tx.reference().rules());
    const domain::Rules rules = known.value_or(domain::Rules{});
    const domain::Calendar calendar = domain::brand_calendar(rules);
    const Instant from = calendar.begin_of(*domain::day_from_text(period.from));
    const Instant until = calendar.begin_of(*domain::day_from_text(period.until));
    CF_TRY(before, points_by_cause(tx, Instant{INT64_MIN}, from));
    CF_TRY(within, points_by_cause(tx, from, until));
    CF_TRY(after, points_by_cause(tx, Instant{INT64_MIN}, until));
    std::string lines;
    ByPurse purses = after;
    purses[PurseId()];
    for (const auto& [purse, sums] : purses)
        add_purse(lines, purse, before[purse], within[purse], sums);
    CF_CHECK(add_coupons(tx, from, until, lines));
    return lines;
}

}  // namespace counterfoil::hub
