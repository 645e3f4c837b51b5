// WebSocket clients: the upgrade, what reaches them, and how the unfit ones are cut.
#include <gtest/gtest.h>

#include "unit/http_kit/raw_client.hpp"
#include "unit/http_kit/running_server.hpp"

namespace counterfoil::test {
namespace {

constexpr int kText = 1;
constexpr int kClose = 8;
constexpr int kPing = 9;
constexpr int kPong = 10;

class WebSocketTest : public testing::Test {
protected:
    void open(RawClient& client) {
        const auto answer = client.upgrade("/events?run=1", "");
        ASSERT_EQ(answer.status, 101);
        EXPECT_EQ(answer.headers.at("sec-websocket-accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        ASSERT_TRUE(handler.opened_times(++opened));
    }
    void send(const std::string& text, int times = 1) {
        server.on_loop([&] {
            const auto clients = handler.clients;
            for (int i = 0; i < times; ++i)
                for (const auto& client : clients)
                    client->send(text);
        });
    }

    ScriptedHandler handler;
    RunningServer server{handler, {.idle_timeout = Millis{1'000}}};
    int opened = 0;
};

TEST_F(WebSocketTest, CarriesMessagesInOrder) {
    RawClient client(server.address());
    open(client);
    for (int i = 0; i < 100; ++i)
        send(std::to_string(i));
    for (int i = 0; i < 100; ++i) {
        const auto frame = client.frame();
        EXPECT_EQ(frame.opcode, kText);
        EXPECT_EQ(frame.payload, std::to_string(i));
    }
}

TEST_F(WebSocketTest, CarriesALargeMessageInOneFrame) {
    RawClient client(server.address());
    open(client);
    send(std::string(100'000, 'x'));
    EXPECT_EQ(client.frame().payload, std::string(100'000, 'x'));
}

TEST_F(WebSocketTest, IgnoresWhatAClientSaysAndAnswersItsPings) {
    RawClient client(server.address());
    open(client);
    client.send_frame(kText, "hello");
    client.send_frame(kPing, "are you there");
    const auto frame = client.frame();
    EXPECT_EQ(frame.opcode, kPong);
    EXPECT_EQ(frame.payload, "are you there");
}

TEST_F(WebSocketTest, LetsAClientGo) {
    RawClient client(server.address());
    open(client);
    client.send_frame(kClose, "");
    EXPECT_EQ(client.frame().opcode, kClose);
    EXPECT_TRUE(handler.closed_times(1));
}

TEST_F(WebSocketTest, NoticesThatAClientIsGone) {
    auto client = std::make_unique<RawClient>(server.address());
    open(*client);
    client.reset();
    EXPECT_TRUE(handler.closed_times(1));
}

TEST_F(WebSocketTest, CutsAClientThatAnswersNoPing) {
    RawClient client(server.address());
    open(client);
    EXPECT_EQ(client.frame().opcode, kPing);
    EXPECT_TRUE(handler.closed_times(1));
    EXPECT_EQ(client.frame().opcode, -1);
}

TEST_F(WebSocketTest, KeepsAClientThatAnswersPings) {
    RawClient client(server.address());
    open(client);
    for (int i = 0; i < 4; ++i) {
        const auto ping = client.frame();
        ASSERT_EQ(ping.opcode, kPing);
        client.send_frame(kPong, ping.payload);
    }
    send("still here");
    EXPECT_EQ(client.frame().payload, "still here");
}

TEST_F(WebSocketTest, CutsAClientThatReadsNothingByTheNumberOfMessages) {
    RawClient client(server.address());
    open(client);
    send("x", 10 * static_cast<int>(http_kit::kWebSocketQueueMax));  // more at once than one may have in its queue
    EXPECT_TRUE(handler.closed_times(1));
}

TEST_F(WebSocketTest, CutsAClientThatReadsNothingByTheSizeOfMessages) {
    RawClient client(server.address(), 4096);
    open(client);
    send(std::string(1'000'000, 'x'), 20);
    EXPECT_TRUE(handler.closed_times(1));
}

TEST_F(WebSocketTest, TakesAWholeReplayAtOnce) {
    RawClient client(server.address());
    open(client);
    send("x", 1'500);
    for (int i = 0; i < 1'500; ++i)
        ASSERT_EQ(client.frame().opcode, kText) << i;
}

TEST_F(WebSocketTest, CutsAClientThatBreaksTheProtocol) {
    RawClient unmasked(server.address());
    open(unmasked);
    unmasked.send_frame(kText, "no mask", false);
    EXPECT_TRUE(handler.closed_times(1));
    RawClient large(server.address());
    open(large);
    large.send_frame(kText, std::string(5'000, 'x'));
    EXPECT_TRUE(handler.closed_times(2));
    RawClient garbage(server.address());
    open(garbage);
    garbage.send("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff");
    EXPECT_TRUE(handler.closed_times(3));
}

TEST_F(WebSocketTest, ClosesAClientOnDemand) {
    RawClient client(server.address());
    open(client);
    server.on_loop([&] {
        const auto one = handler.clients.at(0);
        one->close();
        one->close();
        one->send("to nobody");
    });
    EXPECT_TRUE(handler.closed_times(1));
    EXPECT_TRUE(client.ended());
}

TEST_F(WebSocketTest, RefusesAnUpgradeAndGoesOnWithTheConnection) {
    ScriptedHandler strict;
    strict.on_upgrade = [](const http_kit::Request& request) -> std::optional<http_kit::Response> {
        if (request.authorization == "Bearer right") return std::nullopt;
        return http_kit::Response{401, "text/plain", "no", {}};
    };
    RunningServer guarded{strict};
    RawClient client(guarded.address());
    EXPECT_EQ(client.upgrade("/", "").status, 401);
    EXPECT_EQ(client.upgrade("/", "Authorization: Bearer right\r\n").status, 101);
}

TEST_F(WebSocketTest, RefusesPagesOfOtherOrigins) {
    EXPECT_EQ(RawClient(server.address()).upgrade("/", "Origin: http://other.example\r\n").status, 403);
    EXPECT_EQ(RawClient(server.address()).upgrade("/", "Origin: http://" + server.address() + "\r\n").status, 101);
}

TEST_F(WebSocketTest, RefusesAHandshakeThatIsNone) {
    RawClient old(server.address());
    old.send(
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
    EXPECT_EQ(old.response().status, 426);
    RawClient keyless(server.address());
    keyless.send(
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\n\r\n");
    EXPECT_EQ(keyless.response().status, 400);
    RawClient eager(server.address());
    eager.send(
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\nframes before the answer");
    EXPECT_EQ(eager.response().status, 400);
    EXPECT_EQ(exchange(server.address(), "GET", "/").status, 200);
    EXPECT_TRUE(handler.clients.empty());
}

}  // namespace
}  // namespace counterfoil::test
