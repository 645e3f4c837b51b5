// What an enrolment must be like: who is reachable by what, old enough, and agreed to what.
#include "domain/enrol.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace counterfoil::domain {
namespace {

constexpr const char* kToday = "2026-03-02";

Rules rules() {
    Rules out;
    out.prefixes.card_no = {"CARD"};
    out.prefixes.member_code = {"CFM"};
    return out;
}

Enrolment lin() {
    Enrolment person;
    person.identities = {{IdentityKind::phone, "138 0013 8000"}};
    person.identities[0].value = "13800138000";
    person.name = "Lin";
    person.consent = {"2026-01", {.membership = true}, "store"};
    person.staff_id = StaffId{"E1"};
    return person;
}

Enrolment kept(const Enrolment& person) {
    auto outcome = check_enrolment(person, rules(), kToday);
    const auto* refusal = std::get_if<Refusal>(&outcome);
    EXPECT_EQ(refusal, nullptr) << refusal->code << " " << refusal->field;
    return refusal == nullptr ? std::get<Enrolment>(outcome) : Enrolment{};
}

/// "code field" of the refusal after `change`.
std::string refused(const std::function<void(Enrolment&)>& change) {
    Enrolment person = lin();
    change(person);
    const auto outcome = check_enrolment(person, rules(), kToday);
    const auto* refusal = std::get_if<Refusal>(&outcome);
    return refusal == nullptr ? "taken" : refusal->code + " " + refusal->field;
}

TEST(EnrolTest, IdentitiesAreKeptAsAScanMeansThem) {
    Enrolment person = lin();
    person.identities.push_back({IdentityKind::card_no, "card77"});
    const Enrolment out = kept(person);
    EXPECT_EQ(out.identities[0].value, "+8613800138000");
    EXPECT_EQ(out.identities[1].value, "CARD77");
}

TEST(EnrolTest, WhatIsWrongIsPointedAt) {
    EXPECT_EQ(refused([](Enrolment& p) { p.identities[0].value = "123"; }), "enrolment_invalid /identities/0/value");
    EXPECT_EQ(refused([](Enrolment& p) { p.identities.clear(); }), "enrolment_invalid /identities");
    EXPECT_EQ(refused([](Enrolment& p) {
                  p.identities = {{IdentityKind::union_id, "u1"}};
              }),
              "enrolment_invalid /identities");
    EXPECT_EQ(refused([](Enrolment& p) {
                  p.identities.push_back({IdentityKind::card_no, "X77"});
              }),
              "enrolment_invalid /identities/1/value");
    EXPECT_EQ(refused([](Enrolment& p) {
                  p.identities.push_back({IdentityKind::phone, "+8613800138000"});
              }),
              "enrolment_invalid /identities/1");
    EXPECT_EQ(refused([](Enrolment& p) { p.identities[0].verified_by = Proof::phone; }),
              "enrolment_invalid /identities/0/verified_by");
    EXPECT_EQ(refused([](Enrolment& p) { p.identities[0].verified_at = Instant{5}; }), "enrolment_invalid /identities/0")
        << "when it was proved is the device's word";
    EXPECT_EQ(refused([](Enrolment& p) { p.identities[0].state = IdentityState::released; }),
              "enrolment_invalid /identities/0");
    EXPECT_EQ(refused([](Enrolment& p) { p.staff_id = StaffId{}; }), "enrolment_invalid /staff_id");
}

TEST(EnrolTest, NobodyBecomesAMemberWithoutSayingSo) {
    EXPECT_EQ(refused([](Enrolment& p) {
                  p.consent.purposes = {false, true, true};
              }),
              "consent_needed /consent/purposes/membership");
    EXPECT_EQ(refused([](Enrolment& p) { p.consent.purposes = {true, false, false}; }), "taken");
}

TEST(EnrolTest, AChildNeedsAGuardian) {
    const auto born = [](std::int32_t year, std::int32_t month, std::int32_t day) {
        return [=](Enrolment& p) {
            p.birth_year = year;
            p.birthday = Birthday{month, day};
        };
    };
    EXPECT_EQ(refused(born(2012, 3, 2)), "taken") << "fourteen today";
    EXPECT_EQ(refused(born(2012, 3, 3)), "guardian_needed /guardian") << "fourteen tomorrow";
    EXPECT_EQ(refused(born(2026, 3, 3)), "enrolment_invalid /birth_year") << "not born yet";
    EXPECT_EQ(refused(born(1850, 3, 3)), "enrolment_invalid /birth_year");
    EXPECT_EQ(refused(born(2001, 2, 29)), "enrolment_invalid /birthday");
    EXPECT_EQ(refused([](Enrolment& p) { p.birth_year = 1990; }), "enrolment_invalid /birthday");

    Enrolment child = lin();
    born(2020, 1, 1)(child);
    child.guardian = Guardian{"Mei", "13900139000"};
    const Enrolment out = kept(child);
    EXPECT_EQ(out.guardian->phone, "+8613900139000");
    EXPECT_EQ(out.birth_year, 2020) << "it says when the child decides for itself";
    child.guardian->phone = "1";
    const auto outcome = check_enrolment(child, rules(), kToday);
    EXPECT_EQ(std::get<Refusal>(outcome).field, "/guardian/phone");
}

TEST(EnrolTest, WhoWasBornOnALeapDayIsAYearOlderOnThe28thOfOtherYears) {
    Enrolment person = lin();
    person.birthday = Birthday{2, 29};
    person.birth_year = 2012;
    const auto on = [&](const std::string& today) {
        const auto outcome = check_enrolment(person, rules(), today);
        const auto* refusal = std::get_if<Refusal>(&outcome);
        return refusal == nullptr ? "taken" : refusal->code;
    };
    EXPECT_EQ(on("2026-02-27"), "guardian_needed");
    EXPECT_EQ(on("2026-02-28"), "taken") << "fourteen";
    person.birth_year = 2014;
    person.birthday = Birthday{2, 28};
    EXPECT_EQ(on("2028-02-28"), "taken");
    person.birth_year = 2016;
    person.birthday = Birthday{2, 29};
    EXPECT_EQ(on("2028-02-28"), "guardian_needed") << "twelve";
}

TEST(EnrolTest, TheYearOfAnAdultIsNotKept) {
    Enrolment person = lin();
    person.birthday = Birthday{5, 6};
    person.birth_year = 1980;
    const Enrolment out = kept(person);
    EXPECT_FALSE(out.birth_year);
    EXPECT_EQ(out.birthday, (Birthday{5, 6}));
}

TEST(EnrolTest, StampsSayWhoBroughtItAndWhatWasProved) {
    Enrolment person = lin();
    person.identities.push_back({IdentityKind::card_no, "CARD77"});
    person.identities[0].verified_by = Proof::otp;
    stamp_identities(person, "D1", Instant{9});
    EXPECT_EQ(person.identities[0].verified_at, Instant{9});
    EXPECT_EQ(person.identities[1].verified_at, Instant{});
    EXPECT_EQ(person.identities[1].source, "D1");
}

TEST(EnrolTest, AMemberBeginsWithTheTierThatNoGrowthGives) {
    Rules ladder = rules();
    ladder.tiers = {{TierId{"base"}, {}, 0, kWhole, kWhole, 0}, {TierId{"gold"}, {}, 1, kWhole, kWhole, 1000}};
    const Member member = member_of({MemberId{"P-1"}, "k", lin()}, ladder, StoreId{"S1"});
    EXPECT_EQ(member.tier, TierId{"base"});
    EXPECT_EQ(member.account_id, AccountId{"P-1"});
    EXPECT_EQ(member.home_store, StoreId{"S1"});
    EXPECT_TRUE(member.lots.empty());
}

TEST(PhoneTrustTest, EndsSoManyDaysAfterTheLastProof) {
    Identity phone{IdentityKind::phone, "+8613800138000"};
    EXPECT_FALSE(phone_lapsed(phone, 180, Instant{1'000 * kDayMs})) << "never proved, never doubted";
    phone.verified_at = Instant{10 * kDayMs};
    EXPECT_FALSE(phone_lapsed(phone, 180, Instant{190 * kDayMs - 1}));
    EXPECT_TRUE(phone_lapsed(phone, 180, Instant{190 * kDayMs}));
    phone.kind = IdentityKind::card_no;
    EXPECT_FALSE(phone_lapsed(phone, 180, Instant{190 * kDayMs}));
}

}  // namespace
}  // namespace counterfoil::domain
