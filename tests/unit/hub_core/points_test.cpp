// Points at HQ: earning, owing, burning without a hold; balances and their ledger always agree.
#include <algorithm>

#include "hub/core/earning.hpp"
#include "hub/core/member_feed.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

class PointsAtHq : public HqWorld {
protected:
    PointsAtHq() {
        add_rules();
        add_member(1000);
    }
    /// A sale of one line, priced as a till prices it.
    domain::TicketEntry sale(const std::string& id, std::int64_t price, std::int64_t burn = 0,
                             const std::vector<CouponId>& coupons = {}) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        entry.idempotency_key = "key-" + id;
        domain::Basket& basket = entry.basket = basket_of(id, now);
        basket.coupons = coupons;
        if (burn > 0) basket.points = Points{burn};
        add_line(basket, price);
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        context.burnable = Points{burn};
        context.points_right = domain::RightState::held;
        for (const CouponId& coupon : coupons) {
            domain::OfferedCoupon offer;
            offer.coupon = **store->view().rights().coupon(coupon);
            offer.coupon_template = **store->view().reference().coupon_template(offer.coupon.template_id);
            offer.right = domain::RightState::risk;
            context.coupons.push_back(offer);
        }
        const auto quote = domain::make_quote(basket, context);
        entry.quote = std::get<domain::Quote>(quote);
        entry.quote.quote_id = QuoteId{"Q-" + id};
        entry.tenders.push_back({"cash", entry.quote.totals.due});
        return entry;
    }
    std::int64_t balance() {
        const auto lots = store->view().rights().lots(kAccount);
        std::int64_t sum = 0;
        for (const RightRow& lot : *lots)
            sum += lot.free + lot.held;
        return sum - (*store->view().members().member(kMember))->member.owed.value;
    }
    std::int64_t owed() { return (*store->view().members().member(kMember))->member.owed.value; }
};

