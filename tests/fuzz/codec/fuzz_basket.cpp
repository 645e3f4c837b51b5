// Any text as a basket from a till: refused with an error, or a basket that comes back as it is.
#include "round_trip.ipp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    counterfoil::fuzz::round_trip(data, size, counterfoil::codec::read_basket);
    return 0;
}
