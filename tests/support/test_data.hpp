// Real retail data for tests: where it is, and a reader for its gzipped CSV files. For tests only, so failures throw and
// make the test fail with a message.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace counterfoil::test_support {

/// COUNTERFOIL_TEST_DATA, or "../shared" beside the source tree. Holds data/ and vectors/. May not exist: see
/// COUNTERFOIL_NEEDS_TEST_DATA.
std::filesystem::path test_data_path();

/// Reads CSV with a header line and RFC 4180 quotes (commas, doubled quotes and line ends inside quotes), gzipped or plain.
class CsvReader {
public:
    /// Throws std::runtime_error if the file cannot be read or has no header line.
    explicit CsvReader(const std::filesystem::path& path);
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    /// Goes on to the next record; false after the last. Throws on a record whose field count is not the header's, on a
    /// quote that stays open and on damaged gzip data.
    bool next();
    /// The field of the current record. Throws on a column that the header does not name.
    const std::string& operator[](std::string_view column) const;
    const std::vector<std::string>& header() const noexcept { return header_; }
    const std::vector<std::string>& fields() const noexcept { return fields_; }
    /// 1 for the first record after the header.
    std::size_t record_no() const noexcept { return record_no_; }

private:
    struct Input;
    bool read_record(std::vector<std::string>& fields);
    void read_quoted(std::string& field);
    [[noreturn]] void reject(const std::string& what) const;

    std::filesystem::path path_;
    std::unique_ptr<Input> input_;
    std::vector<std::string> header_;
    std::vector<std::string> fields_;
    std::size_t record_no_ = 0;
};

}  // namespace counterfoil::test_support

/// Skips the running GoogleTest where `needed` (a file or folder of the test data) is not there.
#define COUNTERFOIL_NEEDS_TEST_DATA(needed)                                                        \
    if (const std::filesystem::path& needed_path = (needed); std::filesystem::exists(needed_path)) \
        ;                                                                                          \
    else                                                                                           \
        GTEST_SKIP() << "test data absent: " << needed_path.string()
