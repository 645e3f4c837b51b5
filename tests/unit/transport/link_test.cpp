// Both ends over real sockets with real CURVE.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "transport/agent_link.hpp"
#include "transport/hub_link.hpp"

namespace counterfoil::transport {
namespace {

using testing::Contains;

/// Things that happened on a link's thread, and a bounded wait for one of them.
class Happenings {
public:
    void add(std::string text) {
        const std::scoped_lock lock(mutex_);
        seen_.push_back(std::move(text));
        changed_.notify_all();
    }
    bool wait_for(const std::string& text, std::size_t times = 1) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(20),
                                 [&] { return static_cast<std::size_t>(std::ranges::count(seen_, text)) >= times; });
    }
    std::vector<std::string> all() {
        const std::scoped_lock lock(mutex_);
        return seen_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> seen_;
};

Bytes bytes(std::string_view text) { return {text.begin(), text.end()}; }

struct Hub {
    explicit Hub(std::vector<CurveKeys> devices, std::string ops = "tcp://127.0.0.1:*",
                 std::string feed = "tcp://127.0.0.1:*", CurveKeys own_keys = make_curve_keys().value())
        : own(own_keys), enrolled(std::move(devices)) {
        HubLinkEvents events;
        events.authorise = [this](const PublicKey& key) -> std::optional<std::string> {
            for (std::size_t i = 0; i < enrolled.size(); ++i)
                if (enrolled[i].public_key == key) return "D" + std::to_string(i);
            happened.add("stranger");
            return std::nullopt;
        };
        events.frame = [this](const std::string& from, const Bytes& frame) { happened.add(from + ":" + std::string(as_text(frame))); };
        auto started = HubLink::start({std::move(ops), std::move(feed), own}, events, log);
        if (started)
            link = std::move(*started);
        else
            error = started.error();
    }

