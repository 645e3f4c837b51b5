// Real data through the domain, and a share of it through a real agent and a real HQ.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <iostream>
#include <limits>
#include <nlohmann/json.hpp>

#include "replay/parts.hpp"
#include "replay/through_agent.hpp"
#include "support/test_data.hpp"

namespace {

using namespace counterfoil::replay;

struct Wish {
    std::filesystem::path folder = counterfoil::test_support::test_data_path() / "data";
    std::vector<std::string> parts;
    std::size_t sales = 150;
    bool all = false;
    bool domain_only = false;
};

bool wanted(const Wish& wish, const Part& part) {
    return wish.parts.empty() || std::ranges::find(wish.parts, part.name) != wish.parts.end();
}

/// True where all was as expected.
bool replay(const Wish& wish, const Part& part) {
    Report report(part.name);
    const auto expected = expected_figures(wish.folder);
    check_files(wish.folder, part, expected, report);
    Share share{wish.domain_only ? 0 : wish.all ? std::numeric_limits<std::size_t>::max() : wish.sales};
    const World world = part.run(wish.folder, expected, report, share);
    replay_through_agent(world, report);
    report.print(std::cout);
    return report.differences().empty();
}

}  // namespace

int main(int argc, char** argv) {
    Wish wish;
    CLI::App app{"Replays real retail data and compares it with the folder's expected.json"};
    app.add_option("folder", wish.folder, "where the files and expected.json are")->capture_default_str();
    app.add_option("--part", wish.parts, "cj, retail, o2o, x5, ean; all that are there by default");
    app.add_option("--sales", wish.sales, "so many sales of each part go through the agent, all of the first members'")
        ->capture_default_str();
    app.add_flag("--all", wish.all, "every sale of a member goes through the agent");
    app.add_flag("--domain-only", wish.domain_only, "no agent");
    CLI11_PARSE(app, argc, argv);
    int done = 0;
    bool good = true;
    try {
        for (const Part& part : parts()) {
            if (!wanted(wish, part)) continue;
            const auto missing = missing_files(wish.folder, part);
            for (const std::string& file : missing)
                std::cout << part.name << ": left out, test data absent: " << (wish.folder / file).string() << "\n";
            if (!missing.empty()) continue;
            ++done;
            good = replay(wish, part) && good;
        }
    } catch (const std::exception& e) {
        std::fprintf(stderr, "replay: %s\n", e.what());
        return 1;
    }
    if (done == 0) {
        std::fprintf(stderr,
                     "replay: nothing to replay in %s: give it a folder with expected.json and the files of a part\n",
                     wish.folder.c_str());
        return 2;
    }
    return good ? 0 : 1;
}
