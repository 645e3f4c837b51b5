#include <algorithm>

#include "hub/core/granting.hpp"
#include "hub/core/intake.hpp"

namespace counterfoil::hub {

namespace {

constexpr std::size_t kNoncesKept = 16;
constexpr std::size_t kNonceLengthMax = 64;
constexpr std::size_t kTokenLengthMax = 128;
constexpr std::size_t kRecallsAtHelloMax = 256;
constexpr std::size_t kLateAnswersMax = 256;
constexpr const char* kFork = "fork";

enum class HeadRelation { same_or_ahead, behind, forked };

/// The disk's head against HQ's copy of its journal.
Result<HeadRelation> compare_heads(Turn& turn, const DeviceRow& device, const domain::JournalHead& head) {
    if (head.seq > device.head.seq) return HeadRelation::same_or_ahead;
    if (head.seq == device.head.seq) {
        const bool same = head.seq.value == 0 || head.hash == device.head.hash;
        return same ? HeadRelation::same_or_ahead : HeadRelation::forked;
    }
    if (head.seq.value == 0) return HeadRelation::behind;
    CF_TRY(known, turn.tx.entries().entry({device.holder, head.seq}));
    return known && known->hash == head.hash ? HeadRelation::behind : HeadRelation::forked;
}

/// A clone shows a token that HQ has forgotten: it neither confirmed nor last offered it. After a restore HQ's own are old.
bool knows_token(const Turn& turn, const DeviceRow& device, const std::string& token) {
    const AuthorityConfig& config = turn.tools.config;
    if (config.recovery || device.hub_epoch != config.hub_epoch) return true;
    return token == device.token || (!device.next_token.empty() && token == device.next_token);
}

void offer_token(Turn& turn, DeviceRow& device, const std::string& shown) {
    device.token = shown;
    device.next_token = turn.tools.random.new_id();
    device.hub_epoch = turn.tools.config.hub_epoch;
}

/// Judges the greeting of an active disk; a fork or a clone is quarantined.
Result<protocol::WelcomeMode> judge(Turn& turn, DeviceRow& device, const protocol::Hello& hello) {
    CF_TRY(relation, compare_heads(turn, device, hello.head));
    if (relation == HeadRelation::forked) {
        CF_CHECK(quarantine(turn, device, kFork));
        return protocol::WelcomeMode::quarantine;
    }
    if (relation == HeadRelation::behind) {
        // A rolled-back disk has an old token, too; so has an old greeting that was under way for long. Neither is judged by
        // it.
        turn.tools.log.write(LogLevel::warning, "device.behind",
                             {{"device", device.holder.device_id.str()},
                              {"head", static_cast<std::int64_t>(hello.head.seq.value)},
                              {"known", static_cast<std::int64_t>(device.head.seq.value)}});
        return protocol::WelcomeMode::upload_only;
    }
    if (!knows_token(turn, device, hello.token)) {
        CF_CHECK(quarantine(turn, device, "token"));
        return protocol::WelcomeMode::quarantine;
    }
    offer_token(turn, device, hello.token);
    return turn.tools.config.recovery ? protocol::WelcomeMode::recovery : protocol::WelcomeMode::normal;
}

Result<std::uint64_t> floor_of(Turn& turn, const DeviceRow& device) {
    CF_TRY(lowest, turn.tx.holds().lowest_open_no(device.holder));
    return lowest.value_or(device.hold_no + 1);
}

/// From where the disk goes on sending. A forked disk begins again, as HQ does not know where the branches part.
JournalSeq received(const DeviceRow& device) {
    if (device.state != DeviceState::quarantined) return device.head.seq;
    if (device.aside.seq.value > 0) return device.aside.seq;
    return device.state_why == kFork ? JournalSeq{} : device.head.seq;
}

Result<void> welcome(Turn& turn, const DeviceRow& device, const protocol::Hello& hello, protocol::WelcomeMode mode) {
    CF_TRY(floor, floor_of(turn, device));
    protocol::Welcome answer;
    answer.nonce = hello.nonce;
    answer.hub_epoch = turn.tools.config.hub_epoch;
    answer.mode = mode;
    // Who may not redeem keeps the token it has.
    const bool rotated = mode == protocol::WelcomeMode::normal || mode == protocol::WelcomeMode::recovery;
    answer.next_token = rotated ? device.next_token : hello.token;
    answer.applied_seq = received(device);
    answer.safe_seq = device.safe_seq;
    answer.floor = floor;
    turn.send(device.holder, std::move(answer));
    return {};
}

/// What the disk may have missed: recalls that are under way, and answers that came after their `applied`.
Result<void> catch_up(Turn& turn, const DeviceRow& device) {
    CF_TRY(holds, turn.tx.holds().of_holder(device.holder, kRecallsAtHelloMax));
    for (HoldRow& hold : holds) {
        if (hold.state == HoldState::recalling) CF_CHECK(send_recall(turn, hold));
    }
    CF_TRY(late, turn.tx.entries().late_answers(device.holder, kLateAnswersMax));
    if (late.empty()) return {};
    protocol::Applied applied{device.holder.epoch, device.head.seq, {}, device.safe_seq};
    for (const EntryRow& entry : late)
        applied.results.push_back({entry.entry.seq, entry.verdict, entry.code});
    turn.send(device.holder, std::move(applied));
    return {};
}

Result<void> check(const protocol::Hello& hello) {
    const bool printable = std::ranges::all_of(hello.nonce, [](char c) { return c > ' ' && c < '\x7f'; });
    if (printable && !hello.nonce.empty() && hello.nonce.size() <= kNonceLengthMax &&
        hello.token.size() <= kTokenLengthMax && hello.head.epoch == hello.holder.epoch) {
        return {};
    }
    return fail(ErrorCode::invalid_input,
                "a nonce of 1 to 64 printable characters and a head of the same epoch are expected", "hello");
}

protocol::WelcomeMode mode_of(const Turn& turn, const DeviceRow& device) {
    switch (device.state) {
        case DeviceState::active:
            return turn.tools.config.recovery ? protocol::WelcomeMode::recovery : protocol::WelcomeMode::normal;
        case DeviceState::quarantined:
            return protocol::WelcomeMode::quarantine;
        case DeviceState::replaced:
        case DeviceState::revoked:
            return protocol::WelcomeMode::upload_only;
    }
    return protocol::WelcomeMode::upload_only;
}

}  // namespace

Result<void> take_hello(Turn& turn, DeviceRow& device, const protocol::Hello& hello) {
    CF_CHECK(check(hello));
    if (hello.hub_epoch > turn.tools.config.hub_epoch) {
        turn.tools.log.write(
            LogLevel::error, "hub.older_than_device",
            {{"device", device.holder.device_id.str()}, {"hub_epoch", static_cast<std::int64_t>(hello.hub_epoch.value)}});
    }
    const auto seen = std::ranges::find(device.nonces, hello.nonce);
    if (seen != device.nonces.end()) {
        // A copy. Of the last one the answer may be lost; to an older one the disk listens no more.
        if (std::next(seen) != device.nonces.end()) return {};
        CF_TRY(relation, compare_heads(turn, device, hello.head));
        if (device.state == DeviceState::active && relation == HeadRelation::behind) return {};
        return welcome(turn, device, hello, mode_of(turn, device));
    }
    device.nonces.push_back(hello.nonce);
    if (device.nonces.size() > kNoncesKept) device.nonces.erase(device.nonces.begin());

    protocol::WelcomeMode mode = mode_of(turn, device);
    if (device.state == DeviceState::active) {
        CF_TRY(judged, judge(turn, device, hello));
        mode = judged;
    }
    CF_CHECK(welcome(turn, device, hello, mode));
    if (mode != protocol::WelcomeMode::normal) return {};
    return catch_up(turn, device);
}

}  // namespace counterfoil::hub
