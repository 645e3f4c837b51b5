#include "support/test_data.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace counterfoil::test_support {

std::filesystem::path test_data_path() {
    const char* from_environment = std::getenv("COUNTERFOIL_TEST_DATA");
    if (from_environment != nullptr && *from_environment != '\0') return from_environment;
    return std::filesystem::path(COUNTERFOIL_SOURCE_DIR) / ".." / "shared";
}

struct CsvReader::Input {
    static constexpr unsigned kBufferBytes = 64 * 1024;
    gzFile file = nullptr;

    ~Input() {
        if (file != nullptr) gzclose(file);
    }
    int get() { return gzgetc(file); }  // -1 at the end and on an error
    int peek() {
        const int c = gzgetc(file);
        if (c >= 0) gzungetc(c, file);
        return c;
    }
    bool broken() const {
        int code = Z_OK;
        gzerror(file, &code);
        return code != Z_OK && code != Z_STREAM_END;
    }
};

CsvReader::CsvReader(const std::filesystem::path& path) : path_(path), input_(std::make_unique<Input>()) {
    input_->file = gzopen(path.c_str(), "rb");
    if (input_->file == nullptr) reject("cannot be opened");
    gzbuffer(input_->file, Input::kBufferBytes);
    if (!read_record(header_)) reject("has no header line");
}

CsvReader::~CsvReader() = default;

void CsvReader::reject(const std::string& what) const {
    throw std::runtime_error(path_.string() + ", record " + std::to_string(record_no_) + ": " + what);
}

void CsvReader::read_quoted(std::string& field) {
    for (int c = input_->get();; c = input_->get()) {
        if (c < 0) reject("a quote stays open");
        if (c == '"') {
            if (input_->peek() != '"') return;
            input_->get();
        }
        field += static_cast<char>(c);
    }
}

bool CsvReader::read_record(std::vector<std::string>& fields) {
    fields.assign(1, {});
    bool any = false;
    for (int c = input_->get(); c >= 0; c = input_->get()) {
        any = true;
        if (c == '"' && fields.back().empty()) {
            read_quoted(fields.back());
        } else if (c == ',') {
            fields.emplace_back();
        } else if (c == '\n' || (c == '\r' && input_->peek() == '\n')) {
            if (c == '\r') input_->get();
            return true;
        } else {
            fields.back() += static_cast<char>(c);
        }
    }
    if (input_->broken()) reject("the gzip data is damaged");
    return any;
}

bool CsvReader::next() {
    if (!read_record(fields_)) return false;
    ++record_no_;
    if (fields_.size() != header_.size()) {
        reject("has " + std::to_string(fields_.size()) + " fields, the header " + std::to_string(header_.size()));
    }
    return true;
}

const std::string& CsvReader::operator[](std::string_view column) const {
    const auto found = std::ranges::find(header_, column);
    if (found == header_.end()) reject("no column " + std::string(column));
    return fields_.at(static_cast<std::size_t>(found - header_.begin()));
}

}  // namespace counterfoil::test_support
