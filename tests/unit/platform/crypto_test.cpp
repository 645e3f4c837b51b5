#include "platform/crypto.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "platform/system_random.hpp"

namespace counterfoil::platform {
namespace {

Digest digest(std::string_view hex) { return array_from_hex<32>(hex).value(); }

// FIPS 180-4 examples (one block, two blocks, a million letters) and the empty message.
TEST(Sha256, KnownAnswers) {
    const Sha256Hasher hasher;
    EXPECT_EQ(hasher.sha256(as_bytes("")), digest("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    EXPECT_EQ(hasher.sha256(as_bytes("abc")), digest("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    EXPECT_EQ(hasher.sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
              digest("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    EXPECT_EQ(hasher.sha256(as_bytes(std::string(1'000'000, 'a'))),
              digest("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
}

TEST(Sha256, PartsAreOneMessage) {
    const Sha256Hasher hasher;
    const ByteView parts[] = {as_bytes("a"), {}, as_bytes("bc")};
    EXPECT_EQ(hasher.sha256(std::span<const ByteView>(parts)), hasher.sha256(as_bytes("abc")));
    EXPECT_EQ(hasher.sha256(std::span<const ByteView>{}), hasher.sha256(as_bytes("")));
}

TEST(Sha256, ManyThreadsShareOneHasher) {
    const Sha256Hasher hasher;
    const auto expected = hasher.sha256(as_bytes("abc"));
    std::array<int, 4> wrong{};
    {
        std::vector<std::jthread> threads;
        for (auto& count : wrong) {
            threads.emplace_back([&hasher, &expected, &count] {
                for (int i = 0; i < 500; ++i)
                    count += hasher.sha256(as_bytes("abc")) == expected ? 0 : 1;
            });
        }
    }
    EXPECT_EQ(wrong, (std::array<int, 4>{}));
}

// RFC 4231, cases 1, 2, 3 and 6 (a key longer than a block).
TEST(HmacSha256, KnownAnswers) {
    EXPECT_EQ(hmac_sha256(Bytes(20, 0x0b), as_bytes("Hi There")),
              digest("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
    EXPECT_EQ(hmac_sha256(as_bytes("Jefe"), as_bytes("what do ya want for nothing?")),
              digest("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    EXPECT_EQ(hmac_sha256(Bytes(20, 0xaa), Bytes(50, 0xdd)),
              digest("773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"));
    EXPECT_EQ(hmac_sha256(Bytes(131, 0xaa), as_bytes("Test Using Larger Than Block-Size Key - Hash Key First")),
              digest("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
}

TEST(HmacSha256, AnEmptyKeyIsNotTheKeyOfLastTime) {
    const auto expected = digest("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
    hmac_sha256(as_bytes("some key"), as_bytes(""));
    EXPECT_EQ(hmac_sha256({}, as_bytes("")), expected);
}

struct Ed25519Case {
    const char* secret;
    const char* public_key;
    const char* message;
    const char* signature;
};

// RFC 8032, section 7.1, tests 1 to 3.
constexpr Ed25519Case kRfc8032[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141"
     "438e7a1"
     "00b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d29"
     "1612bb0"
     "c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027be"
     "ceea1ec"
     "40a"},
};

TEST(Ed25519, KnownAnswers) {
    for (const auto& known : kRfc8032) {
        const Ed25519Signer signer(array_from_hex<32>(known.secret).value());
        const auto message = from_hex(known.message).value();
        const auto signature = array_from_hex<64>(known.signature).value();
        EXPECT_EQ(to_hex(signer.public_key()), known.public_key);
        EXPECT_EQ(to_hex(signer.sign(message)), known.signature);
        EXPECT_TRUE(Ed25519Verifier().verify(signer.public_key(), message, signature));
    }
}

TEST(Ed25519, EveryChangedBitIsSeen) {
    const auto& known = kRfc8032[2];
    const auto key = array_from_hex<32>(known.public_key).value();
    const auto message = from_hex(known.message).value();
    const auto signature = array_from_hex<64>(known.signature).value();
    const Ed25519Verifier verifier;
    for (std::size_t bit = 0; bit < 8 * signature.size(); ++bit) {
        auto changed = signature;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1u << (bit % 8)));
        ASSERT_FALSE(verifier.verify(key, message, changed)) << "bit " << bit;
    }
    for (std::size_t bit = 0; bit < 8 * key.size(); ++bit) {
        auto changed = key;
        changed[bit / 8] = static_cast<std::uint8_t>(changed[bit / 8] ^ (1u << (bit % 8)));
        ASSERT_FALSE(verifier.verify(changed, message, signature)) << "bit " << bit;
    }
    EXPECT_FALSE(verifier.verify(key, as_bytes("another"), signature));
}

TEST(Ed25519, AKeyThatIsNoPointIsRefused) {
    PublicKey no_point{};
    no_point.fill(0xff);
    EXPECT_FALSE(Ed25519Verifier().verify(no_point, as_bytes("x"), Signature{}));
    // y = 2 has no x on the curve.
    PublicKey off_curve{};
    off_curve[0] = 2;
    EXPECT_FALSE(Ed25519Verifier().verify(off_curve, as_bytes("x"), Signature{}));
}

TEST(Ed25519, NewKeysSignAndDiffer) {
    SystemRandom random;
    const Ed25519Signer one(generate_ed25519_secret(random));
    const Ed25519Signer two(generate_ed25519_secret(random));
    EXPECT_NE(one.public_key(), two.public_key());
    const auto signature = one.sign(as_bytes("journal"));
    EXPECT_TRUE(Ed25519Verifier().verify(one.public_key(), as_bytes("journal"), signature));
    EXPECT_FALSE(Ed25519Verifier().verify(two.public_key(), as_bytes("journal"), signature));
}

TEST(ConstantTime, EqualMeansSameLengthAndBytes) {
    EXPECT_TRUE(equal_in_constant_time(as_bytes("token"), as_bytes("token")));
    EXPECT_FALSE(equal_in_constant_time(as_bytes("token"), as_bytes("tokem")));
    EXPECT_FALSE(equal_in_constant_time(as_bytes("token"), as_bytes("toke")));
    EXPECT_TRUE(equal_in_constant_time({}, {}));
}

TEST(Wipe, LeavesNothing) {
    Bytes secret(40, 7);
    wipe(secret);
    EXPECT_EQ(secret, Bytes(40, 0));
}

}  // namespace
}  // namespace counterfoil::platform
