// Persons who become members, at a till that may be offline and at HQ's desk: who they are, and that nothing is lost on the
// way.
#include <functional>

#include "domain/enrol.hpp"
#include "domain/quote.hpp"
#include "hub/core/enrolling.hpp"
#include "unit/hub_core/desk_world.hpp"

namespace counterfoil::hub {
namespace {

using domain::IdentityKind;
using domain::IdentityState;

const std::string kPhone = "+8613800138000";

class MemberEnrol : public DeskWorld {
protected:
    MemberEnrol() {
        add_rules();
        enrol(a, "S1");
        enrol(b, "S2");
    }

    /// M7 with its phone, from before.
    void add_known(const std::function<void(MemberRow&)>& change = [](MemberRow&) {}) {
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            MemberRow row;
            row.member.member_id = MemberId{"M7"};
            row.member.account_id = AccountId{"A7"};
            row.member.identities = {{IdentityKind::phone, kPhone}};
            row.enrolled_at = Instant{10};
            change(row);
            return tx.members().put(row);
        });
        EXPECT_TRUE(done.has_value()) << describe(done.error());
    }
    domain::EnrolEntry lin(const std::string& id = "P-DA-1", const std::string& phone = kPhone) {
        domain::EnrolEntry entry{MemberId{id}, "k", {}};
        entry.person.identities = {{IdentityKind::phone, phone}};
        entry.person.name = "Lin";
        entry.person.consent = {"2026-01", {.membership = true, .marketing = true}, "store"};
        entry.person.staff_id = StaffId{"E1"};
        domain::stamp_identities(entry.person, "DA", now);
        return entry;
    }
    /// Answers "verdict code".
    std::string write(TestDevice& device, const domain::JournalBody& body) {
        device.write(body, now);
        return verdicts(upload(device, device.head.seq.value - 1), device.holder).front();
    }
    domain::TicketEntry sale(const std::string& ticket, const MemberId& member) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K" + ticket};
        entry.basket = basket_of(ticket, now, member);
        add_line(entry.basket, 5000);
        domain::QuoteContext context;
        const auto rules = *store->view().reference().rules();
        context.rules = &*rules;
        context.member = domain::member_of({member, "", {}}, *rules, StoreId{"S1"});
        entry.quote = std::get<domain::Quote>(domain::make_quote(entry.basket, context));
        entry.quote.rules_hash = rules->hash;
        entry.tenders = {{"cash", entry.quote.totals.due}};
        return entry;
    }
    MemberRow stored(const std::string& id) { return **store->view().members().member(MemberId{id}); }
    domain::CachedMember in_feed(const std::string& id) {
        const auto row = store->view().feed().find(domain::FeedKind::member, id);
        EXPECT_TRUE(row.has_value() && row->has_value()) << id;
        return *codec::decode_member((*row)->body);
    }
    std::int64_t points_of(const std::string& id) {
        std::int64_t sum = 0;
        for (const domain::PointsLot& lot : in_feed(id).member.lots)
            sum += lot.amount.value;
        return sum;
    }
    json candidates() { return ask("members.candidates", "", nullptr)["candidates"]; }
    std::optional<MemberId> holder_of(const std::string& phone) {
        return *store->view().members().by_identity(IdentityKind::phone, phone);
    }
    static json person(const std::string& phone) {
        return {{"identities", {{{"kind", "phone"}, {"value", phone}}}},
                {"name", "Lin"},
                {"consent",
                 {{"text_version", "2026-01"},
                  {"channel", "app"},
                  {"purposes", {{"membership", true}, {"marketing", false}, {"sharing", false}}}}},
                {"staff_id", "E1"}};
    }
    json add_identity(const std::string& id, const std::string& kind, const std::string& value, const std::string& proof) {
        json body = kBy;
        body["kind"] = kind;
        body["value"] = value;
        body["verified_by"] = proof;
        return ask("members.add_identity", id, body);
    }
    json release(const std::string& id, const std::string& phone, const std::string& proof = "otp") {
        json body = kBy;
        body["phone"] = phone;
        body["verified_by"] = proof;
        return ask("members.release_phone", id, body);
    }
};

