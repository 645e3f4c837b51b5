#include "platform/crypto.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/assert.hpp"

namespace counterfoil::platform {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
struct FreeKey {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

Context new_context() {
    Context context(EVP_MD_CTX_new());
    CF_ASSERT(context != nullptr);
    return context;
}

/// Fetched once a process: looking the algorithm up costs more than hashing a short text.
const EVP_MD* sha256_algorithm() {
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    CF_ASSERT(algorithm != nullptr);
    return algorithm;
}

}  // namespace

Digest Sha256Hasher::sha256(std::span<const ByteView> parts) const {
    thread_local const Context context = new_context();
    CF_ASSERT(EVP_DigestInit_ex2(context.get(), sha256_algorithm(), nullptr) == 1);
    for (const auto part : parts)
        CF_ASSERT(EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1);
    Digest digest{};
    unsigned int length = 0;
    CF_ASSERT(EVP_DigestFinal_ex(context.get(), digest.data(), &length) == 1 && length == digest.size());
    return digest;
}

bool Ed25519Verifier::verify(const PublicKey& key, ByteView message, const Signature& signature) const {
    const std::unique_ptr<EVP_PKEY, FreeKey> public_key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
    if (public_key == nullptr) return false;
    const auto context = new_context();
    if (EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, public_key.get()) != 1) return false;
    return EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1;
}

struct Ed25519Signer::Key {
    std::unique_ptr<EVP_PKEY, FreeKey> handle;
};

Ed25519Signer::Ed25519Signer(const SecretKey& secret) : key_(std::make_unique<Key>()) {
    key_->handle.reset(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.data(), secret.size()));
    CF_ASSERT(key_->handle != nullptr);
    std::size_t length = public_key_.size();
    CF_ASSERT(EVP_PKEY_get_raw_public_key(key_->handle.get(), public_key_.data(), &length) == 1);
    CF_ASSERT(length == public_key_.size());
}

Ed25519Signer::~Ed25519Signer() = default;

Signature Ed25519Signer::sign(ByteView message) const {
    const auto context = new_context();
    CF_ASSERT(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key_->handle.get()) == 1);
    Signature signature{};
    std::size_t length = signature.size();
    CF_ASSERT(EVP_DigestSign(context.get(), signature.data(), &length, message.data(), message.size()) == 1);
    CF_ASSERT(length == signature.size());
    return signature;
}

SecretKey generate_ed25519_secret(Random& random) {
    SecretKey secret{};
    random.fill(secret);
    return secret;
}

Digest hmac_sha256(ByteView key, ByteView message) {
    // OpenSSL takes a null key to mean "the key of last time".
    static constexpr std::uint8_t kNoBytes = 0;
    const auto* key_data = key.empty() ? &kNoBytes : key.data();
    Digest digest{};
    std::size_t length = 0;
    const auto* done = EVP_Q_mac(nullptr, "HMAC", nullptr, "SHA256", nullptr, key_data, key.size(), message.data(),
                                 message.size(), digest.data(), digest.size(), &length);
    CF_ASSERT(done != nullptr && length == digest.size());
    return digest;
}

bool equal_in_constant_time(ByteView a, ByteView b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void wipe(std::span<std::uint8_t> secret) { OPENSSL_cleanse(secret.data(), secret.size()); }

}  // namespace counterfoil::platform
