// Issue, withdraw, give back, hand on: what the desk does with coupons, also while a device holds them.
#include <set>

#include "unit/hub_core/desk_world.hpp"

namespace counterfoil::hub {
namespace {

class CouponDesk : public DeskWorld {
protected:
    CouponDesk() {
        add_rules();
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            domain::CouponTemplate handed;
            handed.template_id = TemplateId{"T2"};
            handed.face = Money{500};
            handed.transferable = 2;
            handed.valid_until = kStart + Millis{kDayMs};
            CF_CHECK(tx.reference().put_template(handed));
            domain::CouponTemplate bearer = handed;
            bearer.template_id = TemplateId{"TB"};
            bearer.bound = domain::Bound::bearer;
            CF_CHECK(tx.reference().put_template(bearer));
            MemberRow other;
            other.member.member_id = MemberId{"M2"};
            other.member.account_id = AccountId{"A2"};
            return tx.members().put(other);
        });
        EXPECT_TRUE(done.has_value());
    }

    json issue(const std::string& template_id, const std::string& member, json more = json::object()) {
        json body = kBy;
        body["template_id"] = template_id;
        if (!member.empty()) body["member_id"] = member;
        body.update(more);
        return ask("coupons.issue", "", body);
    }
    std::string issued_id() { return issue("T2", "M1")["coupons"][0]["coupon_id"]; }
    json transfer(const std::string& id, const std::string& to) {
        json body = kBy;
        body["to_member_id"] = to;
        return ask("coupons.transfer", id, body);
    }
    json show(const std::string& id) { return ask("coupons.show", id, nullptr); }
    domain::Hold held(const std::string& id) { return hold(a, ++requests_, {{domain::right_of(CouponId{id}), 1, 1}}); }
    domain::Coupon in_feed(const std::string& id) {
        const auto row = store->view().feed().find(domain::FeedKind::coupon, id);
        EXPECT_TRUE(row.has_value() && row->has_value()) << id;
        return *codec::decode_coupon((*row)->body);
    }
    void sell(const domain::Hold& hold, const std::string& id) {
        a.write(consume(hold, domain::right_of(CouponId{id})), now);
        upload(a, a.head.seq.value - 1);
    }
    void give_up(const domain::Hold& hold, const std::string& id) {
        a.write(release(hold, domain::right_of(CouponId{id})), now);
        upload(a, a.head.seq.value - 1);
    }

private:
    std::uint64_t requests_ = 0;
};

TEST_F(CouponDesk, NaturalDaysBeginWithTheDayOfIssue) {
    const auto done = in_tx([&](HubTx& tx) -> Result<void> {
        domain::CouponTemplate days;
        days.template_id = TemplateId{"T3"};
        days.face = Money{500};
        days.valid_days = 2;
        return tx.reference().put_template(days);
    });
    ASSERT_TRUE(done.has_value());
    // kStart is 2026-05-29, 04:26:40 in UTC+8.
    const json coupon = issue("T3", "M1")["coupons"][0];
    EXPECT_EQ(coupon["valid_from"], kStart.ms);
    EXPECT_EQ(coupon["valid_until"], 1'780'156'800'000) << "the end of 30 May";
    const json sooner = issue("T3", "M1", {{"valid_until", kStart.ms + kDayMs}})["coupons"][0];
    EXPECT_EQ(sooner["valid_until"], kStart.ms + kDayMs);
}

TEST_F(CouponDesk, IssuesToAMemberByTheTemplatesTerms) {
    const json answer = issue("T2", "M1");
    const json& coupon = answer["coupons"][0];
    EXPECT_EQ(coupon["member_id"], "M1");
    EXPECT_EQ(coupon["account_id"], "A1");
    EXPECT_EQ(coupon["valid_until"], kStart.ms + kDayMs);
    EXPECT_EQ(coupon["transfers_left"], 2);
    EXPECT_EQ(coupon["issuer"]["party"], "hq");
    EXPECT_EQ(json(in_feed(coupon["coupon_id"]).code), coupon["code"]);
    const json shown = show(coupon["coupon_id"]);
    EXPECT_EQ(shown["unit"], "free");
    EXPECT_EQ(shown["operations"][0]["kind"], "issue");
    EXPECT_EQ(shown["operations"][0]["staff_id"], "E1");
    EXPECT_EQ(shown["operations"][0]["reason"], "asked for");
    EXPECT_EQ(ask("coupons.show_by_code", coupon["code"], nullptr), shown);
    held(coupon["coupon_id"]);
    EXPECT_EQ(show(coupon["coupon_id"])["holds"][0]["store_id"], "S1");
}

