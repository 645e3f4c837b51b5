// Grants and batch signatures: only HQ's key makes a grant, and no signature serves for anything else.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "platform/crypto.hpp"
#include "protocol/codec.hpp"
#include "support/generators/messages.hpp"

namespace counterfoil::protocol {
namespace {

const platform::Ed25519Verifier kVerifier;

SecretKey secret(std::uint8_t fill) {
    SecretKey key{};
    key.fill(fill);
    return key;
}
const platform::Ed25519Signer& hq() {
    static const platform::Ed25519Signer signer(secret(1));
    return signer;
}

RC_GTEST_PROP(Grants, open_as_they_were_signed, ()) {
    const domain::Hold hold = *test_support::hold();
    const auto opened = open_grant(sign_grant(hold, hq()), hq().public_key(), kVerifier);
    if (!opened) RC_FAIL(describe(opened.error()));
    RC_ASSERT(*opened == hold);
}

RC_GTEST_PROP(Grants, with_any_changed_byte_are_refused, ()) {
    domain::SignedGrant grant = sign_grant(*test_support::hold(), hq());
    const auto at = *rc::gen::inRange<std::size_t>(0, grant.payload.size() + grant.signature.size());
    std::uint8_t& byte = at < grant.payload.size() ? grant.payload[at] : grant.signature[at - grant.payload.size()];
    byte = static_cast<std::uint8_t>(byte ^ 1);
    const auto opened = open_grant(grant, hq().public_key(), kVerifier);
    RC_ASSERT(!opened);
    RC_ASSERT(opened.error().code == ErrorCode::permission);
}

TEST(Grants, of_another_key_are_refused) {
    const platform::Ed25519Signer other(secret(2));
    domain::Hold hold;
    hold.hold_id.holder.device_id = DeviceId("S001-1");
    hold.account_id = AccountId("A1");
    const auto opened = open_grant(sign_grant(hold, other), hq().public_key(), kVerifier);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::permission);
}

TEST(Grants, cannot_be_made_of_another_signature_of_hq) {
    const domain::Holder holder{DeviceId("S001-1"), DeviceEpoch{1}};
    domain::SignedGrant grant;
    grant.payload = entries_signing_bytes(holder, {DeviceEpoch{1}, JournalSeq{1}, {}});
    grant.signature = hq().sign(grant.payload);
    const auto opened = open_grant(grant, hq().public_key(), kVerifier);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::invalid_input);
}

TEST(Grants, name_the_field_that_is_wrong) {
    domain::Hold hold;
    hold.hold_id.holder.device_id = DeviceId("S001-1");
    hold.account_id = AccountId("A1");
    hold.rights = {{RightId("lot:1"), 5}, {RightId("lot:2"), 0}};
    const auto opened = open_grant(sign_grant(hold, hq()), hq().public_key(), kVerifier);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().where, "grant.rights[1].amount");
}

RC_GTEST_PROP(SigningBytes, differ_where_anything_differs, ()) {
    const auto holder = *test_support::holder();
    const auto head = *test_support::journal_head();
    const Bytes bytes = entries_signing_bytes(holder, head);
    RC_ASSERT(as_text(bytes).starts_with("counterfoil entries v1\n"));
    auto other_holder = holder;
    other_holder.epoch = other_holder.epoch.next();
    auto other_seq = head;
    other_seq.seq = other_seq.seq.next();
    auto other_hash = head;
    other_hash.hash[31] = static_cast<std::uint8_t>(other_hash.hash[31] ^ 1);
    RC_ASSERT(bytes != entries_signing_bytes(other_holder, head));
    RC_ASSERT(bytes != entries_signing_bytes(holder, other_seq));
    RC_ASSERT(bytes != entries_signing_bytes(holder, other_hash));
}

}  // namespace
}  // namespace counterfoil::protocol
