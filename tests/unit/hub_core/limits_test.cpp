// Limits at HQ: exact where a hold is given, a finding where a ticket went beyond.
#include "hub/core/limits.hpp"

#include "domain/limits.hpp"
#include "hub/core/applying.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/member_life.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

/// Coupons C1, C2 and C3 of one template, 5.00 off, of one member.
class LimitsAtHq : public HqWorld {
protected:
    LimitsAtHq() {
        add_rules();
        for (const char* id : {"C1", "C2", "C3"})
            add_coupon(id, kMember);
    }
    void limit(const std::function<void(domain::CouponTemplate&)>& change) {
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::CouponTemplate rule;
            rule.template_id = TemplateId{"T1"};
            rule.version = ++version_;
            rule.face = Money{500};
            change(rule);
            return tx.reference().put_template(rule);
        });
    }
    void per_member(std::int32_t most) {
        limit([&](domain::CouponTemplate& rule) { rule.per_member = most; });
    }
    static domain::WantedRight coupon(const std::string& id) { return {RightId{"coupon:" + id}, 1, 1}; }

    /// A sale as a device makes it that knows of no limit.
    domain::TicketEntry sale(const std::string& ticket, const std::vector<std::string>& ids, const std::string& day = {},
                             const std::string& sold_in = "S1") {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + ticket};
        entry.basket = basket_of(ticket, now);
        entry.basket.store_id = StoreId{sold_in};
        if (!day.empty()) entry.basket.business_day = day;
        add_line(entry.basket, 10000);
        const auto rules = *store_rules();
        domain::QuoteContext context;
        context.rules = &rules;
        context.member = member().member;
        context.member->uses.clear();
        std::vector<CouponId> asked;
        for (const std::string& id : ids) {
            asked.emplace_back(id);
            domain::OfferedCoupon offer;
            offer.coupon = **store->view().rights().coupon(CouponId{id});
            offer.coupon.state = domain::CouponState::issued;
            offer.coupon_template = **store->view().reference().coupon_template(TemplateId{"T1"});
            offer.right = domain::RightState::held;
            context.coupons.push_back(offer);
        }
        entry.basket.coupons = asked;
        entry.quote = std::get<domain::Quote>(domain::make_quote(entry.basket, context));
        EXPECT_EQ(entry.quote.used.size(), ids.size());
        return entry;
    }
    /// Sells with the coupon at risk, and tells what HQ says of the ticket and of the coupon.
    Strings sell(TestDevice& device, const std::string& ticket, const std::string& id, const std::string& day = {},
                 const std::string& sold_in = "S1") {
        const std::size_t before = device.rows.size();
        const domain::TicketEntry entry = sale(ticket, {id}, day, sold_in);
        device.write(entry, now);
        device.write(
            domain::RiskEntry{{RightId{"coupon:" + id}, 1}, kMember, kAccount, Money{500}, entry.basket.ticket_key()}, now);
        return verdicts(upload(device, before), device.holder);
    }
    std::vector<domain::TemplateUses> told() { return member().member.uses; }

private:
    std::optional<domain::Rules> store_rules() { return *store->view().reference().rules(); }
    std::uint32_t version_ = 1;
};

const Strings kFine{"accepted", "accepted"};

TEST_F(LimitsAtHq, NoMoreIsGrantedThanTheMemberMayUse) {
    per_member(2);
    EXPECT_EQ(sell(a, "T1", "C1"), kFine);
    hold(a, 1, {coupon("C2")});
    const auto answer = send(b.holder, acquire(1, {coupon("C3")}));
    const auto refused = sent<protocol::Refused>(*answer, b.holder);
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].reason, protocol::RefusedReason::held_by) << "A may give it back unused";
    EXPECT_EQ(refused[0].held_by, StoreId{"S1"});
    EXPECT_EQ(sent<protocol::Recall>(*answer, a.holder).size(), 1U);
    EXPECT_EQ(right(RightId{"coupon:C3"}).free, 1);
}

