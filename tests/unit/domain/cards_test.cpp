// Benefit cards as prices: the lowest of base, tier price and card price, and uses that are spent only for something.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "random_offers.hpp"

namespace counterfoil::domain {
namespace {

using test::Dice;
using test::Sale;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> card_codes(const Quote& quote, const std::string& id) {
    std::vector<std::string> all;
    for (const RefusedCard& one : quote.refused_cards)
        if (one.card_id.str() == id)
            for (const Refusal& reason : one.reasons)
                all.push_back(reason.code);
    return all;
}

std::vector<std::int64_t> uses_of_lines(const Quote& quote) {
    std::vector<std::int64_t> all;
    for (const QuoteLine& line : quote.lines) {
        std::int64_t sum = 0;
        for (const Allocation& one : line.alloc)
            sum += one.uses;
        all.push_back(sum);
    }
    return all;
}

Sale with_card(std::int32_t pay_bp, UseUnit unit, std::int64_t uses) {
    Sale sale;
    sale.card("K", pay_bp, unit, uses);
    return sale;
}

TEST(CardPrice, OneUsePricesAllOfTheTicket) {
    Sale sale = with_card(8000, UseUnit::ticket, 10);
    sale.line(10000);
    sale.line(995, 3000);
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.member_discount, Money{2597});
    EXPECT_EQ(quote.totals.due, Money{8000 + 2388});
    ASSERT_EQ(quote.cards.size(), 1U);
    EXPECT_EQ(quote.cards[0], (UsedCard{CardId("K"), CardTypeId("CT-K"), 1, 1, Money{2597}, false}));
    EXPECT_THAT(test::shares(quote, Instrument::card), ElementsAre(2000, 597));
    EXPECT_THAT(test::shares(quote, Instrument::tier_price), ElementsAre(0, 0));
    EXPECT_THAT(quote.refused_cards, IsEmpty());
}

TEST(CardPrice, ALineHasTheLowestPriceAndNeverBoth) {
    Sale sale = with_card(8500, UseUnit::ticket, 10);
    sale.pay_bp(9000);
    sale.line(10000);
    sale.line(10000).member_unit_price = Money{7000};
    sale.line(10000).pos_discount = Money{2000};
    const Quote quote = sale.quote();
    EXPECT_THAT(test::figures(quote, &QuoteLine::member_price), ElementsAre(8500, 7000, 8000));
    EXPECT_THAT(test::shares(quote, Instrument::card), ElementsAre(1500, 0, 0));
    EXPECT_THAT(test::shares(quote, Instrument::tier_price), ElementsAre(0, 3000, 0));
}

TEST(CardPrice, AUseIsSpentOnlyIfItLowersALine) {
    Sale sale = with_card(9000, UseUnit::ticket, 10);
    sale.pay_bp(9000);
    sale.line(10000);
    const Quote quote = sale.quote();
    EXPECT_THAT(quote.cards, IsEmpty());
    EXPECT_THAT(card_codes(quote, "K"), ElementsAre("no_benefit"));
}

TEST(CardPrice, APieceTakesAUseAndTheDearestSavingComesFirst) {
    Sale sale = with_card(5000, UseUnit::piece, 3);
    sale.line(1000, 5000);
    sale.line(3000, 2000);
    const Quote quote = sale.quote();
    EXPECT_THAT(uses_of_lines(quote), ElementsAre(1, 2));
    EXPECT_THAT(test::shares(quote, Instrument::card), ElementsAre(500, 3000));
    EXPECT_EQ(quote.cards.at(0).uses, 3);
    EXPECT_EQ(quote.totals.due, Money{4500 + 3000});
}

TEST(CardPrice, PiecesWithoutAUseKeepTheTierPrice) {
    Sale sale = with_card(5000, UseUnit::piece, 1);
    sale.pay_bp(9000);
    sale.line(1000, 3000);
    const Quote quote = sale.quote();
    EXPECT_THAT(test::shares(quote, Instrument::card), ElementsAre(500));
    EXPECT_THAT(test::shares(quote, Instrument::tier_price), ElementsAre(200));
    EXPECT_EQ(quote.lines.at(0).member_price, Money{500 + 1800});
}

TEST(CardPrice, WeighedGoodsAreOnePiece) {
    Sale sale = with_card(5000, UseUnit::piece, 5);
    sale.line(3980, 456);
    const Quote quote = sale.quote();
    EXPECT_THAT(uses_of_lines(quote), ElementsAre(1));
    EXPECT_EQ(quote.totals.due, Money{908});
}

TEST(CardPrice, FlagsGiftsAndManualPricesBarIt) {
    Sale sale = with_card(5000, UseUnit::ticket, 5);
    sale.line(1000).flags.no_tier_price = true;
    sale.line(1000).flags.gift = true;
    sale.line(1000).override_price = PriceOverride{"damaged", {}};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{3000});
    EXPECT_THAT(card_codes(quote, "K"), ElementsAre("goods_excluded"));
}

