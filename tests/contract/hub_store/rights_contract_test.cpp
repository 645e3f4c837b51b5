// Transactions, rights, holds and those who wait for them.
#include "contract/hub_store/store_contract.hpp"

namespace counterfoil::hub {
namespace {

INSTANTIATE_TEST_SUITE_P(Adapters, StoreContract, ::testing::ValuesIn(store_adapters()),
                         [](const auto& adapter) { return adapter.param.name; });

const RightId kLot{"lot:L1"};
const RightId kCoupon{"coupon:C1"};

TEST_P(StoreContract, AJobThatAnswersFalseLeavesNoTraceAndTheOthersStay) {
    const auto put = [](const std::string& id, bool stays) {
        return [id, stays](HubTx& tx) { return tx.rights().put(sample_right(id, 1)).has_value() && stays; };
    };
    const HubJob jobs[] = {put("lot:1", true), put("lot:2", false), put("lot:3", true)};
    ASSERT_TRUE(store->transact(jobs).has_value());
    EXPECT_TRUE(view().rights().right(RightId{"lot:1"})->has_value());
    EXPECT_FALSE(view().rights().right(RightId{"lot:2"})->has_value());
    EXPECT_TRUE(view().rights().right(RightId{"lot:3"})->has_value());
}

TEST_P(StoreContract, WhatWasTransactedIsThereAfterReopening) {
    ASSERT_TRUE(write([](HubTx& tx) { return tx.rights().put(sample_right("lot:L1", 5)); }));
    EXPECT_TRUE(store->checkpoint().has_value());
    reopen();
    EXPECT_EQ(**view().rights().right(kLot), sample_right("lot:L1", 5));
}

TEST_P(StoreContract, NoUnitIsLostOrBelowZero) {
    RightRow row = sample_right("lot:L1", 5);
    row.free = 4;
    const auto put = [&](HubTx& tx) { return tx.rights().put(row); };
    EXPECT_EQ(write(put).error().code, ErrorCode::conflict);
    row.free = 6;
    row.held = -1;
    EXPECT_EQ(write(put).error().code, ErrorCode::conflict);
    EXPECT_FALSE(view().rights().right(kLot)->has_value());
}

TEST_P(StoreContract, LotsComeSoonestExpiryFirstAndOnlyLiveOnes) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        for (const auto& [id, available, expires] : {std::tuple{"lot:c", 1, 30}, std::tuple{"lot:b", 2, 20},
                                                     std::tuple{"lot:a", 1, 20}, std::tuple{"lot:0", 1, 20}}) {
            RightRow row = sample_right(id, 1);
            row.available_at = Instant{available};
            row.expires_at = Instant{expires};
            CF_CHECK(tx.rights().put(row));
        }
        RightRow over = sample_right("lot:x", 1);
        over.free = 0;
        over.used = 1;
        CF_CHECK(tx.rights().put(over));
        return tx.rights().put(sample_right("coupon:C1", 1));
    }));
    std::string order;
    const auto lots = view().rights().lots(AccountId{"A1"});
    for (const RightRow& lot : *lots)
        order += lot.right_id.str() + " ";
    EXPECT_EQ(order, "lot:0 lot:a lot:b lot:c ");
}

TEST_P(StoreContract, ExpiredNamesWhatIsFreeAndPastItsEnd) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        for (const auto& [id, expires] : {std::pair{"lot:1", 30}, std::pair{"lot:2", 20}, std::pair{"lot:3", 10}}) {
            RightRow row = sample_right(id, 1);
            row.expires_at = Instant{expires};
            CF_CHECK(tx.rights().put(row));
        }
        RightRow held = sample_right("lot:4", 1);
        held.free = 0;
        held.held = 1;
        held.expires_at = Instant{1};
        return tx.rights().put(held);
    }));
    EXPECT_EQ(*view().rights().expired(Instant{20}, 10), (std::vector<RightId>{RightId{"lot:3"}, RightId{"lot:2"}}));
    EXPECT_EQ(view().rights().expired(Instant{20}, 1)->size(), 1U);
    EXPECT_TRUE(view().rights().expired(Instant{9}, 10)->empty());
}

TEST_P(StoreContract, AHoldComesBackAsItWasPut) {
    HoldRow row = sample_hold(3, {{kCoupon, 1, Instant{77}}, {kLot, 200, kNever, PurseId{"promo"}}});
    row.state = HoldState::recalling;
    row.rights[1].consumed = 50;
    row.rights[1].released = 20;
    row.rights[1].recalled = 10;
    row.hold.reclaim_after = Millis{99};
    row.recall_why = "wanted";
    row.recalls = 2;
    row.recall_at = kNow;
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.holds().put(row); }));
    EXPECT_EQ(**view().holds().find(row.hold.hold_id), row);
    EXPECT_EQ(view().holds().by_request(row.hold.hold_id.holder, RequestNo{103})->front(), row);
    EXPECT_TRUE(view().holds().by_request(row.hold.hold_id.holder, RequestNo{1})->empty());
    EXPECT_EQ(view().holds().recalls_due(kNow, 9)->size(), 1U);
    EXPECT_TRUE(view().holds().recalls_due(Instant{kNow.ms - 1}, 9)->empty());
}

TEST_P(StoreContract, AHoldNeverAnswersForMoreThanItHolds) {
    HoldRow row = sample_hold(1, {{kLot, 5, kNever}});
    row.rights[0].consumed = 4;
    row.rights[0].released = 2;
    EXPECT_EQ(write([&](HubTx& tx) { return tx.holds().put(row); }).error().code, ErrorCode::conflict);
}

