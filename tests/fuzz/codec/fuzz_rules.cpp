// Any bytes as a rules bundle: refused with an error, or rules that pass the domain's check and come back as they are.
#include "base/assert.hpp"
#include "codec/bytes.hpp"

namespace {

using namespace counterfoil;

/// Different texts mostly differ in it; that is all that this program asks of a digest.
class FoldingHasher final : public Hasher {
public:
    using Hasher::sha256;
    Digest sha256(std::span<const ByteView> parts) const override {
        Digest out{};
        std::size_t at = 0;
        for (const ByteView part : parts)
            for (const std::uint8_t byte : part) {
                std::uint8_t& cell = out[at++ % out.size()];
                cell = static_cast<std::uint8_t>(cell * 31U + byte);
            }
        return out;
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const FoldingHasher hasher;
    const auto rules = codec::decode_rules({data, size}, hasher);
    if (!rules) {
        CF_ASSERT(!rules.error().what.empty());
        return 0;
    }
    CF_ASSERT(!domain::check_rules(*rules));
    const auto again = codec::decode_rules(codec::encode_rules(*rules), hasher);
    CF_ASSERT(again.has_value());
    CF_ASSERT(*again == *rules);
    return 0;
}
