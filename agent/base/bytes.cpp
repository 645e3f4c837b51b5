#include "base/bytes.hpp"

namespace counterfoil {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int hex_value(char c) noexcept {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/// RFC 4648: digits of `kBits` bits each, the last one filled up with zeros, without padding.
template <unsigned kBits>
std::string in_digits(ByteView bytes, std::string_view digits) {
    constexpr unsigned kMask = (1U << kBits) - 1;
    std::string out;
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const std::uint8_t b : bytes) {
        buffer = ((buffer << 8) | b) & 0x3fffU;
        bits += 8;
        while (bits >= kBits) {
            bits -= kBits;
            out += digits[(buffer >> bits) & kMask];
        }
    }
    if (bits > 0) out += digits[(buffer << (kBits - bits)) & kMask];
    return out;
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

std::string to_base32(ByteView bytes) { return in_digits<5>(bytes, kBase32Digits); }

std::string to_base64url(ByteView bytes) { return in_digits<6>(bytes, kBase64Digits); }

std::optional<Bytes> from_base64url(std::string_view text) {
    Bytes out;
    out.reserve(text.size() * 3 / 4);
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t value = kBase64Digits.find(c);
        if (value == std::string_view::npos) return std::nullopt;
        buffer = ((buffer << 6) | static_cast<unsigned>(value)) & 0x3fffU;
        bits += 6;
        if (bits < 8) continue;
        bits -= 8;
        out.push_back(static_cast<std::uint8_t>(buffer >> bits));
    }
    const unsigned left_over = buffer & ((1U << bits) - 1);
    if (bits == 6 || left_over != 0) return std::nullopt;
    return out;
}

}  // namespace counterfoil
