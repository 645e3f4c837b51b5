#include <algorithm>

#include "codec/describe_hold.ipp"
#include "protocol/cbor.ipp"
#include "protocol/codec.hpp"

namespace counterfoil::protocol {
namespace {

using codec::Json;
using codec::Notation;

// A signature over one kind of bytes can never be shown as one over another: each kind begins with its own line.
constexpr std::string_view kEntriesPrefix = "counterfoil entries v1\n";
constexpr std::string_view kGrantPrefix = "counterfoil grant v1\n";

Bytes prefixed(std::string_view prefix, const Json& value) {
    Bytes bytes(prefix.begin(), prefix.end());
    const Bytes body = cbor_bytes(value);
    bytes.insert(bytes.end(), body.begin(), body.end());
    return bytes;
}

}  // namespace

Bytes entries_signing_bytes(const domain::Holder& holder, const domain::JournalHead& head) {
    return prefixed(kEntriesPrefix, Json{{"device", holder.device_id.str()},
                                         {"epoch", holder.epoch.value},
                                         {"head_epoch", head.epoch.value},
                                         {"seq", head.seq.value},
                                         {"hash", Json::binary(Bytes(head.hash.begin(), head.hash.end()))}});
}

domain::SignedGrant sign_grant(const domain::Hold& hold, const Signer& hq) {
    domain::SignedGrant grant;
    grant.payload = prefixed(kGrantPrefix, codec::Form<domain::Hold>::write(hold, {Notation::cbor, true}));
    grant.signature = hq.sign(grant.payload);
    return grant;
}

Result<domain::Hold> open_grant(const domain::SignedGrant& grant, const PublicKey& hq, const Verifier& verifier) {
    if (!verifier.verify(hq, grant.payload, grant.signature))
        return fail(ErrorCode::permission, "the grant is not signed by HQ", "grant");
    if (!as_text(grant.payload).starts_with(kGrantPrefix))
        return fail(ErrorCode::invalid_input, "the signed bytes are no grant of a known version", "grant");
    CF_TRY(document, parse_cbor(ByteView(grant.payload).subspan(kGrantPrefix.size())));
    return codec::read_whole<domain::Hold>(document, "grant", Notation::cbor);
}

}  // namespace counterfoil::protocol
