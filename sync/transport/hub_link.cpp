#include "transport/hub_link.hpp"

#include <cerrno>
#include <cstring>
#include <thread>
#include <unordered_map>
#include <vector>
#include <zmq.hpp>

#include "protocol/messages.hpp"
#include "transport/outbox.hpp"
#include "transport/socket_options.hpp"

namespace counterfoil::transport {
namespace {

using Parts = std::vector<zmq::message_t>;

/// One whole multipart message, at most `parts_max` parts kept. False where nothing waits.
bool receive_parts(zmq::socket_t& socket, Parts& parts, std::size_t parts_max) {
    parts.clear();
    for (;;) {
        zmq::message_t part;
        if (!socket.recv(part, zmq::recv_flags::dontwait)) return false;
        const bool more = part.more();
        if (parts.size() < parts_max) parts.push_back(std::move(part));
        if (!more) return true;
    }
}

class ZmqHubLink final : public HubLink {
public:
    ZmqHubLink(const HubLinkConfig& config, HubLinkEvents events, Log& log)
        : events_(std::move(events)),
          log_(log),
          outbox_(context_, "hub-outbox"),
          zap_(context_, zmq::socket_type::rep),
          ops_(context_, zmq::socket_type::router),
          feed_(context_, zmq::socket_type::xpub) {
        zap_.bind("inproc://zeromq.zap.01");  // before the sockets that ask it
        for (zmq::socket_t* socket : {&ops_, &feed_}) {
            set_common_options(*socket);
            socket->set(zmq::sockopt::zap_domain, "counterfoil");
            socket->set(zmq::sockopt::curve_server, 1);
            socket->set(zmq::sockopt::curve_secretkey, key_buffer(config.own.secret_key));
        }
        ops_.set(zmq::sockopt::router_mandatory, 1);
        ops_.bind(config.ops_endpoint);
        feed_.bind(config.feed_endpoint);
        ops_endpoint_ = ops_.get(zmq::sockopt::last_endpoint);
        feed_endpoint_ = feed_.get(zmq::sockopt::last_endpoint);
        thread_ = std::thread([this] { run(); });
    }

    ~ZmqHubLink() override {
        outbox_.stop();
        thread_.join();
    }

    bool send(const std::string& peer, Bytes frame) override { return outbox_.push({peer, false, std::move(frame)}); }
    bool publish(const std::string& scope, Bytes frame) override { return outbox_.push({scope, true, std::move(frame)}); }
    std::string ops_endpoint() const override { return ops_endpoint_; }
    std::string feed_endpoint() const override { return feed_endpoint_; }

private:
    void run() {
        zmq::pollitem_t items[] = {{outbox_.receiver().handle(), 0, ZMQ_POLLIN, 0},
                                   {zap_.handle(), 0, ZMQ_POLLIN, 0},
                                   {ops_.handle(), 0, ZMQ_POLLIN, 0},
                                   {feed_.handle(), 0, ZMQ_POLLIN, 0}};
        bool stopping = false;
        while (!stopping) {
            zmq::poll(items, std::size(items), std::chrono::milliseconds(-1));
            if ((items[1].revents & ZMQ_POLLIN) != 0) answer_zap();
            if ((items[2].revents & ZMQ_POLLIN) != 0) read_ops();
            if ((items[3].revents & ZMQ_POLLIN) != 0) drop_subscriptions();
            if ((items[0].revents & ZMQ_POLLIN) != 0) {
                for (const Outgoing& out : outbox_.drain(stopping))
                    write(out);
            }
        }
    }

    // ZAP 1.0: version, request id, domain, address, identity, mechanism, credentials.
    void answer_zap() {
        Parts request;
        if (!receive_parts(zap_, request, 8)) return;
        std::optional<std::string> peer;
        if (request.size() == 7 && request[5].to_string_view() == "CURVE" && request[6].size() == PublicKey{}.size()) {
            PublicKey key{};
            std::memcpy(key.data(), request[6].data(), key.size());
            peer = events_.authorise(key);
        }
        if (!peer) log_.write(LogLevel::warning, "link.refused", {{"reason", std::string("this key is not enrolled")}});
        const std::string request_id = request.size() > 1 ? request[1].to_string() : std::string();
        const std::string user = peer.value_or("");
        const std::string reply[] = {"1.0", request_id, peer ? "200" : "400", peer ? "OK" : "not enrolled", user, ""};
        for (std::size_t i = 0; i < std::size(reply); ++i) {
            const auto flags = i + 1 < std::size(reply) ? zmq::send_flags::sndmore : zmq::send_flags::none;
            static_cast<void>(zap_.send(zmq::buffer(reply[i]), flags));
        }
    }

    void read_ops() {
        Parts parts;
        while (receive_parts(ops_, parts, 3)) {
            if (parts.size() != 2) continue;  // routing id and one frame; anything else is no peer of ours
            const char* user = zmq_msg_gets(parts[1].handle(), "User-Id");
            if (user == nullptr || *user == '\0') continue;
            routes_[user] = parts[0].to_string();
            events_.frame(user, to_bytes(parts[1]));
        }
    }

    // XPUB reads who subscribes; nothing depends on it.
    void drop_subscriptions() {
        Parts parts;
        while (receive_parts(feed_, parts, 1)) {
        }
    }

    void write(const Outgoing& out) {
        zmq::socket_t& socket = out.publish ? feed_ : ops_;
        std::string first = out.to;
        if (!out.publish) {
            const auto route = routes_.find(out.to);
            if (route == routes_.end()) return;
            first = route->second;
        }
        try {
            if (socket.send(zmq::buffer(first), zmq::send_flags::sndmore | zmq::send_flags::dontwait))
                static_cast<void>(socket.send(zmq::buffer(out.frame), zmq::send_flags::dontwait));
        } catch (const zmq::error_t& error) {
            if (error.num() != EHOSTUNREACH) throw;
            routes_.erase(out.to);  // the device is away; it says hello when it is back
        }
    }

    HubLinkEvents events_;
    Log& log_;
    zmq::context_t context_{1, 16384};
    Outbox outbox_;
    zmq::socket_t zap_;
    zmq::socket_t ops_;
    zmq::socket_t feed_;
    std::string ops_endpoint_;
    std::string feed_endpoint_;
    std::unordered_map<std::string, std::string> routes_;  ///< peer -> newest routing id
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<HubLink>> HubLink::start(HubLinkConfig config, HubLinkEvents events, Log& log) {
    const std::string where = config.ops_endpoint + ", " + config.feed_endpoint;
    try {
        return std::make_unique<ZmqHubLink>(config, std::move(events), log);
    } catch (const zmq::error_t& error) {
        if (error.num() == EADDRINUSE)
            return fail(ErrorCode::unavailable, "the port is in use", where,
                        "stop the other program or set other endpoints in the configuration");
        return fail(ErrorCode::invalid_input, error.what(), where, "an endpoint looks like tcp://127.0.0.1:8791");
    }
}

}  // namespace counterfoil::transport
