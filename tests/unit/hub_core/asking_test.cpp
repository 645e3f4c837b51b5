// What devices may ask of HQ's desk, and what they are answered.
#include "codec/told_ticket.hpp"
#include "unit/hub_core/desk_world.hpp"

namespace counterfoil::hub {
namespace {

class Asking : public DeskWorld {
protected:
    Asking() {
        add_rules();
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            domain::CouponTemplate handed;
            handed.template_id = TemplateId{"T2"};
            handed.face = Money{500};
            handed.transferable = 2;
            handed.valid_until = kStart + Millis{kDayMs};
            return tx.reference().put_template(handed);
        });
        EXPECT_TRUE(done.has_value());
        ask("quotas.put", "Q1", {{"template_id", "T2"}, {"staff_id", "G1"}, {"total", 2}});
    }

    protocol::Answer device_asks(const TestDevice& device, const std::string& what, const std::string& subject,
                                 const json& body, const std::string& key = {}) {
        protocol::Ask question{device.holder.epoch, ++asked, what, subject, key, {}};
        if (!body.is_null()) {
            const std::string text = body.dump();
            question.body.assign(text.begin(), text.end());
        }
        const auto out = send(device.holder, question);
        if (!out) {
            ADD_FAILURE() << describe(out.error());
            return {};
        }
        sent_out = *out;
        const auto answers = sent<protocol::Answer>(*out, device.holder);
        EXPECT_EQ(answers.size(), 1U);
        EXPECT_EQ(answers.front().ask_no, asked);
        return answers.front();
    }
    static json body_of(const protocol::Answer& answer) {
        EXPECT_EQ(answer.status, protocol::AnswerStatus::done) << answer.refusal.code << answer.why;
        return json::parse(answer.body);
    }
    json order(int count = 1) {
        return {{"template_id", "T2"}, {"member_id", "M1"}, {"issuer", {{"party", "elsewhere"}, {"staff_id", "G1"}}},
                {"count", count},      {"staff_id", "G1"},  {"reason", "thanks"}};
    }

    std::uint64_t asked = 0;
};

TEST_F(Asking, AGuideIssuesWithinItsQuota) {
    const json issued = body_of(device_asks(a, "coupons.issue", "", order(2), "k1"));
    EXPECT_EQ(issued["coupons"].size(), 2U);
    EXPECT_EQ(issued["left"], 0);
    EXPECT_EQ(issued["coupons"][0]["issuer"]["party"], "hq") << "a store issues in HQ's name";
    const auto refused = device_asks(a, "coupons.issue", "", order(), "k2");
    EXPECT_EQ(refused.status, protocol::AnswerStatus::refused);
    EXPECT_EQ(refused.refusal.code, "quota_used_up");
    EXPECT_EQ(refused.refusal.figures.at("left"), "0");
}

TEST_F(Asking, WithoutAGuideNothingIsIssued) {
    json mine = order();
    mine.erase("issuer");
    EXPECT_EQ(device_asks(a, "coupons.issue", "", mine, "k1").refusal.code, "no_quota");
    mine["issuer"] = {{"party", "hq"}, {"campaign_id", "summer"}};
    EXPECT_EQ(device_asks(a, "coupons.issue", "", mine, "k2").refusal.code, "no_quota");
}

TEST_F(Asking, AnOperationSaysWhereItWasAskedFor) {
    const json issued = body_of(device_asks(a, "coupons.issue", "", order(), "k1"));
    const std::string id = issued["coupons"][0]["coupon_id"];
    const json changed = body_of(device_asks(b, "coupons.void", id, kBy, "k1"));
    EXPECT_EQ(changed["operation"]["device_id"], "DB");
    EXPECT_EQ(changed["operation"]["store_id"], "S2");
    const json shown = body_of(device_asks(a, "coupons.show", id, nullptr));
    ASSERT_EQ(shown["operations"].size(), 2U);
    EXPECT_EQ(shown["operations"][0]["store_id"], "S2");
    EXPECT_EQ(shown["operations"][1]["store_id"], "S1");
    EXPECT_EQ(shown["operations"][1]["device_id"], "DA");
    EXPECT_EQ(ask("coupons.show", id, nullptr), shown);
    const json at_hq =
        ask("coupons.issue", "", {{"template_id", "T2"}, {"member_id", "M1"}, {"staff_id", "E1"}, {"reason", "r"}});
    EXPECT_FALSE(ask("coupons.show", at_hq["coupons"][0]["coupon_id"], nullptr)["operations"][0].contains("store_id"));
}

TEST_F(Asking, AKeyIsAnsweredOnceForEachDevice) {
    const auto first = device_asks(a, "coupons.issue", "", order(), "k1");
    const auto again = device_asks(a, "coupons.issue", "", order(), "k1");
    EXPECT_FALSE(first.repeated);
    EXPECT_TRUE(again.repeated);
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(device_asks(a, "coupons.issue", "", order(2), "k1").refusal.code, "idempotency_key_reused");
    const auto other = device_asks(b, "coupons.issue", "", order(), "k1");
    EXPECT_FALSE(other.repeated) << "another till counts its requests from one, too";
    EXPECT_NE(other.body, first.body);
}

