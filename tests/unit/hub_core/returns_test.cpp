// Returns at HQ: worked out again, never more than was sold, points and coupons back exactly, each entry counted once.
#include "domain/entry_ids.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/member_life.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

/// A member with 1000 points and coupon C1 (5.00 off), tier price 90%, and a sale of three pieces of 100.00.
class ReturnsAtHq : public HqWorld {
protected:
    ReturnsAtHq() {
        add_rules();
        add_member(1000);
        add_coupon("C1", kMember);
    }

    domain::TicketEntry sale(const std::string& id, std::int64_t burn = 0, bool coupon = false) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        domain::Basket& basket = entry.basket = basket_of(id, now);
        if (coupon) basket.coupons = std::vector{CouponId{"C1"}};
        if (burn > 0) basket.points = Points{burn};
        add_line(basket, 10000, 3);
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        context.burnable = Points{burn};
        context.points_right = domain::RightState::held;
        if (coupon) {
            domain::OfferedCoupon offer;
            offer.coupon = **store->view().rights().coupon(CouponId{"C1"});
            offer.coupon_template = **store->view().reference().coupon_template(TemplateId{"T1"});
            offer.right = domain::RightState::held;
            context.coupons.push_back(offer);
        }
        entry.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        entry.tenders.push_back({"cash", entry.quote.totals.due});
        return entry;
    }

    /// A return as a till makes it that has seen `before` pieces come back.
    domain::ReturnEntry back(const domain::TicketEntry& sold, const std::string& id, std::int64_t pieces,
                             std::int64_t before = 0) {
        domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        if (before > 0) ticket.returned[1] = Quantity{before * 1000};
        const domain::ReturnRequest asked{1, Quantity{pieces * 1000}};
        return entry_of(sold, id, std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1))));
    }
    domain::ReturnEntry undone(const domain::TicketEntry& sold, const std::string& id) {
        const domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        return entry_of(sold, id, std::get<domain::Return>(domain::make_void(ticket, sold.basket.business_day)));
    }
    domain::ReturnEntry entry_of(const domain::TicketEntry& sold, const std::string& id, domain::Return goods) {
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = entry.ticket;
        entry.return_key.ticket_id = TicketId{id};
        entry.refunds = {{"cash", goods.totals.due}};
        entry.goods = std::move(goods);
        entry.at_risk = true;
        return entry;
    }

    /// The sale with its 600 points and its coupon under a hold, in A's journal.
    domain::TicketEntry sell_with_rights(const std::string& id) {
        const domain::Hold held = hold(a, 1, {{kLotRight, 600, 600}, {kCouponRight, 1, 1}});
        domain::TicketEntry sold = sale(id, 600, true);
        EXPECT_EQ(sold.quote.points.burn, Points{600});
        a.write(sold, now);
        a.write(domain::ConsumeEntry{held.hold_id, {{kLotRight, 600}, {kCouponRight, 1}}, ticket_key(id)}, now);
        return sold;
    }
    std::int64_t balance() {
        const auto lots = store->view().rights().lots(kAccount);
        std::int64_t sum = 0;
        for (const RightRow& lot : *lots)
            sum += lot.free + lot.held;
        return sum - owed();
    }
    std::int64_t owed() { return (*store->view().members().member(kMember))->member.owed.value; }
    std::vector<domain::Coupon> usable_coupons() {
        std::vector<domain::Coupon> out;
        const auto all = store->view().rights().coupon_by_code("CODE-C1");
        if (all && *all && (*all)->state == domain::CouponState::issued) out.push_back(**all);
        return out;
    }
    /// The refusal's code, empty where it was done.
    std::string give_back_by_hand() {
        std::string code;
        in_turn([&](Turn& turn) -> Result<void> {
            CF_TRY(outcome, give_back_coupon(turn, CouponId{"C1"}, {StaffId{"E1"}, "asked for"}));
            if (const auto* refusal = std::get_if<Refusal>(&outcome)) code = refusal->code;
            return {};
        });
        return code;
    }
    void change_template(const std::function<void(domain::CouponTemplate&)>& change) {
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::CouponTemplate rule;
            rule.template_id = TemplateId{"T1"};
            rule.version = 2;
            rule.face = Money{500};
            change(rule);
            return tx.reference().put_template(rule);
        });
    }
    void change_rules(const std::function<void(domain::Rules&)>& change) {
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::Rules rules = **tx.reference().rules();
            change(rules);
            CF_TRY(whole, codec::decode_rules(codec::encode_rules(rules), hasher));
            return tx.reference().put_rules(whole);
        });
    }
};

