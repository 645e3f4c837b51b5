#include "platform/device_identity.hpp"

#include <charconv>

#include "platform/files.hpp"
#include "platform/secret_file.hpp"

namespace counterfoil::platform {
namespace {

constexpr std::string_view kIdentityFile = "/identity.toml";
constexpr std::string_view kTokenFile = "/api-token";
constexpr std::size_t kTokenBytesMax = 256;

/// Reads named values; remembers the first that is missing or malformed.
class Values {
public:
    Values(const SecretValues& values, std::string file) : values_(values), file_(std::move(file)) {}

    std::string text(const char* name) {
        const auto found = values_.find(name);
        if (found != values_.end() && !found->second.empty()) return found->second;
        note(name);
        return {};
    }
    std::uint64_t number(const char* name) {
        const std::string digits = text(name);
        std::uint64_t value = 0;
        const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (status != std::errc() || end != digits.data() + digits.size() || value == 0) note(name);
        return value;
    }
    std::array<std::uint8_t, 32> key(const char* name) {
        const auto bytes = array_from_hex<32>(text(name));
        if (!bytes) note(name);
        return bytes.value_or(std::array<std::uint8_t, 32>{});
    }
    Result<void> check() const {
        if (wrong_.empty()) return {};
        return fail(ErrorCode::corrupt, "the value `" + wrong_ + "` is missing or malformed", file_,
                    "restore the file, or enrol this device with a new state folder");
    }

private:
    void note(const char* name) {
        if (wrong_.empty()) wrong_ = name;
    }
    const SecretValues& values_;
    std::string file_;
    std::string wrong_;
};

}  // namespace

Result<DeviceIdentity> read_device_identity(const std::string& state_folder) {
    const std::string file = state_folder + std::string(kIdentityFile);
    auto values = read_secret_file(file);
    if (!values && values.error().code == ErrorCode::not_found)
        return fail(ErrorCode::not_found, "this device is not enrolled", file,
                    "get a code with `counterfoil-hq enrol-code` and run `counterfoil enrol`");
    if (!values) return std::unexpected(std::move(values).error());
    Values read(*values, file);
    DeviceIdentity identity;
    identity.device_id = DeviceId(read.text("device_id"));
    identity.epoch = DeviceEpoch{read.number("epoch")};
    identity.store_id = StoreId(read.text("store_id"));
    identity.hub_epoch = HubEpoch{read.number("hub_epoch")};
    identity.journal_secret = read.key("journal_secret");
    identity.curve_secret = read.key("curve_secret");
    identity.curve_public = read.key("curve_public");
    identity.hq_signing_key = read.key("hq_signing_key");
    identity.hq_curve_key = read.key("hq_curve_key");
    identity.ops_endpoint = read.text("ops_endpoint");
    identity.feed_endpoint = read.text("feed_endpoint");
    CF_CHECK(read.check());
    return identity;
}

Result<void> check_not_enrolled(const std::string& state_folder) {
    const std::string file = state_folder + std::string(kIdentityFile);
    const auto existing = read_secret_file(file);
    if (existing || existing.error().code != ErrorCode::not_found)
        return fail(ErrorCode::conflict, "this state folder already belongs to an enrolled device", file,
                    "enrol with a new state folder, and keep this one until HQ has all of its entries");
    return {};
}

Result<void> write_device_identity(const std::string& state_folder, const DeviceIdentity& identity) {
    CF_CHECK(check_not_enrolled(state_folder));
    return write_secret_file(state_folder + std::string(kIdentityFile),
                             {{"device_id", identity.device_id.str()},
                              {"epoch", std::to_string(identity.epoch.value)},
                              {"store_id", identity.store_id.str()},
                              {"hub_epoch", std::to_string(identity.hub_epoch.value)},
                              {"journal_secret", to_hex(identity.journal_secret)},
                              {"curve_secret", to_hex(identity.curve_secret)},
                              {"curve_public", to_hex(identity.curve_public)},
                              {"hq_signing_key", to_hex(identity.hq_signing_key)},
                              {"hq_curve_key", to_hex(identity.hq_curve_key)},
                              {"ops_endpoint", identity.ops_endpoint},
                              {"feed_endpoint", identity.feed_endpoint}});
}

Result<std::string> local_token(const std::string& state_folder, Random& random) {
    const std::string file = state_folder + std::string(kTokenFile);
    const auto bytes = read_file(file, kTokenBytesMax);
    if (bytes) {
        std::string token(as_text(*bytes));
        while (!token.empty() && (token.back() == '\n' || token.back() == '\r'))
            token.pop_back();
        if (token.size() >= 20) return token;
        return fail(ErrorCode::corrupt, "the token is shorter than 20 characters", file,
                    "delete the file: a new one is made");
    }
    if (bytes.error().code != ErrorCode::not_found) return std::unexpected(bytes.error());
    std::string token = random.new_id();
    CF_CHECK(write_file_durably(file, as_bytes(token + "\n"), 0600));
    return token;
}

}  // namespace counterfoil::platform