TEST(CardPrice, OnlyTheCardsThatAreNamedCount) {
    Sale sale = with_card(5000, UseUnit::ticket, 5);
    sale.card("L", 9000, UseUnit::ticket, 5);
    sale.line(1000);
    EXPECT_EQ(sale.quote().totals.due, Money{500});
    sale.basket.cards = std::vector{CardId("L"), CardId("X")};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{900});
    EXPECT_EQ(quote.cards.at(0).card_id, CardId("L"));
    EXPECT_THAT(card_codes(quote, "X"), ElementsAre("unknown_card"));
    sale.basket.cards = std::vector<CardId>{};
    EXPECT_EQ(sale.quote().totals.due, Money{1000});
}

TEST(CardPrice, SaysWhyACardIsNotUsed) {
    const auto why = [](auto&& change) {
        Sale sale = with_card(5000, UseUnit::ticket, 5);
        sale.line(1000);
        change(sale);
        const Quote quote = sale.quote();
        EXPECT_EQ(quote.totals.due, Money{1000});
        return card_codes(quote, "K");
    };
    const auto card = [](Sale& sale) -> OfferedCard& { return sale.context.cards.front(); };
    const auto type = [](Sale& sale) -> CardType& { return sale.rules.card_types.front(); };
    EXPECT_THAT(why([](Sale& s) { s.basket.proof = Proof::phone; }), ElementsAre("proof_needed"));
    EXPECT_THAT(why([](Sale& s) { s.basket.buyer = Buyer::staff; }), ElementsAre("staff_not_allowed"));
    EXPECT_THAT(why([](Sale& s) { s.context.member->state = MemberState::frozen; }), ElementsAre("frozen"));
    EXPECT_THAT(why([&](Sale& s) { card(s).card.state = CardState::frozen; }), ElementsAre("frozen"));
    EXPECT_THAT(why([&](Sale& s) { card(s).card.state = CardState::voided; }), ElementsAre("voided"));
    EXPECT_THAT(why([&](Sale& s) { card(s).card.uses_left = card(s).uses = 0; }), ElementsAre("no_uses_left"));
    EXPECT_THAT(why([&](Sale& s) { card(s).barred = Refusal{"needs_network"}; }), ElementsAre("needs_network"));
    EXPECT_THAT(why([&](Sale& s) { card(s).right = RightState::elsewhere; }), ElementsAre("held_elsewhere"));
    EXPECT_THAT(why([&](Sale& s) { card(s).card.valid_until = s.basket.at; }), ElementsAre("expired"));
    EXPECT_THAT(why([&](Sale& s) { type(s).valid_from = s.basket.at + Millis{1}; }), ElementsAre("not_yet_valid"));
    EXPECT_THAT(why([&](Sale& s) { type(s).stores = {StoreId("S9")}; }), ElementsAre("wrong_store"));
    EXPECT_THAT(why([&](Sale& s) { type(s).channels = {"web"}; }), ElementsAre("wrong_channel"));
    EXPECT_THAT(why([&](Sale& s) { type(s).scope.include.skus = {Sku("NO")}; }), ElementsAre("no_goods_in_scope"));
    EXPECT_THAT(why([&](Sale& s) { s.rules.card_types.clear(); }), ElementsAre("unknown_card"));
}

