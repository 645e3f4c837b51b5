#include "storage/session.hpp"

#include <utility>

#include "base/assert.hpp"

namespace counterfoil::storage {

Result<void> Session::may_write() const {
    if (access_ == Access::read_only) {
        return fail(ErrorCode::permission, "the file is open for reading only", database_.path(),
                    "changes go through the program that owns the file");
    }
    // A failure may have ended the transaction: whatever was written now would stay alone.
    if (failure_) return std::unexpected(*failure_);
    CF_ASSERT(database_.in_transaction());
    return {};
}

void Session::note(const Error& error) {
    // What the schema forbids is the business of the one who asked; it says nothing about the file.
    if (error.code == ErrorCode::conflict || error.code == ErrorCode::invalid_input) return;
    if (!failure_) failure_ = error;
}

std::optional<Error> Session::take_failure() { return std::exchange(failure_, std::nullopt); }

Result<std::int64_t> stored(std::uint64_t number, std::string_view what) {
    if (!std::in_range<std::int64_t>(number)) {
        return fail(ErrorCode::invalid_input, "the number " + std::to_string(number) + " is too large", std::string(what),
                    "numbers go up to 9223372036854775807");
    }
    return static_cast<std::int64_t>(number);
}

}  // namespace counterfoil::storage
