#include <algorithm>
#include <nlohmann/json.hpp>

#include "replay/cj.hpp"
#include "replay/figures.hpp"

namespace counterfoil::replay::cj {
namespace {

using domain::Basket;
using domain::BasketLine;

constexpr const char* kNoQuantity = "line with quantity 0 (the domain: basket_invalid)";
constexpr const char* kNoGoods = "ticket of which no line has a quantity; nobody's goods, nobody's points";
constexpr const char* kCouponAsLine = "coupon rung up as a line of its own: booked as a coupon on the whole ticket";
constexpr const char* kCouponOverLine = "coupon worth more than its line: what is over goes on the ticket's other lines";
constexpr const char* kOverTicket = "coupon worth more than its ticket: the rest of the face is lost";
constexpr const char* kFuel = "quantity over 100: fuel in thousandths of a gallon, booked as a weighed line";
constexpr const char* kMany = "quantity over 100, and no fuel";
constexpr const char* kUnknown = "line of a product in no product table: what is sold of it has the line's own price";
constexpr const char* kOtherDay = "date in UTC is another one: the business day is the store's";

/// The code of the domain's own refusal of the line, if it refuses it.
std::string refusal_of(const Line& line, const domain::Rules& rules) {
    Sale sale;
    sale.basket = basket_of(line.store, line.basket, line.day(), Instant{1}, rules);
    add_line(sale.basket, line.product, line.quantity * 1000, line.shelf());
    const auto outcome = price(sale, rules, nullptr);
    const auto* refusal = std::get_if<Refusal>(&outcome);
    return refusal == nullptr ? "" : refusal->code;
}

/// A paper coupon of a maker: the till took it for what is printed on it. Those that name goods work before those that do
/// not, so that nothing is lost while any line still costs something.
void add_coupon(Sale& sale, const Line& line, bool whole_ticket) {
    domain::OfferedCoupon offer;
    const std::string id = line.basket + "-" + std::to_string(sale.coupons.size() + 1);
    offer.coupon.coupon_id = CouponId("CJ-" + id);
    offer.coupon.code = "CJ-" + id;
    offer.right = domain::RightState::held;
    domain::CouponTemplate& rule = offer.coupon_template;
    rule.template_id = offer.coupon.template_id = TemplateId("CJT-" + id);
    rule.name = {"厂家券", "Maker's coupon"};
    rule.face = Money{line.coupon_disc};
    rule.bound = domain::Bound::bearer;
    rule.stack_group = "maker";
    rule.sequence = whole_ticket ? 60 : 50;
    rule.currency = sale.basket.currency;
    if (!whole_ticket) rule.scope.include.skus = {Sku(line.product)};
    std::get<std::vector<CouponId>>(sale.basket.coupons).push_back(offer.coupon.coupon_id);
    sale.coupons.push_back(std::move(offer));
}

void add_goods(Basket& basket, const Line& line, const Tables& tables, Report& report) {
    const auto type = tables.product_types.find(line.product);
    const bool fuel = line.quantity > 100 && type != tables.product_types.end() && type->second.starts_with("GASOLINE");
    if (line.quantity > 100) report.flag(fuel ? kFuel : kMany);
    BasketLine& goods = add_line(basket, line.product, fuel ? line.quantity : line.quantity * 1000, line.shelf());
    goods.weighed = fuel;
    if (fuel) goods.uom = "gal";
    goods.pos_discount = Money{line.retail_disc + line.coupon_match_disc};
}

struct Ticket {
    Sale sale;
    std::string household;
    std::int64_t coupons = 0;  ///< faces of all its coupons
};

Ticket ticket_of(const std::vector<const Line*>& lines, const Tables& tables, const domain::Rules& rules, Report& report) {
    const Line& first = *lines.front();
    Ticket ticket;
    ticket.household = first.household;
    ticket.sale.basket = basket_of("CJ-" + first.store, first.basket, first.day(), instant_of(first.utc, 0), rules);
    ticket.sale.basket.member_id = MemberId("CJ-" + first.household);
    for (const Line* line : lines) {
        if (line->utc.substr(0, 10) != line->day()) report.flag(kOtherDay);
        if (!tables.product_types.contains(line->product)) report.flag(kUnknown);
        const bool sold = line->quantity > 0;
        if (sold) {
            add_goods(ticket.sale.basket, *line, tables, report);
        } else {
            report.demand(refusal_of(*line, rules) == "basket_invalid", "a line with quantity 0 was taken");
            report.refuse(kNoQuantity);
            if (line->coupon_disc > 0) report.flag(kCouponAsLine);
        }
        if (line->coupon_disc == 0) continue;
        const bool over = line->coupon_disc > line->sales;
        if (sold && over) report.flag(kCouponOverLine);
        add_coupon(ticket.sale, *line, over);
        ticket.coupons += line->coupon_disc;
    }
    return ticket;
}

void add_to(Booked& booked, const Ticket& ticket, const domain::Quote& quote, Report& report) {
    const std::int64_t lost = ticket.coupons - quote.totals.coupon_discount.value;
    if (lost > 0) report.flag(kOverTicket);
    booked.list += quote.totals.list.value;
    booked.pos_discount += quote.totals.pos_discount.value;
    booked.coupons += quote.totals.coupon_discount.value + lost;
    booked.points[ticket.household] += quote.points.earn.value;
    booked.paid[ticket.household] += quote.totals.due.value - lost;
    ++booked.tickets[ticket.household];
}

domain::Rules rules_of_replay() {
    domain::Rules rules;
    rules.currency = "USD";
    rules.utc_offset_minutes = -300;
    rules.max_coupons = 10;
    rules.points.pending_days = 0;
    return rules;
}

}  // namespace

Booked book_tickets(const Tables& tables, Report& report, World& world, Share share) {
    world.rules = rules_of_replay();
    std::map<std::string, std::map<std::string, std::vector<const Line*>>> households;
    for (const Line& line : tables.lines) {
        households[line.household][line.basket].push_back(&line);
        report.demand(instant_of(line.local, new_york_offset(line.local)).ms == instant_of(line.utc, 0).ms,
                      "New York's clock of " + line.local + " is not " + line.utc);
    }
    // Those with coupons first, so that the share has some of them.
    std::set<std::string> with_coupons;
    for (const Line& line : tables.lines)
        if (line.coupon_disc > 0) with_coupons.insert(line.household);
    std::vector<std::string> in_order(with_coupons.begin(), with_coupons.end());
    for (const auto& [household, baskets] : households)
        if (!with_coupons.contains(household)) in_order.push_back(household);
    Booked booked;
    for (const std::string& household : in_order) {
        const auto& baskets = households.at(household);
        domain::Member member;
        member.member_id = MemberId("CJ-" + household);
        const bool kept = world.sales.size() < share.sales;
        for (const auto& [id, lines] : baskets) {
            Ticket ticket = ticket_of(lines, tables, world.rules, report);
            if (ticket.sale.basket.lines.empty()) {
                report.refuse(kNoGoods);
                booked.coupons += ticket.coupons;
                booked.paid[household] -= ticket.coupons;
                continue;
            }
            const auto outcome = price(ticket.sale, world.rules, &member);
            const auto* quote = std::get_if<domain::Quote>(&outcome);
            report.demand(quote != nullptr, "ticket " + id + " was refused");
            if (quote == nullptr) continue;
            add_to(booked, ticket, *quote, report);
            if (kept) world.sales.push_back(std::move(ticket.sale));
        }
        if (!kept) continue;
        world.members.push_back(member);
        world.points[member.member_id.str()] = booked.points[household];
    }
    return booked;
}

}  // namespace counterfoil::replay::cj
