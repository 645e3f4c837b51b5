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

// CDATA sections of GoogleTest, and what a program prints into them, are no tags.
TEST_F(Counting, TakesNoTextForACase) {
    results(
        "    <testcase name=\"C\" status=\"run\" result=\"completed\" classname=\"A\">\n      <failure message=\"x\" "
        "type=\"\"><![CDATA[<testcase name=\"X\" classname=\"A\" />\n<skipped message=\"y\"/>\n</testsuites>]]></failure>\n"
        "    </testcase>\n" +
        good_);
    programs("fail", "run");
    expect_sums("2 passed 1 failed 0 skipped");
}

/// The page's tests: Vitest writes its cases after its own manner.
class CountingVitest : public Counting {
protected:
    CountingVitest() {
        tree_.write("ui-kiosk/CTestTestfile.cmake",
                    "add_test(ui_logic \"/usr/bin/npm\" \"run\" \"test\" \"--\" \"--reporter=junit\" "
                    "\"--outputFile.junit=/x/test-results/ui_logic.xml\")\n");
        tree_.write("skips.allow", "the fast path [(]on glass[)]: | needs a finger\n");
    }
    void ran(const std::string& status, const std::string& cases) const {
        tree_.write("test-results/ctest.junit",
                    "<testsuite>\n\t<testcase name=\"ui_logic\" classname=\"ui_logic\" status=\"" + status +
                        "\">\n\t</testcase>\n</testsuite>\n");
        tree_.write(
            "test-results/ui_logic.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<testsuites name=\"vitest tests\" tests=\"1\">\n    <testsuite "
            "name=\"tests/unit/a.test.ts\" tests=\"1\">\n" +
                cases + "    </testsuite>\n</testsuites>\n");
    }
    static std::string entry(const std::string& name, const std::string& inside = "") {
        return "        <testcase classname=\"tests/unit/a.test.ts\" name=\"" + name + "\" time=\"0.01\">\n" + inside +
               "        </testcase>\n";
    }
    void expect_line(const std::string& line) const {
        const Ran counted = count();
        EXPECT_NE(("\n" + counted.output).find("\n" + line + "\n"), std::string::npos) << counted.output;
    }
};

TEST_F(CountingVitest, AddsUpCasesWhateverTheirNames) {
    ran("run", entry("adds up") + entry("a &quot;name&quot; &gt; with ]]> and &lt;failure&gt; > \n  over two lines") +
                   entry("\u540d\u5b57 &amp; \u00e9 status=&quot;notrun&quot;"));
    expect_sums("3 passed 0 failed 0 skipped");
}

TEST_F(CountingVitest, CountsAFailedCaseOnceThoughItWasTriedOften) {
    ran("fail",
        entry("adds up", "            <failure message=\"a\" type=\"Error\">\n a\n</failure>\n<failure>b</failure>\n") +
            entry("prints", "<system-out>\n&lt;failure&gt; &lt;/testsuites&gt;\n</system-out>\n"));
    expect_sums("1 passed 1 failed 0 skipped");
    expect_line("FAILED: ui_logic: tests/unit/a.test.ts > adds up");
}

TEST_F(CountingVitest, LetsOnlyANamedSkipPass) {
    ran("run", entry("adds up") + entry("the fast path (on glass)", "            <skipped/>\n"));
    expect_sums("1 passed 0 failed 1 skipped");
    ran("run", entry("adds up") + entry("the fast path\n(on paper)", "            <skipped/>\n"));
    expect_sums("1 passed 1 failed 0 skipped");
}

TEST_F(CountingVitest, CountsARunThatDiedOrRanNoCaseAsFailed) {
    ran("run", "");
    expect_sums("0 passed 1 failed 0 skipped");
    ran("fail", entry("adds up"));
    expect_sums("1 passed 1 failed 0 skipped");
    tree_.write("test-results/ui_logic.xml", "<testsuites>\n<testsuite>\n" + entry("adds up"));
    expect_sums("1 passed 1 failed 0 skipped");
    std::filesystem::remove(tree_.root() + "/test-results/ui_logic.xml");
    expect_sums("0 passed 1 failed 0 skipped");
}

TEST_F(Counting, CountsMissingResultsOfTheWholeRunAsFailed) { expect_sums("0 passed 1 failed 0 skipped"); }

}  // namespace
}  // namespace counterfoil::lint_test
