// rapidcheck generators of well-formed domain values: every field within its bounds, not every value within the rules (a
// quote's totals need not add up). Include this before using rc::gen::arbitrary of such a type.
#pragma once

#include <rapidcheck.h>

#include "domain/checkout.hpp"
#include "domain/feed.hpp"
#include "domain/hold.hpp"
#include "domain/journal.hpp"
#include "domain/member.hpp"
#include "domain/quote.hpp"
#include "domain/rules.hpp"

namespace counterfoil::test_support {

/// 1..64 characters of those that ids may have.
rc::Gen<std::string> id_text();
/// Up to `most` bytes of UTF-8 in several scripts, no control characters; never empty where `least` is 1.
rc::Gen<std::string> people_text(std::size_t least, std::size_t most);
rc::Gen<std::int64_t> amount(std::int64_t least, std::int64_t most);
rc::Gen<Instant> instant();
rc::Gen<Instant> instant_or_never();
rc::Gen<std::string> business_day();
rc::Gen<Digest> digest();
rc::Gen<Signature> signature();
rc::Gen<Bytes> bytes(std::size_t most);

template <class Tag>
rc::Gen<TextId<Tag>> id() {
    return rc::gen::map(id_text(), [](std::string text) { return TextId<Tag>(std::move(text)); });
}

rc::Gen<domain::Holder> holder();
rc::Gen<domain::HoldId> hold_id();
rc::Gen<domain::Units> units();
rc::Gen<domain::WantedRight> wanted_right();
rc::Gen<domain::Hold> hold();
rc::Gen<domain::Member> member();
rc::Gen<domain::CachedMember> cached_member();
rc::Gen<domain::CouponTemplate> coupon_template();
rc::Gen<domain::TicketKey> ticket_key();
rc::Gen<domain::Coupon> coupon();
rc::Gen<domain::Product> product();
rc::Gen<domain::Rules> rules();  ///< passes check_rules; its hash is empty
rc::Gen<domain::Basket> basket();
rc::Gen<Refusal> refusal();
rc::Gen<domain::Quote> quote();
rc::Gen<domain::Checkout> checkout();
rc::Gen<domain::JournalEntry> journal_entry();

}  // namespace counterfoil::test_support
