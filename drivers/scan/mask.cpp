#include "scan/mask.hpp"

#include <cstddef>

namespace counterfoil::scan {
namespace {

constexpr std::size_t kShown = 2;
constexpr std::size_t kShortestPartlyShown = 6;

}  // namespace

std::string mask_for_log(std::string_view text) {
    std::string masked;
    if (text.size() >= kShortestPartlyShown) {
        for (const char c : text.substr(0, kShown))
            masked += c >= 0x20 && c < 0x7f ? c : '?';
    }
    return masked + "*** (" + std::to_string(text.size()) + ")";
}

}  // namespace counterfoil::scan
