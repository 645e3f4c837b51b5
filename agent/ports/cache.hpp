// The cache file: what snapshots and the feed bring. It can be rebuilt; a commit never writes to it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "domain/basket.hpp"
#include "domain/coupon.hpp"
#include "domain/feed.hpp"
#include "domain/rules.hpp"

namespace counterfoil::ports {

/// Point look-ups on local disk, microseconds each. One instance belongs to one thread. Error: io or corrupt.
class CacheReader {
public:
    virtual ~CacheReader() = default;
    virtual Result<std::optional<domain::CachedMember>> member(const MemberId& id) const = 0;
    virtual Result<std::optional<MemberId>> member_by_identity(domain::IdentityKind kind, std::string_view value) const = 0;
    /// Whether HQ took it off a member.
    virtual Result<bool> was_released(domain::IdentityKind kind, std::string_view value) const = 0;
    virtual Result<std::vector<domain::Coupon>> coupons_of(const MemberId& id) const = 0;  ///< soonest expiry first, then id
    virtual Result<std::optional<domain::Coupon>> coupon(const CouponId& id) const = 0;
    virtual Result<std::optional<domain::Coupon>> coupon_by_code(std::string_view code) const = 0;
    virtual Result<std::optional<domain::CouponTemplate>> coupon_template(const TemplateId& id) const = 0;
};

/// Goods, rules and the feed's place.
class ReferenceReader {
public:
    virtual ~ReferenceReader() = default;
    virtual Result<std::optional<domain::Product>> product_by_gtin(std::string_view gtin14) const = 0;
    virtual Result<std::optional<domain::Product>> product(const Sku& sku) const = 0;
    virtual Result<std::vector<domain::Product>> products(std::string_view after_sku, std::size_t limit) const = 0;
    virtual Result<std::optional<domain::Rules>> rules() const = 0;  ///< nothing before the first feed
    virtual Result<FeedPosition> position(std::string_view scope) const = 0;
};

/// Owned by the writer thread.
class CacheWriter {
public:
    virtual ~CacheWriter() = default;
    /// All rows and the new position in one transaction. Rows at or below the stored position are ignored; a gap
    /// (batch.from above it) is ErrorCode::conflict and changes nothing; a body that does not decode is corrupt.
    virtual Result<void> apply(const domain::FeedBatch& batch) = 0;
};

}  // namespace counterfoil::ports
