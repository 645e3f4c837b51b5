#include "hub/core/desk.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "codec/quote_input.hpp"
#include "codec/told_ticket.hpp"
#include "hub/core/desk_json.hpp"
#include "hub/core/ticket_desk.hpp"

namespace counterfoil::hub {

using nlohmann::json;

namespace {

constexpr std::size_t kHistoryMax = 100;
constexpr std::size_t kQuotasMax = 1000;
constexpr std::size_t kCandidatesMax = 1000;

/// What was done or found, as a document.
using Document = Outcome<json>;

template <class T>
Result<Document> document(Result<Outcome<T>> outcome) {
    if (!outcome) return std::unexpected(std::move(outcome).error());
    if (auto* refusal = std::get_if<Refusal>(&*outcome)) return Document{std::move(*refusal)};
    return Document{to_json(std::get<T>(*outcome))};
}

Result<Document> issue(Turn& turn, const DeskRequest& request) {
    CF_TRY(order, read_issue_order(request.body));
    // HQ's own people issue without a quota; a store does so in the name of a guide, within it.
    if (request.asker && order.issuer.staff_id.empty())
        return Document{Refusal{.code = "no_quota", .field = "/issuer/staff_id"}};
    if (request.asker) order.issuer.party = kOwnParty;
    return document(issue_coupons(turn, order));
}

Result<Document> withdraw(Turn& turn, const DeskRequest& request) {
    CF_TRY(who, read_who(request.body));
    return document(void_coupon(turn, CouponId{request.subject}, who));
}

Result<Document> give_back(Turn& turn, const DeskRequest& request) {
    CF_TRY(who, read_who(request.body));
    return document(give_back_coupon(turn, CouponId{request.subject}, who));
}

Result<Document> transfer(Turn& turn, const DeskRequest& request) {
    CF_TRY(order, read_transfer_order(request.body));
    return document(transfer_coupon(turn, CouponId{request.subject}, order.to_member_id, order.who));
}

Result<Document> give_card_back(Turn& turn, const DeskRequest& request) {
    CF_TRY(order, read_uses_order(request.body));
    return document(give_back_uses(turn, CardId{request.subject}, order.uses, order.who));
}

Result<Document> merge(Turn& turn, const DeskRequest& request) {
    CF_TRY(order, read_merge_order(request.body));
    order.member_id = MemberId{request.subject};
    return document(merge_members(turn, order));
}

Result<Document> split(Turn& turn, const DeskRequest& request) {
    CF_TRY(who, read_who(request.body));
    return document(split_member(turn, MemberId{request.subject}, who));
}

Result<Document> enrol(Turn& turn, const DeskRequest& request) {
    CF_TRY(person, read_enrol_order(request.body));
    return document(enrol_at_desk(turn, person, ""));
}

Result<Document> add_identity(Turn& turn, const DeskRequest& request) {
    CF_TRY(order, read_identity_order(request.body));
    order.member_id = MemberId{request.subject};
    return document(hub::add_identity(turn, order));
}

Result<Document> release_phone(Turn& turn, const DeskRequest& request) {
    CF_TRY(order, read_release_order(request.body));
    order.member_id = MemberId{request.subject};
    return document(hub::release_phone(turn, order));
}

Result<Document> withdraw_agreement(Turn& turn, const DeskRequest& request) {
    CF_TRY(order, read_withdraw_order(request.body));
    order.member_id = MemberId{request.subject};
    return document(withdraw_consent(turn, order));
}

Result<Document> show_erasure(Turn& turn, const DeskRequest& request) {
    return document(view_erasure(turn, MemberId{request.subject}));
}

Result<Document> ask_member_back(Turn& turn, const DeskRequest& request) {
    return document(ask_back(turn, MemberId{request.subject}));
}

Result<Document> erase(Turn& turn, const DeskRequest& request) {
    CF_TRY(who, read_erase_order(request.body));
    return document(erase_member(turn, MemberId{request.subject}, who));
}

Result<Document> dismiss(Turn& turn, const DeskRequest& request) {
    CF_TRY(who, read_who(request.body));
    std::uint64_t no = 0;
    const char* end = request.subject.data() + request.subject.size();
    const auto [stop, status] = std::from_chars(request.subject.data(), end, no);
    if (status != std::errc() || stop != end || no > INT64_MAX)
        return fail(ErrorCode::invalid_input, "a candidate's number is expected", "/no");
    return document(dismiss_candidate(turn, no, who));
}

Result<Document> list_candidates(Turn& turn, const DeskRequest&) {
    json list = json::array();
    CF_TRY(candidates, turn.tx.persons().candidates(kCandidatesMax));
    for (const CandidateRow& candidate : candidates)
        list.push_back(to_json(candidate));
    return Document{json{{"candidates", std::move(list)}}};
}

Result<Document> put_quota(Turn& turn, const DeskRequest& request) {
    CF_TRY(order, read_quota_order(request.body));
    order.quota.quota_id = request.subject;
    if (!is_valid_id(right_of_quota(order.quota.quota_id).str()))
        return fail(ErrorCode::invalid_input, "an id of 1 to 58 characters is expected", "/quota_id");
    return document(set_quota(turn, order));
}

const char* unit_state(const RightRow& right) {
    if (right.free > 0) return "free";
    if (right.held > 0) return "held";
    return right.used > 0 ? "used" : "ended";
}

Result<json> holders(Turn& turn, const RightId& right) {
    json list = json::array();
    CF_TRY(holds, turn.tx.holds().of_right(right));
    for (const HoldRow& hold : holds) {
        if (hold.state == HoldState::reclaimed) continue;
        CF_TRY(device, turn.tx.devices().find(hold.hold.hold_id.holder));
        json one = {{"hold_id", hold.hold.hold_id.text()},
                    {"granted_at", hold.hold.granted_at.ms},
                    {"recalled", hold.state == HoldState::recalling}};
        if (device) {
            one["store_id"] = device->store_id.str();
            one["last_contact"] = device->last_contact.ms;
        }
        list.push_back(std::move(one));
    }
    return list;
}

Result<Document> describe_coupon(Turn& turn, const domain::Coupon& coupon) {
    const RightId right_id = domain::right_of(coupon.coupon_id);
    CF_TRY(right, turn.tx.rights().right(right_id));
    if (!right) return fail(ErrorCode::corrupt, "a coupon has no right", coupon.coupon_id.str());
    CF_TRY(held, holders(turn, right_id));
    CF_TRY(operations, turn.tx.operations().of(coupon.coupon_id.str(), kHistoryMax));
    json history = json::array();
    for (const OperationRow& operation : operations)
        if (operation.kind != OperationKind::give_uses_back) history.push_back(to_json(operation));
    CF_TRY(owner, live_id(turn.tx, coupon.member_id));
    domain::Coupon shown = coupon;
    shown.member_id = std::move(owner);
    return Document{json{{"coupon", codec::to_json(shown)},
                         {"unit", unit_state(*right)},
                         {"holds", std::move(held)},
                         {"operations", std::move(history)}}};
}

Result<Document> show_coupon(Turn& turn, const DeskRequest& request) {
    CF_TRY(coupon, turn.tx.rights().coupon(CouponId{request.subject}));
    if (!coupon) return Document{Refusal{.code = "unknown_coupon", .field = "/coupon_id"}};
    return describe_coupon(turn, *coupon);
}

Result<Document> show_coupon_by_code(Turn& turn, const DeskRequest& request) {
    CF_TRY(coupon, turn.tx.rights().coupon_by_code(request.subject));
    if (!coupon) return Document{Refusal{.code = "unknown_coupon", .field = "/code"}};
    return describe_coupon(turn, *coupon);
}

Result<Document> show_ticket(Turn& turn, const DeskRequest& request) {
    const auto key = ticket_key_of(request.subject);
    if (!key) return fail(ErrorCode::invalid_input, "STORE/REGISTER/DAY/TICKET is expected", "/ticket");
    CF_TRY(outcome, tell_ticket(turn, *key));
    if (auto* refusal = std::get_if<Refusal>(&outcome)) return Document{std::move(*refusal)};
    return Document{json::parse(codec::encode_told_ticket(std::get<domain::ToldTicket>(outcome)))};
}

/// A price by templates that are not in force yet: HQ's rules and templates stand in for what the document leaves out.
Result<Document> try_templates(Turn& turn, const DeskRequest& request) {
    const codec::QuoteSources ours{
        .rules = [&turn] { return turn.tx.reference().rules(); },
        .coupon_template = [&turn](const TemplateId& id) { return turn.tx.reference().coupon_template(id); }};
    CF_TRY(quote, codec::quote_of_text(request.body, turn.tools.hasher, ours));
    return Document{json::parse(quote)};
}

Result<Document> show_card(Turn& turn, const DeskRequest& request) {
    CF_TRY(view, view_card(turn.tx, CardId{request.subject}));
    if (!view) return Document{Refusal{.code = "unknown_card", .field = "/card_id"}};
    CF_TRY(owner, live_id(turn.tx, view->row.member_id));
    view->row.member_id = std::move(owner);
    json out = to_json(*view);
    json held = json::array();
    for (const domain::CardUses& part : domain::uses_by_right(view->card)) {
        CF_TRY(of_right, holders(turn, part.right_id));
        held.insert(held.end(), of_right.begin(), of_right.end());
    }
    CF_TRY(operations, turn.tx.operations().of(request.subject, kHistoryMax));
    json history = json::array();
    for (const OperationRow& operation : operations)
        if (operation.kind == OperationKind::give_uses_back) history.push_back(to_json(operation));
    out["holds"] = std::move(held);
    out["operations"] = std::move(history);
    return Document{std::move(out)};
}

Result<Document> list_quotas(Turn& turn, const DeskRequest&) {
    json list = json::array();
    CF_TRY(quotas, turn.tx.quotas().list(kQuotasMax));
    for (const QuotaRow& quota : quotas) {
        CF_TRY(view, view_quota(turn.tx, quota.quota_id));
        if (view) list.push_back(to_json(*view));
    }
    return Document{json{{"quotas", std::move(list)}}};
}

/// `keyed`: carried out once for each key. `repeatable`: the same again changes nothing, so it needs no key.
enum class Effect { shows, keyed, repeatable };
/// Who may ask for it.
enum class For { hq, devices };

struct Service {
    std::string_view name;
    Effect effect;
    For who;
    Result<Document> (*run)(Turn&, const DeskRequest&);
};
constexpr std::array kServices{Service{"coupons.issue", Effect::keyed, For::devices, issue},
                               Service{"coupons.void", Effect::keyed, For::devices, withdraw},
                               Service{"coupons.give_back", Effect::keyed, For::devices, give_back},
                               Service{"coupons.transfer", Effect::keyed, For::devices, transfer},
                               Service{"cards.give_back", Effect::keyed, For::hq, give_card_back},
                               Service{"cards.show", Effect::shows, For::hq, show_card},
                               Service{"members.merge", Effect::keyed, For::hq, merge},
                               Service{"members.split", Effect::keyed, For::hq, split},
                               Service{"members.enrol", Effect::keyed, For::hq, enrol},
                               Service{"members.add_identity", Effect::keyed, For::hq, add_identity},
                               Service{"members.release_phone", Effect::keyed, For::hq, release_phone},
                               Service{"members.dismiss_candidate", Effect::keyed, For::hq, dismiss},
                               Service{"members.withdraw_consent", Effect::keyed, For::hq, withdraw_agreement},
                               Service{"members.erasure", Effect::shows, For::hq, show_erasure},
                               Service{"members.ask_back", Effect::repeatable, For::hq, ask_member_back},
                               Service{"members.erase", Effect::keyed, For::hq, erase},
                               Service{"members.candidates", Effect::shows, For::hq, list_candidates},
                               Service{"coupons.show", Effect::shows, For::devices, show_coupon},
                               Service{"coupons.show_by_code", Effect::shows, For::devices, show_coupon_by_code},
                               Service{"tickets.show", Effect::shows, For::devices, show_ticket},
                               Service{"templates.try", Effect::shows, For::hq, try_templates},
                               Service{"quotas.put", Effect::repeatable, For::hq, put_quota},
                               Service{"quotas.list", Effect::shows, For::hq, list_quotas}};

bool is_key(std::string_view key) {
    return !key.empty() && key.size() <= kDeskKeyMax && std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7f; });
}

