// A person becomes a member at the till, with or without a link.
#include "usecase/enrol.hpp"

#include "till.hpp"
#include "usecase/identify.hpp"
#include "usecase/member_card.hpp"
#include "usecase/quote.hpp"

namespace counterfoil::usecase {
namespace {

using domain::IdentityKind;

class EnrolTest : public Till {
protected:
    EnrolTest() { link.up = false; }

    EnrolRequest lin(const std::string& phone = "13800138000", const std::string& key = "e1") {
        EnrolRequest request;
        request.person.identities = {{IdentityKind::phone, phone}};
        request.person.name = "Lin";
        request.person.consent = {"2026-01", {.membership = true, .marketing = true}, "store"};
        request.person.staff_id = StaffId{"E1"};
        request.idempotency_key = key;
        request.request_digest.fill(3);
        return request;
    }
    auto try_enrol(const EnrolRequest& request) {
        return write([&](const View& v) { return enrol(v, request); });
    }
    Enrolled enrolled(const EnrolRequest& request) { return value(try_enrol(request)); }
    Identified identified(const std::string& scan) { return value(identify(view(), {scan, ""})); }
    domain::CachedMember as_hq_has_it(const Enrolled& one) {
        domain::CachedMember member;
        member.member = one.card.member;
        member.applied[{DeviceId{"D1"}, DeviceEpoch{1}}] = one.seq;
        return member;
    }
};

TEST_F(EnrolTest, TheEntryHasAllAndTheMemberIsKnownAtOnce) {
    EnrolRequest request = lin();
    request.person.identities[0].verified_by = domain::Proof::otp;
    const Enrolled one = enrolled(request);
    EXPECT_TRUE(one.card.member.member_id.str().starts_with("P-D1-"));
    EXPECT_FALSE(one.confirmed);
    const auto told = entries<domain::EnrolEntry>();
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].member_id, one.card.member.member_id);
    EXPECT_EQ(told[0].person.consent, request.person.consent);
    EXPECT_EQ(told[0].person.identities[0].value, "+8613800138000");
    EXPECT_EQ(told[0].person.identities[0].verified_at, now);
    EXPECT_EQ(told[0].person.identities[0].source, "D1");

    const Identified found = identified("13800138000");
    ASSERT_TRUE(found.member);
    EXPECT_EQ(found.member->member.member_id, one.card.member.member_id);
    EXPECT_EQ(found.member->member.name, "Lin");
    EXPECT_EQ(found.proof, domain::Proof::phone);
    EXPECT_EQ(value(member_card(view(), one.card.member.member_id)).member, found.member->member);
}

TEST_F(EnrolTest, TheNewMemberIsSoldToAndEarns) {
    const MemberId id = enrolled(lin()).card.member.member_id;
    const Committed sold = sale(basket("1", id.str(), 5000), "k1", 1);
    EXPECT_EQ(sold.member_id, id);
    EXPECT_GT(sold.quote.points.earn, Points{});
    EXPECT_EQ(value(member_card(view(), id)).pending, sold.quote.points.earn);
    const auto all = journal();
    ASSERT_GE(all.size(), 2U);
    EXPECT_TRUE(std::holds_alternative<domain::EnrolEntry>(all[0].body)) << "HQ hears of the member before its sales";
}

TEST_F(EnrolTest, ARepeatGetsTheSameMember) {
    const Enrolled first = enrolled(lin());
    const Enrolled again = enrolled(lin());
    EXPECT_TRUE(again.replay);
    EXPECT_EQ(again.card.member.member_id, first.card.member.member_id);
    EXPECT_EQ(entries<domain::EnrolEntry>().size(), 1U);
    EnrolRequest other = lin();
    other.request_digest.fill(4);
    EXPECT_EQ(refusal(try_enrol(other)).code, "idempotency_key_reused");
}

TEST_F(EnrolTest, WhoIsKnownHereIsNotEnrolledAgain) {
    domain::Member known = test_support::member("m2", "gold");
    known.identities.push_back({IdentityKind::phone, "+8613900139000"});
    disk.feed({row(known)});
    const Refusal no = refusal(try_enrol(lin("13900139000")));
    EXPECT_EQ(no.code, "already_member");
    EXPECT_EQ(no.field, "/identities/0/value");
    EXPECT_EQ(no.figures.at("member_id"), "m2");
    EXPECT_TRUE(journal().empty());

    const MemberId id = enrolled(lin()).card.member.member_id;
    EXPECT_EQ(refusal(try_enrol(lin("+8613800138000", "e2"))).figures.at("member_id"), id.str())
        << "enrolled a moment ago, and HQ has not heard of it";
}

TEST_F(EnrolTest, WhatIsWrongWritesNothing) {
    EnrolRequest request = lin("123");
    EXPECT_EQ(refusal(try_enrol(request)).field, "/identities/0/value");
    request = lin();
    request.person.consent.purposes.membership = false;
    EXPECT_EQ(refusal(try_enrol(request)).code, "consent_needed");
    request = lin();
    request.person.birthday = domain::Birthday{3, 3};
    request.person.birth_year = 2026;
    EXPECT_EQ(refusal(try_enrol(request)).field, "/birth_year") << "born tomorrow, by the store's clock";
    EXPECT_TRUE(journal().empty());
    EXPECT_FALSE(identified("13800138000").member);
    enrolled(lin());
}

