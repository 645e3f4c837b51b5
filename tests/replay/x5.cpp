// X5: real points earned and spent, in tenths, in two purses of each member: the regular points are the main one, the
// short-lived ones another.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "replay/figures.hpp"
#include "replay/parts.hpp"
#include "support/test_data.hpp"

namespace counterfoil::replay {
namespace {

using nlohmann::json;
using test_support::CsvReader;

constexpr const char* kNoQuantity = "line with quantity 0, weighed goods (the domain: basket_invalid)";
constexpr const char* kOpening = "ticket that burns more than its member's history earned: the opening balance is raised";
constexpr const char* kOrder = "member whose tickets are not in the order of time: sorted";
constexpr const char* kFree = "ticket that is wholly paid with points";
constexpr const char* kNoTicket = "member without a ticket";
constexpr const char* kAge = "member under 14 or over 100 years old";
constexpr const char* kOtherPoints = "ticket whose recorded points are not what the rule earns: booked as recorded";

struct Ticket {
    std::string no;
    std::string member;
    std::string time;
    std::string store;
    std::int64_t received = 0;  ///< tenths of a point
    std::int64_t express_received = 0;
    std::int64_t spent = 0;  ///< >= 0
    std::int64_t express_spent = 0;
    std::int64_t sum = 0;  ///< kopecks
    std::size_t decimals = 0;
    std::int64_t goods = 0;

    /// Of a point a tenth is ten kopecks.
    std::int64_t net() const { return sum - (spent + express_spent) * 10; }
};

const PurseId kExpress{"express"};

/// Points of one purse of one member, as they are booked ticket after ticket.
struct Purse {
    std::int64_t opening = 0;
    std::int64_t balance = 0;
    std::int64_t received = 0;
    std::int64_t spent = 0;

    std::int64_t closing() const { return balance - opening; }
    void receive(std::int64_t points) {
        balance += points;
        received += points;
    }
    void spend(std::int64_t points) {
        balance -= points;
        spent += points;
    }
    void raise(std::int64_t points) {
        opening += points;
        balance += points;
    }
};

/// One member with its two purses.
struct Purses {
    MemberId member_id;
    Purse regular;
    Purse express;

