#include <algorithm>

#include "till.hpp"

namespace counterfoil::usecase {
namespace {

using CheckoutTest = Till;

const RightId kCoupon = domain::right_of(CouponId{"c1"});

std::vector<RightId> rights(const std::vector<domain::WantedRight>& wanted) {
    std::vector<RightId> ids;
    for (const domain::WantedRight& one : wanted)
        ids.push_back(one.right_id);
    return ids;
}

std::string first_reason(const domain::Quote& quote) {
    return quote.refused.empty() ? "(nothing refused)" : quote.refused.front().reasons.front().code;
}

TEST_F(CheckoutTest, AsksForTheCouponOfTheQuoteAndIsSettledByTheGrant) {
    const Opened opened = open(basket("1", "m1", 5000));
    ASSERT_TRUE(opened.wish);
    EXPECT_EQ(opened.wish->request_no, RequestNo{1});
    EXPECT_EQ(opened.wish->member_id, MemberId{"m1"});
    EXPECT_EQ(rights(opened.wish->wanted), std::vector{kCoupon});
    EXPECT_EQ(opened.answer.checkout.acquire, domain::AcquireState::asked);

    const GrantAnswer granted = grant_all(*opened.wish);
    EXPECT_EQ(granted.taken, GrantTaken::stored);
    EXPECT_EQ(granted.checkout, opened.answer.checkout.checkout_id);
    const domain::Checkout settled = stored(opened.answer.checkout.checkout_id);
    EXPECT_EQ(settled.acquire, domain::AcquireState::granted);
    EXPECT_EQ(settled.quote.totals.due, Money{4000});
}

TEST_F(CheckoutTest, RequestNumbersRiseAndSurviveARestart) {
    EXPECT_EQ(open(basket("1", "m1", 5000)).wish->request_no, RequestNo{1});
    test_support::DeviceDisk again{folder.file("")};
    const auto second =
        again.write(link, now, random, [](const View& v) { return open_checkout(v, {basket("2", "m1", 5000)}); });
    EXPECT_EQ(value(second).wish->request_no, RequestNo{2});
}

TEST_F(CheckoutTest, WithoutTheLinkNothingIsAsked) {
    link.up = false;
    const Opened opened = open(basket("1", "m1", 5000));
    EXPECT_FALSE(opened.wish);
    EXPECT_EQ(opened.answer.checkout.quote.totals.due, Money{5000});
}

TEST_F(CheckoutTest, PointsAskForLotsSoonestExpiryFirst) {
    domain::Basket one = basket("1", "m1", 5000);
    one.points = Points{500};
    one.coupons = std::vector<CouponId>{};
    const Opened opened = open(one);
    ASSERT_TRUE(opened.wish);
    ASSERT_EQ(opened.wish->wanted.size(), 2U);
    EXPECT_EQ(opened.wish->wanted[0], (domain::WantedRight{RightId{"lot:early"}, 1, 300}));
    EXPECT_EQ(opened.wish->wanted[1], (domain::WantedRight{RightId{"lot:late"}, 1, 200}));
}

TEST_F(CheckoutTest, HeldElsewhereIsToldWithTheStore) {
    const Opened opened = open(basket("1", "m1", 5000));
    const CheckoutAnswer answer =
        settle(opened.answer.checkout.checkout_id, {domain::AcquireState::refused, "held_by", StoreId{"S002"}});
    EXPECT_EQ(answer.checkout.quote.totals.due, Money{5000});
    ASSERT_EQ(first_reason(answer.checkout.quote), "held_elsewhere");
    EXPECT_EQ(answer.checkout.quote.refused[0].reasons[0].figures.at("store"), "S002");
    EXPECT_EQ(answer.checkout.refused_reason, "held_by");
    EXPECT_EQ(answer.checkout.acquire, domain::AcquireState::refused);
}

TEST_F(CheckoutTest, ARightThatEndedAtHqIsAlreadyUsed) {
    const Opened opened = open(basket("1", "m1", 5000));
    const CheckoutAnswer answer = settle(opened.answer.checkout.checkout_id, {domain::AcquireState::refused, "ended", {}});
    EXPECT_EQ(first_reason(answer.checkout.quote), "already_used");
}

TEST_F(CheckoutTest, ARefusedCouponIsNotRiskedEvenIfPolicyWouldAllowIt) {
    disk.feed({row(test_support::coupon("r1", "risky", "m1"))});
    domain::Basket one = basket("1", "m1", 5000);
    one.coupons = std::vector{CouponId{"r1"}};
    const Opened opened = open(one);
    EXPECT_EQ(first_reason(
                  settle(opened.answer.checkout.checkout_id, {domain::AcquireState::refused, "held_by", {}}).checkout.quote),
              "held_elsewhere");
}

TEST_F(CheckoutTest, SilenceOfHqCountsAsOffline) {
    disk.feed({row(test_support::coupon("r1", "risky", "m1"))});
    domain::Basket one = basket("1", "m1", 5000);
    one.coupons = std::vector{CouponId{"r1"}};
    const Opened opened = open(one);
    const CheckoutAnswer answer = settle(opened.answer.checkout.checkout_id, {domain::AcquireState::offline, {}, {}});
    ASSERT_EQ(answer.checkout.quote.used.size(), 1U);
    EXPECT_TRUE(answer.checkout.quote.used[0].at_risk);
}

TEST_F(CheckoutTest, APartialGrantTakesTheNextBestThatIsHeld) {
    disk.feed({row(test_support::amount_off("five_off", 500)), row(test_support::coupon("c5", "five_off", "m1"))});
    const Opened opened = open(basket("1", "m1", 5000));
    const RightId second = domain::right_of(CouponId{"c5"});
    EXPECT_EQ(rights(opened.wish->wanted), (std::vector{kCoupon, second}));
    grant(hold(1, {{second, 1}}, opened.wish->request_no));
    const domain::Checkout settled = stored(opened.answer.checkout.checkout_id);
    EXPECT_EQ(settled.quote.totals.due, Money{4500});
    EXPECT_EQ(first_reason(settled.quote), "held_elsewhere");
}

TEST_F(CheckoutTest, CancelReleasesByNameWhatWasAcquired) {
    const Opened opened = open(basket("1", "m1", 5000));
    grant_all(*opened.wish);
    const auto cancel_it = [&](const View& v) { return cancel(v, opened.answer.checkout.checkout_id); };
    EXPECT_EQ(value(write(cancel_it)).checkout.state, domain::CheckoutState::cancelled);
    const auto releases = entries<domain::ReleaseEntry>();
    ASSERT_EQ(releases.size(), 1U);
    EXPECT_EQ(releases[0].units, (std::vector{domain::Units{kCoupon, 1}}));
    EXPECT_EQ(value(write(cancel_it)).checkout.state, domain::CheckoutState::cancelled);
    EXPECT_EQ(entries<domain::ReleaseEntry>().size(), 1U);
    EXPECT_TRUE(disk.ledger().view().holds().open().value().empty());
}

TEST_F(CheckoutTest, CancelOfASaleOrOfNothingIsRefused) {
    const Opened opened = open(basket("1", "", 5000));
    committed(opened.answer.checkout);
    EXPECT_EQ(refusal(write([&](const View& v) { return cancel(v, opened.answer.checkout.checkout_id); })).code,
              "already_committed");
    EXPECT_EQ(refusal(write([](const View& v) { return cancel(v, CheckoutId{"none"}); })).code, "unknown_checkout");
    EXPECT_EQ(refusal(checkout(view(), CheckoutId{"none"})).code, "unknown_checkout");
}

TEST_F(CheckoutTest, AnotherCheckoutOfThisTillFindsTheCouponTaken) {
    const Opened first = open(basket("1", "m1", 5000));
    grant_all(*first.wish);
    const Opened second = open(basket("2", "m1", 5000));
    EXPECT_FALSE(second.wish);
    ASSERT_EQ(first_reason(second.answer.checkout.quote), "held_elsewhere");
    EXPECT_EQ(second.answer.checkout.quote.refused[0].reasons[0].figures.at("store"), "S001");
}

TEST_F(CheckoutTest, OpeningTheSameTicketAgainTakesTheUnitsAlong) {
    const Opened first = open(basket("1", "m1", 5000));
    grant_all(*first.wish);
    const Opened second = open(basket("1", "m1", 5000));
    EXPECT_FALSE(second.wish);
    EXPECT_EQ(second.answer.checkout.quote.totals.due, Money{4000});
    EXPECT_EQ(stored(first.answer.checkout.checkout_id).state, domain::CheckoutState::cancelled);
    EXPECT_TRUE(entries<domain::ReleaseEntry>().empty());
    EXPECT_EQ(committed(second.answer.checkout).quote.totals.due, Money{4000});
}

TEST_F(CheckoutTest, ATicketThatIsSoldCannotBeOpenedAgain) {
    sale(basket("1", "m1", 5000), "k1", 1);
    EXPECT_EQ(refusal(try_open(basket("1", "m1", 5000))).code, "ticket_id_reused");
}

TEST_F(CheckoutTest, IdleItLosesItsUnitsAndStaysOpen) {
    const Opened opened = open(basket("1", "m1", 5000));
    grant_all(*opened.wish);
    const CheckoutId id = opened.answer.checkout.checkout_id;
    const auto sweep = [&](const View& v) { return sweep_checkout(v, id); };
    now = now + domain::kCheckoutIdleMax;
    EXPECT_TRUE(write(sweep).value());
    EXPECT_EQ(entries<domain::ReleaseEntry>().size(), 1U);
    EXPECT_EQ(stored(id).state, domain::CheckoutState::open);
    EXPECT_EQ(refusal(try_commit(request_for(stored(id)))).code, "hold_gone");
    now = kMorning + domain::kCheckoutAgeMax;
    EXPECT_TRUE(write(sweep).value());
    EXPECT_EQ(stored(id).state, domain::CheckoutState::cancelled);
    EXPECT_FALSE(write(sweep).value());
}

TEST_F(CheckoutTest, AGrantForASweptCheckoutGoesBackAtOnce) {
    const Opened opened = open(basket("1", "m1", 5000));
    write([&](const View& v) { return sweep_checkout(v, opened.answer.checkout.checkout_id); }).value();
    EXPECT_EQ(grant_all(*opened.wish).checkout, std::nullopt);
    EXPECT_EQ(entries<domain::ReleaseEntry>().size(), 1U);
}

TEST_F(CheckoutTest, ARefusedOpeningLeavesNoTrace) {
    EXPECT_EQ(refusal(try_open(basket("1", "nobody", 5000))).code, "unknown_member");
    EXPECT_TRUE(disk.ledger().view().checkouts().open().value().empty());
    EXPECT_EQ(disk.ledger().view().device().state().value().request_no, RequestNo{0});
}

}  // namespace
}  // namespace counterfoil::usecase
