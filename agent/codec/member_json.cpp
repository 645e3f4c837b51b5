#include <charconv>

#include "codec/bytes.hpp"
#include "codec/compact_bytes.ipp"
#include "codec/describe_member.ipp"
#include "codec/json.hpp"

namespace counterfoil::codec {
namespace {

/// "device/epoch", as ids hold no slash.
std::optional<domain::Holder> holder_from_text(std::string_view text) {
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || !is_valid_id(text.substr(0, slash))) return std::nullopt;
    const std::string_view digits = text.substr(slash + 1);
    if (digits.empty() || (digits.size() > 1 && digits.front() == '0')) return std::nullopt;
    std::uint64_t epoch = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), epoch);
    if (error != std::errc{} || end != digits.data() + digits.size() || epoch > INT64_MAX) return std::nullopt;
    return domain::Holder{DeviceId(std::string(text.substr(0, slash))), DeviceEpoch{epoch}};
}

}  // namespace

void Form<std::map<domain::Holder, JournalSeq>>::read(const Json& value, Map& out, const Rule&, const Place& place,
                                                      Reading& reading) {
    if (!value.is_object() || value.size() > kAppliedMax)
        return reading.refuse(place, "an object of at most " + std::to_string(kAppliedMax) + " keys is expected");
    for (const auto& [name, seq] : value.get_ref<const Json::object_t&>()) {
        const Place here(place, name);
        const auto holder = holder_from_text(name);
        if (!holder) return reading.refuse(here, "a key as device/epoch is expected");
        Form<JournalSeq>::read(seq, out[*holder], kAnyNumberId, here, reading);
    }
}

Json Form<std::map<domain::Holder, JournalSeq>>::write(const Map& value, const Writing&) {
    Json::object_t object;
    for (const auto& [holder, seq] : value)
        object.emplace(holder.device_id.str() + "/" + std::to_string(holder.epoch.value), seq.value);
    return object;
}

Json to_json(const domain::Member& member) { return Form<domain::Member>::write(member, kFullJson); }
Json to_json(const domain::CachedMember& member) { return Form<domain::CachedMember>::write(member, kFullJson); }

Json to_json(const domain::Card& card) { return Form<domain::Card>::write(card, kFullJson); }

Result<domain::Card> read_card(const Json& value, const std::string& path) { return read_whole<domain::Card>(value, path); }
Result<domain::Member> read_member(const Json& value, const std::string& path) {
    return read_whole<domain::Member>(value, path);
}
Result<domain::CachedMember> read_cached_member(const Json& value, const std::string& path) {
    return read_whole<domain::CachedMember>(value, path);
}

Bytes encode_member(const domain::CachedMember& member) { return compact_bytes(member); }
Result<domain::CachedMember> decode_member(ByteView bytes) { return whole_from_bytes<domain::CachedMember>(bytes); }

}  // namespace counterfoil::codec
