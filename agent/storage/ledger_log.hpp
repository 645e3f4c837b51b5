// Prepares the write-ahead log in idle moments, so that a commit costs one sync. Private to this module.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/result.hpp"
#include "storage/session.hpp"

namespace counterfoil::storage {

/// Makes the log's file at least `bytes` long, unless it is already, and leaves the log empty: later commits write over it,
/// which saves the file system's own journal a commit each (1.5 times faster). `full`: the disk has no room for it; what was
/// gained stays, the ledger works all the same.
Result<void> grow_log(Session& session, std::uint64_t bytes);

/// Moves the log into the file as far as readers let it, and answers the frames left. When none is left, the next commit
/// begins the log anew, which takes a second sync: it is made here, by a commit for which nobody waits.
Result<std::size_t> move_log(Session& session);

}  // namespace counterfoil::storage
