// Any text as a return: refused with an error, or a return that comes back as it is.
#include "codec/return_json.hpp"

#include "round_trip.ipp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    counterfoil::fuzz::round_trip(data, size, counterfoil::codec::read_return);
    return 0;
}
