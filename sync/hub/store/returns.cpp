#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

domain::TicketKey key_at(const Query& row, int column) {
    return {text_id<StoreId>(row, column), text_id<RegisterId>(row, column + 1), std::string(row.text(column + 2)),
            text_id<TicketId>(row, column + 3)};
}

Result<Redemption> read_redemption(const Query& row) {
    Redemption out;
    out.ticket = key_at(row, 0);
    out.account_id = text_id<AccountId>(row, 4);
    out.right_id = text_id<RightId>(row, 5);
    out.amount = row.int64(6);
    out.expires_at = instant(row, 7);
    CF_TRY(outcome, enumerator(row, 8, RedemptionOutcome::refused));
    out.outcome = outcome;
    out.entry = {holder_at(row, 9), number_id<JournalSeq>(row, 11)};
    out.purse_id = text_id<PurseId>(row, 12);
    return out;
}

Result<ReturnRow> read_return(const Query& row) {
    ReturnRow out;
    out.entry = {holder_at(row, 0), number_id<JournalSeq>(row, 2)};
    out.return_key = key_at(row, 3);
    out.ticket = key_at(row, 7);
    out.member_id = text_id<MemberId>(row, 11);
    out.at = instant(row, 12);
    out.voided = row.int64(13) != 0;
    out.refund = Money{row.int64(14)};
    out.burn = Points{row.int64(15)};
    out.earn = Points{row.int64(16)};
    out.whole = row.int64(17) != 0;
    return out;
}

domain::GiftReturn read_gift(const Query& row) {
    domain::GiftReturn gift;
    gift.coupon_id = text_id<CouponId>(row, 0);
    gift.line_no = static_cast<std::int32_t>(row.int64(1));
    gift.sku = text_id<Sku>(row, 2);
    gift.gift_value = Money{row.int64(3)};
    gift.deduction = Money{row.int64(4)};
    gift.refund = Money{row.int64(5)};
    gift.waived = row.int64(6) != 0;
    return gift;
}

}  // namespace

Result<void> SqliteReturns::add_redemption(const Redemption& redemption) {
    const domain::TicketKey& ticket = redemption.ticket;
    const domain::Holder& holder = redemption.entry.holder;
    return run_.run(sql::kInsertRedemption, ticket.store_id.str(), ticket.register_id.str(), ticket.business_day,
                    ticket.ticket_id.str(), redemption.account_id.str(), redemption.right_id.str(), redemption.amount,
                    redemption.expires_at.ms, static_cast<int>(redemption.outcome), holder.device_id.str(),
                    holder.epoch.value, redemption.entry.seq.value, redemption.purse_id.str());
}

Result<std::vector<Redemption>> SqliteReturns::redemptions(const domain::TicketKey& ticket) const {
    return all_rows<Redemption>(run_.query(sql::kSelectRedemptions, ticket.store_id.str(), ticket.register_id.str(),
                                           ticket.business_day, ticket.ticket_id.str()),
                                read_redemption);
}

Result<void> SqliteReturns::read_lines(ReturnRow& row) const {
    const domain::Holder& holder = row.entry.holder;
    CF_CHECK(
        for_each_row(run_.query(sql::kSelectReturnPurses, holder.device_id.str(), holder.epoch.value, row.entry.seq.value),
                     [&](const Query& purse) -> Result<void> {
                         row.purses.push_back({text_id<PurseId>(purse, 0), Points{purse.int64(1)}, Points{purse.int64(2)}});
                         return {};
                     }));
    CF_CHECK(
        for_each_row(run_.query(sql::kSelectReturnLines, holder.device_id.str(), holder.epoch.value, row.entry.seq.value),
                     [&](const Query& line) -> Result<void> {
                         row.lines.push_back({static_cast<std::int32_t>(line.int64(0)), Quantity{line.int64(1)}});
                         return {};
                     }));
    CF_CHECK(
        for_each_row(run_.query(sql::kSelectReturnGifts, holder.device_id.str(), holder.epoch.value, row.entry.seq.value),
                     [&](const Query& gift) -> Result<void> {
                         row.gifts.push_back(read_gift(gift));
                         return {};
                     }));
    return for_each_row(
        run_.query(sql::kSelectExchanges, holder.device_id.str(), holder.epoch.value, row.entry.seq.value),
        [&](const Query& one) -> Result<void> {
            row.exchange.push_back({static_cast<std::int32_t>(one.int64(0)), Quantity{one.int64(1)}, text_id<Sku>(one, 2),
                                    text_id<Sku>(one, 3), std::string(one.text(4)), std::string(one.text(5))});
            return {};
        });
}

Result<std::optional<ReturnRow>> SqliteReturns::find(const domain::TicketKey& return_key) const {
    CF_TRY(row, first_row<ReturnRow>(run_.query(sql::kSelectReturn, return_key.store_id.str(), return_key.register_id.str(),
                                                return_key.business_day, return_key.ticket_id.str()),
                                     read_return));
    if (row) CF_CHECK(read_lines(*row));
    return row;
}

