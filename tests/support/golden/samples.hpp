// One fixed value of every shape, with most optional fields set: worked example 14 of the domain rules, as far as it goes.
#pragma once

#include "domain/checkout.hpp"
#include "domain/feed.hpp"
#include "domain/hold.hpp"
#include "domain/journal.hpp"
#include "domain/member.hpp"
#include "domain/quote.hpp"
#include "domain/rules.hpp"

namespace counterfoil::test_support {

domain::CachedMember sample_member();
domain::CouponTemplate sample_amount_off();
domain::CouponTemplate sample_percent_off();
domain::CouponTemplate sample_stepped_off();
domain::CouponTemplate sample_fixed_price();
domain::CouponTemplate sample_gift();
domain::CouponTemplate sample_points_multiplier();
domain::Coupon sample_coupon();  ///< used
domain::Product sample_product();
domain::Rules sample_rules();
domain::Rules sample_zoned_rules();  ///< zones, stores and days that end after midnight  ///< without its hash
domain::Basket sample_basket();
domain::Quote sample_quote();  ///< with a refused coupon
domain::Hold sample_hold();
domain::Checkout sample_checkout();
domain::TicketKey sample_ticket();
/// One piece of the first line and all of the sweets of the sample ticket.
domain::ReturnEntry sample_return();
domain::EnrolEntry sample_enrolment();  ///< of a child
domain::LateEarnEntry sample_late_earn();
/// One of each kind, in the order of the variant; the ticket is that of a till: no refusals in its quote.
std::vector<domain::JournalEntry> sample_entries();

}  // namespace counterfoil::test_support
