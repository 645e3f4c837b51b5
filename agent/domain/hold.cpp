#include "domain/hold.hpp"

#include <array>
#include <charconv>

namespace counterfoil::domain {
namespace {

/// Digits only, no leading zeros: each hold id has one text.
std::optional<std::uint64_t> read_number(std::string_view text) {
    if (text.empty() || (text.size() > 1 && text.front() == '0')) return std::nullopt;
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string HoldId::text() const {
    return holder.device_id.str() + "/" + std::to_string(holder.epoch.value) + "/" + std::to_string(hub_epoch.value) + "/" +
           std::to_string(no);
}

std::optional<HoldId> hold_id_from_text(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos || !is_valid_id(text.substr(0, slash))) return std::nullopt;
    HoldId id;
    id.holder.device_id = DeviceId(std::string(text.substr(0, slash)));
    std::string_view rest = text.substr(slash + 1);
    const std::array<std::uint64_t*, 3> numbers{&id.holder.epoch.value, &id.hub_epoch.value, &id.no};
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const std::size_t end = rest.find('/');
        const bool last = i + 1 == numbers.size();
        if ((end == std::string_view::npos) != last) return std::nullopt;
        const auto number = read_number(rest.substr(0, end));
        if (!number) return std::nullopt;
        *numbers[i] = *number;
        if (!last) rest.remove_prefix(end + 1);
    }
    return id;
}

}  // namespace counterfoil::domain