TEST_P(StoreContract, HoldsOfARightAreThoseWithUnspentUnits) {
    HoldRow spent = sample_hold(1, {{kLot, 5, kNever}});
    spent.rights[0].consumed = 5;
    spent.state = HoldState::closed;
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.holds().put(spent));
        CF_CHECK(tx.holds().put(sample_hold(2, {{kLot, 5, kNever}})));
        return tx.holds().put(sample_hold(3, {{kCoupon, 1, kNever}}));
    }));
    const auto holds = *view().holds().of_right(kLot);
    ASSERT_EQ(holds.size(), 1U);
    EXPECT_EQ(holds.front().hold.hold_id.no, 2U);
    const domain::Holder holder{DeviceId{"D1"}, DeviceEpoch{1}};
    EXPECT_EQ(view().holds().of_holder(holder, 9)->size(), 2U);
    EXPECT_EQ(*view().holds().lowest_open_no(holder), 2U);
    EXPECT_FALSE(view().holds().lowest_open_no({DeviceId{"D1"}, DeviceEpoch{2}})->has_value());
}

TEST_P(StoreContract, WishesComeVoidsFirstThenTheOldest) {
    const auto wish = [](WishKind kind, std::uint64_t request, std::int64_t since) {
        Wish out;
        out.right_id = kLot;
        out.account_id = AccountId{"A1"};
        out.kind = kind;
        out.holder = {DeviceId{"D1"}, DeviceEpoch{1}};
        out.request_no = RequestNo{request};
        out.member_id = MemberId{"M1"};
        out.least = 2;
        out.most = 5;
        out.since = Instant{since};
        out.repeated_at = Instant{since};
        return out;
    };
    Wish first = wish(WishKind::checkout, 1, 10);
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.queue().put_wish(wish(WishKind::checkout, 2, 20)));
        CF_CHECK(tx.queue().put_wish(first));
        first.repeated_at = Instant{15};
        CF_CHECK(tx.queue().put_wish(first));
        return tx.queue().put_wish(wish(WishKind::voiding, 0, 30));
    }));
    const auto all = *view().queue().wishes(kLot);
    ASSERT_EQ(all.size(), 3U);
    EXPECT_EQ(all[0].kind, WishKind::voiding);
    EXPECT_EQ(all[1], first);
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.queue().drop_wishes_before(Instant{18}); }));
    EXPECT_EQ(view().queue().wishes(kLot)->size(), 2U) << "a void does not lapse, nor one that was repeated lately";
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.queue().drop_wish(all[0]); }));
    EXPECT_EQ(view().queue().wishes(kLot)->front().request_no, RequestNo{2});
}

TEST_P(StoreContract, PendingRisksComeOldestFirstAndGoWhenNothingRemains) {
    PendingRisk risk;
    risk.entry = {{DeviceId{"D1"}, DeviceEpoch{1}}, JournalSeq{4}};
    risk.right_id = kLot;
    risk.account_id = AccountId{"A1"};
    risk.member_id = MemberId{"M1"};
    risk.amount = 10;
    risk.remaining = 6;
    risk.at = Instant{20};
    risk.ticket = {StoreId{"S1"}, RegisterId{"R1"}, "2026-05-28", TicketId{"T1"}};
    PendingRisk older = risk;
    older.entry.seq = JournalSeq{9};
    older.at = Instant{10};
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.queue().put_risk(risk));
        return tx.queue().put_risk(older);
    }));
    EXPECT_EQ(*view().queue().risks(kLot), (std::vector<PendingRisk>{older, risk}));
    older.remaining = 0;
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.queue().put_risk(older); }));
    EXPECT_EQ(*view().queue().risks(kLot), std::vector<PendingRisk>{risk});
}

TEST_P(StoreContract, CardsComeByTheirAccountWithAllTheirRights) {
    CardRow row;
    row.card.card_id = CardId{"K2"};
    row.card.card_type_id = CardTypeId{"TEN"};
    row.card.state = domain::CardState::frozen;
    row.card.issued_at = Instant{1};
    row.card.valid_from = Instant{2};
    row.card.valid_until = Instant{3};
    row.card.uses = 10;
    row.account_id = AccountId{"A1"};
    row.member_id = MemberId{"M1"};
    row.further = 1;
    row.given_back = 4;
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.rights().put_card(row));
        CardRow other = row;
        other.card.card_id = CardId{"K1"};
        CF_CHECK(tx.rights().put_card(other));
        other.card.card_id = CardId{"K3"};
        other.account_id = AccountId{"A2"};
        CF_CHECK(tx.rights().put_card(other));
        RightRow used = sample_right("card:K2", 1);
        used.free = 0;
        used.used = 1;
        CF_CHECK(tx.rights().put(used));
        CF_CHECK(tx.rights().put(sample_right("card:K2:1", 1)));
        return tx.rights().put(sample_right("lot:L1", 1));
    }));
    reopen();
    EXPECT_EQ(**view().rights().card(CardId{"K2"}), row);
    EXPECT_FALSE(view().rights().card(CardId{"K9"})->has_value());
    const auto cards = *view().rights().cards_of(AccountId{"A1"});
    ASSERT_EQ(cards.size(), 2U);
    EXPECT_EQ(cards[0].card.card_id, CardId{"K1"});
    const auto rights = *view().rights().card_rights(AccountId{"A1"});
    ASSERT_EQ(rights.size(), 2U) << "used up or not, and no lot";
    EXPECT_EQ(rights[1].right_id, RightId{"card:K2:1"});
    row.card.uses = 0;
    EXPECT_EQ(write([&](HubTx& tx) { return tx.rights().put_card(row); }).error().code, ErrorCode::conflict);
}

}  // namespace
}  // namespace counterfoil::hub
