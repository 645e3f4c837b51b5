// The parts of the SQLite store, one class a port of hub/core/store.hpp. Private to this module.
#pragma once

#include "base/crypto.hpp"
#include "hub/core/store.hpp"
#include "hub/store/statements.hpp"

namespace counterfoil::hub {

class SqliteMembers final : public Members {
public:
    explicit SqliteMembers(Statements& statements) : run_(statements) {}
    Result<std::optional<MemberRow>> member(const MemberId& id) const override;
    Result<std::optional<MemberId>> by_identity(domain::IdentityKind kind, std::string_view value) const override;
    Result<MemberId> merged_into(const MemberId& id) const override;
    Result<std::vector<MemberId>> merged_from(const MemberId& id) const override;
    Result<std::vector<MemberId>> list(std::string_view after, std::size_t limit) const override;
    Result<void> put(const MemberRow& row) override;
    Result<void> set_applied(const MemberId& id, const domain::Holder& holder, JournalSeq seq) override;
    Result<void> set_owed(const MemberId& id, const PurseId& purse, Points owed) override;

private:
    Result<void> put_identity(const domain::Member& member, const domain::Identity& identity, int place);
    Statements& run_;
};

class SqlitePersons final : public Persons {
public:
    explicit SqlitePersons(Statements& statements) : run_(statements) {}
    Result<void> add_consent(const ConsentRow& row) override;
    Result<std::vector<ConsentRow>> consents(const MemberId& id) const override;
    Result<std::uint64_t> add_candidate(const CandidateRow& row) override;
    Result<std::optional<CandidateRow>> candidate(std::uint64_t no) const override;
    Result<std::vector<CandidateRow>> candidates(std::size_t limit) const override;
    Result<std::vector<CandidateRow>> candidates_of(const MemberId& id) const override;
    Result<void> settle_candidate(std::uint64_t no, CandidateState state, const StaffId& staff, Instant at) override;

private:
    Statements& run_;
};

class SqliteErasures final : public Erasures {
public:
    explicit SqliteErasures(Statements& statements) : run_(statements) {}
    Result<std::optional<ErasedRow>> find(const Digest& mark) const override;
    Result<void> put(const ErasedRow& row) override;
    Result<std::vector<EntryRow>> entries_with(const domain::Holder& holder, std::string_view text) const override;
    Result<void> rewrite(const EntryRow& row) override;
    Result<void> take_out(const domain::Member& member, const MemberId& erased_id) override;

private:
    Statements& run_;
};

class SqliteRights final : public Rights {
public:
    explicit SqliteRights(Statements& statements) : run_(statements) {}
    Result<std::optional<RightRow>> right(const RightId& id) const override;
    Result<std::vector<RightRow>> lots(const AccountId& account) const override;
    Result<std::vector<RightId>> expired(Instant now, std::size_t limit) const override;
    Result<void> put(const RightRow& row) override;
    Result<void> book(const PointsLine& line) override;
    Result<std::optional<domain::Coupon>> coupon(const CouponId& id) const override;
    Result<std::optional<domain::Coupon>> coupon_by_code(std::string_view code) const override;
    Result<std::vector<CouponId>> coupons_of(const AccountId& account) const override;
    Result<void> put_coupon(const domain::Coupon& coupon) override;
    Result<std::optional<CardRow>> card(const CardId& id) const override;
    Result<std::vector<CardRow>> cards_of(const AccountId& account) const override;
    Result<std::vector<RightRow>> card_rights(const AccountId& account) const override;
    Result<void> put_card(const CardRow& row) override;

private:
    Statements& run_;
};

class SqliteHolds final : public Holds {
public:
    explicit SqliteHolds(Statements& statements) : run_(statements) {}
    Result<std::optional<HoldRow>> find(const domain::HoldId& id) const override;
    Result<std::vector<HoldRow>> by_request(const domain::Holder& holder, RequestNo no) const override;
    Result<std::vector<HoldRow>> of_right(const RightId& id) const override;
    Result<std::vector<HoldRow>> of_holder(const domain::Holder& holder, std::size_t limit) const override;
    Result<std::vector<HoldRow>> recalls_due(Instant now, std::size_t limit) const override;
    Result<std::optional<std::uint64_t>> lowest_open_no(const domain::Holder& holder) const override;
    Result<std::vector<RightId>> held_for(const MemberId& id) const override;
    Result<void> put(const HoldRow& row) override;

private:
    Result<std::vector<HoldRow>> with_rights(Result<std::vector<HoldRow>> holds) const;
    Statements& run_;
};

class SqliteQueue final : public Queue {
public:
    explicit SqliteQueue(Statements& statements) : run_(statements) {}
    Result<std::vector<Wish>> wishes(const RightId& id) const override;
    Result<void> put_wish(const Wish& wish) override;
    Result<void> drop_wish(const Wish& wish) override;
    Result<void> drop_wishes_before(Instant repeated_before) override;
    Result<std::vector<PendingRisk>> risks(const RightId& id) const override;
    Result<void> put_risk(const PendingRisk& risk) override;

private:
    Statements& run_;
};

Result<EntryRow> read_entry(const sqlite_kit::Query& row);

class SqliteEntries final : public Entries {
public:
    explicit SqliteEntries(Statements& statements) : run_(statements) {}
    Result<std::optional<EntryRow>> entry(const EntryRef& ref) const override;
    Result<void> add(const EntryRow& row) override;
    Result<void> answer(const EntryRef& ref, domain::EntryVerdict verdict, std::string_view code) override;
    Result<std::vector<EntryRow>> late_answers(const domain::Holder& holder, std::size_t limit) const override;
    Result<std::vector<EntryRow>> open_questions(std::size_t limit) const override;
    Result<std::optional<TicketRow>> ticket(const domain::TicketKey& key) const override;
    Result<void> put_ticket(const TicketRow& row) override;
    Result<void> name_member(const domain::TicketKey& key, const MemberId& member, Points earned,
                             const EntryRef& late) override;
    Result<bool> bought(const MemberId& id, Instant before) const override;
    Result<std::vector<TicketRow>> tickets_of(const MemberId& id) const override;

private:
    Result<void> read_purses(TicketRow& row) const;
    Statements& run_;
};

class SqliteReturns final : public Returns {
public:
    explicit SqliteReturns(Statements& statements) : run_(statements) {}
    Result<void> add_redemption(const Redemption& redemption) override;
    Result<std::vector<Redemption>> redemptions(const domain::TicketKey& ticket) const override;
    Result<std::optional<ReturnRow>> find(const domain::TicketKey& return_key) const override;
    Result<std::vector<ReturnRow>> of_ticket(const domain::TicketKey& ticket) const override;
    Result<void> put(const ReturnRow& row) override;
    Result<std::optional<KeptRefundRow>> kept(const domain::TicketKey& return_key) const override;
    Result<void> put(const KeptRefundRow& row) override;
    Result<std::vector<EntryRef>> waiting(const domain::TicketKey& ticket) const override;
    Result<void> wait(const domain::TicketKey& ticket, const EntryRef& entry, Instant since) override;
    Result<void> stop_waiting(const EntryRef& entry) override;

private:
    Result<void> read_lines(ReturnRow& row) const;
    Statements& run_;
};

class SqliteUses final : public Uses {
public:
    explicit SqliteUses(Statements& statements) : run_(statements) {}
    Result<void> put(const CouponUseRow& row) override;
    Result<void> drop(const CouponId& id) override;
    Result<std::optional<CouponUseRow>> find(const CouponId& id) const override;
    Result<std::vector<UseCount>> of_member(const MemberId& id) const override;
    Result<std::int64_t> of_store(const TemplateId& id, const StoreId& store, std::string_view day) const override;
    Result<std::vector<MemberId>> members_of(const TemplateId& id) const override;
    Result<void> put(const StaffPurchaseRow& row) override;
    Result<std::optional<StaffPurchaseRow>> staff_purchase(const domain::TicketKey& key) const override;
    Result<std::vector<domain::StaffMonth>> staff_months(const MemberId& id) const override;

private:
    Statements& run_;
};

class SqliteDevices final : public Devices {
public:
    explicit SqliteDevices(Statements& statements) : run_(statements) {}
    Result<std::optional<DeviceRow>> find(const domain::Holder& holder) const override;
    Result<std::optional<DeviceRow>> newest(const DeviceId& id) const override;
    Result<std::optional<domain::Holder>> by_curve_key(const PublicKey& key) const override;
    Result<std::vector<DeviceRow>> list() const override;
    Result<void> put(const DeviceRow& row) override;
    Result<std::optional<EnrolCodeRow>> code(std::string_view code_id) const override;
    Result<void> put_code(const EnrolCodeRow& row) override;
    Result<void> drop_codes_before(Instant expired_before) override;

private:
    Statements& run_;
};

class SqliteFeed final : public Feed {
public:
    explicit SqliteFeed(Statements& statements) : run_(statements) {}
    Result<FeedPosition> head() const override;
    Result<std::optional<domain::FeedRow>> find(domain::FeedKind kind, std::string_view id) const override;
    Result<void> append(const domain::FeedRow& row) override;
    Result<domain::FeedBatch> changes(FeedPosition after, std::size_t max_rows, std::size_t max_bytes) const override;

private:
    Statements& run_;
};

class SqliteOperations final : public Operations {
public:
    explicit SqliteOperations(Statements& statements) : run_(statements) {}
    Result<std::uint64_t> add(const OperationRow& row) override;
    Result<void> settle(std::uint64_t no, OperationState state, Instant at) override;
    Result<std::vector<OperationRow>> of(std::string_view id, std::size_t limit) const override;
    Result<std::vector<OperationRow>> waiting(std::string_view subject) const override;
    Result<std::vector<OperationRow>> waiting_for(const MemberId& id) const override;
    Result<std::optional<FirstAnswer>> first_answer(std::string_view key) const override;
    Result<void> keep_answer(const FirstAnswer& answer) override;
    Result<void> drop_answers_before(Instant at) override;

private:
    Result<std::vector<OperationRow>> with_purses(Result<std::vector<OperationRow>> read) const;
    Statements& run_;
};

class SqliteQuotas final : public Quotas {
public:
    explicit SqliteQuotas(Statements& statements) : run_(statements) {}
    Result<std::optional<QuotaRow>> find(std::string_view quota_id) const override;
    Result<std::optional<QuotaRow>> of(const TemplateId& id, std::string_view campaign_id,
                                       const StaffId& staff) const override;
    Result<std::vector<QuotaRow>> list(std::size_t limit) const override;
    Result<void> put(const QuotaRow& row) override;

private:
    Statements& run_;
};

class SqliteReference final : public Reference {
public:
    SqliteReference(Statements& statements, const Hasher& hasher) : run_(statements), hasher_(hasher) {}
    Result<std::optional<domain::Rules>> rules() const override;
    Result<std::optional<domain::Rules>> rules(const Digest& hash) const override;
    Result<void> put_rules(const domain::Rules& rules) override;
    Result<std::optional<domain::CouponTemplate>> coupon_template(const TemplateId& id) const override;
    Result<std::optional<domain::CouponTemplate>> coupon_template(const TemplateId& id,
                                                                  std::uint32_t version) const override;
    Result<void> put_template(const domain::CouponTemplate& coupon_template) override;
    Result<std::optional<domain::Product>> product(const Sku& sku) const override;
    Result<void> put_product(const domain::Product& product) override;

private:
    Statements& run_;
    const Hasher& hasher_;
};

class SqliteGrowth final : public Growth {
public:
    explicit SqliteGrowth(Statements& statements) : run_(statements) {}
    Result<std::optional<GrowthRow>> of_ticket(const domain::TicketKey& key) const override;
    Result<void> put(const GrowthRow& row) override;
    Result<std::int64_t> sum(const MemberId& id, Instant after, Instant until) const override;
    Result<std::optional<StandingRow>> standing(const MemberId& id) const override;
    Result<void> put(const StandingRow& row) override;
    Result<std::vector<MemberId>> reviews_due(Instant now, std::size_t limit) const override;

private:
    Statements& run_;
};

class SqliteBooks final : public Books {
public:
    explicit SqliteBooks(Statements& statements) : run_(statements) {}
    Result<void> clear(const EntryRef& entry, std::span<const ClearingRow> rows) override;
    Result<std::vector<ClearingRow>> cleared(const EntryRef& entry) const override;
    Result<std::vector<ClearingSum>> clearing(std::string_view from, std::string_view until) const override;
    Result<std::vector<PointsSum>> points(Instant from, Instant until) const override;
    Result<std::vector<IssuedSum>> issued(Instant from, Instant until) const override;

private:
    Statements& run_;
};

}  // namespace counterfoil::hub
