// Coupons issued, withdrawn and handed on at a till: the pump with a real disk, and a real HQ.
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "codec/told_ticket.hpp"
#include "support/sim/brand.hpp"
#include "support/sim/must.hpp"
#include "support/sim/sim_device.hpp"
#include "support/sim/sim_hub.hpp"
#include "support/temporary_folder.hpp"
#include "usecase/commit.hpp"

namespace counterfoil::session {
namespace {

using nlohmann::json;
using test_support::amount_off;
using test_support::basket;
using test_support::HashSigner;
using test_support::must;
using test_support::SimDevice;
using test_support::SimHub;

const json kBy = {{"staff_id", "G1"}, {"reason", "asked for"}};

class TillDesk : public ::testing::Test {
protected:
    TillDesk() {
        std::filesystem::create_directory(folder.file("hq"));
        SimHub::Wires wires;
        wires.send = [this](const domain::Holder& to, Bytes frame) {
            SimDevice& till = to == first.identity().holder ? first : second;
            time.after(Millis{1}, [&till, frame = std::move(frame)] { till.hear(frame); });
        };
        // What HQ publishes is lost here: a till must see what it had changed all the same.
        wires.publish = [](const Bytes&) {};
        hub = std::make_unique<SimHub>(time, random, folder.file("hq"), std::move(wires));
        domain::CouponTemplate thanks = amount_off("thanks", 1000);
        thanks.transferable = 1;
        hub->import(test_support::brand_rules(), {thanks},
                    {test_support::member("m1", "base"), test_support::member("m2", "base")}, {});
        for (SimDevice* till : {&first, &second}) {
            hub->enrol(till->identity().holder, till->identity().store, HashSigner{till->identity().key}.public_key());
            till->start();
        }
        run(1000);
        json quota = {{"template_id", "thanks"}, {"staff_id", "G1"}, {"total", 3}};
        must(hub->ask({"quotas.put", "Q1", "", quota.dump()}));
    }

    void run(std::int64_t ms) { time.run_until(time.tick() + Millis{ms}); }

    /// HQ's answer; {"code": ...} where it refused.
    json ask(SimDevice& till, const std::string& what, const std::string& subject, const json& body = nullptr) {
        std::optional<Result<Outcome<usecase::HqAnswer>>> told;
        till.pump().ask({what, subject, "key-" + std::to_string(++keys), body.is_null() ? "" : body.dump()},
                        [&](Result<Outcome<usecase::HqAnswer>> answer) { told = std::move(answer); });
        run(100);
        auto answer = must(std::move(told.value()));
        if (const auto* refusal = std::get_if<Refusal>(&answer)) return {{"code", refusal->code}};
        return json::parse(std::get<usecase::HqAnswer>(answer).body);
    }
    json issue(SimDevice& till, int count = 1) {
        json order = kBy;
        order.update({{"template_id", "thanks"},
                      {"member_id", "m1"},
                      {"count", count},
                      {"issuer", {{"party", "hq"}, {"staff_id", "G1"}}}});
        return ask(till, "coupons.issue", "", order);
    }
    static std::string id_in(const json& issued) { return issued.at("coupons").at(0).at("coupon_id"); }

    usecase::Opened open(SimDevice& till, const std::string& ticket) {
        std::optional<usecase::Opened> opened;
        domain::Basket one = basket(ticket, "m1", 5000);
        one.store_id = till.identity().store;
        till.act<usecase::Opened>(
            [&](const usecase::View& view) { return usecase::open_checkout(view, {one}); },
            [&](Result<Outcome<usecase::Opened>> answer) { opened = std::get<usecase::Opened>(must(std::move(answer))); });
        run(50);
        if (opened.value().wish)
            till.pump().acquire(opened->answer.checkout.checkout_id, *opened->wish, [](const Result<void>&) {});
        run(500);
        return *opened;
    }
    domain::Quote quote(SimDevice& till, const usecase::Opened& opened) {
        return must(till.disk().ledger().view().checkouts().find(opened.answer.checkout.checkout_id)).value().quote;
    }
    void commit(SimDevice& till, const usecase::Opened& opened) {
        const domain::Quote priced = quote(till, opened);
        usecase::CommitRequest request;
        request.checkout_id = opened.answer.checkout.checkout_id;
        request.quote_hash = priced.hash;
        request.tenders = {{"cash", priced.totals.due}};
        request.idempotency_key = "sale-" + std::to_string(++keys);
        till.act<usecase::Committed>(
            [&](const usecase::View& view) { return usecase::commit(view, request); },
            [](const Result<Outcome<usecase::Committed>>& answer) { EXPECT_TRUE(usecase::may_stay(answer)); });
        run(500);
    }
    void cancel(SimDevice& till, const usecase::Opened& opened) {
        till.act<usecase::CheckoutAnswer>(
            [&](const usecase::View& view) { return usecase::cancel(view, opened.answer.checkout.checkout_id); },
            [](const Result<Outcome<usecase::CheckoutAnswer>>& answer) { EXPECT_TRUE(usecase::may_stay(answer)); });
        run(500);
    }
    test_support::DeviceIdentity identity(const std::string& name, std::uint8_t key) {
        std::filesystem::create_directory(folder.file(name));
        return {.holder = {DeviceId{name}, DeviceEpoch{1}},
                .store = StoreId{"S-" + name},
                .key = key,
                .hq_key = HashSigner{200}.public_key()};
    }
    std::function<void(Bytes)> to_hub(const std::string& name) {
        return [this, holder = domain::Holder{DeviceId{name}, DeviceEpoch{1}}](Bytes frame) {
            if (cut) return;
            time.after(Millis{1}, [this, holder, frame = std::move(frame)] { hub->hear(holder, frame); });
        };
    }

