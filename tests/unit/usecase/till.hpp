// A till in store S001 with its real files, for dialogues with the business actions.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/sim/brand.hpp"
#include "support/sim/device_disk.hpp"
#include "support/sim/seeded_random.hpp"
#include "support/temporary_folder.hpp"
#include "usecase/checkout.hpp"
#include "usecase/commit.hpp"
#include "usecase/hold_flow.hpp"
#include "usecase/member_card.hpp"
#include "usecase/quote.hpp"

namespace counterfoil::usecase {

using test_support::basket;
using test_support::kDay;
using test_support::kHour;
using test_support::kMorning;
using test_support::row;

template <class T>
T value(Result<Outcome<T>> result) {
    if (!result) throw std::runtime_error(describe(result.error()));
    if (const auto* refusal = std::get_if<Refusal>(&*result)) throw std::runtime_error("refused: " + refusal->code);
    return std::get<T>(std::move(*result));
}
template <class T>
Refusal refusal(Result<Outcome<T>> result) {
    if (!result) throw std::runtime_error(describe(result.error()));
    if (const auto* no = std::get_if<Refusal>(&*result)) return *no;
    return Refusal{.code = "(not refused)"};
}

/// As if of a body that only the id tells from others.
inline Digest digest_of(const std::string& id) {
    Digest digest{};
    digest.fill(id.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(id.back()));
    return digest;
}

class Till : public ::testing::Test {
protected:
    Till() {
        link.up = true;
        link.last_contact = kMorning;
        disk.enrol(DeviceId{"D1"}, DeviceEpoch{1}, StoreId{"S001"});
        disk.feed({row(test_support::brand_rules()),
                   row(test_support::member("m1", "base",
                                            {test_support::lot("early", 300, Instant{kMorning.ms + 10 * kDay}),
                                             test_support::lot("late", 1000, Instant{kMorning.ms + 300 * kDay})})),
                   row(test_support::member("gold", "gold")), row(test_support::amount_off("ten_off", 1000)),
                   row(test_support::amount_off("risky", 1000, 0, domain::OfflinePolicy::risk)),
                   row(test_support::amount_off("dear", 4000, 0, domain::OfflinePolicy::risk)),
                   row(test_support::coupon("c1", "ten_off", "m1"))});
    }

    View view() { return disk.view(link, now, random); }
    View view(ports::LedgerTx& tx) { return disk.view_of(tx, link, now, random); }
    template <class Action>
    auto write(Action action) {
        return disk.write(link, now, random, action);
    }

    QuoteAnswer quoted(const domain::Basket& one) { return value(quote(view(), {one})); }
    auto try_open(const domain::Basket& one) {
        return write([&](const View& v) { return open_checkout(v, {one}); });
    }
    Opened open(const domain::Basket& one) { return value(try_open(one)); }
    domain::Checkout stored(const CheckoutId& id) { return value(checkout(view(), id)).checkout; }

    domain::Hold hold(std::uint64_t no, std::vector<domain::HeldRight> rights, RequestNo request = {}) {
        domain::Hold made;
        made.hold_id = {.holder = {DeviceId{"D1"}, DeviceEpoch{1}}, .hub_epoch = HubEpoch{1}, .no = no};
        made.account_id = AccountId{"account-m1"};
        made.member_id = MemberId{"m1"};
        made.rights = std::move(rights);
        made.granted_at = now;
        made.request_no = request;
        return made;
    }
    GrantAnswer grant(const domain::Hold& one) {
        return write([&](const View& v) { return take_grant(v, one, {.payload = {1}, .signature = {}}); }).value();
    }
    /// Grants all that the checkout wished for.
    GrantAnswer grant_all(const AcquireWish& wish, std::uint64_t no = 1) {
        std::vector<domain::HeldRight> rights;
        for (const domain::WantedRight& wanted : wish.wanted)
            rights.push_back({.right_id = wanted.right_id, .amount = wanted.most, .expires_at = expiry(wanted.right_id)});
        return grant(hold(no, rights, wish.request_no));
    }
    static Instant expiry(const RightId& right) {
        if (right.str() == "lot:early") return Instant{kMorning.ms + 10 * kDay};
        if (right.str() == "lot:late") return Instant{kMorning.ms + 300 * kDay};
        return kNever;
    }
    CheckoutAnswer settle(const CheckoutId& id, const Settlement& settlement) {
        return value(write([&](const View& v) { return settle_checkout(v, id, settlement); }));
    }
    RecallAnswer recall(const domain::HoldId& id, const std::vector<domain::Units>& units = {}) {
        return write([&](const View& v) { return answer_recall(v, id, units); }).value();
    }

    CommitRequest request_for(const domain::Checkout& one, const std::string& key = "key-1") {
        CommitRequest request;
        request.checkout_id = one.checkout_id;
        request.quote_hash = one.quote.hash;
        request.tenders = {{"cash", one.quote.totals.due}};
        request.idempotency_key = key;
        request.request_digest.fill(7);
        return request;
    }
    auto try_commit(const CommitRequest& request) {
        return write([&](const View& v) { return commit(v, request); });
    }
    Committed committed(const domain::Checkout& one, const std::string& key = "key-1") {
        return value(try_commit(request_for(one, key)));
    }
    /// A sale in one go, HQ granting everything.
    Committed sale(const domain::Basket& one, const std::string& key, std::uint64_t hold_no) {
        const Opened opened = open(one);
        if (opened.wish) grant_all(*opened.wish, hold_no);
        return committed(stored(opened.answer.checkout.checkout_id), key);
    }

    std::vector<domain::JournalEntry> journal() {
        std::vector<domain::JournalEntry> entries;
        const auto head = disk.ledger().view().journal().head().value();
        for (std::uint64_t seq = 1; seq <= head.seq.value; ++seq)
            entries.push_back(disk.ledger().view().tickets().entry(JournalSeq{seq}).value().value());
        return entries;
    }
    template <class Body>
    std::vector<Body> entries() {
        std::vector<Body> found;
        for (const domain::JournalEntry& entry : journal())
            if (const auto* body = std::get_if<Body>(&entry.body)) found.push_back(*body);
        return found;
    }

    test_support::TemporaryFolder folder;
    test_support::DeviceDisk disk{folder.file("")};
    test_support::SeededRandom random{1};
    LinkView link;
    Instant now = kMorning;
};

}  // namespace counterfoil::usecase
