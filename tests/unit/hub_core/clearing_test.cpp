// Points between companies: each purse by itself, at the rates of the days on which they were earned, and turned round
// exactly.
#include "hub/core/clearing.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "codec/names.hpp"
#include "domain/late_earn.hpp"
#include "hub/core/books.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using domain::ClearingCause;
using nlohmann::json;
using Strings = std::vector<std::string>;

const PurseId kMain;
const PurseId kPromo{"promo"};
const RightId kOld{"lot:OLD"};      // 1000 points of March, at 800
const RightId kFresh{"lot:FRESH"};  // 500 points of May, at 1000
const RightId kPromoRight{"lot:LP"};
const Instant kMarch = kStart + Millis{-80 * kDayMs};
const Instant kMay = kStart + Millis{-5 * kDayMs};
const Period kAllDays{"2026-01-01", "2027-01-01"};

class ClearingAtHq : public HqWorld {
protected:
    ClearingAtHq() {
        add_rules();
        change_rules([](domain::Rules& rules) {
            rules.stores = {{StoreId{"S1"}, {}, {}, {}, EntityId{"E1"}}};
            rules.points.clearing_rates = {{"2026-01-01", {}, Money{800}}, {"2026-05-20", {}, Money{1000}}};
            domain::Purse promo{kPromo, {"促销", "Promo"}, {}};
            promo.points.earn_per = Money{50};
            promo.points.burn_points = promo.points.burn_step = promo.points.burn_least = Points{1};
            promo.points.burn_value = Money{1};
            promo.points.clearing_rates = {{"", {}, Money{50}}};
            rules.purses = {promo};
        });
        add_member(0);
        in_turn([&](Turn& turn) -> Result<void> {
            CF_CHECK(add_lot(turn, kOld, 1000, kMarch, kMain));
            CF_CHECK(add_lot(turn, kFresh, 500, kMay, kMain));
            return add_lot(turn, kPromoRight, 500, kMay, kPromo);
        });
    }
    Result<void> add_lot(Turn& turn, const RightId& id, std::int64_t points, Instant earned_at, const PurseId& purse) {
        RightRow lot;
        lot.right_id = id;
        lot.account_id = kAccount;
        lot.member_id = kMember;
        lot.total = lot.free = points;
        lot.expires_at = earned_at + Millis{400 * kDayMs};
        lot.purse_id = purse;
        lot.earned_at = earned_at;
        CF_CHECK(turn.tx.rights().put(lot));
        turn.touch(kMember);
        return turn.tx.rights().book({kAccount, id, PointsCause::opening, points, earned_at, std::nullopt, purse});
    }
    void change_rules(const std::function<void(domain::Rules&)>& change) {
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::Rules rules = **tx.reference().rules();
            change(rules);
            CF_TRY(whole, codec::decode_rules(codec::encode_rules(rules), hasher));
            return tx.reference().put_rules(whole);
        });
    }
    domain::Rules rules() { return **store->view().reference().rules(); }

    /// Three pieces of 100.00, 270.00 after tier price.
    domain::TicketEntry sale(const std::string& id, std::int64_t burn, std::int64_t burn_promo,
                             const MemberId& who = kMember) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        domain::Basket& basket = entry.basket = basket_of(id, now, who);
        basket.entity_id = EntityId{"E1"};
        domain::EachPurse each;
        if (burn > 0) each.wanted.emplace(kMain, Points{burn});
        if (burn_promo > 0) each.wanted.emplace(kPromo, Points{burn_promo});
        if (!each.wanted.empty()) basket.points = each;
        add_line(basket, 10000, 3);
        const domain::Rules in_force = rules();
        domain::QuoteContext context;
        context.rules = &in_force;
        if (!who.empty()) context.member = member().member;
        context.burnable = Points{burn};
        context.points_right = domain::RightState::held;
        context.purses = {{kPromo, Points{burn_promo}, domain::RightState::held, {}}};
        entry.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        entry.tenders.push_back({"cash", entry.quote.totals.due});
        EXPECT_EQ(entry.quote.points.burn, Points{burn});
        return entry;
    }
    /// 1000 points of March and 200 of May, and 100 of the other purse.
    domain::TicketEntry sell(const std::string& id, bool in_one_batch = true) {
        const std::vector<domain::Units> units{{kOld, 1000}, {kFresh, 200}, {kPromoRight, 100}};
        const domain::Hold held = hold(a, 1, {{kOld, 1000, 1000}, {kFresh, 200, 200}, {kPromoRight, 100, 100}});
        domain::TicketEntry sold = sale(id, 1200, 100);
        a.write(sold, now);
        if (!in_one_batch) EXPECT_EQ(answers(), Strings{"accepted"});
        before_consume = rows(1);
        a.write(domain::ConsumeEntry{held.hold_id, units, ticket_key(id)}, now);
        return sold;
    }
    domain::ReturnEntry back(const domain::SoldTicket& ticket, const std::string& id, std::int64_t pieces) {
        const domain::ReturnRequest asked{1, Quantity{pieces * 1000}};
        domain::ReturnEntry entry;
        entry.ticket = entry.return_key = ticket.basket.ticket_key();
        entry.return_key.ticket_id = TicketId{id};
        entry.entity_id = EntityId{"E1"};
        entry.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        entry.refunds = {{"cash", entry.goods.totals.due}};
        entry.clearing = domain::clear_return(ticket, entry.goods, {entry.entity_id, {}, entry.goods.totals.due, {}});
        return entry;
    }
    Strings answers() {
        const Strings all = verdicts(upload(a, uploaded_), a.holder);
        uploaded_ = a.head.seq.value;
        return all;
    }
    /// "cause purse points rate" of what is kept for one of A's entries.
    Strings rows(std::uint64_t seq) {
        Strings out;
        const auto kept = store->view().books().cleared({a.holder, JournalSeq{seq}});
        for (const ClearingRow& row : *kept)
            out.push_back(std::string(codec::name_of(row.owed.cause)) + " " + row.owed.purse_id.str() + " " +
                          std::to_string(row.owed.points.value) + " " + std::to_string(row.clearing_per_1000.value));
        return out;
    }
    std::vector<json> lines(const Period& period) {
        const std::string text = *clearing_lines(store->view(), period);
        std::vector<json> out;
        for (std::size_t from = 0; from < text.size();) {
            const std::size_t end = text.find('\n', from);
            out.push_back(json::parse(text.substr(from, end - from)));
            from = end + 1;
        }
        return out;
    }
    /// What the pool has got, less what it gave, by purse and rate.
    std::map<std::pair<std::string, std::int64_t>, std::int64_t> pool() {
        std::map<std::pair<std::string, std::int64_t>, std::int64_t> sums;
        for (const json& line : lines(kAllDays)) {
            const std::int64_t points = line["points"];
            sums[{line.value("purse_id", ""), line["clearing_per_1000"]}] += line["creditor"] == "pool" ? points : -points;
        }
        return sums;
    }
    Strings before_consume;

