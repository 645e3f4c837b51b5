#include "contract/storage/ledger_test.hpp"

namespace counterfoil::storage {

static bool same(const ports::Effect& a, const ports::Effect& b) {
    return a.seq == b.seq && a.member_id == b.member_id && a.right_id == b.right_id && a.amount == b.amount &&
           a.at_risk == b.at_risk && a.value == b.value && a.at == b.at && a.business_day == b.business_day &&
           a.template_id == b.template_id;
}

namespace {

class EffectsTest : public LedgerTest {
protected:
    /// An entry with one effect of member 1.
    ports::Effect risk(int n, std::int64_t value, std::string day = samples::kDay, int member = 1) {
        auto effect = samples::effect(n, append(samples::consume_entry(n)));
        effect.member_id = samples::member_id(member);
        effect.at_risk = true;
        effect.value = Money{value};
        effect.business_day = std::move(day);
        add(effect);
        return effect;
    }
    void add(const ports::Effect& effect) {
        write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.effects().add(effect)); });
    }
    ports::RiskTotals totals(int member = 1) {
        return view().effects().risk_totals(samples::member_id(member), samples::kDay).value();
    }
};

TEST_F(EffectsTest, OwnEntriesAboveASeqAreFoundInOrder) {
    std::vector<ports::Effect> written;
    for (int n = 1; n <= 3; ++n)
        written.push_back(risk(n, n * 100));
    risk(4, 100, samples::kDay, 2);
    open();
    const auto found = view().effects().of_member(samples::member_id(1), JournalSeq{1}).value();
    ASSERT_EQ(found.size(), 2u);
    EXPECT_TRUE(same(found[0], written[1]));
    EXPECT_TRUE(same(found[1], written[2]));
    EXPECT_TRUE(view().effects().of_member(samples::member_id(1), JournalSeq{3}).value().empty());
}

TEST_F(EffectsTest, ARightThatWasSpentHereStaysUsed) {
    add(samples::effect(1, append(samples::consume_entry(1))));
    auto earned = samples::effect(2, append(samples::consume_entry(2)));
    earned.right_id = RightId{};
    add(earned);
    EXPECT_TRUE(view().effects().used(samples::coupon_right(1)).value());
    EXPECT_FALSE(view().effects().used(samples::coupon_right(2)).value());
    EXPECT_FALSE(view().effects().used(RightId{}).value()) << "earnings spend nothing";
}

TEST_F(EffectsTest, RiskOfAMemberCountsByDayAndRiskOfTheDeviceUntilHqAnswers) {
    const auto first = risk(1, 100);
    risk(2, 30);
    risk(3, 7, "2025-12-31");
    risk(4, 1000, samples::kDay, 2);
    add(samples::effect(5, append(samples::consume_entry(5))));
    EXPECT_EQ(totals().member_day.value, 130);
    EXPECT_EQ(totals().device.value, 1137);
    EXPECT_EQ(totals(9).member_day.value, 0);
    write([&](ports::LedgerTx& tx) {
        ASSERT_TRUE(tx.journal().set_verdict(first.seq, domain::EntryVerdict::pending, "held_elsewhere"));
    });
    EXPECT_EQ(totals().device.value, 1137) << "pending is no answer";
    write([&](ports::LedgerTx& tx) {
        ASSERT_TRUE(tx.journal().set_verdict(first.seq, domain::EntryVerdict::conflict, "used"));
    });
    EXPECT_EQ(totals().member_day.value, 130) << "the day's limit does not open again";
    EXPECT_EQ(totals().device.value, 1037);
}

TEST_F(EffectsTest, UsesOfATemplateCountByDayWhoeverTheMemberIsLessWhatCameBack) {
    const TemplateId rule{"T-1"};
    const auto use = [&](int n, std::int64_t amount, int member, const std::string& day, const TemplateId& of) {
        auto effect = samples::effect(n, append(samples::consume_entry(n)));
        effect.member_id = samples::member_id(member);
        effect.amount = amount;
        effect.business_day = day;
        effect.template_id = of;
        add(effect);
    };
    use(1, 1, 1, samples::kDay, rule);
    use(2, 1, 2, samples::kDay, rule);
    use(3, 1, 1, "2025-12-31", rule);
    use(4, 1, 1, samples::kDay, TemplateId{"T-2"});
    open();
    EXPECT_EQ(view().effects().uses_of_day(rule, samples::kDay).value(), 2);
    use(1, -1, 1, samples::kDay, rule);
    EXPECT_EQ(view().effects().uses_of_day(rule, samples::kDay).value(), 1);
    EXPECT_TRUE(view().effects().used(samples::coupon_right(1)).value()) << "it came back as another coupon";
    use(5, -1, 1, samples::kDay, rule);
    EXPECT_EQ(view().effects().uses_of_day(rule, samples::kDay).value(), 1)
        << "another device had used it: not counted here";
    EXPECT_EQ(view().effects().uses_of_day(TemplateId{"T-3"}, samples::kDay).value(), 0);
    EXPECT_EQ(view().effects().of_member(samples::member_id(2), JournalSeq{}).value().at(0).template_id, rule);
}

}  // namespace
}  // namespace counterfoil::storage
