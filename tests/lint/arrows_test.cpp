// A forbidden arrow stops the configure step, whichever way it was drawn; docs/architecture.md draws the graph that CMake
// holds.
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>

#include "lint/scratch_tree.hpp"

namespace counterfoil::lint_test {
namespace {

using Arrows = std::map<std::string, std::set<std::string>>;

/// Configures a small project that is made of `modules` (the text after `project()`).
Ran configure(const ScratchTree& tree, const std::string& modules) {
    tree.write("CMakeLists.txt",
               "cmake_minimum_required(VERSION 3.25)\nset(CMAKE_CXX_COMPILER_WORKS 1)\nset(CMAKE_CXX_ABI_COMPILED 1)\n"
               "project(fixture LANGUAGES CXX)\nadd_library(counterfoil_flags INTERFACE)\n"
               "include(" COUNTERFOIL_SOURCE_DIR "/packaging/cmake/modules.cmake)\n" +
                   modules);
    return run("cmake -S " + tree.root() + " -B " + tree.root() + "/build");
}

std::string without_white_space(const std::string& text) {
    std::string flat;
    for (const char c : text)
        if (c != '\n' && c != ' ') flat += c;
    return flat;
}

/// CMake breaks long messages into lines, so white space does not count.
void expect_forbidden(const Ran& ran, const std::string& what) {
    EXPECT_NE(ran.status, 0) << ran.output;
    const std::string flat = without_white_space(ran.output);
    EXPECT_NE(flat.find("forbiddenarrow:"), std::string::npos) << ran.output;
    EXPECT_NE(flat.find(without_white_space(what)), std::string::npos) << ran.output;
}

class ConfigureStep : public testing::Test {
protected:
    ConfigureStep() {
        tree_.write("agent/base/CMakeLists.txt", "counterfoil_module(base SOURCES a.cpp)\n");
        tree_.write("agent/base/a.cpp", "#include <string>\n");
        tree_.write("agent/base/ids.hpp", "#pragma once\n");
        tree_.write("agent/domain/CMakeLists.txt", "counterfoil_module(domain SOURCES a.cpp)\n");
        tree_.write("agent/domain/a.cpp", "#include \"base/ids.hpp\"\n");
    }
    const ScratchTree tree_;
    const std::string both_ = "add_subdirectory(agent/base)\nadd_subdirectory(agent/domain)\n";
};

TEST_F(ConfigureStep, PassesWithAllowedArrows) {
    const Ran ran = configure(tree_, both_);
    EXPECT_EQ(ran.status, 0) << ran.output;
}

TEST_F(ConfigureStep, FailsOnAnIncludeAgainstTheArrows) {
    tree_.write("agent/base/a.cpp", "#include \"domain/basket.hpp\"\n");
    expect_forbidden(configure(tree_, both_), "includes \"domain/basket.hpp\" of module 'domain'");
}

TEST_F(ConfigureStep, FailsOnAnIncludeInAHeader) {
    tree_.write("agent/domain/b.hpp", "#pragma once\n#  include \"web/server.hpp\"\n");
    expect_forbidden(configure(tree_, both_), "includes \"web/server.hpp\" of module 'web'");
}

TEST_F(ConfigureStep, FailsOnAnIncludeOfAModulesInnerFolder) {
    tree_.write("agent/domain/a.cpp", "#include \"web/routes/status.hpp\"\n");
    expect_forbidden(configure(tree_, both_), "of module 'web'");
}

TEST_F(ConfigureStep, FailsOnAnIncludeInAngleBrackets) {
    tree_.write("agent/domain/basket.hpp", "#pragma once\n");
    tree_.write("agent/base/a.cpp", "#include <domain/basket.hpp>\n");
    expect_forbidden(configure(tree_, both_), "of module 'domain'");
}

TEST_F(ConfigureStep, FailsOnAWayAroundThePrefix) {
    tree_.write("agent/base/a.cpp", "#include \"../domain/basket.hpp\"\n");
    expect_forbidden(configure(tree_, both_), "includes \"../domain/basket.hpp\"");
}

TEST_F(ConfigureStep, FailsOnAnIncludeOfAProgramsHeader) {
    tree_.write("agent/daemon/pumps.hpp", "#pragma once\n");
    tree_.write("agent/domain/a.cpp", "#include \"daemon/pumps.hpp\"\n");
    expect_forbidden(configure(tree_, both_), "which belongs to no module");
}

TEST_F(ConfigureStep, FailsOnALinkAgainstTheArrows) {
    const Ran ran = configure(tree_, both_ + "target_link_libraries(base PRIVATE domain)\n");
    expect_forbidden(ran, "module 'base' is linked to module 'domain'");
}

TEST_F(ConfigureStep, FailsOnALibraryArgumentThatIsAModule) {
    tree_.write("agent/base/CMakeLists.txt", "counterfoil_module(base SOURCES a.cpp LIBRARIES domain)\n");
    expect_forbidden(configure(tree_, both_), "module 'base' is linked to module 'domain'");
}

TEST_F(ConfigureStep, FailsOnAModuleThatTheGraphDoesNotKnow) {
    tree_.write("agent/extra/CMakeLists.txt", "counterfoil_module(extra SOURCES a.cpp)\n");
    tree_.write("agent/extra/a.cpp", "\n");
    expect_forbidden(configure(tree_, both_ + "add_subdirectory(agent/extra)\n"), "module 'extra' is not declared");
}

Arrows arrows_of_cmake() {
    Arrows arrows;
    std::istringstream lines(source_file("packaging/cmake/arrows.cmake"));
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("set(ARROWS_")) continue;
        for (char& c : line)
            if (c == '"' || c == ')') c = ' ';
        std::istringstream words(line.substr(11));
        std::string module;
        words >> module;
        auto& used = arrows[module];
        for (std::string other; words >> other;)
            used.insert(other);
    }
    return arrows;
}