private:
    std::uint64_t uploaded_ = 0;
};

TEST_F(ClearingAtHq, BurntPointsGoAtTheRateOfTheDayOnWhichTheyWereEarned) {
    const domain::TicketEntry sold = sell("T1", false);
    EXPECT_EQ(before_consume.at(1), "points_burnt  1200 1000") << "whose points they were is not known yet";
    EXPECT_EQ(answers(), Strings{"accepted"});
    const std::string earned = std::to_string(sold.quote.points.earn.value);
    const std::string promo = std::to_string(sold.quote.purse(kPromo)->earn.value);
    EXPECT_EQ(rows(1), (Strings{"points_earned  " + earned + " 1000", "points_burnt  1000 800", "points_burnt  200 1000",
                                "points_earned promo " + promo + " 50", "points_burnt promo 100 50"}));
    const std::vector<json> all = lines(kAllDays);
    ASSERT_EQ(all.size(), 5U);
    EXPECT_EQ(all[2], (json{{"debtor", "pool"},
                            {"creditor", "E1"},
                            {"cause", "points_burnt"},
                            {"amount", 0},
                            {"points", 1000},
                            {"clearing_per_1000", 800},
                            {"money", 800},
                            {"entries", 1}}))
        << json(all).dump();
    EXPECT_EQ(all[4]["purse_id"], "promo");
    EXPECT_EQ(all[4]["money"], 5);
}

