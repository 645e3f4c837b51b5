// Objects by one description for both directions:
//
//   template <class Io>
//   void describe(Io& io, Of<domain::Tender>) {
//       using T = domain::Tender;
//       io.need("kind", &T::kind, kTenderKind);
//       io.may("amount", &T::amount);
//   }
//
// need: must be there. may: absent or null means the default that T{} has. seldom: the same, and not even the full form
// writes a default. part: a member whose fields stand in the same
// object. expect: a condition over several fields, asked when all of them could be read. An unknown key is refused.
#pragma once

#include <algorithm>
#include <map>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "codec/forms.ipp"

namespace counterfoil::codec {

template <class T>
struct Of {};

/// An object that is being read, and which of its keys somebody asked for.
class ObjectScan {
public:
    ObjectScan(const Json& value, const Place& place, Reading& reading)
        : object_(value.get_ptr<const Json::object_t*>()), place_(place), reading_(reading) {
        if (object_ == nullptr) reading.refuse(place, "an object is expected");
    }
    /// Nothing where it is absent, and after a refusal.
    const Json* take(std::string_view name) {
        if (reading_.failed()) return nullptr;
        const auto found = object_->find(name);
        if (found == object_->end()) return nullptr;
        taken_.push_back(name);
        return &found->second;
    }
    void finish() {
        if (reading_.failed() || taken_.size() == object_->size()) return;
        for (const auto& [name, value] : *object_)
            if (std::ranges::find(taken_, name) == taken_.end()) return reading_.refuse(Place(place_, name), "unknown key");
    }
    const Place& place() const noexcept { return place_; }
    Reading& reading() noexcept { return reading_; }

private:
    const Json::object_t* object_;
    const Place& place_;
    Reading& reading_;
    std::vector<std::string_view> taken_;
};

template <class T>
class ObjectReader {
public:
    ObjectReader(ObjectScan& scan, T& out) : scan_(scan), out_(out) {}

    template <class M>
    void need(std::string_view name, M T::*member, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        if (const Json* value = scan_.take(name)) {
            Form<M>::read(*value, out_.*member, rule, Place(scan_.place(), name), scan_.reading());
        } else if (!scan_.reading().failed()) {
            scan_.reading().refuse(Place(scan_.place(), name), "is missing");
        }
    }
    template <class M>
    void may(std::string_view name, M T::*member, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        if (const Json* value = scan_.take(name); value != nullptr && !value->is_null())
            Form<M>::read(*value, out_.*member, rule, Place(scan_.place(), name), scan_.reading());
    }
    template <class M>
    void may(std::string_view name, std::optional<M> T::*member, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        if (const Json* value = scan_.take(name); value != nullptr && !value->is_null())
            Form<M>::read(*value, (out_.*member).emplace(), rule, Place(scan_.place(), name), scan_.reading());
    }
    template <class M>
    void seldom(std::string_view name, M T::*member, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        may(name, member, rule);
    }
    /// Absent means: the same as `other`, which was read before.
    template <class M>
    void same_as(M T::*other, std::string_view name, M T::*member, const typename Form<M>::Rule& rule = Form<M>::kRule) {
        out_.*member = out_.*other;
        may(name, member, rule);
    }
    /// Written for people only; whatever stands there is not read back.
    template <class Make>
    void shown(std::string_view name, const Make&) {
        scan_.take(name);
    }
    template <class M>
    void part(M T::*member) {
        ObjectReader<M> reader(scan_, out_.*member);
        describe(reader, Of<M>{});
    }
    template <class Condition>
    void expect(const Condition& condition, std::string_view name, const char* what) {
        if (!scan_.reading().failed() && !condition(std::as_const(out_)))
            scan_.reading().refuse(Place(scan_.place(), name), what);
    }
    /// A condition over each element of a list and the one before it; the path is that of the element's `name`.
    template <class E, class Condition>
    void expect_rising(std::string_view list, std::vector<E> T::*member, const Condition& condition, std::string_view name,
                       const char* what) {
        const std::vector<E>& elements = out_.*member;
        for (std::size_t i = 1; i < elements.size() && !scan_.reading().failed(); ++i)
            if (!condition(elements[i - 1], elements[i])) {
                const Place whole(scan_.place(), list);
                scan_.reading().refuse(Place(Place(whole, i), name), what);
            }
    }

private:
    ObjectScan& scan_;
    T& out_;
};

/// What is left out even in the full form: nothing is known, so nothing is said.
template <class M>
bool is_nothing(const M& value) {
    constexpr bool kIsId = requires { value.str(); };
    if constexpr (std::is_same_v<M, std::string> || kIsId) {
        return value.empty();
    } else if constexpr (std::is_same_v<M, Instant>) {
        return value == kNever;
    } else {
        return false;
    }
}

template <class T>
class ObjectWriter {
public:
    ObjectWriter(Json::object_t& out, const T& value, const Writing& writing)
        : out_(out), value_(value), writing_(writing) {}

