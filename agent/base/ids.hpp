// Strong types for every id. Two ids of different things do not compare, assign or mix.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace counterfoil {

inline constexpr std::size_t kIdLengthMax = 64;

/// True for 1..64 characters of A-Z a-z 0-9 and . _ : - (what fits a URL path and a log line unescaped).
bool is_valid_id(std::string_view text) noexcept;

/// A text id. The constructor takes any text, so that a decoder checks is_valid_id() and names the field that is wrong.
template <class Tag>
class TextId {
public:
    TextId() = default;
    explicit TextId(std::string value) : value_(std::move(value)) {}
    const std::string& str() const noexcept { return value_; }
    bool empty() const noexcept { return value_.empty(); }
    auto operator<=>(const TextId&) const = default;

private:
    std::string value_;
};

/// A number that names or orders something. 0 means "none yet".
template <class Tag>
struct NumberId {
    std::uint64_t value = 0;
    auto operator<=>(const NumberId&) const = default;
    NumberId next() const noexcept { return NumberId{value + 1}; }
};

using MemberId = TextId<struct MemberIdTag>;
using AccountId = TextId<struct AccountIdTag>;  ///< where rights live; never changes, a merge moves accounts
using CouponId = TextId<struct CouponIdTag>;
using TemplateId = TextId<struct TemplateIdTag>;
using CardId = TextId<struct CardIdTag>;          ///< a benefit card
using CardTypeId = TextId<struct CardTypeIdTag>;  ///< its rule
using LotId = TextId<struct LotIdTag>;            ///< one points lot: points of one expiry
using PurseId = TextId<struct PurseIdTag>;        ///< one of the programme's purses of points; empty: the main one
using TierId = TextId<struct TierIdTag>;
using StoreId = TextId<struct StoreIdTag>;
using EntityId = TextId<struct EntityIdTag>;  ///< a company, as books are kept; stores belong to one
using RegisterId = TextId<struct RegisterIdTag>;
using DeviceId = TextId<struct DeviceIdTag>;
using StaffId = TextId<struct StaffIdTag>;
using Sku = TextId<struct SkuTag>;
using TicketId = TextId<struct TicketIdTag>;  ///< the POS's own number; unique with store, register and business day only
using CheckoutId = TextId<struct CheckoutIdTag>;
using QuoteId = TextId<struct QuoteIdTag>;
using RightId = TextId<struct RightIdTag>;  ///< "coupon:<coupon_id>", "lot:<lot_id>", "card:<card_id>"

using DeviceEpoch = NumberId<struct DeviceEpochTag>;  ///< one disk of one device
using HubEpoch = NumberId<struct HubEpochTag>;        ///< rises with every restore of HQ
using JournalSeq = NumberId<struct JournalSeqTag>;    ///< 1, 2, 3 ... within (device, epoch), no gap
using RequestNo = NumberId<struct RequestNoTag>;      ///< rising counter of acquires of one device epoch
using FeedPosition = NumberId<struct FeedPositionTag>;

}  // namespace counterfoil

template <class Tag>
struct std::hash<counterfoil::TextId<Tag>> {
    std::size_t operator()(const counterfoil::TextId<Tag>& id) const noexcept { return std::hash<std::string>{}(id.str()); }
};