TEST_F(CouponDesk, CodesAreUniqueAndHaveEightyRandomBits) {
    const json answer = issue("TB", "", {{"count", 100}});
    std::set<std::string> codes;
    for (const json& coupon : answer["coupons"]) {
        codes.insert(coupon["code"]);
        EXPECT_EQ(coupon["code"].get<std::string>().size(), 19U);
        EXPECT_TRUE(coupon["code"].get<std::string>().starts_with("CFC"));
        EXPECT_EQ(right(domain::right_of(CouponId{coupon["coupon_id"]})).free, 1);
    }
    EXPECT_EQ(codes.size(), 100U);
}

TEST_F(CouponDesk, IssueIsRefusedWithItsReason) {
    EXPECT_EQ(issue("none", "M1")["code"], "unknown_template");
    EXPECT_EQ(issue("T2", "M9")["code"], "unknown_member");
    EXPECT_EQ(issue("T2", "")["code"], "member_expected");
    EXPECT_EQ(issue("T2", "M1", {{"count", 101}})["error"], "/count: a whole number from 1 to 100 is expected");
    EXPECT_EQ(issue("T2", "M1", {{"reason", ""}})["error"].get<std::string>().substr(0, 7), "/reason");
    EXPECT_EQ(issue("T2", "M1", {{"who", 1}})["error"].get<std::string>().substr(0, 4), "/who");
    now = kStart + Millis{kDayMs};
    EXPECT_EQ(issue("T2", "M1")["code"], "expired");
}

TEST_F(CouponDesk, AQuotaIsCountedAndRefusesWithWhatIsLeft) {
    const json guide = {{"issuer", {{"party", "brand"}, {"staff_id", "G7"}}}};
    EXPECT_EQ(issue("T2", "M1", guide)["code"], "no_quota");
    const json quota = {{"template_id", "T2"}, {"staff_id", "G7"}, {"total", 5}};
    EXPECT_EQ(ask("quotas.put", "Q1", quota)["left"], 5);
    json three = guide;
    three["count"] = 3;
    EXPECT_EQ(issue("T2", "M1", three)["left"], 2);
    const json refused = issue("T2", "M1", three);
    EXPECT_EQ(refused["code"], "quota_used_up");
    EXPECT_EQ(refused["figures"]["left"], "2");
    EXPECT_EQ(issue("T2", "M1", {{"issuer", {{"party", "brand"}, {"campaign_id", "G7"}}}})["code"], "no_quota");
    json less = quota;
    less["total"] = 2;
    EXPECT_EQ(ask("quotas.put", "Q1", less)["code"], "quota_below_issued");
    less["total"] = 3;
    EXPECT_EQ(ask("quotas.put", "Q1", less)["left"], 0);
    EXPECT_EQ(ask("quotas.put", "Q2", quota)["code"], "quota_invalid") << "the guide has one for this template";
    EXPECT_EQ(ask("quotas.list", "", nullptr)["quotas"].size(), 1U);
}

