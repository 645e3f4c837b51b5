// A folder of a few rows that are made up here: what is dirty in them is refused or flagged by its reason, and what changes
// is noticed. Runs also where the real data are absent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "replay/parts.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::replay {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

class SmallFolder : public ::testing::Test {
protected:
    /// Files need not be packed: zlib reads plain text as it is.
    void write(const std::string& name, const std::string& text) const { std::ofstream(folder_.file(name)) << text; }
    std::filesystem::path path() const { return folder_.file(""); }

    /// Figures that differ; those that the short `expected` does not name are no matter here.
    static std::vector<std::string> wrong(const Report& report) {
        std::vector<std::string> all;
        for (const std::string& text : report.differences())
            if (text.find("instead of") != std::string::npos || text.find("expected") == std::string::npos)
                all.push_back(text);
        return all;
    }
    test_support::TemporaryFolder folder_;
};

constexpr const char* kInvoices =
    "source_line,InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n"
    "1,500001,10001,CUP,10,2011-01-03 09:00:00,2.5,7.0,France\n"
    "2,500001,10001,CUP,10,2011-01-03 09:00:00,2.5,7.0,France\n"
    "3,500001,POST,POSTAGE,1,2011-01-03 09:01:00,0.001,7.0,France\n"
    "4,500002,10002,\"A \"\"B\"\", C\",-4,2011-01-03 10:00:00,0.0,,France\n"
    "5,500003,10003,PEN,5,2011-01-03 11:00:00,1.0,,France\n"
    "6,C500004,10001,CUP,-12,2011-01-04 09:00:00,2.5,7.0,France\n"
    "7,C500005,10001,CUP,-12,2011-01-05 09:00:00,2.0,7.0,France\n"
    "8,C500006,10003,PEN,-1,2011-01-06 09:00:00,1.0,7.0,France\n"
    "9,C500007,10003,PEN,-1,2011-01-06 09:00:00,1.0,,France\n";

json retail_figures() {
    return {{"counts",
             {{"sale_line_negative_quantity", 1},
              {"invoices_with_several_times", 1},
              {"price_more_than_2_decimals", 1},
              {"no_customer", 3},
              {"exact_duplicate_lines_extra", 1}}},
            {"totals", {{"gross_sales", "55.001"}, {"cancelled", "-56"}, {"net", "-0.999"}, {"writeoff", "0"}}},
            {"returns", {{"covered", 1}, {"partly", 1}, {"uncovered", 1}}},
            {"per_customer", {{"7.0", {1, 3, "-4.999"}}}}};
}

TEST_F(SmallFolder, RetailDirtIsRefusedByItsReason) {
    write("retail_invoices.csv.gz", kInvoices);
    Report report("retail");
    const World world = replay_retail(path(), {{"retail", retail_figures()}}, report, {100});
    EXPECT_EQ(wrong(report), std::vector<std::string>());
    EXPECT_EQ(report.refused("sale line with a negative quantity, a write-off (the domain: basket_invalid)"), 1);
    EXPECT_EQ(report.refused("cancellation that names neither invoice nor customer"), 1);
    EXPECT_EQ(report.refused("cancellation of what the customer had not bought before, or given back already"), 1);
    EXPECT_EQ(report.refused("cancellation of more than the customer had: what was there came back, the rest is refused"),
              1);
    EXPECT_EQ(report.flagged("cancellation at another price than was paid: the refund is what was paid"), 1);
    EXPECT_EQ(report.flagged("line that stands exactly so before it in its invoice: a real repeat, sold again"), 1);
    EXPECT_EQ(report.flagged("price finer than a penny: the currency is kept with exponent 3"), 1);
    EXPECT_EQ(report.flagged("sale line without a customer: sold to a guest"), 1);
    ASSERT_EQ(world.sales.size(), 1U);
    EXPECT_EQ(world.sales.front().basket.lines.size(), 3U);
}

TEST_F(SmallFolder, AChangedFigureIsNoticed) {
    write("retail_invoices.csv.gz", kInvoices);
    json figures = retail_figures();
    figures["totals"]["net"] = "-1.999";
    Report report("retail");
    replay_retail(path(), {{"retail", figures}}, report, {});
    EXPECT_EQ(wrong(report), std::vector<std::string>{"retail.totals.net: \"-0.999\" instead of \"-1.999\""});
}

TEST_F(SmallFolder, RowsThatCannotBeReadAreNamed) {
    write("retail_invoices.csv.gz",
          std::string(kInvoices) + "10,500009,10001,CUP,1,2011-01-06 09:00:00,2.5001,7.0,France\n");
    Report report("retail");
    try {
        replay_retail(path(), {{"retail", retail_figures()}}, report, {});
        FAIL() << "a price of four decimals was taken";
    } catch (const std::exception& e) {
        EXPECT_THAT(e.what(), HasSubstr("2.5001"));
    }
}

TEST_F(SmallFolder, X5RaisesTheOpeningBalanceByWhatIsMissingAndKeepsPursesApart) {
    write("x5_members.csv.gz", "client_id,age,gender,query_time\nm1,115,U,2019-03-01T00:00:00\n");
    write("x5_products.csv.gz", "product_id,is_alcohol\np1,1\n");
    write("x5_lines.csv.gz", "ticket_no,line_no,product_id,quantity\nm1-1,1,p1,1\nm1-2,1,p1,0\n");
    write("x5_tickets.csv.gz",
          "ticket_no,client_id,datetime,store_id,regular_points_received,express_points_received,regular_points_spent,"
          "express_points_spent,purchase_sum\n"
          "m1-2,m1,2019-01-02T10:00:00,s1,0,0,-30,-20,50\n"
          "m1-1,m1,2019-01-01T10:00:00,s1,10,0,0,0,1000\n");
    const json section = {{"counts", {{"quantity_zero", 1}, {"tickets_paid_fully_with_points", 1}, {"out_of_order", 1}}},
                          {"rule_e1", {{"exact", 2}, {"more", 0}, {"less", 0}}},
                          {"totals",
                           {{"opening_needed_regular", "20"},
                            {"opening_needed_express", "20"},
                            {"closing_regular", "-20"},
                            {"closing_express", "-20"}}}};
    Report report("x5");
    replay_x5(path(), {{"x5", section}}, report, {});
    EXPECT_EQ(wrong(report), std::vector<std::string>());
    EXPECT_EQ(report.refused("line with quantity 0, weighed goods (the domain: basket_invalid)"), 1);
    EXPECT_EQ(report.flagged("ticket that burns more than its member's history earned: the opening balance is raised"), 2);
}

}  // namespace
}  // namespace counterfoil::replay
