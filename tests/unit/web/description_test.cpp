// docs/api against the program: every route, every shape that is answered, every code.
#include "unit/web/description.hpp"

#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "support/golden/purse_samples.hpp"
#include "support/golden/samples.hpp"
#include "unit/web/api_fixture.hpp"
#include "web/problem.hpp"
#include "web/route.hpp"
#include "web/shapes_json.hpp"

namespace counterfoil::test {
namespace {

using namespace test_support;
using nlohmann::json;

constexpr const char* kAgentFile = "docs/api/agent.openapi.yaml";

TEST(RoutesTest, AreAllDescribedAndNoOthers) {
    const Description description(file_text(kAgentFile));
    std::set<std::string> routes;
    for (const auto group : web::all_routes())
        for (const web::Route& route : group)
            routes.insert(std::string(route.method) + " " + std::string(route.pattern));
    EXPECT_EQ(routes, description.routes);
    EXPECT_GE(routes.size(), 16U);
}

TEST(RoutesTest, AreOpenExactlyWhereTheDescriptionSaysSo) {
    const std::string text = file_text(kAgentFile);
    for (const auto group : web::all_routes()) {
        for (const web::Route& route : group) {
            const auto brace = route.pattern.find('{');
            const std::string path(route.pattern.substr(0, brace));
            const auto begin = text.find("\n  " + path + (brace == std::string_view::npos ? ":\n" : "{"));
            ASSERT_NE(begin, std::string::npos) << route.pattern;
            const std::string entry = text.substr(begin, text.find("responses:", begin) - begin);
            EXPECT_EQ(entry.find("security: []") != std::string::npos, route.open) << route.pattern;
        }
    }
}

TEST(RoutesTest, OfHqAreReadAsTheyAreWritten) {
    EXPECT_EQ(Description(file_text("docs/api/hub.openapi.yaml")).routes,
              (std::set<std::string>{"GET /healthz",
                                     "GET /v1/cards/{}",
                                     "GET /v1/coupons",
                                     "GET /v1/coupons/{}",
                                     "GET /v1/members/{}",
                                     "GET /v1/questions",
                                     "GET /v1/quotas",
                                     "GET /v1/status",
                                     "GET /v1/tickets/{}/{}/{}/{}",
                                     "POST /v1/cards/{}/give-back",
                                     "POST /v1/coupons",
                                     "POST /v1/coupons/{}/give-back",
                                     "POST /v1/coupons/{}/transfer",
                                     "POST /v1/coupons/{}/void",
                                     "POST /v1/enrol",
                                     "POST /v1/members/{}/merge",
                                     "POST /v1/members/{}/split",
                                     "GET /v1/merge-candidates",
                                     "POST /v1/members",
                                     "POST /v1/members/{}/identities",
                                     "POST /v1/members/{}/release-phone",
                                     "POST /v1/members/{}/withdraw-consent",
                                     "GET /v1/members/{}/erasure",
                                     "POST /v1/members/{}/ask-back",
                                     "POST /v1/members/{}/erase",
                                     "POST /v1/merge-candidates/{}/dismiss",
                                     "POST /v1/templates/try",
                                     "PUT /v1/quotas/{}"}));
}

using ServedTest = ApiTest;
TEST_F(ServedTest, GivesTheDescriptionAsItIsInTheSources) {
    const auto got = exchange(server.address(), "GET", "/v1/openapi.yaml");
    EXPECT_EQ(got.status, 200);
    EXPECT_EQ(got.headers.at("content-type"), "application/yaml");
    EXPECT_EQ(got.body, file_text(kAgentFile));
}

class ShapesTest : public testing::Test {
protected:
    void expect_described(const json& value, const std::string& schema) {
        EXPECT_EQ(description.flaw(value, schema), "") << schema << ": " << value.dump(1);
    }
    static domain::OfferedCoupon offered() {
        return {sample_coupon(), sample_amount_off(), domain::RightState::elsewhere,
                Refusal{"held_elsewhere", "/coupons/0", {{"store", "S2"}}}};
    }
    static usecase::MemberCard card() {
        usecase::MemberCard out;
        out.member = sample_member().member;
        out.member.tier_until = Instant{1};
        out.member.identities.at(0).source = "D1";
        out.tier = sample_rules().tiers.at(0);
        out.coupons = {offered()};
        usecase::ShownCard shown;
        shown.offer.card.card_id = CardId("K1");
        shown.offer.card.card_type_id = CardTypeId("TEN");
        shown.offer.card.valid_until = Instant{9};
        shown.offer.card.uses_left = 1;
        shown.offer.card.rights = {{RightId("card:K1:1"), 1}};
        shown.offer.barred = Refusal{"needs_network", {}, {}};
        shown.type = sample_zoned_rules().card_types.at(0);
        shown.type->valid_until = Instant{9};
        out.cards = {shown};
        out.member.lots = sample_purse_member().lots;
        out.member.owed_in = sample_purse_member().owed_in;
        out.unit_decimals = 1;
        out.purses = {{PurseId("promo"), {"促销积分", "Promotional points"}, 1, Points{125}, Points{5}, Points{7}}};
        return out;
    }
    static domain::Quote quote() {
        domain::Quote out = sample_quote();
        out.tier_after = TierId("gold");
        out.staff_spent = Money{1};
        out.purses = sample_purse_quote().purses;
        out.purses.at(0).points.refused = Refusal{"pts_step", "/points/promo", {{"n", "1"}}};
        out.lines.at(0).earn_in = {{PurseId("promo"), Points{2}}};
        out.exchange = domain::SetOff{sample_basket().ticket_key(), Money{2}, Money{-1}};
        out.cards = {{CardId("K1"), CardTypeId("TEN"), 1, 2, Money{1}, false}};
        out.refused_cards = {{CardId("K2"), {"卡", "Card"}, {Refusal{"no_uses_left", {}, {}}}}};
        out.lines.at(0).split_of = 1;
        out.lines.at(0).quantity = Quantity{1000};
        out.used.at(0).gift = domain::GiftTerms{domain::ThresholdBase::list, Money{20000}, Quantity{1000}, {1, 2}};
        out.points.refused = Refusal{"pts_step", "/points", {{"n", "100"}}};
        out.points.groups = {
            {"tea", Money{1}, Points{1}, Money{100}, BasisPoints{12000}, {"double"}, Points{2}, {"C-1"}, true}};
        return out;
    }
    static domain::Basket basket() {
        domain::Basket out = sample_basket();
        out.held_since = Instant{1};
        out.exchange_of = out.ticket_key();
        out.lines.at(0).brand = "B";
        out.lines.at(0).style = "S";
        out.lines.at(0).amount = Money{1};
        out.lines.at(0).member_unit_price = Money{1};
        out.lines.at(0).override_price = domain::PriceOverride{"damaged", StaffId("ST1")};
        return out;
    }
    Description description{file_text(kAgentFile)};
};

/// With points of a purse to clear, and what an earlier return kept.
domain::ReturnEntry purse_return_that_pays(const domain::TicketKey& kept) {
    domain::ReturnEntry entry = sample_purse_return();
    entry.pays_out = kept;
    entry.clearing = {
        {EntityId("pool"), EntityId("E-1"), domain::ClearingCause::points_earned, {}, {}, Points{5}, PurseId("promo")}};
    return entry;
}

TEST_F(ShapesTest, AreDescribed) {
    usecase::Identified identified;
    identified.meaning = {domain::ScanKind::product, "00000000000000", "00000000000000", "pack"};
    identified.member = card();
    identified.coupon = offered();
    identified.product = sample_product();
    identified.product->member_unit_price = Money{5};
    expect_described(web::to_json(identified), "Identified");
    identified.phone_lapsed = true;
    expect_described(web::to_json(identified), "Identified");
    expect_described(web::to_json(usecase::Enrolled{card(), JournalSeq{7}, Instant{1}}), "Enrolled");
    usecase::MemberCard tierless = card();
    tierless.tier.reset();
    expect_described(web::to_json(tierless), "MemberCard");
    auto capped = sample_percent_off();
    capped.max_discount = Money{4000};
    auto percent = offered();
    percent.coupon_template = capped;
    expect_described(web::to_json(percent), "Coupon");
    for (const auto& rule : {sample_stepped_off(), sample_fixed_price(), sample_gift(), sample_points_multiplier()}) {
        auto other = offered();
        other.coupon_template = rule;
        expect_described(web::to_json(other), "Coupon");
    }
    expect_described(web::to_json(usecase::QuoteAnswer{basket(), quote(), Millis{-1}}), "QuoteAnswer");
    domain::Checkout checkout = sample_checkout();
    checkout.refused_reason = "held_by";
    expect_described(web::to_json(usecase::CheckoutAnswer{checkout, {offered()}}), "Checkout");
    usecase::Committed committed;
    committed.ticket = sample_ticket();
    committed.quote = quote();
    committed.member_id = MemberId("M1");
    expect_described(web::to_json(committed), "Committed");

    domain::ReturnEntry back = sample_return();
    back.goods.lines.at(0).split_of = 1;
    const std::vector<domain::CouponReturn> fates{{CouponId("C-1"), domain::CouponFate::given_back, Instant{9}}};
    const std::vector<usecase::LineLeft> left{
        {1, Quantity{2000}, Quantity{1000}, Quantity{1000}, {{Sku("SKU-1"), Quantity{2000}}}}};
    usecase::ReturnPreview preview;
    preview.ticket = back.ticket;
    preview.member_id = MemberId("M1");
    preview.goods = back.goods;
    preview.goods.purses = sample_purse_return().goods.purses;
    preview.goods.lines.at(0).earn_in = {{PurseId("promo"), Points{2}}};
    preview.deducted_in = sample_purse_return().deducted_in;
    const std::vector<domain::CardReturn> uses{{CardId("K1"), 1, domain::CouponFate::given_back, Instant{9}}};
    preview.coupons = fates;
    preview.cards = uses;
    preview.gifts = preview.missing = back.gifts;
    preview.choices = {domain::GiftChoice::deduct, domain::GiftChoice::waive};
    preview.exchange = back.exchange;
    preview.left = left;
    expect_described(web::to_json(preview), "ReturnPreview");
    const domain::ReturnEntry of_purses = purse_return_that_pays(back.return_key);
    expect_described(
        web::to_json(usecase::Returned{of_purses, JournalSeq{7}, Instant{1}, MemberId("M1"), fates, uses, left}),
        "Returned");
    expect_described(web::to_json(usecase::Returned{back, JournalSeq{7}, Instant{1}, MemberId("M1"), fates, uses, left}),
                     "Returned");

    expect_described(web::to_json(usecase::LateEarned{sample_late_earn(), JournalSeq{9}, Instant{1}}), "NamedMember");
    usecase::Status status;
    status.devices.push_back({"counter-1", "/dev/ttyACM0", true, "ready"});
    for (domain::JournalEntry entry : sample_entries()) {
        if (auto* ticket = std::get_if<domain::TicketEntry>(&entry.body)) {
            ticket->refunds = {{"cash", Money{1}}};
            const usecase::TicketView seen{entry, domain::EntryVerdict::finding};
            expect_described(web::to_json(seen), "Ticket");
            const usecase::TicketDetail detail{seen, left, {back.return_key}, back.exchange};
            expect_described(web::to_json(detail), "TicketDetail");
        }
        status.conflicts.push_back({entry.seq, "double_spend", entry});
    }
    expect_described(web::to_json(status), "Status");
    expect_described(codec::to_json(domain::Tender{"cash", Money{100}}), "Tender");
    EXPECT_THAT(description.unseen(), testing::IsEmpty());
}

TEST_F(ShapesTest, CouponsAreDescribed) {
    usecase::CouponView cached{.hq = {}, .coupon = sample_coupon(), .coupon_template = sample_amount_off(), .data_age = {}};
    json record = web::to_json(cached)["coupon"];
    json used = record;
    used["state"] = "used";
    used["from"] = "C0";
    used["used"] = {{"ticket_key", codec::to_json(sample_ticket())}, {"at", 1}, {"store_id", "S1"}};
    const json operation = {
        {"no", 1},          {"kind", "transfer"},    {"state", "done"},   {"coupon_id", "C1"}, {"member_id", "M2"},
        {"staff_id", "G7"}, {"store_id", "S1"},      {"device_id", "D1"}, {"reason", "r"},     {"at", 1},
        {"settled_at", 2},  {"new_coupon_id", "C2"}, {"quota_id", "Q1"}};
    const json hold = {
        {"hold_id", "D1/1/1/1"}, {"granted_at", 1}, {"recalled", true}, {"store_id", "S1"}, {"last_contact", 1}};
    usecase::CouponView told;
    told.hq = json{{"coupon", used}, {"unit", "held"}, {"holds", {hold}}, {"operations", {operation}}}.dump();
    expect_described(web::to_json(cached), "CouponView");
    expect_described(web::to_json(told), "CouponView");
    expect_described({{"coupons", {record}}, {"quota_id", "Q1"}, {"left", 3}}, "CouponsIssued");
    expect_described({{"operation", operation}, {"coupon", used}, {"new_coupon", record}}, "CouponChanged");
    EXPECT_THAT(description.unseen(), testing::IsEmpty());
}

TEST_F(ShapesTest, ProblemsAreDescribed) {
    const auto body = [](const http_kit::Response& response) { return json::parse(response.body); };
    expect_described(body(web::problem("path_unknown", "look", "")), "Problem");
    expect_described(body(web::problem(Refusal{"tenders_mismatch", "/tenders", {{"due", "1"}}}, "zh")), "Problem");
    expect_described(body(web::problem(Error{ErrorCode::invalid_input, "what", "/where", "remedy"}, "")), "Problem");
    EXPECT_THAT(description.unseen(), testing::IsEmpty());
}

/// The messages that a listener gets, as they are sent.
class Listener final : public http_kit::WebSocketClient {
public:
    void send(std::string message) override { heard.push_back(json::parse(message)); }
    void close() override {}
    std::vector<json> heard;
};

TEST_F(ShapesTest, EventsAreDescribed) {
    usecase::Identified identified;
    identified.phone_lapsed = true;
    identified.meaning = {domain::ScanKind::product, "00000000000000", "00000000000000", "pack"};
    identified.member = card();
    identified.coupon = offered();
    identified.coupon->coupon_template.max_discount = Money{4000};
    identified.coupon->coupon_template.birthday = domain::BirthdayPeriod::day;
    identified.product = sample_product();
    identified.product->member_unit_price = Money{5};
    web::EventStream events("run-1");
    events.publish("scan", Instant{1}, web::scan_event("counter-1", "CFM1", "]Q1"));
    events.publish("identified", Instant{1}, web::identified_event("counter-1", identified));
    events.publish("identified", Instant{1}, web::refused_event("counter-1", Refusal{"erased"}));
    events.publish("device", Instant{1}, web::to_json(usecase::DeviceStatus{"counter-1", "/dev/x", true, "ready"}));
    events.publish("link", Instant{1}, web::link_event(true));
    events.publish("sync", Instant{1}, web::sync_event(7));
    const auto listener = std::make_shared<Listener>();
    events.join(listener, "run-0", 0);
    std::set<std::string> types;
    for (const json& event : listener->heard) {
        expect_described(event, "Event");
        types.insert(event.at("type"));
    }
    EXPECT_EQ(listener->heard.size(), 8U);
    std::set<std::string> described;
    for (const std::string& schema : description.schemas.at("Event").one_of)
        described.insert(description.constant_of(schema, "type"));
    EXPECT_EQ(types, described);
    EXPECT_THAT(description.unseen(), testing::IsEmpty());
}

TEST_F(ShapesTest, AnEventOfAnotherShapeIsNoticed) {
    json event = {{"type", "link"}, {"run", "r"}, {"position", 1}, {"at", 1}, {"data", web::link_event(true)}};
    EXPECT_EQ(description.flaw(event, "Event"), "");
    event["data"] = web::sync_event(1);
    EXPECT_THAT(description.flaw(event, "Event"), testing::HasSubstr("/data/state: is missing"));
    event["data"] = web::link_event(true);
    event["type"] = "rumour";
    EXPECT_THAT(description.flaw(event, "Event"), testing::HasSubstr("/type: \"rumour\" is not listed"));
    json refused = web::refused_event("counter-1", Refusal{"erased"});
    refused["found"] = true;
    event = {{"type", "identified"}, {"run", "r"}, {"position", 1}, {"at", 1}, {"data", refused}};
    EXPECT_THAT(description.flaw(event, "Event"), testing::HasSubstr("/data/found: is not described"));
    json identified = web::identified_event("counter-1", {});
    identified.erase("proof");
    event["data"] = identified;
    EXPECT_THAT(description.flaw(event, "Event"), testing::HasSubstr("/data/proof: is missing"));
}

TEST_F(ShapesTest, ADescriptionThatIsWrongIsNoticed) {
    json tender = codec::to_json(domain::Tender{"cash", Money{100}});
    tender["kind"] = "gold";
    EXPECT_EQ(description.flaw(tender, "Tender"), "/kind: \"gold\" is not listed");
    tender.erase("kind");
    EXPECT_EQ(description.flaw(tender, "Tender"), "/kind: is missing");
    tender["kind"] = "cash";
    tender["more"] = 1;
    EXPECT_EQ(description.flaw(tender, "Tender"), "/more: is not described");
    EXPECT_EQ(description.flaw({{"tenders", {{{"kind", 1}}}}}, "TicketList"), "/tickets: is missing");
    EXPECT_THAT(description.unseen(), testing::IsEmpty());
}

/// A row of a table in problems.md.
struct Row {
    int status = 0;
    std::string zh;
    std::string en;
    std::string remedy;
};
std::multimap<std::string, Row> documented() {
    std::multimap<std::string, Row> rows;
    std::istringstream lines(file_text("docs/api/problems.md"));
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with("| `")) continue;
        std::vector<std::string> cells;
        for (std::size_t at = 2; at < line.size();) {
            const auto end = std::min(line.find(" | ", at), line.size() - 2);
            cells.push_back(line.substr(at, end - at));
            at = end + 3;
        }
        if (cells.size() != 5) continue;  // HQ's table has no Chinese
        rows.insert({cells[0].substr(1, cells[0].size() - 2), {std::stoi(cells[1]), cells[2], cells[3], cells[4]}});
    }
    return rows;
}

