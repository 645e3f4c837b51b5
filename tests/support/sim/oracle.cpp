#include "support/sim/oracle.hpp"

#include <map>
#include <set>

#include "domain/entry_ids.hpp"
#include "hub/core/member_alias.hpp"
#include "hub/core/member_feed.hpp"
#include "support/sha256.hpp"
#include "support/sim/must.hpp"
#include "support/sim/world.hpp"
#include "usecase/member_card.hpp"

namespace counterfoil::test_support {
namespace {

class Oracle {
public:
    explicit Oracle(World& world) : world_(world) {}

    std::vector<std::string> judge() {
        complain_of_tills();
        if (!world_.calm_down()) found("I7", "the world did not come to rest: " + unrest());
        read_journals();
        check_consumed_once();
        check_answers_kept();
        check_enrolments();
        gather_returns();
        check_risks_answered();
        check_returns();
        check_balances();
        check_rights();
        check_open_holds();
        return std::move(findings_);
    }

private:
    struct Written {
        std::size_t device = 0;
        domain::JournalEntry entry;
    };

    void found(const std::string& invariant, const std::string& what) { findings_.push_back(invariant + ": " + what); }
    hub::HubTx& hub() { return world_.hub().view(); }
    domain::Holder holder(std::size_t device) { return world_.devices()[device]->identity().holder; }

    void complain_of_tills() {
        for (auto& till : world_.tills())
            for (const std::string& complaint : till->complaints())
                found("I6", complaint);
    }

    std::string unrest() {
        std::string text;
        for (std::size_t i = 0; i < world_.devices().size(); ++i) {
            SimDevice& device = *world_.devices()[i];
            if (!device.is_running()) {
                text += " device " + std::to_string(i) + " is down;";
                continue;
            }
            ports::LedgerTx& ledger = device.disk().ledger().view();
            text += " device " + std::to_string(i) + (device.pump().link().up ? " up" : " without link") +
                    (device.pump().link().earn_only ? " (suspended)" : "") + ", head " +
                    std::to_string(must(ledger.journal().head()).seq.value) + ", applied " +
                    std::to_string(must(ledger.journal().applied()).value) + ", feed " +
                    std::to_string(must(device.disk().cache().position("all")).value) + " of " +
                    std::to_string(must(hub().feed().head()).value) + ", open holds " +
                    std::to_string(must(ledger.holds().open()).size()) + ", waiting commits " +
                    std::to_string(world_.tills()[i]->under_way()) + ";";
        }
        return text;
    }

    void read_journals() {
        for (std::size_t i = 0; i < world_.devices().size(); ++i) {
            ports::LedgerTx& ledger = world_.devices()[i]->disk().ledger().view();
            const domain::JournalHead head = must(ledger.journal().head());
            for (JournalSeq seq{1}; seq <= head.seq; seq = seq.next()) {
                auto entry = must(ledger.tickets().entry(seq));
                if (entry) written_.push_back({i, std::move(*entry)});
                if (!entry) found("I3", "device " + std::to_string(i) + " has no entry " + std::to_string(seq.value));
            }
            const auto known = must(hub().devices().find(holder(i)));
            if (!known || known->head != head)
                found("I4", "HQ's journal of device " + std::to_string(i) + " ends elsewhere");
            if (known && known->state != hub::DeviceState::active)
                found("I4", "device " + std::to_string(i) + " is quarantined: " + known->state_why);
        }
    }

    /// What HQ answered for an entry.
    hub::EntryRow answer_for(const Written& one) {
        const auto row = must(hub().entries().entry({holder(one.device), one.entry.seq}));
        return row.value_or(hub::EntryRow{});
    }

    void check_consumed_once() {
        std::map<RightId, std::int64_t> consumed;
        for (const Written& one : written_) {
            if (const auto* consume = std::get_if<domain::ConsumeEntry>(&one.entry.body))
                for (const domain::Units& units : consume->units)
                    consumed[units.right_id] += units.amount;
            const auto* risk = std::get_if<domain::RiskEntry>(&one.entry.body);
            const bool counts = risk != nullptr && answer_for(one).verdict != domain::EntryVerdict::conflict;
            // Points at risk may be taken from the account's other lots; those are counted by the balance.
            if (counts && domain::coupon_of(risk->units.right_id)) consumed[risk->units.right_id] += risk->units.amount;
        }
        for (const auto& [right, amount] : consumed) {
            const auto row = must(hub().rights().right(right));
            if (!row || amount > row->total)
                found("I1", right.str() + ": " + std::to_string(amount) + " units were consumed");
        }
    }

