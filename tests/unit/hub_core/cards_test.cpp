// Benefit cards at HQ: uses are rights, counted once each; a return or a person gives them back under a further right.
#include "domain/returns.hpp"
#include "hub/core/member_feed.hpp"
#include "unit/hub_core/desk_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

const CardId kCard{"K1"};
const RightId kCardRight{"card:K1"};
const RightId kFurther{"card:K1:1"};
const Instant kCardEnd{kStart.ms + 100 * kDayMs};

/// A member with a card of three uses at 50 %, one a piece.
class CardsAtHq : public DeskWorld {
protected:
    CardsAtHq() {
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::Rules rules;
            rules.tiers.push_back({TierId{"gold"}, {"金", "Gold"}, 1, BasisPoints{9000}, BasisPoints{10000}});
            domain::CardType type;
            type.card_type_id = CardTypeId{"HALF"};
            type.pay_bp = BasisPoints{5000};
            type.uses = 3;
            type.use_unit = domain::UseUnit::piece;
            rules.card_types.push_back(type);
            CF_TRY(whole, codec::decode_rules(codec::encode_rules(rules), hasher));
            CF_CHECK(tx.reference().put_rules(whole));
            CardRow row;
            row.card.card_id = kCard;
            row.card.card_type_id = type.card_type_id;
            row.card.uses = 3;
            row.card.valid_until = kCardEnd;
            row.account_id = kAccount;
            row.member_id = kMember;
            CF_CHECK(tx.rights().put_card(row));
            RightRow right;
            right.right_id = kCardRight;
            right.account_id = kAccount;
            right.member_id = kMember;
            right.total = right.free = 3;
            right.expires_at = kCardEnd;
            CF_CHECK(tx.rights().put(right));
            return publish_member(tx, kMember);
        });
    }

    /// `pieces` of 100.00, as many of them at half the price as `uses`.
    domain::TicketEntry sale(const std::string& id, std::int64_t pieces, std::int64_t uses) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"CK-" + id};
        domain::Basket& basket = entry.basket = basket_of(id, now);
        basket.cards = std::vector{kCard};
        add_line(basket, 10000, pieces);
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        domain::OfferedCard offer;
        offer.card.card_id = kCard;
        offer.card.card_type_id = CardTypeId{"HALF"};
        offer.card.valid_until = kCardEnd;
        offer.card.uses = offer.card.uses_left = 3;
        offer.uses = uses;
        offer.right = domain::RightState::held;
        context.cards.push_back(offer);
        entry.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        EXPECT_EQ(entry.quote.cards.at(0).uses, uses);
        entry.tenders.push_back({"cash", entry.quote.totals.due});
        return entry;
    }
    domain::ReturnEntry back(const domain::TicketEntry& sold, const std::string& id, std::int64_t pieces,
                             std::int64_t before = 0) {
        domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        if (before > 0) ticket.returned[1] = Quantity{before * 1000};
        const domain::ReturnRequest asked{1, Quantity{pieces * 1000}};
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = entry.ticket;
        entry.return_key.ticket_id = TicketId{id};
        entry.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        entry.refunds = {{"cash", entry.goods.totals.due}};
        entry.at_risk = true;
        return entry;
    }
    domain::TicketEntry sell(TestDevice& device, const std::string& id, std::int64_t uses, std::uint64_t request) {
        const domain::Hold held = hold(device, request, {{kCardRight, uses, uses}});
        domain::TicketEntry sold = sale(id, uses, uses);
        device.write(sold, now);
        device.write(consume(held, kCardRight, uses, id), now);
        return sold;
    }
    domain::Card shown() {
        const auto cards = member().member.cards;
        return cards.empty() ? domain::Card{} : cards.front();
    }
    void set_state(domain::CardState state) {
        in_tx([&](HubTx& tx) -> Result<void> {
            CardRow row = **tx.rights().card(kCard);
            row.card.state = state;
            return tx.rights().put_card(row);
        });
    }
};

