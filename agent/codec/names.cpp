#include "codec/names.hpp"

#include "codec/describe_hold.ipp"
#include "codec/describe_member.ipp"
#include "codec/describe_quote.ipp"
#include "codec/describe_return.ipp"

namespace counterfoil::codec {

std::string_view name_of(domain::Proof proof) { return name_of<domain::Proof>(proof); }

std::string_view name_of(domain::CheckoutState state) { return name_of<domain::CheckoutState>(state); }

std::string_view name_of(domain::CouponState state) { return name_of<domain::CouponState>(state); }

std::string_view name_of(domain::ClearingCause cause) { return name_of<domain::ClearingCause>(cause); }

std::string_view name_of(domain::AcquireState state) { return name_of<domain::AcquireState>(state); }

std::string_view name_of(domain::ScanKind kind) {
    switch (kind) {
        case domain::ScanKind::member_code:
            return "member_code";
        case domain::ScanKind::card_no:
            return "card_no";
        case domain::ScanKind::coupon:
            return "coupon";
        case domain::ScanKind::signed_coupon:
            return "signed_coupon";
        case domain::ScanKind::product:
            return "product";
        case domain::ScanKind::phone:
            return "phone";
        case domain::ScanKind::wechat_pay:
            return "wechat_pay";
        case domain::ScanKind::alipay:
            return "alipay";
        case domain::ScanKind::unknown:
            return "unknown";
        case domain::ScanKind::damaged:
            return "damaged";
    }
    return "unknown";
}

std::string_view name_of(domain::RightState right) {
    switch (right) {
        case domain::RightState::held:
            return "held";
        case domain::RightState::pass:
            return "pass";
        case domain::RightState::risk:
            return "risk";
        case domain::RightState::elsewhere:
            return "elsewhere";
        case domain::RightState::none:
            return "none";
    }
    return "none";
}

std::string_view name_of(domain::GiftChoice choice) { return name_of<domain::GiftChoice>(choice); }

std::string_view name_of(domain::EntryVerdict verdict) {
    switch (verdict) {
        case domain::EntryVerdict::accepted:
            return "accepted";
        case domain::EntryVerdict::pending:
            return "pending";
        case domain::EntryVerdict::conflict:
            return "conflict";
        case domain::EntryVerdict::finding:
            return "finding";
    }
    return "accepted";
}

}  // namespace counterfoil::codec
