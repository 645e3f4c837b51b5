// Any bytes as a request target, a Host and an Origin: what is taken is presentable, and no foreign name becomes our own.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.hpp"
#include "web/kit/hosts.hpp"
#include "web/kit/target.hpp"

namespace {

using namespace counterfoil;

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto target = http_kit::parse_target(text)) {
        CF_ASSERT(target->path.starts_with('/') && !has_control(target->path));
        CF_ASSERT(target->path.size() <= text.size() + 1);
        for (const auto& [name, value] : target->query)
            CF_ASSERT(!has_control(name) && !has_control(value));
    }
    static const http_kit::OwnHosts kHosts("127.0.0.1:8780", {"till.example"});
    if (const auto host = http_kit::parse_host(text)) {
        // What is read comes back as it was, but for the case.
        const std::string again = host->name + (host->port ? ":" + std::to_string(*host->port) : "");
        CF_ASSERT(http_kit::parse_host(again)->name == host->name && http_kit::parse_host(again)->port == host->port);
    }
    if (kHosts.is_host(text, "10.0.0.1")) {
        const auto host = http_kit::parse_host(text);
        CF_ASSERT(host.has_value() && (!host->port || *host->port == 8780));
        CF_ASSERT(host->name == "127.0.0.1" || host->name == "localhost" || host->name == "[::1]" ||
                  host->name == "till.example" || host->name == "10.0.0.1");
    }
    if (kHosts.is_origin(text, "")) CF_ASSERT(text.starts_with("http://") && text.ends_with("8780"));
    return 0;
}