Result<std::vector<ReturnRow>> SqliteReturns::of_ticket(const domain::TicketKey& ticket) const {
    CF_TRY(rows, all_rows<ReturnRow>(run_.query(sql::kSelectReturnsOf, ticket.store_id.str(), ticket.register_id.str(),
                                                ticket.business_day, ticket.ticket_id.str()),
                                     read_return));
    for (ReturnRow& row : rows)
        CF_CHECK(read_lines(row));
    return rows;
}

Result<void> SqliteReturns::put(const ReturnRow& row) {
    const domain::Holder& holder = row.entry.holder;
    const domain::TicketKey& key = row.return_key;
    CF_CHECK(run_.run(sql::kInsertReturn, holder.device_id.str(), holder.epoch.value, row.entry.seq.value,
                      key.store_id.str(), key.register_id.str(), key.business_day, key.ticket_id.str(),
                      row.ticket.store_id.str(), row.ticket.register_id.str(), row.ticket.business_day,
                      row.ticket.ticket_id.str(), row.member_id.str(), row.at.ms, row.voided, row.refund.value,
                      row.burn.value, row.earn.value, row.whole ? 1 : 0));
    for (const domain::ReturnRequest& line : row.lines)
        CF_CHECK(run_.run(sql::kInsertReturnLine, holder.device_id.str(), holder.epoch.value, row.entry.seq.value,
                          line.line_no, line.quantity.value));
    for (const domain::PurseReturn& purse : row.purses)
        CF_CHECK(run_.run(sql::kInsertReturnPurse, holder.device_id.str(), holder.epoch.value, row.entry.seq.value,
                          purse.purse_id.str(), purse.burn.value, purse.earn.value));
    for (std::size_t i = 0; i < row.gifts.size(); ++i) {
        const domain::GiftReturn& gift = row.gifts[i];
        CF_CHECK(run_.run(sql::kInsertReturnGift, holder.device_id.str(), holder.epoch.value, row.entry.seq.value,
                          static_cast<std::int64_t>(i), gift.coupon_id.str(), gift.line_no, gift.sku.str(),
                          gift.gift_value.value, gift.deduction.value, gift.refund.value, gift.waived ? 1 : 0));
    }
    for (std::size_t i = 0; i < row.exchange.size(); ++i) {
        const domain::Exchanged& one = row.exchange[i];
        CF_CHECK(run_.run(sql::kInsertExchange, holder.device_id.str(), holder.epoch.value, row.entry.seq.value,
                          static_cast<std::int64_t>(i), one.line_no, one.quantity.value, one.from_sku.str(), one.sku.str(),
                          one.gtin, one.name));
    }
    return {};
}

Result<std::optional<KeptRefundRow>> SqliteReturns::kept(const domain::TicketKey& return_key) const {
    return first_row<KeptRefundRow>(
        run_.query(sql::kSelectKeptRefund, return_key.store_id.str(), return_key.register_id.str(), return_key.business_day,
                   return_key.ticket_id.str()),
        [&](const Query& row) -> Result<KeptRefundRow> {
            KeptRefundRow out{return_key, {holder_at(row, 0), number_id<JournalSeq>(row, 2)}, Money{row.int64(3)}, {}};
            if (!row.is_null(4)) out.used_by = EntryRef{holder_at(row, 4), number_id<JournalSeq>(row, 6)};
            return out;
        });
}

Result<void> SqliteReturns::put(const KeptRefundRow& row) {
    const domain::TicketKey& key = row.return_key;
    const domain::Holder& holder = row.entry.holder;
    std::optional<std::string_view> device;
    std::optional<std::uint64_t> epoch;
    std::optional<std::uint64_t> seq;
    if (row.used_by) {
        device = row.used_by->holder.device_id.str();
        epoch = row.used_by->holder.epoch.value;
        seq = row.used_by->seq.value;
    }
    return run_.run(sql::kUpsertKeptRefund, key.store_id.str(), key.register_id.str(), key.business_day, key.ticket_id.str(),
                    holder.device_id.str(), holder.epoch.value, row.entry.seq.value, row.kept.value, device, epoch, seq);
}

Result<std::vector<EntryRef>> SqliteReturns::waiting(const domain::TicketKey& ticket) const {
    return all_rows<EntryRef>(run_.query(sql::kSelectWaitingReturns, ticket.store_id.str(), ticket.register_id.str(),
                                         ticket.business_day, ticket.ticket_id.str()),
                              [](const Query& row) -> Result<EntryRef> {
                                  return EntryRef{holder_at(row, 0), number_id<JournalSeq>(row, 2)};
                              });
}

Result<void> SqliteReturns::wait(const domain::TicketKey& ticket, const EntryRef& entry, Instant since) {
    return run_.run(sql::kInsertWaitingReturn, entry.holder.device_id.str(), entry.holder.epoch.value, entry.seq.value,
                    ticket.store_id.str(), ticket.register_id.str(), ticket.business_day, ticket.ticket_id.str(), since.ms);
}

Result<void> SqliteReturns::stop_waiting(const EntryRef& entry) {
    return run_.run(sql::kDeleteWaitingReturn, entry.holder.device_id.str(), entry.holder.epoch.value, entry.seq.value);
}

}  // namespace counterfoil::hub
