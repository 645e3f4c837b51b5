#include "codec/bytes.hpp"
#include "contract/storage/ledger_test.hpp"
#include "storage/kit/database.hpp"

namespace counterfoil::storage {
namespace {

using domain::EntryVerdict;

class JournalTest : public LedgerTest {};

TEST_F(JournalTest, AnEmptyJournalHasTheDevicesEpochAndNoHead) {
    const auto head = view().journal().head().value();
    EXPECT_EQ(head, (domain::JournalHead{DeviceEpoch{3}, JournalSeq{0}, Digest{}}));
    EXPECT_TRUE(view().journal().rows(JournalSeq{1}, 10, 1000).value().empty());
}

TEST_F(JournalTest, EntriesAreNumberedWithoutAGapAndChained) {
    EXPECT_EQ(append(samples::ticket_entry(1)).value, 1u);
    EXPECT_EQ(append(samples::consume_entry(1)).value, 2u);
    EXPECT_EQ(append(domain::RefuseEntry{samples::hold_id(9)}).value, 3u);
    const auto rows = view().journal().rows(JournalSeq{1}, 10, 1 << 20).value();
    ASSERT_EQ(rows.size(), 3u);
    Digest prev{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(rows[i].epoch, DeviceEpoch{3});
        EXPECT_EQ(rows[i].seq.value, i + 1);
        EXPECT_EQ(rows[i].prev_hash, prev);
        EXPECT_EQ(rows[i].hash, codec::chain_hash(hasher_, prev, rows[i].body));
        prev = rows[i].hash;
    }
    EXPECT_EQ(view().journal().head().value(), (domain::JournalHead{DeviceEpoch{3}, JournalSeq{3}, prev}));
    const auto entry = codec::decode_entry(rows[1].body).value();
    EXPECT_EQ(entry, (domain::JournalEntry{DeviceEpoch{3}, JournalSeq{2}, samples::kNow, samples::consume_entry(1)}));
}

TEST_F(JournalTest, AnUndoneEntryGivesItsNumberBack) {
    const ports::LedgerJob jobs[] = {
        [](ports::LedgerTx& tx) { return tx.journal().append(samples::consume_entry(1), samples::kNow).value().value == 0; },
        [](ports::LedgerTx& tx) { return tx.journal().append(samples::consume_entry(2), samples::kNow).value().value == 1; },
    };
    ASSERT_TRUE(store_->transact(jobs));
    EXPECT_EQ(append(samples::consume_entry(3)).value, 2u);
    ASSERT_TRUE(verify_chain(view().journal(), hasher_, JournalSeq{1}));
}

TEST_F(JournalTest, RowsKeepToTheirBoundsButGiveAtLeastOne) {
    for (int n = 1; n <= 5; ++n)
        append(samples::consume_entry(n));
    const auto size = view().journal().rows(JournalSeq{1}, 1, 1).value().at(0).body.size();
    EXPECT_EQ(view().journal().rows(JournalSeq{1}, 3, 1 << 20).value().size(), 3u);
    EXPECT_EQ(view().journal().rows(JournalSeq{2}, 10, 2 * size).value().size(), 2u);
    EXPECT_EQ(view().journal().rows(JournalSeq{5}, 10, 1 << 20).value().size(), 1u);
    EXPECT_TRUE(view().journal().rows(JournalSeq{6}, 10, 1 << 20).value().empty());
}

TEST_F(JournalTest, ConflictsAreKeptNewestFirstAndALaterAnswerReplacesAnEarlier) {
    for (int n = 1; n <= 4; ++n)
        append(samples::consume_entry(n));
    write([](ports::LedgerTx& tx) {
        auto& journal = tx.journal();
        ASSERT_TRUE(journal.set_verdict(JournalSeq{1}, EntryVerdict::conflict, "double_claim"));
        ASSERT_TRUE(journal.set_verdict(JournalSeq{1}, EntryVerdict::conflict, "double_claim"));
        ASSERT_TRUE(journal.set_verdict(JournalSeq{2}, EntryVerdict::conflict, "used"));
        ASSERT_TRUE(journal.set_verdict(JournalSeq{3}, EntryVerdict::pending, ""));
        ASSERT_TRUE(journal.set_verdict(JournalSeq{4}, EntryVerdict::accepted, ""));
    });
    write([](ports::LedgerTx& tx) {
        ASSERT_TRUE(tx.journal().set_verdict(JournalSeq{2}, EntryVerdict::accepted, ""));
        ASSERT_TRUE(tx.journal().set_verdict(JournalSeq{3}, EntryVerdict::conflict, "used"));
    });
    EXPECT_EQ(view().journal().verdict(JournalSeq{3}).value(), EntryVerdict::conflict);
    EXPECT_EQ(view().journal().verdict(JournalSeq{4}).value(), EntryVerdict::accepted);
    EXPECT_EQ(view().journal().verdict(JournalSeq{99}).value(), std::nullopt);
    const auto conflicts = view().journal().conflicts(10).value();
    ASSERT_EQ(conflicts.size(), 2u);
    EXPECT_EQ(conflicts[0].seq.value, 3u);
    EXPECT_EQ(conflicts[0].code, "used");
    EXPECT_EQ(conflicts[1].seq.value, 1u);
    EXPECT_EQ(std::get<domain::ConsumeEntry>(conflicts[1].entry.body), samples::consume_entry(1));
    EXPECT_EQ(view().journal().conflicts(1).value().size(), 1u);
}

TEST_F(JournalTest, AnAnswerForAnUnknownEntryIsAnError) {
    write([](ports::LedgerTx& tx) {
        expect_error(tx.journal().set_verdict(JournalSeq{1}, EntryVerdict::accepted, ""), ErrorCode::not_found);
        expect_error(tx.journal().set_verdict(JournalSeq{UINT64_MAX}, EntryVerdict::accepted, ""), ErrorCode::invalid_input);
    });
}

TEST_F(JournalTest, AppliedIsKeptAndMayGoBackAfterARestoreOfHq) {
    EXPECT_EQ(view().journal().applied().value().value, 0u);
    for (const std::uint64_t seq : {7u, 3u}) {
        write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.journal().set_applied(JournalSeq{seq}, JournalSeq{seq - 1})); });
        open();
        EXPECT_EQ(view().journal().applied().value().value, seq);
    }
}

