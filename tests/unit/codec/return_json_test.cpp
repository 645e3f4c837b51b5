// Returns as JSON: one form, read back as it was, and refused where it is wrong.
#include "codec/return_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "support/generators/domain_values.hpp"
#include "support/golden/golden_file.hpp"
#include "support/golden/samples.hpp"

namespace counterfoil::codec {
namespace {

using namespace test_support;
using domain::Return;
using domain::ReturnEntry;
using domain::ReturnLine;

TEST(ReturnJson, is_what_was_agreed_on) {
    const std::string text = to_json(sample_return()).dump(2) + "\n";
    offer_golden_text("return.json", text);
    EXPECT_EQ(text, golden_text("return.json")) << "if this is meant: see tests/support/golden/golden_file.hpp";
    const auto document = parse_json(golden_text("return.json"));
    ASSERT_TRUE(document) << describe(document.error());
    const auto back = read_return(*document, "");
    ASSERT_TRUE(back) << describe(back.error());
    EXPECT_EQ(*back, sample_return());
}

struct Fault {
    const char* pointer;
    nlohmann::json value;
};

TEST(ReturnJson, names_what_is_wrong) {
    const Fault faults[] = {{"/lines/0/quantity", 0},
                            {"/lines/0/quantity", 1.5},
                            {"/lines/0/line_no", 0},
                            {"/lines/1/net", -1},
                            {"/lines/1/before", -1},
                            {"/lines/0/alloc/0/points", "1"},
                            {"/deduction", -1},
                            {"/refunds/0/kind", "pebbles"},
                            {"/return_key/ticket_id", ""},
                            {"/ticket/business_day", "1st"},
                            {"/lines", nullptr},
                            {"/coupons", 1}};
    for (const Fault& fault : faults) {
        nlohmann::json document = to_json(sample_return());
        document[nlohmann::json::json_pointer(fault.pointer)] = fault.value;
        const auto read = read_return(document, "");
        ASSERT_FALSE(read) << fault.pointer;
        EXPECT_EQ(read.error().code, ErrorCode::invalid_input);
        EXPECT_EQ(read.error().where, fault.pointer) << describe(read.error());
    }
}

TEST(ReturnJson, needs_its_lines_and_both_keys) {
    for (const char* name : {"lines", "ticket", "return_key"}) {
        nlohmann::json document = to_json(sample_return());
        document.erase(name);
        EXPECT_FALSE(read_return(document, "")) << name;
    }
}

std::int64_t draw(std::int64_t least, std::int64_t most) { return *amount(least, most); }
Money draw_money() { return Money{draw(0, kAmountMax)}; }

ReturnLine draw_line() {
    ReturnLine line;
    line.line_no = static_cast<std::int32_t>(draw(1, INT32_MAX));
    line.before = Quantity{draw(0, kQuantityMax)};
    line.quantity = Quantity{draw(1, kQuantityMax)};
    line.list = draw_money();
    line.pos_discount = draw_money();
    for (std::int64_t shares = draw(0, 3); shares > 0; --shares)
        line.alloc.push_back({static_cast<domain::Instrument>(draw(0, 2)), *id_text(), draw_money(), Points{draw(0, 9)}});
    line.net = draw_money();
    line.ex_tax = draw_money();
    line.tax = draw_money();
    line.earn = Points{draw(0, kAmountMax)};
    return line;
}

RC_GTEST_PROP(ReturnJson, comes_back_as_it_was, ()) {
    ReturnEntry entry;
    entry.ticket = *ticket_key();
    entry.return_key = *ticket_key();
    entry.idempotency_key = *people_text(0, 60);
    if (draw(0, 1) == 1) entry.staff_id = StaffId(*id_text());
    for (std::int64_t lines = draw(0, 4); lines > 0; --lines)
        entry.goods.lines.push_back(draw_line());
    entry.goods.totals.due = draw_money();
    entry.goods.burn = Points{draw(0, kAmountMax)};
    entry.goods.earn = Points{draw(0, kAmountMax)};
    entry.goods.whole = draw(0, 1) == 1;
    entry.goods.voided = draw(0, 1) == 1;
    entry.deducted = Points{draw(0, kAmountMax)};
    entry.deduction = draw_money();
    for (std::int64_t refunds = draw(0, 2); refunds > 0; --refunds)
        entry.refunds.push_back({"cash", draw_money()});
    entry.at_risk = draw(0, 1) == 1;
    const auto document = parse_json(to_json(entry).dump());
    RC_ASSERT(document.has_value());
    const auto back = read_return(*document, "");
    if (!back) RC_FAIL(describe(back.error()));
    RC_ASSERT(*back == entry);
}

}  // namespace
}  // namespace counterfoil::codec
