#include "domain/gtin.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>

namespace counterfoil::domain {
namespace {

std::string digits_of_length(std::size_t length) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>('0' + *rc::gen::inRange(0, 10));
    return text;
}

GtinFault fault_of(std::string_view text, std::string_view aim = {}) {
    const auto readings = read_gtin(text, aim);
    EXPECT_FALSE(readings.has_value()) << text;
    return readings ? GtinFault{} : readings.error();
}

GtinReading only_reading(std::string_view text, std::string_view aim = {}) {
    const auto readings = read_gtin(text, aim);
    EXPECT_TRUE(readings.has_value() && readings->size() == 1) << text;
    return readings.value().front();
}

TEST(GtinCheckDigit, FollowsThePublishedExamples) {
    EXPECT_EQ(gtin_check_digit("629104150021"), '3');  // GS1's worked example
    EXPECT_EQ(gtin_check_digit("400638133393"), '1');
    EXPECT_EQ(gtin_check_digit("0000000"), '0');
    EXPECT_TRUE(has_gtin_check_digit("4006381333931"));
    EXPECT_FALSE(has_gtin_check_digit("4006381333932"));
    EXPECT_FALSE(has_gtin_check_digit("400638133393x"));
    EXPECT_FALSE(has_gtin_check_digit(""));
    EXPECT_FALSE(has_gtin_check_digit("0"));
}

RC_GTEST_PROP(GtinCheckDigit, FindsEverySingleWrongDigit, ()) {
    std::string code = digits_of_length(*rc::gen::inRange<std::size_t>(7, 14));
    code += gtin_check_digit(code);
    RC_ASSERT(has_gtin_check_digit(code));
    const auto place = *rc::gen::inRange<std::size_t>(0, code.size());
    const int step = *rc::gen::inRange(1, 10);
    code[place] = static_cast<char>('0' + (code[place] - '0' + step) % 10);
    RC_ASSERT(!has_gtin_check_digit(code));
}

TEST(Gtin, PadsEveryLengthToFourteenDigits) {
    EXPECT_EQ(Gtin::from_digits("46391896")->str(), "00000046391896");
    EXPECT_EQ(Gtin::from_digits("873644732336")->str(), "00873644732336");
    EXPECT_EQ(Gtin::from_digits("6944571539306")->str(), "06944571539306");
    EXPECT_EQ(Gtin::from_digits("50167963263615")->str(), "50167963263615");
    EXPECT_EQ(Gtin::from_digits("873644732336"), Gtin::from_digits("0873644732336")) << "UPC-A and EAN-13 of one item";
}

TEST(Gtin, RefusesOtherLengthsAndWrongDigits) {
    for (const char* bad :
         {"", "0", "1234567", "123456784", "69445715393060", "6944571539307", "694457153930x", "694457153930 "}) {
        EXPECT_FALSE(Gtin::from_digits(bad).has_value()) << bad;
    }
}

TEST(UpcE, ExpandsByItsLastDigit) {
    EXPECT_EQ(expand_upc_e("08026107"), "080000002617");  // 0: manufacturer 80000
    EXPECT_EQ(expand_upc_e("16453117"), "164100005317");  // 1
    EXPECT_EQ(expand_upc_e("01166343"), "011660000033");  // 4
    EXPECT_EQ(expand_upc_e("16495357"), "164953000057");  // 5
    EXPECT_EQ(expand_upc_e("01234531"), "012300000451");  // 3
}

TEST(UpcE, NeedsNumberSystemZeroOrOneAndEightDigits) {
    EXPECT_FALSE(expand_upc_e("26495357").has_value());
    EXPECT_FALSE(expand_upc_e("1649535").has_value());
    EXPECT_FALSE(expand_upc_e("1649535x").has_value());
    EXPECT_FALSE(expand_upc_e("16495352").has_value());
    EXPECT_FALSE(expand_upc_e("").has_value());
}

TEST(ReadGtin, ReportsBothReadingsOfEightDigitsWithoutIdentifier) {
    const auto readings = read_gtin("16495357");
    ASSERT_TRUE(readings.has_value());
    ASSERT_EQ(readings->size(), 2U);
    EXPECT_EQ((*readings)[0].form, GtinForm::ean8);
    EXPECT_EQ((*readings)[0].gtin.str(), "00000016495357");
    EXPECT_EQ((*readings)[1].form, GtinForm::upc_e);
    EXPECT_EQ((*readings)[1].gtin.str(), "00164953000057");
}

TEST(ReadGtin, LetsTheIdentifierDecideOnEightDigits) {
    EXPECT_EQ(only_reading("16495357", "]E0").form, GtinForm::upc_e);
    EXPECT_EQ(only_reading("16495357", "]E4").form, GtinForm::ean8);
    EXPECT_EQ(only_reading("46391896", "]E0").form, GtinForm::ean8) << "some scanners send EAN-8 under ]E0";
    EXPECT_EQ(fault_of("16453117", "]E4"), GtinFault::check_digit) << "right as UPC-E only";
}

TEST(ReadGtin, ReadsTheOtherLengths) {
    EXPECT_EQ(only_reading("6944571539306").form, GtinForm::ean13);
    EXPECT_EQ(only_reading("873644732336", "]E0").form, GtinForm::upc_a);
    EXPECT_EQ(only_reading("50167963263615", "]I1").form, GtinForm::gtin14);
    EXPECT_EQ(only_reading("50167963263615").gtin.str(), "50167963263615");
}

TEST(ReadGtin, SeparatesAnAddOn) {
    const auto magazine = only_reading("977298353983912", "]E3");
    EXPECT_EQ(magazine.gtin.str(), "09772983539839");
    EXPECT_EQ(magazine.add_on, "12");
    EXPECT_EQ(only_reading("978954699332854321", "]E3").add_on, "54321");
    EXPECT_EQ(fault_of("9772983539839123", "]E3"), GtinFault::length);
    EXPECT_EQ(fault_of("977298353983812", "]E3"), GtinFault::check_digit);
}

TEST(ReadGtin, SaysWhatIsWrong) {
    EXPECT_EQ(fault_of(""), GtinFault::length);
    EXPECT_EQ(fault_of("123456789"), GtinFault::length);
    EXPECT_EQ(fault_of("40063813339X1"), GtinFault::charset);
    EXPECT_EQ(fault_of("4006381 33931"), GtinFault::charset);
    EXPECT_EQ(fault_of("4006381333932"), GtinFault::check_digit);
    EXPECT_EQ(fault_of("50167963263615", "]E0"), GtinFault::length);
    EXPECT_EQ(fault_of("6944571539306", "]I1"), GtinFault::length);
}

TEST(ReadGtin, TakesNoNumberOutOfOtherSymbols) {
    for (const char* aim : {"]C0", "]C1", "]Q1", "]d2", "]A0", "]E1", "]E2", "]E", "E0", "]e0"}) {
        EXPECT_EQ(fault_of("6944571539306", aim), GtinFault::symbology) << aim;
    }
}

RC_GTEST_PROP(ReadGtin, NeverAnswersAnEmptyListWhateverComes, (const std::string& text, const std::string& aim)) {
    const auto readings = read_gtin(text, aim);
    RC_ASSERT(!readings || !readings->empty());
}

RC_GTEST_PROP(ReadGtin, ReadsWhatWasMadeWithARightCheckDigit, ()) {
    std::string code = digits_of_length(*rc::gen::element<std::size_t>(7, 11, 12, 13));
    code += gtin_check_digit(code);
    const auto readings = read_gtin(code);
    RC_ASSERT(readings.has_value());
    RC_ASSERT(readings->front().gtin == Gtin::from_digits(code).value());
}

TEST(UpcA, IsToldForTwelveDigitNumbersOnly) {
    EXPECT_EQ(upc_a_digits(only_reading("0039653603825")), "039653603825");
    EXPECT_EQ(upc_a_digits(only_reading("16495357", "]E0")), "164953000057");
    EXPECT_EQ(upc_a_digits(only_reading("46391896", "]E4")), std::nullopt);
    EXPECT_EQ(upc_a_digits(only_reading("6944571539306")), std::nullopt);
}

TEST(GtinPrefix, KnowsWhatIsNoTradeItem) {
    const auto class_of = [](std::string twelve) {
        twelve += gtin_check_digit(twelve);
        return gtin_prefix(only_reading(twelve));
    };
    EXPECT_EQ(class_of("019123456789"), GtinPrefix::trade_item);
    EXPECT_EQ(class_of("020123456789"), GtinPrefix::restricted);
    EXPECT_EQ(class_of("029123456789"), GtinPrefix::restricted);
    EXPECT_EQ(class_of("030123456789"), GtinPrefix::trade_item);
    EXPECT_EQ(class_of("040123456789"), GtinPrefix::restricted);
    EXPECT_EQ(class_of("200123456789"), GtinPrefix::restricted);
    EXPECT_EQ(class_of("299123456789"), GtinPrefix::restricted);
    EXPECT_EQ(class_of("300123456789"), GtinPrefix::trade_item);
    EXPECT_EQ(class_of("690123456789"), GtinPrefix::trade_item);
    EXPECT_EQ(class_of("977123456789"), GtinPrefix::issn);
    EXPECT_EQ(class_of("979123456789"), GtinPrefix::isbn_or_ismn);
    EXPECT_EQ(class_of("980123456789"), GtinPrefix::refund_receipt);
    EXPECT_EQ(class_of("984123456789"), GtinPrefix::common_currency_coupon);
    EXPECT_EQ(class_of("985123456789"), GtinPrefix::trade_item);
    EXPECT_EQ(class_of("999123456789"), GtinPrefix::coupon);
}

TEST(GtinPrefix, OfEan8IsItsOwn) {
    EXPECT_EQ(gtin_prefix(only_reading("20000004", "]E4")), GtinPrefix::restricted);
    EXPECT_EQ(gtin_prefix(only_reading("00000000", "]E4")), GtinPrefix::restricted);
    EXPECT_EQ(gtin_prefix(only_reading("46391896", "]E4")), GtinPrefix::trade_item);
}

}  // namespace
}  // namespace counterfoil::domain
