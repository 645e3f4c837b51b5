// A file descriptor that closes itself. Private to this module.
#pragma once

#include <unistd.h>

#include <cstdint>
#include <utility>

#include "base/bytes.hpp"

namespace counterfoil::platform {

class FileHandle {
public:
    FileHandle() = default;
    explicit FileHandle(int number) : number_(number) {}
    FileHandle(FileHandle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    FileHandle& operator=(FileHandle&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }
    ~FileHandle() {
        if (number_ >= 0) ::close(number_);
    }
    explicit operator bool() const noexcept { return number_ >= 0; }
    int number() const noexcept { return number_; }
    int release() noexcept { return std::exchange(number_, -1); }

private:
    int number_ = -1;
};

/// Writes all bytes; 0, or errno of the write that failed.
int write_all(const FileHandle& file, ByteView bytes);

}  // namespace counterfoil::platform
