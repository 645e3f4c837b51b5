// Counters and gauges in Prometheus' text form. io thread only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "usecase/shapes.hpp"

namespace counterfoil::web {

class Metrics {
public:
    Metrics();
    ~Metrics();
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;

    /// `route` is the pattern, never the path: ids do not become labels. It is a text of the program itself, that stays.
    void request(std::string_view route, int status);
    void committed(bool at_risk);
    void scanned();
    /// Sets the gauges from the status and writes everything.
    std::string text(const usecase::Status& status);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace counterfoil::web
