// Several purses at the till: each is asked for, burnt, shown and given back on its own.
#include "till.hpp"
#include "usecase/returns.hpp"
#include "usecase/risk.hpp"

namespace counterfoil::usecase {
namespace {

const PurseId kPromo{"promo"};
const RightId kPromoLot{"lot:p1"};

/// Beside 1,300 points of the main purse the member has 800 of another one, each worth a minor unit.
class PursesTest : public Till {
protected:
    PursesTest() { feed(purse_rules()); }

    static domain::Rules purse_rules() {
        domain::Rules rules = test_support::brand_rules();
        domain::Purse promo{kPromo, {"促销", "Promo"}, {}};
        promo.points.unit_decimals = 1;
        promo.points.earn_per = Money{50};
        promo.points.burn_points = promo.points.burn_step = promo.points.burn_least = Points{1};
        promo.points.burn_value = Money{1};
        promo.points.max_share_bp = kWhole;
        rules.purses = {promo};
        return rules;
    }
    void feed(const domain::Rules& rules) {
        domain::PointsLot first = test_support::lot("p1", 500, Instant{kMorning.ms + 20 * kDay});
        domain::PointsLot second = test_support::lot("p2", 300, Instant{kMorning.ms + 40 * kDay});
        first.purse_id = second.purse_id = kPromo;
        disk.feed({row(rules),
                   row(test_support::member("m1", "base",
                                            {test_support::lot("early", 300, Instant{kMorning.ms + 10 * kDay}), first,
                                             second, test_support::lot("late", 1000, Instant{kMorning.ms + 300 * kDay})}))});
    }
    static domain::Basket wish(const std::string& ticket, domain::EachPurse each) {
        domain::Basket one = basket(ticket, "m1", 5000);
        one.coupons = std::vector<CouponId>{};
        one.points = std::move(each);
        return one;
    }
    /// HQ grants all, and says whose points they are.
    void grant_purses(const AcquireWish& asked, std::uint64_t no = 1) {
        std::vector<domain::HeldRight> rights;
        for (const domain::WantedRight& one : asked.wanted) {
            const bool is_promo = one.right_id.str().starts_with("lot:p");
            rights.push_back({one.right_id, one.most, expiry(one.right_id), is_promo ? kPromo : PurseId()});
        }
        grant(hold(no, rights, asked.request_no));
    }
    Committed sell(const domain::Basket& one, std::uint64_t no = 1) {
        const Opened opened = open(one);
        if (opened.wish) grant_purses(*opened.wish, no);
        return committed(stored(opened.answer.checkout.checkout_id), "key-" + one.ticket_id.str());
    }
    MemberCard card() { return value(member_card(view(), MemberId{"m1"})); }
};

TEST_F(PursesTest, OnlyLotsOfThePursesThatAreNamedAreAskedFor) {
    const Opened opened = open(wish("1", {{{kPromo, Points{600}}}}));
    ASSERT_TRUE(opened.wish);
    EXPECT_EQ(opened.wish->wanted, (std::vector<domain::WantedRight>{{kPromoLot, 1, 500}, {RightId{"lot:p2"}, 1, 100}}));
    const Opened both = open(wish("2", {{{PurseId(), Points{200}}, {kPromo, domain::MaxPoints{}}}}));
    EXPECT_EQ(both.wish->wanted, (std::vector<domain::WantedRight>{
                                     {RightId{"lot:early"}, 1, 200}, {kPromoLot, 1, 500}, {RightId{"lot:p2"}, 1, 300}}));
}

TEST_F(PursesTest, ACommitTakesTheLotsOfEachPurse) {
    const Committed sold = sell(wish("1", {{{PurseId(), Points{400}}, {kPromo, Points{600}}}}));
    EXPECT_EQ(sold.quote.totals.due, Money{4000});
    const auto consumes = entries<domain::ConsumeEntry>();
    ASSERT_EQ(consumes.size(), 1U);
    EXPECT_EQ(consumes[0].units,
              (std::vector{domain::Units{RightId{"lot:early"}, 300}, domain::Units{RightId{"lot:late"}, 100},
                           domain::Units{kPromoLot, 500}, domain::Units{RightId{"lot:p2"}, 100}}));
    const domain::TicketEntry ticket = entries<domain::TicketEntry>().at(0);
    EXPECT_EQ(ticket.basket.points,
              (domain::PointsChoice{domain::EachPurse{{{PurseId(), Points{400}}, {kPromo, Points{600}}}}}));
    ASSERT_EQ(ticket.quote.purses.size(), 1U);
    EXPECT_EQ(ticket.quote.purses[0].points.burn, Points{600});
}

TEST_F(PursesTest, TheCardShowsEachPurse) {
    ASSERT_EQ(card().purses.size(), 1U);
    EXPECT_EQ(card().purses[0].available, Points{800});
    EXPECT_EQ(card().available, Points{1300});
    sell(wish("1", {{{kPromo, Points{600}}}}));
    EXPECT_EQ(card().available, Points{1300});
    EXPECT_EQ(card().pending, Points{44});
    const PurseView promo = card().purses.at(0);
    EXPECT_EQ(promo.purse_id, kPromo);
    EXPECT_EQ(promo.name.en, "Promo");
    EXPECT_EQ(promo.unit_decimals, 1);
    EXPECT_EQ(promo.available, Points{200});
    EXPECT_EQ(promo.pending, Points{88}) << "a point for each 0.50";
}

TEST_F(PursesTest, APurseThatLeftTheRulesIsShownAndNotBurnt) {
    feed(test_support::brand_rules());
    ASSERT_EQ(card().purses.size(), 1U);
    EXPECT_EQ(card().purses[0].available, Points{800});
    EXPECT_TRUE(card().purses[0].name.en.empty());
    EXPECT_EQ(refusal(quote(view(), {wish("1", {{{kPromo, Points{1}}}})})).field, "/points/promo");
}

TEST_F(PursesTest, PointsOfAnotherPurseAreNotTaken) {
    const Opened opened = open(wish("1", {{{kPromo, Points{300}}}}));
    std::vector<domain::HeldRight> rights;
    for (const domain::WantedRight& one : opened.wish->wanted)
        rights.push_back({one.right_id, one.most, expiry(one.right_id), PurseId()});
    grant(hold(1, rights, opened.wish->request_no));
    EXPECT_EQ(refusal(try_commit(request_for(stored(opened.answer.checkout.checkout_id)))).code, "hold_gone");
}

TEST_F(PursesTest, WhatHqRefusesIsRefusedByPurse) {
    const Opened opened = open(wish("1", {{{PurseId(), Points{200}}, {kPromo, Points{300}}}}));
    grant(hold(1, {{RightId{"lot:early"}, 200, kNever}}, opened.wish->request_no));
    const CheckoutAnswer settled =
        settle(opened.answer.checkout.checkout_id, {domain::AcquireState::granted, "", StoreId{"S009"}});
    EXPECT_EQ(settled.checkout.quote.points.burn, Points{200});
    EXPECT_EQ(settled.checkout.quote.purse(kPromo)->refused->code, "held_elsewhere");
    EXPECT_EQ(committed(settled.checkout).quote.totals.due, Money{4800});
}

class RiskPursesTest : public PursesTest {
protected:
    RiskPursesTest() {
        domain::Rules rules = purse_rules();
        rules.points.offline_risk = true;
        rules.purses[0].points.offline_risk = true;
        rules.risk.member_day_max = Money{700};
        feed(rules);
        link.up = false;
    }
};

TEST_F(RiskPursesTest, TheLimitsHoldForAllPursesTogether) {
    const Opened opened = open(wish("1", {{{PurseId(), Points{500}}, {kPromo, domain::MaxPoints{}}}}));
    const domain::Quote& quote = opened.answer.checkout.quote;
    EXPECT_EQ(quote.points.burn, Points{500});
    EXPECT_EQ(quote.purse(kPromo)->burn, Points{200}) << "the later purse is cut";
    EXPECT_TRUE(quote.purse(kPromo)->at_risk);
    const Committed sold = committed(opened.answer.checkout);
    EXPECT_TRUE(sold.at_risk);
    const auto risks = entries<domain::RiskEntry>();
    ASSERT_EQ(risks.size(), 3U);
    EXPECT_EQ(risks[2].units, (domain::Units{kPromoLot, 200}));
    EXPECT_EQ(risks[2].value, Money{200});
    EXPECT_EQ(quoted(wish("2", {{{kPromo, Points{1}}}})).quote.purse(kPromo)->refused->code, "risk_limit");
}

TEST_F(RiskPursesTest, OnlyPursesWhoseRulesAllowIt) {
    domain::Rules rules = purse_rules();
    rules.points.offline_risk = true;
    feed(rules);
    const domain::Quote quote = quoted(wish("1", {{{PurseId(), Points{100}}, {kPromo, Points{1}}}})).quote;
    EXPECT_EQ(quote.points.burn, Points{100});
    EXPECT_EQ(quote.purse(kPromo)->refused->code, "pts_offline");
}

class ReturnPursesTest : public PursesTest {
protected:
    ReturnRequest back(const Committed& sold, const std::string& id, std::int64_t refund) {
        ReturnRequest request;
        request.ticket = sold.ticket;
        request.lines = {{1, Quantity{1000}}};
        request.return_key = sold.ticket;
        request.return_key.ticket_id = TicketId{id};
        request.refunds = {{"cash", Money{refund}}};
        request.idempotency_key = "key-" + id;
        request.request_digest.fill(3);
        return request;
    }
    Returned taken(const ReturnRequest& request) {
        return value(write([&](const View& v) { return take_return(v, request); }));
    }
};

TEST_F(ReturnPursesTest, PointsMoveInTheirPursesAtOnce) {
    const Committed sold = sell(wish("1", {{{PurseId(), Points{400}}, {kPromo, Points{600}}}}));
    ASSERT_EQ(sold.quote.purse(kPromo)->earn, Points{80});
    const Returned returned = taken(back(sold, "R1", 4000));
    EXPECT_EQ(returned.entry.goods.burn, Points{400});
    EXPECT_EQ(returned.entry.goods.purses, (std::vector<domain::PurseReturn>{{kPromo, Points{600}, Points{80}}}));
    EXPECT_EQ(card().pending, Points{400});
    EXPECT_EQ(card().purses[0].pending, Points{600}) << "what was earned is taken, what was burnt is back";
}

TEST_F(ReturnPursesTest, EachPurseTakesOfTheRefundWhatItsOwnPointsAreWorth) {
    domain::Rules rules = purse_rules();
    rules.purses[0].points.burn_value = Money{2};
    feed(rules);
    const Committed sold = sell(wish("1", {}));
    ASSERT_EQ(sold.quote.points.earn, Points{50});
    ASSERT_EQ(sold.quote.purse(kPromo)->earn, Points{100});
    // HQ has counted the sale, and by now both purses are all but empty.
    domain::PointsLot rest = test_support::lot("p9", 30, kNever);
    rest.purse_id = kPromo;
    domain::CachedMember emptied{test_support::member("m1", "base", {test_support::lot("m9", 10, kNever), rest}), {}};
    emptied.applied[{DeviceId{"D1"}, DeviceEpoch{1}}] = JournalSeq{journal().size()};
    disk.feed({row(emptied)});
    ReturnRequest asked = back(sold, "R1", 0);
    const ReturnPreview preview = value(preview_return(view(), asked));
    EXPECT_EQ(preview.deducted, Points{40});
    EXPECT_EQ(preview.deducted_in, (std::vector<domain::PurseDeduction>{{kPromo, Points{70}, Money{140}}}));
    EXPECT_EQ(preview.deduction, Money{180});
    EXPECT_EQ(preview.refund, Money{4820});
    asked.refunds = {{"cash", Money{4820}}};
    const Returned returned = taken(asked);
    EXPECT_EQ(returned.entry.deducted_in, preview.deducted_in);
    EXPECT_EQ(card().available, Points{0});
    EXPECT_EQ(card().purses[0].available, Points{0});
}

}  // namespace
}  // namespace counterfoil::usecase