TEST_F(ReturnsAtHq, ATicketThatCameBackIsNoPurchase) {
    const domain::TicketEntry sold = sale("T1");
    a.write(sold, now);
    upload(a);
    EXPECT_TRUE(member().member.purchased);
    now = now + Millis{1000};
    a.write(back(sold, "R1", 2), now);
    upload(a, 1);
    EXPECT_TRUE(member().member.purchased) << "a piece is kept";
    a.write(back(sold, "R2", 1, 2), now);
    upload(a, 2);
    EXPECT_FALSE(member().member.purchased);
    const domain::TicketEntry again = sale("T2");
    a.write(again, now);
    upload(a, 3);
    EXPECT_TRUE(member().member.purchased);
    a.write(undone(again, "V2"), now);
    upload(a, 4);
    EXPECT_FALSE(member().member.purchased) << "voided";
}

TEST_F(ReturnsAtHq, AllOfATicketInPartsRestoresPointsAndTheCoupon) {
    const domain::TicketEntry sold = sell_with_rights("T1");
    a.write(back(sold, "X1", 1), now);
    a.write(back(sold, "X2", 1, 1), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "accepted", "accepted", "accepted"}));
    EXPECT_TRUE(usable_coupons().empty()) << "one piece is still with the customer";
    const std::uint64_t so_far = a.head.seq.value;
    a.write(back(sold, "X3", 1, 2), now);
    EXPECT_EQ(verdicts(upload(a, so_far), a.holder), Strings{"accepted"});
    EXPECT_EQ(balance(), 1000) << "burnt ones are back, earned ones are gone";
    EXPECT_EQ(owed(), 0);
    EXPECT_EQ(ledger_sum(), 1000);
    ASSERT_EQ(usable_coupons().size(), 1U);
    const domain::Coupon again = usable_coupons().front();
    EXPECT_EQ(again.coupon_id, domain::coupon_given_back_by(hasher, a.holder, a.head.seq, CouponId{"C1"}));
    EXPECT_EQ(right(domain::right_of(again.coupon_id)).free, 1);
    EXPECT_EQ(right(kCouponRight).used, 1) << "the old unit stays used for ever";
    EXPECT_TRUE((*store->view().feed().find(domain::FeedKind::coupon, again.coupon_id.str())).has_value());
    const auto done = *store->view().returns().of_ticket(ticket_key("T1"));
    Money refunds;
    for (const ReturnRow& row : done)
        refunds += row.refund;
    EXPECT_EQ(done.size(), 3U);
    EXPECT_EQ(refunds, sold.quote.totals.due);
}

TEST_F(ReturnsAtHq, RestoredPointsKeepTheirEndAndOpenAgainForAWhilePastIt) {
    const Instant end = now + Millis{10 * kDayMs};
    in_tx([&](HubTx& tx) {
        RightRow lot = **tx.rights().right(kLotRight);
        lot.expires_at = end;
        return tx.rights().put(lot);
    });
    const domain::TicketEntry sold = sell_with_rights("T1");
    a.write(back(sold, "X1", 1), now + Millis{kDayMs});
    const RightId kept = domain::right_of(domain::lot_restored_by(hasher, a.holder, a.head.seq, 0));
    a.write(back(sold, "X2", 2, 1), end + Millis{kDayMs});
    const RightId opened_again = domain::right_of(domain::lot_restored_by(hasher, a.holder, a.head.seq, 0));
    upload(a);
    EXPECT_EQ(right(kept).expires_at, end);
    EXPECT_EQ(right(kept).free, 200);
    EXPECT_EQ(right(opened_again).expires_at, end + Millis{31 * kDayMs});
    EXPECT_EQ(right(opened_again).free, 400);
}

