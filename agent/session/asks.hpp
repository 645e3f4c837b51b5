// Who waits for which answer of HQ's. Belongs to the pump, and to its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>

#include "base/random.hpp"
#include "base/refusal.hpp"
#include "base/result.hpp"
#include "engine/agent_session.hpp"
#include "usecase/hq_question.hpp"

namespace counterfoil::session {

/// Refusals: HQ's own, hq_out_of_reach (nothing was sent), hq_not_answered (HQ may have done it). Errors: invalid_input,
/// with the place in the question's body; unavailable where too many wait.
using AskDone = std::function<void(Result<Outcome<usecase::HqAnswer>>)>;

class Asks {
public:
    /// A number for the question, which no late answer to an earlier run of the program can have.
    std::uint64_t add(AskDone done, Random& random);
    /// Tells whoever waits; nothing where nobody does.
    void take(protocol::Answer answer);
    void end(const engine::AskEnded& ended);

private:
    void tell(std::uint64_t ask_no, Result<Outcome<usecase::HqAnswer>> answer);

    std::uint64_t last_ = 0;
    std::map<std::uint64_t, AskDone> waiting_;
};

}  // namespace counterfoil::session
