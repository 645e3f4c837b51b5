// HQ's word on a ticket: what has come back of it, at whichever device.
#pragma once

#include <optional>

#include "domain/told_ticket.hpp"
#include "usecase/hq_question.hpp"
#include "usecase/view.hpp"

namespace counterfoil::usecase {

struct TicketWord {
    bool answered = false;  ///< HQ has said what came back, or that it has never heard of the ticket: then nothing did
    std::optional<domain::ToldTicket> told;
};

HqQuestion question_about(const domain::TicketKey& key);

/// What HQ's answer to that question means; whatever else it says than that it does not know the ticket is no answer.
/// Errors: of what cannot be read.
Result<TicketWord> word_of(const Result<Outcome<HqAnswer>>& answer);

}  // namespace counterfoil::usecase
