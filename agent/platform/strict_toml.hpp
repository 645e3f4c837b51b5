// Reads a TOML table in which nothing may be unknown, of another type or out of range. Private to this module.
//
// The readers keep the first fault of all and go on with the default, so that a list of settings reads as a list; the caller
// asks for the fault at the end. An unknown name wins over every other fault: it mostly explains them.
#pragma once

#include <toml++/toml.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace counterfoil::platform {

/// The faults of one file.
class TomlFaults {
public:
    explicit TomlFaults(std::string file) : file_(std::move(file)) {}
    void unknown_name(const toml::source_region& at, std::string what, std::string remedy);
    void wrong_value(const toml::source_region& at, std::string what, std::string remedy);
    /// The fault to show, if there is one.
    std::optional<Error> first() const { return unknown_ ? unknown_ : wrong_; }

private:
    Error make(const toml::source_region& at, std::string what, std::string remedy) const;
    std::string file_;
    std::optional<Error> unknown_;
    std::optional<Error> wrong_;
};

/// One table of the file. Each reader names a setting that may be there; finish() complains of all others.
class StrictTable {
public:
    /// `name` is the table's own, such as "log"; empty for the whole file. A null table has no settings.
    StrictTable(TomlFaults& faults, const toml::table* table, std::string name)
        : faults_(faults), table_(table), name_(std::move(name)) {}

    /// Says what is wrong with a text, as in "must be ..."; nothing when it is right.
    using Check = std::function<std::optional<std::string>(std::string_view)>;
    std::string text(std::string_view key, std::string fallback, const Check& check = {});
    std::int64_t number(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most);
    StrictTable table(std::string_view key);
    /// [[key]] blocks, at most `most`.
    std::vector<StrictTable> tables(std::string_view key, std::size_t most);
    /// Reports that a setting that has no default is missing.
    void require(std::string_view key);
    /// Reports a fault of a setting that only the caller can see.
    void reject(std::string_view key, const std::string& what, std::string remedy);
    void finish();

private:
    const toml::node* find(std::string_view key);
    std::string path_of(std::string_view key) const;
    void wrong_type(std::string_view key, const toml::node& node, std::string_view wanted);

    TomlFaults& faults_;
    const toml::table* table_;
    std::string name_;
    std::set<std::string, std::less<>> known_;
};

/// The one of `known` that `given` was probably meant to be: at most two typing errors away, and fewer than half its
/// letters.
std::optional<std::string> nearest_name(std::string_view given, const std::set<std::string, std::less<>>& known);

}  // namespace counterfoil::platform
