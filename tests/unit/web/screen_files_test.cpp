// What of a folder is served, and what is not.
#include "web/screen_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "support/sha256.hpp"
#include "support/temporary_folder.hpp"
#include "unit/web/fake_ports.hpp"

namespace counterfoil::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr uid_t kNobody = 65'534;

class ScreenFilesTest : public testing::Test {
protected:
    void SetUp() override { fs::create_directories(root() + "/assets"); }
    std::string root() const { return folder.file("screen"); }
    void write(const std::string& path, const std::string& content) { std::ofstream(root() + path) << content; }
    Result<web::ScreenFiles> read() { return web::ScreenFiles::read(root(), hasher, log); }
    Error error_of_read() {
        const auto files = read();
        return files ? Error{ErrorCode::io, "was read", "", ""} : files.error();
    }
    static std::string header(const http_kit::Response& response, const std::string& name) {
        for (const auto& [each, value] : response.headers)
            if (each == name) return value;
        return {};
    }

    test_support::TemporaryFolder folder;
    test_support::Sha256 hasher;
    RememberingLog log;
};

TEST_F(ScreenFilesTest, AreFoundByTheirPaths) {
    write("/index.html", "<!doctype html>");
    write("/assets/app-1a2b.js", "let a");
    const auto files = read().value();
    EXPECT_EQ(files.size(), 2U);
    ASSERT_NE(files.find("/"), nullptr);
    EXPECT_EQ(files.find("/"), files.find("/index.html"));
    EXPECT_EQ(files.find("/")->content, "<!doctype html>");
    EXPECT_EQ(files.find("/assets/app-1a2b.js")->content, "let a");
    for (const std::string other : {"", "index.html", "/assets", "/assets/", "/assets/app-1a2b.js/", "//index.html",
                                    "/../index.html", "/assets/../index.html", "/INDEX.HTML"})
        EXPECT_EQ(files.find(other), nullptr) << other;
    EXPECT_EQ(web::ScreenFiles().find("/"), nullptr);
}

TEST_F(ScreenFilesTest, HaveTheirTypes) {
    const std::pair<std::string, std::string> types[] = {{"index.html", "text/html; charset=utf-8"},
                                                         {"a.js", "text/javascript; charset=utf-8"},
                                                         {"a.css", "text/css; charset=utf-8"},
                                                         {"a.json", "application/json"},
                                                         {"a.webmanifest", "application/manifest+json"},
                                                         {"a.svg", "image/svg+xml"},
                                                         {"a.png", "image/png"},
                                                         {"a.webp", "image/webp"},
                                                         {"a.ico", "image/x-icon"},
                                                         {"a.woff2", "font/woff2"},
                                                         {"a.txt", "text/plain; charset=utf-8"},
                                                         {"a.bin", "application/octet-stream"},
                                                         {"html", "application/octet-stream"}};
    for (const auto& [name, type] : types)
        write("/" + name, "x");
    const auto files = read().value();
    for (const auto& [name, type] : types)
        EXPECT_EQ(files.find("/" + name)->content_type, type) << name;
}

TEST_F(ScreenFilesTest, AreKeptByTheBrowserByTheirPlace) {
    write("/index.html", "one");
    write("/assets/a-1.css", "two");
    const auto files = read().value();
    EXPECT_EQ(files.find("/")->cache_control, "no-cache");
    EXPECT_EQ(files.find("/assets/a-1.css")->cache_control, "public, max-age=31536000, immutable");
    EXPECT_EQ(files.find("/")->etag, "\"" + to_hex(hasher.sha256(as_bytes("one"))) + "\"");
}

TEST_F(ScreenFilesTest, LeaveOutWhatIsNoPlainFile) {
    write("/index.html", "page");
    write("/.hidden", "x");
    write("/with space.txt", "x");
    write("/percent%2e.txt", "x");
    fs::create_directories(root() + "/.git");
    write("/.git/config", "x");
    std::ofstream(folder.file("secret.txt")) << "secret";
    fs::create_symlink(folder.file("secret.txt"), root() + "/secret.txt");
    fs::create_directory_symlink(folder.file(""), root() + "/up");
    ASSERT_EQ(::mkfifo((root() + "/pipe").c_str(), 0600), 0);
    const auto files = read().value();
    EXPECT_EQ(files.size(), 1U);
    std::vector<std::string> expected;
    for (const char* name : {"/.hidden", "/with space.txt", "/percent%2e.txt", "/.git", "/secret.txt", "/up", "/pipe"})
        expected.push_back("screen.file_ignored path=" + root() + name);
    EXPECT_THAT(log.lines, testing::UnorderedElementsAreArray(expected));
}

