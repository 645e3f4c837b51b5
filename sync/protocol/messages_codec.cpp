#include "protocol/cbor.ipp"
#include "protocol/codec.hpp"
#include "protocol/describe_messages.ipp"

namespace counterfoil::protocol {
namespace {

using codec::Json;
using codec::Notation;

constexpr codec::Writing kCompactCbor{Notation::cbor, true};

/// Values of "t", in the order of the variant.
constexpr std::array<std::string_view, std::variant_size_v<Message>> kTypes{
    "hello", "welcome", "entries",        "applied",      "acquire",      "grant", "refused", "recall",
    "busy",  "closed",  "entries_wanted", "feed_request", "feed_changes", "ask",   "answer"};

/// The type's name; empty after a refusal.
std::string_view read_type(codec::ObjectScan& scan) {
    const Json* type = scan.take("t");
    const std::string* name = type != nullptr ? codec::text_of(*type) : nullptr;
    if (name != nullptr) return *name;
    scan.reading().refuse(scan.place(), "a map with the message's type under \"t\" is expected");
    return {};
}

}  // namespace

Bytes encode(const Message& message) {
    Json::object_t fields;
    fields.emplace("t", std::string(kTypes[message.index()]));
    codec::write_alternative(fields, message, kCompactCbor);
    Bytes frame{kProtocolVersion};
    const Bytes body = cbor_bytes(Json(std::move(fields)));
    frame.insert(frame.end(), body.begin(), body.end());
    return frame;
}

Result<Message> decode(ByteView frame) {
    if (frame.size() > kFrameBytesMax)
        return fail(ErrorCode::full, "the frame is larger than " + std::to_string(kFrameBytesMax) + " bytes");
    if (frame.empty()) return fail(ErrorCode::invalid_input, "the frame is empty");
    if (frame.front() != kProtocolVersion) {
        return fail(ErrorCode::invalid_input, "protocol version " + std::to_string(frame.front()) + " is not known here",
                    "frame", "update the side that is older; this one speaks version " + std::to_string(kProtocolVersion));
    }
    CF_TRY(document, parse_cbor(frame.subspan(1)));
    codec::Reading reading(Notation::cbor);
    const codec::Place frame_place("frame");
    codec::ObjectScan scan_type(document, frame_place, reading);
    const std::string_view type = read_type(scan_type);
    CF_CHECK(reading.result());

    const codec::Place place(type);
    codec::ObjectScan scan(document, place, reading);
    scan.take("t");
    Message message;
    codec::read_alternative(scan, "t", kTypes, type, message);
    scan.finish();
    CF_CHECK(reading.result());
    return message;
}

}  // namespace counterfoil::protocol
