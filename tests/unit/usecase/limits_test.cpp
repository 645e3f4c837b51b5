// Limits at the till: what HQ told, what this device did since, and what is under way in its other checkouts.
#include "domain/told_ticket.hpp"
#include "till.hpp"
#include "usecase/returns.hpp"

namespace counterfoil::usecase {
namespace {

class LimitsTest : public Till {
protected:
    std::string day = "2026-03-02";

    void limit(std::int32_t domain::CouponTemplate::*field, std::int32_t most) {
        domain::CouponTemplate rule = test_support::amount_off("ten_off", 1000);
        rule.*field = most;
        disk.feed({row(rule), row(test_support::coupon("c2", "ten_off", "m1")),
                   row(test_support::coupon("g1", "ten_off", "gold"))});
    }
    /// HQ's word: it counts the device's entries up to `applied`.
    void told(std::int64_t count, const std::string& on, std::int64_t day_count, std::uint64_t applied = 0) {
        domain::CachedMember cached;
        cached.member = test_support::member("m1", "base");
        cached.member.uses = {{TemplateId{"ten_off"}, count, on, day_count}};
        if (applied > 0) cached.applied[{DeviceId{"D1"}, DeviceEpoch{1}}] = JournalSeq{applied};
        disk.feed({row(cached)});
    }
    domain::Basket asked(const std::string& ticket, const std::string& member) {
        domain::Basket one = basket(ticket, member, 5000);
        one.business_day = day;
        return one;
    }
    std::size_t usable(const std::string& ticket = "9", const std::string& member = "m1") {
        return quoted(asked(ticket, member)).quote.used.size();
    }
    /// All reasons of the member's last coupon: the first ones are spent.
    std::string why(const std::string& ticket = "9", const std::string& member = "m1") {
        const domain::Quote quote = quoted(asked(ticket, member)).quote;
        std::string codes;
        if (!quote.refused.empty())
            for (const Refusal& reason : quote.refused.back().reasons)
                codes += (codes.empty() ? "" : " ") + reason.code;
        return codes;
    }
    ReturnRequest undo(const Committed& sold) {
        ReturnRequest request;
        request.ticket = sold.ticket;
        request.return_key = sold.ticket;
        request.return_key.ticket_id = TicketId{"R1"};
        request.voided = true;
        request.refunds = {{"cash", value(preview_return(view(), request)).refund}};
        request.idempotency_key = "undo";
        request.request_digest.fill(9);
        return request;
    }
};

TEST_F(LimitsTest, WhatHqToldAndWhatWasSoldSinceAddUp) {
    limit(&domain::CouponTemplate::per_member, 2);
    told(1, "2026-03-01", 1);
    EXPECT_EQ(usable(), 1U);
    const Committed sold = sale(basket("1", "m1", 5000), "k1", 1);
    EXPECT_EQ(sold.quote.used.size(), 1U);
    EXPECT_EQ(why(), "member_limit");
    told(2, "2026-03-02", 1, disk.ledger().view().journal().head().value().seq.value);
    EXPECT_EQ(why(), "member_limit") << "counted once, by HQ now";
}

TEST_F(LimitsTest, WhatIsUndoneCountsNoMore) {
    limit(&domain::CouponTemplate::per_member, 1);
    const Committed sold = sale(basket("1", "m1", 5000), "k1", 1);
    EXPECT_EQ(why(), "member_limit");
    value(write([&](const View& v) { return take_return(v, undo(sold)); }));
    EXPECT_EQ(usable(), 1U) << "the other coupon of the template";
}

TEST_F(LimitsTest, WhatHqCountsAndIsUndoneHereCountsNoMore) {
    limit(&domain::CouponTemplate::per_member, 1);
    const Committed sold = sale(basket("1", "m1", 5000), "k1", 1);
    told(1, "2026-03-02", 1, disk.ledger().view().journal().head().value().seq.value);
    EXPECT_EQ(why(), "member_limit");
    value(write([&](const View& v) { return take_return(v, undo(sold)); }));
    EXPECT_EQ(usable(), 1U);
}

TEST_F(LimitsTest, AnotherOpenCheckoutOfThisDeviceCounts) {
    limit(&domain::CouponTemplate::per_member, 1);
    const Opened first = open(basket("1", "m1", 5000));
    EXPECT_EQ(first.answer.checkout.quote.used.size(), 1U);
    EXPECT_EQ(why("2"), "member_limit");
    EXPECT_EQ(usable("1"), 1U) << "its own is no other";
    grant_all(*first.wish);
    EXPECT_EQ(why("2"), "held_elsewhere member_limit") << "HQ gave the alternative, too";
    value(write([&](const View& v) { return cancel(v, first.answer.checkout.checkout_id); }));
    EXPECT_EQ(usable("2"), 1U);
}

TEST_F(LimitsTest, ACheckoutThatLostItsUnitsCountsNoMore) {
    limit(&domain::CouponTemplate::per_member, 1);
    const Opened first = open(basket("1", "m1", 5000));
    grant_all(*first.wish);
    settle(first.answer.checkout.checkout_id, {domain::AcquireState::granted, {}, {}});
    EXPECT_EQ(why("2"), "held_elsewhere member_limit");
    write([&](const View& v) { return sweep_checkout(v, first.answer.checkout.checkout_id); }).value();
    EXPECT_EQ(usable("2"), 1U);
}

TEST_F(LimitsTest, AStoresDayCountsOtherMembersToo) {
    limit(&domain::CouponTemplate::per_store_day, 1);
    EXPECT_EQ(usable("9", "gold"), 1U);
    sale(basket("1", "m1", 5000), "k1", 1);
    EXPECT_EQ(why("9", "gold"), "day_limit");
    EXPECT_EQ(why(), "day_limit");
    day = "2026-03-03";
    EXPECT_EQ(usable("9", "gold"), 1U);
}

TEST_F(LimitsTest, WhatAnotherDeviceSoldAndTookBackHereGivesAStoresDayNothing) {
    limit(&domain::CouponTemplate::per_store_day, 1);
    const Committed sold = sale(basket("1", "m1", 5000), "k1", 1);
    disk.feed({row(test_support::coupon("c9", "ten_off", "m1"))});
    domain::ToldTicket elsewhere;
    elsewhere.device_id = DeviceId{"D9"};
    for (const domain::JournalEntry& entry : journal())
        if (std::holds_alternative<domain::TicketEntry>(entry.body)) elsewhere.entry = entry;
    auto& other = std::get<domain::TicketEntry>(elsewhere.entry.body);
    other.basket.register_id = RegisterId{"R9"};
    other.quote.used.at(0).coupon_id = CouponId{"c9"};
    for (domain::Allocation& share : other.quote.lines.at(0).alloc)
        if (share.instrument == domain::Instrument::coupon) share.id = "c9";
    ReturnRequest back = undo(sold);
    back.ticket = other.basket.ticket_key();
    back.told = elsewhere;
    back.hq_answered = true;
    const Returned done = value(write([&](const View& v) { return take_return(v, back); }));
    ASSERT_EQ(done.coupons.at(0).coupon_id, CouponId{"c9"});
    EXPECT_EQ(done.coupons.at(0).fate, domain::CouponFate::given_back);
    EXPECT_EQ(why("9", "gold"), "day_limit") << "the own use stands";
}

TEST_F(LimitsTest, AMembersDayEndsWithTheBusinessDay) {
    limit(&domain::CouponTemplate::per_member_day, 1);
    sale(basket("1", "m1", 5000), "k1", 1);
    EXPECT_EQ(why(), "day_limit");
    EXPECT_EQ(usable("9", "gold"), 1U);
    day = "2026-03-03";
    EXPECT_EQ(usable(), 1U);
}

TEST_F(LimitsTest, HqsWordThatTheLimitIsReachedIsPassedOn) {
    limit(&domain::CouponTemplate::per_member, 3);
    const Opened opened = open(basket("1", "m1", 5000));
    const CheckoutAnswer answer = settle(opened.answer.checkout.checkout_id, {domain::AcquireState::refused, "limit", {}});
    ASSERT_FALSE(answer.checkout.quote.refused.empty());
    EXPECT_EQ(answer.checkout.quote.refused.front().reasons.front().code, "member_limit");
    EXPECT_EQ(answer.checkout.quote.refused.front().reasons.front().figures.at("n"), "3");
    EXPECT_EQ(answer.checkout.refused_reason, "limit");
}

}  // namespace
}  // namespace counterfoil::usecase