TEST_F(ScreenFilesTest, MayBeInAFolderThatIsALink) {
    write("/index.html", "page");
    fs::create_directory_symlink(root(), folder.file("current"));
    const auto files = web::ScreenFiles::read(folder.file("current"), hasher, log).value();
    EXPECT_EQ(files.find("/")->content, "page");
}

TEST_F(ScreenFilesTest, MayBeNamedWithASlashAtTheEnd) {
    write("/index.html", "page");
    const auto files = web::ScreenFiles::read(root() + "/", hasher, log).value();
    EXPECT_EQ(files.find("/")->content, "page");
}

TEST_F(ScreenFilesTest, WantAFolderWithAPage) {
    EXPECT_EQ(error_of_read().code, ErrorCode::not_found);
    EXPECT_EQ(error_of_read().what, "there is no index.html");
    fs::remove_all(root());
    const Error none = error_of_read();
    EXPECT_EQ(none.code, ErrorCode::not_found);
    EXPECT_EQ(none.where, root());
    EXPECT_THAT(none.remedy, HasSubstr("screen_dir"));
    std::ofstream(root()) << "a file";
    EXPECT_EQ(error_of_read().code, ErrorCode::not_found);
}

TEST_F(ScreenFilesTest, AreAllReadOrNone) {
    write("/index.html", "page");
    write("/assets/a.js", "x");
    fs::permissions(root() + "/assets/a.js", fs::perms::none);
    fs::permissions(folder.file(""), fs::perms::group_all | fs::perms::others_all, fs::perm_options::add);
    const auto me = ::geteuid();
    ASSERT_EQ(::seteuid(me == 0 ? kNobody : me), 0);  // root reads everything
    const Error error = error_of_read();
    ASSERT_EQ(::seteuid(me), 0);
    EXPECT_EQ(error.code, ErrorCode::permission);
    EXPECT_THAT(error.where, HasSubstr("/assets/a.js"));
}

TEST_F(ScreenFilesTest, AreBoundedInNumber) {
    write("/index.html", "page");
    for (std::size_t i = 0; i < web::kScreenEntriesMax - 2; ++i)  // assets and index.html count
        write("/assets/" + std::to_string(i) + ".js", "");
    EXPECT_TRUE(read().has_value());
    write("/assets/more.js", "");
    EXPECT_EQ(error_of_read().code, ErrorCode::full);
}

TEST_F(ScreenFilesTest, AreBoundedInSizeTogether) {
    write("/index.html", "page");
    write("/a.bin", "");
    fs::resize_file(root() + "/a.bin", web::kScreenBytesMax - 4);
    EXPECT_TRUE(read().has_value());
    write("/b.bin", "x");
    EXPECT_EQ(error_of_read().code, ErrorCode::full);
}

TEST_F(ScreenFilesTest, AreNotSentAgainWhereTheyAreKnown) {
    write("/index.html", "page");
    const auto files = read().value();
    const web::ScreenFile& file = *files.find("/");
    for (const std::string& known : {file.etag, "W/" + file.etag, "\"other\", " + file.etag, std::string(" * ")}) {
        const auto response = web::screen_response(file, known);
        EXPECT_EQ(response.status, 304) << known;
        EXPECT_EQ(response.body, "");
        EXPECT_EQ(header(response, "ETag"), file.etag);
        EXPECT_EQ(response.cache_control, "no-cache");
    }
    for (const std::string other : {"", "\"other\"", ",", "W/", "page"}) {
        const auto response = web::screen_response(file, other);
        EXPECT_EQ(response.status, 200) << other;
        EXPECT_EQ(response.body, "page");
    }
}

}  // namespace
}  // namespace counterfoil::test
