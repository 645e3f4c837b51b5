// Values as the bytes that are stored, chained and sent: canonical JSON without what has its default value.
#pragma once

#include "base/bytes.hpp"
#include "codec/json.hpp"
#include "codec/object_reader.ipp"

namespace counterfoil::codec {

/// Wider than the API's limit: a stored ticket holds a basket and its quote.
inline constexpr JsonLimits kStoredLimits{std::size_t{4} * 1024 * 1024, 16};

template <class T>
Bytes compact_bytes(const T& value) {
    const std::string text = canonical_text(Form<T>::write(value, kCompactJson));
    return {text.begin(), text.end()};
}

template <class T>
Result<T> whole_from_bytes(ByteView bytes) {
    CF_TRY(document, parse_json(as_text(bytes), kStoredLimits));
    return read_whole<T>(document, "");
}

}  // namespace counterfoil::codec
