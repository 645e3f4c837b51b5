// Demo data: what a small brand might import, made from a seed. The same options give the same bytes on every machine. All
// of it is made up; goods carry GTINs of the restricted range, phone numbers are of the right shape only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/time.hpp"

namespace counterfoil::hub {

struct DemoOptions {
    std::uint64_t seed = 1;
    std::uint32_t members = 3000;     ///< 1 .. 1000000; the first is the showcase
    std::uint32_t products = 400;     ///< 1 .. 99999
    Instant from{1'767'225'600'000};  ///< when its coupons and points begin (2026-01-01T00:00Z)
};

/// The showcase: in every demo import, for documents and walk-throughs.
inline constexpr const char* kDemoMemberCode = "CFM000000000001";      ///< has 1,200 points
inline constexpr const char* kDemoAmountOffCode = "CFC000000000001";   ///< amount_off, offline: risk
inline constexpr const char* kDemoPercentOffCode = "CFC000000000002";  ///< percent_off, offline: checkout
inline constexpr const char* kDemoCardMemberCode =
    "CFM000000000002";                                      ///< a benefit card, 40 stamps, a coupon for double points
inline constexpr const char* kDemoIssuerCode = "LS000001";  ///< a coupon of another issuer, for whoever shows it
inline constexpr const char* kDemoGtin = "2000000000015";

struct DemoFile {
    std::string name;  ///< "members.jsonl"
    std::string text;
};

std::vector<DemoFile> make_demo_data(const DemoOptions& options);

}  // namespace counterfoil::hub
