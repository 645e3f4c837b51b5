#include "hub/core/rows.hpp"

namespace counterfoil::hub {

std::string EntryRef::text() const {
    return holder.device_id.str() + "/" + std::to_string(holder.epoch.value) + "/" + std::to_string(seq.value);
}

}  // namespace counterfoil::hub
