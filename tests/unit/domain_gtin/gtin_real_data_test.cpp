// The barcodes of two real assortments, and the retail vectors, against figures that were computed elsewhere.
#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "domain/gtin.hpp"
#include "support/test_data.hpp"

namespace counterfoil::domain {
namespace {

using test_support::CsvReader;
using test_support::test_data_path;

std::string sha256_of_lines(const std::vector<std::string>& lines) {
    std::string text;
    for (const auto& line : lines) text += line + "\n";
    std::array<std::uint8_t, 32> digest{};
    unsigned length = 0;
    EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha256(), nullptr);
    return to_hex(digest);
}

struct Figures {
    std::map<std::string, int> counts;
    std::map<std::string, int> lengths;
    std::vector<std::string> gtins;

    void count(const std::string& code) {
        ++counts["rows"];
        ++lengths[std::to_string(code.size())];
        const auto readings = read_gtin(code);
        if (!readings) {
            ++counts["invalid"];
            return;
        }
        const auto& first = readings->front();
        ++counts[first.form == GtinForm::upc_e ? "upce_only" : "valid"];
        if (readings->size() == 2) ++counts["ean8_or_upce"];
        if (first.form == GtinForm::ean13 && code.front() == '0') ++counts["leading_zero_ean13"];
        if ((first.form == GtinForm::ean13 || first.form == GtinForm::ean8) && code.front() == '2') ++counts["instore"];
        if (gtin_prefix(first) == GtinPrefix::issn || gtin_prefix(first) == GtinPrefix::isbn_or_ismn) ++counts["isbn_issn"];
        gtins.push_back(first.gtin.str());
    }

    void finish() {
        std::ranges::sort(gtins);
        for (std::size_t i = 0; i < gtins.size();) {
            const auto end = std::ranges::upper_bound(gtins, gtins[i]);
            const int same = static_cast<int>(end - gtins.begin() - static_cast<std::ptrdiff_t>(i));
            if (same > 1) {
                ++counts["gtin14_collisions"];
                counts["gtin14_collision_rows"] += same;
            }
            i += static_cast<std::size_t>(same);
        }
    }
};

class RealBarcodes : public ::testing::TestWithParam<const char*> {};

TEST_P(RealBarcodes, GiveTheExpectedFigures) {
    const std::string name = GetParam();
    const auto data = test_data_path() / "data";
    COUNTERFOIL_NEEDS_TEST_DATA(data / "expected.json");
    COUNTERFOIL_NEEDS_TEST_DATA(data / (name + ".csv.gz"));
    const auto expected = nlohmann::json::parse(std::ifstream(data / "expected.json")).at("ean").at(name);

    Figures figures;
    CsvReader rows(data / (name + ".csv.gz"));
    while (rows.next()) figures.count(rows["barcode"]);
    figures.finish();

    for (const char* figure : {"rows", "valid", "upce_only", "invalid", "ean8_or_upce", "instore", "leading_zero_ean13",
                               "isbn_issn", "gtin14_collisions", "gtin14_collision_rows"}) {
        EXPECT_EQ(figures.counts[figure], expected.at("counts").at(figure).get<int>()) << figure;
    }
    EXPECT_EQ(figures.lengths, (expected.at("lengths").get<std::map<std::string, int>>()));
    EXPECT_EQ(sha256_of_lines(figures.gtins), expected.at("sha256_gtin14").get<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Assortments, RealBarcodes, ::testing::Values("ean_cn", "ean_world"),
                         [](const auto& one) { return std::string(one.param); });

std::string name_of(GtinPrefix prefix) {
    switch (prefix) {
        case GtinPrefix::trade_item:
            return "trade_item";
        case GtinPrefix::restricted:
            return "restricted";
        case GtinPrefix::issn:
            return "issn";
        case GtinPrefix::isbn_or_ismn:
            return "isbn_or_ismn";
        case GtinPrefix::refund_receipt:
            return "refund_receipt";
        case GtinPrefix::common_currency_coupon:
            return "common_currency_coupon";
        case GtinPrefix::coupon:
            return "coupon";
    }
    return "?";
}

std::string name_of(GtinFault fault) {
    switch (fault) {
        case GtinFault::charset:
            return "charset";
        case GtinFault::length:
            return "length";
        case GtinFault::check_digit:
            return "check_digit";
        case GtinFault::symbology:
            return "symbology";
    }
    return "?";
}

void check_reading(const GtinReading& reading, const nlohmann::json& expect) {
    EXPECT_EQ(reading.gtin.str(), expect.at("gtin14").get<std::string>());
    if (expect.contains("upc_a")) {
        EXPECT_EQ(upc_a_digits(reading), expect.at("upc_a").get<std::string>());
    }
    EXPECT_EQ(reading.form == GtinForm::upc_e, expect.contains("upc_e"));
    if (expect.contains("prefix_class")) {
        EXPECT_EQ(name_of(gtin_prefix(reading)), expect.at("prefix_class").get<std::string>());
    }
}

TEST(RetailVectors, AreReadAsTheySay) {
    const auto path = test_data_path() / "vectors" / "gs1" / "retail.jsonl";
    COUNTERFOIL_NEEDS_TEST_DATA(path);
    std::ifstream file(path);
    std::string line;
    int vectors = 0;
    while (std::getline(file, line)) {
        const auto vector = nlohmann::json::parse(line);
        const auto& expect = vector.at("expect");
        SCOPED_TRACE(vector.at("id").get<std::string>());
        const auto input = vector.at("input").get<std::string>();
        const auto readings = read_gtin(std::string_view(input).substr(3), std::string_view(input).substr(0, 3));
        ++vectors;
        if (expect.contains("gtin14")) {
            ASSERT_TRUE(readings.has_value());
            ASSERT_EQ(readings->size(), 1U);
            check_reading(readings->front(), expect);
        } else if (expect.at("ok").get<bool>()) {
            ASSERT_FALSE(readings.has_value()) << "no number may be invented from digits";
        } else {
            ASSERT_FALSE(readings.has_value());
            EXPECT_EQ(name_of(readings.error()), expect.at("error_class").get<std::string>());
        }
    }
    EXPECT_GT(vectors, 100);
}

}  // namespace
}  // namespace counterfoil::domain
