#include "hub/hub_identity.hpp"

#include "platform/crypto.hpp"
#include "platform/secret_file.hpp"

namespace counterfoil::hub {

Result<HubKeys> open_hub_keys(const std::string& state_folder, Random& random) {
    const std::string file = state_folder + "/hub.toml";
    auto values = platform::read_secret_file(file);
    if (!values && values.error().code != ErrorCode::not_found) return std::unexpected(std::move(values).error());
    HubKeys keys;
    if (values) {
        const auto signing = array_from_hex<32>((*values)["signing_secret"]);
        const auto curve_secret = array_from_hex<32>((*values)["curve_secret"]);
        const auto curve_public = array_from_hex<32>((*values)["curve_public"]);
        if (!signing || !curve_secret || !curve_public)
            return fail(ErrorCode::corrupt, "a key is missing or malformed", file,
                        "restore the file from a backup: without it every device has to enrol anew");
        keys.signing_secret = *signing;
        keys.curve = {*curve_public, *curve_secret};
        return keys;
    }
    keys.signing_secret = platform::generate_ed25519_secret(random);
    CF_TRY(curve, transport::make_curve_keys());
    keys.curve = curve;
    CF_CHECK(platform::write_secret_file(file, {{"signing_secret", to_hex(keys.signing_secret)},
                                                {"curve_secret", to_hex(keys.curve.secret_key)},
                                                {"curve_public", to_hex(keys.curve.public_key)}}));
    return keys;
}

std::string advertised(const std::string& bound, const std::string& public_host) {
    if (public_host.empty()) return bound;
    return "tcp://" + public_host + bound.substr(bound.rfind(':'));
}

}  // namespace counterfoil::hub
