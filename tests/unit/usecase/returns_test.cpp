// Goods that come back at the till that sold them.
#include "usecase/returns.hpp"

#include "till.hpp"
#include "usecase/tickets.hpp"

namespace counterfoil::usecase {
namespace {

class ReturnsTest : public Till {
protected:
    /// Three pieces of 20.00 with the coupon of 10.00 and 400 points = 4.00: 46.00, which earn 46 points.
    Committed sell(const std::string& ticket = "1") {
        domain::Basket one = basket(ticket, "m1", 2000);
        one.lines[0].quantity = Quantity{3000};
        one.points = Points{400};
        const Committed sold = sale(one, "sale-" + ticket, 1);
        EXPECT_EQ(sold.quote.totals.due, Money{4600});
        return sold;
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
    ReturnRequest undo(const Committed& sold, const std::string& id, std::int64_t refund) {
        ReturnRequest request = back(sold, id, 1, refund);
        request.voided = true;
        request.lines.clear();
        return request;
    }
    auto try_return(const ReturnRequest& request) {
        return write([&](const View& v) { return take_return(v, request); });
    }
    Points pending() { return value(member_card(view(), MemberId{"m1"})).pending; }
    Points available() { return value(member_card(view(), MemberId{"m1"})).available; }
};

TEST_F(ReturnsTest, PartsAddUpToTheTicketAndThenNothingIsLeft) {
    const Committed sold = sell();
    EXPECT_EQ(available(), Points{900});
    const Returned first = value(try_return(back(sold, "R1", 1, 1533)));
    EXPECT_EQ(first.entry.goods.burn, Points{133});
    EXPECT_EQ(first.left.at(0).left, Quantity{2000});
    EXPECT_FALSE(first.entry.goods.whole);
    const Returned rest = value(try_return(back(sold, "R2", 2, 3067)));
    EXPECT_TRUE(rest.entry.goods.whole);
    EXPECT_EQ(first.entry.goods.burn + rest.entry.goods.burn, Points{400});
    EXPECT_EQ(first.entry.goods.earn + rest.entry.goods.earn, sold.quote.points.earn);
    const Refusal no = refusal(try_return(back(sold, "R3", 1, 0)));
    EXPECT_EQ(no.code, "over_returned");
    EXPECT_EQ(no.figures.at("left"), "0");
    EXPECT_EQ(no.figures.at("sold"), "3000");
    const auto told = entries<domain::ReturnEntry>();
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0].ticket, sold.ticket);
    EXPECT_TRUE(told[0].at_risk) << "nobody asked HQ";
}

TEST_F(ReturnsTest, WhoBroughtEverythingBackHasBoughtNothing) {
    const auto purchased = [&] { return value(member_card(view(), MemberId{"m1"})).member.purchased; };
    EXPECT_FALSE(purchased());
    const Committed sold = sell();
    EXPECT_TRUE(purchased());
    value(try_return(back(sold, "R1", 1, 1533)));
    EXPECT_TRUE(purchased()) << "two pieces are kept";
    value(try_return(back(sold, "R2", 2, 3067)));
    EXPECT_FALSE(purchased());
}

TEST_F(ReturnsTest, TheMembersPointsMoveAtOnce) {
    const Committed sold = sell();
    EXPECT_EQ(pending(), Points{46});
    value(try_return(back(sold, "R1", 3, 4600)));
    EXPECT_EQ(available(), Points{900}) << "what comes back is in no lot before HQ has made one";
    EXPECT_EQ(pending(), Points{400}) << "burnt ones are back, earned ones are gone";
}

TEST_F(ReturnsTest, EarnedPointsThatHqHasAlreadyAreTakenFromTheirLot) {
    const Committed sold = sell();
    domain::Member newer = test_support::member("m1", "base");
    newer.lots = {test_support::lot("late", 900, Instant{kMorning.ms + 300 * kDay}),
                  test_support::lot("own", 46, Instant{kMorning.ms + 300 * kDay})};
    disk.feed({row(domain::CachedMember{newer, {{{DeviceId{"D1"}, DeviceEpoch{1}}, JournalSeq{journal().size()}}}})});
    value(try_return(back(sold, "R1", 3, 4600)));
    EXPECT_EQ(available(), Points{946}) << "their lot is known by its place; this one is not it";
    EXPECT_EQ(pending(), Points{354});
}

TEST_F(ReturnsTest, ARepeatGetsTheFirstAnswer) {
    const Committed sold = sell();
    const ReturnRequest request = back(sold, "R1", 1, 1533);
    const Returned first = value(try_return(request));
    const Returned again = value(try_return(request));
    EXPECT_TRUE(again.replay);
    EXPECT_EQ(again.seq, first.seq);
    EXPECT_EQ(again.entry, first.entry);
    EXPECT_EQ(again.left.at(0).left, first.left.at(0).left);
    ReturnRequest other_key = request;
    other_key.idempotency_key = "another";
    EXPECT_TRUE(value(try_return(other_key)).replay) << "the same return told anew";
    EXPECT_EQ(entries<domain::ReturnEntry>().size(), 1U);
}

TEST_F(ReturnsTest, AKeyThatMeansSomethingElseIsRefused) {
    const Committed sold = sell();
    value(try_return(back(sold, "R1", 1, 1533)));
    ReturnRequest other = back(sold, "R1", 2, 3067);
    other.request_digest.fill(9);
    EXPECT_EQ(refusal(try_return(other)).code, "idempotency_key_reused");
    other.idempotency_key = "another";
    EXPECT_EQ(refusal(try_return(other)).code, "ticket_id_reused");
    other = back(sold, "R9", 1, 1533);
    other.return_key.store_id = StoreId{"S9"};
    EXPECT_EQ(refusal(try_return(other)).field, "/return_key/store_id");
    EXPECT_EQ(entries<domain::ReturnEntry>().size(), 1U);
}

TEST_F(ReturnsTest, RefundsThatDoNotAddUpAreRefusedAndNothingIsWritten) {
    const Committed sold = sell();
    const Refusal no = refusal(try_return(back(sold, "R1", 1, 1532)));
    EXPECT_EQ(no.code, "tenders_mismatch");
    EXPECT_EQ(no.field, "/refunds");
    EXPECT_EQ(no.figures.at("due"), "1533");
    EXPECT_TRUE(entries<domain::ReturnEntry>().empty());
    EXPECT_EQ(pending(), Points{46});
    value(try_return(back(sold, "R1", 1, 1533)));
}

TEST_F(ReturnsTest, APreviewTellsAllAndWritesNothing) {
    const Committed sold = sell();
    const auto before = journal().size();
    const ReturnPreview preview = value(preview_return(view(), back(sold, "", 3, 0)));
    EXPECT_EQ(preview.refund, Money{4600});
    EXPECT_EQ(preview.member_id, MemberId{"m1"});
    ASSERT_EQ(preview.coupons.size(), 1U);
    EXPECT_EQ(preview.coupons[0].fate, domain::CouponFate::given_back);
    EXPECT_EQ(preview.left.at(0).left, Quantity{});
    EXPECT_EQ(journal().size(), before);
    EXPECT_EQ(value(ticket(view(), sold.ticket)).left.at(0).left, Quantity{3000});
}

TEST_F(ReturnsTest, ATicketIsShownWithWhatIsLeft) {
    const Committed sold = sell();
    value(try_return(back(sold, "R1", 1, 1533)));
    const TicketDetail detail = value(ticket(view(), sold.ticket));
    EXPECT_EQ(detail.left.at(0).returned, Quantity{1000});
    ASSERT_EQ(detail.returns.size(), 1U);
    EXPECT_EQ(detail.returns[0].ticket_id, TicketId{"R1"});
    domain::TicketKey elsewhere = sold.ticket;
    elsewhere.store_id = StoreId{"S002"};
    EXPECT_EQ(refusal(ticket(view(), elsewhere)).code, "ticket_not_here");
    ReturnRequest request = back(sold, "R2", 1, 0);
    request.ticket = elsewhere;
    EXPECT_EQ(refusal(try_return(request)).code, "ticket_not_here");
}

TEST_F(ReturnsTest, AVoidIsForTheSameDayAndBeforeAnythingCameBack) {
    const Committed sold = sell();
    ReturnRequest next_day = undo(sold, "V1", 4600);
    next_day.return_key.business_day = "2026-03-03";
    EXPECT_EQ(refusal(try_return(next_day)).code, "void_too_late");
    const Instant noon = now;
    now = now + Millis{2 * kDay};
    EXPECT_EQ(refusal(try_return(undo(sold, "V1", 4600))).code, "void_too_late") << "by the clock, whatever the POS says";
    now = noon;
    const Returned done = value(try_return(undo(sold, "V1", 4600)));
    EXPECT_TRUE(done.entry.goods.voided);
    EXPECT_EQ(refusal(try_return(undo(sold, "V2", 4600))).code, "void_too_late");
    EXPECT_EQ(refusal(try_return(back(sold, "R1", 1, 1533))).code, "over_returned");
}

TEST_F(ReturnsTest, AfterAPartReturnThereIsNoVoid) {
    const Committed sold = sell();
    value(try_return(back(sold, "R1", 1, 1533)));
    EXPECT_EQ(refusal(try_return(undo(sold, "V1", 3067))).code, "void_too_late");
}

TEST_F(ReturnsTest, PointsThatAreSpentComeOffTheRefundWhereTheBalanceIsSure) {
    domain::Basket big = basket("1", "gold", 100'000);
    const Committed sold = sale(big, "k", 1);
    ASSERT_EQ(sold.quote.points.earn, Points{1200});
    // HQ's row has the sale, and the points are gone since.
    disk.feed({row(
        domain::CachedMember{test_support::member("gold", "gold"), {{{DeviceId{"D1"}, DeviceEpoch{1}}, JournalSeq{9}}}})});
    const ReturnPreview sure = value(preview_return(view(), back(sold, "", 1, 0)));
    EXPECT_EQ(sure.deduction, Money{1200});
    EXPECT_EQ(sure.refund, Money{78'800});
    link.up = false;
    const ReturnPreview dark = value(preview_return(view(), back(sold, "", 1, 0)));
    EXPECT_EQ(dark.deduction, Money{}) << "owed at HQ instead";
    EXPECT_EQ(dark.refund, Money{80'000});
}

TEST_F(ReturnsTest, AQuarantinedDeviceTakesNothingBack) {
    const Committed sold = sell();
    link.earn_only = true;
    EXPECT_EQ(refusal(try_return(back(sold, "R1", 1, 1533))).code, "device_suspended");
}

}  // namespace
}  // namespace counterfoil::usecase
