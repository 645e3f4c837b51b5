// Reading codes that an issuer signed: the form, and every way in which it can be wrong.
#include "codec/signed_code.hpp"

#include <gtest/gtest.h>

#include "platform/crypto.hpp"
#include "support/signed_code.hpp"

namespace counterfoil::codec {
namespace {

using test_support::signed_code;

const platform::Ed25519Signer kIssuer{SecretKey{5}};
constexpr const char* kClaims = R"({"iss":"pack","jti":"0001","tpl":"ten","nbf":1000,"exp":2000})";

std::string fault(const std::string& text) {
    const auto code = read_signed_code(text);
    return code ? "(read)" : code.error().where + ": " + code.error().what;
}
std::string claims_fault(const std::string& claims) { return fault(signed_code(kIssuer, claims)); }

TEST(SignedCode, TellsWhatItClaims) {
    const std::string text = signed_code(kIssuer, kClaims);
    const auto code = read_signed_code(text);
    ASSERT_TRUE(code.has_value()) << describe(code.error());
    EXPECT_EQ(code->issuer_id, "pack");
    EXPECT_EQ(code->key_id, "k1");
    EXPECT_EQ(code->serial, "0001");
    EXPECT_EQ(code->ref, "ten");
    EXPECT_EQ(code->valid_from, Instant{1'000'000});
    EXPECT_EQ(code->valid_until, Instant{2'000'000});
    EXPECT_TRUE(platform::Ed25519Verifier().verify(kIssuer.public_key(), as_bytes(code->signed_text), code->signature));
    EXPECT_EQ(read_signed_code(signed_code(kIssuer, R"({"iss":"p","jti":"1","tpl":"t","iat":5})"))->valid_until, kNever);
}

TEST(SignedCode, TheSignatureIsOverTheTextThatWasScanned) {
    // RFC 8037, appendix A.4: another payload, the same form.
    const std::string text = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    const auto signature =
        from_base64url("hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
    const auto key = from_base64url("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
    ASSERT_TRUE(signature && signature->size() == 64 && key && key->size() == 32);
    Signature as_signature{};
    PublicKey as_key{};
    std::ranges::copy(*signature, as_signature.begin());
    std::ranges::copy(*key, as_key.begin());
    EXPECT_TRUE(platform::Ed25519Verifier().verify(as_key, as_bytes(text), as_signature));
}

TEST(SignedCode, SaysWhatIsWrong) {
    EXPECT_EQ(fault(""), "code: three parts with dots between them are expected");
    EXPECT_EQ(fault("a.b"), "code: three parts with dots between them are expected");
    EXPECT_EQ(fault("=.b.c"), "header: base64url is expected");
    EXPECT_EQ(fault(signed_code(kIssuer, kClaims, R"({"alg":"none","kid":"k1"})")), "header/alg: EdDSA is expected");
    EXPECT_EQ(fault(signed_code(kIssuer, kClaims, R"({"alg":"EdDSA"})")).substr(0, 6), "header");
    EXPECT_EQ(fault(signed_code(kIssuer, kClaims, R"({"alg":"EdDSA","kid":"k1","crit":["b64"]})")),
              "header/crit: unknown key");
    EXPECT_EQ(claims_fault(R"({"iss":"p","jti":"1","tpl":"t","nbf":5,"exp":5})"),
              "payload/exp: a time after nbf is expected");
    EXPECT_EQ(claims_fault(R"({"iss":"p","jti":"1","tpl":"t","exp":1.5})").substr(0, 11), "payload/exp");
    EXPECT_EQ(claims_fault(R"({"iss":"p","tpl":"t"})").substr(0, 7), "payload");
    EXPECT_EQ(claims_fault(R"({"iss":"p","jti":"1","tpl":"t","amount":5})"), "payload/amount: unknown key");
    EXPECT_EQ(claims_fault("[]").substr(0, 7), "payload");
    std::string text = signed_code(kIssuer, kClaims);
    EXPECT_EQ(fault(text.substr(0, text.size() - 4)), "signature: 64 bytes as base64url are expected");
    EXPECT_EQ(fault(text + std::string(domain::kIssuerCodeLengthMax, 'A')),
              "code: three parts with dots between them are expected");
}

TEST(Base64Url, IsThatOfRfc4648) {
    const std::pair<const char*, const char*> vectors[] = {
        {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},         {"foo", "Zm9v"},
        {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, encoded] : vectors) {
        EXPECT_EQ(to_base64url(as_bytes(plain)), encoded);
        const auto back = from_base64url(encoded);
        ASSERT_TRUE(back.has_value()) << encoded;
        EXPECT_EQ(as_text(*back), plain);
    }
    EXPECT_EQ(to_base64url(Bytes{0xfb, 0xff}), "-_8");
    for (const char* wrong : {"Z", "Zg==", "Zh", "+/8", "Zm9v Yg", "Zm9vYmE\n"})
        EXPECT_FALSE(from_base64url(wrong)) << wrong;
}

}  // namespace
}  // namespace counterfoil::codec
