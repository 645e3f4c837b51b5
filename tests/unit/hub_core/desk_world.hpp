// An HQ whose desk is asked in JSON. For .cpp files of tests only.
#pragma once

#include <nlohmann/json.hpp>  // lint:allow heavy-header: the desk speaks JSON, and so do its tests

#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {

using nlohmann::json;

inline const json kBy = {{"staff_id", "E1"}, {"reason", "asked for"}};

class DeskWorld : public HqWorld {
protected:
    /// A refusal comes as {"code": ...}.
    json ask(const std::string& what, const std::string& subject, const json& body, const std::string& key = {}) {
        const DeskRequest request{what, subject, key.empty() ? "k" + std::to_string(++keys_) : key,
                                  body.is_null() ? "" : body.dump()};
        Result<DeskAnswer> answer = fail(ErrorCode::io, "not run");
        const HubJob job = [&](HubTx& tx) {
            answer = authority->serve(tx, request, now);
            return answer.has_value() && std::holds_alternative<std::string>(answer->answer);
        };
        EXPECT_TRUE(store->transact(job).has_value());
        if (!answer) return json{{"error", describe(answer.error())}};
        sent_out = answer->outgoing;
        if (const auto* refusal = std::get_if<Refusal>(&answer->answer))
            return json{{"code", refusal->code}, {"field", refusal->field}, {"figures", refusal->figures}};
        return json::parse(std::get<std::string>(answer->answer));
    }

    std::vector<Outgoing> sent_out;

private:
    int keys_ = 0;
};

}  // namespace counterfoil::hub