TEST_F(ReturnsAtHq, TwoOfflineReturnsOfOnePieceAreOneReturnAndOneConflict) {
    const domain::TicketEntry sold = sale("T1");
    a.write(sold, now);
    a.write(back(sold, "X1", 2), now);
    upload(a);
    const std::int64_t after_first = balance();
    b.write(back(sold, "Y1", 2), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"conflict over_returned"});
    EXPECT_EQ(balance(), after_first) << "nothing was booked for it";
    EXPECT_EQ(ledger_sum(), after_first);
    EXPECT_EQ(member().applied.at(b.holder), JournalSeq{1}) << "B must not show it as done any longer";
}

TEST_F(ReturnsAtHq, APartReturnThatAnotherStoreCutAtTheSamePlaceIsBookedByHqsFigures) {
    const domain::TicketEntry sold = sale("T1");
    a.write(sold, now);
    a.write(back(sold, "X1", 1), now);
    upload(a);
    b.write(back(sold, "Y1", 1), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"finding lines_differ"});
    EXPECT_EQ(store->view().returns().of_ticket(ticket_key("T1"))->size(), 2U);
    EXPECT_EQ(balance(), ledger_sum());
}

TEST_F(ReturnsAtHq, AReturnWaitsForItsTicketAndForWhatTheTicketRedeemed) {
    const domain::TicketEntry sold = sell_with_rights("T1");
    b.write(back(sold, "Y1", 3), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"pending ticket_unknown"});
    const domain::JournalRow consume = a.rows.back();
    const domain::JournalHead whole = a.head;
    a.rows.pop_back();
    a.head = {a.holder.epoch, a.rows.back().seq, a.rows.back().hash};
    EXPECT_TRUE(verdicts(upload(a), b.holder).empty()) << "the ticket's coupon and points are not answered for";
    EXPECT_EQ(entry(b, 1).verdict, domain::EntryVerdict::pending);
    a.rows.push_back(consume);
    a.head = whole;
    EXPECT_EQ(verdicts(upload(a, 1), b.holder), Strings{"accepted"});
    EXPECT_EQ(balance(), 1000);
    EXPECT_EQ(ledger_sum(), 1000);
    EXPECT_EQ(usable_coupons().size(), 1U);
}

TEST_F(ReturnsAtHq, WhoComesFirstHasTheGoodsAlsoWhileBothWait) {
    const domain::TicketEntry sold = sale("T1");
    b.write(back(sold, "Y1", 2), now);
    b.write(back(sold, "Y2", 2, 1), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), (Strings{"pending ticket_unknown", "pending ticket_unknown"}));
    a.write(sold, now);
    upload(a);
    EXPECT_EQ(entry(b, 1).verdict, domain::EntryVerdict::accepted);
    EXPECT_EQ(entry(b, 2).verdict, domain::EntryVerdict::conflict);
    EXPECT_EQ(entry(b, 2).code, "over_returned");
}

TEST_F(ReturnsAtHq, TheSameReturnCountsOnce) {
    const domain::TicketEntry sold = sale("T1");
    a.write(sold, now);
    a.write(back(sold, "X1", 1), now);
    upload(a);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "accepted"})) << "the same rows again";
    const std::int64_t once = balance();
    a.write(back(sold, "X1", 1), now);
    EXPECT_EQ(verdicts(upload(a, 2), a.holder), Strings{"finding duplicate_of"}) << "told again under another number";
    EXPECT_EQ(balance(), once);
    EXPECT_EQ(store->view().returns().of_ticket(ticket_key("T1"))->size(), 1U);
}

TEST_F(ReturnsAtHq, EarnedPointsThatAreSpentAreOwedOrForgivenOrPaidByTheRefund) {
    const domain::TicketEntry sold = sale("T1");
    ASSERT_EQ(sold.quote.points.earn, Points{270});
    a.write(sold, now);
    upload(a);
    in_tx([&](HubTx& tx) -> Result<void> {
        CF_TRY(lots, tx.rights().lots(kAccount));
        for (RightRow& lot : lots) {
            lot.used += lot.free - 20;
            CF_CHECK(tx.rights().book({kAccount, lot.right_id, PointsCause::burn, 20 - lot.free, now, std::nullopt}));
            lot.free = 20;
            CF_CHECK(tx.rights().put(lot));
        }
        return {};
    });
    ASSERT_EQ(balance(), 40);
    domain::ReturnEntry first = back(sold, "X1", 1);
    first.deducted = Points{30};
    first.deduction = Money{30};
    first.refunds = {{"cash", first.goods.totals.due - Money{30}}};
    a.write(first, now);
    EXPECT_EQ(verdicts(upload(a, 1), a.holder), Strings{"accepted"});
    EXPECT_EQ(balance(), 40 - 60) << "90 to take, 30 of them paid by the refund, 20 short";
    EXPECT_EQ(owed(), 20);
    EXPECT_EQ(ledger_sum(), balance());
    change_rules([](domain::Rules& rules) { rules.points.short_points = domain::ShortPoints::forgive; });
    a.write(back(sold, "X2", 2, 1), now);
    upload(a, 2);
    EXPECT_EQ(owed(), 20);
    EXPECT_EQ(ledger_sum(), balance());
}

