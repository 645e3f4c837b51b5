// Members who were named after payment, and purchases of staff, at HQ.
#include "domain/late_earn.hpp"

#include "domain/staff.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

class LateEarnAtHq : public HqWorld {
protected:
    LateEarnAtHq() { add_rules(); }

    domain::Rules rules() { return **store->view().reference().rules(); }
    domain::TicketEntry sale(const std::string& id, const std::function<void(domain::Basket&)>& change = {}) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        entry.basket = basket_of(id, now, MemberId{});
        entry.basket.proof = domain::Proof::none;
        entry.basket.staff_id = StaffId{"E-17"};
        add_line(entry.basket, 10000, 3);
        if (change) change(entry.basket);
        const domain::Rules in_force = rules();
        domain::QuoteContext context;
        context.rules = &in_force;
        if (!entry.basket.member_id.empty()) context.member = member().member;
        if (context.member) context.member->staff_month.reset();
        entry.quote = std::get<domain::Quote>(domain::make_quote(entry.basket, context));
        return entry;
    }
    domain::LateEarnEntry naming(const domain::TicketEntry& sold, std::int64_t came_back = 0,
                                 const MemberId& who = kMember) {
        domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        if (came_back > 0) ticket.returned[1] = Quantity{came_back * 1000};
        domain::LateEarnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.member_id = who;
        entry.approver_id = StaffId{"E-2"};
        entry.rules_hash = rules().hash;
        entry.points = domain::late_earn(ticket, member().member, rules());
        return entry;
    }
    domain::ReturnEntry back(const domain::TicketEntry& sold, const std::string& id, std::int64_t pieces,
                             std::int64_t before, const domain::LateEarnEntry* named = nullptr) {
        domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        if (named != nullptr) domain::add_late_earn(ticket.basket, ticket.quote, *named);
        if (before > 0) ticket.returned[1] = Quantity{before * 1000};
        const domain::ReturnRequest asked{1, Quantity{pieces * 1000}};
        domain::ReturnEntry entry;
        entry.ticket = entry.return_key = sold.basket.ticket_key();
        entry.return_key.ticket_id = TicketId{id};
        entry.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        entry.refunds = {{"cash", entry.goods.totals.due}};
        return entry;
    }
    Strings send_all(TestDevice& device) {
        const std::size_t before = sent_[device.holder];
        sent_[device.holder] = device.rows.size();
        return verdicts(upload(device, before), device.holder);
    }
    std::int64_t balance() {
        std::int64_t sum = 0;
        for (const domain::PointsLot& lot : member().member.lots)
            sum += lot.amount.value;
        return sum;
    }

private:
    std::map<domain::Holder, std::size_t> sent_;
};

TEST_F(LateEarnAtHq, BooksALotOnceAndReturnsTakeItBackExactly) {
    const domain::TicketEntry sold = sale("T1");
    EXPECT_EQ(sold.quote.totals.due, Money{30000});
    const domain::LateEarnEntry named = naming(sold, 1);
    a.write(sold, now);
    a.write(back(sold, "R1", 1, 0), now);
    a.write(named, now + Millis{kDayMs});
    EXPECT_EQ(send_all(a), (Strings{"accepted", "accepted", "accepted"}));
    EXPECT_EQ(named.points.earn, Points{200});
    EXPECT_EQ(balance(), 200);
    EXPECT_TRUE(member().member.purchased);
    EXPECT_EQ(member().applied.at(a.holder), JournalSeq{3});
    a.write(back(sold, "R2", 1, 1, &named), now);
    EXPECT_EQ(send_all(a), Strings{"accepted"});
    EXPECT_EQ(balance(), 100);
    a.write(back(sold, "R3", 1, 2, &named), now);
    EXPECT_EQ(send_all(a), Strings{"accepted"});
    EXPECT_EQ(balance(), 0);
    EXPECT_EQ(ledger_sum(), 0);
}

TEST_F(LateEarnAtHq, ASecondMemberIsAConflict) {
    const domain::TicketEntry sold = sale("T1");
    a.write(sold, now);
    a.write(naming(sold), now);
    a.write(naming(sold), now);
    EXPECT_EQ(send_all(a), (Strings{"accepted", "accepted", "conflict ticket_has_member"}));
    EXPECT_EQ(balance(), 300);
    b.write(naming(sale("T2")), now);
    EXPECT_EQ(send_all(b), Strings{"finding ticket_unknown"});
}

