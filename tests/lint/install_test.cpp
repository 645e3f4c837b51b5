// packaging/install-dependencies with a package manager of our own: what it asks for, and that it leaves alone what is
// there.
#include <gtest/gtest.h>

#include "lint/scratch_tree.hpp"

namespace counterfoil::lint_test {
namespace {

class Install : public testing::Test {
protected:
    Install() {
        tree_.write("packaging/install-dependencies", source_file("packaging/install-dependencies"));
        command("dpkg-query", "echo 'ii  jq '; echo 'ii  cppzmq-dev '");
        command("apt-get", "echo \"$@\" >>" + tree_.root() + "/asked");
        command("sudo", "exec \"$@\"");
    }
    void list(const std::string& text) const { tree_.write("packaging/dependencies.txt", text); }
    void command(const std::string& name, const std::string& body) const {
        tree_.write("bin/" + name, "#!/bin/bash\n" + body + "\n");
        std::filesystem::permissions(tree_.root() + "/bin/" + name, std::filesystem::perms::owner_all);
    }
    Ran install(const std::string& groups = "") const {
        return run("PATH=" + tree_.root() + "/bin:$PATH bash " + tree_.root() + "/packaging/install-dependencies " + groups);
    }
    /// What the package manager was asked for, every call a line.
    std::string asked() const { return run("[ ! -e " + tree_.root() + "/asked ] || cat " + tree_.root() + "/asked").output; }
    bool asked_nothing() const { return !std::filesystem::exists(tree_.root() + "/asked"); }
    const ScratchTree tree_;
};

TEST_F(Install, AsksNothingWhenNothingIsMissing) {
    list("# head\n[build]\njq  # reads answers\n[test]\ncppzmq-dev\n");
    const Ran ran = install();
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.output, "dependencies: all 2 are installed\n");
    EXPECT_TRUE(asked_nothing()) << asked();
}

TEST_F(Install, InstallsOnlyWhatIsMissing) {
    list("[build]\njq\nlibnone-dev\n");
    const Ran ran = install();
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.output, "dependencies: 2 needed, 1 newly installed (libnone-dev)\n");
    EXPECT_NE(asked().find("install --no-install-recommends libnone-dev\n"), std::string::npos) << asked();
}

TEST_F(Install, LeavesACommandAloneThatCameFromElsewhere) {
    command("cf-node", "true");
    list("[build]\ncf-nodejs (command cf-node)\ncf-npm\t( command cf-npm )\n");
    EXPECT_NE(install().status, 0) << "'( command' is no form of this list";
    EXPECT_TRUE(asked_nothing()) << asked();
    list("[build]\ncf-nodejs (command cf-node)\n");
    EXPECT_EQ(install().output, "dependencies: all 1 are installed\n");
    EXPECT_TRUE(asked_nothing()) << asked();
}

TEST_F(Install, InstallsThePackageWhereItsCommandIsMissing) {
    list("[build]\njq\ncf-nodejs (command cf-node)\n");
    EXPECT_EQ(install().output, "dependencies: 2 needed, 1 newly installed (cf-nodejs)\n");
    EXPECT_NE(asked().find("recommends cf-nodejs\n"), std::string::npos) << asked();
}

TEST_F(Install, TakesOnlyTheGroupsNamed) {
    list("[build]\nlibnone-dev\n[run]\njq\n");
    EXPECT_EQ(install("run").output, "dependencies: all 1 are installed\n");
    const Ran ran = install("runs");
    EXPECT_NE(ran.status, 0);
    EXPECT_NE(ran.output.find("no group 'runs'"), std::string::npos) << ran.output;
}

TEST_F(Install, NamesALineThatItCannotRead) {
    list("[build]\ntwo words\n");
    const Ran ran = install();
    EXPECT_NE(ran.status, 0);
    EXPECT_NE(ran.output.find("cannot read 'two words'"), std::string::npos) << ran.output;
}

// Every group of the list can be asked for, and the usage names it.
TEST(InstallList, EveryGroupIsNamedInTheUsage) {
    const std::string script = source_file("packaging/install-dependencies");
    const Ran groups =
        run("sed -n 's/^\\[\\(.*\\)\\]$/\\1/p' " + std::string(COUNTERFOIL_SOURCE_DIR) + "/packaging/dependencies.txt");
    std::string all = "groups:";
    for (std::size_t from = 0, end = 0; (end = groups.output.find('\n', from)) != std::string::npos; from = end + 1)
        all += " " + groups.output.substr(from, end - from);
    EXPECT_NE(script.find(all + ";"), std::string::npos) << all;
    EXPECT_NE(script.find("(" + all + ")"), std::string::npos) << all;
}

}  // namespace
}  // namespace counterfoil::lint_test
