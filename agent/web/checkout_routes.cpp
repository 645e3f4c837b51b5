// Quotes, checkouts, tickets.
#include "web/call.ipp"

namespace counterfoil::web {
namespace {

using nlohmann::json;

/// {basket}
std::optional<usecase::QuoteRequest> read_quote_request(const Call& call) {
    const auto body = read_body(call, {"basket"});
    if (!body) return std::nullopt;
    const auto found = body->find("basket");
    if (found == body->end()) {
        refuse_input(call, "a basket is expected", "/basket");
        return std::nullopt;
    }
    auto basket = codec::read_basket(*found, "/basket");
    if (!basket) {
        refuse_input(call, basket.error());
        return std::nullopt;
    }
    return usecase::QuoteRequest{std::move(*basket)};
}

void quote(Call call) {
    auto request = read_quote_request(call);
    if (request) call.service.quote(std::move(*request), answer_json<usecase::QuoteAnswer>(call));
}

void open_checkout(Call call) {
    auto request = read_quote_request(call);
    if (request) call.service.open_checkout(std::move(*request), answer_json<usecase::CheckoutAnswer>(call, 201));
}

void show_checkout(Call call) {
    call.service.checkout(CheckoutId(call.ids.at(0)), answer_json<usecase::CheckoutAnswer>(call));
}

void cancel(Call call) { call.service.cancel(CheckoutId(call.ids.at(0)), answer_json<usecase::CheckoutAnswer>(call)); }

/// What the cashier rounds off, where the body says so. Answers the problem itself.
bool read_rounding(const Call& call, const json& body, std::optional<Money>& rounding) {
    const auto found = body.find("rounding");
    if (found == body.end() || found->is_null()) return true;
    const auto* amount = found->get_ptr<const json::number_unsigned_t*>();
    if (amount == nullptr || *amount > static_cast<std::uint64_t>(kAmountMax)) {
        refuse_input(call, "a whole number from 0 to " + std::to_string(kAmountMax) + " is expected", "/rounding");
        return false;
    }
    rounding = Money{static_cast<std::int64_t>(*amount)};
    return true;
}

/// {quote_hash, tenders?, refunds?, rounding?} with the header Idempotency-Key
void commit(Call call) {
    usecase::CommitRequest request;
    request.checkout_id = CheckoutId(call.ids.at(0));
    if (!read_idempotency_key(call, request.idempotency_key)) return;
    const auto body = read_body(call, {"quote_hash", "tenders", "refunds", "rounding"});
    if (!body) return;
    const auto hash_text = read_text(call, *body, "quote_hash", 64, true);
    if (!hash_text) return;
    const auto hash = array_from_hex<32>(*hash_text);
    if (!hash) {
        refuse_input(call, "the quote's hash is expected: 64 hexadecimal digits", "/quote_hash");
        return;
    }
    request.quote_hash = *hash;
    auto tenders = read_tenders(call, *body, "tenders");
    if (!tenders) return;
    request.tenders = std::move(*tenders);
    auto refunds = read_tenders(call, *body, "refunds");
    if (!refunds) return;
    request.refunds = std::move(*refunds);
    if (!read_rounding(call, *body, request.rounding)) return;
    const std::string subject = call.request.path + "\n" + body->dump();
    request.request_digest = call.hasher.sha256(as_bytes(subject));
    Metrics& metrics = call.metrics;
    call.service.commit(std::move(request), answer_with<usecase::Committed>(
                                                call, [&metrics](const usecase::Committed& committed, std::string_view) {
                                                    http_kit::Response response = json_response(200, to_json(committed));
                                                    if (committed.replay)
                                                        response.headers.emplace_back("Idempotent-Replay", "true");
                                                    else
                                                        metrics.committed(committed.at_risk);
                                                    return response;
                                                }));
}

void tickets(Call call) {
    usecase::TicketQuery query;
    const auto limit = query_number(call, "limit", 1, 200, 50);
    if (!limit) return;
    query.limit = *limit;
    const std::string& member = call.request.query["member"];
    if (!member.empty() && !is_valid_id(member)) {
        refuse_input(call, "a member id is expected", "?member");
        return;
    }
    if (!member.empty()) query.member_id = MemberId(member);
    call.service.tickets(std::move(query), answer_with<std::vector<usecase::TicketView>>(
                                               call, [](const std::vector<usecase::TicketView>& found, std::string_view) {
                                                   json list = json::array();
                                                   for (const usecase::TicketView& ticket : found)
                                                       list.push_back(to_json(ticket));
                                                   return json_response(200, {{"tickets", std::move(list)}});
                                               }));
}

constexpr Route kRoutes[] = {{"POST", "/v1/quotes", false, quote},
                             {"POST", "/v1/checkouts", false, open_checkout},
                             {"GET", "/v1/checkouts/{}", false, show_checkout},
                             {"DELETE", "/v1/checkouts/{}", false, cancel},
                             {"POST", "/v1/checkouts/{}/commit", false, commit},
                             {"GET", "/v1/tickets", false, tickets}};

}  // namespace

std::span<const Route> checkout_routes() { return kRoutes; }

}  // namespace counterfoil::web
