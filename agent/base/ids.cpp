#include "base/ids.hpp"

#include <algorithm>

namespace counterfoil {

bool is_valid_id(std::string_view text) noexcept {
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == ':' || c == '-';
    };
    return !text.empty() && text.size() <= kIdLengthMax && std::ranges::all_of(text, allowed);
}

}  // namespace counterfoil
