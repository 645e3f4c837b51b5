#include "unit/web/description.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace counterfoil::test {
namespace {

std::size_t indent_of(const std::string& line) { return line.find_first_not_of(' '); }

std::set<std::string> words(const std::string& list) {
    std::set<std::string> out;
    std::string word;
    for (const char c : list + ",") {
        if (c == ',' || c == ']') {
            if (!word.empty()) out.insert(word);
            word.clear();
            if (c == ']') break;
        } else if (c != ' ' && c != '[') {
            word += c;
        }
    }
    return out;
}

/// What stands behind "key: [" on the line.
std::set<std::string> list_of(const std::string& line, const std::string& key) {
    const auto at = line.find(key + ": [");
    return at == std::string::npos ? std::set<std::string>() : words(line.substr(at + key.size() + 2));
}

std::string constant_in(const std::string& line) {
    const std::string beginning = "const: ";
    const auto at = line.find(beginning);
    if (at == std::string::npos) return {};
    return line.substr(at + beginning.size(), line.find_first_of(",}", at) - at - beginning.size());
}

/// The schemas that the line refers to.
std::vector<std::string> references_of(const std::string& line) {
    const std::string beginning = "#/components/schemas/";
    std::vector<std::string> out;
    for (auto at = line.find(beginning); at != std::string::npos; at = line.find(beginning, at + 1)) {
        const auto name = at + beginning.size();
        out.push_back(line.substr(name, line.find('"', name) - name));
    }
    return out;
}

std::string without_names(const std::string& path) {
    std::string out;
    for (std::size_t at = 0; at < path.size(); ++at) {
        out += path[at];
        if (path[at] == '{') at = path.find('}', at) - 1;
    }
    return out;
}

}  // namespace

Description::Description(const std::string& text) {
    std::istringstream lines(text);
    std::string line, section, path, schema;
    bool in_schemas = false;
    bool in_properties = false;
    bool in_one_of = false;
    while (std::getline(lines, line)) {
        const auto indent = indent_of(line);
        if (indent == std::string::npos) continue;
        const std::string rest = line.substr(indent);
        const std::string name = rest.substr(0, rest.find(':'));
        if (indent == 0) section = name;
        if (indent == 2) in_schemas = section == "components" && name == "schemas";
        if (section == "paths" && indent == 2) path = without_names(name);
        if (section == "paths" && indent == 4) {
            std::string method = name;
            std::ranges::transform(method, method.begin(), [](char c) { return static_cast<char>(c - 'a' + 'A'); });
            routes.insert(method + " " + path);
        }
        if (!in_schemas) continue;
        if (indent == 4) schema = name;
        if (indent == 6) in_properties = name == "properties";
        if (indent == 6) in_one_of = name == "oneOf";
        if (indent == 6 && name == "allOf") schemas[schema].base = references_of(rest).at(0);
        if (indent == 8 && in_one_of) schemas[schema].one_of.push_back(references_of(rest).at(0));
        if (indent == 6 && name == "required") schemas[schema].required = list_of(rest, "required");
        if (indent == 8 && in_properties) schemas[schema].properties[name] = rest.substr(name.size() + 1);
    }
}

Description::Schema Description::whole(const std::string& schema) const {
    Schema out = schemas.at(schema);
    if (out.base.empty()) return out;
    const Schema base = whole(out.base);
    out.required.insert(base.required.begin(), base.required.end());
    out.properties.insert(base.properties.begin(), base.properties.end());
    return out;
}

std::string Description::flaw_of_alternatives(const nlohmann::json& value, const std::vector<std::string>& schemas_of,
                                              const std::string& path) {
    std::string flaws;
    for (const std::string& schema : schemas_of) {
        const auto seen_before = seen_;
        const std::string found = flaw(value, schema, path);
        if (found.empty()) return {};
        seen_ = seen_before;
        flaws += (flaws.empty() ? "" : "; or ") + found;
    }
    return flaws;
}

std::string Description::flaw_of_property(const nlohmann::json& value, const std::string& line, const std::string& path) {
    const bool has_alternatives = line.find("oneOf") != std::string::npos;
    auto allowed = list_of(line, "enum");
    if (const std::string constant = constant_in(line); !constant.empty()) allowed = {constant};
    if (!allowed.empty() && !has_alternatives &&
        !allowed.contains(value.is_string() ? value.get<std::string>() : value.dump()))
        return path + ": " + value.dump() + " is not listed";
    // Schemas of single values have no properties and are not looked into.
    std::vector<std::string> objects = references_of(line);
    std::erase_if(objects, [&](const std::string& schema) { return !schemas.contains(schema); });
    if (objects.empty()) return {};
    const bool is_list = line.find("type: array") != std::string::npos;
    if (is_list && value.is_array()) {
        for (const auto& element : value)
            if (auto found = flaw(element, objects.front(), path + "[]"); !found.empty()) return found;
        return {};
    }
    return value.is_object() ? flaw_of_alternatives(value, objects, path) : std::string();
}

std::string Description::flaw(const nlohmann::json& value, const std::string& schema, const std::string& path) {
    if (!schemas.contains(schema)) return {};
    const Schema described = whole(schema);
    if (!described.one_of.empty()) return flaw_of_alternatives(value, described.one_of, path);
    if (!value.is_object()) return path + ": is no object";
    for (const std::string& name : described.required)
        if (!value.contains(name)) return path + "/" + name + ": is missing";
    for (const auto& [name, member] : value.items()) {
        const auto property = described.properties.find(name);
        if (property == described.properties.end()) return path + "/" + name + ": is not described";
        seen_[schema].insert(name);
        if (auto found = flaw_of_property(member, property->second, path + "/" + name); !found.empty()) return found;
    }
    return {};
}

std::string Description::constant_of(const std::string& schema, const std::string& property) const {
    return constant_in(whole(schema).properties.at(property));
}

std::vector<std::string> Description::unseen() const {
    std::vector<std::string> out;
    for (const auto& [schema, names] : seen_)
        for (const auto& [name, line] : whole(schema).properties)
            if (!names.contains(name)) out.push_back(schema + "." + name);
    return out;
}

}  // namespace counterfoil::test
