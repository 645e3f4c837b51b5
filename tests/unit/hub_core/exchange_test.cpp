// Exchanges at HQ: never more than is kept, whoever made them.
#include "domain/exchanges.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

class ExchangeAtHq : public HqWorld {
protected:
    ExchangeAtHq() {
        add_rules();
        add_member(1000);
        in_tx([&](HubTx& tx) -> Result<void> {
            for (const char* sku : {"S", "M", "COAT"}) {
                domain::Product one;
                one.sku = Sku{sku};
                one.style = std::string_view(sku) == "COAT" ? "coat" : "shirt";
                one.unit_price = Money{12'000};  // dearer than it was
                CF_CHECK(tx.reference().put_product(one));
            }
            return {};
        });
        domain::Basket& basket = sold.basket = basket_of("T1", now);
        sold.checkout_id = CheckoutId{"K"};
        add_line(basket, 10'000, 2, "S");
        basket.lines[0].style = "shirt";
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        sold.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        a.write(sold, now);
        upload(a);
    }
    domain::ReturnEntry swap(const std::string& id, std::int64_t pieces, const std::string& sku,
                             const std::string& from = "S") {
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = entry.ticket;
        entry.return_key.ticket_id = TicketId{id};
        entry.exchange = {{1, Quantity{pieces * 1000}, Sku{from}, Sku{sku}, "", ""}};
        return entry;
    }
    domain::ReturnEntry back(const std::string& id, std::int64_t pieces, std::int64_t before) {
        domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        if (before > 0) ticket.returned[1] = Quantity{before * 1000};
        const domain::ReturnRequest asked{1, Quantity{pieces * 1000}};
        domain::ReturnEntry entry = swap(id, 1, "M");
        entry.exchange.clear();
        entry.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        entry.refunds = {{"cash", entry.goods.totals.due}};
        return entry;
    }
    Strings take(TestDevice& device, const domain::ReturnEntry& entry) {
        const std::uint64_t before = device.head.seq.value;
        device.write(entry, now);
        return verdicts(upload(device, before), device.holder);
    }
    domain::TicketEntry sold;
};

TEST_F(ExchangeAtHq, MovesNoPointsAndAllComesBackAsItWasPaid) {
    const std::int64_t before = ledger_sum();
    EXPECT_EQ(take(a, swap("X1", 1, "M")), Strings{"accepted"}) << "whatever the goods cost by now";
    EXPECT_EQ(ledger_sum(), before);
    EXPECT_EQ((*store->view().returns().of_ticket(ticket_key("T1"))).at(0).exchange.at(0).sku, Sku{"M"});
    EXPECT_TRUE(member().member.purchased);
    EXPECT_EQ(take(b, swap("X2", 1, "S", "M")), Strings{"accepted"}) << "and back again";
    EXPECT_EQ(take(a, back("X3", 2, 0)), Strings{"accepted"});
    EXPECT_EQ(ledger_sum(), 1000);
    EXPECT_FALSE(member().member.purchased);
}

TEST_F(ExchangeAtHq, MoreThanIsKeptIsAConflict) {
    EXPECT_EQ(take(a, back("X1", 1, 0)), Strings{"accepted"});
    EXPECT_EQ(take(b, swap("X2", 2, "M")), Strings{"conflict over_returned"});
    EXPECT_EQ(take(b, swap("X3", 1, "M")), Strings{"accepted"});
    EXPECT_EQ(take(b, swap("X4", 2, "S", "M")), Strings{"conflict over_returned"});
    EXPECT_EQ(store->view().returns().of_ticket(ticket_key("T1"))->size(), 2U);
}

TEST_F(ExchangeAtHq, OtherGoodsAreAFinding) {
    EXPECT_EQ(take(a, swap("X1", 1, "COAT")), Strings{"finding exchange_uneven"});
    EXPECT_EQ(take(a, swap("X2", 1, "NOTHING")), Strings{"finding exchange_uneven"});
}

TEST_F(ExchangeAtHq, AReturnOfNothingAtAllIsNone) {
    domain::ReturnEntry entry = swap("X1", 1, "M");
    entry.exchange.clear();
    EXPECT_EQ(take(a, entry), Strings{"conflict return_invalid"});
}

}  // namespace
}  // namespace counterfoil::hub
