// The hub epoch: a number in the file `hub_epoch` beside the database, never in it, so that a restored database is known.
#pragma once

#include <string>

#include "base/ids.hpp"
#include "base/result.hpp"

namespace counterfoil::hub {

/// Reads `folder`/hub_epoch; makes it with 1 where neither it nor hub.db is there. Errors: corrupt for a file that holds no
/// number, or for a database without its epoch file (the remedy: write a higher number than any device has seen); io.
Result<HubEpoch> open_hub_epoch(const std::string& folder);

/// Writes the next number durably, as a restore must. Answers it.
Result<HubEpoch> raise_hub_epoch(const std::string& folder);

}  // namespace counterfoil::hub
