#include <nlohmann/json.hpp>

#include "replay/cj.hpp"
#include "replay/figures.hpp"
#include "support/test_data.hpp"

namespace counterfoil::replay::cj {
namespace {

using nlohmann::json;
using test_support::CsvReader;

void read_lines(const std::filesystem::path& path, Tables& tables) {
    for (CsvReader rows(path); rows.next();) {
        Line line;
        line.household = rows["household_id"];
        line.store = rows["store_id"];
        line.basket = rows["basket_id"];
        line.product = rows["product_id"];
        line.quantity = scaled(rows["quantity"], 0);
        line.sales = scaled(rows["sales_value"], 2);
        line.retail_disc = scaled(rows["retail_disc"], 2);
        line.coupon_disc = scaled(rows["coupon_disc"], 2);
        line.coupon_match_disc = scaled(rows["coupon_match_disc"], 2);
        line.local = rows["ts_local"];
        line.utc = rows["ts_utc"];
        for (std::size_t i = 0; i < rows.header().size(); ++i)
            if (rows.header()[i] != "line_id") line.whole += rows.fields()[i] + "\t";
        tables.lines.push_back(std::move(line));
    }
}

struct Sums {
    std::int64_t lines = 0;
    std::map<std::string, std::int64_t> paid_of_basket;
    std::int64_t sales = 0;
    std::int64_t retail_disc = 0;
    std::int64_t coupon_disc = 0;
    std::int64_t coupon_match_disc = 0;

