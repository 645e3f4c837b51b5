// Programs that cannot start say so in one line on stderr, with what to do, and end with status 1.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "e2e/main_job/sale.hpp"
#include "support/e2e/free_port.hpp"

namespace counterfoil::e2e {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class BadStart : public ::testing::Test {
protected:
    static void expect_complaint(const Finished& ended, const std::string& who, const std::string& says) {
        EXPECT_EQ(ended.status, 1) << ended.out << ended.err;
        EXPECT_EQ(std::ranges::count(ended.err, '\n'), 1) << ended.err;
        EXPECT_THAT(ended.err, AllOf(StartsWith(who + ": "), HasSubstr(says)));
        EXPECT_THAT(ended.err, HasSubstr("(")) << "nothing says what to do";
        EXPECT_EQ(ended.out, "");
    }
    void enrol(const Till& till) {
        if (hq_.http().address().empty()) {
            ASSERT_EQ(hq_.start(), "");
        }
        ASSERT_EQ(till.enrol(hq_, hq_.enrol_code("S001")).status, 0);
    }

    test_support::TemporaryFolder folder_;
    Hq hq_{folder_.file("")};
};

TEST_F(BadStart, NamesTheUnknownKeyAndItsLine) {
    const Till till(folder_.file(""), "till-1", {.toml = "colour = \"red\"\n"});
    const Finished ended = till.start_in_vain();
    expect_complaint(ended, "counterfoild", "colour");
    EXPECT_THAT(ended.err, HasSubstr("agent.toml:"));
    EXPECT_FALSE(std::filesystem::exists(till.state_dir()));
    expect_complaint(till.command({"status"}), "counterfoil", "colour");
    write_text_file(hq_.config(), read_text_file(hq_.config()) + "[zmp]\nops = \"\"\n");
    expect_complaint(hq_.command({"serve"}), "counterfoil-hq", "zmp");
    EXPECT_FALSE(std::filesystem::exists(hq_.state_dir()));
}

TEST_F(BadStart, NamesWhatIsNoConfiguration) {
    const Till till(folder_.file(""), "till-1");
    for (const std::string text :
         {"listen = ", "listen = 5\n", "listen = \"localhost:80\"\n", "[[scanners]]\nname = \"a\"\n"}) {
        write_text_file(till.config(), text);
        expect_complaint(till.start_in_vain(), "counterfoild", "agent.toml:");
    }
    std::filesystem::remove(till.config());
    expect_complaint(till.start_in_vain(), "counterfoild", "agent.toml");
}

TEST_F(BadStart, SaysThatTheDeviceIsNotEnrolled) {
    const Till till(folder_.file(""), "till-1");
    expect_complaint(till.start_in_vain(), "counterfoild", "counterfoil enrol");
}

TEST_F(BadStart, NamesAStateFolderThatCannotBeWritten) {
    const Till in_proc(folder_.file(""), "till-1", {.state_dir = "/proc/counterfoil"});
    expect_complaint(in_proc.start_in_vain(), "counterfoild", "/proc/counterfoil");
    const Till on_a_file(folder_.file(""), "till-2", {.state_dir = folder_.file("a-file")});
    write_text_file(on_a_file.state_dir(), "kept\n");
    expect_complaint(on_a_file.start_in_vain(), "counterfoild", "a-file");
    EXPECT_EQ(read_text_file(on_a_file.state_dir()), "kept\n");
    const Till open_to_all(folder_.file(""), "till-3");
    std::filesystem::create_directories(open_to_all.state_dir());
    std::filesystem::permissions(open_to_all.state_dir(), std::filesystem::perms::all);
    expect_complaint(open_to_all.start_in_vain(), "counterfoild", "chmod 700");
}

TEST_F(BadStart, NamesThePortThatIsInUse) {
    Till first(folder_.file(""), "till-1");
    enrol(first);
    ASSERT_EQ(first.start(), "");
    const Till second(folder_.file(""), "till-2");
    enrol(second);
    std::string config = read_text_file(second.config());
    config.replace(config.find(second.address()), second.address().size(), first.address());
    write_text_file(second.config(), config);
    expect_complaint(second.start_in_vain(), "counterfoild", first.address());

    const Hq other(folder_.file("other-"));
    config = read_text_file(other.config());
    config.replace(config.find(other.address()), other.address().size(), hq_.address());
    write_text_file(other.config(), config);
    expect_complaint(other.command({"serve"}), "counterfoil-hq", hq_.address());
}

TEST_F(BadStart, NamesTheLinkPortThatIsInUse) {
    ASSERT_EQ(hq_.start(), "");
    const Hq other(folder_.file("other-"));
    const std::string own = read_text_file(hq_.config());
    const auto from = own.find("[zmq]");
    std::string config = read_text_file(other.config());
    config.replace(config.find("[zmq]"), std::string::npos, own.substr(from));
    write_text_file(other.config(), config);
    expect_complaint(other.command({"serve"}), "counterfoil-hq", "tcp://127.0.0.1:");
}

TEST_F(BadStart, NamesWhoUsesTheStateFolder) {
    Till first(folder_.file(""), "till-1");
    enrol(first);
    ASSERT_EQ(first.start(), "");
    const Till second(folder_.file(""), "till-2", {.state_dir = first.state_dir()});
    expect_complaint(second.start_in_vain(), "counterfoild", "in use by process");
    expect_complaint(hq_.command({"serve"}), "counterfoil-hq", "in use by process");
    EXPECT_EQ(first.http().get("/healthz").status, 200);
}

TEST_F(BadStart, NamesADamagedIdentity) {
    const Till till(folder_.file(""), "till-1");
    enrol(till);
    const std::string file = till.state_dir() + "/identity.toml";
    const std::string whole = read_text_file(file);
    write_text_file(file, whole.substr(0, whole.size() / 2));
    expect_complaint(till.start_in_vain(), "counterfoild", "identity.toml");
    write_text_file(file, whole);
    std::filesystem::permissions(file, std::filesystem::perms::others_read, std::filesystem::perm_options::add);
    expect_complaint(till.start_in_vain(), "counterfoild", "chmod 600");
}

TEST_F(BadStart, TheCommandSaysThatNoAgentRuns) {
    const Till till(folder_.file(""), "till-1");
    enrol(till);
    expect_complaint(till.command({"status"}), "counterfoil", till.address());
    expect_complaint(till.command({"scan", kMemberCode}), "counterfoil", till.address());
}

}  // namespace
}  // namespace counterfoil::e2e