TEST_F(LimitsAtHq, WhatIsUsedUpIsRefusedAsALimitAndTheDeviceIsTold) {
    EXPECT_EQ(sell(a, "T1", "C1"), kFine);
    EXPECT_TRUE(told().empty()) << "no limit, no count";
    per_member(1);
    const auto answer = send(b.holder, acquire(1, {coupon("C2")}));
    const auto refused = sent<protocol::Refused>(*answer, b.holder);
    ASSERT_EQ(refused.size(), 1U);
    EXPECT_EQ(refused[0].reason, protocol::RefusedReason::limit);
    EXPECT_EQ(told(), (std::vector<domain::TemplateUses>{{TemplateId{"T1"}, 1, "2026-05-28", 1}}));
}

TEST_F(LimitsAtHq, OfOneAcquireTheFirstOnesAreGranted) {
    per_member(2);
    const domain::Hold held = hold(a, 1, {coupon("C1"), coupon("C2"), coupon("C3")});
    ASSERT_EQ(held.rights.size(), 2U);
    EXPECT_EQ(held.rights[1].right_id, RightId{"coupon:C2"});
    a.write(release(held, RightId{"coupon:C1"}), now);
    upload(a);
    EXPECT_EQ(hold(b, 1, {coupon("C3")}).rights.size(), 1U) << "what is given back may be had again";
}

TEST_F(LimitsAtHq, AWaitingCheckoutIsNotServedBeyondTheLimit) {
    per_member(1);
    const domain::Hold held = hold(a, 1, {coupon("C1")});
    send(b.holder, acquire(1, {coupon("C1")}));
    EXPECT_EQ(sell(b, "T2", "C2"), (Strings{"accepted", "accepted"}));
    a.write(release(held, RightId{"coupon:C1"}), now);
    const auto out = upload(a);
    EXPECT_TRUE(sent<protocol::Grant>(out, b.holder).empty());
    EXPECT_EQ(right(RightId{"coupon:C1"}).free, 1);
}

TEST_F(LimitsAtHq, WhoWaitsForALimitKeepsItsPlaceWhileTheDeviceAsksForMore) {
    per_member(1);
    const domain::Hold held = hold(a, 1, {coupon("C1")});
    send(b.holder, acquire(1, {coupon("C2")}));
    send(b.holder, acquire(2, {coupon("C3")}));
    const auto still = send(b.holder, acquire(1, {coupon("C2")}));
    EXPECT_TRUE(sent<protocol::Closed>(*still, b.holder).empty());
    EXPECT_EQ(sent<protocol::Refused>(*still, b.holder).size(), 1U);
    a.write(release(held, RightId{"coupon:C1"}), now);
    upload(a);
    EXPECT_EQ(hold(b, 1, {coupon("C2")}).rights.size(), 1U);
}

TEST_F(LimitsAtHq, ACouponThatComesFreeWaitsForTheLimitOfWhoIsFirst) {
    limit([](domain::CouponTemplate& rule) { rule.bound = domain::Bound::bearer, rule.per_member = 1; });
    add_coupon("F1", MemberId{});
    domain::Hold other;
    {
        protocol::Acquire first = acquire(1, {coupon("F1")});
        first.member_id = MemberId{};
        const auto answer = send(a.holder, first);
        other = opened(sent<protocol::Grant>(*answer, a.holder).at(0), hq.public_key());
    }
    send(b.holder, acquire(1, {coupon("F1")}));
    const domain::Hold held = hold(a, 2, {coupon("C1")});
    a.write(release(other, RightId{"coupon:F1"}), now);
    const auto out = upload(a);
    EXPECT_TRUE(sent<protocol::Grant>(out, b.holder).empty());
    EXPECT_EQ(sent<protocol::Recall>(out, a.holder).size(), 1U) << "C1 may come back unused";
    EXPECT_EQ(store->view().queue().wishes(RightId{"coupon:F1"})->size(), 1U);
    a.write(release(held, RightId{"coupon:C1"}), now);
    upload(a, 1);
    EXPECT_EQ(hold(b, 1, {coupon("F1")}).rights.size(), 1U);
}