TEST_F(MemberEnrol, AProvisionalMemberIsConfirmed) {
    EXPECT_EQ(write(a, lin()), "accepted");
    const MemberRow row = stored("P-DA-1");
    EXPECT_FALSE(row.provisional);
    EXPECT_EQ(row.enrolled_at, now);
    EXPECT_EQ(row.member.home_store, StoreId{"S1"});
    EXPECT_EQ(holder_of(kPhone), MemberId{"P-DA-1"});
    const auto cached = in_feed("P-DA-1");
    EXPECT_EQ(cached.member.name, "Lin");
    EXPECT_EQ(cached.applied.at(a.holder), JournalSeq{1});

    const auto consents = *store->view().persons().consents(MemberId{"P-DA-1"});
    ASSERT_EQ(consents.size(), 1U);
    EXPECT_EQ(consents[0].consent, lin().person.consent);
    EXPECT_EQ(consents[0].device_id, DeviceId{"DA"});
    EXPECT_EQ(consents[0].staff_id, StaffId{"E1"});
    EXPECT_EQ(consents[0].at, now);
}

TEST_F(MemberEnrol, WhatTheNewMemberEarnsIsItsOwn) {
    write(a, lin());
    EXPECT_EQ(write(a, sale("T1", MemberId{"P-DA-1"})), "accepted");
    EXPECT_EQ(points_of("P-DA-1"), 50);
}

TEST_F(MemberEnrol, HqSaysThisIsMAndAllFollows) {
    add_known();
    EXPECT_EQ(write(a, lin()), "accepted already_member");
    EXPECT_EQ(in_feed("P-DA-1").member.merged_into, MemberId{"M7"});
    EXPECT_EQ(write(a, sale("T1", MemberId{"P-DA-1"})), "accepted") << "the till goes on with the id that it has";
    EXPECT_EQ(points_of("M7"), 50);
    EXPECT_EQ(in_feed("M7").member.merged, std::vector{MemberId{"P-DA-1"}});
    EXPECT_EQ(in_feed("M7").applied.at(a.holder), JournalSeq{2});
    EXPECT_EQ(in_feed("M7").member.identities.size(), 1U) << "the same phone is not shown twice";
    EXPECT_EQ(ledger_sum(), 50);
}

TEST_F(MemberEnrol, TwoTillsThatEnrolOnePersonMeanOneMember) {
    write(a, lin());
    write(a, sale("T1", MemberId{"P-DA-1"}));
    EXPECT_EQ(write(b, lin("P-DB-1")), "accepted already_member");
    write(b, sale("T2", MemberId{"P-DB-1"}));
    EXPECT_EQ(points_of("P-DA-1"), 100);
    EXPECT_TRUE(candidates().empty());
}

TEST_F(MemberEnrol, ACardThatIsNewComesAlong) {
    add_known();
    domain::EnrolEntry entry = lin();
    entry.person.identities.push_back({IdentityKind::card_no, "CARD1"});
    write(a, entry);
    EXPECT_EQ(*store->view().members().by_identity(IdentityKind::card_no, "CARD1"), MemberId{"P-DA-1"});
    EXPECT_EQ(in_feed("M7").member.identities.size(), 2U);
}

