#include <array>
#include <cstdio>

#include "cli/quote.hpp"
#include "platform/crypto.hpp"

namespace counterfoil::cli {

int quote_command() {
    std::string input;
    std::array<char, 64 * 1024> block{};
    // One byte beyond the limit is enough to be told that there is too much.
    while (input.size() <= kQuoteInputBytesMax) {
        const std::size_t count = std::fread(block.data(), 1, block.size(), stdin);
        if (count == 0) break;
        input.append(block.data(), count);
    }
    const auto quote = std::ferror(stdin) != 0
                           ? Result<std::string>(fail(ErrorCode::io, "cannot be read", "standard input", "give it a file"))
                           : quote_of_text(input, platform::Sha256Hasher());
    if (!quote) {
        std::fprintf(stderr, "counterfoil: %s\n", describe(quote.error()).c_str());
        return 1;
    }
    std::printf("%s\n", quote->c_str());
    return 0;
}

}  // namespace counterfoil::cli
