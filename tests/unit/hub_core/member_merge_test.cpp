// Members that are one person: nothing is made or lost, whoever is named and whatever is under way.
#include <algorithm>

#include "domain/quote.hpp"
#include "hub/core/member_feed.hpp"
#include "unit/hub_core/desk_world.hpp"

namespace counterfoil::hub {
namespace {

const MemberId kOther{"M2"};
const AccountId kOtherAccount{"A2"};

class MemberMerge : public DeskWorld {
protected:
    MemberMerge() {
        add_rules();
        add_member(1000);
        add("M2", "A2", 400, 10);
        add_coupon("C1", kMember);
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            CF_TRY(coupon, tx.rights().coupon(CouponId{"C1"}));
            coupon->coupon_id = CouponId{"C2"};
            coupon->code = "CODE-C2";
            coupon->member_id = kOther;
            coupon->account_id = kOtherAccount;
            CF_CHECK(tx.rights().put_coupon(*coupon));
            RightRow row;
            row.right_id = RightId{"coupon:C2"};
            row.account_id = kOtherAccount;
            row.member_id = kOther;
            row.total = 1;
            row.free = 1;
            return tx.rights().put(row);
        });
        EXPECT_TRUE(done.has_value());
    }

    void add(const std::string& id, const std::string& account, std::int64_t points, std::int64_t enrolled_at) {
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            MemberRow row;
            row.member.member_id = MemberId{id};
            row.member.account_id = AccountId{account};
            row.member.identities = {{domain::IdentityKind::member_code, "CFM-" + id}};
            row.enrolled_at = Instant{enrolled_at};
            CF_CHECK(tx.members().put(row));
            if (points == 0) return {};
            RightRow lot;
            lot.right_id = RightId{"lot:L-" + id};
            lot.account_id = AccountId{account};
            lot.member_id = MemberId{id};
            lot.total = points;
            lot.free = points;
            lot.expires_at = kStart + Millis{100 * kDayMs};
            CF_CHECK(tx.rights().put(lot));
            return tx.rights().book({lot.account_id, lot.right_id, PointsCause::opening, points, now, std::nullopt});
        });
        EXPECT_TRUE(done.has_value());
    }
    json merge(const std::string& id, const std::string& other) {
        json body = kBy;
        body["other_member_id"] = other;
        return ask("members.merge", id, body);
    }
    json split(const std::string& id) { return ask("members.split", id, kBy); }
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
    MemberId owner_in_feed(const std::string& coupon) {
        const auto row = store->view().feed().find(domain::FeedKind::coupon, coupon);
        return codec::decode_coupon((*row)->body)->member_id;
    }
    protocol::Acquire acquire_as(const MemberId& member, std::uint64_t no, const std::string& right_id, std::int64_t most) {
        protocol::Acquire out = acquire(no, {{RightId{right_id}, 1, most}});
        out.member_id = member;
        return out;
    }
    domain::Hold hold_as(TestDevice& device, const MemberId& member, std::uint64_t no, const std::string& right_id,
                         std::int64_t most) {
        const auto answer = send(device.holder, acquire_as(member, no, right_id, most));
        const auto grants = sent<protocol::Grant>(*answer, device.holder);
        EXPECT_EQ(grants.size(), 1U) << right_id;
        return grants.empty() ? domain::Hold{} : opened(grants.front(), hq.public_key());
    }
    void write(TestDevice& device, const domain::JournalBody& body) {
        device.write(body, now);
        answers = verdicts(upload(device, device.head.seq.value - 1), device.holder);
    }
    std::vector<std::string> answers;
};

TEST_F(MemberMerge, TheOlderOneStaysAndHasAll) {
    // M1 is from before HQ kept the time of enrolment.
    const json answer = merge("M2", "M1");
    EXPECT_EQ(answer["survivor_id"], "M1");
    EXPECT_EQ(answer["merged_id"], "M2");
    EXPECT_EQ(answer["operation"]["points"], 400);
    EXPECT_EQ(points_of("M1"), 1400);
    const auto survivor = in_feed("M1").member;
    EXPECT_EQ(survivor.merged, std::vector<MemberId>{kOther});
    EXPECT_EQ(survivor.identities.size(), 1U);
    const auto gone = in_feed("M2").member;
    EXPECT_EQ(gone.state, domain::MemberState::merged);
    EXPECT_EQ(gone.merged_into, kMember);
    EXPECT_TRUE(gone.lots.empty() && gone.identities.empty());
    EXPECT_EQ(owner_in_feed("C2"), kMember);
    EXPECT_EQ(ask("coupons.show", "C2", nullptr)["coupon"]["member_id"], "M1");
}

