// A ledger in a folder of its own, with a device that is enrolled.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "contract/storage/samples.hpp"
#include "platform/crypto.hpp"
#include "storage/ledger.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::storage {

class LedgerTest : public testing::Test {
protected:
    LedgerTest() { open(); }

    void open(LedgerOptions options = {.log_bytes = 0, .checkpoint_bytes = 0}) {
        store_.reset();
        auto opened = open_ledger(path_, hasher_, std::move(options));
        ASSERT_TRUE(opened) << describe(opened.error());
        store_ = std::move(*opened);
        if (!enrolled_) write([](ports::LedgerTx& tx) { ASSERT_TRUE(tx.device().save(samples::device())); });
        enrolled_ = true;
    }

    /// Runs one job that stays.
    void write(const std::function<void(ports::LedgerTx&)>& change) {
        const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
            change(tx);
            return true;
        };
        const auto done = store_->transact(std::span(&job, 1));
        ASSERT_TRUE(done) << describe(done.error());
    }
    JournalSeq append(const domain::JournalBody& body) {
        JournalSeq seq;
        write([&](ports::LedgerTx& tx) { seq = tx.journal().append(body, samples::kNow).value(); });
        return seq;
    }
    ports::LedgerTx& view() { return store_->view(); }

    test_support::TemporaryFolder folder_;
    std::string path_ = folder_.file("ledger.db");
    platform::Sha256Hasher hasher_;
    std::unique_ptr<ports::LedgerStore> store_;
    bool enrolled_ = false;
};

template <class T>
void expect_error(const Result<T>& result, ErrorCode code) {
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, code) << describe(result.error());
}

}  // namespace counterfoil::storage
