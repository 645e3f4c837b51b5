// What a business action may see. All actions are synchronous and run on the writer thread: those that only read, between
// transactions (LedgerStore::view()); those that write, inside LedgerStore::transact. A writing action that answers a
// Refusal or an Error may have written before it said no: the caller rolls its job back (may_stay() tells which).
#pragma once

#include "base/crypto.hpp"
#include "base/random.hpp"
#include "base/refusal.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/cache.hpp"
#include "ports/ledger.hpp"
#include "usecase/shapes.hpp"

namespace counterfoil::usecase {

struct View {
    const ports::CacheReader& cache;
    const ports::ReferenceReader& reference;
    ports::LedgerTx& ledger;
    const Hasher& hasher;
    const Verifier& verifier;
    Random& random;
    LinkView link;
    Instant now;
};

/// Whether what a writing action did may stay: true only for the answer itself. A LedgerJob returns this.
template <class T>
bool may_stay(const Result<Outcome<T>>& result) noexcept {
    return result && std::holds_alternative<T>(*result);
}

}  // namespace counterfoil::usecase
