#include "codec/signed_code.hpp"

#include "codec/json.hpp"
#include "codec/object_reader.ipp"

namespace counterfoil::codec {
namespace {

constexpr JsonLimits kCodeLimits{domain::kIssuerCodeLengthMax, 2};
constexpr std::int64_t kMsPerSecond = 1000;
constexpr Range kSeconds{0, kInstants.most / kMsPerSecond};

struct Header {
    std::string alg;
    std::string kid;
    std::string typ;
};

struct Claims {
    std::string iss;
    std::string jti;
    std::string tpl;
    std::int64_t nbf = 0;
    std::optional<std::int64_t> exp;
    std::int64_t iat = 0;  ///< when it was issued: nothing hangs on it
};

}  // namespace

template <class Io>
void describe(Io& io, Of<Header>) {
    io.need("alg", &Header::alg, {1, 16});
    io.need("kid", &Header::kid, {1, 64});
    io.may("typ", &Header::typ, {0, 16});
    io.expect([](const Header& header) { return header.alg == "EdDSA"; }, "alg", "EdDSA is expected");
}

template <class Io>
void describe(Io& io, Of<Claims>) {
    io.need("iss", &Claims::iss, {1, kIdLengthMax});
    io.need("jti", &Claims::jti, {1, 64});
    io.need("tpl", &Claims::tpl, {1, 64});
    io.may("nbf", &Claims::nbf, kSeconds);
    io.may("exp", &Claims::exp, kSeconds);
    io.may("iat", &Claims::iat, kSeconds);
    io.expect([](const Claims& claims) { return !claims.exp || claims.nbf < *claims.exp; }, "exp",
              "a time after nbf is expected");
}

namespace {

template <class T>
Result<T> read_part(std::string_view text, const std::string& name) {
    const auto bytes = from_base64url(text);
    if (!bytes) return fail(ErrorCode::invalid_input, "base64url is expected", name);
    auto document = parse_json(as_text(*bytes), kCodeLimits);
    if (!document) return fail(ErrorCode::invalid_input, document.error().what, name);
    return read_whole<T>(*document, name);
}

}  // namespace

Result<domain::SignedCode> read_signed_code(std::string_view text) {
    const std::size_t first = text.find('.');
    const std::size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
    if (text.size() > domain::kIssuerCodeLengthMax || second == std::string_view::npos)
        return fail(ErrorCode::invalid_input, "three parts with dots between them are expected", "code");
    CF_TRY(header, read_part<Header>(text.substr(0, first), "header"));
    CF_TRY(claims, read_part<Claims>(text.substr(first + 1, second - first - 1), "payload"));
    const auto signature = from_base64url(text.substr(second + 1));
    domain::SignedCode code;
    if (!signature || signature->size() != code.signature.size())
        return fail(ErrorCode::invalid_input, "64 bytes as base64url are expected", "signature");
    std::ranges::copy(*signature, code.signature.begin());
    code.issuer_id = std::move(claims.iss);
    code.key_id = std::move(header.kid);
    code.serial = std::move(claims.jti);
    code.ref = std::move(claims.tpl);
    code.valid_from = Instant{claims.nbf * kMsPerSecond};
    if (claims.exp) code.valid_until = Instant{*claims.exp * kMsPerSecond};
    code.signed_text = std::string(text.substr(0, second));
    return code;
}

}  // namespace counterfoil::codec