TEST_F(ReturnsAtHq, PointsThatWereOwedLowerTheDebtWhenTheyComeBack) {
    domain::TicketEntry sold = sale("T1", 1000);
    a.write(sold, now);
    b.write(risk(kLotRight, 900, "T8"), now);
    upload(b);
    a.write(risk(kLotRight, 1000, "T1"), now);
    EXPECT_EQ(verdicts(upload(a), a.holder).back(), "conflict points_owed");
    const std::int64_t before = ledger_sum();
    ASSERT_EQ(owed(), 900);
    a.write(back(sold, "X1", 3), now);
    EXPECT_EQ(verdicts(upload(a, 2), a.holder), Strings{"accepted"});
    EXPECT_EQ(ledger_sum(), before + 1000 - sold.quote.points.earn.value);
    EXPECT_EQ(balance(), ledger_sum());
}

TEST_F(ReturnsAtHq, NothingComesBackForACouponThatWasAConflict) {
    const domain::TicketEntry sold = sale("T1", 0, true);
    b.write(risk(kCouponRight, 1, "T8"), now);
    upload(b);
    a.write(sold, now);
    a.write(risk(kCouponRight, 1, "T1"), now);
    a.write(back(sold, "X1", 3), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "conflict already_used", "accepted"}));
    EXPECT_TRUE(usable_coupons().empty());
}

TEST_F(ReturnsAtHq, CouponsComeBackByTheirTemplate) {
    change_template([](domain::CouponTemplate& rule) { rule.on_return = domain::OnReturn::always_new; });
    const domain::TicketEntry sold = sell_with_rights("T1");
    a.write(back(sold, "X1", 1), now);
    upload(a);
    ASSERT_EQ(usable_coupons().size(), 1U);
    const CouponId first = usable_coupons().front().coupon_id;
    const std::uint64_t so_far = a.head.seq.value;
    a.write(back(sold, "X2", 2, 1), now);
    upload(a, so_far);
    EXPECT_EQ(usable_coupons().front().coupon_id, first) << "once only";
}

TEST_F(ReturnsAtHq, ACouponThatNeverComesBackDoesNot) {
    change_template([](domain::CouponTemplate& rule) { rule.on_return = domain::OnReturn::never; });
    const domain::TicketEntry sold = sell_with_rights("T1");
    a.write(back(sold, "X1", 3), now);
    EXPECT_EQ(verdicts(upload(a), a.holder).back(), "accepted");
    EXPECT_TRUE(usable_coupons().empty());
}

TEST_F(ReturnsAtHq, ACouponThatHasEndedIsExtendedWhereItsTemplateSaysSo) {
    const Instant end = now + Millis{2 * kDayMs};
    change_template([&](domain::CouponTemplate& rule) {
        rule.valid_until = end;
        rule.extend_days = 5;
    });
    const domain::TicketEntry sold = sell_with_rights("T1");
    const Instant later = end + Millis{kDayMs};
    a.write(back(sold, "X1", 3), later);
    upload(a);
    ASSERT_EQ(usable_coupons().size(), 1U);
    const domain::Coupon again = usable_coupons().front();
    EXPECT_EQ(again.valid_until, later + Millis{5 * kDayMs});
    const auto rule = **store->view().reference().coupon_template(TemplateId{"T1"});
    EXPECT_EQ(domain::end_of(again, rule), again.valid_until) << "behind the template's own end";
}

