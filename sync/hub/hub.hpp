// The composition root of counterfoil-hq serve.
#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "platform/configuration.hpp"

namespace counterfoil::hub {

class Hub {
public:
    /// Opens files, binds ports, starts threads. Error: one sentence for stderr with what to do.
    static Result<std::unique_ptr<Hub>> start(const platform::HubConfig& config);
    virtual ~Hub() = default;
    virtual std::string address() const = 0;
    virtual void run() = 0;  ///< serves until SIGINT or SIGTERM
};

}  // namespace counterfoil::hub
