#include "codec/reading.ipp"

namespace counterfoil::codec {
namespace {

void append_pointer_token(std::string& out, std::string_view name) {
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
}

}  // namespace

std::string Place::text(Notation notation) const {
    if (parent_ == nullptr) return std::string(name_);
    std::string out = parent_->text(notation);
    if (notation == Notation::cbor) {
        if (is_index_) return out + "[" + std::to_string(index_) + "]";
        return out + "." + std::string(name_);
    }
    out += '/';
    if (is_index_) {
        out += std::to_string(index_);
    } else {
        append_pointer_token(out, name_);
    }
    return out;
}

void Reading::refuse(const Place& place, std::string what) {
    if (!error_) error_ = Error{ErrorCode::invalid_input, std::move(what), place.text(notation_), {}};
}

Result<void> Reading::result() const {
    if (error_) return std::unexpected(*error_);
    return {};
}

std::optional<std::int64_t> whole_number(const Json& value) {
    if (value.is_number_unsigned()) {
        const auto number = value.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(INT64_MAX)) return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    if (value.is_number_integer()) return value.get<std::int64_t>();
    return std::nullopt;
}

std::string canonical_text(const Json& value) {
    // Text in domain values came in as valid UTF-8; replacing instead of throwing keeps writing free of errors all the same.
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace counterfoil::codec
