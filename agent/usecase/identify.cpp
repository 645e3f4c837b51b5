#include "usecase/identify.hpp"

#include <algorithm>

#include "domain/gtin.hpp"
#include "usecase/issuer_coupons.hpp"
#include "usecase/member_card.hpp"
#include "usecase/pricing.hpp"
#include "usecase/shown.hpp"

namespace counterfoil::usecase {
namespace {

Result<std::optional<Refusal>> show_member(const View& view, domain::IdentityKind kind, const std::string& value,
                                           Identified& found) {
    CF_TRY(id, member_known_by(view, kind, value));
    if (!id) {
        if (kind != domain::IdentityKind::phone) return std::nullopt;
        CF_TRY(released, view.cache.was_released(kind, value));
        if (released) return std::optional{Refusal{.code = "phone_released"}};
        return std::nullopt;
    }
    CF_TRY(card, member_card(view, *id));
    if (const auto* refusal = std::get_if<Refusal>(&card)) {
        if (refusal->code == "unknown_member") return std::nullopt;
        return *refusal;
    }
    found.member = std::get<MemberCard>(std::move(card));
    return std::nullopt;
}

Result<void> show_coupon(const View& view, const domain::Rules& rules, const std::string& code, Identified& found) {
    CF_TRY(coupon, view.cache.coupon_by_code(code));
    if (!coupon) return {};
    CF_TRY(offers, offered(view, rules, {*coupon}, situation_of(view, CheckoutId{})));
    found.coupon = std::move(offers.front());
    return {};
}

Result<std::optional<Refusal>> show_signed(const View& view, const domain::Rules& rules, Identified& found) {
    CF_TRY(read, coupon_of_text(view, rules, found.meaning.value, view.now));
    if (auto* refusal = std::get_if<Refusal>(&read)) return std::move(*refusal);
    const domain::Coupon& coupon = std::get<domain::Coupon>(read);
    if (coupon.issuer) found.meaning.issuer_id = coupon.issuer->party;
    CF_TRY(offers, offered(view, rules, {coupon}, situation_of(view, CheckoutId{})));
    found.coupon = std::move(offers.front());
    return std::nullopt;
}

Result<void> show_product(const View& view, const domain::ScanMeaning& meaning, Identified& found) {
    CF_TRY(product, view.reference.product_by_gtin(meaning.value));
    found.product = std::move(product);
    if (found.product || meaning.alternative_gtin.empty()) return {};
    CF_TRY(alternative, view.reference.product_by_gtin(meaning.alternative_gtin));
    found.product = std::move(alternative);
    return {};
}

bool is_lapsed(const Identified& found, const domain::Rules& rules, Instant now) {
    return std::ranges::any_of(found.member->member.identities, [&](const domain::Identity& identity) {
        return identity.is(domain::IdentityKind::phone, found.meaning.value) &&
               domain::phone_lapsed(identity, rules.phone_trust, now);
    });
}

}  // namespace

Result<Outcome<Identified>> identify(const View& view, const IdentifyRequest& request) {
    CF_TRY(in_force, rules_in_force(view));
    if (const auto* refusal = std::get_if<Refusal>(&in_force)) return *refusal;
    const domain::Rules& rules = std::get<domain::Rules>(in_force);

    Identified found;
    found.meaning = domain::classify_scan(request.scan, request.aim, rules.prefixes, rules.issuers);
    std::optional<Refusal> refused;
    const auto as_member = [&](domain::IdentityKind kind, domain::Proof proof) -> Result<void> {
        CF_TRY(refusal, show_member(view, kind, found.meaning.value, found));
        refused = std::move(refusal);
        if (found.member) found.proof = proof;
        return {};
    };
    switch (found.meaning.kind) {
        case domain::ScanKind::member_code:
            CF_CHECK(as_member(domain::IdentityKind::member_code, domain::Proof::code));
            break;
        case domain::ScanKind::card_no:
            // A card number is printed and can be copied: it names the member and proves nothing for spending.
            CF_CHECK(as_member(domain::IdentityKind::card_no, domain::Proof::none));
            break;
        case domain::ScanKind::phone:
            CF_CHECK(as_member(domain::IdentityKind::phone, domain::Proof::phone));
            if (found.member && is_lapsed(found, rules, view.now)) {
                // The number may be another person's by now: like a printed card, it names and proves nothing.
                found.proof = domain::Proof::none;
                found.phone_lapsed = true;
            }
            break;
        case domain::ScanKind::coupon:
        case domain::ScanKind::unknown:
            CF_CHECK(show_coupon(view, rules, found.meaning.value, found));
            break;
        case domain::ScanKind::product:
            CF_CHECK(show_product(view, found.meaning, found));
            // One in ten codes of digits alone has a right check digit by chance.
            if (!found.product && !found.meaning.issuer_id.empty()) CF_CHECK(show_coupon(view, rules, request.scan, found));
            break;
        case domain::ScanKind::signed_coupon: {
            CF_TRY(refusal, show_signed(view, rules, found));
            refused = std::move(refusal);
            break;
        }
        case domain::ScanKind::wechat_pay:
        case domain::ScanKind::alipay:
        case domain::ScanKind::damaged:
            break;
    }
    if (refused) return *refused;
    return found;
}

Result<Outcome<std::vector<domain::Product>>> products(const View& view, const std::string& query,
                                                       const std::string& after_sku, std::size_t limit) {
    const std::size_t most = std::clamp<std::size_t>(limit, 1, 500);
    if (query.empty()) {
        CF_TRY(page, view.reference.products(after_sku, most));
        return std::move(page);
    }
    std::vector<domain::Product> found;
    if (const auto gtin = domain::Gtin::from_digits(query)) {
        CF_TRY(by_gtin, view.reference.product_by_gtin(gtin->str()));
        if (by_gtin) found.push_back(std::move(*by_gtin));
    }
    if (found.empty()) {
        CF_TRY(by_sku, view.reference.product(Sku{query}));
        if (by_sku) found.push_back(std::move(*by_sku));
    }
    return found;
}

}  // namespace counterfoil::usecase