TEST_F(LimitsAtHq, NothingIsAskedBackForACouponThatCannotBeUsed) {
    per_member(1);
    hold(a, 1, {coupon("C1")});
    in_tx([&](HubTx& tx) -> Result<void> {
        domain::Coupon frozen = **tx.rights().coupon(CouponId{"C2"});
        frozen.state = domain::CouponState::frozen;
        return tx.rights().put_coupon(frozen);
    });
    const auto answer = send(b.holder, acquire(1, {coupon("C2")}));
    EXPECT_EQ(sent<protocol::Refused>(*answer, b.holder).at(0).reason, protocol::RefusedReason::ended);
    EXPECT_TRUE(sent<protocol::Recall>(*answer, a.holder).empty());
    EXPECT_TRUE(store->view().queue().wishes(RightId{"coupon:C2"})->empty());
}

TEST_F(LimitsAtHq, ATicketBeyondALimitIsAFindingWhoeverSoldTheOthers) {
    per_member(1);
    EXPECT_EQ(sell(a, "T1", "C1"), kFine);
    EXPECT_EQ(sell(b, "T2", "C2"), (Strings{"finding member_limit", "accepted"}));
}

TEST_F(LimitsAtHq, SeveralOnOneTicketCountTogether) {
    limit([](domain::CouponTemplate& rule) { rule.max_per_ticket = 2; });
    in_tx([&](HubTx& tx) -> Result<void> {
        domain::Rules rules = **tx.reference().rules();
        rules.max_coupons = 2;
        CF_TRY(whole, codec::decode_rules(codec::encode_rules(rules), hasher));
        return tx.reference().put_rules(whole);
    });
    domain::TicketEntry entry = sale("T1", {"C1", "C2"});
    limit([](domain::CouponTemplate& rule) { rule.max_per_ticket = 2, rule.per_member = 1; });
    for (domain::UsedCoupon& used : entry.quote.used)
        used.template_version = 3;
    a.write(entry, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), Strings{"finding member_limit"});
}

TEST_F(LimitsAtHq, DaysCountByTheTicketsBusinessDay) {
    limit([](domain::CouponTemplate& rule) { rule.per_member_day = 1; });
    EXPECT_EQ(sell(a, "T1", "C1"), kFine);
    EXPECT_EQ(sell(b, "T2", "C2", "2026-05-29"), kFine);
    EXPECT_EQ(sell(b, "T3", "C3", "2026-05-28"), (Strings{"finding day_limit", "accepted"}))
        << "of an older day than the newest";
}

TEST_F(LimitsAtHq, AStoresDayCountsAllDevicesOfTheStore) {
    limit([](domain::CouponTemplate& rule) { rule.per_store_day = 1; });
    EXPECT_EQ(sell(a, "T1", "C1"), kFine);
    EXPECT_EQ(sell(b, "T2", "C2", {}, "S2"), kFine);
    EXPECT_EQ(sell(b, "T3", "C3"), (Strings{"finding day_limit", "accepted"}));
}

TEST_F(LimitsAtHq, WhatComesBackCountsNoMore) {
    per_member(1);
    EXPECT_EQ(sell(a, "T1", "C1"), kFine);
    in_turn([&](Turn& turn) -> Result<void> {
        CF_TRY(outcome, give_back_coupon(turn, CouponId{"C1"}, {StaffId{"E1"}, "asked for"}));
        EXPECT_TRUE(std::holds_alternative<Changed>(outcome));
        return {};
    });
    EXPECT_TRUE(told().empty());
    EXPECT_EQ(sell(b, "T2", "C2"), kFine);
}

