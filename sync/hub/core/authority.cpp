#include "hub/core/authority.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "hub/core/asking.hpp"
#include "hub/core/desk_json.hpp"
#include "hub/core/granting.hpp"
#include "hub/core/growing.hpp"
#include "hub/core/intake.hpp"
#include "hub/core/units.hpp"

namespace counterfoil::hub {

namespace {

constexpr std::size_t kRecallsATick = 256;
constexpr std::size_t kExpiredATick = 500;
constexpr std::size_t kFeedBytes = 512 * 1024;
constexpr Millis kCodesKept{30 * kDayMs};
constexpr const char* kScopeAll = "all";

std::unexpected<Error> not_from_devices(const char* what) {
    return fail(ErrorCode::invalid_input, "this message comes from HQ only", what);
}

Result<void> check_holder(const domain::Holder& named, const domain::Holder& from) {
    if (named == from) return {};
    return fail(ErrorCode::invalid_input, "the message names another disk", named.device_id.str());
}

/// Routes one message. A class, so that each kind is a function of its own.
class Dispatch {
public:
    Dispatch(Turn& turn, DeviceRow& device, const Authority& authority)
        : turn_(turn), device_(device), authority_(authority) {}

    Result<void> operator()(const protocol::Hello& hello) {
        CF_CHECK(check_holder(hello.holder, device_.holder));
        return take_hello(turn_, device_, hello);
    }
    Result<void> operator()(const protocol::Entries& entries) {
        CF_CHECK(check_holder(entries.holder, device_.holder));
        return take_entries(turn_, device_, entries);
    }
    Result<void> operator()(const protocol::Acquire& acquire) { return take_acquire(turn_, device_, acquire); }
    Result<void> operator()(const protocol::Closed& closed) { return take_closed(turn_, device_, closed); }
    /// The recall stays; its backoff decides when it is sent again.
    Result<void> operator()(const protocol::Busy&) { return {}; }
    Result<void> operator()(const protocol::FeedRequest& request) {
        const bool may_read = device_.state == DeviceState::active || device_.state == DeviceState::quarantined;
        if (!may_read) return fail(ErrorCode::permission, "this disk may only upload", device_.holder.device_id.str());
        if (request.scope != kScopeAll) return fail(ErrorCode::not_found, "there is no such scope", request.scope);
        CF_TRY(changes, authority_.changes(turn_.tx, request.after));
        turn_.send(device_.holder, std::move(changes));
        return {};
    }
    Result<void> operator()(const protocol::Ask& ask) { return take_ask(turn_, device_, ask); }
    Result<void> operator()(const protocol::Welcome&) { return not_from_devices("welcome"); }
    Result<void> operator()(const protocol::Applied&) { return not_from_devices("applied"); }
    Result<void> operator()(const protocol::Grant&) { return not_from_devices("grant"); }
    Result<void> operator()(const protocol::Refused&) { return not_from_devices("refused"); }
    Result<void> operator()(const protocol::Recall&) { return not_from_devices("recall"); }
    Result<void> operator()(const protocol::EntriesWanted&) { return not_from_devices("entries_wanted"); }
    Result<void> operator()(const protocol::FeedChanges&) { return not_from_devices("feed_changes"); }
    Result<void> operator()(const protocol::Answer&) { return not_from_devices("answer"); }

private:
    Turn& turn_;
    DeviceRow& device_;
    const Authority& authority_;
};

/// What a device can name beyond the store's range would not fit a column.
bool fits(std::uint64_t number) { return std::in_range<std::int64_t>(number); }

Result<void> check_numbers(const protocol::Message& message) {
    bool good = true;
    if (const auto* hello = std::get_if<protocol::Hello>(&message)) good = fits(hello->head.seq.value);
    if (const auto* acquire = std::get_if<protocol::Acquire>(&message)) good = fits(acquire->request_no.value);
    if (const auto* request = std::get_if<protocol::FeedRequest>(&message)) good = fits(request->after.value);
    if (const auto* entries = std::get_if<protocol::Entries>(&message))
        good = fits(entries->from_seq.value) && fits(entries->head.seq.value);
    if (const auto* closed = std::get_if<protocol::Closed>(&message); closed != nullptr && closed->hold_id) {
        good = fits(closed->hold_id->no) && fits(closed->hold_id->hub_epoch.value);
    }
    if (good) return {};
    return fail(ErrorCode::invalid_input, "a number is out of range", "message");
}

}  // namespace

Authority::Authority(AuthorityConfig config, const Hasher& hasher, const Verifier& verifier, const Signer& hq,
                     Random& random, Log& log)
    : config_(config), hasher_(hasher), verifier_(verifier), hq_(hq), random_(random), log_(log) {
    CF_ASSERT(config_.hub_epoch.value > 0);
}

Result<std::vector<Outgoing>> Authority::handle(HubTx& tx, const domain::Holder& from, const protocol::Message& message,
                                                Instant now) const {
    CF_CHECK(check_numbers(message));
    const Tools tools{config_, hasher_, verifier_, hq_, random_, log_};
    Turn turn(tools, tx, now);
    CF_TRY(device, turn.device(from));
    if (device == nullptr) return fail(ErrorCode::permission, "this disk is not enrolled", from.device_id.str());
    // Written now and then only: a heartbeat must not cost a commit.
    if ((now - device->last_contact).value > config_.reachable_within.value / 2) device->last_contact = now;
    CF_CHECK(std::visit(Dispatch(turn, *device, *this), message));
    return turn.finish();
}

Result<std::vector<Outgoing>> Authority::tick(HubTx& tx, Instant now) const {
    const Tools tools{config_, hasher_, verifier_, hq_, random_, log_};
    Turn turn(tools, tx, now);
    CF_TRY(due, tx.holds().recalls_due(now, kRecallsATick));
    for (HoldRow& hold : due)
        CF_CHECK(send_recall(turn, hold));
    CF_CHECK(tx.queue().drop_wishes_before(Instant{now.ms - config_.wish_life.value}));
    CF_CHECK(tx.operations().drop_answers_before(Instant{now.ms - kDeskAnswersKept.value}));
    CF_CHECK(tx.devices().drop_codes_before(Instant{now.ms - kCodesKept.value}));
    if (!config_.recovery) {
        CF_TRY(expired, tx.rights().expired(now, kExpiredATick));
        for (const RightId& right : expired)
            CF_CHECK(settle(turn, right));
        CF_CHECK(review_tiers(turn));
    }
    return turn.finish();
}

Result<protocol::FeedChanges> Authority::changes(HubTx& tx, FeedPosition after) const {
    CF_TRY(batch, tx.feed().changes(after, protocol::kFeedRowsMax, kFeedBytes));
    CF_TRY(head, tx.feed().head());
    return protocol::FeedChanges{std::move(batch), head};
}

Result<std::vector<Outgoing>> Authority::withdraw(HubTx& tx, const RightId& right_id, Instant now) const {
    const Tools tools{config_, hasher_, verifier_, hq_, random_, log_};
    Turn turn(tools, tx, now);
    CF_TRY(right, tx.rights().right(right_id));
    if (!right) return fail(ErrorCode::not_found, "there is no such right", right_id.str());
    CF_CHECK(withdraw_units(turn, *right));
    return turn.finish();
}

Result<DeskAnswer> Authority::serve(HubTx& tx, const DeskRequest& request, Instant now) const {
    const Tools tools{config_, hasher_, verifier_, hq_, random_, log_};
    Turn turn(tools, tx, now);
    CF_TRY(served, serve_desk(turn, request));
    if (served.repeated || std::holds_alternative<Refusal>(served.answer)) return std::move(served);
    CF_TRY(outgoing, turn.finish());
    served.outgoing = std::move(outgoing);
    return std::move(served);
}

bool may_stay(const Result<std::vector<Outgoing>>& handled) {
    if (!handled) return false;
    return std::ranges::none_of(*handled, [](const Outgoing& out) {
        const auto* answer = std::get_if<protocol::Answer>(&out.message);
        return answer != nullptr && answer->status != protocol::AnswerStatus::done;
    });
}

Result<std::vector<Outgoing>> Authority::write_off(HubTx& tx, const domain::HoldId& id, Instant now) const {
    const Tools tools{config_, hasher_, verifier_, hq_, random_, log_};
    Turn turn(tools, tx, now);
    CF_TRY(hold, tx.holds().find(id));
    if (!hold) return fail(ErrorCode::not_found, "there is no such hold", id.text());
    const bool may =
        hold->state == HoldState::open || hold->state == HoldState::recalling || hold->state == HoldState::orphaned;
    if (!may) return fail(ErrorCode::conflict, "only an open, recalled or orphaned hold can be written off", id.text());
    hold->state = HoldState::reclaimed;
    CF_CHECK(tx.holds().put(*hold));
    for (const HeldUnits& units : hold->rights)
        CF_CHECK(free_held(turn, units.right.right_id, units.unspent()));
    return turn.finish();
}

Result<void> Authority::revoke(HubTx& tx, const domain::Holder& holder, std::string why) const {
    CF_TRY(device, tx.devices().find(holder));
    if (!device) return fail(ErrorCode::not_found, "this disk is not enrolled", holder.device_id.str());
    device->state = DeviceState::revoked;
    device->state_why = std::move(why);
    CF_CHECK(tx.devices().put(*device));
    return orphan_holds(tx, holder);
}

}  // namespace counterfoil::hub