TEST_F(MemberMerge, AConfirmedMemberStaysBeforeAProvisionalOne) {
    ASSERT_TRUE(in_tx([&](HubTx& tx) -> Result<void> {
        CF_TRY(row, tx.members().member(kMember));
        row->provisional = true;
        return tx.members().put(*row);
    }));
    EXPECT_EQ(merge("M1", "M2")["survivor_id"], "M2");
}

TEST_F(MemberMerge, IsRefusedWithItsReason) {
    EXPECT_EQ(merge("M1", "M9")["code"], "unknown_member");
    EXPECT_EQ(merge("M1", "M1")["code"], "merge_with_self");
    EXPECT_EQ(split("M2")["code"], "not_merged");
    merge("M1", "M2");
    EXPECT_EQ(merge("M1", "M2")["code"], "merged");
    add("M3", "A3", 0, 20);
    ASSERT_TRUE(in_tx([&](HubTx& tx) -> Result<void> {
        CF_TRY(row, tx.members().member(MemberId{"M3"}));
        row->member.state = domain::MemberState::frozen;
        return tx.members().put(*row);
    }));
    EXPECT_EQ(merge("M1", "M3")["code"], "frozen");
}

TEST_F(MemberMerge, ChainsLeadToTheLastOne) {
    add("M0", "A0", 50, 5);
    merge("M0", "M2");
    merge("M0", "M1");
    EXPECT_EQ(in_feed("M2").member.merged_into, MemberId{"M0"});
    EXPECT_EQ(in_feed("M0").member.merged_into, kMember);
    EXPECT_EQ(points_of("M1"), 1450);
    EXPECT_EQ(in_feed("M1").member.merged.size(), 2U);
    // A till that knows neither merge asks in the name of the first.
    const domain::Hold held = hold_as(a, kOther, 1, "lot:L1", 300);
    write(a, consume(held, kLotRight, 300));
    EXPECT_EQ(points_of("M1"), 1150);
}

TEST_F(MemberMerge, HoldsAndJournalsFollow) {
    const domain::Hold coupon = hold_as(a, kOther, 1, "coupon:C2", 1);
    const domain::Hold points = hold_as(a, kOther, 2, "lot:L-M2", 400);
    merge("M1", "M2");
    EXPECT_EQ(right(RightId{"lot:L-M2"}).held, 400) << "no hold is broken";
    EXPECT_EQ(points_of("M1"), 1400);
    write(a, consume(coupon, RightId{"coupon:C2"}));
    EXPECT_EQ(answers, std::vector<std::string>{"accepted"});
    write(a, consume(points, RightId{"lot:L-M2"}, 150));
    write(a, release(points, RightId{"lot:L-M2"}, 250));
    EXPECT_EQ(points_of("M1"), 1250);
    EXPECT_EQ(in_feed("M1").applied.at(a.holder), a.head.seq.value == 3 ? JournalSeq{2} : a.head.seq);
    EXPECT_EQ(right(RightId{"lot:L-M2"}).free, 250);
}

TEST_F(MemberMerge, ASaleInTheOldNameIsPricedAndEarnsForTheSurvivor) {
    merge("M1", "M2");
    domain::TicketEntry sale;
    sale.checkout_id = CheckoutId{"K-77"};
    sale.idempotency_key = "key-77";
    domain::Basket& basket = sale.basket = basket_of("77", now, kOther);
    basket.coupons = std::vector<CouponId>{CouponId{"C2"}};
    add_line(basket, 20000);
    // As a till prices it that has the survivor's row and the coupon as the feed tells of them.
    const auto rules = *store->view().reference().rules();
    domain::QuoteContext context;
    context.rules = &*rules;
    context.member = in_feed("M1").member;
    domain::OfferedCoupon offer;
    const auto coupon = store->view().feed().find(domain::FeedKind::coupon, "C2");
    offer.coupon = *codec::decode_coupon((*coupon)->body);
    offer.coupon_template = **store->view().reference().coupon_template(offer.coupon.template_id);
    offer.right = domain::RightState::risk;
    context.coupons.push_back(offer);
    sale.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
    sale.quote.quote_id = QuoteId{"Q-77"};
    sale.tenders.push_back({"cash", sale.quote.totals.due});
    ASSERT_EQ(sale.quote.used.size(), 1U);
    ASSERT_GT(sale.quote.points.earn, Points{});

    write(a, sale);
    EXPECT_EQ(answers, std::vector<std::string>{"accepted"}) << "HQ comes to the same figures";
    EXPECT_EQ(points_of("M1"), 1400 + sale.quote.points.earn.value);
    EXPECT_EQ((*store->view().entries().tickets_of(kOther)).size(), 1U) << "entries keep the name that they came under";
}

