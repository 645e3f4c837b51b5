// Several purses at HQ: what is earned, burnt, owed, given back or ended stays within its purse.
#include <algorithm>
#include <functional>

#include "domain/entry_ids.hpp"
#include "hub/core/earning.hpp"
#include "hub/core/member_life.hpp"
#include "storage/kit/database.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using Strings = std::vector<std::string>;

const PurseId kMain;
const PurseId kPromo{"promo"};
const RightId kPromoRight{"lot:LP"};

/// A member with 1000 points of the main purse and 500 of another, in which a point is a minor unit and one is earned for
/// each 0.50, available at once and good to the end of the next month.
class PursesAtHq : public HqWorld {
protected:
    PursesAtHq() {
        add_rules();
        change_rules([](domain::Rules& rules) {
            domain::Purse promo{kPromo, {"促销", "Promo"}, {}};
            promo.points.earn_per = Money{50};
            promo.points.pending_days = 0;
            promo.points.expiry = domain::PointsExpiry::rolling_months;
            promo.points.expiry_months = 1;
            promo.points.burn_points = promo.points.burn_step = promo.points.burn_least = Points{1};
            promo.points.burn_value = Money{1};
            promo.points.max_share_bp = kWhole;
            rules.purses = {promo};
        });
        add_member(1000);
        in_turn([&](Turn& turn) -> Result<void> {
            RightRow lot;
            lot.right_id = kPromoRight;
            lot.account_id = kAccount;
            lot.member_id = kMember;
            lot.total = lot.free = 500;
            lot.purse_id = kPromo;
            CF_CHECK(turn.tx.rights().put(lot));
            CF_CHECK(turn.tx.rights().book({kAccount, kPromoRight, PointsCause::opening, 500, now, std::nullopt, kPromo}));
            turn.touch(kMember);
            return {};
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
    /// Three pieces of 100.00, 270.00 after tier price, as a till prices them.
    domain::TicketEntry sale(const std::string& id, std::int64_t burn, std::int64_t burn_promo) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        domain::Basket& basket = entry.basket = basket_of(id, now);
        domain::EachPurse each;
        if (burn > 0) each.wanted.emplace(kMain, Points{burn});
        if (burn_promo > 0) each.wanted.emplace(kPromo, Points{burn_promo});
        if (!each.wanted.empty()) basket.points = each;
        add_line(basket, 10000, 3);
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        context.burnable = Points{burn};
        context.points_right = domain::RightState::held;
        context.purses = {{kPromo, Points{burn_promo}, domain::RightState::held, {}}};
        entry.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        entry.tenders.push_back({"cash", entry.quote.totals.due});
        return entry;
    }
    /// The sale with its points under a hold, in A's journal.
    domain::TicketEntry sell(const std::string& id, std::int64_t burn, std::int64_t burn_promo) {
        std::vector<domain::Units> units;
        if (burn > 0) units.push_back({kLotRight, burn});
        if (burn_promo > 0) units.push_back({kPromoRight, burn_promo});
        std::vector<domain::WantedRight> wanted;
        for (const domain::Units& one : units)
            wanted.push_back({one.right_id, one.amount, one.amount});
        const domain::Hold held = hold(a, ++request_, wanted);
        domain::TicketEntry sold = sale(id, burn, burn_promo);
        EXPECT_EQ(sold.quote.points.burn, Points{burn});
        a.write(sold, now);
        a.write(domain::ConsumeEntry{held.hold_id, units, ticket_key(id)}, now);
        return sold;
    }
    Strings answers() {
        const Strings all = verdicts(upload(a, uploaded_), a.holder);
        uploaded_ = a.head.seq.value;
        return all;
    }
    domain::ReturnEntry back(const domain::TicketEntry& sold, const std::string& id, std::int64_t pieces) {
        const domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        const domain::ReturnRequest asked{1, Quantity{pieces * 1000}};
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = entry.ticket;
        entry.return_key.ticket_id = TicketId{id};
        entry.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        entry.refunds = {{"cash", entry.goods.totals.due}};
        return entry;
    }
    std::int64_t balance(const PurseId& purse) {
        const auto lots = store->view().rights().lots(kAccount);
        std::int64_t sum = 0;
        for (const RightRow& lot : *lots)
            if (lot.purse_id == purse) sum += lot.free + lot.held;
        return sum;
    }
    std::int64_t owed(const PurseId& purse) {
        return domain::owed_in((*store->view().members().member(kMember))->member, purse).value;
    }
    std::int64_t booked(const PurseId& purse) {
        sqlite_kit::OpenOptions options;
        options.read_only = true;
        auto database = sqlite_kit::Database::open(folder.file("hub.db"), options);
        const std::string sql = "SELECT coalesce(sum(delta), 0) FROM points_line WHERE purse_id = '" + purse.str() + "'";
        return database->read_int64("booked", sql).value_or(-1);
    }
    void expect_booked() {
        for (const PurseId& purse : {kMain, kPromo})
            EXPECT_EQ(booked(purse), balance(purse) - owed(purse)) << purse.str();
    }

private:
    std::uint64_t request_ = 0;
    std::uint64_t uploaded_ = 0;
};

TEST_F(PursesAtHq, ATicketBurnsAndEarnsInEach) {
    const domain::TicketEntry sold = sell("T1", 200, 100);
    EXPECT_EQ(sold.quote.totals.points_value, Money{300});
    EXPECT_EQ(answers(), (Strings{"accepted", "accepted"}));
    EXPECT_EQ(balance(kMain), 1000 - 200 + 267);
    EXPECT_EQ(balance(kPromo), 500 - 100 + 534);
    expect_booked();
    const RightRow earned = right(domain::right_of(domain::lot_earned_by(hasher, a.holder, JournalSeq{1}, kPromo)));
    EXPECT_EQ(earned.purse_id, kPromo);
    EXPECT_EQ(earned.available_at, now) << "by the purse's own pending days";
    EXPECT_EQ(earned.expires_at.ms, 1'782'864'000'000 - 480 * 60'000) << "the end of June, in the brand's zone";
    const auto row = *store->view().entries().ticket(ticket_key("T1"));
    EXPECT_EQ(row->purses, (std::vector<TicketPurse>{{kPromo, Points{534}, Points{100}}}));
    EXPECT_EQ(row->spent, Points{200});
    EXPECT_EQ(domain::points_available(member().member.lots, now, kPromo), Points{934}) << "the feed tells the purse";
    EXPECT_EQ(domain::points_available(member().member.lots, now), Points{800});
}

TEST_F(PursesAtHq, AGrantSaysWhosePointsItHolds) {
    const domain::Hold held = hold(a, 1, {{kLotRight, 10, 10}, {kPromoRight, 20, 20}});
    ASSERT_EQ(held.rights.size(), 2U);
    EXPECT_EQ(held.rights[0].purse_id, kMain);
    EXPECT_EQ(held.rights[1].purse_id, kPromo);
    EXPECT_EQ((*store->view().holds().find(held.hold_id))->hold, held);
}

TEST_F(PursesAtHq, HqComparesThePursesToo) {
    domain::TicketEntry sold = sale("T1", 0, 0);
    sold.quote.purses.at(0).points.earn += Points{1};
    a.write(sold, now);
    EXPECT_EQ(answers(), Strings{"finding points_differ"});
    domain::TicketEntry silent = sale("T2", 0, 0);
    silent.quote.purses.clear();
    a.write(silent, now);
    EXPECT_EQ(answers(), Strings{"finding points_differ"});
    domain::TicketEntry other = sale("T3", 0, 0);
    other.quote.lines[0].earn_in.clear();
    a.write(other, now);
    EXPECT_EQ(answers(), Strings{"finding lines_differ"});
}

TEST_F(PursesAtHq, NoPurseStandsInForAnother) {
    a.write(risk(kPromoRight, 700), now);
    EXPECT_EQ(answers(), Strings{"conflict points_owed"});
    EXPECT_EQ(balance(kMain), 1000);
    EXPECT_EQ(owed(kMain), 0);
    EXPECT_EQ(balance(kPromo), 0);
    EXPECT_EQ(owed(kPromo), 200);
    EXPECT_EQ(member().member.owed_in, (std::vector<domain::PursePoints>{{kPromo, Points{200}}}));
    expect_booked();
    a.write(sale("T1", 0, 0), now);
    EXPECT_EQ(answers(), Strings{"accepted"});
    EXPECT_EQ(owed(kPromo), 0) << "netted from what the purse earns";
    EXPECT_EQ(balance(kPromo), 540 - 200);
    EXPECT_EQ(balance(kMain), 1270);
    EXPECT_TRUE(member().member.owed_in.empty());
    expect_booked();
}

TEST_F(PursesAtHq, WhatIsOwedInTheMainPurseIsNotTakenFromAnother) {
    a.write(risk(kLotRight, 1100), now);
    EXPECT_EQ(answers(), Strings{"conflict points_owed"});
    EXPECT_EQ(owed(kMain), 100);
    EXPECT_EQ(balance(kPromo), 500);
    a.write(sale("T1", 0, 0), now);
    answers();
    EXPECT_EQ(owed(kMain), 0);
    EXPECT_EQ(balance(kMain), 170);
    EXPECT_EQ(balance(kPromo), 1040);
    expect_booked();
}

TEST_F(PursesAtHq, EachEndsByItsOwnExpiry) {
    a.write(sale("T1", 0, 0), now);
    answers();
    EXPECT_EQ(balance(kPromo), 1040);
    now = Instant{1'782'864'000'000 - 480 * 60'000};
    tick();
    EXPECT_EQ(balance(kPromo), 500) << "what was earned has ended";
    EXPECT_EQ(balance(kMain), 1270);
    expect_booked();
}

TEST_F(PursesAtHq, LotsAreMergedWithinAPurseOnly) {
    in_turn([&](Turn& turn) -> Result<void> {
        for (std::size_t i = 0; i < 2 * kLotsKept; ++i) {
            RightRow lot;
            lot.right_id = RightId{"lot:M" + std::to_string(i)};
            lot.account_id = kAccount;
            lot.member_id = kMember;
            lot.total = lot.free = 1;
            lot.purse_id = i % 2 == 0 ? kMain : kPromo;
            CF_CHECK(turn.tx.rights().put(lot));
            CF_CHECK(
                turn.tx.rights().book({kAccount, lot.right_id, PointsCause::opening, 1, now, std::nullopt, lot.purse_id}));
        }
        return merge_lots(turn, kAccount);
    });
    EXPECT_EQ(store->view().rights().lots(kAccount)->size(), 2U);
    EXPECT_EQ(balance(kMain), 1000 + static_cast<std::int64_t>(kLotsKept));
    EXPECT_EQ(balance(kPromo), 500 + static_cast<std::int64_t>(kLotsKept));
    expect_booked();
}

TEST_F(PursesAtHq, AReturnGoesBackByPurse) {
    const domain::TicketEntry sold = sell("T1", 300, 90);
    answers();
    const std::int64_t main = balance(kMain);
    const std::int64_t promo = balance(kPromo);
    const domain::ReturnEntry first = back(sold, "R1", 1);
    ASSERT_EQ(first.goods.purses.at(0), (domain::PurseReturn{kPromo, Points{30}, Points{177}}));
    a.write(first, now);
    EXPECT_EQ(answers(), Strings{"accepted"});
    EXPECT_EQ(balance(kMain), main + 100 - first.goods.earn.value);
    EXPECT_EQ(balance(kPromo), promo + 30 - 177);
    const RightRow restored = right(domain::right_of(domain::lot_restored_by(hasher, a.holder, JournalSeq{3}, 0, kPromo)));
    EXPECT_EQ(restored.purse_id, kPromo);
    expect_booked();
    const auto rows = *store->view().returns().of_ticket(ticket_key("T1"));
    EXPECT_EQ(rows.at(0).purses, first.goods.purses);
    // The rest, of what the first one left.
    domain::SoldTicket ticket{sold.basket, sold.quote, {{1, Quantity{1000}}}};
    const domain::ReturnRequest asked{1, Quantity{2000}};
    domain::ReturnEntry rest = back(sold, "R2", 1);
    rest.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
    rest.refunds = {{"cash", rest.goods.totals.due}};
    a.write(rest, now);
    EXPECT_EQ(answers(), Strings{"accepted"});
    EXPECT_EQ(balance(kMain), 1000);
    EXPECT_EQ(balance(kPromo), 500);
    expect_booked();
}

TEST_F(PursesAtHq, WhatTheRefundPaidForStaysInItsPurse) {
    const domain::TicketEntry sold = sell("T1", 0, 90);
    answers();
    // All that the purse has is gone but 100.
    a.write(risk(kPromoRight, balance(kPromo) - 100), now);
    answers();
    domain::ReturnEntry one = back(sold, "R1", 3);
    one.deducted_in = {{kPromo, Points{348}, Money{348}}};
    one.deduction = Money{348};
    one.refunds = {{"cash", one.goods.totals.due - one.deduction}};
    ASSERT_EQ(domain::in_purse(one.goods, kPromo).earn, Points{538});
    a.write(one, now);
    EXPECT_EQ(answers(), Strings{"accepted"});
    EXPECT_EQ(balance(kPromo), 100 + 90 - (538 - 348));
    EXPECT_EQ(owed(kPromo), 0);
    expect_booked();
}

TEST_F(PursesAtHq, ADeductionMustBeFairInEachPurse) {
    const domain::TicketEntry sold = sell("T1", 0, 90);
    answers();
    const auto answer_to = [&](const std::string& id, std::vector<domain::PurseDeduction> in, std::int64_t deduction) {
        domain::ReturnEntry one = back(sold, id, 1);
        domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        ticket.returned[1] = Quantity{1000 * (std::stoi(id.substr(1)) - 1)};
        const domain::ReturnRequest asked{1, Quantity{1000}};
        one.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        one.deducted_in = std::move(in);
        one.deduction = Money{deduction};
        one.refunds = {{"cash", one.goods.totals.due - one.deduction}};
        a.write(one, now);
        return answers().at(0);
    };
    EXPECT_EQ(answer_to("R1", {{kPromo, Points{10}, Money{11}}}, 11), "finding refund_differs") << "more than it is worth";
    EXPECT_EQ(answer_to("R2", {{kPromo, Points{10}, Money{10}}}, 20), "finding refund_differs")
        << "the main purse gave nothing";
    EXPECT_EQ(answer_to("R3", {{kPromo, Points{10}, Money{10}}}, 10), "accepted");
}

TEST_F(PursesAtHq, AMergeBringsAllPursesAndASplitPartsThem) {
    in_turn([&](Turn& turn) -> Result<void> {
        MemberRow other;
        other.member.member_id = MemberId{"M2"};
        other.member.account_id = AccountId{"A2"};
        other.member.owed_in = {{kPromo, Points{40}}};
        other.enrolled_at = now;
        CF_CHECK(turn.tx.members().put(other));
        RightRow lot;
        lot.right_id = RightId{"lot:L2"};
        lot.account_id = AccountId{"A2"};
        lot.member_id = MemberId{"M2"};
        lot.total = lot.free = 70;
        lot.purse_id = PurseId{"extra"};
        return turn.tx.rights().put(lot);
    });
    in_turn([&](Turn& turn) -> Result<void> {
        CF_TRY(merged, merge_members(turn, {kMember, MemberId{"M2"}, {StaffId{"E1"}, "one person"}}));
        const auto& done = std::get<Merged>(merged);
        EXPECT_EQ(done.survivor, kMember);
        EXPECT_EQ(done.operation.purses,
                  (std::vector<OperationPurse>{{PurseId{"extra"}, Points{70}, Points{}}, {kPromo, Points{}, Points{40}}}));
        return {};
    });
    EXPECT_EQ(owed(kPromo), 40);
    EXPECT_EQ(domain::points_available(member().member.lots, now, PurseId{"extra"}), Points{70});
    in_turn([&](Turn& turn) -> Result<void> {
        CF_TRY(split, split_member(turn, MemberId{"M2"}, {StaffId{"E1"}, "two after all"}));
        EXPECT_EQ(std::get<SplitOff>(split).operation.purses,
                  (std::vector<OperationPurse>{{PurseId{"extra"}, Points{70}, Points{}}, {kPromo, Points{}, Points{40}}}));
        return {};
    });
    EXPECT_EQ(owed(kPromo), 0);
    EXPECT_EQ((*store->view().members().member(MemberId{"M2"}))->member.owed_in,
              (std::vector<domain::PursePoints>{{kPromo, Points{40}}}));
    EXPECT_EQ(balance(kPromo), 500) << "nothing of the other purses moved";
}

}  // namespace
}  // namespace counterfoil::hub
