// The one-time codes by which a screen (a browser) is let in: `counterfoil screen` has one made, a person or the address
// carries it to the page, and the page trades it for a cookie (docs/adr/0011). In memory only: a restart voids them, and a
// new one is made in a second. Io thread only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/time.hpp"

namespace counterfoil::web {

inline constexpr Millis kScreenCodeLife{900'000};
inline constexpr std::size_t kScreenCodesOpenMax = 16;
/// That many wrong tries while codes are open void them all. By far too few to guess one of 30^10.
inline constexpr int kScreenCodeTriesMax = 20;

struct ScreenCode {
    std::string text;  ///< "K7QM2-D4XWP": of A-Z and 2-9 without I, L, O and U, which are misread
    Instant expires_at;
};

class ScreenCodes {
public:
    ScreenCodes(const Clock& clock, Random& random, Log& log) : clock_(clock), random_(random), log_(log) {}

    /// A new code. Where kScreenCodesOpenMax are open already, the oldest is void.
    ScreenCode make();
    /// True once for an open code. Either case is read; spaces and dashes anywhere are ignored.
    bool take(std::string_view typed);

private:
    struct Open {
        std::string characters;
        Tick until;
    };
    void forget_lapsed();

    const Clock& clock_;
    Random& random_;
    Log& log_;
    std::vector<Open> open_;  ///< oldest first
    int wrong_tries_ = 0;     ///< since no code was open
};

}  // namespace counterfoil::web
