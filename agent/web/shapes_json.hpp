// The use cases' answers as JSON for the API and the event stream.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "usecase/shapes.hpp"

namespace counterfoil::web {

nlohmann::json to_json(const usecase::MemberCard& card);
nlohmann::json to_json(const domain::OfferedCoupon& offered);
nlohmann::json to_json(const usecase::Identified& identified);
nlohmann::json to_json(const usecase::QuoteAnswer& answer);
nlohmann::json to_json(const usecase::CheckoutAnswer& answer);
nlohmann::json to_json(const usecase::Committed& committed);
nlohmann::json to_json(const usecase::TicketView& ticket);
nlohmann::json to_json(const usecase::Status& status);
nlohmann::json to_json(const usecase::DeviceStatus& device);

}  // namespace counterfoil::web