TEST_F(CardsAtHq, UsesAreCountedWhereTheyWereSpentUnderAHold) {
    sell(a, "T1", 2, 1);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "accepted"}));
    EXPECT_EQ(right(kCardRight).used, 2);
    EXPECT_EQ(shown().uses_left, 1);
    EXPECT_EQ(shown().uses, 3);
    EXPECT_TRUE(shown().rights.empty());
    EXPECT_EQ(member().applied.at(a.holder), JournalSeq{2});
}

TEST_F(CardsAtHq, TwoDevicesNeverHaveMoreUsesThanTheCard) {
    const domain::Hold first = hold(a, 1, {{kCardRight, 1, 2}});
    EXPECT_EQ(first.rights.front().amount, 2);
    const domain::Hold second = hold(b, 1, {{kCardRight, 1, 2}});
    EXPECT_EQ(second.rights.front().amount, 1) << "what the other left";
    EXPECT_EQ(right(kCardRight).free, 0);
    EXPECT_EQ(shown().uses_left, 3) << "held is not spent";
    a.write(risk(kCardRight, 1, "T9"), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"pending held_elsewhere"});
    b.write(consume(second, kCardRight, 1, "T2"), now);
    upload(b);
    a.write(consume(first, kCardRight, 2, "T1"), now);
    upload(a, 1);
    EXPECT_EQ(right(kCardRight).used, 3);
    EXPECT_EQ(entry(a, 1).verdict, domain::EntryVerdict::conflict);
    EXPECT_EQ(entry(a, 1).code, "already_used");
    EXPECT_EQ(shown().uses_left, 0);
}

TEST_F(CardsAtHq, AtRiskWhatIsThereIsTakenAndTheRestIsAConflict) {
    a.write(risk(kCardRight, 2, "T1"), now);
    b.write(risk(kCardRight, 2, "T2"), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"conflict already_used"});
    EXPECT_EQ(right(kCardRight).used, 3);
}

TEST_F(CardsAtHq, ItPricesTheTicketAgain) {
    domain::TicketEntry cheaper = sale("T1", 3, 2);
    cheaper.quote.cards.at(0).uses = 1;
    a.write(cheaper, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding cards_differ"});
    domain::TicketEntry foreign = sale("T2", 3, 2);
    foreign.quote.cards.at(0).card_id = CardId{"K9"};
    a.write(foreign, now);
    EXPECT_EQ(verdicts(upload(a, 1), a.holder), Strings{"finding card_unknown"});
    domain::TicketEntry late = sale("T3", 3, 2);
    now = late.basket.at = kCardEnd;
    a.write(late, now);
    EXPECT_EQ(verdicts(upload(a, 2), a.holder), Strings{"finding expired"});
}

TEST_F(CardsAtHq, AReturnGivesUsesBackUnderAFurtherRight) {
    const domain::TicketEntry sold = sell(a, "T1", 3, 1);
    a.write(back(sold, "X1", 2), now);
    EXPECT_EQ(verdicts(upload(a), a.holder).back(), "accepted");
    EXPECT_EQ(shown().uses_left, 0) << "not before all of the line is back";
    a.write(back(sold, "X2", 1, 2), now);
    EXPECT_EQ(verdicts(upload(a, 3), a.holder), Strings{"accepted"});
    EXPECT_EQ(right(kCardRight).used, 3) << "used stays used";
    EXPECT_EQ(right(kFurther).free, 3);
    EXPECT_EQ(right(kFurther).expires_at, kCardEnd);
    EXPECT_EQ(shown().uses_left, 3);
    EXPECT_EQ(shown().rights, (std::vector<domain::CardUses>{{kFurther, 3}}));
    upload(a);
    EXPECT_EQ(shown().uses_left, 3) << "the same again changes nothing";
    const domain::Hold again = hold(b, 1, {{kFurther, 1, 3}});
    b.write(consume(again, kFurther, 3, "T2"), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"accepted"});
    EXPECT_EQ(shown().uses_left, 0);
}