TEST_F(PointsAtHq, ATicketThatHqPricesTheSameIsAcceptedAndEarns) {
    a.write(sale("T1", 20000), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(balance(), 1180);
    EXPECT_EQ(ledger_sum(), 1180);
    const auto lots = *store->view().rights().lots(kAccount);
    const RightRow& earned = lots.front().right_id == kLotRight ? lots.back() : lots.front();
    EXPECT_EQ(earned.available_at, now + Millis{7 * 86'400'000LL});
    EXPECT_EQ(earned.expires_at.ms, 1'830'297'600'000 - 480 * 60'000) << "the end of 2027 in UTC+8";
    EXPECT_EQ((*store->view().entries().ticket(ticket_key("T1")))->earned, Points{180});
}

TEST_F(PointsAtHq, TheYearEndsInTheBrandsZone) {
    const Instant new_year{1'767'225'600'000};  // 2026-01-01T00:00Z
    domain::Rules rules;
    rules.utc_offset_minutes = 0;
    EXPECT_EQ(end_of_points(new_year, rules).ms, 1'830'297'600'000);
    EXPECT_EQ(end_of_points(Instant{new_year.ms - 1}, rules).ms, 1'798'761'600'000);
    rules.utc_offset_minutes = 480;
    EXPECT_EQ(end_of_points(Instant{new_year.ms - 1}, rules).ms, 1'830'297'600'000 - 480 * 60'000);
    rules.utc_offset_minutes = -60;
    EXPECT_EQ(end_of_points(new_year, rules).ms, 1'798'761'600'000 + 60 * 60'000);
}

TEST_F(PointsAtHq, PointsEndWithAMonthOrNeverWhereTheRulesSaySo) {
    const Instant end_of_january{1'769'903'999'999};  // 2026-01-31T23:59:59.999Z
    domain::Rules rules;
    rules.utc_offset_minutes = 0;
    rules.points.expiry = domain::PointsExpiry::rolling_months;
    rules.points.expiry_months = 1;
    EXPECT_EQ(end_of_points(end_of_january, rules).ms, 1'772'323'200'000) << "2026-03-01: February has 28 days";
    EXPECT_EQ(end_of_points(end_of_january + Millis{1}, rules).ms, 1'775'001'600'000) << "2026-04-01";
    rules.points.expiry_months = 12;
    EXPECT_EQ(end_of_points(end_of_january, rules).ms, 1'801'440'000'000) << "2027-02-01";
    rules.utc_offset_minutes = 1;
    EXPECT_EQ(end_of_points(end_of_january, rules).ms, 1'803'859'200'000 - 60'000) << "2027-03-01 in the brand's zone";
    rules.points.expiry = domain::PointsExpiry::never;
    EXPECT_EQ(end_of_points(end_of_january, rules), kNever);
}

/// HQ comes to the same points by the rules that the ticket names, and books them with the rules' end.
TEST_F(PointsAtHq, RatesCampaignsAndExpiryAreThoseOfTheTicketsRules) {
    in_tx([&](HubTx& tx) {
        domain::Rules rules = **tx.reference().rules();
        rules.points.earn_rules = {{"goods", {{{Sku{"SKU1"}}, {}, {}}, {}}, Points{3}, Money{200}}};
        rules.points.campaigns = {{"double", now, now + Millis{1}, {}, {}, BasisPoints{20000}}};
        rules.points.expiry = domain::PointsExpiry::rolling_months;
        rules.points.expiry_months = 3;
        rules.hash = hasher.sha256(codec::encode_rules(rules));
        return tx.reference().put_rules(rules);
    });
    const domain::TicketEntry entry = sale("T1", 20000);
    EXPECT_EQ(entry.quote.points.earn, Points{540}) << "180.00 at 3 per 2.00, twice";
    in_tx([&](HubTx& tx) {
        domain::Rules newer = **tx.reference().rules();
        newer.points = {};
        newer.hash = hasher.sha256(codec::encode_rules(newer));
        return tx.reference().put_rules(newer);
    });
    domain::TicketEntry generous = sale("T2", 20000);
    generous.quote.rules_hash = entry.quote.rules_hash;
    a.write(entry, now);
    a.write(generous, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "finding lines_differ"}));
    const auto lots = *store->view().rights().lots(kAccount);
    const auto earned = std::ranges::find(lots, 540, &RightRow::total);
    ASSERT_NE(earned, lots.end());
    EXPECT_EQ(earned->expires_at.ms, 1'788'220'800'000 - 480 * 60'000) << "the end of August 2026 in UTC+8";
}

TEST_F(PointsAtHq, TheYearEndsInANamedZoneByItsOwnWinter) {
    domain::Rules rules;
    rules.zone = "Europe/Berlin";
    rules.zones = {{"Europe/Berlin", 120, {{Instant{1'792'893'600'000}, 60}}}};  // winter from 2026-10-25
    rules.day_cutoff = {120};
    rules.utc_offset_minutes = 480;
    const Instant summer{1'780'272'000'000};  // 2026-06-01
    EXPECT_EQ(end_of_points(summer, rules).ms, 1'830'297'600'000 - 60 * 60'000)
        << "midnight of winter, whatever the offset of the day of sale and the cutoff of the stores";
}

TEST_F(PointsAtHq, ADifferentPriceIsAFindingAndNeverRefused) {
    domain::TicketEntry wrong = sale("T1", 20000);
    wrong.quote.totals.due = Money{17000};
    a.write(wrong, now);
    domain::TicketEntry generous = sale("T2", 20000);
    generous.quote.points.earn = Points{999};
    a.write(generous, now);
    domain::TicketEntry strange = sale("T3", 20000);
    strange.quote.rules_hash[0] ^= 1;
    a.write(strange, now);
    EXPECT_EQ(verdicts(upload(a), a.holder),
              (Strings{"finding totals_differ", "finding points_differ", "finding rules_unknown"}));
    EXPECT_EQ(ledger_sum(), balance());
}

TEST_F(PointsAtHq, ACouponThatIsGoneDoesNotChangeWhatTheTicketCost) {
    add_coupon("C1", kMember);
    const domain::TicketEntry entry = sale("T1", 20000, 0, {CouponId{"C1"}});
    ASSERT_EQ(entry.quote.totals.due, Money{17500});
    b.write(risk(kCouponRight), now);
    upload(b);
    a.write(entry, now);
    a.write(risk(kCouponRight, 1, "T1"), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "conflict already_used"}))
        << "the price was right; whose the coupon was is another question";
}

TEST_F(PointsAtHq, ATicketByAnOldTemplateVersionIsPricedByThatVersion) {
    add_coupon("C1", kMember);
    a.write(sale("T1", 20000, 0, {CouponId{"C1"}}), now);
    in_tx([&](HubTx& tx) {
        domain::CouponTemplate newer = **tx.reference().coupon_template(TemplateId{"T1"});
        newer.version = 2;
        newer.face = Money{1};
        return tx.reference().put_template(newer);
    });
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
}

TEST_F(PointsAtHq, AnotherTierThanHqsIsAFinding) {
    const domain::TicketEntry entry = sale("T1", 20000);
    in_tx([&](HubTx& tx) {
        MemberRow row = **tx.members().member(kMember);
        row.member.tier = TierId{"silver"};
        return tx.members().put(row);
    });
    a.write(entry, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding tier_differs"});
}

TEST_F(PointsAtHq, ATicketWithBurntPointsIsPricedTheSame) {
    const domain::Hold held = hold(a, 1, {{kLotRight, 500, 500}});
    a.write(sale("T1", 20000, 500), now);
    a.write(consume(held, kLotRight, 500), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "accepted"}));
    EXPECT_EQ(right(kLotRight).used, 500);
    EXPECT_EQ(ledger_sum(), balance());
    EXPECT_EQ((*store->view().entries().ticket(ticket_key("T1")))->spent, Points{500});
}

TEST_F(PointsAtHq, TheSameTicketFromAnotherDiskIsADuplicateAndEarnsNothing) {
    a.write(sale("T1", 20000), now);
    upload(a);
    b.write(sale("T1", 20000), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"finding duplicate_of"});
    EXPECT_EQ(balance(), 1180);
    EXPECT_EQ(member().applied.at(b.holder), JournalSeq{1});
}

TEST_F(PointsAtHq, AGuestsTicketEarnsNothing) {
    domain::TicketEntry entry = sale("T1", 20000);
    entry.basket.member_id = MemberId{"NOBODY"};
    a.write(entry, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding member_unknown"});
    EXPECT_EQ(balance(), 1000);
}

TEST_F(PointsAtHq, RiskTakesWhatIsFreeAndTheRestIsOwed) {
    a.write(risk(kLotRight, 700), now);
    upload(a);
    b.write(risk(kLotRight, 500), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"conflict points_owed"});
    EXPECT_EQ(right(kLotRight).free, 0);
    EXPECT_EQ(owed(), 200);
    EXPECT_EQ(member().member.owed, Points{200});
    EXPECT_EQ(ledger_sum(), -200);
    EXPECT_EQ(balance(), -200) << "the balance is 0; what is owed stands beside it";
}

TEST_F(PointsAtHq, RiskTakesOtherFreeLotsBeforeAnythingIsOwed) {
    in_tx([&](HubTx& tx) -> Result<void> {
        RightRow lot;
        lot.right_id = RightId{"lot:L2"};
        lot.account_id = kAccount;
        lot.member_id = kMember;
        lot.total = lot.free = 300;
        CF_CHECK(tx.rights().put(lot));
        return tx.rights().book({kAccount, lot.right_id, PointsCause::opening, 300, now, std::nullopt});
    });
    a.write(risk(kLotRight, 1200), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    EXPECT_EQ(owed(), 0);
    EXPECT_EQ(ledger_sum(), 100);
}

TEST_F(PointsAtHq, RiskOnHeldPointsWaitsForThem) {
    const domain::Hold held = hold(a, 1, {{kLotRight, 800, 800}});
    b.write(risk(kLotRight, 500), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"pending held_elsewhere"});
    EXPECT_EQ(owed(), 0);
    a.write(release(held, kLotRight, 800), now);
    EXPECT_EQ(verdicts(upload(a), b.holder), Strings{"accepted"});
    EXPECT_EQ(balance(), 500);
    EXPECT_EQ(ledger_sum(), 500);
}

TEST_F(PointsAtHq, RiskOnHeldPointsThatAreSpentIsOwed) {
    const domain::Hold held = hold(a, 1, {{kLotRight, 800, 800}});
    b.write(risk(kLotRight, 500), now);
    upload(b);
    a.write(consume(held, kLotRight, 800), now);
    EXPECT_EQ(verdicts(upload(a), b.holder), Strings{"conflict points_owed"});
    EXPECT_EQ(owed(), 300);
    EXPECT_EQ(ledger_sum(), balance());
}

TEST_F(PointsAtHq, WhatIsOwedIsPaidFromLaterEarnings) {
    a.write(risk(kLotRight, 1100), now);
    a.write(sale("T1", 20000), now);
    upload(a);
    EXPECT_EQ(owed(), 0);
    EXPECT_EQ(balance(), 80);
    EXPECT_EQ(ledger_sum(), 80);
}

TEST_F(PointsAtHq, ExpiredPointsLeaveTheBalance) {
    in_tx([&](HubTx& tx) {
        RightRow lot = **tx.rights().right(kLotRight);
        lot.expires_at = now + Millis{1000};
        return tx.rights().put(lot);
    });
    const domain::Hold held = hold(a, 1, {{kLotRight, 400, 400}});
    now = now + Millis{1000};
    tick();
    EXPECT_EQ(balance(), 400) << "held ones wait for their hold";
    EXPECT_EQ(member().member.lots.front().amount, Points{400});
    a.write(release(held, kLotRight, 400), now);
    upload(a);
    EXPECT_EQ(balance(), 0);
    EXPECT_EQ(ledger_sum(), 0);
}

/// A coupon C1 whose template is changed to the test's liking.
class ConditionsAtHq : public PointsAtHq {
protected:
    template <class Change>
    void coupon_with(const Change& change) {
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            CF_TRY(rule, tx.reference().coupon_template(TemplateId{"T1"}));
            rule->version = 2;
            change(*rule);
            return tx.reference().put_template(*rule);
        });
        ASSERT_TRUE(done.has_value());
        add_coupon("C1", kMember);
    }
};

