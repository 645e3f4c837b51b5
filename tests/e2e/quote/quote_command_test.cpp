// `counterfoil quote` as scripts run it: exit codes, what goes to which stream, and that it needs nothing else.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "support/e2e/http_client.hpp"
#include "support/e2e/site.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

json sale() {
    const json line = {{"line_no", 1}, {"sku", "A"}, {"quantity", 2000}, {"unit_price", 995}};
    return {{"basket",
             {{"store_id", "S1"},
              {"register_id", "R1"},
              {"business_day", "2026-03-02"},
              {"ticket_id", "T1"},
              {"at", 1772416800000},
              {"lines", json::array({line})}}},
            {"rules", json::object()}};
}

class QuoteProcess : public ::testing::Test {
protected:
    /// With the text on standard input, in an empty folder, and without the configuration that other commands need.
    Finished quote(const std::string& input) const {
        write_text_file(folder_.file("input.json"), input);
        return run({"/bin/sh", "-c", "cd \"$2\" && exec \"$0\" quote <\"$1\"", program("counterfoil"),
                    folder_.file("input.json"), folder_.file("")});
    }
    test_support::TemporaryFolder folder_;
};

TEST_F(QuoteProcess, PrintsTheQuoteAndLeavesNothingBehind) {
    const Finished answer = quote(sale().dump());
    EXPECT_EQ(answer.status, 0) << answer.err;
    EXPECT_EQ(answer.err, "");
    EXPECT_EQ(json::parse(answer.out)["totals"]["due"], 1990);
    for (const auto& entry : std::filesystem::directory_iterator(folder_.file("")))
        EXPECT_EQ(entry.path().filename(), "input.json");
}

TEST_F(QuoteProcess, SaysOnStandardErrorWhatIsWrong) {
    json wrong = sale();
    wrong["basket"]["lines"][0]["quantity"] = 0;
    const Finished answer = quote(wrong.dump());
    EXPECT_EQ(answer.status, 1);
    EXPECT_EQ(answer.out, "");
    EXPECT_THAT(answer.err, HasSubstr("counterfoil: /basket/lines/0/quantity: a whole number from 1 to 1000000000"));
    EXPECT_THAT(answer.err, HasSubstr("quote-input.schema.json"));
    EXPECT_EQ(std::ranges::count(answer.err, '\n'), 1);
}

TEST_F(QuoteProcess, StopsReadingWhereTheInputGetsTooLarge) {
    const Finished endless = run({"/bin/sh", "-c", "exec \"$0\" quote </dev/zero", program("counterfoil")});
    EXPECT_EQ(endless.status, 1);
    EXPECT_THAT(endless.err, HasSubstr("larger than 4194304 bytes"));
    const Finished empty = quote("");
    EXPECT_EQ(empty.status, 1);
    EXPECT_THAT(empty.err, HasSubstr("line 1 column 1"));
}

TEST_F(QuoteProcess, HelpNamesThePartsOfTheInput) {
    const Finished help = run({program("counterfoil"), "quote", "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_THAT(help.out, HasSubstr("{basket, rules, member, coupons, templates}"));
}

}  // namespace
}  // namespace counterfoil::e2e
