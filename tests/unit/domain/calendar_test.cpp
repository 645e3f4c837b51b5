// Days and hours of zones whose clocks change.
#include "domain/calendar.hpp"

#include <gtest/gtest.h>

#include "domain/rules.hpp"
#include "zones.hpp"

namespace counterfoil::domain {
namespace {

using test::at_utc;
using test::berlin;
using test::new_york;
using test::shanghai;
using namespace std::chrono;

constexpr Day kSpring = 2026y / March / 29;
constexpr Day kAutumn = 2026y / October / 25;

TEST(Calendar, ATimeThatExistsOnceIsThatTime) {
    const Zone zone = berlin();
    const Calendar calendar(zone);
    EXPECT_EQ(calendar.instant_of(2026y / July / 1, {12 * 60}), at_utc(2026y / July / 1, 10, 0));
    EXPECT_EQ(calendar.instant_of(2026y / December / 1, {12 * 60}), at_utc(2026y / December / 1, 11, 0));
    EXPECT_EQ(calendar.offset_minutes_at(at_utc(kSpring, 0, 59)), 60);
    EXPECT_EQ(calendar.offset_minutes_at(at_utc(kSpring, 1, 0)), 120);
}

TEST(Calendar, ATimeThatIsSkippedMeansTheMomentOfTheJump) {
    const Zone zone = berlin();
    const Calendar calendar(zone);
    const Instant jump = at_utc(kSpring, 1, 0);
    EXPECT_EQ(calendar.instant_of(kSpring, {2 * 60}), jump);
    EXPECT_EQ(calendar.instant_of(kSpring, {2 * 60 + 59}), jump);
    EXPECT_EQ(calendar.instant_of(kSpring, {2 * 60 + 59}, Twice::last), jump);
    EXPECT_EQ(calendar.instant_of(kSpring, {3 * 60}), jump);
    EXPECT_EQ(calendar.instant_of(kSpring, {1 * 60 + 59}), at_utc(kSpring, 0, 59));
    const Zone american = new_york();
    EXPECT_EQ(Calendar(american).instant_of(2026y / March / 8, {2 * 60 + 30}), at_utc(2026y / March / 8, 7, 0));
}

TEST(Calendar, ATimeThatComesTwiceMeansTheFirstUnlessTheLastIsAskedFor) {
    const Zone zone = berlin();
    const Calendar calendar(zone);
    EXPECT_EQ(calendar.instant_of(kAutumn, {2 * 60 + 30}), at_utc(kAutumn, 0, 30));
    EXPECT_EQ(calendar.instant_of(kAutumn, {2 * 60 + 30}, Twice::last), at_utc(kAutumn, 1, 30));
    EXPECT_EQ(calendar.instant_of(kAutumn, {3 * 60}, Twice::last), at_utc(kAutumn, 2, 0));
    EXPECT_EQ(calendar.instant_of(kAutumn, {1 * 60 + 59}, Twice::last), at_utc(2026y / October / 24, 23, 59));
    const Zone american = new_york();
    const Calendar there(american);
    EXPECT_EQ(there.instant_of(2026y / November / 1, {60 + 30}), at_utc(2026y / November / 1, 5, 30));
    EXPECT_EQ(there.instant_of(2026y / November / 1, {60 + 30}, Twice::last), at_utc(2026y / November / 1, 6, 30));
}

TEST(Calendar, DaysOfTheClockChangeAre23And25HoursLong) {
    for (const Zone& zone : {berlin(), new_york()}) {
        const Calendar calendar(zone);
        const bool european = zone.zone == "Europe/Berlin";
        const Day spring = european ? kSpring : Day(2026y / March / 8);
        const Day autumn = european ? kAutumn : Day(2026y / November / 1);
        EXPECT_EQ((calendar.begin_of(spring + days{1}) - calendar.begin_of(spring)).value, 23 * 3'600'000) << zone.zone;
        EXPECT_EQ((calendar.begin_of(autumn + days{1}) - calendar.begin_of(autumn)).value, 25 * 3'600'000) << zone.zone;
    }
    const Zone zone = shanghai();
    const Calendar calendar(zone);
    EXPECT_EQ((calendar.begin_of(kSpring + days{1}) - calendar.begin_of(kSpring)).value, kDayMs);
}

TEST(Calendar, ABusinessDayEndsAtItsCutoff) {
    const Zone zone = shanghai();
    const Calendar bar(zone, {120});
    EXPECT_EQ(text_of(bar.day_of(at_utc(2026y / March / 1, 17, 59))), "2026-03-01");
    EXPECT_EQ(text_of(bar.day_of(at_utc(2026y / March / 1, 18, 0))), "2026-03-02");
    const Calendar shop(zone);
    EXPECT_EQ(text_of(shop.day_of(at_utc(2026y / March / 1, 15, 59))), "2026-03-01");
    EXPECT_EQ(text_of(shop.day_of(at_utc(2026y / March / 1, 16, 0))), "2026-03-02");
    EXPECT_EQ(bar.instant_within(2026y / March / 1, {60}), at_utc(2026y / March / 1, 17, 0)) << "01:00 is after midnight";
    EXPECT_EQ(bar.instant_within(2026y / March / 1, {120}), at_utc(2026y / February / 28, 18, 0));
}

TEST(Calendar, ACutoffInTheSkippedOrRepeatedHourCutsOnce) {
    const Zone zone = berlin();
    const Calendar bar(zone, {150});  // 02:30
    EXPECT_EQ(text_of(bar.day_of(at_utc(kSpring, 0, 59))), "2026-03-28");
    EXPECT_EQ(text_of(bar.day_of(at_utc(kSpring, 1, 0))), "2026-03-29");
    EXPECT_EQ(text_of(bar.day_of(at_utc(kAutumn, 0, 29))), "2026-10-24");
    EXPECT_EQ(text_of(bar.day_of(at_utc(kAutumn, 0, 30))), "2026-10-25");
    EXPECT_EQ(text_of(bar.day_of(at_utc(kAutumn, 1, 0))), "2026-10-25") << "02:00 for the second time: the day has begun";
}

// Whatever the zone and the cutoff: days follow one another without a gap, and each moment is in the day that it names.
TEST(Calendar, EveryMomentIsInItsDay) {
    for (const Zone& zone : {berlin(), new_york(), shanghai()}) {
        for (const std::int32_t cutoff : {0, 60, 120, 150, 179, 180, 719}) {
            const Calendar calendar(zone, {cutoff});
            for (Instant at = at_utc(2026y / January / 1, 0, 0); at < at_utc(2027y / January / 1, 0, 0);
                 at = at + Millis{17 * 60'000}) {
                const Day day = calendar.day_of(at);
                ASSERT_LE(calendar.begin_of(day), at) << zone.zone << " " << cutoff;
                ASSERT_GT(calendar.begin_of(day + days{1}), at) << zone.zone << " " << cutoff;
            }
        }
    }
}

TEST(Calendar, TakesTheOutermostMoments) {
    EXPECT_EQ(text_of(Calendar(0).day_of(Instant{INT64_MAX})), "9999-12-31") << "the last day that a document can name";
    const Zone zone = berlin();
    EXPECT_EQ(text_of(Calendar(zone).day_of(Instant{INT64_MIN})), "0001-01-01");
    EXPECT_EQ(text_of(Calendar(0).day_of(Instant{INT64_MIN})), "0001-01-01");
}

TEST(Calendar, AStoreHasItsOwnZoneAndCutoffOrTheBrands) {
    Rules rules;
    rules.zones = {berlin(), new_york()};
    rules.zone = "Europe/Berlin";
    rules.day_cutoff = {60};
    rules.stores = {{StoreId("NY"), "us", "America/New_York", TimeOfDay{120}}, {StoreId("B"), "eu", "", std::nullopt}};
    const Instant at = at_utc(2026y / July / 1, 23, 30);
    EXPECT_EQ(text_of(brand_calendar(rules).day_of(at)), "2026-07-02") << "the brand's days begin at midnight";
    EXPECT_EQ(text_of(store_calendar(rules, StoreId("B")).day_of(at)), "2026-07-02");
    EXPECT_EQ(text_of(store_calendar(rules, StoreId("B")).day_of(at_utc(2026y / July / 1, 22, 30))), "2026-07-01");
    EXPECT_EQ(text_of(store_calendar(rules, StoreId("elsewhere")).day_of(at_utc(2026y / July / 1, 22, 30))), "2026-07-01");
    EXPECT_EQ(text_of(store_calendar(rules, StoreId("NY")).day_of(at_utc(2026y / July / 2, 5, 59))), "2026-07-01");
    EXPECT_EQ(text_of(store_calendar(rules, StoreId("NY")).day_of(at_utc(2026y / July / 2, 6, 0))), "2026-07-02");
    Rules old;
    EXPECT_EQ(text_of(store_calendar(old, StoreId("B")).day_of(at_utc(2026y / July / 1, 16, 0))), "2026-07-02")
        << "rules without zones go by utc_offset_minutes";
}

}  // namespace
}  // namespace counterfoil::domain
