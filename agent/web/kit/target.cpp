#include "web/kit/target.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <cstdint>

namespace counterfoil::http_kit {
namespace {

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// How many bytes follow a first byte of UTF-8 (RFC 3629), and which second byte may.
struct Sequence {
    std::size_t more = 0;
    unsigned char second_least = 0x80;
    unsigned char second_most = 0xbf;
};
std::optional<Sequence> sequence_of(unsigned char first) {
    if (first < 0x80) return Sequence{};
    if (first >= 0xc2 && first <= 0xdf) return Sequence{1};
    if (first == 0xe0) return Sequence{2, 0xa0, 0xbf};
    if (first == 0xed) return Sequence{2, 0x80, 0x9f};
    if (first >= 0xe1 && first <= 0xef) return Sequence{2};
    if (first == 0xf0) return Sequence{3, 0x90, 0xbf};
    if (first >= 0xf1 && first <= 0xf3) return Sequence{3};
    if (first == 0xf4) return Sequence{3, 0x80, 0x8f};
    return std::nullopt;
}

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto sequence = sequence_of(static_cast<unsigned char>(text[at]));
        if (!sequence || text.size() - at <= sequence->more) return false;
        for (std::size_t i = 1; i <= sequence->more; ++i) {
            const auto byte = static_cast<unsigned char>(text[at + i]);
            const unsigned char least = i == 1 ? sequence->second_least : 0x80;
            const unsigned char most = i == 1 ? sequence->second_most : 0xbf;
            if (byte < least || byte > most) return false;
        }
        at += 1 + sequence->more;
    }
    return true;
}

bool is_presentable(std::string_view text) { return !has_control(text) && (is_ascii(text) || is_utf8(text)); }

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
    const boost::urls::string_view view(text.data(), text.size());
    Target target;
    const bool absolute = !text.starts_with('/');
    const auto parsed = absolute ? boost::urls::parse_absolute_uri(view) : boost::urls::parse_origin_form(view);
    if (!parsed) return std::nullopt;
    if (absolute) {
        if (parsed->scheme() != "http" || !parsed->has_authority() || parsed->has_userinfo()) return std::nullopt;
        target.authority = std::string(parsed->encoded_host_and_port());
    }
    target.path = parsed->path();
    if (target.path.empty()) target.path = "/";
    if (!target.path.starts_with('/')) return std::nullopt;  // the parser takes "http://a:b" for host a and path ":b"
    const std::string_view encoded(parsed->encoded_path().data(), parsed->encoded_path().size());
    const auto slashes = [](std::string_view of) { return std::ranges::count(of, '/'); };
    if (!is_presentable(target.path) || (!encoded.empty() && slashes(target.path) != slashes(encoded))) return std::nullopt;
    for (const auto& parameter : parsed->params()) {
        std::string key(parameter.key);
        std::string value(parameter.value);
        if (!is_presentable(key) || !is_presentable(value)) return std::nullopt;
        target.query[std::move(key)] = std::move(value);
    }
    return target;
}

}  // namespace counterfoil::http_kit