TEST_F(ConditionsAtHq, AFirstPurchaseIsJudgedAsAtTheTicket) {
    coupon_with([](domain::CouponTemplate& rule) { rule.first_purchase = true; });
    EXPECT_FALSE(member().member.purchased);
    const Instant begin = now;
    const domain::TicketEntry first = sale("T1", 20000, 0, {CouponId{"C1"}});
    now = begin + Millis{2000};
    const domain::TicketEntry second = sale("T2", 20000, 0, {CouponId{"C1"}});
    ASSERT_EQ(second.quote.used.size(), 1U) << "in the other store nobody knew";
    now = begin + Millis{1000};
    b.write(sale("T3", 20000), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"accepted"});
    EXPECT_TRUE(member().member.purchased) << "told to all devices";
    a.write(first, begin);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"}) << "sold before T3, though it came in after";
    b.write(second, begin + Millis{2000});
    EXPECT_EQ(verdicts(upload(b, 1), b.holder), Strings{"finding not_first_purchase"});
}

TEST_F(ConditionsAtHq, HoursAreJudgedByTheTicketsTimeErrorAndRules) {
    coupon_with([](domain::CouponTemplate& rule) {
        rule.windows = {{{5}, domain::TimeOfDay{4 * 60}, domain::TimeOfDay{5 * 60}}};
    });
    now = Instant{kStart.ms + 10'800'000};  // Friday 2026-05-29, 07:26:40 in UTC+8
    domain::TicketEntry late = sale("T1", 20000, 0, {CouponId{"C1"}});
    EXPECT_TRUE(late.quote.used.empty()) << "the till refuses it";
    now = kStart;  // 04:26:40
    domain::TicketEntry good = sale("T2", 20000, 0, {CouponId{"C1"}});
    ASSERT_EQ(good.quote.used.size(), 1U);
    domain::TicketEntry moved = sale("T3", 20000, 0, {CouponId{"C1"}});
    moved.basket.at = Instant{kStart.ms + 10'800'000};
    domain::TicketEntry unsure = sale("T4", 20000, 0, {CouponId{"C1"}});
    unsure.basket.at = Instant{kStart.ms + 10'800'000};
    unsure.basket.clock_error = Millis{10'800'000};
    for (const domain::TicketEntry& entry : {good, moved, unsure})
        a.write(entry, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "finding wrong_hour", "accepted"}));
}

