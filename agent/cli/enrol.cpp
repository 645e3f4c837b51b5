#include "cli/enrol.hpp"

#include "cli/answer.hpp"
#include "platform/crypto.hpp"
#include "platform/state_folder.hpp"
#include "platform/system_random.hpp"
#include "protocol/enrolment.hpp"
#include "transport/curve_keys.hpp"
#include "web/kit/client.hpp"

namespace counterfoil::cli {
namespace {

Digest mac(const Bytes& secret, const std::string& transcript) {
    return platform::hmac_sha256(secret, as_bytes(transcript));
}

}  // namespace

Result<platform::DeviceIdentity> enrol(const platform::AgentConfig& config, const EnrolWish& wish) {
    CF_TRY(code, protocol::parse_enrol_code(wish.code));
    CF_CHECK(platform::create_state_folder(config.state_dir));
    CF_TRY(lock, platform::StateLock::acquire(config.state_dir));
    static_cast<void>(lock);  // held until the end: no agent may start meanwhile
    CF_CHECK(platform::check_not_enrolled(config.state_dir));

    platform::SystemRandom random;
    platform::DeviceIdentity identity;
    identity.journal_secret = platform::generate_ed25519_secret(random);
    CF_TRY(curve, transport::make_curve_keys());
    identity.curve_secret = curve.secret_key;
    identity.curve_public = curve.public_key;

    protocol::EnrolRequest request;
    request.code_id = code.code_id;
    request.device_name = wish.device_name;
    request.signing_key = platform::Ed25519Signer(identity.journal_secret).public_key();
    request.curve_key = curve.public_key;
    request.nonce = random.new_id();
    request.mac = mac(code.secret, protocol::request_transcript(request));

    CF_TRY(
        response,
        http_kit::fetch(
            {.url = wish.hub_url + "/v1/enrol", .method = "POST", .body = protocol::to_json_text(request), .headers = {}}));
    if (response.status != 200) return std::unexpected(error_of(response, wish.hub_url));
    CF_TRY(answer, protocol::read_enrol_answer(response.body));
    if (!platform::equal_in_constant_time(answer.mac, mac(code.secret, protocol::answer_transcript(request, answer))))
        return fail(ErrorCode::permission, "the answer does not come from the HQ that made this code", wish.hub_url,
                    "check the address; if it is right, somebody stands in between: tell HQ");

    identity.device_id = answer.device_id;
    identity.epoch = answer.epoch;
    identity.store_id = answer.store_id;
    identity.hub_epoch = answer.hub_epoch;
    identity.hq_signing_key = answer.hq_signing_key;
    identity.hq_curve_key = answer.hq_curve_key;
    identity.ops_endpoint = answer.ops_endpoint;
    identity.feed_endpoint = answer.feed_endpoint;
    CF_CHECK(platform::write_device_identity(config.state_dir, identity));
    return identity;
}

}  // namespace counterfoil::cli
