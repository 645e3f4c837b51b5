// Fields of the messages (docs/protocol/ops.md).
#pragma once

#include "codec/describe_hold.ipp"
#include "codec/describe_refusal.ipp"
#include "domain/issuer.hpp"
#include "protocol/messages.hpp"

namespace counterfoil::codec {

static_assert(kHoldRightsMax == protocol::kRightsPerHoldMax);

inline constexpr TextRule kToken{0, protocol::kTokenBytesMax};
inline constexpr TextRule kReasonCode{0, 64};
inline constexpr TextRule kFeedScope{1, 64};
inline constexpr TextRule kAskName{1, protocol::kAskNameMax};
inline constexpr TextRule kAskSubject{0, protocol::kAskSubjectMax};
inline constexpr TextRule kAskKey{0, protocol::kAskKeyMax};
inline constexpr TextRule kAnswerWhy{0, protocol::kAnswerWhyMax};

template <>
struct EnumNames<protocol::WelcomeMode> {
    using E = protocol::WelcomeMode;
    static constexpr std::array<std::pair<E, std::string_view>, 4> kNames{
        {{E::normal, "normal"}, {E::recovery, "recovery"}, {E::quarantine, "quarantine"}, {E::upload_only, "upload_only"}}};
};
template <>
struct EnumNames<protocol::RefusedReason> {
    using E = protocol::RefusedReason;
    static constexpr std::array<std::pair<E, std::string_view>, 5> kNames{{{E::held_by, "held_by"},
                                                                           {E::queued, "queued"},
                                                                           {E::recovering, "recovering"},
                                                                           {E::ended, "ended"},
                                                                           {E::limit, "limit"}}};
};
template <>
struct EnumNames<protocol::AnswerStatus> {
    using E = protocol::AnswerStatus;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::done, "done"}, {E::refused, "refused"}, {E::invalid, "invalid"}}};
};
template <>
struct EnumNames<domain::EntryVerdict> {
    using E = domain::EntryVerdict;
    static constexpr std::array<std::pair<E, std::string_view>, 4> kNames{
        {{E::accepted, "accepted"}, {E::pending, "pending"}, {E::conflict, "conflict"}, {E::finding, "finding"}}};
};
template <>
struct EnumNames<domain::FeedKind> {
    using E = domain::FeedKind;
    static constexpr std::array<std::pair<E, std::string_view>, 5> kNames{{{E::member, "member"},
                                                                           {E::coupon, "coupon"},
                                                                           {E::coupon_template, "coupon_template"},
                                                                           {E::product, "product"},
                                                                           {E::rules, "rules"}}};
};

template <class Io>
void describe(Io& io, Of<domain::Holder>) {
    using T = domain::Holder;
    io.need("device", &T::device_id);
    io.need("epoch", &T::epoch);
}

template <class Io>
void describe(Io& io, Of<domain::JournalHead>) {
    using T = domain::JournalHead;
    io.need("epoch", &T::epoch);
    io.need("seq", &T::seq);
    io.need("hash", &T::hash);
}

template <class Io>
void describe(Io& io, Of<domain::JournalRow>) {
    using T = domain::JournalRow;
    io.need("epoch", &T::epoch);
    io.need("seq", &T::seq);
    io.need("body", &T::body, {protocol::kFrameBytesMax});
    io.need("prev_hash", &T::prev_hash);
    io.need("hash", &T::hash);
}

template <class Io>
void describe(Io& io, Of<protocol::Hello>) {
    using T = protocol::Hello;
    io.part(&T::holder);
    io.need("head", &T::head);
    io.need("hub_epoch", &T::hub_epoch);
    io.may("token", &T::token, kToken);
    io.may("nonce", &T::nonce, kToken);
}

template <class Io>
void describe(Io& io, Of<protocol::Welcome>) {
    using T = protocol::Welcome;
    io.may("nonce", &T::nonce, kToken);
    io.need("hub_epoch", &T::hub_epoch);
    io.may("mode", &T::mode);
    io.may("next_token", &T::next_token, kToken);
    io.need("applied_seq", &T::applied_seq);
    io.need("safe_seq", &T::safe_seq);
    io.may("floor", &T::floor);
}

/// A lone row may be as large as a frame: the largest ticket must be able to leave its device.
inline bool bodies_fit(const std::vector<domain::JournalRow>& rows) {
    std::size_t bytes = 0;
    for (const auto& row : rows)
        bytes += row.body.size();
    return rows.size() <= 1 || bytes <= protocol::kEntriesBytesMax;
}

template <class Io>
void describe(Io& io, Of<protocol::Entries>) {
    using T = protocol::Entries;
    io.part(&T::holder);
    io.need("from_seq", &T::from_seq);
    io.need("rows", &T::rows, {protocol::kEntriesRowsMax});
    io.need("head", &T::head);
    io.need("signature", &T::signature);
    io.expect([](const T& t) { return bodies_fit(t.rows); }, "rows", "bodies of at most 524288 bytes in all are expected");
}
static_assert(protocol::kEntriesBytesMax == 524288);

