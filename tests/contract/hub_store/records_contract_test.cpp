// Members, entries, tickets, devices, the feed and the reference data.
#include "contract/hub_store/store_contract.hpp"

namespace counterfoil::hub {
namespace {

class RecordsContract : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Adapters, RecordsContract, ::testing::ValuesIn(store_adapters()),
                         [](const auto& adapter) { return adapter.param.name; });

const domain::Holder kHolder{DeviceId{"D1"}, DeviceEpoch{1}};

EntryRow sample_entry(std::uint64_t seq, domain::EntryVerdict verdict = domain::EntryVerdict::accepted) {
    EntryRow row;
    row.entry = {kHolder, JournalSeq{seq}};
    row.body = Bytes{1, 2};
    row.hash[0] = static_cast<std::uint8_t>(seq);
    row.verdict = verdict;
    row.code = verdict == domain::EntryVerdict::accepted ? "" : "why";
    row.received_at = Instant{static_cast<std::int64_t>(seq)};
    return row;
}

TEST_P(RecordsContract, AMemberComesBackAndIsFoundByItsIdentities) {
    const MemberRow row = sample_member("M1", "+8613800138000");
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.members().put(row); }));
    EXPECT_EQ(**view().members().member(MemberId{"M1"}), row);
    EXPECT_EQ(**view().members().by_identity(domain::IdentityKind::phone, "+8613800138000"), MemberId{"M1"});
    EXPECT_FALSE(view().members().by_identity(domain::IdentityKind::card_no, "+8613800138000")->has_value());
    EXPECT_FALSE(view().members().member(MemberId{"M2"})->has_value());
}

TEST_P(RecordsContract, AnIdentityBelongsToOneMember) {
    ASSERT_TRUE(write([](HubTx& tx) { return tx.members().put(sample_member("M1", "+8613800138000")); }));
    const auto second = write([](HubTx& tx) { return tx.members().put(sample_member("M2", "+8613800138000")); });
    EXPECT_EQ(second.error().code, ErrorCode::conflict);
    EXPECT_FALSE(view().members().member(MemberId{"M2"})->has_value());
}

TEST_P(RecordsContract, AChangedMemberLosesItsOldIdentities) {
    ASSERT_TRUE(write([](HubTx& tx) { return tx.members().put(sample_member("M1", "+8613800138000")); }));
    ASSERT_TRUE(write([](HubTx& tx) { return tx.members().put(sample_member("M1", "+8613900139000")); }));
    EXPECT_FALSE(view().members().by_identity(domain::IdentityKind::phone, "+8613800138000")->has_value());
    EXPECT_EQ(view().members().list("", 9)->size(), 1U);
    EXPECT_TRUE(view().members().list("M1", 9)->empty());
}

TEST_P(RecordsContract, AppliedNeverFallsAndOwedIsNeverNegative) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.members().put(sample_member("M1", "+8613800138000")));
        CF_CHECK(tx.members().set_applied(MemberId{"M1"}, kHolder, JournalSeq{5}));
        CF_CHECK(tx.members().set_applied(MemberId{"M1"}, kHolder, JournalSeq{3}));
        return tx.members().set_owed(MemberId{"M1"}, {}, Points{40});
    }));
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.members().set_owed(MemberId{"M1"}, PurseId{"promo"}, Points{9}));
        return tx.members().set_owed(MemberId{"M1"}, PurseId{"extra"}, Points{0});
    }));
    const auto row = **view().members().member(MemberId{"M1"});
    EXPECT_EQ(row.member.owed_in, (std::vector<domain::PursePoints>{{PurseId{"promo"}, Points{9}}}));
    EXPECT_EQ(row.applied.at(kHolder), JournalSeq{5});
    EXPECT_EQ(row.member.owed, Points{40});
    const auto negative = write([](HubTx& tx) { return tx.members().set_owed(MemberId{"M1"}, {}, Points{-1}); });
    EXPECT_EQ(negative.error().code, ErrorCode::conflict);
    const auto other = write([](HubTx& tx) { return tx.members().set_owed(MemberId{"M1"}, PurseId{"promo"}, Points{-1}); });
    EXPECT_EQ(other.error().code, ErrorCode::conflict);
}

