// Every bound of messages.hpp, and errors that name the field.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "protocol/codec.hpp"

namespace counterfoil::protocol {
namespace {

using nlohmann::json;

const domain::HoldId kHold{{DeviceId("S001-1"), DeviceEpoch{1}}, HubEpoch{1}, 7};

/// The error of a message that was encoded although it breaks a bound.
Error error_of(const Message& message) {
    const auto received = decode(encode(message));
    return received ? Error{ErrorCode::io, "was taken"} : received.error();
}

/// The message as a map, to be damaged.
json fields_of(const Message& message) {
    const Bytes frame = encode(message);
    return json::from_cbor(frame.begin() + 1, frame.end());
}
Error error_of(const json& fields) {
    Bytes frame{kProtocolVersion};
    json::to_cbor(fields, frame);
    const auto received = decode(frame);
    return received ? Error{ErrorCode::io, "was taken"} : received.error();
}

Entries entries_of(std::size_t rows, std::size_t body_bytes) {
    Entries entries{{DeviceId("S001-1"), DeviceEpoch{1}}, JournalSeq{1}, {}, {}, {}};
    entries.rows.resize(rows);
    for (auto& row : entries.rows)
        row.body.assign(body_bytes, 'x');
    return entries;
}

TEST(Bounds, rows_of_a_batch) {
    EXPECT_TRUE(decode(encode(entries_of(kEntriesRowsMax, 8))));
    const Error error = error_of(entries_of(kEntriesRowsMax + 1, 8));
    EXPECT_EQ(error.where, "entries.rows");
    EXPECT_EQ(error.what, "a list of at most 256 is expected");
}

TEST(Bounds, bytes_of_a_batch) {
    EXPECT_TRUE(decode(encode(entries_of(2, kEntriesBytesMax / 2))));
    EXPECT_EQ(error_of(entries_of(2, kEntriesBytesMax / 2 + 1)).where, "entries.rows");
}

TEST(Bounds, a_lone_row_may_be_larger_than_a_batch) {
    EXPECT_TRUE(decode(encode(entries_of(1, kEntriesBytesMax + 1))));
    EXPECT_EQ(error_of(entries_of(1, kFrameBytesMax)).code, ErrorCode::full);
}

TEST(Bounds, a_digest_has_32_bytes) {
    json fields = fields_of(entries_of(4, 3));
    fields["rows"][3]["hash"] = json::binary(Bytes(31));
    EXPECT_EQ(describe(error_of(fields)), "entries.rows[3].hash: 32 bytes expected");
    fields["rows"][3]["hash"] = std::string(64, 'a');
    EXPECT_EQ(describe(error_of(fields)), "entries.rows[3].hash: bytes are expected");
}

TEST(Bounds, a_signature_has_64_bytes) {
    json fields = fields_of(entries_of(0, 0));
    fields["signature"] = json::binary(Bytes(65));
    EXPECT_EQ(describe(error_of(fields)), "entries.signature: 64 bytes expected");
}

TEST(Bounds, results_of_an_answer) {
    Applied applied;
    applied.results.resize(kAppliedResultsMax);
    EXPECT_TRUE(decode(encode(applied)));
    applied.results.resize(kAppliedResultsMax + 1);
    EXPECT_EQ(error_of(applied).where, "applied.results");
}

TEST(Bounds, rights_of_an_acquire) {
    Acquire acquire;
    acquire.wanted.assign(kRightsPerHoldMax, {RightId("coupon:1"), 1, 1});
    EXPECT_TRUE(decode(encode(acquire)));
    acquire.wanted.push_back({RightId("coupon:1"), 1, 1});
    EXPECT_EQ(error_of(acquire).where, "acquire.wanted");
    acquire.wanted = {{RightId("coupon:1"), 2, 1}};
    EXPECT_EQ(error_of(acquire).where, "acquire.wanted[0].most");
    acquire.wanted = {{RightId("coupon:1"), 0, 1}};
    EXPECT_EQ(error_of(acquire).where, "acquire.wanted[0].least");
}

TEST(Bounds, units_of_a_recall) {
    Recall recall{kHold, {}, "void"};
    recall.units.assign(kRightsPerHoldMax + 1, {RightId("lot:1"), 1});
    EXPECT_EQ(error_of(recall).where, "recall.units");
    recall.units = {{RightId("lot 1"), 1}};
    EXPECT_EQ(error_of(recall).where, "recall.units[0].right_id");
    recall.units = {{RightId("lot:1"), kAmountMax + 1}};
    EXPECT_EQ(error_of(recall).where, "recall.units[0].amount");
}

TEST(Bounds, rows_and_bodies_of_the_feed) {
    FeedChanges changes;
    changes.batch.rows.assign(kFeedRowsMax, {domain::FeedKind::coupon, "C1", true, {}});
    EXPECT_TRUE(decode(encode(changes)));
    changes.batch.rows.push_back({domain::FeedKind::coupon, "C1", true, {}});
    EXPECT_EQ(error_of(changes).where, "feed_changes.rows");
    changes.batch.rows = {{domain::FeedKind::coupon, "C1", false, Bytes(kFeedBodyBytesMax + 1)}};
    EXPECT_EQ(error_of(changes).where, "feed_changes.rows[0].body");
    changes.batch.rows.clear();
    changes.batch.from = FeedPosition{2};
    changes.batch.to = FeedPosition{1};
    EXPECT_EQ(error_of(changes).where, "feed_changes.to");
}

TEST(Bounds, tokens_and_grants) {
    Welcome welcome;
    welcome.nonce.assign(kTokenBytesMax + 1, 'n');
    EXPECT_EQ(error_of(welcome).where, "welcome.nonce");
    EXPECT_EQ(error_of(Grant{{Bytes(kGrantBytesMax + 1), {}}}).where, "grant.payload");
}

TEST(Bounds, parts_of_an_ask) {
    Ask ask{DeviceEpoch{1},
            1,
            std::string(kAskNameMax, 'w'),
            std::string(kAskSubjectMax, 's'),
            std::string(kAskKeyMax, 'k'),
            Bytes(kAskBodyBytesMax)};
    EXPECT_TRUE(decode(encode(ask)));
    ask.body.push_back(0);
    EXPECT_EQ(error_of(ask).where, "ask.body");
    ask.key += 'k';
    EXPECT_EQ(error_of(ask).where, "ask.key");
    ask.subject += 's';
    EXPECT_EQ(error_of(ask).where, "ask.subject");
    ask.what += 'w';
    EXPECT_EQ(error_of(ask).where, "ask.what");
    EXPECT_EQ(error_of(Ask{}).where, "ask.what");
}

TEST(Bounds, parts_of_an_answer) {
    Answer answer;
    answer.body = Bytes(kAnswerBodyBytesMax);
    EXPECT_TRUE(decode(encode(answer)));
    answer.body.push_back(0);
    EXPECT_EQ(error_of(answer).where, "answer.body");
    answer.body.clear();
    answer.status = AnswerStatus::invalid;
    answer.why = std::string(kAnswerWhyMax, 'w');
    EXPECT_TRUE(decode(encode(answer)));
    answer.why += 'w';
    EXPECT_EQ(error_of(answer).where, "answer.why");
}

TEST(Bounds, a_refused_answer_has_its_refusal_and_no_other_has) {
    Answer answer;
    answer.status = AnswerStatus::refused;
    EXPECT_EQ(error_of(answer).where, "answer.refusal");
    answer.refusal.code = "voided";
    EXPECT_TRUE(decode(encode(answer)));
    answer.status = AnswerStatus::done;
    EXPECT_EQ(error_of(answer).where, "answer.refusal");
}

TEST(Bounds, numbers_fit_63_bits) {
    EXPECT_EQ(error_of(EntriesWanted{DeviceEpoch{1}, JournalSeq{UINT64_MAX}}).what,
              "malformed CBOR: a number of more than 63 bits");
}

TEST(Bounds, a_key_that_is_not_known_is_refused) {
    json fields = fields_of(Busy{kHold, 3});
    fields["idle_minutes"] = 3;
    EXPECT_EQ(describe(error_of(fields)), "busy.idle_minutes: unknown key");
}

TEST(Bounds, a_missing_field_is_named) {
    json fields = fields_of(Busy{kHold, 3});
    fields.erase("hold_id");
    EXPECT_EQ(describe(error_of(fields)), "busy.hold_id: is missing");
    fields["hold_id"] = "S001-1/1/1";
    EXPECT_EQ(error_of(fields).where, "busy.hold_id");
}

TEST(Bounds, an_unknown_type_is_named) {
    const Error error = error_of(json{{"t", "goodbye"}});
    EXPECT_EQ(error.where, "goodbye.t");
    EXPECT_EQ(error.what.substr(0, 20), "one of hello, welcom");
    EXPECT_EQ(error_of(json{{"t", 1}}).where, "frame");
    EXPECT_EQ(error_of(json::array()).where, "frame");
}

TEST(Bounds, a_number_with_a_fraction_is_refused) {
    json fields = fields_of(Busy{kHold, 3});
    fields["idle_s"] = 3.0;
    EXPECT_EQ(error_of(fields).what, "malformed CBOR: a form that is not used here");
}

}  // namespace
}  // namespace counterfoil::protocol
