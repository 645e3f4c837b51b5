#include "support/sim/sim_hub.hpp"

#include "codec/bytes.hpp"
#include "hub/core/member_feed.hpp"
#include "protocol/codec.hpp"
#include "support/sim/must.hpp"

namespace counterfoil::test_support {
namespace {

constexpr Millis kTickEvery{2000};

}  // namespace

SimHub::SimHub(Scheduler& time, SeededRandom& random, std::string folder, Wires wires, bool power_may_fail)
    : time_(time), random_(random), folder_(std::move(folder)), wires_(std::move(wires)), log_("HQ", time) {
    if (power_may_fail) vfs_ = std::make_unique<FaultVfs>();
    open();
    time_.after(kTickEvery, [this] { tick(); });
}

void SimHub::open() {
    store_ = must(hub::open_sqlite_store(folder_, hasher_, vfs_ ? vfs_->name() : std::string{}));
    const hub::AuthorityConfig config{.hub_epoch = HubEpoch{1}};
    authority_ = std::make_unique<hub::Authority>(config, hasher_, verifier_, key_, random_, log_);
}

void SimHub::crash() {
    log_.write(LogLevel::info, "crash", {});
    authority_.reset();
    store_.reset();
}

void SimHub::cut_power() {
    if (vfs_) vfs_->power_off();
    crash();
    if (vfs_) vfs_->cut(static_cast<std::uint64_t>(random_.below(1'000'000)), static_cast<int>(random_.below(101)));
}

void SimHub::restart() {
    if (is_down()) open();
}

void SimHub::import(const domain::Rules& rules, const std::vector<domain::CouponTemplate>& templates,
                    const std::vector<domain::Member>& members, const std::vector<domain::Coupon>& coupons) {
    const hub::HubJob job = [&](hub::HubTx& tx) {
        // As devices decode them: with the hash that tickets name.
        must(tx.reference().put_rules(must(codec::decode_rules(codec::encode_rules(rules), hasher_))));
        must(tx.feed().append(row(rules)));
        for (const domain::CouponTemplate& one : templates) {
            must(tx.reference().put_template(one));
            must(tx.feed().append(row(one)));
        }
        for (const domain::Member& member : members) {
            hub::MemberRow stored;
            stored.member = member;
            stored.member.lots.clear();
            must(tx.members().put(stored));
            for (const domain::PointsLot& lot : member.lots) {
                hub::RightRow right;
                right.right_id = domain::right_of(lot.lot_id);
                right.account_id = member.account_id;
                right.member_id = member.member_id;
                right.total = right.free = lot.amount.value;
                right.available_at = lot.available_at;
                right.expires_at = lot.expires_at;
                must(tx.rights().put(right));
                must(tx.rights().book({member.account_id, right.right_id, hub::PointsCause::opening, lot.amount.value,
                                       time_.now(), std::nullopt}));
            }
            must(hub::publish_member(tx, member.member_id));
        }
        for (const domain::Coupon& coupon : coupons) {
            hub::RightRow right;
            right.right_id = domain::right_of(coupon.coupon_id);
            right.account_id = coupon.account_id;
            right.member_id = coupon.member_id;
            right.total = right.free = 1;
            must(tx.rights().put(right));
            must(tx.rights().put_coupon(coupon));
            must(tx.feed().append(row(coupon)));
        }
        return true;
    };
    must(store_->transact(job));
}

void SimHub::enrol(const domain::Holder& holder, const StoreId& store, const PublicKey& signing_key) {
    hub::DeviceRow device;
    device.holder = holder;
    device.store_id = store;
    device.signing_key = signing_key;
    device.curve_key = signing_key;
    device.head.epoch = holder.epoch;
    device.hub_epoch = HubEpoch{1};
    device.enrolled_at = time_.now();
    must(store_->transact([&](hub::HubTx& tx) { return tx.devices().put(device).has_value(); }));
}

void SimHub::hear(const domain::Holder& from, const Bytes& frame) {
    if (is_down()) return;
    const protocol::Message message = must(protocol::decode(frame));
    if (const auto* acquire = std::get_if<protocol::Acquire>(&message); acquire != nullptr && grants_twice)
        acquires_.emplace_back(from, *acquire);
    run([&](hub::HubTx& tx) { return authority_->handle(tx, from, message, time_.now()); });
}

Result<Outcome<std::string>> SimHub::ask(const hub::DeskRequest& request) {
    Result<hub::DeskAnswer> served = fail(ErrorCode::io, "the job did not run", "HQ");
    must(store_->transact([&](hub::HubTx& tx) {
        served = authority_->serve(tx, request, time_.now());
        return served.has_value() && std::holds_alternative<std::string>(served->answer);
    }));
    if (!served) return std::unexpected(served.error());
    send_all(std::move(served->outgoing));
    publish_changes();
    return std::move(served->answer);
}

void SimHub::withdraw(const RightId& right) {
    run([&](hub::HubTx& tx) { return authority_->withdraw(tx, right, time_.now()); });
}

void SimHub::tick() {
    time_.after(kTickEvery, [this] { tick(); });
    if (!is_down()) run([&](hub::HubTx& tx) { return authority_->tick(tx, time_.now()); });
}

void SimHub::run(const std::function<Result<std::vector<hub::Outgoing>>(hub::HubTx&)>& work) {
    std::vector<hub::Outgoing> outgoing;
    std::optional<Error> error;
    must(store_->transact([&](hub::HubTx& tx) {
        auto answer = work(tx);
        if (!answer) error = answer.error();
        if (answer) outgoing = std::move(*answer);
        return hub::may_stay(answer);
    }));
    if (error) throw std::runtime_error("HQ: " + describe(*error));
    send_all(std::move(outgoing));
    publish_changes();
}

void SimHub::send_all(std::vector<hub::Outgoing> outgoing) {
    for (hub::Outgoing& one : outgoing) {
        if (const auto* refused = std::get_if<protocol::Refused>(&one.message); refused != nullptr && grants_twice)
            if (auto grant = forged(*refused, one.to)) one.message = std::move(*grant);
        wires_.send(one.to, protocol::encode(one.message));
    }
}

std::optional<protocol::Message> SimHub::forged(const protocol::Refused& refused, const domain::Holder& to) {
    if (refused.reason != protocol::RefusedReason::held_by) return std::nullopt;
    for (const auto& [from, acquire] : acquires_) {
        if (from != to || acquire.request_no != refused.request_no) continue;
        domain::Hold hold;
        hold.hold_id = {to, HubEpoch{1}, 1'000'000 + ++forged_};
        hold.member_id = acquire.member_id;
        hold.account_id = AccountId{"account-" + acquire.member_id.str()};
        for (const domain::WantedRight& wanted : acquire.wanted)
            hold.rights.push_back({wanted.right_id, wanted.most, kNever});
        hold.granted_at = time_.now();
        hold.request_no = acquire.request_no;
        return protocol::Grant{protocol::sign_grant(hold, key_)};
    }
    return std::nullopt;
}

void SimHub::publish_changes() {
    while (published_ < must(view().feed().head())) {
        const protocol::FeedChanges changes = must(authority_->changes(view(), published_));
        published_ = changes.batch.to;
        wires_.publish(protocol::encode(changes));
    }
}

}  // namespace counterfoil::test_support
