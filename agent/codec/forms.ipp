// How single values look in a document: Form<T>::read refuses by Reading, Form<T>::write never fails.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/amounts.hpp"
#include "base/bytes.hpp"
#include "base/ids.hpp"
#include "base/time.hpp"
#include "codec/reading.ipp"
#include "codec/text_rules.ipp"

namespace counterfoil::codec {

/// A type without a form of its own is an object whose fields describe() tells (codec/object_reader.ipp).
template <class T>
struct Form;

struct NoRule {};

struct Range {
    std::int64_t least = 0;
    std::int64_t most = kAmountMax;
};
inline constexpr Range kAnyNumberId{0, INT64_MAX};
/// The end of the year 9999 in UTC: no clock and no promise lies beyond, so it is a unit mistaken for another.
inline constexpr Range kInstants{0, 253'402'300'799'999};
/// Sums over the lines of a ticket.
inline constexpr Range kSums{0, kAmountMax * 500};

inline void read_whole_number(const Json& value, std::int64_t& out, const Range& range, const Place& place,
                              Reading& reading) {
    const auto number = whole_number(value);
    if (!number || *number < range.least || *number > range.most) {
        reading.refuse(place, "a whole number from " + std::to_string(range.least) + " to " + std::to_string(range.most) +
                                  " is expected");
        return;
    }
    out = *number;
}

/// For types that hold one number which `Access` reads and sets.
template <class T, class Access>
struct NumberForm {
    using Rule = Range;
    static void read(const Json& value, T& out, const Range& range, const Place& place, Reading& reading) {
        std::int64_t number = 0;
        read_whole_number(value, number, range, place, reading);
        if (!reading.failed()) Access::set(out, number);
    }
    static Json write(const T& value, const Writing&) { return Access::get(value); }
};

template <class T>
struct PlainAccess {
    static void set(T& out, std::int64_t number) { out = static_cast<T>(number); }
    static T get(const T& value) { return value; }
};
template <class T>
struct ValueAccess {
    static void set(T& out, std::int64_t number) { out.value = static_cast<decltype(out.value)>(number); }
    static auto get(const T& value) { return value.value; }
};
struct InstantAccess {
    static void set(Instant& out, std::int64_t number) { out.ms = number; }
    static std::int64_t get(const Instant& value) { return value.ms; }
};

template <>
struct Form<std::int32_t> : NumberForm<std::int32_t, PlainAccess<std::int32_t>> {
    static constexpr Range kRule{0, INT32_MAX};
};
template <>
struct Form<std::uint32_t> : NumberForm<std::uint32_t, PlainAccess<std::uint32_t>> {
    static constexpr Range kRule{0, INT32_MAX};
};
template <>
struct Form<std::int64_t> : NumberForm<std::int64_t, PlainAccess<std::int64_t>> {
    static constexpr Range kRule{};
};
template <>
struct Form<std::uint64_t> : NumberForm<std::uint64_t, PlainAccess<std::uint64_t>> {
    static constexpr Range kRule = kAnyNumberId;
};
template <class Tag>
struct Form<Amount<Tag>> : NumberForm<Amount<Tag>, ValueAccess<Amount<Tag>>> {
    static constexpr Range kRule{};
};
template <>
struct Form<BasisPoints> : NumberForm<BasisPoints, ValueAccess<BasisPoints>> {
    static constexpr Range kRule{0, kWhole.value};
};
template <class Tag>
struct Form<NumberId<Tag>> : NumberForm<NumberId<Tag>, ValueAccess<NumberId<Tag>>> {
    static constexpr Range kRule = kAnyNumberId;
};
template <>
struct Form<Millis> : NumberForm<Millis, ValueAccess<Millis>> {
    static constexpr Range kRule = kInstants;
};
template <>
struct Form<Instant> : NumberForm<Instant, InstantAccess> {
    static constexpr Range kRule = kInstants;
};

template <>
struct Form<bool> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, bool& out, const Rule&, const Place& place, Reading& reading) {
        if (!value.is_boolean()) return reading.refuse(place, "true or false is expected");
        out = value.get<bool>();
    }
    static Json write(const bool& value, const Writing&) { return value; }
};

/// Nothing where the value is no text.
inline const std::string* text_of(const Json& value) { return value.get_ptr<const Json::string_t*>(); }

template <>
struct Form<std::string> {
    using Rule = TextRule;
    static constexpr TextRule kRule = kName;
    static void read(const Json& value, std::string& out, const TextRule& rule, const Place& place, Reading& reading) {
        const std::string* text = text_of(value);
        if (text == nullptr) return reading.refuse(place, "a text is expected");
        if (std::string flaw = text_flaw(*text, rule); !flaw.empty()) return reading.refuse(place, std::move(flaw));
        out = rule.canonical != nullptr && !text->empty() ? rule.canonical(*text) : *text;
    }
    static Json write(const std::string& value, const Writing&) { return value; }
};

