#include "protocol/enrolment.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "codec/json.hpp"

namespace counterfoil::protocol {

namespace {

using Json = nlohmann::json;

constexpr std::size_t kCodeIdLength = 6;
constexpr std::size_t kSecretLength = 20;
constexpr std::size_t kGroupLength = 5;
constexpr std::string_view kRequestLabel = "counterfoil enrol v1\nrequest\n";
constexpr std::string_view kAnswerLabel = "counterfoil enrol v1\nanswer\n";
constexpr std::size_t kEndpointMax = 256;

bool is_code_character(char c) { return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7'); }

std::string lines(std::initializer_list<std::string_view> fields) {
    std::string out;
    for (const std::string_view field : fields) {
        out += field;
        out += '\n';
    }
    return out;
}

bool is_code_id(std::string_view text) {
    return text.size() == kCodeIdLength && std::ranges::all_of(text, is_code_character);
}

/// No control character, so that a field stays one line of the transcript.
bool is_line(std::string_view text, std::size_t max) {
    return !text.empty() && text.size() <= max && std::ranges::all_of(text, [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0x20 && byte != 0x7f;
    });
}

/// Reads the fields of one object; the first flaw stays.
class Fields {
public:
    explicit Fields(const Json& object) : object_(object) {}

    std::string text(const char* name, bool (*good)(std::string_view), const char* expected) {
        const auto found = object_.find(name);
        const std::string* value = found == object_.end() ? nullptr : found->get_ptr<const Json::string_t*>();
        ++read_;
        if (value != nullptr && good(*value)) return *value;
        refuse(name, expected);
        return {};
    }
    template <std::size_t N>
    std::array<std::uint8_t, N> hex(const char* name) {
        const auto found = object_.find(name);
        const std::string* value = found == object_.end() ? nullptr : found->get_ptr<const Json::string_t*>();
        ++read_;
        if (value != nullptr) {
            if (const auto bytes = array_from_hex<N>(*value)) return *bytes;
        }
        refuse(name, "64 hexadecimal digits are expected");
        return {};
    }
    std::uint64_t number(const char* name) {
        const auto found = object_.find(name);
        ++read_;
        if (found != object_.end() && found->is_number_unsigned()) {
            const auto value = found->get<std::uint64_t>();
            if (value > 0 && value <= INT64_MAX) return value;
        }
        refuse(name, "a whole number above 0 is expected");
        return 0;
    }
    /// After the last field: unknown keys are refused, too.
    Result<void> end() {
        if (flaw_.empty() && object_.size() != read_) flaw_ = ": unknown fields";
        if (flaw_.empty()) return {};
        return fail(ErrorCode::invalid_input, flaw_, "enrolment");
    }

private:
    void refuse(const char* name, const char* expected) {
        if (flaw_.empty()) flaw_ = std::string("/") + name + ": " + expected;
    }
    const Json& object_;
    std::size_t read_ = 0;
    std::string flaw_;
};

Result<Json> parse_object(std::string_view text) {
    CF_TRY(json, codec::parse_json(text, {.bytes_max = kEnrolTextMax, .depth_max = 2}));
    if (!json.is_object()) return fail(ErrorCode::invalid_input, "an object is expected", "enrolment");
    return std::move(json);
}

bool is_name(std::string_view text) { return is_line(text, kEnrolNameMax); }
bool is_nonce(std::string_view text) { return is_valid_id(text) && text.size() <= kEnrolNonceMax; }
bool is_endpoint(std::string_view text) { return is_line(text, kEndpointMax); }

constexpr const char* kIdExpected = "an id of 1 to 64 characters A-Z a-z 0-9 . _ : - is expected";
constexpr const char* kEndpointExpected = "an address of 1 to 256 characters is expected";

}  // namespace

EnrolCode make_enrol_code(Random& random) {
    // 26 characters of base32 are 130 bits; the first 6 name the code, the next 20 are the secret.
    const std::string text = random.new_id();
    EnrolCode code;
    code.code_id = text.substr(0, kCodeIdLength);
    const ByteView secret = as_bytes(text).subspan(kCodeIdLength, kSecretLength);
    code.secret.assign(secret.begin(), secret.end());
    return code;
}

std::string to_text(const EnrolCode& code) {
    std::string out = code.code_id;
    for (std::size_t i = 0; i < code.secret.size(); ++i) {
        if (i % kGroupLength == 0) out += '-';
        out += static_cast<char>(code.secret[i]);
    }
    return out;
}

Result<EnrolCode> parse_enrol_code(std::string_view text) {
    const auto bad = [](std::string what) {
        return fail(ErrorCode::invalid_input, std::move(what), "enrolment code",
                    "type it as printed, such as ABCDEF-GHIJK-LMNOP-QRSTU-VWXYZ");
    };
    std::string plain;
    for (const char c : text) {
        if (c == ' ' || c == '-') continue;
        const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        if (!is_code_character(upper)) return bad("a code holds letters and the digits 2 to 7 only");
        if (plain.size() == kCodeIdLength + kSecretLength) return bad("a code has 26 letters and digits; these are more");
        plain += upper;
    }
    if (plain.size() < kCodeIdLength + kSecretLength)
        return bad("a code has 26 letters and digits; these are " + std::to_string(plain.size()));
    EnrolCode code;
    code.code_id = plain.substr(0, kCodeIdLength);
    const ByteView secret = as_bytes(plain).subspan(kCodeIdLength);
    code.secret.assign(secret.begin(), secret.end());
    return code;
}

std::string request_transcript(const EnrolRequest& request) {
    return std::string(kRequestLabel) + lines({request.code_id, request.device_name, to_hex(request.signing_key),
                                               to_hex(request.curve_key), request.nonce});
}

std::string answer_transcript(const EnrolRequest& request, const EnrolAnswer& answer) {
    return std::string(kAnswerLabel) + request_transcript(request) +
           lines({to_hex(request.mac), answer.device_id.str(), std::to_string(answer.epoch.value), answer.store_id.str(),
                  std::to_string(answer.hub_epoch.value), to_hex(answer.hq_signing_key), to_hex(answer.hq_curve_key),
                  answer.ops_endpoint, answer.feed_endpoint});
}

std::string to_json_text(const EnrolRequest& request) {
    return Json{{"code_id", request.code_id},
                {"device_name", request.device_name},
                {"signing_key", to_hex(request.signing_key)},
                {"curve_key", to_hex(request.curve_key)},
                {"nonce", request.nonce},
                {"mac", to_hex(request.mac)}}
        .dump();
}

std::string to_json_text(const EnrolAnswer& answer) {
    return Json{{"device_id", answer.device_id.str()},
                {"epoch", answer.epoch.value},
                {"store_id", answer.store_id.str()},
                {"hub_epoch", answer.hub_epoch.value},
                {"hq_signing_key", to_hex(answer.hq_signing_key)},
                {"hq_curve_key", to_hex(answer.hq_curve_key)},
                {"ops_endpoint", answer.ops_endpoint},
                {"feed_endpoint", answer.feed_endpoint},
                {"mac", to_hex(answer.mac)}}
        .dump();
}

Result<EnrolRequest> read_enrol_request(std::string_view text) {
    CF_TRY(json, parse_object(text));
    Fields fields(json);
    EnrolRequest out;
    out.code_id = fields.text("code_id", is_code_id, "6 letters and digits of a code are expected");
    out.device_name = fields.text("device_name", is_name, "a name of 1 to 64 bytes without control characters is expected");
    out.signing_key = fields.hex<32>("signing_key");
    out.curve_key = fields.hex<32>("curve_key");
    out.nonce = fields.text("nonce", is_nonce, kIdExpected);
    out.mac = fields.hex<32>("mac");
    CF_CHECK(fields.end());
    return out;
}

Result<EnrolAnswer> read_enrol_answer(std::string_view text) {
    CF_TRY(json, parse_object(text));
    Fields fields(json);
    EnrolAnswer out;
    out.device_id = DeviceId{fields.text("device_id", is_valid_id, kIdExpected)};
    out.epoch = DeviceEpoch{fields.number("epoch")};
    out.store_id = StoreId{fields.text("store_id", is_valid_id, kIdExpected)};
    out.hub_epoch = HubEpoch{fields.number("hub_epoch")};
    out.hq_signing_key = fields.hex<32>("hq_signing_key");
    out.hq_curve_key = fields.hex<32>("hq_curve_key");
    out.ops_endpoint = fields.text("ops_endpoint", is_endpoint, kEndpointExpected);
    out.feed_endpoint = fields.text("feed_endpoint", is_endpoint, kEndpointExpected);
    out.mac = fields.hex<32>("mac");
    CF_CHECK(fields.end());
    return out;
}

}  // namespace counterfoil::protocol
