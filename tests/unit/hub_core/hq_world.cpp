#include "unit/hub_core/hq_world.hpp"

#include "hub/core/member_feed.hpp"
#include "storage/kit/database.hpp"

namespace counterfoil::hub {

domain::JournalRow TestDevice::write(const domain::JournalBody& body, Instant at) {
    domain::JournalRow row;
    row.epoch = holder.epoch;
    row.seq = head.seq.next();
    row.prev_hash = head.hash;
    row.body = codec::encode_entry({row.epoch, row.seq, at, body});
    row.hash = codec::chain_hash(hasher_, row.prev_hash, row.body);
    head = {row.epoch, row.seq, row.hash};
    rows.push_back(row);
    return row;
}

protocol::Entries TestDevice::batch(std::uint64_t after) const {
    protocol::Entries out;
    out.holder = holder;
    out.from_seq = JournalSeq{after + 1};
    out.rows.assign(rows.begin() + static_cast<std::ptrdiff_t>(after), rows.end());
    out.head = head;
    out.signature = signer_.sign(protocol::entries_signing_bytes(holder, head));
    return out;
}

HqWorld::HqWorld() {
    auto opened_store = open_sqlite_store(folder.file(""), hasher);
    EXPECT_TRUE(opened_store.has_value()) << describe(opened_store.error());
    store = std::move(*opened_store);
    authority = std::make_unique<Authority>(AuthorityConfig{.hub_epoch = HubEpoch{1}}, hasher, verifier, hq, random, log);
    enrol(a, "S1");
    enrol(b, "S2");
    add_member(0);
}

Result<std::vector<Outgoing>> HqWorld::send(const domain::Holder& from, const protocol::Message& message) {
    Result<std::vector<Outgoing>> out;
    const HubJob job = [&](HubTx& tx) {
        out = authority->handle(tx, from, message, now);
        return may_stay(out);
    };
    EXPECT_TRUE(store->transact(job).has_value());
    return out;
}

std::vector<Outgoing> HqWorld::upload(TestDevice& device, std::uint64_t after) {
    auto out = send(device.holder, device.batch(after));
    EXPECT_TRUE(out.has_value()) << describe(out.error());
    return out.value_or(std::vector<Outgoing>{});
}

std::vector<Outgoing> HqWorld::tick() {
    auto out = in_tx([&](HubTx& tx) { return authority->tick(tx, now); });
    EXPECT_TRUE(out.has_value()) << describe(out.error());
    return out.value_or(std::vector<Outgoing>{});
}

void HqWorld::enrol(const TestDevice& device, const std::string& store_id) {
    const auto done = in_tx([&](HubTx& tx) {
        DeviceRow row;
        row.holder = device.holder;
        row.store_id = StoreId{store_id};
        row.signing_key = device.signing_key();
        row.curve_key = device.signing_key();
        row.head.epoch = device.holder.epoch;
        row.aside.epoch = device.holder.epoch;
        row.hub_epoch = HubEpoch{1};
        row.last_contact = now;
        return tx.devices().put(row);
    });
    EXPECT_TRUE(done.has_value());
}

void HqWorld::add_member(std::int64_t points) {
    const auto done = in_tx([&](HubTx& tx) -> Result<void> {
        MemberRow row;
        row.member.member_id = kMember;
        row.member.account_id = kAccount;
        row.member.tier = TierId{"gold"};
        CF_CHECK(tx.members().put(row));
        if (points > 0) {
            RightRow lot;
            lot.right_id = kLotRight;
            lot.account_id = kAccount;
            lot.member_id = kMember;
            lot.total = points;
            lot.free = points;
            CF_CHECK(tx.rights().put(lot));
            CF_CHECK(tx.rights().book({kAccount, kLotRight, PointsCause::opening, points, now, std::nullopt}));
        }
        return publish_member(tx, kMember);
    });
    EXPECT_TRUE(done.has_value()) << describe(done.error());
}

void HqWorld::add_coupon(const std::string& id, const MemberId& owner, Instant until) {
    const auto done = in_tx([&](HubTx& tx) -> Result<void> {
        domain::Coupon coupon;
        coupon.coupon_id = CouponId{id};
        coupon.code = "CODE-" + id;
        coupon.template_id = TemplateId{"T1"};
        coupon.member_id = owner;
        coupon.account_id = owner.empty() ? AccountId{id} : kAccount;
        coupon.valid_until = until;
        CF_CHECK(tx.rights().put_coupon(coupon));
        RightRow row;
        row.right_id = domain::right_of(coupon.coupon_id);
        row.account_id = coupon.account_id;
        row.member_id = owner;
        row.total = 1;
        row.free = 1;
        row.expires_at = until;
        CF_CHECK(tx.rights().put(row));
        return publish_coupon(tx, coupon.coupon_id);
    });
    EXPECT_TRUE(done.has_value()) << describe(done.error());
}

void HqWorld::add_rules() {
    const auto done = in_tx([&](HubTx& tx) -> Result<void> {
        domain::Rules rules;
        rules.tiers.push_back({TierId{"gold"}, {"金", "Gold"}, 1, BasisPoints{9000}, BasisPoints{10000}});
        CF_TRY(whole, codec::decode_rules(codec::encode_rules(rules), hasher));
        CF_CHECK(tx.reference().put_rules(whole));
        domain::CouponTemplate rule;
        rule.template_id = TemplateId{"T1"};
        rule.face = Money{500};
        return tx.reference().put_template(rule);
    });
    EXPECT_TRUE(done.has_value()) << describe(done.error());
}

protocol::Acquire HqWorld::acquire(std::uint64_t request_no, std::vector<domain::WantedRight> wanted) const {
    protocol::Acquire out;
    out.epoch = DeviceEpoch{1};
    out.request_no = RequestNo{request_no};
    out.member_id = kMember;
    out.wanted = std::move(wanted);
    return out;
}

domain::Hold HqWorld::hold(TestDevice& device, std::uint64_t request_no, std::vector<domain::WantedRight> wanted) {
    const auto answer = send(device.holder, acquire(request_no, std::move(wanted)));
    EXPECT_TRUE(answer.has_value()) << describe(answer.error());
    const auto grants = sent<protocol::Grant>(*answer, device.holder);
    EXPECT_EQ(grants.size(), 1U);
    return grants.empty() ? domain::Hold{} : opened(grants.front(), hq.public_key());
}

RightRow HqWorld::right(const RightId& id) {
    const auto row = store->view().rights().right(id);
    EXPECT_TRUE(row.has_value() && row->has_value());
    return **row;
}

HoldState HqWorld::hold_state(const domain::HoldId& id) {
    const auto row = store->view().holds().find(id);
    EXPECT_TRUE(row.has_value() && row->has_value());
    return (*row)->state;
}

EntryRow HqWorld::entry(const TestDevice& device, std::uint64_t seq) {
    const auto row = store->view().entries().entry({device.holder, JournalSeq{seq}});
    EXPECT_TRUE(row.has_value() && row->has_value());
    return **row;
}

DeviceState HqWorld::state_of(const TestDevice& device) { return (*store->view().devices().find(device.holder))->state; }

std::int64_t HqWorld::ledger_sum() {
    sqlite_kit::OpenOptions options;
    options.read_only = true;
    auto database = sqlite_kit::Database::open(folder.file("hub.db"), options);
    EXPECT_TRUE(database.has_value());
    const auto sum = database->read_int64("ledger_sum", "SELECT coalesce(sum(delta), 0) FROM points_line");
    EXPECT_TRUE(sum.has_value());
    return sum.value_or(0);
}

domain::CachedMember HqWorld::member() {
    const auto row = store->view().feed().find(domain::FeedKind::member, kMember.str());
    EXPECT_TRUE(row.has_value() && row->has_value());
    const auto decoded = codec::decode_member((*row)->body);
    EXPECT_TRUE(decoded.has_value());
    return *decoded;
}

domain::Hold opened(const protocol::Grant& grant, const PublicKey& hq) {
    const platform::Ed25519Verifier verifier;
    const auto hold = protocol::open_grant(grant.grant, hq, verifier);
    EXPECT_TRUE(hold.has_value()) << describe(hold.error());
    return hold.value_or(domain::Hold{});
}

std::vector<std::string> verdicts(const std::vector<Outgoing>& outgoing, const domain::Holder& to) {
    constexpr const char* kNames[] = {"accepted", "pending", "conflict", "finding"};
    std::vector<std::string> out;
    for (const auto& applied : sent<protocol::Applied>(outgoing, to)) {
        out.clear();
        for (const protocol::EntryResult& result : applied.results) {
            std::string text = kNames[static_cast<int>(result.verdict)];
            if (!result.code.empty()) text += " " + result.code;
            out.push_back(std::move(text));
        }
    }
    return out;
}

domain::TicketKey ticket_key(const std::string& id) { return {StoreId{"S1"}, RegisterId{"R1"}, "2026-05-28", TicketId{id}}; }

domain::Basket basket_of(const std::string& id, Instant at, const MemberId& member) {
    const domain::TicketKey key = ticket_key(id);
    domain::Basket basket;
    basket.basket_id = "B-" + id;
    basket.store_id = key.store_id;
    basket.register_id = key.register_id;
    basket.business_day = key.business_day;
    basket.ticket_id = key.ticket_id;
    basket.at = at;
    basket.member_id = member;
    basket.proof = domain::Proof::code;
    basket.coupons = std::vector<CouponId>{};
    return basket;
}

void add_line(domain::Basket& basket, std::int64_t unit_price, std::int64_t pieces, const std::string& sku) {
    domain::BasketLine line;
    line.line_no = static_cast<std::int32_t>(basket.lines.size()) + 1;
    line.sku = Sku{sku};
    line.quantity = Quantity{1000 * pieces};
    line.unit_price = Money{unit_price};
    basket.lines.push_back(line);
}

domain::ConsumeEntry consume(const domain::Hold& hold, const RightId& right, std::int64_t amount,
                             const std::string& ticket) {
    return {hold.hold_id, {{right, amount}}, ticket_key(ticket)};
}

domain::ReleaseEntry release(const domain::Hold& hold, const RightId& right, std::int64_t amount) {
    return {hold.hold_id, {{right, amount}}, "hq"};
}

domain::RiskEntry risk(const RightId& right, std::int64_t amount, const std::string& ticket) {
    return {{right, amount}, kMember, kAccount, Money{500}, ticket_key(ticket)};
}

}  // namespace counterfoil::hub
