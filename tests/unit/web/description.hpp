// Reads as much of an OpenAPI file of ours as the tests need: it is written with two spaces a level, one property a line.
#pragma once

#include <fstream>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace counterfoil::test {

inline std::string file_text(const std::string& path) {
    std::ifstream file(std::string(COUNTERFOIL_SOURCE_DIR) + "/" + path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

class Description {
public:
    explicit Description(const std::string& text);

    /// "GET /v1/members/{}"
    std::set<std::string> routes;
    struct Schema {
        std::set<std::string> required;
        std::map<std::string, std::string> properties;  ///< name to the rest of its line
        std::vector<std::string> one_of;                ///< schemas of which the value has one
        std::string base;                               ///< the schema of `allOf`, whose properties this one has, too
    };
    std::map<std::string, Schema> schemas;

    /// Empty where the value is as described, else the first path that is not. Remembers what it has seen.
    std::string flaw(const nlohmann::json& value, const std::string& schema, const std::string& path = {});
    /// What `const` says of the property; empty where there is none.
    std::string constant_of(const std::string& schema, const std::string& property) const;
    /// "Schema.property" of every schema that was met, as far as no value had it.
    std::vector<std::string> unseen() const;

private:
    /// With what its base brings.
    Schema whole(const std::string& schema) const;
    std::string flaw_of_alternatives(const nlohmann::json& value, const std::vector<std::string>& schemas_of,
                                     const std::string& path);
    std::string flaw_of_property(const nlohmann::json& value, const std::string& line, const std::string& path);
    std::map<std::string, std::set<std::string>> seen_;
};

}  // namespace counterfoil::test
