#include "daemon/agent.hpp"

#include <atomic>
#include <vector>

#include "daemon/screen.hpp"
#include "daemon/till_service.hpp"
#include "daemon/version.hpp"
#include "daemon/writer_thread.hpp"
#include "linux/serial_scanner.hpp"
#include "platform/crypto.hpp"
#include "platform/device_identity.hpp"
#include "platform/service_notify.hpp"
#include "platform/spdlog_log.hpp"
#include "platform/state_folder.hpp"
#include "platform/system_clock.hpp"
#include "platform/system_random.hpp"
#include "scan/mask.hpp"
#include "session/sync_pump.hpp"
#include "storage/cache.hpp"
#include "storage/ledger.hpp"
#include "transport/agent_link.hpp"
#include "web/api.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::daemon {
namespace {

constexpr int kScansWaitingMax = 256;

/// The ledger of this very disk: a new one takes the identity's device and epoch; another disk's is refused.
Result<void> claim_ledger(ports::LedgerStore& ledger, const platform::DeviceIdentity& identity) {
    CF_TRY(state, ledger.view().device().state());
    if (state.device_id == identity.device_id && state.epoch == identity.epoch) return {};
    if (!state.device_id.empty())
        return fail(ErrorCode::conflict,
                    "the ledger belongs to device " + state.device_id.str() + ", not to " + identity.device_id.str(),
                    "ledger.db", "put the state folder's own identity.toml back");
    ports::DeviceState fresh;
    fresh.device_id = identity.device_id;
    fresh.epoch = identity.epoch;
    fresh.store_id = identity.store_id;
    fresh.hub_epoch = identity.hub_epoch;
    Result<void> saved;
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        saved = tx.device().save(fresh);
        return saved.has_value();
    };
    CF_CHECK(ledger.transact(std::span(&job, 1)));
    return saved;
}

class RunningAgent final : public Agent, public session::Outside {
public:
    explicit RunningAgent(platform::AgentConfig config) : config_(std::move(config)) {}
    ~RunningAgent() override;

    Result<void> open();
    std::string address() const override { return server_->address(); }
    void run() override;

private:
    Result<void> open_files();
    Result<void> open_session();
    Result<void> open_api();
    Result<void> open_devices();

    // session::Outside
    void send(Bytes frame) override { link_->send(std::move(frame)); }
    void wake_at(Tick at) override;
    void link_changed(bool up) override;
    void synced() override;

    platform::AgentConfig config_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    platform::Sha256Hasher hasher_;
    platform::Ed25519Verifier verifier_;
    std::optional<platform::StateLock> lock_;
    std::unique_ptr<platform::SpdlogLog> log_;
    platform::DeviceIdentity identity_;
    std::unique_ptr<platform::Ed25519Signer> signer_;
    std::string token_;

    std::unique_ptr<ports::LedgerStore> ledger_;
    std::unique_ptr<storage::CacheStore> cache_;
    std::unique_ptr<storage::ReadOnlyLedger> ledger_reader_;
    std::unique_ptr<storage::CacheReaders> writer_cache_;
    std::unique_ptr<storage::CacheReaders> io_cache_;

    http_kit::IoLoop loop_;
    std::unique_ptr<WriterThread> writer_;
    std::unique_ptr<session::SyncPump> pump_;
    std::uint64_t wake_generation_ = 0;
    std::unique_ptr<web::EventStream> events_;
    web::Metrics metrics_;
    std::unique_ptr<TillService> service_;
    std::optional<web::Screens> screens_;
    std::unique_ptr<web::Api> api_;
    std::unique_ptr<http_kit::Server> server_;
    std::unique_ptr<transport::AgentLink> link_;
    std::atomic<int> scans_waiting_ = 0;
    std::vector<std::unique_ptr<drivers_linux::SerialScanner>> scanners_;
};