    domain::Member holder() const {
        domain::Member member;
        member.member_id = member_id;
        member.lots = {{LotId("L1"), Points{regular.balance}, Instant{0}, kNever},
                       {LotId("L2"), Points{express.balance}, Instant{0}, kNever, kExpress}};
        return member;
    }
};

/// The wish for exactly what the ticket burnt.
domain::PointsChoice points_of(const Ticket& ticket) {
    domain::EachPurse each;
    if (ticket.spent > 0) each.wanted.emplace(PurseId(), Points{ticket.spent});
    if (ticket.express_spent > 0) each.wanted.emplace(kExpress, Points{ticket.express_spent});
    if (each.wanted.empty()) return domain::NoPoints{};
    if (ticket.express_spent == 0) return Points{ticket.spent};
    return each;
}

/// What the balance lacks where the domain says that it is too small.
std::int64_t lacking(const domain::Quote& quote, const PurseId& purse, std::int64_t asked) {
    const domain::PointsResult* result = quote.purse(purse);
    if (result == nullptr || !result->refused || result->refused->code != "pts_balance") return 0;
    return asked - std::stoll(result->refused->figures.at("left"));
}

/// The quote of the ticket with its points burnt. Where the domain says that a balance is too small, the opening balance was
/// larger: it is raised by what is missing.
std::optional<domain::Quote> burn(const domain::Basket& basket, const Ticket& ticket, Purses& purses,
                                  const domain::Rules& rules, Report& report) {
    Sale sale{basket, {}};
    sale.basket.member_id = purses.member_id;
    sale.basket.points = points_of(ticket);
    domain::Member holder = purses.holder();
    auto outcome = price(sale, rules, &holder);
    const auto* quote = std::get_if<domain::Quote>(&outcome);
    if (quote == nullptr) return std::nullopt;
    const std::int64_t regular = lacking(*quote, PurseId(), ticket.spent);
    const std::int64_t express = lacking(*quote, kExpress, ticket.express_spent);
    if (regular > 0) report.flag(kOpening);
    if (express > 0) report.flag(kOpening);
    purses.regular.raise(regular);
    purses.express.raise(express);
    holder = purses.holder();
    if (regular + express > 0) outcome = price(sale, rules, &holder);
    quote = std::get_if<domain::Quote>(&outcome);
    if (quote == nullptr || quote->points.burn.value != ticket.spent) return std::nullopt;
    const domain::PointsResult* other = quote->purse(kExpress);
    if ((other == nullptr ? 0 : other->burn.value) != ticket.express_spent) return std::nullopt;
    purses.regular.spend(ticket.spent);
    purses.express.spend(ticket.express_spent);
    return *quote;
}

/// A tenth of a point is ten kopecks; any number of them may be burnt. 0.5 % is earned, a tenth for
/// each 20 roubles, and from 555 roubles on 1 %.
domain::Rules rules_of_replay() {
    domain::Rules rules;
    rules.currency = "RUB";
    rules.utc_offset_minutes = 180;
    rules.points.unit_decimals = 1;
    rules.points.earn_per = Money{2000};
    rules.points.earn_steps = {{Money{55'500}, Points{1}, Money{1000}}};
    rules.points.pending_days = 0;
    rules.points.burn_points = Points{1};
    rules.points.burn_value = Money{10};
    rules.points.burn_step = Points{1};
    rules.points.burn_least = Points{1};
    rules.points.max_share_bp = kWhole;
    domain::Purse express{kExpress, {"", "Express points"}, rules.points};
    // Nobody earns them by a rule: they are given.
    express.points.earn_points = Points{0};
    express.points.earn_steps.clear();
    rules.purses = {std::move(express)};
    return rules;
}

std::vector<Ticket> read_tickets(const std::filesystem::path& folder) {
    std::vector<Ticket> tickets;
    for (CsvReader rows(folder / "x5_tickets.csv.gz"); rows.next();) {
        Ticket ticket;
        ticket.no = rows["ticket_no"];
        ticket.member = rows["client_id"];
        ticket.time = rows["datetime"];
        ticket.store = rows["store_id"];
        ticket.received = scaled(rows["regular_points_received"], 1);
        ticket.express_received = scaled(rows["express_points_received"], 1);
        ticket.spent = -scaled(rows["regular_points_spent"], 1);
        ticket.express_spent = -scaled(rows["express_points_spent"], 1);
        ticket.sum = to_hundredths(rows["purchase_sum"]);
        ticket.decimals = decimals_of(rows["purchase_sum"]);
        tickets.push_back(std::move(ticket));
    }
    return tickets;
}

/// Goods have no prices in the file: the ticket's sum is a line of its own, and the goods stand beside it at price 0.
domain::Basket basket_of_ticket(const Ticket& ticket, const domain::Rules& rules) {
    domain::Basket basket =
        basket_of("X5-" + ticket.store, ticket.no, ticket.time.substr(0, 10), instant_of(ticket.time, 180), rules);
    add_line(basket, "SUM", 1000, ticket.sum);
    return basket;
}

struct RuleFigures {
    Counts compared{{"exact", 0}, {"more", 0}, {"less", 0}};
    std::int64_t free = 0;
};

/// Books the ticket in both purses.
void book(const Ticket& ticket, const domain::Rules& rules, Purses& purses, RuleFigures& figures, Report& report) {
    const auto quote = burn(basket_of_ticket(ticket, rules), ticket, purses, rules, report);
    report.demand(quote.has_value(), "points of " + ticket.no + " could not be burnt");
    if (!quote) return;
    report.check("x5: paid in money for " + ticket.no, ticket.net(), quote->totals.due.value);
    if (quote->totals.due.value == 0) ++figures.free;
    const std::int64_t earned = quote->points.earn.value;
    const char* verdict = ticket.received == earned ? "exact" : ticket.received > earned ? "more" : "less";
    ++figures.compared[verdict];
    if (ticket.received != earned) report.flag(kOtherPoints);
    purses.regular.receive(ticket.received);
    purses.express.receive(ticket.express_received);
}

json figures_of_member(const std::vector<const Ticket*>& tickets, const Purses& purses) {
    std::int64_t sum = 0;
    for (const Ticket* ticket : tickets)
        sum += ticket->sum;
    return {{"tickets", tickets.size()},
            {"purchase_sum", plain(sum, 2)},
            {"regular_received", plain(purses.regular.received, 1)},
            {"express_received", plain(purses.express.received, 1)},
            {"regular_spent", plain(-purses.regular.spent, 1)},
            {"express_spent", plain(-purses.express.spent, 1)},
            {"opening_needed_regular", plain(purses.regular.opening, 1)},
            {"opening_needed_express", plain(purses.express.opening, 1)},
            {"closing_regular", plain(purses.regular.closing(), 1)},
            {"closing_express", plain(purses.express.closing(), 1)}};
}

void add_totals(const std::map<std::string, Purses>& purses, const std::vector<Ticket>& tickets, json& out) {
    std::map<std::string, std::int64_t> tenths;
    std::int64_t sum = 0;
    for (const Ticket& ticket : tickets)
        sum += ticket.sum;
    for (const auto& [member, both] : purses) {
        tenths["regular_received"] += both.regular.received;
        tenths["express_received"] += both.express.received;
        tenths["regular_spent"] -= both.regular.spent;
        tenths["express_spent"] -= both.express.spent;
        tenths["opening_needed_regular"] += both.regular.opening;
        tenths["opening_needed_express"] += both.express.opening;
        tenths["closing_regular"] += both.regular.closing();
        tenths["closing_express"] += both.express.closing();
    }
    out["totals"] = {{"purchase_sum", plain(sum, 2)}};
    for (const auto& [name, value] : tenths)
        out["totals"][name] = plain(value, 1);
}

Counts ticket_counts(const std::vector<Ticket>& tickets) {
    Counts found{{"tickets", static_cast<std::int64_t>(tickets.size())}, {"tickets_points_over_sum", 0}};
    std::set<std::string> stores, seconds, out_of_order;
    std::map<std::string, std::string> last;
    for (const Ticket& ticket : tickets) {
        found["purchase_sum_float_noise"] += ticket.decimals > 2;
        found["tickets_with_points_spent"] += ticket.spent > 0 || ticket.express_spent > 0;
        found["tickets_with_express_spent"] += ticket.express_spent > 0;
        found["tickets_points_over_sum"] += ticket.net() < 0;
        found["tickets_without_points_received"] += ticket.received == 0 && ticket.express_received == 0;
        stores.insert(ticket.store);
        found["same_member_same_second"] += !seconds.insert(ticket.member + ticket.time).second;
        if (ticket.time < last[ticket.member]) out_of_order.insert(ticket.member);
        last[ticket.member] = ticket.time;
    }
    found["stores"] = static_cast<std::int64_t>(stores.size());
    found["out_of_order"] = static_cast<std::int64_t>(out_of_order.size());
    return found;
}

/// Also puts the goods on their tickets, as far as a ticket takes them.
void add_lines(const std::filesystem::path& folder, const domain::Rules& rules, std::vector<Ticket>& tickets, Counts& found,
               Report& report) {
    std::map<std::string, bool> products;
    for (CsvReader rows(folder / "x5_products.csv.gz"); rows.next();)
        products[rows["product_id"]] = rows["is_alcohol"] == "1";
    std::map<std::string, Ticket*> by_no;
    for (Ticket& ticket : tickets)
        by_no[ticket.no] = &ticket;
    for (CsvReader rows(folder / "x5_lines.csv.gz"); rows.next();) {
        ++found["lines"];
        const auto product = products.find(rows["product_id"]);
        found["product_unknown"] += product == products.end();
        found["alcohol_lines"] += product != products.end() && product->second;
        Sale sale;
        sale.basket = basket_of("X5", "T", "2019-01-01", Instant{1}, rules);
        add_line(sale.basket, rows["product_id"], scaled(rows["quantity"], 3), 0).weighed = true;
        const bool taken = std::holds_alternative<domain::Quote>(price(sale, rules, nullptr));
        const bool zero = scaled(rows["quantity"], 3) == 0;
        found["quantity_zero"] += zero;
        report.demand(taken != zero, "a line with quantity " + rows["quantity"] + " was wrongly judged");
        if (!taken) report.refuse(kNoQuantity);
        const auto ticket = by_no.find(rows["ticket_no"]);
        report.demand(ticket != by_no.end(), "a line of no ticket: " + rows["ticket_no"]);
        if (taken && ticket != by_no.end()) ++ticket->second->goods;
    }
}

}  // namespace

World replay_x5(const std::filesystem::path& folder, const json& expected, Report& report, Share share) {
    const json& section = expected.at("x5");
    World world;
    world.part = "x5";
    world.rules = rules_of_replay();
    std::vector<Ticket> tickets = read_tickets(folder);
    Counts counts = ticket_counts(tickets);
    add_lines(folder, world.rules, tickets, counts, report);
    std::map<std::string, std::vector<const Ticket*>> members;
    for (CsvReader rows(folder / "x5_members.csv.gz"); rows.next();) {
        members[rows["client_id"]];
        const std::int64_t age = scaled(rows["age"], 0);
        const bool odd = age < 14 || age > 100;
        counts["age_under_14_or_over_100"] += odd;
        if (odd) report.flag(kAge);
    }
    for (const Ticket& ticket : tickets)
        members[ticket.member].push_back(&ticket);
    report.flag(kOrder, counts["out_of_order"]);
    json ours = json::object();
    RuleFigures rule;
    std::map<std::string, Purses> purses;
    std::string first, last;
    for (auto& [member, own] : members) {
        std::ranges::sort(
            own, [](const Ticket* a, const Ticket* b) { return std::tie(a->time, a->no) < std::tie(b->time, b->no); });
        Purses& both = purses.try_emplace(member, Purses{MemberId("X5-" + member), {}, {}}).first->second;
        for (const Ticket* ticket : own) {
            book(*ticket, world.rules, both, rule, report);
            first = first.empty() ? ticket->time : std::min(first, ticket->time);
            last = std::max(last, ticket->time);
        }
        if (own.empty()) report.flag(kNoTicket);
        counts["members_without_ticket"] += own.empty();
        counts["members_needing_opening_balance"] += both.regular.opening > 0 || both.express.opening > 0;
        ours["per_member"][member] = figures_of_member(own, both);
        if (own.empty() || world.sales.size() >= share.sales) continue;
        // The agent earns by the rules alone, so it needs no less than all that the member ever burns.
        domain::Member with_all;
        with_all.member_id = both.member_id;
        if (both.regular.spent > 0)
            with_all.lots.push_back({LotId("L-" + member), Points{both.regular.spent}, Instant{0}, kNever});
        if (both.express.spent > 0)
            with_all.lots.push_back({LotId("X-" + member), Points{both.express.spent}, Instant{0}, kNever, kExpress});
        world.members.push_back(std::move(with_all));
        for (const Ticket* ticket : own) {
            Sale sale{basket_of_ticket(*ticket, world.rules), {}};
            sale.basket.member_id = both.member_id;
            sale.basket.points = points_of(*ticket);
            world.sales.push_back(std::move(sale));
        }
    }
    report.flag(kFree, rule.free);
    counts["tickets_paid_fully_with_points"] = rule.free;
    counts["members"] = static_cast<std::int64_t>(members.size());
    ours["counts"] = counts;
    add_totals(purses, tickets, ours);
    ours["rule_e1"] = rule.compared;
    ours["first"] = first;
    ours["last"] = last;
    report.compare("x5", section, ours);
    report.note("two purses of each member: regular points are the main one, short-lived ones another");
    report.note("tickets: " + std::to_string(tickets.size()) +
                " priced by the domain, by their sum; their goods have no prices");
    report.check("x5: lines refused for quantity 0", section.at("counts").at("quantity_zero").get<std::int64_t>(),
                 report.refused(kNoQuantity));
    return world;
}

}  // namespace counterfoil::replay
