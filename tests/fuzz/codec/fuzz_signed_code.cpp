// Any text as a signed code: refused with an error, or read with the text that its signature is over.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "codec/signed_code.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto code = counterfoil::codec::read_signed_code(text);
    if (code && !text.starts_with(code->signed_text + ".")) std::abort();
    return 0;
}
