// Every message comes back as it went out, and one message has one encoding.
#include "support/generators/messages.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "protocol/codec.hpp"

namespace counterfoil::protocol {
namespace {

RC_GTEST_PROP(Messages, come_back_as_they_went_out, ()) {
    const Message sent = *test_support::message();
    const Bytes frame = encode(sent);
    const auto received = decode(frame);
    if (!received) RC_FAIL(describe(received.error()));
    RC_ASSERT(*received == sent);
    RC_ASSERT(encode(*received) == frame);
}

RC_GTEST_PROP(Messages, cut_anywhere_are_refused, ()) {
    const Bytes frame = encode(*test_support::message());
    const auto length = *rc::gen::inRange<std::size_t>(0, frame.size());
    const auto received = decode(ByteView(frame).first(length));
    RC_ASSERT(!received);
    RC_ASSERT(received.error().code == ErrorCode::invalid_input);
}

RC_GTEST_PROP(Messages, with_a_changed_byte_are_another_message_or_refused, ()) {
    const Message sent = *test_support::message();
    Bytes frame = encode(sent);
    const auto at = *rc::gen::inRange<std::size_t>(0, frame.size());
    const auto flip = *rc::gen::inRange<int>(1, 256);
    frame[at] = static_cast<std::uint8_t>(frame[at] ^ flip);
    const auto received = decode(frame);
    if (received) RC_ASSERT(encode(*received) != encode(sent));
}

TEST(Messages, name_the_version_that_is_not_known) {
    Bytes frame = encode(FeedRequest{});
    frame[0] = 2;
    const auto received = decode(frame);
    ASSERT_FALSE(received);
    EXPECT_EQ(received.error().code, ErrorCode::invalid_input);
    EXPECT_EQ(received.error().what, "protocol version 2 is not known here");
    EXPECT_NE(received.error().remedy.find("version 1"), std::string::npos);
}

TEST(Messages, refuse_an_empty_frame) {
    ASSERT_FALSE(decode({}));
    EXPECT_EQ(decode({}).error().what, "the frame is empty");
}

TEST(Messages, refuse_a_frame_that_is_too_large) {
    const Bytes frame(kFrameBytesMax + 1, kProtocolVersion);
    const auto received = decode(frame);
    ASSERT_FALSE(received);
    EXPECT_EQ(received.error().code, ErrorCode::full);
}

}  // namespace
}  // namespace counterfoil::protocol
