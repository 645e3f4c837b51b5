#include "storage/ledger_log.hpp"

#include <filesystem>
#include <system_error>

#include "storage/kit/transaction.hpp"
#include "storage/ledger_sql.hpp"
#include "storage/statement_slot.hpp"

namespace counterfoil::storage {
namespace {

constexpr std::uint64_t kBlockBytes = 64 * 1024;

bool is_long_enough(const std::string& path, std::uint64_t bytes) {
    std::error_code error;
    const auto size = std::filesystem::file_size(path + "-wal", error);
    return !error && size >= bytes;
}

Result<void> write_blocks(Session& session, std::uint64_t count) {
    StatementSlot rewrite(session, ledger_sql::kRewriteFiller);
    for (std::uint64_t i = 0; i < count; ++i) {
        CF_TRY(transaction, sqlite_kit::Transaction::begin(session.database()));
        CF_CHECK(rewrite.run(kBlockBytes));
        CF_CHECK(transaction.commit());
    }
    return {};
}

}  // namespace

Result<void> grow_log(Session& session, std::uint64_t bytes) {
    auto& database = session.database();
    if (bytes == 0 || is_long_enough(database.path(), bytes)) return {};
    // The same block is written again and again: the log grows, the database file does not. Nothing of it is worth a sync
    // before the checkpoint, which makes the log durable before it touches the file.
    CF_CHECK(database.exec("grow_log", "PRAGMA synchronous=OFF"));
    const auto grown = write_blocks(session, bytes / kBlockBytes + 1);
    session.take_failure();
    CF_CHECK(database.exec("grow_log", "PRAGMA synchronous=FULL"));
    CF_TRY(frames_left, move_log(session));
    static_cast<void>(frames_left);
    return grown;
}

Result<std::size_t> move_log(Session& session) {
    CF_TRY(frames, session.database().checkpoint(sqlite_kit::CheckpointMode::passive));
    if (frames.moved < frames.in_log) return static_cast<std::size_t>(frames.in_log - frames.moved);
    if (frames.in_log <= 0) return 0;
    StatementSlot turn(session, ledger_sql::kTurnFiller);
    CF_TRY(transaction, sqlite_kit::Transaction::begin(session.database()));
    CF_CHECK(turn.run());
    CF_CHECK(transaction.commit());
    return 0;
}

}  // namespace counterfoil::storage