TEST_F(MemberMerge, PointsAreTakenFromAllThatThePersonHas) {
    merge("M1", "M2");
    write(a, risk(RightId{"lot:L-M2"}, 900));
    EXPECT_EQ(answers, std::vector<std::string>{"accepted"});
    EXPECT_EQ(points_of("M1"), 500);
    write(a, risk(RightId{"lot:L-M2"}, 600, "T10"));
    EXPECT_EQ(answers, std::vector<std::string>{"conflict points_owed"});
    EXPECT_EQ(in_feed("M1").member.owed, Points{100});
    EXPECT_EQ(ledger_sum(), -100);
}

TEST_F(MemberMerge, DebtsGoAlong) {
    ASSERT_TRUE(in_tx([&](HubTx& tx) { return tx.members().set_owed(kOther, {}, Points{30}); }));
    EXPECT_EQ(merge("M1", "M2")["operation"]["owed"], 30);
    EXPECT_EQ(in_feed("M1").member.owed, Points{30});
    EXPECT_EQ(split("M2")["operation"]["owed"], 30);
    EXPECT_EQ(in_feed("M2").member.owed, Points{30});
    EXPECT_EQ(in_feed("M1").member.owed, Points{});
}

TEST_F(MemberMerge, ASplitGivesBackTheSmallerOfWhatItBroughtAndWhatIsLeft) {
    merge("M1", "M2");
    write(a, risk(RightId{"lot:L-M2"}, 400));
    ASSERT_EQ(points_of("M1"), 1000);
    EXPECT_EQ(split("M2")["points"], 400);
    EXPECT_EQ(points_of("M2"), 400);
    EXPECT_EQ(points_of("M1"), 600);
    EXPECT_EQ(ledger_sum(), 1000);
    EXPECT_EQ(owner_in_feed("C2"), kOther);
    EXPECT_EQ(owner_in_feed("C1"), kMember);
    EXPECT_EQ(in_feed("M2").member.identities.size(), 1U);
    EXPECT_EQ(in_feed("M2").member.state, domain::MemberState::active);
}

TEST_F(MemberMerge, WhoIsOfTheStaffStaysSoAndASplitTellsThemApartAgain) {
    ASSERT_TRUE(in_tx([&](HubTx& tx) -> Result<void> {
                    MemberRow row = **tx.members().member(kOther);
                    row.member.staff_id = StaffId{"E-30"};
                    return tx.members().put(row);
                }).has_value());
    EXPECT_EQ(merge("M2", "M1")["survivor_id"], "M1");
    EXPECT_EQ(in_feed("M1").member.staff_id, StaffId{"E-30"});
    split("M2");
    EXPECT_EQ(in_feed("M1").member.staff_id, StaffId{});
    EXPECT_EQ(in_feed("M2").member.staff_id, StaffId{"E-30"});
}

TEST_F(MemberMerge, ASplitNeverMakesPoints) {
    merge("M1", "M2");
    write(a, risk(kLotRight, 1300));
    ASSERT_EQ(points_of("M1"), 100);
    EXPECT_EQ(split("M2")["points"], 100);
    EXPECT_EQ(points_of("M1"), 0);
    EXPECT_EQ(ledger_sum(), 100);
}

TEST_F(MemberMerge, ASplitTakesTheChainBelowAlong) {
    add("M3", "A3", 70, 20);
    merge("M2", "M3");
    merge("M1", "M2");
    EXPECT_EQ(split("M2")["points"], 470);
    EXPECT_EQ(points_of("M2"), 470);
    EXPECT_EQ(in_feed("M2").member.merged, std::vector<MemberId>{MemberId{"M3"}});
    EXPECT_EQ(points_of("M1"), 1000);
}

