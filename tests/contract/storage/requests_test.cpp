#include "contract/storage/ledger_test.hpp"

namespace counterfoil::storage {
namespace {

class RequestsTest : public LedgerTest {
protected:
    static ports::StoredAnswer answer(int n) {
        return {samples::digest_of(n), 200 + n, "{\"seq\":" + std::to_string(n) + "}"};
    }
    void put(int n, Instant at) {
        write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.requests().put(samples::request_key(n), answer(n), at)); });
    }
    bool knows(int n) { return view().requests().find(samples::request_key(n)).value().has_value(); }
};

TEST_F(RequestsTest, AnAnswerIsKeptByteForByte) {
    write([](ports::LedgerTx& tx) {
        const ports::StoredAnswer odd{samples::digest_of(1), 409, std::string("a\0\xff", 3)};
        ASSERT_TRUE(tx.requests().put("odd", odd, samples::kNow));
        ASSERT_TRUE(tx.requests().put("empty", {samples::digest_of(2), 204, ""}, samples::kNow));
    });
    open();
    const auto found = view().requests().find("odd").value();
    ASSERT_TRUE(found);
    EXPECT_EQ(found->request, samples::digest_of(1));
    EXPECT_EQ(found->status, 409);
    EXPECT_EQ(found->body, std::string("a\0\xff", 3));
    EXPECT_EQ(view().requests().find("empty").value()->body, "");
    EXPECT_EQ(view().requests().find("other").value(), std::nullopt);
}

TEST_F(RequestsTest, AKeyIsAnsweredOnce) {
    put(1, samples::kNow);
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        expect_error(tx.requests().put(samples::request_key(1), answer(2), samples::kNow), ErrorCode::conflict);
        return true;
    };
    ASSERT_TRUE(store_->transact(std::span(&job, 1)));
    EXPECT_EQ(view().requests().find(samples::request_key(1)).value()->status, answer(1).status);
}

TEST_F(RequestsTest, OldKeysAreForgottenAndYoungOnesKept) {
    for (int n = 1; n <= 5; ++n)
        put(n, samples::kNow + Millis{n});
    write([](ports::LedgerTx& tx) { ASSERT_TRUE(tx.requests().forget_before(samples::kNow + Millis{3})); });
    for (int n = 1; n <= 5; ++n)
        EXPECT_EQ(knows(n), n >= 3) << n;
    write([](ports::LedgerTx& tx) { ASSERT_TRUE(tx.requests().forget_before(samples::kNow + Millis{100})); });
    for (int n = 1; n <= 5; ++n)
        EXPECT_FALSE(knows(n)) << n;
}

TEST_F(RequestsTest, AClockThatWasSetBackKeepsAKeyLongerNeverShorter) {
    put(1, samples::kNow + Millis{10});
    put(2, samples::kNow + Millis{1});
    write([](ports::LedgerTx& tx) { ASSERT_TRUE(tx.requests().forget_before(samples::kNow + Millis{5})); });
    EXPECT_TRUE(knows(1));
    write([](ports::LedgerTx& tx) { ASSERT_TRUE(tx.requests().forget_before(samples::kNow + Millis{11})); });
    EXPECT_FALSE(knows(1));
    EXPECT_FALSE(knows(2));
}

}  // namespace
}  // namespace counterfoil::storage
