// A year of households' baskets as a ticket history: points by basket come out with the figures counted independently.
#include <chrono>
#include <nlohmann/json.hpp>

#include "support/test_data.hpp"
#include "unit/hub_import/import_world.hpp"

namespace counterfoil::hub {
namespace {

using Json = nlohmann::json;
using HouseholdHistory = ImportWorld;

struct PaidBasket {
    std::string household;
    std::string store;
    std::string time;  ///< "2017-01-01 08:47:20", of its first line
    std::int64_t paid = 0;
};

/// "12.34" in hundredths.
std::int64_t cents(const std::string& text) {
    const std::size_t point = text.find('.');
    std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
    fraction.resize(2, '0');
    const std::int64_t whole = std::stoll(text.substr(0, point)) * 100;
    return text.starts_with('-') ? whole - std::stoll(fraction) : whole + std::stoll(fraction);
}

std::map<std::string, PaidBasket> read_baskets(const std::filesystem::path& path) {
    std::map<std::string, PaidBasket> baskets;
    test_support::CsvReader csv(path);
    while (csv.next()) {
        PaidBasket& basket =
            baskets.try_emplace(csv["basket_id"], PaidBasket{csv["household_id"], csv["store_id"], csv["ts_local"], 0})
                .first->second;
        basket.paid += cents(csv["sales_value"]) - cents(csv["coupon_disc"]);
    }
    return baskets;
}

std::int64_t milliseconds(const std::string& time) {
    const std::chrono::year_month_day day{std::chrono::year{std::stoi(time.substr(0, 4))},
                                          std::chrono::month{static_cast<unsigned>(std::stoi(time.substr(5, 2)))},
                                          std::chrono::day{static_cast<unsigned>(std::stoi(time.substr(8, 2)))}};
    const std::int64_t seconds = std::chrono::sys_days{day}.time_since_epoch().count() * 86'400LL +
                                 std::stoi(time.substr(11, 2)) * 3600 + std::stoi(time.substr(14, 2)) * 60 +
                                 std::stoi(time.substr(17, 2));
    return seconds * 1000;
}

TEST_F(HouseholdHistory, PointsByBasketAreThoseCountedIndependently) {
    const auto data = test_support::test_data_path() / "data";
    COUNTERFOIL_NEEDS_TEST_DATA(data / "cj_transactions.csv.gz");
    const Json expected = Json::parse(std::ifstream(data / "expected.json"))["cj"];
    const auto baskets = read_baskets(data / "cj_transactions.csv.gz");
    std::string rows;
    for (const auto& [id, figures] : expected["per_household"].items())
        rows += "{\"kind\":\"member\",\"member_id\":\"" + id + "\"}\n";
    std::map<std::string, std::int64_t> negative;
    for (const auto& [id, basket] : baskets) {
        // A coupon rung up as a ticket of its own: more coupon than sale. Such a ticket is worth nothing, not less.
        const std::int64_t due = std::max<std::int64_t>(basket.paid, 0);
        negative[basket.household] += basket.paid - due;
        rows += Json{{"kind", "ticket_history"},
                     {"member_id", basket.household},
                     {"ticket_key",
                      {{"store_id", basket.store},
                       {"register_id", "R1"},
                       {"business_day", basket.time.substr(0, 10)},
                       {"ticket_id", id}}},
                     {"at", milliseconds(basket.time)},
                     {"total", due},
                     {"due", due},
                     {"earned", due / 100},
                     {"spent", 0}}
                    .dump() +
                "\n";
    }
    const auto result = run_text(rows);
    ASSERT_TRUE(result.has_value()) << describe(result.error());
    for (const auto& [id, figures] : expected["per_household"].items()) {
        const auto tickets = store->view().entries().tickets_of(MemberId{id});
        std::int64_t paid = negative[id];
        for (const TicketRow& ticket : *tickets)
            paid += ticket.due.value;
        EXPECT_EQ(tickets->size(), figures["baskets"].get<std::size_t>()) << id;
        EXPECT_EQ(paid, figures["paid"].get<std::int64_t>()) << id;
        EXPECT_EQ(balance_of(id), figures["points_p1"].get<std::int64_t>()) << id;
    }
    EXPECT_EQ(ledger_sum(), expected["totals"]["points_p1"].get<std::int64_t>());
}

}  // namespace
}  // namespace counterfoil::hub
