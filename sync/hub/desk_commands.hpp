// The commands that go to HQ's desk (hub/core/desk.hpp): coupons, members and quotas. They work beside a running hub, which sends
// what changed, and what has to be recalled, within about a second.
#pragma once

#include <memory>

#include "platform/configuration.hpp"

namespace CLI {
class App;
}

namespace counterfoil::hub {

/// Adds `coupon`, `member` and `quota` with their subcommands to the program's. Lives as long as the App parses. run() carries out
/// what was chosen and answers the exit code.
class DeskCommands {
public:
    explicit DeskCommands(CLI::App& app);
    ~DeskCommands();
    DeskCommands(const DeskCommands&) = delete;
    DeskCommands& operator=(const DeskCommands&) = delete;
    bool chosen() const;
    int run(const platform::HubConfig& config) const;

private:
    struct Options;
    std::unique_ptr<Options> options_;
};

}  // namespace counterfoil::hub
