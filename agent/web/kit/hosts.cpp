#include "web/kit/hosts.hpp"

#include <algorithm>
#include <charconv>

namespace counterfoil::http_kit {
namespace {

constexpr std::string_view kHttp = "http://";
constexpr std::uint16_t kHttpPort = 80;

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}
bool is_address_character(char c) { return (c >= 'a' && c <= 'f') || (c >= '0' && c <= '9') || c == ':' || c == '.'; }

std::string lower_case(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

bool is_name(std::string_view name) {
    if (name.starts_with('['))
        return name.size() > 2 && name.ends_with(']') &&
               std::ranges::all_of(name.substr(1, name.size() - 2), is_address_character);
    return !name.empty() && std::ranges::all_of(name, is_name_character);
}

}  // namespace

std::optional<HostAndPort> parse_host(std::string_view text) {
    const auto name_end = text.starts_with('[') ? text.find(']') : text.find(':') - 1;
    HostAndPort out;
    out.name = lower_case(text.substr(0, name_end == std::string_view::npos ? name_end : name_end + 1));
    if (!is_name(out.name)) return std::nullopt;
    const std::string_view rest = text.substr(out.name.size());
    if (rest.empty()) return out;
    if (!rest.starts_with(':')) return std::nullopt;
    std::uint16_t port = 0;
    const auto [end, status] = std::from_chars(rest.data() + 1, rest.data() + rest.size(), port);
    if (status != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
    out.port = port;
    return out;
}

OwnHosts::OwnHosts(const std::string& bound, const std::vector<std::string>& allowed) {
    for (const std::string& each : allowed)
        if (auto name = parse_host(each)) names_.push_back(std::move(*name));
    if (auto own = parse_host(bound)) {
        port_ = own->port.value_or(kHttpPort);
        names_.push_back(std::move(*own));
    }
    for (const std::string_view loopback : {"localhost", "127.0.0.1", "[::1]"})
        names_.push_back({std::string(loopback), port_});
    for (HostAndPort& name : names_)
        if (!name.port) name.port = port_;
}

bool OwnHosts::knows(const HostAndPort& asked, std::string_view local, bool port_may_miss) const {
    const auto port_fits = [&](std::uint16_t own) { return asked.port ? *asked.port == own : port_may_miss; };
    if (asked.name == local && port_fits(port_)) return true;
    return std::ranges::any_of(names_,
                               [&](const HostAndPort& own) { return own.name == asked.name && port_fits(*own.port); });
}

bool OwnHosts::is_host(std::string_view host, std::string_view local) const {
    const auto asked = parse_host(host);
    return asked && knows(*asked, local, true);
}

bool OwnHosts::is_origin(std::string_view origin, std::string_view local) const {
    if (!origin.starts_with(kHttp)) return false;
    auto asked = parse_host(origin.substr(kHttp.size()));
    if (!asked) return false;
    if (!asked->port) asked->port = kHttpPort;
    return knows(*asked, local, false);
}

}  // namespace counterfoil::http_kit
