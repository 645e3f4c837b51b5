#include "support/golden/samples.hpp"

namespace counterfoil::test_support {
namespace {

using namespace domain;

constexpr Instant kAt{1'785'600'000'000};
constexpr Instant kEndOf2026{1'798'732'800'000};
constexpr Instant kEndOf2027{1'830'268'800'000};

Digest digest_of(std::uint8_t first) {
    Digest digest{};
    for (auto& byte : digest)
        byte = first++;
    return digest;
}

const HoldId kHoldId{{DeviceId("S001-1"), DeviceEpoch{2}}, HubEpoch{1}, 7};

BasketLine line(std::int32_t no, const char* sku, const char* name, std::int64_t quantity, std::int64_t price) {
    BasketLine line;
    line.line_no = no;
    line.sku = Sku(sku);
    line.name = name;
    line.category = "food/snacks";
    line.quantity = Quantity{quantity};
    line.unit_price = Money{price};
    line.tax_bp = BasisPoints{1300};
    return line;
}

QuoteLine quote_line(std::int32_t no, std::int64_t list, std::int64_t member_price, std::int64_t coupon, Allocation points,
                     std::int64_t tax, std::int64_t earn) {
    QuoteLine line;
    line.line_no = no;
    line.list = line.base = Money{list};
    line.member_price = Money{member_price};
    line.alloc = {{Instrument::tier_price, "gold", Money{list - member_price}, {}},
                  {Instrument::coupon, "C-1001", Money{coupon}, {}},
                  points};
    line.net = Money{member_price - coupon - points.amount.value};
    line.tax = Money{tax};
    line.ex_tax = line.net - line.tax;
    line.earn = Points{earn};
    return line;
}

Allocation burnt(std::int64_t value, std::int64_t points) { return {Instrument::points, {}, Money{value}, Points{points}}; }

Quote quote_of_till() {
    Quote quote = sample_quote();
    quote.refused.clear();
    quote.also_possible.clear();
    quote.best.reset();
    quote.explain.clear();
    return quote;
}

/// A ticket between companies, rounded off when it was paid.
SoldTicket ticket_of_company() {
    SoldTicket ticket{sample_basket(), quote_of_till(), {}};
    ticket.basket.entity_id = EntityId("E-1");
    ticket.basket.rounding = Money{79};
    ticket.quote.totals.rounding = Money{79};
    ticket.quote.totals.due -= Money{79};
    QuoteLine& line = ticket.quote.lines.front();
    line.alloc.push_back({Instrument::rounding, {}, Money{79}, {}});
    line.net -= Money{79};
    line.ex_tax -= Money{79};
    ticket.quote.clearing = {{EntityId("hq"), EntityId("E-1"), ClearingCause::coupon, "C-1001", Money{5000}, {}},
                             {EntityId("E-1"), EntityId("pool"), ClearingCause::points_earned, {}, {}, Points{372}}};
    return ticket;
}

}  // namespace

CachedMember sample_member() {
    CachedMember cached;
    Member& member = cached.member;
    member.member_id = MemberId("M-1");
    member.account_id = AccountId("A-1");
    member.name = "王小明";
    member.tier = TierId("gold");
    member.home_store = StoreId("S001");
    member.identities = {{IdentityKind::phone, "+8613800138000"}, {IdentityKind::member_code, "M0000001"}};
    member.lots = {{LotId("L-2026"), Points{1500}, Instant{}, kEndOf2026}, {LotId("L-2027"), Points{6000}, kAt, kEndOf2027}};
    member.owed = Points{30};
    member.merged = {MemberId("M-0")};
    member.birthday = Birthday{2, 29};
    member.staff_id = StaffId("E-30");
    member.staff_month = StaffMonth{"2026-08", Money{12900}};
    member.uses = {{TemplateId("T-85"), 3, "2026-08-01", 1}};
    member.tags = {"茶友", "vip"};
    cached.applied = {{{DeviceId("S001-1"), DeviceEpoch{2}}, JournalSeq{41}}};
    return cached;
}

CouponTemplate sample_amount_off() {
    CouponTemplate out;
    out.template_id = TemplateId("T-300-50");
    out.version = 3;
    out.name = {"满300减50", "50 off 300"};
    out.face = Money{5000};
    out.scope.include.categories = {"food"};
    out.scope.exclude = {{Sku("SKU-9")}, {}, {"Tobacco"}};
    out.min_spend = Money{30000};
    out.valid_from = Instant{1'767'196'800'000};
    out.valid_until = kEndOf2026;
    out.stores = {StoreId("S001"), StoreId("S002")};
    out.offline = OfflinePolicy::risk;
    return out;
}

CouponTemplate sample_percent_off() {
    CouponTemplate out;
    out.template_id = TemplateId("T-85");
    out.kind = TemplateKind::percent_off;
    out.name = {"85折", "15 percent off"};
    out.pay_bp = BasisPoints{8500};
    out.max_discount = Money{4000};
    out.threshold_base = ThresholdBase::list;
    out.threshold_scope = ThresholdScope::ticket;
    out.min_qty = Quantity{2000};
    out.tiers = {TierId("gold")};
    out.valid_days = 30;
    out.wait_days = 1;
    out.windows = {{{5, 6}, TimeOfDay{22 * 60}, TimeOfDay{90}}, {{7}, std::nullopt, std::nullopt}};
    out.regions = {"华东"};
    out.channels = {"store", "kiosk"};
    out.first_purchase = true;
    out.birthday = BirthdayPeriod::week;
    out.tags = {"vip"};
    out.with_tier_price = false;
    out.with_card = true;
    out.with_points = false;
    out.stack_group = "brand";
    out.group_limit = 2;
    out.with_groups = {"order"};
    out.not_with = {TemplateId("T-300-50")};
    out.sequence = 35;
    out.max_per_ticket = 2;
    out.per_member = 10;
    out.per_member_day = 2;
    out.per_store_day = 100;
    out.bound = Bound::bearer;
    out.funding = Funding::third_party;
    out.bearers = {{Party::supplier, BasisPoints{6000}, EntityId("E-9")}, {Party::mall, BasisPoints{4000}, {}}};
    out.on_return = OnReturn::always_new;
    out.extend_days = 14;
    out.transferable = 2;
    return out;
}

CouponTemplate sample_stepped_off() {
    CouponTemplate out;
    out.template_id = TemplateId("T-STEPS");
    out.kind = TemplateKind::stepped_off;
    out.name = {"满200减20,满400减50", "20 off 200, 50 off 400"};
    out.steps = {{Money{20000}, Money{2000}}, {Money{40000}, Money{5000}}};
    out.threshold_base = ThresholdBase::running;
    out.with_pos_promo = false;
    return out;
}

CouponTemplate sample_fixed_price() {
    CouponTemplate out;
    out.template_id = TemplateId("T-990");
    out.kind = TemplateKind::fixed_price;
    out.name = {"9.9元任选两件", "Any two for 9.90 each"};
    out.price = Money{990};
    out.max_units = 2;
    out.scope.include.brands = {"Tea"};
    return out;
}

CouponTemplate sample_gift() {
    CouponTemplate out;
    out.template_id = TemplateId("T-GIFT");
    out.kind = TemplateKind::gift;
    out.name = {"满200赠杯", "A cup from 200"};
    out.skus = {Sku("SKU-7"), Sku("SKU-8")};
    out.min_spend = Money{20000};
    out.sequence = 12;
    return out;
}

CouponTemplate sample_points_multiplier() {
    CouponTemplate out;
    out.template_id = TemplateId("T-TRIPLE");
    out.kind = TemplateKind::points_multiplier;
    out.name = {"三倍积分", "Triple points"};
    out.multiplier_bp = BasisPoints{30000};
    out.scope.include.brands = {"Tea"};
    return out;
}

Coupon sample_coupon() {
    Coupon out;
    out.coupon_id = CouponId("C-1001");
    out.code = "K9ABCDEF";
    out.template_id = TemplateId("T-300-50");
    out.member_id = MemberId("M-1");
    out.account_id = AccountId("A-1");
    out.state = CouponState::used;
    out.issued_at = Instant{1'780'000'000'000};
    out.valid_from = Instant{1'780'000'000'000};
    out.valid_until = kEndOf2026;
    out.issuer = CouponIssuer{"brand", StaffId("E-17"), "SPRING"};
    out.goods = {{Sku("SKU-1"), 2}, {Sku("SKU-2"), 1}};
    out.transfers_left = 1;
    out.from = CouponId("C-1000");
    out.used = CouponUse{sample_ticket(), kAt};
    return out;
}

Product sample_product() {
    Product out;
    out.sku = Sku("SKU-1");
    out.gtin = "06901234567892";
    out.name = {"坚果礼盒", "Nut gift box"};
    out.style = "nut-box";
    out.brand = "Kernel";
    out.category = "food/snacks/nuts";
    out.unit_price = Money{19900};
    out.member_unit_price = Money{17900};
    out.tax_bp = BasisPoints{1300};
    out.flags.no_burn = true;
    out.flags.gift = true;
    return out;
}

Rules sample_rules() {
    Rules out;
    out.version = 12;
    out.tiers = {{TierId("basic"), {"普通", "Basic"}, 0, kWhole, kWhole},
                 {TierId("gold"), {"金卡", "Gold"}, 10, BasisPoints{9000}, BasisPoints{12000}}};
    out.points.max_share_bp = BasisPoints{3000};
    out.points.offline_risk = true;
    out.risk = {Money{10000}, Money{20000}, Money{500000}, Millis{14'400'000}};
    out.prefixes = {{"M"}, {"88"}, {"K9"}};
    return out;
}

Rules sample_zoned_rules() {
    Rules out;
    out.points.birthday = BirthdayPoints{BasisPoints{20000}, BirthdayPeriod::week};
    out.best_objective = BestObjective::due;
    out.late_earn_days = 14;
    out.staff = {TierId("gold"), Money{300000}};
    out.tiers = {{TierId("gold"), {"金卡", "Gold"}, 10, BasisPoints{9000}, BasisPoints{12000}}};
    out.currency = "EUR";
    out.zone = "Europe/Berlin";
    out.day_cutoff = {120};
    out.zones = {{"Asia/Shanghai", 480, {}},
                 {"Europe/Berlin", 60, {{Instant{1'774'746'000'000}, 120}, {Instant{1'792'890'000'000}, 60}}}};
    Issuer pack;
    pack.issuer_id = "pack";
    pack.name = {"包装码", "On-pack codes"};
    pack.patterns = {{"PK", CodeAlphabet::alphanumeric, 8, 20}};
    pack.keys = {{"k1", PublicKey{0x11, 0x22}, Instant{1'772'416'800'000}, kEndOf2026}};
    pack.templates = {{"ten", TemplateId("T-10")}};
    pack.states = {{"UNUSED", CouponState::issued}, {"CONSUMED", CouponState::voided}};
    out.issuers = {pack};
    out.risk.return_max = Money{50000};
    out.risk.return_total_max = Money{200000};
    out.gift_not_brought_back = GiftNotBack::waive_by_manager;
    out.rounding_max = Money{4};
    out.clearing = {{{Party::redeemer_store, BasisPoints{5000}, {}}, {Party::hq, BasisPoints{5000}, {}}},
                    Money{800},
                    {{EntityId("E-1"), Money{750}}}};
    out.stores = {{StoreId("S001"), "north", "", std::nullopt, EntityId("E-1")},
                  {StoreId("S002"), "asia", "Asia/Shanghai", TimeOfDay{0}}};
    CardType type;
    type.card_type_id = CardTypeId("TEN");
    type.version = 2;
    type.name = {"十次八折卡", "Ten times 20 % off"};
    type.pay_bp = BasisPoints{8000};
    type.scope.include.categories = {"food"};
    type.uses = 10;
    type.use_unit = UseUnit::piece;
    type.valid_days = 365;
    type.regions = {"north"};
    type.channels = {"store"};
    type.offline = OfflinePolicy::risk;
    out.card_types = {type};
    return out;
}

TicketKey sample_ticket() { return {StoreId("S001"), RegisterId("R1"), "2026-08-01", TicketId("1042")}; }

Basket sample_basket() {
    Basket out;
    out.basket_id = "B-1";
    out.store_id = StoreId("S001");
    out.register_id = RegisterId("R1");
    out.business_day = "2026-08-01";
    out.ticket_id = TicketId("1042");
    out.at = kAt;
    out.clock_error = Millis{250};
    out.staff_id = StaffId("E-17");
    out.approver_id = StaffId("E-2");
    out.member_id = MemberId("M-1");
    out.proof = Proof::code;
    out.coupons = std::vector{CouponId("C-1001")};
    out.points = Points{6100};
    out.lines = {line(1, "SKU-1", "坚果礼盒", 2000, 19900), line(2, "SKU-2", "牛奶饼干", 3000, 1990),
                 line(3, "SKU-3", "散装糖果", 856, 1280)};
    out.lines[0].gtin = "06901234567892";
    out.lines[2].weighed = true;
    out.lines[2].uom = "kg";
    out.lines[2].amount = Money{1096};
    out.lines[2].tax_bp = BasisPoints{900};
    return out;
}

Quote sample_quote() {
    Quote out;
    out.quote_id = QuoteId("Q-1");
    out.hash = digest_of(0x10);
    out.rules_hash = digest_of(0x80);
    out.expires_at = kAt + kQuoteLife;
    out.tier = TierId("gold");
    out.totals = {Money{46866}, {}, Money{4687}, Money{5000}, Money{6100}, Money{31079}, Money{3551}};
    out.lines = {quote_line(1, 39800, 35820, 4246, burnt(5180, 5180), 3036, 316),
                 quote_line(2, 5970, 5373, 637, burnt(777, 777), 455, 47),
                 quote_line(3, 1096, 986, 117, burnt(143, 143), 60, 9)};
    out.used = {{CouponId("C-1001"), TemplateId("T-300-50"), 3, Money{5000}, {}, false}};
    out.points = {Points{6100}, Money{6100}, Points{6100}, Points{100}, Points{372}, false, {}, {}};
    out.refused = {{CouponId("C-1002"),
                    {"85折", "15 percent off"},
                    {{"below_min_spend", {}, {{"short", "1600"}, {"name", "85折"}, {"name_en", "15 percent off"}}},
                     {"ticket_limit", {}, {{"n", "1"}}}}}};
    out.also_possible = {{CouponId("C-1003"), {"三倍积分", "Triple points"}, Points{248}}};
    out.best = BestOffer{Money{37179}, true, {}, 2};
    out.explain = {{"list", {{"amount", "46866"}}},
                   {"member_price", {{"amount", "4687"}, {"left", "42179"}, {"tier", "金卡"}, {"tier_en", "Gold"}}},
                   {"due", {{"amount", "31079"}}}};
    return out;
}

Hold sample_hold() {
    Hold out;
    out.hold_id = kHoldId;
    out.account_id = AccountId("A-1");
    out.member_id = MemberId("M-1");
    out.rights = {{RightId("coupon:C-1001"), 1, kEndOf2026}, {RightId("lot:L-2026"), 1500, kEndOf2026}};
    out.granted_at = kAt;
    out.reclaim_after = Millis{86'400'000};
    out.request_no = RequestNo{5};
    return out;
}

Checkout sample_checkout() {
    Checkout out;
    out.checkout_id = CheckoutId("K-1");
    out.basket = sample_basket();
    out.quote = sample_quote();
    out.acquire = AcquireState::granted;
    out.request_no = RequestNo{5};
    out.wanted = {{RightId("coupon:C-1001"), 1, 1}, {RightId("lot:L-2026"), 1, 1500}};
    out.opened_at = kAt;
    return out;
}

ReturnEntry sample_return() {
    const SoldTicket ticket = ticket_of_company();
    const std::vector<ReturnRequest> lines{{3, Quantity{856}}, {1, Quantity{1000}}};
    ReturnEntry entry;
    entry.ticket = ticket.basket.ticket_key();
    entry.return_key = entry.ticket;
    entry.return_key.ticket_id = TicketId("1057");
    entry.idempotency_key = "pos-7-1057";
    entry.staff_id = StaffId("E-17");
    entry.entity_id = EntityId("E-2");
    entry.goods = std::get<Return>(make_return(ticket, lines));
    entry.deducted = Points{100};
    entry.deduction = Money{100};
    entry.gifts = {{CouponId("C-1003"), 4, Sku("SKU-7"), Money{2900}, Money{2900}, {}, false},
                   {CouponId("C-1004"), 5, Sku("SKU-8"), Money{1900}, {}, {}, true}};
    entry.exchange = {{2, Quantity{1000}, Sku("SKU-2"), Sku("SKU-2B"), "06901234567892", "牛奶饼干"}};
    entry.approver_id = StaffId("E-2");
    entry.refunds = {{"wechat_pay", entry.refund()}};
    entry.clearing = clear_return(ticket, entry.goods, {entry.entity_id, entry.deducted, entry.refund()});
    return entry;
}

EnrolEntry sample_enrolment() {
    EnrolEntry entry{MemberId("P-S001-1-ABC"), "pos-7-1043", {}};
    entry.person.identities = {{IdentityKind::phone, "+8613700137000", IdentityState::active, kAt, Proof::otp, "S001-1"},
                               {IdentityKind::card_no, "CARD000778", IdentityState::active, {}, Proof::none, "S001-1"}};
    entry.person.name = "Xiao Lin";
    entry.person.birthday = Birthday{5, 6};
    entry.person.birth_year = 2016;
    entry.person.consent = {"2026-01", {.membership = true, .marketing = false, .sharing = false}, "store"};
    entry.person.guardian = Guardian{"Lin Mei", "+8613800138000"};
    entry.person.staff_id = StaffId("E17");
    return entry;
}

LateEarnEntry sample_late_earn() {
    LateEarnEntry entry;
    entry.ticket = sample_ticket();
    entry.member_id = MemberId("M-1");
    entry.idempotency_key = "pos-7-late-1";
    entry.staff_id = StaffId("E-17");
    entry.approver_id = StaffId("E-2");
    entry.rules_hash = digest_of(0x80);
    entry.points = {TierId("gold"), {{1, Points{316}}, {2, Points{47}}}, Points{363}, 310};
    return entry;
}

std::vector<JournalEntry> sample_entries() {
    const std::vector<Units> units{{RightId("coupon:C-1001"), 1}, {RightId("lot:L-2026"), 1500}};
    const SoldTicket sold = ticket_of_company();
    const std::vector<JournalBody> bodies{
        TicketEntry{CheckoutId("K-1"), "pos-7-1042", sold.basket, sold.quote, {{"wechat_pay", Money{31000}}}},
        ConsumeEntry{kHoldId, units, sample_ticket()},
        ReleaseEntry{kHoldId, {{RightId("lot:L-2026"), 400}}, "hq"},
        RefuseEntry{kHoldId},
        RiskEntry{units[0], MemberId("M-1"), AccountId("A-1"), Money{5000}, sample_ticket()},
        sample_return(),
        sample_enrolment(),
        sample_late_earn()};
    std::vector<JournalEntry> entries;
    for (const JournalBody& body : bodies)
        entries.push_back({DeviceEpoch{2}, JournalSeq{42 + entries.size()}, kAt, body});
    return entries;
}

}  // namespace counterfoil::test_support