TEST_F(ConditionsAtHq, BirthdaysAreHqsOwn) {
    coupon_with([](domain::CouponTemplate& rule) { rule.birthday = domain::BirthdayPeriod::month; });
    const auto born = [&](std::int32_t month) {
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            CF_TRY(row, tx.members().member(kMember));
            row->member.birthday = domain::Birthday{month, 9};
            CF_CHECK(tx.members().put(*row));
            return publish_member(tx, kMember);
        });
        ASSERT_TRUE(done.has_value());
    };
    born(5);
    const domain::TicketEntry good = sale("T1", 20000, 0, {CouponId{"C1"}});
    const domain::TicketEntry other = sale("T2", 20000, 0, {CouponId{"C1"}});
    a.write(good, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"accepted"});
    born(6);
    a.write(other, now);
    EXPECT_EQ(verdicts(upload(a, 1), a.holder), Strings{"finding not_birthday"});
}

TEST_F(PointsAtHq, ManyTicketsKeepTheMembersRowSmall) {
    for (int i = 0; i < 150; ++i) {
        a.write(sale("T" + std::to_string(i), 10000), now);
        now = now + Millis{86'400'000};
    }
    upload(a);
    EXPECT_LE(store->view().rights().lots(kAccount)->size(), kLotsKept);
    EXPECT_EQ(balance(), 1000 + 150 * 90);
    EXPECT_EQ(ledger_sum(), 1000 + 150 * 90);
}

TEST_F(PointsAtHq, ManyTicketsAtOnceKeepTheMembersRowSmall) {
    for (int i = 0; i < 100; ++i)
        a.write(sale("T" + std::to_string(i), 10000), now);
    upload(a);
    EXPECT_LE(store->view().rights().lots(kAccount)->size(), kLotsKept);
    EXPECT_EQ(ledger_sum(), 1000 + 100 * 90);
}

}  // namespace
}  // namespace counterfoil::hub
