// Asks a program under test over HTTP, with its local token.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

namespace counterfoil::e2e {

struct Reply {
    int status = 0;  ///< 0: nobody answered
    std::string body;
    std::map<std::string, std::string> headers;  ///< names in lower case

    /// Discarded where the body is no JSON.
    nlohmann::json json() const;
    /// The code of a problem; empty where there is none.
    std::string code() const;
    /// For messages of assertions.
    std::string text() const;
};

using Headers = std::vector<std::pair<std::string, std::string>>;

class HttpClient {
public:
    HttpClient() = default;
    /// Without a token where the file is not there.
    HttpClient(std::string address, const std::string& token_file);

    Reply get(const std::string& path, const Headers& headers = {}) const;
    Reply post(const std::string& path, const nlohmann::json& body, const Headers& headers = {}) const;
    Reply post_text(const std::string& path, std::string body, const Headers& headers = {}) const;
    Reply remove(const std::string& path) const;

    const std::string& address() const noexcept { return address_; }
    const std::string& token() const noexcept { return token_; }

private:
    Reply ask(const std::string& method, const std::string& path, std::string body, const Headers& headers) const;

    std::string address_;  ///< "127.0.0.1:8780"
    std::string token_;
};

/// A whole file, or "" where it is not there.
std::string read_text_file(const std::string& path);
void write_text_file(const std::string& path, const std::string& text);

}  // namespace counterfoil::e2e
