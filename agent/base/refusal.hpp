// A business refusal: the answer "no" with a reason that a cashier can read out. It is a value, not an error.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>

namespace counterfoil {

/// `code` is stable and documented (docs/api/problems.md); `figures` fills the sentence (minor units, milliseconds UTC,
/// text).
struct Refusal {
    std::string code;
    std::string field = {};  ///< JSON pointer of the offending input, empty where none is to blame
    std::map<std::string, std::string> figures = {};
    bool operator==(const Refusal&) const = default;
};

/// Either the wanted answer or the reason why not. Operating errors travel outside of it: Result<Outcome<T>>.
template <class T>
using Outcome = std::variant<T, Refusal>;

}  // namespace counterfoil
