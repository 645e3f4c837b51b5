// What a replay found: figures that differ from the expected ones, and each row that was refused or flagged, by its reason.
#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace counterfoil::replay {

class Report {
public:
    explicit Report(std::string part) : part_(std::move(part)) {}

    /// A row that is no sale, and is booked in no ticket.
    void refuse(const std::string& reason, std::int64_t count = 1) { refused_[reason] += count; }
    /// A row that is booked, with something about it that a person should know.
    void flag(const std::string& reason, std::int64_t count = 1) { flagged_[reason] += count; }
    /// A sentence about what was done.
    void note(std::string text) { notes_.push_back(std::move(text)); }

    /// All of `expected`, a section of expected.json, against ours: every key on both sides.
    void compare(const std::string& section, const nlohmann::json& expected, const nlohmann::json& ours);
    /// Two figures that must be one.
    void check(const std::string& what, std::int64_t expected, std::int64_t ours);
    void check(const std::string& what, const std::string& expected, const std::string& ours);
    /// Anything else that must hold.
    void demand(bool holds, const std::string& what);
    std::int64_t refused(const std::string& reason) const;
    std::int64_t flagged(const std::string& reason) const;

    const std::string& part() const noexcept { return part_; }
    /// Empty where all was as expected; at most a hundred are kept, and then how many there are.
    std::vector<std::string> differences() const;
    std::size_t compared() const noexcept { return compared_; }
    /// The counts per reason, the notes, and the differences.
    void print(std::ostream& out) const;

private:
    void differ(std::string text);

    std::string part_;
    std::map<std::string, std::int64_t> refused_;
    std::map<std::string, std::int64_t> flagged_;
    std::vector<std::string> notes_;
    std::vector<std::string> differences_;
    std::size_t differing_ = 0;
    std::size_t compared_ = 0;
};

}  // namespace counterfoil::replay
