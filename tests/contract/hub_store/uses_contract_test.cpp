// What limits count: coupons that were used, and those that are held.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "contract/hub_store/store_contract.hpp"
#include "storage/kit/database.hpp"

namespace counterfoil::hub {
namespace {

class UsesContract : public StoreContract {
protected:
    static CouponUseRow use(const std::string& coupon, const std::string& member, const std::string& day,
                            const std::string& rule = "T1", const std::string& store = "S1") {
        return {CouponId{coupon}, TemplateId{rule}, AccountId{"A1"}, MemberId{member}, StoreId{store}, day};
    }
    void put(const std::vector<CouponUseRow>& rows) {
        ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
            for (const CouponUseRow& row : rows)
                CF_CHECK(tx.uses().put(row));
            return {};
        }));
    }
};
INSTANTIATE_TEST_SUITE_P(Adapters, UsesContract, ::testing::ValuesIn(store_adapters()),
                         [](const auto& adapter) { return adapter.param.name; });

TEST_P(UsesContract, CountByTemplateDayAndStore) {
    put({use("C1", "M1", "2026-05-01"), use("C2", "M1", "2026-05-01"), use("C3", "M1", "2026-05-02", "T1", "S2"),
         use("C4", "M1", "2026-05-01", "T2"), use("C5", "M2", "2026-05-01"), use("C6", "", "2026-05-01")});
    EXPECT_EQ(*view().uses().of_member(MemberId{"M1"}), (std::vector<UseCount>{{TemplateId{"T1"}, "2026-05-01", 2},
                                                                               {TemplateId{"T1"}, "2026-05-02", 1},
                                                                               {TemplateId{"T2"}, "2026-05-01", 1}}));
    EXPECT_TRUE(view().uses().of_member(MemberId{})->empty()) << "nobody's are no member's";
    EXPECT_EQ(*view().uses().of_store(TemplateId{"T1"}, StoreId{"S1"}, "2026-05-01"), 4);
    EXPECT_EQ(*view().uses().of_store(TemplateId{"T1"}, StoreId{"S2"}, "2026-05-01"), 0);
    EXPECT_EQ(*view().uses().members_of(TemplateId{"T1"}), (std::vector{MemberId{"M1"}, MemberId{"M2"}}));
    EXPECT_EQ(**view().uses().find(CouponId{"C3"}), use("C3", "M1", "2026-05-02", "T1", "S2"));
}

TEST_P(UsesContract, WhatIsDroppedCountsNoMore) {
    put({use("C1", "M1", "2026-05-01"), use("C1", "M1", "2026-05-03")});
    EXPECT_EQ(view().uses().of_member(MemberId{"M1"})->size(), 1U) << "a coupon is used once";
    ASSERT_TRUE(write([](HubTx& tx) { return tx.uses().drop(CouponId{"C1"}); }));
    EXPECT_TRUE(view().uses().of_member(MemberId{"M1"})->empty());
    EXPECT_FALSE(view().uses().find(CouponId{"C1"})->has_value());
}

TEST_P(UsesContract, HeldForAMemberIsWhatIsUnspentInHoldsThatStand) {
    ASSERT_TRUE(write([](HubTx& tx) -> Result<void> {
        HoldRow row = sample_hold(1, {{RightId{"coupon:C1"}, 1, kNever}, {RightId{"lot:L1"}, 5, kNever}});
        row.rights[0].consumed = 1;
        CF_CHECK(tx.holds().put(row));
        CF_CHECK(tx.holds().put(sample_hold(2, {{RightId{"coupon:C2"}, 1, kNever}})));
        HoldRow taken_back = sample_hold(3, {{RightId{"coupon:C3"}, 1, kNever}});
        taken_back.state = HoldState::reclaimed;
        CF_CHECK(tx.holds().put(taken_back));
        HoldRow other = sample_hold(4, {{RightId{"coupon:C4"}, 1, kNever}});
        other.hold.member_id = MemberId{"M2"};
        return tx.holds().put(other);
    }));
    auto held = *view().holds().held_for(MemberId{"M1"});
    std::ranges::sort(held);
    EXPECT_EQ(held, (std::vector{RightId{"coupon:C2"}, RightId{"lot:L1"}}));
}

/// The statement of the migration that counts what was used before there were limits.
std::string counting_statement() {
    for (const auto& file :
         std::filesystem::directory_iterator(std::filesystem::path(COUNTERFOIL_SOURCE_DIR) / "sync/hub/store/migrations")) {
        if (!file.path().filename().string().ends_with("_limits.sql")) continue;
        std::ostringstream text;
        text << std::ifstream(file.path()).rdbuf();
        const std::string all = text.str();
        const auto from = all.find("INSERT INTO coupon_use");
        return all.substr(from, all.find(';', from) - from + 1);
    }
    return {};
}

TEST_P(UsesContract, WhatWasUsedBeforeThereWereLimitsCounts) {
    const domain::TicketKey ticket{StoreId{"S1"}, RegisterId{"R1"}, "2026-05-01", TicketId{"T9"}};
    const auto coupon = [&](const std::string& id, const std::string& member, domain::CouponState state) {
        domain::Coupon out;
        out.coupon_id = CouponId{id};
        out.code = "CODE-" + id;
        out.template_id = TemplateId{"T1"};
        out.member_id = MemberId{member};
        out.account_id = AccountId{"A1"};
        out.state = state;
        if (state == domain::CouponState::used) out.used = domain::CouponUse{ticket, Instant{5}};
        return out;
    };
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        TicketRow sale;
        sale.key = ticket;
        sale.member_id = MemberId{"M7"};
        CF_CHECK(tx.entries().put_ticket(sale));
        CF_CHECK(tx.rights().put_coupon(coupon("C1", "M1", domain::CouponState::used)));
        CF_CHECK(tx.rights().put_coupon(coupon("C2", "", domain::CouponState::used)));
        CF_CHECK(tx.rights().put_coupon(coupon("C3", "M1", domain::CouponState::issued)));
        domain::Coupon renewed = coupon("C4", "M1", domain::CouponState::used);
        renewed.code = "used:C4";
        CF_CHECK(tx.rights().put_coupon(renewed));
        CF_CHECK(tx.rights().put_coupon(coupon("C5", "M1", domain::CouponState::used)));
        domain::Coupon next = coupon("C6", "M1", domain::CouponState::issued);
        next.from = CouponId{"C5"};
        return tx.rights().put_coupon(next);
    }));
    const std::string statement = counting_statement();
    ASSERT_FALSE(statement.empty());
    store.reset();
    {
        auto database = sqlite_kit::Database::open(folder.file("hub.db"), {});
        ASSERT_TRUE(database.has_value());
        ASSERT_TRUE(database->exec("count", statement.c_str()).has_value());
    }
    reopen();
    EXPECT_EQ(**view().uses().find(CouponId{"C1"}), use("C1", "M1", "2026-05-01"));
    EXPECT_EQ(view().uses().find(CouponId{"C2"})->value().member_id, MemberId{"M7"}) << "the ticket's member";
    for (const char* id : {"C3", "C4", "C5", "C6"})
        EXPECT_FALSE(view().uses().find(CouponId{id})->has_value()) << id;
}

}  // namespace
}  // namespace counterfoil::hub
