// What people and programs ask HQ through this device, and HQ's word. Values only: the session carries them.
#pragma once

#include <string>

namespace counterfoil::usecase {

struct HqQuestion {
    std::string what;     ///< a service of HQ's desk that devices may ask for (docs/protocol/ops.md): "coupons.show"
    std::string subject;  ///< the id that it is about; empty where none
    std::string key;      ///< for what changes something: a repeat under the same key gets the first answer
    std::string body;     ///< JSON; empty where nothing is to be said
};

struct HqAnswer {
    std::string body;  ///< JSON
    bool repeated = false;
};

}  // namespace counterfoil::usecase
