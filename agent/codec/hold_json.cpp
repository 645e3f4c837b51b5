#include "codec/bytes.hpp"
#include "codec/compact_bytes.ipp"
#include "codec/describe_hold.ipp"
#include "codec/json.hpp"

namespace counterfoil::codec {

void Form<domain::HoldId>::read(const Json& value, domain::HoldId& out, const Rule&, const Place& place, Reading& reading) {
    const std::string* text = text_of(value);
    const auto id = text != nullptr ? domain::hold_id_from_text(*text) : std::nullopt;
    if (!id) return reading.refuse(place, "a hold id as device/epoch/hub_epoch/number is expected");
    out = *id;
}

Json Form<domain::HoldId>::write(const domain::HoldId& value, const Writing&) { return value.text(); }

Json to_json(const domain::Hold& hold) { return Form<domain::Hold>::write(hold, kFullJson); }
Result<domain::Hold> read_hold(const Json& value, const std::string& path) { return read_whole<domain::Hold>(value, path); }

Bytes encode_hold(const domain::Hold& hold) { return compact_bytes(hold); }
Result<domain::Hold> decode_hold(ByteView bytes) { return whole_from_bytes<domain::Hold>(bytes); }

Bytes encode_checkout(const domain::Checkout& checkout) { return compact_bytes(checkout); }
Result<domain::Checkout> decode_checkout(ByteView bytes) { return whole_from_bytes<domain::Checkout>(bytes); }

}  // namespace counterfoil::codec
