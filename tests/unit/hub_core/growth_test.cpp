// Growth and tiers at HQ: up at once, down only at the review, back with the goods of the ticket that had lifted.
#include <algorithm>

#include "hub/core/growing.hpp"
#include "hub/core/member_feed.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

constexpr std::int64_t kDay = kDayMs;

class GrowthAtHq : public HqWorld {
protected:
    GrowthAtHq() {
        add_rules();
        add_member(0);
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::Rules rules;
            rules.tiers = {{TierId{"silver"}, {}, 1, kWhole, kWhole, 0},
                           {TierId{"gold"}, {}, 2, BasisPoints{9000}, kWhole, 1000}};
            CF_TRY(whole, codec::decode_rules(codec::encode_rules(rules), hasher));
            CF_CHECK(tx.reference().put_rules(whole));
            CF_TRY(row, tx.members().member(kMember));
            row->member.tier = TierId{"silver"};
            CF_CHECK(tx.members().put(*row));
            return publish_member(tx, kMember);
        });
    }
    domain::TicketEntry sale(const std::string& id, std::int64_t price) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        entry.idempotency_key = "key-" + id;
        domain::Basket& basket = entry.basket = basket_of(id, now);
        add_line(basket, price);
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        entry.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        entry.quote.quote_id = QuoteId{"Q-" + id};
        entry.tenders.push_back({"cash", entry.quote.totals.due});
        return entry;
    }
    /// Sold and sent. Answers HQ's verdicts on all that is new.
    Strings sell(const std::string& id, std::int64_t price) {
        const std::uint64_t before = a.head.seq.value;
        a.write(sale(id, price), now);
        return verdicts(upload(a, before), a.holder);
    }
    std::string tier() { return member().member.tier.str(); }
};

TEST_F(GrowthAtHq, ATicketLiftsTheTierAtOnceAndTheNextOneIsPricedByIt) {
    EXPECT_EQ(sell("T1", 99999), Strings{"accepted"});
    EXPECT_EQ(tier(), "silver");
    EXPECT_EQ(member().member.growth, 999);
    EXPECT_EQ(sell("T2", 100), Strings{"accepted"});
    EXPECT_EQ(tier(), "gold");
    EXPECT_EQ(sale("T3", 10000).quote.totals.due, Money{9000});
    EXPECT_EQ(sell("T3", 10000), Strings{"accepted"});
    EXPECT_EQ(member().member.growth, 1090);
}

TEST_F(GrowthAtHq, AnotherTierAfterwardsThanHqComesToIsAFinding) {
    domain::TicketEntry entry = sale("T1", 100);
    entry.quote.tier_after = TierId{"gold"};
    a.write(entry, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding growth_differs"});
}

TEST_F(GrowthAtHq, TicketsOfMoreThanAYearAgoDoNotCount) {
    sell("T1", 99999);
    now = now + Millis{366 * kDay};
    sell("T2", 50000);
    EXPECT_EQ(member().member.growth, 500);
    EXPECT_EQ(tier(), "silver");
}

TEST_F(GrowthAtHq, ATierIsKeptToTheReviewAndItsGraceAndLostThen) {
    sell("T1", 100000);
    ASSERT_EQ(tier(), "gold");
    const Instant first_review{1'798'732'800'000 + 30 * kDay};  // 2027-01-01 in UTC+8, and 30 days
    EXPECT_EQ(member().member.tier_until, first_review);
    now = first_review;
    tick();
    EXPECT_EQ(tier(), "gold") << "what was sold in May 2026 counts for the year before that review";
    const Instant second_review{1'830'268'800'000 + 30 * kDay};
    EXPECT_EQ(member().member.tier_until, second_review);
    now = second_review + Millis{-1};
    tick();
    EXPECT_EQ(tier(), "gold");
    now = second_review;
    tick();
    EXPECT_EQ(tier(), "silver");
    EXPECT_EQ(member().member.growth, 0);
    EXPECT_GT(member().member.tier_until, second_review);
}

TEST_F(GrowthAtHq, WithinTheGraceATierCanBeKept) {
    sell("T1", 100000);
    now = Instant{1'830'268'800'000 + 29 * kDay};
    tick();
    sell("T2", 120000);
    now = now + Millis{kDay};
    tick();
    EXPECT_EQ(tier(), "gold");
}

TEST_F(GrowthAtHq, AReturnTakesBackOnlyWhatItsOwnTicketLifted) {
    sell("T1", 60000);
    sell("T2", 50000);
    ASSERT_EQ(tier(), "gold");
    in_turn([](Turn& turn) { return shrink(turn, ticket_key("T1"), 0); });
    EXPECT_EQ(member().member.growth, 500);
    EXPECT_EQ(tier(), "gold") << "it was not this ticket that lifted";
    in_turn([](Turn& turn) { return shrink(turn, ticket_key("T2"), 450); });
    EXPECT_EQ(member().member.growth, 450);
    EXPECT_EQ(tier(), "silver");
    in_turn([](Turn& turn) { return shrink(turn, ticket_key("T2"), 470); });
    EXPECT_EQ(member().member.growth, 450) << "nothing comes back by itself";
}

TEST_F(GrowthAtHq, WhatIsStillReachedWithoutTheGoodsStays) {
    sell("T1", 200000);
    in_turn([](Turn& turn) { return shrink(turn, ticket_key("T1"), 1000); });
    EXPECT_EQ(tier(), "gold");
}

}  // namespace
}  // namespace counterfoil::hub
