#include "usecase/ticket_word.hpp"

#include "codec/told_ticket.hpp"

namespace counterfoil::usecase {

HqQuestion question_about(const domain::TicketKey& key) {
    return {.what = "tickets.show", .subject = key.text(), .key = {}, .body = {}};
}

Result<TicketWord> word_of(const Result<Outcome<HqAnswer>>& answer) {
    if (!answer) return TicketWord{};
    if (const auto* refusal = std::get_if<Refusal>(&*answer))
        return TicketWord{.answered = refusal->code == "unknown_ticket", .told = {}};
    CF_TRY(told, codec::decode_told_ticket(std::get<HqAnswer>(*answer).body));
    return TicketWord{.answered = true, .told = std::move(told)};
}

}  // namespace counterfoil::usecase
