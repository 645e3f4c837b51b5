// Any text as one of the codec's values: refused with an error, or a value that comes back as it is from its own JSON.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "codec/json.hpp"

namespace counterfoil::fuzz {

/// `read(document, path)` is the value's decoder.
template <class Read>
void round_trip(const std::uint8_t* data, std::size_t size, Read read) {
    using codec::to_json;
    const auto document = codec::parse_json(as_text({data, size}));
    if (!document) {
        CF_ASSERT(!document.error().what.empty());
        return;
    }
    const auto value = read(*document, "");
    if (!value) {
        CF_ASSERT(value.error().code == ErrorCode::invalid_input && !value.error().what.empty());
        return;
    }
    const auto written = codec::parse_json(to_json(*value).dump(), {.bytes_max = 4 * 1024 * 1024});
    CF_ASSERT(written.has_value());
    const auto again = read(*written, "");
    CF_ASSERT(again.has_value());
    CF_ASSERT(*again == *value);
}

}  // namespace counterfoil::fuzz
