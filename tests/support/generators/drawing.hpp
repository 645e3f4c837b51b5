// Drawn parts of values, for generators that are plain functions inside gen::exec. Only for generators.
#pragma once

#include <string>
#include <vector>

#include "support/generators/domain_values.hpp"

namespace counterfoil::test_support::drawing {

// Most generators are plain functions of drawn values: *generator draws one inside gen::exec.
template <class T>
T draw(const rc::Gen<T>& generator) {
    return *generator;
}
inline std::int64_t draw_amount(std::int64_t least = 0, std::int64_t most = kAmountMax) { return *amount(least, most); }
inline bool draw_bool() { return *rc::gen::arbitrary<bool>(); }
inline Money draw_money(std::int64_t least = 0) { return Money{draw_amount(least)}; }
inline std::string draw_text(std::size_t least = 0, std::size_t most = 200) { return *people_text(least, most); }
inline std::uint64_t draw_number() { return static_cast<std::uint64_t>(draw_amount(0, INT64_MAX)); }
inline std::int32_t draw_int(std::int32_t least, std::int32_t most) {
    return static_cast<std::int32_t>(draw_amount(least, most));
}
inline BasisPoints draw_bp(std::int32_t least = 0, std::int32_t most = 10000) { return BasisPoints{draw_int(least, most)}; }

template <class Id>
Id draw_id() {
    return Id(*id_text());
}
template <class Id>
Id draw_id_or_none() {
    return draw_bool() ? draw_id<Id>() : Id();
}
template <class Make>
auto draw_list(std::int32_t most, const Make& make) {
    std::vector<decltype(make())> list(static_cast<std::size_t>(draw_int(0, most)));
    for (auto& element : list)
        element = make();
    return list;
}
template <class E>
E draw_enum(int count) {
    return static_cast<E>(draw_int(0, count - 1));
}
/// The main purse, or one beside it.
inline PurseId draw_purse() { return draw_bool() ? PurseId() : PurseId("promo"); }
inline domain::LocalText draw_name() { return {draw_text(), draw_text()}; }

inline domain::GoodsFilter draw_filter() {
    return {draw_list(3, draw_id<Sku>), draw_list(3, [] { return draw_text(1); }),
            draw_list(3, [] { return draw_text(1); })};
}

}  // namespace counterfoil::test_support::drawing