TEST_F(CouponDesk, ACampaignIssuesWithinItsBudgetOverAllTemplates) {
    const auto done = in_tx([&](HubTx& tx) -> Result<void> {
        domain::CouponTemplate capped;
        capped.template_id = TemplateId{"T4"};
        capped.kind = domain::TemplateKind::percent_off;
        capped.pay_bp = BasisPoints{9000};
        capped.max_discount = Money{800};
        CF_CHECK(tx.reference().put_template(capped));
        domain::CouponTemplate open = capped;
        open.template_id = TemplateId{"T5"};
        open.max_discount.reset();
        return tx.reference().put_template(open);
    });
    ASSERT_TRUE(done.has_value());
    const json spring = {{"issuer", {{"party", "brand"}, {"campaign_id", "SPRING"}}}};
    json two = spring;
    two["count"] = 2;
    json budget = {{"campaign_id", "SPRING"}, {"total", 2500}};
    const json made = ask("quotas.put", "B1", budget);
    EXPECT_EQ(made["left"], 2500) << made.dump();
    EXPECT_FALSE(made.contains("template_id"));
    EXPECT_EQ(issue("T2", "M1", two)["budget_left"], 1500);
    EXPECT_EQ(issue("T4", "M1", spring)["budget_left"], 700);
    EXPECT_EQ(issue("T5", "M1", spring)["code"], "budget_needs_face");
    const json refused = issue("T2", "M1", two);
    EXPECT_EQ(refused["code"], "campaign_over");
    EXPECT_EQ(refused["figures"]["budget_left"], "700");
    const json last = issue("T2", "M1", spring);
    EXPECT_EQ(last["budget_left"], 200);
    // What was issued is a promise: its share does not come back.
    json by = kBy;
    EXPECT_TRUE(ask("coupons.void", last["coupons"][0]["coupon_id"], by).contains("operation"));
    EXPECT_EQ(issue("T2", "M1", spring)["figures"]["budget_left"], "200");
    budget["total"] = 2299;
    const json below = ask("quotas.put", "B1", budget);
    EXPECT_EQ(below["code"], "budget_below_spent");
    EXPECT_EQ(below["figures"]["spent"], "2300");
    EXPECT_EQ(ask("quotas.put", "B2", {{"staff_id", "G7"}, {"total", 1}})["code"], "quota_invalid") << "guides count coupons";
}

TEST_F(CouponDesk, ACampaignsCountAndItsBudgetBothHold) {
    const json spring = {{"issuer", {{"party", "brand"}, {"campaign_id", "SPRING"}}}};
    ask("quotas.put", "B1", {{"campaign_id", "SPRING"}, {"total", 1000}});
    ask("quotas.put", "Q1", {{"template_id", "T2"}, {"campaign_id", "SPRING"}, {"total", 1}});
    json two = spring;
    two["count"] = 2;
    const json refused = issue("T2", "M1", two);
    EXPECT_EQ(refused["code"], "campaign_over");
    EXPECT_EQ(refused["figures"]["left"], "1");
    const json issued = issue("T2", "M1", spring);
    EXPECT_EQ(issued["left"], 0);
    EXPECT_EQ(issued["budget_left"], 500) << "what was refused took nothing";
    // A guide of the campaign has a count of her own beside the campaign's budget.
    const json guide = {{"issuer", {{"party", "brand"}, {"campaign_id", "SPRING"}, {"staff_id", "G7"}}}};
    EXPECT_EQ(issue("T2", "M1", guide)["code"], "no_quota");
    ask("quotas.put", "Q2", {{"template_id", "T2"}, {"campaign_id", "SPRING"}, {"staff_id", "G7"}, {"total", 9}});
    EXPECT_EQ(issue("T2", "M1", guide)["budget_left"], 0);
    EXPECT_EQ(issue("T2", "M1", guide)["code"], "campaign_over");
}

TEST_F(CouponDesk, ARepeatGetsTheFirstAnswerAndAnotherRequestARefusal) {
    json body = kBy;
    body.update({{"template_id", "T2"}, {"member_id", "M1"}});
    const json first = ask("coupons.issue", "", body, "key-1");
    EXPECT_EQ(ask("coupons.issue", "", body, "key-1"), first);
    body["member_id"] = "M2";
    EXPECT_EQ(ask("coupons.issue", "", body, "key-1")["code"], "idempotency_key_reused");
    const std::string id = first["coupons"][0]["coupon_id"];
    const json voided = ask("coupons.void", id, kBy, "key-2");
    EXPECT_EQ(ask("coupons.void", id, kBy, "key-2"), voided);
    EXPECT_EQ(ask("coupons.void", id, kBy, "key-3")["code"], "voided");
    EXPECT_NE(ask("coupons.void", id, kBy, "a b")["error"].get<std::string>().find("Idempotency-Key"), std::string::npos);
    now = kStart + Millis{31 * kDayMs};
    tick();
    EXPECT_FALSE(store->view().operations().first_answer("key-1")->has_value());
}

