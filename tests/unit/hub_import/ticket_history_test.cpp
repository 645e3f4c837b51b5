// Ticket histories: what they do to balances, and that a real one comes out with the figures that were counted
// independently.
#include <chrono>
#include <nlohmann/json.hpp>

#include "support/test_data.hpp"
#include "unit/hub_import/import_world.hpp"

namespace counterfoil::hub {
namespace {

using Json = nlohmann::json;
using TicketHistory = ImportWorld;

std::string ticket(const std::string& id, std::int64_t at, std::int64_t earned, std::int64_t spent) {
    return "{\"kind\":\"ticket_history\",\"member_id\":\"M7\",\"ticket_key\":{\"store_id\":\"S1\",\"register_id\":\"R1\","
           "\"business_day\":\"2025-01-01\",\"ticket_id\":\"" +
           id + "\"},\"at\":" + std::to_string(at) + ",\"total\":1000,\"due\":900,\"earned\":" + std::to_string(earned) +
           ",\"spent\":" + std::to_string(spent) + "}\n";
}

constexpr const char* kPoorMember = "{\"kind\":\"member\",\"member_id\":\"M7\",\"points\":100}\n";

TEST_F(TicketHistory, EarnedAndSpentMakeTheBalance) {
    ASSERT_TRUE(run_text(std::string(kPoorMember) + ticket("2", 2000, 7, 90) + ticket("1", 1000, 30, 0)).has_value());
    EXPECT_EQ(balance_of("M7"), 47);
    EXPECT_EQ(ledger_sum(), 47);
    EXPECT_EQ(store->view().entries().tickets_of(MemberId{"M7"})->size(), 2U);
}

TEST_F(TicketHistory, TheSameAgainIsUnchangedAndBooksNothing) {
    const std::string text = std::string(kPoorMember) + ticket("1", 1000, 30, 10);
    ASSERT_TRUE(run_text(text).has_value());
    EXPECT_EQ(run_text(text)->counts, (ImportCounts{2, 0, 0, 2}));
    EXPECT_EQ(ledger_sum(), 120);
}

TEST_F(TicketHistory, MorePointsSpentThanThereWereIsRefused) {
    // In order of time 100 - 101 comes first, although the file has it last.
    const std::string what = fault(std::string(kPoorMember) + ticket("2", 2000, 500, 0) + ticket("1", 1000, 0, 101));
    EXPECT_TRUE(what.starts_with("rows.jsonl:2: /spent: with ticket S1/R1/2025-01-01/1 member M7")) << what;
}

TEST_F(TicketHistory, MorePointsThanADeviceCanReadAreRefused) {
    const std::string what =
        fault(std::string(kPoorMember) + ticket("1", 1000, kAmountMax - 100, 0) + ticket("2", 2000, 1, 0));
    EXPECT_EQ(what,
              "rows.jsonl:2: /earned: with ticket S1/R1/2025-01-01/2 member M7 would have more than 1000000000000 points");
    EXPECT_TRUE(run_text(std::string(kPoorMember) + ticket("1", 1000, kAmountMax - 100, 0)).has_value());
    EXPECT_EQ(balance_of("M7"), kAmountMax);
}

TEST_F(TicketHistory, AKnownTicketWithOtherContentIsRefused) {
    ASSERT_TRUE(run_text(std::string(kPoorMember) + ticket("1", 1000, 30, 10)).has_value());
    const std::string what = fault(ticket("1", 1000, 31, 10));
    EXPECT_EQ(what, "rows.jsonl:1: /ticket_key: this ticket is known with other content");
}

/// "-12.3" in tenths; amounts with up to 2 decimals in hundredths.
std::int64_t scaled(const std::string& text, std::size_t decimals) {
    const std::size_t point = text.find('.');
    std::string digits = text.substr(0, point);
    std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
    EXPECT_LE(fraction.size(), decimals) << text;
    fraction.resize(decimals, '0');
    return std::stoll(digits + fraction);
}

/// A purse of tenths of points, as the data has it; amounts in kopecks. "2019-01-15T11:53:01" as UTC.
std::string history_row(test_support::CsvReader& csv) {
    const std::string& time = csv["datetime"];
    const std::chrono::year_month_day day{std::chrono::year{std::stoi(time.substr(0, 4))},
                                          std::chrono::month{static_cast<unsigned>(std::stoi(time.substr(5, 2)))},
                                          std::chrono::day{static_cast<unsigned>(std::stoi(time.substr(8, 2)))}};
    const std::int64_t seconds = std::chrono::sys_days{day}.time_since_epoch().count() * 86'400LL +
                                 std::stoi(time.substr(11, 2)) * 3600 + std::stoi(time.substr(14, 2)) * 60 +
                                 std::stoi(time.substr(17, 2));
    const std::int64_t total = scaled(csv["purchase_sum"], 2);
    const std::int64_t spent = -scaled(csv["regular_points_spent"], 1);
    const std::int64_t express = -scaled(csv["express_points_spent"], 1);
    return Json{{"kind", "ticket_history"},
                {"member_id", csv["client_id"]},
                {"ticket_key",
                 {{"store_id", csv["store_id"]},
                  {"register_id", "R1"},
                  {"business_day", time.substr(0, 10)},
                  {"ticket_id", csv["ticket_no"]}}},
                {"at", seconds * 1000},
                {"total", total},
                {"due", total - (spent + express) * 10},
                {"earned", scaled(csv["regular_points_received"], 1)},
                {"spent", spent}}
               .dump() +
           "\n";
}

/// The real history of ../shared/data with the figures that were counted from it by other means.
class RealHistory : public ImportWorld {
protected:
    bool load() {
        const auto data = test_support::test_data_path() / "data";
        if (!std::filesystem::exists(data / "x5_tickets.csv.gz")) return false;
        expected = Json::parse(std::ifstream(data / "expected.json"))["x5"];
        test_support::CsvReader csv(data / "x5_tickets.csv.gz");
        while (csv.next())
            tickets += history_row(csv);
        now = Instant{1'552'600'000'000};
        return true;
    }
    std::int64_t figure(const std::string& member, const char* name, std::size_t decimals) {
        return scaled(expected["per_member"][member][name].get<std::string>(), decimals);
    }
    /// `less`: takes so many tenths off one member's opening balance.
    std::string members(const std::string& poorer = "") {
        std::string text;
        for (const auto& [id, figures] : expected["per_member"].items()) {
            const std::int64_t opening = figure(id, "opening_needed_regular", 1) - (id == poorer ? 1 : 0);
            text += Json{{"kind", "member"}, {"member_id", id}, {"points", opening}}.dump() + "\n";
        }
        return text;
    }
    Json expected;
    std::string tickets;
};

TEST_F(RealHistory, ComesOutWithTheFiguresThatWereCountedIndependently) {
    if (!load()) GTEST_SKIP() << "test data absent: " << test_support::test_data_path().string();
    const auto result = run_text(tickets + members());
    ASSERT_TRUE(result.has_value()) << describe(result.error());
    for (const auto& [id, figures] : expected["per_member"].items()) {
        std::int64_t sum = 0;
        std::int64_t earned = 0;
        std::int64_t spent = 0;
        const auto rows = *store->view().entries().tickets_of(MemberId{id});
        for (const TicketRow& row : rows) {
            sum += row.total.value;
            earned += row.earned.value;
            spent += row.spent.value;
        }
        EXPECT_EQ(rows.size(), figures["tickets"].get<std::size_t>()) << id;
        EXPECT_EQ(sum, figure(id, "purchase_sum", 2)) << id;
        EXPECT_EQ(earned, figure(id, "regular_received", 1)) << id;
        EXPECT_EQ(-spent, figure(id, "regular_spent", 1)) << id;
        EXPECT_EQ(balance_of(id), figure(id, "opening_needed_regular", 1) + figure(id, "closing_regular", 1)) << id;
    }
}

TEST_F(RealHistory, TheOpeningBalanceIsTheLeastThatIsNeeded) {
    if (!load()) GTEST_SKIP() << "test data absent: " << test_support::test_data_path().string();
    int refused = 0;
    for (const auto& [id, figures] : expected["per_member"].items()) {
        if (figure(id, "opening_needed_regular", 1) == 0) continue;
        const std::string what = fault(tickets + members(id));
        EXPECT_NE(what.find("member " + id + " would have spent"), std::string::npos) << what;
        ++refused;
    }
    EXPECT_EQ(refused, 22);
}

}  // namespace
}  // namespace counterfoil::hub
