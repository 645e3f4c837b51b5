#include "web/screen_cookie.hpp"

namespace counterfoil::web {

bool lets_in(const ScreenCookie& cookie, std::string_view header) {
    while (!header.empty()) {
        const auto end = header.find(';');
        std::string_view pair = header.substr(0, end);
        header.remove_prefix(end == std::string_view::npos ? header.size() : end + 1);
        while (pair.starts_with(' '))
            pair.remove_prefix(1);
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || pair.substr(0, equals) != cookie.name) continue;
        if (cookie.is_right(pair.substr(equals + 1))) return true;
    }
    return false;
}

std::string set_cookie(const ScreenCookie& cookie) {
    return cookie.name + "=" + cookie.value + "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict";
}

}  // namespace counterfoil::web
