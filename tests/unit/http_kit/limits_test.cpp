// Clients that are slow, too many or silent, a handler that misbehaves, and a server that ends among them.
#include <gtest/gtest.h>

#include "unit/http_kit/raw_client.hpp"
#include "unit/http_kit/running_server.hpp"

namespace counterfoil::test {
namespace {

using http_kit::Request;
using http_kit::Respond;
using http_kit::Response;

constexpr Millis kSoon{200};

TEST(LimitsTest, CutsAnIdleConnection) {
    ScriptedHandler handler;
    RunningServer server{handler, {.idle_timeout = kSoon}};
    RawClient client(server.address());
    client.send(request_text(server.address(), "GET", "/"));
    EXPECT_EQ(client.response().status, 200);
    EXPECT_TRUE(client.ended());
}

TEST(LimitsTest, CutsARequestThatDoesNotEnd) {
    ScriptedHandler handler;
    RunningServer server{handler, {.request_timeout = kSoon}};
    RawClient header(server.address());
    header.send("GET / HTTP/1.1\r\nHo");
    EXPECT_TRUE(header.ended());
    RawClient body(server.address());
    body.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nab");
    EXPECT_TRUE(body.ended());
    EXPECT_EQ(exchange(server.address(), "GET", "/").status, 200);
}

TEST(LimitsTest, DripsDoNotStretchTheTimeOfARequest) {
    ScriptedHandler handler;
    RunningServer server{handler, {.request_timeout = Millis{500}}};
    RawClient client(server.address());
    client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
    // Each byte arrives well within the limit; the whole does not.
    int drips = 0;
    while (drips < 400 && !client.ended_within(Millis{20})) {
        client.send("x");
        ++drips;
    }
    EXPECT_GT(drips, 2);
    EXPECT_LT(drips, 400);
}

TEST(LimitsTest, CutsAClientThatDoesNotTakeItsAnswer) {
    ScriptedHandler handler;
    handler.on_request = [](Request, Respond respond) { respond({200, "text/plain", std::string(30'000'000, 'x'), {}}); };
    RunningServer server{handler, {.request_timeout = kSoon}};
    RawClient client(server.address(), 4096);
    client.send(request_text(server.address(), "GET", "/"));
    ASSERT_TRUE(handler.handled(1));
    // The other connections do not wait for it, and the server's end of it goes away in time.
    while (server.connections() > 0)
        std::this_thread::yield();
    EXPECT_EQ(client.response().status, 0);
}

TEST(LimitsTest, TellsWhoComesTooMany) {
    ScriptedHandler handler;
    RunningServer server{handler, {.connections_max = 2}};
    auto first = std::make_unique<RawClient>(server.address());
    first->send(request_text(server.address(), "GET", "/"));
    EXPECT_EQ(first->response().status, 200);
    RawClient second(server.address());
    second.send(request_text(server.address(), "GET", "/"));
    EXPECT_EQ(second.response().status, 200);
    RawClient third(server.address());
    const auto refused = third.response();
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.body, "too_many_connections");
    EXPECT_TRUE(third.ended());
    first.reset();
    for (int status = 503; status != 200;)  // until the server has seen the first one go
        status = exchange(server.address(), "GET", "/").status;
}

TEST(LimitsTest, ClosesWithoutAWordWhatComesFarTooMany) {
    ScriptedHandler handler;
    RunningServer server{handler, {.connections_max = 1}};
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i)
        clients.push_back(std::make_unique<RawClient>(server.address()));
    EXPECT_LE(server.connections(), 33U);
    EXPECT_TRUE(clients.back()->response().status == 503 || clients.back()->ended());
}

TEST(LimitsTest, AnswersForAHandlerThatDoesNot) {
    ScriptedHandler handler;
    std::vector<Respond> kept;
    handler.on_request = [&](Request, Respond respond) { kept.push_back(std::move(respond)); };
    RunningServer server{handler, {.answer_timeout = kSoon}};
    RawClient client(server.address());
    client.send(request_text(server.address(), "GET", "/"));
    const auto response = client.response();
    EXPECT_EQ(response.status, 504);
    EXPECT_EQ(response.body, "not_answered");
    server.on_loop([&] { kept.at(0)({200, "text/plain", "late", {}}); });
    EXPECT_TRUE(client.ended());
}

TEST(LimitsTest, TakesOneAnswerToOneRequest) {
    ScriptedHandler handler;
    std::vector<Respond> kept;
    handler.on_request = [&](Request request, Respond respond) {
        kept.push_back(respond);
        if (request.path == "/1") {
            respond({200, "text/plain", "one", {}});
            respond({200, "text/plain", "again", {}});
        }
    };
    RunningServer server{handler};
    RawClient client(server.address());
    client.send(request_text(server.address(), "GET", "/1"));
    EXPECT_EQ(client.response().body, "one");
    client.send(request_text(server.address(), "GET", "/2"));
    ASSERT_TRUE(handler.handled(2));
    server.on_loop([&] {
        kept.at(0)({200, "text/plain", "late answer to the first", {}});
        kept.at(1)({200, "text/plain", "two", {}});
        kept.at(1)({200, "text/plain", "again", {}});
    });
    EXPECT_EQ(client.response().body, "two");
}

