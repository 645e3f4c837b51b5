// The frames that devices in the field speak: what is encoded today is what was agreed on, and old frames are still read.
#include <gtest/gtest.h>

#include "codec/bytes.hpp"
#include "platform/crypto.hpp"
#include "protocol/codec.hpp"
#include "support/golden/golden_file.hpp"
#include "support/golden/samples.hpp"

namespace counterfoil::protocol {
namespace {

using namespace test_support;

const domain::Holder kDevice{DeviceId("S001-1"), DeviceEpoch{2}};
const domain::HoldId kHold{kDevice, HubEpoch{1}, 7};
const platform::Sha256Hasher kHasher;

const platform::Ed25519Signer& signer() {
    static const platform::Ed25519Signer key([] {
        SecretKey secret{};
        secret.fill(7);
        return secret;
    }());
    return key;
}

/// The sample entries as a chain of their own.
std::vector<domain::JournalRow> rows() {
    std::vector<domain::JournalRow> out;
    Digest last{};
    for (const auto& entry : sample_entries()) {
        const Bytes body = codec::encode_entry(entry);
        out.push_back({entry.epoch, entry.seq, body, last, codec::chain_hash(kHasher, last, body)});
        last = out.back().hash;
    }
    return out;
}

Entries entries() {
    Entries out{kDevice, JournalSeq{42}, rows(), {}, {}};
    out.head = {DeviceEpoch{2}, out.rows.back().seq, out.rows.back().hash};
    out.signature = signer().sign(entries_signing_bytes(kDevice, out.head));
    return out;
}

FeedChanges feed_changes() {
    domain::FeedBatch batch{"all", FeedPosition{1000}, FeedPosition{1004}, {}};
    batch.rows = {{domain::FeedKind::member, "M-1", false, codec::encode_member(sample_member())},
                  {domain::FeedKind::coupon, "C-1001", false, codec::encode_coupon(sample_coupon())},
                  {domain::FeedKind::rules, "rules", false, codec::encode_rules(sample_rules())},
                  {domain::FeedKind::product, "SKU-8", true, {}}};
    return {batch, FeedPosition{1004}};
}

Bytes bytes_of(std::string_view text) {
    const ByteView bytes = as_bytes(text);
    return {bytes.begin(), bytes.end()};
}

Answer answer() {
    Answer out;
    out.epoch = DeviceEpoch{2};
    out.ask_no = 71;
    out.status = AnswerStatus::refused;
    out.refusal = {.code = "already_used", .field = "/coupon_id", .figures = {{"store", "S002"}}};
    return out;
}

struct Sample {
    const char* name;
    Message message;
};

std::vector<Sample> samples() {
    return {
        {"hello", Hello{kDevice, entries().head, HubEpoch{1}, "TOKEN1", "NONCE1"}},
        {"welcome", Welcome{"NONCE1", HubEpoch{1}, WelcomeMode::recovery, "TOKEN2", JournalSeq{41}, JournalSeq{30}, 6}},
        {"entries", entries()},
        {"applied", Applied{DeviceEpoch{2},
                            JournalSeq{46},
                            {{JournalSeq{42}, domain::EntryVerdict::accepted, ""},
                             {JournalSeq{46}, domain::EntryVerdict::conflict, "already_used"}},
                            JournalSeq{41}}},
        {"acquire", Acquire{DeviceEpoch{2},
                            RequestNo{5},
                            MemberId("M-1"),
                            {{RightId("coupon:C-1001"), 1, 1}, {RightId("lot:L-2026"), 1, 1500}}}},
        {"grant", Grant{sign_grant(sample_hold(), signer())}},
        {"refused", Refused{RequestNo{5}, RefusedReason::held_by, StoreId("S002"), true}},
        {"recall", Recall{kHold, {{RightId("lot:L-2026"), 400}}, "transfer"}},
        {"busy", Busy{kHold, 35}},
        {"closed", Closed{kHold, RequestNo{5}, JournalSeq{46}}},
        {"entries_wanted", EntriesWanted{DeviceEpoch{2}, JournalSeq{40}}},
        {"feed_request", FeedRequest{"all", FeedPosition{1000}}},
        {"feed_changes", feed_changes()},
        {"ask", Ask{DeviceEpoch{2}, 71, "coupons.void", "C-1001", "POS-1:88", bytes_of(R"({"reason":"printed twice"})")}},
        {"answer", answer()},
    };
}

void expect_golden_frame(const Sample& sample) {
    const std::string file = std::string("frame_") + sample.name + ".hex";
    const std::string text = to_hex(encode(sample.message)) + "\n";
    offer_golden_text(file, text);
    const std::string committed = golden_text(file);
    EXPECT_EQ(text, committed) << file << "; if this is meant: see tests/support/golden/golden_file.hpp";
    const auto frame = from_hex(std::string_view(committed).substr(0, committed.empty() ? 0 : committed.size() - 1));
    ASSERT_TRUE(frame) << file;
    const auto back = decode(*frame);
    ASSERT_TRUE(back) << file << ": " << describe(back.error());
    EXPECT_EQ(*back, sample.message) << file;
}

TEST(GoldenFrames, one_of_every_type) {
    ASSERT_EQ(samples().size(), std::variant_size_v<Message>);
    for (const Sample& sample : samples())
        expect_golden_frame(sample);
}

TEST(GoldenFrames, the_bytes_that_are_signed) {
    const std::string text = to_hex(entries_signing_bytes(kDevice, entries().head)) + "\n";
    offer_golden_text("entries_signing_bytes.hex", text);
    EXPECT_EQ(text, golden_text("entries_signing_bytes.hex"));
    const auto grant = sign_grant(sample_hold(), signer());
    offer_golden_text("grant_payload.hex", to_hex(grant.payload) + "\n");
    EXPECT_EQ(to_hex(grant.payload) + "\n", golden_text("grant_payload.hex"));
    const auto hold = open_grant(grant, signer().public_key(), platform::Ed25519Verifier());
    ASSERT_TRUE(hold);
    EXPECT_EQ(*hold, sample_hold());
}

}  // namespace
}  // namespace counterfoil::protocol
