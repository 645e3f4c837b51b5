// The enrolment's HMAC by OpenSSL.
#pragma once

#include "hub/core/enrolment.hpp"
#include "platform/crypto.hpp"

namespace counterfoil::hub {

class HmacSha256 final : public Mac {
public:
    Digest hmac_sha256(ByteView key, ByteView message) const override { return platform::hmac_sha256(key, message); }
};

}  // namespace counterfoil::hub
