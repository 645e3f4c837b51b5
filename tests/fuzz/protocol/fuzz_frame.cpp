// Any bytes as a frame: refused with an error, or a message that comes back as it is from its own encoding.
#include "base/assert.hpp"
#include "protocol/codec.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace counterfoil;
    const auto message = protocol::decode({data, size});
    if (!message) {
        CF_ASSERT(!message.error().what.empty());
        return 0;
    }
    const Bytes frame = protocol::encode(*message);
    const auto again = protocol::decode(frame);
    CF_ASSERT(again.has_value());
    CF_ASSERT(*again == *message);
    CF_ASSERT(protocol::encode(*again) == frame);
    return 0;
}
