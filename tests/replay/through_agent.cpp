#include "replay/through_agent.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <set>

#include "codec/json.hpp"
#include "codec/return_json.hpp"
#include "replay/figures.hpp"
#include "support/e2e/site.hpp"

namespace counterfoil::replay {
namespace {

using nlohmann::json;
using namespace nlohmann::literals;

constexpr std::size_t kRepeatEvery = 10;
constexpr const char* kStore = "S001";

std::string row(const char* kind, json fields) {
    if (fields.contains("kind")) fields["template_kind"] = fields["kind"];
    fields["kind"] = kind;
    return fields.dump() + "\n";
}

/// The world as HQ imports it.
std::string import_of(const World& world) {
    std::string text = row("rules", codec::to_json(world.rules));
    std::set<TemplateId> templates;
    for (const domain::Member& member : world.members) {
        json fields = codec::to_json(member);
        for (const char* own : {"owed", "owed_in", "purchased", "growth", "tier_until", "cards", "uses", "staff_month"})
            fields.erase(own);  // HQ's own figures
        text += row("member", std::move(fields));
    }
    for (const Sale& sale : world.sales) {
        for (const domain::OfferedCoupon& offer : sale.coupons) {
            if (templates.insert(offer.coupon_template.template_id).second)
                text += row("template", codec::to_json(offer.coupon_template));
            text += row("coupon", codec::to_json(offer.coupon));
        }
    }
    return text;
}

/// What the agent fills in is left to it: its store, its clock.
json request_of(const domain::Basket& basket) {
    json sent = codec::to_json(basket);
    sent.erase("store_id");
    sent.erase("at");
    return {{"basket", sent}};
}

/// The parts of a quote that do not depend on who made it.
json figures_of(const json& quote) {
    json lines = json::array();
    for (const json& line : quote.at("lines"))
        lines.push_back(
            {line.at("line_no"), line.at("list"), line.at("net"), line.at("ex_tax"), line.at("tax"), line.at("earn")});
    json used = json::object();
    for (const json& coupon : quote.at("used"))
        used[coupon.at("coupon_id").get<std::string>()] = coupon.at("discount");
    json purses = json::object();
    for (const json& purse : quote.value("purses", json::array()))
        if (purse.at("burn") != 0 || purse.at("earn") != 0)
            purses[purse.at("purse_id").get<std::string>()] = {purse.at("burn"), purse.at("earn")};
    return {{"totals", quote.at("totals")},
            {"purses", purses},
            {"lines", lines},
            {"used", used},
            {"burn", quote.at("/points/burn"_json_pointer)},
            {"earn", quote.at("/points/earn"_json_pointer)}};
}

/// One member's balances as the domain has them, by purse.
struct Account {
    domain::Member member;
    std::map<PurseId, std::int64_t> balances{{PurseId(), 0}};

    const domain::Member& now() {
        member.lots.clear();
        for (const auto& [purse, balance] : balances)
            if (balance > 0) member.lots.push_back({LotId("L" + purse.str()), Points{balance}, Instant{0}, kNever, purse});
        return member;
    }
};

/// What HQ says that a member has in a purse; -1 where it says nothing.
std::int64_t points_at_hq(const json& member, const PurseId& purse) {
    json points = purse.empty() ? member.value("points", json()) : json();
    for (const json& one : member.value("purses", json::array()))
        if (one.at("purse_id") == purse.str()) points = one;
    if (!points.is_object()) return purse.empty() ? -1 : 0;
    return points.value("available", std::int64_t{-1}) + points.value("pending", std::int64_t{0});
}

class Shop {
public:
    Shop(const World& world, Report& report) : world_(world), report_(report) {
        for (const domain::Member& member : world.members) {
            Account& account = accounts_[member.member_id];
            account.member = member;
            for (const domain::PointsLot& lot : member.lots)
                account.balances[lot.purse_id] += lot.amount.value;
        }
    }

    /// False where it does not open at all.
    bool open() {
        e2e::Hq& hq = site_.hq();
        const e2e::Finished imported = hq.import_lines("world.jsonl", import_of(world_));
        report_.demand(imported.status == 0, "the import was refused: " + imported.err);
        const std::string trouble = imported.status == 0 ? hq.start() : imported.err;
        if (trouble.empty()) till_ = &site_.till(kStore, "till-1");
        report_.demand(trouble.empty() && site_.trouble().empty(), "no shop: " + trouble + site_.trouble());
        return trouble.empty() && site_.trouble().empty();
    }

    void sell_all() {
        const auto begin = std::chrono::steady_clock::now();
        for (std::size_t i = 0; i < world_.sales.size(); ++i)
            sell(world_.sales[i], i % kRepeatEvery == 0);
        const auto taken = std::chrono::steady_clock::now() - begin;
        const auto ms = std::max<std::int64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(taken).count(), 1);
        const auto count = static_cast<std::int64_t>(world_.sales.size());
        report_.note("through the agent: " + std::to_string(count) + " tickets of " + std::to_string(world_.members.size()) +
                     " members, " + std::to_string(count * 1000 / ms) +
                     " a second; each line and total as the domain has it");
    }

    /// What came back in the data comes back at the agent; what the domain refuses, the agent refuses.
    void take_returns() {
        std::size_t taken = 0;
        for (const GivenBack& one : world_.returns)
            taken += take(one) ? 1U : 0U;
        if (world_.returns.empty()) return;
        report_.note("through the agent: " + std::to_string(taken) + " returns taken, with the domain's figures, and " +
                     std::to_string(world_.returns.size() - taken) + " of more than was left refused");
    }

