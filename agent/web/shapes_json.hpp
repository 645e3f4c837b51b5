// The use cases' answers as JSON for the API and the event stream.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "usecase/coupons.hpp"
#include "usecase/shapes.hpp"

namespace counterfoil::web {

nlohmann::json to_json(const usecase::MemberCard& card);
nlohmann::json to_json(const usecase::ShownCard& card);
nlohmann::json to_json(const domain::OfferedCoupon& offered);
nlohmann::json to_json(const usecase::Enrolled& enrolled);
nlohmann::json to_json(const usecase::Identified& identified);
nlohmann::json to_json(const usecase::QuoteAnswer& answer);
nlohmann::json to_json(const usecase::CheckoutAnswer& answer);
nlohmann::json to_json(const usecase::Committed& committed);
nlohmann::json to_json(const usecase::TicketView& ticket);
nlohmann::json to_json(const usecase::TicketDetail& ticket);
nlohmann::json to_json(const usecase::ReturnPreview& preview);
nlohmann::json to_json(const usecase::Returned& returned);
nlohmann::json to_json(const usecase::CouponView& coupon);
nlohmann::json to_json(const usecase::LateEarned& named);
nlohmann::json to_json(const usecase::Status& status);
nlohmann::json to_json(const usecase::DeviceStatus& device);

// The `data` of the events; a device event has a DeviceStatus. `source` is the scanner's name.
nlohmann::json scan_event(std::string_view source, std::string_view text, std::string_view symbology);
nlohmann::json identified_event(std::string_view source, const usecase::Identified& identified);
nlohmann::json refused_event(std::string_view source, const Refusal& refusal);
nlohmann::json link_event(bool up);
nlohmann::json sync_event(std::uint64_t pending_operations);

}  // namespace counterfoil::web
