// Even exchanges: another size of what was bought, without any money.
#include "domain/exchanges.hpp"

#include "return_kit.hpp"

namespace counterfoil::domain {
namespace {

using Skus = std::vector<std::pair<Sku, Quantity>>;

class Exchanges : public ::testing::Test {
protected:
    test::Sale sale;
    SoldTicket ticket;

    Exchanges() {
        BasketLine& shirt = sale.line(10'000, 3000);
        shirt.sku = Sku{"S"};
        shirt.style = "shirt";
        shirt.tax_bp = BasisPoints{1300};
        sale.line(1980, 500);
        ticket = test::sold(sale);
    }
    static Product product(const std::string& sku) {
        Product one;
        one.sku = Sku{sku};
        one.style = "shirt";
        one.unit_price = Money{10'000};
        one.tax_bp = BasisPoints{1300};
        return one;
    }
    const BasketLine& shirt() const { return ticket.basket.lines[0]; }
    static ExchangeRequest pieces(std::int64_t n, const std::string& sku, const std::string& from = "") {
        return {1, Quantity{n * 1000}, from.empty() ? Sku{} : Sku{from}, Sku{sku}, ""};
    }
    Refusal refused(const ExchangeRequest& asked) const {
        const auto found = find_exchanged(ticket, asked, 2);
        const auto* no = std::get_if<Refusal>(&found);
        return no == nullptr ? Refusal{"(not refused)"} : *no;
    }
    std::string cause(const Product& to, std::optional<Product> from = product("S")) const {
        const auto no = check_even(shirt(), {std::move(from), to}, 0);
        return no ? no->figures.at("cause") : "";
    }
    void exchange(std::int64_t n, const std::string& sku, const std::string& from = "") {
        const ExchangeRequest asked = pieces(n, sku, from);
        const Sku meant = std::get<Sku>(find_exchanged(ticket, asked, 0));
        const Exchanged done{1, asked.quantity, meant, asked.sku, "", ""};
        add_exchange(ticket, std::span(&done, 1));
    }
};

TEST_F(Exchanges, MoveNothingButTheGoods) {
    exchange(1, "M");
    EXPECT_EQ(skus_of(ticket, shirt()), (Skus{{Sku{"S"}, Quantity{2000}}, {Sku{"M"}, Quantity{1000}}}));
    SoldTicket untouched = test::sold(sale);
    EXPECT_EQ(test::back(ticket, {{1, Quantity{2000}}}), test::back(untouched, {{1, Quantity{2000}}}));
    EXPECT_EQ(test::back(ticket, {{1, Quantity{1000}}}), test::back(untouched, {{1, Quantity{1000}}}));
}

TEST_F(Exchanges, ATicketStandsForWhatItWasExchangedFor) {
    exchange(2, "M");
    exchange(1, "L", "M");
    exchange(1, "L", "S");
    EXPECT_EQ(skus_of(ticket, shirt()), (Skus{{Sku{"M"}, Quantity{1000}}, {Sku{"L"}, Quantity{2000}}}));
    EXPECT_EQ(refused(pieces(1, "M", "S")).code, "over_returned") << "no S is left";
    EXPECT_EQ(std::get<Sku>(find_exchanged(ticket, pieces(2, "S"), 0)), Sku{"L"}) << "there are enough of these";
    EXPECT_EQ(refused(pieces(3, "S")).figures.at("left"), "2000");
}

TEST_F(Exchanges, NoMoreThanIsKept) {
    test::back(ticket, {{1, Quantity{2000}}});
    EXPECT_EQ(std::get<Sku>(find_exchanged(ticket, pieces(1, "M"), 0)), Sku{"S"});
    const Refusal no = refused(pieces(2, "M"));
    EXPECT_EQ(no.code, "over_returned");
    EXPECT_EQ(no.field, "/exchange/2/quantity");
    EXPECT_EQ(no.figures.at("left"), "1000");
    EXPECT_EQ(no.figures.at("sold"), "3000");
}

TEST_F(Exchanges, WholePiecesOfALineOfTheTicket) {
    EXPECT_EQ(refused({9, Quantity{1000}, {}, Sku{"M"}, ""}).figures.at("sold"), "0");
    EXPECT_EQ(refused({1, Quantity{500}, {}, Sku{"M"}, ""}).code, "return_invalid");
    EXPECT_EQ(refused({1, Quantity{}, {}, Sku{"M"}, ""}).code, "return_invalid");
    EXPECT_EQ(refused({2, Quantity{1000}, {}, Sku{"M"}, ""}).code, "return_invalid") << "weighed";
}

TEST_F(Exchanges, SameStyleAndListPrice) {
    EXPECT_EQ(cause(product("M")), "");
    EXPECT_EQ(cause(product("S")), "same");
    Product other = product("M");
    other.style = "coat";
    EXPECT_EQ(cause(other), "style");
    other = product("M");
    other.unit_price = Money{9000};
    EXPECT_EQ(cause(other), "price");
    EXPECT_EQ(cause(other, std::nullopt), "price");
    Product cheaper = product("S");
    cheaper.unit_price = Money{9000};
    EXPECT_EQ(cause(other, cheaper), "") << "all sizes cost less by now";
    EXPECT_EQ(cause(product("M"), std::nullopt), "") << "the old one is sold no more, the price is as it was";
    other = product("M");
    other.tax_bp = BasisPoints{900};
    EXPECT_EQ(cause(other), "tax");
    other = product("M");
    other.weighed = true;
    EXPECT_EQ(cause(other), "weighed");
}

TEST_F(Exchanges, GoodsWithoutAStyleAreTheOnlyOnesOfTheirKind) {
    ticket.basket.lines[0].style.clear();
    EXPECT_EQ(cause(product("M")), "") << "by the price file";
    Product old = product("S");
    Product other = product("M");
    old.style = other.style = "";
    EXPECT_EQ(cause(other, old), "style");
}

}  // namespace
}  // namespace counterfoil::domain
