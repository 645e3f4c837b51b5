// Keys and tokens of this device: a small TOML file of text values that only its owner may read. Any thread; blocks on disk.
#pragma once

#include <map>
#include <string>

#include "base/result.hpp"

namespace counterfoil::platform {

/// Names of a-z A-Z 0-9 _ -; values of any UTF-8 text (keys as hexadecimal).
using SecretValues = std::map<std::string, std::string>;

/// Errors: not_found; permission (not ours, or readable for group or others: such a secret counts as known, and the remedy
/// says so); corrupt (no TOML, or a value that is no text; line and column are named, the content never is); full, io.
Result<SecretValues> read_secret_file(const std::string& path);

/// Replaces the file durably, mode 0600. `invalid_input`: a name or value that the file cannot hold.
Result<void> write_secret_file(const std::string& path, const SecretValues& values);

}  // namespace counterfoil::platform