    void compare_in_the_end() {
        report_.demand(till_->wait_synced(), "HQ has not answered the agent's journal");
        report_.check("agent: broken journal", "", till_->verify_journal());
        const json questions = site_.hq().http().get("/v1/questions").json();
        report_.check("agent: questions at HQ", "[]",
                      questions.is_object() ? questions.value("questions", json()).dump() : "none");
        for (auto& [id, account] : accounts_) {
            const json member = site_.hq().http().get("/v1/members/" + id.str()).json();
            for (const auto& [purse, balance] : account.balances)
                report_.check("agent: points of " + id.str() + " at HQ, purse " + domain::purse_name(purse), balance,
                              member.is_object() ? points_at_hq(member, purse) : -1);
            if (const auto known = world_.points.find(id.str()); known != world_.points.end())
                report_.check("agent: points of " + id.str() + " as expected.json has them", known->second,
                              member.is_object() ? points_at_hq(member, PurseId()) : -1);
        }
        report_.note("through the agent: HQ priced every ticket again without a question, and has the same points for " +
                     std::to_string(accounts_.size()) + " members");
    }

private:
    void sell(const Sale& sale, bool repeat) {
        const std::string ticket = sale.basket.ticket_id.str();
        Account* account = sale.basket.member_id.empty() ? nullptr : &accounts_.at(sale.basket.member_id);
        const auto outcome = price(sale, world_.rules, account == nullptr ? nullptr : &account->now());
        const auto& expected = std::get<domain::Quote>(outcome);
        const e2e::Reply opened = till_->http().post("/v1/checkouts", request_of(sale.basket));
        if (opened.status != 201) return report_.demand(false, "agent: ticket " + ticket + ": " + opened.text());
        const json checkout = opened.json();
        report_.compare("agent: ticket " + ticket, figures_of(codec::to_json(expected)), figures_of(checkout.at("quote")));

        const json cash = {{"kind", "cash"}, {"amount", checkout.at("/quote/totals/due"_json_pointer)}};
        const json body = {{"quote_hash", checkout.at("/quote/hash"_json_pointer)}, {"tenders", json::array({cash})}};
        const std::string path = "/v1/checkouts/" + checkout.at("checkout_id").get<std::string>() + "/commit";
        const e2e::Reply committed = till_->http().post(path, body, {{"Idempotency-Key", ticket}});
        if (committed.status != 200) return report_.demand(false, "agent: commit of " + ticket + ": " + committed.text());
        report_.demand(!committed.json().value("at_risk", true), "agent: ticket " + ticket + " was sold at risk");
        if (repeat) {
            const e2e::Reply again = till_->http().post(path, body, {{"Idempotency-Key", ticket}});
            report_.demand(
                again.status == 200 && again.headers.contains("idempotent-replay") && again.json() == committed.json(),
                "agent: the repeat of " + ticket + " was answered otherwise: " + again.text());
        }
        if (account == nullptr) return;
        owners_[sale.basket.ticket_key()] = sale.basket.member_id;
        account->balances[PurseId()] += expected.points.earn.value - expected.points.burn.value;
        for (const domain::PurseResult& purse : expected.purses)
            account->balances[purse.purse_id] += purse.points.earn.value - purse.points.burn.value;
    }

    bool take(const GivenBack& one) {
        domain::TicketKey ticket = one.ticket;
        ticket.store_id = StoreId(kStore);
        domain::TicketKey key = ticket;
        key.ticket_id = TicketId(one.number);
        const json line = {{"line_no", one.line.line_no}, {"quantity", one.line.quantity.value}};
        const std::int64_t refund = one.done ? one.done->totals.due.value : 0;
        const json cash = {{"kind", "cash"}, {"amount", refund}};
        const json body = {{"ticket", codec::to_json(ticket)},
                           {"return_key", codec::to_json(key)},
                           {"lines", json::array({line})},
                           {"refunds", refund > 0 ? json::array({cash}) : json::array()}};
        const e2e::Reply reply = till_->http().post("/v1/returns", body, {{"Idempotency-Key", "return-" + one.number}});
        const std::string name = "agent: return " + one.number + " of " + ticket.ticket_id.str();
        if (!one.done) {
            report_.demand(reply.status == 409 && reply.code() == "over_returned",
                           name + " was not refused: " + reply.text());
            return false;
        }
        if (reply.status != 200) {
            report_.demand(false, name + ": " + reply.text());
            return false;
        }
        const json done = reply.json();
        domain::ReturnEntry entry;
        entry.ticket = ticket;
        entry.return_key = key;
        entry.goods = *one.done;
        const json expected = codec::to_json(entry);
        for (const char* figures : {"lines", "totals", "burn", "earn", "whole"})
            report_.compare(name + " " + figures, expected.at(figures), done.at(figures));
        report_.check(name + ": refund", refund, done.value("refund", std::int64_t{-1}));
        if (const auto& owner = owners_.find(one.ticket); owner != owners_.end())
            accounts_.at(owner->second).balances[PurseId()] -= one.done->earn.value;
        return true;
    }

    const World& world_;
    Report& report_;
    std::map<domain::TicketKey, MemberId> owners_;
    std::map<MemberId, Account> accounts_;
    e2e::Site site_;
    e2e::Till* till_ = nullptr;
};

}  // namespace

void replay_through_agent(const World& world, Report& report) {
    if (world.sales.empty()) return;
    Shop shop(world, report);
    if (!shop.open()) return;
    shop.sell_all();
    shop.take_returns();
    shop.compare_in_the_end();
}

}  // namespace counterfoil::replay