template <class Io>
void describe(Io& io, Of<protocol::EntryResult>) {
    using T = protocol::EntryResult;
    io.need("seq", &T::seq);
    io.may("verdict", &T::verdict);
    io.may("code", &T::code, kReasonCode);
}

template <class Io>
void describe(Io& io, Of<protocol::Applied>) {
    using T = protocol::Applied;
    io.need("epoch", &T::epoch);
    io.need("seq", &T::seq);
    io.may("results", &T::results, {protocol::kAppliedResultsMax});
    io.need("safe_seq", &T::safe_seq);
}

template <class Io>
void describe(Io& io, Of<protocol::Acquire>) {
    using T = protocol::Acquire;
    io.need("epoch", &T::epoch);
    io.need("request_no", &T::request_no);
    io.may("member_id", &T::member_id);
    io.need("wanted", &T::wanted, {protocol::kRightsPerHoldMax});
    io.may("reason", &T::reason);
    io.may("codes", &T::codes, {domain::kIssuerCodesMax, {1, domain::kIssuerCodeLengthMax}});
}

template <class Io>
void describe(Io& io, Of<domain::SignedGrant>) {
    using T = domain::SignedGrant;
    io.need("payload", &T::payload, {protocol::kGrantBytesMax});
    io.need("signature", &T::signature);
}

template <class Io>
void describe(Io& io, Of<protocol::Grant>) {
    io.part(&protocol::Grant::grant);
}

template <class Io>
void describe(Io& io, Of<protocol::Refused>) {
    using T = protocol::Refused;
    io.need("request_no", &T::request_no);
    io.need("reason", &T::reason);
    io.may("held_by", &T::held_by);
    io.may("reachable", &T::reachable);
}

template <class Io>
void describe(Io& io, Of<protocol::Recall>) {
    using T = protocol::Recall;
    io.need("hold_id", &T::hold_id);
    io.may("units", &T::units, {protocol::kRightsPerHoldMax});
    io.may("why", &T::why, kReasonCode);
}

template <class Io>
void describe(Io& io, Of<protocol::Busy>) {
    using T = protocol::Busy;
    io.need("hold_id", &T::hold_id);
    io.may("idle_s", &T::idle_s);
}

template <class Io>
void describe(Io& io, Of<protocol::Closed>) {
    using T = protocol::Closed;
    io.may("hold_id", &T::hold_id);
    io.may("request_no", &T::request_no);
    io.may("seq", &T::seq);
}

template <class Io>
void describe(Io& io, Of<protocol::EntriesWanted>) {
    using T = protocol::EntriesWanted;
    io.need("epoch", &T::epoch);
    io.need("from_seq", &T::from_seq);
}

template <class Io>
void describe(Io& io, Of<protocol::FeedRequest>) {
    using T = protocol::FeedRequest;
    io.need("scope", &T::scope, kFeedScope);
    io.need("after", &T::after);
}

template <class Io>
void describe(Io& io, Of<domain::FeedRow>) {
    using T = domain::FeedRow;
    io.need("kind", &T::kind);
    io.need("id", &T::id, {1, kIdLengthMax});
    io.may("deleted", &T::deleted);
    io.may("body", &T::body, {protocol::kFeedBodyBytesMax});
}

template <class Io>
void describe(Io& io, Of<domain::FeedBatch>) {
    using T = domain::FeedBatch;
    io.need("scope", &T::scope, kFeedScope);
    io.need("from", &T::from);
    io.need("to", &T::to);
    io.may("rows", &T::rows, {protocol::kFeedRowsMax});
    io.expect([](const T& t) { return t.from <= t.to; }, "to", "a position not below from is expected");
}

template <class Io>
void describe(Io& io, Of<protocol::FeedChanges>) {
    using T = protocol::FeedChanges;
    io.part(&T::batch);
    io.need("head", &T::head);
}

template <class Io>
void describe(Io& io, Of<protocol::Ask>) {
    using T = protocol::Ask;
    io.need("epoch", &T::epoch);
    io.need("ask_no", &T::ask_no);
    io.need("what", &T::what, kAskName);
    io.may("subject", &T::subject, kAskSubject);
    io.may("key", &T::key, kAskKey);
    io.may("body", &T::body, {protocol::kAskBodyBytesMax});
}

template <class Io>
void describe(Io& io, Of<protocol::Answer>) {
    using T = protocol::Answer;
    io.need("epoch", &T::epoch);
    io.need("ask_no", &T::ask_no);
    io.may("status", &T::status);
    io.may("repeated", &T::repeated);
    io.may("body", &T::body, {protocol::kAnswerBodyBytesMax});
    io.may("refusal", &T::refusal);
    io.may("why", &T::why, kAnswerWhy);
    io.may("where", &T::where);
    io.expect([](const T& t) { return (t.status == protocol::AnswerStatus::refused) == !t.refusal.code.empty(); }, "refusal",
              "a refusal is expected where the status is refused, and only there");
}

}  // namespace counterfoil::codec
