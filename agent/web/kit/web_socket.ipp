// A connection that becomes a WebSocket. Private to http_kit's .cpp files.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <memory>

#include "web/kit/server.ipp"

namespace counterfoil::http_kit {

/// Answers the upgrade and tells the handler of the new client, or cuts a handshake that is none.
void start_web_socket(boost::asio::ip::tcp::socket socket, std::shared_ptr<Shared> shared,
                      boost::beast::http::request<boost::beast::http::string_body> upgrade, Request request);

}  // namespace counterfoil::http_kit
