#include "codec/enrol_json.hpp"

#include "codec/describe_enrol.ipp"

namespace counterfoil::codec {

Json to_json(const domain::Identity& identity) { return Form<domain::Identity>::write(identity, kFullJson); }
Json to_json(const domain::Consent& consent) { return Form<domain::Consent>::write(consent, kFullJson); }
Json to_json(const domain::Enrolment& person) { return Form<domain::Enrolment>::write(person, kFullJson); }

Result<domain::Enrolment> read_enrolment(const Json& value, const std::string& path) {
    return read_whole<domain::Enrolment>(value, path);
}

}  // namespace counterfoil::codec
