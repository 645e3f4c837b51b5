// What each kind of imported row does. Private to this module.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <variant>
#include <vector>

#include "hub/core/import.hpp"

namespace counterfoil::hub {

/// `left_out`: of a member that was erased, whom no list brings back.
enum class RowChange { added, changed, unchanged, left_out };

/// What is wrong with a row: "/points: a whole number is expected".
struct RowFault {
    std::string text;
};

/// Error: the store failed. A fault leaves the row undone and the import running, to find more.
using RowResult = Result<std::variant<RowChange, RowFault>>;

inline RowResult row_fault(std::string field, const std::string& what) { return RowFault{std::move(field) + ": " + what}; }
/// A flaw of the input becomes a fault of the row; everything else stays an error.
RowResult as_fault(const Error& error);

/// Tickets of a history, by member, with the place that named each member first.
struct History {
    std::string place;
    std::int64_t earned = 0;
    std::int64_t spent = 0;
    Instant last;
};

struct ImportContext {
    HubTx& tx;
    const Authority& authority;
    const Hasher& hasher;
    const ZoneSource& zones;
    Instant now;
    std::string place;  ///< "members.jsonl:17", for checks at the end
    std::map<TierId, std::string>& tiers;
    std::map<PurseId, std::string>& purses;  ///< that lots name, with the place that named each first
    std::map<MemberId, History>& histories;
    std::vector<Outgoing>& outgoing;
};

// `row` is the line's object without "kind".
RowResult import_rules(ImportContext& context, nlohmann::json& row);
RowResult import_template(ImportContext& context, nlohmann::json& row);
RowResult import_product(ImportContext& context, const nlohmann::json& row);
RowResult import_member(ImportContext& context, nlohmann::json& row);
RowResult import_coupon(ImportContext& context, const nlohmann::json& row);
/// A coupon of another issuer, in the words of its list: issuer_id, code, ref, state.
RowResult import_issuer_coupon(ImportContext& context, nlohmann::json& row);
RowResult import_card(ImportContext& context, nlohmann::json& row);
RowResult import_ticket_history(ImportContext& context, nlohmann::json& row);

/// After all rows: points of the histories go into a lot, spent ones out of what the member brought. Faults go to `faults`.
Result<void> settle_histories(ImportContext& context, std::vector<std::string>& faults);

/// An id of ours for what belongs to a member, stable over imports.
LotId import_lot_id(const Hasher& hasher, const char* what, const MemberId& member);

/// A code that a scanner would take for a payment code can never be read as ours.
bool looks_like_payment_code(const std::string& code);

}  // namespace counterfoil::hub