    test_support::TemporaryFolder folder;
    test_support::Scheduler time;
    test_support::SeededRandom random{1};
    std::unique_ptr<SimHub> hub;
    bool cut = false;
    int keys = 0;
    SimDevice first{time, random, folder.file("D1"), identity("D1", 1), to_hub("D1")};
    SimDevice second{time, random, folder.file("D2"), identity("D2", 2), to_hub("D2")};
};

TEST_F(TillDesk, WhatAGuideIssuesIsUsedInTheNextCheckout) {
    const std::string id = id_in(issue(first));
    const usecase::Opened opened = open(first, "1");
    const domain::Quote priced = quote(first, opened);
    ASSERT_EQ(priced.used.size(), 1U);
    EXPECT_EQ(priced.used.front().coupon_id, CouponId{id});
    EXPECT_EQ(priced.totals.due, Money{4000});
    commit(first, opened);
    const json shown = ask(second, "coupons.show", id);
    EXPECT_EQ(shown["unit"], "used");
    EXPECT_EQ(shown["operations"][0]["store_id"], "S-D1");
    EXPECT_EQ(issue(second, 3)["code"], "quota_used_up");
}

TEST_F(TillDesk, ACouponThatThisTillHoldsComesBackAndIsWithdrawn) {
    const std::string id = id_in(issue(first));
    const usecase::Opened opened = open(first, "1");
    ASSERT_EQ(quote(first, opened).used.size(), 1U);
    EXPECT_EQ(ask(first, "coupons.void", id, kBy)["operation"]["state"], "waiting") << "a customer stands there with it";
    cancel(first, opened);
    const json shown = ask(first, "coupons.show", id);
    EXPECT_EQ(shown["operations"][0]["state"], "done");
    EXPECT_EQ(shown["unit"], "ended");
    EXPECT_TRUE(quote(first, open(first, "2")).used.empty());
}

TEST_F(TillDesk, ACouponThatIsSoldMeanwhileStaysSold) {
    const std::string id = id_in(issue(first));
    const usecase::Opened opened = open(first, "1");
    ask(first, "coupons.void", id, kBy);
    commit(first, opened);
    EXPECT_EQ(ask(first, "coupons.show", id)["operations"][0]["state"], "used");
    const json given = ask(first, "coupons.give_back", id, kBy);
    EXPECT_EQ(given["operation"]["state"], "done") << given.dump();
    const domain::Quote next = quote(first, open(first, "2"));
    ASSERT_EQ(next.used.size(), 1U);
    EXPECT_EQ(json(next.used.front().coupon_id.str()), given["new_coupon"]["coupon_id"]);
}

TEST_F(TillDesk, AHeldCouponIsHandedOnOnceItsTillLetsGo) {
    const std::string id = id_in(issue(first));
    const usecase::Opened opened = open(first, "1");
    json order = kBy;
    order["to_member_id"] = "m2";
    EXPECT_EQ(ask(second, "coupons.transfer", id, order)["operation"]["state"], "waiting");
    cancel(first, opened);
    const json shown = ask(second, "coupons.show", id);
    EXPECT_EQ(shown["operations"][0]["state"], "done");
    EXPECT_EQ(shown["operations"][0]["device_id"], "D2");
    const std::string fresh = shown["operations"][0]["new_coupon_id"];
    EXPECT_EQ(ask(first, "coupons.show", fresh)["coupon"]["member_id"], "m2");
}

TEST_F(TillDesk, AnotherStoreIsToldTheTicket) {
    const std::string id = id_in(issue(first));
    const usecase::Opened opened = open(first, "1");
    commit(first, opened);
    const domain::Basket sold = opened.answer.checkout.basket;
    const json told = ask(second, "tickets.show", sold.ticket_key().text());
    const auto ticket = must(codec::decode_told_ticket(told.dump()));
    EXPECT_EQ(ticket.device_id, DeviceId{"D1"});
    EXPECT_EQ(ticket.sold().quote.totals.due, Money{4000});
    EXPECT_EQ(ticket.sold().quote.used.front().coupon_id, CouponId{id});
}

TEST_F(TillDesk, AQuestionThatIsLostOnceIsAskedAgainAndDoneOnce) {
    cut = true;
    std::optional<Result<Outcome<usecase::HqAnswer>>> told;
    json order = kBy;
    order.update({{"template_id", "thanks"}, {"member_id", "m1"}, {"issuer", {{"party", "hq"}, {"staff_id", "G1"}}}});
    first.pump().ask({"coupons.issue", "", "key-lost", order.dump()},
                     [&](Result<Outcome<usecase::HqAnswer>> answer) { told = std::move(answer); });
    run(300);
    EXPECT_FALSE(told);
    cut = false;
    run(3000);
    ASSERT_TRUE(told);
    const json issued = json::parse(std::get<usecase::HqAnswer>(must(std::move(*told))).body);
    EXPECT_EQ(issued["left"], 2);
}

}  // namespace
}  // namespace counterfoil::session
