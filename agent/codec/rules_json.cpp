#include "codec/bytes.hpp"
#include "codec/compact_bytes.ipp"
#include "codec/describe_rules.ipp"
#include "codec/json.hpp"

namespace counterfoil::codec {

Json to_json(const domain::CardType& type) { return Form<domain::CardType>::write(type, kFullJson); }

Json to_json(const domain::Rules& rules) { return Form<domain::Rules>::write(rules, kFullJson); }

Result<domain::Rules> read_rules(const Json& value, const std::string& path, const Hasher& hasher) {
    CF_TRY(rules, read_whole<domain::Rules>(value, path));
    if (const auto refusal = domain::check_rules(rules)) {
        const auto rule = refusal->figures.find("rule");
        return fail(ErrorCode::invalid_input, rule != refusal->figures.end() ? rule->second : sentence(*refusal, false),
                    path + refusal->field);
    }
    // Of the compact form: a field that is added later with its default leaves the hashes of older bundles alone.
    rules.hash = hasher.sha256(encode_rules(rules));
    return rules;
}

Bytes encode_rules(const domain::Rules& rules) { return compact_bytes(rules); }

Result<domain::Rules> decode_rules(ByteView bytes, const Hasher& hasher) {
    CF_TRY(document, parse_json(as_text(bytes), kStoredLimits));
    return read_rules(document, "", hasher);
}

}  // namespace counterfoil::codec
