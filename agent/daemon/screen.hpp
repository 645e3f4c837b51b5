// What the agent's screens are made of: where their page is, and the cookie that the local token gives them.
#pragma once

#include <string>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "platform/configuration.hpp"
#include "web/screens.hpp"

namespace counterfoil::daemon {

/// `screen_dir`, or the place beside the program.
std::string screen_folder(const platform::AgentConfig& config);

/// The page, or none and the warning `screen.absent`: a till sells without its screen.
web::ScreenFiles read_screen(const std::string& folder, const Hasher& hasher, Log& log);

/// Derived from the token by HMAC-SHA-256: the same at every start, and another one for another token. Neither name nor
/// value tells the token.
web::ScreenCookie make_screen_cookie(const std::string& token);

}  // namespace counterfoil::daemon
