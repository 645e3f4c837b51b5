#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <string>

#include "platform/system_clock.hpp"
#include "platform/system_random.hpp"

namespace counterfoil::platform {
namespace {

TEST(SystemClock, TellsTheWallClockInMilliseconds) {
    const SystemClock clock;
    const auto before = std::chrono::system_clock::now();
    const auto now = clock.now();
    const auto after = std::chrono::system_clock::now();
    EXPECT_GE(now.ms, std::chrono::floor<std::chrono::milliseconds>(before.time_since_epoch()).count());
    EXPECT_LE(now.ms, std::chrono::floor<std::chrono::milliseconds>(after.time_since_epoch()).count());
}

TEST(SystemClock, TicksGoForwardAtTheSamePace) {
    const SystemClock clock;
    const auto start = clock.tick();
    auto last = start;
    while ((last - start).value < 5) {
        const auto next = clock.tick();
        ASSERT_GE(next, last);
        last = next;
    }
}

TEST(SystemRandom, FillsEveryByteOfAnySize) {
    SystemRandom random;
    for (const std::size_t size : {std::size_t{1}, std::size_t{7}, std::size_t{256}, std::size_t{100'000}}) {
        Bytes ever(size, 0);
        for (int round = 0; round < 20; ++round) {
            Bytes fresh(size, 0);
            random.fill(fresh);
            for (std::size_t i = 0; i < size; ++i)
                ever[i] = static_cast<std::uint8_t>(ever[i] | fresh[i]);
        }
        EXPECT_EQ(std::count(ever.begin(), ever.end(), 0), 0) << size;
    }
    random.fill({});
}

TEST(SystemRandom, IdsDoNotRepeat) {
    SystemRandom random;
    std::set<std::string> ids;
    for (int i = 0; i < 2000; ++i)
        ids.insert(random.new_id());
    EXPECT_EQ(ids.size(), 2000u);
}

}  // namespace
}  // namespace counterfoil::platform
