// Coupons that others issue: a live stream, a community group, a code in a pack, a partner, a platform. The rules carry the
// register of issuers: what their codes look like, by which keys they sign, what their templates and states are to us
// (domain rules, part 5). Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "base/refusal.hpp"
#include "base/time.hpp"
#include "domain/coupon.hpp"

namespace counterfoil::domain {

inline constexpr std::size_t kIssuersMax = 50;
inline constexpr std::size_t kIssuerEntriesMax = 500;  ///< templates, states
inline constexpr std::size_t kIssuerKeysMax = 16;
inline constexpr std::size_t kIssuerPatternsMax = 16;
/// Codes of other issuers in one basket, and the length of one.
inline constexpr std::size_t kIssuerCodesMax = 10;
inline constexpr std::size_t kIssuerCodeLengthMax = 512;

enum class CodeAlphabet { digits, alphanumeric };

/// What codes of an issuer look like. They are no secret and prove nothing: whether one exists, HQ's list says.
struct CodePattern {
    std::string prefix;  ///< capitals and digits; may be empty
    CodeAlphabet alphabet = CodeAlphabet::alphanumeric;
    std::int32_t length_min = 1;  ///< with the prefix, 1..64
    std::int32_t length_max = 64;
    bool operator==(const CodePattern&) const = default;
};

/// Ed25519 (RFC 8032). A key that has come out is taken out of the rules.
struct IssuerKey {
    std::string key_id;
    PublicKey key{};
    Instant valid_from;
    Instant valid_until = kNever;
    bool operator==(const IssuerKey&) const = default;
};

/// What the issuer calls one of our templates.
struct IssuerTemplate {
    std::string ref;
    TemplateId template_id;
    bool operator==(const IssuerTemplate&) const = default;
};

/// What one of the issuer's states is to us. A coupon is `used` by a ticket of ours alone: what was used elsewhere is void.
struct IssuerState {
    std::string theirs;
    CouponState ours = CouponState::issued;
    bool operator==(const IssuerState&) const = default;
};

struct Issuer {
    std::string issuer_id;
    LocalText name;
    std::vector<CodePattern> patterns;
    std::vector<IssuerKey> keys;  ///< empty: it signs nothing, all of its codes come by lists
    std::vector<IssuerTemplate> templates;
    std::vector<IssuerState> states;
    bool operator==(const Issuer&) const = default;

    const IssuerKey* key(std::string_view key_id) const noexcept;
    const IssuerTemplate* coupon_template(std::string_view ref) const noexcept;
    const IssuerState* state(std::string_view theirs) const noexcept;
};

const Issuer* find_issuer(std::span<const Issuer> issuers, std::string_view issuer_id) noexcept;
/// The first issuer that has a pattern which the text fits.
const Issuer* issuer_of_code(std::span<const Issuer> issuers, std::string_view text) noexcept;

/// What a signed code says, as it was read (codec/signed_code.hpp). Nothing of it is true before it is verified.
struct SignedCode {
    std::string issuer_id;
    std::string key_id;
    std::string serial;  ///< the issuer's own number of this coupon: single use is by it
    std::string ref;     ///< the issuer's name of the template
    Instant valid_from;
    Instant valid_until = kNever;
    std::string signed_text;  ///< what the signature is over
    Signature signature{};
};

/// Whether a text is of the form of a signed code (a JWS in compact form, RFC 7515), right or wrong.
bool looks_signed(std::string_view text) noexcept;

/// The coupon that a code stands for: whoever brings it, by an id that follows from issuer and number alone, so that every
/// device and HQ name the same right. Refusal `code_invalid`, figures `rule`: unknown_issuer, unknown_key, signature,
/// unknown_template.
Outcome<Coupon> coupon_of_code(const SignedCode& code, std::span<const Issuer> issuers, Instant at, const Verifier& verifier,
                               const Hasher& hasher);
/// The id of an issuer's coupon, whether it was signed or listed.
CouponId issued_coupon_id(const Hasher& hasher, std::string_view issuer_id, std::string_view serial);

/// The first rule of the register that is broken, as check_rules() tells it.
std::optional<Refusal> check_issuers(std::span<const Issuer> issuers);

}  // namespace counterfoil::domain
