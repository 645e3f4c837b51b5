#include "support/e2e/site.hpp"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "support/e2e/free_port.hpp"

namespace counterfoil::e2e {
namespace {

using nlohmann::json;
using namespace nlohmann::literals;

std::string local_address() { return "127.0.0.1:" + std::to_string(free_port()); }

std::vector<std::string> with_config(const std::string& name, const std::string& config, std::vector<std::string> rest) {
    std::vector<std::string> command{program(name), "--config", config};
    command.insert(command.end(), rest.begin(), rest.end());
    return command;
}

/// Empty, or why it did not start.
std::string wait_for_start(Process& process, const std::string& name) {
    if (process.wait_for_line(name + " listens on http://")) return {};
    const Finished ended = process.wait_for_end(std::chrono::milliseconds(0));
    return name + " did not start (status " + std::to_string(ended.status) + "): " + ended.err;
}

json points_of(const Reply& reply) {
    const json member = reply.json();
    return reply.status == 200 && member.is_object() ? member.value("points", json()) : json();
}

}  // namespace

std::string program(const std::string& name) { return std::string(COUNTERFOIL_BIN_DIR) + "/" + name; }

// ---- HQ ----
Hq::Hq(const std::string& folder)
    : folder_(folder + "hq"),
      state_dir_(folder_ + "/state"),
      config_(folder_ + "/hub.toml"),
      log_(folder_ + "/hub.log"),
      address_(local_address()) {
    std::filesystem::create_directories(folder_);
    write_text_file(config_, "state_dir = \"" + state_dir_ + "\"\nlisten = \"" + address_ + "\"\n[zmq]\nops = \"tcp://" +
                                 local_address() + "\"\nfeed = \"tcp://" + local_address() +
                                 "\"\n[log]\nlevel = \"debug\"\nfile = \"" + log_ + "\"\n");
}

Finished Hq::command(std::vector<std::string> arguments) const {
    return run(with_config("counterfoil-hq", config_, std::move(arguments)));
}

std::string Hq::import_demo_data(int members) {
    const std::string out = folder_ + "/demo";
    const Finished made = command({"demo-data", "--seed", "1", "--members", std::to_string(members), "--out", out});
    if (made.status != 0) return "demo-data: " + made.err;
    std::vector<std::string> arguments{"import"};
    for (const auto& file : std::filesystem::directory_iterator(out))
        arguments.push_back(file.path().string());
    const Finished imported = command(std::move(arguments));
    return imported.status == 0 ? std::string() : "import: " + imported.err;
}

std::vector<std::string> Hq::demo_members() const {
    std::vector<std::string> ids;
    std::ifstream file(folder_ + "/demo/members.jsonl");
    for (std::string line; std::getline(file, line);) {
        const json row = json::parse(line, nullptr, false);
        if (row.is_object() && row.value("kind", "") == "member") ids.push_back(row.value("member_id", ""));
    }
    return ids;
}

Finished Hq::import_lines(const std::string& file_name, const std::string& lines) const {
    const std::string path = folder_ + "/" + file_name;
    write_text_file(path, lines);
    return command({"import", path});
}

std::string Hq::enrol_code(const std::string& store) const {
    const Finished made = command({"enrol-code", "--store", store});
    return made.out.substr(0, made.out.find('\n'));
}

std::string Hq::start() {
    process_ = std::make_unique<Process>(with_config("counterfoil-hq", config_, {"serve"}));
    std::string trouble = wait_for_start(*process_, "counterfoil-hq");
    http_ = HttpClient(address_, state_dir_ + "/api-token");
    return trouble;
}

int Hq::stop() { return process_->stop(); }
int Hq::kill() { return process_->kill(); }

json Hq::points(const std::string& member_id) const { return points_of(http_.get("/v1/members/" + member_id)); }

// ---- till ----
Till::Till(const std::string& folder, std::string name, TillOptions options)
    : name_(std::move(name)),
      state_dir_(options.state_dir.empty() ? folder + name_ + "/state" : options.state_dir),
      config_(folder + name_ + "/agent.toml"),
      log_(folder + name_ + "/agent.log"),
      address_(local_address()) {
    std::filesystem::create_directories(folder + name_);
    write_text_file(config_, "state_dir = \"" + state_dir_ + "\"\nlisten = \"" + address_ + "\"\nscreen_dir = \"" +
                                 options.screen_dir + "\"\n[log]\nlevel = \"debug\"\nfile = \"" + log_ + "\"\n" +
                                 options.toml);
}

Finished Till::enrol(const Hq& hq, const std::string& code) const {
    return command({"enrol", "--hub", hq.url(), "--code", code, "--name", name_});
}

Finished Till::command(std::vector<std::string> arguments) const {
    return run(with_config("counterfoil", config_, std::move(arguments)));
}

void Till::launch() { process_ = std::make_unique<Process>(with_config("counterfoild", config_, {})); }

std::string Till::wait_until_it_answers() {
    std::string trouble = wait_for_start(*process_, "counterfoild");
    http_ = HttpClient(address_, state_dir_ + "/api-token");
    return trouble;
}

std::string Till::start() {
    launch();
    return wait_until_it_answers();
}

Finished Till::start_in_vain() const { return run(with_config("counterfoild", config_, {})); }

int Till::stop() { return process_->stop(); }
int Till::kill() { return process_->kill(); }

json Till::status() const {
    const Reply reply = http_.get("/v1/status");
    return reply.status == 200 ? reply.json() : json::object();
}

bool Till::wait_ready() const {
    return until([this] { return http_.get("/readyz").status == 200; });
}

bool Till::wait_link(bool up) const {
    return until([&] { return status().value("/link/state"_json_pointer, "") == (up ? "up" : "down"); });
}

bool Till::wait_synced() const {
    return until([this] {
        const json now = status();
        return now.value("/link/state"_json_pointer, "") == "up" && now.value("pending_operations", 1) == 0;
    });
}

std::uint64_t Till::journal_seq() const { return status().value("/journal/seq"_json_pointer, std::uint64_t{0}); }

json Till::points(const std::string& member_id) const { return points_of(http_.get("/v1/members/" + member_id)); }

std::string Till::verify_journal() const {
    const Finished verified = command({"verify-journal"});
    return verified.status == 0 ? std::string() : verified.out + verified.err;
}

// ---- site ----
Hq& Site::hq() {
    if (!hq_) hq_ = std::make_unique<Hq>(folder());
    return *hq_;
}

std::string Site::open(int members) {
    std::string trouble = hq().import_demo_data(members);
    return trouble.empty() ? hq().start() : trouble;
}

Till& Site::till(const std::string& store, const std::string& name, TillOptions options) {
    tills_.push_back(std::make_unique<Till>(folder(), name, std::move(options)));
    Till& till = *tills_.back();
    const Finished enrolled = till.enrol(hq(), hq().enrol_code(store));
    trouble_ = enrolled.status == 0 ? till.start() : "enrol: " + enrolled.err;
    if (trouble_.empty() && !till.wait_ready())
        trouble_ = "the first data did not come: " + till.http().get("/readyz").text();
    if (trouble_.empty() && !till.wait_link(true)) trouble_ = "the link did not come up";
    return till;
}

}  // namespace counterfoil::e2e