TEST_F(LimitsAtHq, AVoidGivesTheUseBack) {
    per_member(1);
    EXPECT_EQ(sell(a, "T1", "C1"), kFine);
    const domain::TicketEntry sold = std::get<domain::TicketEntry>(codec::decode_entry(a.rows[0].body)->body);
    domain::ReturnEntry undo;
    undo.ticket = undo.return_key = sold.basket.ticket_key();
    undo.return_key.ticket_id = TicketId{"R1"};
    undo.goods = std::get<domain::Return>(domain::make_void({sold.basket, sold.quote, {}}, sold.basket.business_day));
    undo.refunds = {{"cash", undo.goods.totals.due}};
    a.write(undo, now);
    EXPECT_EQ(verdicts(upload(a, 2), a.holder), Strings{"accepted"});
    EXPECT_EQ(sell(b, "T2", "C2"), kFine);
}

TEST_F(LimitsAtHq, ABirthdayCouponIsGrantedAndAcceptedOnceABirthdayYear) {
    limit([](domain::CouponTemplate& rule) { rule.birthday = domain::BirthdayPeriod::month; });
    in_tx([&](HubTx& tx) -> Result<void> {
        MemberRow row = **tx.members().member(kMember);
        row.member.birthday = domain::Birthday{5, 10};
        CF_CHECK(tx.members().put(row));
        return tx.uses().put({CouponId{"C0"}, TemplateId{"T1"}, kAccount, kMember, StoreId{"S1"}, "2025-05-31"});
    });
    in_turn([](Turn& turn) -> Result<void> {
        turn.touch(kMember);
        return {};
    });
    EXPECT_EQ(sell(a, "T1", "C1"), kFine) << "that of last year is another's";
    const auto answer = send(b.holder, acquire(1, {coupon("C2")}));
    EXPECT_EQ(sent<protocol::Refused>(*answer, b.holder).at(0).reason, protocol::RefusedReason::limit);
    EXPECT_EQ(sell(b, "T2", "C2"), (Strings{"finding member_limit", "accepted"}));
}

TEST_F(LimitsAtHq, MergedMembersAddUp) {
    per_member(2);
    in_tx([&](HubTx& tx) -> Result<void> {
        MemberRow row;
        row.member.member_id = MemberId{"M2"};
        row.member.account_id = AccountId{"A2"};
        row.enrolled_at = Instant{99};
        CF_CHECK(tx.members().put(row));
        return tx.uses().put(
            {CouponId{"X"}, TemplateId{"T1"}, AccountId{"A2"}, MemberId{"M2"}, StoreId{"S2"}, "2026-05-01"});
    });
    EXPECT_EQ(sell(a, "T1", "C1"), kFine);
    in_turn([&](Turn& turn) -> Result<void> {
        CF_TRY(outcome, merge_members(turn, {kMember, MemberId{"M2"}, {StaffId{"E1"}, "one person"}}));
        EXPECT_TRUE(std::holds_alternative<Merged>(outcome));
        return {};
    });
    EXPECT_EQ(told(), (std::vector<domain::TemplateUses>{{TemplateId{"T1"}, 2, "2026-05-28", 1}}));
    EXPECT_EQ(sell(b, "T2", "C2"), (Strings{"finding member_limit", "accepted"}));
    in_turn([&](Turn& turn) -> Result<void> {
        CF_TRY(outcome, split_member(turn, MemberId{"M2"}, {StaffId{"E1"}, "two people"}));
        EXPECT_TRUE(std::holds_alternative<SplitOff>(outcome));
        return {};
    });
    EXPECT_EQ(told().at(0).count, 2) << "each has its own again: C1 and C2";
}

TEST_F(LimitsAtHq, ABearersCouponCountsForTheTicketsMember) {
    per_member(1);
    limit([](domain::CouponTemplate& rule) { rule.bound = domain::Bound::bearer, rule.per_member = 1; });
    add_coupon("F1", MemberId{});
    EXPECT_EQ(sell(a, "T1", "F1"), kFine);
    EXPECT_EQ(told().at(0).count, 1);
    EXPECT_EQ(member().applied.at(a.holder), JournalSeq{2}) << "the device must not count it once more";
    EXPECT_EQ(sell(b, "T2", "C2"), (Strings{"finding member_limit", "accepted"}));
}

}  // namespace
}  // namespace counterfoil::hub
