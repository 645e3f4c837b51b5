// SHA-256, HMAC and Ed25519 by OpenSSL 3. Any thread; never blocks. A failure inside OpenSSL (no memory) is asserted, so
// that no digest is ever half computed.
#pragma once

#include <memory>

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "base/random.hpp"

namespace counterfoil::platform {

class Sha256Hasher final : public Hasher {
public:
    using Hasher::sha256;
    Digest sha256(std::span<const ByteView> parts) const override;
};

class Ed25519Verifier final : public Verifier {
public:
    bool verify(const PublicKey& key, ByteView message, const Signature& signature) const override;
};

/// Holds the key in OpenSSL's memory, which is wiped when the signer goes.
class Ed25519Signer final : public Signer {
public:
    /// `secret` is the 32-byte seed of RFC 8032; every value is a key.
    explicit Ed25519Signer(const SecretKey& secret);
    ~Ed25519Signer() override;
    Ed25519Signer(const Ed25519Signer&) = delete;
    Ed25519Signer& operator=(const Ed25519Signer&) = delete;
    Signature sign(ByteView message) const override;
    PublicKey public_key() const override { return public_key_; }

private:
    struct Key;
    std::unique_ptr<Key> key_;
    PublicKey public_key_{};
};

/// A new seed for an Ed25519Signer.
SecretKey generate_ed25519_secret(Random& random);

/// HMAC-SHA-256 (RFC 2104). Any key length.
Digest hmac_sha256(ByteView key, ByteView message);

/// Takes the same time wherever the first difference is. Different lengths are unequal at once: lengths are no secret.
bool equal_in_constant_time(ByteView a, ByteView b);

/// Overwrites a secret in a way that the optimiser keeps.
void wipe(std::span<std::uint8_t> secret);

}  // namespace counterfoil::platform
