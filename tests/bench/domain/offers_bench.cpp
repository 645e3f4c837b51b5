// P12, P5 (docs/performance.md): what the best offer costs. The floor is to price every set of the same coupons that a
// ticket may take, with the same code. Baskets are drawn from fixed seeds, so that every run sees the same ones. One core.
#include <time.h>

#include <chrono>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "base/assert.hpp"
#include "bench/support/figures.hpp"
#include "domain/pricing.hpp"

namespace counterfoil::domain {
namespace {

constexpr int kLines = 50;
constexpr int kBaskets = 400;
constexpr std::int32_t kCouponsATicket = 3;
/// With fewer sets the rest of the quote outweighs them; with more the floor would run for minutes.
constexpr std::uint64_t kSetsMin = 100;
constexpr std::uint64_t kSetsMax = 3000;
constexpr int kFloorBaskets = 5;

/// Processor time of this thread: nothing here waits for anything, so a neighbour that takes the processor away does not
/// count.
struct Clock {
    using duration = std::chrono::nanoseconds;
    static duration now() {
        timespec time{};
        CF_ASSERT(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) == 0);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }
};

double micros_since(Clock::duration start) {
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

class Dice {
public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    std::int64_t draw(std::int64_t from, std::int64_t to) {
        return from + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(to - from + 1));
    }

private:
    std::mt19937_64 engine_;
};

struct Sale {
    Rules rules;
    Basket basket;
    QuoteContext context;
};

void add_line(Sale& sale, Dice& dice) {
    BasketLine line;
    line.line_no = static_cast<std::int32_t>(sale.basket.lines.size()) + 1;
    line.sku = Sku("SKU" + std::to_string(dice.draw(1, 400)));
    line.category = "c" + std::to_string(dice.draw(1, 6)) + "/d" + std::to_string(dice.draw(1, 4));
    line.unit_price = Money{dice.draw(100, 30'000)};
    line.quantity = Quantity{1000 * dice.draw(1, 3)};
    sale.basket.lines.push_back(line);
}

/// As chains issue them: half are amounts off from a threshold, half percentages, every third for one category only.
void add_coupon(Sale& sale, Dice& dice) {
    const std::string id = "C" + std::to_string(sale.context.coupons.size());
    OfferedCoupon offer;
    offer.coupon.coupon_id = CouponId(id);
    offer.coupon.member_id = sale.basket.member_id;
    offer.coupon.valid_until = sale.basket.at + Millis{1000 * dice.draw(1, 1000)};
    offer.right = RightState::held;
    CouponTemplate& rule = offer.coupon_template;
    rule.template_id = offer.coupon.template_id = TemplateId("T" + id);
    rule.name = {"券" + id, "Coupon " + id};
    if (dice.draw(1, 2) == 1) {
        rule.min_spend = Money{10'000 * dice.draw(0, 20)};
        rule.face = Money{500 * dice.draw(1, 30)};
    } else {
        rule.kind = TemplateKind::percent_off;
        rule.pay_bp = BasisPoints{static_cast<std::int32_t>(500 * dice.draw(12, 19))};
        if (dice.draw(1, 2) == 1) rule.max_discount = Money{1000 * dice.draw(1, 20)};
    }
    if (dice.draw(1, 3) == 1) rule.scope.include.categories = {"c" + std::to_string(dice.draw(1, 6))};
    rule.with_tier_price = dice.draw(1, 10) != 1;
    sale.context.coupons.push_back(offer);
}

Sale draw_sale(std::uint64_t seed, int coupons, std::int32_t a_ticket) {
    Dice dice(seed);
    Sale sale;
    sale.rules.max_coupons = a_ticket;
    sale.rules.tiers.push_back({TierId("gold"), {"金卡", "Gold"}, 1, BasisPoints{9000}, kWhole});
    sale.basket.store_id = StoreId("S001");
    sale.basket.register_id = RegisterId("R1");
    sale.basket.business_day = "2026-03-01";
    sale.basket.ticket_id = TicketId("T1");
    sale.basket.at = Instant{1'772'330'000'000};
    sale.basket.member_id = MemberId("M1");
    sale.basket.proof = Proof::code;
    Member member;
    member.member_id = sale.basket.member_id;
    member.tier = TierId("gold");
    sale.context.member = member;
    for (int i = 0; i < kLines; ++i)
        add_line(sale, dice);
    for (int i = 0; i < coupons; ++i)
        add_coupon(sale, dice);
    return sale;
}

std::vector<pricing::Candidate> candidates_of(const pricing::Ticket& ticket) {
    std::vector<pricing::Candidate> all;
    for (const OfferedCoupon& offer : ticket.context->coupons)
        all.push_back(pricing::check_coupon(ticket, offer));
    return all;
}

/// Prices all sets of up to `room` coupons from `from` on, on top of `set`.
void price_all(const pricing::Ticket& ticket, const std::vector<const pricing::Candidate*>& open, std::size_t from,
               std::size_t room, std::vector<const pricing::Candidate*>& set, Money& best, std::uint64_t& sets) {
    if (room == 0) return;
    for (std::size_t i = from; i < open.size(); ++i) {
        set.push_back(open[i]);
        ++sets;
        if (const auto applied = pricing::apply_coupons(ticket, set)) best = std::min(best, applied->cost);
        price_all(ticket, open, i + 1, room - 1, set, best, sets);
        set.pop_back();
    }
}

std::uint64_t sets_of(int coupons, std::int32_t room) {
    std::uint64_t sum = 0;
    std::uint64_t of_size = 1;
    for (int size = 1; size <= std::min(coupons, room); ++size) {
        of_size = of_size * static_cast<std::uint64_t>(coupons - size + 1) / static_cast<std::uint64_t>(size);
        sum += of_size;
    }
    return sum;
}

struct Effort {
    double p50 = 0;
    double p99 = 0;
    double mean = 0;
    double nodes_p50 = 0;
    double nodes_max = 0;
    double proved = 0;
};

Effort measure(int coupons, std::int32_t a_ticket) {
    std::vector<double> times, nodes;
    Effort effort;
    for (int i = 0; i < kBaskets; ++i) {
        Sale sale = draw_sale(static_cast<std::uint64_t>(i) + 1, coupons, a_ticket);
        sale.context.rules = &sale.rules;
        const auto start = Clock::now();
        const auto made = make_quote(sale.basket, sale.context);
        times.push_back(micros_since(start));
        const auto* quote = std::get_if<Quote>(&made);
        CF_ASSERT(quote != nullptr && quote->best);
        nodes.push_back(static_cast<double>(quote->best->nodes));
        effort.proved += quote->best->proved ? 1 : 0;
        effort.mean += times.back() / kBaskets;
    }
    effort.p50 = bench::quantile(times, 0.5);
    effort.p99 = bench::quantile(times, 0.99);
    effort.nodes_p50 = bench::quantile(nodes, 0.5);
    effort.nodes_max = bench::quantile(nodes, 1.0);
    return effort;
}

/// Median microseconds that the floor takes, over the first few of the same baskets; its result must be ours.
double measure_floor(int coupons, std::int32_t a_ticket) {
    std::vector<double> times;
    for (int i = 0; i < kFloorBaskets; ++i) {
        Sale sale = draw_sale(static_cast<std::uint64_t>(i) + 1, coupons, a_ticket);
        sale.context.rules = &sale.rules;
        const auto start = Clock::now();
        const pricing::Ticket ticket = pricing::open_ticket(sale.basket, sale.context);
        const auto candidates = candidates_of(ticket);
        std::vector<const pricing::Candidate*> open, set;
        for (const auto& candidate : candidates)
            if (candidate.open) open.push_back(&candidate);
        Money best = pricing::apply_coupons(ticket, {})->cost;
        std::uint64_t sets = 0;
        price_all(ticket, open, 0, static_cast<std::size_t>(a_ticket), set, best, sets);
        times.push_back(micros_since(start));
        const auto made = make_quote(sale.basket, sale.context);
        CF_ASSERT(std::get<Quote>(made).best->cost == best);
    }
    return bench::quantile(times, 0.5);
}

void print_row(int coupons, std::int32_t a_ticket) {
    const Effort effort = measure(coupons, a_ticket);
    const std::string what = std::to_string(coupons) + " coupons, " + std::to_string(a_ticket) + " a ticket";
    const std::uint64_t sets = sets_of(coupons, a_ticket);
    std::printf("P12|%s: sets priced, p50; all sets (most %.0f, proved %.1f %%)|%.0f|%llu|%.4f|-|-\n", what.c_str(),
                effort.nodes_max, 100 * effort.proved / kBaskets, effort.nodes_p50, static_cast<unsigned long long>(sets),
                effort.nodes_p50 / static_cast<double>(sets));
    std::printf("P12|%s: quote p50|%.1f us|-|-|-|-\n", what.c_str(), effort.p50);
    if (sets >= kSetsMin && sets <= kSetsMax)
        bench::print_ratio("P12", what + ", p50 against all sets", effort.p50, measure_floor(coupons, a_ticket), "us",
                           bench::Better::lower, 1.0);
    bench::print_bound("P12", what + ", p99", effort.p99, "us", 1000);
}

}  // namespace
}  // namespace counterfoil::domain

int main() {
    using namespace counterfoil;
    for (const int coupons : {1, 5, 10, 15, 20, 25})
        domain::print_row(coupons, domain::kCouponsATicket);
    for (const std::int32_t a_ticket : {1, 5, 10})
        domain::print_row(20, a_ticket);
    const domain::Effort one = domain::measure(20, 1);
    const domain::Effort three = domain::measure(20, domain::kCouponsATicket);
    std::printf("P5|quotes of 50 lines, 20 coupons, 1 a ticket; 3 a ticket|%.0f /s|%.0f /s|-|-|-\n", 1e6 / one.mean,
                1e6 / three.mean);
    return 0;
}
