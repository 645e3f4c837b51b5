// HQ's store in one SQLite file (hub.db): write-ahead log, synchronous FULL. One thread.
#pragma once

#include <memory>
#include <string>

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "hub/core/store.hpp"

namespace counterfoil::hub {

/// Opens or makes `folder`/hub.db and brings it to this program's schema. Errors: permission, corrupt, conflict (a newer
/// program wrote it), full, io. `vfs` names a registered SQLite VFS; empty = the system's.
Result<std::unique_ptr<HubStore>> open_sqlite_store(const std::string& folder, const Hasher& hasher,
                                                    const std::string& vfs = {});

}  // namespace counterfoil::hub
