#include "hub/commands.hpp"

#include <cstdio>
#include <filesystem>

#include "codec/json.hpp"
#include "hub/core/authority.hpp"
#include "hub/core/books.hpp"
#include "hub/core/demo_data.hpp"
#include "hub/core/enrolment.hpp"
#include "hub/hub_identity.hpp"
#include "hub/store/hub_epoch.hpp"
#include "hub/store/import_files.hpp"
#include "hub/store/sqlite_store.hpp"
#include "hub/store/tz_database.hpp"
#include "platform/crypto.hpp"
#include "platform/files.hpp"
#include "platform/state_folder.hpp"
#include "platform/system_clock.hpp"
#include "platform/system_random.hpp"

namespace counterfoil::hub {
namespace {

int complain(const Error& error) {
    std::fprintf(stderr, "counterfoil-hq: %s\n", describe(error).c_str());
    return 1;
}

/// The store with an authority over it, as a command needs them.
struct Opened {
    platform::SystemClock clock;
    platform::SystemRandom random;
    platform::Sha256Hasher hasher;
    platform::Ed25519Verifier verifier;
    NullLog log;
    std::unique_ptr<platform::Ed25519Signer> signer;
    std::unique_ptr<HubStore> store;
    std::unique_ptr<Authority> authority;
};

Result<std::unique_ptr<Opened>> open(const platform::HubConfig& config) {
    auto opened = std::make_unique<Opened>();
    CF_CHECK(platform::create_state_folder(config.state_dir));
    CF_TRY(keys, open_hub_keys(config.state_dir, opened->random));
    CF_TRY(epoch, open_hub_epoch(config.state_dir));
    CF_TRY(store, open_sqlite_store(config.state_dir, opened->hasher));
    opened->signer = std::make_unique<platform::Ed25519Signer>(keys.signing_secret);
    opened->store = std::move(store);
    opened->authority = std::make_unique<Authority>(AuthorityConfig{.hub_epoch = epoch}, opened->hasher, opened->verifier,
                                                    *opened->signer, opened->random, opened->log);
    return opened;
}

}  // namespace

int import_command(const platform::HubConfig& config, const std::vector<std::string>& files) {
    auto opened = open(config);
    if (!opened) return complain(opened.error());
    const Opened& hq = **opened;
    const auto result = import_files(*hq.store, *hq.authority, hq.hasher, TzDatabase{}, files, hq.clock.now());
    if (!result) {
        std::fprintf(stderr, "%s\ncounterfoil-hq: nothing was imported\n", describe(result.error()).c_str());
        return 1;
    }
    std::printf("%llu lines: %llu added, %llu changed, %llu unchanged\n",
                static_cast<unsigned long long>(result->counts.lines), static_cast<unsigned long long>(result->counts.added),
                static_cast<unsigned long long>(result->counts.changed),
                static_cast<unsigned long long>(result->counts.unchanged));
    if (result->counts.left_out > 0)
        std::printf("%llu lines left out: their members were erased, and no list brings them back\n",
                    static_cast<unsigned long long>(result->counts.left_out));
    return 0;
}

int enrol_code_command(const platform::HubConfig& config, const std::string& store, const std::string& device) {
    auto opened = open(config);
    if (!opened) return complain(opened.error());
    Opened& hq = **opened;
    Result<std::string> code = fail(ErrorCode::io, "the code was not made");
    const HubJob job = [&](HubTx& tx) {
        code = make_enrol_code(tx, StoreId(store), DeviceId(device), hq.clock.now(), hq.random);
        return code.has_value();
    };
    if (const auto durable = hq.store->transact(job); !durable) return complain(durable.error());
    if (!code) return complain(code.error());
    std::printf("%s\n", code->c_str());
    return 0;
}

int desk_command(const platform::HubConfig& config, const std::string& what, const std::string& subject,
                 const std::string& body) {
    auto opened = open(config);
    if (!opened) return complain(opened.error());
    Opened& hq = **opened;
    const DeskRequest request{what, subject, hq.random.new_id(), body};
    Result<DeskAnswer> served = fail(ErrorCode::io, "the request was not handled");
    const HubJob job = [&](HubTx& tx) {
        served = hq.authority->serve(tx, request, hq.clock.now());
        return served.has_value() && std::holds_alternative<std::string>(served->answer);
    };
    if (const auto durable = hq.store->transact(job); !durable) return complain(durable.error());
    if (!served) return complain(served.error());
    if (const auto* refusal = std::get_if<Refusal>(&served->answer)) {
        std::fprintf(stderr, "counterfoil-hq: %s (%s)\n", codec::sentence(*refusal, false).c_str(), refusal->code.c_str());
        return 1;
    }
    std::printf("%s\n", std::get<std::string>(served->answer).c_str());
    return 0;
}

namespace {

using BooksOf = Result<std::string> (*)(HubTx&, const Period&);

int books_command(const platform::HubConfig& config, const std::string& from, const std::string& until, BooksOf lines_of) {
    const auto period = period_of(from, until);
    if (!period) return complain(period.error());
    auto opened = open(config);
    if (!opened) return complain(opened.error());
    const auto lines = lines_of((*opened)->store->view(), *period);
    if (!lines) return complain(lines.error());
    std::printf("%s", lines->c_str());
    return 0;
}

}  // namespace

int clearing_command(const platform::HubConfig& config, const std::string& from, const std::string& until) {
    return books_command(config, from, until, clearing_lines);
}

int accounts_command(const platform::HubConfig& config, const std::string& from, const std::string& until) {
    return books_command(config, from, until, account_lines);
}

int demo_data_command(std::uint64_t seed, std::uint32_t members, const std::string& folder) {
    std::error_code error;
    std::filesystem::create_directories(folder, error);
    if (error) return complain({ErrorCode::io, error.message(), folder, "name a folder that can be written"});
    for (const DemoFile& file : make_demo_data({.seed = seed, .members = members})) {
        const std::string path = folder + "/" + file.name;
        if (const auto written = platform::write_file_durably(path, as_bytes(file.text), 0644); !written)
            return complain(written.error());
        std::printf("%s\n", path.c_str());
    }
    return 0;
}

}  // namespace counterfoil::hub
