// The cryptographic doors that pure layers need. platform implements them with OpenSSL; any thread, never blocks.
#pragma once

#include "base/bytes.hpp"

namespace counterfoil {

class Hasher {
public:
    virtual ~Hasher() = default;
    /// SHA-256 over the parts, one after the other (FIPS 180-4).
    virtual Digest sha256(std::span<const ByteView> parts) const = 0;
    Digest sha256(ByteView one) const {
        const ByteView parts[] = {one};
        return sha256(std::span<const ByteView>(parts));
    }
};

class Verifier {
public:
    virtual ~Verifier() = default;
    /// Ed25519 (RFC 8032). False for a wrong signature and for a key that is no point of the curve.
    virtual bool verify(const PublicKey& key, ByteView message, const Signature& signature) const = 0;
};

class Signer {
public:
    virtual ~Signer() = default;
    virtual Signature sign(ByteView message) const = 0;
    virtual PublicKey public_key() const = 0;
};

}  // namespace counterfoil
