#include "replay/report.hpp"

#include <iomanip>
#include <nlohmann/json.hpp>
#include <ostream>

namespace counterfoil::replay {
namespace {

using nlohmann::json;

constexpr std::size_t kDifferencesKept = 100;

std::int64_t count_of(const std::map<std::string, std::int64_t>& counts, const std::string& reason) {
    const auto found = counts.find(reason);
    return found == counts.end() ? 0 : found->second;
}

}  // namespace

void Report::differ(std::string text) {
    ++differing_;
    if (differences_.size() < kDifferencesKept) differences_.push_back(std::move(text));
}

void Report::compare(const std::string& section, const json& expected, const json& ours) {
    if (expected.is_object() && ours.is_object()) {
        for (const auto& [name, value] : expected.items()) {
            if (ours.contains(name))
                compare(section + "." + name, value, ours[name]);
            else
                differ(section + "." + name + ": " + value.dump().substr(0, 80) + " expected, and nothing reckoned");
        }
        for (const auto& [name, value] : ours.items())
            if (!expected.contains(name)) differ(section + "." + name + ": reckoned, and not in expected.json");
        return;
    }
    if (expected.is_array() && ours.is_array() && expected.size() == ours.size()) {
        for (std::size_t i = 0; i < expected.size(); ++i)
            compare(section + "[" + std::to_string(i) + "]", expected[i], ours[i]);
        return;
    }
    ++compared_;
    if (expected != ours)
        differ(section + ": " + ours.dump().substr(0, 80) + " instead of " + expected.dump().substr(0, 80));
}

void Report::check(const std::string& what, std::int64_t expected, std::int64_t ours) {
    ++compared_;
    if (expected != ours) differ(what + ": " + std::to_string(ours) + " instead of " + std::to_string(expected));
}

void Report::check(const std::string& what, const std::string& expected, const std::string& ours) {
    ++compared_;
    if (expected != ours) differ(what + ": " + ours + " instead of " + expected);
}

void Report::demand(bool holds, const std::string& what) {
    ++compared_;
    if (!holds) differ(what);
}

std::int64_t Report::refused(const std::string& reason) const { return count_of(refused_, reason); }
std::int64_t Report::flagged(const std::string& reason) const { return count_of(flagged_, reason); }

std::vector<std::string> Report::differences() const {
    std::vector<std::string> all = differences_;
    if (differing_ > all.size()) all.push_back("... " + std::to_string(differing_) + " in all");
    return all;
}

void Report::print(std::ostream& out) const {
    out << part_ << ": " << compared_ << " figures compared, " << differing_ << " differ\n";
    for (const std::string& text : notes_)
        out << "  " << text << "\n";
    for (const auto& [reason, count] : refused_)
        out << "  refused " << std::setw(7) << count << "  " << reason << "\n";
    for (const auto& [reason, count] : flagged_)
        out << "  flagged " << std::setw(7) << count << "  " << reason << "\n";
    for (const std::string& text : differences())
        out << "  DIFFERS " << text << "\n";
    out.flush();
}

}  // namespace counterfoil::replay
