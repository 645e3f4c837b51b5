// How money changed hands.
#pragma once

#include <string>
#include <string_view>

#include "base/amounts.hpp"

namespace counterfoil::domain {

/// What is set off in an uneven exchange: no money moves under it (domain/set_off.hpp).
inline constexpr std::string_view kExchangeTender = "exchange";

struct Tender {
    std::string kind;  ///< cash, card, wechat_pay, alipay, gift_card, exchange, other
    Money amount;      ///< >= 0; all tenders of a ticket add up to its due, all refunds of a return to what it pays out
    bool operator==(const Tender&) const = default;
};

}  // namespace counterfoil::domain
