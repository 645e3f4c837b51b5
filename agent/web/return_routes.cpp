// Returns and voids, and the ticket that they go by.
#include "codec/return_json.hpp"
#include "web/call.ipp"

namespace counterfoil::web {
namespace {

using nlohmann::json;

constexpr std::size_t kIdMax = 64;

/// A member of the body that names a ticket. Answers the problem itself.
std::optional<domain::TicketKey> read_key(const Call& call, const json& body, const char* name) {
    const auto found = body.find(name);
    auto key = codec::read_ticket_key(found == body.end() ? json() : *found, pointer_to(name));
    if (key) return std::move(*key);
    refuse_input(call, key.error());
    return std::nullopt;
}

/// {ticket, lines?, exchange?} or {ticket, voided: true} or {ticket, pays_out}
bool read_goods(const Call& call, const json& body, usecase::ReturnRequest& request) {
    auto ticket = read_key(call, body, "ticket");
    if (!ticket) return false;
    request.ticket = std::move(*ticket);
    if (const auto voided = body.find("voided"); voided != body.end()) {
        if (!voided->is_boolean()) {
            refuse_input(call, "true or false is expected", "/voided");
            return false;
        }
        request.voided = voided->get<bool>();
    }
    if (body.contains("pays_out")) {
        request.pays_out = read_key(call, body, "pays_out");
        if (!request.pays_out) return false;
        for (const char* other : {"lines", "exchange", "voided", "gifts"}) {
            if (!body.contains(other)) continue;
            refuse_input(call, "no goods are expected where a kept refund is paid out", pointer_to(other));
            return false;
        }
        return true;
    }
    const auto lines = body.find("lines");
    const auto exchange = body.find("exchange");
    if (request.voided) {
        if (lines == body.end() && exchange == body.end()) return true;
        refuse_input(call, "no lines are expected where all of the ticket is made void",
                     lines == body.end() ? "/exchange" : "/lines");
        return false;
    }
    if (exchange != body.end()) {
        auto read = codec::read_exchange(*exchange, "/exchange");
        if (!read) {
            refuse_input(call, read.error());
            return false;
        }
        request.exchange = std::move(*read);
        if (lines == body.end()) return true;
    }
    auto read = codec::read_return_lines(lines == body.end() ? json() : *lines, "/lines");
    if (!read) {
        refuse_input(call, read.error());
        return false;
    }
    request.lines = std::move(*read);
    return true;
}

bool read_staff(const Call& call, const json& body, const char* name, StaffId& staff_id) {
    const auto text = read_text(call, body, name, kIdMax, false);
    if (!text) return false;
    if (!text->empty() && !is_valid_id(*text)) {
        refuse_input(call, "an id is expected", pointer_to(name));
        return false;
    }
    staff_id = StaffId(*text);
    return true;
}

/// {gifts?, approver_id?, staff_id?}: what becomes of gifts that are not brought back, and by whose word.
bool read_gifts(const Call& call, const json& body, usecase::ReturnRequest& request) {
    if (const auto found = body.find("gifts"); found != body.end()) {
        const auto choice = codec::read_gift_choice(*found, "/gifts");
        if (!choice) {
            refuse_input(call, choice.error());
            return false;
        }
        request.gifts = *choice;
    }
    return read_staff(call, body, "staff_id", request.staff_id) &&
           read_staff(call, body, "approver_id", request.approver_id);
}

void preview(Call call) {
    const auto body = read_body(call, {"ticket", "lines", "exchange", "voided", "gifts", "approver_id", "staff_id"});
    usecase::ReturnRequest request;
    if (body && read_goods(call, *body, request) && read_gifts(call, *body, request))
        call.service.preview_return(std::move(request), answer_json<usecase::ReturnPreview>(call));
}

/// {ticket, return_key, lines | exchange | voided | pays_out, gifts?, refunds?, staff_id?, approver_id?} with the header
/// Idempotency-Key
void take(Call call) {
    usecase::ReturnRequest request;
    if (!read_idempotency_key(call, request.idempotency_key)) return;
    const auto body = read_body(call, {"ticket", "return_key", "lines", "exchange", "voided", "pays_out", "gifts", "refunds",
                                       "staff_id", "approver_id"});
    if (!body || !read_goods(call, *body, request)) return;
    auto key = read_key(call, *body, "return_key");
    if (!key) return;
    request.return_key = std::move(*key);
    auto refunds = read_tenders(call, *body, "refunds");
    if (!refunds || !read_gifts(call, *body, request)) return;
    request.refunds = std::move(*refunds);
    const std::string subject = call.request.path + "\n" + body->dump();
    request.request_digest = call.hasher.sha256(as_bytes(subject));
    call.service.take_return(std::move(request),
                             answer_with<usecase::Returned>(call, [](const usecase::Returned& returned, std::string_view) {
                                 http_kit::Response response = json_response(200, to_json(returned));
                                 if (returned.replay) response.headers.emplace_back("Idempotent-Replay", "true");
                                 return response;
                             }));
}

domain::TicketKey key_of(const Call& call) {
    return {StoreId(call.ids.at(0)), RegisterId(call.ids.at(1)), call.ids.at(2), TicketId(call.ids.at(3))};
}

void ticket(Call call) { call.service.ticket(key_of(call), answer_json<usecase::TicketDetail>(call)); }

/// {member_id, approver_id, staff_id?} with the header Idempotency-Key
void name_member(Call call) {
    usecase::LateEarnRequest request;
    request.ticket = key_of(call);
    if (!read_idempotency_key(call, request.idempotency_key)) return;
    const auto body = read_body(call, {"member_id", "approver_id", "staff_id"});
    if (!body) return;
    const auto member = read_text(call, *body, "member_id", kIdMax, true);
    if (!member) return;
    if (!is_valid_id(*member)) return refuse_input(call, "an id is expected", "/member_id");
    request.member_id = MemberId(*member);
    if (!read_staff(call, *body, "staff_id", request.staff_id)) return;
    if (!read_staff(call, *body, "approver_id", request.approver_id)) return;
    const std::string subject = call.request.path + "\n" + body->dump();
    request.request_digest = call.hasher.sha256(as_bytes(subject));
    call.service.name_member(std::move(request),
                             answer_with<usecase::LateEarned>(call, [](const usecase::LateEarned& named, std::string_view) {
                                 http_kit::Response response = json_response(200, to_json(named));
                                 if (named.replay) response.headers.emplace_back("Idempotent-Replay", "true");
                                 return response;
                             }));
}

constexpr Route kRoutes[] = {{"POST", "/v1/returns", false, take},
                             {"POST", "/v1/returns/preview", false, preview},
                             {"GET", "/v1/tickets/{}/{}/{}/{}", false, ticket},
                             {"POST", "/v1/tickets/{}/{}/{}/{}/member", false, name_member}};

}  // namespace

std::span<const Route> return_routes() { return kRoutes; }

}  // namespace counterfoil::web
