// counterfoild: the agent in the store.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "daemon/agent.hpp"
#include "daemon/version.hpp"
#include "platform/configuration.hpp"

namespace {

int complain(const counterfoil::Error& error) {
    std::fprintf(stderr, "counterfoild: %s\n", counterfoil::describe(error).c_str());
    return 1;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"The Counterfoil agent: recognises members, prices baskets and redeems, with or without a network"};
    app.set_version_flag("--version", counterfoil::daemon::kVersion);
    std::string config_path = "/etc/counterfoil/agent.toml";
    app.add_option("--config", config_path, "configuration file")->capture_default_str();
    CLI11_PARSE(app, argc, argv);

    const auto config = counterfoil::platform::load_agent_config(config_path);
    if (!config) return complain(config.error());
    auto agent = counterfoil::daemon::Agent::start(*config);
    if (!agent) return complain(agent.error());
    std::printf("counterfoild listens on http://%s\n", (*agent)->address().c_str());
    std::fflush(stdout);
    (*agent)->run();
    return 0;
}
