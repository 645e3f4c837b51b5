// What HQ's questions say of an entry.
#include <nlohmann/json.hpp>

#include "hub/web/hub_json.hpp"
#include "unit/hub_core/hq_world.hpp"

namespace counterfoil::hub {
namespace {

using nlohmann::json;

class Questions : public HqWorld {
protected:
    json of(const domain::ReturnEntry& entry) {
        a.write(entry, now);
        upload(a, a.head.seq.value - 1);
        return json::parse(*questions_json(store->view()))["questions"].front();
    }
    static domain::ReturnEntry back(const std::string& id) {
        domain::ReturnEntry entry;
        entry.ticket = ticket_key("T1");
        entry.return_key = ticket_key(id);
        entry.goods.totals.due = Money{5000};
        entry.deduction = Money{300};
        return entry;
    }
};

TEST_F(Questions, AReturnsValueIsWhatWasPaidOut) {
    domain::ReturnEntry entry = back("R1");
    const domain::GiftReturn kept{CouponId{"G1"}, 2, Sku{"SKU2"}, Money{1200}, Money{1200}, {}, false};
    const domain::GiftReturn brought{CouponId{"G2"}, 3, Sku{"SKU3"}, Money{400}, {}, Money{400}, false};
    entry.gifts = {kept, brought};
    const json told = of(entry);
    EXPECT_EQ(told["value"], 5000 - 300 - 1200 + 400);
    EXPECT_EQ(told["code"], "ticket_unknown");
    EXPECT_EQ(told["return_key"]["ticket_id"], "R1");
}

}  // namespace
}  // namespace counterfoil::hub
