// The sums at the end of tests/run: every case counts once, and nothing that went wrong counts as passed.
#include <gtest/gtest.h>

#include "lint/scratch_tree.hpp"

namespace counterfoil::lint_test {
namespace {

class Counting : public testing::Test {
protected:
    Counting() {
        tree_.write("tests/CTestTestfile.cmake",
                    "add_test(rules \"/x/rules\" \"--gtest_output=xml:/x/test-results/rules.xml\")\n"
                    "add_test(script \"/x/script\")\n");
        tree_.write("skips.allow", "# reasons\n\ntest data absent: | no part of the tree\n");
        results("");
    }
    void results(const std::string& cases) const {
        tree_.write("test-results/rules.xml",
                    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"1\" name=\"AllTests\">\n  <testsuite "
                    "name=\"A\">\n" +
                        cases + "  </testsuite>\n</testsuites>\n");
    }
    void programs(const std::string& rules, const std::string& script) const {
        tree_.write("test-results/ctest.junit",
                    "<?xml version=\"1.0\"?>\n<testsuite name=\"Linux\"\n\ttests=\"2\"\n\t>\n"
                    "\t<testcase name=\"rules\" classname=\"rules\" time=\"0.1\" status=\"" +
                        rules +
                        "\">\n\t</testcase>\n"
                        "\t<testcase name=\"script\" classname=\"script\" time=\"0.1\" status=\"" +
                        script + "\">\n\t</testcase>\n</testsuite>\n");
    }
    Ran count() const {
        return run(std::string(COUNTERFOIL_SOURCE_DIR) + "/packaging/dev/count-tests " + tree_.root() + " " + tree_.root() +
                   "/skips.allow");
    }
    void expect_sums(const std::string& sums) const {
        const Ran ran = count();
        EXPECT_EQ(ran.status, 0) << ran.output;
        EXPECT_TRUE(ran.output.ends_with(sums + "\n")) << ran.output;
    }
    const ScratchTree tree_;
    const std::string good_ = "    <testcase name=\"B\" status=\"run\" result=\"completed\" classname=\"A\" />\n";
    const std::string bad_ =
        "    <testcase name=\"C\" status=\"run\" result=\"completed\" classname=\"A\">\n      <failure message=\"x\" "
        "type=\"\"><![CDATA[x]]></failure>\n"
        "    </testcase>\n";
    static std::string skip(const std::string& why) {
        return "    <testcase name=\"D\" status=\"run\" result=\"skipped\" classname=\"A\">\n      <skipped "
               "message=\"a.cpp:3&#x0A;" +
               why + "\"><![CDATA[x]]></skipped>\n    </testcase>\n";
    }
};

TEST_F(Counting, AddsUpCasesAndPlainPrograms) {
    results(good_ + good_);
    programs("run", "run");
    expect_sums("3 passed 0 failed 0 skipped");
}

TEST_F(Counting, CountsAFailedCaseOnce) {
    results(good_ + bad_);
    programs("fail", "run");
    expect_sums("2 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsAFailedPlainProgram) {
    results(good_);
    programs("run", "fail");
    expect_sums("1 passed 1 failed 0 skipped");
}

TEST_F(Counting, LetsAnAllowedSkipPassAndPrintsItsReason) {
    results(good_ + skip("test data absent: x/y"));
    programs("run", "run");
    const Ran ran = count();
    EXPECT_NE(ran.output.find("A.D: a.cpp:3 test data absent: x/y [allowed: no part of the tree]"), std::string::npos)
        << ran.output;
    expect_sums("2 passed 0 failed 1 skipped");
}

TEST_F(Counting, CountsAnyOtherSkipAsFailed) {
    results(good_ + skip("not today"));
    programs("run", "run");
    expect_sums("2 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsACaseDisabledInTheSourceAsFailed) {
    results(good_ + "    <testcase name=\"DISABLED_E\" status=\"notrun\" result=\"suppressed\" classname=\"A\" />\n");
    programs("run", "run");
    expect_sums("2 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsACrashAsFailedThoughItLeftNoResults) {
    std::filesystem::remove(tree_.root() + "/test-results/rules.xml");
    programs("fail", "run");
    expect_sums("1 passed 1 failed 0 skipped");
    programs("run", "run");
    expect_sums("1 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsResultsThatBreakOffAsFailed) {
    tree_.write("test-results/rules.xml", "<testsuites>\n" + good_);
    programs("fail", "run");
    expect_sums("2 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsAFailureAfterTheLastCase) {
    results(good_);
    programs("fail", "run");
    expect_sums("2 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsAProgramWithoutCasesAsFailed) {
    programs("run", "run");
    expect_sums("1 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsAProgramThatDidNotRunAsFailed) {
    results(good_);
    programs("run", "notrun");
    expect_sums("1 passed 1 failed 0 skipped");
}

TEST_F(Counting, RefusesAnAllowanceWithoutAReason) {
    tree_.write("skips.allow", "everything\n");
    results(good_);
    programs("run", "run");
    expect_sums("2 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsMissingResultsOfTheWholeRunAsFailed) { expect_sums("0 passed 1 failed 0 skipped"); }

}  // namespace
}  // namespace counterfoil::lint_test
