// What the screens need from the agent: their page, the codes that let them in, the cookie by which they are known.
#pragma once

#include "web/screen_codes.hpp"
#include "web/screen_cookie.hpp"
#include "web/screen_files.hpp"

namespace counterfoil::web {

/// Io thread only.
struct Screens {
    ScreenFiles files;
    ScreenCodes codes;
    ScreenCookie cookie;
};

}  // namespace counterfoil::web