TEST(CardPrice, AHoldKeepsItGoodForTheLifeOfAQuote) {
    Sale sale = with_card(5000, UseUnit::ticket, 5);
    sale.line(1000);
    sale.context.cards.front().card.valid_until = sale.basket.at;
    sale.basket.held_since = Instant{sale.basket.at.ms - 60'000};
    EXPECT_EQ(sale.quote().totals.due, Money{500});
    sale.context.cards.front().right = RightState::none;
    EXPECT_EQ(sale.quote().totals.due, Money{1000});
}

TEST(CardAndCoupon, ByDefaultTheyCompete) {
    // 200.00, the card pays 80 %: 160.00. A coupon of 50 off goes without the card: 150.00 is better. One of 30 off is not.
    Sale sale = with_card(8000, UseUnit::ticket, 5);
    sale.line(20000);
    sale.amount_off("A", 5000);
    Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{15000});
    EXPECT_THAT(quote.cards, IsEmpty());
    EXPECT_THAT(card_codes(quote, "K"), ElementsAre("not_with_coupon"));
    sale.context.coupons.front().coupon_template.face = Money{3000};
    quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{16000});
    EXPECT_EQ(quote.cards.size(), 1U);
    EXPECT_THAT(test::codes(quote, "A"), ElementsAre("not_with_card", "no_benefit"));
}

TEST(CardAndCoupon, WithCardBothCount) {
    Sale sale = with_card(8000, UseUnit::ticket, 5);
    sale.line(20000);
    sale.amount_off("A", 3000, 16000).with_card = true;
    EXPECT_EQ(sale.quote().totals.due, Money{13000});
    sale.context.coupons.front().coupon_template.min_spend = Money{16001};
    EXPECT_EQ(sale.quote().totals.due, Money{16000});
}

TEST(CardAndCoupon, OnlyTheCouponsOwnLinesGoWithoutTheCard) {
    Sale sale = with_card(8000, UseUnit::ticket, 5);
    sale.line(20000);
    sale.line(10000);
    sale.amount_off("A", 5000).scope.include.skus = {Sku("SKU1")};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{15000 + 8000});
    EXPECT_THAT(test::shares(quote, Instrument::card), ElementsAre(0, 2000));
}

TEST(CardAndCoupon, UsesThatACouponFreesGoToOtherPieces) {
    Sale sale = with_card(5000, UseUnit::piece, 1);
    sale.line(20000);
    sale.line(10000);
    sale.amount_off("A", 15000).scope.include.skus = {Sku("SKU1")};
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{5000 + 5000});
    EXPECT_THAT(uses_of_lines(quote), ElementsAre(0, 1));
}

TEST(CardAndCoupon, TheLinesThatGoWithoutKeepTheTierPrice) {
    Sale sale = with_card(8000, UseUnit::ticket, 5);
    sale.pay_bp(9000);
    sale.line(20000);
    sale.amount_off("A", 5000);
    EXPECT_EQ(sale.quote().totals.due, Money{13000});
}

TEST(CardAndCoupon, NoCardPricesWhatACouponPrices) {
    Sale sale = with_card(5000, UseUnit::piece, 2);
    sale.line(3000, 3000);
    sale.exchange("G", "SKU1", 0);
    const Quote quote = sale.quote();
    EXPECT_EQ(quote.totals.due, Money{3000});
    EXPECT_EQ(quote.cards.at(0).uses, 2);
    ASSERT_EQ(quote.lines.size(), 2U);
    EXPECT_EQ(quote.lines[1].member_price, Money{3000}) << "the gift's own piece";
    EXPECT_EQ(quote.lines[0].member_price, Money{3000});
}

TEST(CardAndCoupon, WhatIsNamedTellsWhyTheOtherIsNotUsed) {
    Sale sale = with_card(8000, UseUnit::ticket, 5);
    sale.line(20000);
    sale.amount_off("A", 3000);
    sale.amount_off("B", 3500);
    sale.basket.cards = std::vector{CardId("K")};
    sale.ask({"A", "B"});
    const Quote quote = sale.quote();
    EXPECT_THAT(test::codes(quote, "A"), ElementsAre("not_with_card", "no_benefit"));
    EXPECT_EQ(quote.cards.size(), 1U);
}

