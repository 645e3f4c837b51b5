// One device's disk as the daemon has it: the real ledger and cache in a folder, and the view that the business actions get.
// Closing and opening again is a restart of the program; nothing else of it survives.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/assert.hpp"
#include "domain/feed.hpp"
#include "storage/cache.hpp"
#include "storage/ledger.hpp"
#include "support/sha256.hpp"
#include "support/sim/keyed_hash.hpp"
#include "usecase/view.hpp"

namespace counterfoil::test_support {

class DeviceDisk {
public:
    /// `folder` exists. Opens what is there or makes it. `vfs` names a SQLite VFS; empty = the system's.
    explicit DeviceDisk(const std::string& folder, const std::string& vfs = {});
    void enrol(const DeviceId& device, DeviceEpoch epoch, const StoreId& store);

    ports::LedgerStore& ledger() { return *ledger_; }
    storage::CacheStore& cache() { return *cache_; }
    const storage::CacheReaders& reader() const { return *reader_; }

    usecase::View view(const usecase::LinkView& link, Instant now, Random& random) {
        return view_of(ledger_->view(), link, now, random);
    }
    usecase::View view_of(ports::LedgerTx& tx, const usecase::LinkView& link, Instant now, Random& random) {
        return {*reader_, *reader_, tx, hasher_, verifier_, random, link, now};
    }

    /// Puts rows into the cache as the feed would.
    void feed(std::vector<domain::FeedRow> rows);

    /// Runs a writing action in a transaction of its own; a refusal or an error leaves no trace.
    template <class Action>
    auto write(const usecase::LinkView& link, Instant now, Random& random, Action action) {
        std::optional<decltype(action(std::declval<const usecase::View&>()))> answer;
        const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
            answer.emplace(action(view_of(tx, link, now, random)));
            return stays(*answer);
        };
        const Result<void> durable = ledger_->transact(std::span(&job, 1));
        CF_ASSERT(durable.has_value());
        return std::move(*answer);
    }

private:
    template <class T>
    static bool stays(const Result<Outcome<T>>& result) {
        return usecase::may_stay(result);
    }
    template <class T>
    static bool stays(const Result<T>& result) {
        return result.has_value();
    }

    Sha256 hasher_;
    HashVerifier verifier_;
    std::unique_ptr<ports::LedgerStore> ledger_;
    std::unique_ptr<storage::CacheStore> cache_;
    std::unique_ptr<storage::CacheReaders> reader_;
};

}  // namespace counterfoil::test_support
