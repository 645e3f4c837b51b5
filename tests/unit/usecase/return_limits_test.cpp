// What a return needs besides the goods: gifts that belong to them, and HQ's word where money is at stake.
#include "till.hpp"
#include "usecase/returns.hpp"

namespace counterfoil::usecase {
namespace {

using domain::GiftChoice;

class ReturnLimits : public Till {
protected:
    ReturnLimits() {
        domain::CouponTemplate rule = test_support::amount_off("cup", 0, 20'000);
        rule.kind = domain::TemplateKind::gift;
        rule.skus = {Sku{"cup"}};
        rule.offline = domain::OfflinePolicy::risk;
        disk.feed({row(rule), row(test_support::coupon("cup1", "cup", "m1"))});
    }
    /// Two pieces of 100.00 and a cup of 30.00, which its coupon gives from 200.00 on.
    Committed sell() {
        domain::Basket one = basket("1", "m1", 10'000);
        one.lines[0].quantity = Quantity{2000};
        one.lines.push_back(one.lines[0]);
        one.lines[1].line_no = 2;
        one.lines[1].sku = Sku{"cup"};
        one.lines[1].quantity = Quantity{1000};
        one.lines[1].unit_price = Money{3000};
        one.coupons = std::vector{CouponId{"cup1"}};
        const Committed sold = sale(one, "sale-1", 1);
        EXPECT_EQ(sold.quote.totals.due, Money{20'000});
        return sold;
    }
    /// HQ answers where the link is up, but has not heard of the ticket yet.
    ReturnRequest back(const Committed& sold, const std::string& id, std::vector<domain::ReturnRequest> lines,
                       std::int64_t refund) const {
        ReturnRequest request;
        request.hq_answered = link.up;
        request.ticket = sold.ticket;
        request.lines = std::move(lines);
        request.return_key = sold.ticket;
        request.return_key.ticket_id = TicketId{id};
        request.refunds = {{"cash", Money{refund}}};
        request.idempotency_key = "key-" + id;
        request.request_digest = digest_of(id);
        return request;
    }
    ReturnRequest piece(const Committed& sold, const std::string& id, std::int64_t refund,
                        GiftChoice gifts = GiftChoice::ask) const {
        ReturnRequest request = back(sold, id, {{1, Quantity{1000}}}, refund);
        request.gifts = gifts;
        return request;
    }
    auto try_return(const ReturnRequest& request) {
        return write([&](const View& v) { return take_return(v, request); });
    }
    void rule(const std::function<void(domain::Rules&)>& change) {
        domain::Rules rules = test_support::brand_rules();
        change(rules);
        disk.feed({row(rules)});
    }
};

TEST_F(ReturnLimits, AMissingGiftIsAskedForAndNothingIsWritten) {
    const Committed sold = sell();
    const auto before = journal().size();
    const Refusal no = refusal(try_return(piece(sold, "R1", 10'000)));
    EXPECT_EQ(no.code, "gift_missing");
    EXPECT_EQ(no.field, "/gifts");
    EXPECT_EQ(no.figures.at("skus"), "cup");
    EXPECT_EQ(no.figures.at("gift_value"), "3000");
    EXPECT_EQ(no.figures.at("choices"), "deduct, waive");
    EXPECT_EQ(journal().size(), before);
    const ReturnPreview preview = value(preview_return(view(), piece(sold, "", 0)));
    ASSERT_EQ(preview.missing.size(), 1U);
    EXPECT_EQ(preview.missing[0].gift_value, Money{3000});
    EXPECT_EQ(preview.choices, (std::vector{GiftChoice::deduct, GiftChoice::waive}));
    EXPECT_EQ(preview.refund, Money{10'000}) << "of the goods, while nothing is decided";
}

TEST_F(ReturnLimits, ItsValueComesOffTheRefundAndBackWithTheGift) {
    const Committed sold = sell();
    EXPECT_EQ(value(preview_return(view(), piece(sold, "", 0, GiftChoice::deduct))).refund, Money{7000});
    EXPECT_EQ(refusal(try_return(piece(sold, "R1", 10'000, GiftChoice::deduct))).code, "tenders_mismatch");
    const Returned first = value(try_return(piece(sold, "R1", 7000, GiftChoice::deduct)));
    EXPECT_EQ(first.entry.gifts.at(0).deduction, Money{3000});
    EXPECT_TRUE(first.entry.approver_id.empty());
    const Returned cup = value(try_return(back(sold, "R2", {{2, Quantity{1000}}}, 3000)));
    EXPECT_EQ(cup.entry.goods.totals.due, Money{});
    EXPECT_EQ(cup.entry.refund(), Money{3000});
    value(try_return(piece(sold, "R3", 10'000)));
    EXPECT_EQ(entries<domain::ReturnEntry>().size(), 3U);
}

TEST_F(ReturnLimits, BroughtBackWithTheGoodsItIsNoMatter) {
    const Committed sold = sell();
    EXPECT_TRUE(value(try_return(back(sold, "R1", {{1, Quantity{1000}}, {2, Quantity{1000}}}, 10'000))).entry.gifts.empty());
}

TEST_F(ReturnLimits, ASecondPersonWaivesIt) {
    const Committed sold = sell();
    ReturnRequest request = piece(sold, "R1", 10'000, GiftChoice::waive);
    request.staff_id = StaffId{"E1"};
    EXPECT_EQ(refusal(try_return(request)).field, "/approver_id");
    request.approver_id = StaffId{"E1"};
    EXPECT_EQ(refusal(try_return(request)).field, "/approver_id") << "not by the cashier alone";
    request.approver_id = StaffId{"E2"};
    const Returned done = value(try_return(request));
    EXPECT_TRUE(done.entry.gifts.at(0).waived);
    EXPECT_EQ(done.entry.approver_id, StaffId{"E2"});
    value(try_return(piece(sold, "R2", 10'000)));
}

TEST_F(ReturnLimits, TheRulesSayWhatMayBeDecided) {
    const Committed sold = sell();
    rule([](domain::Rules& rules) { rules.gift_not_brought_back = domain::GiftNotBack::refuse; });
    ReturnRequest waived = piece(sold, "R1", 10'000, GiftChoice::waive);
    waived.approver_id = StaffId{"E2"};
    EXPECT_EQ(refusal(try_return(waived)).code, "gift_missing");
    EXPECT_EQ(refusal(try_return(piece(sold, "R1", 7000, GiftChoice::deduct))).figures.at("choices"), "");
    rule([](domain::Rules& rules) { rules.gift_not_brought_back = domain::GiftNotBack::waive_by_manager; });
    EXPECT_EQ(refusal(try_return(piece(sold, "R1", 7000, GiftChoice::deduct))).figures.at("choices"), "waive");
    value(try_return(waived));
}

TEST_F(ReturnLimits, WithoutALimitADeviceRefundsInTheDark) {
    const Committed sold = sell();
    link.up = false;
    EXPECT_TRUE(value(try_return(piece(sold, "R1", 7000, GiftChoice::deduct))).entry.at_risk);
}

TEST_F(ReturnLimits, InTheDarkNoRefundIsMoreThanTheRulesAllow) {
    const Committed sold = sell();
    rule([](domain::Rules& rules) { rules.risk.return_max = Money{6999}; });
    value(preview_return(view(), piece(sold, "", 0, GiftChoice::deduct)));
    link.up = false;
    const Refusal no = refusal(try_return(piece(sold, "R1", 7000, GiftChoice::deduct)));
    EXPECT_EQ(no.code, "risk_limit");
    EXPECT_EQ(no.figures.at("left"), "6999");
    EXPECT_EQ(refusal(preview_return(view(), piece(sold, "", 0, GiftChoice::deduct))).code, "risk_limit");
    rule([](domain::Rules& rules) { rules.risk.return_max = Money{7000}; });
    value(try_return(piece(sold, "R1", 7000, GiftChoice::deduct)));
}

TEST_F(ReturnLimits, AnHqThatDoesNotAnswerIsAsGoodAsNone) {
    const Committed sold = sell();
    rule([](domain::Rules& rules) {
        rules.risk.return_max = Money{9999};
        rules.risk.return_total_max = Money{10'000};
    });
    ReturnRequest silent = piece(sold, "R1", 7000, GiftChoice::deduct);
    silent.hq_answered = false;
    value(try_return(silent));
    silent = piece(sold, "R2", 10'000);
    silent.hq_answered = false;
    EXPECT_EQ(refusal(try_return(silent)).figures.at("left"), "3000") << "the link being up tells nothing";
    value(try_return(piece(sold, "R2", 10'000)));
}

TEST_F(ReturnLimits, InTheDarkAllRefundsTogetherAreLimitedUntilHqAnswers) {
    const Committed sold = sell();
    rule([](domain::Rules& rules) { rules.risk.return_total_max = Money{12'000}; });
    link.up = false;
    const Returned first = value(try_return(piece(sold, "R1", 7000, GiftChoice::deduct)));
    EXPECT_EQ(refusal(try_return(piece(sold, "R2", 10'000))).figures.at("left"), "5000");
    const auto answered = [&](domain::EntryVerdict verdict) {
        write([&](const View& v) -> Result<Outcome<int>> {
            CF_CHECK(v.ledger.journal().set_verdict(first.seq, verdict, "ticket_unknown"));
            CF_CHECK(v.ledger.journal().set_applied(first.seq, first.seq));
            return Outcome<int>{1};
        }).value();
    };
    answered(domain::EntryVerdict::pending);
    EXPECT_EQ(refusal(try_return(piece(sold, "R2", 10'000))).code, "risk_limit") << "that is no answer";
    answered(domain::EntryVerdict::accepted);
    value(try_return(piece(sold, "R2", 10'000)));
    link.up = true;
    value(try_return(back(sold, "R3", {{2, Quantity{1000}}}, 3000)));
}

}  // namespace
}  // namespace counterfoil::usecase
