// Always-on assertion for programmer errors. Never for input: what comes from outside gets an Error or a Refusal.
#pragma once

namespace counterfoil {

/// Prints "file:line: assertion failed: TEXT" to stderr and aborts. kill -9 safety makes aborting safe at any point.
[[noreturn]] void assertion_failed(const char* text, const char* file, int line) noexcept;

}  // namespace counterfoil

#define CF_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::counterfoil::assertion_failed(#condition, __FILE__, __LINE__))
