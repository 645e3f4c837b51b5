#include "web/call.ipp"

#include <algorithm>
#include <charconv>

namespace counterfoil::web {
namespace {

constexpr std::string_view kJsonType = "application/json";
constexpr std::size_t kTendersMax = 20;
constexpr std::size_t kIdempotencyKeyMax = 128;

bool is_idempotency_key(std::string_view key) {
    return !key.empty() && key.size() <= kIdempotencyKeyMax &&
           std::ranges::all_of(key, [](char c) { return c > ' ' && c < 0x7f; });
}

}  // namespace

bool is_json_type(std::string_view content_type) {
    if (content_type.empty()) return true;
    const std::string_view type = content_type.substr(0, content_type.find_first_of("; \t"));
    return std::ranges::equal(type, kJsonType, [](char given, char wanted) {
        return (given >= 'A' && given <= 'Z' ? given - 'A' + 'a' : given) == wanted;
    });
}

std::string pointer_to(std::string_view key) {
    std::string out = "/";
    for (const char c : key) {
        if (c == '~')
            out += "~0";
        else if (c == '/')
            out += "~1";
        else
            out += c;
    }
    return out;
}

std::optional<nlohmann::json> read_body(const Call& call, std::initializer_list<std::string_view> allowed) {
    if (!is_json_type(call.request.content_type)) {
        refuse(call, "content_type_not_json", "send the body as application/json");
        return std::nullopt;
    }
    auto parsed = codec::parse_json(call.request.body);
    if (!parsed && parsed.error().code == ErrorCode::full) {
        refuse(call, "body_too_large", parsed.error().what);
        return std::nullopt;
    }
    if (!parsed) {
        refuse_input(call, parsed.error());
        return std::nullopt;
    }
    if (!parsed->is_object()) {
        refuse_input(call, "a JSON object is expected", "");
        return std::nullopt;
    }
    for (const auto& [key, value] : parsed->items()) {
        if (std::ranges::find(allowed, std::string_view(key)) != allowed.end()) continue;
        refuse_input(call, "this key is not known", pointer_to(key), "remove it, or see the API description");
        return std::nullopt;
    }
    return std::move(*parsed);
}

std::optional<std::string> read_text(const Call& call, const nlohmann::json& body, const char* key, std::size_t length_max,
                                     bool required) {
    const auto found = body.find(key);
    if (found == body.end() && !required) return std::string();
    const auto* const text = found == body.end() ? nullptr : found->get_ptr<const std::string*>();
    if (text == nullptr || text->size() > length_max) {
        refuse_input(call, "a text of at most " + std::to_string(length_max) + " bytes is expected", pointer_to(key));
        return std::nullopt;
    }
    return *text;
}

std::optional<std::vector<domain::Tender>> read_tenders(const Call& call, const nlohmann::json& body, const char* key) {
    std::vector<domain::Tender> tenders;
    const auto found = body.find(key);
    if (found == body.end()) return tenders;
    if (!found->is_array() || found->size() > kTendersMax) {
        refuse_input(call, "a list of at most " + std::to_string(kTendersMax) + " tenders is expected", pointer_to(key));
        return std::nullopt;
    }
    for (std::size_t i = 0; i < found->size(); ++i) {
        auto tender = codec::read_tender((*found)[i], pointer_to(key) + "/" + std::to_string(i));
        if (!tender) {
            refuse_input(call, tender.error());
            return std::nullopt;
        }
        tenders.push_back(std::move(*tender));
    }
    return tenders;
}

bool read_idempotency_key(const Call& call, std::string& key) {
    key = call.request.idempotency_key;
    if (is_idempotency_key(key)) return true;
    refuse_input(call, "1 to 128 characters of ASCII without spaces are expected", "Idempotency-Key",
                 "send a key that you repeat when you repeat this request");
    return false;
}

std::optional<std::uint64_t> query_number(const Call& call, const char* name, std::uint64_t least, std::uint64_t most,
                                          std::uint64_t otherwise) {
    const auto found = call.request.query.find(name);
    if (found == call.request.query.end()) return otherwise;
    std::uint64_t value = 0;
    const char* end = found->second.data() + found->second.size();
    const auto [stop, status] = std::from_chars(found->second.data(), end, value);
    if (status != std::errc() || stop != end || value < least || value > most) {
        refuse_input(call, "a number from " + std::to_string(least) + " to " + std::to_string(most) + " is expected",
                     std::string("?") + name);
        return std::nullopt;
    }
    return value;
}

}  // namespace counterfoil::web
