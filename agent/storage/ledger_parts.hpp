// The parts of the ledger over one Session. Private to this module; each part is in the file of its name.
#pragma once

#include <cstdint>
#include <functional>

#include "base/crypto.hpp"
#include "ports/ledger.hpp"
#include "storage/ledger_sql.hpp"
#include "storage/statement_slot.hpp"

namespace counterfoil::storage {

/// Whether there is room for something new: `full` where only the reserve is left.
using RoomCheck = std::function<Result<void>()>;

class LedgerJournal final : public ports::Journal {
public:
    LedgerJournal(Session& session, const Hasher& hasher) : session_(session), hasher_(hasher) {}
    Result<JournalSeq> append(const domain::JournalBody& body, Instant at) override;
    Result<domain::JournalHead> head() const override;
    Result<std::vector<domain::JournalRow>> rows(JournalSeq from, std::size_t max_rows,
                                                 std::size_t max_bytes) const override;
    Result<void> set_verdict(JournalSeq seq, domain::EntryVerdict verdict, std::string_view code) override;
    Result<void> set_applied(JournalSeq up_to, JournalSeq safe) override;
    Result<JournalSeq> applied() const override;
    Result<std::optional<domain::EntryVerdict>> verdict(JournalSeq seq) const override;
    Result<std::vector<Conflict>> conflicts(std::size_t limit) const override;

private:
    Session& session_;
    const Hasher& hasher_;
    StatementSlot insert_entry_{session_, ledger_sql::kInsertEntry};
    mutable StatementSlot select_head_{session_, ledger_sql::kSelectHead};
    mutable StatementSlot select_epoch_{session_, ledger_sql::kSelectEpoch};
    mutable StatementSlot select_entries_{session_, ledger_sql::kSelectEntries};
    StatementSlot upsert_verdict_{session_, ledger_sql::kUpsertVerdict};
    StatementSlot answer_risk_{session_, ledger_sql::kAnswerRisk};
    StatementSlot update_progress_{session_, ledger_sql::kUpdateProgress};
    mutable StatementSlot select_applied_{session_, ledger_sql::kSelectApplied};
    mutable StatementSlot select_verdict_{session_, ledger_sql::kSelectVerdict};
    mutable StatementSlot select_conflicts_{session_, ledger_sql::kSelectConflicts};
};

class LedgerHolds final : public ports::Holds {
public:
    LedgerHolds(Session& session, const RoomCheck& has_room) : session_(session), has_room_(has_room) {}
    Result<std::optional<domain::DeviceHold>> find(const domain::HoldId& id) const override;
    Result<std::vector<domain::DeviceHold>> of_member(const MemberId& id) const override;
    Result<std::vector<domain::DeviceHold>> open() const override;
    Result<void> put(const domain::DeviceHold& hold) override;
    Result<void> bury(const domain::HoldId& id) override;
    Result<bool> buried(const domain::HoldId& id) const override;
    Result<void> forget_below(std::uint64_t floor) override;

private:
    Result<void> insert(const domain::DeviceHold& hold);
    Result<void> write_rights(const domain::DeviceHold& hold);
    Result<void> read_rights(domain::DeviceHold& hold) const;

