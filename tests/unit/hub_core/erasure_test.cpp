// Members who take a consent back, and who leave: what they give up, what stays, and that nothing personal does.
#include <algorithm>
#include <set>

#include "domain/enrol.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/enrolling.hpp"
#include "storage/kit/database.hpp"
#include "storage/kit/statement.hpp"
#include "unit/hub_core/desk_world.hpp"

namespace counterfoil::hub {
namespace {

using domain::IdentityKind;

const std::string kPhone = "+8613800138000";

/// M1 with a phone, 1000 points, 30 of another purse, a debt, coupons C1 and C2 and a card of five uses.
class Erasure : public DeskWorld {
protected:
    Erasure() {
        add_rules();
        enrol(a, "S1");
        enrol(b, "S2");
        add_member(1000);
        add_coupon("C1", kMember);
        add_coupon("C2", kMember);
        in_turn([&](Turn& turn) -> Result<void> {
            CF_TRY(row, turn.tx.members().member(kMember));
            row->member.name = "Lin";
            row->member.tags = {"book club"};
            row->member.identities = {{IdentityKind::phone, kPhone}, {IdentityKind::external_crm, "CRM-88"}};
            row->member.owed = Points{40};
            CF_CHECK(turn.tx.members().put(*row));
            CF_CHECK(turn.tx.rights().book({kAccount, {}, PointsCause::owed, -40, now, std::nullopt}));
            RightRow lot;
            lot.right_id = RightId{"lot:L2"};
            lot.account_id = kAccount;
            lot.member_id = kMember;
            lot.total = lot.free = 30;
            lot.purse_id = PurseId{"promo"};
            CF_CHECK(turn.tx.rights().put(lot));
            CF_CHECK(
                turn.tx.rights().book({kAccount, lot.right_id, PointsCause::opening, 30, now, std::nullopt, lot.purse_id}));
            CardRow card;
            card.card.card_id = CardId{"K1"};
            card.card.card_type_id = CardTypeId{"monthly"};
            card.card.uses = 5;
            card.account_id = kAccount;
            card.member_id = kMember;
            CF_CHECK(turn.tx.rights().put_card(card));
            RightRow uses;
            uses.right_id = domain::right_of(CardId{"K1"});
            uses.account_id = kAccount;
            uses.member_id = kMember;
            uses.total = uses.free = 5;
            CF_CHECK(turn.tx.rights().put(uses));
            CF_CHECK(turn.tx.persons().add_consent(consent_row));
            turn.touch(kMember);
            return {};
        });
    }

