// The parts of a replay: one a data set of the folder. Each reads its files, prices every ticket by the domain, refuses or
// flags what is dirty, and compares all figures of its section of expected.json.
//
// A folder may lack whole data sets; missing_files() says which of a part's files are not there.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domain/basket.hpp"
#include "domain/quote.hpp"
#include "domain/returns.hpp"
#include "domain/rules.hpp"
#include "replay/report.hpp"

namespace counterfoil::replay {

/// A sale as the domain booked it, for whoever books it once more through a real agent.
struct Sale {
    domain::Basket basket;
    std::vector<domain::OfferedCoupon> coupons;  ///< those that the basket names
};

/// Goods of a sale that come back.
struct GivenBack {
    domain::TicketKey ticket;
    std::string number;  ///< of the return itself, unique in the world
    domain::ReturnRequest line;
    std::optional<domain::Return> done;  ///< as the domain has it; nothing where it says over_returned
};

/// What one data set gives to an agent and its HQ. Sales in the order of their time, those of one member together or not.
struct World {
    std::string part;
    domain::Rules rules;
    std::vector<domain::Member> members;  ///< with their opening balances
    std::vector<Sale> sales;
    std::vector<GivenBack> returns;  ///< of these sales, after all of them
    /// What each member must have in the end, where expected.json says so.
    std::map<std::string, std::int64_t> points;
};

/// How much of a part is kept for the agent: all sales of the first members, until there are so many; 0 keeps none.
struct Share {
    std::size_t sales = 0;
};

struct Part {
    std::string name;
    std::vector<std::string> files;
    /// Expects all files. The world is what of the part goes through an agent.
    std::function<World(const std::filesystem::path& folder, const nlohmann::json& expected, Report& report, Share share)>
        run;
};

/// cj, retail, o2o, x5, ean.
const std::vector<Part>& parts();
/// expected.json is one of them.
std::vector<std::string> missing_files(const std::filesystem::path& folder, const Part& part);
/// The folder's expected.json. Throws where it cannot be read.
nlohmann::json expected_figures(const std::filesystem::path& folder);
/// Sizes and hashes of the part's files against the section `files`.
void check_files(const std::filesystem::path& folder, const Part& part, const nlohmann::json& expected, Report& report);

World replay_cj(const std::filesystem::path&, const nlohmann::json&, Report&, Share);
World replay_retail(const std::filesystem::path&, const nlohmann::json&, Report&, Share);
World replay_o2o(const std::filesystem::path&, const nlohmann::json&, Report&, Share);
World replay_x5(const std::filesystem::path&, const nlohmann::json&, Report&, Share);
World replay_ean(const std::filesystem::path&, const nlohmann::json&, Report&, Share);

/// The quote of the sale, or why there is none. All coupons count as held.
Outcome<domain::Quote> price(const Sale& sale, const domain::Rules& rules, const domain::Member* member);
/// A basket with its head filled in. Texts that are no ids are an error of the caller.
domain::Basket basket_of(const std::string& store, const std::string& ticket, const std::string& day, Instant at,
                         const domain::Rules& rules);
/// Adds the next line, with its amount as it stands.
domain::BasketLine& add_line(domain::Basket& basket, const std::string& sku, std::int64_t quantity, std::int64_t amount);

}  // namespace counterfoil::replay
