// Benefit cards by import: the type's figures, and what never changes.
#include "unit/hub_import/import_world.hpp"

namespace counterfoil::hub {
namespace {

constexpr const char* kCardRules =
    R"({"kind":"rules","tiers":[{"tier_id":"gold","rank":1}],"card_types":[{"card_type_id":"TEN","pay_bp":8000,"uses":10,"valid_days":30}]})"
    "\n";

class CardsImport : public ImportWorld {
protected:
    CardsImport() { EXPECT_TRUE(run_text(std::string(kCardRules) + kMemberRow).has_value()); }
    static std::string card(const std::string& more = "") {
        return R"({"kind":"card","card_id":"K7","card_type_id":"TEN","member_id":"M7")" + more + "}\n";
    }
    std::string card_fault(const std::string& more) { return fault(card(more)); }
    CardRow row() { return store->view().rights().card(CardId{"K7"})->value(); }
    RightRow uses() { return right(RightId{"card:K7"}); }
};

TEST_F(CardsImport, ACardHasTheUsesAndTheDaysOfItsType) {
    ASSERT_TRUE(run_text(card()).has_value());
    EXPECT_EQ(row().card.uses, 10);
    EXPECT_EQ(row().card.issued_at, now);
    EXPECT_EQ(uses().free, 10);
    EXPECT_EQ(uses().account_id, AccountId{"M7"});
    EXPECT_LE(uses().expires_at, now + Millis{30 * kDayMs});
    EXPECT_GT(uses().expires_at, now + Millis{29 * kDayMs - 1});
    const auto shown = member_of("M7")->member.cards;
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0].uses_left, 10);
    EXPECT_EQ(shown[0].valid_until, uses().expires_at);
    now = now + Millis{5 * kDayMs};
    EXPECT_EQ(run_text(card())->counts, (ImportCounts{1, 0, 0, 1})) << "issued once, however often its row comes";
}

TEST_F(CardsImport, UsesCountAtTheFirstImportOnly) {
    ASSERT_TRUE(run_text(card(R"(,"uses":5,"uses_left":2)")).has_value());
    EXPECT_EQ(uses().free, 2);
    EXPECT_EQ(uses().used, 3);
    EXPECT_EQ(run_text(card(R"(,"uses":9,"uses_left":9)"))->counts.unchanged, 1U);
    EXPECT_EQ(uses().free, 2);
}

TEST_F(CardsImport, ALaterRowFreezesWithdrawsAndMovesTheEnd) {
    ASSERT_TRUE(run_text(card()).has_value());
    ASSERT_TRUE(run_text(card(R"(,"state":"frozen","valid_until":1900000000000)")).has_value());
    EXPECT_EQ(row().card.state, domain::CardState::frozen);
    EXPECT_EQ(uses().expires_at, Instant{1'900'000'000'000});
    EXPECT_EQ(member_of("M7")->member.cards.at(0).state, domain::CardState::frozen);
    ASSERT_TRUE(run_text(card(R"(,"state":"void")")).has_value());
    EXPECT_EQ(uses().ended, 10);
    EXPECT_TRUE(member_of("M7")->member.cards.empty());
    ASSERT_TRUE(run_text(card()).has_value());
    EXPECT_EQ(row().card.state, domain::CardState::voided) << "withdrawn stays withdrawn";
}

TEST_F(CardsImport, SaysWhatIsWrong) {
    EXPECT_NE(fault("{\"kind\":\"card\",\"card_id\":\"K7\",\"card_type_id\":\"TEN\"}\n").find("/member_id"),
              std::string::npos);
    EXPECT_NE(card_fault(R"(,"uses_left":11)").find("/uses_left"), std::string::npos);
    EXPECT_NE(card_fault(R"(,"uses":1001)").find("/uses"), std::string::npos);
    EXPECT_NE(card_fault(R"(,"rights":[])").find("/rights"), std::string::npos);
    EXPECT_NE(card_fault(R"(,"valid_from":5,"valid_until":5)").find("/valid_until"), std::string::npos);
    EXPECT_NE(fault(R"({"kind":"card","card_id":"K:7","card_type_id":"TEN","member_id":"M7"})").find("/card_id"),
              std::string::npos);
    EXPECT_NE(fault(R"({"kind":"card","card_id":"K7","card_type_id":"NO","member_id":"M7"})").find("/card_type_id"),
              std::string::npos);
    EXPECT_NE(fault(R"({"kind":"card","card_id":"K7","card_type_id":"TEN","member_id":"M8"})").find("/member_id"),
              std::string::npos);
    EXPECT_NE(fault(member_line(R"(,"cards":[])")).find("/cards"), std::string::npos);
    ASSERT_TRUE(run_text(card()).has_value());
    ASSERT_TRUE(run_text("{\"kind\":\"member\",\"member_id\":\"M9\"}\n").has_value());
    EXPECT_NE(fault(R"({"kind":"card","card_id":"K7","card_type_id":"TEN","member_id":"M9"})").find("/member_id"),
              std::string::npos);
}

}  // namespace
}  // namespace counterfoil::hub