Digest digest_of(const Turn& turn, const DeskRequest& request) {
    return turn.tools.hasher.sha256(as_bytes(request.what + "\n" + request.subject + "\n" + request.body));
}

std::string text_of(const json& value) { return value.dump(-1, ' ', false, json::error_handler_t::replace); }

/// What a key is kept under: each device has keys of its own. No key has a space.
std::string kept_key(const DeskRequest& request) {
    return request.asker ? request.asker->device_id.str() + " " + request.key : request.key;
}

/// The first answer to the key; nothing where it is new.
Result<std::optional<DeskAnswer>> repeated(Turn& turn, const DeskRequest& request) {
    if (!is_key(request.key)) {
        return fail(ErrorCode::invalid_input,
                    "1 to " + std::to_string(kDeskKeyMax) + " characters of ASCII without spaces are expected",
                    "Idempotency-Key");
    }
    CF_TRY(first, turn.tx.operations().first_answer(kept_key(request)));
    if (!first) return std::optional<DeskAnswer>{};
    DeskAnswer out;
    out.repeated = true;
    out.answer = std::string(as_text(first->answer));
    if (first->request != digest_of(turn, request))
        out.answer = Refusal{.code = "idempotency_key_reused", .field = "Idempotency-Key"};
    return std::optional<DeskAnswer>{std::move(out)};
}

}  // namespace

