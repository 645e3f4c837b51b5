// What HQ's API needs from the hub; its main implements it.
#pragma once

#include <functional>
#include <string>

#include "base/result.hpp"
#include "base/time.hpp"
#include "hub/core/authority.hpp"
#include "hub/core/enrolment.hpp"
#include "hub/core/store.hpp"

namespace counterfoil::hub {

class HubService {
public:
    virtual ~HubService() = default;
    /// io thread. Runs the job on the store's thread in a durable transaction; `done` comes on the io thread.
    virtual void run(HubJob job, std::function<void(Result<void>)> done) = 0;
    virtual const Authority& authority() const = 0;
    /// Any thread. To the devices that are connected; HQ asks again for what does not arrive.
    virtual void send(const std::vector<Outgoing>& outgoing) = 0;
    virtual HubIdentity identity() const = 0;
    virtual Instant now() const = 0;
    /// A disk was enrolled: its key may connect from now on.
    virtual void enrolled(const domain::Holder& holder, const PublicKey& curve_key) = 0;
};

}  // namespace counterfoil::hub
