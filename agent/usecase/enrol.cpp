#include "usecase/enrol.hpp"

#include <charconv>

#include "domain/enrol.hpp"
#include "usecase/basket.hpp"
#include "usecase/member_card.hpp"
#include "usecase/shown.hpp"

namespace counterfoil::usecase {
namespace {

/// Of the device's id, so that the whole stays an id.
constexpr std::size_t kDevicePartMax = 32;

/// Nobody else can make the same one: the rest is 128 bits of randomness.
MemberId provisional_id(const View& view, const DeviceId& device) {
    return MemberId{"P-" + device.str().substr(0, kDevicePartMax) + "-" + view.random.new_id()};
}

Result<std::optional<Refusal>> check_new(const View& view, const domain::Enrolment& person) {
    for (std::size_t i = 0; i < person.identities.size(); ++i) {
        const domain::Identity& identity = person.identities[i];
        CF_TRY(known, member_known_by(view, identity.kind, identity.value));
        if (!known) continue;
        CF_TRY(shown, shown_member(view, *known));
        const auto* member = std::get_if<Shown>(&shown);
        return std::optional{Refusal{.code = "already_member",
                                     .field = "/identities/" + std::to_string(i) + "/value",
                                     .figures = {{"member_id", member ? member->member.member_id.str() : known->str()}}}};
    }
    return std::optional<Refusal>{};
}

Result<Outcome<Enrolled>> answer_of(const View& view, JournalSeq seq, bool replay) {
    CF_TRY(stored, view.ledger.tickets().entry(seq));
    const auto* entry = stored ? std::get_if<domain::EnrolEntry>(&stored->body) : nullptr;
    if (entry == nullptr)
        return fail(ErrorCode::corrupt, "an answered enrolment has no journal entry",
                    "journal seq " + std::to_string(seq.value));
    CF_TRY(card, member_card(view, entry->member_id));
    if (const auto* refusal = std::get_if<Refusal>(&card)) return *refusal;
    CF_TRY(applied, view.ledger.journal().applied());
    return Enrolled{.card = std::get<MemberCard>(std::move(card)),
                    .seq = seq,
                    .at = stored->at,
                    .confirmed = applied >= seq,
                    .replay = replay};
}

Result<Outcome<Enrolled>> replay(const View& view, const ports::StoredAnswer& answer) {
    std::uint64_t seq = 0;
    const auto read = std::from_chars(answer.body.data(), answer.body.data() + answer.body.size(), seq);
    if (read.ec != std::errc{}) return fail(ErrorCode::corrupt, "a stored answer names no journal entry", answer.body);
    return answer_of(view, JournalSeq{seq}, true);
}

}  // namespace

Result<Outcome<Enrolled>> enrol(const View& view, const EnrolRequest& request) {
    CF_TRY(answered, view.ledger.requests().find(request.idempotency_key));
    if (answered) {
        if (answered->request != request.request_digest) return Refusal{.code = "idempotency_key_reused"};
        return replay(view, *answered);
    }
    CF_TRY(rules, view.reference.rules());
    if (!rules) return Refusal{.code = "not_ready"};
    CF_TRY(device, view.ledger.device().state());
    auto checked = domain::check_enrolment(request.person, *rules, business_day(*rules, device.store_id, view.now));
    if (const auto* refusal = std::get_if<Refusal>(&checked)) return *refusal;
    domain::EnrolEntry entry{provisional_id(view, device.device_id), request.idempotency_key,
                             std::get<domain::Enrolment>(std::move(checked))};
    CF_TRY(known, check_new(view, entry.person));
    if (known) return std::move(*known);
    domain::stamp_identities(entry.person, device.device_id.str(), view.now);

    CF_TRY(seq, view.ledger.journal().append(entry, view.now));
    CF_CHECK(view.ledger.enrolments().put(entry, seq));
    CF_CHECK(view.ledger.requests().put(request.idempotency_key, {request.request_digest, 200, std::to_string(seq.value)},
                                        view.now));
    return answer_of(view, seq, false);
}

}  // namespace counterfoil::usecase
