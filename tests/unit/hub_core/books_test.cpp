// What HQ keeps for the accounts: each entry's clearing once, sums by period, and points that add up.
#include "hub/core/books.hpp"

#include <nlohmann/json.hpp>

#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using nlohmann::json;
using Strings = std::vector<std::string>;
using domain::ClearingCause;

const Period kMay{"2026-05-01", "2026-06-01"};
const Period kJune{"2026-06-01", "2026-07-01"};

class Books : public HqWorld {
protected:
    Books() {
        add_rules();
        add_member(1000);
        add_coupon("C1", kMember);
        in_tx([&](HubTx& tx) -> Result<void> {
            domain::Rules rules = **tx.reference().rules();
            rules.stores = {{StoreId{"S1"}, {}, {}, {}, EntityId{"E1"}}, {StoreId{"S2"}, {}, {}, {}, EntityId{"E2"}}};
            rules.clearing.clearing_per_1000 = Money{800};
            rules.clearing.rates = {{EntityId{"E2"}, Money{900}}};
            CF_TRY(whole, codec::decode_rules(codec::encode_rules(rules), hasher));
            return tx.reference().put_rules(whole);
        });
    }

    /// Three pieces of 100.00 at 90 % with the coupon of 5.00: 265.00.
    domain::TicketEntry sale(const std::string& id, std::int64_t rounding = 0) {
        domain::TicketEntry entry;
        entry.checkout_id = CheckoutId{"K-" + id};
        domain::Basket& basket = entry.basket = basket_of(id, now);
        basket.entity_id = EntityId{"E1"};
        basket.coupons = std::vector{CouponId{"C1"}};
        basket.rounding = Money{rounding};
        add_line(basket, 10000, 3);
        const auto rules = *store->view().reference().rules();
        domain::QuoteContext context;
        context.rules = &*rules;
        context.member = member().member;
        domain::OfferedCoupon offer;
        offer.coupon = **store->view().rights().coupon(CouponId{"C1"});
        offer.coupon_template = **store->view().reference().coupon_template(TemplateId{"T1"});
        offer.right = domain::RightState::held;
        context.coupons.push_back(offer);
        entry.quote = std::get<domain::Quote>(domain::make_quote(basket, context));
        entry.tenders = {{"cash", entry.quote.totals.due}};
        return entry;
    }
    void sell(const domain::TicketEntry& sold) {
        const domain::Hold held = hold(a, 1, {{kCouponRight, 1, 1}});
        a.write(sold, now);
        a.write(domain::ConsumeEntry{held.hold_id, {{kCouponRight, 1}}, sold.basket.ticket_key()}, now);
        EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "accepted"}));
    }
    domain::ReturnEntry back(const domain::TicketEntry& sold, const std::string& id, const std::string& at_store,
                             const std::string& entity) {
        const domain::SoldTicket ticket{sold.basket, sold.quote, {}};
        const domain::ReturnRequest asked{1, Quantity{1000}};
        domain::ReturnEntry entry;
        entry.ticket = sold.basket.ticket_key();
        entry.return_key = {StoreId{at_store}, RegisterId{"R1"}, "2026-06-02", TicketId{id}};
        entry.entity_id = EntityId{entity};
        entry.goods = std::get<domain::Return>(domain::make_return(ticket, std::span(&asked, 1)));
        entry.refunds = {{"cash", entry.goods.totals.due}};
        entry.clearing = domain::clear_return(ticket, entry.goods, {entry.entity_id, {}, entry.goods.totals.due});
        return entry;
    }
    std::vector<json> lines(Result<std::string> (*make)(HubTx&, const Period&), const Period& period) {
        const auto text = make(store->view(), period);
        EXPECT_TRUE(text.has_value()) << describe(text.error());
        std::vector<json> out;
        for (std::size_t from = 0; from < text->size();) {
            const std::size_t end = text->find('\n', from);
            out.push_back(json::parse(text->substr(from, end - from)));
            from = end + 1;
        }
        return out;
    }
    std::map<std::string, std::int64_t> accounts(const Period& period) {
        std::map<std::string, std::int64_t> out;
        for (const json& line : lines(account_lines, period))
            if (line.contains("points")) out[line["figure"]] = line["points"];
        return out;
    }
};

TEST_F(Books, ATicketAndItsReturnElsewhereAreClearedOnceInTheirOwnPeriods) {
    const domain::TicketEntry sold = sale("T1");
    ASSERT_EQ(sold.quote.points.earn, Points{265});
    sell(sold);
    upload(a);
    EXPECT_EQ(lines(clearing_lines, kMay), (std::vector<json>{{{"debtor", "E1"},
                                                               {"creditor", "pool"},
                                                               {"cause", "points_earned"},
                                                               {"amount", 0},
                                                               {"points", 265},
                                                               {"clearing_per_1000", 800},
                                                               {"money", 212},
                                                               {"entries", 1}},
                                                              {{"debtor", "hq"},
                                                               {"creditor", "E1"},
                                                               {"cause", "coupon"},
                                                               {"amount", 500},
                                                               {"points", 0},
                                                               {"clearing_per_1000", 0},
                                                               {"money", 500},
                                                               {"entries", 1}}}));
    EXPECT_TRUE(lines(clearing_lines, kJune).empty());

    b.write(back(sold, "Y1", "S2", "E2"), now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"accepted"});
    upload(b);
    const std::vector<json> june = lines(clearing_lines, kJune);
    ASSERT_EQ(june.size(), 3U);
    EXPECT_EQ(june[0], (json{{"debtor", "E1"},
                             {"creditor", "E2"},
                             {"cause", "refund"},
                             {"amount", 8833},
                             {"points", 0},
                             {"clearing_per_1000", 0},
                             {"money", 8833},
                             {"entries", 1}}));
    EXPECT_EQ(june[1]["debtor"], "E1");
    EXPECT_EQ(june[1]["cause"], "coupon");
    EXPECT_EQ(june[1]["amount"], 166);
    EXPECT_EQ(june[2]["creditor"], "E1");
    EXPECT_EQ(june[2]["points"], 88);
    EXPECT_EQ(june[2]["clearing_per_1000"], 800) << "the rate of who sold, at which it was paid";
    EXPECT_EQ(lines(clearing_lines, kMay).size(), 2U) << "a period that is over stays as it was";
}

