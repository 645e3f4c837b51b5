// What comes back of the uses of benefit cards.
#include "domain/return_cards.hpp"

#include <gtest/gtest.h>

#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

using test::Sale;

constexpr Instant kAt{1'772'330'100'000};
const std::vector<CardTerms> kTerms{{CardId("K"), kNever, 0}};

Return back(const SoldTicket& ticket, std::vector<ReturnRequest> lines) {
    auto made = make_return(ticket, lines);
    EXPECT_TRUE(std::holds_alternative<Return>(made));
    return std::get<Return>(made);
}

SoldTicket with_pieces() {
    Sale sale;
    sale.card("K", 5000, UseUnit::piece, 5);
    sale.line(3000, 2000);
    sale.line(1000, 3000);
    return sold(sale);
}

TEST(CardReturns, AUseOfTheTicketComesBackWithTheLastOfItsLines) {
    Sale sale;
    sale.card("K", 5000, UseUnit::ticket, 5);
    sale.line(3000, 2000);
    sale.line(1000);
    sale.line(1000).flags.no_tier_price = true;
    SoldTicket ticket = sold(sale);
    const Return first = back(ticket, {{1, Quantity{2000}}});
    EXPECT_EQ(return_cards(ticket, first, kTerms, kAt),
              (std::vector<CardReturn>{{CardId("K"), 0, CouponFate::stays_used, kNever}}));
    add_return(ticket, first);
    const Return other = back(ticket, {{3, Quantity{1000}}});
    EXPECT_TRUE(return_cards(ticket, other, kTerms, kAt).empty()) << "not one of its lines";
    add_return(ticket, other);
    const Return last = back(ticket, {{2, Quantity{1000}}});
    EXPECT_EQ(return_cards(ticket, last, kTerms, kAt),
              (std::vector<CardReturn>{{CardId("K"), 1, CouponFate::given_back, kNever}}));
}

TEST(CardReturns, UsesOfPiecesComeBackLineByLine) {
    SoldTicket ticket = with_pieces();
    ASSERT_EQ(ticket.quote.cards.at(0).uses, 5);
    const Return first = back(ticket, {{2, Quantity{2000}}});
    EXPECT_EQ(return_cards(ticket, first, kTerms, kAt).at(0).uses, 0);
    EXPECT_EQ(first.lines.at(0).alloc.at(0).uses, 0);
    add_return(ticket, first);
    const Return second = back(ticket, {{2, Quantity{1000}}});
    EXPECT_EQ(return_cards(ticket, second, kTerms, kAt).at(0).uses, 3);
    EXPECT_EQ(second.lines.at(0).alloc.at(0).uses, 3);
    add_return(ticket, second);
    EXPECT_EQ(return_cards(ticket, back(ticket, {{1, Quantity{2000}}}), kTerms, kAt).at(0).uses, 2);
}

TEST(CardReturns, AnyCutOfReturnsGivesTheSameUsesBack) {
    for (const bool first_line_first : {true, false}) {
        SoldTicket ticket = with_pieces();
        std::int64_t uses = 0;
        for (int piece = 0; piece < 5; ++piece) {
            const bool of_first = first_line_first ? piece < 2 : piece >= 3;
            const Return now = back(ticket, {{of_first ? 1 : 2, Quantity{1000}}});
            for (const CardReturn& one : return_cards(ticket, now, kTerms, kAt))
                uses += one.uses;
            add_return(ticket, now);
        }
        EXPECT_EQ(uses, 5);
    }
}

TEST(CardReturns, WhatEndedMeanwhileStaysEndedButForAVoid) {
    const SoldTicket ticket = with_pieces();
    const std::vector<CardTerms> over{{CardId("K"), kAt, 0}};
    const Return all = back(ticket, {{1, Quantity{2000}}, {2, Quantity{3000}}});
    EXPECT_EQ(return_cards(ticket, all, over, kAt), (std::vector<CardReturn>{{CardId("K"), 5, CouponFate::expired, kAt}}));
    const auto voided = make_void(ticket, ticket.basket.business_day);
    EXPECT_EQ(return_cards(ticket, std::get<Return>(voided), over, kAt),
              (std::vector<CardReturn>{{CardId("K"), 5, CouponFate::given_back, kAt}}));
}

TEST(CardReturns, NothingComesBackForUsesThatWereRefused) {
    SoldTicket ticket = with_pieces();
    const std::vector<CardTerms> refused{{CardId("K"), kNever, 4}};
    const Return first = back(ticket, {{2, Quantity{3000}}});
    EXPECT_EQ(return_cards(ticket, first, refused, kAt).at(0).uses, 0);
    add_return(ticket, first);
    EXPECT_EQ(return_cards(ticket, back(ticket, {{1, Quantity{2000}}}), refused, kAt).at(0).uses, 1);
    EXPECT_EQ(return_cards(ticket, first, {}, kAt).at(0).fate, CouponFate::stays_used) << "nothing is known of it";
}

TEST(CardReturns, TheFiguresOfTheCardGoBackAsMemberDiscount) {
    const SoldTicket ticket = with_pieces();
    const Return all = back(ticket, {{1, Quantity{2000}}, {2, Quantity{3000}}});
    EXPECT_EQ(all.totals.member_discount, ticket.quote.totals.member_discount);
    EXPECT_EQ(all.totals.list, ticket.quote.totals.list);
    EXPECT_EQ(all.totals.due, ticket.quote.totals.due);
}

}  // namespace
}  // namespace counterfoil::domain