TEST_F(CouponDesk, VoidsAFreeCouponAtOnce) {
    const std::string id = issued_id();
    const json answer = ask("coupons.void", id, kBy);
    EXPECT_EQ(answer["operation"]["state"], "done");
    EXPECT_EQ(answer["coupon"]["state"], "void");
    EXPECT_EQ(in_feed(id).state, domain::CouponState::voided);
    EXPECT_EQ(right(domain::right_of(CouponId{id})).ended, 1);
}

TEST_F(CouponDesk, AVoidOfAHeldCouponWaitsForItsHolder) {
    const std::string id = issued_id();
    const domain::Hold hold = held(id);
    const json answer = ask("coupons.void", id, kBy);
    EXPECT_EQ(answer["operation"]["state"], "waiting");
    EXPECT_EQ(sent<protocol::Recall>(sent_out, a.holder).size(), 1U);
    EXPECT_EQ(right(domain::right_of(CouponId{id})).held, 1) << "a held unit is never changed";
    EXPECT_EQ(in_feed(id).state, domain::CouponState::voided) << "no other device offers it";
    give_up(hold, id);
    EXPECT_EQ(show(id)["operations"][0]["state"], "done");
    EXPECT_EQ(right(domain::right_of(CouponId{id})).ended, 1);
}

TEST_F(CouponDesk, AVoidThatMeetsAConsumeAnswersUsed) {
    const std::string id = issued_id();
    const domain::Hold hold = held(id);
    ask("coupons.void", id, kBy);
    sell(hold, id);
    const json shown = show(id);
    EXPECT_EQ(shown["operations"][0]["state"], "used");
    EXPECT_EQ(shown["coupon"]["state"], "used");
    EXPECT_EQ(shown["unit"], "used");
    EXPECT_EQ(ask("coupons.void", id, kBy)["code"], "already_used");
}

TEST_F(CouponDesk, GivesBackAUsedCouponOnceWithItsTerms) {
    const std::string id = issued_id();
    EXPECT_EQ(ask("coupons.give_back", id, kBy)["code"], "not_used");
    sell(held(id), id);
    const json answer = ask("coupons.give_back", id, kBy);
    const json& fresh = answer["new_coupon"];
    EXPECT_EQ(fresh["from"], id);
    EXPECT_EQ(fresh["member_id"], "M1");
    EXPECT_EQ(fresh["state"], "issued");
    EXPECT_EQ(fresh["valid_until"], answer["coupon"]["valid_until"]);
    EXPECT_NE(fresh["code"], answer["coupon"]["code"]);
    EXPECT_EQ(answer["coupon"]["state"], "used") << "the used unit stays used";
    EXPECT_EQ(answer["operation"]["new_coupon_id"], fresh["coupon_id"]);
    EXPECT_EQ(ask("coupons.give_back", id, kBy)["code"], "already_given_back");
    EXPECT_EQ(in_feed(fresh["coupon_id"]).from, CouponId{id});
    EXPECT_EQ(show(fresh["coupon_id"])["operations"][0]["kind"], "give_back") << "its history begins with it";
    sell(held(fresh["coupon_id"]), fresh["coupon_id"]);
    EXPECT_EQ(right(domain::right_of(CouponId{fresh["coupon_id"]})).used, 1);
}

TEST_F(CouponDesk, NothingComesBackOnceItHasLapsed) {
    const std::string id = issued_id();
    sell(held(id), id);
    now = kStart + Millis{kDayMs};
    EXPECT_EQ(ask("coupons.give_back", id, kBy)["code"], "expired");
}

