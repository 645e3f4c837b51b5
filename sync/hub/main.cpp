// counterfoil-hq: the hub at headquarters, and the commands of those who run it.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/assert.hpp"
#include "hub/commands.hpp"
#include "hub/desk_commands.hpp"
#include "hub/hub.hpp"
#include "platform/configuration.hpp"

namespace {

namespace hub = counterfoil::hub;
namespace platform = counterfoil::platform;

int complain(const counterfoil::Error& error) {
    std::fprintf(stderr, "counterfoil-hq: %s\n", counterfoil::describe(error).c_str());
    return 1;
}

int serve(const platform::HubConfig& config) {
    auto running = hub::Hub::start(config);
    if (!running) return complain(running.error());
    std::printf("counterfoil-hq listens on http://%s\n", (*running)->address().c_str());
    std::fflush(stdout);
    (*running)->run();
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"Counterfoil's headquarters: the authority over coupons and points"};
    app.set_version_flag("--version", COUNTERFOIL_VERSION);
    app.require_subcommand(1);
    std::string config_path = "/etc/counterfoil/hub.toml";
    app.add_option("--config", config_path, "configuration file")->capture_default_str();

    CLI::App* serve_app = app.add_subcommand("serve", "serve devices and people");

    std::vector<std::string> files;
    CLI::App* import_app = app.add_subcommand("import", "load JSON Lines: all of it or nothing");
    import_app->add_option("files", files, "files to load")->required();

    std::uint64_t seed = 1;
    std::uint32_t members = 3000;
    std::string folder;
    CLI::App* demo_app = app.add_subcommand("demo-data", "write made-up files for import");
    demo_app->add_option("--seed", seed, "the same seed gives the same files")->capture_default_str();
    demo_app->add_option("--members", members, "how many members")->capture_default_str()->check(CLI::Range(1U, 1'000'000U));
    demo_app->add_option("--out", folder, "folder to write to")->required();

    std::string store;
    std::string device;
    CLI::App* code_app = app.add_subcommand("enrol-code", "print a one-time code for a new device");
    code_app->add_option("--store", store, "the store that it will stand in")->required();
    code_app->add_option("--device", device, "an enrolled device that gets a new disk");
    std::string from;
    std::string until;
    const auto add_period = [&](CLI::App* command) {
        command->add_option("--from", from, "the first day, YYYY-MM-DD")->required();
        command->add_option("--to", until, "the first day after the period")->required();
        return command;
    };
    CLI::App* clearing_app =
        add_period(app.add_subcommand("clearing", "what companies owe one another in a period, as JSON Lines"));
    CLI::App* accounts_app =
        add_period(app.add_subcommand("accounts", "points and coupons of a period for the books, as JSON Lines"));
    const hub::DeskCommands desk(app);
    CLI11_PARSE(app, argc, argv);

    if (*demo_app) return hub::demo_data_command(seed, members, folder);
    const auto config = platform::load_hub_config(config_path);
    if (!config) return complain(config.error());
    if (*import_app) return hub::import_command(*config, files);
    if (*code_app) return hub::enrol_code_command(*config, store, device);
    if (*clearing_app) return hub::clearing_command(*config, from, until);
    if (*accounts_app) return hub::accounts_command(*config, from, until);
    if (desk.chosen()) return desk.run(*config);
    CF_ASSERT(*serve_app);
    return serve(*config);
}
