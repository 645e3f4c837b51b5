#include "support/sim/sim_till.hpp"

#include <array>
#include <set>

#include "support/sim/brand.hpp"

namespace counterfoil::test_support {
namespace {

const std::set<std::string> kMayRefuseCommit{"hold_gone",   "quote_stale",   "already_used",       "risk_limit",
                                             "pts_balance", "needs_network", "checkout_cancelled", "ticket_id_reused"};

}  // namespace

SimTill::SimTill(Scheduler& time, SeededRandom& random, SimDevice& device, std::size_t number, const Choices& choices,
                 std::vector<AnsweredSale>& answered)
    : time_(time), random_(random), device_(device), number_(number), choices_(choices), answered_(answered) {}

void SimTill::open_until(Tick end) {
    end_ = end;
    time_.after(Millis{random_.below(30'000)}, [this] { next_sale(); });
}

void SimTill::next_sale() {
    if (time_.tick() >= end_) return;
    time_.after(Millis{3'000 + random_.below(60'000)}, [this] { next_sale(); });
    if (device_.is_running()) begin_sale(fill_basket());
}

domain::Basket SimTill::fill_basket() {
    const auto any = [&](const auto& list) { return list[static_cast<std::size_t>(random_.below(std::ssize(list)))]; };
    const MemberId member = random_.chance(90) ? any(choices_.members) : MemberId{};
    domain::Basket one = basket("T" + std::to_string(++tickets_), member.str(), 100 * (1 + random_.below(120)));
    one.store_id = device_.identity().store;
    if (const auto own = choices_.coupons.find(member); own != choices_.coupons.end() && random_.chance(50))
        one.coupons = std::vector<CouponId>{any(own->second)};
    if (random_.chance(25)) one.points = domain::MaxPoints{};
    if (random_.chance(25)) one.points = Points{100 * (1 + random_.below(6))};
    return one;
}

void SimTill::begin_sale(const domain::Basket& basket) {
    device_.act<usecase::Opened>([basket](const usecase::View& view) { return usecase::open_checkout(view, {basket}); },
                                 [this](Result<Outcome<usecase::Opened>> answer) { on_opened(std::move(answer)); });
}

void SimTill::on_opened(Result<Outcome<usecase::Opened>> answer) {
    if (!answer) return complaints_.push_back("open: " + describe(answer.error()));
    if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
        if (refusal->code != "not_ready" && refusal->code != "unknown_member")
            complaints_.push_back("open: " + refusal->code);
        return;
    }
    const usecase::Opened& opened = std::get<usecase::Opened>(*answer);
    const CheckoutId id = opened.answer.checkout.checkout_id;
    device_.pump().touch(id);
    if (!opened.wish) return on_settled(id);
    device_.pump().acquire(id, *opened.wish, [this, id](const Result<void>& settled) {
        if (!settled) return complaints_.push_back("settle: " + describe(settled.error()));
        on_settled(id);
    });
}

void SimTill::on_settled(const CheckoutId& checkout) {
    const std::int64_t choice = random_.below(100);
    const std::int64_t pause = choice < 4 ? 11 * 60 * 1000 : random_.below(20'000);
    time_.after(Millis{pause}, [this, checkout, choice] {
        if (!device_.is_running()) return;
        if (choice < 80) return pay(checkout);
        if (choice < 95) cancel(checkout);
        // The others walk away.
    });
}

void SimTill::cancel(const CheckoutId& checkout) {
    device_.act<usecase::CheckoutAnswer>([checkout](const usecase::View& view) { return usecase::cancel(view, checkout); },
                                         [this, checkout](const Result<Outcome<usecase::CheckoutAnswer>>& answer) {
                                             if (!answer)
                                                 return complaints_.push_back("cancel: " + describe(answer.error()));
                                             device_.pump().forget(checkout);
                                         });
}

void SimTill::pay(const CheckoutId& checkout) {
    const auto found = device_.disk().ledger().view().checkouts().find(checkout).value();
    if (!found) return complaints_.push_back("an opened checkout is gone");
    usecase::CommitRequest request;
    request.checkout_id = checkout;
    request.quote_hash = found->quote.hash;
    request.tenders = {{"cash", found->quote.totals.due}};
    request.idempotency_key = "till" + std::to_string(number_) + "-" + found->basket.ticket_id.str();
    request.request_digest.fill(static_cast<std::uint8_t>(tickets_));
    commit(request);
}

void SimTill::commit(const usecase::CommitRequest& request) {
    commits_[request.idempotency_key] = request;
    device_.act<usecase::Committed>(
        [request](const usecase::View& view) { return usecase::commit(view, request); },
        [this, request](const Result<Outcome<usecase::Committed>>& answer) { on_committed(request, answer); });
}

void SimTill::on_committed(const usecase::CommitRequest& request, const Result<Outcome<usecase::Committed>>& answer) {
    commits_.erase(request.idempotency_key);
    if (!answer) return complaints_.push_back("commit: " + describe(answer.error()));
    if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
        if (!kMayRefuseCommit.contains(refusal->code)) complaints_.push_back("commit: " + refusal->code);
        if (by_key_.contains(request.idempotency_key)) complaints_.push_back("answered, then refused: " + refusal->code);
        return;
    }
    const usecase::Committed& sale = std::get<usecase::Committed>(*answer);
    if (device_.is_running()) device_.pump().forget(request.checkout_id);
    check_repeat(request, sale);
    if (by_key_.try_emplace(request.idempotency_key, sale).second) answered_.push_back({number_, request, sale});
    // A till that is not sure asks again, at once or much later.
    if (!sale.replay && random_.chance(15))
        time_.after(Millis{random_.below(120'000)}, [this, request] {
            if (device_.is_running()) commit(request);
        });
}

void SimTill::check_repeat(const usecase::CommitRequest& request, const usecase::Committed& answer) {
    const auto first = by_key_.find(request.idempotency_key);
    if (first == by_key_.end()) return;
    if (!answer.replay) complaints_.push_back("sold twice under one key: " + request.idempotency_key);
    if (first->second.seq != answer.seq || first->second.quote.totals != answer.quote.totals)
        complaints_.push_back("another answer under one key: " + request.idempotency_key);
}

void SimTill::on_restart() {
    const auto lost = std::exchange(commits_, {});
    for (const auto& [key, request] : lost)
        if (random_.chance(80)) commit(request);
}

}  // namespace counterfoil::test_support
