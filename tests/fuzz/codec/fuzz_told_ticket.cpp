// Any text as a ticket that HQ tells: refused with an error, or a ticket that comes back as it is.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "codec/told_ticket.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace counterfoil;
    const auto told = codec::decode_told_ticket(std::string_view(reinterpret_cast<const char*>(data), size));
    if (!told) {
        CF_ASSERT(!told.error().what.empty());
        return 0;
    }
    const auto again = codec::decode_told_ticket(codec::encode_told_ticket(*told));
    CF_ASSERT(again.has_value());
    CF_ASSERT(*again == *told);
    return 0;
}
