#include "contract/storage/ledger_test.hpp"

namespace counterfoil::storage {
namespace {

class TicketsTest : public LedgerTest {
protected:
    JournalSeq sell(int n, MemberId member) {
        const auto seq = append(samples::ticket_entry(n));
        auto row = samples::ticket_row(n, seq);
        row.member_id = std::move(member);
        write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.tickets().put(row)); });
        return seq;
    }
};

TEST_F(TicketsTest, ATicketIsFoundByItsWholeKey) {
    const auto seq = sell(1, samples::member_id(1));
    open();
    const auto found = view().tickets().find(samples::ticket_key(1)).value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->key, samples::ticket_key(1));
    EXPECT_EQ(found->seq, seq);
    EXPECT_EQ(found->at, samples::ticket_row(1, seq).at);
    EXPECT_EQ(found->member_id, samples::member_id(1));
    EXPECT_EQ(found->due, samples::ticket_row(1, seq).due);
    for (int part = 0; part < 4; ++part) {
        auto key = samples::ticket_key(1);
        if (part == 0) key.store_id = StoreId("S002");
        if (part == 1) key.register_id = RegisterId("R2");
        if (part == 2) key.business_day = "2026-01-02";
        if (part == 3) key.ticket_id = TicketId("other");
        EXPECT_FALSE(view().tickets().find(key).value()) << part;
    }
}

TEST_F(TicketsTest, TheNewestComeFirstOfOneMemberOrOfAll) {
    for (int n = 1; n <= 4; ++n)
        sell(n, n % 2 == 0 ? samples::member_id(7) : MemberId{});
    const auto all = view().tickets().newest(std::nullopt, 3).value();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0].key, samples::ticket_key(4));
    EXPECT_EQ(all[2].key, samples::ticket_key(2));
    const auto of_member = view().tickets().newest(samples::member_id(7), 10).value();
    ASSERT_EQ(of_member.size(), 2u);
    EXPECT_EQ(of_member[0].key, samples::ticket_key(4));
    EXPECT_TRUE(view().tickets().newest(samples::member_id(8), 10).value().empty());
}

TEST_F(TicketsTest, TheJournalEntryOfATicketIsItsFullText) {
    const auto seq = sell(1, samples::member_id(1));
    const auto entry = view().tickets().entry(seq).value();
    ASSERT_TRUE(entry);
    EXPECT_EQ(std::get<domain::TicketEntry>(entry->body), samples::ticket_entry(1));
    EXPECT_EQ(view().tickets().entry(JournalSeq{99}).value(), std::nullopt);
}

TEST_F(TicketsTest, ATicketIsSoldOnce) {
    sell(1, samples::member_id(1));
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        const auto seq = tx.journal().append(samples::ticket_entry(1), samples::kNow).value();
        expect_error(tx.tickets().put(samples::ticket_row(1, seq)), ErrorCode::conflict);
        return false;
    };
    ASSERT_TRUE(store_->transact(std::span(&job, 1)));
}

}  // namespace
}  // namespace counterfoil::storage