    ConsentRow given() const {
        ConsentRow row;
        row.member_id = kMember;
        row.consent = {"2026-01", {.membership = true, .marketing = true, .sharing = true}, "store"};
        row.guardian = domain::Guardian{"Lin Mother", "+8613900139000"};
        row.birth_year = 2015;
        row.at = now;
        return row;
    }
    ConsentRow consent_row = given();
    std::int64_t balance_in_feed(const std::string& id) {
        const auto row = *store->view().feed().find(domain::FeedKind::member, id);
        std::int64_t sum = 0;
        for (const domain::PointsLot& lot : codec::decode_member(row->body)->member.lots)
            sum += lot.amount.value;
        return sum;
    }
    json withdraw(const std::string& purpose, const std::string& id = "M1") {
        json body = kBy;
        body.update({{"purpose", purpose}, {"channel", "app"}});
        return ask("members.withdraw_consent", id, body);
    }
    json erase(const std::string& id = "M1") {
        json body = kBy;
        body["confirm"] = true;
        return ask("members.erase", id, body);
    }
    /// Answers the erased_id.
    MemberId erased(const std::string& id = "M1") {
        const json done = erase(id);
        EXPECT_TRUE(done.contains("operation")) << done.dump();
        return MemberId{done["operation"]["erased_id"].get<std::string>()};
    }
    /// As a till makes it that knows the member.
    domain::TicketEntry sale(const std::string& id, std::int64_t burn = 0, bool coupon = false) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        domain::Basket& basket = entry.basket = basket_of(id, now);
        if (coupon) basket.coupons = std::vector{CouponId{"C1"}};
        if (burn > 0) basket.points = Points{burn};
        add_line(basket, 10000, 3);
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        context.burnable = Points{burn};
        context.points_right = domain::RightState::held;
        if (coupon) {
            domain::OfferedCoupon offer;
            offer.coupon = **store->view().rights().coupon(CouponId{"C1"});
            offer.coupon_template = **store->view().reference().coupon_template(TemplateId{"T1"});
            offer.right = domain::RightState::held;
            context.coupons.push_back(offer);
        }
        entry.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        entry.quote.rules_hash = rules->hash;
        entry.tenders.push_back({"cash", entry.quote.totals.due});
        return entry;
    }
    /// The whole ticket comes back.
    static domain::ReturnEntry back(const domain::TicketEntry& sold, const std::string& id) {
        const domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        const domain::ReturnRequest asked{1, Quantity{3000}};
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = entry.ticket;
        entry.return_key.ticket_id = TicketId{id};
        entry.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        entry.refunds = {{"cash", entry.goods.totals.due}};
        entry.at_risk = true;
        return entry;
    }
    /// "verdict code" of each entry that it wrote.
    std::vector<std::string> write(TestDevice& device, const std::vector<domain::JournalBody>& bodies) {
        const std::uint64_t before = device.head.seq.value;
        for (const domain::JournalBody& body : bodies)
            device.write(body, now);
        return verdicts(upload(device, before), device.holder);
    }
    domain::TicketEntry sell_with_rights(const std::string& id) {
        const domain::Hold held = hold(a, 1, {{kLotRight, 600, 600}, {kCouponRight, 1, 1}});
        domain::TicketEntry sold = sale(id, 600, true);
        write(a, {sold, domain::ConsumeEntry{held.hold_id, {{kLotRight, 600}, {kCouponRight, 1}}, ticket_key(id)}});
        return sold;
    }
    domain::EnrolEntry enrolment(const std::string& id, const std::string& phone) {
        domain::EnrolEntry entry{MemberId{id}, "k", {}};
        entry.person.identities = {{IdentityKind::phone, phone}};
        entry.person.name = "Lin";
        entry.person.consent = {"2026-01", {.membership = true, .marketing = true}, "store"};
        entry.person.staff_id = StaffId{"E1"};
        domain::stamp_identities(entry.person, "DA", now);
        return entry;
    }
    /// Tables of the file of which a value is the text, or has it in quotes; of a longer text, that have it anywhere.
    std::set<std::string> tables_with(const std::string& text) {
        sqlite_kit::OpenOptions options;
        options.read_only = true;
        auto database = sqlite_kit::Database::open(folder.file("hub.db"), options);
        EXPECT_TRUE(database.has_value());
        std::vector<std::pair<std::string, std::string>> columns;
        auto list = database->prepare(
            {"columns",
             "SELECT m.name, c.name FROM sqlite_master AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table'"});
        EXPECT_TRUE(list.has_value());
        auto rows = list->query();
        while (*rows->next())
            columns.emplace_back(rows->text(0), rows->text(1));
        const bool is_id = text.size() < 4;
        std::set<std::string> found;
        for (const auto& [table, column] : columns) {
            const std::string value = "CAST(" + column + " AS TEXT)";
            const std::string where = is_id ? value + " = '" + text + "' OR instr(" + value + ", '\"" + text + "\"') > 0"
                                            : "instr(" + value + ", '" + text + "') > 0";
            const auto count = database->read_int64("search", "SELECT count(*) FROM " + table + " WHERE " + where);
            EXPECT_TRUE(count.has_value()) << table;
            if (count.value_or(0) > 0) found.insert(table);
        }
        return found;
    }
    TicketRow ticket(const std::string& id) { return **store->view().entries().ticket(ticket_key(id)); }
    domain::Coupon coupon(const std::string& id) { return **store->view().rights().coupon(CouponId{id}); }
};

using Tables = std::set<std::string>;
using Strings = std::vector<std::string>;

TEST_F(Erasure, AConsentIsTakenBackAndTheRecordStays) {
    now = now + Millis{1000};
    const json done = withdraw("marketing");
    EXPECT_EQ(done["consent"], (json{{"membership", true}, {"marketing", false}, {"sharing", true}})) << done.dump();
    EXPECT_EQ(done["text_version"], "2026-01");
    const auto consents = *store->view().persons().consents(kMember);
    ASSERT_EQ(consents.size(), 2U);
    EXPECT_EQ(consents[1], consent_row) << "what was given stays as it was given";
    EXPECT_EQ(consents[0].withdrawn, ConsentPurpose::marketing);
    EXPECT_EQ(consents[0].at, now);
    EXPECT_EQ(consents[0].consent.channel, "app");
    EXPECT_EQ(consents[0].staff_id, StaffId{"E1"});
    EXPECT_EQ(consents[0].reason, "asked for");
    EXPECT_EQ(withdraw("sharing")["consent"], (json{{"membership", true}, {"marketing", false}, {"sharing", false}}));
    EXPECT_FALSE((*consent_in_force(store->view(), kMember))->sharing);
}

TEST_F(Erasure, TheMembershipIsNotWithdrawnButErased) {
    EXPECT_EQ(withdraw("membership")["code"], "erasure_needed");
    EXPECT_TRUE(withdraw("none")["error"].get<std::string>().contains("/purpose"));
    EXPECT_EQ(withdraw("marketing", "M9")["code"], "unknown_member");
    EXPECT_EQ(store->view().persons().consents(kMember)->size(), 1U);
}

TEST_F(Erasure, WhatIsGivenUpIsShownAndNothingIsDone) {
    const json shown = ask("members.erasure", "M1", nullptr);
    EXPECT_EQ(shown["gives_up"]["points"],
              json::parse(R"([{"purse_id":"main","points":1000},{"purse_id":"promo","points":30}])"));
    EXPECT_EQ(shown["gives_up"]["owed"], json::parse(R"([{"purse_id":"main","points":40}])"));
    EXPECT_EQ(shown["gives_up"]["coupons"].size(), 2U);
    EXPECT_EQ(shown["gives_up"]["cards"][0]["uses_left"], 5);
    EXPECT_TRUE(shown["in_the_way"]["holds"].empty());
    EXPECT_EQ(member().member.name, "Lin");
    EXPECT_TRUE(ask("members.erase", "M1", kBy).contains("error")) << "it has to be confirmed";
    json no = kBy;
    no["confirm"] = false;
    EXPECT_TRUE(ask("members.erase", "M1", no)["error"].get<std::string>().contains("/confirm"));
    EXPECT_EQ(member().member.state, domain::MemberState::active);
}

TEST_F(Erasure, NothingPersonalIsLeft) {
    sell_with_rights("T1");
    write(b, {sale("T2")});
    withdraw("marketing");
    const MemberId id = erased();
    EXPECT_EQ(tables_with("M1"), Tables{"feed"}) << "the id alone, so that devices can say that it was erased";
    EXPECT_EQ(tables_with("A1"), Tables{});
    for (const char* personal : {"8613800138000", "Lin", "book club", "8613900139000", "CRM-88"})
        EXPECT_EQ(tables_with(personal), Tables{}) << personal;
    EXPECT_EQ(ticket("T1").member_id, id);
    EXPECT_EQ(ticket("T2").member_id, id);
    EXPECT_EQ(store->view().entries().tickets_of(id)->size(), 2U) << "sales stay, under an id that is nobody's";
    const auto told = codec::decode_entry(entry(a, 1).body);
    ASSERT_TRUE(told.has_value());
    EXPECT_EQ(std::get<domain::TicketEntry>(told->body).basket.member_id, id);
    const auto consents = *store->view().persons().consents(id);
    ASSERT_EQ(consents.size(), 2U) << "that there was a consent stays";
    EXPECT_EQ(consents[1].consent.text_version, "2026-01");
    EXPECT_FALSE(consents[1].guardian);
    EXPECT_FALSE(consents[1].birth_year);
    EXPECT_EQ(ask("members.erasure", "M1", nullptr)["code"], "erased");
    EXPECT_EQ(erase()["code"], "erased");
}

TEST_F(Erasure, RightsAreGivenUpAndTheLedgerAddsUp) {
    const json done = erase();
    EXPECT_EQ(done["operation"]["kind"], "erase");
    EXPECT_EQ(done["operation"]["reason"], "asked for");
    EXPECT_EQ(done["given_up"]["coupons"].size(), 2U);
    EXPECT_FALSE(done.dump().contains("\"M1\"")) << "the answer is kept, and names nobody";
    EXPECT_EQ(ledger_sum(), 0) << "points are closed and the debt is forgiven";
    const auto sums = *store->view().books().points(Instant{0}, Instant{now.ms + 1});
    const auto sum = [&](PointsCause cause, const PurseId& purse) {
        const auto found =
            std::ranges::find_if(sums, [&](const PointsSum& one) { return one.cause == cause && one.purse_id == purse; });
        return found == sums.end() ? 0 : found->delta;
    };
    EXPECT_EQ(sum(PointsCause::given_up, PurseId{}), -1000);
    EXPECT_EQ(sum(PointsCause::given_up, PurseId{"promo"}), -30);
    EXPECT_EQ(sum(PointsCause::forgiven, PurseId{}), 40);
    for (const char* id : {"C1", "C2"}) {
        EXPECT_EQ(coupon(id).state, domain::CouponState::voided);
        EXPECT_EQ(right(domain::right_of(CouponId{id})).ended, 1);
        const auto row = *store->view().feed().find(domain::FeedKind::coupon, id);
        EXPECT_EQ(codec::decode_coupon(row->body)->state, domain::CouponState::voided) << "tills hear of it";
    }
    const auto card = *store->view().rights().card(CardId{"K1"});
    EXPECT_EQ(card->card.state, domain::CardState::voided);
    EXPECT_EQ(right(domain::right_of(CardId{"K1"})).ended, 5);
    EXPECT_EQ(right(kLotRight).ended, 1000);
    EXPECT_EQ(right(kLotRight).free, 0);
}

TEST_F(Erasure, DevicesHearThatTheMemberWasErasedAndNothingElse) {
    erased();
    const domain::CachedMember told = member();
    EXPECT_EQ(told.member.state, domain::MemberState::erased);
    domain::CachedMember bare;
    bare.member.member_id = kMember;
    bare.member.state = domain::MemberState::erased;
    EXPECT_EQ(told, bare);
    const auto all = store->view().feed().changes(FeedPosition{}, 1000, 1 << 20);
    for (const domain::FeedRow& row : all->rows)
        EXPECT_FALSE(std::string(as_text(row.body)).contains("13800138000")) << "a new device hears nothing of it either";
}

TEST_F(Erasure, WaitsForWhatADeviceHolds) {
    const domain::Hold held = hold(a, 1, {{kLotRight, 600, 600}, {kCouponRight, 1, 1}});
    const json refused = erase();
    EXPECT_EQ(refused["code"], "rights_held");
    EXPECT_EQ(refused["figures"]["store"], "S1");
    EXPECT_EQ(member().member.name, "Lin") << "nothing was done";
    EXPECT_EQ(right(kCouponRight).held, 1);
    const json shown = ask("members.erasure", "M1", nullptr)["in_the_way"]["holds"];
    ASSERT_EQ(shown.size(), 1U);
    EXPECT_EQ(shown[0]["device_id"], "DA");
    EXPECT_EQ(shown[0]["units"].size(), 2U);
    ask("members.ask_back", "M1", json::object());
    const auto recalls = sent<protocol::Recall>(sent_out, a.holder);
    ASSERT_FALSE(recalls.empty()) << "the holder is asked";
    write(a, {release(held, kLotRight, 600), release(held, kCouponRight)});
    EXPECT_TRUE(erase().contains("operation"));
}

TEST_F(Erasure, WaitsForACouponThatIsHandedOn) {
    in_turn([&](Turn& turn) -> Result<void> {
        MemberRow other;
        other.member.member_id = MemberId{"M2"};
        other.member.account_id = AccountId{"A2"};
        CF_CHECK(turn.tx.members().put(other));
        CF_TRY(given, turn.tx.rights().coupon(CouponId{"C1"}));
        given->transfers_left = 1;
        return turn.tx.rights().put_coupon(*given);
    });
    const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}});
    json order = kBy;
    order["to_member_id"] = "M2";
    EXPECT_EQ(ask("coupons.transfer", "C1", order)["operation"]["state"], "waiting");
    EXPECT_EQ(erase("M2")["code"], "transfer_open") << "it is to get a coupon";
    EXPECT_EQ(ask("members.erasure", "M1", nullptr)["in_the_way"]["transfers"], json::parse(R"(["C1"])"));
    write(a, {release(held, kCouponRight)});
    EXPECT_TRUE(erase("M2").contains("operation"));
}

