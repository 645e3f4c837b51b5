// Changes that come down from HQ. A row replaces what the cache held under the same kind and id.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "domain/hold.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

enum class FeedKind { member, coupon, coupon_template, product, rules };

/// `body` is the JSON of domain rules part 12 (codec/domain_codec.hpp), empty where `deleted`.
struct FeedRow {
    FeedKind kind = FeedKind::member;
    std::string id;
    bool deleted = false;
    Bytes body;
    bool operator==(const FeedRow&) const = default;
};

/// Rows with positions from < p <= to of one scope. A gap shows as from > the receiver's own position.
struct FeedBatch {
    std::string scope = "all";
    FeedPosition from;
    FeedPosition to;
    std::vector<FeedRow> rows;
    bool operator==(const FeedBatch&) const = default;
};

/// A member row as cached: `applied` says up to which own entry HQ's figures already count. Shown = row + own entries above.
struct CachedMember {
    Member member;
    std::map<Holder, JournalSeq> applied;
    bool operator==(const CachedMember&) const = default;
};

}  // namespace counterfoil::domain
