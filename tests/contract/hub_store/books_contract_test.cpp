// What is kept for the accounts, and sums over periods.
#include "contract/hub_store/store_contract.hpp"

namespace counterfoil::hub {
namespace {

class BooksContract : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Adapters, BooksContract, ::testing::ValuesIn(store_adapters()),
                         [](const auto& adapter) { return adapter.param.name; });

using domain::ClearingCause;

EntryRef ref(std::uint64_t seq) { return {{DeviceId{"D1"}, DeviceEpoch{1}}, JournalSeq{seq}}; }

ClearingRow owed(std::uint64_t seq, const std::string& day, const std::string& debtor, std::int64_t amount,
                 std::int64_t points, std::int64_t rate = 0) {
    const ClearingCause cause = points > 0 ? ClearingCause::points_earned : ClearingCause::coupon;
    const std::string id = points > 0 ? "" : "C1";
    return {ref(seq), day, {EntityId{debtor}, EntityId{"E2"}, cause, id, Money{amount}, Points{points}}, Money{rate}};
}

TEST_P(BooksContract, WhatAnEntryMakesComesBackInItsOrderAndOnce) {
    const std::vector<ClearingRow> rows{owed(1, "2026-05-28", "E1", 500, 0), owed(1, "2026-05-28", "E0", 0, 9, 800)};
    for (int times = 0; times < 2; ++times)
        ASSERT_TRUE(write([&](HubTx& tx) { return tx.books().clear(ref(1), rows); }));
    EXPECT_EQ(*view().books().cleared(ref(1)), rows);
    EXPECT_TRUE(view().books().cleared(ref(2))->empty());
    EXPECT_EQ(view().books().clearing("2026-05-01", "2026-06-01")->size(), 2U);
}

TEST_P(BooksContract, SumsAreByCompaniesCauseAndRateAndEndBeforeTheLastDay) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        const std::vector<std::vector<ClearingRow>> entries{
            {owed(1, "2026-05-01", "E1", 500, 0), owed(1, "2026-05-01", "E1", 0, 7, 800)},
            {owed(2, "2026-05-31", "E1", 1, 0), owed(2, "2026-05-31", "E1", 0, 2, 800)},
            {owed(3, "2026-05-31", "E1", 0, 4, 900)},
            {owed(4, "2026-06-01", "E1", 99, 0)},
            {owed(5, "2026-04-30", "E1", 99, 0)}};
        for (std::size_t i = 0; i < entries.size(); ++i)
            CF_CHECK(tx.books().clear(ref(i + 1), entries[i]));
        return {};
    }));
    const EntityId e1{"E1"};
    const EntityId e2{"E2"};
    EXPECT_EQ(*view().books().clearing("2026-05-01", "2026-06-01"),
              (std::vector<ClearingSum>{{e1, e2, ClearingCause::coupon, {}, Money{501}, {}, 2},
                                        {e1, e2, ClearingCause::points_earned, Money{800}, {}, Points{9}, 2},
                                        {e1, e2, ClearingCause::points_earned, Money{900}, {}, Points{4}, 1}}));
}

TEST_P(BooksContract, EachPurseIsSummedByItself) {
    std::vector<ClearingRow> rows{owed(1, "2026-05-01", "E1", 0, 7, 800), owed(1, "2026-05-01", "E1", 0, 5, 800)};
    rows[1].owed.purse_id = PurseId{"promo"};
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.books().clear(ref(1), rows); }));
    EXPECT_EQ(*view().books().cleared(ref(1)), rows);
    const auto sums = view().books().clearing("2026-05-01", "2026-06-01");
    ASSERT_EQ(sums->size(), 2U);
    EXPECT_EQ(sums->at(0).points, Points{7});
    EXPECT_EQ(sums->at(1).points, Points{5});
    EXPECT_EQ(sums->at(1).purse_id, PurseId{"promo"});
}

TEST_P(BooksContract, PointsAreSummedByCauseWithinThePeriod) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        const auto book = [&](PointsCause cause, std::int64_t delta, std::int64_t at) {
            return tx.rights().book({AccountId{"A1"}, RightId{"lot:L"}, cause, delta, Instant{at}, std::nullopt});
        };
        CF_CHECK(book(PointsCause::earn, 5, 9));
        CF_CHECK(book(PointsCause::earn, 7, 10));
        CF_CHECK(book(PointsCause::burn, -3, 19));
        CF_CHECK(book(PointsCause::earn, 1, 19));
        return book(PointsCause::earn, 100, 20);
    }));
    EXPECT_EQ(*view().books().points(Instant{10}, Instant{20}),
              (std::vector<PointsSum>{{PointsCause::earn, 2, 8}, {PointsCause::burn, 1, -3}}));
}

TEST_P(BooksContract, CouponsAreCountedByTemplateUnlessTheyTookAnothersPlace) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        const auto put = [&](const std::string& id, const std::string& rule, std::int64_t at, const std::string& from) {
            domain::Coupon coupon;
            coupon.coupon_id = CouponId{id};
            coupon.code = id;
            coupon.template_id = TemplateId{rule};
            coupon.account_id = AccountId{"A1"};
            coupon.issued_at = Instant{at};
            coupon.from = CouponId{from};
            return tx.rights().put_coupon(coupon);
        };
        CF_CHECK(put("1", "B", 10, ""));
        CF_CHECK(put("2", "A", 19, ""));
        CF_CHECK(put("3", "A", 10, ""));
        CF_CHECK(put("4", "A", 10, "3"));
        CF_CHECK(put("5", "A", 9, ""));
        return put("6", "A", 20, "");
    }));
    EXPECT_EQ(*view().books().issued(Instant{10}, Instant{20}),
              (std::vector<IssuedSum>{{TemplateId{"A"}, 2}, {TemplateId{"B"}, 1}}));
}

}  // namespace
}  // namespace counterfoil::hub
