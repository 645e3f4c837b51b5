#include "hub/core/issuer_codes.hpp"

#include "codec/signed_code.hpp"
#include "domain/issuer.hpp"
#include "hub/core/coupon_issue.hpp"

namespace counterfoil::hub {
namespace {

void log_refused(Turn& turn, const std::string& why) {
    turn.tools.log.write(LogLevel::warning, "issuer.code_refused", {{"why", why}});
}

}  // namespace

Result<void> adopt_codes(Turn& turn, std::span<const std::string> codes, const domain::Rules& rules, Instant at) {
    for (const std::string& text : codes) {
        const auto code = codec::read_signed_code(text);
        if (!code) {
            log_refused(turn, describe(code.error()));
            continue;
        }
        const auto read = domain::coupon_of_code(*code, rules.issuers, at, turn.tools.verifier, turn.tools.hasher);
        if (const auto* refusal = std::get_if<Refusal>(&read)) {
            log_refused(turn, code->issuer_id + ": " + refusal->figures.at("rule"));
            continue;
        }
        domain::Coupon coupon = std::get<domain::Coupon>(read);
        CF_TRY(known, turn.tx.rights().coupon(coupon.coupon_id));
        if (known) continue;
        CF_TRY(rule, turn.tx.reference().coupon_template(coupon.template_id));
        if (!rule) {
            log_refused(turn, code->issuer_id + ": there is no template " + coupon.template_id.str());
            continue;
        }
        coupon.issued_at = turn.now;
        CF_CHECK(put_fresh(turn, coupon, domain::end_of(coupon, *rule)));
    }
    return {};
}

}  // namespace counterfoil::hub
