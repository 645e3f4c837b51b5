// An agent whose answers a test sets, and which remembers what it was asked. Answers come at once, on the io thread.
#pragma once

#include <atomic>
#include <string>
#include <vector>

#include "web/service.hpp"

namespace counterfoil::test {

template <class T>
using Told = Result<Outcome<T>>;

class FakeService final : public web::AgentService {
public:
    Told<usecase::Identified> identified = usecase::Identified{};
    Told<usecase::MemberCard> card = usecase::MemberCard{};
    Told<usecase::Enrolled> enrolled = usecase::Enrolled{};
    Told<std::vector<domain::Product>> goods = std::vector<domain::Product>{};
    Told<usecase::QuoteAnswer> quoted = usecase::QuoteAnswer{};
    Told<usecase::CheckoutAnswer> opened = usecase::CheckoutAnswer{};
    Told<usecase::Committed> committed = usecase::Committed{};
    Told<std::vector<usecase::TicketView>> sold = std::vector<usecase::TicketView>{};
    Told<usecase::TicketDetail> detail = usecase::TicketDetail{};
    Told<usecase::ReturnPreview> previewed = usecase::ReturnPreview{};
    Told<usecase::Returned> returned = usecase::Returned{};
    Told<usecase::CouponView> coupon_found = usecase::CouponView{};
    Told<usecase::HqAnswer> hq_said = usecase::HqAnswer{"{}", false};
    Told<usecase::LateEarned> named = usecase::LateEarned{};
    usecase::ReturnRequest last_return;
    Told<usecase::Status> now = usecase::Status{};

    /// One line a call: what arrived.
    std::vector<std::string> asked;

    void identify(usecase::IdentifyRequest request, web::Answer<usecase::Identified> answer) override {
        asked.push_back("identify " + request.scan + " " + request.aim);
        answer(identified);
    }
    void member(MemberId id, web::Answer<usecase::MemberCard> answer) override {
        asked.push_back("member " + id.str());
        answer(card);
    }
    void enrol(usecase::EnrolRequest request, web::Answer<usecase::Enrolled> answer) override {
        asked.push_back("enrol " + request.person.name + " " + std::to_string(request.person.identities.size()) + " by " +
                        request.person.staff_id.str() + " " + request.idempotency_key);
        answer(enrolled);
    }
    void products(std::string query, std::string after, std::size_t limit,
                  web::Answer<std::vector<domain::Product>> answer) override {
        asked.push_back("products " + query + " " + after + " " + std::to_string(limit));
        answer(goods);
    }
    void quote(usecase::QuoteRequest request, web::Answer<usecase::QuoteAnswer> answer) override {
        asked.push_back("quote of " + std::to_string(request.basket.lines.size()));
        answer(quoted);
    }
    void open_checkout(usecase::QuoteRequest request, web::Answer<usecase::CheckoutAnswer> answer) override {
        asked.push_back("open " + request.basket.ticket_id.str());
        answer(opened);
    }
    void checkout(CheckoutId id, web::Answer<usecase::CheckoutAnswer> answer) override {
        asked.push_back("checkout " + id.str());
        answer(opened);
    }
    void commit(usecase::CommitRequest request, web::Answer<usecase::Committed> answer) override {
        asked.push_back("commit " + request.checkout_id.str() + " " + request.idempotency_key + " " +
                        std::to_string(request.tenders.size()) + " " + to_hex(request.request_digest).substr(0, 8) +
                        (request.rounding ? " less " + std::to_string(request.rounding->value) : "") +
                        (request.refunds.empty() ? "" : " pays out " + std::to_string(request.refunds.size())));
        answer(committed);
    }
    void cancel(CheckoutId id, web::Answer<usecase::CheckoutAnswer> answer) override {
        asked.push_back("cancel " + id.str());
        answer(opened);
    }
    void tickets(usecase::TicketQuery query, web::Answer<std::vector<usecase::TicketView>> answer) override {
        asked.push_back("tickets " + query.member_id.value_or(MemberId{}).str() + " " + std::to_string(query.limit));
        answer(sold);
    }
    void ticket(domain::TicketKey key, web::Answer<usecase::TicketDetail> answer) override {
        asked.push_back("ticket " + key.text());
        answer(detail);
    }
    void name_member(usecase::LateEarnRequest request, web::Answer<usecase::LateEarned> answer) override {
        asked.push_back("member of " + request.ticket.text() + " is " + request.member_id.str() + " by " +
                        request.staff_id.str() + " and " + request.approver_id.str() + " " + request.idempotency_key);
        answer(named);
    }
    void preview_return(usecase::ReturnRequest request, web::Answer<usecase::ReturnPreview> answer) override {
        asked.push_back("preview " + request.ticket.text() + (request.voided ? " void" : "") + " " +
                        std::to_string(request.lines.size()));
        last_return = std::move(request);
        answer(previewed);
    }
    void take_return(usecase::ReturnRequest request, web::Answer<usecase::Returned> answer) override {
        asked.push_back("return " + request.ticket.text() + " as " + request.return_key.text() +
                        (request.voided ? " void" : "") + " " + std::to_string(request.lines.size()) + " " +
                        std::to_string(request.refunds.size()) + " " + request.staff_id.str() + " " +
                        request.idempotency_key);
        last_return = std::move(request);
        answer(returned);
    }
    void coupon(usecase::CouponQuery query, web::Answer<usecase::CouponView> answer) override {
        asked.push_back((query.by_code ? "coupon by code " : "coupon ") + query.value);
        answer(coupon_found);
    }
    void ask_hq(usecase::HqQuestion question, web::Answer<usecase::HqAnswer> answer) override {
        asked.push_back("hq " + question.what + " " + question.subject + " " + question.key + " " + question.body);
        answer(hq_said);
    }
    void status(web::Answer<usecase::Status> answer) override {
        asked.emplace_back("status");
        answer(now);
    }
    void scan(std::string code, std::string aim, web::Answer<usecase::Identified> answer) override {
        asked.push_back("scan " + code + " " + aim);
        answer(identified);
    }
};

}  // namespace counterfoil::test
