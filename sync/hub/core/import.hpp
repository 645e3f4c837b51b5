// Rows of JSON Lines into HQ's store: decoding, checks, and what changes. docs/import.md is the format. Pure: lines come in
// as text.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "hub/core/authority.hpp"
#include "hub/core/store.hpp"
#include "hub/core/zones.hpp"

namespace counterfoil::hub {

inline constexpr std::size_t kImportLineMax = 1024 * 1024;
inline constexpr std::uint64_t kImportLinesMax = 5'000'000;
inline constexpr std::size_t kImportErrorsMax = 20;

/// The first pass takes rules, templates, products and members; the second what names them: coupons, cards and ticket
/// histories. So rows may stand in any order, in any file.
enum class ImportPass { first, second };

struct ImportCounts {
    std::uint64_t lines = 0;
    std::uint64_t added = 0;
    std::uint64_t changed = 0;
    std::uint64_t unchanged = 0;
    std::uint64_t left_out = 0;  ///< of members who were erased
    bool operator==(const ImportCounts&) const = default;
};

/// One import, inside one transaction of the caller. Feed it every line of every file in the first pass, again in the second
/// (needs_second_pass() says for which files), then finish(). The transaction must be undone where finish() fails.
class Importer {
public:
    Importer(const Authority& authority, const Hasher& hasher, const ZoneSource& zones, Instant now);
    ~Importer();
    Importer(const Importer&) = delete;
    Importer& operator=(const Importer&) = delete;

    /// `file` is a name for messages. False: enough errors were found, stop reading. Error: the store failed.
    Result<bool> line(HubTx& tx, const std::string& file, std::uint64_t line_no, std::string_view text, ImportPass pass);
    /// True if a line that came since the last call belongs to the second pass.
    bool needs_second_pass();
    /// A fault of a file that is none of a line's, such as one that ends in the middle of a character.
    void fault(std::string text);

    /// What has to hold over all rows. Error: invalid_input, `what` holds up to 20 lines "members.jsonl:17: /phone: ...".
    Result<ImportCounts> finish(HubTx& tx);

    /// Recalls of withdrawn coupons that are held somewhere; for sending after the commit.
    std::vector<Outgoing> take_outgoing();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace counterfoil::hub
