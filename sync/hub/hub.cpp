#include "hub/hub.hpp"

#include <charconv>
#include <map>
#include <mutex>
#include <optional>

#include "base/assert.hpp"
#include "hub/core/authority.hpp"
#include "hub/hub_identity.hpp"
#include "hub/hub_mac.hpp"
#include "hub/store/hub_epoch.hpp"
#include "hub/store/sqlite_store.hpp"
#include "hub/store_thread.hpp"
#include "hub/web/hub_api.hpp"
#include "platform/crypto.hpp"
#include "platform/device_identity.hpp"
#include "platform/service_notify.hpp"
#include "platform/spdlog_log.hpp"
#include "platform/state_folder.hpp"
#include "platform/system_clock.hpp"
#include "platform/system_random.hpp"
#include "protocol/codec.hpp"
#include "transport/hub_link.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::hub {
namespace {

constexpr Millis kTickEvery{1000};
constexpr int kPublishedFramesMax = 16;  ///< per tick; who falls behind asks for the rest

/// A disk's name on the link, "device/epoch": ids have no slash.
std::string peer_of(const domain::Holder& holder) {
    return holder.device_id.str() + "/" + std::to_string(holder.epoch.value);
}

std::optional<domain::Holder> holder_of(const std::string& peer) {
    const auto slash = peer.find('/');
    if (slash == std::string::npos) return std::nullopt;
    std::uint64_t epoch = 0;
    const auto [end, status] = std::from_chars(peer.data() + slash + 1, peer.data() + peer.size(), epoch);
    if (status != std::errc() || end != peer.data() + peer.size()) return std::nullopt;
    return domain::Holder{DeviceId(peer.substr(0, slash)), DeviceEpoch{epoch}};
}

/// Which key belongs to which disk; read by the link's thread, filled by the store's and the io thread.
class KeyRing {
public:
    void put(const PublicKey& key, const domain::Holder& holder) {
        const std::scoped_lock lock(mutex_);
        peers_[key] = peer_of(holder);
    }
    void replace(std::map<PublicKey, std::string> peers) {
        const std::scoped_lock lock(mutex_);
        peers_ = std::move(peers);
    }
    std::optional<std::string> find(const PublicKey& key) const {
        const std::scoped_lock lock(mutex_);
        const auto found = peers_.find(key);
        return found == peers_.end() ? std::nullopt : std::optional(found->second);
    }

private:
    mutable std::mutex mutex_;
    std::map<PublicKey, std::string> peers_;
};

class RunningHub final : public Hub, public HubService {
public:
    explicit RunningHub(platform::HubConfig config) : config_(std::move(config)) {}
    ~RunningHub() override;

    Result<void> open();
    std::string address() const override { return server_->address(); }
    void run() override;

    // HubService
    void run(HubJob job, std::function<void(Result<void>)> done) override;
    const Authority& authority() const override { return *authority_; }
    void send(const std::vector<Outgoing>& outgoing) override;
    HubIdentity identity() const override;
    Instant now() const override { return clock_.now(); }
    void enrolled(const domain::Holder& holder, const PublicKey& curve_key) override { keys_.put(curve_key, holder); }

private:
    Result<void> open_link();
    Result<void> read_keys(HubTx& tx);
    void take_frame(const std::string& peer, const Bytes& frame);
    void tick();

