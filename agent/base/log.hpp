// One injected log interface: stable event names ("redeem.accepted"), typed fields. Personal data is masked by the caller.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace counterfoil {

enum class LogLevel { debug, info, warning, error };

struct LogField {
    std::string_view name;
    std::variant<std::int64_t, std::string, bool> value;
};

/// Any thread; may drop when its bounded queue is full, never blocks the caller on a disk.
class Log {
public:
    virtual ~Log() = default;
    virtual void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) = 0;
};

/// For tests and for tools that speak on stderr themselves.
class NullLog final : public Log {
public:
    void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

}  // namespace counterfoil
