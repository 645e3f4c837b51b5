#include "codec/bytes.hpp"
#include "codec/compact_bytes.ipp"
#include "codec/describe_coupon.ipp"
#include "codec/json.hpp"

namespace counterfoil::codec {

Json to_json(const domain::CouponTemplate& coupon_template) {
    return Form<domain::CouponTemplate>::write(coupon_template, kFullJson);
}
Json to_json(const domain::Coupon& coupon) { return Form<domain::Coupon>::write(coupon, kFullJson); }
Json to_json(const domain::TicketKey& key) { return Form<domain::TicketKey>::write(key, kFullJson); }

Result<domain::CouponTemplate> read_coupon_template(const Json& value, const std::string& path) {
    return read_whole<domain::CouponTemplate>(value, path);
}
Result<domain::Coupon> read_coupon(const Json& value, const std::string& path) {
    return read_whole<domain::Coupon>(value, path);
}
Result<domain::TicketKey> read_ticket_key(const Json& value, const std::string& path) {
    return read_whole<domain::TicketKey>(value, path);
}

Bytes encode_template(const domain::CouponTemplate& coupon_template) { return compact_bytes(coupon_template); }
Result<domain::CouponTemplate> decode_template(ByteView bytes) { return whole_from_bytes<domain::CouponTemplate>(bytes); }
Bytes encode_coupon(const domain::Coupon& coupon) { return compact_bytes(coupon); }
Result<domain::Coupon> decode_coupon(ByteView bytes) { return whole_from_bytes<domain::Coupon>(bytes); }

}  // namespace counterfoil::codec
