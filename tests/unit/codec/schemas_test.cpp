// The JSON Schemas of docs/api/schemas are what the codec says of itself. After a change of a description write them anew:
//   COUNTERFOIL_WRITE_SCHEMAS=1 build/dev/tests/unit_codec --gtest_filter='Schemas.*'
// and commit the files with the change.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "codec/describe_return.ipp"
#include "codec/describe_rules.ipp"
#include "schema_of.ipp"

namespace counterfoil::codec {
namespace {

constexpr const char* kHow =
    "\nThe codec's descriptions (agent/codec/describe_*.ipp) have changed. Write the files anew and commit them with the "
    "change:\n"
    "  COUNTERFOIL_WRITE_SCHEMAS=1 build/dev/tests/unit_codec --gtest_filter='Schemas.*'";

std::filesystem::path folder() { return std::filesystem::path(COUNTERFOIL_SOURCE_DIR) / "docs" / "api" / "schemas"; }

Schema titled(const std::string& name, const std::string& title, const Schema& body) {
    Schema schema = {
        {"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"$id", name + ".schema.json"}, {"title", title}};
    schema.update(body);
    return schema;
}

/// What `counterfoil quote` reads (agent/codec/quote_input.hpp).
Schema quote_input() {
    const auto one = [](const char* name) { return Schema{{"$ref", std::string(name) + ".schema.json"}}; };
    const auto list = [&](const char* name) { return Schema{{"type", "array"}, {"items", one(name)}, {"maxItems", 1000}}; };
    Schema parts = Schema::object();
    parts["basket"] = one("basket");
    parts["basket"]["required"] = {"at", "store_id", "register_id", "business_day", "ticket_id"};
    parts["rules"] = one("rules");
    parts["member"] = one("member");
    parts["coupons"] = list("coupon");
    parts["templates"] = list("template");
    return {{"type", "object"},
            {"$comment",
             "also expected: basket/lines: unit_price or amount in each; member: the one that the basket names; "
             "coupons: each with its template, each id once"},
            {"properties", std::move(parts)},
            {"required", {"basket", "rules"}},
            {"additionalProperties", false}};
}

std::map<std::string, Schema> schemas_of_the_codec() {
    std::map<std::string, Schema> all;
    const auto add = [&](const std::string& name, const std::string& title, const Schema& body) {
        all[name] = titled(name, title, body);
    };
    add("basket", "What is being bought", schema_of<domain::Basket>());
    add("coupon", "One promise to one member or bearer", schema_of<domain::Coupon>());
    add("member", "A member with identities and points", schema_of<domain::Member>());
    add("product", "Goods with their price", schema_of<domain::Product>());
    add("quote", "A priced basket", schema_of<domain::Quote>());
    add("quote-input", "What counterfoil quote reads", quote_input());
    add("return", "What comes back of a ticket", schema_of<domain::Return>());
    add("rules", "The bundle by which everything is priced", schema_of<domain::Rules>());
    add("template", "The rule of a coupon", schema_of<domain::CouponTemplate>());
    add("tender", "A means of payment with its amount", schema_of<domain::Tender>());
    return all;
}

std::string text_of_file(const std::filesystem::path& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

/// Each place at which the file says something else than the codec, one a line.
std::string differences(const Schema& file, const Schema& codec, const std::string& path = "") {
    if (!file.is_object() || !codec.is_object()) return file == codec ? "" : "  differs: " + path + "\n";
    std::string all;
    for (const auto& [name, value] : codec.items())
        all += file.contains(name) ? differences(file[name], value, path + "/" + name)
                                   : "  the file lacks: " + path + "/" + name + "\n";
    for (const auto& [name, value] : file.items())
        if (!codec.contains(name)) all += "  the codec has no: " + path + "/" + name + "\n";
    return all;
}

TEST(Schemas, SayWhatTheCodecSays) {
    const bool writes = std::getenv("COUNTERFOIL_WRITE_SCHEMAS") != nullptr;
    for (const auto& [name, schema] : schemas_of_the_codec()) {
        const auto path = folder() / (name + ".schema.json");
        const std::string text = schema.dump(2) + "\n";
        if (writes) std::ofstream(path) << text;
        const std::string found = text_of_file(path);
        ASSERT_FALSE(found.empty()) << path << " is missing" << kHow;
        EXPECT_EQ(differences(Schema::parse(found), schema), "") << path << kHow;
        EXPECT_EQ(found, text) << path << " is written otherwise" << kHow;
    }
}

TEST(Schemas, AreAllMadeByTheCodecAndListed) {
    const auto made = schemas_of_the_codec();
    const std::string list = text_of_file(folder() / "README.md");
    for (const auto& [name, schema] : made)
        EXPECT_NE(list.find("(" + name + ".schema.json)"), std::string::npos) << "docs/api/schemas/README.md lacks " << name;
    for (const auto& file : std::filesystem::directory_iterator(folder())) {
        const std::string name = file.path().filename().string();
        if (name == "README.md") continue;
        EXPECT_TRUE(made.contains(name.substr(0, name.find('.')))) << name << " is made by nothing: add it to this test";
    }
}

}  // namespace
}  // namespace counterfoil::codec
