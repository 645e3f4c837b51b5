#include "contract/storage/samples.hpp"

#include "domain/gtin.hpp"

namespace counterfoil::storage::samples {
namespace {

std::string numbered(const char* prefix, int n, std::size_t digits = 8) {
    auto number = std::to_string(n);
    if (number.size() < digits) number.insert(0, digits - number.size(), '0');
    return prefix + number;
}

std::string gtin(int n) {
    const auto digits = numbered("0690", n, 9);
    return digits + domain::gtin_check_digit(digits);
}

domain::BasketLine basket_line(int n, int line_no) {
    domain::BasketLine line;
    line.line_no = line_no;
    line.sku = Sku(numbered("SKU-", n * 7 + line_no));
    line.gtin = gtin(n * 7 + line_no);
    line.name = "\xe4\xba\x94\xe5\xb8\xb8\xe5\xa4\xa7\xe7\xb1\xb3 5 kg";
    line.brand = "Northfield";
    line.category = "food/grain/rice";
    line.quantity = Quantity{1000 * (1 + line_no % 3)};
    line.unit_price = Money{1990 + line_no};
    line.tax_bp = BasisPoints{1300};
    return line;
}

domain::QuoteLine quote_line(const domain::BasketLine& line) {
    const Money amount{line.unit_price.value * line.quantity.value / 1000};
    domain::QuoteLine quoted;
    quoted.line_no = line.line_no;
    quoted.list = amount;
    quoted.base = amount;
    quoted.member_price = amount;
    quoted.alloc = {{domain::Instrument::coupon, "C-1", Money{100}, Points{0}}};
    quoted.net = amount - Money{100};
    quoted.ex_tax = Money{quoted.net.value * 100 / 113};
    quoted.tax = quoted.net - quoted.ex_tax;
    quoted.earn = Points{quoted.net.value / 100};
    return quoted;
}

domain::Quote quote(const domain::Basket& priced, int n) {
    domain::Quote quote;
    quote.quote_id = QuoteId(numbered("Q-", n));
    quote.hash = digest_of(n);
    quote.rules_hash = digest_of(7);
    quote.expires_at = priced.at + domain::kQuoteLife;
    quote.tier = TierId("gold");
    for (const auto& line : priced.lines) {
        quote.lines.push_back(quote_line(line));
        quote.totals.list += quote.lines.back().list;
        quote.totals.due += quote.lines.back().net;
        quote.totals.tax += quote.lines.back().tax;
        quote.points.earn += quote.lines.back().earn;
    }
    quote.totals.coupon_discount = quote.totals.list - quote.totals.due;
    quote.points.step = Points{100};
    quote.used = {{CouponId(numbered("C-", n)), TemplateId("T-1"), 1, quote.totals.coupon_discount, Money{0}, false}};
    return quote;
}

}  // namespace

ports::DeviceState device() {
    return {.device_id = DeviceId("D-1"),
            .epoch = DeviceEpoch{3},
            .store_id = StoreId("S001"),
            .hub_epoch = HubEpoch{2},
            .token = "first-token",
            .floor = 5,
            .request_no = RequestNo{17},
            .last_contact = kNow};
}

MemberId member_id(int n) { return MemberId(numbered("M-", n)); }
CheckoutId checkout_id(int n) { return CheckoutId(numbered("K-", n)); }
std::string request_key(int n) { return numbered("request-", n); }
RightId coupon_right(int n) { return RightId(numbered("coupon:C-", n)); }

Digest digest_of(int n) {
    Digest digest{};
    for (std::size_t i = 0; i < digest.size(); ++i)
        digest[i] = static_cast<std::uint8_t>(i + static_cast<std::size_t>(n) * 31);
    return digest;
}

domain::TicketKey ticket_key(int n) { return {StoreId("S001"), RegisterId("R1"), kDay, TicketId(numbered("", n))}; }

domain::Basket basket(int n, int lines) {
    domain::Basket basket;
    basket.basket_id = numbered("B-", n);
    basket.store_id = StoreId("S001");
    basket.register_id = RegisterId("R1");
    basket.business_day = kDay;
    basket.ticket_id = ticket_key(n).ticket_id;
    basket.at = kNow + Millis{n};
    basket.staff_id = StaffId("W-9");
    basket.member_id = member_id(n);
    basket.proof = domain::Proof::code;
    basket.coupons = std::vector{CouponId(numbered("C-", n))};
    for (int line_no = 1; line_no <= lines; ++line_no)
        basket.lines.push_back(basket_line(n, line_no));
    return basket;
}

domain::Checkout checkout(int n, domain::CheckoutState state, int lines) {
    domain::Checkout checkout;
    checkout.checkout_id = checkout_id(n);
    checkout.state = state;
    checkout.basket = basket(n, lines);
    checkout.quote = quote(checkout.basket, n);
    checkout.acquire = domain::AcquireState::granted;
    checkout.request_no = RequestNo{static_cast<std::uint64_t>(n) + 1};
    checkout.wanted = {{coupon_right(n), 1, 1}};
    checkout.opened_at = checkout.basket.at;
    return checkout;
}

domain::TicketEntry ticket_entry(int n, int lines) {
    domain::TicketEntry entry;
    entry.checkout_id = checkout_id(n);
    entry.idempotency_key = request_key(n);
    entry.basket = basket(n, lines);
    entry.quote = quote(entry.basket, n);
    entry.tenders = {{"cash", entry.quote.totals.due}};
    return entry;
}

domain::ConsumeEntry consume_entry(int n) { return {hold_id(n), {{coupon_right(n), 1}}, ticket_key(n)}; }
domain::ReleaseEntry release_entry(int n) { return {hold_id(n), {{coupon_right(n), 1}}, "hq"}; }

domain::HoldId hold_id(int n) { return {{DeviceId("D-1"), DeviceEpoch{3}}, HubEpoch{2}, static_cast<std::uint64_t>(n) + 1}; }

domain::DeviceHold hold(int n) {
    domain::DeviceHold held;
    held.hold.hold_id = hold_id(n);
    held.hold.account_id = AccountId(numbered("A-", n));
    held.hold.member_id = member_id(n);
    held.hold.rights = {{coupon_right(n), 1, kNever},
                        {RightId(numbered("lot:L-", n)), 300, kNow + Millis{86'400'000}, PurseId("promo")}};
    held.hold.granted_at = kNow;
    held.hold.request_no = RequestNo{static_cast<std::uint64_t>(n) + 1};
    held.grant.payload.assign(400, static_cast<std::uint8_t>(n));
    held.grant.signature.fill(static_cast<std::uint8_t>(n + 1));
    for (const auto& right : held.hold.rights)
        held.rights.push_back({.right = right, .checkout_id = checkout_id(n)});
    return held;
}

domain::DeviceHold spent_hold(int n) {
    auto held = hold(n);
    held.rights[0].spent = 1;
    held.rights[1].given_back = 300;
    return held;
}

ports::TicketRow ticket_row(int n, JournalSeq seq) {
    return {ticket_key(n), seq, kNow + Millis{n}, member_id(n), Money{9900 + n}};
}

ports::Effect effect(int n, JournalSeq seq) {
    return {.seq = seq,
            .member_id = member_id(n),
            .right_id = coupon_right(n),
            .amount = 1,
            .at_risk = false,
            .value = Money{500},
            .at = kNow + Millis{n},
            .business_day = kDay};
}

domain::CachedMember cached_member(int n) {
    domain::CachedMember cached;
    cached.member.member_id = member_id(n);
    cached.member.account_id = AccountId(numbered("A-", n));
    cached.member.name = "\xe9\x99\x88\xe6\x99\xa8 " + std::to_string(n);
    cached.member.tier = TierId("gold");
    cached.member.home_store = StoreId("S001");
    cached.member.identities = {{domain::IdentityKind::phone, numbered("+86138", n)},
                                {domain::IdentityKind::card_no, numbered("69000", n)}};
    cached.member.lots = {{LotId(numbered("L-", n)), Points{100 + n % 900}, kNow, kNow + Millis{86'400'000}}};
    cached.applied = {{{DeviceId("D-1"), DeviceEpoch{3}}, JournalSeq{static_cast<std::uint64_t>(n) + 1}}};
    return cached;
}

domain::Coupon coupon(int n) {
    domain::Coupon coupon;
    coupon.coupon_id = CouponId(numbered("C-", n));
    coupon.code = numbered("CP", n);
    coupon.template_id = TemplateId("T-1");
    coupon.member_id = member_id(n);
    coupon.account_id = AccountId(numbered("A-", n));
    coupon.issued_at = kNow;
    coupon.valid_from = kNow;
    coupon.valid_until = kNow + Millis{86'400'000 + n};
    return coupon;
}

domain::CouponTemplate coupon_template(int n) {
    domain::CouponTemplate coupon_template;
    coupon_template.template_id = TemplateId("T-" + std::to_string(n));
    coupon_template.name = {"\xe6\xbb\xa1\xe5\x87\x8f", "Money off"};
    coupon_template.face = Money{500};
    coupon_template.valid_from = kNow;
    coupon_template.valid_until = kNow + Millis{86'400'000};
    return coupon_template;
}

domain::Product product(int n) {
    domain::Product product;
    product.sku = Sku(numbered("SKU-", n));
    product.gtin = gtin(n);
    product.name = {"\xe5\xa4\xa7\xe7\xb1\xb3", "Rice"};
    product.brand = "Northfield";
    product.category = "food/grain/rice";
    product.unit_price = Money{1990};
    product.tax_bp = BasisPoints{1300};
    return product;
}

domain::Rules rules() {
    domain::Rules rules;
    rules.tiers = {{TierId("gold"), {"\xe9\x87\x91\xe5\x8d\xa1", "Gold"}, 1, BasisPoints{9500}, BasisPoints{12000}}};
    return rules;
}

}  // namespace counterfoil::storage::samples
