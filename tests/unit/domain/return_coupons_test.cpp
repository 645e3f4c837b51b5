// Which coupons come back with the goods, and voids.
#include "domain/return_coupons.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "return_kit.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::back;
using test::Sale;
using test::sold;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr Millis kDay{kDayMs};

/// Coupon A made lines 1 and 2 cheaper; line 3 bars coupons.
struct ReturnCoupons : ::testing::Test {
    ReturnCoupons() {
        sale.line(10000, 2000);
        sale.line(5000);
        sale.line(5000).flags.no_coupon = true;
        sale.amount_off("A", 3000);
        ticket = sold(sale);
        at = sale.basket.at;
        terms.coupon_id = CouponId("A");
        terms.valid_until = at + kDay;
    }
    std::vector<CouponReturn> give(const std::vector<ReturnRequest>& lines) {
        const SoldTicket before = ticket;
        return return_coupons(before, back(ticket, lines), {&terms, 1}, at);
    }
    CouponReturn fate(CouponFate fate) const { return {CouponId("A"), fate, terms.valid_until}; }
    Sale sale;
    SoldTicket ticket;
    Instant at;
    CouponTerms terms;
};

TEST_F(ReturnCoupons, FullOnlyOnceAllItsLinesHaveWhollyComeBack) {
    EXPECT_THAT(give({{1, Quantity{1000}}}), ElementsAre(fate(CouponFate::stays_used)));
    EXPECT_THAT(give({{2, Quantity{1000}}}), ElementsAre(fate(CouponFate::stays_used)));
    EXPECT_THAT(give({{1, Quantity{1000}}}), ElementsAre(fate(CouponFate::given_back)));
    EXPECT_THAT(give({{3, Quantity{1000}}}), IsEmpty()) << "none of its lines";
}

TEST_F(ReturnCoupons, FullOnlyDoesNotWaitForOtherLines) {
    EXPECT_THAT(give({{1, Quantity{2000}}, {2, Quantity{1000}}}), ElementsAre(fate(CouponFate::given_back)));
}

TEST_F(ReturnCoupons, Never) {
    terms.rule.on_return = OnReturn::never;
    EXPECT_THAT(give({{1, Quantity{2000}}, {2, Quantity{1000}}, {3, Quantity{1000}}}),
                ElementsAre(fate(CouponFate::stays_used)));
}

TEST_F(ReturnCoupons, AlwaysNewWithTheFirstOfItsLinesAndOnce) {
    terms.rule.on_return = OnReturn::always_new;
    EXPECT_THAT(give({{3, Quantity{1000}}}), IsEmpty());
    EXPECT_THAT(give({{1, Quantity{1000}}}), ElementsAre(fate(CouponFate::given_back)));
    EXPECT_THAT(give({{1, Quantity{1000}}}), IsEmpty());
    EXPECT_THAT(give({{2, Quantity{1000}}}), IsEmpty());
}

TEST_F(ReturnCoupons, WhatHasExpiredMeanwhileStaysExpired) {
    terms.valid_until = at;
    EXPECT_THAT(give({{1, Quantity{2000}}, {2, Quantity{1000}}}), ElementsAre(fate(CouponFate::expired)));
}

TEST_F(ReturnCoupons, ExtendDaysGiveAtLeastSoMuchTime) {
    terms.valid_until = at;
    terms.rule.extend_days = 3;
    const std::vector<CouponReturn> fates = give({{1, Quantity{2000}}, {2, Quantity{1000}}});
    EXPECT_THAT(fates, ElementsAre(CouponReturn{CouponId("A"), CouponFate::given_back, at + Millis{3 * kDay.value}}));
}

TEST_F(ReturnCoupons, ExtendDaysShortenNothing) {
    terms.valid_until = at + Millis{30 * kDay.value};
    terms.rule.extend_days = 3;
    EXPECT_THAT(give({{1, Quantity{2000}}, {2, Quantity{1000}}}), ElementsAre(fate(CouponFate::given_back)));
}

TEST_F(ReturnCoupons, AUseThatWasNotAcceptedGivesNothingBack) {
    const Return all = back(ticket, {{1, Quantity{2000}}, {2, Quantity{1000}}});
    EXPECT_THAT(return_coupons(sold(sale), all, {}, at),
                ElementsAre(CouponReturn{CouponId("A"), CouponFate::stays_used, kNever}));
}

TEST_F(ReturnCoupons, AVoidGivesAllBackAsTheyWere) {
    terms.rule = {OnReturn::never, 3};
    terms.valid_until = at;
    const Outcome<Return> made = make_void(ticket, "2026-03-01");
    ASSERT_TRUE(std::holds_alternative<Return>(made));
    EXPECT_THAT(return_coupons(ticket, std::get<Return>(made), {&terms, 1}, at), ElementsAre(fate(CouponFate::given_back)));
}

struct Voids : ::testing::Test {
    Voids() {
        sale.line(1001, 3000);
        sale.line(2000, 456);
        sale.points(1000);
        sale.basket.points = MaxPoints{};
        ticket = sold(sale);
    }
    Refusal refused_void(std::string_view today) {
        const Outcome<Return> made = make_void(ticket, today);
        const auto* no = std::get_if<Refusal>(&made);
        EXPECT_NE(no, nullptr);
        return no == nullptr ? Refusal{} : *no;
    }
    Sale sale;
    SoldTicket ticket;
};

TEST_F(Voids, TheWholeTicketGoesBack) {
    const Outcome<Return> made = make_void(ticket, "2026-03-01");
    ASSERT_TRUE(std::holds_alternative<Return>(made));
    const Return& all = std::get<Return>(made);
    EXPECT_TRUE(all.voided);
    EXPECT_TRUE(all.whole);
    EXPECT_EQ(all.totals, ticket.quote.totals);
    EXPECT_EQ(all.burn, ticket.quote.points.burn);
    EXPECT_EQ(all.earn, ticket.quote.points.earn);
    EXPECT_EQ(all.lines.size(), 2U);
}

TEST_F(Voids, OnAnotherBusinessDayIsTooLate) {
    const Refusal no = refused_void("2026-03-02");
    EXPECT_EQ(no.code, "void_too_late");
    EXPECT_EQ(no.figures, (std::map<std::string, std::string>{{"business_day", "2026-03-01"}, {"today", "2026-03-02"}}));
}

TEST_F(Voids, AfterAReturnIsTooLate) {
    back(ticket, {{2, Quantity{100}}});
    const Refusal no = refused_void("2026-03-01");
    EXPECT_EQ(no.code, "void_too_late");
    EXPECT_EQ(no.figures.at("line_no"), "2");
}

TEST_F(Voids, AVoidedTicketIsVoidedOnce) {
    add_return(ticket, std::get<Return>(make_void(ticket, "2026-03-01")));
    EXPECT_EQ(refused_void("2026-03-01").code, "void_too_late");
    EXPECT_EQ(test::refused(ticket, {{1, Quantity{1000}}}).code, "over_returned");
}

TEST_F(Voids, ATicketWithoutLinesCanBeVoided) {
    Sale empty;
    const Outcome<Return> made = make_void(sold(empty), "2026-03-01");
    ASSERT_TRUE(std::holds_alternative<Return>(made));
    EXPECT_TRUE(std::get<Return>(made).whole);
}

}  // namespace
}  // namespace counterfoil::domain
