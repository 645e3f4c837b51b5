#include "hub/store/import_files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

namespace counterfoil::hub {

namespace {

std::string name_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

std::unexpected<Error> cannot_read(const std::string& path) {
    const int code = errno;
    const ErrorCode kind = code == ENOENT ? ErrorCode::not_found : code == EACCES ? ErrorCode::permission : ErrorCode::io;
    return fail(kind, std::string("cannot be read: ") + std::strerror(code), path);
}

/// Reads one line without its end into `line`, never more than a byte beyond the limit; the rest of a longer one is skipped.
bool read_line(std::istream& in, std::string& line) {
    line.clear();
    std::streambuf& buffer = *in.rdbuf();
    for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
        if (c == '\n') return true;
        if (line.size() <= kImportLineMax) line += static_cast<char>(c);
    }
    return !line.empty();
}

/// One pass over one file. False: enough errors, stop.
Result<bool> read_file(Importer& importer, HubTx& tx, const std::string& path, ImportPass pass) {
    errno = 0;
    std::ifstream in(path, std::ios::binary);
    if (!in) return cannot_read(path);
    // A folder opens and then gives nothing.
    if (in.peek() == std::char_traits<char>::eof() && errno == EISDIR) return cannot_read(path);
    const std::string name = name_of(path);
    std::string line;
    for (std::uint64_t line_no = 1; read_line(in, line); ++line_no) {
        std::string_view text = line;
        if (text.ends_with('\r')) text.remove_suffix(1);
        if (line_no == 1 && text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
        CF_TRY(go_on, importer.line(tx, name, line_no, text, pass));
        if (!go_on) return false;
    }
    return true;
}

Result<ImportResult> read_all(Importer& importer, HubTx& tx, std::span<const std::string> paths) {
    std::vector<std::string> again;
    bool go_on = true;
    for (const std::string& path : paths) {
        if (!go_on) break;
        CF_TRY(more, read_file(importer, tx, path, ImportPass::first));
        go_on = more;
        if (importer.needs_second_pass()) again.push_back(path);
    }
    for (const std::string& path : again) {
        if (!go_on) break;
        CF_TRY(more, read_file(importer, tx, path, ImportPass::second));
        go_on = more;
    }
    CF_TRY(counts, importer.finish(tx));
    return ImportResult{counts, importer.take_outgoing()};
}

}  // namespace

Result<ImportResult> import_files(HubStore& store, const Authority& authority, const Hasher& hasher, const ZoneSource& zones,
                                  std::span<const std::string> paths, Instant now) {
    Importer importer(authority, hasher, zones, now);
    Result<ImportResult> result = fail(ErrorCode::io, "the import did not run");
    const HubJob job = [&](HubTx& tx) {
        result = read_all(importer, tx, paths);
        return result.has_value();
    };
    if (const auto durable = store.transact(job); !durable && result) return std::unexpected(durable.error());
    return result;
}

}  // namespace counterfoil::hub
