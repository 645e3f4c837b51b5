// A small blocking HTTP/1.1 client for command line tools. The whole exchange is bounded in time and size.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace counterfoil::http_kit {

struct ClientRequest {
    std::string url;  ///< "http://host:port/path?query"
    std::string method = "GET";
    std::string body = {};
    std::vector<std::pair<std::string, std::string>> headers = {};
    Millis timeout{15'000};
};

struct ClientResponse {
    int status = 0;
    std::string body;  ///< at most 8 MiB
    std::vector<std::pair<std::string, std::string>> headers;
};

/// Any status is an answer. Errors: invalid_input for a URL or a method that is none, unavailable where nobody answers in
/// time.
Result<ClientResponse> fetch(const ClientRequest& request);

}  // namespace counterfoil::http_kit
