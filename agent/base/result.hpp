// The error half of every fallible call.
//
// Four kinds of "no" are kept apart (docs/adr/0002-error-type.md): a business refusal is a value (base/refusal.hpp), an
// operating error is an Error here, a programmer error is an assertion (base/assert.hpp), and a foreign library's error is
// translated into an Error once, at the adapter's edge. Any thread; nothing here blocks.
#pragma once

#include <expected>
#include <string>
#include <utility>

namespace counterfoil {

enum class ErrorCode {
    invalid_input,  ///< what came from outside is malformed or out of range; nothing was changed
    not_found,      ///< the named thing does not exist
    conflict,       ///< the state of things forbids it (a key used with another body, a stale version)
    permission,     ///< the system or a peer does not let us
    unavailable,    ///< a peer or device cannot be reached now; trying again later may work
    full,           ///< disk, queue or limit is exhausted
    corrupt,        ///< stored or received bytes contradict themselves
    io,             ///< the operating system or a library failed
};

/// What went wrong, where (file, field, path, peer), and what a person can do about it. Never holds personal data.
struct Error {
    ErrorCode code = ErrorCode::io;
    std::string what;
    std::string where = {};
    std::string remedy = {};
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string what, std::string where = {}, std::string remedy = {}) {
    return std::unexpected(Error{code, std::move(what), std::move(where), std::move(remedy)});
}

/// One line for a log or for stderr: "where: what (remedy)".
inline std::string describe(const Error& error) {
    std::string line;
    if (!error.where.empty()) line += error.where + ": ";
    line += error.what;
    if (!error.remedy.empty()) line += " (" + error.remedy + ")";
    return line;
}

}  // namespace counterfoil

/// Binds NAME to the value of an expression of type Result<T>, or returns its error from the calling function.
#define CF_TRY(NAME, ...)                                                         \
    auto NAME##_result = (__VA_ARGS__);                                           \
    if (!NAME##_result) return std::unexpected(std::move(NAME##_result).error()); \
    auto& NAME = *NAME##_result

/// The same for Result<void>.
#define CF_CHECK(...)                                                   \
    do {                                                                \
        if (auto cf_check_result = (__VA_ARGS__); !cf_check_result)     \
            return std::unexpected(std::move(cf_check_result).error()); \
    } while (false)