TEST_F(Asking, MembersAndQuotasAreNotForDevices) {
    for (const char* what : {"members.merge", "members.split", "quotas.put", "quotas.list", "nothing.such"})
        EXPECT_EQ(device_asks(a, what, "M1", kBy, "k1").refusal.code, "unknown_request") << what;
}

TEST_F(Asking, WhatCannotBeReadSaysWhere) {
    json wrong = order();
    wrong["count"] = 1000;
    const auto answer = device_asks(a, "coupons.issue", "", wrong, "k1");
    EXPECT_EQ(answer.status, protocol::AnswerStatus::invalid);
    EXPECT_EQ(answer.where, "/count");
    EXPECT_FALSE(answer.why.empty());
    EXPECT_EQ(device_asks(a, "coupons.issue", "", order(), "").where, "Idempotency-Key");
    json odd = order();
    odd[std::string(300, 'x')] = 1;
    const auto carried = device_asks(a, "coupons.issue", "", odd, "k2");
    EXPECT_EQ(carried.status, protocol::AnswerStatus::invalid);
    EXPECT_TRUE(protocol::decode(protocol::encode(carried)).has_value());
}

TEST_F(Asking, ADiskThatMayOnlyUploadMayNotAsk) {
    const auto done = in_tx([&](HubTx& tx) { return authority->revoke(tx, a.holder, "stolen"); });
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(device_asks(a, "coupons.show", "C1", nullptr).refusal.code, "device_suspended");
    protocol::Ask former{DeviceEpoch{9}, 1, "coupons.show", "C1", "", {}};
    EXPECT_FALSE(send(b.holder, former).has_value());
    EXPECT_FALSE(send(b.holder, protocol::Answer{}).has_value());
}

TEST_F(Asking, ATicketIsToldWithWhatCameBackOfIt) {
    EXPECT_EQ(device_asks(b, "tickets.show", "S1/R1/2026-05-29/T1", nullptr).refusal.code, "unknown_ticket");
    for (const char* subject : {"", "S1/R1/2026-05-29", "S1/R1/2026-05-29/T1/x", "S1/R1/2026-13-29/T1", "S1//2026-05-29/T1"})
        EXPECT_EQ(device_asks(b, "tickets.show", subject, nullptr).where, "/ticket") << subject;

    domain::TicketEntry sale;
    sale.checkout_id = CheckoutId{"K1"};
    sale.basket = basket_of("T1", now);
    add_line(sale.basket, 10000, 3);
    const auto rules = *store->view().reference().rules();
    domain::QuoteContext context;
    context.rules = &*rules;
    context.member = member().member;
    sale.quote = std::get<domain::Quote>(domain::make_quote(sale.basket, context));
    sale.tenders = {{"cash", sale.quote.totals.due}};
    a.write(sale, now);
    const domain::SoldTicket ticket{sale.basket, sale.quote, {}};
    const domain::ReturnRequest one{1, Quantity{1000}};
    domain::ReturnEntry back;
    back.ticket = sale.basket.ticket_key();
    back.return_key = back.ticket;
    back.return_key.ticket_id = TicketId{"B1"};
    back.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&one, 1)));
    back.refunds = {{"cash", back.goods.totals.due}};
    a.write(back, now);
    upload(a, 0);

    const auto answer = device_asks(b, "tickets.show", back.ticket.text(), nullptr);
    const auto told = codec::decode_told_ticket(as_text(answer.body));
    ASSERT_TRUE(told.has_value()) << describe(told.error());
    EXPECT_EQ(told->device_id, a.holder.device_id);
    EXPECT_EQ(std::get<domain::TicketEntry>(told->entry.body), sale);
    EXPECT_EQ(told->returns, std::vector{back.return_key});
    EXPECT_EQ(told->sold().returned_of(1), Quantity{1000});
    EXPECT_EQ(told->waiting, 0);
}

TEST_F(Asking, AnImportedTicketHasNoLinesToTell) {
    TicketRow row;
    row.key = ticket_key("T7");
    row.at = now;
    const auto done = in_tx([&](HubTx& tx) { return tx.entries().put_ticket(row); });
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(device_asks(a, "tickets.show", row.key.text(), nullptr).refusal.code, "ticket_without_lines");
}

TEST_F(Asking, ACouponThatTheAskingTillHoldsIsRecalledFromIt) {
    const json issued = body_of(device_asks(a, "coupons.issue", "", order(), "k1"));
    const std::string id = issued["coupons"][0]["coupon_id"];
    const domain::Hold held = hold(a, 1, {{domain::right_of(CouponId{id}), 1, 1}});
    const json changed = body_of(device_asks(a, "coupons.void", id, kBy, "k2"));
    EXPECT_EQ(changed["operation"]["state"], "waiting");
    EXPECT_EQ(sent<protocol::Recall>(sent_out, a.holder).front().hold_id, held.hold_id);
    a.write(release(held, domain::right_of(CouponId{id})), now);
    upload(a, 0);
    EXPECT_EQ(ask("coupons.show", id, nullptr)["operations"][0]["state"], "done");
}

}  // namespace
}  // namespace counterfoil::hub
