// A member who is named after payment, and purchases of staff, at the till.
#include "usecase/late_earn.hpp"

#include "till.hpp"
#include "usecase/returns.hpp"

namespace counterfoil::usecase {
namespace {

class LateEarnTest : public Till {
protected:
    /// 60.00 to nobody, sold by E-17.
    Committed sell(const std::string& ticket = "1") {
        domain::Basket one = basket(ticket, "", 2000);
        one.lines[0].quantity = Quantity{3000};
        one.staff_id = StaffId{"E-17"};
        return sale(one, "sale-" + ticket, 1);
    }
    LateEarnRequest naming(const Committed& sold, const std::string& key = "late", const std::string& member = "m1") {
        LateEarnRequest request;
        request.ticket = sold.ticket;
        request.member_id = MemberId{member};
        request.staff_id = StaffId{"E-18"};
        request.approver_id = StaffId{"E-2"};
        request.idempotency_key = key;
        request.request_digest = digest_of(key);
        return request;
    }
    auto try_name(const LateEarnRequest& request) {
        return write([&](const View& v) { return name_member(v, request); });
    }
    ReturnRequest back(const Committed& sold, const std::string& id, std::int64_t pieces, std::int64_t refund) {
        ReturnRequest request;
        request.ticket = sold.ticket;
        request.lines = {{1, Quantity{pieces * 1000}}};
        request.return_key = sold.ticket;
        request.return_key.ticket_id = TicketId{id};
        request.refunds = {{"cash", Money{refund}}};
        request.idempotency_key = "key-" + id;
        request.request_digest = digest_of(id);
        return request;
    }
    auto try_return(const ReturnRequest& request) {
        return write([&](const View& v) { return take_return(v, request); });
    }
    Points pending() { return value(member_card(view(), MemberId{"m1"})).pending; }
};

TEST_F(LateEarnTest, EarnsOnceAndIsToldAgainUnderItsKey) {
    const Committed sold = sell();
    const LateEarned named = value(try_name(naming(sold)));
    EXPECT_EQ(named.entry.points.earn, Points{60});
    EXPECT_FALSE(named.replay);
    EXPECT_EQ(pending(), Points{60});
    const LateEarned again = value(try_name(naming(sold)));
    EXPECT_TRUE(again.replay);
    EXPECT_EQ(again.entry, named.entry);
    EXPECT_EQ(again.seq, named.seq);
    EXPECT_EQ(pending(), Points{60});
    LateEarnRequest other = naming(sold);
    other.request_digest.fill(1);
    EXPECT_EQ(refusal(try_name(other)).code, "idempotency_key_reused");
    EXPECT_EQ(refusal(try_name(naming(sold, "key2", "gold"))).code, "ticket_has_member");
    EXPECT_EQ(entries<domain::LateEarnEntry>().size(), 1U);
}

TEST_F(LateEarnTest, OnlyOfATicketThatIsNobodysAndStillFresh) {
    const Committed named = sale(basket("2", "m1", 2000), "k2", 1);
    EXPECT_EQ(refusal(try_name(naming(named))).code, "ticket_has_member");
    const Committed sold = sell();
    EXPECT_EQ(refusal(try_name(naming(sold, "k", "nobody"))).code, "unknown_member");
    LateEarnRequest elsewhere = naming(sold);
    elsewhere.ticket.ticket_id = TicketId{"77"};
    EXPECT_EQ(refusal(try_name(elsewhere)).code, "ticket_not_here");
    now = now + Millis{7 * kDay + 1};
    const Refusal late = refusal(try_name(naming(sold)));
    EXPECT_EQ(late.code, "late_earn_over");
    EXPECT_EQ(late.figures.at("days"), "7");
    now = Instant{now.ms - 1};
    EXPECT_EQ(value(try_name(naming(sold))).entry.points.earn, Points{60});
}

TEST_F(LateEarnTest, AnotherMemberOfStaffMustApprove) {
    const Committed sold = sell();
    domain::Member cashier = test_support::member("m1", "base");
    cashier.staff_id = StaffId{"E-30"};
    disk.feed({row(cashier)});
    for (const char* approver : {"", "E-18", "E-17", "E-30"}) {
        LateEarnRequest request = naming(sold);
        request.approver_id = StaffId{approver};
        const Refusal no = refusal(try_name(request));
        EXPECT_EQ(no.code, "approver_needed") << approver;
        EXPECT_EQ(no.field, "/approver_id");
    }
}

TEST_F(LateEarnTest, ReturnsTakeThePointsBack) {
    const Committed sold = sell();
    value(try_return(back(sold, "R1", 1, 2000)));
    EXPECT_EQ(value(try_name(naming(sold))).entry.points.earn, Points{40}) << "one of three had come back";
    const Returned next = value(try_return(back(sold, "R2", 1, 2000)));
    EXPECT_EQ(next.member_id, MemberId{"m1"});
    EXPECT_EQ(next.entry.goods.earn, Points{20});
    EXPECT_EQ(pending(), Points{20});
    value(try_return(back(sold, "R3", 1, 2000)));
    EXPECT_EQ(pending(), Points{});
    const Committed other = sell("2");
    value(try_return(back(other, "R4", 3, 6000)));
    EXPECT_EQ(refusal(try_name(naming(other, "k2"))).code, "nothing_to_earn");
}

TEST_F(LateEarnTest, WhatCameBackElsewhereEarnsNothing) {
    const Committed sold = sell();
    domain::ToldTicket told;
    told.device_id = DeviceId{"D1"};
    for (const domain::JournalEntry& entry : journal())
        if (std::holds_alternative<domain::TicketEntry>(entry.body)) told.entry = entry;
    told.returned = {{1, Quantity{2000}}};
    told.returns = {{StoreId{"S003"}, RegisterId{"R1"}, "2026-03-02", TicketId{"X"}}};
    LateEarnRequest request = naming(sold);
    request.told = told;
    EXPECT_EQ(value(try_name(request)).entry.points.earn, Points{20}) << "one of three is left";
    auto& other = std::get<domain::TicketEntry>(told.entry.body);
    other.basket.store_id = StoreId{"S002"};
    request = naming(sold, "key2");
    request.ticket = other.basket.ticket_key();
    request.told = told;
    EXPECT_EQ(refusal(try_name(request)).code, "ticket_not_here") << "its own till names the member";
}

TEST_F(LateEarnTest, IsAPurchaseOfTheMembersFromTheEntryThatNamedIt) {
    const Committed sold = sell();
    domain::CachedMember counted;
    counted.member = test_support::member("m1", "base");
    counted.applied[{DeviceId{"D1"}, DeviceEpoch{1}}] = sold.seq;
    disk.feed({row(counted)});
    const auto purchased = [&] { return value(member_card(view(), MemberId{"m1"})).member.purchased; };
    EXPECT_FALSE(purchased());
    value(try_name(naming(sold)));
    EXPECT_TRUE(purchased()) << "HQ counts the sale, and has not heard whose it is";
}

TEST_F(LateEarnTest, AReturnOfBeforeIsToldAgainAsItWas) {
    const Committed sold = sell();
    const ReturnRequest early = back(sold, "R1", 1, 2000);
    const Returned first = value(try_return(early));
    value(try_name(naming(sold)));
    const Returned again = value(try_return(early));
    EXPECT_TRUE(again.replay);
    EXPECT_EQ(again.entry, first.entry);
    EXPECT_TRUE(again.member_id.empty());
}

class StaffTest : public LateEarnTest {
protected:
    StaffTest() {
        domain::Rules rules = test_support::brand_rules();
        rules.staff = {TierId{"gold"}, Money{10000}};
        domain::Member cashier = test_support::member("m1", "base");
        cashier.staff_id = StaffId{"E-30"};
        disk.feed({row(rules), row(cashier)});
    }
    domain::Basket own(const std::string& ticket, std::int64_t price) {
        domain::Basket one = basket(ticket, "m1", price);
        one.buyer = domain::Buyer::staff;
        return one;
    }
};

TEST_F(StaffTest, TheMonthsQuotaCountsWhatWasSoldAndWhatIsOpen) {
    const Committed sold = sale(own("1", 10000), "k1", 1);
    EXPECT_EQ(sold.quote.totals.due, Money{8000});
    EXPECT_EQ(quoted(own("2", 2500)).quote.totals.due, Money{2000}) << "20.00 are left";
    EXPECT_EQ(quoted(own("2", 2600)).quote.totals.due, Money{2600});
    const Opened opened = open(own("2", 2500));
    EXPECT_EQ(quoted(own("3", 1000)).quote.totals.due, Money{1000});
    value(write([&](const View& v) { return cancel(v, opened.answer.checkout.checkout_id); }));
    EXPECT_EQ(quoted(own("3", 1000)).quote.totals.due, Money{800});
    value(try_return(back(sold, "R1", 1, 8000)));
    EXPECT_EQ(quoted(own("3", 10000)).quote.totals.due, Money{8000}) << "what came back takes nothing";
}

TEST_F(StaffTest, WhoIsAtTheTillSellsNothingToHimselfAlone) {
    domain::Basket one = own("1", 1000);
    one.staff_id = StaffId{"E-30"};
    const Refusal no = refusal(try_open(one));
    EXPECT_EQ(no.code, "approver_needed");
    EXPECT_EQ(no.field, "/approver_id");
    one.approver_id = StaffId{"E-2"};
    EXPECT_EQ(open(one).answer.checkout.quote.totals.due, Money{800});
}

}  // namespace
}  // namespace counterfoil::usecase
