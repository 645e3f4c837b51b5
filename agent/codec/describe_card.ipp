// Fields of benefit cards and their types (domain rules, part 12).
#pragma once

#include "codec/object_reader.ipp"
#include "domain/card.hpp"

namespace counterfoil::codec {

template <>
struct EnumNames<domain::CardState> {
    using E = domain::CardState;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::active, "active"}, {E::frozen, "frozen"}, {E::voided, "void"}}};
};

inline constexpr Range kCardUses{1, domain::kCardUsesMax};
inline constexpr Range kCardUsesLeft{0, domain::kCardUsesMax};

template <class Io>
void describe(Io& io, Of<domain::CardUses>) {
    using T = domain::CardUses;
    io.need("right_id", &T::right_id);
    io.need("left", &T::left, kCardUsesLeft);
}

template <class Io>
void describe(Io& io, Of<domain::Card>) {
    using T = domain::Card;
    io.need("card_id", &T::card_id);
    io.need("card_type_id", &T::card_type_id);
    io.may("state", &T::state);
    io.may("issued_at", &T::issued_at);
    io.may("valid_from", &T::valid_from);
    io.may("valid_until", &T::valid_until);
    io.may("uses", &T::uses, kCardUses);
    io.same_as(&T::uses, "uses_left", &T::uses_left, kCardUsesLeft);
    io.may("rights", &T::rights, {static_cast<std::size_t>(domain::kCardUsesMax)});
    io.expect([](const T& t) { return t.card_id.str().find(':') == std::string::npos; }, "card_id",
              "an id without : is expected");
    io.expect(
        [](const T& t) {
            std::int64_t sum = 0;
            for (const domain::CardUses& one : t.rights)
                sum += one.left;
            return t.rights.empty() || sum == t.uses_left;
        },
        "rights", "as many uses in all as uses_left are expected");
    io.expect([](const T& t) { return t.valid_from < t.valid_until; }, "valid_until", "a time after valid_from is expected");
}

}  // namespace counterfoil::codec