    void check_answers_kept() {
        for (const AnsweredSale& sale : world_.answers().sales) {
            const auto row = must(hub().entries().ticket(sale.answer.ticket));
            const hub::EntryRef ref{holder(sale.device), sale.answer.seq};
            if (!row || row->entry != ref || row->due != sale.answer.quote.totals.due)
                found("I3", "the answered sale " + sale.answer.ticket.text() + " is not HQ's");
            ++world_.tally.sales;
            world_.tally.at_risk += sale.answer.at_risk ? 1U : 0U;
        }
    }

    /// Each is a member at HQ, or another that has the phone stands for it; the same phone is one person.
    void check_enrolments() {
        std::map<std::string, MemberId> persons;
        for (const AnsweredEnrolment& one : world_.answers().enrolments) {
            ++world_.tally.enrolled;
            const auto row = must(hub().members().member(one.member_id));
            if (!row) {
                found("I3", "the answered member " + one.member_id.str() + " is not HQ's");
                continue;
            }
            const MemberId live = must(hub::live_id(hub(), one.member_id));
            world_.tally.rehomed += live != one.member_id ? 1U : 0U;
            if (const auto [first, is_new] = persons.try_emplace(one.phone, live); !is_new && first->second != live)
                found("I4", one.phone + " is two persons: " + first->second.str() + " and " + live.str());
        }
    }

    void check_risks_answered() {
        for (std::size_t i = 0; i < world_.devices().size(); ++i) {
            std::set<JournalSeq> shown;
            for (const auto& conflict : must(world_.devices()[i]->disk().ledger().view().journal().conflicts(1000)))
                shown.insert(conflict.seq);
            for (const Written& one : written_) {
                if (one.device != i) continue;
                const hub::EntryRow answer = answer_for(one);
                const bool conflict = answer.verdict == domain::EntryVerdict::conflict;
                world_.tally.conflicts += conflict ? 1U : 0U;
                const std::string place = "entry " + std::to_string(one.entry.seq.value) + " of device " + std::to_string(i);
                if (answer.verdict == domain::EntryVerdict::pending) found("I5", place + " is pending for ever");
                if (conflict != shown.contains(one.entry.seq))
                    found("I5", place + (conflict ? " is a conflict at HQ only (" : " is a conflict at the device only (") +
                                    answer.code + ")");
                const auto* back = std::get_if<domain::ReturnEntry>(&one.entry.body);
                if (conflict && back == nullptr && !std::holds_alternative<domain::RiskEntry>(one.entry.body))
                    found("I1", place + " is a conflict (" + answer.code + ")");
                if (back != nullptr && answer.verdict != domain::EntryVerdict::accepted && !is_shared(back->ticket))
                    found("returns", place + " was the only till's to take back, and is answered with " + answer.code);
                // A till prices a while with the tier that a member had before a merge, and with coupons that are another
                // member's again after a split.
                const bool explained = answer.code == "lines_differ" ||
                                       (answer.code == "tier_differs" && world_.tally.merged > 0) ||
                                       (answer.code == "totals_differ" && world_.tally.split > 0);
                if (answer.verdict == domain::EntryVerdict::finding && !explained)
                    found("I4", place + " is a finding (" + answer.code + ")");
            }
        }
    }

    /// What has come back of one sale, as far as HQ took it.
    struct Back {
        const domain::TicketEntry* sale = nullptr;
        std::int64_t sold = 0;
        std::int64_t returned = 0;
        Money refunds;
        Points deducted;
        bool voided = false;
        bool shared = false;  ///< another till took goods back by the receipt
        std::vector<const Written*> counted;
    };

    bool is_shared(const domain::TicketKey& ticket) const { return back_.at(ticket).shared; }

    void gather_returns() {
        std::map<domain::TicketKey, std::size_t> sellers;
        for (const Written& one : written_)
            if (const auto* sale = std::get_if<domain::TicketEntry>(&one.entry.body)) {
                Back& back = back_[sale->basket.ticket_key()];
                back.sale = sale;
                back.sold = sale->basket.lines.at(0).quantity.value;
                sellers[sale->basket.ticket_key()] = one.device;
            }
        for (const Written& one : written_) {
            const auto* entry = std::get_if<domain::ReturnEntry>(&one.entry.body);
            if (entry == nullptr) continue;
            Back& back = back_[entry->ticket];
            back.shared |= sellers[entry->ticket] != one.device;
            const auto verdict = answer_for(one).verdict;
            world_.tally.over_returned += verdict == domain::EntryVerdict::conflict ? 1U : 0U;
            if (verdict != domain::EntryVerdict::accepted && verdict != domain::EntryVerdict::finding) continue;
            ++world_.tally.returns;
            back.counted.push_back(&one);
            back.voided |= entry->goods.voided;
            back.refunds += entry->goods.totals.due;
            back.deducted += entry->deducted;
            for (const domain::ReturnLine& line : entry->goods.lines)
                back.returned += line.quantity.value;
        }
    }

