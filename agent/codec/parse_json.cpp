#include <iterator>

#include "codec/document_builder.ipp"
#include "codec/json.hpp"

namespace counterfoil::codec {
namespace {

/// Walks over text and leaves word of how far the parser has come, as its events do not say where they happen.
class WatchedText {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    WatchedText(const char* at, const char** farthest) : at_(at), farthest_(farthest) {}
    reference operator*() const { return *at_; }
    WatchedText& operator++() {
        *farthest_ = ++at_;
        return *this;
    }
    WatchedText operator++(int) {
        WatchedText before = *this;
        ++*this;
        return before;
    }
    bool operator==(const WatchedText& other) const { return at_ == other.at_; }

private:
    const char* at_;
    const char** farthest_;
};

/// "line L column C" of the last character before `end`, both from 1; columns are characters.
std::string line_and_column(std::string_view before) {
    std::size_t line = 1;
    std::size_t column = 0;
    for (const char c : before) {
        if (c == '\n') {
            ++line;
            column = 0;
        } else if ((static_cast<unsigned char>(c) & 0xc0) != 0x80) {
            ++column;
        }
    }
    return "line " + std::to_string(line) + " column " + std::to_string(column == 0 ? 1 : column);
}

}  // namespace

Result<nlohmann::json> parse_json(std::string_view text, const JsonLimits& limits) {
    if (text.size() > limits.bytes_max) {
        return fail(ErrorCode::full, "the JSON is larger than " + std::to_string(limits.bytes_max) + " bytes", {},
                    "send less at once");
    }
    const char* const begin = text.data();
    const char* const end = begin + text.size();
    const char* farthest = begin;
    DocumentBuilder builder(limits.depth_max);
    try {
        Json::sax_parse(WatchedText(begin, &farthest), WatchedText(end, &farthest), &builder);
    } catch (const std::exception& e) {
        return fail(ErrorCode::invalid_input, std::string("the JSON cannot be read: ") + e.what());
    }
    if (builder.flaw().empty()) return std::move(builder.document());
    const auto read = static_cast<std::size_t>(farthest - begin);
    return fail(ErrorCode::invalid_input, "the JSON " + builder.flaw(), line_and_column(text.substr(0, read)));
}

}  // namespace counterfoil::codec
