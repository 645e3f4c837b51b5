#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "replay/figures.hpp"
#include "replay/retail.hpp"

namespace counterfoil::replay::retail {
namespace {

constexpr const char* kWriteOff = "sale line with a negative quantity, a write-off (the domain: basket_invalid)";
constexpr const char* kNoCustomer = "sale line without a customer: sold to a guest";
constexpr const char* kTooLong = "invoice of more lines than a ticket takes (the domain: basket_invalid): booked as several";
constexpr const char* kNoGoods = "code that is no goods (postage, fees, vouchers, by hand): flag non_goods";
constexpr const char* kBadCode = "code with a character that no id has: written with _";
constexpr const char* kFree = "sale line with price 0";
constexpr const char* kFine = "price finer than a penny: the currency is kept with exponent 3";
constexpr const char* kTwice = "line that stands exactly so before it in its invoice: a real repeat, sold again";
constexpr const char* kThousands = "quantity over 1000";
constexpr const char* kSeveralTimes = "invoice that spans two minutes: the first is its time";

std::string sku_of(const std::string& code, Report& report) {
    std::string sku = code;
    std::ranges::replace(sku, ' ', '_');
    if (sku != code) report.flag(kBadCode);
    return sku;
}

std::string code_of(const Outcome<domain::Quote>& outcome) {
    const auto* refusal = std::get_if<Refusal>(&outcome);
    return refusal == nullptr ? "" : refusal->code;
}

void add_goods(domain::Basket& basket, const Line& line, Report& report) {
    domain::BasketLine& goods = add_line(basket, sku_of(line.code, report), line.quantity * 1000, line.amount());
    goods.unit_price = Money{line.price};
    goods.name = line.description;
    goods.flags.non_goods = !is_goods(line.code);
    if (goods.flags.non_goods) report.flag(kNoGoods);
    if (line.price == 0) report.flag(kFree);
    if (line.price_decimals > 2) report.flag(kFine);
    if (line.quantity > 1000) report.flag(kThousands);
    if (line.customer.empty()) report.flag(kNoCustomer);
}

class Invoices {
public:
    Invoices(Report& report, const domain::Rules& rules, Booked& booked) : report_(report), rules_(rules), booked_(booked) {}

    /// Prices the invoice's lines, as one ticket if it takes them. The sales that came of it.
    std::vector<Sale> book(const std::vector<const Line*>& lines) {
        std::vector<const Line*> sold;
        std::set<std::string> seen;
        std::set<std::string> times;
        for (const Line* line : lines) {
            times.insert(line->date);
            if (line->quantity <= 0) {
                refuse(*line);
                continue;
            }
            sold.push_back(line);
            const std::string row = line->code + "\t" + line->description + "\t" + std::to_string(line->quantity) + "\t" +
                                    std::to_string(line->price) + "\t" + line->date;
            if (!seen.insert(row).second) report_.flag(kTwice);
        }
        if (times.size() > 1) report_.flag(kSeveralTimes);
        if (sold.empty()) return {};
        if (sold.size() > domain::kLinesMax) {
            report_.demand(code_of(price(whole(sold, "whole"), rules_, nullptr)) == "basket_invalid",
                           "a ticket of too many lines was taken");
            report_.flag(kTooLong);
        }
        std::vector<Sale> sales;
        for (std::size_t from = 0; from < sold.size(); from += domain::kLinesMax) {
            const std::size_t to = std::min(from + domain::kLinesMax, sold.size());
            const std::vector<const Line*> part(sold.begin() + static_cast<std::ptrdiff_t>(from),
                                                sold.begin() + static_cast<std::ptrdiff_t>(to));
            const std::string suffix = from == 0 ? "" : "-" + std::to_string(from / domain::kLinesMax + 1);
            sales.push_back(book_ticket(part, suffix));
        }
        return sales;
    }

private:
    void refuse(const Line& line) {
        Sale sale = whole({}, "");
        add_line(sale.basket, "X", line.quantity * 1000, 0);
        report_.demand(code_of(price(sale, rules_, nullptr)) == "basket_invalid", "a negative quantity was taken");
        report_.refuse(kWriteOff);
    }
    Sale whole(const std::vector<const Line*>& lines, const std::string& suffix) {
        Sale sale;
        const std::string date = lines.empty() ? "2011-01-01 00:00:00" : lines.front()->date;
        const std::string ticket = lines.empty() ? "X" : lines.front()->invoice + suffix;
        sale.basket = basket_of("RETAIL", ticket, date.substr(0, 10), instant_of(date, 0), rules_);
        const std::string customer = lines.empty() ? "" : lines.front()->customer;
        if (customer.empty())
            sale.basket.buyer = domain::Buyer::guest;
        else
            sale.basket.member_id = MemberId("RETAIL-" + customer);
        Report ignored("");
        for (const Line* line : lines)
            add_goods(sale.basket, *line, suffix == "whole" ? ignored : report_);
        return sale;
    }
    Sale book_ticket(const std::vector<const Line*>& lines, const std::string& suffix) {
        Sale sale = whole(lines, suffix);
        domain::Member member;
        member.member_id = sale.basket.member_id;
        auto outcome = price(sale, rules_, member.member_id.empty() ? nullptr : &member);
        auto* quote = std::get_if<domain::Quote>(&outcome);
        report_.demand(quote != nullptr, "invoice " + lines.front()->invoice + " was refused: " + code_of(outcome));
        if (quote == nullptr) return sale;
        booked_.due += quote->totals.due.value;
        for (std::size_t i = 0; i < lines.size(); ++i)
            booked_.places[lines[i]->source_line] = {booked_.tickets.size(), static_cast<std::int32_t>(i) + 1};
        booked_.tickets.push_back({sale.basket, std::move(*quote), {}});
        return sale;
    }

    Report& report_;
    const domain::Rules& rules_;
    Booked& booked_;
};

}  // namespace

Booked book_invoices(const std::vector<Line>& lines, Report& report, World& world, Share share) {
    world.rules.currency = "GBP";
    world.rules.exponent = 3;
    world.rules.utc_offset_minutes = 0;
    world.rules.points.earn_per = Money{1000};
    world.rules.points.burn_value = Money{1000};
    world.rules.points.pending_days = 0;
    std::map<std::string, std::map<std::string, std::vector<const Line*>>> customers;
    for (const Line& line : lines) {
        if (line.adjusts()) report.refuse("adjustment of a bad debt: no sale and no return");
        if (line.sells()) customers[line.customer][line.invoice].push_back(&line);
    }
    Booked booked;
    Invoices invoices(report, world.rules, booked);
    for (const auto& [customer, of_customer] : customers) {
        const bool kept = !customer.empty() && world.sales.size() < share.sales;
        for (const auto& [invoice, of_invoice] : of_customer)
            for (Sale& sale : invoices.book(of_invoice))
                if (kept) world.sales.push_back(std::move(sale));
        if (!kept) continue;
        world.members.emplace_back();
        world.members.back().member_id = MemberId("RETAIL-" + customer);
    }
    return booked;
}

}  // namespace counterfoil::replay::retail
