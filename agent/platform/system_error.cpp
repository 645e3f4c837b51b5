#include "platform/system_error.hpp"

#include <cerrno>
#include <system_error>

namespace counterfoil::platform {
namespace {

struct Meaning {
    ErrorCode code;
    const char* remedy;
};

Meaning meaning_of(int number) {
    switch (number) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG:
            return {ErrorCode::full, "free some disk space or raise the quota, then try again"};
        case EMFILE:
        case ENFILE:
        case ENOMEM:
            return {ErrorCode::full, "too many files are open or memory is short; close other programs"};
        case EACCES:
        case EPERM:
            return {ErrorCode::permission, "give this user the right to read and write here, or choose another path"};
        case EROFS:
            return {ErrorCode::permission, "the disk is mounted read-only; choose another path or mount it writable"};
        case ENOENT:
        case ENOTDIR:
            return {ErrorCode::not_found, "check the path; each part but the last must be a folder that exists"};
        case EISDIR:
        case ENOTEMPTY:
            return {ErrorCode::conflict, "a folder is where the file should be; move it away"};
        case ELOOP:
            return {ErrorCode::conflict, "a symbolic link is where the file should be; replace it by the file"};
        case EAGAIN:
        case EINTR:
            return {ErrorCode::unavailable, "try again in a moment"};
        default:
            return {ErrorCode::io, "check the disk and the system log"};
    }
}

}  // namespace

Error system_error(int number, std::string_view action, std::string where) {
    const auto meaning = meaning_of(number);
    return Error{meaning.code, "cannot " + std::string(action) + ": " + std::generic_category().message(number),
                 std::move(where), meaning.remedy};
}

}  // namespace counterfoil::platform
