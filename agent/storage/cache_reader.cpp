#include <algorithm>
#include <unordered_map>

#include "codec/bytes.hpp"
#include "storage/cache_parts.hpp"

namespace counterfoil::storage {
namespace {

using sqlite_kit::Query;

/// Puts the decoded first column into `found`.
template <class T>
auto decoded(std::optional<T>& found, Result<T> (*decode)(ByteView)) {
    return [&found, decode](const Query& row) -> Result<void> {
        CF_TRY(value, decode(row.blob(0)));
        found = std::move(value);
        return {};
    };
}

template <class T>
auto collected(std::vector<T>& found, Result<T> (*decode)(ByteView)) {
    return [&found, decode](const Query& row) -> Result<bool> {
        CF_TRY(value, decode(row.blob(0)));
        found.push_back(std::move(value));
        return true;
    };
}

/// The last value of a row that every basket asks for and that seldom changes: decoded again only when its bytes differ.
template <class T>
class Remembered {
public:
    template <class Decode>
    Result<T> value(ByteView body, const Decode& decode) {
        if (value_ && std::ranges::equal(body, body_)) return *value_;
        CF_TRY(decoded, decode(body));
        body_.assign(body.begin(), body.end());
        value_ = std::move(decoded);
        return *value_;
    }

private:
    Bytes body_;
    std::optional<T> value_;
};

constexpr std::size_t kTemplatesRemembered = 256;

class SqliteCacheReader final : public CacheReaders {
public:
    SqliteCacheReader(sqlite_kit::Database database, const Hasher& hasher)
        : session_(std::move(database), Session::Access::read_only), hasher_(hasher) {}

    Result<std::optional<domain::CachedMember>> member(const MemberId& id) const override {
        std::optional<domain::CachedMember> found;
        CF_CHECK(select_member_.first(decoded(found, &codec::decode_member), id.str()));
        return found;
    }

    Result<std::optional<MemberId>> member_by_identity(domain::IdentityKind kind, std::string_view value) const override {
        std::optional<MemberId> found;
        CF_CHECK(select_by_identity_.first(
            [&](const Query& row) -> Result<void> {
                found = MemberId(std::string(row.text(0)));
                return {};
            },
            stored_kind(kind), value));
        return found;
    }

    Result<bool> was_released(domain::IdentityKind kind, std::string_view value) const override {
        return select_by_identity_.exists(stored_kind(kind) + kReleased, value);
    }

    Result<std::vector<domain::Coupon>> coupons_of(const MemberId& id) const override {
        std::vector<domain::Coupon> found;
        CF_CHECK(select_coupons_of_member_.each(collected(found, &codec::decode_coupon), id.str()));
        return found;
    }

    Result<std::optional<domain::Coupon>> coupon(const CouponId& id) const override {
        std::optional<domain::Coupon> found;
        CF_CHECK(select_coupon_.first(decoded(found, &codec::decode_coupon), id.str()));
        return found;
    }

    Result<std::optional<domain::Coupon>> coupon_by_code(std::string_view code) const override {
        std::optional<domain::Coupon> found;
        CF_CHECK(select_coupon_by_code_.first(decoded(found, &codec::decode_coupon), code));
        return found;
    }

    Result<std::optional<domain::CouponTemplate>> coupon_template(const TemplateId& id) const override {
        std::optional<domain::CouponTemplate> found;
        CF_CHECK(select_template_.first(
            [&](const Query& row) -> Result<void> {
                if (templates_.size() >= kTemplatesRemembered && !templates_.contains(id)) templates_.clear();
                CF_TRY(value, templates_[id].value(row.blob(0), &codec::decode_template));
                found = std::move(value);
                return {};
            },
            id.str()));
        return found;
    }

    Result<std::optional<domain::Product>> product_by_gtin(std::string_view gtin14) const override {
        std::optional<domain::Product> found;
        CF_CHECK(select_product_by_gtin_.first(decoded(found, &codec::decode_product), gtin14));
        return found;
    }

    Result<std::optional<domain::Product>> product(const Sku& sku) const override {
        std::optional<domain::Product> found;
        CF_CHECK(select_product_.first(decoded(found, &codec::decode_product), sku.str()));
        return found;
    }

    Result<std::vector<domain::Product>> products(std::string_view after_sku, std::size_t limit) const override {
        std::vector<domain::Product> found;
        CF_CHECK(select_products_.each(collected(found, &codec::decode_product), after_sku, limit));
        return found;
    }

    Result<std::optional<domain::Rules>> rules() const override {
        std::optional<domain::Rules> found;
        CF_CHECK(select_rules_.first([&](const Query& row) -> Result<void> {
            CF_TRY(value, rules_.value(row.blob(0), [this](ByteView body) { return codec::decode_rules(body, hasher_); }));
            found = std::move(value);
            return {};
        }));
        return found;
    }

    Result<FeedPosition> position(std::string_view scope) const override { return read_position(select_position_, scope); }

private:
    mutable Session session_;
    const Hasher& hasher_;
    mutable Remembered<domain::Rules> rules_;
    mutable std::unordered_map<TemplateId, Remembered<domain::CouponTemplate>> templates_;
    mutable StatementSlot select_member_{session_, cache_sql::kSelectMember};
    mutable StatementSlot select_by_identity_{session_, cache_sql::kSelectMemberByIdentity};
    mutable StatementSlot select_coupons_of_member_{session_, cache_sql::kSelectCouponsOfMember};
    mutable StatementSlot select_coupon_{session_, cache_sql::kSelectCoupon};
    mutable StatementSlot select_coupon_by_code_{session_, cache_sql::kSelectCouponByCode};
    mutable StatementSlot select_template_{session_, cache_sql::kSelectTemplate};
    mutable StatementSlot select_product_by_gtin_{session_, cache_sql::kSelectProductByGtin};
    mutable StatementSlot select_product_{session_, cache_sql::kSelectProduct};
    mutable StatementSlot select_products_{session_, cache_sql::kSelectProducts};
    mutable StatementSlot select_rules_{session_, cache_sql::kSelectRules};
    mutable StatementSlot select_position_{session_, cache_sql::kSelectPosition};
};

}  // namespace

std::unique_ptr<CacheReaders> make_cache_reader(sqlite_kit::Database database, const Hasher& hasher) {
    return std::make_unique<SqliteCacheReader>(std::move(database), hasher);
}

}  // namespace counterfoil::storage
