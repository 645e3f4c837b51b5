#include "codec/bytes.hpp"
#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

Result<RightRow> read_right(const Query& row) {
    RightRow out;
    out.right_id = text_id<RightId>(row, 0);
    out.account_id = text_id<AccountId>(row, 1);
    out.member_id = text_id<MemberId>(row, 2);
    out.total = row.int64(3);
    out.free = row.int64(4);
    out.held = row.int64(5);
    out.used = row.int64(6);
    out.ended = row.int64(7);
    out.available_at = instant(row, 8);
    out.expires_at = instant(row, 9);
    out.purse_id = text_id<PurseId>(row, 10);
    out.earned_at = instant(row, 11);
    return out;
}

Result<CardRow> read_card(const Query& row) {
    CardRow out;
    out.card.card_id = text_id<CardId>(row, 0);
    out.account_id = text_id<AccountId>(row, 1);
    out.member_id = text_id<MemberId>(row, 2);
    out.card.card_type_id = text_id<CardTypeId>(row, 3);
    CF_TRY(state, enumerator(row, 4, domain::CardState::voided));
    out.card.state = state;
    out.card.issued_at = instant(row, 5);
    out.card.valid_from = instant(row, 6);
    out.card.valid_until = instant(row, 7);
    out.card.uses = row.int64(8);
    out.further = static_cast<std::uint64_t>(row.int64(9));
    out.given_back = row.int64(10);
    return out;
}

Result<domain::Coupon> read_coupon(const Query& row) { return codec::decode_coupon(row.blob(0)); }

}  // namespace

Result<std::optional<RightRow>> SqliteRights::right(const RightId& id) const {
    return first_row<RightRow>(run_.query(sql::kSelectRight, id.str()), read_right);
}

Result<std::vector<RightRow>> SqliteRights::lots(const AccountId& account) const {
    return all_rows<RightRow>(run_.query(sql::kSelectLots, account.str()), read_right);
}

Result<std::vector<RightId>> SqliteRights::expired(Instant now, std::size_t limit) const {
    return all_rows<RightId>(run_.query(sql::kSelectExpired, now.ms, limit),
                             [](const Query& row) -> Result<RightId> { return text_id<RightId>(row, 0); });
}

Result<void> SqliteRights::put(const RightRow& row) {
    return run_.run(sql::kUpsertRight, row.right_id.str(), row.account_id.str(), row.member_id.str(), row.total, row.free,
                    row.held, row.used, row.ended, row.available_at.ms, row.expires_at.ms, row.purse_id.str(),
                    row.earned_at.ms);
}

Result<void> SqliteRights::book(const PointsLine& line) {
    std::optional<std::string_view> device;
    std::optional<std::uint64_t> epoch;
    std::optional<std::uint64_t> seq;
    if (line.entry) {
        device = line.entry->holder.device_id.str();
        epoch = line.entry->holder.epoch.value;
        seq = line.entry->seq.value;
    }
    return run_.run(sql::kInsertPointsLine, line.account_id.str(), line.right_id.str(), static_cast<int>(line.cause),
                    line.delta, line.at.ms, device, epoch, seq, line.purse_id.str());
}

Result<std::optional<domain::Coupon>> SqliteRights::coupon(const CouponId& id) const {
    return first_row<domain::Coupon>(run_.query(sql::kSelectCoupon, id.str()), read_coupon);
}

Result<std::optional<domain::Coupon>> SqliteRights::coupon_by_code(std::string_view code) const {
    return first_row<domain::Coupon>(run_.query(sql::kSelectCouponByCode, code), read_coupon);
}

Result<std::vector<CouponId>> SqliteRights::coupons_of(const AccountId& account) const {
    return all_rows<CouponId>(run_.query(sql::kSelectCouponsOf, account.str()),
                              [](const Query& row) -> Result<CouponId> { return text_id<CouponId>(row, 0); });
}

Result<void> SqliteRights::put_coupon(const domain::Coupon& coupon) {
    return run_.run(sql::kUpsertCoupon, coupon.coupon_id.str(), coupon.account_id.str(), coupon.code,
                    codec::encode_coupon(coupon));
}

Result<std::optional<CardRow>> SqliteRights::card(const CardId& id) const {
    return first_row<CardRow>(run_.query(sql::kSelectCard, id.str()), read_card);
}

Result<std::vector<CardRow>> SqliteRights::cards_of(const AccountId& account) const {
    return all_rows<CardRow>(run_.query(sql::kSelectCardsOf, account.str()), read_card);
}

Result<std::vector<RightRow>> SqliteRights::card_rights(const AccountId& account) const {
    return all_rows<RightRow>(run_.query(sql::kSelectCardRights, account.str()), read_right);
}

Result<void> SqliteRights::put_card(const CardRow& row) {
    const domain::Card& card = row.card;
    return run_.run(sql::kUpsertCard, card.card_id.str(), row.account_id.str(), row.member_id.str(), card.card_type_id.str(),
                    static_cast<int>(card.state), card.issued_at.ms, card.valid_from.ms, card.valid_until.ms, card.uses,
                    row.further, row.given_back);
}

}  // namespace counterfoil::hub
