// A refusal with its sentences: {code, field, figures, zh, en}. The sentences are made when it is written, and not read.
#pragma once

#include "base/refusal.hpp"
#include "codec/json.hpp"
#include "codec/object_reader.ipp"

namespace counterfoil::codec {

inline constexpr std::size_t kFiguresMax = 32;
inline constexpr TextRule kFigure{0, 2000};

template <>
struct Form<std::map<std::string, std::string>> {
    using Map = std::map<std::string, std::string>;
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, Map& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const Map& value, const Writing&);
};

template <class Io>
void describe(Io& io, Of<Refusal>) {
    using T = Refusal;
    io.need("code", &T::code, TextRule{1, 64});
    io.may("field", &T::field);
    io.may("figures", &T::figures);
    io.shown("zh", [](const T& refusal) { return sentence(refusal, true); });
    io.shown("en", [](const T& refusal) { return sentence(refusal, false); });
}

}  // namespace counterfoil::codec
