#include "domain/issuer.hpp"

#include <algorithm>
#include <set>

#include "domain/rule_check.hpp"

namespace counterfoil::domain {
namespace {

constexpr std::size_t kNameLengthMax = 64;
constexpr std::size_t kIdHashBytes = 20;

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_letter(char c) noexcept { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

bool fits(const CodePattern& pattern, std::string_view text) noexcept {
    const auto length = static_cast<std::int64_t>(text.size());
    if (length < pattern.length_min || length > pattern.length_max || !text.starts_with(pattern.prefix)) return false;
    const std::string_view rest = text.substr(pattern.prefix.size());
    const bool digits = pattern.alphabet == CodeAlphabet::digits;
    return std::ranges::all_of(rest, [&](char c) { return is_digit(c) || (!digits && (is_letter(c) || c == '-')); });
}

/// "Visible" is what can be printed and compared: no space, no control character, nothing beyond ASCII.
bool is_visible(std::string_view text) {
    return !text.empty() && text.size() <= kNameLengthMax &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < '\x7f'; });
}

MaybeRefusal check_patterns(const Issuer& issuer, const std::string& field) {
    if (issuer.patterns.size() > kIssuerPatternsMax)
        return broken(field, "at most " + std::to_string(kIssuerPatternsMax) + " patterns");
    for (std::size_t i = 0; i < issuer.patterns.size(); ++i) {
        const std::string at = field + "/" + std::to_string(i);
        const CodePattern& pattern = issuer.patterns[i];
        const auto fits_prefix = [](char c) { return is_digit(c) || (c >= 'A' && c <= 'Z'); };
        if (pattern.prefix.size() > 32 || !std::ranges::all_of(pattern.prefix, fits_prefix))
            return broken(at + "/prefix", "at most 32 capitals and digits");
        if (auto no = check_range(pattern.length_min, 4, kNameLengthMax, at + "/length_min")) return no;
        if (auto no = check_range(pattern.length_max, pattern.length_min, kNameLengthMax, at + "/length_max")) return no;
        // Any word would be such a code.
        if (pattern.prefix.empty() && pattern.alphabet != CodeAlphabet::digits)
            return broken(at + "/prefix", "a prefix, as the codes are not of digits alone");
    }
    return std::nullopt;
}

MaybeRefusal check_keys(const Issuer& issuer, const std::string& field) {
    if (issuer.keys.size() > kIssuerKeysMax) return broken(field, "at most " + std::to_string(kIssuerKeysMax) + " keys");
    std::set<std::string> ids;
    for (std::size_t i = 0; i < issuer.keys.size(); ++i) {
        const std::string at = field + "/" + std::to_string(i);
        const IssuerKey& key = issuer.keys[i];
        if (!is_visible(key.key_id) || !ids.insert(key.key_id).second)
            return broken(at + "/key_id", "1 to 64 visible characters, each key once");
        if (key.valid_from >= key.valid_until) return broken(at + "/valid_until", "a time after valid_from");
    }
    return std::nullopt;
}

MaybeRefusal check_mappings(const Issuer& issuer, const std::string& field) {
    if (issuer.templates.size() > kIssuerEntriesMax || issuer.states.size() > kIssuerEntriesMax)
        return broken(field, "at most " + std::to_string(kIssuerEntriesMax) + " templates and states");
    std::set<std::string> refs;
    for (std::size_t i = 0; i < issuer.templates.size(); ++i) {
        const std::string at = field + "/templates/" + std::to_string(i);
        if (!is_visible(issuer.templates[i].ref) || !refs.insert(issuer.templates[i].ref).second)
            return broken(at + "/ref", "1 to 64 visible characters, each once");
        if (!is_valid_id(issuer.templates[i].template_id.str()))
            return broken(at + "/template_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -");
    }
    std::set<std::string> states;
    for (std::size_t i = 0; i < issuer.states.size(); ++i) {
        const std::string at = field + "/states/" + std::to_string(i);
        const IssuerState& state = issuer.states[i];
        if (!is_visible(state.theirs) || !states.insert(state.theirs).second)
            return broken(at + "/theirs", "1 to 64 visible characters, each once");
        if (state.ours == CouponState::used || state.ours == CouponState::in_transfer)
            return broken(at + "/ours", "issued, expired, void or frozen");
    }
    return std::nullopt;
}

Refusal invalid(std::string rule) { return Refusal{"code_invalid", {}, {{"rule", std::move(rule)}}}; }

}  // namespace

