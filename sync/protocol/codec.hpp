// Frames: one byte of protocol version, then a CBOR map {"t": type, ...} (RFC 8949). Pure; any thread.
#pragma once

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "protocol/messages.hpp"

namespace counterfoil::protocol {

Bytes encode(const Message& message);

/// Errors: invalid_input with the failing path ("entries.rows[3].hash: 32 bytes expected"); full for a frame over
/// kFrameBytesMax. Bounded in size, depth (8) and counts before anything is built from it.
Result<Message> decode(ByteView frame);

/// What a device signs for a batch: a domain-separating prefix, holder, seq and hash of the last row.
Bytes entries_signing_bytes(const domain::Holder& holder, const domain::JournalHead& head);

/// Signs a hold as HQ; the payload begins with a domain-separating prefix.
domain::SignedGrant sign_grant(const domain::Hold& hold, const Signer& hq);

/// Verifies first, then decodes. Error: permission for a signature that is not HQ's, invalid_input for a bad payload.
Result<domain::Hold> open_grant(const domain::SignedGrant& grant, const PublicKey& hq, const Verifier& verifier);

}  // namespace counterfoil::protocol
