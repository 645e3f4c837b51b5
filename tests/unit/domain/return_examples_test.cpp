// The worked examples of domain rules part 13 that are about returns, figure by figure.
#include <gtest/gtest.h>

#include "return_kit.hpp"
#include "sale.hpp"

namespace counterfoil::domain {
namespace {

using test::back;
using test::Sale;
using test::sold;
using test::whole_ticket;

TEST(ReturnExamples, No10PiecesReturnedOneByOne) {
    Sale sale;
    sale.line(3333, 3000).amount = Money{10000};
    SoldTicket ticket = sold(sale);
    for (const std::int64_t refund : {3333, 3333, 3334})
        EXPECT_EQ(back(ticket, {{1, Quantity{1000}}}).totals.due, Money{refund});
}

TEST(ReturnExamples, No11WeighedGoods) {
    Sale sale;
    sale.line(3980, 456);
    SoldTicket ticket = sold(sale);
    EXPECT_EQ(back(ticket, {{1, Quantity{200}}}).totals.due, Money{796});
    EXPECT_EQ(back(ticket, {{1, Quantity{256}}}).totals.due, Money{1019});
}

TEST(ReturnExamples, No14OnePieceOfAWholeTicket) {
    Sale sale = whole_ticket();
    SoldTicket ticket = sold(sale);
    for (int piece = 0; piece < 2; ++piece) {
        const Return one = back(ticket, {{1, Quantity{1000}}});
        EXPECT_EQ(one.totals.due, Money{13197});
        EXPECT_EQ(one.burn, Points{2590});
        EXPECT_EQ(one.earn, Points{158});
        EXPECT_EQ(one.totals.coupon_discount, Money{2123});
        EXPECT_EQ(one.totals.tax, Money{1518});
        EXPECT_EQ(one.totals.list, Money{19900});
    }
}

}  // namespace
}  // namespace counterfoil::domain
