// HQ prices each committed ticket again, whatever kinds of coupons are on it, and comes to the same figures.
#include "hub/core/applying.hpp"
#include "hub/core/turn.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using domain::CouponTemplate;
using domain::TemplateKind;
using Difference = std::optional<std::string>;

class Recompute : public HqWorld {
protected:
    Recompute() {
        add_rules();
        add_member(0);
        basket.basket_id = "B1";
        basket.store_id = StoreId{"S1"};
        basket.register_id = RegisterId{"R1"};
        basket.business_day = "2026-05-28";
        basket.ticket_id = TicketId{"T1"};
        basket.at = now;
        basket.member_id = kMember;
        basket.proof = domain::Proof::code;
    }
    void line(const std::string& sku, std::int64_t price, std::int64_t pieces = 1) {
        domain::BasketLine one;
        one.line_no = static_cast<std::int32_t>(basket.lines.size()) + 1;
        one.sku = Sku{sku};
        one.quantity = Quantity{1000 * pieces};
        one.unit_price = Money{price};
        basket.lines.push_back(one);
    }
    /// HQ has the template, and the member a coupon of it.
    void issue(const std::string& id, CouponTemplate rule) {
        rule.template_id = TemplateId{"T-" + id};
        offered.push_back({{}, rule, domain::RightState::held, {}});
        domain::Coupon& coupon = offered.back().coupon;
        coupon.coupon_id = CouponId{id};
        coupon.code = "CODE-" + id;
        coupon.template_id = rule.template_id;
        coupon.member_id = kMember;
        coupon.account_id = kAccount;
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            CF_CHECK(tx.reference().put_template(rule));
            return tx.rights().put_coupon(coupon);
        });
        EXPECT_TRUE(done.has_value()) << describe(done.error());
    }
    /// As a till prices it.
    domain::TicketEntry sell() {
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        context.coupons = offered;
        domain::TicketEntry ticket;
        ticket.basket = basket;
        ticket.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        return ticket;
    }
    Difference difference(const domain::TicketEntry& ticket) {
        Difference found;
        const auto done = in_tx([&](HubTx& tx) -> Result<void> {
            const Tools tools{config, hasher, verifier, hq, random, log};
            Turn turn(tools, tx, now);
            CF_TRY(different, find_difference(turn, ticket));
            found = different;
            return {};
        });
        EXPECT_TRUE(done.has_value()) << describe(done.error());
        return found;
    }

    AuthorityConfig config;
    domain::Basket basket;
    std::vector<domain::OfferedCoupon> offered;
};

TEST_F(Recompute, SteppedCouponsWithRunningThresholds) {
    line("A", 50000);
    CouponTemplate rule;
    rule.kind = TemplateKind::stepped_off;
    rule.steps = {{Money{20000}, Money{2000}}, {Money{40000}, Money{5000}}};
    rule.threshold_base = domain::ThresholdBase::running;
    issue("S", rule);
    domain::TicketEntry ticket = sell();
    EXPECT_EQ(ticket.quote.totals.due, Money{40000});
    EXPECT_EQ(difference(ticket), Difference{});
    ticket.quote.totals.coupon_discount = Money{2000};
    EXPECT_EQ(difference(ticket), Difference{"totals_differ"});
}

TEST_F(Recompute, CouponsThatPricePiecesAndSplitLines) {
    line("A", 20000, 3);
    line("CUP", 3000, 2);
    CouponTemplate gift;
    gift.kind = TemplateKind::gift;
    gift.skus = {Sku{"CUP"}};
    gift.min_spend = Money{10000};
    issue("G", gift);
    CouponTemplate fixed;
    fixed.kind = TemplateKind::fixed_price;
    fixed.price = Money{10000};
    fixed.scope.include.skus = {Sku{"A"}};
    issue("F", fixed);
    domain::TicketEntry ticket = sell();
    EXPECT_EQ(ticket.quote.lines.size(), 4U);
    EXPECT_EQ(ticket.quote.totals.due, Money{2 * 18000 + 10000 + 2700});
    EXPECT_EQ(difference(ticket), Difference{});
    ticket.quote.lines.back().split_of = 1;
    EXPECT_EQ(difference(ticket), Difference{"lines_differ"});
}

TEST_F(Recompute, CouponsThatMultiplyPointsWhereTheyWereUsed) {
    line("A", 50000);
    CouponTemplate rule;
    rule.kind = TemplateKind::points_multiplier;
    rule.multiplier_bp = BasisPoints{30000};
    issue("X", rule);
    issue("Y", rule);
    EXPECT_EQ(sell().quote.also_possible.size(), 2U);
    EXPECT_EQ(difference(sell()), Difference{}) << "nobody asked for it: it was not used";
    basket.coupons = std::vector{CouponId{"X"}};
    domain::TicketEntry ticket = sell();
    ASSERT_EQ(ticket.quote.used.size(), 1U);
    EXPECT_GT(ticket.quote.used[0].earn, Points{});
    EXPECT_EQ(difference(ticket), Difference{});
    domain::TicketEntry more = ticket;
    more.quote.used[0].earn += Points{1};
    EXPECT_EQ(difference(more), Difference{"coupons_differ"});
    ticket.quote.used.clear();
    ticket.basket.coupons = std::vector<CouponId>{};
    EXPECT_EQ(difference(ticket), Difference{"lines_differ"}) << "points without the coupon that adds them";
}

TEST_F(Recompute, PointsOfABirthdayByWhatHqKnowsOfTheMember) {
    line("A", 50000);
    domain::Rules rules = **store->view().reference().rules();
    rules.points.birthday = domain::BirthdayPoints{BasisPoints{50000}, domain::BirthdayPeriod::month};
    rules.hash = hasher.sha256(codec::encode_rules(rules));
    const auto set = [&](const std::optional<domain::Birthday>& birthday) {
        in_turn([&](Turn& turn) -> Result<void> {
            CF_CHECK(turn.tx.reference().put_rules(rules));
            CF_TRY(row, turn.tx.members().member(kMember));
            row->member.birthday = birthday;
            turn.touch(kMember);
            return turn.tx.members().put(*row);
        });
    };
    set(domain::Birthday{5, 1});
    const domain::TicketEntry ticket = sell();
    EXPECT_TRUE(ticket.quote.points.groups.at(0).birthday);
    EXPECT_EQ(difference(ticket), Difference{});
    set(std::nullopt);
    EXPECT_EQ(difference(ticket), Difference{"lines_differ"});
}

TEST_F(Recompute, TagsByWhatHqKnowsOfTheMember) {
    line("A", 50000);
    CouponTemplate rule;
    rule.face = Money{1000};
    rule.tags = {"vip"};
    issue("V", rule);
    const auto tag = [&](std::vector<std::string> tags) {
        in_turn([&](Turn& turn) -> Result<void> {
            CF_TRY(row, turn.tx.members().member(kMember));
            row->member.tags = std::move(tags);
            turn.touch(kMember);
            return turn.tx.members().put(*row);
        });
    };
    tag({"new", "vip"});
    EXPECT_EQ(member().member.tags, (std::vector<std::string>{"new", "vip"}));
    const domain::TicketEntry ticket = sell();
    ASSERT_EQ(ticket.quote.used.size(), 1U);
    EXPECT_EQ(difference(ticket), Difference{});
    tag({"new"});
    EXPECT_EQ(difference(ticket), Difference{"wrong_tag"});
}

}  // namespace
}  // namespace counterfoil::hub
