#include "replay/retail.hpp"

#include <nlohmann/json.hpp>

#include "replay/figures.hpp"

namespace counterfoil::replay {

using nlohmann::json;

World replay_retail(const std::filesystem::path& folder, const json& expected, Report& report, Share share) {
    const json& section = expected.at("retail");
    const std::vector<retail::Line> lines = retail::read_lines(folder);
    json ours = retail::figures_of(lines);
    World world;
    world.part = "retail";
    retail::Booked booked = retail::book_invoices(lines, report, world, share);
    report.check("retail: due of all tickets", ours.at("totals").at("gross_sales").get<std::string>(), plain(booked.due, 3));
    ours["returns"] = retail::give_back(lines, booked, report, world);
    report.compare("retail", section, ours);
    report.note("tickets: " + std::to_string(booked.tickets.size()) + " priced by the domain");

    const auto dirty = [&](const char* name) { return section.at("counts").at(name).get<std::int64_t>(); };
    report.check("retail: write-offs", dirty("sale_line_negative_quantity"),
                 report.refused("sale line with a negative quantity, a write-off (the domain: basket_invalid)"));
    report.check("retail: invoices of two minutes", dirty("invoices_with_several_times"),
                 report.flagged("invoice that spans two minutes: the first is its time"));
    report.check("retail: prices finer than a penny", dirty("price_more_than_2_decimals"),
                 report.flagged("price finer than a penny: the currency is kept with exponent 3"));
    report.check("retail: uncovered cancellations", section.at("returns").at("uncovered").get<std::int64_t>(),
                 report.refused("cancellation of what the customer had not bought before, or given back already"));
    return world;
}

}  // namespace counterfoil::replay
