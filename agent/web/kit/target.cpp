#include "web/kit/target.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

namespace counterfoil::http_kit {
namespace {

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

std::optional<Target> parse_target(std::string_view text) {
    const auto parsed = boost::urls::parse_origin_form({text.data(), text.size()});
    if (!parsed) return std::nullopt;
    Target target;
    target.path = parsed->path();
    if (has_control(target.path)) return std::nullopt;
    for (const auto& parameter : parsed->params()) {
        std::string value(parameter.value);
        if (has_control(value)) return std::nullopt;
        target.query[std::string(parameter.key)] = std::move(value);
    }
    return target;
}

}  // namespace counterfoil::http_kit
