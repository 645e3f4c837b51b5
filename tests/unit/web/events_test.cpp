// WS /v1/events: who may listen, how one resumes, and what is kept.
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "unit/web/api_fixture.hpp"

namespace counterfoil::test {
namespace {

using nlohmann::json;

class EventsTest : public ApiTest {
protected:
    void publish(int times = 1) {
        server.on_loop([&] {
            for (int i = 0; i < times; ++i)
                events.publish("link", Instant{1000}, {{"state", "up"}});
        });
    }
    static json event(RawClient& client) {
        const auto frame = client.frame();
        return frame.opcode == 1 ? json::parse(frame.payload) : json{{"type", "no frame"}, {"position", -1}};
    }
    std::string type_and_position(RawClient& client) {
        const json got = event(client);
        return got["type"].get<std::string>() + " " + std::to_string(got["position"].get<std::int64_t>());
    }
    void join(RawClient& client, const std::string& query = {}) {
        ASSERT_EQ(client.upgrade("/v1/events" + query, std::string(kToken)).status, 101);
    }
    std::size_t listeners() {
        std::size_t count = 0;
        server.on_loop([&] { count = events.clients(); });
        return count;
    }
};

TEST_F(EventsTest, WantsTheTokenTheRightPathAndAPosition) {
    const auto refused = [&](const std::string& target, const std::string& headers) {
        return RawClient(server.address()).upgrade(target, headers).status;
    };
    EXPECT_EQ(refused("/v1/events", ""), 401);
    EXPECT_EQ(refused("/v1/events", "Authorization: Bearer wrong\r\n"), 401);
    EXPECT_EQ(refused("/v1/other", ""), 401);
    EXPECT_EQ(refused("/v1/other", std::string(kToken)), 404);
    for (const std::string after : {"x", "-1", "1x", "", "99999999999999999999"})
        EXPECT_EQ(refused("/v1/events?run=run-1&after=" + after, std::string(kToken)), 400) << after;
    EXPECT_EQ(ask("GET", "/v1/events").status, 426);
    EXPECT_EQ(ask("POST", "/v1/events").status, 405);
    EXPECT_EQ(listeners(), 0U);
}

TEST_F(EventsTest, TellsNewEventsToEveryListener) {
    publish(3);
    RawClient one(server.address());
    RawClient two(server.address());
    join(one);
    join(two);
    for (RawClient* client : {&one, &two}) {
        const json ready = event(*client);
        EXPECT_EQ(ready, (json{{"type", "ready"}, {"run", "run-1"}, {"position", 3}}));
    }
    publish();
    for (RawClient* client : {&one, &two}) {
        const json told = event(*client);
        EXPECT_EQ(told,
                  (json{{"type", "link"}, {"run", "run-1"}, {"position", 4}, {"at", 1000}, {"data", {{"state", "up"}}}}));
    }
}

TEST_F(EventsTest, ResumesBehindTheLastEventSeen) {
    publish(5);
    RawClient client(server.address());
    join(client, "?run=run-1&after=3");
    EXPECT_EQ(type_and_position(client), "ready 5");
    EXPECT_EQ(type_and_position(client), "link 4");
    EXPECT_EQ(type_and_position(client), "link 5");
    publish();
    EXPECT_EQ(type_and_position(client), "link 6");
}

TEST_F(EventsTest, ResumesWhereNothingWasMissed) {
    publish(2);
    RawClient client(server.address());
    join(client, "?run=run-1&after=2");
    EXPECT_EQ(type_and_position(client), "ready 2");
    publish();
    EXPECT_EQ(type_and_position(client), "link 3");
}

TEST_F(EventsTest, ResetsAListenerOfAnotherRun) {
    publish(2);
    for (const std::string query : {"?run=run-0&after=1", "?run=run-1&after=3", "?run=run-1&after=18446744073709551615"}) {
        RawClient client(server.address());
        join(client, query);
        EXPECT_EQ(type_and_position(client), "ready 2") << query;
        EXPECT_EQ(type_and_position(client), "reset 2") << query;
        EXPECT_EQ(type_and_position(client), "link 1") << query;
        EXPECT_EQ(type_and_position(client), "link 2") << query;
    }
}

TEST_F(EventsTest, ResetsAListenerThatMissedMoreThanIsKeptAndTellsAllThatIs) {
    const int kept = static_cast<int>(web::kEventsKept);
    publish(kept + 5);
    RawClient late(server.address());
    join(late, "?run=run-1&after=4");
    EXPECT_EQ(type_and_position(late), "ready 1005");
    EXPECT_EQ(type_and_position(late), "reset 1005");
    for (int i = 6; i <= kept + 5; ++i)
        ASSERT_EQ(type_and_position(late), "link " + std::to_string(i));
    RawClient just(server.address());
    join(just, "?run=run-1&after=5");
    EXPECT_EQ(type_and_position(just), "ready 1005");
    EXPECT_EQ(type_and_position(just), "link 6");
}

TEST_F(EventsTest, ForgetsAListenerThatWasCutWhileItJoined) {
    server.on_loop([&] {  // more than one may have unread
        for (int i = 0; i < static_cast<int>(web::kEventsKept); ++i)
            events.publish("scan", Instant{1}, {{"text", std::string(20'000, 'x')}});
    });
    RawClient client(server.address(), 4096);
    join(client, "?run=old&after=0");
    while (server.connections() > 0)
        std::this_thread::yield();
    EXPECT_EQ(listeners(), 0U);
}

TEST_F(EventsTest, ForgetsAListenerThatReadsNothing) {
    RawClient reads(server.address());
    RawClient sleeps(server.address(), 4096);
    join(reads);
    join(sleeps);
    EXPECT_EQ(type_and_position(reads), "ready 0");
    EXPECT_EQ(type_and_position(sleeps), "ready 0");
    for (int i = 1; listeners() == 2; ++i) {
        ASSERT_LT(i, 20'000);
        server.on_loop([&] { events.publish("scan", Instant{1}, {{"text", std::string(20'000, 'x')}}); });
        ASSERT_EQ(type_and_position(reads), "scan " + std::to_string(i));
    }
    EXPECT_EQ(listeners(), 1U);
}

}  // namespace
}  // namespace counterfoil::test
