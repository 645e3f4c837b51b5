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
        if (indent == 6 && name == "required") schemas[schema].required = list_of(rest, "required");
        if (indent == 8 && in_properties) schemas[schema].properties[name] = rest.substr(name.size() + 1);
    }
}

std::string Description::flaw_of_property(const nlohmann::json& value, const std::string& line, const std::string& path) {
    const auto allowed = list_of(line, "enum");
    if (!allowed.empty() && line.find("oneOf") == std::string::npos &&
        !allowed.contains(value.is_string() ? value.get<std::string>() : value.dump()))
        return path + ": " + value.dump() + " is not listed";
    const std::string reference = "#/components/schemas/";
    const auto at = line.find(reference);
    if (at == std::string::npos) return {};
    const std::string schema = line.substr(at + reference.size(), line.find('"', at) - at - reference.size());
    const bool is_list = line.find("type: array") != std::string::npos;
    if (is_list && value.is_array()) {
        for (const auto& element : value)
            if (auto found = flaw(element, schema, path + "[]"); !found.empty()) return found;
        return {};
    }
    // Schemas of single values have no properties and are not looked into; of alternatives the first is the object.
    if (!schemas.contains(schema) || !value.is_object()) return {};
    return flaw(value, schema, path);
}

std::string Description::flaw(const nlohmann::json& value, const std::string& schema, const std::string& path) {
    if (!schemas.contains(schema)) return {};
    const Schema& described = schemas.at(schema);
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

std::vector<std::string> Description::unseen() const {
    std::vector<std::string> out;
    for (const auto& [schema, names] : seen_)
        for (const auto& [name, line] : schemas.at(schema).properties)
            if (!names.contains(name)) out.push_back(schema + "." + name);
    return out;
}

}  // namespace counterfoil::test