    platform::HubConfig config_;
    platform::SystemClock clock_;
    platform::SystemRandom random_;
    platform::Sha256Hasher hasher_;
    platform::Ed25519Verifier verifier_;
    HmacSha256 mac_;
    std::optional<platform::StateLock> lock_;
    std::unique_ptr<platform::SpdlogLog> log_;
    std::string token_;
    HubKeys own_;
    HubEpoch hub_epoch_;
    std::unique_ptr<platform::Ed25519Signer> signer_;
    std::unique_ptr<Authority> authority_;
    std::unique_ptr<HubStore> store_;
    KeyRing keys_;
    FeedPosition published_;  ///< store's thread
    http_kit::IoLoop loop_;
    std::unique_ptr<transport::HubLink> link_;
    std::unique_ptr<StoreThread> worker_;
    std::unique_ptr<HubApi> api_;
    std::unique_ptr<http_kit::Server> server_;
};

Result<void> RunningHub::open() {
    CF_CHECK(platform::create_state_folder(config_.state_dir));
    CF_TRY(lock, platform::StateLock::acquire(config_.state_dir));
    lock_.emplace(std::move(lock));
    CF_TRY(log, platform::SpdlogLog::open({.level = config_.log.level, .file = config_.log.file}, clock_));
    log_ = std::move(log);
    CF_TRY(token, platform::local_token(config_.state_dir, random_));
    token_ = std::move(token);
    CF_TRY(own, open_hub_keys(config_.state_dir, random_));
    own_ = own;
    CF_TRY(epoch, open_hub_epoch(config_.state_dir));
    hub_epoch_ = epoch;
    signer_ = std::make_unique<platform::Ed25519Signer>(own_.signing_secret);
    authority_ =
        std::make_unique<Authority>(AuthorityConfig{.hub_epoch = hub_epoch_}, hasher_, verifier_, *signer_, random_, *log_);
    CF_TRY(store, open_sqlite_store(config_.state_dir, hasher_));
    store_ = std::move(store);
    CF_CHECK(read_keys(store_->view()));
    CF_TRY(head, store_->view().feed().head());
    published_ = head;
    CF_CHECK(open_link());
    worker_ = std::make_unique<StoreThread>(*store_, *log_);
    api_ = std::make_unique<HubApi>(
        *this, mac_, random_,
        [this](std::string_view given) { return platform::equal_in_constant_time(as_bytes(given), as_bytes(token_)); },
        *log_);
    http_kit::ServerConfig server_config;
    server_config.listen = platform::to_text(config_.listen);
    if (!config_.public_host.empty())
        server_config.allowed_hosts = {config_.public_host, config_.public_host + ":" + std::to_string(config_.listen.port)};
    CF_TRY(server, http_kit::Server::start(loop_, std::move(server_config), *api_, *log_));
    server_ = std::move(server);
    return {};
}

Result<void> RunningHub::open_link() {
    transport::HubLinkEvents events;
    events.authorise = [this](const PublicKey& key) { return keys_.find(key); };
    events.frame = [this](std::string peer, Bytes frame) {
        loop_.post([this, peer = std::move(peer), frame = std::move(frame)] { take_frame(peer, frame); });
    };
    CF_TRY(link, transport::HubLink::start({config_.zmq.ops, config_.zmq.feed, own_.curve}, std::move(events), *log_));
    link_ = std::move(link);
    return {};
}

Result<void> RunningHub::read_keys(HubTx& tx) {
    CF_TRY(devices, tx.devices().list());
    std::map<PublicKey, std::string> peers;
    for (const DeviceRow& device : devices)
        if (device.state != DeviceState::revoked) peers[device.curve_key] = peer_of(device.holder);
    keys_.replace(std::move(peers));
    return {};
}

void RunningHub::run(HubJob job, std::function<void(Result<void>)> done) {
    worker_->post(std::move(job), [this, done = std::move(done)](const Result<void>& result) {
        loop_.post([done, result] { done(result); });
    });
}

HubIdentity RunningHub::identity() const {
    return {hub_epoch_, signer_->public_key(), own_.curve.public_key, advertised(link_->ops_endpoint(), config_.public_host),
            advertised(link_->feed_endpoint(), config_.public_host)};
}

void RunningHub::take_frame(const std::string& peer, const Bytes& frame) {
    const auto from = holder_of(peer);
    CF_ASSERT(from);  // the key ring made the name
    auto message = protocol::decode(frame);
    if (!message) {
        log_->write(LogLevel::warning, "frame.malformed", {{"from", peer}, {"error", describe(message.error())}});
        return;
    }
    auto answer = std::make_shared<Result<std::vector<Outgoing>>>();
    const auto job = [this, answer, from = *from,
                      message = std::make_shared<protocol::Message>(std::move(*message))](HubTx& tx) {
        *answer = authority_->handle(tx, from, *message, clock_.now());
        return may_stay(*answer);
    };
    worker_->post(job, [this, answer, peer](const Result<void>& durable) {
        if (!durable) return;  // logged there; the device sends again
        if (*answer)
            send(**answer);
        else
            log_->write(LogLevel::warning, "message.refused", {{"from", peer}, {"error", describe(answer->error())}});
    });
}

void RunningHub::send(const std::vector<Outgoing>& outgoing) {
    for (const Outgoing& out : outgoing)
        link_->send(peer_of(out.to), protocol::encode(out.message));
}

// Also sees what another process wrote (an import): the changes are read from the store, never remembered.
void RunningHub::tick() {
    struct Found {
        Result<std::vector<Outgoing>> outgoing;
        std::vector<protocol::FeedChanges> changes;
    };
    auto found = std::make_shared<Found>();
    const auto job = [this, found](HubTx& tx) {
        found->outgoing = authority_->tick(tx, clock_.now());
        if (!found->outgoing) return false;
        if (const auto keys = read_keys(tx); !keys)
            log_->write(LogLevel::warning, "devices.not_read", {{"error", describe(keys.error())}});
        FeedPosition after = published_;
        for (int i = 0; i < kPublishedFramesMax; ++i) {
            auto changes = authority_->changes(tx, after);
            if (!changes || changes->batch.rows.empty()) break;
            after = changes->batch.to;
            found->changes.push_back(std::move(*changes));
        }
        return true;
    };
    worker_->post(job, [this, found](const Result<void>& durable) {
        if (durable && found->outgoing) {
            send(*found->outgoing);
            for (const protocol::FeedChanges& changes : found->changes) {
                link_->publish(changes.batch.scope, protocol::encode(changes));
                published_ = changes.batch.to;
            }
        }
        loop_.post([this] { loop_.after(kTickEvery, [this] { tick(); }); });
    });
}

void RunningHub::run() {
    loop_.on_termination([this] { loop_.stop(); });
    tick();
    platform::tell_service_manager(platform::kServiceReady, *log_);
    log_->write(LogLevel::info, "hub.started",
                {{"address", address()}, {"ops", link_->ops_endpoint()}, {"feed", link_->feed_endpoint()}});
    loop_.run();
    platform::tell_service_manager(platform::kServiceStopping, *log_);
    log_->write(LogLevel::info, "hub.stopped", {});
}

// The server first, then the worker (it finishes what was posted and may still send), then the link.
RunningHub::~RunningHub() {
    server_.reset();
    worker_.reset();
    link_.reset();
}

}  // namespace

Result<std::unique_ptr<Hub>> Hub::start(const platform::HubConfig& config) {
    auto hub = std::make_unique<RunningHub>(config);
    CF_CHECK(hub->open());
    return hub;
}

}  // namespace counterfoil::hub