const IssuerKey* Issuer::key(std::string_view key_id) const noexcept {
    const auto found = std::ranges::find(keys, key_id, &IssuerKey::key_id);
    return found == keys.end() ? nullptr : &*found;
}

const IssuerTemplate* Issuer::coupon_template(std::string_view ref) const noexcept {
    const auto found = std::ranges::find(templates, ref, &IssuerTemplate::ref);
    return found == templates.end() ? nullptr : &*found;
}

const IssuerState* Issuer::state(std::string_view theirs) const noexcept {
    const auto found = std::ranges::find(states, theirs, &IssuerState::theirs);
    return found == states.end() ? nullptr : &*found;
}

const Issuer* find_issuer(std::span<const Issuer> issuers, std::string_view issuer_id) noexcept {
    const auto found = std::ranges::find(issuers, issuer_id, &Issuer::issuer_id);
    return found == issuers.end() ? nullptr : &*found;
}

const Issuer* issuer_of_code(std::span<const Issuer> issuers, std::string_view text) noexcept {
    const auto found = std::ranges::find_if(issuers, [&](const Issuer& issuer) {
        return std::ranges::any_of(issuer.patterns, [&](const CodePattern& pattern) { return fits(pattern, text); });
    });
    return found == issuers.end() ? nullptr : &*found;
}

bool looks_signed(std::string_view text) noexcept {
    // The header is an object, and what begins with {" begins with eyJ or eyA in base64url.
    if (!text.starts_with("ey") || std::ranges::count(text, '.') != 2) return false;
    return std::ranges::all_of(text, [](char c) { return is_digit(c) || is_letter(c) || c == '-' || c == '_' || c == '.'; });
}

CouponId issued_coupon_id(const Hasher& hasher, std::string_view issuer_id, std::string_view serial) {
    const std::string text = "counterfoil issued coupon\n" + std::string(issuer_id) + "\n" + std::string(serial);
    const Digest digest = hasher.sha256(as_bytes(text));
    return CouponId{"X" + to_base32(ByteView(digest).first(kIdHashBytes))};
}

Outcome<Coupon> coupon_of_code(const SignedCode& code, std::span<const Issuer> issuers, Instant at, const Verifier& verifier,
                               const Hasher& hasher) {
    const Issuer* issuer = find_issuer(issuers, code.issuer_id);
    if (issuer == nullptr) return invalid("unknown_issuer");
    const IssuerKey* key = issuer->key(code.key_id);
    if (key == nullptr || at < key->valid_from || at >= key->valid_until) return invalid("unknown_key");
    if (!verifier.verify(key->key, as_bytes(code.signed_text), code.signature)) return invalid("signature");
    const IssuerTemplate* named = issuer->coupon_template(code.ref);
    if (named == nullptr) return invalid("unknown_template");

    Coupon coupon;
    coupon.coupon_id = issued_coupon_id(hasher, code.issuer_id, code.serial);
    // The text that was scanned is a proof, and longer than a code may be; the coupon is known by its id.
    coupon.code = coupon.coupon_id.str();
    coupon.template_id = named->template_id;
    coupon.account_id = AccountId{coupon.coupon_id.str()};
    coupon.valid_from = code.valid_from;
    coupon.valid_until = code.valid_until;
    coupon.issuer = CouponIssuer{code.issuer_id, {}, {}};
    return coupon;
}

std::optional<Refusal> check_issuers(std::span<const Issuer> issuers) {
    if (issuers.size() > kIssuersMax) return broken("/issuers", "at most " + std::to_string(kIssuersMax) + " issuers");
    std::set<std::string> ids;
    for (std::size_t i = 0; i < issuers.size(); ++i) {
        const std::string field = "/issuers/" + std::to_string(i);
        const Issuer& issuer = issuers[i];
        if (!is_valid_id(issuer.issuer_id) || !ids.insert(issuer.issuer_id).second)
            return broken(field + "/issuer_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -, each issuer once");
        if (auto no = check_patterns(issuer, field + "/patterns")) return no;
        if (auto no = check_keys(issuer, field + "/keys")) return no;
        if (auto no = check_mappings(issuer, field)) return no;
    }
    return std::nullopt;
}

}  // namespace counterfoil::domain
