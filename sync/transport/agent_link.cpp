#include "transport/agent_link.hpp"

#include <cstring>
#include <thread>
#include <zmq.hpp>

#include "protocol/messages.hpp"
#include "transport/outbox.hpp"
#include "transport/socket_options.hpp"

namespace counterfoil::transport {
namespace {

class ZmqAgentLink final : public AgentLink {
public:
    ZmqAgentLink(AgentLinkConfig config, AgentLinkEvents events, Log& log)
        : config_(std::move(config)),
          events_(std::move(events)),
          log_(log),
          outbox_(context_, "agent-outbox"),
          ops_(context_, zmq::socket_type::dealer),
          feed_(context_, zmq::socket_type::sub),
          monitor_(context_, zmq::socket_type::pair) {
        for (zmq::socket_t* socket : {&ops_, &feed_}) {
            set_common_options(*socket);
            set_curve_client(*socket, config_.own, config_.hub_key);
            socket->set(zmq::sockopt::reconnect_ivl, 100);
            socket->set(zmq::sockopt::reconnect_ivl_max, 5000);
        }
        ops_.set(zmq::sockopt::immediate, 1);  // nothing queues up while the link is down
        feed_.set(zmq::sockopt::subscribe, config_.feed_scope);
        const int watched = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH |
                            ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL | ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL;
        if (zmq_socket_monitor(ops_.handle(), "inproc://agent-monitor", watched) != 0) throw zmq::error_t();
        monitor_.connect("inproc://agent-monitor");
        ops_.connect(config_.ops_endpoint);
        feed_.connect(config_.feed_endpoint);
        thread_ = std::thread([this] { run(); });
    }

    ~ZmqAgentLink() override {
        outbox_.stop();
        thread_.join();
    }

    bool send(Bytes frame) override { return outbox_.push({{}, false, std::move(frame)}); }

private:
    void run() {
        zmq::pollitem_t items[] = {{outbox_.receiver().handle(), 0, ZMQ_POLLIN, 0},
                                   {ops_.handle(), 0, ZMQ_POLLIN, 0},
                                   {feed_.handle(), 0, ZMQ_POLLIN, 0},
                                   {monitor_.handle(), 0, ZMQ_POLLIN, 0}};
        bool stopping = false;
        while (!stopping) {
            zmq::poll(items, std::size(items), std::chrono::milliseconds(-1));
            // The monitor first: "up" must be told before the first frame of a connection.
            if ((items[3].revents & ZMQ_POLLIN) != 0) read_monitor();
            if ((items[1].revents & ZMQ_POLLIN) != 0) read_frames(ops_, events_.ops_frame);
            if ((items[2].revents & ZMQ_POLLIN) != 0) read_frames(feed_, events_.feed_frame);
            if ((items[0].revents & ZMQ_POLLIN) != 0) {
                for (const Outgoing& out : outbox_.drain(stopping))
                    static_cast<void>(ops_.send(zmq::buffer(out.frame), zmq::send_flags::dontwait));
            }
        }
        zmq_socket_monitor(ops_.handle(), nullptr, 0);
    }

    // The frame is the last part; on the feed the topic comes before it and says nothing new.
    static void read_frames(zmq::socket_t& socket, const std::function<void(Bytes)>& deliver) {
        zmq::message_t part;
        while (socket.recv(part, zmq::recv_flags::dontwait)) {
            if (!part.more()) deliver(to_bytes(part));
        }
    }

    void read_monitor() {
        zmq::message_t part;
        while (monitor_.recv(part, zmq::recv_flags::dontwait)) {
            if (part.more() && part.size() >= sizeof(std::uint16_t)) on_monitor_event(part);
        }
    }

    void on_monitor_event(const zmq::message_t& part) {
        std::uint16_t event = 0;
        std::memcpy(&event, part.data(), sizeof event);
        if (event == ZMQ_EVENT_HANDSHAKE_SUCCEEDED) {
            connected_ = true;
            events_.up();
        } else if (event == ZMQ_EVENT_DISCONNECTED) {
            if (std::exchange(connected_, false)) events_.down();
        } else {
            log_.write(
                LogLevel::warning, "link.handshake_failed",
                {{"endpoint", config_.ops_endpoint}, {"remedy", std::string("is this device enrolled with this HQ?")}});
        }
    }

    AgentLinkConfig config_;
    AgentLinkEvents events_;
    Log& log_;
    zmq::context_t context_{1};
    Outbox outbox_;
    zmq::socket_t ops_;
    zmq::socket_t feed_;
    zmq::socket_t monitor_;
    bool connected_ = false;
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<AgentLink>> AgentLink::start(AgentLinkConfig config, AgentLinkEvents events, Log& log) {
    const std::string where = config.ops_endpoint + ", " + config.feed_endpoint;
    try {
        return std::make_unique<ZmqAgentLink>(std::move(config), std::move(events), log);
    } catch (const zmq::error_t& error) {
        return fail(ErrorCode::invalid_input, error.what(), where, "an endpoint looks like tcp://hq.example:8791");
    }
}

}  // namespace counterfoil::transport