TEST_F(MemberEnrol, ABirthdayThatDiffersIsForAPerson) {
    add_known([](MemberRow& row) { row.member.birthday = domain::Birthday{1, 2}; });
    domain::EnrolEntry entry = lin();
    entry.person.birthday = domain::Birthday{3, 4};
    EXPECT_EQ(write(a, entry), "finding merge_candidate");
    write(a, sale("T1", MemberId{"P-DA-1"}));
    EXPECT_EQ(points_of("P-DA-1"), 50) << "nothing moves with a phone alone";
    EXPECT_EQ(holder_of(kPhone), MemberId{"M7"});
    EXPECT_EQ(stored("P-DA-1").member.identities.at(0).state, IdentityState::disputed);
    ASSERT_EQ(candidates().size(), 1U);
    EXPECT_EQ(candidates()[0]["why"], "birthday_differs");
    EXPECT_EQ(candidates()[0]["member_id"], "P-DA-1");

    json body = kBy;
    body["other_member_id"] = "M7";
    EXPECT_EQ(ask("members.merge", "P-DA-1", body)["survivor_id"], "M7");
    EXPECT_TRUE(candidates().empty()) << "a person has decided";
    EXPECT_EQ(points_of("M7"), 50);
}

TEST_F(MemberEnrol, TwoPersonsStayTwo) {
    add_known([](MemberRow& row) { row.member.birthday = domain::Birthday{1, 2}; });
    domain::EnrolEntry entry = lin();
    entry.person.birthday = domain::Birthday{3, 4};
    write(a, entry);
    const std::string no = std::to_string(candidates()[0]["no"].get<int>());
    EXPECT_EQ(ask("members.dismiss_candidate", no, kBy)["candidate"]["state"], "dismissed");
    EXPECT_TRUE(candidates().empty());
    EXPECT_TRUE(stored("P-DA-1").member.identities.empty());
    EXPECT_EQ(holder_of(kPhone), MemberId{"M7"});
    EXPECT_EQ(ask("members.dismiss_candidate", no, kBy)["code"], "unknown_candidate");
    EXPECT_TRUE(ask("members.dismiss_candidate", "x", kBy).contains("error"));
}

TEST_F(MemberEnrol, AnotherUnionIdOrAnOldPhoneIsForAPerson) {
    add_known([](MemberRow& row) {
        row.member.identities.push_back(
            {IdentityKind::union_id, "u1", IdentityState::active, Instant{1}, domain::Proof::code, "app"});
    });
    domain::EnrolEntry entry = lin();
    entry.person.identities.push_back({IdentityKind::union_id, "u2", IdentityState::active, now, domain::Proof::code, "DA"});
    EXPECT_EQ(write(a, entry), "finding merge_candidate");
    EXPECT_EQ(candidates()[0]["why"], "other_union_id");

    add_known([&](MemberRow& row) {
        row.member.identities[0].verified_at = Instant{now.ms - 180 * kDayMs};
        row.member.identities[0].verified_by = domain::Proof::otp;
    });
    EXPECT_EQ(write(a, lin("P-DA-2")), "finding merge_candidate");
    EXPECT_EQ(candidates()[1]["why"], "phone_lapsed");
    add_known([&](MemberRow& row) { row.member.identities[0].verified_at = Instant{now.ms - 180 * kDayMs + 1}; });
    EXPECT_EQ(write(a, lin("P-DA-3")), "accepted already_member");
}

TEST_F(MemberEnrol, IdentitiesOfSeveralMembersAreForAPerson) {
    add_known();
    write(b, lin("P-DB-1", "+8613700137000"));
    domain::EnrolEntry entry = lin();
    entry.person.identities.push_back({IdentityKind::phone, "+8613700137000"});
    EXPECT_EQ(write(a, entry), "finding merge_candidate");
    EXPECT_EQ(candidates().size(), 2U);
    EXPECT_EQ(candidates()[0]["why"], "several_members");
}

TEST_F(MemberEnrol, AFrozenMemberIsNotAddedTo) {
    add_known([](MemberRow& row) { row.member.state = domain::MemberState::frozen; });
    EXPECT_EQ(write(a, lin()), "finding merge_candidate");
    EXPECT_EQ(candidates()[0]["why"], "frozen");
}

TEST_F(MemberEnrol, WhatADeviceShouldNotHaveTakenIsShownAndKept) {
    domain::EnrolEntry entry = lin();
    entry.person.consent.purposes.membership = false;
    EXPECT_EQ(write(a, entry), "finding consent_needed");
    EXPECT_EQ(stored("P-DA-1").member.name, "Lin");
}

