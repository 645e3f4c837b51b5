// The cookie by which a screen is known once it has traded its code. Nothing of it is stored: name and value are derived
// from the local token, so it survives a restart of the agent, and ends with the token (docs/adr/0011). Pure.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace counterfoil::web {

struct ScreenCookie {
    /// Differs between agents: cookies know no ports, so two agents on one host would overwrite each other's.
    std::string name;
    std::string value;
    /// Compares with `value` in constant time.
    std::function<bool(std::string_view value)> is_right;
};

/// True where the Cookie header of a request holds the right one. A header that is no list of cookies holds none.
bool lets_in(const ScreenCookie& cookie, std::string_view header);

/// For Set-Cookie: a year, not for scripts, not for requests from other sites. `Secure` comes with TLS.
std::string set_cookie(const ScreenCookie& cookie);

}  // namespace counterfoil::web