TEST_F(CouponDesk, HandsOnAFreeCoupon) {
    const std::string id = issued_id();
    const json answer = transfer(id, "M2");
    const json& fresh = answer["new_coupon"];
    EXPECT_EQ(answer["operation"]["state"], "done");
    EXPECT_EQ(fresh["member_id"], "M2");
    EXPECT_EQ(fresh["account_id"], "A2");
    EXPECT_EQ(fresh["transfers_left"], 1);
    EXPECT_EQ(fresh["valid_until"], kStart.ms + kDayMs);
    EXPECT_EQ(right(domain::right_of(CouponId{id})).ended, 1);
    const RightRow there = right(domain::right_of(CouponId{fresh["coupon_id"]}));
    EXPECT_EQ(there.free, 1);
    EXPECT_EQ(there.account_id, AccountId{"A2"});
    EXPECT_EQ(there.expires_at, kStart + Millis{kDayMs});
}

TEST_F(CouponDesk, OnlyAsOftenAndToWhomItMay) {
    std::string id = issued_id();
    EXPECT_EQ(transfer(id, "M1")["code"], "transfer_to_self");
    EXPECT_EQ(transfer(id, "M9")["code"], "unknown_member");
    EXPECT_EQ(transfer("none", "M2")["code"], "unknown_coupon");
    id = transfer(id, "M2")["new_coupon"]["coupon_id"];
    id = transfer(id, "M1")["new_coupon"]["coupon_id"];
    EXPECT_EQ(transfer(id, "M2")["code"], "not_transferable");
    add_coupon("C1", kMember);
    EXPECT_EQ(transfer("C1", "M2")["code"], "not_transferable");
    const std::string bearer = issue("TB", "")["coupons"][0]["coupon_id"];
    EXPECT_EQ(transfer(bearer, "M2")["code"], "not_transferable");
    const std::string late = issued_id();
    now = kStart + Millis{kDayMs};
    EXPECT_EQ(transfer(late, "M2")["code"], "expired");
}

TEST_F(CouponDesk, ATransferOfAHeldCouponWaitsForItsHolder) {
    const std::string id = issued_id();
    const domain::Hold hold = held(id);
    const json answer = transfer(id, "M2");
    EXPECT_EQ(answer["operation"]["state"], "waiting");
    EXPECT_EQ(answer["coupon"]["state"], "in_transfer");
    EXPECT_FALSE(answer.contains("new_coupon"));
    EXPECT_EQ(sent<protocol::Recall>(sent_out, a.holder).size(), 1U);
    EXPECT_EQ(transfer(id, "M2")["code"], "in_transfer");
    const std::string fresh = answer["operation"]["new_coupon_id"];
    EXPECT_EQ(show(fresh)["code"], "unknown_coupon");
    give_up(hold, id);
    EXPECT_EQ(show(id)["operations"][0]["state"], "done");
    EXPECT_EQ(show(fresh)["coupon"]["member_id"], "M2");
    EXPECT_EQ(in_feed(fresh).state, domain::CouponState::issued);
    EXPECT_TRUE(store->view().queue().wishes(domain::right_of(CouponId{id}))->empty());
}

TEST_F(CouponDesk, ATransferThatMeetsAConsumeAnswersUsed) {
    const std::string id = issued_id();
    const domain::Hold hold = held(id);
    const std::string fresh = transfer(id, "M2")["operation"]["new_coupon_id"];
    sell(hold, id);
    EXPECT_EQ(show(id)["operations"][0]["state"], "used");
    EXPECT_EQ(show(id)["coupon"]["state"], "used");
    EXPECT_EQ(show(fresh)["code"], "unknown_coupon");
}

TEST_F(CouponDesk, AVoidComesBeforeATransferThatWaits) {
    const std::string id = issued_id();
    const domain::Hold hold = held(id);
    const std::string fresh = transfer(id, "M2")["operation"]["new_coupon_id"];
    EXPECT_EQ(ask("coupons.void", id, kBy)["operation"]["state"], "waiting");
    give_up(hold, id);
    const json operations = show(id)["operations"];
    EXPECT_EQ(operations[0]["state"], "done");
    EXPECT_EQ(operations[1]["state"], "ended");
    EXPECT_EQ(show(fresh)["code"], "unknown_coupon");
    EXPECT_TRUE(store->view().queue().wishes(domain::right_of(CouponId{id}))->empty());
}