inline bool read_id(const Json& value, std::size_t length_max, const Place& place, Reading& reading) {
    const std::string* text = text_of(value);
    if (text != nullptr && is_valid_id(*text) && text->size() <= length_max) return true;
    reading.refuse(place, "an id of 1 to " + std::to_string(length_max) + " characters A-Z a-z 0-9 . _ : - is expected");
    return false;
}

/// A coupon or lot names a right ("coupon:ID"), which must be an id, too.
template <class Id>
inline constexpr std::size_t kLengthMax = kIdLengthMax;
template <>
inline constexpr std::size_t kLengthMax<CouponId> = kIdLengthMax - 7;
template <>
inline constexpr std::size_t kLengthMax<LotId> = kIdLengthMax - 7;

template <>
inline constexpr std::size_t kLengthMax<PurseId> = 32;

template <class Tag>
struct Form<TextId<Tag>> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, TextId<Tag>& out, const Rule&, const Place& place, Reading& reading) {
        if (read_id(value, kLengthMax<TextId<Tag>>, place, reading)) out = TextId<Tag>(*text_of(value));
    }
    static Json write(const TextId<Tag>& value, const Writing&) { return value.str(); }
};

/// Names of an enum's values: specialise with `static constexpr std::array<std::pair<E, std::string_view>, N> kNames`.
template <class E>
struct EnumNames;

template <class E>
std::string_view name_of(E value) {
    for (const auto& [key, name] : EnumNames<E>::kNames)
        if (key == value) return name;
    return "unknown";
}

template <class E>
requires requires { EnumNames<E>::kNames; }
struct Form<E> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, E& out, const Rule&, const Place& place, Reading& reading) {
        if (const std::string* text = text_of(value)) {
            for (const auto& [key, name] : EnumNames<E>::kNames) {
                if (name != *text) continue;
                out = key;
                return;
            }
        }
        std::string names;
        for (const auto& entry : EnumNames<E>::kNames) {
            if (!names.empty()) names += ", ";
            names += entry.second;
        }
        reading.refuse(place, "one of " + names + " is expected");
    }
    static Json write(const E& value, const Writing&) { return std::string(name_of(value)); }
};

struct BytesRule {
    std::size_t most = std::size_t{64} * 1024;
};

/// The bytes of a value: hexadecimal text or, in CBOR, a byte string.
inline bool read_bytes(const Json& value, Bytes& out, const Place& place, Reading& reading) {
    if (reading.notation() == Notation::cbor) {
        if (!value.is_binary()) {
            reading.refuse(place, "bytes are expected");
            return false;
        }
        out = static_cast<const Bytes&>(value.get_binary());
        return true;
    }
    const std::string* text = text_of(value);
    auto bytes = text != nullptr ? from_hex(*text) : std::nullopt;
    if (!bytes) {
        reading.refuse(place, "bytes as hexadecimal text are expected");
        return false;
    }
    out = std::move(*bytes);
    return true;
}
inline Json write_bytes(ByteView bytes, const Writing& writing) {
    if (writing.notation == Notation::cbor) return Json::binary(Bytes(bytes.begin(), bytes.end()));
    return to_hex(bytes);
}

template <>
struct Form<Bytes> {
    using Rule = BytesRule;
    static void read(const Json& value, Bytes& out, const BytesRule& rule, const Place& place, Reading& reading) {
        Bytes bytes;
        if (!read_bytes(value, bytes, place, reading)) return;
        if (bytes.size() > rule.most)
            return reading.refuse(place, "at most " + std::to_string(rule.most) + " bytes expected");
        out = std::move(bytes);
    }
    static Json write(const Bytes& value, const Writing& writing) { return write_bytes(value, writing); }
};

/// Digests, keys and signatures.
template <std::size_t N>
struct Form<std::array<std::uint8_t, N>> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, std::array<std::uint8_t, N>& out, const Rule&, const Place& place,
                     Reading& reading) {
        Bytes bytes;
        if (!read_bytes(value, bytes, place, reading)) return;
        if (bytes.size() != N) return reading.refuse(place, std::to_string(N) + " bytes expected");
        std::copy(bytes.begin(), bytes.end(), out.begin());
    }
    static Json write(const std::array<std::uint8_t, N>& value, const Writing& writing) {
        return write_bytes(value, writing);
    }
};

template <class T>
struct Form<std::vector<T>> {
    struct Rule {
        std::size_t most = 0;
        typename Form<T>::Rule each = Form<T>::kRule;
    };
    static void read(const Json& value, std::vector<T>& out, const Rule& rule, const Place& place, Reading& reading) {
        if (!value.is_array()) return reading.refuse(place, "a list is expected");
        if (value.size() > rule.most)
            return reading.refuse(place, "a list of at most " + std::to_string(rule.most) + " is expected");
        out.clear();
        out.reserve(value.size());
        for (std::size_t i = 0; i < value.size() && !reading.failed(); ++i)
            Form<T>::read(value[i], out.emplace_back(), rule.each, Place(place, i), reading);
    }
    static Json write(const std::vector<T>& value, const Writing& writing) {
        Json list = Json::array();
        for (const T& element : value)
            list.push_back(Form<T>::write(element, writing));
        return list;
    }
};

}  // namespace counterfoil::codec
