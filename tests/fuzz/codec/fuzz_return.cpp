// Any text as a return: refused with an error, or a return that comes back as it is.
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "codec/json.hpp"
#include "codec/return_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace counterfoil;
    const auto document = codec::parse_json(as_text({data, size}));
    if (!document) return 0;
    const auto entry = codec::read_return(*document, "");
    if (!entry) {
        CF_ASSERT(entry.error().code == ErrorCode::invalid_input && !entry.error().what.empty());
        return 0;
    }
    const auto written = codec::parse_json(codec::to_json(*entry).dump(), {.bytes_max = 4 * 1024 * 1024});
    CF_ASSERT(written.has_value());
    const auto again = codec::read_return(*written, "");
    CF_ASSERT(again.has_value());
    CF_ASSERT(*again == *entry);
    return 0;
}
