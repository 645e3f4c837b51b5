// A clock that a test moves, and a log that remembers.
#pragma once

#include <string>
#include <vector>

#include "base/log.hpp"
#include "base/time.hpp"

namespace counterfoil::test {

class ManualClock final : public Clock {
public:
    Instant now() const override { return wall; }
    Tick tick() const override { return monotonic; }
    Instant wall{1'000'000};
    Tick monotonic{5'000};
};

class RememberingLog final : public Log {
public:
    void write(LogLevel, std::string_view event, std::initializer_list<LogField> fields) override {
        std::string line(event);
        for (const LogField& field : fields)
            if (const auto* text = std::get_if<std::string>(&field.value))
                line += " " + std::string(field.name) + "=" + *text;
        lines.push_back(std::move(line));
    }
    std::vector<std::string> lines;
};

}  // namespace counterfoil::test
