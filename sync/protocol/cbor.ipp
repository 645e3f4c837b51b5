// The part of CBOR (RFC 8949) that frames are made of: whole numbers of at most 63 bits and a sign, text, byte strings,
// lists and maps with text keys, true, false, null; all of definite length. No tags, no floating point, no endless forms:
// what is not used cannot be abused. Private to the .cpp files of protocol.
#pragma once

#include "base/bytes.hpp"
#include "codec/reading.ipp"

namespace counterfoil::protocol {

struct CborLimits {
    std::size_t depth_max = 8;
    std::size_t items_max = std::size_t{64} * 1024;  ///< values and keys: bounds the memory that a small frame can ask for
};

/// Error: invalid_input with "byte N". Works without recursion.
Result<codec::Json> parse_cbor(ByteView bytes, const CborLimits& limits = {});

/// Shortest forms, map keys in the order of their bytes: one value has one encoding.
Bytes cbor_bytes(const codec::Json& value);

}  // namespace counterfoil::protocol