/// Lines of one piece each: what the best choice of `uses` pieces saves, by looking at all of them.
Money most_saved(const Sale& sale, std::int32_t pay_bp, std::size_t uses) {
    std::vector<std::int64_t> savings;
    for (const BasketLine& line : sale.basket.lines) {
        const std::int64_t list = line.unit_price.value;
        const std::int64_t tier = std::min(list, (list * 9000 + 5000) / 10000);
        savings.push_back(std::max<std::int64_t>(tier - (list * pay_bp + 5000) / 10000, 0));
    }
    std::int64_t best = 0;
    for (std::uint32_t bits = 0; bits < (1U << savings.size()); ++bits) {
        std::size_t count = 0;
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < savings.size(); ++i) {
            if ((bits >> i & 1U) == 0) continue;
            ++count;
            sum += savings[i];
        }
        if (count <= uses) best = std::max(best, sum);
    }
    return Money{best};
}

TEST(CardProperty, NoChoiceOfPiecesSavesMore) {
    for (std::uint64_t seed = 1; seed <= 400 && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Dice dice(seed);
        const auto pay_bp = static_cast<std::int32_t>(500 * dice.draw(8, 19));
        const std::int64_t uses = dice.draw(1, 6);
        Sale sale = with_card(pay_bp, UseUnit::piece, uses);
        sale.pay_bp(9000);
        for (std::int64_t i = dice.draw(1, 8); i > 0; --i)
            sale.line(dice.draw(0, 3000));
        const Money with = sale.quote().totals.due;
        sale.basket.cards = std::vector<CardId>{};
        EXPECT_EQ(sale.quote().totals.due - with, most_saved(sale, pay_bp, static_cast<std::size_t>(uses)));
    }
}

TEST(CardProperty, FiguresAddUpAndUsesStayInTheCard) {
    for (std::uint64_t seed = 1; seed <= 1500 && !HasFailure(); ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        Dice dice(seed);
        Sale sale = test::draw_offers(dice, 6, 5);
        const Quote quote = sale.quote();
        const Totals& t = quote.totals;
        EXPECT_EQ(t.list - t.pos_discount - t.member_discount - t.coupon_discount - t.points_value, t.due);
        for (const QuoteLine& line : quote.lines) {
            Money sum = line.net;
            for (const Allocation& one : line.alloc) {
                EXPECT_GE(one.amount, Money{});
                sum += one.amount;
            }
            EXPECT_EQ(sum, line.base);
        }
        for (const UsedCard& used : quote.cards) {
            const auto offer = std::ranges::find_if(
                sale.context.cards, [&](const OfferedCard& one) { return one.card.card_id == used.card_id; });
            ASSERT_NE(offer, sale.context.cards.end());
            EXPECT_LE(used.uses, offer->uses);
            EXPECT_GT(used.discount, Money{});
        }
    }
}

TEST(CardRights, AreNamedByTheCard) {
    const CardId card("K.1");
    EXPECT_EQ(right_of(card), RightId("card:K.1"));
    EXPECT_EQ(further_right_of(card, 2), RightId("card:K.1:2"));
    EXPECT_EQ(card_of(further_right_of(card, 2)), card);
    EXPECT_EQ(card_of(right_of(card)), card);
    EXPECT_FALSE(card_of(RightId("lot:K")));
    EXPECT_FALSE(card_of(RightId("card:")));
}

TEST(CardRights, UsesAreTakenOffTheRightThatTheyWereSpentUnder) {
    Card card;
    card.card_id = CardId("K");
    card.uses_left = 4;
    take_uses(card, right_of(card.card_id), 3);
    EXPECT_EQ(card.uses_left, 1);
    take_uses(card, further_right_of(card.card_id, 1), 1);
    EXPECT_EQ(card.uses_left, 1) << "no such right";
    card.rights = {{right_of(card.card_id), 1}, {further_right_of(card.card_id, 1), 2}};
    card.uses_left = 3;
    take_uses(card, further_right_of(card.card_id, 1), 5);
    EXPECT_EQ(card.uses_left, 1);
    EXPECT_EQ(uses_by_right(card), (std::vector<CardUses>{{right_of(card.card_id), 1}}));
}

}  // namespace
}  // namespace counterfoil::domain
