#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "replay/figures.hpp"
#include "replay/retail.hpp"

namespace counterfoil::replay::retail {
namespace {

constexpr const char* kNoCustomer = "cancellation that names neither invoice nor customer";
constexpr const char* kUncovered = "cancellation of what the customer had not bought before, or given back already";
constexpr const char* kPartly = "cancellation of more than the customer had: what was there came back, the rest is refused";
constexpr const char* kOtherPrice = "cancellation at another price than was paid: the refund is what was paid";
constexpr const char* kFound = "cancellation that names no invoice: the earlier sale was found by customer and code";

/// Goods of one line that the customer may still give back.
struct Stock {
    Place place;
    std::int64_t price = 0;
    std::int64_t pieces = 0;
};

class Returns {
public:
    Returns(Booked& booked, Report& report, World& world) : booked_(booked), report_(report), world_(world) {
        for (const Sale& sale : world.sales)
            kept_.insert(sale.basket.ticket_key());
    }

    void sell(const Line& line) {
        const auto place = booked_.places.find(line.source_line);
        if (place != booked_.places.end())
            stock_[{line.customer, line.code}].push_back({place->second, line.price, line.quantity});
    }

    void cancel(const Line& line) {
        cancelled_ += -line.amount();
        if (line.customer.empty()) {
            refused_ += -line.amount();
            return report_.refuse(kNoCustomer);
        }
        std::vector<Stock>& stock = stock_[{line.customer, line.code}];
        // Of what was sold at the cancellation's own price first, then the oldest.
        std::ranges::stable_partition(stock, [&](const Stock& one) { return one.price == line.price; });
        std::int64_t open = -line.quantity;
        std::int64_t refund = 0;
        for (Stock& one : stock) {
            const std::int64_t pieces = std::min(one.pieces, open);
            if (pieces > 0) refund += give_back(one, pieces);
            open -= pieces;
        }
        // Nothing is left of the sales that were used up: the domain itself says so.
        if (open > 0 && !stock.empty()) ask_for_more(stock.front());
        const std::int64_t value = (-line.quantity - open) * line.price;
        refunded_ += refund;
        refused_ += open * line.price;
        dearer_ += value - refund;
        if (value != refund) report_.flag(kOtherPrice);
        if (open < -line.quantity) report_.flag(kFound);
        ++figures_[open == 0 ? "covered" : open < -line.quantity ? "partly" : "uncovered"];
        if (open > 0) report_.refuse(open < -line.quantity ? kPartly : kUncovered);
    }

    nlohmann::json finish() {
        report_.check("retail: cancelled = refunds + other prices + refused", cancelled_, refunded_ + dearer_ + refused_);
        const auto pounds = [](std::int64_t amount) { return plain(amount, 3); };
        report_.note("cancelled " + pounds(cancelled_) + " = " + pounds(refunded_) + " given back by the domain, " +
                     pounds(dearer_) + " more than was paid for it, " + pounds(refused_) + " refused");
        report_.note("points: " + std::to_string(points_) + " taken back, by the share of what came back; " +
                     std::to_string(whole_) + " tickets came back wholly, with exactly what was paid and earned");
        for (const char* name : {"covered", "partly", "uncovered"})
            figures_[name] += 0;
        return figures_;
    }

private:
    std::int64_t give_back(Stock& stock, std::int64_t pieces) {
        domain::SoldTicket& ticket = booked_.tickets.at(stock.place.ticket);
        const domain::ReturnRequest request{stock.place.line_no, Quantity{pieces * 1000}};
        const auto outcome = domain::make_return(ticket, std::span(&request, 1));
        const auto* done = std::get_if<domain::Return>(&outcome);
        report_.demand(done != nullptr, "a return was refused: " + ticket.basket.ticket_id.str());
        if (done == nullptr) return 0;
        domain::add_return(ticket, *done);
        keep(ticket, request, *done);
        stock.pieces -= pieces;
        points_ += done->earn.value;
        auto& so_far = returned_[stock.place.ticket];
        so_far.first += done->totals.due.value;
        so_far.second += done->earn.value;
        if (done->whole) {
            ++whole_;
            report_.check("refunds of " + ticket.basket.ticket_id.str(), ticket.quote.totals.due.value, so_far.first);
            report_.check("points of " + ticket.basket.ticket_id.str(), ticket.quote.points.earn.value, so_far.second);
        }
        return done->totals.due.value;
    }

    void ask_for_more(const Stock& stock) {
        const domain::ReturnRequest request{stock.place.line_no, Quantity{1000}};
        const domain::SoldTicket& ticket = booked_.tickets.at(stock.place.ticket);
        const auto outcome = domain::make_return(ticket, std::span(&request, 1));
        const auto* refusal = std::get_if<Refusal>(&outcome);
        keep(ticket, request, std::nullopt);
        report_.demand(refusal != nullptr && refusal->code == "over_returned", "more came back than was sold");
    }

    void keep(const domain::SoldTicket& ticket, const domain::ReturnRequest& line, std::optional<domain::Return> done) {
        const domain::TicketKey key = ticket.basket.ticket_key();
        if (!kept_.contains(key)) return;
        world_.returns.push_back({key, "R-" + std::to_string(world_.returns.size() + 1), line, std::move(done)});
    }

    Booked& booked_;
    Report& report_;
    World& world_;
    std::set<domain::TicketKey> kept_;
    std::map<std::pair<std::string, std::string>, std::vector<Stock>> stock_;
    std::map<std::size_t, std::pair<std::int64_t, std::int64_t>> returned_;
    Counts figures_;
    std::int64_t cancelled_ = 0;
    std::int64_t refunded_ = 0;
    std::int64_t refused_ = 0;
    std::int64_t dearer_ = 0;
    std::int64_t points_ = 0;
    std::int64_t whole_ = 0;
};

}  // namespace

nlohmann::json give_back(const std::vector<Line>& lines, Booked& booked, Report& report, World& world) {
    std::vector<const Line*> in_order;
    for (const Line& line : lines)
        in_order.push_back(&line);
    std::ranges::sort(in_order, [](const Line* a, const Line* b) {
        return std::tie(a->date, a->source_line) < std::tie(b->date, b->source_line);
    });
    Returns returns(booked, report, world);
    for (const Line* line : in_order) {
        if (line->cancels() && line->quantity < 0) returns.cancel(*line);
        if (line->sells() && line->quantity > 0 && !line->customer.empty()) returns.sell(*line);
    }
    return returns.finish();
}

}  // namespace counterfoil::replay::retail
