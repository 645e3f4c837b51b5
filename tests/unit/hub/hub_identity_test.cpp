#include "hub/hub_identity.hpp"

#include <gtest/gtest.h>

#include "platform/files.hpp"
#include "platform/system_random.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::hub {
namespace {

TEST(HubKeys, AreMadeOnceAndReadAgain) {
    const test_support::TemporaryFolder folder;
    platform::SystemRandom random;
    const auto first = open_hub_keys(folder.file(""), random).value();
    const auto again = open_hub_keys(folder.file(""), random).value();
    EXPECT_EQ(first.signing_secret, again.signing_secret);
    EXPECT_EQ(first.curve.public_key, again.curve.public_key);
    EXPECT_EQ(first.curve.secret_key, again.curve.secret_key);
    EXPECT_NE(first.signing_secret, SecretKey{});
}

TEST(HubKeys, ADamagedFileIsNeverReplaced) {
    const test_support::TemporaryFolder folder;
    platform::SystemRandom random;
    ASSERT_TRUE(platform::write_file_durably(folder.file("hub.toml"), as_bytes("signing_secret = \"12\"\n"), 0600));
    const auto keys = open_hub_keys(folder.file(""), random);
    ASSERT_FALSE(keys);
    EXPECT_EQ(keys.error().code, ErrorCode::corrupt);
    EXPECT_NE(keys.error().remedy.find("backup"), std::string::npos);
    EXPECT_EQ(as_text(platform::read_file(folder.file("hub.toml"), 100).value()), "signing_secret = \"12\"\n");
}

TEST(Advertised, IsThePublicNameWithTheBoundPort) {
    EXPECT_EQ(advertised("tcp://0.0.0.0:8791", "hq.example"), "tcp://hq.example:8791");
    EXPECT_EQ(advertised("tcp://[::]:1001", "hq.example"), "tcp://hq.example:1001");
    EXPECT_EQ(advertised("tcp://127.0.0.1:8791", ""), "tcp://127.0.0.1:8791");
}

}  // namespace
}  // namespace counterfoil::hub
