// How a browser becomes a till's screen: the command, the code, the cookie.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "e2e/main_job/sale.hpp"
#include "support/e2e/event_listener.hpp"
#include "unit/web/description.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class Screen : public ::testing::Test {
protected:
    void SetUp() override {
        std::filesystem::create_directories(page_.file("assets"));
        write_text_file(page_.file("index.html"), "<!doctype html><title>till</title>");
        write_text_file(page_.file("assets/app-1.js"), "let a");
        ASSERT_EQ(site_.open(), "");
    }
    Till& new_till(const std::string& name) {
        Till& till = site_.till("S001", name, {.screen_dir = page_.file("")});
        EXPECT_EQ(site_.trouble(), "");
        return till;
    }
    /// As a browser asks: without the token, with its origin.
    static HttpClient browser(const Till& till) { return {till.address(), ""}; }
    static Headers origin(const Till& till) { return {{"Origin", "http://" + till.address()}}; }
    static Headers with_origin(const Till& till, Headers headers) {
        headers.emplace_back("Origin", "http://" + till.address());
        return headers;
    }
    static std::string code_of(const Till& till) {
        const Finished printed = till.command({"screen"});
        EXPECT_EQ(printed.status, 0) << printed.err;
        const std::string beginning = "http://" + till.address() + "/#";
        EXPECT_THAT(printed.out, StartsWith(beginning));
        EXPECT_THAT(printed.out, ::testing::EndsWith("\n"));
        return printed.out.substr(beginning.size(), printed.out.size() - beginning.size() - 1);
    }
    static Reply trade(const Till& till, const std::string& code) {
        return browser(till).post("/v1/screens/sessions", {{"code", code}}, origin(till));
    }
    /// {"Cookie": name=value}
    static Headers cookie_of(const Till& till) {
        const Reply let_in = trade(till, code_of(till));
        EXPECT_EQ(let_in.status, 204) << let_in.text();
        const auto set = let_in.headers.find("set-cookie");
        if (set == let_in.headers.end()) return {};
        EXPECT_THAT(set->second, HasSubstr("; HttpOnly; SameSite=Strict"));
        EXPECT_THAT(set->second, ::testing::Not(HasSubstr(till.http().token())));
        return {{"Cookie", set->second.substr(0, set->second.find(';'))}};
    }

    test_support::TemporaryFolder page_;
    Site site_;
};

TEST_F(Screen, APersonWithTheCommandLetsABrowserIn) {
    Till& till = new_till("till-1");
    const Reply page = browser(till).get("/");
    EXPECT_EQ(page.status, 200) << page.text();
    EXPECT_EQ(page.body, "<!doctype html><title>till</title>");
    EXPECT_EQ(browser(till).get("/assets/app-1.js").body, "let a");

    const std::string code = code_of(till);
    EXPECT_EQ(trade(till, code).status, 204);
    const Reply again = trade(till, code);
    EXPECT_EQ(again.status, 403);
    EXPECT_EQ(again.code(), "screen_code_wrong");

    const Headers cookie = cookie_of(till);
    EXPECT_EQ(browser(till).get("/v1/status").status, 401);
    const Reply status = browser(till).get("/v1/status", cookie);
    EXPECT_EQ(status.status, 200) << status.text();
    const Reply silent = browser(till).post("/v1/scan", {{"code", kMemberCode}}, cookie);
    EXPECT_EQ(silent.code(), "origin_missing") << silent.text();
    const Reply foreign =
        browser(till).post("/v1/scan", {{"code", kMemberCode}}, {cookie.front(), {"Origin", "http://127.0.0.1:1"}});
    EXPECT_EQ(foreign.code(), "origin_not_allowed") << foreign.text();

    EventListener events(till.address(), with_origin(till, cookie));
    ASSERT_TRUE(events.connected());
    EXPECT_EQ(browser(till).post("/v1/scan", {{"code", kMemberCode}}, with_origin(till, cookie)).status, 200);
    test::Description description(test::file_text("docs/api/agent.openapi.yaml"));
    EXPECT_EQ(description.flaw(status.json(), "Status"), "");
    EXPECT_EQ(description.flaw(events.next("scan"), "Scan"), "");
    EXPECT_EQ(description.flaw(events.next("identified"), "IdentifiedScan"), "");
}

TEST_F(Screen, TheCookieOutlivesARestartAndEndsWithTheToken) {
    Till& till = new_till("till-1");
    const Headers cookie = cookie_of(till);
    const std::string open_code = code_of(till);
    EXPECT_EQ(till.stop(), 0);
    ASSERT_EQ(till.start(), "");
    EXPECT_EQ(browser(till).get("/v1/status", cookie).status, 200);
    EXPECT_EQ(trade(till, open_code).status, 403) << "codes are in memory only";

    EXPECT_EQ(till.stop(), 0);
    std::filesystem::remove(till.state_dir() + "/api-token");
    ASSERT_EQ(till.start(), "");
    EXPECT_EQ(browser(till).get("/v1/status", cookie).status, 401);
    EXPECT_EQ(browser(till).get("/v1/status", cookie_of(till)).status, 200);
}

TEST_F(Screen, TwoAgentsOnOneHostDoNotTakeEachOthersCookies) {
    Till& one = new_till("till-1");
    Till& two = new_till("till-2");
    const std::string of_one = cookie_of(one).front().second;
    const std::string of_two = cookie_of(two).front().second;
    EXPECT_NE(of_one.substr(0, of_one.find('=')), of_two.substr(0, of_two.find('=')));
    const Headers both = {{"Cookie", of_one + "; " + of_two}};  // what a browser sends to each of them
    EXPECT_EQ(browser(one).get("/v1/status", both).status, 200);
    EXPECT_EQ(browser(two).get("/v1/status", both).status, 200);
    EXPECT_EQ(browser(two).get("/v1/status", {{"Cookie", of_one}}).status, 401);
}

TEST_F(Screen, GuessingVoidsTheCodesThatAreOpen) {
    Till& till = new_till("till-1");
    const std::string code = code_of(till);
    for (int i = 0; i < 20; ++i)
        EXPECT_EQ(trade(till, "22222-22222").code(), "screen_code_wrong");
    EXPECT_EQ(trade(till, code).code(), "screen_code_wrong");
    EXPECT_TRUE(until([&] { return till.log().contains("event=screen.codes_voided"); })) << till.log();
    EXPECT_EQ(trade(till, code_of(till)).status, 204) << "a new code is good";
}

TEST_F(Screen, ATillWithoutItsPageSellsAndSaysWhatToDo) {
    std::filesystem::remove(page_.file("index.html"));
    Till& till = new_till("till-1");
    EXPECT_TRUE(until([&] { return till.log().contains("event=screen.absent path=" + page_.file("")); })) << till.log();
    EXPECT_EQ(browser(till).get("/").code(), "screen_absent");
    const Finished refused = till.command({"screen"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr("screen_dir"));
    EXPECT_EQ(till.http().get("/v1/status").status, 200);
}

TEST_F(Screen, TheCommandSaysThatTheAgentDoesNotRun) {
    Till& till = new_till("till-1");
    EXPECT_EQ(till.stop(), 0);
    const Finished refused = till.command({"screen"});
    EXPECT_EQ(refused.status, 1);
    EXPECT_EQ(refused.out, "");
    EXPECT_THAT(refused.err, HasSubstr("is it running, and is this its address?"));
}

}  // namespace
}  // namespace counterfoil::e2e
