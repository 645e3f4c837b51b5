#include "hub/core/rows.hpp"

namespace counterfoil::hub {

RightId right_of_quota(const std::string& quota_id) { return RightId{"quota:" + quota_id}; }

std::string EntryRef::text() const {
    return holder.device_id.str() + "/" + std::to_string(holder.epoch.value) + "/" + std::to_string(seq.value);
}

}  // namespace counterfoil::hub
