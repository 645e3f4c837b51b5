// Which Host and Origin values mean this server: a page of another site that resolves its own name to this machine (DNS
// rebinding) or posts across sites (CSRF) names another. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace counterfoil::http_kit {

struct HostAndPort {
    std::string name;  ///< lower case; an IPv6 address keeps its brackets
    std::optional<std::uint16_t> port;
};
/// "name", "name:port", "[::1]:port"; nothing for anything else.
std::optional<HostAndPort> parse_host(std::string_view text);

class OwnHosts {
public:
    /// `bound` is the address that the server listens on, `allowed` further names: "name" stands for the bound port,
    /// "name:port" for itself.
    OwnHosts(const std::string& bound, const std::vector<std::string>& allowed);

    /// `local` is the address at which this very connection arrived: an address, unlike a name, cannot be rebound. A Host
    /// without a port is one that a client or proxy has shortened, and names no other site.
    bool is_host(std::string_view host, std::string_view local) const;
    /// Only "http://" and the right port: another port is another program's page.
    bool is_origin(std::string_view origin, std::string_view local) const;

private:
    bool knows(const HostAndPort& asked, std::string_view local, bool port_may_miss) const;
    std::uint16_t port_ = 0;
    std::vector<HostAndPort> names_;  ///< all with a port
};

}  // namespace counterfoil::http_kit
