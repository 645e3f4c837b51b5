// The lint refuses what it promises to refuse, lets pass what is right, and finds nothing in this source tree.
#include <gtest/gtest.h>

#include "lint/scratch_tree.hpp"

namespace counterfoil::lint_test {
namespace {

Ran lint(const std::string& tree) { return run(std::string(COUNTERFOIL_SOURCE_DIR) + "/packaging/dev/lint " + tree); }

struct Fixture {
    const char* name;
    const char* path;
    std::string content;
    const char* finding;  ///< what the output must hold; null where the file is right
};

std::string lines(int count, const std::string& line) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += line + "\n";
    return text;
}

std::string function_of(int body_lines) {
    return "int f(int x) {\n" + lines(body_lines, "    if (x > 1) { x--; }") + "    return x;\n}\n";
}

const std::string kOpenEnd = std::string("TO") + "DO";

class Refused : public testing::TestWithParam<Fixture> {};
class Passed : public testing::TestWithParam<Fixture> {};

TEST_P(Refused, WithItsLineAndRule) {
    const ScratchTree tree;
    tree.write(GetParam().path, GetParam().content);
    const Ran ran = lint(tree.root());
    EXPECT_EQ(ran.status, 1) << ran.output;
    EXPECT_NE(ran.output.find(std::string(GetParam().path) + ":" + GetParam().finding), std::string::npos) << ran.output;
}

TEST_P(Passed, WithoutAFinding) {
    const ScratchTree tree;
    tree.write(GetParam().path, GetParam().content);
    const Ran ran = lint(tree.root());
    EXPECT_EQ(ran.status, 0) << ran.output;
}

const Fixture kRefused[] = {
    {"BoostInAPartOfASource", "agent/codec/a.ipp", "#include <boost/url.hpp>\n", "1: banned-include"},
    {"BoostInDomain", "agent/domain/a.cpp", "#include <boost/url.hpp>\n", "1: banned-include"},
    {"SqliteInUsecase", "agent/usecase/a.cpp", "\n#include <sqlite3.h>\n", "2: banned-include"},
    {"ZmqInEngine", "sync/engine/a.cpp", "#include <zmq.hpp>\n", "1: banned-include"},
    {"OpensslInBase", "agent/base/a.cpp", "#include <openssl/evp.h>\n", "1: banned-include"},
    {"LibusbInScan", "drivers/scan/a.cpp", "#include <libusb-1.0/libusb.h>\n", "1: banned-include"},
    {"ThreadInHubCore", "sync/hub/core/a.cpp", "#include <thread>\n", "1: banned-include"},
    {"MutexInSession", "agent/session/a.cpp", "#include <mutex>\n", "1: banned-include"},
    {"FileInCodec", "agent/codec/a.cpp", "#include <fstream>\n", "1: banned-include"},
    {"FilesystemInPorts", "agent/ports/a.hpp", "#pragma once\n#include <filesystem>\n", "2: banned-include"},
    {"RandomInProtocol", "sync/protocol/a.cpp", "#include <random>\n", "1: banned-include"},
    {"ClockInDomain", "agent/domain/a.cpp", "auto t = std::chrono::system_clock::now();\n", "1: ambient"},
    {"EnvironmentInUsecase", "agent/usecase/a.cpp", "auto p = std::getenv(\"X\");\n", "1: ambient"},
    {"JsonInDomain", "agent/domain/a.cpp", "#include <nlohmann/json.hpp>\n", "1: banned-include"},
    {"JsonInAHeader", "agent/codec/a.hpp", "#pragma once\n#include <nlohmann/json.hpp>\n", "2: heavy-header"},
    {"JsonInAHeaderOfPorts", "agent/ports/a.hpp", "#pragma once\n#include <nlohmann/json_fwd.hpp>\n", "2: banned-include"},
    {"AsioInAHeader", "agent/web/a.hpp", "#pragma once\n#include <boost/asio/io_context.hpp>\n", "2: heavy-header"},
    {"BeastInATestHeader", "tests/support/a.hpp", "#pragma once\n#include <boost/beast.hpp>\n", "2: heavy-header"},
    {"ForbiddenArrow", "agent/domain/a.cpp", "#include \"usecase/checkout.hpp\"\n", "1: arrow: forbidden arrow"},
    {"ArrowBetweenAdapters", "agent/web/a.cpp", "#include \"storage/ledger.hpp\"\n", "1: arrow: forbidden arrow"},
    {"ArrowToAnInnerModule", "agent/web/a.cpp", "#include \"storage/kit/db.hpp\"\n", "1: arrow: forbidden arrow"},
    {"AwaitWithCapture", "agent/web/a.cpp", "awaitable<void> f() {\n    co_await post([&x] { x++; });\n}\n", "2: co-await"},
    {"AwaitWithCopyCapture", "agent/web/a.cpp", "awaitable<void> f() {\n    co_await g(1, [=]() { h(); });\n}\n",
     "2: co-await"},
    {"AwaitWithAggregate", "agent/web/a.cpp",
     "awaitable<void> f() {\n    auto r = co_await send(\n        Frame{1, 2});\n}\n", "2: co-await"},
    {"AwaitAfterAggregate", "agent/web/a.cpp", "awaitable<void> f() {\n    g(Frame{1}, co_await h());\n}\n", "2: co-await"},
    {"AwaitInsideAggregate", "agent/web/a.cpp", "awaitable<void> f() {\n    auto x = Pair{co_await h(), 1};\n}\n",
     "2: co-await"},
    {"AwaitInConditionWithAggregate", "agent/web/a.cpp", "awaitable<void> f() {\n    if (co_await g(P{1})) {\n    }\n}\n",
     "2: co-await"},
    {"FileOf501Lines", "agent/web/a.cpp", lines(501, "// line"), "501: file-size"},
    {"SqlOf501Lines", "agent/storage/sql/a.sql", lines(501, "-- line"), "501: file-size"},
    {"FunctionOf81Lines", "agent/web/a.cpp", function_of(78), "1: function-size: a function of 81"},
    {"MemberFunctionOf81Lines", "agent/web/a.hpp",
     "#pragma once\nnamespace a {\nclass X {\n    " + function_of(78) + "};\n}\n", "4: function-size"},
    {"ConstructorOf81Lines", "agent/web/a.cpp", "X::X(int a) : a_{a}, b_{a} {\n" + lines(79, "    g();") + "}\n",
     "1: function-size"},
    {"TestOf81Lines", "tests/unit/a.cpp", "TEST(A, B) {\n" + lines(79, "    g();") + "}\n", "1: function-size"},
    {"OpenEnd", "agent/web/a.cpp", "int x;  // " + kOpenEnd + ": later\n", "1: todo"},
    {"OpenEndInACmakeFile", "agent/web/CMakeLists.txt", "# " + kOpenEnd + "\n", "1: todo"},
    {"OpenEndInAScript", "packaging/thing",
     "#!/bin/sh\n# FIX"
     "ME soon\n",
     "2: todo"},
    {"SleepInATest", "tests/unit/a.cpp", "void f() { std::this_thread::sleep_for(x); }\n", "1: sleep"},
    {"UsleepInATest", "tests/e2e/a.cpp", "void f() { usleep(3); }\n", "1: sleep"},
    {"CatchAllEmpty", "agent/web/a.cpp", "void f() {\n    try {\n        g();\n    } catch (...) {\n    }\n}\n",
     "4: swallowed"},
    {"CatchWithACommentOnly", "agent/web/a.cpp", "void f() {\n    try { g(); } catch (const E& e) { /* fine */ }\n}\n",
     "2: swallowed"},
    {"DoubleInDomain", "agent/domain/a.hpp", "#pragma once\ndouble price;\n", "2: floating-point"},
    {"FloatInBase", "agent/base/a.cpp", "int f(float x);\n", "1: floating-point"},
    {"DoubleInHubCore", "sync/hub/core/a.cpp", "auto x = static_cast<double>(y);\n", "1: floating-point"},
    {"MachinePath", "docs/a.md",
     "See /wor"
     "k/main for it.\n",
     "1: machine-path"},
    {"HomePath", "packaging/a.cmake",
     "set(X /hom"
     "e/anna/x)\n",
     "1: machine-path"},
    {"EmptyName", "agent/web/string_util.cpp", "int x;\n", "1: name"},
    {"EmptyClassName", "agent/web/a.cpp", "class ScanManager {\n};\n", "1: name"},
    {"HeaderWithoutGuard", "agent/web/a.hpp", "int x();\n", "1: pragma-once"},
    {"ExceptionToARuleWithoutReason", "agent/domain/a.cpp", "double x;  // lint:allow floating-point:\n",
     "1: floating-point"},
};

const Fixture kPassed[] = {
    {"ChronoWithoutClock", "agent/domain/a.cpp", "#include <chrono>\nstd::chrono::sys_days d;\n", nullptr},
    {"SqliteInItsKit", "agent/storage/kit/a.cpp", "#include <sqlite3.h>\n", nullptr},
    {"BoostInWeb", "agent/web/a.cpp", "#include <boost/asio.hpp>\n#include \"usecase/checkout.hpp\"\n", nullptr},
    {"JsonInCodecSource", "agent/codec/a.cpp", "#include <nlohmann/json.hpp>\n#include \"domain/basket.hpp\"\n", nullptr},
    {"ForwardDeclarationsOfJson", "agent/codec/a.hpp", "#pragma once\n#include <nlohmann/json_fwd.hpp>\n", nullptr},
    {"SystemHeaderLikeAModule", "agent/platform/a.cpp", "#include <linux/input.h>\n", nullptr},
    {"AwaitOfNamedVariables", "agent/web/a.cpp",
     "awaitable<void> f() {\n    const Frame frame{1, 2};\n    auto g = [&] { h(); };\n    co_await send(frame, g, "
     "a[i]);\n}\n",
     nullptr},
    {"AwaitAsACondition", "agent/web/a.cpp",
     "awaitable<void> f() {\n    if (co_await g(x)) {\n        h();\n    }\n    co_await g(y);\n}\n", nullptr},
    {"AwaitInsideASpawnedLambda", "agent/web/a.cpp",
     "void f() {\n    co_spawn(ex, [&]() -> awaitable<void> { co_await g(x); }, detached);\n}\n", nullptr},
    {"FileOf500Lines", "agent/web/a.cpp", lines(500, "// line"), nullptr},
    {"FunctionOf80Lines", "agent/web/a.cpp", function_of(77), nullptr},
    {"LongNamespaceAndClass", "agent/web/a.cpp",
     "namespace a {\nclass X : public Y {\n" + lines(100, "    void f();") + "};\n}\n", nullptr},
    {"LongTable", "agent/web/a.cpp", "const Row kRows[] = {\n" + lines(100, "    {f(1), \"x\"},") + "};\n", nullptr},
    {"BracesInStrings", "agent/web/a.cpp", "void f() {\n    g(\"{{{\", '{', R\"x({\" { )x\");\n}\n" + lines(90, "int x;"),
     nullptr},
    {"DigitSeparators", "agent/web/a.cpp", "int x = 1'000'000; // it's {\n" + lines(90, "int y;"), nullptr},
    {"OpenEndWithItsIssue", "agent/web/a.cpp", "// " + kOpenEnd + "(#12): the other half\n", nullptr},
    {"SleepOutsideOfTests", "drivers/linux/a.cpp", "void f() { nanosleep(&t, nullptr); }\n", nullptr},
    {"CatchThatAnswers", "agent/web/a.cpp", "void f() {\n    try { g(); } catch (...) { return; }\n}\n", nullptr},
    {"FloatingPointInWords", "agent/domain/a.cpp", "// never a double\nint double_claim;\nauto s = \"float\";\n", nullptr},
    {"DoubleInAnAdapter", "agent/platform/a.cpp", "double seconds;\n", nullptr},
    {"ExceptionToARuleWithReason", "agent/domain/a.cpp",
     "// lint:allow floating-point: refuses them by type\nvoid f(double) = delete;\n", nullptr},
    {"JsonInAPartOfASource", "agent/codec/a.ipp", "#include <nlohmann/json.hpp>\n", nullptr},
    {"OtherPaths", "docs/a.md", "Units are in /etc/counterfoil and /run; see framework/x and docs/work/plan.\n", nullptr},
};

std::string name_of(const testing::TestParamInfo<Fixture>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Lint, Refused, testing::ValuesIn(kRefused), name_of);
INSTANTIATE_TEST_SUITE_P(Lint, Passed, testing::ValuesIn(kPassed), name_of);

TEST(Lint, FindsNothingInThisSourceTree) {
    const Ran ran = lint(COUNTERFOIL_SOURCE_DIR);
    EXPECT_EQ(ran.status, 0) << ran.output;
}

TEST(Lint, SaysWhenThereIsNothingToCheck) {
    const ScratchTree tree;
    EXPECT_EQ(lint(tree.root()).status, 2);
    EXPECT_EQ(lint(tree.root() + "/absent").status, 2);
}

TEST(Lint, LeavesBuildFoldersAndFixturesAlone) {
    const ScratchTree tree;
    tree.write("agent/domain/a.cpp", "int x;\n");
    tree.write("build/dev/agent/domain/a.cpp", "double x;\n");
    tree.write("tests/fixtures/a.md",
               "/wor"
               "k/x/\n");
    const Ran ran = lint(tree.root());
    EXPECT_EQ(ran.status, 0) << ran.output;
}

}  // namespace
}  // namespace counterfoil::lint_test
