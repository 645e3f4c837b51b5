// `counterfoil screen`: the address that lets one browser in as a screen (docs/adr/0011).
#pragma once

#include <functional>
#include <string>

#include "base/result.hpp"
#include "platform/configuration.hpp"

namespace counterfoil::cli {

/// Asks the agent; another status than `status` is an error.
using AskAgent = std::function<Result<std::string>(const char* method, const char* path, int status)>;

/// "http://127.0.0.1:8780/#K7QM2-D4XWP". The code stands behind the #, which a browser tells no server and writes in no log.
/// Where the agent listens on every interface, the address is this machine's own. An agent without a page is an error, and
/// no code is made.
Result<std::string> screen_address(const platform::ListenAddress& listen, const AskAgent& ask);

}  // namespace counterfoil::cli
