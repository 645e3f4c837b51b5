// Purchases of staff: the staff's price within a month's quota, and never alone with oneself.
#include "domain/staff.hpp"

#include <gmock/gmock.h>

#include "return_kit.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::figures;
using test::Sale;
using testing::ElementsAre;

/// Three lines of 100.00, 50.00 and 10.00; who works here pays half, and buys as such.
struct StaffSale : Sale {
    StaffSale() {
        rules.tiers.push_back({TierId{"staff"}, {"员工", "Staff"}, 9, BasisPoints{5000}, kWhole});
        rules.staff = {TierId{"staff"}, Money{}};
        context.member->staff_id = StaffId{"E-30"};
        basket.buyer = Buyer::staff;
        basket.staff_id = StaffId{"E-17"};
        for (const std::int64_t price : {10000, 5000, 1000})
            line(price);
    }
    std::vector<std::int64_t> nets() { return figures(quote(), &QuoteLine::net); }
};

TEST(Staff, WhoWorksHereGetsTheStaffsPrice) {
    StaffSale sale;
    EXPECT_THAT(sale.nets(), ElementsAre(5000, 2500, 500));
    EXPECT_EQ(sale.quote().tier, TierId{"staff"});
    EXPECT_FALSE(sale.quote().staff_spent) << "without a quota nothing is counted";
    sale.basket.buyer = Buyer::member;
    EXPECT_THAT(sale.nets(), ElementsAre(10000, 5000, 1000)) << "as a member the own tier counts";
    sale.basket.buyer = Buyer::staff;
    sale.context.member->staff_id = StaffId{};
    EXPECT_THAT(sale.nets(), ElementsAre(10000, 5000, 1000)) << "somebody else's staff price is nobody's";
}

TEST(Staff, WhatIsOverTheMonthsQuotaIsPricedAtBase) {
    StaffSale sale;
    sale.rules.staff.month_quota = Money{5600};
    EXPECT_THAT(sale.nets(), ElementsAre(5000, 5000, 500)) << "lines that still fit keep the price";
    EXPECT_EQ(sale.quote().staff_spent, Money{5500});
    sale.context.member->staff_month = StaffMonth{"2026-03", Money{2600}};
    EXPECT_THAT(sale.nets(), ElementsAre(10000, 2500, 500));
    sale.context.member->staff_month = StaffMonth{"2026-02", Money{9999}};
    EXPECT_THAT(sale.nets(), ElementsAre(5000, 5000, 500)) << "another month's";
    sale.context.member->staff_month = StaffMonth{"2026-03", Money{7000}};
    EXPECT_THAT(sale.nets(), ElementsAre(10000, 5000, 1000));
    EXPECT_EQ(sale.quote().staff_spent, Money{});
}

TEST(Staff, ReturnsGiveTheQuotaBackByPart) {
    StaffSale sale;
    sale.rules.staff.month_quota = Money{5600};
    sale.basket.lines[0].quantity = Quantity{2000};
    sale.basket.lines[0].unit_price = Money{5001};
    SoldTicket ticket = test::sold(sale);
    EXPECT_EQ(staff_kept(ticket), Money{5501});
    test::back(ticket, {{1, Quantity{1000}}});
    EXPECT_EQ(staff_kept(ticket), Money{500 + 2501});
    test::back(ticket, {{2, Quantity{1000}}});
    EXPECT_EQ(staff_kept(ticket), Money{500 + 2501}) << "that line took nothing";
    test::back(ticket, {{1, Quantity{1000}}, {3, Quantity{1000}}});
    EXPECT_EQ(staff_kept(ticket), Money{});
}

TEST(Staff, WhoSellsToHimselfNeedsAnother) {
    for (const Buyer buyer : {Buyer::staff, Buyer::member}) {
        StaffSale sale;
        sale.basket.buyer = buyer;
        sale.basket.staff_id = StaffId{"E-30"};
        const auto refused = [&] {
            auto made = sale.outcome();
            const auto* no = std::get_if<Refusal>(&made);
            return no == nullptr ? std::string() : no->code + " " + no->field;
        };
        EXPECT_EQ(refused(), "approver_needed /approver_id");
        sale.basket.approver_id = StaffId{"E-30"};
        EXPECT_EQ(refused(), "approver_needed /approver_id");
        sale.basket.approver_id = StaffId{"E-2"};
        EXPECT_EQ(refused(), "");
        sale.basket.staff_id = StaffId{};
        sale.basket.approver_id = StaffId{};
        EXPECT_EQ(refused(), "");
    }
}

TEST(Staff, MonthsAddUpAndTheNewestCounts) {
    std::optional<StaffMonth> month;
    add_staff_spent(month, "2026-02", Money{-5});
    EXPECT_FALSE(month);
    add_staff_spent(month, "2026-02", Money{5});
    add_staff_spent(month, "2026-02", Money{6});
    EXPECT_EQ(month, (StaffMonth{"2026-02", Money{11}}));
    add_staff_spent(month, "2026-03", Money{7});
    add_staff_spent(month, "2026-02", Money{6});
    EXPECT_EQ(month, (StaffMonth{"2026-03", Money{7}}));
    add_staff_spent(month, "2026-03", Money{-9});
    EXPECT_EQ(month, (StaffMonth{"2026-03", Money{}}));
    EXPECT_EQ(month_of("2026-03-31"), "2026-03");
}

}  // namespace
}  // namespace counterfoil::domain