TEST_F(JournalTest, NothingIsWrittenInTheNameOfNobody) {
    auto store = open_ledger(folder_.file("other.db"), hasher_, {.log_bytes = 0}).value();
    const ports::LedgerJob job = [](ports::LedgerTx& tx) {
        expect_error(tx.journal().append(samples::consume_entry(1), samples::kNow), ErrorCode::conflict);
        return false;
    };
    ASSERT_TRUE(store->transact(std::span(&job, 1)));
}

TEST_F(JournalTest, TheFileItselfRefusesToChangeDropOrSkipEntries) {
    for (int n = 1; n <= 3; ++n)
        append(samples::consume_entry(n));
    auto file = sqlite_kit::Database::open(path_).value();
    EXPECT_FALSE(file.exec("change", "UPDATE journal SET body = x'00' WHERE seq = 2"));
    EXPECT_FALSE(file.exec("drop", "DELETE FROM journal WHERE seq = 1"));
    EXPECT_FALSE(
        file.exec("skip", "INSERT INTO journal SELECT 5, epoch, kind, at, body, prev_hash, hash FROM journal LIMIT 1"));
    ASSERT_TRUE(file.exec("safe", "UPDATE progress SET safe = 3"));
    EXPECT_TRUE(file.exec("old", "DELETE FROM journal WHERE seq = 1")) << "what HQ has safe may go";
    EXPECT_FALSE(file.exec("head", "DELETE FROM journal WHERE seq = 3")) << "the next entry chains to it";
    EXPECT_TRUE(verify_chain(view().journal(), hasher_, JournalSeq{1})) << "a chain may begin behind what is gone";
}

}  // namespace
}  // namespace counterfoil::storage
