// Real coupons and real tickets, priced by this engine, against figures that were computed elsewhere.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "sale.hpp"
#include "support/test_data.hpp"

namespace counterfoil::domain {
namespace {

using nlohmann::json;
using test::Sale;
using test_support::CsvReader;
using test_support::test_data_path;

json expected_figures() { return json::parse(std::ifstream(test_data_path() / "data" / "expected.json")); }

/// "12.5" to 1250 for two decimals. Throws where more decimals follow.
std::int64_t scaled(const std::string& text, std::size_t decimals) {
    const std::size_t point = std::min(text.find('.'), text.size());
    std::string digits = text.substr(0, point);
    std::string rest = point < text.size() ? text.substr(point + 1) : "";
    if (rest.size() > decimals) throw std::runtime_error("too many decimals: " + text);
    rest.resize(decimals, '0');
    return std::stoll(digits + rest);
}

/// To whole hundredths, half up: one ticket carries binary noise.
std::int64_t to_hundredths(const std::string& text) {
    const std::size_t point = text.find('.');
    if (point == std::string::npos || text.size() <= point + 3) return scaled(text, 2);
    return scaled(text.substr(0, point + 3), 2) + (text[point + 3] >= '5' ? 1 : 0);
}

/// "30:5" takes 5 yuan off from 30 yuan on; "0.95" lets 95 % be paid.
CouponTemplate o2o_template(const std::string& rate) {
    CouponTemplate rule;
    rule.template_id = TemplateId("O2O");
    if (const std::size_t colon = rate.find(':'); colon != std::string::npos) {
        rule.kind = TemplateKind::amount_off;
        rule.min_spend = Money{scaled(rate.substr(0, colon), 2)};
        rule.face = Money{scaled(rate.substr(colon + 1), 2)};
    } else {
        rule.kind = TemplateKind::percent_off;
        rule.pay_bp = BasisPoints{static_cast<std::int32_t>(scaled(rate, 4))};
    }
    return rule;
}

std::int64_t discount(const CouponTemplate& rule, std::int64_t amount) {
    Sale sale;
    sale.line(amount);
    sale.coupon("A").coupon_template = rule;
    return sale.quote().totals.coupon_discount.value;
}

/// The figures round the discount half up, the domain rules the price. Both differ by one unit, and only where half a unit
/// is exactly what is left.
std::int64_t half_unit(const CouponTemplate& rule, std::int64_t amount) {
    return rule.kind == TemplateKind::percent_off && amount * rule.pay_bp.value % 10'000 == 5'000 ? 1 : 0;
}

TEST(O2oCoupons, TakeOffWhatTheTableSays) {
    const auto data = test_data_path() / "data";
    COUNTERFOIL_NEEDS_TEST_DATA(data / "expected.json");
    const json o2o = expected_figures().at("o2o");
    const auto amounts = o2o.at("amounts").get<std::vector<std::string>>();
    int compared = 0;
    int halves = 0;
    for (const auto& [rate, row] : o2o.at("discount_table").items()) {
        const CouponTemplate rule = o2o_template(rate);
        for (std::size_t i = 0; i < amounts.size(); ++i) {
            const std::int64_t amount = scaled(amounts[i], 2);
            const std::int64_t half = half_unit(rule, amount);
            EXPECT_EQ(discount(rule, amount) + half, scaled(row.at(i).get<std::string>(), 2))
                << rate << " on " << amounts[i];
            ++compared;
            halves += static_cast<int>(half);
        }
    }
    EXPECT_EQ(compared, 39 * 21);
    EXPECT_LT(halves, 20) << "the exception must stay one";
}

TEST(O2oCoupons, OfAllGrantsAddUp) {
    const auto data = test_data_path() / "data";
    COUNTERFOIL_NEEDS_TEST_DATA(data / "expected.json");
    COUNTERFOIL_NEEDS_TEST_DATA(data / "o2o_grants.csv.gz");
    std::map<std::string, std::int64_t> grants;
    for (CsvReader rows(data / "o2o_grants.csv.gz"); rows.next();)
        ++grants[rows["Discount_rate"]];
    const json o2o = expected_figures().at("o2o");
    for (const auto& [text, total] : o2o.at("discount_sum").items()) {
        const std::int64_t amount = scaled(text, 2);
        std::int64_t sum = 0;
        for (const auto& [rate, count] : grants) {
            const CouponTemplate rule = o2o_template(rate);
            sum += count * (discount(rule, amount) + half_unit(rule, amount));
        }
        EXPECT_EQ(sum, scaled(total.get<std::string>(), 2)) << text;
    }
}

struct CjBasket {
    std::string household;
    Sale sale;
    std::int64_t paid = 0;
    bool legal = true;  ///< no line without quantity, none with more coupon than price, as a sale has it
};

std::map<std::string, CjBasket> cj_baskets() {
    std::map<std::string, CjBasket> baskets;
    for (CsvReader rows(test_data_path() / "data" / "cj_transactions.csv.gz"); rows.next();) {
        CjBasket& one = baskets[rows["basket_id"]];
        one.household = rows["household_id"];
        const std::int64_t sales = scaled(rows["sales_value"], 2);
        const std::int64_t coupon = scaled(rows["coupon_disc"], 2);
        const std::int64_t shelf = sales + scaled(rows["retail_disc"], 2) + scaled(rows["coupon_match_disc"], 2);
        const std::int64_t quantity = 1000 * std::stoll(rows["quantity"]);
        one.paid += sales - coupon;
        one.legal = one.legal && quantity > 0 && coupon <= sales;
        BasketLine& line = one.sale.line(0);
        line.sku = Sku(rows["product_id"]);
        line.quantity = Quantity{quantity};
        line.amount = Money{shelf};
        line.pos_discount = Money{shelf - sales + coupon};
    }
    return baskets;
}

TEST(CompleteJourney, EveryHouseholdEarnsItsPoints) {
    const auto data = test_data_path() / "data";
    COUNTERFOIL_NEEDS_TEST_DATA(data / "expected.json");
    COUNTERFOIL_NEEDS_TEST_DATA(data / "cj_transactions.csv.gz");
    std::map<std::string, std::int64_t> earned;
    std::map<std::string, std::int64_t> paid;
    std::size_t legal = 0;
    auto baskets = cj_baskets();
    for (auto& [id, basket] : baskets) {
        if (basket.legal) {
            ++legal;
        } else {
            // Such lines are no sale here; the ticket's total stands for them.
            basket.sale.basket.lines.clear();
            basket.sale.line(std::max<std::int64_t>(basket.paid, 0));
        }
        const Quote quote = basket.sale.quote();
        EXPECT_EQ(quote.totals.due.value, std::max<std::int64_t>(basket.paid, 0)) << id;
        earned[basket.household] += quote.points.earn.value;
        paid[basket.household] += basket.paid;
    }
    const json cj = expected_figures().at("cj");
    EXPECT_EQ(baskets.size(), cj.at("totals").at("baskets").get<std::size_t>());
    EXPECT_GT(legal, baskets.size() * 9 / 10);
    for (const auto& [household, figures] : cj.at("per_household").items()) {
        EXPECT_EQ(earned[household], figures.at("points_p1").get<std::int64_t>()) << household;
        EXPECT_EQ(paid[household], figures.at("paid").get<std::int64_t>()) << household;
    }
}

/// Purses count tenths of a point there: 1 % of what is paid in money from 555 roubles on, else 0.5 %.
TEST(X5, EarningRuleAgreesWithTheRecordedPointsAsOftenAsSaid) {
    const auto data = test_data_path() / "data";
    COUNTERFOIL_NEEDS_TEST_DATA(data / "expected.json");
    COUNTERFOIL_NEEDS_TEST_DATA(data / "x5_tickets.csv.gz");
    std::map<std::string, int> compared;
    for (CsvReader rows(data / "x5_tickets.csv.gz"); rows.next();) {
        const auto spent = [&](const char* purse) { return scaled(rows[purse], 1) * 10; };
        const std::int64_t net =
            to_hundredths(rows["purchase_sum"]) + spent("regular_points_spent") + spent("express_points_spent");
        Sale sale;
        sale.rules.points.earn_per = Money{2000};
        sale.rules.points.earn_steps = {{Money{55'500}, Points{1}, Money{1000}}};
        sale.line(net);
        const std::int64_t recorded = scaled(rows["regular_points_received"], 1);
        const std::int64_t earned = sale.quote().points.earn.value;
        ++compared[recorded == earned ? "exact" : recorded > earned ? "more" : "less"];
    }
    EXPECT_EQ(compared, (expected_figures().at("x5").at("rule_e1").get<std::map<std::string, int>>()));
}

}  // namespace
}  // namespace counterfoil::domain
