#include "session/asks.hpp"

#include <array>

namespace counterfoil::session {
namespace {

using Told = Result<Outcome<usecase::HqAnswer>>;

Told told_of(protocol::Answer& answer) {
    switch (answer.status) {
        case protocol::AnswerStatus::done:
            return usecase::HqAnswer{std::string(as_text(answer.body)), answer.repeated};
        case protocol::AnswerStatus::refused:
            return std::move(answer.refusal);
        case protocol::AnswerStatus::invalid:
            break;
    }
    return fail(ErrorCode::invalid_input, std::move(answer.why), std::move(answer.where));
}

Told told_of(engine::AskEnd why) {
    switch (why) {
        case engine::AskEnd::not_sent:
            return Refusal{.code = "hq_out_of_reach"};
        case engine::AskEnd::too_many:
            return fail(ErrorCode::unavailable, "too many questions wait for HQ", "asks");
        case engine::AskEnd::unanswered:
            break;
    }
    return Refusal{.code = "hq_not_answered"};
}

}  // namespace

std::uint64_t Asks::add(AskDone done, Random& random) {
    if (last_ == 0) {
        std::array<std::uint8_t, 6> raw{};
        random.fill(raw);
        for (const std::uint8_t byte : raw)
            last_ = last_ * 256 + byte;
    }
    waiting_[++last_] = std::move(done);
    return last_;
}

void Asks::take(protocol::Answer answer) { tell(answer.ask_no, told_of(answer)); }

void Asks::end(const engine::AskEnded& ended) { tell(ended.ask_no, told_of(ended.why)); }

void Asks::tell(std::uint64_t ask_no, Told answer) {
    const auto found = waiting_.find(ask_no);
    if (found == waiting_.end()) return;
    const AskDone done = std::move(found->second);
    waiting_.erase(found);
    done(std::move(answer));
}

}  // namespace counterfoil::session
