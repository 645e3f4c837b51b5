// The page over a real socket, and what the cookie of a screen opens.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/temporary_folder.hpp"
#include "unit/web/api_fixture.hpp"
#include "unit/web/description.hpp"

namespace counterfoil::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr std::string_view kBasket = R"({"basket": {"lines": [{"line_no": 1, "sku": "A", "quantity": 1000}]}})";

class ScreenTest : public ApiTest {
protected:
    void SetUp() override {
        std::filesystem::create_directories(folder.file("assets"));
        std::ofstream(folder.file("index.html")) << "<!doctype html>";
        std::ofstream(folder.file("healthz")) << "not me";
        std::ofstream(folder.file("assets/app-1.js")) << "let a";
        server.on_loop([this] { screens.files = web::ScreenFiles::read(folder.file(""), hasher, log).value(); });
    }
    /// Without a token.
    RawResponse plain(std::string_view method, std::string_view target, std::string_view headers = {},
                      std::string_view body = {}) {
        return exchange(server.address(), method, target, headers, body);
    }
    std::string origin() const { return "Origin: http://" + server.address() + "\r\n"; }
    std::string new_code() { return json::parse(ask("POST", "/v1/screens").body).at("code"); }
    RawResponse trade(const std::string& code) {
        return plain("POST", "/v1/screens/sessions", origin(), json{{"code", code}}.dump());
    }

    test_support::TemporaryFolder folder;
};

TEST_F(ScreenTest, ThePageNeedsNoTokenAndKeepsToItself) {
    for (const std::string path : {"/", "/index.html"}) {
        const auto got = plain("GET", path);
        EXPECT_EQ(got.status, 200);
        EXPECT_EQ(got.body, "<!doctype html>");
        EXPECT_EQ(got.headers.at("content-type"), "text/html; charset=utf-8");
        EXPECT_EQ(got.headers.at("cache-control"), "no-cache");
        EXPECT_EQ(got.headers.at("content-security-policy"),
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
                  "connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
                  "frame-ancestors 'none'");
        EXPECT_EQ(got.headers.at("referrer-policy"), "no-referrer");
        EXPECT_EQ(got.headers.at("cross-origin-opener-policy"), "same-origin");
        EXPECT_EQ(got.headers.at("cross-origin-resource-policy"), "same-origin");
        EXPECT_EQ(got.headers.at("permissions-policy"), "camera=(), microphone=(), geolocation=()");
        EXPECT_EQ(got.headers.at("x-content-type-options"), "nosniff");
        EXPECT_FALSE(got.headers.contains("set-cookie"));
    }
    const auto asset = plain("GET", "/assets/app-1.js");
    EXPECT_EQ(asset.status, 200);
    EXPECT_EQ(asset.body, "let a");
    EXPECT_EQ(asset.headers.at("cache-control"), "public, max-age=31536000, immutable");
}

TEST_F(ScreenTest, ThePageIsNotSentTwice) {
    RawClient client(server.address());
    client.send(request_text(server.address(), "GET", "/"));
    const std::string etag = client.response().headers.at("etag");
    client.send(request_text(server.address(), "GET", "/", "If-None-Match: " + etag + "\r\n"));
    EXPECT_EQ(client.response().status, 304);
    client.send(request_text(server.address(), "HEAD", "/"));
    const auto head = client.response(false);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.headers.at("content-length"), "15");
    EXPECT_EQ(head.headers.at("etag"), etag);
}

TEST_F(ScreenTest, ThePageIsOnlyToBeRead) {
    for (const std::string path : {"/", "/index.html", "/assets/app-1.js"}) {
        const auto got = plain("POST", path);
        EXPECT_EQ(got.status, 405) << path;
        EXPECT_EQ(got.headers.at("allow"), "GET, HEAD");
    }
}

TEST_F(ScreenTest, AFileDoesNotTakeTheApisPlace) { EXPECT_EQ(plain("GET", "/healthz").body, R"({"status":"ok"})"); }

TEST_F(ScreenTest, WhatIsNotThereIsSaidClearly) {
    const auto gone = plain("GET", "/assets/app-0.js");
    EXPECT_EQ(gone.status, 404);
    EXPECT_THAT(gone.body, HasSubstr("\"code\":\"path_unknown\""));
    EXPECT_EQ(plain("GET", "/other.html").status, 401) << "no file of the page";
    server.on_loop([this] { screens.files = {}; });
    const auto none = plain("GET", "/", "Accept-Language: zh\r\n");
    EXPECT_EQ(none.status, 404);
    EXPECT_THAT(none.body, HasSubstr("\"code\":\"screen_absent\""));
    EXPECT_THAT(none.body, HasSubstr("本机没有安装屏幕页面"));
    EXPECT_THAT(none.body, HasSubstr("screen_dir"));
}

TEST_F(ScreenTest, ACodeIsTradedForTheCookieOnce) {
    const auto made = ask("POST", "/v1/screens");
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(json::parse(made.body).at("expires_at"), clock.wall.ms + 15 * 60 * 1000);
    Description description(file_text("docs/api/agent.openapi.yaml"));
    EXPECT_EQ(description.flaw(json::parse(made.body), "ScreenCode"), "");
    const std::string code = json::parse(made.body).at("code");
    const auto got = trade(code);
    EXPECT_EQ(got.status, 204);
    EXPECT_EQ(got.headers.at("set-cookie"), "screen_1=right-cookie; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict");
    EXPECT_EQ(got.headers.at("cache-control"), "no-store");
    EXPECT_FALSE(got.headers.contains("content-length"));
    const auto again = trade(code);
    EXPECT_EQ(again.status, 403);
    EXPECT_FALSE(again.headers.contains("set-cookie"));
    EXPECT_EQ(again.body, trade("K7QM2-D4XWP").body) << "used and wrong look alike";
    EXPECT_THAT(again.body, HasSubstr("\"code\":\"screen_code_wrong\""));
}

