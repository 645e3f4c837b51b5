#include "contract/storage/ledger_test.hpp"

namespace counterfoil::storage {
namespace {

using domain::CheckoutState;

class CheckoutsTest : public LedgerTest {
protected:
    void put(const domain::Checkout& checkout) {
        write([&](ports::LedgerTx& tx) { ASSERT_TRUE(tx.checkouts().put(checkout)); });
    }
};

TEST_F(CheckoutsTest, ACheckoutIsDurableFromItsOpening) {
    put(samples::checkout(1));
    open();
    EXPECT_EQ(view().checkouts().find(samples::checkout_id(1)).value(), samples::checkout(1));
    EXPECT_EQ(view().checkouts().find(samples::checkout_id(2)).value(), std::nullopt);
}

TEST_F(CheckoutsTest, OnlyOpenOnesAreOpenOldestFirst) {
    for (int n = 4; n >= 1; --n)
        put(samples::checkout(n));
    put(samples::checkout(2, CheckoutState::committed));
    put(samples::checkout(3, CheckoutState::cancelled));
    EXPECT_EQ(view().checkouts().open().value(), (std::vector{samples::checkout(1), samples::checkout(4)}));
    EXPECT_EQ(view().checkouts().find(samples::checkout_id(2)).value()->state, CheckoutState::committed);
}

TEST_F(CheckoutsTest, TheAnswerToAnAcquireFindsItsCheckout) {
    put(samples::checkout(1));
    auto asked_nothing = samples::checkout(2);
    asked_nothing.request_no = RequestNo{0};
    put(asked_nothing);
    EXPECT_EQ(view().checkouts().by_request(samples::checkout(1).request_no).value(), samples::checkout(1));
    EXPECT_EQ(view().checkouts().by_request(RequestNo{0}).value(), std::nullopt) << "0: nothing was asked";
    EXPECT_EQ(view().checkouts().by_request(RequestNo{99}).value(), std::nullopt);
}

TEST_F(CheckoutsTest, ARequestNumberIsUsedOnce) {
    put(samples::checkout(1));
    auto copy = samples::checkout(2);
    copy.request_no = samples::checkout(1).request_no;
    const ports::LedgerJob job = [&](ports::LedgerTx& tx) {
        expect_error(tx.checkouts().put(copy), ErrorCode::conflict);
        return false;
    };
    ASSERT_TRUE(store_->transact(std::span(&job, 1)));
}

}  // namespace
}  // namespace counterfoil::storage
