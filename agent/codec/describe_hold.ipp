// Fields of holds and checkouts (docs/protocol/ops.md).
#pragma once

#include "codec/describe_basket.ipp"
#include "codec/describe_quote.ipp"
#include "domain/checkout.hpp"
#include "domain/hold.hpp"

namespace counterfoil::codec {

inline constexpr std::size_t kHoldRightsMax = 128;
inline constexpr Range kUnitsOfRight{1, kAmountMax};

template <>
struct EnumNames<domain::HoldReason> {
    using E = domain::HoldReason;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::checkout, "checkout"}, {E::home_store, "home_store"}, {E::pass, "pass"}}};
};
template <>
struct EnumNames<domain::CheckoutState> {
    using E = domain::CheckoutState;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::open, "open"}, {E::committed, "committed"}, {E::cancelled, "cancelled"}}};
};
template <>
struct EnumNames<domain::AcquireState> {
    using E = domain::AcquireState;
    static constexpr std::array<std::pair<E, std::string_view>, 5> kNames{{{E::not_needed, "not_needed"},
                                                                           {E::asked, "asked"},
                                                                           {E::granted, "granted"},
                                                                           {E::refused, "refused"},
                                                                           {E::offline, "offline"}}};
};

/// "device/epoch/hub_epoch/no"
template <>
struct Form<domain::HoldId> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, domain::HoldId& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const domain::HoldId& value, const Writing&);
};

template <class Io>
void describe(Io& io, Of<domain::Units>) {
    using T = domain::Units;
    io.need("right_id", &T::right_id);
    io.need("amount", &T::amount, kUnitsOfRight);
}

template <class Io>
void describe(Io& io, Of<domain::HeldRight>) {
    using T = domain::HeldRight;
    io.need("right_id", &T::right_id);
    io.need("amount", &T::amount, kUnitsOfRight);
    io.may("expires_at", &T::expires_at);
    io.seldom("purse_id", &T::purse_id);
}

template <class Io>
void describe(Io& io, Of<domain::WantedRight>) {
    using T = domain::WantedRight;
    io.need("right_id", &T::right_id);
    io.may("least", &T::least, kUnitsOfRight);
    io.may("most", &T::most, kUnitsOfRight);
    io.expect([](const T& t) { return t.least <= t.most; }, "most", "a number not below least is expected");
}

template <class Io>
void describe(Io& io, Of<domain::Hold>) {
    using T = domain::Hold;
    io.need("hold_id", &T::hold_id);
    io.need("account_id", &T::account_id);
    io.may("member_id", &T::member_id);
    io.need("rights", &T::rights, {kHoldRightsMax});
    io.need("granted_at", &T::granted_at);
    io.may("reason", &T::reason);
    io.may("reclaim_after", &T::reclaim_after);
    io.may("request_no", &T::request_no);
}

template <class Io>
void describe(Io& io, Of<domain::Checkout>) {
    using T = domain::Checkout;
    io.need("checkout_id", &T::checkout_id);
    io.may("state", &T::state);
    io.need("basket", &T::basket);
    io.need("quote", &T::quote);
    io.may("acquire", &T::acquire);
    io.may("request_no", &T::request_no);
    io.may("wanted", &T::wanted, {kHoldRightsMax});
    io.may("refused_reason", &T::refused_reason, {0, 64});
    io.may("opened_at", &T::opened_at);
}

}  // namespace counterfoil::codec
