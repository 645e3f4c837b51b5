#include "bench/agent/world.hpp"

#include <sys/stat.h>

#include "codec/bytes.hpp"
#include "platform/crypto.hpp"
#include "platform/device_identity.hpp"
#include "platform/files.hpp"
#include "platform/system_random.hpp"
#include "storage/cache.hpp"
#include "transport/curve_keys.hpp"

namespace counterfoil::bench {
namespace {

std::string padded(std::uint64_t n, std::size_t digits) {
    std::string text = std::to_string(n);
    return std::string(digits - text.size(), '0') + text;
}

domain::CachedMember member(std::uint64_t n) {
    domain::CachedMember row;
    row.member.member_id = MemberId(member_id(n));
    row.member.account_id = AccountId("A" + padded(n, 9));
    row.member.name = "Member " + std::to_string(n);
    row.member.tier = TierId("silver");
    row.member.home_store = StoreId("S" + padded(n % 3000, 4));
    row.member.identities = {{domain::IdentityKind::phone, "+8613" + padded(n, 9)},
                             {domain::IdentityKind::member_code, "CFM" + padded(n, 12)}};
    row.member.lots = {
        {LotId("L" + padded(n, 9)), Points{static_cast<std::int64_t>(n % 5000)}, Instant{0}, Instant{4'000'000'000'000}}};
    return row;
}

domain::Rules rules() {
    domain::Rules bundle;
    bundle.tiers = {{TierId("silver"), {"银卡", "Silver"}, 1, BasisPoints{9500}, BasisPoints{10000}}};
    bundle.prefixes.member_code = {"CFM"};
    return bundle;
}

Result<void> write_identity(const std::string& folder, Random& random) {
    CF_TRY(curve, transport::make_curve_keys());
    platform::DeviceIdentity identity;
    identity.device_id = DeviceId("bench-till");
    identity.epoch = DeviceEpoch{1};
    identity.store_id = StoreId("S0001");
    identity.hub_epoch = HubEpoch{1};
    identity.journal_secret = platform::generate_ed25519_secret(random);
    identity.curve_public = curve.public_key;
    identity.curve_secret = curve.secret_key;
    identity.hq_curve_key = curve.public_key;
    identity.hq_signing_key = platform::Ed25519Signer(identity.journal_secret).public_key();
    identity.ops_endpoint = "tcp://127.0.0.1:1";  // nobody listens there: the link stays down
    identity.feed_endpoint = "tcp://127.0.0.1:1";
    return platform::write_device_identity(folder, identity);
}

Result<void> fill_cache(const std::string& path, std::uint64_t members) {
    const platform::Sha256Hasher hasher;
    std::uint64_t n = 0;
    CF_CHECK(storage::bulk_load_members(path, [&](domain::CachedMember& row) -> Result<bool> {
        if (n == members) return false;
        row = member(n++);
        return true;
    }));
    CF_TRY(cache, storage::open_cache(path, hasher));
    domain::FeedBatch batch;
    batch.rows.push_back({domain::FeedKind::rules, "rules", false, codec::encode_rules(rules())});
    batch.to = FeedPosition{1};
    return cache->apply(batch);
}

}  // namespace

std::string member_id(std::uint64_t n) { return "B" + padded(n, 9); }

Result<World> make_world(const std::string& folder, std::uint64_t members, std::uint16_t port) {
    World world{folder + "/state", folder + "/agent.toml", {}, port};
    if (mkdir(world.folder.c_str(), 0700) != 0) return fail(ErrorCode::io, "cannot make the folder", world.folder);
    platform::SystemRandom random;
    CF_CHECK(write_identity(world.folder, random));
    CF_TRY(token, platform::local_token(world.folder, random));
    world.token = token;
    CF_CHECK(fill_cache(world.folder + "/cache.db", members));
    const std::string text = "state_dir = \"" + world.folder + "\"\nlisten = \"127.0.0.1:" + std::to_string(port) +
                             "\"\n[log]\nlevel = \"warning\"\nfile = \"" + folder + "/agent.log\"\n";
    CF_CHECK(platform::write_file_durably(world.configuration, as_bytes(text), 0644));
    return world;
}

}  // namespace counterfoil::bench
