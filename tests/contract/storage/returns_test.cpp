#include "contract/storage/ledger_test.hpp"

namespace counterfoil::storage {
namespace {

using ReturnsTest = LedgerTest;

ports::ReturnRow return_row(int n, int of_ticket, JournalSeq seq) {
    ports::ReturnRow row{samples::ticket_key(n), samples::ticket_key(of_ticket), seq, samples::kNow};
    row.return_key.register_id = RegisterId("R9");
    return row;
}

TEST_F(ReturnsTest, AReturnIsFoundByItsKeyAndByItsTicketAfterARestart) {
    const JournalSeq seq = append(samples::consume_entry(1));
    write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.returns().put(return_row(8, 1, seq))); });
    open();
    const auto found = view().returns().find(return_row(8, 1, seq).return_key).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->ticket, samples::ticket_key(1));
    EXPECT_EQ(found->seq, seq);
    EXPECT_EQ(found->at, samples::kNow);
    ASSERT_EQ(view().returns().of_ticket(samples::ticket_key(1)).value().size(), 1U);
    EXPECT_TRUE(view().returns().of_ticket(samples::ticket_key(2)).value().empty());
    EXPECT_FALSE(view().returns().find(samples::ticket_key(8)).value()) << "another register's number";
}

TEST_F(ReturnsTest, WhatWasRefundedInTheDarkCountsUntilItIsAnswered) {
    std::vector<JournalSeq> seqs;
    for (int n = 1; n <= 3; ++n) {
        seqs.push_back(append(samples::consume_entry(n)));
        ports::ReturnRow row = return_row(8 + n, n, seqs.back());
        row.risk = Money{n == 3 ? 0 : n * 100};
        write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.returns().put(row)); });
    }
    EXPECT_EQ(view().returns().risk_total().value(), Money{300});
    const auto answer = [&](domain::EntryVerdict verdict, JournalSeq applied) {
        write([&](ports::LedgerTx& tx) {
            ASSERT_TRUE(tx.journal().set_verdict(seqs[0], verdict, "code"));
            ASSERT_TRUE(tx.journal().set_applied(applied, applied));
        });
    };
    answer(domain::EntryVerdict::pending, seqs[0]);
    EXPECT_EQ(view().returns().risk_total().value(), Money{300}) << "pending is no answer";
    open();
    answer(domain::EntryVerdict::finding, seqs[0]);
    EXPECT_EQ(view().returns().risk_total().value(), Money{200});
    answer(domain::EntryVerdict::finding, seqs[2]);
    EXPECT_EQ(view().returns().risk_total().value(), Money{});
}

TEST_F(ReturnsTest, WhatWasKeptIsUsedUpOnceAndForEver) {
    const JournalSeq seq = append(samples::consume_entry(1));
    const JournalSeq first = append(samples::consume_entry(2));
    const JournalSeq second = append(samples::consume_entry(3));
    EXPECT_FALSE(view().returns().used_up(seq).value());
    write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.returns().use_up(seq, first)); });
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        expect_error(tx.returns().use_up(seq, second), ErrorCode::conflict);
        return false;
    };
    ASSERT_TRUE(store_->transact(std::span(&job, 1)));
    open();
    EXPECT_EQ(view().returns().used_up(seq).value(), first);
    EXPECT_FALSE(view().returns().used_up(first).value());
}

TEST_F(ReturnsTest, AKeyIsTakenOnce) {
    const JournalSeq seq = append(samples::consume_entry(1));
    write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.returns().put(return_row(8, 1, seq))); });
    const JournalSeq next = append(samples::consume_entry(2));
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        expect_error(tx.returns().put(return_row(8, 2, next)), ErrorCode::conflict);
        return false;
    };
    ASSERT_TRUE(store_->transact(std::span(&job, 1)));
    EXPECT_TRUE(view().returns().of_ticket(samples::ticket_key(2)).value().empty());
}

}  // namespace
}  // namespace counterfoil::storage