Result<void> RunningAgent::open() {
    CF_CHECK(open_files());
    CF_CHECK(open_session());
    CF_CHECK(open_api());
    return open_devices();
}

Result<void> RunningAgent::open_files() {
    CF_CHECK(platform::create_state_folder(config_.state_dir));
    CF_TRY(lock, platform::StateLock::acquire(config_.state_dir));
    lock_.emplace(std::move(lock));
    CF_TRY(log, platform::SpdlogLog::open({.level = config_.log.level, .file = config_.log.file}, clock_));
    log_ = std::move(log);
    CF_TRY(identity, platform::read_device_identity(config_.state_dir));
    identity_ = std::move(identity);
    signer_ = std::make_unique<platform::Ed25519Signer>(identity_.journal_secret);
    CF_TRY(token, platform::local_token(config_.state_dir, random_));
    token_ = std::move(token);

    const std::string ledger_path = config_.state_dir + "/ledger.db";
    CF_TRY(ledger, storage::open_ledger(ledger_path, hasher_, {.log = log_.get()}));
    ledger_ = std::move(ledger);
    CF_CHECK(claim_ledger(*ledger_, identity_));
    CF_TRY(ledger_reader, storage::open_ledger_reader(ledger_path, hasher_));
    ledger_reader_ = std::move(ledger_reader);
    const std::string cache_path = config_.state_dir + "/cache.db";
    CF_TRY(cache, storage::open_cache(cache_path, hasher_, {.log = log_.get()}));
    cache_ = std::move(cache);
    CF_TRY(writer_cache, storage::open_cache_reader(cache_path, hasher_));
    writer_cache_ = std::move(writer_cache);
    CF_TRY(io_cache, storage::open_cache_reader(cache_path, hasher_));
    io_cache_ = std::move(io_cache);
    return {};
}

Result<void> RunningAgent::open_session() {
    writer_ = std::make_unique<WriterThread>(
        WriterWorld{*ledger_, *cache_, *writer_cache_, *writer_cache_, hasher_, verifier_, random_, clock_, *log_}, loop_);
    ports::LedgerTx& now = ledger_reader_->view();
    CF_TRY(device, now.device().state());
    CF_TRY(head, now.journal().head());
    CF_TRY(applied, now.journal().applied());
    CF_TRY(position, io_cache_->position("all"));
    CF_TRY(open_checkouts, now.checkouts().open());
    engine::Begin begin{{identity_.device_id, identity_.epoch},
                        device.hub_epoch,
                        device.token,
                        head,
                        applied,
                        position,
                        identity_.hq_signing_key};
    pump_ = std::make_unique<session::SyncPump>(engine::Options{}, std::move(begin), device.last_contact, *signer_,
                                                verifier_, random_, clock_, *log_, *writer_, *this);
    pump_->start(open_checkouts);
    return {};
}

Result<void> RunningAgent::open_api() {
    events_ = std::make_unique<web::EventStream>(random_.new_id());
    service_ = std::make_unique<TillService>(TillWorld{*io_cache_, *io_cache_, *ledger_reader_, hasher_, verifier_, random_,
                                                       clock_, *log_, kVersion, config_.register_defaults.id},
                                             *writer_, *pump_, *events_, metrics_);
    web::ApiConfig api_config{
        [this](std::string_view token) { return platform::equal_in_constant_time(as_bytes(token), as_bytes(token_)); }};
    screens_.emplace(web::Screens{read_screen(screen_folder(config_), hasher_, *log_),
                                  web::ScreenCodes(clock_, random_, *log_), make_screen_cookie(token_)});
    api_ = std::make_unique<web::Api>(*service_, *events_, metrics_, *screens_, hasher_, std::move(api_config), *log_);
    http_kit::ServerConfig server_config;
    server_config.listen = platform::to_text(config_.listen);
    if (!config_.public_host.empty())
        server_config.allowed_hosts = {config_.public_host, config_.public_host + ":" + std::to_string(config_.listen.port)};
    CF_TRY(server, http_kit::Server::start(loop_, std::move(server_config), *api_, *log_));
    server_ = std::move(server);
    return {};
}

