#include "support/e2e/http_client.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "base/assert.hpp"
#include "web/kit/client.hpp"

namespace counterfoil::e2e {

using nlohmann::json;

nlohmann::json Reply::json() const { return nlohmann::json::parse(body, nullptr, false); }

std::string Reply::code() const {
    const auto problem = json();
    if (!problem.is_object()) return {};
    const auto found = problem.find("code");
    return found != problem.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string Reply::text() const { return std::to_string(status) + " " + body; }

HttpClient::HttpClient(std::string address, const std::string& token_file)
    : address_(std::move(address)), token_(read_text_file(token_file)) {
    while (!token_.empty() && token_.back() == '\n')
        token_.pop_back();
}

Reply HttpClient::ask(const std::string& method, const std::string& path, std::string body, const Headers& headers) const {
    http_kit::ClientRequest request;
    request.url = "http://" + address_ + path;
    request.method = method;
    request.body = std::move(body);
    if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
    for (const auto& header : headers)
        request.headers.push_back(header);
    auto response = http_kit::fetch(request);
    Reply reply;
    if (!response) return reply;
    reply.status = response->status;
    reply.body = std::move(response->body);
    for (auto& [name, value] : response->headers) {
        std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        reply.headers[name] = value;
    }
    return reply;
}

Reply HttpClient::get(const std::string& path, const Headers& headers) const { return ask("GET", path, {}, headers); }

Reply HttpClient::post(const std::string& path, const json& body, const Headers& headers) const {
    return ask("POST", path, body.dump(), headers);
}

Reply HttpClient::post_text(const std::string& path, std::string body, const Headers& headers) const {
    return ask("POST", path, std::move(body), headers);
}

Reply HttpClient::remove(const std::string& path) const { return ask("DELETE", path, {}, {}); }

std::string read_text_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void write_text_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    CF_ASSERT(file.good());
}

}  // namespace counterfoil::e2e
