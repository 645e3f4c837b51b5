// The composition root of counterfoild: makes every part, wires them, and takes them down in the right order.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "platform/configuration.hpp"

namespace counterfoil::daemon {

class Agent {
public:
    /// Opens files, binds the port, starts threads. Error: one sentence for stderr with what to do.
    static Result<std::unique_ptr<Agent>> start(const platform::AgentConfig& config);
    virtual ~Agent() = default;
    virtual std::string address() const = 0;
    /// Serves until SIGINT or SIGTERM.
    virtual void run() = 0;
};

}  // namespace counterfoil::daemon
