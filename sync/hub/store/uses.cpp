#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

Result<void> SqliteUses::put(const CouponUseRow& row) {
    return run_.run(sql::kUpsertUse, row.coupon_id.str(), row.template_id.str(), row.account_id.str(), row.member_id.str(),
                    row.store_id.str(), row.business_day);
}

Result<void> SqliteUses::drop(const CouponId& id) { return run_.run(sql::kDeleteUse, id.str()); }

Result<std::optional<CouponUseRow>> SqliteUses::find(const CouponId& id) const {
    return first_row<CouponUseRow>(run_.query(sql::kSelectUse, id.str()), [&](const Query& row) -> Result<CouponUseRow> {
        return CouponUseRow{id,
                            text_id<TemplateId>(row, 0),
                            text_id<AccountId>(row, 1),
                            text_id<MemberId>(row, 2),
                            text_id<StoreId>(row, 3),
                            std::string(row.text(4))};
    });
}

Result<std::vector<UseCount>> SqliteUses::of_member(const MemberId& id) const {
    if (id.empty()) return std::vector<UseCount>{};
    return all_rows<UseCount>(run_.query(sql::kSelectUsesOfMember, id.str()), [](const Query& row) -> Result<UseCount> {
        return UseCount{text_id<TemplateId>(row, 0), std::string(row.text(1)), row.int64(2)};
    });
}

Result<std::int64_t> SqliteUses::of_store(const TemplateId& id, const StoreId& store, std::string_view day) const {
    CF_TRY(count, first_row<std::int64_t>(run_.query(sql::kSelectUsesOfStore, id.str(), store.str(), day),
                                          [](const Query& row) -> Result<std::int64_t> { return row.int64(0); }));
    return count.value_or(0);
}

Result<std::vector<MemberId>> SqliteUses::members_of(const TemplateId& id) const {
    return all_rows<MemberId>(run_.query(sql::kSelectMembersOfTemplate, id.str()),
                              [](const Query& row) -> Result<MemberId> { return text_id<MemberId>(row, 0); });
}

Result<void> SqliteUses::put(const StaffPurchaseRow& row) {
    const domain::TicketKey& key = row.ticket;
    return run_.run(sql::kUpsertStaffPurchase, key.store_id.str(), key.register_id.str(), key.business_day,
                    key.ticket_id.str(), row.member_id.str(), row.spent.value);
}

Result<std::optional<StaffPurchaseRow>> SqliteUses::staff_purchase(const domain::TicketKey& key) const {
    return first_row<StaffPurchaseRow>(run_.query(sql::kSelectStaffPurchase, key.store_id.str(), key.register_id.str(),
                                                  key.business_day, key.ticket_id.str()),
                                       [&](const Query& row) -> Result<StaffPurchaseRow> {
                                           return StaffPurchaseRow{key, text_id<MemberId>(row, 0), Money{row.int64(1)}};
                                       });
}

Result<std::vector<domain::StaffMonth>> SqliteUses::staff_months(const MemberId& id) const {
    return all_rows<domain::StaffMonth>(run_.query(sql::kSelectStaffMonths, id.str()),
                                        [](const Query& row) -> Result<domain::StaffMonth> {
                                            return domain::StaffMonth{std::string(row.text(0)), Money{row.int64(1)}};
                                        });
}

}  // namespace counterfoil::hub
