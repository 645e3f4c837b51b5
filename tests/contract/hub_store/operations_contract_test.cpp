// Operations, first answers, quotas, and the order of those who wait.
#include "contract/hub_store/store_contract.hpp"

namespace counterfoil::hub {
namespace {

class OperationsContract : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Adapters, OperationsContract, ::testing::ValuesIn(store_adapters()),
                         [](const auto& adapter) { return adapter.param.name; });

OperationRow sample_operation(const std::string& subject, const std::string& other) {
    OperationRow row;
    row.kind = OperationKind::transfer;
    row.state = OperationState::waiting;
    row.subject = subject;
    row.other = other;
    row.account_id = AccountId{"A1"};
    row.member_id = MemberId{"M2"};
    row.staff_id = StaffId{"E1"};
    row.reason = "送给家人";
    row.at = kNow;
    row.purses = {{PurseId{"extra"}, Points{1}, Points{}}, {PurseId{"promo"}, Points{2}, Points{3}}};
    return row;
}

TEST_P(OperationsContract, OperationsAreNumberedAndFoundByEitherId) {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_TRY(one, tx.operations().add(sample_operation("C1", "C2")));
        CF_TRY(two, tx.operations().add(sample_operation("C2", "C3")));
        first = one;
        second = two;
        return {};
    }));
    EXPECT_LT(first, second);
    const auto found = *view().operations().of("C2", 9);
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].no, second);
    OperationRow expected = sample_operation("C1", "C2");
    expected.no = first;
    EXPECT_EQ(found[1], expected);
    EXPECT_EQ(view().operations().of("C2", 1)->size(), 1U);
    EXPECT_TRUE(view().operations().of("", 9)->empty());
}

TEST_P(OperationsContract, ASettledOperationWaitsNoMore) {
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_TRY(no, tx.operations().add(sample_operation("C1", "")));
        CF_TRY(other, tx.operations().add(sample_operation("C1", "")));
        EXPECT_EQ(tx.operations().waiting("C1")->size(), 2U);
        static_cast<void>(other);
        return tx.operations().settle(no, OperationState::used, kNow + Millis{5});
    }));
    EXPECT_EQ(view().operations().waiting("C1")->size(), 1U);
    const auto found = *view().operations().of("C1", 9);
    EXPECT_EQ(found[1].state, OperationState::used);
    EXPECT_EQ(found[1].settled_at, kNow + Millis{5});
}

TEST_P(OperationsContract, AKeyHasOneFirstAnswer) {
    const FirstAnswer answer{"k1", Digest{7}, Bytes{1, 2}, kNow};
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.operations().keep_answer(answer); }));
    EXPECT_EQ(**view().operations().first_answer("k1"), answer);
    EXPECT_EQ(write([&](HubTx& tx) { return tx.operations().keep_answer(answer); }).error().code, ErrorCode::conflict);
    ASSERT_TRUE(write([](HubTx& tx) { return tx.operations().drop_answers_before(kNow); }));
    EXPECT_TRUE(view().operations().first_answer("k1")->has_value());
    ASSERT_TRUE(write([](HubTx& tx) { return tx.operations().drop_answers_before(kNow + Millis{1}); }));
    EXPECT_FALSE(view().operations().first_answer("k1")->has_value());
}

TEST_P(OperationsContract, AQuotaIsForOneIssuerAndTemplate) {
    const QuotaRow quota{"Q1", TemplateId{"T1"}, "SPRING", StaffId{"G7"}};
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.quotas().put(quota); }));
    EXPECT_EQ(**view().quotas().find("Q1"), quota);
    EXPECT_EQ(**view().quotas().of(TemplateId{"T1"}, "SPRING", StaffId{"G7"}), quota);
    EXPECT_FALSE(view().quotas().of(TemplateId{"T1"}, "SPRING", StaffId{})->has_value());
    EXPECT_EQ(view().quotas().list(9)->size(), 1U);
    QuotaRow twin = quota;
    twin.quota_id = "Q2";
    EXPECT_EQ(write([&](HubTx& tx) { return tx.quotas().put(twin); }).error().code, ErrorCode::conflict);
    EXPECT_EQ(write([](HubTx& tx) {
                  return tx.quotas().put({"Q3", TemplateId{"T1"}, "", StaffId{}});
              })
                  .error()
                  .code,
              ErrorCode::conflict);
}

TEST_P(OperationsContract, AVoidWaitsBeforeAllOthersAndThenTheOldest) {
    const auto wish = [](WishKind kind, std::int64_t since) {
        Wish out;
        out.right_id = RightId{"coupon:C1"};
        out.kind = kind;
        out.since = Instant{since};
        return out;
    };
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.queue().put_wish(wish(WishKind::checkout, 2)));
        CF_CHECK(tx.queue().put_wish(wish(WishKind::transfer, 1)));
        CF_CHECK(tx.queue().put_wish(wish(WishKind::voiding, 3)));
        return tx.queue().drop_wishes_before(Instant{-1});
    }));
    const auto wishes = *view().queue().wishes(RightId{"coupon:C1"});
    ASSERT_EQ(wishes.size(), 3U);
    EXPECT_EQ(wishes[0].kind, WishKind::voiding);
    EXPECT_EQ(wishes[1].kind, WishKind::transfer);
    EXPECT_EQ(wishes[2].kind, WishKind::checkout);
}

}  // namespace
}  // namespace counterfoil::hub
