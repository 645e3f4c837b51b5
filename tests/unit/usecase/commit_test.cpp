#include "till.hpp"
#include "usecase/tickets.hpp"

namespace counterfoil::usecase {
namespace {

using CommitTest = Till;

const RightId kCoupon = domain::right_of(CouponId{"c1"});

TEST_F(CommitTest, WritesTicketThenConsumeAndRemembersAll) {
    const Committed sold = sale(basket("1", "m1", 5000), "k1", 1);
    EXPECT_EQ(sold.quote.totals.due, Money{4000});
    EXPECT_FALSE(sold.at_risk);
    EXPECT_FALSE(sold.replay);
    const auto all = journal();
    ASSERT_EQ(all.size(), 2U);
    const auto* ticket = std::get_if<domain::TicketEntry>(&all[0].body);
    ASSERT_NE(ticket, nullptr);
    EXPECT_EQ(std::get<std::vector<CouponId>>(ticket->basket.coupons), std::vector{CouponId{"c1"}});
    EXPECT_TRUE(ticket->quote.refused.empty());
    EXPECT_FALSE(ticket->quote.best);
    const auto* consume = std::get_if<domain::ConsumeEntry>(&all[1].body);
    ASSERT_NE(consume, nullptr);
    EXPECT_EQ(consume->units, (std::vector{domain::Units{kCoupon, 1}}));
    EXPECT_EQ(consume->ticket, sold.ticket);
    EXPECT_TRUE(disk.ledger().view().holds().open().value().empty());
    EXPECT_TRUE(disk.ledger().view().effects().used(kCoupon).value());
}

TEST_F(CommitTest, UnneededUnitsAreReleasedInTheSameTransaction) {
    disk.feed({row(test_support::amount_off("five_off", 500)), row(test_support::coupon("c5", "five_off", "m1"))});
    sale(basket("1", "m1", 5000), "k1", 1);
    const auto releases = entries<domain::ReleaseEntry>();
    ASSERT_EQ(releases.size(), 1U);
    EXPECT_EQ(releases[0].units, (std::vector{domain::Units{domain::right_of(CouponId{"c5"}), 1}}));
}

TEST_F(CommitTest, PointsAreTakenFromTheLotThatEndsFirst) {
    domain::Basket one = basket("1", "m1", 5000);
    one.coupons = std::vector<CouponId>{};
    one.points = Points{500};
    const Opened opened = open(one);
    // HQ may grant more than is needed, in any order.
    grant(hold(1,
               {{RightId{"lot:late"}, 1000, expiry(RightId{"lot:late"})},
                {RightId{"lot:early"}, 300, expiry(RightId{"lot:early"})}},
               opened.wish->request_no));
    committed(stored(opened.answer.checkout.checkout_id));
    const auto consumes = entries<domain::ConsumeEntry>();
    ASSERT_EQ(consumes.size(), 1U);
    EXPECT_EQ(consumes[0].units,
              (std::vector{domain::Units{RightId{"lot:early"}, 300}, domain::Units{RightId{"lot:late"}, 200}}));
    EXPECT_EQ(entries<domain::ReleaseEntry>().at(0).units, (std::vector{domain::Units{RightId{"lot:late"}, 800}}));
    EXPECT_EQ(value(member_card(view(), MemberId{"m1"})).available, Points{800});
}

TEST_F(CommitTest, UnitsOfOneLotMayComeFromTwoHolds) {
    domain::Hold first = hold(1, {{RightId{"lot:late"}, 300, kNever}});
    domain::Hold second = hold(2, {{RightId{"lot:late"}, 300, kNever}});
    first.reason = second.reason = domain::HoldReason::home_store;
    grant(first);
    grant(second);
    link.up = false;
    domain::Basket one = basket("1", "m1", 5000);
    one.coupons = std::vector<CouponId>{};
    one.points = Points{400};
    committed(open(one).answer.checkout);
    const auto consumes = entries<domain::ConsumeEntry>();
    ASSERT_EQ(consumes.size(), 2U);
    EXPECT_EQ(consumes[0].units[0].amount + consumes[1].units[0].amount, 400);
    // What was placed here ahead of time stays for the next ticket.
    EXPECT_TRUE(entries<domain::ReleaseEntry>().empty());
}

TEST_F(CommitTest, TheSameKeyGetsTheFirstAnswer) {
    const Opened opened = open(basket("1", "m1", 5000));
    grant_all(*opened.wish);
    const CommitRequest request = request_for(stored(opened.answer.checkout.checkout_id));
    const Committed first = value(try_commit(request));
    now = now + Millis{kHour};
    const Committed again = value(try_commit(request));
    EXPECT_TRUE(again.replay);
    EXPECT_EQ(again.seq, first.seq);
    EXPECT_EQ(again.at, first.at);
    EXPECT_EQ(again.quote, first.quote);
    EXPECT_EQ(journal().size(), 2U);
}

TEST_F(CommitTest, TheSameKeyWithAnotherBodyIsRefused) {
    sale(basket("1", "m1", 5000), "k1", 1);
    CommitRequest other = request_for(open(basket("2", "", 5000)).answer.checkout, "k1");
    other.request_digest.fill(8);
    EXPECT_EQ(refusal(try_commit(other)).code, "idempotency_key_reused");
}

TEST_F(CommitTest, TheSameTicketUnderANewKeyGetsTheFirstAnswer) {
    const Opened opened = open(basket("1", "m1", 5000));
    grant_all(*opened.wish);
    const domain::Checkout checkout = stored(opened.answer.checkout.checkout_id);
    const Committed first = committed(checkout, "k1");
    const Committed again = committed(checkout, "k2");
    EXPECT_TRUE(again.replay);
    EXPECT_EQ(again.seq, first.seq);

    CommitRequest other = request_for(checkout, "k3");
    other.tenders = {{"card", checkout.quote.totals.due}};
    EXPECT_EQ(refusal(try_commit(other)).code, "ticket_id_reused");
    EXPECT_EQ(journal().size(), 2U);
}

TEST_F(CommitTest, AnotherOrAnOldQuoteIsStale) {
    const Opened opened = open(basket("1", "", 5000));
    CommitRequest request = request_for(opened.answer.checkout);
    request.quote_hash.fill(9);
    EXPECT_EQ(refusal(try_commit(request)).code, "quote_stale");
    now = now + domain::kQuoteLife;
    EXPECT_EQ(refusal(try_commit(request_for(opened.answer.checkout))).code, "quote_stale");
    EXPECT_TRUE(journal().empty());
}

TEST_F(CommitTest, TheQuoteOfTheOpeningIsStaleOnceHqRefused) {
    const Opened opened = open(basket("1", "m1", 5000));
    settle(opened.answer.checkout.checkout_id, {domain::AcquireState::refused, "held_by", {}});
    EXPECT_EQ(refusal(try_commit(request_for(opened.answer.checkout))).code, "quote_stale");
}

TEST_F(CommitTest, TendersMustAddUp) {
    const Opened opened = open(basket("1", "", 5000));
    CommitRequest request = request_for(opened.answer.checkout);
    request.tenders = {{"cash", Money{4999}}};
    const Refusal no = refusal(try_commit(request));
    EXPECT_EQ(no.code, "tenders_mismatch");
    EXPECT_EQ(no.figures.at("due"), "5000");
    request.tenders = {{"cash", Money{6000}}, {"cash", Money{-1000}}};
    EXPECT_EQ(refusal(try_commit(request)).code, "tenders_mismatch");
}

TEST_F(CommitTest, CancelledOrUnknownCheckoutsAreRefused) {
    const Opened opened = open(basket("1", "", 5000));
    value(write([&](const View& v) { return cancel(v, opened.answer.checkout.checkout_id); }));
    EXPECT_EQ(refusal(try_commit(request_for(opened.answer.checkout))).code, "checkout_cancelled");
    CommitRequest request = request_for(opened.answer.checkout);
    request.checkout_id = CheckoutId{"none"};
    EXPECT_EQ(refusal(try_commit(request)).code, "unknown_checkout");
}

TEST_F(CommitTest, ACouponThatIsNotHeldIsNotSpent) {
    const Opened opened = open(basket("1", "m1", 5000));
    EXPECT_EQ(refusal(try_commit(request_for(opened.answer.checkout))).code, "hold_gone");
    EXPECT_TRUE(journal().empty());
}

class RiskCommitTest : public Till {
protected:
    RiskCommitTest() {
        domain::Rules rules = test_support::brand_rules();
        rules.points.offline_risk = true;
        disk.feed({row(rules), row(test_support::coupon("r1", "risky", "m1"))});
        link.up = false;
    }
    domain::Basket risky(const std::string& ticket) {
        domain::Basket one = basket(ticket, "m1", 5000);
        one.coupons = std::vector{CouponId{"r1"}};
        return one;
    }
};

TEST_F(RiskCommitTest, WritesARiskEntryForEachRight) {
    domain::Basket one = risky("1");
    one.points = Points{400};
    const Committed sold = committed(open(one).answer.checkout);
    EXPECT_TRUE(sold.at_risk);
    const auto risks = entries<domain::RiskEntry>();
    ASSERT_EQ(risks.size(), 3U);
    EXPECT_EQ(risks[0].units, (domain::Units{RightId{"coupon:r1"}, 1}));
    EXPECT_EQ(risks[0].value, Money{1000});
    EXPECT_EQ(risks[0].account_id, AccountId{"account-m1"});
    EXPECT_EQ(risks[1].units, (domain::Units{RightId{"lot:early"}, 300}));
    EXPECT_EQ(risks[1].value, Money{300});
    EXPECT_EQ(risks[2].units, (domain::Units{RightId{"lot:late"}, 100}));
    const auto sold_checkout = entries<domain::TicketEntry>().at(0).checkout_id;
    const Committed again = committed(stored(sold_checkout));
    EXPECT_TRUE(again.replay);
    EXPECT_TRUE(again.at_risk);
}

TEST_F(RiskCommitTest, OnceSpentHereItIsUsed) {
    const Opened first = open(risky("1"));
    const Opened second = open(risky("2"));
    committed(first.answer.checkout, "k1");
    const Refusal no = refusal(try_commit(request_for(second.answer.checkout, "k2")));
    EXPECT_EQ(no.code, "already_used");
    const domain::Quote third = quoted(risky("3")).quote;
    EXPECT_EQ(third.refused.at(0).reasons.at(0).code, "already_used");
}

TEST_F(RiskCommitTest, TheLimitHoldsAtTheSale) {
    disk.feed({row(test_support::amount_off("risky30", 3000, 0, domain::OfflinePolicy::risk)),
               row(test_support::coupon("r2", "risky30", "m1")), row(test_support::coupon("r3", "risky30", "m1"))});
    domain::Basket one = risky("1");
    one.coupons = std::vector{CouponId{"r2"}};
    domain::Basket two = risky("2");
    two.coupons = std::vector{CouponId{"r3"}};
    const Opened first = open(one);
    const Opened second = open(two);
    committed(first.answer.checkout, "k1");
    const Refusal no = refusal(try_commit(request_for(second.answer.checkout, "k2")));
    EXPECT_EQ(no.code, "risk_limit");
    EXPECT_EQ(no.figures.at("left"), "2000");
    link.last_contact = now + Millis{-5 * kHour};
    EXPECT_EQ(refusal(try_commit(request_for(second.answer.checkout, "k3"))).code, "needs_network");
}

TEST_F(RiskCommitTest, PointsSpentMeanwhileAreNotSpentAgain) {
    domain::Basket one = basket("1", "m1", 5000);
    one.coupons = std::vector<CouponId>{};
    one.points = Points{1000};
    domain::Basket two = one;
    two.ticket_id = TicketId{"2"};
    const Opened first = open(one);
    const Opened second = open(two);
    committed(first.answer.checkout, "k1");
    EXPECT_EQ(refusal(try_commit(request_for(second.answer.checkout, "k2"))).code, "pts_balance");
}

TEST_F(RiskCommitTest, AGrantThatCameLateIsUsedInsteadOfTheRisk) {
    link.up = true;
    const Opened opened = open(risky("1"));
    settle(opened.answer.checkout.checkout_id, {domain::AcquireState::offline, {}, {}});
    grant_all(*opened.wish);
    const Committed sold = committed(stored(opened.answer.checkout.checkout_id));
    EXPECT_FALSE(sold.at_risk);
    EXPECT_EQ(entries<domain::ConsumeEntry>().size(), 1U);
    EXPECT_TRUE(entries<domain::RiskEntry>().empty());
}

TEST_F(RiskCommitTest, ASuspendedDiskCommitsNoRedemption) {
    const Opened opened = open(risky("1"));
    link.earn_only = true;
    EXPECT_EQ(refusal(try_commit(request_for(opened.answer.checkout))).code, "device_suspended");
    EXPECT_EQ(committed(open(basket("2", "", 100)).answer.checkout, "k2").quote.totals.due, Money{100});
}

TEST_F(CommitTest, TheMemberCardRunsAheadOfHqUntilItsFiguresCount) {
    domain::Basket one = basket("1", "m1", 5000);
    one.points = Points{500};
    const Committed sold = sale(one, "k1", 1);
    const MemberCard card = value(member_card(view(), MemberId{"m1"}));
    EXPECT_EQ(card.available, Points{800});
    EXPECT_EQ(card.pending, sold.quote.points.earn);
    EXPECT_TRUE(card.coupons.empty());

    // HQ's next row counts the entries up to the head: nothing is subtracted twice.
    domain::CachedMember row_of_hq{
        test_support::member("m1", "base", {test_support::lot("late", 800, Instant{kMorning.ms + 300 * kDay})}), {}};
    row_of_hq.applied[{DeviceId{"D1"}, DeviceEpoch{1}}] = JournalSeq{journal().size()};
    disk.feed({row(row_of_hq)});
    EXPECT_EQ(value(member_card(view(), MemberId{"m1"})).available, Points{800});
    EXPECT_EQ(value(member_card(view(), MemberId{"m1"})).pending, Points{0});
}

/// HQ hears of these sales later; till then the member has the tier that they give, from the next ticket on.
TEST_F(CommitTest, GrowthLiftsTheTierBeforeHqKnows) {
    domain::Rules rules = test_support::brand_rules();
    rules.tiers[0].growth_from = 0;
    rules.tiers[1].growth_from = 100;
    disk.feed({row(rules)});
    link.up = false;
    EXPECT_EQ(sale(basket("1", "m1", 9999), "k1", 1).quote.tier_after, TierId{"base"});
    const Committed second = sale(basket("2", "m1", 5000), "k2", 2);
    EXPECT_EQ(second.quote.growth_before, 99);
    EXPECT_EQ(second.quote.growth, 50);
    EXPECT_EQ(second.quote.tier_after, TierId{"gold"});
    EXPECT_EQ(second.quote.totals.due, Money{5000}) << "by the tier of before";
    const MemberCard card = value(member_card(view(), MemberId{"m1"}));
    EXPECT_EQ(card.member.tier, TierId{"gold"});
    EXPECT_EQ(card.member.growth, 149);
    EXPECT_EQ(quoted(basket("3", "m1", 5000)).quote.totals.due, Money{4000});

    // HQ's row counts them and does not agree: its word stands.
    domain::CachedMember row_of_hq{test_support::member("m1", "base"), {}};
    row_of_hq.applied[{DeviceId{"D1"}, DeviceEpoch{1}}] = JournalSeq{journal().size()};
    disk.feed({row(row_of_hq)});
    EXPECT_EQ(quoted(basket("3", "m1", 5000)).quote.totals.due, Money{5000});
}

TEST_F(CommitTest, TicketsShowHowHqSeesThem) {
    sale(basket("1", "m1", 5000), "k1", 1);
    const auto list = [&] { return value(tickets(view(), {})); };
    ASSERT_EQ(list().size(), 1U);
    EXPECT_EQ(list()[0].verdict, std::nullopt);
    write([](const View& v) { return take_applied(v, JournalSeq{2}, JournalSeq{0}, {}); }).value();
    EXPECT_EQ(list()[0].verdict, domain::EntryVerdict::accepted);
    write([](const View& v) {
        return take_applied(v, JournalSeq{2}, JournalSeq{0}, {{JournalSeq{2}, domain::EntryVerdict::pending, "held"}});
    }).value();
    EXPECT_EQ(list()[0].verdict, domain::EntryVerdict::pending) << "the answer to its redemption is the sale's, too";
    write([](const View& v) {
        return take_applied(v, JournalSeq{2}, JournalSeq{0},
                            {{JournalSeq{2}, domain::EntryVerdict::conflict, "already_used"}});
    }).value();
    EXPECT_EQ(list()[0].verdict, domain::EntryVerdict::conflict);
    const Status now_status = value(status(view()));
    EXPECT_TRUE(now_status.enrolled);
    EXPECT_EQ(now_status.pending_operations, 0U);
    EXPECT_EQ(now_status.conflicts.size(), 1U);
}

}  // namespace
}  // namespace counterfoil::usecase