TEST_F(CouponDesk, ATransferOfWhatHasLapsedMeanwhileIsOver) {
    const std::string id = issued_id();
    const domain::Hold hold = held(id);
    transfer(id, "M2");
    now = kStart + Millis{kDayMs};
    give_up(hold, id);
    EXPECT_EQ(show(id)["operations"][0]["state"], "ended");
    EXPECT_EQ(show(id)["coupon"]["state"], "expired");
}

TEST_F(CouponDesk, NobodyGetsAHoldOfACouponInTransfer) {
    const std::string id = issued_id();
    held(id);
    transfer(id, "M2");
    const auto answer = send(b.holder, acquire(1, {{domain::right_of(CouponId{id}), 1, 1}}));
    EXPECT_EQ(sent<protocol::Refused>(*answer, b.holder).front().reason, protocol::RefusedReason::ended);
}

TEST_F(CouponDesk, ALateRedemptionAtRiskOfWhatWasHandedOnIsAConflict) {
    const std::string id = issued_id();
    const std::string fresh = transfer(id, "M2")["new_coupon"]["coupon_id"];
    b.write(risk(domain::right_of(CouponId{id})), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), std::vector<std::string>{"conflict ended"});
    EXPECT_EQ(right(domain::right_of(CouponId{fresh})).free, 1) << "the new owner keeps it";
}

TEST_F(CouponDesk, ARestoredHqChangesNothingUntilItKnowsTheHolds) {
    const std::string id = issued_id();
    authority = std::make_unique<Authority>(AuthorityConfig{.hub_epoch = HubEpoch{2}, .recovery = true}, hasher, verifier,
                                            hq, random, log);
    EXPECT_EQ(ask("coupons.void", id, kBy)["code"], "recovering");
    EXPECT_EQ(show(id)["unit"], "free");
    EXPECT_EQ(ask("coupons.melt", id, kBy)["code"], "unknown_request");
}

/// Whatever is done in whatever order: of one promise there is one coupon that can be used or was used, or none after a
/// void.
TEST_F(CouponDesk, NeverMakesOrLosesACouponWhateverHappens) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        SeededRandom dice(seed);
        std::string id = issued_id();
        bool withdrawn = false;
        std::optional<domain::Hold> hold;
        for (int step = 0; step < 12; ++step) {
            switch (dice.next() % 6) {
                case 0:
                    if (show(id)["unit"] == "free" && show(id)["coupon"]["state"] == "issued" &&
                        show(id)["coupon"]["member_id"] == "M1")
                        hold = held(id);
                    break;
                case 1:
                    if (hold) give_up(*std::exchange(hold, std::nullopt), id);
                    break;
                case 2:
                    if (hold) sell(*std::exchange(hold, std::nullopt), id);
                    break;
                case 3:
                    transfer(id, dice.next() % 2 == 0 ? "M1" : "M2");
                    break;
                case 4:
                    if (dice.next() % 4 == 0) ask("coupons.void", id, kBy);
                    break;
                default:
                    ask("coupons.give_back", id, kBy);
                    break;
            }
            const json done = show(id)["operations"];
            for (const json& operation : done) {
                if (operation["state"] != "done" || operation["coupon_id"] != id) continue;
                withdrawn |= operation["kind"] == "void";
                if (operation.contains("new_coupon_id")) id = operation["new_coupon_id"];
            }
            const json shown = show(id);
            ASSERT_TRUE(shown.contains("unit")) << "seed " << seed << ": the promise is lost";
            const RightRow row = right(domain::right_of(CouponId{id}));
            ASSERT_EQ(row.free + row.held + row.used, withdrawn ? 0 : 1) << "seed " << seed << " step " << step;
            const std::string from = shown["coupon"].value("from", "");
            if (from.empty()) continue;
            const RightRow before = right(domain::right_of(CouponId{from}));
            ASSERT_EQ(before.free + before.held, 0) << "seed " << seed << ": two can be used";
        }
        if (hold) give_up(*hold, id);
    }
}

}  // namespace
}  // namespace counterfoil::hub
