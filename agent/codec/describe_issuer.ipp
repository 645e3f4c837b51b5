// Fields of the register of issuers (domain rules, part 12).
#pragma once

#include "codec/describe_coupon.ipp"
#include "domain/issuer.hpp"

namespace counterfoil::codec {

template <>
struct EnumNames<domain::CodeAlphabet> {
    using E = domain::CodeAlphabet;
    static constexpr std::array<std::pair<E, std::string_view>, 2> kNames{
        {{E::digits, "digits"}, {E::alphanumeric, "alphanumeric"}}};
};

template <class Io>
void describe(Io& io, Of<domain::CodePattern>) {
    using T = domain::CodePattern;
    io.may("prefix", &T::prefix, {0, 32});
    io.may("alphabet", &T::alphabet);
    io.need("length_min", &T::length_min, {1, 64});
    io.need("length_max", &T::length_max, {1, 64});
}

template <class Io>
void describe(Io& io, Of<domain::IssuerKey>) {
    using T = domain::IssuerKey;
    io.need("key_id", &T::key_id, {1, 64});
    io.need("key", &T::key);
    io.may("valid_from", &T::valid_from);
    io.may("valid_until", &T::valid_until);
}

template <class Io>
void describe(Io& io, Of<domain::IssuerTemplate>) {
    using T = domain::IssuerTemplate;
    io.need("ref", &T::ref, {1, 64});
    io.need("template_id", &T::template_id);
}

template <class Io>
void describe(Io& io, Of<domain::IssuerState>) {
    using T = domain::IssuerState;
    io.need("theirs", &T::theirs, {1, 64});
    io.need("ours", &T::ours);
}

template <class Io>
void describe(Io& io, Of<domain::Issuer>) {
    using T = domain::Issuer;
    io.need("issuer_id", &T::issuer_id, {1, kIdLengthMax});
    io.may("name", &T::name);
    io.may("patterns", &T::patterns, {domain::kIssuerPatternsMax});
    io.may("keys", &T::keys, {domain::kIssuerKeysMax});
    io.may("templates", &T::templates, {domain::kIssuerEntriesMax});
    io.may("states", &T::states, {domain::kIssuerEntriesMax});
}

}  // namespace counterfoil::codec
