// Codes, members, products.
#include "web/call.ipp"

namespace counterfoil::web {
namespace {

using nlohmann::json;

/// {scan | code, symbology?}
std::optional<usecase::IdentifyRequest> read_scan(const Call& call, const char* key) {
    const auto body = read_body(call, {key, "symbology"});
    if (!body) return std::nullopt;
    auto scan = read_text(call, *body, key, 8192, true);
    if (!scan) return std::nullopt;
    auto aim = read_text(call, *body, "symbology", 3, false);
    if (!aim) return std::nullopt;
    return usecase::IdentifyRequest{std::move(*scan), std::move(*aim)};
}

void identify(Call call) {
    auto request = read_scan(call, "scan");
    if (!request) return;
    call.service.identify(std::move(*request), answer_json<usecase::Identified>(call));
}

void scan(Call call) {
    auto request = read_scan(call, "code");
    if (!request) return;
    call.service.scan(std::move(request->scan), std::move(request->aim), answer_json<usecase::Identified>(call));
}

void member(Call call) { call.service.member(MemberId(call.ids.at(0)), answer_json<usecase::MemberCard>(call)); }

void products(Call call) {
    const auto limit = query_number(call, "limit", 1, 500, 50);
    if (!limit) return;
    std::string query = std::move(call.request.query["q"]);
    std::string after = std::move(call.request.query["after"]);
    call.service.products(
        std::move(query), std::move(after), *limit,
        answer_with<std::vector<domain::Product>>(call, [](const std::vector<domain::Product>& found, std::string_view) {
            json list = json::array();
            for (const domain::Product& product : found)
                list.push_back(codec::to_json(product));
            return json_response(200, {{"products", std::move(list)}});
        }));
}

constexpr Route kRoutes[] = {{"POST", "/v1/identify", false, identify},
                             {"POST", "/v1/scan", false, scan},
                             {"GET", "/v1/members/{}", false, member},
                             {"GET", "/v1/products", false, products}};

}  // namespace

std::span<const Route> identify_routes() { return kRoutes; }

}  // namespace counterfoil::web