TEST_F(ClearingAtHq, ReturnsTurnTheVeryRatesRoundTheLastBurntFirst) {
    const domain::TicketEntry sold = sell("T1");
    EXPECT_EQ(answers(), (Strings{"accepted", "accepted"}));
    domain::SoldTicket ticket{sold.basket, sold.quote, {}};
    // The rates of today are no business of points that were earned before.
    change_rules([](domain::Rules& rules) { rules.points.clearing_rates = {{"", {}, Money{1}}}; });
    const domain::ReturnEntry first = back(ticket, "R1", 1);
    EXPECT_EQ(first.goods.burn, Points{400});
    a.write(first, now);
    EXPECT_EQ(answers(), Strings{"accepted"});
    EXPECT_EQ(rows(3).at(1), "points_burnt  200 1000");
    EXPECT_EQ(rows(3).at(2), "points_burnt  200 800");
    domain::add_return(ticket, first.goods);
    a.write(back(ticket, "R2", 2), now);
    EXPECT_EQ(answers(), Strings{"accepted"});
    for (const auto& [of, points] : pool())
        EXPECT_EQ(points, 0) << of.first << " at " << of.second;
}

TEST_F(ClearingAtHq, ASaleAndItsReturnInOneBatchAreClearedAlike) {
    const domain::TicketEntry sold = sell("T1");
    a.write(back({sold.basket, sold.quote, {}}, "R1", 3), now);
    EXPECT_EQ(answers(), (Strings{"accepted", "accepted", "accepted"}));
    EXPECT_EQ(rows(3).at(1), "points_burnt  200 1000");
    for (const auto& [of, points] : pool())
        EXPECT_EQ(points, 0) << of.first << " at " << of.second;
}

TEST_F(ClearingAtHq, PointsThatComeBackKeepTheDayOnWhichTheyWereEarned) {
    const domain::TicketEntry sold = sell("T1");
    a.write(back({sold.basket, sold.quote, {}}, "R1", 3), now);
    answers();
    std::map<Instant, std::int64_t> earned;
    const auto lots = store->view().rights().lots(kAccount);
    for (const RightRow& lot : *lots)
        if (lot.purse_id.empty()) earned[lot.earned_at] += lot.free;
    EXPECT_EQ(earned, (std::map<Instant, std::int64_t>{{kMarch, 1000}, {kMay, 500}}));
}

TEST_F(ClearingAtHq, LotsOfDifferentRatesAreNotMerged) {
    in_turn([&](Turn& turn) -> Result<void> {
        for (int i = 0; i < 70; ++i) {
            const Instant earned_at = i % 2 == 0 ? kMarch : kMay;
            CF_CHECK(add_lot(turn, RightId{"lot:X" + std::to_string(i)}, 1, earned_at, kMain));
            CF_TRY(lot, turn.tx.rights().right(RightId{"lot:X" + std::to_string(i)}));
            lot->expires_at = kNever;
            CF_CHECK(turn.tx.rights().put(*lot));
        }
        return {};
    });
    a.write(sale("T1", 0, 0), now);
    EXPECT_EQ(answers(), Strings{"accepted"});
    std::map<Instant, std::int64_t> earned;
    const auto lots = store->view().rights().lots(kAccount);
    EXPECT_LT(lots->size(), 10U);
    for (const RightRow& lot : *lots)
        if (lot.expires_at == kNever) earned[lot.earned_at] += lot.free;
    EXPECT_EQ(earned, (std::map<Instant, std::int64_t>{{kMarch, 35}, {kMay, 35}}));
}

TEST_F(ClearingAtHq, WhatALateNameEarnsIsClearedOnItsDayAndTurnedRound) {
    const domain::TicketEntry sold = sale("T1", 0, 0, MemberId{});
    domain::SoldTicket ticket{sold.basket, sold.quote, {}};
    domain::LateEarnEntry named;
    named.ticket = sold.basket.ticket_key();
    named.member_id = kMember;
    named.staff_id = StaffId{"E-1"};
    named.approver_id = StaffId{"E-2"};
    named.rules_hash = rules().hash;
    named.points = domain::late_earn(ticket, member().member, rules());
    a.write(sold, now);
    a.write(named, now + Millis{5 * kDayMs});
    EXPECT_EQ(answers(), (Strings{"accepted", "accepted"}));
    EXPECT_EQ(rows(1), Strings{});
    EXPECT_EQ(rows(2), Strings{"points_earned  300 1000"});
    EXPECT_TRUE(lines({"2026-05-28", "2026-06-03"}).empty());
    EXPECT_EQ(lines({"2026-06-03", "2026-06-04"}).size(), 1U) << "five days after 29 May, as the stores count days";
    domain::add_late_earn(ticket.basket, ticket.quote, named);
    a.write(back(ticket, "R1", 3), now);
    EXPECT_EQ(answers(), Strings{"accepted"});
    EXPECT_EQ(rows(3), Strings{"points_earned  300 1000"});
    EXPECT_EQ(pool().at({"", 1000}), 0);
}

}  // namespace
}  // namespace counterfoil::hub