TEST_F(Erasure, AMergedFamilyGoesAsAWhole) {
    write(a, {enrolment("P-DA-1", "+8613700137000")});
    json order = kBy;
    order["other_member_id"] = "P-DA-1";
    ASSERT_TRUE(ask("members.merge", "M1", order).contains("survivor_id"));
    EXPECT_TRUE(erase("P-DA-1").contains("operation")) << "whoever of the family is named";
    for (const char* text : {"13700137000", "13800138000", "Lin"})
        EXPECT_EQ(tables_with(text), Tables{}) << text;
    for (const char* id : {"M1", "P-DA-1"}) {
        const auto row = *store->view().feed().find(domain::FeedKind::member, id);
        EXPECT_EQ(codec::decode_member(row->body)->member.state, domain::MemberState::erased) << id;
    }
    EXPECT_EQ(ask("members.split", "P-DA-1", kBy)["code"], "erased");
}

TEST_F(Erasure, ASaleThatComesInLateCountsAndCreditsNobody) {
    const domain::TicketEntry sold = sale("T1");
    ASSERT_GT(sold.quote.points.earn.value, 0);
    const MemberId id = erased();
    EXPECT_EQ(write(b, {sold}), Strings{"finding erased"});
    EXPECT_EQ(ticket("T1").member_id, id);
    EXPECT_EQ(ticket("T1").due, sold.quote.totals.due) << "the money counts";
    EXPECT_EQ(ticket("T1").earned, Points{});
    EXPECT_EQ(ledger_sum(), 0);
    EXPECT_EQ(tables_with("M1"), Tables{"feed"}) << "what is kept of the entry names nobody";
    EXPECT_EQ(write(b, {risk(kLotRight, 100, "T1")}), Strings{"conflict points_owed"});
    EXPECT_EQ(ledger_sum(), 0) << "nobody owes it";
    EXPECT_EQ(write(b, {enrolment("M1", "+8613800138000")}), Strings{"finding erased"});
    EXPECT_EQ(tables_with("13800138000"), Tables{});
}

