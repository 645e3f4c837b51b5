// What a new agent and HQ say to each other once, before they share keys (docs/adr/0009). Pure; any thread.
//
// Both messages carry HMAC-SHA256 under the code's secret: the request over request_transcript(), the answer over
// answer_transcript(), which begins with the whole request. The secret itself never travels.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

namespace counterfoil::protocol {

inline constexpr std::size_t kEnrolNameMax = 64;
inline constexpr std::size_t kEnrolNonceMax = 64;
inline constexpr std::size_t kEnrolTextMax = 4096;

/// What a person types: 6 public characters that name the code, 20 secret ones (100 bits), all of A-Z and 2-7.
struct EnrolCode {
    std::string code_id;
    Bytes secret;  ///< the key of the HMACs: the 20 characters as ASCII
    bool operator==(const EnrolCode&) const = default;
};
EnrolCode make_enrol_code(Random& random);
/// "ABCDEF-GHIJK-LMNOP-QRSTU-VWXYZ".
std::string to_text(const EnrolCode& code);
/// Either case; spaces and dashes anywhere are ignored. Error: invalid_input, what is wrong with it.
Result<EnrolCode> parse_enrol_code(std::string_view text);

struct EnrolRequest {
    std::string code_id;
    std::string device_name;  ///< for people; 1..64 bytes of printable UTF-8
    PublicKey signing_key{};  ///< Ed25519
    PublicKey curve_key{};
    std::string nonce;  ///< 1..64 characters of an id
    Digest mac{};
    bool operator==(const EnrolRequest&) const = default;
};

struct EnrolAnswer {
    DeviceId device_id;
    DeviceEpoch epoch;
    StoreId store_id;
    HubEpoch hub_epoch;
    PublicKey hq_signing_key{};
    PublicKey hq_curve_key{};
    std::string ops_endpoint;
    std::string feed_endpoint;
    Digest mac{};
    bool operator==(const EnrolAnswer&) const = default;
};

/// The bytes under the HMAC: "counterfoil enrol v1\n", the direction, and the fields, one a line; no field holds a line end.
std::string request_transcript(const EnrolRequest& request);
std::string answer_transcript(const EnrolRequest& request, const EnrolAnswer& answer);

/// As JSON objects for POST /v1/enrol; keys and HMACs in hexadecimal. Errors: invalid_input with the JSON pointer.
std::string to_json_text(const EnrolRequest& request);
std::string to_json_text(const EnrolAnswer& answer);
Result<EnrolRequest> read_enrol_request(std::string_view json);
Result<EnrolAnswer> read_enrol_answer(std::string_view json);

}  // namespace counterfoil::protocol
