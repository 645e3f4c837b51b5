// Reads JSON Lines files and imports them in one transaction.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "hub/core/import.hpp"

namespace counterfoil::hub {

struct ImportResult {
    ImportCounts counts;
    std::vector<Outgoing> outgoing;  ///< for a hub that is running; a command that runs alone drops them (tick sends them)
};

/// All rows of all files, or nothing. Errors: not_found or permission for a file, invalid_input with up to 20 lines
/// "FILE:LINE: /field: what is expected", and the store's.
Result<ImportResult> import_files(HubStore& store, const Authority& authority, const Hasher& hasher, const ZoneSource& zones,
                                  std::span<const std::string> paths, Instant now);

}  // namespace counterfoil::hub