    void check_returns() {
        for (const auto& [ticket, back] : back_) {
            if (back.sale == nullptr || back.counted.empty()) continue;
            if (back.returned > back.sold)
                found("returns",
                      ticket.text() + ": " + std::to_string(back.returned) + " came back of " + std::to_string(back.sold));
            // Only one till's own count cuts a line without a gap.
            const std::int64_t due = back.sale->quote.totals.due.value;
            if (!back.shared && back.refunds.value != due * back.returned / back.sold)
                found("returns", ticket.text() + ": refunds of " + std::to_string(back.refunds.value) + " do not add up");
            check_coupons_back(ticket, back);
        }
        for (const AnsweredReturn& one : world_.answers().returns) {
            const hub::EntryRef ref{holder(one.device), one.answer.seq};
            const auto verdict = must(hub().entries().entry(ref)).value_or(hub::EntryRow{}).verdict;
            const auto row = must(hub().returns().find(one.answer.entry.return_key));
            const bool counts = verdict != domain::EntryVerdict::conflict;
            if (row.has_value() != counts || (row && row->entry != ref))
                found("I3", "the answered return " + one.answer.entry.return_key.text() + " is not HQ's");
        }
    }

    void check_coupons_back(const domain::TicketKey& ticket, const Back& back) {
        for (const domain::UsedCoupon& used : back.sale->quote.used) {
            std::size_t given_back = 0;
            for (const Written* one : back.counted)
                given_back += must(hub().rights().coupon(domain::coupon_given_back_by(hasher_, holder(one->device),
                                                                                      one->entry.seq, used.coupon_id)))
                                  .has_value();
            world_.tally.given_back += given_back;
            const auto rule = must(hub().reference().coupon_template(used.template_id));
            const bool by_policy = back.voided || rule->on_return == domain::OnReturn::always_new ||
                                   (rule->on_return == domain::OnReturn::full_only && back.returned == back.sold);
            const std::size_t expected = by_policy && was_redeemed(ticket, used.coupon_id) ? 1U : 0U;
            if (given_back != expected)
                found("returns", ticket.text() + ": " + used.coupon_id.str() + " came back " + std::to_string(given_back) +
                                     " times, not " + std::to_string(expected));
        }
    }

    bool was_redeemed(const domain::TicketKey& ticket, const CouponId& coupon) {
        for (const hub::Redemption& one : must(hub().returns().redemptions(ticket)))
            if (one.right_id == domain::right_of(coupon) && one.outcome == hub::RedemptionOutcome::taken) return true;
        return false;
    }

    /// All whom people or HQ ever took for one person, by one of them: a merge moves no points from an account to another, a
    /// split does, and both leave the sum as it is.
    std::map<MemberId, MemberId> groups() {
        std::map<MemberId, MemberId> group_of;
        for (const domain::Member& member : world_.members())
            group_of[member.member_id] = member.member_id;
        for (const AnsweredEnrolment& one : world_.answers().enrolments)
            group_of[one.member_id] = one.member_id;
        const auto join = [&](const MemberId& a, const MemberId& b) {
            const MemberId from = group_of.at(a), into = group_of.at(b);
            for (auto& [id, group] : group_of)
                if (group == from) group = into;
        };
        for (const auto& [one, other] : world_.merges())
            join(one, other);
        for (const AnsweredEnrolment& one : world_.answers().enrolments)
            join(one.member_id, must(hub::live_id(hub(), one.member_id)));
        return group_of;
    }

    /// Opening balance, what the tickets earned, what was burnt under holds and at risk, what came back with goods: the sum
    /// of the entries.
    std::map<AccountId, std::int64_t> expected_points() {
        std::map<AccountId, std::int64_t> points;
        std::map<MemberId, AccountId> accounts;
        for (const domain::Member& member : world_.members()) {
            accounts[member.member_id] = member.account_id;
            for (const domain::PointsLot& lot : member.lots)
                points[member.account_id] += lot.amount.value;
        }
        for (const AnsweredEnrolment& one : world_.answers().enrolments)
            if (const auto row = must(hub().members().member(one.member_id))) accounts[one.member_id] = row->member.account_id;
        for (const Written& one : written_) {
            if (const auto* ticket = std::get_if<domain::TicketEntry>(&one.entry.body))
                if (!ticket->basket.member_id.empty())
                    points[accounts[ticket->basket.member_id]] += ticket->quote.points.earn.value;
            if (const auto* risk = std::get_if<domain::RiskEntry>(&one.entry.body))
                if (domain::lot_of(risk->units.right_id)) points[risk->account_id] -= risk->units.amount;
            if (const auto* consume = std::get_if<domain::ConsumeEntry>(&one.entry.body))
                for (const domain::Units& units : consume->units) {
                    const auto right = must(hub().rights().right(units.right_id));
                    if (right && domain::lot_of(units.right_id)) points[right->account_id] -= units.amount;
                }
        }
        for (const auto& [ticket, back] : back_) {
            if (back.sale == nullptr || back.sale->basket.member_id.empty()) continue;
            const domain::PointsResult& sold = back.sale->quote.points;
            points[accounts[back.sale->basket.member_id]] += sold.burn.value * back.returned / back.sold -
                                                             sold.earn.value * back.returned / back.sold +
                                                             back.deducted.value;
        }
        return points;
    }

