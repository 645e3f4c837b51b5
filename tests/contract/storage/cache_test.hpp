// A cache in a folder of its own, its writer and a reader.
#pragma once

#include <gtest/gtest.h>

#include "codec/bytes.hpp"
#include "contract/storage/samples.hpp"
#include "platform/crypto.hpp"
#include "storage/cache.hpp"
#include "support/temporary_folder.hpp"

namespace counterfoil::storage {

class CacheTest : public testing::Test {
protected:
    CacheTest() { open(); }

    void open(const CacheOptions& options = {}) {
        reader_.reset();
        writer_.reset();
        auto writer = open_cache(path_, hasher_, options);
        ASSERT_TRUE(writer) << describe(writer.error());
        writer_ = std::move(*writer);
        auto reader = open_cache_reader(path_, hasher_, options);
        ASSERT_TRUE(reader) << describe(reader.error());
        reader_ = std::move(*reader);
    }

    static domain::FeedRow row(const domain::CachedMember& member) {
        return {domain::FeedKind::member, member.member.member_id.str(), false, codec::encode_member(member)};
    }
    static domain::FeedRow row(const domain::Coupon& coupon) {
        return {domain::FeedKind::coupon, coupon.coupon_id.str(), false, codec::encode_coupon(coupon)};
    }
    static domain::FeedRow row(const domain::CouponTemplate& coupon_template) {
        return {domain::FeedKind::coupon_template, coupon_template.template_id.str(), false,
                codec::encode_template(coupon_template)};
    }
    static domain::FeedRow row(const domain::Product& product) {
        return {domain::FeedKind::product, product.sku.str(), false, codec::encode_product(product)};
    }
    static domain::FeedRow deleted(domain::FeedKind kind, std::string id) { return {kind, std::move(id), true, {}}; }

    domain::FeedBatch next_batch(std::vector<domain::FeedRow> rows) {
        const auto here = writer_->position("all").value();
        return {"all", here, here.next(), std::move(rows)};
    }
    void feed(std::vector<domain::FeedRow> rows) {
        const auto applied = writer_->apply(next_batch(std::move(rows)));
        ASSERT_TRUE(applied) << describe(applied.error());
    }
    std::optional<MemberId> by_card(const std::string& card) {
        return reader_->member_by_identity(domain::IdentityKind::card_no, card).value();
    }

    test_support::TemporaryFolder folder_;
    std::string path_ = folder_.file("cache.db");
    platform::Sha256Hasher hasher_;
    std::unique_ptr<CacheStore> writer_;
    std::unique_ptr<CacheReaders> reader_;
};

}  // namespace counterfoil::storage
