#include "daemon/screen.hpp"

#include <filesystem>
#include <system_error>

#include "platform/crypto.hpp"

namespace counterfoil::daemon {
namespace {

constexpr const char* kBesideTheProgram = "../share/counterfoil/screen";
constexpr std::string_view kNameLabel = "counterfoil screen cookie name v1";
constexpr std::string_view kValueLabel = "counterfoil screen cookie value v1";
constexpr std::size_t kNameDigits = 8;

std::string derived(const std::string& token, std::string_view label) {
    return to_hex(platform::hmac_sha256(as_bytes(token), as_bytes(label)));
}

}  // namespace

std::string screen_folder(const platform::AgentConfig& config) {
    if (!config.screen_dir.empty()) return config.screen_dir;
    std::error_code unknown;  // then the folder in which the agent was started stands in
    const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    return (program.parent_path() / kBesideTheProgram).lexically_normal().string();
}

web::ScreenFiles read_screen(const std::string& folder, const Hasher& hasher, Log& log) {
    auto files = web::ScreenFiles::read(folder, hasher, log);
    if (files) return std::move(*files);
    const Error& error = files.error();
    log.write(LogLevel::warning, "screen.absent",
              {{"path", error.where}, {"reason", error.what}, {"remedy", error.remedy + "; then start the agent again"}});
    return {};
}

web::ScreenCookie make_screen_cookie(const std::string& token) {
    web::ScreenCookie cookie;
    cookie.name = "counterfoil_screen_" + derived(token, kNameLabel).substr(0, kNameDigits);
    cookie.value = derived(token, kValueLabel);
    cookie.is_right = [value = cookie.value](std::string_view given) {
        return platform::equal_in_constant_time(as_bytes(given), as_bytes(value));
    };
    return cookie;
}

}  // namespace counterfoil::daemon
