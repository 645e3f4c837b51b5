#include "codec/return_json.hpp"

#include "codec/describe_late_earn.ipp"
#include "codec/describe_return.ipp"
#include "codec/json.hpp"

namespace counterfoil::codec {

Json to_json(const domain::ReturnEntry& entry) { return Form<domain::ReturnEntry>::write(entry, kFullJson); }

Json to_json(const domain::LateEarnEntry& entry) { return Form<domain::LateEarnEntry>::write(entry, kFullJson); }
Json to_json(const domain::Return& goods) { return Form<domain::Return>::write(goods, kFullJson); }
Json to_json(const domain::CouponReturn& fate) { return Form<domain::CouponReturn>::write(fate, kFullJson); }
Json to_json(const domain::CardReturn& fate) { return Form<domain::CardReturn>::write(fate, kFullJson); }
Json to_json(const domain::ReturnRequest& line) { return Form<domain::ReturnRequest>::write(line, kFullJson); }

Json to_json(const domain::GiftReturn& gift) { return Form<domain::GiftReturn>::write(gift, kFullJson); }

Json to_json(const domain::Exchanged& exchanged) { return Form<domain::Exchanged>::write(exchanged, kFullJson); }

Result<std::vector<domain::ExchangeRequest>> read_exchange(const Json& value, const std::string& path) {
    if (!value.is_array() || value.empty() || value.size() > domain::kLinesMax)
        return fail(ErrorCode::invalid_input, "a list of 1 to " + std::to_string(domain::kLinesMax) + " lines is expected",
                    path);
    std::vector<domain::ExchangeRequest> lines;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string place = path + "/" + std::to_string(i);
        CF_TRY(line, read_whole<domain::ExchangeRequest>(value[i], place));
        if (line.sku.empty() == line.gtin.empty())
            return fail(ErrorCode::invalid_input, "either a sku or a gtin is expected", place + "/sku");
        lines.push_back(std::move(line));
    }
    return lines;
}

Result<domain::GiftChoice> read_gift_choice(const Json& value, const std::string& path) {
    return read_whole<domain::GiftChoice>(value, path);
}

Result<std::vector<domain::ReturnRequest>> read_return_lines(const Json& value, const std::string& path) {
    if (!value.is_array() || value.empty() || value.size() > domain::kLinesMax)
        return fail(ErrorCode::invalid_input, "a list of 1 to " + std::to_string(domain::kLinesMax) + " lines is expected",
                    path);
    std::vector<domain::ReturnRequest> lines;
    for (std::size_t i = 0; i < value.size(); ++i) {
        CF_TRY(line, read_whole<domain::ReturnRequest>(value[i], path + "/" + std::to_string(i)));
        lines.push_back(line);
    }
    return lines;
}

Result<domain::ReturnEntry> read_return(const Json& value, const std::string& path) {
    return read_whole<domain::ReturnEntry>(value, path);
}

}  // namespace counterfoil::codec
