// counterfoil: the command for IT and for scripts.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "cli/answer.hpp"
#include "cli/enrol.hpp"
#include "cli/quote.hpp"
#include "cli/screen.hpp"
#include "platform/configuration.hpp"
#include "platform/crypto.hpp"
#include "platform/device_identity.hpp"
#include "platform/system_random.hpp"
#include "storage/ledger.hpp"
#include "web/kit/client.hpp"

namespace {

using namespace counterfoil;

int complain(const Error& error) {
    std::fprintf(stderr, "counterfoil: %s\n", describe(error).c_str());
    return 1;
}

/// Calls the running agent with the local token. Any other status is an error.
Result<std::string> ask_agent(const platform::AgentConfig& config, const std::string& method, const std::string& path,
                              const std::string& body, int status) {
    platform::SystemRandom random;
    CF_TRY(token, platform::local_token(config.state_dir, random));
    CF_TRY(response, http_kit::fetch({.url = "http://" + platform::to_text(config.listen) + path,
                                      .method = method,
                                      .body = body,
                                      .headers = {{"Authorization", "Bearer " + token}}}));
    if (response.status != status) return std::unexpected(cli::error_of(response, path));
    return std::move(response.body);
}

/// Prints the agent's answer.
int call_agent(const platform::AgentConfig& config, const std::string& method, const std::string& path,
               const std::string& body) {
    const auto answer = ask_agent(config, method, path, body, 200);
    if (!answer) return complain(answer.error());
    std::printf("%s\n", cli::indented(*answer).c_str());
    return 0;
}

int screen_command(const platform::AgentConfig& config) {
    const auto address = cli::screen_address(config.listen, [&](const char* method, const char* path, int status) {
        return ask_agent(config, method, path, "", status);
    });
    if (!address) return complain(address.error());
    std::printf("%s\n", address->c_str());
    return 0;
}

int enrol_command(const platform::AgentConfig& config, const cli::EnrolWish& wish) {
    const auto identity = cli::enrol(config, wish);
    if (!identity) return complain(identity.error());
    std::printf("enrolled as %s in store %s\n", identity->device_id.str().c_str(), identity->store_id.str().c_str());
    return 0;
}

int scan_command(const platform::AgentConfig& config, const std::string& code, const std::string& symbology) {
    nlohmann::json body = {{"code", code}};
    if (!symbology.empty()) body["symbology"] = symbology;
    return call_agent(config, "POST", "/v1/scan", body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

int verify_command(const platform::AgentConfig& config) {
    const platform::Sha256Hasher hasher;
    const auto ledger = storage::open_ledger_reader(config.state_dir + "/ledger.db", hasher);
    if (!ledger) return complain(ledger.error());
    const auto head = storage::verify_chain((*ledger)->view().journal(), hasher, JournalSeq{1});
    if (!head) return complain(head.error());
    std::printf("%llu journal entries, unbroken; head %s\n", static_cast<unsigned long long>(head->seq.value),
                to_hex(head->hash).c_str());
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{"The command for a Counterfoil agent"};
    app.set_version_flag("--version", COUNTERFOIL_VERSION);
    app.require_subcommand(1);
    std::string config_path = "/etc/counterfoil/agent.toml";
    app.add_option("--config", config_path, "the agent's configuration file")->capture_default_str();

    cli::EnrolWish wish;
    CLI::App* enrol_app = app.add_subcommand("enrol", "enrol this device with HQ");
    enrol_app->add_option("--hub", wish.hub_url, "HQ's address, such as http://hq.example:8790")->required();
    enrol_app->add_option("--code", wish.code, "the one-time code that HQ printed")->required();
    enrol_app->add_option("--name", wish.device_name, "what people call this device")->required();

    std::string code;
    std::string symbology;
    CLI::App* scan_app = app.add_subcommand("scan", "feed a code into the running agent, as a scanner would");
    scan_app->add_option("code", code, "the code")->required();
    scan_app->add_option("--symbology", symbology, "AIM symbology identifier, such as ]E0");

    CLI::App* status_app = app.add_subcommand("status", "show how the running agent stands");
    CLI::App* screen_app =
        app.add_subcommand("screen", "print an address that lets one browser in as a screen; it works once, for 15 minutes");
    CLI::App* verify_app = app.add_subcommand("verify-journal", "check the journal's hash chain from its first entry");
    CLI::App* quote_app = app.add_subcommand(
        "quote",
        "price a basket: JSON {basket, rules, member, coupons, templates} on standard input, the quote on standard "
        "output; needs no agent and no configuration, and stores nothing");
    CLI11_PARSE(app, argc, argv);
    if (*quote_app) return cli::quote_command();

    const auto config = platform::load_agent_config(config_path);
    if (!config) return complain(config.error());
    if (*enrol_app) return enrol_command(*config, wish);
    if (*scan_app) return scan_command(*config, code, symbology);
    if (*status_app) return call_agent(*config, "GET", "/v1/status", "");
    if (*screen_app) return screen_command(*config);
    if (*verify_app) return verify_command(*config);
    return 1;
}
