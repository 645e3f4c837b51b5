// Small files, read whole and replaced whole. Any thread, one writer a path; blocks on the disk.
// Errors: not_found, permission, full, conflict (a folder or link in the way), io; `where` is the path.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace counterfoil::platform {

/// `full`: the file has more than `bytes_max` bytes.
Result<Bytes> read_file(const std::string& path, std::size_t bytes_max);

/// Replaces the file: afterwards, also after a power cut, it holds all of the old content or all of the new, and the new
/// once this returned without error. The mode is exactly `mode`, whatever the umask. Uses PATH.new in the same folder.
Result<void> write_file_durably(const std::string& path, ByteView bytes, mode_t mode);

/// Creations, renames and deletions in the folder survive a power cut from here on.
Result<void> sync_folder(const std::string& path);

}  // namespace counterfoil::platform
