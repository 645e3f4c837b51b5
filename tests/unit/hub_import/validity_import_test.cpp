// What HQ adds to a row so that every device knows when something is good: tables of zones, and the days of a coupon.
#include <chrono>

#include "codec/json.hpp"
#include "unit/hub_import/import_world.hpp"

namespace counterfoil::hub {
namespace {

using namespace std::chrono;
using domain::Day;
using domain::text_of;

Instant at_utc(Day date, int hour, int minute = 0) {
    return Instant{duration_cast<milliseconds>((date + hours{hour} + minutes{minute}).time_since_epoch()).count()};
}

class ValidityImport : public ImportWorld {
protected:
    domain::Rules imported(const std::string& fields) {
        const auto result = run_text(R"({"kind":"rules","tiers":[{"tier_id":"gold","rank":1}])" + fields + "}\n");
        EXPECT_TRUE(result.has_value()) << describe(result.error());
        return store->view().reference().rules()->value();
    }
    std::string rules_fault(const std::string& fields) { return fault(R"({"kind":"rules")" + fields + "}\n"); }
    domain::Coupon coupon(const char* id = "C7") { return store->view().rights().coupon(CouponId{id})->value(); }
};

TEST_F(ValidityImport, TheRulesCarryTheTablesOfTheZonesThatTheyName) {
    const domain::Rules rules = imported(
        R"(,"zone":"Europe/Berlin","day_cutoff":"02:00","stores":[{"store_id":"S1","region":"us","zone":"America/New_York"},)"
        R"({"store_id":"S2","zone":"Asia/Shanghai","day_cutoff":"00:00"}])");
    ASSERT_EQ(rules.zones.size(), 3U);
    EXPECT_EQ(rules.zones[0].zone, "America/New_York");
    EXPECT_EQ(rules.zones[1].zone, "Asia/Shanghai");
    EXPECT_TRUE(rules.zones[1].changes.empty());
    EXPECT_EQ(rules.zones[1].offset_minutes, 480);
    EXPECT_EQ(rules.zones[2].changes.size(), 120U) << "two a year from 2000 to 2059";
    const domain::Calendar berlin(rules.zones[2]);
    EXPECT_EQ(berlin.offset_minutes_at(Instant{at_utc(2026y / March / 29, 1).ms - 1}), 60);
    EXPECT_EQ(berlin.offset_minutes_at(at_utc(2026y / March / 29, 1)), 120);
    EXPECT_EQ(berlin.offset_minutes_at(at_utc(2026y / October / 25, 1)), 60);
    const domain::Calendar there(rules.zones[0]);
    EXPECT_EQ(there.offset_minutes_at(Instant{at_utc(2026y / March / 8, 7).ms - 1}), -300);
    EXPECT_EQ(there.offset_minutes_at(at_utc(2026y / March / 8, 7)), -240);
    EXPECT_EQ(there.offset_minutes_at(at_utc(2026y / November / 1, 6)), -300);
    EXPECT_EQ(text_of(store_calendar(rules, StoreId{"S1"}).day_of(at_utc(2026y / July / 2, 5, 59))), "2026-07-01");
    EXPECT_EQ(text_of(store_calendar(rules, StoreId{"S1"}).day_of(at_utc(2026y / July / 2, 6))), "2026-07-02");
    const auto sent = *store->view().feed().find(domain::FeedKind::rules, "rules");
    EXPECT_EQ(codec::decode_rules(sent->body, hasher)->hash, rules.hash) << "devices have what HQ has, tables and all";
}

TEST_F(ValidityImport, TheSameRowAgainChangesNothing) {
    const std::string text = R"({"kind":"rules","zone":"Europe/Berlin"})";
    ASSERT_TRUE(run_text(text).has_value());
    now = now + Millis{400 * kDayMs};
    EXPECT_EQ(run_text(text)->counts, (ImportCounts{1, 0, 0, 1})) << "whenever it is imported";
}

TEST_F(ValidityImport, ATableThatTheRowBringsIsTakenAsItIs) {
    const domain::Rules rules = imported(
        R"(,"zone":"Europe/Berlin","zones":[{"zone":"Europe/Berlin","offset_minutes":90}],"stores":[{"store_id":"S1","zone":"UTC"}])");
    ASSERT_EQ(rules.zones.size(), 2U);
    EXPECT_EQ(rules.zones[0].offset_minutes, 90);
    EXPECT_EQ(rules.zones[1].zone, "UTC");
}

TEST_F(ValidityImport, NamesAZoneThatNobodyKnows) {
    EXPECT_EQ(rules_fault(R"(,"zone":"Europe/Nowhere")"),
              "rows.jsonl:1: /zone: the time zone database has no zone Europe/Nowhere");
    EXPECT_EQ(rules_fault(R"(,"stores":[{"store_id":"S1","zone":"Mars/Base"}])"),
              "rows.jsonl:1: /stores/0/zone: the time zone database has no zone Mars/Base");
    for (const char* name :
         {"CET", "right/Europe/Berlin", "posix/Europe/Berlin", "../etc/passwd", "/Europe/Berlin", "localtime"})
        EXPECT_EQ(rules_fault(R"(,"zone":")" + std::string(name) + "\""),
                  "rows.jsonl:1: /zone: the IANA name of a zone such as Asia/Shanghai is expected")
            << name;
    EXPECT_EQ(rules_fault(R"(,"day_cutoff":"24:00")"),
              "rows.jsonl:1: /day_cutoff: a time from 00:00 to 23:59 as HH:MM is expected");
    EXPECT_EQ(rules_fault(R"(,"day_cutoff":"12:00")"), "rows.jsonl:1: /day_cutoff: a time from 00:00 to 11:59");
}

TEST_F(ValidityImport, RulesThatAreTooLargeForTheFeedAreRefused) {
    std::string stores;
    for (int i = 0; i < 2000; ++i)
        stores += (i > 0 ? "," : "") + std::string("{\"store_id\":\"S") + std::to_string(i) + "\",\"region\":\"" +
                  std::string(60, 'r') + "\",\"zone\":\"America/Argentina/Buenos_Aires\"}";
    EXPECT_NE(rules_fault(",\"stores\":[" + stores + "]").find("/stores: all rules together are "), std::string::npos);
}

constexpr const char* kThreeDays =
    "{\"kind\":\"template\",\"template_id\":\"T7\",\"template_kind\":\"amount_off\",\"face\":500,\"valid_days\":3";

TEST_F(ValidityImport, TheDayOfIssueIsTheFirstOfTheNaturalDays) {
    now = at_utc(2026y / March / 1, 13);  // 21:00 in Shanghai
    ASSERT_TRUE(run_text(std::string(kRules) + kThreeDays + "}\n" + kMemberRow + kCoupon).has_value());
    EXPECT_EQ(coupon().issued_at, now);
    EXPECT_EQ(coupon().valid_from, now);
    EXPECT_EQ(coupon().valid_until, at_utc(2026y / March / 3, 16)) << "the end of 3 March in UTC+8";
    EXPECT_EQ(right(RightId{"coupon:C7"}).expires_at, coupon().valid_until);
    const Instant issued = now;
    now = now + Millis{kDayMs};
    EXPECT_EQ(run_text(std::string(kRules) + kThreeDays + "}\n" + kMemberRow + kCoupon)->counts.unchanged, 4U)
        << "the same row again does not begin the days anew";
    EXPECT_EQ(coupon().issued_at, issued);
}

TEST_F(ValidityImport, DaysThatWaitBeginAtMidnightAndTheTemplateCutsThem) {
    const std::string until = std::to_string(at_utc(2026y / March / 31, 22).ms);
    const std::string issued = R"(,"issued_at":)" + std::to_string(at_utc(2026y / March / 27, 11).ms) + "}\n";
    const std::string coupon_row =
        R"({"kind":"coupon","coupon_id":"C7","code":"CFC7","template_id":"T7","member_id":"M7")" + issued;
    const std::string rules = R"({"kind":"rules","tiers":[{"tier_id":"gold","rank":1}],"zone":"Europe/Berlin"})"
                              "\n";
    ASSERT_TRUE(run_text(rules + kThreeDays + ",\"wait_days\":2}\n" + kMemberRow + coupon_row).has_value());
    EXPECT_EQ(coupon().valid_from, at_utc(2026y / March / 28, 23)) << "midnight of 29 March, still winter";
    EXPECT_EQ(coupon().valid_until, at_utc(2026y / March / 31, 22)) << "three days on it is summer: 71 hours";
    const std::string cut = kThreeDays + std::string(",\"wait_days\":2,\"version\":2,\"valid_until\":") +
                            std::to_string(at_utc(2026y / March / 30, 0).ms) + "}\n";
    ASSERT_TRUE(run_text(cut + coupon_row).has_value());
    EXPECT_EQ(coupon().valid_until, at_utc(2026y / March / 30, 0));
    const std::string over = kThreeDays + std::string(",\"wait_days\":2,\"version\":3,\"valid_until\":") +
                             std::to_string(at_utc(2026y / March / 28, 0).ms) + "}\n";
    EXPECT_NE(fault(over + coupon_row).find("rows.jsonl:2: /valid_until: "), std::string::npos) << "no day is left";
}

TEST_F(ValidityImport, ABirthdayIsMonthAndDay) {
    ASSERT_TRUE(run_text(std::string(kRules) + member_line(R"(,"birthday":"02-29")")).has_value());
    EXPECT_EQ(member_of("M7")->member.birthday, (domain::Birthday{2, 29}));
    EXPECT_EQ((*store->view().members().member(MemberId{"M7"}))->member.birthday, (domain::Birthday{2, 29}));
    EXPECT_EQ(run_text(member_line(R"(,"birthday":"02-29")"))->counts.unchanged, 1U);
    for (const char* bad : {"\"02-30\"", "\"2-3\"", "\"1990-02-03\"", "\"13-01\"", "203", "\"00-01\""})
        EXPECT_NE(fault(member_line(",\"birthday\":" + std::string(bad))).find("/birthday: "), std::string::npos) << bad;
    EXPECT_NE(fault(member_line(",\"purchased\":false")).find("/purchased: whether"), std::string::npos);
}

TEST_F(ValidityImport, TagsAreShortTextsEachOnce) {
    ASSERT_TRUE(run_text(std::string(kRules) + member_line(R"(,"tags":["vip","茶友"])")).has_value());
    EXPECT_EQ(member_of("M7")->member.tags, (std::vector<std::string>{"vip", "茶友"}));
    EXPECT_EQ((*store->view().members().member(MemberId{"M7"}))->member.tags, (std::vector<std::string>{"vip", "茶友"}));
    EXPECT_EQ(run_text(member_line(R"(,"tags":["vip","茶友"])"))->counts.unchanged, 1U);
    EXPECT_EQ(run_text(member_line(R"(,"tags":["vip"])"))->counts.changed, 1U);
    EXPECT_NE(fault(member_line(R"(,"tags":["a","b","a"])")).find("/tags: each tag once is expected"), std::string::npos);
    EXPECT_NE(fault(member_line(R"(,"tags":["a",""])")).find("/tags/1: "), std::string::npos);
    EXPECT_NE(fault(member_line(R"(,"tags":["two\nlines"])")).find("/tags/0: "), std::string::npos);
    EXPECT_NE(fault(member_line(",\"tags\":[\"" + std::string(33, 'x') + "\"]")).find("/tags/0: "), std::string::npos);
}

TEST_F(ValidityImport, SalesOfAHistoryAreSales) {
    const std::string history =
        R"({"kind":"ticket_history","member_id":"M7","ticket_key":{"store_id":"S001","register_id":"R1",)"
        R"("business_day":"2025-11-30","ticket_id":"1"},"at":1764482400000,"total":100,"due":100,"earned":0,"spent":0})"
        "\n";
    ASSERT_TRUE(run_text(std::string(kRules) + kMemberRow).has_value());
    EXPECT_FALSE(member_of("M7")->member.purchased);
    ASSERT_TRUE(run_text(history).has_value());
    EXPECT_TRUE(member_of("M7")->member.purchased);
}

TEST_F(ValidityImport, ABirthdayChangesOnceAYearAtMost) {
    ASSERT_TRUE(run_text(std::string(kRules) + member_line("")).has_value());
    ASSERT_TRUE(run_text(member_line(R"(,"birthday":"05-10")")).has_value()) << "the first word is no change";
    ASSERT_TRUE(run_text(member_line(R"(,"birthday":"05-11")")).has_value());
    now = now + Millis{364 * kDayMs};
    const std::string why = fault(member_line(R"(,"birthday":"09-01")"));
    EXPECT_NE(why.find("/birthday: was changed on 2026-05-29"), std::string::npos) << why;
    EXPECT_NE(fault(member_line("")).find("/birthday: "), std::string::npos) << "nor is it taken away and told anew";
    EXPECT_EQ(run_text(member_line(R"(,"birthday":"05-11","name":"W")"))->counts.changed, 1U);
    now = now + Millis{2 * kDayMs};
    EXPECT_TRUE(run_text(member_line(R"(,"birthday":"09-01")")).has_value());
    EXPECT_EQ(member_of("M7")->member.birthday, (domain::Birthday{9, 1}));
}

TEST_F(ValidityImport, ABirthdayStaysInTheYearOfItsCoupon) {
    const std::string rule =
        R"({"kind":"template","template_id":"TB","template_kind":"amount_off","face":500,"birthday":"month"})"
        "\n";
    const std::string used =
        R"({"kind":"coupon","coupon_id":"CB","code":"CFCB","template_id":"TB","member_id":"M7","state":"used","used":)"
        R"({"at":1779000000000,"ticket_key":{"store_id":"S1","register_id":"R1","business_day":"2026-05-17","ticket_id":"1"}}})"
        "\n";
    ASSERT_TRUE(run_text(std::string(kRules) + rule + member_line(R"(,"birthday":"05-10")") + used).has_value());
    EXPECT_EQ(member_of("M7")->member.uses, (std::vector<domain::TemplateUses>{{TemplateId{"TB"}, 1, "2026-05-17", 1}}));
    const std::string why = fault(member_line(R"(,"birthday":"12-01")"));
    EXPECT_NE(why.find("/birthday: a birthday coupon was used on 2026-05-17"), std::string::npos) << why;
    now = now + Millis{300 * kDayMs};
    EXPECT_TRUE(run_text(member_line(R"(,"birthday":"12-01")")).has_value());
}

TEST_F(ValidityImport, ATemplateThatGetsALimitTellsWhatWasUsedBefore) {
    const std::string used =
        R"({"kind":"coupon","coupon_id":"CU","code":"CFCU","template_id":"T7","member_id":"M7","state":"used","used":)"
        R"({"at":1779000000000,"ticket_key":{"store_id":"S1","register_id":"R1","business_day":"2026-05-17","ticket_id":"1"}}})"
        "\n";
    ASSERT_TRUE(run_text(std::string(kRules) + kTemplate + member_line("") + used).has_value());
    EXPECT_TRUE(member_of("M7")->member.uses.empty());
    ASSERT_TRUE(run_text(R"({"kind":"template","template_id":"T7","template_kind":"amount_off","face":500,"version":2,)"
                         R"("per_member":3})"
                         "\n")
                    .has_value());
    EXPECT_EQ(member_of("M7")->member.uses, (std::vector<domain::TemplateUses>{{TemplateId{"T7"}, 1, "2026-05-17", 1}}));
    EXPECT_NE(fault(member_line(R"(,"uses":[])")).find("/uses: "), std::string::npos);
}

}  // namespace
}  // namespace counterfoil::hub
