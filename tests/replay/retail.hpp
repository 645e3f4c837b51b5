// The wholesaler's invoices and cancellations. Amounts in thousandths of a pound.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "replay/parts.hpp"

namespace counterfoil::replay::retail {

struct Line {
    std::int64_t source_line = 0;
    std::string invoice;
    std::string code;
    std::string description;
    std::int64_t quantity = 0;
    std::string date;
    std::int64_t price = 0;
    std::size_t price_decimals = 0;
    std::string customer;
    std::string country;

    bool cancels() const { return invoice.starts_with('C'); }
    bool adjusts() const { return invoice.starts_with('A'); }
    bool sells() const { return !cancels() && !adjusts(); }
    std::int64_t amount() const { return quantity * price; }
};

std::vector<Line> read_lines(const std::filesystem::path& folder);
/// All of the section but `returns`.
nlohmann::json figures_of(const std::vector<Line>& lines);
/// Five digits and at most two letters.
bool is_goods(const std::string& code);

/// Where a line was booked.
struct Place {
    std::size_t ticket = 0;
    std::int32_t line_no = 0;
};

struct Booked {
    std::vector<domain::SoldTicket> tickets;
    std::map<std::int64_t, Place> places;  ///< by source_line
    std::int64_t due = 0;
};
Booked book_invoices(const std::vector<Line>& lines, Report& report, World& world, Share share);

/// Gives back what the cancellations cancel, by the definition of expected.json. Its figures: covered, partly, uncovered.
nlohmann::json give_back(const std::vector<Line>& lines, Booked& booked, Report& report, World& world);

}  // namespace counterfoil::replay::retail
