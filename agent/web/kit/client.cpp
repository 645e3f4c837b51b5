#include "web/kit/client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace counterfoil::http_kit {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using boost::system::error_code;

constexpr std::size_t kAnswerBytesMax = 8 * 1024 * 1024;

struct Address {
    std::string host;
    std::string port;
    std::string target;
    std::string authority;
};

Result<Address> split(const std::string& url) {
    const auto parsed = boost::urls::parse_uri(url);
    if (!parsed || parsed->scheme() != "http" || parsed->host().empty())
        return fail(ErrorCode::invalid_input, "this is no address of a server", url, "write it as http://127.0.0.1:8790");
    Address address;
    address.host = parsed->host_address();
    address.port = parsed->has_port() ? std::string(parsed->port()) : "80";
    address.target = std::string(parsed->encoded_resource());
    if (address.target.empty()) address.target = "/";
    address.authority = std::string(parsed->encoded_host_and_port());
    return address;
}

}  // namespace

Result<ClientResponse> fetch(const ClientRequest& request) {
    CF_TRY(address, split(request.url));
    const http::verb verb = http::string_to_verb(request.method);
    if (verb == http::verb::unknown)
        return fail(ErrorCode::invalid_input, "this is no HTTP method", request.method, "write it as GET or POST");
    asio::io_context context{1};
    asio::ip::tcp::resolver resolver(context);
    beast::tcp_stream stream(context);
    beast::flat_buffer buffer;
    http::response_parser<http::string_body> parser;
    parser.body_limit(kAnswerBytesMax);
    parser.skip(verb == http::verb::head);
    http::request<http::string_body> message(verb, address.target, 11);
    message.set(http::field::host, address.authority);
    message.set(http::field::connection, "close");
    if (!request.body.empty()) message.set(http::field::content_type, "application/json");
    for (const auto& [name, value] : request.headers)
        message.set(name, value);
    message.body() = request.body;
    message.prepare_payload();

    error_code outcome = asio::error::timed_out;
    stream.expires_after(std::chrono::milliseconds(request.timeout.value));
    resolver.async_resolve(address.host, address.port, [&](error_code error, const auto& endpoints) {
        if ((outcome = error)) return;
        outcome = asio::error::timed_out;
        stream.async_connect(endpoints, [&](error_code connected, const auto&) {
            if ((outcome = connected)) return;
            outcome = asio::error::timed_out;
            http::async_write(stream, message, [&](error_code written, std::size_t) {
                if ((outcome = written)) return;
                outcome = asio::error::timed_out;  // unless the whole answer comes
                http::async_read(stream, buffer, parser, [&](error_code read, std::size_t) { outcome = read; });
            });
        });
    });
    context.run_for(std::chrono::milliseconds(request.timeout.value));
    if (outcome)
        return fail(ErrorCode::unavailable, outcome.message(), request.url, "is it running, and is this its address?");
    ClientResponse response{static_cast<int>(parser.get().result_int()), std::move(parser.get().body()), {}};
    for (const auto& field : parser.get())
        response.headers.emplace_back(field.name_string(), field.value());
    return response;
}

}  // namespace counterfoil::http_kit
