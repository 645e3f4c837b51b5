// Goods of another store's ticket, by HQ's word; and HQ's word on the own ones.
#include "codec/told_ticket.hpp"
#include "till.hpp"
#include "usecase/returns.hpp"
#include "usecase/ticket_word.hpp"
#include "usecase/tickets.hpp"

namespace counterfoil::usecase {
namespace {

class ReturnsElsewhere : public Till {
protected:
    /// Three pieces of 20.00 with the coupon of 10.00: 50.00, which earn 50 points.
    void sell() {
        domain::Basket one = basket("1", "m1", 2000);
        one.lines[0].quantity = Quantity{3000};
        own = sale(one, "sale-1", 1);
        ASSERT_EQ(own.quote.totals.due, Money{5000});
    }
    /// What HQ tells of it; in another store's name it is not this device's.
    domain::ToldTicket told(const std::string& store = "S002") {
        domain::ToldTicket out;
        out.device_id = DeviceId{store == "S002" ? "D9" : "D1"};
        for (const domain::JournalEntry& entry : journal())
            if (std::holds_alternative<domain::TicketEntry>(entry.body)) out.entry = entry;
        auto& sold = std::get<domain::TicketEntry>(out.entry.body);
        sold.basket.store_id = StoreId{store};
        return out;
    }
    ReturnRequest back(const domain::ToldTicket& ticket, const std::string& id, std::int64_t pieces, std::int64_t refund) {
        ReturnRequest request;
        request.ticket = std::get<domain::TicketEntry>(ticket.entry.body).basket.ticket_key();
        request.told = ticket;
        request.lines = {{1, Quantity{pieces * 1000}}};
        request.return_key = own.ticket;
        request.return_key.ticket_id = TicketId{id};
        request.refunds = {{"cash", Money{refund}}};
        request.idempotency_key = "key-" + id;
        request.request_digest = digest_of(id);
        return request;
    }
    auto try_return(const ReturnRequest& request) {
        return write([&](const View& v) { return take_return(v, request); });
    }
    Committed own;
};

TEST_F(ReturnsElsewhere, AreTakenByHqsWord) {
    sell();
    ReturnRequest request = back(told(), "R1", 1, 1666);
    const ReturnPreview preview = value(preview_return(view(), request));
    EXPECT_EQ(preview.refund, Money{1666});
    EXPECT_EQ(preview.member_id, MemberId{"m1"});
    const Returned done = value(try_return(request));
    EXPECT_FALSE(done.entry.at_risk) << "HQ has said what came back";
    EXPECT_EQ(done.entry.ticket.store_id, StoreId{"S002"});
    EXPECT_EQ(done.left.at(0).left, Quantity{2000});
    request.told.reset();
    request.return_key.ticket_id = TicketId{"R2"};
    request.idempotency_key = "another";
    EXPECT_EQ(refusal(try_return(request)).code, "ticket_not_here") << "without HQ's word";
    EXPECT_EQ(refusal(ticket(view(), request.ticket)).code, "ticket_not_here");
    const domain::ToldTicket known = told();
    EXPECT_EQ(value(ticket(view(), request.ticket, &known)).left.at(0).left, Quantity{2000}) << "what it took itself counts";
}

TEST_F(ReturnsElsewhere, WhatCameBackAnywhereIsBack) {
    sell();
    domain::ToldTicket ticket = told();
    ticket.returned = {{1, Quantity{2000}}};
    ticket.returns = {{StoreId{"S003"}, RegisterId{"R1"}, "2026-03-02", TicketId{"X"}}};
    const Refusal no = refusal(try_return(back(ticket, "R1", 2, 3333)));
    EXPECT_EQ(no.code, "over_returned");
    EXPECT_EQ(no.figures.at("left"), "1000");
    const Returned done = value(try_return(back(ticket, "R1", 1, 1667)));
    EXPECT_EQ(done.entry.goods.lines.at(0).before, Quantity{2000});
    EXPECT_TRUE(done.entry.goods.whole);
}

TEST_F(ReturnsElsewhere, AnOwnReturnIsNotCountedTwice) {
    sell();
    const Returned done = value(try_return(back(told(), "R1", 1, 1666)));
    domain::ToldTicket after = told();
    after.returned = {{1, Quantity{1000}}};
    after.returns = {done.entry.return_key};
    EXPECT_EQ(value(preview_return(view(), back(after, "", 1, 0))).left.at(0).left, Quantity{1000});
}

TEST_F(ReturnsElsewhere, HqsWordCountsForOwnTicketsToo) {
    sell();
    domain::ToldTicket ticket = told("S001");
    ticket.returned = {{1, Quantity{3000}}};
    ticket.returns = {{StoreId{"S003"}, RegisterId{"R1"}, "2026-03-02", TicketId{"X"}}};
    EXPECT_EQ(refusal(try_return(back(ticket, "R1", 1, 1666))).code, "over_returned");
    ticket.returned.clear();
    ticket.waiting = 1;
    EXPECT_TRUE(value(try_return(back(ticket, "R1", 1, 1666))).entry.at_risk) << "HQ has heard of more than it can count";
}

TEST_F(ReturnsElsewhere, ARepeatGetsTheFirstAnswerWhateverHqSaysByThen) {
    sell();
    domain::ToldTicket ticket = told();
    ticket.returned = {{1, Quantity{1000}}};
    ticket.returns = {{StoreId{"S003"}, RegisterId{"R1"}, "2026-03-02", TicketId{"X"}}};
    const Returned first = value(try_return(back(ticket, "R1", 1, 1667)));
    ReturnRequest again = back(ticket, "R1", 1, 1667);
    again.told.reset();
    const Returned repeated = value(try_return(again));
    EXPECT_TRUE(repeated.replay);
    EXPECT_EQ(repeated.entry, first.entry);
    EXPECT_EQ(repeated.left.at(0).left, first.left.at(0).left);
    EXPECT_EQ(repeated.member_id, first.member_id);
}

TEST_F(ReturnsElsewhere, HqsWordIsAnAnswerAlsoWhereItDoesNotKnowTheTicket) {
    sell();
    const HqQuestion question = question_about(own.ticket);
    EXPECT_EQ(question.what, "tickets.show");
    EXPECT_EQ(question.subject, own.ticket.text());
    using Told = Result<Outcome<HqAnswer>>;
    const TicketWord word = word_of(Told{HqAnswer{codec::encode_told_ticket(told()), false}}).value();
    EXPECT_TRUE(word.answered);
    EXPECT_EQ(word.told, told());
    const TicketWord unknown = word_of(Told{Refusal{.code = "unknown_ticket"}}).value();
    EXPECT_TRUE(unknown.answered);
    EXPECT_FALSE(unknown.told);
    for (const char* code : {"hq_out_of_reach", "hq_not_answered", "ticket_without_lines"})
        EXPECT_FALSE(word_of(Told{Refusal{.code = code}}).value().answered) << code;
    EXPECT_FALSE(word_of(Told{fail(ErrorCode::unavailable, "busy")}).value().answered);
    EXPECT_FALSE(word_of(Told{HqAnswer{"{}", false}}));
}

TEST_F(ReturnsElsewhere, AWordOnAnotherTicketIsNone) {
    sell();
    ReturnRequest request = back(told(), "R1", 1, 1666);
    request.ticket.ticket_id = TicketId{"2"};
    EXPECT_EQ(refusal(try_return(request)).code, "ticket_not_here");
}

}  // namespace
}  // namespace counterfoil::usecase
