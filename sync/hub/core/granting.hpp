// Holds: giving them, asking them back, ending them. Private to this module.
#pragma once

#include "hub/core/turn.hpp"

namespace counterfoil::hub {

Result<void> take_acquire(Turn& turn, DeviceRow& device, const protocol::Acquire& acquire);

/// Gives what is free to the checkouts that wait, oldest first; the first that cannot be served blocks those behind it.
Result<void> grant_wishes(Turn& turn, RightRow& right, const std::vector<Wish>& wishes);

/// Asks every holder of the right for up to `amount` units in all.
Result<void> recall_right(Turn& turn, const RightId& right, std::int64_t amount, const std::string& why);
/// Sends a recall that is under way once more and sets when the next is due.
Result<void> send_recall(Turn& turn, HoldRow& hold);

/// Writes the hold after units were answered for: closed where none is left, open again where nothing is asked back.
Result<void> store_answered(Turn& turn, HoldRow& hold);

/// The disk speaks no more, or not as one: its holds are orphaned or frozen.
Result<void> orphan_holds(HubTx& tx, const domain::Holder& holder);
Result<void> quarantine(Turn& turn, DeviceRow& device, const std::string& why);

}  // namespace counterfoil::hub