TEST_F(EnrolTest, TwoDevicesCannotMakeTheSameId) {
    const MemberId first = enrolled(lin()).card.member.member_id;
    const MemberId second = enrolled(lin("13700137000", "e2")).card.member.member_id;
    EXPECT_NE(first, second);
    EXPECT_TRUE(is_valid_id(first.str()));
}

TEST_F(EnrolTest, OnceHqHasConfirmedItsWordCounts) {
    const Enrolled one = enrolled(lin());
    const Committed sold = sale(basket("1", one.card.member.member_id.str(), 5000), "k1", 1);
    auto confirmed = as_hq_has_it(one);
    confirmed.member.name = "Lin Mei";
    disk.feed({row(confirmed)});
    const MemberCard card = *identified("13800138000").member;
    EXPECT_EQ(card.member.name, "Lin Mei");
    EXPECT_EQ(card.pending, sold.quote.points.earn) << "the sale is not counted by HQ yet";
    // HQ gives the phone to nobody: what the device once wrote must not bring it back.
    confirmed.member.identities.clear();
    disk.feed({row(confirmed)});
    EXPECT_FALSE(identified("13800138000").member);
    enrolled(lin("13800138000", "e2"));
}

TEST_F(EnrolTest, WhereHqSaysThisIsMAllIsMs) {
    const Enrolled one = enrolled(lin());
    const Committed sold = sale(basket("1", one.card.member.member_id.str(), 5000), "k1", 1);
    domain::CachedMember gone = as_hq_has_it(one);
    gone.member.state = domain::MemberState::merged;
    gone.member.merged_into = MemberId{"m7"};
    gone.member.identities.clear();
    domain::CachedMember known;
    known.member = test_support::member("m7", "gold");
    known.member.identities = {{IdentityKind::phone, "+8613800138000"}};
    known.member.merged = {one.card.member.member_id};
    known.applied[{DeviceId{"D1"}, DeviceEpoch{1}}] = one.seq;
    disk.feed({row(gone), row(known)});
    EXPECT_EQ(identified("13800138000").member->member.member_id, MemberId{"m7"});
    const MemberCard card = value(member_card(view(), one.card.member.member_id));
    EXPECT_EQ(card.member.member_id, MemberId{"m7"});
    EXPECT_EQ(card.pending, sold.quote.points.earn);
    EXPECT_EQ(value(try_enrol(lin())).card.member.member_id, MemberId{"m7"}) << "a repeat shows who it is";
}

TEST_F(EnrolTest, AReleasedPhoneSaysSoUntilSomebodyHasIt) {
    domain::Member old = test_support::member("m2", "gold");
    old.identities.push_back({IdentityKind::phone, "+8613900139000", domain::IdentityState::released});
    disk.feed({row(old)});
    EXPECT_EQ(refusal(identify(view(), {"13900139000", ""})).code, "phone_released");
    const Enrolled fresh = enrolled(lin("13900139000"));
    EXPECT_EQ(identified("13900139000").member->member.member_id, fresh.card.member.member_id);
}

TEST_F(EnrolTest, AnOldPhoneAloneProvesNothing) {
    domain::Member old = test_support::member("m2", "gold");
    old.identities.push_back({IdentityKind::phone, "+8613900139000"});
    old.identities.back().verified_at = Instant{now.ms - 180 * kDay};
    old.identities.back().verified_by = domain::Proof::otp;
    disk.feed({row(old)});
    const Identified found = identified("13900139000");
    EXPECT_EQ(found.proof, domain::Proof::none);
    EXPECT_TRUE(found.phone_lapsed);
    old.identities.back().verified_at = Instant{now.ms - 180 * kDay + 1};
    disk.feed({row(old)});
    EXPECT_EQ(identified("13900139000").proof, domain::Proof::phone);
}

TEST_F(EnrolTest, ADisputedIdentityLeadsToWhoHasIt) {
    domain::Member claimant = test_support::member("m2", "gold");
    claimant.identities.push_back({IdentityKind::phone, "+8613900139000", domain::IdentityState::disputed});
    domain::Member owner = test_support::member("m3", "gold");
    owner.identities.push_back({IdentityKind::phone, "+8613900139000"});
    disk.feed({row(owner), row(claimant)});
    EXPECT_EQ(identified("13900139000").member->member.member_id, MemberId{"m3"});
}

TEST_F(EnrolTest, AMemberWhoWasErasedIsNotFoundInTheJournalAgain) {
    const Enrolled one = enrolled(lin());
    domain::CachedMember gone;
    gone.member.member_id = one.card.member.member_id;
    gone.member.state = domain::MemberState::erased;
    disk.feed({row(gone)});
    EXPECT_EQ(refusal(member_card(view(), one.card.member.member_id)).code, "erased");
    EXPECT_EQ(refusal(quote(view(), {basket("1", one.card.member.member_id.str(), 5000)})).code, "erased");
    EXPECT_FALSE(identified("13800138000").member) << "its phone may be anybody's by now";
    EXPECT_NE(enrolled(lin("13800138000", "e2")).card.member.member_id, one.card.member.member_id);
}

}  // namespace
}  // namespace counterfoil::usecase
