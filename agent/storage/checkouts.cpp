#include "codec/bytes.hpp"
#include "storage/ledger_parts.hpp"

namespace counterfoil::storage {
namespace {

using domain::Checkout;
using domain::CheckoutState;
using sqlite_kit::Query;

// Stored numbers: 1 open, 2 committed, 3 cancelled. New states go behind.
static_assert(static_cast<int>(CheckoutState::open) == 0 && static_cast<int>(CheckoutState::cancelled) == 2);

auto into(std::optional<Checkout>& found) {
    return [&found](const Query& row) -> Result<void> {
        CF_TRY(checkout, codec::decode_checkout(row.blob(0)));
        found = std::move(checkout);
        return {};
    };
}

}  // namespace

Result<std::optional<Checkout>> LedgerCheckouts::find(const CheckoutId& id) const {
    std::optional<Checkout> found;
    CF_CHECK(select_checkout_.first(into(found), id.str()));
    return found;
}

Result<std::optional<Checkout>> LedgerCheckouts::by_request(RequestNo no) const {
    std::optional<Checkout> found;
    CF_TRY(number, stored(no.value, "request number"));
    CF_CHECK(select_by_request_.first(into(found), number));
    return found;
}

Result<std::vector<Checkout>> LedgerCheckouts::open() const {
    std::vector<Checkout> checkouts;
    CF_CHECK(select_open_.each([&](const Query& row) -> Result<bool> {
        CF_TRY(checkout, codec::decode_checkout(row.blob(0)));
        checkouts.push_back(std::move(checkout));
        return true;
    }));
    return checkouts;
}

Result<void> LedgerCheckouts::put(const Checkout& checkout) {
    CF_CHECK(session_.may_write());
    CF_TRY(request_no, stored(checkout.request_no.value, "request number of a checkout"));
    const int state = static_cast<int>(checkout.state) + 1;
    const Bytes body = codec::encode_checkout(checkout);
    CF_CHECK(update_checkout_.run(checkout.checkout_id.str(), state, request_no, checkout.opened_at.ms, body));
    if (session_.database().changes() > 0) return {};
    if (checkout.state == CheckoutState::open) {
        CF_TRY(known, has_checkout_.exists(checkout.checkout_id.str()));
        if (!known) CF_CHECK(has_room_());
    }
    return upsert_checkout_.run(checkout.checkout_id.str(), state, request_no, checkout.opened_at.ms, body);
}

}  // namespace counterfoil::storage
