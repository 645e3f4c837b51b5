// Fields of members (domain rules, part 12).
#pragma once

#include "codec/describe_card.ipp"
#include "codec/object_reader.ipp"
#include "domain/feed.hpp"
#include "domain/member.hpp"

namespace counterfoil::codec {

inline constexpr std::size_t kIdentitiesMax = 64;
inline constexpr std::size_t kLotsMax = 256;
/// Purses come and go with the rules, and a debt stays.
inline constexpr std::size_t kOwedInMax = 64;
inline constexpr std::size_t kAppliedMax = 1024;
inline constexpr std::size_t kMergedMax = 32;
inline constexpr TextRule kTag{1, 32};

template <>
struct EnumNames<domain::IdentityKind> {
    using E = domain::IdentityKind;
    static constexpr std::array<std::pair<E, std::string_view>, 9> kNames{{{E::phone, "phone"},
                                                                           {E::card_no, "card_no"},
                                                                           {E::union_id, "union_id"},
                                                                           {E::open_id, "open_id"},
                                                                           {E::tmall, "tmall"},
                                                                           {E::jd, "jd"},
                                                                           {E::douyin, "douyin"},
                                                                           {E::external_crm, "external_crm"},
                                                                           {E::member_code, "member_code"}}};
};
template <>
struct EnumNames<domain::BirthdayPeriod> {
    using E = domain::BirthdayPeriod;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::day, "day"}, {E::week, "week"}, {E::month, "month"}}};
};
template <>
struct EnumNames<domain::MemberState> {
    using E = domain::MemberState;
    static constexpr std::array<std::pair<E, std::string_view>, 4> kNames{
        {{E::active, "active"}, {E::frozen, "frozen"}, {E::erased, "erased"}, {E::merged, "merged"}}};
};
template <>
struct EnumNames<domain::Proof> {
    using E = domain::Proof;
    static constexpr std::array<std::pair<E, std::string_view>, 5> kNames{
        {{E::none, "none"}, {E::phone, "phone"}, {E::code, "code"}, {E::otp, "otp"}, {E::pin, "pin"}}};
};

template <>
struct EnumNames<domain::IdentityState> {
    using E = domain::IdentityState;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::active, "active"}, {E::released, "released"}, {E::disputed, "disputed"}}};
};

template <class Io>
void describe(Io& io, Of<domain::LocalText>) {
    using T = domain::LocalText;
    io.may("zh", &T::zh);
    io.may("en", &T::en);
}

/// "MM-DD"
template <>
struct Form<domain::Birthday> {
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, domain::Birthday& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const domain::Birthday& value, const Writing&);
};

template <class Io>
void describe(Io& io, Of<domain::Identity>) {
    using T = domain::Identity;
    io.need("kind", &T::kind);
    io.need("value", &T::value, TextRule{1, 128});
    io.may("state", &T::state);
    io.may("verified_at", &T::verified_at);
    io.may("verified_by", &T::verified_by);
    io.may("source", &T::source, TextRule{0, 64});
}

template <class Io>
void describe(Io& io, Of<domain::PointsLot>) {
    using T = domain::PointsLot;
    io.need("lot_id", &T::lot_id);
    io.need("amount", &T::amount);
    io.may("available_at", &T::available_at);
    io.may("expires_at", &T::expires_at);
    io.seldom("purse_id", &T::purse_id);
}

template <class Io>
void describe(Io& io, Of<domain::PursePoints>) {
    using T = domain::PursePoints;
    io.need("purse_id", &T::purse_id);
    io.need("points", &T::points, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::TemplateUses>) {
    using T = domain::TemplateUses;
    io.need("template_id", &T::template_id);
    io.need("count", &T::count, {0, kQuantityMax});
    io.may("day", &T::day, kDay);
    io.may("day_count", &T::day_count, {0, kQuantityMax});
    io.expect([](const T& t) { return t.day_count <= t.count; }, "day_count", "no more than count is expected");
}

inline bool is_month(std::string_view text) { return is_day(std::string(text) + "-01"); }
inline constexpr TextRule kMonth{7, 7, is_month, "a month as YYYY-MM is expected"};

template <class Io>
void describe(Io& io, Of<domain::StaffMonth>) {
    using T = domain::StaffMonth;
    io.need("month", &T::month, kMonth);
    io.may("spent", &T::spent, kSums);
}

template <class Io>
void describe(Io& io, Of<domain::Member>) {
    using T = domain::Member;
    io.need("member_id", &T::member_id);
    io.may("account_id", &T::account_id);
    io.may("state", &T::state);
    io.may("name", &T::name);
    io.may("tier", &T::tier);
    io.may("home_store", &T::home_store);
    io.may("birthday", &T::birthday);
    io.may("purchased", &T::purchased);
    io.may("identities", &T::identities, {kIdentitiesMax});
    io.may("lots", &T::lots, {kLotsMax});
    io.may("cards", &T::cards, {domain::kCardsMax});
    io.may("owed", &T::owed);
    io.seldom("owed_in", &T::owed_in, {kOwedInMax});
    io.may("merged_into", &T::merged_into);
    io.may("merged", &T::merged, {kMergedMax});
    io.may("staff_id", &T::staff_id);
    io.may("staff_month", &T::staff_month);
    io.may("uses", &T::uses, {domain::kUsesMax});
    io.may("growth", &T::growth, kSums);
    io.may("tier_until", &T::tier_until);
    io.may("tags", &T::tags, {domain::kTagsMax, kTag});
    io.expect(
        [](const T& t) {
            std::vector<std::string> tags = t.tags;
            std::ranges::sort(tags);
            return std::ranges::adjacent_find(tags) == tags.end();
        },
        "tags", "each tag once is expected");
}

template <class Io>
void describe(Io& io, Of<domain::CachedMember>) {
    using T = domain::CachedMember;
    io.part(&T::member);
    io.may("applied", &T::applied);
}

/// {"device/epoch": seq}
template <>
struct Form<std::map<domain::Holder, JournalSeq>> {
    using Map = std::map<domain::Holder, JournalSeq>;
    using Rule = NoRule;
    static constexpr Rule kRule{};
    static void read(const Json& value, Map& out, const Rule&, const Place& place, Reading& reading);
    static Json write(const Map& value, const Writing&);
};

}  // namespace counterfoil::codec