TEST_F(ReturnsAtHq, AVoidGivesAllBackWhateverTheTemplateSays) {
    change_template([](domain::CouponTemplate& rule) { rule.on_return = domain::OnReturn::never; });
    const domain::TicketEntry sold = sell_with_rights("T1");
    a.write(undone(sold, "V1"), now);
    EXPECT_EQ(verdicts(upload(a), a.holder).back(), "accepted");
    EXPECT_EQ(balance(), 1000);
    EXPECT_EQ(ledger_sum(), 1000);
    EXPECT_EQ(usable_coupons().size(), 1U);
    b.write(undone(sold, "V2"), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"conflict void_too_late"});
}

TEST_F(ReturnsAtHq, AReturnWhoseFiguresOrRefundAreWrongIsAFinding) {
    const domain::TicketEntry sold = sale("T1");
    a.write(sold, now);
    domain::ReturnEntry generous = back(sold, "X1", 1);
    generous.goods.lines[0].net += Money{1};
    a.write(generous, now);
    domain::ReturnEntry unpaid = back(sold, "X2", 1, 1);
    unpaid.refunds = {{"cash", Money{1}}};
    a.write(unpaid, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "finding lines_differ", "finding refund_differs"}));
}

TEST_F(ReturnsAtHq, ACouponThatAPersonGaveBackDoesNotComeBackAgain) {
    const domain::TicketEntry sold = sell_with_rights("T1");
    upload(a);
    const std::uint64_t so_far = a.head.seq.value;
    EXPECT_EQ(give_back_by_hand(), "");
    a.write(back(sold, "X1", 3), now);
    EXPECT_EQ(verdicts(upload(a, so_far), a.holder), Strings{"accepted"});
    EXPECT_TRUE(usable_coupons().empty()) << "the one that came back has a code of its own";
}

TEST_F(ReturnsAtHq, ACouponThatAReturnGaveBackIsNotGivenBackByHand) {
    const domain::TicketEntry sold = sell_with_rights("T1");
    a.write(back(sold, "X1", 3), now);
    upload(a);
    ASSERT_EQ(usable_coupons().size(), 1U);
    EXPECT_EQ(usable_coupons().front().from, CouponId{"C1"});
    EXPECT_EQ(give_back_by_hand(), "already_given_back");
}

TEST_F(ReturnsAtHq, PointsOfAMergedMembersTicketGoToWhoTookItsPlace) {
    const MemberId survivor{"M0"};
    in_tx([&](HubTx& tx) -> Result<void> {
        MemberRow older;
        older.member.member_id = survivor;
        older.member.account_id = AccountId{"A0"};
        older.enrolled_at = Instant{1};
        CF_TRY(row, tx.members().member(kMember));
        row->enrolled_at = Instant{2};
        CF_CHECK(tx.members().put(*row));
        return tx.members().put(older);
    });
    const domain::TicketEntry sold = sell_with_rights("T1");
    upload(a);
    const std::int64_t all = ledger_sum();
    in_turn([&](Turn& turn) -> Result<void> {
        CF_TRY(merged, merge_members(turn, {survivor, kMember, {StaffId{"E1"}, "one person"}}));
        const auto* done = std::get_if<Merged>(&merged);
        EXPECT_TRUE(done != nullptr && done->survivor == survivor);
        return {};
    });
    const std::uint64_t so_far = a.head.seq.value;
    a.write(back(sold, "X1", 3), now);
    EXPECT_EQ(verdicts(upload(a, so_far), a.holder), Strings{"accepted"});
    EXPECT_EQ(ledger_sum(), all + sold.quote.points.burn.value - sold.quote.points.earn.value);
    const auto lots = *store->view().rights().lots(AccountId{"A0"});
    ASSERT_EQ(lots.size(), 1U);
    EXPECT_EQ(lots.front().free, sold.quote.points.burn.value);
    EXPECT_EQ(lots.front().member_id, survivor);
}

TEST_F(ReturnsAtHq, AReturnOfAnImportedTicketIsShown) {
    in_tx([&](HubTx& tx) {
        TicketRow row;
        row.key = ticket_key("T1");
        row.member_id = kMember;
        row.at = now;
        return tx.entries().put_ticket(row);
    });
    a.write(back(sale("T1"), "X1", 1), now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding ticket_without_lines"});
}

}  // namespace
}  // namespace counterfoil::hub
