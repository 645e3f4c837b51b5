// The built web page that the agent serves, read into memory once: no path of a request ever reaches the file system.
//
//     FOLDER/index.html           at "/"
//     FOLDER/NAME.EXT             at "/NAME.EXT", asked for anew each time (ETag, 304)
//     FOLDER/assets/NAME-HASH.EXT at "/assets/NAME-HASH.EXT", kept by the browser for ever: the name changes with the
//     content
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "web/kit/http.hpp"

namespace counterfoil::web {

inline constexpr std::size_t kScreenEntriesMax = 512;  ///< files and folders
inline constexpr std::size_t kScreenBytesMax = std::size_t{16} * 1024 * 1024;
inline constexpr std::string_view kScreenAssets = "/assets/";

struct ScreenFile {
    std::string content_type;
    std::string cache_control;
    std::string etag;  ///< in its quotes
    std::string content;
};

/// Reading blocks on the disk; find() is for any thread.
class ScreenFiles {
public:
    /// No page.
    ScreenFiles() = default;
    /// All regular files, with those of its folders. Symbolic links, special files, hidden files and names that a URL would
    /// have to escape are left out, with a warning `screen.file_ignored`. All or nothing otherwise; errors: not_found (no
    /// folder, or no index.html in it), full (more than the limits above), permission, io.
    static Result<ScreenFiles> read(const std::string& folder, const Hasher& hasher, Log& log);

    /// By the path of a request; null where there is none.
    const ScreenFile* find(std::string_view path) const;
    std::size_t size() const noexcept { return files_.size(); }

private:
    std::map<std::string, ScreenFile, std::less<>> files_;
};

/// 200, or 304 where `if_none_match` names what the browser has already. With the headers that keep the page to itself.
http_kit::Response screen_response(const ScreenFile& file, std::string_view if_none_match);

}  // namespace counterfoil::web
