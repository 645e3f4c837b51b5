// An HQ with something to import, shared by the import's tests.
#pragma once

#include <algorithm>
#include <fstream>

#include "hub/store/import_files.hpp"
#include "hub/store/tz_database.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {

inline constexpr const char* kRules =
    "{\"kind\":\"rules\",\"tiers\":[{\"tier_id\":\"gold\",\"rank\":1,\"name\":{\"en\":\"Gold\"},\"pay_bp\":9000}]}\n";
inline constexpr const char* kTemplate =
    "{\"kind\":\"template\",\"template_id\":\"T7\",\"template_kind\":\"amount_off\",\"face\":500}\n";
inline constexpr const char* kProduct =
    "{\"kind\":\"product\",\"sku\":\"SKU1\",\"gtin\":\"2000000000015\",\"unit_price\":1290}\n";
inline constexpr const char* kMemberRow =
    "{\"kind\":\"member\",\"member_id\":\"M7\",\"name\":\"W\",\"tier\":\"gold\",\"points\":1200,"
    "\"identities\":[{\"kind\":\"phone\",\"value\":\"+8613800138000\"},{\"kind\":\"member_code\",\"value\":\"CFM7\"}]}\n";
inline constexpr const char* kCoupon =
    "{\"kind\":\"coupon\",\"coupon_id\":\"C7\",\"code\":\"CFC7\",\"template_id\":\"T7\",\"member_id\":\"M7\"}\n";

inline std::string member_line(const std::string& more) { return R"({"kind":"member","member_id":"M7")" + more + "}\n"; }

class ImportWorld : public HqWorld {
protected:
    const TzDatabase zones;

    std::string file(const std::string& name, const std::string& text) {
        const std::string path = folder.file(name);
        std::ofstream(path, std::ios::binary) << text;
        return path;
    }
    Result<ImportResult> run(const std::vector<std::string>& paths) {
        return import_files(*store, *authority, hasher, zones, paths, now);
    }
    Result<ImportResult> run_text(const std::string& text) { return run({file("rows.jsonl", text)}); }
    /// The message of an import that must fail and leave nothing.
    std::string fault(const std::string& text) {
        const auto before = store->view().feed().head();
        const auto result = run_text(text);
        EXPECT_FALSE(result.has_value()) << "imported: " << text.substr(0, 300);
        EXPECT_EQ(*store->view().feed().head(), *before) << "a refused import left something";
        return result ? "" : result.error().what;
    }
    std::int64_t balance_of(const std::string& account) {
        const auto lots = store->view().rights().lots(AccountId{account});
        std::int64_t balance = 0;
        for (const RightRow& lot : *lots)
            balance += lot.free + lot.held;
        return balance;
    }
    std::optional<domain::CachedMember> member_of(const std::string& id) {
        const auto row = store->view().feed().find(domain::FeedKind::member, id);
        if (!row || !*row) return std::nullopt;
        return *codec::decode_member((*row)->body);
    }
};

}  // namespace counterfoil::hub