TEST_F(MemberEnrol, AWelcomeTwiceIsAFindingAndNothingIsTakenBack) {
    ASSERT_TRUE(in_tx([&](HubTx& tx) -> Result<void> {
        domain::CouponTemplate rule;
        rule.template_id = TemplateId{"WELCOME"};
        rule.kind = domain::TemplateKind::amount_off;
        rule.face = Money{500};
        rule.bound = domain::Bound::bearer;
        rule.first_purchase = true;
        CF_CHECK(tx.reference().put_template(rule));
        for (const char* id : {"W1", "W2"}) {
            domain::Coupon coupon;
            coupon.coupon_id = CouponId{id};
            coupon.code = std::string("CODE-") + id;
            coupon.template_id = rule.template_id;
            coupon.account_id = AccountId{id};
            CF_CHECK(tx.rights().put_coupon(coupon));
            RightRow right;
            right.right_id = domain::right_of(coupon.coupon_id);
            right.account_id = coupon.account_id;
            right.total = right.free = 1;
            CF_CHECK(tx.rights().put(right));
        }
        return {};
    }));
    const auto welcome = [&](const std::string& ticket, const MemberId& member, const char* coupon) {
        domain::TicketEntry entry = sale(ticket, member);
        entry.basket.coupons = std::vector{CouponId{coupon}};
        domain::QuoteContext context;
        const auto rules = *store->view().reference().rules();
        context.rules = &*rules;
        context.member = domain::member_of({member, "", {}}, *rules, StoreId{"S1"});
        domain::OfferedCoupon offer;
        offer.coupon = **store->view().rights().coupon(CouponId{coupon});
        offer.coupon_template = **store->view().reference().coupon_template(TemplateId{"WELCOME"});
        offer.right = domain::RightState::held;
        context.coupons = {offer};
        entry.quote = std::get<domain::Quote>(domain::make_quote(entry.basket, context));
        entry.quote.rules_hash = rules->hash;
        return entry;
    };
    add_known();
    EXPECT_EQ(write(b, welcome("T1", MemberId{"M7"}, "W1")), "accepted");
    write(a, lin());
    now = now + Millis{60'000};
    EXPECT_EQ(write(a, welcome("T2", MemberId{"P-DA-1"}, "W2")), "finding not_first_purchase");
    EXPECT_EQ(points_of("M7"), 45 + 45) << "what was promised on the receipts stays";
}

TEST_F(MemberEnrol, AnOptOutInEitherStays) {
    add_known();
    ASSERT_TRUE(in_tx([&](HubTx& tx) {
        ConsentRow row;
        row.member_id = MemberId{"M7"};
        row.consent = {"2025-01", {.membership = true, .marketing = false, .sharing = true}, "app"};
        row.staff_id = StaffId{"E9"};
        return tx.persons().add_consent(row);
    }));
    write(a, lin());
    const auto in_force = *consent_in_force(store->view(), MemberId{"M7"});
    ASSERT_TRUE(in_force);
    EXPECT_EQ(*in_force, (domain::ConsentPurposes{true, false, false}));
}

TEST_F(MemberEnrol, TheDeskEnrolsByTheSameRules) {
    const json made = ask("members.enrol", "", person("13800138000"));
    ASSERT_TRUE(made.contains("member")) << made.dump();
    const std::string id = made["member"]["member_id"];
    EXPECT_EQ(holder_of(kPhone), MemberId{id});
    EXPECT_EQ(in_feed(id).member.identities.at(0).source, "hq");
    EXPECT_EQ(store->view().persons().consents(MemberId{id})->at(0).consent.channel, "app");

    const json again = ask("members.enrol", "", person("13800138000"));
    EXPECT_EQ(again["code"], "already_member");
    EXPECT_EQ(again["figures"]["member_id"], id);
    EXPECT_EQ(again["field"], "/identities/0/value");
    json silent = person("13700137000");
    silent["consent"]["purposes"].erase("sharing");
    EXPECT_TRUE(ask("members.enrol", "", silent).contains("error")) << "each purpose is asked for";
    silent = person("13700137000");
    silent["consent"]["purposes"]["membership"] = false;
    EXPECT_EQ(ask("members.enrol", "", silent)["code"], "consent_needed");
    EXPECT_FALSE(holder_of("+8613700137000"));
}

TEST_F(MemberEnrol, AnIdentityIsAddedAndProvedAgain) {
    add_known();
    EXPECT_EQ(add_identity("M7", "union_id", "u1", "code")["result"], "added");
    EXPECT_EQ(in_feed("M7").member.identities.size(), 2U);
    EXPECT_EQ(add_identity("M7", "phone", "13800138000", "otp")["result"], "verified");
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_at, now);
    EXPECT_EQ(add_identity("M7", "phone", "12", "otp")["code"], "identity_invalid");
    EXPECT_EQ(add_identity("M9", "phone", "13800138000", "otp")["code"], "unknown_member");
}