    void check_balances() {
        const std::map<AccountId, std::int64_t> by_entries = expected_points();
        std::map<MemberId, std::int64_t> balances, expected;
        for (const auto& [member, group] : groups()) {
            const auto row = must(hub::member_view(hub(), member));
            if (!row) continue;  // said already
            const AccountId account = must(hub().members().member(member))->member.account_id;
            balances[group] -= row->member.owed.value;
            for (const domain::PointsLot& lot : row->member.lots)
                balances[group] += lot.amount.value;
            if (const auto points = by_entries.find(account); points != by_entries.end()) expected[group] += points->second;
            if (row->member.owed.value < 0) found("I2", member.str() + " is owed a negative figure");
            for (std::size_t i = 0; i < world_.devices().size(); ++i)
                check_cache(i, *row);
        }
        for (const auto& [group, balance] : balances)
            if (balance != expected[group])
                found("I4", group.str() + " has " + std::to_string(balance) + " points at HQ, the entries say " +
                                std::to_string(expected[group]));
    }

    void check_cache(std::size_t device, const domain::CachedMember& at_hq) {
        const usecase::View view = world_.devices()[device]->view();
        const auto cached = must(view.cache.member(at_hq.member.member_id));
        const std::string place = at_hq.member.member_id.str() + " at device " + std::to_string(device);
        if (!cached || *cached != at_hq) return found("I4", place + ": the cache is not HQ's row");
        // Who went up in another is shown as that one.
        if (must(hub::live_id(hub(), at_hq.member.member_id)) != at_hq.member.member_id) return;
        const auto outcome = must(usecase::member_card(view, at_hq.member.member_id));
        const auto* card = std::get_if<usecase::MemberCard>(&outcome);
        std::int64_t points = 0;
        for (const domain::PointsLot& lot : at_hq.member.lots)
            points += lot.amount.value;
        if (card == nullptr || card->available.value + card->pending.value != points)
            found("I4", place + ": the card shows other points than HQ has");
    }

    void check_rights() {
        for (const domain::Coupon& coupon : world_.coupons()) {
            const auto row = must(hub().rights().right(domain::right_of(coupon.coupon_id)));
            if (row->free < 0 || row->held < 0 || row->used < 0 || row->ended < 0 ||
                row->free + row->held + row->used + row->ended != row->total)
                found("I2", coupon.coupon_id.str() + ": its units do not add up");
            auto at_hq = must(hub().rights().coupon(coupon.coupon_id));
            at_hq->member_id = must(hub::live_id(hub(), at_hq->member_id));
            for (std::size_t i = 0; i < world_.devices().size(); ++i)
                if (must(world_.devices()[i]->view().cache.coupon(coupon.coupon_id)) != at_hq)
                    found("I4", coupon.coupon_id.str() + " looks different at device " + std::to_string(i));
        }
    }

    /// A hold that is open at HQ can only be one whose grant never came: a recall ends it.
    void check_open_holds() {
        std::set<RightId> stuck;
        for (std::size_t i = 0; i < world_.devices().size(); ++i)
            for (const hub::HoldRow& hold : must(hub().holds().of_holder(holder(i), 1000))) {
                ports::LedgerTx& ledger = world_.devices()[i]->disk().ledger().view();
                const bool seen = must(ledger.holds().find(hold.hold.hold_id)).has_value() ||
                                  must(ledger.holds().buried(hold.hold.hold_id));
                if (seen) found("I7", "hold " + hold.hold.hold_id.text() + " is over at the device and open at HQ");
                for (const hub::HeldUnits& units : hold.rights)
                    if (units.unspent() > 0) stuck.insert(units.right.right_id);
            }
        for (const RightId& right : stuck)
            world_.hub().withdraw(right);
        if (!world_.calm_down()) found("I7", "no rest after the recalls:" + unrest());
        for (std::size_t i = 0; i < world_.devices().size(); ++i)
            for (const hub::HoldRow& hold : must(hub().holds().of_holder(holder(i), 1000)))
                found("I7", "hold " + hold.hold.hold_id.text() + " survives its recall");
    }

    World& world_;
    Sha256 hasher_;
    std::vector<Written> written_;
    std::map<domain::TicketKey, Back> back_;
    std::vector<std::string> findings_;
};

}  // namespace

std::vector<std::string> judge(World& world) { return Oracle(world).judge(); }

}  // namespace counterfoil::test_support