TEST_F(ScreenTest, OnlyThoseWhoAreInMakeCodes) {
    EXPECT_EQ(plain("POST", "/v1/screens").status, 401);
    EXPECT_EQ(plain("POST", "/v1/screens", std::string(kCookie) + origin()).status, 201);
    EXPECT_EQ(ask("POST", "/v1/screens", R"({"name":"x"})").status, 400);
    EXPECT_EQ(ask("POST", "/v1/screens", "{}").status, 201);
}

TEST_F(ScreenTest, WhatIsNoCodeIsRefused) {
    for (const std::string body : {"", "[]", "{}", R"({"code":5})", R"({"code":"x","more":1})"})
        EXPECT_EQ(plain("POST", "/v1/screens/sessions", "", body).status, 400) << body;
    EXPECT_EQ(trade(std::string(65, '2')).status, 400);
    EXPECT_EQ(trade("").status, 403);
    EXPECT_EQ(plain("POST", "/v1/screens/sessions", "Content-Type: text/plain\r\n", R"({"code":"x"})").status, 415);
}

TEST_F(ScreenTest, GuessingVoidsTheCodes) {
    const std::string code = new_code();
    for (int i = 0; i < web::kScreenCodeTriesMax; ++i)
        EXPECT_EQ(trade("22222-22222").status, 403);
    EXPECT_EQ(trade(code).status, 403);
}

TEST_F(ScreenTest, TheCookieOpensWhatTheTokenOpens) {
    EXPECT_EQ(plain("GET", "/v1/status", kCookie).status, 200);
    EXPECT_EQ(plain("GET", "/v1/nothing", kCookie).status, 404);
    EXPECT_EQ(plain("POST", "/v1/quotes", std::string(kCookie) + origin(), kBasket).status, 200);
    EXPECT_EQ(plain("DELETE", "/v1/checkouts/K1", std::string(kCookie) + origin()).status, 200);
    EXPECT_EQ(plain("GET", "/v1/status", "Cookie: theme=dark; screen_1=right-cookie; a=b\r\n").status, 200);
    EXPECT_EQ(plain("GET", "/v1/status", "Cookie: screen_1=old; screen_1=right-cookie\r\n").status, 200);
    EXPECT_EQ(plain("GET", "/v1/status", "Authorization: Bearer wrong\r\n" + std::string(kCookie)).status, 200);
    RawClient listener(server.address());
    EXPECT_EQ(listener.upgrade("/v1/events", std::string(kCookie) + origin()).status, 101);
    EXPECT_EQ(json::parse(listener.frame().payload).at("type"), "ready");
}

TEST_F(ScreenTest, ABrokenOrWrongCookieIsNone) {
    for (const std::string cookie :
         {"", ";", ";;;", "=", "screen_1", "screen_1=", "screen_1=wrong", "screen_1=right-cookiex", "screen_2=right-cookie",
          "xscreen_1=right-cookie", "right-cookie", "Screen_1=right-cookie", "screen_1=\"right-cookie\"",
          "screen_1=right-cookie,"}) {
        const auto got = plain("GET", "/v1/status", "Cookie: " + cookie + "\r\n");
        EXPECT_EQ(got.status, 401) << cookie;
        EXPECT_THAT(got.body, HasSubstr("token_missing_or_wrong"));
        EXPECT_EQ(RawClient(server.address()).upgrade("/v1/events", "Cookie: " + cookie + "\r\n").status, 401);
    }
    EXPECT_TRUE(service.asked.empty());
}

TEST_F(ScreenTest, AWriteWithTheCookieAloneSaysWhichPageItComesFrom) {
    for (const auto& [method, path] :
         {std::pair("POST", "/v1/quotes"), {"DELETE", "/v1/checkouts/K1"}, {"POST", "/v1/screens"}}) {
        const auto got = plain(method, path, kCookie, kBasket);
        EXPECT_EQ(got.status, 403) << path;
        EXPECT_THAT(got.body, HasSubstr("\"code\":\"origin_missing\""));
        const auto foreign = plain(method, path, std::string(kCookie) + "Origin: http://127.0.0.1:1\r\n", kBasket);
        EXPECT_EQ(foreign.status, 403) << path;
        EXPECT_THAT(foreign.body, HasSubstr("\"code\":\"origin_not_allowed\""));
    }
    EXPECT_TRUE(service.asked.empty());
    EXPECT_EQ(ask("POST", "/v1/quotes", kBasket, kCookie).status, 200) << "the token needs no Origin";
}

TEST_F(ScreenTest, TheFilesCountUnderOneRoute) {
    plain("GET", "/assets/app-1.js");
    plain("GET", "/");
    EXPECT_THAT(plain("GET", "/metrics").body, HasSubstr("counterfoil_http_requests_total{route=\"/\",status=\"200\"} 2\n"));
}

}  // namespace
}  // namespace counterfoil::test
