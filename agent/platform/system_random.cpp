#include "platform/system_random.hpp"

#include <sys/random.h>

#include <cerrno>

#include "base/assert.hpp"

namespace counterfoil::platform {

void SystemRandom::fill(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        // Large requests are answered in parts, and a signal may end one early.
        const auto got = getrandom(out.data(), out.size(), 0);
        CF_ASSERT(got > 0 || (got < 0 && errno == EINTR));
        if (got > 0) out = out.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace counterfoil::platform