Result<DeskAnswer> serve_desk(Turn& turn, const DeskRequest& request) {
    const auto service = std::ranges::find(kServices, std::string_view(request.what), &Service::name);
    if (service == kServices.end() || (request.asker && service->who != For::devices))
        return DeskAnswer{.answer = Refusal{.code = "unknown_request"}};
    turn.asker = request.asker;
    if (service->effect == Effect::keyed) {
        CF_TRY(first, repeated(turn, request));
        if (first) return std::move(*first);
        // What is free here may be held by a device whose grant the restored HQ does not know.
        if (turn.tools.config.recovery) return DeskAnswer{.answer = Refusal{.code = "recovering"}};
    }
    CF_TRY(made, service->run(turn, request));
    if (const auto* refusal = std::get_if<Refusal>(&made)) return DeskAnswer{.answer = *refusal};
    DeskAnswer out{.answer = text_of(std::get<json>(made))};
    if (service->effect == Effect::keyed) {
        const std::string& text = std::get<std::string>(out.answer);
        const ByteView bytes = as_bytes(text);
        CF_CHECK(turn.tx.operations().keep_answer(
            {kept_key(request), digest_of(turn, request), Bytes(bytes.begin(), bytes.end()), turn.now}));
    }
    return out;
}

}  // namespace counterfoil::hub
