// What members consented to, who may be one person, and what is known of each identity.
#include "contract/hub_store/store_contract.hpp"

namespace counterfoil::hub {
namespace {

using domain::Identity;
using domain::IdentityKind;
using domain::IdentityState;

class PersonsContract : public StoreContract {
protected:
    PersonsContract() {
        EXPECT_TRUE(write([](HubTx& tx) -> Result<void> {
            CF_CHECK(tx.members().put(sample_member("M1", "+8613800138000")));
            return tx.members().put(sample_member("M2", "+8613900139000"));
        }));
    }
};
INSTANTIATE_TEST_SUITE_P(Adapters, PersonsContract, ::testing::ValuesIn(store_adapters()),
                         [](const auto& adapter) { return adapter.param.name; });

TEST_P(PersonsContract, ConsentsComeBackNewestFirst) {
    ConsentRow row;
    row.member_id = MemberId{"M1"};
    row.consent = {"2026-01", {true, false, true}, "store"};
    row.at = kNow;
    row.device_id = DeviceId{"D1"};
    row.staff_id = StaffId{"E1"};
    ConsentRow child = row;
    child.consent.purposes = {true, false, false};
    child.guardian = domain::Guardian{"陈静", "+8613800138000"};
    child.birth_year = 2016;
    child.device_id = DeviceId{};
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.persons().add_consent(row));
        return tx.persons().add_consent(child);
    }));
    reopen();
    EXPECT_EQ(*view().persons().consents(MemberId{"M1"}), (std::vector{child, row}));
    EXPECT_TRUE(view().persons().consents(MemberId{"M2"})->empty());
}

TEST_P(PersonsContract, CandidatesAreOpenUntilTheyAreSettled) {
    CandidateRow row;
    row.member_id = MemberId{"M1"};
    row.other_member_id = MemberId{"M2"};
    row.why = "birthday_differs";
    row.at = kNow;
    ASSERT_TRUE(write([&](HubTx& tx) -> Result<void> {
        CF_TRY(no, tx.persons().add_candidate(row));
        row.no = no;
        return {};
    }));
    reopen();
    EXPECT_EQ(**view().persons().candidate(row.no), row);
    EXPECT_EQ(*view().persons().candidates(9), std::vector{row});
    EXPECT_EQ(*view().persons().candidates_of(MemberId{"M2"}), std::vector{row});
    EXPECT_TRUE(view().persons().candidates(0)->empty());
    ASSERT_TRUE(write(
        [&](HubTx& tx) { return tx.persons().settle_candidate(row.no, CandidateState::dismissed, StaffId{"E1"}, kNow); }));
    EXPECT_TRUE(view().persons().candidates(9)->empty());
    EXPECT_TRUE(view().persons().candidates_of(MemberId{"M1"})->empty());
    EXPECT_EQ((*view().persons().candidate(row.no))->state, CandidateState::dismissed);
    EXPECT_EQ((*view().persons().candidate(row.no))->staff_id, StaffId{"E1"});
}

TEST_P(PersonsContract, OnlyAnActiveIdentityIsAMembersAlone) {
    MemberRow row = sample_member("M1", "+8613800138000");
    row.member.identities.push_back(
        {IdentityKind::phone, "+8613900139000", IdentityState::disputed, kNow, domain::Proof::otp, "D1"});
    row.member.identities[0].state = IdentityState::released;
    row.member.identities[1].verified_at = kNow;
    row.member.identities[1].verified_by = domain::Proof::code;
    row.member.identities[1].source = "app";
    ASSERT_TRUE(write([&](HubTx& tx) { return tx.members().put(row); }));
    reopen();
    EXPECT_EQ(**view().members().member(MemberId{"M1"}), row);
    EXPECT_FALSE(view().members().by_identity(IdentityKind::phone, "+8613800138000")->has_value());
    EXPECT_EQ(**view().members().by_identity(IdentityKind::phone, "+8613900139000"), MemberId{"M2"});
}

}  // namespace
}  // namespace counterfoil::hub
