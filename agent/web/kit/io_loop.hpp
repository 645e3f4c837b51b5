// The one io thread: an event loop that runs what is posted to it, in order, and timers. No Asio in this header.
#pragma once

#include <functional>
#include <memory>

#include "base/time.hpp"

namespace counterfoil::http_kit {

class IoLoop {
public:
    IoLoop();
    ~IoLoop();
    IoLoop(const IoLoop&) = delete;
    IoLoop& operator=(const IoLoop&) = delete;

    /// Runs until stop(). The calling thread becomes the io thread.
    void run();
    void stop();  ///< any thread
    /// Any thread. What is posted runs later, on the io thread.
    void post(std::function<void()> work);
    /// io thread. Runs once after the delay, unless the loop stops before.
    void after(Millis delay, std::function<void()> work);
    /// Calls back on the io thread at SIGINT or SIGTERM.
    void on_termination(std::function<void()> work);

    struct Impl;
    Impl& impl() noexcept { return *impl_; }  ///< for this module's own .cpp files

private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace counterfoil::http_kit
