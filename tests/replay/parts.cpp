#include "replay/parts.hpp"

#include <zlib.h>

#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "replay/figures.hpp"
#include "support/test_data.hpp"

namespace counterfoil::replay {
namespace {

using nlohmann::json;

std::string bytes_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::string unpacked(const std::filesystem::path& path) {
    const gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) throw std::runtime_error(path.string() + " cannot be opened");
    std::string text;
    std::array<char, 64 * 1024> block{};
    for (int count = 1; count > 0;) {
        count = gzread(file, block.data(), static_cast<unsigned>(block.size()));
        if (count > 0) text.append(block.data(), static_cast<std::size_t>(count));
        if (count < 0) break;
    }
    gzclose(file);
    return text;
}

std::int64_t rows_of(const std::filesystem::path& path) {
    std::int64_t rows = 0;
    for (test_support::CsvReader reader(path); reader.next();)
        ++rows;
    return rows;
}

}  // namespace

const std::vector<Part>& parts() {
    static const std::vector<Part> kParts{
        {"cj",
         {"cj_campaign_members.csv.gz", "cj_campaigns.csv.gz", "cj_coupons.csv.gz", "cj_demographics.csv.gz",
          "cj_products.csv.gz", "cj_redemptions.csv.gz", "cj_transactions.csv.gz"},
         replay_cj},
        {"retail", {"retail_invoices.csv.gz"}, replay_retail},
        {"o2o", {"o2o_coupon_catalog.csv.gz", "o2o_grants.csv.gz"}, replay_o2o},
        {"x5", {"x5_lines.csv.gz", "x5_members.csv.gz", "x5_products.csv.gz", "x5_tickets.csv.gz"}, replay_x5},
        {"ean", {"ean_cn.csv.gz", "ean_world.csv.gz"}, replay_ean},
    };
    return kParts;
}

std::vector<std::string> missing_files(const std::filesystem::path& folder, const Part& part) {
    std::vector<std::string> missing;
    for (const std::string& file : part.files)
        if (!std::filesystem::exists(folder / file)) missing.push_back(file);
    if (!std::filesystem::exists(folder / "expected.json")) missing.emplace_back("expected.json");
    return missing;
}

json expected_figures(const std::filesystem::path& folder) {
    const json figures = json::parse(bytes_of(folder / "expected.json"), nullptr, false);
    if (!figures.is_object()) throw std::runtime_error((folder / "expected.json").string() + " is no JSON object");
    return figures;
}

void check_files(const std::filesystem::path& folder, const Part& part, const json& expected, Report& report) {
    for (const std::string& name : part.files) {
        const std::string packed = bytes_of(folder / name);
        const json ours = {{"sha256", sha256_of(packed)},
                           {"sha256_unpacked", sha256_of(unpacked(folder / name))},
                           {"rows", rows_of(folder / name)},
                           {"bytes", packed.size()}};
        report.compare("files." + name, expected.at("files").value(name, json::object()), ours);
    }
}

Outcome<domain::Quote> price(const Sale& sale, const domain::Rules& rules, const domain::Member* member) {
    domain::QuoteContext context;
    context.rules = &rules;
    context.coupons = sale.coupons;
    if (member != nullptr) {
        context.member = *member;
        context.burnable = domain::points_available(member->lots, sale.basket.at);
        context.points_right = domain::RightState::held;
        for (const domain::Purse& purse : rules.purses)
            context.purses.push_back({purse.purse_id, domain::points_available(member->lots, sale.basket.at, purse.purse_id),
                                      domain::RightState::held, std::nullopt});
    }
    return domain::make_quote(sale.basket, context);
}

domain::Basket basket_of(const std::string& store, const std::string& ticket, const std::string& day, Instant at,
                         const domain::Rules& rules) {
    domain::Basket basket;
    basket.store_id = StoreId(store);
    basket.register_id = RegisterId("R1");
    basket.ticket_id = TicketId(ticket);
    basket.business_day = day;
    basket.at = at;
    basket.currency = rules.currency;
    basket.exponent = rules.exponent;
    basket.buyer = domain::Buyer::member;
    basket.proof = domain::Proof::code;
    basket.coupons = std::vector<CouponId>{};
    return basket;
}

domain::BasketLine& add_line(domain::Basket& basket, const std::string& sku, std::int64_t quantity, std::int64_t amount) {
    domain::BasketLine line;
    line.line_no = static_cast<std::int32_t>(basket.lines.size()) + 1;
    line.sku = Sku(sku);
    line.quantity = Quantity{quantity};
    line.amount = Money{amount};
    basket.lines.push_back(std::move(line));
    return basket.lines.back();
}

}  // namespace counterfoil::replay
