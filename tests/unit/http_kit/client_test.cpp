// The blocking client, and the loop that everything runs on.
#include "web/kit/client.hpp"

#include <gtest/gtest.h>

#include <csignal>

#include "unit/http_kit/running_server.hpp"

namespace counterfoil::test {
namespace {

using http_kit::fetch;

class ClientTest : public testing::Test {
protected:
    std::string url(const std::string& path) const { return "http://" + server.address() + path; }
    ScriptedHandler handler;
    RunningServer server{handler};
};

TEST_F(ClientTest, SendsAndReceives) {
    const auto got = fetch({.url = url("/a?b=c"), .method = "POST", .body = "{}"});
    ASSERT_TRUE(got.has_value()) << describe(got.error());
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->body, "POST /a b=c\n{}");
    EXPECT_EQ(fetch({.url = url(""), .method = "DELETE"})->body, "DELETE /");
    EXPECT_EQ(fetch({.url = url("/"), .method = "HEAD"})->status, 200);
}

TEST_F(ClientTest, TakesAnyStatusForAnAnswer) {
    handler.on_request = [](http_kit::Request, http_kit::Respond respond) { respond({507, "text/plain", "full", {}}); };
    EXPECT_EQ(fetch({.url = url("/")})->status, 507);
}

TEST_F(ClientTest, SaysWhatIsNoAddress) {
    for (const char* const text : {"", "127.0.0.1:80", "https://127.0.0.1/", "http://", "http:///x", "http://a b/"}) {
        const auto got = fetch({.url = text});
        ASSERT_FALSE(got.has_value()) << text;
        EXPECT_EQ(got.error().code, ErrorCode::invalid_input) << text;
    }
}

TEST_F(ClientTest, RefusesAMethodThatIsNone) {
    const auto got = fetch({.url = url("/"), .method = "NO SUCH"});
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code, ErrorCode::invalid_input);
}

TEST_F(ClientTest, SaysThatNobodyAnswers) {
    const std::string gone = url("/");
    server.destroy_server();
    const auto got = fetch({.url = gone});
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code, ErrorCode::unavailable);
}

TEST_F(ClientTest, DoesNotWaitForEver) {
    std::vector<http_kit::Respond> kept;
    handler.on_request = [&](http_kit::Request, http_kit::Respond respond) { kept.push_back(std::move(respond)); };
    const auto got = fetch({.url = url("/"), .timeout = Millis{100}});
    ASSERT_FALSE(got.has_value());
    EXPECT_EQ(got.error().code, ErrorCode::unavailable);
}

TEST_F(ClientTest, BoundsWhatItReads) {
    handler.on_request = [](http_kit::Request, http_kit::Respond respond) {
        respond({200, "text/plain", std::string(9 * 1024 * 1024, 'x'), {}});
    };
    EXPECT_FALSE(fetch({.url = url("/")}).has_value());
}

TEST(IoLoopTest, RunsWhatIsPostedInOrderAndTimersWhenDue) {
    http_kit::IoLoop loop;
    std::string trace;
    loop.after(Millis{30}, [&] {
        trace += "c";
        loop.stop();
    });
    loop.after(Millis{10}, [&] { trace += "b"; });
    for (int i = 0; i < 3; ++i)
        loop.post([&] { trace += "a"; });
    loop.run();
    EXPECT_EQ(trace, "aaabc");
}

TEST(IoLoopTest, TellsOfTermination) {
    http_kit::IoLoop loop;
    bool told = false;
    loop.on_termination([&] {
        told = true;
        loop.stop();
    });
    loop.post([] { ::raise(SIGTERM); });
    loop.run();
    EXPECT_TRUE(told);
}

TEST(IoLoopTest, DropsWhatIsLeftAtItsEnd) {
    auto alive = std::make_shared<int>();
    {
        http_kit::IoLoop loop;
        loop.post([alive] {});
        loop.after(Millis{1'000'000}, [alive] {});
    }
    EXPECT_EQ(alive.use_count(), 1);
}

}  // namespace
}  // namespace counterfoil::test
