#include "domain/identify.hpp"

#include <gtest/gtest.h>

namespace counterfoil::domain {
namespace {

CodePrefixes prefixes() { return {{"CF", "CF-M"}, {"9900", "13"}, {"CP", "CF-C"}}; }

struct Case {
    const char* text;
    const char* aim;
    ScanKind kind;
    const char* value;
};

class Scans : public ::testing::TestWithParam<Case> {};

TEST_P(Scans, MeanWhatTheyMean) {
    const Case& one = GetParam();
    const ScanMeaning meaning = classify_scan(one.text, one.aim, prefixes());
    EXPECT_EQ(static_cast<int>(meaning.kind), static_cast<int>(one.kind)) << one.text;
    EXPECT_EQ(meaning.value, one.value) << one.text;
}

INSTANTIATE_TEST_SUITE_P(OwnPrefixes, Scans,
                         ::testing::Values(Case{"CF123", "", ScanKind::member_code, "CF123"},
                                           Case{"CF-M123", "]Q1", ScanKind::member_code, "CF-M123"},
                                           Case{"CF-C77", "]C0", ScanKind::coupon, "CF-C77"},
                                           Case{"CPx9", "", ScanKind::coupon, "CPx9"},
                                           Case{"cp99a", "", ScanKind::coupon, "CP99A"},
                                           Case{"  CF123 ", "", ScanKind::member_code, "CF123"},
                                           Case{"990012345678", "", ScanKind::card_no, "990012345678"},
                                           Case{"139123456789012345", "", ScanKind::card_no, "139123456789012345"},
                                           Case{"CP", "", ScanKind::unknown, "CP"}));

INSTANTIATE_TEST_SUITE_P(Products, Scans,
                         ::testing::Values(Case{"6901234567892", "", ScanKind::product, "06901234567892"},
                                           Case{"6901234567892", "]E0", ScanKind::product, "06901234567892"},
                                           Case{"96385074", "]E4", ScanKind::product, "00000096385074"},
                                           Case{"6901234567893", "", ScanKind::damaged, "check_digit"},
                                           Case{"6901234567893", "]E0", ScanKind::damaged, "check_digit"},
                                           Case{"69012345678", "]E0", ScanKind::damaged, "length"},
                                           Case{"69012345678x2", "]E0", ScanKind::damaged, "charset"}));

INSTANTIATE_TEST_SUITE_P(Phones, Scans,
                         ::testing::Values(Case{"15800138000", "", ScanKind::phone, "+8615800138000"},
                                           Case{"+8615800138000", "", ScanKind::phone, "+8615800138000"},
                                           Case{"008615800138000", "", ScanKind::phone, "+8615800138000"},
                                           Case{"8615800138001", "", ScanKind::phone, "+8615800138001"},
                                           Case{"+442079460000", "", ScanKind::phone, "+442079460000"},
                                           Case{"+8612800138000", "", ScanKind::unknown, "+8612800138000"},
                                           Case{"12800138000", "", ScanKind::unknown, "12800138000"},
                                           Case{"+0123456789", "", ScanKind::unknown, "+0123456789"}));

INSTANTIATE_TEST_SUITE_P(Payments, Scans,
                         ::testing::Values(Case{"101234567890123456", "", ScanKind::wechat_pay, ""},
                                           Case{"151234567890123456", "]C0", ScanKind::wechat_pay, ""},
                                           Case{"161234567890123456", "", ScanKind::unknown, "161234567890123456"},
                                           Case{"2512345678901234", "", ScanKind::alipay, ""},
                                           Case{"301234567890123456789012", "", ScanKind::alipay, ""},
                                           Case{"3012345678901234567890123", "", ScanKind::unknown,
                                                "3012345678901234567890123"}));

INSTANTIATE_TEST_SUITE_P(Odd, Scans,
                         ::testing::Values(Case{"", "", ScanKind::damaged, "empty"},
                                           Case{"   ", "", ScanKind::damaged, "empty"},
                                           Case{"CF1\t2", "", ScanKind::damaged, "control_character"},
                                           Case{"CF1\x7f", "", ScanKind::damaged, "control_character"},
                                           Case{"hello", "", ScanKind::unknown, "hello"},
                                           Case{"会员", "", ScanKind::unknown, "会员"}));

TEST(ScanLength, IsBounded) {
    EXPECT_EQ(classify_scan(std::string(512, 'x'), "", prefixes()).kind, ScanKind::unknown);
    const ScanMeaning meaning = classify_scan(std::string(513, 'x'), "", prefixes());
    EXPECT_EQ(meaning.kind, ScanKind::damaged);
    EXPECT_EQ(meaning.value, "too_long");
}

TEST(EightDigits, ThatAreRightTwiceGiveBothNumbers) {
    const ScanMeaning meaning = classify_scan("01234565", "", prefixes());
    ASSERT_EQ(meaning.kind, ScanKind::product);
    EXPECT_EQ(meaning.value, "00000001234565");
    EXPECT_EQ(meaning.alternative_gtin, "00012345000065");
}

}  // namespace
}  // namespace counterfoil::domain
