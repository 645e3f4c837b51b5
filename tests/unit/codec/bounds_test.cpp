// What the domain makes at its very bounds can be written down and read again: a checkout that nobody can read stops a till.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "codec/bytes.hpp"
#include "codec/json.hpp"
#include "unit/domain/sale.hpp"

namespace counterfoil::codec {
namespace {

using domain::test::Sale;

/// The quote as a stored checkout has it.
void expect_kept(const Sale& sale, const domain::Quote& quote) {
    domain::Checkout checkout;
    checkout.checkout_id = CheckoutId("K1");
    checkout.basket = sale.basket;
    checkout.quote = quote;
    const auto back = decode_checkout(encode_checkout(checkout));
    ASSERT_TRUE(back) << describe(back.error());
    EXPECT_EQ(back->quote, quote);
}

TEST(CodecBounds, AllLinesThatCouponsCanSplit) {
    Sale sale;
    sale.rules.search_nodes = 200;
    std::vector<domain::PickUpGoods> goods;
    for (std::size_t i = 0; i < domain::kPickUpGoodsMax; ++i)
        goods.push_back({sale.line(1000, 1000 * (domain::kPieceCouponsMax + 1)).sku, 1});
    while (sale.basket.lines.size() < domain::kLinesMax)
        sale.line(100);
    std::vector<std::string> ids;
    for (std::int32_t i = 0; i < domain::kPieceCouponsMax; ++i) {
        ids.push_back("P" + std::to_string(i));
        sale.pick_up(ids.back(), goods).stack = domain::Stack::group;
    }
    const domain::Quote quote = sale.ask(ids).quote();
    EXPECT_EQ(quote.used.size(), static_cast<std::size_t>(domain::kPieceCouponsMax));
    EXPECT_EQ(quote.lines.size(), domain::kLinesMax + domain::kPickUpGoodsMax * domain::kPieceCouponsMax);
    expect_kept(sale, quote);
}

TEST(CodecBounds, AReasonThatNamesMoreThanAnyoneReads) {
    Sale sale;
    sale.line(1000);
    std::vector<Sku> skus;
    for (std::size_t i = 0; i < 400; ++i)
        skus.push_back(Sku(std::string(60, 'S') + std::to_string(1000 + i)));
    sale.exchange("A", "none", 0).skus = skus;
    domain::CouponTemplate& rule = sale.amount_off("B", 100);
    for (std::size_t i = 0; i < 64; ++i) {
        const std::string name = std::to_string(100 + i) + std::string(197, 'n');
        sale.rules.tiers.push_back({TierId("T" + std::to_string(i)), {name, name}, 1, kWhole, kWhole});
        rule.tiers.push_back(TierId("T" + std::to_string(i)));
    }
    const domain::Quote quote = sale.quote();
    std::string scan;
    std::string tiers;
    for (const domain::RefusedCoupon& refused : quote.refused)
        for (const Refusal& reason : refused.reasons) {
            if (reason.code == "gift_not_scanned") scan = reason.figures.at("skus");
            if (reason.code == "wrong_tier") tiers = reason.figures.at("tiers");
        }
    EXPECT_TRUE(scan.starts_with(skus[0].str() + ", " + skus[1].str())) << scan;
    EXPECT_TRUE(scan.ends_with(", +385")) << scan;
    EXPECT_TRUE(tiers.ends_with(", +60")) << tiers;
    expect_kept(sale, quote);
}

}  // namespace
}  // namespace counterfoil::codec