    void add(const Line& line) {
        ++lines;
        paid_of_basket[line.basket] += line.sales - line.coupon_disc;
        sales += line.sales;
        retail_disc += line.retail_disc;
        coupon_disc += line.coupon_disc;
        coupon_match_disc += line.coupon_match_disc;
    }
    json figures() const {
        std::int64_t points = 0;
        for (const auto& [basket, paid] : paid_of_basket)
            points += std::max<std::int64_t>(paid, 0) / 100;
        return {{"lines", lines},
                {"baskets", paid_of_basket.size()},
                {"sales", sales},
                {"retail_disc", retail_disc},
                {"coupon_disc", coupon_disc},
                {"coupon_match_disc", coupon_match_disc},
                {"paid", sales - coupon_disc},
                {"points_p1", points}};
    }
};

void add_sums(const Tables& tables, json& out) {
    Sums all;
    std::map<std::string, Sums> households;
    std::set<std::string> stores;
    std::set<std::string> products;
    std::string first = tables.lines.empty() ? "" : tables.lines.front().local;
    std::string last;
    for (const Line& line : tables.lines) {
        all.add(line);
        households[line.household].add(line);
        stores.insert(line.store);
        products.insert(line.product);
        first = std::min(first, line.local);
        last = std::max(last, line.local);
    }
    json& totals = out["totals"] = all.figures();
    totals["households"] = households.size();
    totals["first_ts_local"] = first;
    totals["last_ts_local"] = last;
    totals["stores"] = stores.size();
    totals["distinct_products"] = products.size();
    for (const auto& [household, sums] : households)
        out["per_household"][household] = sums.figures();
}

void add_anomalies(const Tables& tables, json& out) {
    std::map<std::string, std::int64_t> found;
    std::set<std::string> whole;
    std::set<std::string> strangers;
    std::map<std::string, std::set<std::string>> products_of;
    std::map<std::string, std::set<std::string>> identities_of;
    for (const Line& line : tables.lines) {
        found["quantity_zero"] += line.quantity == 0;
        found["quantity_zero_but_sales_positive"] += line.quantity == 0 && line.sales > 0;
        found["quantity_over_100"] += line.quantity > 100;
        found["sales_zero"] += line.sales == 0;
        found["coupon_disc_over_sales"] += line.coupon_disc > line.sales;
        found["negative_amounts"] +=
            line.sales < 0 || line.retail_disc < 0 || line.coupon_disc < 0 || line.coupon_match_disc < 0;
        found["utc_date_differs"] += line.utc.substr(0, 10) != line.day();
        found["coupon_match_without_coupon"] += line.coupon_match_disc > 0 && line.coupon_disc == 0;
        found["exact_duplicate_lines_extra"] += !whole.insert(line.whole).second;
        found["same_product_twice_in_basket"] += !products_of[line.basket].insert(line.product).second;
        identities_of[line.basket].insert(line.household + "\t" + line.store + "\t" + line.local);
        found["lines_product_unknown"] += !tables.product_types.contains(line.product);
        if (!tables.demographics.contains(line.household)) strangers.insert(line.household);
    }
    for (const auto& [basket, identities] : identities_of)
        found["basket_with_two_identities"] += identities.size() > 1;
    found["lines"] = static_cast<std::int64_t>(tables.lines.size());
    found["households_with_lines_without_demographics"] = static_cast<std::int64_t>(strangers.size());
    out["anomalies"] = found;
}

void add_coupon_lines(const Tables& tables, json& out) {
    std::map<std::pair<std::string, std::string>, std::vector<CouponKey>> redeemed;
    for (const Redemption& one : tables.redemptions)
        redeemed[{one.household, one.day}].push_back({one.coupon, one.campaign});
    std::int64_t lines = 0, cents = 0, that_day = 0, explained = 0;
    for (const Line& line : tables.lines) {
        if (line.coupon_disc <= 0) continue;
        ++lines;
        cents += line.coupon_disc;
        const auto found = redeemed.find({line.household, line.day()});
        if (found == redeemed.end()) continue;
        ++that_day;
        for (const CouponKey& key : found->second) {
            const auto coupon = tables.coupons.find(key);
            if (coupon == tables.coupons.end() || !coupon->second.contains(line.product)) continue;
            ++explained;
            break;
        }
    }
    out["coupon_lines"] = {{"lines", lines},
                           {"cents", cents},
                           {"household_redeemed_that_day", that_day},
                           {"explained", explained},
                           {"unexplained", lines - explained}};
}

void add_redemptions(const Tables& tables, json& out) {
    std::map<std::string, std::int64_t> found{{"total", static_cast<std::int64_t>(tables.redemptions.size())}};
    std::map<std::string, int> campaigns_of;
    for (const auto& [key, goods] : tables.coupons)
        ++campaigns_of[key.first];
    std::set<std::string> households, households_with_lines, days_with_lines;
    for (const Line& line : tables.lines) {
        households_with_lines.insert(line.household);
        days_with_lines.insert(line.household + "\t" + line.day());
    }
    std::set<std::string> rows, by_day;
    std::map<std::string, int> times;
    Counts per_campaign;
    for (const auto& [campaign, period] : tables.campaigns)
        per_campaign[campaign] = 0;
    for (const Redemption& one : tables.redemptions) {
        const Campaign& campaign = tables.campaigns.at(one.campaign);
        found["before_start"] += one.day < campaign.first_day;
        found["after_end"] += one.day > campaign.last_day;
        found["on_first_day"] += one.day == campaign.first_day;
        found["on_last_day"] += one.day == campaign.last_day;
        const auto targeted = tables.targeted.find(one.campaign);
        found["not_targeted"] += targeted == tables.targeted.end() || !targeted->second.contains(one.household);
        found["coupon_unknown"] += !campaigns_of.contains(one.coupon);
        found["pair_not_in_catalog"] += !tables.coupons.contains({one.coupon, one.campaign});
        found["coupon_in_several_campaigns"] += campaigns_of[one.coupon] > 1;
        found["household_has_sample_line_that_day"] += days_with_lines.contains(one.household + "\t" + one.day);
        found["household_without_any_sample_line"] += !households_with_lines.contains(one.household);
        households.insert(one.household);
        const std::string coupon = one.household + "\t" + one.coupon;
        found["exact_duplicate_rows_extra"] += !rows.insert(coupon + "\t" + one.campaign + "\t" + one.day).second;
        found["same_household_coupon_day_extra"] += !by_day.insert(coupon + "\t" + one.day).second;
        found["same_household_coupon_any_day_extra"] += ++times[coupon + "\t" + one.campaign] > 1;
        ++per_campaign[one.campaign];
    }
    found["outside_window"] = found["before_start"] + found["after_end"];
    found["distinct_households"] = static_cast<std::int64_t>(households.size());
    for (const auto& [key, count] : times)
        found["max_times_one_household_used_one_coupon"] =
            std::max<std::int64_t>(found["max_times_one_household_used_one_coupon"], count);
    out["redemptions"] = found;
    out["redemptions_per_campaign"] = per_campaign;
}

void add_catalog(const Tables& tables, json& out) {
    std::set<std::string> households;
    std::int64_t pairs = 0;
    Counts per_campaign;
    for (const auto& [campaign, period] : tables.campaigns)
        per_campaign[campaign] = 0;
    for (const auto& [campaign, members] : tables.targeted) {
        per_campaign[campaign] = static_cast<std::int64_t>(members.size());
        pairs += per_campaign[campaign];
        households.insert(members.begin(), members.end());
    }
    out["members_per_campaign"] = per_campaign;
    out["members"] = {{"rows", tables.targeted_rows},
                      {"duplicate_rows_extra", tables.targeted_rows - pairs},
                      {"distinct_households", households.size()}};
    std::map<std::string, int> campaigns_of;
    std::int64_t goods_in_all = 0;
    std::size_t most = 0;
    for (const auto& [key, goods] : tables.coupons) {
        ++campaigns_of[key.first];
        goods_in_all += static_cast<std::int64_t>(goods.size());
        most = std::max(most, goods.size());
    }
    std::int64_t several = 0;
    for (const auto& [coupon, count] : campaigns_of)
        several += count > 1;
    out["catalog"] = {{"rows", tables.coupon_rows},
                      {"distinct_coupons", campaigns_of.size()},
                      {"distinct_coupon_campaign", tables.coupons.size()},
                      {"coupons_in_several_campaigns", several},
                      {"exact_duplicate_rows_extra", tables.coupon_rows - goods_in_all},
                      {"max_products_of_one_coupon_campaign", most}};
}

}  // namespace

Tables read_tables(const std::filesystem::path& folder) {
    Tables tables;
    read_lines(folder / "cj_transactions.csv.gz", tables);
    for (CsvReader rows(folder / "cj_redemptions.csv.gz"); rows.next();)
        tables.redemptions.push_back(
            {rows["household_id"], rows["coupon_upc"], rows["campaign_id"], rows["redemption_date"]});
    for (CsvReader rows(folder / "cj_campaigns.csv.gz"); rows.next();)
        tables.campaigns[rows["campaign_id"]] = {rows["start_date"], rows["end_date"]};
    for (CsvReader rows(folder / "cj_campaign_members.csv.gz"); rows.next();) {
        tables.targeted[rows["campaign_id"]].insert(rows["household_id"]);
        ++tables.targeted_rows;
    }
    for (CsvReader rows(folder / "cj_coupons.csv.gz"); rows.next();) {
        tables.coupons[{rows["coupon_upc"], rows["campaign_id"]}].insert(rows["product_id"]);
        ++tables.coupon_rows;
    }
    for (CsvReader rows(folder / "cj_products.csv.gz"); rows.next();)
        tables.product_types[rows["product_id"]] = rows["product_type"];
    for (CsvReader rows(folder / "cj_demographics.csv.gz"); rows.next();)
        tables.demographics.insert(rows["household_id"]);
    return tables;
}

json figures_of(const Tables& tables, const std::vector<std::int64_t>& shifts) {
    json out = json::object();
    add_sums(tables, out);
    add_anomalies(tables, out);
    add_coupon_lines(tables, out);
    add_redemptions(tables, out);
    add_catalog(tables, out);
    out["outside_window_if_shifted"] = json::object();
    for (const std::int64_t shift : shifts)
        out["outside_window_if_shifted"][std::to_string(shift)] = 0;
    return out;
}

}  // namespace counterfoil::replay::cj
