#include "hub/core/asking.hpp"

#include <utility>

#include "codec/text_rules.ipp"
#include "hub/core/desk_json.hpp"

namespace counterfoil::hub {

namespace {

/// The text as the frame may carry it: one that is not fit, having come from outside, is left out.
std::string carried(std::string text, std::size_t most) {
    return codec::text_flaw(text, {.least = 0, .most = most}).empty() ? std::move(text) : std::string{};
}

protocol::Answer refused(Refusal refusal) {
    protocol::Answer answer;
    answer.status = protocol::AnswerStatus::refused;
    answer.refusal = std::move(refusal);
    return answer;
}

protocol::Answer invalid(Error error) {
    protocol::Answer answer;
    answer.status = protocol::AnswerStatus::invalid;
    answer.why = carried(std::move(error.what), protocol::kAnswerWhyMax);
    if (answer.why.empty()) answer.why = "the request cannot be read";
    answer.where = carried(std::move(error.where), codec::kName.most);
    return answer;
}

protocol::Answer done(const std::string& text, bool repeated) {
    if (text.size() > protocol::kAnswerBodyBytesMax) return refused({.code = "answer_too_large"});
    protocol::Answer answer;
    const ByteView bytes = as_bytes(text);
    answer.body.assign(bytes.begin(), bytes.end());
    answer.repeated = repeated;
    return answer;
}

Result<protocol::Answer> answer_to(Turn& turn, const DeviceRow& device, const protocol::Ask& ask) {
    if (device.state != DeviceState::active) return refused({.code = "device_suspended"});
    const DeskRequest request{.what = ask.what,
                              .subject = ask.subject,
                              .key = ask.key,
                              .body = std::string(as_text(ask.body)),
                              .asker = Asker{device.holder.device_id, device.store_id}};
    auto served = serve_desk(turn, request);
    if (!served) {
        if (served.error().code == ErrorCode::invalid_input) return invalid(std::move(served).error());
        return std::unexpected(std::move(served).error());
    }
    if (auto* refusal = std::get_if<Refusal>(&served->answer)) return refused(std::move(*refusal));
    return done(std::get<std::string>(served->answer), served->repeated);
}

}  // namespace

Result<void> take_ask(Turn& turn, const DeviceRow& device, const protocol::Ask& ask) {
    // An answer for a former disk would reach nobody.
    if (ask.epoch != device.holder.epoch)
        return fail(ErrorCode::invalid_input, "the message names another disk", std::to_string(ask.epoch.value));
    CF_TRY(answer, answer_to(turn, device, ask));
    answer.epoch = ask.epoch;
    answer.ask_no = ask.ask_no;
    turn.send(device.holder, std::move(answer));
    return {};
}

}  // namespace counterfoil::hub
