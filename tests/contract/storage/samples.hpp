// Sound ledger rows for tests and benchmarks, each named by a number. A ticket has the size of a real one.
#pragma once

#include <string>

#include "domain/checkout.hpp"
#include "domain/feed.hpp"
#include "domain/hold.hpp"
#include "domain/journal.hpp"
#include "ports/ledger.hpp"

namespace counterfoil::storage::samples {

inline constexpr Instant kNow{1'767'225'600'000};  // 2026-01-01T00:00:00Z
inline constexpr const char* kDay = "2026-01-01";

ports::DeviceState device();
MemberId member_id(int n);
CheckoutId checkout_id(int n);
std::string request_key(int n);
Digest digest_of(int n);

domain::TicketKey ticket_key(int n);
domain::Basket basket(int n, int lines = 5);
domain::Checkout checkout(int n, domain::CheckoutState state = domain::CheckoutState::open, int lines = 5);
domain::TicketEntry ticket_entry(int n, int lines = 5);
domain::ConsumeEntry consume_entry(int n);
domain::ReleaseEntry release_entry(int n);

domain::HoldId hold_id(int n);
/// One coupon and one points lot of 300, idle.
domain::DeviceHold hold(int n);
/// The same with nothing left.
domain::DeviceHold spent_hold(int n);
RightId coupon_right(int n);

ports::TicketRow ticket_row(int n, JournalSeq seq);
ports::Effect effect(int n, JournalSeq seq);

domain::CachedMember cached_member(int n);
domain::Coupon coupon(int n);
domain::CouponTemplate coupon_template(int n);
domain::Product product(int n);
domain::Rules rules();

}  // namespace counterfoil::storage::samples