TEST_F(CardsAtHq, AReturnWaitsUntilItsUsesAreAnsweredAndNothingComesBackForAConflict) {
    b.write(risk(kCardRight, 2, "T8"), now);
    upload(b);
    const domain::TicketEntry sold = sale("T1", 2, 2);
    a.write(sold, now);
    a.write(back(sold, "X1", 2), now);
    EXPECT_EQ(verdicts(upload(a), a.holder).back(), "pending redemption_pending");
    a.write(risk(kCardRight, 2, "T1"), now);
    upload(a, 2);
    EXPECT_EQ(entry(a, 3).code, "already_used");
    EXPECT_EQ(entry(a, 2).verdict, domain::EntryVerdict::accepted);
    EXPECT_EQ(shown().uses_left, 1) << "one of the two was there, and comes back; the other was never had";
}

TEST_F(CardsAtHq, AFrozenOrWithdrawnCardIsNotGranted) {
    for (const domain::CardState state : {domain::CardState::frozen, domain::CardState::voided}) {
        set_state(state);
        const auto answer = send(a.holder, acquire(state == domain::CardState::frozen ? 1 : 2, {{kCardRight, 1, 1}}));
        EXPECT_EQ(sent<protocol::Refused>(*answer, a.holder).size(), 1U);
    }
    set_state(domain::CardState::frozen);
    a.write(risk(kCardRight, 1), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding frozen"});
}

TEST_F(CardsAtHq, UsesThatAreLeftEndWithTheCard) {
    now = kCardEnd;
    tick();
    EXPECT_EQ(right(kCardRight).ended, 3);
    EXPECT_TRUE(member().member.cards.empty());
    const auto answer = send(a.holder, acquire(1, {{kCardRight, 1, 1}}));
    EXPECT_EQ(sent<protocol::Refused>(*answer, a.holder).front().reason, protocol::RefusedReason::ended);
}

TEST_F(CardsAtHq, TheDeskShowsItAndGivesBackNoMoreThanWasSpent) {
    const json by = {{"staff_id", "E1"}, {"reason", "the till was wrong"}};
    const auto uses = [&](std::int64_t n) {
        json body = by;
        body["uses"] = n;
        return body;
    };
    EXPECT_EQ(ask("cards.show", "K9", {})["code"], "unknown_card");
    EXPECT_EQ(ask("cards.give_back", "K1", by)["code"], "uses_not_spent");
    sell(a, "T1", 2, 1);
    upload(a);
    EXPECT_EQ(ask("cards.give_back", "K1", uses(3))["figures"]["n"], "2");
    const json done = ask("cards.give_back", "K1", by, "key");
    EXPECT_EQ(done["card"]["uses_left"], 2);
    EXPECT_EQ(done["operation"]["uses"], 1);
    EXPECT_EQ(ask("cards.give_back", "K1", by, "key"), done) << "once for a key";
    EXPECT_EQ(shown().uses_left, 2);
    const json seen = ask("cards.show", "K1", {});
    EXPECT_EQ(seen["card"]["uses"], 3);
    EXPECT_EQ(seen["card"]["valid_until"], kCardEnd.ms);
    EXPECT_EQ(seen["units"], (json{{"free", 2}, {"held", 0}, {"used", 1}, {"given_back", 1}, {"ended", 0}}));
    EXPECT_EQ(seen["operations"].size(), 1U);
    now = kCardEnd;
    EXPECT_EQ(ask("cards.give_back", "K1", by)["code"], "expired");
}

TEST_F(CardsAtHq, WhatAPersonGaveBackDoesNotComeBackWithTheGoodsAgain) {
    const domain::TicketEntry sold = sell(a, "T1", 3, 1);
    upload(a);
    json body = {{"staff_id", "E1"}, {"reason", "in advance"}, {"uses", 2}};
    ask("cards.give_back", "K1", body);
    a.write(back(sold, "X1", 3), now);
    EXPECT_EQ(verdicts(upload(a, 2), a.holder), Strings{"accepted"});
    EXPECT_EQ(shown().uses_left, 3);
}

}  // namespace
}  // namespace counterfoil::hub
