#include "linux/file_descriptor.hpp"

#include <unistd.h>

#include <system_error>

namespace counterfoil::drivers_linux {

FileDescriptor::~FileDescriptor() {
    if (valid()) ::close(fd_);
}

std::string errno_text(int error_number) { return std::generic_category().message(error_number); }

}  // namespace counterfoil::drivers_linux