TEST_F(LateEarnAtHq, OfASaleOfAnotherDeviceItIsAConflict) {
    const domain::TicketEntry sold = sale("T1");
    a.write(sold, now);
    EXPECT_EQ(send_all(a), Strings{"accepted"});
    b.write(naming(sold), now);
    EXPECT_EQ(send_all(b), Strings{"conflict ticket_not_here"});
    EXPECT_EQ(balance(), 0);
}

TEST_F(LateEarnAtHq, WhatIsNotByTheRulesIsFoundAndBookedAsPromised) {
    const auto answer = [&](const std::string& id, Instant at, const std::function<void(domain::LateEarnEntry&)>& change) {
        const domain::TicketEntry sold = sale(id);
        domain::LateEarnEntry entry = naming(sold);
        change(entry);
        a.write(sold, now);
        a.write(entry, at);
        return send_all(a).back();
    };
    EXPECT_EQ(answer("T1", now + Millis{7 * kDayMs + 1}, [](auto&) {}), "finding late_earn_over");
    EXPECT_EQ(answer("T2", now, [](auto& entry) { entry.approver_id = StaffId{"E-17"}; }), "finding approver_needed");
    EXPECT_EQ(answer("T3", now, [](auto& entry) { entry.rules_hash.fill(1); }), "finding rules_unknown");
    EXPECT_EQ(answer("T4", now, [](auto& entry) { entry.points.earn = Points{1}; }), "finding points_differ");
    EXPECT_EQ(balance(), 3 * 300 + 1);
    in_tx([&](HubTx& tx) -> Result<void> {
        MemberRow row = **tx.members().member(kMember);
        row.member.staff_id = StaffId{"E-2"};
        return tx.members().put(row);
    });
    EXPECT_EQ(answer("T6", now, [](auto&) {}), "finding approver_needed") << "the member is the approver";
    EXPECT_EQ(balance(), 4 * 300 + 1);
    EXPECT_EQ(answer("T5", now, [](auto& entry) { entry.member_id = MemberId{"nobody"}; }), "finding member_unknown");
    EXPECT_EQ(balance(), 4 * 300 + 1);
}

TEST_F(LateEarnAtHq, TheSellerOwesThePoolInThePeriodOfTheNamingAndReturnsTurnItRound) {
    const auto rate = [&](std::int64_t per_1000) {
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::Rules changed = **tx.reference().rules();
            changed.stores = {{StoreId{"S1"}, {}, {}, {}, EntityId{"E1"}}};
            changed.clearing.clearing_per_1000 = Money{per_1000};
            CF_TRY(whole, codec::decode_rules(codec::encode_rules(changed), hasher));
            return tx.reference().put_rules(whole);
        });
    };
    rate(700);
    const domain::TicketEntry sold = sale("T1", [](domain::Basket& basket) { basket.entity_id = EntityId{"E1"}; });
    rate(800);
    const domain::LateEarnEntry named = naming(sold, 1);
    rate(900);
    a.write(sold, now);
    domain::ReturnEntry first = back(sold, "R1", 1, 0);
    first.entity_id = EntityId{"E1"};
    a.write(first, now);
    a.write(named, now + Millis{5 * kDayMs});
    EXPECT_EQ(send_all(a), (Strings{"accepted", "accepted", "accepted"}));
    const auto kept = [&](std::uint64_t seq) { return *store->view().books().cleared({a.holder, JournalSeq{seq}}); };
    EXPECT_TRUE(kept(1).empty() && kept(2).empty()) << "nobody had earned anything yet";
    ASSERT_EQ(kept(3).size(), 1U);
    EXPECT_EQ(kept(3)[0].business_day, "2026-06-03");
    EXPECT_EQ(kept(3)[0].owed,
              (domain::ClearingEntry{
                  EntityId{"E1"}, EntityId{"pool"}, domain::ClearingCause::points_earned, {}, {}, Points{200}}));
    EXPECT_EQ(kept(3)[0].clearing_per_1000, Money{800}) << "by the rules by which they are earned";
    domain::ReturnEntry rest = back(sold, "R2", 2, 1, &named);
    rest.entity_id = EntityId{"E1"};
    domain::SoldTicket ticket{sold.basket, sold.quote, {{1, Quantity{1000}}}};
    domain::add_late_earn(ticket.basket, ticket.quote, named);
    rest.clearing = domain::clear_return(ticket, rest.goods, {rest.entity_id, {}, rest.goods.totals.due});
    a.write(rest, now);
    EXPECT_EQ(send_all(a), Strings{"accepted"});
    ASSERT_EQ(kept(4).size(), 1U);
    EXPECT_EQ(kept(4)[0].owed.creditor, EntityId{"E1"});
    EXPECT_EQ(kept(4)[0].owed.points, Points{200});
    EXPECT_EQ(kept(4)[0].clearing_per_1000, Money{800}) << "turned round as it was booked";
}

