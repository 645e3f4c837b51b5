// Bytes, digests, keys, and the two text forms in which people and JSON see them.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace counterfoil {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;
using Digest = std::array<std::uint8_t, 32>;     ///< SHA-256
using PublicKey = std::array<std::uint8_t, 32>;  ///< Ed25519 or X25519, by context
using SecretKey = std::array<std::uint8_t, 32>;
using Signature = std::array<std::uint8_t, 64>;  ///< Ed25519

inline ByteView as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string_view as_text(ByteView bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Lower-case hexadecimal.
std::string to_hex(ByteView bytes);
/// Nothing for an odd length or a character that is not hexadecimal (either case is read).
std::optional<Bytes> from_hex(std::string_view text);

/// RFC 4648 base32 without padding: A-Z and 2-7 (QR alphanumeric; the same on every keyboard layout).
std::string to_base32(ByteView bytes);

/// RFC 4648 base64url without padding, as RFC 7515 uses it. Nothing for another character, a length that no bytes have, or
/// left-over bits that are not 0: one text for one value.
std::optional<Bytes> from_base64url(std::string_view text);
std::string to_base64url(ByteView bytes);

template <std::size_t N>
std::optional<std::array<std::uint8_t, N>> array_from_hex(std::string_view text) {
    const auto bytes = from_hex(text);
    if (!bytes || bytes->size() != N) return std::nullopt;
    std::array<std::uint8_t, N> out{};
    for (std::size_t i = 0; i < N; ++i)
        out[i] = (*bytes)[i];
    return out;
}

}  // namespace counterfoil
