// Scanned codes in logs: enough to tell two scans apart, too little to use one.
#pragma once

#include <string>
#include <string_view>

namespace counterfoil::scan {

/// "69*** (13)": the first two characters and the length in bytes. Codes of fewer than six bytes show their length only, and
/// bytes that do not print show as "?". Pure; any thread.
std::string mask_for_log(std::string_view text);

}  // namespace counterfoil::scan
