#include "support/generators/card_values.hpp"
#include "support/generators/drawing.hpp"
#include "support/generators/drawing_persons.hpp"

namespace counterfoil::test_support {

using namespace domain;
using namespace drawing;
namespace gen = rc::gen;

rc::Gen<Member> member() {
    return gen::exec([] {
        Member out;
        out.member_id = draw_id<MemberId>();
        out.account_id = draw_id_or_none<AccountId>();
        out.state = draw_enum<MemberState>(4);
        out.name = draw_text();
        out.tier = draw_id_or_none<TierId>();
        out.home_store = draw_id_or_none<StoreId>();
        if (draw_bool()) out.birthday = Birthday{draw_int(1, 12), draw_int(1, 29)};
        out.purchased = draw_bool();
        out.identities = draw_list(4, [] { return draw_identity(); });
        out.lots = draw_list(4, [] {
            return PointsLot{draw_id<LotId>(), Points{draw_amount()}, draw(instant()), draw(instant_or_never()),
                             draw_purse()};
        });
        out.cards = draw_list(3, draw_card);
        out.owed = Points{draw_amount()};
        if (draw_bool())
            out.owed_in = {{PurseId("extra"), Points{draw_amount(1)}}, {PurseId("promo"), Points{draw_amount(1)}}};
        out.merged_into = draw_id_or_none<MemberId>();
        out.merged = draw_list(3, [] { return draw_id<MemberId>(); });
        out.staff_id = draw_id_or_none<StaffId>();
        if (draw_bool()) out.staff_month = StaffMonth{draw(business_day()).substr(0, 7), draw_money()};
        out.uses = draw_list(3, [] {
            const std::int64_t count = draw_amount(0, 1000);
            return TemplateUses{draw_id<TemplateId>(), count, draw(business_day()), draw_amount(0, count)};
        });
        out.growth = draw_amount();
        out.tier_until = draw(instant_or_never());
        for (int i = draw_int(0, 3); i > 0; --i)
            out.tags.push_back(std::to_string(i) + draw_text(0, 30));
        return out;
    });
}

rc::Gen<CachedMember> cached_member() {
    return gen::exec([] {
        CachedMember out{draw(member()), {}};
        for (int i = draw_int(0, 3); i > 0; --i)
            out.applied[draw(holder())] = JournalSeq{draw_number()};
        return out;
    });
}

}  // namespace counterfoil::test_support
