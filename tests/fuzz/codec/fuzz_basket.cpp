// Any text as a basket from a till: refused with an error, or a basket that comes back as it is.
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "codec/json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace counterfoil;
    const auto document = codec::parse_json(as_text({data, size}));
    if (!document) {
        CF_ASSERT(!document.error().what.empty());
        return 0;
    }
    const auto basket = codec::read_basket(*document, "");
    if (!basket) {
        CF_ASSERT(basket.error().code == ErrorCode::invalid_input && !basket.error().what.empty());
        return 0;
    }
    const auto written = codec::parse_json(codec::to_json(*basket).dump(), {.bytes_max = 4 * 1024 * 1024});
    CF_ASSERT(written.has_value());
    const auto again = codec::read_basket(*written, "");
    CF_ASSERT(again.has_value());
    CF_ASSERT(*again == *basket);
    return 0;
}
