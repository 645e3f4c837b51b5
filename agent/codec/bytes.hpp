// Domain values as bytes, for those who must not know JSON: storage columns, journal bodies, feed rows. Pure; any thread.
#pragma once

#include "base/crypto.hpp"
#include "base/result.hpp"
#include "domain/checkout.hpp"
#include "domain/feed.hpp"
#include "domain/journal.hpp"
#include "domain/quote.hpp"
#include "domain/rules.hpp"

namespace counterfoil::codec {

/// A journal entry's body: canonical JSON (sorted keys, no white space) with epoch, seq, at, kind and the kind's fields.
Bytes encode_entry(const domain::JournalEntry& entry);
Result<domain::JournalEntry> decode_entry(ByteView body);

/// hash = SHA-256(prev_hash || body).
Digest chain_hash(const Hasher& hasher, const Digest& prev_hash, ByteView body);

Bytes encode_checkout(const domain::Checkout& checkout);
Result<domain::Checkout> decode_checkout(ByteView bytes);

Bytes encode_hold(const domain::Hold& hold);
Result<domain::Hold> decode_hold(ByteView bytes);

Bytes encode_member(const domain::CachedMember& member);
Result<domain::CachedMember> decode_member(ByteView bytes);
Bytes encode_coupon(const domain::Coupon& coupon);
Result<domain::Coupon> decode_coupon(ByteView bytes);
Bytes encode_template(const domain::CouponTemplate& coupon_template);
Result<domain::CouponTemplate> decode_template(ByteView bytes);
Bytes encode_product(const domain::Product& product);
Result<domain::Product> decode_product(ByteView bytes);
Bytes encode_rules(const domain::Rules& rules);
Result<domain::Rules> decode_rules(ByteView bytes, const Hasher& hasher);

/// Fills quote.hash: SHA-256 over the canonical JSON of the basket and of the quote without quote_id, hash, expires_at and
/// refused.
void seal_quote(domain::Quote& quote, const domain::Basket& basket, const Hasher& hasher);

}  // namespace counterfoil::codec
