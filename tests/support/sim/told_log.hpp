// A log that speaks when COUNTERFOIL_SIM_LOG is set: for following one world after a failure.
#pragma once

#include <cstdlib>
#include <iostream>

#include "base/log.hpp"
#include "support/sim/scheduler.hpp"

namespace counterfoil::test_support {

class ToldLog final : public Log {
public:
    ToldLog(std::string who, const Scheduler& time) : who_(std::move(who)), time_(time) {}
    void write(LogLevel, std::string_view event, std::initializer_list<LogField> fields) override {
        if (!speaks_) return;
        std::cerr << time_.tick().ms << " " << who_ << " " << event;
        for (const LogField& field : fields) {
            std::cerr << " " << field.name << "=";
            std::visit([](const auto& value) { std::cerr << value; }, field.value);
        }
        std::cerr << "\n";
    }

private:
    std::string who_;
    const Scheduler& time_;
    bool speaks_ = std::getenv("COUNTERFOIL_SIM_LOG") != nullptr;
};

}  // namespace counterfoil::test_support
