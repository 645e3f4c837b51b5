// HQ's rows as JSON text for its API. Run inside a job, on the store's thread.
#pragma once

#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "hub/core/store.hpp"

namespace counterfoil::hub {

/// {hub_epoch, feed_head, devices[], open_questions}
Result<std::string> status_json(HubTx& tx, HubEpoch hub_epoch);
/// {member_id, merged[], tier, points{available, pending, owed}, tickets} of the member, or of the one that took its place;
/// not_found for a member that HQ does not know.
Result<std::string> member_json(HubTx& tx, const MemberId& id, Instant now);
/// {questions[]}: conflicts, findings and what is pending, newest first.
Result<std::string> questions_json(HubTx& tx);

}  // namespace counterfoil::hub
