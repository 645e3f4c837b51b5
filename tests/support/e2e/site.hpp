// HQ and tills as a retailer runs them: the three programs, each with a configuration file and a state folder, in one
// temporary folder.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "support/e2e/http_client.hpp"
#include "support/e2e/process.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::e2e {

/// The path of "counterfoild", "counterfoil-hq" or "counterfoil".
std::string program(const std::string& name);

/// A till's configuration beyond state folder, address and log, as TOML; where its state is, if not in the site's folder;
/// and where its page is, if not beside the programs.
struct TillOptions {
    std::string toml = {};
    std::string state_dir = {};
    std::string screen_dir = {};
};

class Hq {
public:
    explicit Hq(const std::string& folder);

    Finished command(std::vector<std::string> arguments) const;
    /// Writes the demo data of seed 1 and imports it. Empty, or what went wrong.
    std::string import_demo_data(int members);
    /// Members of the demo data, the showcase first.
    std::vector<std::string> demo_members() const;
    Finished import_lines(const std::string& file_name, const std::string& lines) const;
    std::string enrol_code(const std::string& store) const;

    /// Starts and waits until it answers. Empty, or what went wrong.
    std::string start();
    int stop();
    int kill();  ///< as Process::kill()
    const HttpClient& http() const noexcept { return http_; }
    std::string url() const { return "http://" + address_; }
    const std::string& address() const noexcept { return address_; }
    const std::string& config() const noexcept { return config_; }
    const std::string& state_dir() const noexcept { return state_dir_; }
    std::string log() const { return read_text_file(log_); }
    /// {available, pending, owed}; null where HQ does not answer so.
    nlohmann::json points(const std::string& member_id) const;

private:
    std::string folder_;
    std::string state_dir_;
    std::string config_;
    std::string log_;
    std::string address_;
    HttpClient http_;
    std::unique_ptr<Process> process_;
};

class Till {
public:
    Till(const std::string& folder, std::string name, TillOptions options = {});

    Finished enrol(const Hq& hq, const std::string& code) const;
    Finished command(std::vector<std::string> arguments) const;
    /// Starts and waits until it answers. Empty, or what went wrong.
    std::string start();
    /// Starts without waiting for anything.
    void launch();
    /// Waits until what was launched answers. Empty, or what went wrong.
    std::string wait_until_it_answers();
    /// Starts a program that is expected to end at once.
    Finished start_in_vain() const;
    int stop();
    int kill();  ///< as Process::kill()
    bool running() { return process_ && process_->running(); }
    std::string err() { return process_->err(); }

    const HttpClient& http() const noexcept { return http_; }
    const std::string& state_dir() const noexcept { return state_dir_; }
    const std::string& config() const noexcept { return config_; }
    const std::string& address() const noexcept { return address_; }
    std::string log() const { return read_text_file(log_); }

    nlohmann::json status() const;
    bool wait_ready() const;
    bool wait_link(bool up) const;
    /// The link is up, and HQ has answered all of the journal.
    bool wait_synced() const;
    std::uint64_t journal_seq() const;
    nlohmann::json points(const std::string& member_id) const;
    /// Empty where the hash chain holds.
    std::string verify_journal() const;

private:
    std::string name_;
    std::string state_dir_;
    std::string config_;
    std::string log_;
    std::string address_;
    HttpClient http_;
    std::unique_ptr<Process> process_;
};

/// HQ with demo data and any number of tills.
class Site {
public:
    Site() = default;
    std::string folder() const { return folder_.file(""); }
    Hq& hq();
    /// Demo data imported and HQ started. Empty, or what went wrong.
    std::string open(int members = 40);
    /// A till that is enrolled in the store and ready, with the first data from HQ.
    Till& till(const std::string& store, const std::string& name, TillOptions options = {});
    /// Empty, or what went wrong with the last till().
    const std::string& trouble() const noexcept { return trouble_; }

private:
    test_support::TemporaryFolder folder_;
    std::unique_ptr<Hq> hq_;
    std::vector<std::unique_ptr<Till>> tills_;
    std::string trouble_;
};

}  // namespace counterfoil::e2e
