// What tickets redeemed, what came back of them, and what waits.
#include "contract/hub_store/store_contract.hpp"

namespace counterfoil::hub {
namespace {

class ReturnsContract : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Adapters, ReturnsContract, ::testing::ValuesIn(store_adapters()),
                         [](const auto& adapter) { return adapter.param.name; });

const domain::TicketKey kTicket{StoreId{"S1"}, RegisterId{"R1"}, "2026-05-28", TicketId{"T1"}};

EntryRef ref(std::uint64_t seq) { return {{DeviceId{"D1"}, DeviceEpoch{1}}, JournalSeq{seq}}; }

ReturnRow sample_return(std::uint64_t seq, const std::string& id) {
    ReturnRow row;
    row.entry = ref(seq);
    row.return_key = kTicket;
    row.return_key.ticket_id = TicketId{id};
    row.ticket = kTicket;
    row.member_id = MemberId{"M1"};
    row.at = Instant{static_cast<std::int64_t>(seq)};
    row.refund = Money{1234};
    row.burn = Points{100};
    row.earn = Points{7};
    row.purses = {{PurseId{"extra"}, Points{1}, Points{2}}, {PurseId{"promo"}, Points{}, Points{3}}};
    row.lines = {{1, Quantity{1000}}, {3, Quantity{456}}};
    row.gifts = {{CouponId{"G2"}, 7, Sku{"CUP"}, Money{300}, Money{200}, {}, false},
                 {CouponId{"G1"}, 8, Sku{}, Money{300}, {}, Money{9}, true}};
    row.exchange = {{1, Quantity{1000}, Sku{"M"}, Sku{"L"}, "06901234567892", "shirt"},
                    {1, Quantity{2000}, Sku{"L"}, Sku{"M"}, "", ""}};
    return row;
}

TEST_P(ReturnsContract, AReturnComesBackByItsKeyAndByItsTicket) {
    const ReturnRow first = sample_return(1, "R1");
    ReturnRow second = sample_return(2, "R2");
    second.voided = true;
    second.whole = true;
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.returns().put(second));
        return tx.returns().put(first);
    }));
    EXPECT_EQ(**view().returns().find(second.return_key), second);
    EXPECT_EQ(*view().returns().of_ticket(kTicket), (std::vector{first, second}));
    for (int part = 0; part < 4; ++part) {
        domain::TicketKey other = kTicket;
        if (part == 0) other.store_id = StoreId{"S2"};
        if (part == 1) other.register_id = RegisterId{"R2"};
        if (part == 2) other.business_day = "2026-05-29";
        if (part == 3) other.ticket_id = TicketId{"T2"};
        EXPECT_TRUE(view().returns().of_ticket(other)->empty()) << part;
        EXPECT_FALSE(view().returns().find(other)->has_value()) << part;
    }
}

TEST_P(ReturnsContract, WhatAReturnKeptIsThereUntilItIsUsedUp) {
    KeptRefundRow row{sample_return(1, "R1").return_key, ref(1), Money{500}, {}};
    EXPECT_FALSE((*view().returns().kept(row.return_key)).has_value());
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.returns().put(row); }));
    EXPECT_EQ(**view().returns().kept(row.return_key), row);
    row.used_by = ref(7);
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.returns().put(row); }));
    EXPECT_EQ(**view().returns().kept(row.return_key), row);
    EXPECT_FALSE((*view().returns().kept(sample_return(1, "R2").return_key)).has_value());
}

TEST_P(ReturnsContract, AKeyAndAnEntryCountOnce) {
    ASSERT_TRUE(write([](HubTx& tx) { return tx.returns().put(sample_return(1, "R1")); }));
    for (const ReturnRow& again : {sample_return(2, "R1"), sample_return(1, "R2")}) {
        const auto done = write([&](HubTx& tx) { return tx.returns().put(again); });
        EXPECT_EQ(done.error().code, ErrorCode::conflict);
    }
    EXPECT_EQ(view().returns().of_ticket(kTicket)->size(), 1U);
}

TEST_P(ReturnsContract, RedemptionsStayInTheOrderOfBooking) {
    const std::vector<Redemption> all{
        {kTicket, AccountId{"A1"}, RightId{"lot:L2"}, 300, Instant{9}, RedemptionOutcome::taken, ref(5), PurseId{"promo"}},
        {kTicket, AccountId{"A1"}, RightId{"lot:L1"}, 40, kNever, RedemptionOutcome::taken, ref(5)},
        {kTicket, AccountId{"A1"}, RightId{}, 60, kNever, RedemptionOutcome::owed, ref(6), PurseId{"promo"}},
        {kTicket, AccountId{"A1"}, RightId{"coupon:C1"}, 1, kNever, RedemptionOutcome::refused, ref(7)}};
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        for (const Redemption& one : all)
            CF_CHECK(tx.returns().add_redemption(one));
        return {};
    }));
    EXPECT_EQ(*view().returns().redemptions(kTicket), all);
}

TEST_P(ReturnsContract, WhoCameFirstWaitsInFront) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.returns().wait(kTicket, ref(9), Instant{1}));
        CF_CHECK(tx.returns().wait(kTicket, ref(3), Instant{2}));
        return tx.returns().wait(kTicket, ref(2), Instant{2});
    }));
    EXPECT_EQ(*view().returns().waiting(kTicket), (std::vector{ref(9), ref(2), ref(3)}));
    ASSERT_TRUE(write([](HubTx& tx) { return tx.returns().stop_waiting(ref(9)); }));
    EXPECT_EQ(*view().returns().waiting(kTicket), (std::vector{ref(2), ref(3)}));
}

}  // namespace
}  // namespace counterfoil::hub