TEST_F(Erasure, ARepeatOfWhatWasRenamedIsKnown) {
    const domain::TicketEntry sold = sale("T1");
    EXPECT_EQ(write(a, {sold}), Strings{"accepted"});
    erased();
    EXPECT_EQ(verdicts(upload(a, 0), a.holder), Strings{"accepted"});
    EXPECT_EQ(state_of(a), DeviceState::active) << "its chain is whole: hashes stay";
}

TEST_F(Erasure, ALateReturnRefundsMoneyAndNothingElse) {
    const domain::TicketEntry sold = sell_with_rights("T1");
    erased();
    EXPECT_EQ(write(a, {back(sold, "R1")}), Strings{"accepted"});
    const auto returned = *store->view().returns().of_ticket(ticket_key("T1"));
    ASSERT_EQ(returned.size(), 1U);
    EXPECT_EQ(returned[0].refund, sold.quote.totals.due);
    EXPECT_EQ(ledger_sum(), 0) << "neither are points given back nor taken";
    EXPECT_EQ(coupon("C1").state, domain::CouponState::used) << "nor does the coupon come back";
    EXPECT_EQ(coupon("C1").code, "CODE-C1");
    json body = kBy;
    EXPECT_EQ(ask("coupons.give_back", "C1", body)["code"], "erased");
}

TEST_F(Erasure, ThePhoneMayEnrolAnewAsSomebodyElse) {
    erased();
    EXPECT_EQ(write(a, {enrolment("P-DA-9", kPhone)}), Strings{"accepted"});
    EXPECT_EQ(*store->view().members().by_identity(IdentityKind::phone, kPhone), MemberId{"P-DA-9"});
    EXPECT_EQ(balance_in_feed("P-DA-9"), 0);
}

TEST_F(Erasure, WhatNamesTheMemberIsRefusedAsErased) {
    erased();
    json issue = kBy;
    issue.update({{"template_id", "T1"}, {"member_id", "M1"}});
    EXPECT_EQ(ask("coupons.issue", "", issue)["code"], "erased");
    json identity = kBy;
    identity.update({{"kind", "phone"}, {"value", kPhone}});
    EXPECT_EQ(ask("members.add_identity", "M1", identity)["code"], "erased");
    EXPECT_EQ(withdraw("marketing")["code"], "erased");
}

}  // namespace
}  // namespace counterfoil::hub
