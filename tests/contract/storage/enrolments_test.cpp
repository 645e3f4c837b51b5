#include "contract/storage/ledger_test.hpp"

namespace counterfoil::storage {
namespace {

using domain::IdentityKind;
using EnrolmentsTest = LedgerTest;

domain::EnrolEntry person(const std::string& id, const std::string& phone) {
    domain::EnrolEntry entry{MemberId{id}, "k", {}};
    entry.person.identities = {{IdentityKind::phone, phone}, {IdentityKind::card_no, "CARD-" + id}};
    entry.person.staff_id = StaffId{"E1"};
    entry.person.consent = {"1", {.membership = true}, "store"};
    return entry;
}

TEST_F(EnrolmentsTest, WhoWasEnrolledIsFoundAfterARestart) {
    const domain::EnrolEntry entry = person("P-1", "+8613800138000");
    const JournalSeq seq = append(entry);
    write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.enrolments().put(entry, seq)); });
    open();
    EXPECT_EQ(view().enrolments().find(MemberId{"P-1"}).value(), seq);
    EXPECT_EQ(view().enrolments().by_identity(IdentityKind::phone, "+8613800138000").value(), MemberId{"P-1"});
    EXPECT_EQ(view().enrolments().by_identity(IdentityKind::card_no, "CARD-P-1").value(), MemberId{"P-1"});
    EXPECT_FALSE(view().enrolments().by_identity(IdentityKind::card_no, "+8613800138000").value());
    EXPECT_FALSE(view().enrolments().find(MemberId{"P-2"}).value());
    const auto stored = view().tickets().entry(seq).value();
    ASSERT_TRUE(stored);
    EXPECT_EQ(std::get<domain::EnrolEntry>(stored->body), entry);
}

TEST_F(EnrolmentsTest, OfSeveralTheNewestHasTheIdentity) {
    for (const char* id : {"P-1", "P-2"}) {
        const domain::EnrolEntry entry = person(id, "+8613800138000");
        const JournalSeq seq = append(entry);
        write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.enrolments().put(entry, seq)); });
    }
    EXPECT_EQ(view().enrolments().by_identity(IdentityKind::phone, "+8613800138000").value(), MemberId{"P-2"});
}

}  // namespace
}  // namespace counterfoil::storage
