// How money changed hands.
#pragma once

#include <string>

#include "base/amounts.hpp"

namespace counterfoil::domain {

struct Tender {
    std::string kind;  ///< cash, card, wechat_pay, alipay, gift_card, other
    Money amount;      ///< >= 0; all tenders of a ticket add up to its due, all refunds of a return to what it pays out
    bool operator==(const Tender&) const = default;
};

}  // namespace counterfoil::domain