    template <class M>
    void need(std::string_view name, M T::*member, const typename Form<M>::Rule& = {}) {
        put(name, value_.*member);
    }
    template <class M>
    void may(std::string_view name, M T::*member, const typename Form<M>::Rule& = {}) {
        static const T kDefaults{};
        const M& value = value_.*member;
        if (value == kDefaults.*member && (writing_.compact || is_nothing(value))) return;
        put(name, value);
    }
    template <class M>
    void seldom(std::string_view name, M T::*member, const typename Form<M>::Rule& = {}) {
        static const T kDefaults{};
        if (value_.*member != kDefaults.*member) put(name, value_.*member);
    }
    template <class M>
    void may(std::string_view name, std::optional<M> T::*member, const typename Form<M>::Rule& = {}) {
        if (value_.*member) put(name, *(value_.*member));
    }
    template <class M>
    void same_as(M T::*other, std::string_view name, M T::*member, const typename Form<M>::Rule& = {}) {
        if (writing_.compact && value_.*member == value_.*other) return;
        put(name, value_.*member);
    }
    template <class Make>
    void shown(std::string_view name, const Make& make) {
        if (!writing_.compact) out_.emplace(name, make(value_));
    }
    template <class M>
    void part(M T::*member) {
        ObjectWriter<M> writer(out_, value_.*member, writing_);
        describe(writer, Of<M>{});
    }
    template <class Condition>
    void expect(const Condition&, std::string_view, const char*) {}
    template <class E, class Condition>
    void expect_rising(std::string_view, std::vector<E> T::*, const Condition&, std::string_view, const char*) {}

private:
    template <class M>
    void put(std::string_view name, const M& value) {
        out_.emplace(name, Form<M>::write(value, writing_));
    }

    Json::object_t& out_;
    const T& value_;
    Writing writing_;
};

/// Described objects.
template <class T>
struct Form {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, T& out, const Rule&, const Place& place, Reading& reading) {
        ObjectScan scan(value, place, reading);
        ObjectReader<T> reader(scan, out);
        describe(reader, Of<T>{});
        scan.finish();
    }
    static Json write(const T& value, const Writing& writing) {
        Json::object_t object;
        ObjectWriter<T> writer(object, value, writing);
        describe(writer, Of<T>{});
        return object;
    }
};

/// The alternative of a variant that `name` names, out of an object that holds its fields beside the name itself. `tag` is
/// the key under which the name stood.
template <class Variant, std::size_t Index = 0>
void read_alternative(ObjectScan& scan, std::string_view tag,
                      const std::array<std::string_view, std::variant_size_v<Variant>>& names, std::string_view name,
                      Variant& out) {
    if constexpr (Index < std::variant_size_v<Variant>) {
        if (names[Index] != name) return read_alternative<Variant, Index + 1>(scan, tag, names, name, out);
        using T = std::variant_alternative_t<Index, Variant>;
        ObjectReader<T> reader(scan, out.template emplace<Index>());
        describe(reader, Of<T>{});
    } else {
        std::string list;
        for (const std::string_view known : names)
            list += (list.empty() ? "" : ", ") + std::string(known);
        scan.reading().refuse(Place(scan.place(), tag), "one of " + list + " is expected");
    }
}

template <class Variant>
void write_alternative(Json::object_t& out, const Variant& value, const Writing& writing) {
    std::visit(
        [&]<class T>(const T& alternative) {
            ObjectWriter<T> writer(out, alternative, writing);
            describe(writer, Of<T>{});
        },
        value);
}

/// A whole value, or the first thing that is wrong with it.
template <class T>
Result<T> read_whole(const Json& value, std::string_view path, Notation notation = Notation::json) {
    Reading reading(notation);
    T out{};
    Form<T>::read(value, out, Form<T>::kRule, Place(path), reading);
    CF_CHECK(reading.result());
    return out;
}

}  // namespace counterfoil::codec
