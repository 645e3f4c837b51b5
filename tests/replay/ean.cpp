// Barcodes of two assortments, read by the domain.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "domain/gtin.hpp"
#include "replay/figures.hpp"
#include "replay/parts.hpp"
#include "support/test_data.hpp"

namespace counterfoil::replay {
namespace {

using domain::GtinForm;
using domain::GtinPrefix;
using nlohmann::json;

constexpr const char* kTwoForms = "code with two readings, EAN-8 and UPC-E: what was scanned has to say which";
constexpr const char* kSame = "row whose GTIN another row has, too: one article with two names";
constexpr const char* kOwn = "code given out by the shop itself: no GTIN outside of it";
constexpr const char* kWrong = "code with a wrong check digit or length";

std::int64_t characters(const std::string& text) {
    return std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; });
}

/// Blanks at an end: of ASCII, without a break, and the ideographic one.
bool has_edge_space(const std::string& text) {
    for (const std::string_view blank : {" ", "\t", "\xc2\xa0", "\xe3\x80\x80"})
        if (text.starts_with(blank) || text.ends_with(blank)) return true;
    return false;
}

class Assortment {
public:
    explicit Assortment(Report& report) : report_(report) {
        for (const char* name : {"rows",
                                 "valid",
                                 "upce_only",
                                 "invalid",
                                 "ean8_or_upce",
                                 "instore",
                                 "leading_zero_ean13",
                                 "gs1_china_690_699",
                                 "isbn_issn",
                                 "gs1_coupon_98_99",
                                 "name_non_ascii",
                                 "name_with_comma",
                                 "name_with_double_quote",
                                 "name_edge_space",
                                 "no_brand",
                                 "gtin14_collisions",
                                 "gtin14_collision_rows",
                                 "longest_name_chars",
                                 "longest_name_utf8_bytes",
                                 "distinct_names"})
            counts_[name] = 0;
    }

    void add_code(const std::string& code) {
        ++counts_["rows"];
        ++lengths_[std::to_string(code.size())];
        const auto readings = domain::read_gtin(code);
        if (!readings) {
            ++counts_["invalid"];
            return report_.refuse(kWrong);
        }
        const auto& first = readings->front();
        const bool long_form = first.form == GtinForm::ean13;
        const bool own = (long_form || first.form == GtinForm::ean8) && code.front() == '2';
        const GtinPrefix prefix = domain::gtin_prefix(first);
        ++counts_[first.form == GtinForm::upc_e ? "upce_only" : "valid"];
        counts_["ean8_or_upce"] += readings->size() == 2;
        counts_["instore"] += own;
        counts_["leading_zero_ean13"] += long_form && code.front() == '0';
        counts_["gs1_china_690_699"] += long_form && code.starts_with("69");
        counts_["isbn_issn"] += prefix == GtinPrefix::issn || prefix == GtinPrefix::isbn_or_ismn;
        counts_["gs1_coupon_98_99"] += prefix == GtinPrefix::coupon || prefix == GtinPrefix::common_currency_coupon;
        if (readings->size() == 2) report_.flag(kTwoForms);
        if (own) report_.flag(kOwn);
        gtins_.push_back(first.gtin.str());
    }

    void add_name(const std::string& name) {
        counts_["name_non_ascii"] += std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
        counts_["name_with_comma"] += name.find(',') != std::string::npos;
        counts_["name_with_double_quote"] += name.find('"') != std::string::npos;
        counts_["name_edge_space"] += has_edge_space(name);
        counts_["longest_name_chars"] = std::max(counts_["longest_name_chars"], characters(name));
        counts_["longest_name_utf8_bytes"] =
            std::max(counts_["longest_name_utf8_bytes"], static_cast<std::int64_t>(name.size()));
        names_.insert(name);
    }
    void add_no_brand() { ++counts_["no_brand"]; }

    json figures() {
        std::ranges::sort(gtins_);
        std::map<std::string, std::int64_t> times;
        std::string text;
        for (const std::string& gtin : gtins_) {
            ++times[gtin];
            text += gtin + "\n";
        }
        for (const auto& [gtin, count] : times) {
            if (count == 1) continue;
            ++counts_["gtin14_collisions"];
            counts_["gtin14_collision_rows"] += count;
            report_.flag(kSame, count);
        }
        counts_["distinct_names"] = static_cast<std::int64_t>(names_.size());
        return {{"counts", counts_}, {"lengths", lengths_}, {"sha256_gtin14", sha256_of(text)}};
    }

private:
    Report& report_;
    Counts counts_;
    Counts lengths_;
    std::vector<std::string> gtins_;
    std::set<std::string> names_;
};

}  // namespace

World replay_ean(const std::filesystem::path& folder, const json& expected, Report& report, Share) {
    json ours = json::object();
    for (const char* name : {"ean_cn", "ean_world"}) {
        Assortment assortment(report);
        test_support::CsvReader rows(folder / (std::string(name) + ".csv.gz"));
        const bool brands = std::ranges::find(rows.header(), "brand") != rows.header().end();
        while (rows.next()) {
            assortment.add_code(rows["barcode"]);
            assortment.add_name(rows["name"]);
            if (brands && rows["brand"].empty()) assortment.add_no_brand();
        }
        ours[name] = assortment.figures();
    }
    report.compare("ean", expected.at("ean"), ours);
    World world;
    world.part = "ean";
    return world;
}

}  // namespace counterfoil::replay
