#include "codec/return_json.hpp"

#include "codec/describe_return.ipp"
#include "codec/json.hpp"

namespace counterfoil::codec {

Json to_json(const domain::ReturnEntry& entry) { return Form<domain::ReturnEntry>::write(entry, kFullJson); }

Result<domain::ReturnEntry> read_return(const Json& value, const std::string& path) {
    return read_whole<domain::ReturnEntry>(value, path);
}

}  // namespace counterfoil::codec