TEST_F(MemberMerge, ATransferToAMergedMemberGoesToTheSurvivor) {
    merge("M1", "M2");
    add("M3", "A3", 0, 20);
    const auto done = in_tx([&](HubTx& tx) -> Result<void> {
        CF_TRY(coupon, tx.rights().coupon(CouponId{"C1"}));
        coupon->transfers_left = 1;
        return tx.rights().put_coupon(*coupon);
    });
    ASSERT_TRUE(done.has_value());
    json body = kBy;
    body["to_member_id"] = "M2";
    EXPECT_EQ(ask("coupons.transfer", "C1", body)["code"], "transfer_to_self") << "it is the survivor's own";
    body["to_member_id"] = "M3";
    EXPECT_EQ(ask("coupons.transfer", "C1", body)["new_coupon"]["member_id"], "M3");
}

/// Merges, splits, holds, sales and redemptions at risk in any order: the ledger says what the members have and owe, and no
/// coupon is made or lost.
TEST_F(MemberMerge, ConservesPointsAndCouponsWhateverHappens) {
    const std::vector<std::string> ids{"M1", "M2", "M3", "M4"};
    add("M3", "A3", 300, 20);
    add("M4", "A4", 200, 30);
    std::int64_t expected = 1900;
    struct Open {
        domain::Hold hold;
        RightId right;
        std::int64_t amount;
    };
    SeededRandom dice(11);
    std::vector<Open> open;
    std::uint64_t request_no = 0;
    const std::vector<std::string> lots{"lot:L1", "lot:L-M2", "lot:L-M3", "lot:L-M4", "coupon:C1", "coupon:C2"};
    for (int step = 0; step < 400; ++step) {
        const std::string& one = ids[dice.next() % 4];
        switch (dice.next() % 6) {
            case 0:
                merge(one, ids[dice.next() % 4]);
                break;
            case 1:
                split(one);
                break;
            case 2: {
                const std::string& right_id = lots[dice.next() % lots.size()];
                const auto answer = send(a.holder, acquire_as(MemberId{one}, ++request_no, right_id,
                                                              static_cast<std::int64_t>(1 + dice.next() % 50)));
                for (const auto& grant : sent<protocol::Grant>(*answer, a.holder)) {
                    const domain::Hold held = opened(grant, hq.public_key());
                    open.push_back({held, held.rights.front().right_id, held.rights.front().amount});
                }
                break;
            }
            case 3:
            case 4:
                if (!open.empty()) {
                    const Open last = open.back();
                    open.pop_back();
                    const bool sold = dice.next() % 2 == 0;
                    if (sold)
                        write(a, consume(last.hold, last.right, last.amount));
                    else
                        write(a, release(last.hold, last.right, last.amount));
                    if (sold && domain::lot_of(last.right)) expected -= last.amount;
                }
                break;
            default: {
                const auto amount = static_cast<std::int64_t>(1 + dice.next() % 20);
                write(b, risk(RightId{lots[dice.next() % 4]}, amount, "R" + std::to_string(step)));
                expected -= amount;
                break;
            }
        }
    }
    for (const Open& last : open)
        write(a, release(last.hold, last.right, last.amount));
    std::int64_t has = 0;
    for (const std::string& id : ids)
        has += points_of(id) - in_feed(id).member.owed.value;
    EXPECT_EQ(has, expected);
    EXPECT_EQ(ledger_sum(), expected);
    for (const char* id : {"coupon:C1", "coupon:C2"}) {
        const RightRow row = right(RightId{id});
        EXPECT_EQ(row.free + row.used, 1) << id;
    }
}

TEST_F(MemberMerge, TheSurvivorHasTheTagsOfBoth) {
    const auto tag = [&](const MemberId& id, std::vector<std::string> tags) {
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            CF_TRY(row, tx.members().member(id));
            row->member.tags = std::move(tags);
            return tx.members().put(*row);
        });
        ASSERT_TRUE(done.has_value());
    };
    tag(kMember, {"vip", "tea"});
    tag(kOther, {"tea", "new"});
    const auto survivor = merge("M1", "M2").at("survivor_id").get<std::string>();
    const auto told = in_tx([&](HubTx& tx) { return member_view(tx, MemberId{survivor}); });
    std::vector<std::string> tags = (*told)->member.tags;
    std::ranges::sort(tags);
    EXPECT_EQ(tags, (std::vector<std::string>{"new", "tea", "vip"}));
}

}  // namespace
}  // namespace counterfoil::hub