TEST_F(MemberEnrol, OnlyAPhoneThatBothProvedMergesByItself) {
    add_known();
    write(a, lin("P-DA-1", "+8613700137000"));
    const json asked = add_identity("P-DA-1", "phone", "13800138000", "otp");
    EXPECT_EQ(asked["result"], "candidate") << "M7 never proved it";
    EXPECT_EQ(candidates()[0]["why"], "not_proved");
    EXPECT_EQ(add_identity("M7", "phone", "13800138000", "otp")["result"], "verified");
    EXPECT_EQ(add_identity("P-DA-1", "phone", "13800138000", "none")["result"], "candidate");
    EXPECT_EQ(candidates().size(), 1U) << "the question is asked once";
    const json merged = add_identity("P-DA-1", "phone", "13800138000", "otp");
    EXPECT_EQ(merged["result"], "merged");
    EXPECT_EQ(merged["member_id"], "M7");
    EXPECT_TRUE(candidates().empty());
    EXPECT_EQ(in_feed("M7").member.identities.size(), 2U);
}

TEST_F(MemberEnrol, TheSameUnionIdMergesUnlessSomethingStandsAgainstIt) {
    add_known([](MemberRow& row) {
        row.member.identities.push_back(
            {IdentityKind::union_id, "u1", IdentityState::active, Instant{1}, domain::Proof::code, "app"});
        row.member.birthday = domain::Birthday{1, 2};
    });
    write(a, lin("P-DA-1", "+8613700137000"));
    domain::EnrolEntry other = lin("P-DA-2", "+8613600136000");
    other.person.birthday = domain::Birthday{3, 4};
    write(a, other);
    EXPECT_EQ(add_identity("P-DA-2", "union_id", "u1", "code")["result"], "candidate");
    EXPECT_EQ(add_identity("P-DA-1", "union_id", "u1", "code")["result"], "merged");
    EXPECT_EQ(in_feed("P-DA-1").member.merged_into, MemberId{"M7"});
}

TEST_F(MemberEnrol, AReleasedPhoneLeavesAllElseWithTheOldMember) {
    add_known();
    write(a, sale("T1", MemberId{"M7"}));
    EXPECT_EQ(release("M7", "13800138000", "none")["code"], "proof_needed");
    EXPECT_EQ(release("M7", "13700137000")["code"], "not_this_phone");
    EXPECT_TRUE(release("M7", "13800138000").contains("operation"));
    EXPECT_FALSE(holder_of(kPhone));
    EXPECT_EQ(in_feed("M7").member.identities.at(0).state, IdentityState::released);
    EXPECT_EQ(points_of("M7"), 50);
    EXPECT_EQ(write(b, lin("P-DB-1")), "accepted") << "its new owner is nobody that HQ knows";
    EXPECT_EQ(points_of("P-DB-1"), 0);
    EXPECT_EQ(holder_of(kPhone), MemberId{"P-DB-1"});
    EXPECT_EQ(points_of("M7"), 50);
}

