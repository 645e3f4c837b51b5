#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>

#include "storage/ledger.hpp"

namespace counterfoil::storage {

Result<std::uint64_t> free_space_of(const std::string& folder) {
    struct statvfs status {};
    if (statvfs(folder.c_str(), &status) != 0) {
        return fail(ErrorCode::io, std::string("free space cannot be read: ") + std::strerror(errno), folder,
                    "check that the folder exists and that this user may read it");
    }
    return static_cast<std::uint64_t>(status.f_bavail) * status.f_frsize;
}

}  // namespace counterfoil::storage
