// O2O coupons: what each rule takes off, and every grant redeemed once, the best one of its owner first.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "replay/figures.hpp"
#include "replay/parts.hpp"
#include "support/test_data.hpp"

namespace counterfoil::replay {
namespace {

using nlohmann::json;
using test_support::CsvReader;

constexpr const char* kAgain =
    "grant that repeats user, coupon and day: the file does not say if it came twice; each copy is a coupon";
constexpr const char* kNoDistance = "grant with the text null for a distance";
constexpr const char* kHalf =
    "cell of the table at exactly half a fen: the table rounds the discount up, the domain the price";
constexpr std::int64_t kSaleAmount = 50'000;

struct Grant {
    std::string line;
    std::string user;
    std::string merchant;
    std::string coupon;
    std::string rate;
    std::string distance;
    std::string day;
};

std::string kind_of(const std::string& rate) {
    if (rate == "fixed") return "fixed";
    return rate.find(':') == std::string::npos ? "factor" : "x:y";
}

/// "30:5" takes 5 yuan off from 30 yuan on; "0.95" lets 95 % be paid.
domain::CouponTemplate rule_of(const std::string& coupon, const std::string& rate) {
    domain::CouponTemplate rule;
    rule.template_id = TemplateId("O2O-" + coupon);
    rule.name = {rate, rate};
    if (const auto colon = rate.find(':'); colon != std::string::npos) {
        rule.kind = domain::TemplateKind::amount_off;
        rule.min_spend = Money{scaled(rate.substr(0, colon), 2)};
        rule.face = Money{scaled(rate.substr(colon + 1), 2)};
    } else {
        rule.kind = domain::TemplateKind::percent_off;
        rule.pay_bp = BasisPoints{static_cast<std::int32_t>(scaled(rate, 4))};
    }
    return rule;
}

domain::OfferedCoupon offer_of(const Grant& grant) {
    domain::OfferedCoupon offer;
    offer.right = domain::RightState::held;
    offer.coupon_template = rule_of(grant.coupon, grant.rate);
    offer.coupon.template_id = offer.coupon_template.template_id;
    offer.coupon.coupon_id = CouponId("O2O-" + grant.line);
    offer.coupon.code = "O2O-" + grant.line;
    offer.coupon.member_id = MemberId("O2O-" + grant.user);
    offer.coupon.issued_at = offer.coupon.valid_from =
        instant_of(grant.day.substr(0, 4) + "-" + grant.day.substr(4, 2) + "-" + grant.day.substr(6, 2) + " 00:00:00", 480);
    return offer;
}

Sale sale_of(const std::string& user, std::int64_t no, std::int64_t amount, const domain::Rules& rules) {
    Sale sale;
    sale.basket =
        basket_of("O2O", user + "-" + std::to_string(no), "2016-08-01", instant_of("2016-08-01 12:00:00", 480), rules);
    sale.basket.member_id = MemberId("O2O-" + user);
    add_line(sale.basket, "GOODS", 1000, amount);
    return sale;
}

std::int64_t discount_on(const std::string& rate, std::int64_t amount, const domain::Rules& rules) {
    Sale sale = sale_of("U", 1, amount, rules);
    sale.coupons.push_back(offer_of({"1", "U", "M", "C", rate, "0", "20160701"}));
    sale.basket.coupons = std::vector<CouponId>{sale.coupons.front().coupon.coupon_id};
    domain::Member member;
    member.member_id = sale.basket.member_id;
    const auto outcome = price(sale, rules, &member);
    return std::get<domain::Quote>(outcome).totals.coupon_discount.value;
}

void add_table(const json& section, const std::map<std::string, std::int64_t>& rates, const domain::Rules& rules, json& out,
               Report& report) {
    const auto amounts = section.at("amounts").get<std::vector<std::string>>();
    out["amounts"] = amounts;
    out["discount_table"] = json::object();
    std::map<std::string, std::int64_t> sums;
    for (const auto& [rate, rows] : rates) {
        if (kind_of(rate) == "fixed") continue;
        const domain::CouponTemplate rule = rule_of("C", rate);
        json row = json::array();
        for (const std::string& text : amounts) {
            const std::int64_t amount = scaled(text, 2);
            std::int64_t discount = discount_on(rate, amount, rules);
            if (rule.kind == domain::TemplateKind::percent_off && amount * rule.pay_bp.value % 10'000 == 5'000) {
                report.flag(kHalf);
                ++discount;
            }
            row.push_back(plain(discount, 2));
            sums[text] += discount * rows;
        }
        out["discount_table"][rate] = row;
    }
    for (const auto& [text, sum] : sums)
        out["discount_sum"][text] = plain(sum, 2);
}

json counts_of(const std::vector<Grant>& grants, const std::map<std::string, std::string>& catalog) {
    std::map<std::string, std::set<std::string>> rates, merchants_of;
    std::map<std::string, std::int64_t> users, keys;
    std::set<std::string> merchants;
    std::int64_t absent = 0, other = 0;
    for (const Grant& grant : grants) {
        const auto known = catalog.find(grant.coupon);
        absent += known == catalog.end();
        other += known != catalog.end() && known->second != grant.rate;
        rates[grant.coupon].insert(grant.rate);
        merchants_of[grant.coupon].insert(grant.merchant);
        merchants.insert(grant.merchant);
        ++users[grant.user];
        ++keys[grant.user + "\t" + grant.coupon + "\t" + grant.day];
    }
    std::int64_t repeated = 0, most = 0;
    for (const auto& [key, count] : keys) {
        repeated += count > 1;
        most = std::max(most, count);
    }
    const auto several = [](const auto& sets) {
        return std::ranges::count_if(sets, [](const auto& entry) { return entry.second.size() > 1; });
    };
    const auto rows = static_cast<std::int64_t>(grants.size());
    return {{"rows", rows},
            {"not_in_catalog", absent},
            {"rate_differs_from_catalog", other},
            {"users", users.size()},
            {"coupons", rates.size()},
            {"merchants", merchants.size()},
            {"coupons_with_several_rates", several(rates)},
            {"coupons_of_several_merchants", several(merchants_of)},
            {"distinct_keys", keys.size()},
            {"repeated_keys", repeated},
            {"extra_rows", rows - static_cast<std::int64_t>(keys.size())},
            {"most_copies_of_one_key", most},
            {"users_with_several_grants", std::ranges::count_if(users, [](const auto& entry) { return entry.second > 1; })}};
}

/// Every coupon of the user is used, each on a sale of its own. The domain picks; the best one comes first.
std::vector<Sale> redeem_all(const std::vector<const Grant*>& wallet, const std::map<std::string, std::int64_t>& discounts,
                             const domain::Rules& rules, Report& report) {
    std::vector<Sale> sales;
    domain::QuoteContext context;
    context.rules = &rules;
    context.member = domain::Member{};
    context.member->member_id = MemberId("O2O-" + wallet.front()->user);
    std::map<CouponId, std::int64_t> worth;
    for (const Grant* grant : wallet) {
        context.coupons.push_back(offer_of(*grant));
        worth[context.coupons.back().coupon.coupon_id] = discounts.at(grant->rate);
    }
    while (!context.coupons.empty()) {
        Sale sale = sale_of(wallet.front()->user, static_cast<std::int64_t>(sales.size()) + 1, kSaleAmount, rules);
        sale.basket.coupons = domain::BestCoupons{};
        const auto outcome = domain::make_quote(sale.basket, context);
        const auto* quote = std::get_if<domain::Quote>(&outcome);
        if (quote == nullptr || quote->used.size() != 1) {
            report.demand(false, "a grant of user " + wallet.front()->user + " was not used");
            break;
        }
        const CouponId& used = quote->used.front().coupon_id;
        report.check("the best coupon of " + wallet.front()->user,
                     std::ranges::max_element(worth, {}, [](const auto& entry) { return entry.second; })->second,
                     quote->totals.coupon_discount.value);
        worth.erase(used);
        const auto found =
            std::ranges::find_if(context.coupons, [&](const auto& offer) { return offer.coupon.coupon_id == used; });
        sale.basket.coupons = std::vector<CouponId>{used};
        sale.coupons.push_back(std::move(*found));
        context.coupons.erase(found);
        sales.push_back(std::move(sale));
    }
    return sales;
}

void redeem_grants(const std::vector<Grant>& grants, const std::map<std::string, std::int64_t>& rates, Report& report,
                   World& world, Share share) {
    std::map<std::string, std::int64_t> discounts;
    for (const auto& [rate, rows] : rates)
        discounts[rate] = discount_on(rate, kSaleAmount, world.rules);
    std::map<std::string, std::vector<const Grant*>> users;
    std::set<std::string> keys;
    std::map<std::string, std::int64_t> repeats;
    for (const Grant& grant : grants) {
        if (grant.distance == "null") report.flag(kNoDistance);
        if (!keys.insert(grant.user + "\t" + grant.coupon + "\t" + grant.day).second) {
            report.flag(kAgain);
            ++repeats[grant.user];
        }
        users[grant.user].push_back(&grant);
    }
    std::int64_t used = 0;
    // Those with the most copies of a grant first, so that the share has some of them.
    std::vector<const std::vector<const Grant*>*> wallets;
    for (const auto& [user, wallet] : users)
        wallets.push_back(&wallet);
    std::ranges::stable_sort(
        wallets, [&](const auto* a, const auto* b) { return repeats[a->front()->user] > repeats[b->front()->user]; });
    for (const auto* wallet : wallets) {
        std::vector<Sale> sales = redeem_all(*wallet, discounts, world.rules, report);
        used += static_cast<std::int64_t>(sales.size());
        if (world.sales.size() >= share.sales) continue;
        world.members.emplace_back();
        world.members.back().member_id = sales.front().basket.member_id;
        std::ranges::move(sales, std::back_inserter(world.sales));
    }
    report.check("o2o: grants that were redeemed, each once", static_cast<std::int64_t>(grants.size()), used);
    report.note("grants: " + std::to_string(used) +
                " redeemed by the domain, each on a sale of 500.00 (when they were used "
                "is not in the file), best of its owner's coupons first");
}

}  // namespace

World replay_o2o(const std::filesystem::path& folder, const json& expected, Report& report, Share share) {
    const json& section = expected.at("o2o");
    World world;
    world.part = "o2o";
    std::map<std::string, std::string> catalog;
    std::map<std::string, std::int64_t> catalog_kinds, kinds, rates, days, distances, coupons;
    std::set<std::string> catalog_rates;
    for (CsvReader rows(folder / "o2o_coupon_catalog.csv.gz"); rows.next();) {
        catalog[rows["coupon_id"]] = rows["discount_rate"];
        ++catalog_kinds[kind_of(rows["discount_rate"])];
        catalog_rates.insert(rows["discount_rate"]);
    }
    std::vector<Grant> grants;
    for (CsvReader rows(folder / "o2o_grants.csv.gz"); rows.next();) {
        grants.push_back({rows["source_line"], rows["User_id"], rows["Merchant_id"], rows["Coupon_id"],
                          rows["Discount_rate"], rows["Distance"], rows["Date_received"]});
        ++kinds[kind_of(grants.back().rate)];
        ++rates[grants.back().rate];
        ++days[grants.back().day];
        ++distances[grants.back().distance];
        ++coupons[grants.back().coupon];
    }
    json ours = {
        {"counts", counts_of(grants, catalog)},
        {"kinds", kinds},
        {"rows_per_rate", rates},
        {"rows_per_day", days},
        {"rows_per_distance", distances},
        {"catalog", {{"rows", sum_of(catalog_kinds)}, {"kinds", catalog_kinds}, {"distinct_rates", catalog_rates.size()}}}};
    std::string text;
    for (const auto& [coupon, count] : coupons)
        text += coupon + "," + std::to_string(count) + "\n";
    ours["sha256_coupon_counts"] = sha256_of(text);
    add_table(section, rates, world.rules, ours, report);
    redeem_grants(grants, rates, report, world, share);
    report.compare("o2o", section, ours);
    report.check("o2o: grants flagged as repeated", section.at("counts").at("extra_rows").get<std::int64_t>(),
                 report.flagged(kAgain));
    return world;
}

}  // namespace counterfoil::replay
