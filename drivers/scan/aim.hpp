// AIM symbology identifiers (ISO/IEC 15424): three characters that a scanner can be set to send in front of the data.
#pragma once

#include <string_view>

namespace counterfoil::scan {

/// `aim` is empty where `text` is all there is. Both point into what was split.
struct AimSplit {
    std::string_view aim;
    std::string_view text;
    bool operator==(const AimSplit&) const = default;
};

/// Separates "]", a code letter that the standard assigns and a modifier (0-9, A-F) from the data behind them. Anything
/// else, also an identifier with nothing behind it, is all text: a symbol may well begin with a bracket.
AimSplit split_aim(std::string_view scanned) noexcept;

}  // namespace counterfoil::scan
