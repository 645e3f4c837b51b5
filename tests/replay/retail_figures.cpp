#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "replay/figures.hpp"
#include "replay/retail.hpp"
#include "support/test_data.hpp"

namespace counterfoil::replay::retail {
namespace {

using nlohmann::json;

constexpr std::size_t kDecimals = 3;

using Texts = std::set<std::string>;

std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return text;
}

template <class Map>
std::int64_t several(const Map& sets) {
    return std::ranges::count_if(sets, [](const auto& entry) { return entry.second.size() > 1; });
}

/// Of single lines.
Counts line_counts(const std::vector<Line>& lines) {
    Counts found{{"lines", static_cast<std::int64_t>(lines.size())}};
    std::set<std::string> whole;
    for (const Line& line : lines) {
        found["sale_lines"] += line.sells();
        found["cancel_lines"] += line.cancels();
        found["no_customer"] += line.customer.empty();
        found["no_description"] += line.description.empty();
        found["price_zero"] += line.price == 0;
        found["price_negative"] += line.price < 0;
        found["price_more_than_2_decimals"] += line.price_decimals > 2;
        found["sale_line_negative_quantity"] += line.sells() && line.quantity < 0;
        found["cancel_line_positive_quantity"] += line.cancels() && line.quantity > 0;
        found["quantity_abs_over_1000"] += line.quantity > 1000 || line.quantity < -1000;
        found["quantity_zero"] += line.quantity == 0;
        const std::string row = line.invoice + "\t" + line.code + "\t" + line.description + "\t" +
                                std::to_string(line.quantity) + "\t" + line.date + "\t" + std::to_string(line.price) + "\t" +
                                line.customer + "\t" + line.country;
        found["exact_duplicate_lines_extra"] += !whole.insert(row).second;
    }
    return found;
}

/// Of invoices, customers and codes.
void add_group_counts(const std::vector<Line>& lines, Counts& found) {
    std::map<std::string, Texts> times, customers_of, countries_of, descriptions_of, codes_by_lower;
    std::map<std::string, std::int64_t> lines_of, net_of;
    std::map<std::string, bool> has_sale;
    for (const Line& line : lines) {
        times[line.invoice].insert(line.date);
        customers_of[line.invoice].insert(line.customer);
        ++lines_of[line.invoice];
        descriptions_of[line.code].insert(line.description);
        codes_by_lower[lower(line.code)].insert(line.code);
        if (line.customer.empty()) continue;
        countries_of[line.customer].insert(line.country);
        net_of[line.customer] += line.amount();
        has_sale[line.customer] |= !line.cancels();
    }
    for (const auto& [invoice, count] : lines_of) {
        const char first = invoice.front();
        ++found[first == 'C' ? "cancel_invoices" : first == 'A' ? "adjust_invoices" : "sale_invoices"];
        found["largest_invoice_lines"] = std::max(found["largest_invoice_lines"], count);
    }
    found["adjust_invoices"] += 0;
    found["invoices"] = static_cast<std::int64_t>(lines_of.size());
    found["invoices_with_several_times"] = several(times);
    found["invoices_with_several_customers"] = several(customers_of);
    found["customers"] = static_cast<std::int64_t>(net_of.size());
    found["customers_in_several_countries"] = several(countries_of);
    found["customers_net_negative"] = std::ranges::count_if(net_of, [](const auto& entry) { return entry.second < 0; });
    found["customers_only_cancellations"] = std::ranges::count_if(has_sale, [](const auto& entry) { return !entry.second; });
    found["stock_codes"] = static_cast<std::int64_t>(descriptions_of.size());
    found["stock_codes_with_several_descriptions"] = several(descriptions_of);
    for (const auto& [name, codes] : codes_by_lower)
        if (codes.size() > 1) found["stock_codes_differing_only_in_case"] += static_cast<std::int64_t>(codes.size()) - 1;
}

std::string hash_of(const std::map<std::string, std::int64_t>& nets) {
    std::string text;
    for (const auto& [name, net] : nets)
        text += name + "," + plain(net, kDecimals) + "\n";
    return sha256_of(text);
}

void add_money(const std::vector<Line>& lines, json& out) {
    std::int64_t gross = 0, cancelled = 0, writeoff = 0, net = 0;
    std::map<std::string, std::int64_t> of_customer, of_invoice;
    std::map<std::string, Texts> sale_invoices, cancel_invoices;
    std::map<std::string, std::int64_t> odd, countries;
    for (const Line& line : lines) {
        net += line.amount();
        if (line.cancels()) cancelled += line.amount();
        if (line.sells()) (line.quantity > 0 ? gross : writeoff) += line.amount();
        of_invoice[line.invoice] += line.amount();
        ++countries[line.country];
        if (!is_goods(line.code)) ++odd[line.code];
        if (line.customer.empty()) continue;
        of_customer[line.customer] += line.amount();
        if (line.sells()) sale_invoices[line.customer].insert(line.invoice);
        if (line.cancels()) cancel_invoices[line.customer].insert(line.invoice);
    }
    out["totals"] = {{"net", plain(net, kDecimals)},
                     {"gross_sales", plain(gross, kDecimals)},
                     {"cancelled", plain(cancelled, kDecimals)},
                     {"writeoff", plain(writeoff, kDecimals)}};
    for (const auto& [customer, sum] : of_customer)
        out["per_customer"][customer] = {sale_invoices[customer].size(), cancel_invoices[customer].size(),
                                         plain(sum, kDecimals)};
    out["odd_codes"] = odd;
    out["lines_per_country"] = countries;
    out["sha256_customer_net"] = hash_of(of_customer);
    out["sha256_invoice_net"] = hash_of(of_invoice);
}

}  // namespace

bool is_goods(const std::string& code) {
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    return code.size() >= 5 && code.size() <= 7 && std::all_of(code.begin(), code.begin() + 5, digit) &&
           std::all_of(code.begin() + 5, code.end(), letter);
}

std::vector<Line> read_lines(const std::filesystem::path& folder) {
    std::vector<Line> lines;
    for (test_support::CsvReader rows(folder / "retail_invoices.csv.gz"); rows.next();) {
        Line line;
        line.source_line = scaled(rows["source_line"], 0);
        line.invoice = rows["InvoiceNo"];
        line.code = rows["StockCode"];
        line.description = rows["Description"];
        line.quantity = scaled(rows["Quantity"], 0);
        line.date = rows["InvoiceDate"];
        line.price = scaled(rows["UnitPrice"], kDecimals);
        line.price_decimals = decimals_of(rows["UnitPrice"]);
        line.customer = rows["CustomerID"];
        line.country = rows["Country"];
        lines.push_back(std::move(line));
    }
    return lines;
}

json figures_of(const std::vector<Line>& lines) {
    json out = json::object();
    Counts counts = line_counts(lines);
    add_group_counts(lines, counts);
    out["counts"] = counts;
    add_money(lines, out);
    const auto by_date = [](const Line& a, const Line& b) { return a.date < b.date; };
    out["first"] = lines.empty() ? "" : std::ranges::min_element(lines, by_date)->date;
    out["last"] = lines.empty() ? "" : std::ranges::max_element(lines, by_date)->date;
    return out;
}

}  // namespace counterfoil::replay::retail