TEST_F(LateEarnAtHq, GrowthCountsAndGoesBack) {
    in_tx([&](HubTx& tx) -> Result<void> {
        domain::Rules changed = **tx.reference().rules();
        changed.tiers.front().growth_from = 1000;
        CF_TRY(whole, codec::decode_rules(codec::encode_rules(changed), hasher));
        return tx.reference().put_rules(whole);
    });
    const domain::TicketEntry sold = sale("T1");
    const domain::LateEarnEntry named = naming(sold);
    EXPECT_EQ(named.points.growth, 300);
    a.write(sold, now);
    a.write(named, now);
    EXPECT_EQ(send_all(a), (Strings{"accepted", "accepted"}));
    EXPECT_EQ(member().member.growth, 300);
    a.write(back(sold, "R1", 1, 0, &named), now);
    EXPECT_EQ(send_all(a), Strings{"accepted"});
    EXPECT_EQ(member().member.growth, 200);
}

class StaffAtHq : public LateEarnAtHq {
protected:
    StaffAtHq() {
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::Rules changed = **tx.reference().rules();
            changed.tiers.push_back({TierId{"staff"}, {}, 9, BasisPoints{5000}, BasisPoints{10000}});
            changed.staff = {TierId{"staff"}, Money{20000}};
            CF_TRY(whole, codec::decode_rules(codec::encode_rules(changed), hasher));
            CF_CHECK(tx.reference().put_rules(whole));
            MemberRow row = **tx.members().member(kMember);
            row.member.staff_id = StaffId{"E-30"};
            return tx.members().put(row);
        });
        in_turn([](Turn& turn) -> Result<void> {
            turn.touch(kMember);
            return {};
        });
    }
    domain::TicketEntry own(const std::string& id, const std::string& day = "2026-05-28") {
        return sale(id, [&](domain::Basket& basket) {
            basket.member_id = kMember;
            basket.buyer = domain::Buyer::staff;
            basket.business_day = day;
        });
    }
};

TEST_F(StaffAtHq, TheQuotaOfTheMonthHoldsOverAllDevices) {
    const domain::TicketEntry first = own("T1");
    EXPECT_EQ(first.quote.totals.due, Money{15000});
    a.write(first, now);
    EXPECT_EQ(send_all(a), Strings{"accepted"});
    EXPECT_EQ(member().member.staff_month, (domain::StaffMonth{"2026-05", Money{15000}}));
    b.write(own("T2"), now);
    EXPECT_EQ(send_all(b), Strings{"finding staff_quota"}) << "B did not know";
    b.write(own("T3", "2026-04-30"), now);
    EXPECT_EQ(send_all(b), Strings{"accepted"}) << "another month's";
    a.write(back(first, "R1", 1, 0), now);
    EXPECT_EQ(send_all(a), Strings{"accepted"});
    EXPECT_EQ(member().member.staff_month, (domain::StaffMonth{"2026-05", Money{25000}}));
}

TEST_F(StaffAtHq, WhoSoldToHimselfIsShown) {
    domain::TicketEntry entry = sale("T1", [](domain::Basket& basket) {
        basket.member_id = kMember;
        basket.staff_id = StaffId{"E-30"};
        basket.approver_id = StaffId{"E-2"};
    });
    a.write(entry, now);
    EXPECT_EQ(send_all(a), Strings{"finding sold_to_self"});
    entry.basket.ticket_id = TicketId{"T2"};
    entry.basket.approver_id = StaffId{};
    a.write(entry, now);
    EXPECT_EQ(send_all(a), Strings{"finding quote_refused"});
}

}  // namespace
}  // namespace counterfoil::hub
