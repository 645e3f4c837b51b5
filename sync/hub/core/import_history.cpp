#include <algorithm>
#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "hub/core/earning.hpp"
#include "hub/core/erasing.hpp"
#include "hub/core/import_rows.hpp"
#include "hub/core/member_feed.hpp"

namespace counterfoil::hub {

using Json = nlohmann::json;

namespace {

/// Reads the plain numbers of a row and notes the first flaw.
class HistoryFields {
public:
    explicit HistoryFields(Json& row) : row_(row) {}

    std::int64_t number(const char* name, std::int64_t most) {
        const auto found = row_.find(name);
        std::int64_t value = -1;
        if (found != row_.end() && found->is_number_unsigned()) {
            const auto read = found->get<std::uint64_t>();
            if (read <= static_cast<std::uint64_t>(most)) value = static_cast<std::int64_t>(read);
        }
        if (value < 0 && flaw_.empty())
            flaw_ = std::string("/") + name + ": a whole number from 0 to " + std::to_string(most) + " is expected";
        row_.erase(name);
        return value;
    }
    const std::string& flaw() const { return flaw_; }

private:
    Json& row_;
    std::string flaw_;
};

std::variant<TicketRow, RowFault> read_ticket(Json& row) {
    constexpr std::int64_t kTimeMax = 253'402'300'799'999;
    TicketRow ticket;
    const auto member = row.find("member_id");
    if (member == row.end() || !member->is_string() || !is_valid_id(member->get<std::string>()))
        return RowFault{"/member_id: a member's id is expected"};
    ticket.member_id = MemberId{member->get<std::string>()};
    row.erase("member_id");
    const auto key = codec::read_ticket_key(row.contains("ticket_key") ? row["ticket_key"] : Json{}, "/ticket_key");
    if (!key) return RowFault{key.error().where + ": " + key.error().what};
    ticket.key = *key;
    row.erase("ticket_key");
    HistoryFields fields(row);
    ticket.at = Instant{fields.number("at", kTimeMax)};
    ticket.total = Money{fields.number("total", kAmountMax)};
    ticket.due = Money{fields.number("due", kAmountMax)};
    ticket.earned = Points{fields.number("earned", kAmountMax)};
    ticket.spent = Points{fields.number("spent", kAmountMax)};
    if (!fields.flaw().empty()) return RowFault{fields.flaw()};
    if (!row.empty()) return RowFault{"/" + row.begin().key() + ": is no field of a ticket_history"};
    if (ticket.due > ticket.total) return RowFault{"/due: at most the total is expected"};
    return ticket;
}

/// The balance that the member brought: its opening lots as they were.
Result<std::int64_t> opening_of(HubTx& tx, const Hasher& hasher, const MemberId& member) {
    CF_TRY(lot, tx.rights().right(domain::right_of(import_lot_id(hasher, "opening", member))));
    return lot ? lot->total : 0;
}

/// Points spent leave first, points earned arrive after. Nothing where the balance stays between zero and the largest amount
/// that a device can read; else the field and what is wrong.
std::optional<std::string> balance_fault(const std::vector<TicketRow>& tickets, const MemberId& member,
                                         std::int64_t balance) {
    for (const TicketRow& ticket : tickets) {
        if (ticket.entry) continue;
        const std::string who = "with ticket " + ticket.key.text() + " member " + member.str();
        balance -= ticket.spent.value;
        if (balance < 0)
            return "/spent: " + who +
                   " would have spent more points than there were; a higher opening balance (points) is needed";
        balance += ticket.earned.value;
        if (balance > kAmountMax)
            return "/earned: " + who + " would have more than " + std::to_string(kAmountMax) + " points";
    }
    return std::nullopt;
}

/// New points into the history's lot.
Result<void> add_earned(ImportContext& context, const domain::Member& member, const History& history) {
    if (history.earned == 0) return {};
    const RightId id = domain::right_of(import_lot_id(context.hasher, "history", member.member_id));
    CF_TRY(known, context.tx.rights().right(id));
    CF_TRY(rules, context.tx.reference().rules());
    RightRow lot = known.value_or(RightRow{});
    lot.right_id = id;
    lot.account_id = member.account_id;
    lot.member_id = member.member_id;
    lot.total += history.earned;
    lot.free += history.earned;
    const Instant end = end_of_points(history.last, rules.value_or(domain::Rules{}));
    lot.expires_at = known ? std::max(known->expires_at, end) : end;
    lot.earned_at = history.last;
    CF_CHECK(context.tx.rights().put(lot));
    return context.tx.rights().book(
        {member.account_id, id, PointsCause::history, history.earned, history.last, std::nullopt});
}

/// Spent points out of the lots, soonest end first. Answers what could not be taken.
Result<std::int64_t> take_spent(ImportContext& context, const domain::Member& member, const History& history) {
    std::int64_t left = history.spent;
    CF_TRY(lots, context.tx.rights().lots(member.account_id));
    for (RightRow& lot : lots) {
        const std::int64_t taken = lot.purse_id.empty() ? std::min(left, lot.free) : 0;
        if (taken == 0) continue;
        lot.free -= taken;
        lot.used += taken;
        left -= taken;
        CF_CHECK(context.tx.rights().put(lot));
        CF_CHECK(context.tx.rights().book(
            {member.account_id, lot.right_id, PointsCause::history, -taken, history.last, std::nullopt}));
    }
    return left;
}

}  // namespace

RowResult import_ticket_history(ImportContext& context, Json& row) {
    auto read = read_ticket(row);
    if (auto* fault = std::get_if<RowFault>(&read)) return *fault;
    const TicketRow& ticket = std::get<TicketRow>(read);
    CF_TRY(erased, erased_as(context.tx, context.hasher, ticket.member_id));
    if (erased) return RowChange::left_out;
    CF_TRY(member, context.tx.members().member(ticket.member_id));
    if (!member) return row_fault("/member_id", "there is no member " + ticket.member_id.str());
    CF_TRY(known, context.tx.entries().ticket(ticket.key));
    if (known && *known == ticket) return RowChange::unchanged;
    if (known) return row_fault("/ticket_key", "this ticket is known with other content");
    CF_CHECK(context.tx.entries().put_ticket(ticket));
    History& history = context.histories.try_emplace(ticket.member_id, History{context.place, 0, 0, {}}).first->second;
    history.earned += ticket.earned.value;
    history.spent += ticket.spent.value;
    history.last = std::max(history.last, ticket.at);
    return RowChange::added;
}

Result<void> settle_histories(ImportContext& context, std::vector<std::string>& faults) {
    for (const auto& [id, history] : context.histories) {
        if (faults.size() >= kImportErrorsMax) return {};
        CF_TRY(tickets, context.tx.entries().tickets_of(id));
        CF_TRY(opening, opening_of(context.tx, context.hasher, id));
        if (const auto fault = balance_fault(tickets, id, opening)) {
            faults.push_back(history.place + ": " + *fault);
            continue;
        }
        CF_TRY(member, context.tx.members().member(id));
        if (!member) return fail(ErrorCode::corrupt, "a member is gone during its import", id.str());
        CF_CHECK(add_earned(context, member->member, history));
        CF_TRY(left, take_spent(context, member->member, history));
        if (left > 0)
            faults.push_back(history.place + ": /spent: " + std::to_string(left) +
                             " points are no longer there to be taken");
        CF_CHECK(publish_member(context.tx, id));
    }
    return {};
}

}  // namespace counterfoil::hub
