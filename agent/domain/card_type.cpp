#include "domain/card_type.hpp"

#include <set>

#include "domain/card.hpp"
#include "domain/rule_check.hpp"

namespace counterfoil::domain {
namespace {

constexpr std::int32_t kValidDaysMax = 3660;
constexpr std::size_t kListMax = 1000;

MaybeRefusal check_lists(const CardType& type, const std::string& field) {
    for (const GoodsFilter* filter : {&type.scope.include, &type.scope.exclude})
        for (const std::size_t size : {filter->skus.size(), filter->categories.size(), filter->brands.size()})
            if (size > kListMax) return broken(field + "/scope", "lists of at most " + std::to_string(kListMax));
    for (const std::size_t size : {type.stores.size(), type.regions.size(), type.channels.size()})
        if (size > kListMax) return broken(field + "/stores", "lists of at most " + std::to_string(kListMax));
    return std::nullopt;
}

MaybeRefusal check_type(const CardType& type, const std::string& field) {
    if (auto no = check_range(type.version, 1, INT32_MAX, field + "/version")) return no;
    if (auto no = check_range(type.pay_bp.value, 1, kWhole.value - 1, field + "/pay_bp")) return no;
    if (auto no = check_range(type.uses, 1, kCardUsesMax, field + "/uses")) return no;
    if (auto no = check_range(type.valid_days, 0, kValidDaysMax, field + "/valid_days")) return no;
    if (type.valid_until <= type.valid_from) return broken(field + "/valid_until", "a time after valid_from");
    if (type.offline != OfflinePolicy::checkout && type.offline != OfflinePolicy::risk)
        return broken(field + "/offline", "checkout or risk");
    return check_lists(type, field);
}

}  // namespace

MaybeRefusal check_card_types(const std::vector<CardType>& types) {
    if (types.size() > kCardTypesMax) return broken("/card_types", "at most " + std::to_string(kCardTypesMax) + " types");
    std::set<CardTypeId> ids;
    for (std::size_t i = 0; i < types.size(); ++i) {
        const std::string field = "/card_types/" + std::to_string(i);
        if (!is_valid_id(types[i].card_type_id.str()))
            return broken(field + "/card_type_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -");
        if (!ids.insert(types[i].card_type_id).second) return broken(field + "/card_type_id", "each type once");
        if (auto no = check_type(types[i], field)) return no;
    }
    return std::nullopt;
}

}  // namespace counterfoil::domain