    CurveKeys own;
    std::vector<CurveKeys> enrolled;
    Happenings happened;
    NullLog log;
    Error error;
    std::unique_ptr<HubLink> link;
};

struct Agent {
    Agent(const std::string& ops, const std::string& feed, const PublicKey& hub_key, const CurveKeys& own) {
        AgentLinkEvents events;
        events.up = [this] { happened.add("up"); };
        events.down = [this] { happened.add("down"); };
        events.ops_frame = [this](Bytes frame) { happened.add("ops:" + std::string(as_text(frame))); };
        events.feed_frame = [this](Bytes frame) { happened.add("feed:" + std::string(as_text(frame))); };
        link = AgentLink::start({ops, feed, "all", hub_key, own}, events, log).value();
    }
    Happenings happened;
    NullLog log;
    std::unique_ptr<AgentLink> link;
};

TEST(Link, CarriesFramesBothWaysBetweenEnrolledDevicesAndHq) {
    const CurveKeys first = make_curve_keys().value();
    const CurveKeys second = make_curve_keys().value();
    Hub hub({first, second});
    ASSERT_TRUE(hub.link);
    Agent a(hub.link->ops_endpoint(), hub.link->feed_endpoint(), hub.own.public_key, first);
    Agent b(hub.link->ops_endpoint(), hub.link->feed_endpoint(), hub.own.public_key, second);
    ASSERT_TRUE(a.happened.wait_for("up"));
    ASSERT_TRUE(b.happened.wait_for("up"));
    EXPECT_TRUE(a.link->send(bytes("hello")));
    EXPECT_TRUE(b.link->send(bytes("hi")));
    ASSERT_TRUE(hub.happened.wait_for("D0:hello"));
    ASSERT_TRUE(hub.happened.wait_for("D1:hi"));
    EXPECT_TRUE(hub.link->send("D0", bytes("welcome")));
    EXPECT_TRUE(a.happened.wait_for("ops:welcome"));
    EXPECT_THAT(b.happened.all(), testing::Not(Contains("ops:welcome")));
}

TEST(Link, GivesNoConnectionToAKeyThatIsNotEnrolled) {
    const CurveKeys enrolled = make_curve_keys().value();
    Hub hub({enrolled});
    Agent stranger(hub.link->ops_endpoint(), hub.link->feed_endpoint(), hub.own.public_key, make_curve_keys().value());
    ASSERT_TRUE(hub.happened.wait_for("stranger", 2));
    stranger.link->send(bytes("let me in"));
    // An enrolled device's frame comes through while the stranger's does not.
    Agent known(hub.link->ops_endpoint(), hub.link->feed_endpoint(), hub.own.public_key, enrolled);
    ASSERT_TRUE(known.happened.wait_for("up"));
    known.link->send(bytes("hello"));
    ASSERT_TRUE(hub.happened.wait_for("D0:hello"));
    EXPECT_THAT(stranger.happened.all(), testing::Not(Contains("up")));
}

TEST(Link, DoesNotSpeakToAnHqWithAnotherKey) {
    const CurveKeys device = make_curve_keys().value();
    Hub real({device});
    Agent agent(real.link->ops_endpoint(), real.link->feed_endpoint(), make_curve_keys().value().public_key, device);
    Agent witness(real.link->ops_endpoint(), real.link->feed_endpoint(), real.own.public_key, device);
    ASSERT_TRUE(witness.happened.wait_for("up"));
    EXPECT_TRUE(agent.happened.all().empty());
}

TEST(Link, FeedReachesEverybody) {
    const CurveKeys device = make_curve_keys().value();
    Hub hub({device});
    Agent agent(hub.link->ops_endpoint(), hub.link->feed_endpoint(), hub.own.public_key, device);
    ASSERT_TRUE(agent.happened.wait_for("up"));
    // Subscriptions travel after the handshake, so the first publications may be missed: publish until one is seen.
    bool seen = false;
    for (int i = 0; i < 10'000 && !seen; ++i) {
        hub.link->publish("all", bytes("change"));
        const auto all = agent.happened.all();
        seen = std::ranges::find(all, "feed:change") != all.end();
        if (!seen) std::this_thread::yield();
    }
    EXPECT_TRUE(seen || agent.happened.wait_for("feed:change"));
}

TEST(Link, ComesBackByItselfAndQueuesNothingWhileDown) {
    const CurveKeys device = make_curve_keys().value();
    auto hub = std::make_unique<Hub>(std::vector<CurveKeys>{device});
    const CurveKeys own = hub->own;
    const std::string ops = hub->link->ops_endpoint();
    const std::string feed = hub->link->feed_endpoint();
    Agent agent(ops, feed, own.public_key, device);
    ASSERT_TRUE(agent.happened.wait_for("up"));
    hub.reset();
    ASSERT_TRUE(agent.happened.wait_for("down"));
    agent.link->send(bytes("lost"));
    Hub again({device}, ops, feed, own);
    ASSERT_TRUE(again.link) << describe(again.error);
    ASSERT_TRUE(agent.happened.wait_for("up", 2));
    agent.link->send(bytes("found"));
    ASSERT_TRUE(again.happened.wait_for("D0:found"));
    EXPECT_THAT(again.happened.all(), testing::Not(Contains("D0:lost")));
}

TEST(Link, SaysWhichPortIsInUse) {
    Hub first({});
    Hub second({}, first.link->ops_endpoint());
    EXPECT_FALSE(second.link);
    EXPECT_EQ(second.error.code, ErrorCode::unavailable);
    EXPECT_THAT(describe(second.error), testing::HasSubstr(first.link->ops_endpoint()));
}

TEST(Link, RefusesAnEndpointThatIsNone) {
    NullLog log;
    const auto link = AgentLink::start({"nonsense", "tcp://127.0.0.1:1", "all", {}, make_curve_keys().value()}, {}, log);
    ASSERT_FALSE(link);
    EXPECT_EQ(link.error().code, ErrorCode::invalid_input);
}

}  // namespace
}  // namespace counterfoil::transport
