// What the API needs from the agent. The daemon implements it; the API knows no thread but its own.
#pragma once

#include <functional>
#include <string>

#include "base/refusal.hpp"
#include "base/result.hpp"
#include "usecase/coupons.hpp"
#include "usecase/hq_question.hpp"
#include "usecase/shapes.hpp"

namespace counterfoil::web {

template <class T>
using Answer = std::function<void(Result<Outcome<T>>)>;

/// All calls come from the io thread, and every answer is called exactly once, on the io thread, at once or later (a full
/// queue answers ErrorCode::unavailable). Refusal codes: docs/api/problems.md.
class AgentService {
public:
    virtual ~AgentService() = default;
    virtual void identify(usecase::IdentifyRequest request, Answer<usecase::Identified> answer) = 0;
    virtual void member(MemberId id, Answer<usecase::MemberCard> answer) = 0;
    virtual void enrol(usecase::EnrolRequest request, Answer<usecase::Enrolled> answer) = 0;
    virtual void products(std::string query, std::string after_sku, std::size_t limit,
                          Answer<std::vector<domain::Product>> answer) = 0;
    virtual void quote(usecase::QuoteRequest request, Answer<usecase::QuoteAnswer> answer) = 0;
    /// Asks HQ for the rights where the link is up and answers when they are settled or after a bounded wait.
    virtual void open_checkout(usecase::QuoteRequest request, Answer<usecase::CheckoutAnswer> answer) = 0;
    virtual void checkout(CheckoutId id, Answer<usecase::CheckoutAnswer> answer) = 0;
    virtual void commit(usecase::CommitRequest request, Answer<usecase::Committed> answer) = 0;
    virtual void cancel(CheckoutId id, Answer<usecase::CheckoutAnswer> answer) = 0;
    virtual void tickets(usecase::TicketQuery query, Answer<std::vector<usecase::TicketView>> answer) = 0;
    /// A sale of this device by its key.
    virtual void ticket(domain::TicketKey key, Answer<usecase::TicketDetail> answer) = 0;
    virtual void name_member(usecase::LateEarnRequest request, Answer<usecase::LateEarned> answer) = 0;
    virtual void preview_return(usecase::ReturnRequest request, Answer<usecase::ReturnPreview> answer) = 0;
    virtual void take_return(usecase::ReturnRequest request, Answer<usecase::Returned> answer) = 0;
    /// From HQ; from this device's own data where HQ is out of reach.
    virtual void coupon(usecase::CouponQuery query, Answer<usecase::CouponView> answer) = 0;
    /// Has HQ's desk do something: refusals are HQ's, or hq_out_of_reach, or hq_not_answered.
    virtual void ask_hq(usecase::HqQuestion question, Answer<usecase::HqAnswer> answer) = 0;
    virtual void status(Answer<usecase::Status> answer) = 0;
    /// Feeds a code by hand into the same path as a scanner's; shows on /v1/events like any scan.
    virtual void scan(std::string code, std::string aim, Answer<usecase::Identified> answer) = 0;
};

}  // namespace counterfoil::web
