// The steps by which a quote came to its figures.
#include <gmock/gmock.h>

#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;
using testing::ElementsAre;

std::vector<std::string> steps(const Quote& quote) {
    std::vector<std::string> all;
    for (const ExplainStep& one : quote.explain)
        all.push_back(one.step);
    return all;
}

using Figures = std::map<std::string, std::string>;

Figures figures(const Quote& quote, const std::string& step) {
    for (const ExplainStep& one : quote.explain)
        if (one.step == step) return one.figures;
    ADD_FAILURE() << "no step " << step;
    return {};
}

TEST(Explain, TellsOnlyWhatHappened) {
    Sale sale;
    sale.line(1000).flags.no_earn = true;
    const Quote quote = sale.quote();
    EXPECT_THAT(steps(quote), ElementsAre("list", "due"));
    EXPECT_EQ(figures(quote, "list"), (Figures{{"amount", "1000"}}));
    EXPECT_EQ(figures(quote, "due"), (Figures{{"amount", "1000"}}));
}

TEST(Explain, TellsTheWholeTicketInTheOrderOfEvaluation) {
    Sale sale = test::whole_ticket();
    sale.basket.lines[0].pos_discount = Money{100};
    sale.amount_off("Z", 1);
    sale.points_multiplier("P", 20000);
    sale.rules.tiers.push_back({TierId("black"), {"黑卡", "Black"}, 5, kWhole, kWhole, 200});
    sale.ask({"A", "P"});
    const Quote quote = sale.quote();
    EXPECT_THAT(steps(quote), ElementsAre("list", "pos_discount", "member_price", "coupon", "points", "earn",
                                          "coupon_points", "tier_up", "tax", "due"));
    EXPECT_EQ(figures(quote, "pos_discount"), (Figures{{"amount", "100"}, {"left", "46766"}}));
    EXPECT_EQ(figures(quote, "member_price"),
              (Figures{{"amount", "4587"}, {"left", "42179"}, {"tier", "金卡"}, {"tier_en", "Gold"}}));
    EXPECT_EQ(
        figures(quote, "coupon"),
        (Figures{{"amount", "5000"}, {"left", "37179"}, {"coupon_id", "A"}, {"name", "券A"}, {"name_en", "Coupon A"}}));
    EXPECT_EQ(figures(quote, "points"), (Figures{{"amount", "6100"}, {"left", "31079"}, {"points", "6100"}}));
    EXPECT_EQ(figures(quote, "earn"),
              (Figures{{"base", "31079"}, {"n", "1"}, {"per", "100"}, {"times", "2"}, {"points", "621"}}));
    EXPECT_EQ(figures(quote, "coupon_points").at("points"), std::to_string(621 - 372));
    EXPECT_EQ(figures(quote, "tier_up"), (Figures{{"tier", "黑卡"}, {"tier_en", "Black"}}));
    EXPECT_EQ(figures(quote, "due"), (Figures{{"amount", "31079"}}));
}

TEST(Explain, SaysWhatOfAFaceIsLostAndHowManyPiecesHaveAPrice) {
    Sale sale;
    sale.line(1000, 3000);
    sale.amount_off("A", 5000);
    EXPECT_EQ(figures(sale.quote(), "coupon").at("lost"), "2000");
    sale.context.coupons.clear();
    sale.fixed_price("F", 500, 2);
    const Figures told = figures(sale.quote(), "coupon");
    EXPECT_EQ(told.at("n"), "2");
    EXPECT_EQ(told.at("amount"), "1000");
    EXPECT_EQ(told.at("left"), "2000");
}

TEST(Explain, SaysWhereACurrencyHasOtherThanTwoDecimals) {
    Sale sale;
    sale.rules.exponent = sale.basket.exponent = 0;
    sale.line(1999);
    EXPECT_EQ(figures(sale.quote(), "due"), (Figures{{"amount", "1999"}, {"exponent", "0"}}));
}

TEST(Explain, TimesIsADecimalNumber) {
    Sale sale;
    sale.line(100000);
    for (const auto& [mult_bp, times] :
         {std::pair{15000, "1.5"}, {20000, "2"}, {12345, "1.2345"}, {10050, "1.005"}, {5000, "0.5"}}) {
        sale.gold().mult_bp = BasisPoints{mult_bp};
        EXPECT_EQ(figures(sale.quote(), "earn").at("times"), times);
    }
}

}  // namespace
}  // namespace counterfoil::domain