TEST(LimitsTest, SurvivesAHandlerThatThrows) {
    ScriptedHandler handler;
    handler.on_request = [](Request request, Respond respond) {
        if (request.path == "/answered") respond({200, "text/plain", "first", {}});
        throw std::runtime_error("broken");
    };
    handler.on_upgrade = [](const Request&) -> std::optional<Response> { throw std::runtime_error("broken"); };
    RunningServer server{handler};
    EXPECT_EQ(exchange(server.address(), "GET", "/").status, 500);
    EXPECT_EQ(exchange(server.address(), "GET", "/answered").body, "first");
    EXPECT_EQ(RawClient(server.address()).upgrade("/", "").status, 500);
}

TEST(LimitsTest, AnswersLaterToAPeerThatHasGone) {
    ScriptedHandler handler;
    std::vector<Respond> kept;
    handler.on_request = [&](Request, Respond respond) { kept.push_back(std::move(respond)); };
    RunningServer server{handler};
    {
        RawClient client(server.address());
        client.send(request_text(server.address(), "GET", "/"));
        ASSERT_TRUE(handler.handled(1));
    }
    server.on_loop([&] { kept.at(0)({200, "text/plain", "late", {}}); });
}

/// Connections in every state: idle, amid a request, waiting for the handler, amid an answer, upgraded.
struct Crowd {
    explicit Crowd(RunningServer& server, ScriptedHandler& handler)
        : idle(server.address()),
          amid(server.address()),
          waits(server.address()),
          reads(server.address(), 4096),
          socket(server.address()) {
        amid.send("GET / HTTP/1.1\r\nHo");
        waits.send(request_text(server.address(), "GET", "/wait"));
        reads.send(request_text(server.address(), "GET", "/large"));
        EXPECT_EQ(socket.upgrade("/", "").status, 101);
        EXPECT_TRUE(handler.handled(2) && handler.opened_times(1));
    }
    RawClient idle, amid, waits, reads, socket;
};

class EndTest : public testing::Test {
protected:
    EndTest() {
        handler.on_request = [this](Request request, Respond respond) {
            if (request.path == "/large")
                respond({200, "text/plain", std::string(30'000'000, 'x'), {}});
            else
                kept.push_back(std::move(respond));
        };
        server = std::make_unique<RunningServer>(handler);
        crowd = std::make_unique<Crowd>(*server, handler);
    }
    ScriptedHandler handler;
    std::vector<Respond> kept;
    std::unique_ptr<RunningServer> server;
    std::unique_ptr<Crowd> crowd;
};

TEST_F(EndTest, DestroysTheServerWhileTheLoopRuns) {
    server->destroy_server();
    EXPECT_TRUE(handler.closed_times(1));
    EXPECT_TRUE(crowd->idle.ended());
    EXPECT_TRUE(crowd->amid.ended());
    EXPECT_TRUE(crowd->waits.ended());
    server->on_loop([&] { kept.at(0)({200, "text/plain", "late", {}}); });
    EXPECT_EQ(crowd->socket.frame().opcode, -1);
    server.reset();
}

TEST_F(EndTest, DestroysTheServerAfterTheLoopHasStopped) {
    server->stop();
    server.reset();
    EXPECT_TRUE(handler.clients.empty());
    EXPECT_TRUE(crowd->waits.ended());
    kept.at(0)({200, "text/plain", "after the loop's end", {}});
}

TEST(StartTest, SaysThatThePortIsInUse) {
    ScriptedHandler handler;
    RunningServer server{handler};
    http_kit::IoLoop loop;
    NullLog log;
    const auto second = http_kit::Server::start(loop, {.listen = server.address()}, handler, log);
    ASSERT_FALSE(second.has_value());
    EXPECT_EQ(second.error().code, ErrorCode::unavailable);
    EXPECT_EQ(describe(second.error()),
              server.address() + ": the port is in use (stop the other program or set another `listen` address)");
}

TEST(StartTest, SaysWhatIsWrongWithAnAddress) {
    ScriptedHandler handler;
    http_kit::IoLoop loop;
    NullLog log;
    const auto code_of = [&](const std::string& listen) {
        const auto started = http_kit::Server::start(loop, {.listen = listen}, handler, log);
        return started ? "started" : started.error().code == ErrorCode::invalid_input ? "malformed" : started.error().remedy;
    };
    for (const char* const text : {"", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1", ":80",
                                   "localhost:80", "[::1:80", "127.0.0.1:80 "})
        EXPECT_EQ(code_of(text), "malformed") << text;
    EXPECT_EQ(code_of("192.0.2.1:0"), "set a `listen` address of this machine");
    EXPECT_EQ(code_of("[::1]:0"), "started");
}

}  // namespace
}  // namespace counterfoil::test
