#include "codec/describe_quote.ipp"
#include "codec/json.hpp"

namespace counterfoil::codec {

void Form<std::map<std::string, std::string>>::read(const Json& value, Map& out, const Rule&, const Place& place,
                                                    Reading& reading) {
    if (!value.is_object() || value.size() > kFiguresMax)
        return reading.refuse(place, "an object of at most " + std::to_string(kFiguresMax) + " keys is expected");
    for (const auto& [name, figure] : value.get_ref<const Json::object_t&>())
        Form<std::string>::read(figure, out[name], kFigure, Place(place, name), reading);
}

Json Form<std::map<std::string, std::string>>::write(const Map& value, const Writing&) {
    return Json::object_t(value.begin(), value.end());
}

Json to_json(const domain::Quote& quote) { return Form<domain::Quote>::write(quote, kFullJson); }
Json to_json(const Refusal& refusal) { return Form<Refusal>::write(refusal, kFullJson); }

Result<domain::Quote> read_quote(const Json& value, const std::string& path) {
    return read_whole<domain::Quote>(value, path);
}

}  // namespace counterfoil::codec