TEST_F(Books, HqWorksTheClearingOfAReturnOutAgain) {
    const domain::TicketEntry sold = sale("T1");
    sell(sold);
    domain::ReturnEntry wrong = back(sold, "Y1", "S2", "E2");
    wrong.clearing.pop_back();
    b.write(wrong, now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"finding clearing_differs"});
    EXPECT_EQ(lines(clearing_lines, kJune).size(), 3U) << "and books its own";
}

TEST_F(Books, HqWorksTheClearingAndTheRoundingOfATicketOutAgain) {
    const domain::TicketEntry good = sale("T1", 99);
    EXPECT_EQ(good.quote.totals.due, Money{26401});
    domain::TicketEntry wrong = sale("T2", 99);
    wrong.quote.clearing.front().amount = Money{499};
    domain::TicketEntry other = sale("T3");
    other.basket.entity_id = EntityId{"E2"};
    domain::TicketEntry more = sale("T4", 99);
    more.basket.rounding = Money{100};
    domain::TicketEntry less = sale("T5", 99);
    less.basket.rounding = Money{98};
    a.write(good, now);
    a.write(wrong, now);
    a.write(other, now);
    a.write(more, now);
    a.write(less, now);
    EXPECT_EQ(verdicts(upload(a), a.holder), (Strings{"accepted", "finding clearing_differs", "finding entity_differs",
                                                      "finding quote_refused", "finding totals_differ"}));
}

TEST_F(Books, ASaleToldTwiceIsClearedOnce) {
    const domain::TicketEntry sold = sale("T1");
    sell(sold);
    b.write(sold, now);
    EXPECT_EQ(verdicts(upload(b), b.holder), Strings{"finding duplicate_of"});
    EXPECT_EQ(lines(clearing_lines, kMay).at(1)["entries"], 1);
}

TEST_F(Books, PointsOfAPeriodAddUpFromWhatWasOpenToWhatIsOpen) {
    sell(sale("T1"));
    in_tx([&](HubTx& tx) -> Result<void> {
        CF_CHECK(tx.rights().book({kAccount, kLotRight, PointsCause::burn, -300, now, std::nullopt}));
        CF_CHECK(tx.rights().book({kAccount, kLotRight, PointsCause::expiry, -50, now, std::nullopt}));
        CF_CHECK(tx.rights().book({kAccount, {}, PointsCause::owed, -20, now, std::nullopt}));
        return tx.rights().book({kAccount, {}, PointsCause::netted, 5, now + Millis{30 * kDayMs}, std::nullopt});
    });
    const auto may = accounts(kMay);
    EXPECT_EQ(may.at("points_open_before"), 0);
    EXPECT_EQ(may.at("points_opened"), 1000);
    EXPECT_EQ(may.at("points_issued"), 265);
    EXPECT_EQ(may.at("points_burnt"), 300);
    EXPECT_EQ(may.at("points_expired"), 50);
    EXPECT_EQ(may.at("debt_made"), 20);
    EXPECT_EQ(may.at("points_open_after"), 1000 + 265 - 300 - 50);
    EXPECT_EQ(may.at("debt_open_after"), 20);
    const auto june = accounts(kJune);
    EXPECT_EQ(june.at("points_open_before"), may.at("points_open_after"));
    EXPECT_EQ(june.at("points_issued"), 5) << "it went into the debt at once";
    EXPECT_EQ(june.at("debt_netted"), 5);
    EXPECT_EQ(june.at("debt_open_after"), 15);
    EXPECT_EQ(june.at("points_open_after"), june.at("points_open_before"));
}

TEST_F(Books, CouponsAreCountedWhenIssuedWithTheirFace) {
    in_tx([&](HubTx& tx) -> Result<void> {
        for (int i = 0; i < 3; ++i) {
            domain::Coupon coupon;
            coupon.coupon_id = CouponId{"N" + std::to_string(i)};
            coupon.code = coupon.coupon_id.str();
            coupon.template_id = TemplateId{"T1"};
            coupon.account_id = kAccount;
            coupon.issued_at = now;
            if (i == 2) coupon.from = CouponId{"N0"};
            CF_CHECK(tx.rights().put_coupon(coupon));
        }
        return {};
    });
    const std::vector<json> all = lines(account_lines, kMay);
    EXPECT_EQ(all.back(), (json{{"figure", "coupons_issued"}, {"template_id", "T1"}, {"coupons", 2}, {"face", 1000}}));
    EXPECT_FALSE(lines(account_lines, kJune).back().contains("coupons"));
}

TEST(Periods, AreDaysFromOneToTheNext) {
    EXPECT_TRUE(period_of("2026-02-28", "2026-03-01").has_value());
    for (const auto& [from, until] : std::vector<std::pair<std::string, std::string>>{{"2026-02-29", "2026-03-01"},
                                                                                      {"2026-03-01", "2026-03-01"},
                                                                                      {"2026-3-01", "2026-04-01"},
                                                                                      {"", "2026-01-01"},
                                                                                      {"2026-01-01", "2026-01-0x"}})
        EXPECT_FALSE(period_of(from, until).has_value()) << from << " " << until;
}

}  // namespace
}  // namespace counterfoil::hub
