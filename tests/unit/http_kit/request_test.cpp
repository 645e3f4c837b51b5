// What a client may send, and what it gets: framing, targets, hosts, origins, bodies.
#include <gtest/gtest.h>

#include "unit/http_kit/raw_client.hpp"
#include "unit/http_kit/running_server.hpp"

namespace counterfoil::test {
namespace {

class RequestTest : public testing::Test {
protected:
    RawResponse ask(std::string_view method, std::string_view target, std::string_view headers = {},
                    std::string_view body = {}) {
        return exchange(server.address(), method, target, headers, body);
    }
    /// Bytes as they are.
    RawResponse raw(std::string_view bytes) {
        RawClient client(server.address());
        client.send(bytes);
        return client.response();
    }
    std::string port() const { return server.address().substr(server.address().rfind(':')); }
    RawResponse with_host(const std::string& host) { return raw("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"); }

    ScriptedHandler handler;
    RunningServer server{handler, {.listen = "", .allowed_hosts = {"till.example"}, .body_bytes_max = 1000}};
};

TEST_F(RequestTest, KeepsTheConnectionForTheNextRequest) {
    RawClient client(server.address());
    for (int i = 0; i < 3; ++i) {
        client.send(request_text(server.address(), "POST", "/a?n=" + std::to_string(i), "", "body"));
        const auto response = client.response();
        EXPECT_EQ(response.status, 200);
        EXPECT_EQ(response.body, "POST /a n=" + std::to_string(i) + "\nbody");
    }
}

TEST_F(RequestTest, AnswersPipelinedRequestsInTheirOrder) {
    RawClient client(server.address());
    std::string all;
    for (int i = 0; i < 20; ++i)
        all += request_text(server.address(), "POST", "/" + std::to_string(i), "", std::string(500, 'x'));
    client.send(all);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(client.response().body, "POST /" + std::to_string(i) + "\n" + std::string(500, 'x'));
}

TEST_F(RequestTest, ReadsARequestThatComesByteByByte) {
    RawClient client(server.address());
    for (const char byte : request_text(server.address(), "POST", "/slow", "", "abc"))
        client.send({&byte, 1});
    EXPECT_EQ(client.response().body, "POST /slow\nabc");
}

TEST_F(RequestTest, ClosesWhenAskedTo) {
    RawClient client(server.address());
    client.send(request_text(server.address(), "GET", "/", "Connection: close\r\n"));
    EXPECT_EQ(client.response().headers["connection"], "close");
    EXPECT_TRUE(client.ended());
}

TEST_F(RequestTest, AnswersAClientThatHasShutItsSide) {
    RawClient client(server.address());
    client.send(request_text(server.address(), "GET", "/half"));
    client.shut_writing();
    EXPECT_EQ(client.response().body, "GET /half");
    EXPECT_TRUE(client.ended());
}

TEST_F(RequestTest, LeavesTheBodyAwayForHeadAndKeepsTheConnectionInStep) {
    RawClient client(server.address());
    client.send(request_text(server.address(), "HEAD", "/x") + request_text(server.address(), "GET", "/y"));
    const auto head = client.response(false);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("content-length"), "6");
    EXPECT_EQ(client.response().body, "GET /y");
}

TEST_F(RequestTest, LeavesTheBodyOfAProblemAwayForHead) {
    RawClient client(server.address());
    client.send("HEAD / HTTP/1.1\r\nHost: other.example\r\n\r\n");
    EXPECT_EQ(client.response(false).status, 421);
    EXPECT_TRUE(client.ended());
}

TEST_F(RequestTest, HandsTheHeadersOnThatAHandlerJudges) {
    handler.on_request = [](http_kit::Request request, http_kit::Respond respond) {
        respond({200, "text/plain", request.cookie + "|" + request.if_none_match + "|" + request.origin, {}});
    };
    const std::string own = "http://" + server.address();
    EXPECT_EQ(ask("GET", "/", "Cookie: a=1; b=2\r\nIf-None-Match: \"x\"\r\nOrigin: " + own + "\r\n").body,
              "a=1; b=2|\"x\"|" + own);
    EXPECT_EQ(ask("GET", "/").body, "||");
}

TEST_F(RequestTest, LetsTheHandlerSayWhatMayBeKept) {
    EXPECT_EQ(ask("GET", "/").headers.at("cache-control"), "no-store");
    handler.on_request = [](http_kit::Request, http_kit::Respond respond) {
        respond({.cache_control = "public, max-age=60"});
    };
    EXPECT_EQ(ask("GET", "/").headers.at("cache-control"), "public, max-age=60");
}

TEST_F(RequestTest, AnswersWithoutABodyWhereTheStatusHasNone) {
    handler.on_request = [](http_kit::Request request, http_kit::Respond respond) {
        const std::string path = request.path;
        if (path == "/body") return respond({200, "text/plain", "body", {}});
        respond({path == "/204" ? 204 : 304, "", "", {{"ETag", "\"x\""}}});
    };
    RawClient client(server.address());
    for (const int status : {204, 304}) {
        for (const std::string method : {"GET", "HEAD"}) {
            client.send(request_text(server.address(), method, "/" + std::to_string(status)));
            const auto got = client.response(false);
            EXPECT_EQ(got.status, status);
            EXPECT_EQ(got.headers.at("etag"), "\"x\"");
            EXPECT_FALSE(got.headers.contains("content-length"));
            EXPECT_FALSE(got.headers.contains("content-type"));
            client.send(request_text(server.address(), "GET", "/body"));  // the connection is in step
            EXPECT_EQ(client.response().body, "body");
        }
    }
}

TEST_F(RequestTest, IsNotEmbeddedByOtherOrigins) {
    EXPECT_EQ(ask("GET", "/").headers.at("cross-origin-resource-policy"), "same-origin");
}

TEST_F(RequestTest, HandsOtherMethodsOn) { EXPECT_EQ(ask("OPTIONS", "/x").body, "OPTIONS /x"); }

TEST_F(RequestTest, KnowsItsOwnHosts) {
    for (const std::string& host :
         {"127.0.0.1" + port(), "localhost" + port(), "LocalHost" + port(), "[::1]" + port(), std::string("localhost"),
          std::string("127.0.0.1"), std::string("[::1]"), std::string("till.example"), "till.example" + port()})
        EXPECT_EQ(with_host(host).status, 200) << host;
    for (const std::string host : {"other.example", "localhost:1", "127.0.0.1.other.example", "localhost@other.example",
                                   "[::1", "127.0.0.1:", "127.0.0.1:99999", "", "localhost:80x", "till.example:1"})
        EXPECT_EQ(with_host(host).status, 421) << host;
}

TEST_F(RequestTest, WantsExactlyOneHost) {
    EXPECT_EQ(raw("GET / HTTP/1.1\r\n\r\n").body, "host_missing");
    EXPECT_EQ(raw("GET / HTTP/1.0\r\n\r\n").body, "host_missing");
    EXPECT_EQ(raw("GET / HTTP/1.1\r\nHost: localhost\r\nHost: other.example\r\n\r\n").body, "host_missing");
}

TEST_F(RequestTest, TakesAnAbsoluteTargetWhoseHostRules) {
    const auto own = ask("GET", "http://" + server.address() + "/abs?q=1");
    EXPECT_EQ(own.body, "GET /abs q=1");
    EXPECT_EQ(ask("GET", "http://localhost" + port()).body, "GET /");
    EXPECT_EQ(ask("GET", "http://other.example/").status, 421);
    EXPECT_EQ(ask("GET", "http://user@" + server.address() + "/").status, 400);
    EXPECT_EQ(ask("GET", "ftp://" + server.address() + "/").status, 400);
    EXPECT_EQ(ask("GET", "http://localhost:port/").status, 400);
}

TEST_F(RequestTest, RefusesPagesOfOtherOrigins) {
    const auto from = [&](const std::string& origin) { return ask("GET", "/", "Origin: " + origin + "\r\n").status; };
    for (const std::string& own :
         {"http://" + server.address(), "http://localhost" + port(), "http://till.example" + port()})
        EXPECT_EQ(from(own), 200) << own;
    for (const std::string& other :
         {std::string("http://localhost"), std::string("http://localhost:1"), std::string("null"), std::string(""),
          "https://localhost" + port(), std::string("http://other.example"), "http://localhost" + port() + "/"})
        EXPECT_EQ(from(other), 403) << other;
}

TEST_F(RequestTest, RefusesTargetsThatDecodeToSomethingElse) {
    EXPECT_EQ(ask("GET", "/a%20b?c%3D=d%26").body, "GET /a b c==d&");
    for (const std::string target : {"/a%00b", "/a%2Fb", "/a%0Ab", "/a%ffb", "/a%c3", "/?q=%00", "/?q=%ed%a0%80", "/?%0a=1",
                                     "/%", "/%zz", "*", "relative", "/a b", "//x%2f", "/%7f"})
        EXPECT_EQ(ask("GET", target).status, 400) << target;
    EXPECT_EQ(ask("GET", "/?q=%E4%BC%9A%F0%9F%98%80").body, "GET / q=\xE4\xBC\x9A\xF0\x9F\x98\x80");
    EXPECT_EQ(ask("CONNECT", server.address()).status, 400);
}

TEST_F(RequestTest, RefusesWhatIsNoRequest) {
    const std::string host = "\r\nHost: localhost\r\n\r\n";
    for (const std::string& bytes :
         {std::string("hello\r\n\r\n"), std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15),
          std::string("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), "GET / HTTP/3.0" + host, "GET / HTTP/1.1x" + host,
          "G(T / HTTP/1.1" + host, std::string("GET / HTTP/1.1\r\nHost : localhost\r\n\r\n"),
          std::string("GET / HTTP/1.1\r\nHost: localhost\r\nBad Name: 1\r\n\r\n"),
          "GET / HTTP/1.1\r\nHost: local" + std::string(1, '\0') + "host\r\n\r\n"})
        EXPECT_EQ(raw(bytes).body, "http_malformed") << bytes;
}

TEST_F(RequestTest, ReadsChunkedBodies) {
    const std::string head = "POST /c HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(raw(head + "3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: 1\r\n\r\n").body, "POST /c\nabcdefg");
    EXPECT_EQ(raw(head + "zz\r\nabc\r\n0\r\n\r\n").body, "http_malformed");
    EXPECT_EQ(raw(head + "fffffffffffffffff\r\nabc").status, 400);
}

TEST_F(RequestTest, RefusesAmbiguousLengths) {
    const std::string head = "POST /c HTTP/1.1\r\nHost: localhost\r\n";
    EXPECT_EQ(raw(head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").status, 400);
    EXPECT_EQ(raw(head + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd").status, 400);
    EXPECT_EQ(raw(head + "Content-Length: -1\r\n\r\n").status, 400);
    EXPECT_EQ(raw(head + "Content-Length: 99999999999999999999999\r\n\r\n").status, 400);
}

TEST_F(RequestTest, RefusesBodiesOverTheLimitBeforeTheyCome) {
    RawClient client(server.address());
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\n\r\n");
    EXPECT_EQ(client.response().body, "body_too_large");
    EXPECT_TRUE(client.ended());
    EXPECT_EQ(ask("POST", "/", "", std::string(1000, 'x')).status, 200);
}

TEST_F(RequestTest, RefusesChunkedBodiesOverTheLimit) {
    std::string body;
    for (int i = 0; i < 30; ++i)
        body += "64\r\n" + std::string(100, 'x') + "\r\n";
    EXPECT_EQ(raw("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + body).body, "body_too_large");
}

TEST_F(RequestTest, TellsAClientWhoseBodyIsOnItsWayWhyItWasRefused) {
    RawClient client(server.address());
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2000000\r\n\r\n");
    client.send(std::string(2'000'000, 'x'));
    EXPECT_EQ(client.response().status, 413);
}

TEST_F(RequestTest, RefusesHeadersOverTheLimit) {
    EXPECT_EQ(ask("GET", "/", "X: " + std::string(9000, 'x') + "\r\n").body, "header_too_large");
    EXPECT_EQ(ask("GET", "/" + std::string(9000, 'x')).body, "header_too_large");
    std::string many;
    for (int i = 0; i < 2000; ++i)
        many += "A: b\r\n";
    EXPECT_EQ(ask("GET", "/", many).body, "header_too_large");
    EXPECT_EQ(raw(std::string(20'000, 'x')).body, "header_too_large");
    const std::string chunked = "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    EXPECT_EQ(raw(chunked + "1;" + std::string(40'000, 'x')).status, 400);
}

TEST_F(RequestTest, AsksForTheBodyThatAClientHoldsBack) {
    RawClient client(server.address());
    client.send("POST /e HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(client.response().status, 100);
    client.send("abc");
    EXPECT_EQ(client.response().body, "POST /e\nabc");
}

TEST_F(RequestTest, DoesNotAskForABodyThatItWillNotRead) {
    EXPECT_EQ(raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n").status, 413);
    EXPECT_EQ(raw("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nExpect: magic\r\n\r\n").status, 417);
}

TEST_F(RequestTest, IsReachedThroughTheAddressAtWhichItWasCalledWhereItListensOnAll) {
    ScriptedHandler other;
    RunningServer open{other, {.listen = "[::]:0"}};
    const std::string open_port = open.address().substr(open.address().rfind(':'));
    RawClient v6("[::1]" + open_port);
    v6.send("GET /6 HTTP/1.1\r\nHost: [::1]" + open_port + "\r\n\r\n");
    EXPECT_EQ(v6.response().status, 200);
    RawClient v4("127.0.0.2" + open_port);
    v4.send("GET /4 HTTP/1.1\r\nHost: 127.0.0.2" + open_port + "\r\n\r\n");
    EXPECT_EQ(v4.response().status, 200);
    RawClient elsewhere("127.0.0.2" + open_port);
    elsewhere.send("GET / HTTP/1.1\r\nHost: 127.0.0.3" + open_port + "\r\n\r\n");
    EXPECT_EQ(elsewhere.response().status, 421);
}

}  // namespace
}  // namespace counterfoil::test
