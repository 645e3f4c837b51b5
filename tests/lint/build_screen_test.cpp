// packaging/dev/build-screen with a node and an npm of our own: when it installs, what it refuses, and that a page is whole
// or the former one.
#include <gtest/gtest.h>

#include "lint/scratch_tree.hpp"

namespace counterfoil::lint_test {
namespace {

class BuildScreen : public testing::Test {
protected:
    BuildScreen() {
        tree_.write("packaging/dev/build-screen", source_file("packaging/dev/build-screen"));
        tree_.write("ui-kiosk/package-lock.json", "{}");
        program("bin/node", "echo v18.17.0");
        // Says what it was asked for; the folder to write to is the eighth word of `build`.
        program("bin/npm", "echo \"npm $*\" >>" + root() + "/asked\n" +
                               "case \"$*\" in\n"
                               "ci*) mkdir -p node_modules/.bin; echo >node_modules/.package-lock.json ;;\n"
                               "*build*) mkdir -p \"$8\"; cat " +
                               root() + "/page >\"$8/index.html\" ;;\nesac");
        program("ui-kiosk/node_modules/.bin/tsc", "exit 0");
        tree_.write("page", "first");
    }
    std::string root() const { return tree_.root(); }
    void program(const std::string& path, const std::string& body) const {
        tree_.write(path, "#!/bin/bash\n" + body + "\n");
        std::filesystem::permissions(root() + "/" + path, std::filesystem::perms::owner_all);
    }
    Ran build(const std::string& arguments) const {
        return run("PATH=" + root() + "/bin:$PATH bash " + root() + "/packaging/dev/build-screen " + arguments);
    }
    Ran build_page() const { return build("page " + root() + "/out/screen"); }
    std::string page() const { return run("cat " + root() + "/out/screen/index.html").output; }
    /// What was asked of npm, every call a line.
    std::string asked() const { return run("[ ! -e " + root() + "/asked ] || cat " + root() + "/asked").output; }
    const ScratchTree tree_;
};

TEST_F(BuildScreen, InstallsWhenTheLockFileIsNewerOrNothingIsInstalled) {
    ASSERT_EQ(build("install").status, 0);
    EXPECT_EQ(asked(), "npm ci --ignore-scripts --prefer-offline\n");
    ASSERT_EQ(build("install").status, 0);
    EXPECT_EQ(asked(), "npm ci --ignore-scripts --prefer-offline\n") << "installed though nothing had changed";
    run("touch -d '+1 minute' " + root() + "/ui-kiosk/package-lock.json");
    ASSERT_EQ(build("install").status, 0);
    EXPECT_EQ(asked(), "npm ci --ignore-scripts --prefer-offline\nnpm ci --ignore-scripts --prefer-offline\n");
}

TEST_F(BuildScreen, SaysNothingWhenAllIsWellAndReplacesThePage) {
    Ran ran = build_page();
    EXPECT_EQ(ran.status, 0);
    EXPECT_EQ(ran.output, "");
    EXPECT_EQ(page(), "first");
    tree_.write("out/screen/old.js", "of the former page");
    tree_.write("page", "second");
    ran = build_page();
    EXPECT_EQ(ran.status, 0) << ran.output;
    EXPECT_EQ(run("ls " + root() + "/out " + root() + "/out/screen").output,
              root() + "/out:\nscreen\n\n" + root() + "/out/screen:\nindex.html\n");
    EXPECT_EQ(page(), "second");
}

TEST_F(BuildScreen, KeepsTheFormerPageWhenTheTypesAreWrong) {
    ASSERT_EQ(build_page().status, 0);
    program("ui-kiosk/node_modules/.bin/tsc", "echo 'app/main.tsx(3,1): error TS2304'; exit 2");
    tree_.write("page", "second");
    const Ran ran = build_page();
    EXPECT_NE(ran.status, 0);
    EXPECT_NE(ran.output.find("app/main.tsx(3,1): error TS2304\nbuild-screen: the type check failed"), std::string::npos)
        << ran.output;
    EXPECT_EQ(page(), "first");
}

TEST_F(BuildScreen, KeepsTheFormerPageWhenTheBuildBreaksOff) {
    ASSERT_EQ(build_page().status, 0);
    tree_.write("page", "");
    const Ran ran = build_page();
    EXPECT_NE(ran.status, 0);
    EXPECT_NE(ran.output.find("left no index.html"), std::string::npos) << ran.output;
    EXPECT_EQ(page(), "first");
    EXPECT_EQ(run("ls " + root() + "/out").output, "screen\n");
}

TEST_F(BuildScreen, RefusesAnOldNodeAndTellsWhatToDo) {
    for (const std::string version : {"v18.16.9", "v16.20.0", "v9.0.0"}) {
        program("bin/node", "echo " + version);
        const Ran ran = build("check");
        EXPECT_NE(ran.status, 0) << version;
        EXPECT_NE(ran.output.find(version + "; 18.17 or later is needed"), std::string::npos) << ran.output;
        EXPECT_NE(ran.output.find("COUNTERFOIL_SCREEN=OFF"), std::string::npos) << ran.output;
    }
    for (const std::string version : {"v18.17.0", "v18.20.4", "v20.1.0", "v100.0.0"}) {
        program("bin/node", "echo " + version);
        EXPECT_EQ(build("check").status, 0) << version;
    }
}

TEST_F(BuildScreen, NamesTheMissingCommand) {
    // a PATH with what the script itself needs, and no npm
    run("mkdir -p " + root() + "/few && ln -s /bin/bash /usr/bin/dirname " + root() + "/bin/node " + root() + "/few/");
    const Ran ran = run("PATH=" + root() + "/few bash " + root() + "/packaging/dev/build-screen check");
    EXPECT_NE(ran.status, 0);
    EXPECT_NE(ran.output.find("no command npm; run packaging/install-dependencies"), std::string::npos) << ran.output;
}

}  // namespace
}  // namespace counterfoil::lint_test
