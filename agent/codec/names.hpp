// The stable names of the domain's enumerations, where an API shows them outside of a document of codec/json.hpp. Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "domain/checkout.hpp"
#include "domain/identify.hpp"
#include "domain/journal.hpp"
#include "domain/member.hpp"
#include "domain/quote.hpp"

namespace counterfoil::codec {

std::string_view name_of(domain::ScanKind kind);
std::string_view name_of(domain::Proof proof);
std::string_view name_of(domain::RightState right);
std::string_view name_of(domain::CouponState state);
std::string_view name_of(domain::CheckoutState state);
std::string_view name_of(domain::AcquireState state);
std::string_view name_of(domain::EntryVerdict verdict);
std::string_view name_of(domain::ClearingCause cause);
std::string_view name_of(domain::GiftChoice choice);

/// A birthday as "MM-DD" and back; an empty text is none. Error: invalid_input.
std::string birthday_text(const domain::Birthday& birthday);
Result<std::optional<domain::Birthday>> birthday_from_text(std::string_view text);

}  // namespace counterfoil::codec
