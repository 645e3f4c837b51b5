#include "web/kit/io_loop.ipp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>

namespace counterfoil::http_kit {

IoLoop::IoLoop() : impl_(std::make_unique<Impl>()) {}
IoLoop::~IoLoop() = default;

void IoLoop::run() { impl_->context.run(); }
void IoLoop::stop() { impl_->context.stop(); }
void IoLoop::post(std::function<void()> work) { boost::asio::post(impl_->context, std::move(work)); }

void IoLoop::after(Millis delay, std::function<void()> work) {
    auto timer = std::make_shared<boost::asio::steady_timer>(impl_->context, std::chrono::milliseconds(delay.value));
    timer->async_wait([timer, work = std::move(work)](const boost::system::error_code& error) {
        if (!error) work();
    });
}

void IoLoop::on_termination(std::function<void()> work) {
    impl_->signals.add(SIGINT);
    impl_->signals.add(SIGTERM);
    impl_->signals.async_wait([work = std::move(work)](const boost::system::error_code& error, int) {
        if (!error) work();
    });
}

}  // namespace counterfoil::http_kit
