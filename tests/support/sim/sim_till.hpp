// People at one device's till: they open checkouts, wait, pay, change their minds, walk away, and try again after a crash.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "support/sim/sim_device.hpp"
#include "usecase/commit.hpp"
#include "usecase/enrol.hpp"
#include "usecase/returns.hpp"

namespace counterfoil::test_support {

/// What a till was told and may rely on for ever.
struct AnsweredSale {
    std::size_t device = 0;
    usecase::CommitRequest request;
    usecase::Committed answer;
    Quantity quantity;  ///< of its one line
};

/// A return that a till was told of, of its own sale.
struct AnsweredReturn {
    std::size_t device = 0;
    usecase::Returned answer;
};

/// A person whom a till was told to be a member from now on.
struct AnsweredEnrolment {
    std::size_t device = 0;
    MemberId member_id;  ///< provisional
    std::string phone;
};

/// What the tills of a world were answered.
struct Answers {
    std::vector<AnsweredSale> sales;
    std::vector<AnsweredReturn> returns;
    std::vector<AnsweredEnrolment> enrolments;
};

/// What the people of a world have to choose from.
struct Choices {
    std::vector<MemberId> members;
    std::map<MemberId, std::vector<CouponId>> coupons;
    std::vector<std::string> phones;  ///< of people who are no members yet, and become members at any till
};

class SimTill {
public:
    SimTill(Scheduler& time, SeededRandom& random, SimDevice& device, std::size_t number, const Choices& choices,
            Answers& answers);

    /// Sales begin until then; what has begun is brought to an end.
    void open_until(Tick end);
    /// The program runs again: what was under way is asked for once more.
    void on_restart();
    std::size_t under_way() const { return commits_.size() + returns_.size() + enrolments_.size(); }
    /// Answers of the program that no till should ever get.
    const std::vector<std::string>& complaints() const { return complaints_; }

private:
    void next_sale();
    domain::Basket fill_basket();
    void begin_sale(const domain::Basket& basket);
    void on_opened(Result<Outcome<usecase::Opened>> answer);
    void on_settled(const CheckoutId& checkout);
    void pay(const CheckoutId& checkout);
    void cancel(const CheckoutId& checkout);
    void commit(const usecase::CommitRequest& request);
    void on_committed(const usecase::CommitRequest& request, const Result<Outcome<usecase::Committed>>& answer);
    void enrol_somebody();
    void enrol(const usecase::EnrolRequest& request);
    void on_enrolled(const usecase::EnrolRequest& request, const Result<Outcome<usecase::Enrolled>>& answer);
    void plan_return(const domain::TicketKey& ticket);
    void bring_back(const domain::TicketKey& ticket);
    void bring_elsewhere_sold();
    void ask_return(const usecase::ReturnRequest& request);
    void on_returned(const usecase::ReturnRequest& request, const Result<Outcome<usecase::Returned>>& answer);
    void check_repeat(const usecase::CommitRequest& request, const usecase::Committed& answer);

    Scheduler& time_;
    SeededRandom& random_;
    SimDevice& device_;
    std::size_t number_;
    const Choices& choices_;
    Answers& answers_;
    Tick end_;
    std::uint64_t tickets_ = 0;
    std::map<std::string, usecase::CommitRequest> commits_;  ///< sent, not answered, by key
    std::map<std::string, usecase::Committed> by_key_;
    std::map<CheckoutId, Quantity> quantities_;  ///< of what is being paid
    std::map<std::string, usecase::ReturnRequest> returns_;  ///< sent, not answered, by key
    std::map<std::string, JournalSeq> returned_by_key_;
    std::uint64_t return_no_ = 0;
    std::map<std::string, usecase::EnrolRequest> enrolments_;  ///< sent, not answered, by key
    std::map<std::string, MemberId> enrolled_by_key_;
    std::vector<MemberId> enrolled_;  ///< at this till
    std::uint64_t enrolment_no_ = 0;
    std::vector<std::string> complaints_;
};

}  // namespace counterfoil::test_support
