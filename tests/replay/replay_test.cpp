// Every part of the real data, as the program `replay` does it by default. What it prints is in the test's log.
#include <gtest/gtest.h>

#include <iostream>
#include <nlohmann/json.hpp>

#include "replay/figures.hpp"
#include "replay/parts.hpp"
#include "replay/through_agent.hpp"
#include "support/test_data.hpp"

namespace counterfoil::replay {
namespace {

using nlohmann::json;

constexpr Share kShare{150};

class Replay : public ::testing::TestWithParam<std::string> {};

TEST_P(Replay, GivesTheExpectedFigures) {
    const auto folder = test_support::test_data_path() / "data";
    const auto part = std::ranges::find(parts(), GetParam(), &Part::name);
    for (const std::string& file : missing_files(folder, *part))
        COUNTERFOIL_NEEDS_TEST_DATA(folder / file);
    const json expected = expected_figures(folder);
    Report report(part->name);
    check_files(folder, *part, expected, report);
    const World world = part->run(folder, expected, report, kShare);
    replay_through_agent(world, report);
    report.print(std::cout);
    EXPECT_EQ(report.differences(), std::vector<std::string>());
    EXPECT_GT(report.compared(), 50U);
}

INSTANTIATE_TEST_SUITE_P(RealData, Replay, ::testing::Values("cj", "retail", "o2o", "x5", "ean"),
                         [](const auto& one) { return one.param; });

TEST(Report, TellsEachDifference) {
    Report report("x");
    report.compare("x", json::parse(R"({"a": 1, "b": {"c": "2"}, "d": [1, 2]})"),
                   json::parse(R"({"a": 1, "b": {"c": "3"}, "e": 1})"));
    EXPECT_EQ(report.differences(),
              (std::vector<std::string>{"x.b.c: \"3\" instead of \"2\"", "x.d: [1,2] expected, and nothing reckoned",
                                        "x.e: reckoned, and not in expected.json"}));
}

TEST(Figures, AreWholeNumbers) {
    EXPECT_EQ(scaled("-12.5", 2), -1250);
    EXPECT_EQ(scaled("0.001", 3), 1);
    EXPECT_THROW(scaled("0.0001", 3), std::runtime_error);
    EXPECT_THROW(scaled("1e3", 3), std::runtime_error);
    EXPECT_THROW(scaled("", 3), std::runtime_error);
    EXPECT_EQ(plain(-1250, 2), "-12.5");
    EXPECT_EQ(plain(0, 3), "0");
    EXPECT_EQ(plain(5, 3), "0.005");
    EXPECT_EQ(to_hundredths("12.345"), 1235);
    EXPECT_EQ(to_hundredths("12.3449999"), 1234);
}

TEST(NewYork, ChangesItsClockTwiceAYear) {
    EXPECT_EQ(new_york_offset("2017-03-12 01:59:59"), -300);
    EXPECT_EQ(new_york_offset("2017-03-12 03:00:00"), -240);
    EXPECT_EQ(new_york_offset("2017-11-04 23:00:00"), -240);
    EXPECT_EQ(new_york_offset("2017-11-05 03:00:00"), -300);
    EXPECT_EQ(instant_of("1970-01-01 00:00:01", 0), Instant{1000});
    EXPECT_EQ(instant_of("2017-01-01 08:47:20", -300), instant_of("2017-01-01T13:47:20Z", 0));
}

}  // namespace
}  // namespace counterfoil::replay
