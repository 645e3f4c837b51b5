// JSON Schemas (2020-12) made of the codec's own descriptions, so that the two cannot differ. A described object needs
// nothing here; a type whose form is written by hand says below how its JSON looks.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "codec/describe_basket.ipp"
#include "codec/describe_quote.ipp"

namespace counterfoil::codec {

/// Keeps the order of fields, as people read these files.
using Schema = nlohmann::ordered_json;

template <class T>
Schema schema_of(const typename Form<T>::Rule& rule = Form<T>::kRule);

// ---- forms that are written by hand: add yours here ----

/// Specialise for a type that has a Form of its own and no describe().
template <class T>
struct HandWritten {
    static constexpr bool kIsThere = false;
};
template <>
struct HandWritten<domain::LineFlags> {
    static constexpr bool kIsThere = true;
    static Schema schema() {
        const Json all = Form<domain::LineFlags>::write({true, true, true, true, true, true, true}, kFullJson);
        return {{"type", "array"}, {"items", {{"enum", all}}}, {"maxItems", all.size()}};
    }
};
template <>
struct HandWritten<domain::CouponChoice> {
    static constexpr bool kIsThere = true;
    static Schema schema() {
        return {{"oneOf", {{{"const", "best"}}, schema_of<std::vector<CouponId>>({domain::kCouponsAskedMax, {}})}}};
    }
};
template <>
struct HandWritten<domain::CardChoice> {
    static constexpr bool kIsThere = true;
    static Schema schema() {
        return {{"oneOf", {{{"const", "best"}}, schema_of<std::vector<CardId>>({domain::kCardsMax, {}})}}};
    }
};
template <>
struct HandWritten<domain::PointsChoice> {
    static constexpr bool kIsThere = true;
    static Schema schema() {
        const Schema of_purse = {{"oneOf", {{{"enum", {"none", "max"}}}, schema_of<Points>()}}};
        Schema each = {{"type", "object"}, {"description", "what is wanted of each purse, by its id; main is the main one"}};
        each["maxProperties"] = domain::kPursesMax + 1;
        each["propertyNames"] = schema_of<PurseId>();
        each["additionalProperties"] = of_purse;
        return {{"oneOf", {{{"enum", {"none", "max"}}}, schema_of<Points>(), each}}};
    }
};
template <>
struct HandWritten<domain::TimeOfDay> {
    static constexpr bool kIsThere = true;
    static Schema schema() { return {{"type", "string"}, {"pattern", "^([01][0-9]|2[0-3]):[0-5][0-9]$"}}; }
};
template <>
struct HandWritten<domain::Birthday> {
    static constexpr bool kIsThere = true;
    static Schema schema() {
        return {{"type", "string"}, {"pattern", "^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"}, {"description", "MM-DD"}};
    }
};
template <>
struct HandWritten<std::map<std::string, std::string>> {
    static constexpr bool kIsThere = true;
    static Schema schema() {
        return {
            {"type", "object"}, {"maxProperties", kFiguresMax}, {"additionalProperties", schema_of<std::string>(kFigure)}};
    }
};

// ---- single values ----

/// The unit that a strong type stands for.
template <class T>
constexpr std::string_view unit_of() {
    if constexpr (std::is_same_v<T, Money>) return "minor units";
    if constexpr (std::is_same_v<T, Quantity>) return "thousandths of the sales unit";
    if constexpr (std::is_same_v<T, Points>) return "points";
    if constexpr (std::is_same_v<T, BasisPoints>) return "parts of ten thousand";
    if constexpr (std::is_same_v<T, Instant>) return "milliseconds UTC";
    if constexpr (std::is_same_v<T, Millis>) return "milliseconds";
    return {};
}

/// Lengths are bytes of UTF-8 to the codec and characters to a schema, so the schema's upper bound is the wider one.
inline Schema schema_of_text(const TextRule& rule) {
    Schema schema = {{"type", "string"}};
    if (rule.least > 0) schema["minLength"] = 1;
    schema["maxLength"] = rule.most;
    if (!rule.expected.empty()) schema["description"] = rule.expected;
    return schema;
}

inline Schema schema_of_hex(std::size_t least, std::size_t most) {
    return {{"type", "string"}, {"pattern", "^([0-9a-f]{2}){" + std::to_string(least) + "," + std::to_string(most) + "}$"}};
}

template <class T>
Schema schema_of_enum() {
    Schema names = Schema::array();
    for (const auto& [value, name] : EnumNames<T>::kNames)
        names.push_back(std::string(name));
    return {{"enum", std::move(names)}};
}

// ---- objects ----

/// An Io for describe() that writes down what it is told.
template <class T>
class SchemaWriter {
public:
    explicit SchemaWriter(Schema& properties, std::vector<std::string>& required, std::vector<std::string>& conditions)
        : properties_(properties), required_(required), conditions_(conditions) {}

