// What an import takes, refuses and leaves alone (docs/import.md).
#include "hub/core/erasing.hpp"
#include "hub/core/member_feed.hpp"
#include "unit/hub_import/import_world.hpp"

namespace counterfoil::hub {
namespace {

class Import : public ImportWorld {
protected:
    void release_phone(const std::string& id) {
        in_tx([&](HubTx& tx) -> Result<void> {
            MemberRow row = **tx.members().member(MemberId{id});
            row.member.identities.at(0).state = domain::IdentityState::released;
            CF_CHECK(tx.members().put(row));
            return publish_member(tx, MemberId{id});
        });
    }
    std::optional<MemberId> owner_of_phone() {
        return *store->view().members().by_identity(domain::IdentityKind::phone, "+8613800138000");
    }
};

TEST_F(Import, TakesEveryKindOfRow) {
    const auto result = run_text(std::string(kRules) + kTemplate + kProduct + kMemberRow + kCoupon);
    ASSERT_TRUE(result.has_value()) << describe(result.error());
    EXPECT_EQ(result->counts, (ImportCounts{5, 5, 0, 0}));
    const auto member = member_of("M7");
    EXPECT_EQ(member->member.lots.front().amount, Points{1200});
    EXPECT_EQ(member->member.account_id, AccountId{"M7"});
    EXPECT_EQ(right(RightId{"coupon:C7"}).free, 1);
    EXPECT_EQ((*store->view().reference().product(Sku{"SKU1"}))->gtin, "02000000000015");
    EXPECT_EQ(ledger_sum(), 1200);
}

TEST_F(Import, TakesRowsInAnyOrderAndAnyFile) {
    const auto result =
        run({file("a.jsonl", kCoupon), file("b.jsonl", std::string(kMemberRow) + kTemplate), file("c.jsonl", kRules)});
    EXPECT_TRUE(result.has_value()) << describe(result.error());
}

TEST_F(Import, TheSameAgainChangesNothing) {
    const std::string all = std::string(kRules) + kTemplate + kProduct + kMemberRow + kCoupon;
    ASSERT_TRUE(run_text(all).has_value());
    const auto head = *store->view().feed().head();
    const auto again = run_text(all);
    EXPECT_EQ(again->counts, (ImportCounts{5, 0, 0, 5}));
    EXPECT_EQ(*store->view().feed().head(), head);
    EXPECT_EQ(ledger_sum(), 1200);
}

TEST_F(Import, ALaterImportChangesAMemberButNeverABalance) {
    ASSERT_TRUE(run_text(std::string(kRules) + kMemberRow).has_value());
    const auto result = run_text(member_line(R"(,"name":"新名","points":9999)"));
    EXPECT_EQ(result->counts, (ImportCounts{1, 0, 1, 0}));
    const auto member = member_of("M7");
    EXPECT_EQ(member->member.name, "新名");
    EXPECT_EQ(member->member.lots.front().amount, Points{1200});
}

TEST_F(Import, ALaterImportNeverBringsBackAReleasedPhone) {
    ASSERT_TRUE(run_text(std::string(kRules) + kMemberRow).has_value());
    release_phone("M7");
    ASSERT_TRUE(run_text(std::string(kMemberRow)).has_value());
    EXPECT_FALSE(owner_of_phone());
    EXPECT_EQ(member_of("M7")->member.identities.at(0).state, domain::IdentityState::released);
    const auto others =
        run_text(R"({"kind":"member","member_id":"M8","identities":[{"kind":"phone","value":"+8613800138000"}]})"
                 "\n");
    ASSERT_TRUE(others.has_value()) << describe(others.error());
    EXPECT_EQ(owner_of_phone(), MemberId{"M8"}) << "it is somebody else's now";
    ASSERT_TRUE(run_text(std::string(kMemberRow)).has_value());
    EXPECT_EQ(owner_of_phone(), MemberId{"M8"});
}

TEST_F(Import, NorIsAReleasedPhoneBroughtBackUnderWhoTheMemberWentUpIn) {
    ASSERT_TRUE(run_text(std::string(kRules) + kMemberRow + R"({"kind":"member","member_id":"M8"})" + "\n").has_value());
    release_phone("M7");
    in_tx([&](HubTx& tx) -> Result<void> {
        MemberRow row = **tx.members().member(MemberId{"M7"});
        row.member.state = domain::MemberState::merged;
        row.member.merged_into = MemberId{"M8"};
        return tx.members().put(row);
    });
    ASSERT_TRUE(run_text(R"({"kind":"member","member_id":"M8","identities":[{"kind":"phone","value":"+8613800138000"}]})"
                         "\n")
                    .has_value());
    EXPECT_FALSE(owner_of_phone());
}

TEST_F(Import, ALaterImportNeverBringsBackAUsedCoupon) {
    const std::string all = std::string(kRules) + kTemplate + kMemberRow + kCoupon;
    ASSERT_TRUE(run_text(all).has_value());
    a.write(risk(RightId{"coupon:C7"}), now);
    upload(a);
    EXPECT_EQ(run_text(all)->counts.unchanged, 4U);
    EXPECT_EQ((*store->view().rights().coupon(CouponId{"C7"}))->state, domain::CouponState::used);
    EXPECT_EQ(right(RightId{"coupon:C7"}).used, 1);
}

TEST_F(Import, ALaterImportLeavesACodeWithTheCouponThatCameBack) {
    const std::string all = std::string(kRules) + kTemplate + kMemberRow + kCoupon;
    ASSERT_TRUE(run_text(all).has_value());
    a.write(risk(RightId{"coupon:C7"}), now);
    upload(a);
    in_tx([](HubTx& tx) -> Result<void> {
        domain::Coupon used = **tx.rights().coupon(CouponId{"C7"});
        domain::Coupon again = used;
        again.coupon_id = CouponId{"R7"};
        used.code = "used:R7";
        CF_CHECK(tx.rights().put_coupon(used));
        return tx.rights().put_coupon(again);
    });
    EXPECT_EQ(run_text(all)->counts.unchanged, 4U);
    EXPECT_EQ((*store->view().rights().coupon_by_code("CFC7"))->coupon_id, CouponId{"R7"});
}

TEST_F(Import, AVoidCouponIsWithdrawnAndRecalled) {
    ASSERT_TRUE(run_text(std::string(kRules) + kTemplate + kMemberRow + kCoupon).has_value());
    protocol::Acquire wish = acquire(1, {{RightId{"coupon:C7"}, 1, 1}});
    wish.member_id = MemberId{"M7"};
    ASSERT_EQ(sent<protocol::Grant>(*send(a.holder, wish), a.holder).size(), 1U);
    const auto result =
        run_text(R"({"kind":"coupon","coupon_id":"C7","code":"CFC7","template_id":"T7","member_id":"M7","state":"void"})");
    ASSERT_TRUE(result.has_value()) << describe(result.error());
    EXPECT_EQ(sent<protocol::Recall>(result->outgoing, a.holder).size(), 1U);
    EXPECT_EQ(right(RightId{"coupon:C7"}).held, 1);
}

struct BadRow {
    const char* row;
    const char* fault;
};

class ImportFaults : public ImportWorld, public ::testing::WithParamInterface<BadRow> {};

TEST_P(ImportFaults, NamesFileLineAndFieldAndImportsNothing) {
    ASSERT_TRUE(run_text(std::string(kRules) + kTemplate + kProduct + kMemberRow + kCoupon).has_value());
    const std::string what = fault(std::string(kProduct) + GetParam().row);
    EXPECT_TRUE(what.starts_with(std::string("rows.jsonl:2: ") + GetParam().fault)) << what;
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ImportFaults,
    ::testing::Values(
        BadRow{"{\"kind\":", "line 1 column"}, BadRow{"[]", "/kind: one of"},
        BadRow{R"({"kind":"membre"})", "/kind: one of"}, BadRow{R"({"kind":"member"})", "/member_id"},
        BadRow{R"({"kind":"member","member_id":"M 8"})", "/member_id"},
        BadRow{R"({"kind":"member","member_id":"M8","colour":1})", "/colour"},
        BadRow{R"({"kind":"member","member_id":"M8","tier":"brass"})", "/tier: the rules know no tier brass"},
        BadRow{R"({"kind":"member","member_id":"M8","points":-1})", "/points"},
        BadRow{R"({"kind":"member","member_id":"M8","points":1.5})", "/points"},
        BadRow{R"({"kind":"member","member_id":"M8","points":2000000000000})", "/points"},
        BadRow{R"({"kind":"member","member_id":"M8","points":1,"lots":[]})", "/points: either"},
        BadRow{R"({"kind":"member","member_id":"M8","owed":1})", "/owed"},
        BadRow{R"({"kind":"member","member_id":"M8","identities":[{"kind":"phone","value":"13800138000"}]})",
               "/identities/0/value"},
        BadRow{R"({"kind":"member","member_id":"M8","identities":[{"kind":"phone","value":"+8612800138000"}]})",
               "/identities/0/value"},
        BadRow{R"({"kind":"member","member_id":"M8","identities":[{"kind":"phone","value":"+8613800138000"}]})",
               "/identities/0/value: is member M7's already"},
        BadRow{
            R"({"kind":"member","member_id":"M8","identities":[{"kind":"tmall","value":"x"},{"kind":"tmall","value":"x"}]})",
            "/identities/1/value: stands here twice"},
        BadRow{R"({"kind":"member","member_id":"M8","identities":[{"kind":"card_no","value":"130012345678901234"}]})",
               "/identities/0/value: a scanner would take"},
        BadRow{R"({"kind":"product","sku":"S2","unit_price":100,"gtin":"2000000000016"})", "/gtin"},
        BadRow{R"({"kind":"product","sku":"S2","unit_price":100,"gtin":"2000000000015"})",
               "/gtin: is another product's already"},
        BadRow{R"({"kind":"product","sku":"S2","unit_price":-1})", "/unit_price"},
        BadRow{R"({"kind":"template","template_id":"T8","template_kind":"half_price"})", "/template_kind"},
        BadRow{R"({"kind":"template","template_id":"T7","template_kind":"amount_off","face":600})", "/version: version 1"},
        BadRow{R"({"kind":"rules","points":{"burn_step":150,"burn_value":1}})", "/points/burn_step"},
        BadRow{R"({"kind":"coupon","coupon_id":"C8","code":"X","template_id":"T9"})",
               "/template_id: there is no template T9"},
        BadRow{R"({"kind":"coupon","coupon_id":"C8","code":"X","template_id":"T7","member_id":"M9"})",
               "/member_id: there is no member"},
        BadRow{R"({"kind":"coupon","coupon_id":"C8","code":"X","template_id":"T7"})",
               "/member_id: this template is for members"},
        BadRow{R"({"kind":"coupon","coupon_id":"C8","code":"CFC7","template_id":"T7","member_id":"M7"})",
               "/code: is coupon C7's"},
        BadRow{R"({"kind":"coupon","coupon_id":"C8","code":"X","template_id":"T7","member_id":"M7","state":"used"})",
               "/used"}));

TEST_F(Import, ListsUpToTwentyFaults) {
    std::string text;
    for (int i = 0; i < 30; ++i)
        text += "{\"kind\":\"x\"}\n";
    const std::string what = fault(text);
    EXPECT_EQ(std::ranges::count(what, '\n'), 19);
    EXPECT_NE(what.find("rows.jsonl:20: "), std::string::npos);
    EXPECT_EQ(what.find("rows.jsonl:21: "), std::string::npos);
}

TEST_F(Import, OneFaultyRowAmongManyLeavesNothing) {
    EXPECT_FALSE(run_text(std::string(kRules) + kTemplate + kMemberRow + "{}\n").has_value());
    EXPECT_FALSE(member_of("M7").has_value());
    EXPECT_FALSE(store->view().reference().rules()->has_value());
}

TEST_F(Import, RefusesALineOfMoreThanOneMebibyte) {
    const std::string what =
        fault(std::string(kProduct) + member_line(",\"name\":\"" + std::string(kImportLineMax, 'x') + "\""));
    EXPECT_EQ(what, "rows.jsonl:2: a line of more than 1 MiB");
}

TEST_F(Import, RefusesAFileThatIsNotThere) {
    const auto result = run({folder.file("absent.jsonl")});
    EXPECT_EQ(result.error().code, ErrorCode::not_found);
}

TEST_F(Import, RefusesAFileThatGivesItsLinesOnce) {
    ASSERT_TRUE(run_text(std::string(kRules) + kTemplate + kMemberRow).has_value());
    Importer importer(*authority, hasher, zones, now);
    const auto counts = in_tx([&](HubTx& tx) -> Result<ImportCounts> {
        CF_TRY(go_on, importer.line(tx, "pipe", 1, kCoupon, ImportPass::first));
        EXPECT_TRUE(go_on && importer.needs_second_pass());
        return importer.finish(tx);
    });
    ASSERT_FALSE(counts.has_value());
    EXPECT_NE(counts.error().what.find("read for the second time"), std::string::npos) << counts.error().what;
}

TEST_F(Import, TakesBlankLinesCarriageReturnsAndAByteOrderMark) {
    const auto result =
        run_text("\xef\xbb\xbf" + std::string(kProduct).substr(0, std::string(kProduct).size() - 1) + "\r\n\n");
    ASSERT_TRUE(result.has_value()) << describe(result.error());
    EXPECT_EQ(result->counts.added, 1U);
}

/// The tier of a member whose tickets count is HQ's own figure, as balances are; one that growth does not reach can be
/// given.
TEST_F(Import, ATierThatGrowthSetIsKept) {
    const std::string rules =
        R"({"kind":"rules","tiers":[{"tier_id":"silver","rank":0,"growth_from":0},{"tier_id":"gold","rank":1,"growth_from":9},)"
        R"({"tier_id":"vip","rank":2}]})"
        "\n";
    ASSERT_TRUE(run_text(rules + member_line(R"(,"tier":"silver")")).has_value());
    ASSERT_TRUE(run_text(member_line(R"(,"tier":"gold")")).has_value());
    EXPECT_EQ(member_of("M7")->member.tier, TierId{"gold"}) << "no ticket of M7 is known yet";
    ASSERT_TRUE(in_tx([](HubTx& tx) { return tx.growth().put(StandingRow{MemberId{"M7"}, 9, kNever}); }).has_value());
    ASSERT_TRUE(run_text(member_line(R"(,"tier":"silver","name":"N")")).has_value());
    EXPECT_EQ(member_of("M7")->member.tier, TierId{"gold"});
    EXPECT_EQ(member_of("M7")->member.growth, 9);
    ASSERT_TRUE(run_text(member_line(R"(,"tier":"vip","name":"N")")).has_value());
    EXPECT_EQ(member_of("M7")->member.tier, TierId{"vip"});
    EXPECT_NE(fault(member_line(R"(,"growth":1)")).find("/growth: is HQ's own figure"), std::string::npos);
}

TEST_F(Import, NoListBringsAnErasedMemberBack) {
    const std::string crm =
        R"(,"identities":[{"kind":"phone","value":"+8613800138000"},{"kind":"external_crm","value":"X1"}])";
    ASSERT_TRUE(run_text(std::string(kRules) + kTemplate + member_line(crm) + kCoupon));
    in_turn([&](Turn& turn) -> Result<void> {
        CF_TRY(done, erase_member(turn, MemberId{"M7"}, {StaffId{"E1"}, "asked for"}));
        EXPECT_TRUE(std::holds_alternative<Erased>(done));
        return {};
    });
    const std::string renamed = R"({"kind":"member","member_id":"M8","identities":[{"kind":"external_crm","value":"X1"}]})"
                                "\n";
    const auto again = run_text(member_line(crm) + kCoupon + renamed);
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(again->counts.left_out, 3U);
    EXPECT_EQ(again->counts.added + again->counts.changed, 0U);
    EXPECT_EQ(member_of("M7")->member.state, domain::MemberState::erased);
    EXPECT_FALSE(member_of("M8"));
    EXPECT_EQ((*store->view().rights().coupon(CouponId{"C7"}))->state, domain::CouponState::voided);
    const auto new_one =
        run_text(R"({"kind":"member","member_id":"M9","identities":[{"kind":"phone","value":"+8613800138000"}]})"
                 "\n");
    ASSERT_TRUE(new_one);
    EXPECT_EQ(new_one->counts.added, 1U) << "the phone alone may be anybody's";
}

}  // namespace
}  // namespace counterfoil::hub
