#include "replay/cj.hpp"

#include <chrono>
#include <nlohmann/json.hpp>

#include "replay/figures.hpp"

namespace counterfoil::replay {
namespace {

using nlohmann::json;

/// The days by which expected.json shifts the redemptions.
std::vector<std::int64_t> shifts_of(const json& expected) {
    std::vector<std::int64_t> shifts;
    for (const auto& [days, count] : expected.at("outside_window_if_shifted").items())
        shifts.push_back(std::stoll(days));
    return shifts;
}

/// What the domain booked must be what the rows say, in all and by household.
void check_booked(const cj::Booked& booked, const json& ours, Report& report) {
    const json& totals = ours.at("totals");
    const auto figure = [&](const char* name) { return totals.at(name).get<std::int64_t>(); };
    report.check("cj: list price of all tickets", figure("sales") + figure("retail_disc") + figure("coupon_match_disc"),
                 booked.list);
    report.check("cj: discounts of the till", figure("retail_disc") + figure("coupon_match_disc"), booked.pos_discount);
    report.check("cj: coupons", figure("coupon_disc"), booked.coupons);
    for (const auto& [household, figures] : ours.at("per_household").items()) {
        const auto of = [&](const auto& sums) { return sums.contains(household) ? sums.at(household) : 0; };
        report.check("cj: points of " + household, figures.at("points_p1").get<std::int64_t>(), of(booked.points));
        report.check("cj: paid by " + household, figures.at("paid").get<std::int64_t>(), of(booked.paid));
    }
    report.note("tickets: " + std::to_string(sum_of(booked.tickets)) + " priced by the domain");
}

}  // namespace

World replay_cj(const std::filesystem::path& folder, const json& expected, Report& report, Share share) {
    const json& section = expected.at("cj");
    const std::vector<std::int64_t> shifts = shifts_of(section);
    const cj::Tables tables = cj::read_tables(folder);
    json ours = cj::figures_of(tables, shifts);
    World world;
    world.part = "cj";
    const cj::Booked booked = cj::book_tickets(tables, report, world, share);
    check_booked(booked, ours, report);
    for (const auto& [days, count] : cj::redeem(tables, shifts, report))
        ours["outside_window_if_shifted"][std::to_string(days)] = count;
    report.compare("cj", section, ours);

    const json& anomalies = section.at("anomalies");
    const auto dirty = [&](const char* name) { return anomalies.at(name).get<std::int64_t>(); };
    report.check("cj: lines refused for quantity 0", dirty("quantity_zero"),
                 report.refused("line with quantity 0 (the domain: basket_invalid)"));
    report.check("cj: lines flagged for another date in UTC", dirty("utc_date_differs"),
                 report.flagged("date in UTC is another one: the business day is the store's"));
    report.check("cj: lines flagged for their quantity", dirty("quantity_over_100"),
                 report.flagged("quantity over 100: fuel in thousandths of a gallon, booked as a weighed line") +
                     report.flagged("quantity over 100, and no fuel"));
    report.check("cj: coupons worth more than their line", dirty("coupon_disc_over_sales"),
                 report.flagged("coupon worth more than its line: what is over goes on the ticket's other lines") +
                     report.flagged("coupon rung up as a line of its own: booked as a coupon on the whole ticket"));
    report.check("cj: lines of unknown products", dirty("lines_product_unknown"),
                 report.flagged("line of a product in no product table: what is sold of it has the line's own price"));
    report.check("cj: coupons used twice",
                 section.at("redemptions").at("same_household_coupon_any_day_extra").get<std::int64_t>(),
                 report.refused("campaign coupon that the household has used before (the domain: already_used)"));
    return world;
}

}  // namespace counterfoil::replay
