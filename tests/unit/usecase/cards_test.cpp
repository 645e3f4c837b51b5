// Benefit cards at the till: uses are held, spent and shown; never more than there are.
#include "till.hpp"
#include "usecase/returns.hpp"

namespace counterfoil::usecase {
namespace {

const RightId kRight{"card:k1"};

class CardsTest : public Till {
protected:
    CardsTest() {
        // Without a coupon of the member's that would be asked for beside the card, as the next best offer.
        domain::Coupon own = test_support::coupon("c1", "ten_off", "m1");
        own.state = domain::CouponState::voided;
        disk.feed({row(own)});
        put(5);
    }

    void put(std::int64_t uses_left, domain::OfflinePolicy offline = domain::OfflinePolicy::checkout,
             std::vector<domain::CardUses> rights = {}) {
        domain::Rules rules = test_support::brand_rules();
        domain::CardType type;
        type.card_type_id = CardTypeId{"half"};
        type.name = {"五折", "Half"};
        type.pay_bp = BasisPoints{5000};
        type.uses = 5;
        type.use_unit = domain::UseUnit::piece;
        type.offline = offline;
        rules.card_types = {type};
        domain::Member member = test_support::member("m1", "base");
        domain::Card card;
        card.card_id = CardId{"k1"};
        card.card_type_id = type.card_type_id;
        card.uses = 5;
        card.uses_left = uses_left;
        card.rights = std::move(rights);
        member.cards = {card};
        disk.feed({row(rules), row(member)});
    }
    static domain::Basket pieces(const std::string& ticket, std::int64_t count, std::int64_t price = 2000) {
        domain::Basket one = basket(ticket, "m1", price);
        one.lines[0].quantity = Quantity{count * 1000};
        return one;
    }
    ShownCard shown() {
        const MemberCard card = value(member_card(view(), MemberId{"m1"}));
        return card.cards.at(0);
    }
};

TEST_F(CardsTest, ASaleHoldsAndSpendsUsesAndShowsWhatIsLeft) {
    EXPECT_EQ(shown().offer.uses, 5);
    EXPECT_EQ(shown().type->name.en, "Half");
    const Opened opened = open(pieces("1", 2));
    ASSERT_TRUE(opened.wish);
    EXPECT_EQ(opened.wish->wanted, (std::vector<domain::WantedRight>{{kRight, 1, 2}}));
    EXPECT_EQ(opened.answer.checkout.quote.totals.due, Money{2000});
    grant_all(*opened.wish);
    const Committed sold = committed(stored(opened.answer.checkout.checkout_id));
    EXPECT_EQ(sold.quote.cards.at(0).uses, 2);
    EXPECT_FALSE(sold.at_risk);
    const auto consumed = entries<domain::ConsumeEntry>();
    ASSERT_EQ(consumed.size(), 1U);
    EXPECT_EQ(consumed[0].units, (std::vector<domain::Units>{{kRight, 2}}));
    const auto ticket = entries<domain::TicketEntry>().at(0);
    EXPECT_EQ(std::get<std::vector<CardId>>(ticket.basket.cards), std::vector{CardId{"k1"}});
    EXPECT_EQ(shown().offer.card.uses_left, 3);
    EXPECT_EQ(quoted(pieces("2", 5)).quote.cards.at(0).uses, 3);
}

TEST_F(CardsTest, WhatHqGrantsIsWhatIsSpent) {
    const Opened opened = open(pieces("1", 4));
    grant(hold(1, {{kRight, 3, kNever}}, opened.wish->request_no));
    const domain::Checkout now_open = stored(opened.answer.checkout.checkout_id);
    EXPECT_EQ(now_open.quote.cards.at(0).uses, 3);
    EXPECT_EQ(now_open.quote.totals.due, Money{3 * 1000 + 2000});
    EXPECT_EQ(committed(now_open).quote.cards.at(0).uses, 3);
}

TEST_F(CardsTest, WithoutAGrantItIsHeldElsewhere) {
    const Opened opened = open(pieces("1", 1));
    const CheckoutAnswer settled =
        settle(opened.answer.checkout.checkout_id,
               {.state = domain::AcquireState::refused, .reason = "held_by", .held_by = StoreId{"S9"}});
    EXPECT_TRUE(settled.checkout.quote.cards.empty());
    EXPECT_EQ(settled.checkout.quote.refused_cards.at(0).reasons.at(0).code, "held_elsewhere");
    EXPECT_EQ(settled.checkout.quote.totals.due, Money{2000});
}

TEST_F(CardsTest, UsesThatCameBackLieUnderAFurtherRight) {
    const RightId further{"card:k1:1"};
    put(3, domain::OfflinePolicy::checkout, {{kRight, 1}, {further, 2}});
    const Opened opened = open(pieces("1", 2));
    EXPECT_EQ(opened.wish->wanted, (std::vector<domain::WantedRight>{{kRight, 1, 1}, {further, 1, 1}}));
    grant_all(*opened.wish);
    committed(stored(opened.answer.checkout.checkout_id));
    EXPECT_EQ(entries<domain::ConsumeEntry>().at(0).units, (std::vector<domain::Units>{{kRight, 1}, {further, 1}}));
    EXPECT_EQ(shown().offer.card.rights, (std::vector<domain::CardUses>{{further, 1}}));
}

TEST_F(CardsTest, OfflineItNeedsTheNetworkOrTheTypesLeave) {
    link.up = false;
    EXPECT_EQ(quoted(pieces("1", 1)).quote.refused_cards.at(0).reasons.at(0).code, "needs_network");
    put(2, domain::OfflinePolicy::risk);
    const Opened opened = open(pieces("1", 3));
    EXPECT_FALSE(opened.wish);
    EXPECT_TRUE(opened.answer.checkout.quote.cards.at(0).at_risk);
    const Committed sold = committed(stored(opened.answer.checkout.checkout_id));
    EXPECT_TRUE(sold.at_risk);
    const auto risks = entries<domain::RiskEntry>();
    ASSERT_EQ(risks.size(), 1U);
    EXPECT_EQ(risks[0].units, (domain::Units{kRight, 2}));
    EXPECT_EQ(risks[0].value, Money{2000});
    EXPECT_EQ(quoted(pieces("2", 1)).quote.refused_cards.at(0).reasons.at(0).code, "no_uses_left");
}

TEST_F(CardsTest, OfflineTheFloorLimitsBindTheDiscountOfCards) {
    link.up = false;
    put(5, domain::OfflinePolicy::risk);
    EXPECT_EQ(quoted(pieces("1", 3)).quote.totals.due, Money{3000});
    const domain::Quote beyond = quoted(pieces("2", 4)).quote;
    EXPECT_EQ(beyond.totals.due, Money{8000}) << "40.00 is more than 30.00 at once";
    EXPECT_EQ(beyond.refused_cards.at(0).reasons.at(0).code, "risk_limit");
}

TEST_F(CardsTest, ACommitWhoseUsesWereGivenBackIsRefused) {
    const Opened opened = open(pieces("1", 2));
    grant_all(*opened.wish);
    const domain::Checkout one = stored(opened.answer.checkout.checkout_id);
    write([&](const View& v) { return sweep_checkout(v, one.checkout_id); }).value();
    EXPECT_EQ(refusal(try_commit(request_for(one))).code, "hold_gone");
}

TEST_F(CardsTest, AReturnTellsWhatComesBack) {
    const Committed sold = sale(pieces("1", 2), "sale", 1);
    ReturnRequest request;
    request.ticket = sold.ticket;
    request.lines = {{1, Quantity{2000}}};
    request.return_key = sold.ticket;
    request.return_key.ticket_id = TicketId{"R1"};
    request.refunds = {{"cash", Money{2000}}};
    request.idempotency_key = "back";
    const Returned back = value(write([&](const View& v) { return take_return(v, request); }));
    EXPECT_EQ(back.cards, (std::vector<domain::CardReturn>{{CardId{"k1"}, 2, domain::CouponFate::given_back, kNever}}));
    EXPECT_EQ(back.entry.goods.lines.at(0).alloc.at(0).uses, 2);
    EXPECT_EQ(shown().offer.card.uses_left, 3) << "usable again when HQ has given them back";
}

}  // namespace
}  // namespace counterfoil::usecase
