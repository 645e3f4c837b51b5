#include "base/bytes.hpp"

namespace counterfoil {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const std::uint8_t b : bytes) {
        out += kHexDigits[b >> 4];
        out += kHexDigits[b & 15];
    }
    return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]);
        const int low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<std::uint8_t>(high * 16 + low));
    }
    return out;
}

std::string to_base32(ByteView bytes) {
    std::string out;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const std::uint8_t b : bytes) {
        buffer = ((buffer << 8) | b) & 0xfffU;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            out += kBase32Digits[(buffer >> bits) & 31U];
        }
    }
    if (bits > 0) out += kBase32Digits[(buffer << (5 - bits)) & 31U];
    return out;
}

}  // namespace counterfoil