TEST(CodesTest, OfTheApiAreDocumentedAsTheyAre) {
    const auto rows = documented();
    for (const web::ProblemText& text : web::problem_texts()) {
        const auto row = rows.find(std::string(text.code));
        ASSERT_NE(row, rows.end()) << text.code;
        EXPECT_EQ(row->second.status, text.status) << text.code;
        EXPECT_EQ(row->second.zh, text.zh) << text.code;
        EXPECT_EQ(row->second.en, text.en) << text.code;
    }
}

TEST(CodesTest, OfRefusalsAreDocumentedAsTheyAre) {
    std::set<std::string> of_the_api;
    for (const web::ProblemText& text : web::problem_texts())
        of_the_api.insert(std::string(text.code));
    std::size_t refusals = 0;
    for (const auto& [code, row] : documented()) {
        if (of_the_api.contains(code)) continue;
        ++refusals;
        Refusal refusal{code};
        for (auto at = row.zh.find('{'); at != std::string::npos; at = row.zh.find('{', at + 1)) {
            const std::string name = row.zh.substr(at + 1, row.zh.find('}', at) - at - 1);
            refusal.figures[name] = "{" + name + "}";
        }
        EXPECT_EQ(row.zh, codec::sentence(refusal, true)) << code;
        EXPECT_EQ(row.en, codec::sentence(refusal, false)) << code;
        EXPECT_EQ(row.status, web::status_of(refusal)) << code;
    }
    EXPECT_GE(refusals, 60U);
}

TEST(CodesTest, NoSentenceIsLeftOut) {
    const auto rows = documented();
    std::string source = file_text("agent/codec/sentences.cpp");
    // The steps of a price are told by `explain`, and refuse nothing.
    source.resize(source.find("kSteps[]"));
    std::size_t sentences = 0;
    const std::string begin = "\n    {\"";
    for (auto at = source.find(begin); at != std::string::npos; at = source.find(begin, at + 1)) {
        ++sentences;
        const auto name = at + begin.size();
        const std::string code = source.substr(name, source.find('"', name) - name);
        EXPECT_TRUE(rows.contains(code)) << code;
    }
    EXPECT_GE(sentences, 60U);
}

}  // namespace
}  // namespace counterfoil::test
