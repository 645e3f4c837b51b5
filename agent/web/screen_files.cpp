#include "web/screen_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

namespace counterfoil::web {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kIndex = "/index.html";
constexpr std::size_t kNameLengthMax = 128;
constexpr std::size_t kReadAtOnce = 65'536;

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".webp", "image/webp"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".txt", "text/plain; charset=utf-8"},
};

constexpr std::pair<std::string_view, std::string_view> kPageHeaders[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
     "worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), microphone=(), geolocation=()"},
};

std::string_view type_of(std::string_view path) {
    for (const auto& [ending, type] : kTypes)
        if (path.ends_with(ending)) return type;
    return "application/octet-stream";
}

/// Not escaped in a URL, and not hidden.
bool is_plain_name(std::string_view name) {
    return !name.empty() && name.size() <= kNameLengthMax && name.front() != '.' && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-';
    });
}

std::unexpected<Error> cannot_read(const std::error_code& error, const std::string& path) {
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
        return fail(ErrorCode::not_found, "there is no such folder", path,
                    "install the screen there, or set `screen_dir` to its folder");
    if (error == std::errc::permission_denied)
        return fail(ErrorCode::permission, "the agent's user may not read it", path, "let the agent's user read the screen");
    return fail(ErrorCode::io, error.message(), path, "install the screen anew");
}

std::unexpected<Error> too_much(const std::string& folder) {
    return fail(ErrorCode::full,
                "the folder has more than " + std::to_string(kScreenEntriesMax) + " entries or " +
                    std::to_string(kScreenBytesMax) + " bytes",
                folder, "this is not the screen's folder: correct `screen_dir`");
}

Result<std::string> content_of(const std::string& path, std::size_t bytes_max, const std::string& folder) {
    std::ifstream file(path, std::ios::binary);
    if (!file) return cannot_read(std::make_error_code(std::errc::permission_denied), path);
    std::string content;
    std::array<char, kReadAtOnce> chunk{};
    while (file && content.size() <= bytes_max) {
        file.read(chunk.data(), chunk.size());
        content.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) return cannot_read(std::make_error_code(std::errc::io_error), path);
    if (content.size() > bytes_max) return too_much(folder);
    return content;
}

ScreenFile as_served(std::string_view path, std::string content, const Hasher& hasher) {
    ScreenFile file;
    file.content_type = type_of(path);
    file.cache_control = path.starts_with(kScreenAssets) ? "public, max-age=31536000, immutable" : "no-cache";
    file.etag = "\"" + to_hex(hasher.sha256(as_bytes(content))) + "\"";
    file.content = std::move(content);
    return file;
}

/// By weak comparison (RFC 9110, 13.1.2).
bool names(std::string_view if_none_match, std::string_view etag) {
    while (!if_none_match.empty()) {
        const auto comma = if_none_match.find(',');
        std::string_view item = if_none_match.substr(0, comma);
        if_none_match.remove_prefix(comma == std::string_view::npos ? if_none_match.size() : comma + 1);
        while (item.starts_with(' ') || item.starts_with('\t'))
            item.remove_prefix(1);
        while (item.ends_with(' ') || item.ends_with('\t'))
            item.remove_suffix(1);
        if (item.starts_with("W/")) item.remove_prefix(2);
        if (item == etag || item == "*") return true;
    }
    return false;
}

}  // namespace

Result<ScreenFiles> ScreenFiles::read(const std::string& folder, const Hasher& hasher, Log& log) {
    const auto ignore = [&](const fs::path& path) {
        log.write(LogLevel::warning, "screen.file_ignored", {{"path", path.string()}});
    };
    ScreenFiles out;
    std::size_t entries = 0;
    std::size_t bytes = 0;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, error);
    if (error) return cannot_read(error, folder);
    while (entry != fs::recursive_directory_iterator()) {
        if (++entries > kScreenEntriesMax) return too_much(folder);
        const fs::path path = entry->path();
        const auto kind = entry->symlink_status(error).type();
        if (error) return cannot_read(error, path.string());
        const bool is_plain = is_plain_name(path.filename().string());
        if (kind == fs::file_type::directory && !is_plain) entry.disable_recursion_pending();
        if (kind == fs::file_type::regular && is_plain) {
            CF_TRY(content, content_of(path.string(), kScreenBytesMax - bytes, folder));
            bytes += content.size();
            std::string at = "/" + path.lexically_relative(folder).string();
            out.files_.emplace(at, as_served(at, std::move(content), hasher));
        } else if (kind != fs::file_type::directory || !is_plain) {
            ignore(path);
        }
        entry.increment(error);
        if (error) return cannot_read(error, path.string());
    }
    if (!out.files_.contains(kIndex))
        return fail(ErrorCode::not_found, "there is no index.html", folder,
                    "install the screen there, or set `screen_dir` to its folder");
    return out;
}

const ScreenFile* ScreenFiles::find(std::string_view path) const {
    const auto found = files_.find(path == "/" ? kIndex : path);
    return found == files_.end() ? nullptr : &found->second;
}

http_kit::Response screen_response(const ScreenFile& file, std::string_view if_none_match) {
    http_kit::Response response;
    response.cache_control = file.cache_control;
    response.headers.emplace_back("ETag", file.etag);
    for (const auto& [name, value] : kPageHeaders)
        response.headers.emplace_back(name, value);
    if (names(if_none_match, file.etag)) {
        response.status = 304;
    } else {
        response.content_type = file.content_type;
        response.body = file.content;
    }
    return response;
}

}  // namespace counterfoil::web
