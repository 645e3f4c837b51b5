// Another process reads what is committed; opening a file refuses what was tampered with.
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "contract/storage/ledger_test.hpp"
#include "storage/kit/database.hpp"

namespace counterfoil::storage {
namespace {

class ReaderTest : public LedgerTest {
protected:
    Error error_at_opening() {
        store_.reset();
        auto opened = open_ledger(path_, hasher_, {.log_bytes = 0});
        EXPECT_FALSE(opened);
        return opened ? Error{} : opened.error();
    }
    void tamper(const std::string& sql) {
        store_.reset();
        auto file = sqlite_kit::Database::open(path_).value();
        ASSERT_TRUE(file.exec("tamper",
                              "DROP TRIGGER journal_is_never_changed; DROP TRIGGER journal_keeps_what_is_not_safe;" + sql));
    }
};

TEST_F(ReaderTest, SeesWhatIsCommittedAndNothingElse) {
    auto reader = open_ledger_reader(path_, hasher_).value();
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        EXPECT_TRUE(tx.holds().put(samples::hold(1)));
        EXPECT_FALSE(reader->view().holds().find(samples::hold_id(1)).value()) << "not committed yet";
        return true;
    };
    ASSERT_TRUE(store_->transact(std::span(&job, 1)));
    EXPECT_EQ(reader->view().holds().find(samples::hold_id(1)).value(), samples::hold(1));
}

TEST_F(ReaderTest, MayChangeNothing) {
    auto reader = open_ledger_reader(path_, hasher_).value();
    auto& tx = reader->view();
    expect_error(tx.journal().append(samples::consume_entry(1), samples::kNow), ErrorCode::permission);
    expect_error(tx.journal().set_applied(JournalSeq{1}, JournalSeq{1}), ErrorCode::permission);
    expect_error(tx.holds().put(samples::hold(1)), ErrorCode::permission);
    expect_error(tx.holds().bury(samples::hold_id(1)), ErrorCode::permission);
    expect_error(tx.checkouts().put(samples::checkout(1)), ErrorCode::permission);
    expect_error(tx.requests().forget_before(samples::kNow), ErrorCode::permission);
    expect_error(tx.tickets().put(samples::ticket_row(1, JournalSeq{1})), ErrorCode::permission);
    expect_error(tx.effects().add(samples::effect(1, JournalSeq{1})), ErrorCode::permission);
    expect_error(tx.device().save(samples::device()), ErrorCode::permission);
}

TEST_F(ReaderTest, AnotherProcessReadsWhileThisOneWrites) {
    append(samples::consume_entry(1));
    int to_child[2];
    ASSERT_EQ(pipe(to_child), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        // A connection must not cross a fork, so the child opens its own and never runs a destructor of the parent's.
        char ready = 0;
        const bool told = ::read(to_child[0], &ready, 1) == 1;
        auto reader = open_ledger_reader(path_, hasher_);
        const bool sees = told && reader && (*reader)->view().journal().head()->seq.value == 2 &&
                          verify_chain((*reader)->view().journal(), hasher_, JournalSeq{1});
        _exit(sees ? 0 : 1);
    }
    append(samples::consume_entry(2));
    const char go = 'g';
    ASSERT_EQ(::write(to_child[1], &go, 1), 1);
    int status = -1;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    close(to_child[0]);
    close(to_child[1]);
}

TEST_F(ReaderTest, ReadsTheFileOfAnAgentThatIsStopped) {
    append(samples::consume_entry(1));
    store_.reset();
    auto reader = open_ledger_reader(path_, hasher_).value();
    EXPECT_EQ(reader->view().journal().head().value().seq.value, 1u);
}

TEST_F(ReaderTest, AMissingFileIsNotMade) {
    expect_error(open_ledger_reader(folder_.file("none.db"), hasher_), ErrorCode::permission);
    EXPECT_FALSE(std::ifstream(folder_.file("none.db")).good());
}

TEST_F(ReaderTest, AFileOfANewerProgramIsLeftAlone) {
    tamper("PRAGMA user_version = 99");
    expect_error(open_ledger_reader(path_, hasher_), ErrorCode::conflict);
    EXPECT_EQ(error_at_opening().code, ErrorCode::conflict);
}

TEST_F(ReaderTest, AChangedEntryIsFoundAtOpening) {
    for (int n = 1; n <= 3; ++n)
        append(samples::consume_entry(n));
    tamper("UPDATE journal SET body = CAST(replace(CAST(body AS TEXT), 'coupon', 'coupom') AS BLOB) WHERE seq = 2");
    const auto error = error_at_opening();
    EXPECT_EQ(error.code, ErrorCode::corrupt);
    EXPECT_EQ(error.where, path_ + ": journal entry 2");
    EXPECT_EQ(error.what, "the entry was changed");
}

TEST_F(ReaderTest, AMissingEntryIsFoundAtOpening) {
    for (int n = 1; n <= 3; ++n)
        append(samples::consume_entry(n));
    tamper("DELETE FROM journal WHERE seq = 2");
    EXPECT_EQ(error_at_opening().what, "the entry is missing");
}

TEST_F(ReaderTest, AnEntryThatWasRehashedDoesNotFollowItsPredecessor) {
    for (int n = 1; n <= 3; ++n)
        append(samples::consume_entry(n));
    tamper("UPDATE journal SET prev_hash = zeroblob(32) WHERE seq = 3");
    EXPECT_EQ(error_at_opening().what, "the entry does not follow its predecessor");
}

TEST_F(ReaderTest, OldEntriesAreVerifiedOnRequest) {
    for (int n = 1; n <= 150; ++n)
        append(samples::consume_entry(n));
    EXPECT_EQ(verify_chain(view().journal(), hasher_, JournalSeq{1}).value(), view().journal().head().value());
    EXPECT_EQ(verify_chain(view().journal(), hasher_, JournalSeq{150}).value().seq.value, 150u);
    expect_error(verify_chain(view().journal(), hasher_, JournalSeq{151}), ErrorCode::invalid_input);
    tamper("UPDATE journal SET prev_hash = zeroblob(32) WHERE seq = 10");
    open();
    expect_error(verify_chain(view().journal(), hasher_, JournalSeq{1}), ErrorCode::corrupt);
    EXPECT_TRUE(verify_chain(view().journal(), hasher_, JournalSeq{50}));
}

}  // namespace
}  // namespace counterfoil::storage
