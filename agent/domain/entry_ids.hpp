// Ids of what a journal entry brings into being. They follow from the entry's place alone, so that whoever works it out,
// however often, names the same thing. Pure; any thread.
#pragma once

#include "base/crypto.hpp"
#include "base/ids.hpp"
#include "domain/hold.hpp"

namespace counterfoil::domain {

/// The lot of what the entry's sale earned in the purse.
LotId lot_earned_by(const Hasher& hasher, const Holder& holder, JournalSeq seq, const PurseId& purse = {});
/// The `place`-th lot of the purse's burnt points that the entry's return gave back.
LotId lot_restored_by(const Hasher& hasher, const Holder& holder, JournalSeq seq, std::size_t place,
                      const PurseId& purse = {});
/// The coupon that the entry's return gave for a used one.
CouponId coupon_given_back_by(const Hasher& hasher, const Holder& holder, JournalSeq seq, const CouponId& used);

}  // namespace counterfoil::domain
