// Journal entries of every kind.
#include <array>

#include "support/generators/drawing.hpp"
#include "support/generators/drawing_persons.hpp"
#include "support/generators/money_values.hpp"

namespace counterfoil::test_support {
namespace {

using namespace domain;
using namespace drawing;
namespace gen = rc::gen;

ReturnEntry draw_return() {
    ReturnEntry out;
    out.ticket = draw(ticket_key());
    out.return_key = draw(ticket_key());
    out.idempotency_key = draw_text();
    out.staff_id = draw_id_or_none<StaffId>();
    out.entity_id = draw_id_or_none<EntityId>();
    out.goods.lines = draw_list(3, [] {
        ReturnLine line;
        line.line_no = draw_int(1, INT32_MAX);
        if (draw_bool()) line.split_of = draw_int(1, INT32_MAX);
        line.before = Quantity{draw_amount(0, kQuantityMax)};
        line.quantity = Quantity{draw_amount(1, kQuantityMax)};
        line.net = draw_money();
        line.earn = Points{draw_amount()};
        if (draw_bool()) line.earn_in = {{PurseId("promo"), Points{draw_amount()}}};
        return line;
    });
    if (draw_bool()) out.goods.purses = {{PurseId("promo"), Points{draw_amount()}, Points{draw_amount()}}};
    if (draw_bool()) out.deducted_in = {{PurseId("promo"), Points{draw_amount()}, draw_money()}};
    out.goods.totals.due = draw_money();
    out.goods.burn = Points{draw_amount()};
    out.goods.whole = draw_bool();
    out.goods.voided = draw_bool();
    out.gifts = draw_list(2, [] {
        return GiftReturn{draw_id<CouponId>(), draw_int(1, INT32_MAX), draw_id_or_none<Sku>(),
                          draw_money(),        draw_money(),           draw_money(),
                          draw_bool()};
    });
    out.exchange = draw_list(2, [] {
        return Exchanged{draw_int(1, INT32_MAX),
                         Quantity{draw_amount(1, kQuantityMax)},
                         draw_id_or_none<Sku>(),
                         draw_id<Sku>(),
                         draw_bool() ? std::string("06901234567892") : std::string(),
                         draw_text()};
    });
    if (draw_bool()) out.pays_out = draw(ticket_key());
    out.approver_id = draw_id_or_none<StaffId>();
    out.refunds = draw_list(2, [] { return Tender{"cash", draw_money()}; });
    out.clearing = draw_clearing();
    out.at_risk = draw_bool();
    return out;
}

LateEarnEntry draw_late_earn() {
    LateEarnEntry out;
    out.ticket = draw(ticket_key());
    out.member_id = draw_id<MemberId>();
    out.staff_id = draw_id_or_none<StaffId>();
    out.approver_id = draw_id<StaffId>();
    out.rules_hash.fill(static_cast<std::uint8_t>(draw_int(0, 255)));
    out.points.tier = draw_id_or_none<TierId>();
    out.points.lines = draw_list(3, [] { return LateLine{draw_int(1, INT32_MAX), Points{draw_amount()}}; });
    out.points.earn = Points{draw_amount()};
    out.points.growth = draw_amount();
    return out;
}

JournalBody draw_body() {
    switch (draw_int(0, 7)) {
        case 0: {
            std::array<const char*, 7> kinds{"cash", "card", "wechat_pay", "alipay", "gift_card", "exchange", "other"};
            const auto tender = [&kinds] { return Tender{kinds[static_cast<std::size_t>(draw_int(0, 6))], draw_money()}; };
            return TicketEntry{draw_id<CheckoutId>(), draw_text(),          draw(basket()),
                               draw(quote()),         draw_list(3, tender), draw_list(2, tender)};
        }
        case 1:
            return ConsumeEntry{draw(hold_id()), draw_list(4, [] { return draw(units()); }), draw(ticket_key())};
        case 2:
            return ReleaseEntry{draw(hold_id()), draw_list(4, [] { return draw(units()); }),
                                draw_bool() ? draw(id_text()) : std::string("hq")};
        case 3:
            return RefuseEntry{draw(hold_id())};
        case 4:
            return draw_return();
        case 5:
            return draw_late_earn();
        case 6:
            return draw_enrolment();
        default:
            return RiskEntry{draw(units()), draw_id_or_none<MemberId>(), draw_id_or_none<AccountId>(), draw_money(),
                             draw(ticket_key())};
    }
}

}  // namespace

rc::Gen<JournalEntry> journal_entry() {
    return gen::exec([] {
        return JournalEntry{DeviceEpoch{draw_number()}, JournalSeq{draw_number()}, draw(instant()), draw_body()};
    });
}

}  // namespace counterfoil::test_support
