#include "domain/entry_ids.hpp"

#include <string>

#include "base/bytes.hpp"

namespace counterfoil::domain {
namespace {

constexpr std::size_t kHashBytes = 20;

std::string place_of(const Holder& holder, JournalSeq seq) {
    return holder.device_id.str() + "/" + std::to_string(holder.epoch.value) + "/" + std::to_string(seq.value);
}

/// Nothing for the main purse, as there was none beside it once.
std::string of_purse(const PurseId& purse) { return purse.empty() ? std::string() : "\n" + purse.str(); }

std::string short_hash(const Hasher& hasher, const std::string& text) {
    const Digest digest = hasher.sha256(as_bytes(text));
    return to_base32(ByteView(digest).first(kHashBytes));
}

}  // namespace

LotId lot_earned_by(const Hasher& hasher, const Holder& holder, JournalSeq seq, const PurseId& purse) {
    return LotId{"E" + short_hash(hasher, "counterfoil lot\n" + place_of(holder, seq) + of_purse(purse))};
}

LotId lot_restored_by(const Hasher& hasher, const Holder& holder, JournalSeq seq, std::size_t place, const PurseId& purse) {
    const std::string where = place_of(holder, seq) + "\n" + std::to_string(place) + of_purse(purse);
    return LotId{"R" + short_hash(hasher, "counterfoil restored lot\n" + where)};
}

CouponId coupon_given_back_by(const Hasher& hasher, const Holder& holder, JournalSeq seq, const CouponId& used) {
    return CouponId{"R" + short_hash(hasher, "counterfoil coupon\n" + place_of(holder, seq) + "\n" + used.str())};
}

}  // namespace counterfoil::domain
