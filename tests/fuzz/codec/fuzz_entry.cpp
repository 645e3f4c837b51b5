// Any bytes as a journal body: refused with an error, or an entry that comes back as it is from its own encoding.
#include "base/assert.hpp"
#include "codec/bytes.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace counterfoil;
    const auto entry = codec::decode_entry({data, size});
    if (!entry) {
        CF_ASSERT(!entry.error().what.empty());
        return 0;
    }
    const Bytes body = codec::encode_entry(*entry);
    const auto again = codec::decode_entry(body);
    CF_ASSERT(again.has_value());
    CF_ASSERT(*again == *entry);
    CF_ASSERT(codec::encode_entry(*again) == body);
    return 0;
}
