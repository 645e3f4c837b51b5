// Another size of what was bought: the ticket's figures stay, its goods change.
#include "till.hpp"
#include "usecase/returns.hpp"
#include "usecase/tickets.hpp"

namespace counterfoil::usecase {
namespace {

class ExchangeTest : public Till {
protected:
    ExchangeTest() { disk.feed({row(shirt("S", "4006381333931")), row(shirt("M", "4006381333948")), row(other())}); }
    static domain::Product shirt(const std::string& sku, const std::string& gtin) {
        domain::Product one = test_support::product(sku, gtin.empty() ? "" : "0" + gtin, 10'000);
        one.style = "shirt";
        return one;
    }
    static domain::Product other() {
        domain::Product one = shirt("X", "");
        one.unit_price = Money{12'000};
        return one;
    }
    /// Two shirts of size S, 20 % off for gold.
    Committed sell() {
        domain::Basket one = basket("1", "gold", 0);
        one.lines[0].sku = Sku{"S"};
        one.lines[0].quantity = Quantity{2000};
        const Committed sold = sale(one, "sale-1", 1);
        EXPECT_EQ(sold.quote.totals.due, Money{16'000});
        return sold;
    }
    static ReturnRequest swap(const Committed& sold, const std::string& id, domain::ExchangeRequest asked) {
        ReturnRequest request;
        request.ticket = sold.ticket;
        request.exchange = {std::move(asked)};
        request.return_key = sold.ticket;
        request.return_key.ticket_id = TicketId{id};
        request.idempotency_key = "key-" + id;
        request.request_digest = digest_of(id);
        return request;
    }
    auto try_return(const ReturnRequest& request) {
        return write([&](const View& v) { return take_return(v, request); });
    }
};

const domain::ExchangeRequest kToM{1, Quantity{1000}, {}, Sku{"M"}, ""};

TEST_F(ExchangeTest, ASaleKnowsTheStyleOfItsGoods) {
    const Committed sold = sell();
    EXPECT_EQ(entries<domain::TicketEntry>().at(0).basket.lines[0].style, "shirt");
}

TEST_F(ExchangeTest, NoMoneyMovesAndTheTicketStandsForTheNewGoods) {
    const Committed sold = sell();
    const Points pending = value(member_card(view(), MemberId{"gold"})).pending;
    const Returned done = value(try_return(swap(sold, "R1", kToM)));
    EXPECT_EQ(done.entry.refund(), Money{});
    EXPECT_TRUE(done.entry.goods.lines.empty());
    ASSERT_EQ(done.entry.exchange.size(), 1U);
    EXPECT_EQ(done.entry.exchange[0].from_sku, Sku{"S"});
    EXPECT_EQ(done.entry.exchange[0].gtin, "04006381333948");
    EXPECT_EQ(value(member_card(view(), MemberId{"gold"})).pending, pending);
    const TicketDetail detail = value(ticket(view(), sold.ticket));
    EXPECT_EQ(detail.left.at(0).left, Quantity{2000});
    ASSERT_EQ(detail.left.at(0).skus.size(), 2U);
    EXPECT_EQ(detail.left.at(0).skus[1].first, Sku{"M"});
    EXPECT_EQ(detail.exchanged, done.entry.exchange);
    ReturnRequest all = swap(sold, "R2", {});
    all.exchange.clear();
    all.lines = {{1, Quantity{2000}}};
    all.refunds = {{"cash", Money{16'000}}};
    EXPECT_TRUE(value(try_return(all)).entry.goods.whole);
    EXPECT_EQ(refusal(try_return(swap(sold, "R3", kToM))).code, "over_returned");
}

TEST_F(ExchangeTest, GoodsComeBackAndOthersAreExchangedInOneReturn) {
    const Committed sold = sell();
    ReturnRequest both = swap(sold, "R1", {1, Quantity{1000}, {}, {}, "04006381333948"});
    both.lines = {{1, Quantity{1000}}};
    both.refunds = {{"cash", Money{8000}}};
    const Returned done = value(try_return(both));
    EXPECT_EQ(done.entry.exchange.at(0).sku, Sku{"M"}) << "by its bar code";
    ReturnRequest more = both;
    more.return_key.ticket_id = TicketId{"R2"};
    more.idempotency_key = "another";
    EXPECT_EQ(refusal(try_return(more)).code, "over_returned") << "one piece cannot do both";
}

TEST_F(ExchangeTest, OtherPricesAreNoExchangeAndNothingIsWritten) {
    const Committed sold = sell();
    const auto before = journal().size();
    const Refusal no = refusal(try_return(swap(sold, "R1", {1, Quantity{1000}, {}, Sku{"X"}, ""})));
    EXPECT_EQ(no.code, "exchange_uneven");
    EXPECT_EQ(no.figures.at("cause"), "price");
    EXPECT_EQ(refusal(try_return(swap(sold, "R1", {1, Quantity{1000}, {}, Sku{"nothing"}, ""}))).code, "unknown_product");
    EXPECT_EQ(journal().size(), before);
    EXPECT_EQ(value(preview_return(view(), swap(sold, "", kToM))).exchange.at(0).sku, Sku{"M"});
    EXPECT_EQ(journal().size(), before);
}

TEST_F(ExchangeTest, ARepeatGetsTheFirstAnswer) {
    const Committed sold = sell();
    const Returned first = value(try_return(swap(sold, "R1", kToM)));
    const Returned again = value(try_return(swap(sold, "R1", kToM)));
    EXPECT_TRUE(again.replay);
    EXPECT_EQ(again.entry, first.entry);
    ASSERT_EQ(again.left.at(0).skus.size(), 2U);
    ReturnRequest other = swap(sold, "R1", {1, Quantity{2000}, {}, Sku{"M"}, ""});
    other.idempotency_key = "another";
    EXPECT_EQ(refusal(try_return(other)).code, "ticket_id_reused");
}

}  // namespace
}  // namespace counterfoil::usecase
