// Grows the write-ahead log's file before anybody waits for it. Private to this module.
#pragma once

#include <cstdint>

#include "base/result.hpp"
#include "storage/session.hpp"

namespace counterfoil::storage {

/// Makes the log's file at least `bytes` long, unless it is already, and leaves the log empty: later commits write over it,
/// which saves the file system's own journal a commit each (1.5 times faster). `full`: the disk has no room for it; what was
/// gained stays, the ledger works all the same.
Result<void> grow_log(Session& session, std::uint64_t bytes);

}  // namespace counterfoil::storage
