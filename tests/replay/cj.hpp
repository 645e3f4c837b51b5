// The Complete Journey: what its parts share. Everything is read once and kept, as the tables refer to each other.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "replay/parts.hpp"

namespace counterfoil::replay::cj {

/// A line of a ticket. Amounts in cents.
struct Line {
    std::string household;
    std::string store;
    std::string basket;
    std::string product;
    std::int64_t quantity = 0;  ///< as written
    std::int64_t sales = 0;
    std::int64_t retail_disc = 0;
    std::int64_t coupon_disc = 0;
    std::int64_t coupon_match_disc = 0;
    std::string local;  ///< New York's wall clock
    std::string utc;
    std::string whole;  ///< all columns but the line's id

    std::string day() const { return local.substr(0, 10); }
    std::int64_t shelf() const { return sales + retail_disc + coupon_match_disc; }
};

struct Redemption {
    std::string household;
    std::string coupon;
    std::string campaign;
    std::string day;
};

struct Campaign {
    std::string first_day;
    std::string last_day;  ///< included
};

/// A coupon is known by its number and its campaign: some numbers run in several.
using CouponKey = std::pair<std::string, std::string>;

struct Tables {
    std::vector<Line> lines;
    std::vector<Redemption> redemptions;
    std::map<std::string, Campaign> campaigns;
    std::map<std::string, std::set<std::string>> targeted;  ///< by campaign
    std::int64_t targeted_rows = 0;
    std::map<CouponKey, std::set<std::string>> coupons;  ///< the goods that each is good for
    std::int64_t coupon_rows = 0;
    std::map<std::string, std::string> product_types;
    std::set<std::string> demographics;
};

Tables read_tables(const std::filesystem::path& folder);

/// All of the section but what the domain's own sums replace; see replay_cj().
nlohmann::json figures_of(const Tables& tables, const std::vector<std::int64_t>& shifts);

/// Prices every ticket. The sums of what the domain booked, by household and in all, in the form of `per_household`.
struct Booked {
    std::map<std::string, std::int64_t> points;
    std::map<std::string, std::int64_t> paid;
    std::map<std::string, std::int64_t> tickets;  ///< that were booked; not those without any goods
    std::int64_t list = 0;
    std::int64_t pos_discount = 0;
    std::int64_t coupons = 0;  ///< discounts, and what of the faces was more than the goods
};
Booked book_tickets(const Tables& tables, Report& report, World& world, Share share);

/// Redeems every coupon of a campaign at its time, and once more at each of the shifted times. How many each shift bars.
std::map<std::int64_t, std::int64_t> redeem(const Tables& tables, const std::vector<std::int64_t>& shifts, Report& report);

}  // namespace counterfoil::replay::cj