    template <class M>
    void need(std::string_view name, M T::*, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        properties_[std::string(name)] = schema_of<M>(rule);
        required_.emplace_back(name);
    }
    template <class M>
    void may(std::string_view name, M T::*member, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        static const T kDefaults{};
        Schema schema = schema_of<M>(rule);
        if (const M& value = kDefaults.*member; !is_nothing(value)) {
            const Json written = Form<M>::write(value, kCompactJson);
            if (!written.is_object()) schema["default"] = written;
        }
        properties_[std::string(name)] = std::move(schema);
    }
    template <class M>
    void may(std::string_view name, std::optional<M> T::*, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        properties_[std::string(name)] = schema_of<M>(rule);
    }
    template <class M>
    void seldom(std::string_view name, M T::*member, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        may(name, member, rule);
    }
    template <class M>
    void same_as(M T::*, std::string_view name, M T::*, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        properties_[std::string(name)] = schema_of<M>(rule);
    }
    template <class Make>
    void shown(std::string_view name, const Make&) {
        properties_[std::string(name)] = {{"type", "string"}, {"description", "written for people, not read back"}};
    }
    template <class M>
    void part(M T::*) {
        SchemaWriter<M> writer(properties_, required_, conditions_);
        describe(writer, Of<M>{});
    }
    template <class E, class Rising>
    void expect_rising(std::string_view list, std::vector<E> T::*, const Rising&, std::string_view name, const char* what) {
        conditions_.push_back(std::string(list) + "/n/" + std::string(name) + ": " + what);
    }
    template <class Condition>
    void expect(const Condition&, std::string_view name, const char* what) {
        conditions_.push_back(std::string(name) + ": " + what);
    }

private:
    Schema& properties_;
    std::vector<std::string>& required_;
    std::vector<std::string>& conditions_;
};

template <class T>
Schema schema_of_object() {
    Schema properties = Schema::object();
    std::vector<std::string> required;
    std::vector<std::string> conditions;
    SchemaWriter<T> writer(properties, required, conditions);
    describe(writer, Of<T>{});
    Schema schema = {{"type", "object"}};
    std::string comment;
    for (const std::string& condition : conditions)
        comment += (comment.empty() ? "also expected: " : "; ") + condition;
    if (!comment.empty()) schema["$comment"] = comment;
    schema["properties"] = std::move(properties);
    if (!required.empty()) schema["required"] = required;
    schema["additionalProperties"] = false;
    return schema;
}

template <class T>
concept Described = requires(SchemaWriter<T>& io) {
    describe(io, Of<T>{});
};

template <class T>
inline constexpr bool kIsList = false;
template <class T>
inline constexpr bool kIsList<std::vector<T>> = !std::is_same_v<std::vector<T>, Bytes>;

template <class T>
Schema schema_of(const typename Form<T>::Rule& rule) {
    if constexpr (HandWritten<T>::kIsThere) {
        return HandWritten<T>::schema();
    } else if constexpr (std::is_same_v<typename Form<T>::Rule, Range>) {
        Schema schema = {{"type", "integer"}, {"minimum", rule.least}, {"maximum", rule.most}};
        if (!unit_of<T>().empty()) schema["description"] = unit_of<T>();
        return schema;
    } else if constexpr (std::is_same_v<T, bool>) {
        return {{"type", "boolean"}};
    } else if constexpr (std::is_same_v<T, std::string>) {
        return schema_of_text(rule);
    } else if constexpr (requires(const T& id) { id.str(); }) {
        return {{"type", "string"}, {"pattern", "^[A-Za-z0-9._:-]{1," + std::to_string(kLengthMax<T>) + "}$"}};
    } else if constexpr (requires { EnumNames<T>::kNames; }) {
        return schema_of_enum<T>();
    } else if constexpr (std::is_same_v<T, Bytes>) {
        return schema_of_hex(0, rule.most);
    } else if constexpr (requires { std::tuple_size<T>::value; }) {
        return schema_of_hex(std::tuple_size_v<T>, std::tuple_size_v<T>);
    } else if constexpr (kIsList<T>) {
        return {{"type", "array"}, {"items", schema_of<typename T::value_type>(rule.each)}, {"maxItems", rule.most}};
    } else {
        static_assert(Described<T>,
                      "this type has a Form that is written by hand: say in tests/unit/codec/schema_of.ipp how its JSON "
                      "looks, by a specialisation of HandWritten");
        return schema_of_object<T>();
    }
}

}  // namespace counterfoil::codec
