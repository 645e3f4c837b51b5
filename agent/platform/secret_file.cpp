#include "platform/secret_file.hpp"

#include <sys/stat.h>
#include <toml++/toml.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <sstream>

#include "base/ids.hpp"
#include "platform/files.hpp"
#include "platform/system_error.hpp"

namespace counterfoil::platform {
namespace {

constexpr std::size_t kSecretFileBytesMax = 65'536;

Result<void> check_owner(const std::string& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0) return std::unexpected(system_error(errno, "look at the file", path));
    if (info.st_uid != ::geteuid()) {
        return fail(ErrorCode::permission, "the secret file belongs to user " + std::to_string(info.st_uid), path,
                    "start the program as the file's owner");
    }
    if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return fail(ErrorCode::permission, "other users may read or write the secret file", path,
                    "if one may have read it, enrol this device again; otherwise run: chmod 600 " + path);
    }
    return {};
}

std::string place(const std::string& path, const toml::source_region& region) {
    return path + ":" + std::to_string(region.begin.line) + ":" + std::to_string(region.begin.column);
}

std::unexpected<Error> damaged(std::string what, std::string where) {
    return fail(ErrorCode::corrupt, std::move(what), std::move(where),
                "restore the file from a backup or enrol this device again");
}

}  // namespace

Result<SecretValues> read_secret_file(const std::string& path) {
    CF_CHECK(check_owner(path));
    CF_TRY(content, read_file(path, kSecretFileBytesMax));
    toml::table table;
    try {
        table = toml::parse(as_text(content), path);
    } catch (const toml::parse_error& error) {
        // Its description may quote what stands there.
        return damaged("the secret file is not valid TOML", place(path, error.source()));
    }
    SecretValues values;
    for (const auto& [name, node] : table) {
        const auto text = node.value_exact<std::string>();
        if (!text) return damaged("'" + std::string(name.str()) + "' is no text", place(path, node.source()));
        values.emplace(name.str(), *text);
    }
    return values;
}

Result<void> write_secret_file(const std::string& path, const SecretValues& values) {
    toml::table table;
    for (const auto& [name, value] : values) {
        const bool plain = is_valid_id(name) && name.find_first_of(".:") == std::string::npos;
        if (!plain)
            return fail(ErrorCode::invalid_input, "'" + name + "' is no name for a secret", path,
                        "use letters, digits, _ and -");
        table.insert(name, value);
    }
    std::ostringstream text;
    text << "# Secrets of this device. Never copy this file to another one.\n" << table << '\n';
    const auto content = text.str();
    if (content.size() > kSecretFileBytesMax) {
        return fail(ErrorCode::invalid_input, "the secrets have more than " + std::to_string(kSecretFileBytesMax) + " bytes",
                    path, "store less in this file");
    }
    return write_file_durably(path, as_bytes(content), 0600);
}

}  // namespace counterfoil::platform