Result<void> RunningAgent::open_devices() {
    transport::AgentLinkEvents events;
    events.up = [this] { loop_.post([this] { pump_->on_link_up(); }); };
    events.down = [this] { loop_.post([this] { pump_->on_link_down(); }); };
    events.ops_frame = [this](Bytes frame) { loop_.post([this, frame = std::move(frame)] { pump_->on_frame(frame); }); };
    events.feed_frame = [this](Bytes frame) {
        loop_.post([this, frame = std::move(frame)] { pump_->on_feed_frame(frame); });
    };
    CF_TRY(link, transport::AgentLink::start({identity_.ops_endpoint,
                                              identity_.feed_endpoint,
                                              "all",
                                              identity_.hq_curve_key,
                                              {identity_.curve_public, identity_.curve_secret}},
                                             std::move(events), *log_));
    link_ = std::move(link);
    for (const platform::ScannerConfig& scanner : config_.scanners) {
        service_->set_device({scanner.name, scanner.path, false, "starting"});
        const auto on_scan = [this](const scan::ScanEvent& event) {
            // A scanner that sends faster than codes can be identified is broken: what does not fit is dropped and said.
            if (scans_waiting_.fetch_add(1) >= kScansWaitingMax) {
                scans_waiting_.fetch_sub(1);
                log_->write(LogLevel::warning, "scan.dropped",
                            {{"source", event.source}, {"code", scan::mask_for_log(event.text)}});
                return;
            }
            loop_.post([this, event] {
                scans_waiting_.fetch_sub(1);
                static_cast<void>(
                    service_->take_scan(event.source, event.text, event.aim, event.at));  // published and logged there
            });
        };
        const auto on_change = [this](const scan::DeviceChange& change) {
            loop_.post([this, change] {
                service_->set_device({change.source, change.path, change.attached, change.reason});
            });
        };
        CF_TRY(started, drivers_linux::SerialScanner::start(
                            {.name = scanner.name, .path = scanner.path, .baud = scanner.baud, .suffix = scanner.suffix},
                            clock_, *log_, on_scan, on_change));
        scanners_.push_back(std::move(started));
    }
    return {};
}

void RunningAgent::wake_at(Tick at) {
    const std::uint64_t generation = ++wake_generation_;
    const Millis delay{std::max<std::int64_t>(0, (at - clock_.tick()).value)};
    loop_.after(delay, [this, generation] {
        if (generation == wake_generation_) pump_->on_timer();
    });
}

void RunningAgent::link_changed(bool up) {
    log_->write(LogLevel::info, up ? "link.up" : "link.down", {});
    if (service_) service_->publish_link(up);
}

void RunningAgent::synced() {
    if (service_) service_->publish_sync();
}

void RunningAgent::run() {
    loop_.on_termination([this] { loop_.stop(); });
    platform::tell_service_manager(platform::kServiceReady, *log_);
    log_->write(LogLevel::info, "agent.started",
                {{"address", address()}, {"device", identity_.device_id.str()}, {"version", std::string(kVersion)}});
    loop_.run();
    platform::tell_service_manager(platform::kServiceStopping, *log_);
    log_->write(LogLevel::info, "agent.stopped", {});
}

// First what brings work in, then the writer (it finishes what was posted), then what the work used.
RunningAgent::~RunningAgent() {
    scanners_.clear();
    link_.reset();
    server_.reset();
    writer_.reset();
}

}  // namespace

Result<std::unique_ptr<Agent>> Agent::start(const platform::AgentConfig& config) {
    auto agent = std::make_unique<RunningAgent>(config);
    CF_CHECK(agent->open());
    return agent;
}

}  // namespace counterfoil::daemon