/// Lines "from SEPARATOR to to ..." of the fenced block that opens with `fence`.
Arrows arrows_of_document(const std::string& fence, const std::string& separator) {
    Arrows arrows;
    std::istringstream lines(source_file("docs/architecture.md"));
    bool inside = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("```")) {
            inside = !inside && line == fence;
            continue;
        }
        if (!inside || line.find(separator) == std::string::npos) continue;
        std::istringstream words(line);
        std::string module;
        std::string arrow;
        words >> module >> arrow;
        if (arrow != separator) continue;
        auto& used = arrows[module];
        for (std::string other; words >> other;)
            if (other != "&" && other != "-") used.insert(other);
    }
    return arrows;
}

std::set<std::string> reached_from(const Arrows& arrows, const std::string& from) {
    std::set<std::string> reached;
    std::set<std::string> next{from};
    while (!next.empty()) {
        const std::string module = *next.begin();
        next.erase(next.begin());
        const auto used = arrows.find(module);
        if (used == arrows.end()) continue;
        for (const auto& other : used->second)
            if (reached.insert(other).second) next.insert(other);
    }
    return reached;
}

TEST(ArchitectureDocument, ListsTheVeryArrowsOfCMake) {
    const Arrows wanted = arrows_of_cmake();
    ASSERT_GE(wanted.size(), 18U);
    EXPECT_EQ(arrows_of_document("```arrows", "->"), wanted);
}

TEST(ArchitectureDocument, DrawsEachArrowDirectlyOrByWayOfOthersAndNoFurther) {
    const Arrows drawn = arrows_of_document("```mermaid", "-->");
    for (const auto& [module, used] : arrows_of_cmake()) {
        const auto reached = reached_from(drawn, module);
        for (const auto& other : used) {
            EXPECT_TRUE(reached.contains(other)) << module << " -> " << other << " is not drawn";
        }
        const auto direct = drawn.find(module);
        if (direct == drawn.end()) continue;
        for (const auto& other : direct->second) {
            EXPECT_TRUE(used.contains(other)) << module << " -> " << other << " is forbidden";
        }
    }
}

}  // namespace
}  // namespace counterfoil::lint_test