TEST_F(MemberEnrol, TheNewOwnerOfAPhoneIsEnrolledWithIt) {
    add_known();
    json body = kBy;
    body["phone"] = "13800138000";
    body["verified_by"] = "otp";
    body["enrol"] = person("13700137000");
    EXPECT_EQ(ask("members.release_phone", "M7", body)["field"], "/enrol/identities");
    EXPECT_EQ(holder_of(kPhone), MemberId{"M7"}) << "a refusal leaves nothing";
    body["enrol"] = person("13800138000");
    body["enrol"]["consent"]["purposes"]["membership"] = false;
    EXPECT_EQ(ask("members.release_phone", "M7", body)["field"], "/enrol/consent/purposes/membership");
    body["enrol"] = person("13800138000");
    const json done = ask("members.release_phone", "M7", body);
    const std::string id = done["member"]["member_id"];
    EXPECT_EQ(holder_of(kPhone), MemberId{id});
    EXPECT_NE(id, "M7");
}

TEST_F(MemberEnrol, ShowingTheCodeKeepsAPhoneAliveAndAnOtpProvesIt) {
    add_known();
    write(a, sale("T1", MemberId{"M7"}));
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_at, Instant{}) << "a code says nothing of a phone never proved";
    domain::TicketEntry by_otp = sale("T2", MemberId{"M7"});
    by_otp.basket.proof = domain::Proof::otp;
    write(a, by_otp);
    const Instant proved = now;
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_at, proved);
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_by, domain::Proof::otp);
    now = now + Millis{kDayMs - 1};
    write(a, sale("T3", MemberId{"M7"}));
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_at, proved) << "once a day is enough";
    now = now + Millis{1};
    write(a, sale("T4", MemberId{"M7"}));
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_at, now);
    EXPECT_EQ(points_of("M7"), 200) << "points do not suffer from it";
}

TEST_F(MemberEnrol, AMergedMembersPhoneStaysAliveToo) {
    add_known();
    ASSERT_TRUE(in_tx([&](HubTx& tx) -> Result<void> {
                    MemberRow row;
                    row.member.member_id = MemberId{"M3"};
                    row.member.account_id = AccountId{"A3"};
                    row.enrolled_at = Instant{5};
                    return tx.members().put(row);
                }).has_value());
    json body = kBy;
    body["other_member_id"] = "M3";
    ASSERT_EQ(ask("members.merge", "M7", body)["survivor_id"], "M3");
    domain::TicketEntry by_otp = sale("T1", MemberId{"M3"});
    by_otp.basket.proof = domain::Proof::otp;
    write(a, by_otp);
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_by, domain::Proof::otp);
    now = now + Millis{kDayMs};
    write(a, sale("T2", MemberId{"M3"}));
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_at, now);
    EXPECT_EQ(in_feed("M3").member.identities.at(0).verified_at, now) << "devices hear of it with who stands for both";
}

TEST_F(MemberEnrol, AnOtpProvesNoneOfSeveralPhonesOfOnePerson) {
    add_known();
    ASSERT_TRUE(in_tx([&](HubTx& tx) -> Result<void> {
                    MemberRow row;
                    row.member.member_id = MemberId{"M3"};
                    row.member.account_id = AccountId{"A3"};
                    row.member.identities = {{IdentityKind::phone, "+8613700137000"}};
                    row.enrolled_at = Instant{5};
                    return tx.members().put(row);
                }).has_value());
    json body = kBy;
    body["other_member_id"] = "M3";
    ASSERT_EQ(ask("members.merge", "M7", body)["survivor_id"], "M3");
    domain::TicketEntry by_otp = sale("T1", MemberId{"M3"});
    by_otp.basket.proof = domain::Proof::otp;
    write(a, by_otp);
    EXPECT_EQ(stored("M3").member.identities.at(0).verified_by, domain::Proof::none);
    EXPECT_EQ(stored("M7").member.identities.at(0).verified_by, domain::Proof::none);
}

}  // namespace
}  // namespace counterfoil::hub
