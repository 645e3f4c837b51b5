#include "platform/strict_toml.hpp"

#include <algorithm>
#include <numeric>

namespace counterfoil::platform {
namespace {

/// Levenshtein's distance: letters to insert, remove or replace.
std::size_t typing_errors(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const auto replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

std::string_view type_name(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::table:
            return "a table";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "a text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number with a fraction";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time:
            return "a date or time";
        case toml::node_type::none:
            break;
    }
    return "nothing";
}

}  // namespace

std::optional<std::string> nearest_name(std::string_view given, const std::set<std::string, std::less<>>& known) {
    std::optional<std::string> best;
    std::size_t least = 3;
    for (const auto& name : known) {
        const auto errors = typing_errors(given, name);
        if (errors < least && errors * 2 < std::max(given.size(), name.size())) {
            least = errors;
            best = name;
        }
    }
    return best;
}

Error TomlFaults::make(const toml::source_region& at, std::string what, std::string remedy) const {
    std::string where = file_;
    if (at.begin) where += ":" + std::to_string(at.begin.line) + ":" + std::to_string(at.begin.column);
    return Error{ErrorCode::invalid_input, std::move(what), std::move(where), std::move(remedy)};
}

void TomlFaults::unknown_name(const toml::source_region& at, std::string what, std::string remedy) {
    if (!unknown_) unknown_ = make(at, std::move(what), std::move(remedy));
}

void TomlFaults::wrong_value(const toml::source_region& at, std::string what, std::string remedy) {
    if (!wrong_) wrong_ = make(at, std::move(what), std::move(remedy));
}

const toml::node* StrictTable::find(std::string_view key) {
    known_.emplace(key);
    return table_ == nullptr ? nullptr : table_->get(key);
}

std::string StrictTable::path_of(std::string_view key) const {
    return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

void StrictTable::wrong_type(std::string_view key, const toml::node& node, std::string_view wanted) {
    faults_.wrong_value(node.source(),
                        "'" + path_of(key) + "' must be " + std::string(wanted) + ", not " + std::string(type_name(node)),
                        "write " + std::string(wanted) + ", or remove the line to use the default");
}

std::string StrictTable::text(std::string_view key, std::string fallback, const Check& check) {
    const auto* node = find(key);
    if (node == nullptr) return fallback;
    const auto value = node->value_exact<std::string>();
    if (!value) {
        wrong_type(key, *node, "a text in quotes");
        return fallback;
    }
    if (const auto complaint = check ? check(*value) : std::nullopt) {
        faults_.wrong_value(node->source(), "'" + path_of(key) + "' " + *complaint,
                            "correct the value, or remove the line to use the default");
        return fallback;
    }
    return *value;
}

std::int64_t StrictTable::number(std::string_view key, std::int64_t fallback, std::int64_t least, std::int64_t most) {
    const auto* node = find(key);
    if (node == nullptr) return fallback;
    const auto value = node->value_exact<std::int64_t>();
    if (!value) {
        wrong_type(key, *node, "a whole number");
        return fallback;
    }
    if (*value < least || *value > most) {
        faults_.wrong_value(node->source(), "'" + path_of(key) + "' is " + std::to_string(*value) + ", out of range",
                            "use a number from " + std::to_string(least) + " to " + std::to_string(most));
        return fallback;
    }
    return *value;
}

StrictTable StrictTable::table(std::string_view key) {
    const auto* node = find(key);
    if (node != nullptr && !node->is_table()) wrong_type(key, *node, "a table, as in [" + path_of(key) + "]");
    return StrictTable(faults_, node == nullptr ? nullptr : node->as_table(), path_of(key));
}

std::vector<StrictTable> StrictTable::tables(std::string_view key, std::size_t most) {
    std::vector<StrictTable> result;
    const auto* node = find(key);
    if (node == nullptr) return result;
    const auto* list = node->as_array();
    const bool right = list != nullptr && std::ranges::all_of(*list, [](const toml::node& item) { return item.is_table(); });
    if (!right) {
        wrong_type(key, *node, "a list of tables, as in [[" + path_of(key) + "]]");
        return result;
    }
    if (list->size() > most) {
        faults_.wrong_value(node->source(), "'" + path_of(key) + "' has " + std::to_string(list->size()) + " entries",
                            "use at most " + std::to_string(most));
        return result;
    }
    for (const auto& item : *list)
        result.emplace_back(faults_, item.as_table(), path_of(key));
    return result;
}

void StrictTable::require(std::string_view key) {
    if (find(key) != nullptr) return;
    faults_.wrong_value(table_ == nullptr ? toml::source_region{} : table_->source(), "'" + path_of(key) + "' is missing",
                        "add a line: " + std::string(key) + " = ...");
}

void StrictTable::reject(std::string_view key, const std::string& what, std::string remedy) {
    const auto* node = find(key);
    faults_.wrong_value(node == nullptr ? toml::source_region{} : node->source(), "'" + path_of(key) + "' " + what,
                        std::move(remedy));
}

void StrictTable::finish() {
    if (table_ == nullptr) return;
    for (const auto& [key, node] : *table_) {
        const auto given = key.str();
        if (known_.contains(given)) continue;
        std::string remedy;
        if (const auto meant = nearest_name(given, known_)) {
            remedy = "did you mean '" + *meant + "'?";
        } else {
            remedy = "known here:";
            for (const auto& name : known_)
                remedy += (name == *known_.begin() ? " " : ", ") + name;
        }
        const auto where = name_.empty() ? std::string() : " in [" + name_ + "]";
        faults_.unknown_name(key.source(), "unknown key '" + std::string(given) + "'" + where, remedy);
    }
}

}  // namespace counterfoil::platform
