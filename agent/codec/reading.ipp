// What every decoder shares: where a value stands in its document, and the first thing that is wrong with it.
// Private to the .cpp files of codec and protocol, as it includes nlohmann/json.hpp.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace counterfoil::codec {

using Json = nlohmann::json;

/// json: bytes are hexadecimal text, paths are JSON pointers ("/lines/3/sku"). cbor: bytes are bytes, paths are dotted
/// ("entries.rows[3].hash").
enum class Notation { json, cbor };

/// A value's path as links to its parents, so that text is made for an error only. Lives on the stack of the decoders.
class Place {
public:
    explicit Place(std::string_view root) noexcept : name_(root) {}
    Place(const Place& parent, std::string_view name) noexcept : parent_(&parent), name_(name) {}
    Place(const Place& parent, std::size_t index) noexcept : parent_(&parent), index_(index), is_index_(true) {}

    std::string text(Notation notation) const;
    /// 0-based, for an element of a list.
    std::size_t index() const noexcept { return index_; }

private:
    const Place* parent_ = nullptr;
    std::string_view name_;
    std::size_t index_ = 0;
    bool is_index_ = false;
};

/// One decoding. Keeps the first refusal; whatever is decoded after it is not looked at by anyone.
class Reading {
public:
    explicit Reading(Notation notation) noexcept : notation_(notation) {}

    Notation notation() const noexcept { return notation_; }
    bool failed() const noexcept { return error_.has_value(); }
    void refuse(const Place& place, std::string what);
    Result<void> result() const;

private:
    Notation notation_;
    std::optional<Error> error_;
};

/// How values are written. `compact` leaves out whatever has its default value, as readers put it back.
struct Writing {
    Notation notation = Notation::json;
    bool compact = false;
};
inline constexpr Writing kFullJson{Notation::json, false};
inline constexpr Writing kCompactJson{Notation::json, true};

/// The number, if it is written without a fraction or an exponent and fits 64 bits with a sign ("1.0" is no whole number).
std::optional<std::int64_t> whole_number(const Json& value);

/// The canonical text of a document: sorted keys, no white space.
std::string canonical_text(const Json& value);

}  // namespace counterfoil::codec
