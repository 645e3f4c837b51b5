#include "support/sim/sim_till.hpp"

#include <array>
#include <set>

#include "support/sim/brand.hpp"
#include "usecase/tickets.hpp"

namespace counterfoil::test_support {
namespace {

const std::set<std::string> kMayRefuseCommit{"hold_gone",   "quote_stale",   "already_used",       "risk_limit",
                                             "pts_balance", "needs_network", "checkout_cancelled", "ticket_id_reused"};

const std::set<std::string> kMayRefuseEnrolment{"not_ready", "already_member"};

/// The refunds are those of the preview: another return, or points spent meanwhile, may have come between. A cut may have
/// taken the cache along, with the rules.
const std::set<std::string> kMayRefuseReturn{"not_ready", "over_returned", "void_too_late", "tenders_mismatch"};

}  // namespace

SimTill::SimTill(Scheduler& time, SeededRandom& random, SimDevice& device, std::size_t number, const Choices& choices,
                 Answers& answers)
    : time_(time), random_(random), device_(device), number_(number), choices_(choices), answers_(answers) {}

void SimTill::open_until(Tick end) {
    end_ = end;
    time_.after(Millis{random_.below(30'000)}, [this] { next_sale(); });
}

void SimTill::next_sale() {
    if (time_.tick() >= end_) return;
    time_.after(Millis{3'000 + random_.below(60'000)}, [this] { next_sale(); });
    if (!device_.is_running()) return;
    if (random_.chance(5)) bring_elsewhere_sold();
    if (random_.chance(15)) enrol_somebody();
    begin_sale(fill_basket());
}

domain::Basket SimTill::fill_basket() {
    const auto any = [&](const auto& list) { return list[static_cast<std::size_t>(random_.below(std::ssize(list)))]; };
    MemberId member = random_.chance(90) ? any(choices_.members) : MemberId{};
    if (!enrolled_.empty() && random_.chance(20)) member = any(enrolled_);
    domain::Basket one = basket("T" + std::to_string(++tickets_), member.str(), 100 * (1 + random_.below(120)));
    if (random_.chance(40)) {
        one.lines[0].quantity = Quantity{1000 * (2 + random_.below(3))};
        one.lines[0].unit_price = Money{1 + one.lines[0].unit_price.value / 4};
    }
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
    quantities_[checkout] = found->basket.lines.at(0).quantity;
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
    if (by_key_.try_emplace(request.idempotency_key, sale).second) {
        answers_.sales.push_back({number_, request, sale, quantities_[request.checkout_id]});
        if (random_.chance(30)) plan_return(sale.ticket);
    }
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

/// With or without a link; the same person may become a member at several tills that do not hear of one another.
void SimTill::enrol_somebody() {
    usecase::EnrolRequest request;
    const auto person = static_cast<std::size_t>(random_.below(std::ssize(choices_.phones)));
    request.person.identities = {{.kind = domain::IdentityKind::phone,
                                  .value = choices_.phones[person],
                                  .verified_by = domain::Proof::otp}};
    request.person.name = "somebody";
    request.person.consent = {"2026-01", {.membership = true}, "store"};
    request.person.staff_id = StaffId{"E" + std::to_string(number_)};
    request.idempotency_key = "till" + std::to_string(number_) + "-P" + std::to_string(++enrolment_no_);
    request.request_digest.fill(static_cast<std::uint8_t>(enrolment_no_));
    enrol(request);
}

void SimTill::enrol(const usecase::EnrolRequest& request) {
    enrolments_[request.idempotency_key] = request;
    device_.act<usecase::Enrolled>(
        [request](const usecase::View& view) { return usecase::enrol(view, request); },
        [this, request](const Result<Outcome<usecase::Enrolled>>& answer) { on_enrolled(request, answer); });
}

void SimTill::on_enrolled(const usecase::EnrolRequest& request, const Result<Outcome<usecase::Enrolled>>& answer) {
    enrolments_.erase(request.idempotency_key);
    if (!answer) return complaints_.push_back("enrol: " + describe(answer.error()));
    if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
        if (!kMayRefuseEnrolment.contains(refusal->code)) complaints_.push_back("enrol: " + refusal->code);
        if (enrolled_by_key_.contains(request.idempotency_key))
            complaints_.push_back("enrolled, then refused: " + refusal->code);
        return;
    }
    const usecase::Enrolled& one = std::get<usecase::Enrolled>(*answer);
    const MemberId& id = one.card.member.member_id;
    const bool is_new = enrolled_by_key_.try_emplace(request.idempotency_key, id).second;
    if (!is_new && !one.replay) complaints_.push_back("enrolled twice under one key: " + request.idempotency_key);
    if (is_new) {
        enrolled_.push_back(id);
        answers_.enrolments.push_back({number_, id, request.person.identities.front().value});
    }
    if (is_new && random_.chance(30))
        time_.after(Millis{random_.below(120'000)}, [this, request] {
            if (device_.is_running()) enrol(request);
        });
}

void SimTill::plan_return(const domain::TicketKey& ticket) {
    time_.after(Millis{random_.below(150'000)}, [this, ticket] {
        if (device_.is_running()) bring_back(ticket);
    });
}

/// Some or all of what is left, a void, and now and then more than there is.
void SimTill::bring_back(const domain::TicketKey& ticket) {
    const auto found = usecase::ticket(device_.view(), ticket);
    if (!found || !usecase::may_stay(found)) return complaints_.push_back("an answered sale is not found by its key");
    const usecase::LineLeft line = std::get<usecase::TicketDetail>(*found).left.at(0);
    usecase::ReturnRequest request;
    request.ticket = ticket;
    request.return_key = ticket;
    request.return_key.ticket_id = TicketId{"R" + std::to_string(++return_no_)};
    request.voided = random_.chance(15);
    const std::int64_t left = line.left.value / 1000;
    const std::int64_t pieces = random_.chance(10) ? left + 1 : 1 + random_.below(std::max<std::int64_t>(left, 1));
    if (!request.voided) request.lines = {{line.line_no, Quantity{1000 * pieces}}};
    const auto shown = usecase::preview_return(device_.view(), request);
    if (!shown) return complaints_.push_back("preview: " + describe(shown.error()));
    if (const auto* preview = std::get_if<usecase::ReturnPreview>(&*shown)) {
        request.refunds = {{"cash", preview->refund}};
    } else if (const std::string& code = std::get<Refusal>(*shown).code; code == "not_ready") {
        return plan_return(ticket);
    } else if (!request.voided && pieces <= left) {
        return complaints_.push_back("preview: " + code);
    }
    request.idempotency_key = "till" + std::to_string(number_) + "-" + request.return_key.ticket_id.str();
    request.request_digest.fill(static_cast<std::uint8_t>(return_no_));
    ask_return(request);
    if (random_.chance(50)) plan_return(ticket);
}

/// Goods of another device's sale, taken back by the receipt alone: that till cannot know what has come back already.
void SimTill::bring_elsewhere_sold() {
    if (answers_.sales.empty()) return;
    const AnsweredSale& sale = answers_.sales[static_cast<std::size_t>(random_.below(std::ssize(answers_.sales)))];
    if (sale.device == number_) return;
    domain::SoldTicket ticket;
    ticket.quote = sale.answer.quote;
    domain::BasketLine line;
    line.line_no = 1;
    line.quantity = sale.quantity;
    ticket.basket.lines = {line};
    const domain::ReturnRequest asked{1, Quantity{1000}};
    auto goods = domain::make_return(ticket, std::span(&asked, 1));
    domain::ReturnEntry entry;
    entry.ticket = sale.answer.ticket;
    entry.return_key = {device_.identity().store, RegisterId{"R9"}, sale.answer.ticket.business_day,
                        TicketId{"F" + std::to_string(++return_no_)}};
    entry.goods = std::get<domain::Return>(std::move(goods));
    entry.refunds = {{"cash", entry.goods.totals.due}};
    entry.at_risk = true;
    device_.act<bool>(
        [entry](const usecase::View& view) -> Result<Outcome<bool>> {
            CF_TRY(seq, view.ledger.journal().append(entry, view.now));
            static_cast<void>(seq);
            return true;
        },
        [](const Result<Outcome<bool>>&) {});
}

void SimTill::ask_return(const usecase::ReturnRequest& request) {
    returns_[request.idempotency_key] = request;
    device_.act<usecase::Returned>(
        [request](const usecase::View& view) { return usecase::take_return(view, request); },
        [this, request](const Result<Outcome<usecase::Returned>>& answer) { on_returned(request, answer); });
}

void SimTill::on_returned(const usecase::ReturnRequest& request, const Result<Outcome<usecase::Returned>>& answer) {
    returns_.erase(request.idempotency_key);
    if (!answer) return complaints_.push_back("return: " + describe(answer.error()));
    const auto first = returned_by_key_.find(request.idempotency_key);
    if (const auto* refusal = std::get_if<Refusal>(&*answer)) {
        if (!kMayRefuseReturn.contains(refusal->code)) complaints_.push_back("return: " + refusal->code);
        if (first != returned_by_key_.end()) complaints_.push_back("answered, then refused: " + refusal->code);
        return;
    }
    const usecase::Returned& returned = std::get<usecase::Returned>(*answer);
    if (first != returned_by_key_.end()) {
        if (!returned.replay || first->second != returned.seq)
            complaints_.push_back("another answer under one key: " + request.idempotency_key);
        return;
    }
    returned_by_key_[request.idempotency_key] = returned.seq;
    answers_.returns.push_back({number_, returned});
    if (random_.chance(15))
        time_.after(Millis{random_.below(120'000)}, [this, request] {
            if (device_.is_running()) ask_return(request);
        });
}

void SimTill::on_restart() {
    const auto lost_enrolments = std::exchange(enrolments_, {});
    for (const auto& [key, request] : lost_enrolments)
        if (random_.chance(80)) enrol(request);
    const auto lost_returns = std::exchange(returns_, {});
    for (const auto& [key, request] : lost_returns)
        if (random_.chance(80)) ask_return(request);
    const auto lost = std::exchange(commits_, {});
    for (const auto& [key, request] : lost)
        if (random_.chance(80)) commit(request);
}

}  // namespace counterfoil::test_support
