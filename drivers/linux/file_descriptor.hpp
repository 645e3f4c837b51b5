// Sole owner of a file descriptor.
#pragma once

#include <string>
#include <utility>

namespace counterfoil::drivers_linux {

class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) noexcept : fd_(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~FileDescriptor();

    bool valid() const noexcept { return fd_ >= 0; }
    int get() const noexcept { return fd_; }

private:
    int fd_ = -1;
};

/// The operating system's sentence for an errno value. Any thread.
std::string errno_text(int error_number);

}  // namespace counterfoil::drivers_linux