TEST_P(RecordsContract, ACouponsCodeIsItsOwn) {
    domain::Coupon coupon;
    coupon.coupon_id = CouponId{"C1"};
    coupon.code = "CFC1";
    coupon.template_id = TemplateId{"T1"};
    coupon.account_id = AccountId{"A1"};
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.rights().put_coupon(coupon); }));
    EXPECT_EQ(**view().rights().coupon(CouponId{"C1"}), coupon);
    EXPECT_EQ(**view().rights().coupon_by_code("CFC1"), coupon);
    coupon.coupon_id = CouponId{"C2"};
    EXPECT_EQ(write([&](HubTx& tx) { return tx.rights().put_coupon(coupon); }).error().code, ErrorCode::conflict);
}

TEST_P(RecordsContract, AnEntryIsKeptOnce) {
    ASSERT_TRUE(write([](HubTx& tx) { return tx.entries().add(sample_entry(1)); }));
    EXPECT_EQ(**view().entries().entry({kHolder, JournalSeq{1}}), sample_entry(1));
    EXPECT_EQ(write([](HubTx& tx) { return tx.entries().add(sample_entry(1)); }).error().code, ErrorCode::conflict);
}

TEST_P(RecordsContract, BothBranchesOfAForkAreKeptEachOnce) {
    EntryRow aside = sample_entry(1, domain::EntryVerdict::pending);
    aside.aside = true;
    aside.hash[1] = 7;
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.entries().add(sample_entry(1)));
        CF_CHECK(tx.entries().add(aside));
        return tx.entries().add(aside);
    }));
    EXPECT_EQ(**view().entries().entry({kHolder, JournalSeq{1}}), sample_entry(1));
    EXPECT_EQ(*view().entries().open_questions(9), std::vector<EntryRow>{aside});
}

TEST_P(RecordsContract, LateAnswersAndOpenQuestionsComeNewestFirst) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.entries().add(sample_entry(1, domain::EntryVerdict::pending)));
        CF_CHECK(tx.entries().add(sample_entry(2)));
        CF_CHECK(tx.entries().add(sample_entry(3, domain::EntryVerdict::pending)));
        CF_CHECK(tx.entries().answer({kHolder, JournalSeq{1}}, domain::EntryVerdict::accepted, ""));
        return tx.entries().answer({kHolder, JournalSeq{3}}, domain::EntryVerdict::conflict, "already_used");
    }));
    const auto late = *view().entries().late_answers(kHolder, 9);
    ASSERT_EQ(late.size(), 2U);
    EXPECT_EQ(late[0].entry.seq, JournalSeq{3});
    EXPECT_EQ(late[0].code, "already_used");
    EXPECT_EQ(view().entries().late_answers(kHolder, 1)->size(), 1U);
    EXPECT_EQ(view().entries().open_questions(9)->size(), 1U);
}

TEST_P(RecordsContract, TicketsComeInOrderOfTimeAndEachOnce) {
    const auto ticket = [](const std::string& id, std::int64_t at) {
        TicketRow row;
        row.key = {StoreId{"S1"}, RegisterId{"R1"}, "2026-05-28", TicketId{id}};
        row.member_id = MemberId{"M1"};
        row.at = Instant{at};
        row.total = Money{900};
        row.due = Money{800};
        row.earned = Points{8};
        row.spent = Points{100};
        row.purses = {{PurseId{"extra"}, Points{}, Points{4}}, {PurseId{"promo"}, Points{5}, Points{}}};
        return row;
    };
    TicketRow second = ticket("2", 10);
    second.entry = EntryRef{kHolder, JournalSeq{4}};
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.entries().put_ticket(ticket("1", 20)));
        return tx.entries().put_ticket(second);
    }));
    EXPECT_EQ(**view().entries().ticket(second.key), second);
    EXPECT_EQ(*view().entries().tickets_of(MemberId{"M1"}), (std::vector<TicketRow>{second, ticket("1", 20)}));
    EXPECT_EQ(write([&](HubTx& tx) { return tx.entries().put_ticket(second); }).error().code, ErrorCode::conflict);
}

TEST_P(RecordsContract, ADeviceComesBackAndItsKeyIsItsOwn) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.devices().put(sample_device("D1", 1, 1)));
        CF_CHECK(tx.devices().put(sample_device("D1", 10, 2)));
        return tx.devices().put(sample_device("D1", 9, 3));
    }));
    EXPECT_EQ(**view().devices().find(kHolder), sample_device("D1", 1, 1));
    EXPECT_EQ((*view().devices().newest(DeviceId{"D1"}))->holder.epoch, DeviceEpoch{10});
    EXPECT_EQ(**view().devices().by_curve_key(PublicKey{3, 2}), (domain::Holder{DeviceId{"D1"}, DeviceEpoch{9}}));
    EXPECT_EQ(view().devices().list()->size(), 3U);
    EXPECT_FALSE(view().devices().newest(DeviceId{"D2"})->has_value());
    const auto twice = write([](HubTx& tx) { return tx.devices().put(sample_device("D2", 1, 1)); });
    EXPECT_EQ(twice.error().code, ErrorCode::conflict);
}

