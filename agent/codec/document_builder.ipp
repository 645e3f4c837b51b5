// Builds a document from nlohmann's parser events, and stops at the first key that comes twice and at the first value that
// lies too deep, so that nothing is built from either.
#pragma once

#include <string>
#include <vector>

#include "codec/reading.ipp"

namespace counterfoil::codec {

/// The functions' names and signatures are nlohmann's SAX interface.
class DocumentBuilder {
public:
    explicit DocumentBuilder(std::size_t depth_max) : depth_max_(depth_max) {}

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) { return add(value); }
    bool number_unsigned(std::uint64_t value) { return add(value); }
    bool number_float(double value, const std::string&) { return add(value); }
    bool string(std::string& value) { return add(std::move(value)); }
    bool binary(Json::binary_t& value) { return add(std::move(value)); }
    bool start_object(std::size_t) { return open(Json::object()); }
    bool end_object() { return close(); }
    bool start_array(std::size_t) { return open(Json::array()); }
    bool end_array() { return close(); }
    bool key(std::string& name) {
        auto& object = open_.back()->get_ref<Json::object_t&>();
        const auto [place, is_new] = object.emplace(std::move(name), nullptr);
        member_ = &place->second;
        return is_new || stop("has a key twice");
    }
    bool parse_error(std::size_t position, const std::string&, const Json::exception&) {
        position_ = position;
        return stop("is malformed");
    }

    /// Empty where all went well.
    const std::string& flaw() const noexcept { return flaw_; }
    /// Bytes read where the parser itself gave up; 0 where the builder stopped it.
    std::size_t position() const noexcept { return position_; }
    Json& document() noexcept { return root_; }

private:
    bool stop(const char* flaw) {
        flaw_ = flaw;
        return false;
    }
    Json* put(Json value) {
        if (open_.empty()) {
            root_ = std::move(value);
            return &root_;
        }
        if (open_.back()->is_array()) {
            auto& list = open_.back()->get_ref<Json::array_t&>();
            return &list.emplace_back(std::move(value));
        }
        *member_ = std::move(value);
        return member_;
    }
    bool add(Json value) {
        put(std::move(value));
        return true;
    }
    bool open(Json value) {
        if (open_.size() == depth_max_) return stop("is nested too deeply");
        open_.push_back(put(std::move(value)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }

    std::size_t depth_max_;
    Json root_;
    std::vector<Json*> open_;  ///< stable: an element moves only while none of its own elements is open
    Json* member_ = nullptr;
    std::string flaw_;
    std::size_t position_ = 0;
};

}  // namespace counterfoil::codec