    Session& session_;
    const RoomCheck& has_room_;
    mutable StatementSlot select_hold_{session_, ledger_sql::kSelectHold};
    mutable StatementSlot select_of_member_{session_, ledger_sql::kSelectHoldsOfMember};
    mutable StatementSlot select_open_{session_, ledger_sql::kSelectOpenHolds};
    mutable StatementSlot select_rights_{session_, ledger_sql::kSelectHoldRights};
    StatementSlot has_hold_{session_, ledger_sql::kHasHold};
    StatementSlot insert_hold_{session_, ledger_sql::kInsertHold};
    StatementSlot delete_hold_{session_, ledger_sql::kDeleteHold};
    StatementSlot upsert_right_{session_, ledger_sql::kUpsertHoldRight};
    StatementSlot insert_tombstone_{session_, ledger_sql::kInsertTombstone};
    mutable StatementSlot has_tombstone_{session_, ledger_sql::kHasTombstone};
    StatementSlot delete_tombstones_{session_, ledger_sql::kDeleteTombstonesBelow};
};

class LedgerCheckouts final : public ports::Checkouts {
public:
    LedgerCheckouts(Session& session, const RoomCheck& has_room) : session_(session), has_room_(has_room) {}
    Result<std::optional<domain::Checkout>> find(const CheckoutId& id) const override;
    Result<std::optional<domain::Checkout>> by_request(RequestNo no) const override;
    Result<std::vector<domain::Checkout>> open() const override;
    Result<void> put(const domain::Checkout& checkout) override;

private:
    Session& session_;
    const RoomCheck& has_room_;
    mutable StatementSlot select_checkout_{session_, ledger_sql::kSelectCheckout};
    mutable StatementSlot select_by_request_{session_, ledger_sql::kSelectCheckoutByRequest};
    mutable StatementSlot select_open_{session_, ledger_sql::kSelectOpenCheckouts};
    StatementSlot has_checkout_{session_, ledger_sql::kHasCheckout};
    StatementSlot update_checkout_{session_, ledger_sql::kUpdateCheckout};
    StatementSlot upsert_checkout_{session_, ledger_sql::kUpsertCheckout};
};

class LedgerRequests final : public ports::Requests {
public:
    explicit LedgerRequests(Session& session) : session_(session) {}
    Result<std::optional<ports::StoredAnswer>> find(std::string_view idempotency_key) const override;
    Result<void> put(std::string_view idempotency_key, const ports::StoredAnswer& answer, Instant at) override;
    /// A key that came after a younger one (a clock that was set back) goes together with that one.
    Result<void> forget_before(Instant at) override;

private:
    Session& session_;
    mutable StatementSlot select_request_{session_, ledger_sql::kSelectRequest};
    StatementSlot insert_request_{session_, ledger_sql::kInsertRequest};
    StatementSlot delete_old_{session_, ledger_sql::kDeleteOldRequests};
};

class LedgerTickets final : public ports::Tickets {
public:
    explicit LedgerTickets(Session& session) : session_(session) {}
    Result<std::optional<ports::TicketRow>> find(const domain::TicketKey& key) const override;
    Result<std::vector<ports::TicketRow>> newest(const std::optional<MemberId>& member, std::size_t limit) const override;
    Result<std::optional<domain::JournalEntry>> entry(JournalSeq seq) const override;
    Result<void> put(const ports::TicketRow& row) override;
    Result<void> name_member(const domain::TicketKey& key, const MemberId& member, JournalSeq seq) override;

private:
    Session& session_;
    mutable StatementSlot select_ticket_{session_, ledger_sql::kSelectTicket};
    mutable StatementSlot select_newest_{session_, ledger_sql::kSelectNewestTickets};
    mutable StatementSlot select_newest_of_member_{session_, ledger_sql::kSelectNewestTicketsOfMember};
    mutable StatementSlot select_entry_{session_, ledger_sql::kSelectEntry};
    StatementSlot insert_ticket_{session_, ledger_sql::kInsertTicket};
    StatementSlot update_member_{session_, ledger_sql::kUpdateTicketMember};
};

class LedgerReturns final : public ports::Returns {
public:
    explicit LedgerReturns(Session& session) : session_(session) {}
    Result<std::optional<ports::ReturnRow>> find(const domain::TicketKey& return_key) const override;
    Result<std::vector<ports::ReturnRow>> of_ticket(const domain::TicketKey& ticket) const override;
    Result<void> put(const ports::ReturnRow& row) override;
    Result<void> put_told(JournalSeq seq, std::string_view told) override;
    Result<std::optional<std::string>> told(JournalSeq seq) const override;
    Result<Money> risk_total() const override;
    Result<std::optional<JournalSeq>> used_up(JournalSeq seq) const override;
    Result<void> use_up(JournalSeq seq, JournalSeq by) override;

private:
    Session& session_;
    StatementSlot insert_used_up_{session_, ledger_sql::kInsertUsedUp};
    mutable StatementSlot select_used_up_{session_, ledger_sql::kSelectUsedUp};
    StatementSlot insert_told_{session_, ledger_sql::kInsertToldTicket};
    mutable StatementSlot select_told_{session_, ledger_sql::kSelectToldTicket};
    mutable StatementSlot select_risk_{session_, ledger_sql::kSelectReturnRisk};
    mutable StatementSlot select_return_{session_, ledger_sql::kSelectReturn};
    mutable StatementSlot select_of_ticket_{session_, ledger_sql::kSelectReturnsOf};
    StatementSlot insert_return_{session_, ledger_sql::kInsertReturn};
};

class LedgerEffects final : public ports::Effects {
public:
    explicit LedgerEffects(Session& session) : session_(session) {}
    Result<void> add(const ports::Effect& effect) override;
    Result<std::vector<ports::Effect>> of_member(const MemberId& id, JournalSeq above) const override;
    Result<bool> used(const RightId& right) const override;
    Result<ports::RiskTotals> risk_totals(const MemberId& id, std::string_view business_day) const override;
    Result<std::int64_t> uses_of_day(const TemplateId& id, std::string_view business_day) const override;

private:
    Session& session_;
    StatementSlot insert_effect_{session_, ledger_sql::kInsertEffect};
    mutable StatementSlot select_of_member_{session_, ledger_sql::kSelectEffectsOfMember};
    mutable StatementSlot has_used_{session_, ledger_sql::kHasUsed};
    mutable StatementSlot select_risk_of_day_{session_, ledger_sql::kSelectRiskOfDay};
    mutable StatementSlot select_risk_of_device_{session_, ledger_sql::kSelectRiskOfDevice};
    mutable StatementSlot select_uses_of_day_{session_, ledger_sql::kSelectUsesOfDay};
};

class LedgerEnrolments final : public ports::Enrolments {
public:
    explicit LedgerEnrolments(Session& session) : session_(session) {}
    Result<std::optional<JournalSeq>> find(const MemberId& id) const override;
    Result<std::optional<MemberId>> by_identity(domain::IdentityKind kind, std::string_view value) const override;
    Result<void> put(const domain::EnrolEntry& entry, JournalSeq seq) override;

private:
    Session& session_;
    mutable StatementSlot select_enrolment_{session_, ledger_sql::kSelectEnrolment};
    mutable StatementSlot select_by_identity_{session_, ledger_sql::kSelectEnrolmentByIdentity};
    StatementSlot insert_enrolment_{session_, ledger_sql::kInsertEnrolment};
    StatementSlot insert_identity_{session_, ledger_sql::kInsertEnrolledIdentity};
};

class LedgerDevice final : public ports::Device {
public:
    explicit LedgerDevice(Session& session) : session_(session) {}
    /// Before the enrolment: an empty device_id and epoch 0.
    Result<ports::DeviceState> state() const override;
    /// `conflict`: another device or epoch, and the journal of the old one is in this file.
    Result<void> save(const ports::DeviceState& state) override;

private:
    Session& session_;
    mutable StatementSlot select_device_{session_, ledger_sql::kSelectDevice};
    StatementSlot upsert_device_{session_, ledger_sql::kUpsertDevice};
    StatementSlot select_head_{session_, ledger_sql::kSelectHead};
};

class LedgerParts final : public ports::LedgerTx {
public:
    LedgerParts(Session& session, const Hasher& hasher, RoomCheck has_room)
        : has_room_(std::move(has_room)),
          journal_(session, hasher),
          holds_(session, has_room_),
          checkouts_(session, has_room_),
          requests_(session),
          tickets_(session),
          returns_(session),
          effects_(session),
          enrolments_(session),
          device_(session) {}
    ports::Journal& journal() override { return journal_; }
    ports::Holds& holds() override { return holds_; }
    ports::Checkouts& checkouts() override { return checkouts_; }
    ports::Requests& requests() override { return requests_; }
    ports::Tickets& tickets() override { return tickets_; }
    ports::Returns& returns() override { return returns_; }
    ports::Effects& effects() override { return effects_; }
    ports::Enrolments& enrolments() override { return enrolments_; }
    ports::Device& device() override { return device_; }

private:
    RoomCheck has_room_;
    LedgerJournal journal_;
    LedgerHolds holds_;
    LedgerCheckouts checkouts_;
    LedgerRequests requests_;
    LedgerTickets tickets_;
    LedgerReturns returns_;
    LedgerEffects effects_;
    LedgerEnrolments enrolments_;
    LedgerDevice device_;
};

}  // namespace counterfoil::storage
