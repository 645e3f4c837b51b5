#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {

using sqlite_kit::Query;

Result<std::optional<ports::StoredAnswer>> LedgerRequests::find(std::string_view idempotency_key) const {
    std::optional<ports::StoredAnswer> found;
    CF_CHECK(select_request_.first(
        [&](const Query& row) -> Result<void> {
            CF_TRY(digest, row.bytes<32>(0));
            found = ports::StoredAnswer{digest, static_cast<int>(row.int64(1)), std::string(as_text(row.blob(2)))};
            return {};
        },
        idempotency_key));
    return found;
}

Result<void> LedgerRequests::put(std::string_view idempotency_key, const ports::StoredAnswer& answer, Instant at) {
    CF_CHECK(session_.may_write());
    return insert_request_.run(idempotency_key, answer.request, answer.status, at.ms, as_bytes(answer.body));
}

Result<void> LedgerRequests::forget_before(Instant at) {
    CF_CHECK(session_.may_write());
    return delete_old_.run(at.ms);
}

}  // namespace counterfoil::storage