TEST_P(RecordsContract, AnEnrolmentCodeComesBackAndLapses) {
    EnrolCodeRow code;
    code.code_id = "ABCDEF";
    code.secret = Bytes{'S', 'E', 'C'};
    code.store_id = StoreId{"S1"};
    code.made_at = kNow;
    code.expires_at = kNow + Millis{1000};
    code.attempts = 3;
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.devices().put_code(code); }));
    EXPECT_EQ(**view().devices().code("ABCDEF"), code);
    code.used_by = kHolder;
    code.answer = Bytes{1};
    code.request_mac[0] = 4;
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.devices().put_code(code); }));
    EXPECT_EQ(**view().devices().code("ABCDEF"), code);
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.devices().drop_codes_before(code.expires_at); }));
    EXPECT_TRUE(view().devices().code("ABCDEF")->has_value());
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.devices().drop_codes_before(code.expires_at + Millis{1}); }));
    EXPECT_FALSE(view().devices().code("ABCDEF")->has_value());
}

domain::FeedRow thing(const std::string& id, std::size_t bytes) {
    return {domain::FeedKind::product, id, false, Bytes(bytes, 'x')};
}

TEST_P(RecordsContract, TheFeedKeepsTheNewestStateAtTheEnd) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.feed().append(thing("a", 1)));
        CF_CHECK(tx.feed().append(thing("b", 1)));
        return tx.feed().append(thing("a", 2));
    }));
    EXPECT_EQ(*view().feed().head(), FeedPosition{3});
    EXPECT_EQ(**view().feed().find(domain::FeedKind::product, "a"), thing("a", 2));
    const auto all = *view().feed().changes(FeedPosition{}, 10, 1000);
    EXPECT_EQ(all.from, FeedPosition{});
    EXPECT_EQ(all.to, FeedPosition{3});
    EXPECT_EQ(all.rows, (std::vector<domain::FeedRow>{thing("b", 1), thing("a", 2)}));
    EXPECT_EQ(view().feed().changes(FeedPosition{2}, 10, 1000)->rows.size(), 1U);
    EXPECT_EQ(view().feed().changes(FeedPosition{3}, 10, 1000)->to, FeedPosition{3});
}

TEST_P(RecordsContract, FeedBatchesAreCutByRowsAndByBytes) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        for (const char* id : {"a", "b", "c"})
            CF_CHECK(tx.feed().append(thing(id, 100)));
        return tx.feed().append(thing("d", 5000));
    }));
    EXPECT_EQ(view().feed().changes(FeedPosition{}, 2, 10000)->to, FeedPosition{2});
    EXPECT_EQ(view().feed().changes(FeedPosition{}, 10, 250)->to, FeedPosition{2});
    EXPECT_EQ(view().feed().changes(FeedPosition{3}, 10, 250)->to, FeedPosition{4}) << "at least one row, however large";
}

TEST_P(RecordsContract, OldRulesAndTemplatesStay) {
    domain::CouponTemplate rule;
    rule.template_id = TemplateId{"T1"};
    rule.face = Money{100};
    domain::CouponTemplate newer = rule;
    newer.version = 10;
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.reference().put_template(newer));
        return tx.reference().put_template(rule);
    }));
    EXPECT_EQ(**view().reference().coupon_template(TemplateId{"T1"}), newer);
    EXPECT_EQ(**view().reference().coupon_template(TemplateId{"T1"}, 1), rule);
    EXPECT_FALSE(view().reference().coupon_template(TemplateId{"T1"}, 2)->has_value());
    EXPECT_FALSE(view().reference().rules()->has_value());
}

TEST_P(RecordsContract, AGtinNamesOneProduct) {
    domain::Product product;
    product.sku = Sku{"S1"};
    product.gtin = "02000000000015";
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.reference().put_product(product); }));
    EXPECT_EQ(**view().reference().product(Sku{"S1"}), product);
    product.sku = Sku{"S2"};
    EXPECT_EQ(write([&](HubTx& tx) { return tx.reference().put_product(product); }).error().code, ErrorCode::conflict);
    product.gtin.clear();
    EXPECT_TRUE(write([&](HubTx& tx) { return tx.reference().put_product(product); }).has_value());
}

}  // namespace
}  // namespace counterfoil::hub
