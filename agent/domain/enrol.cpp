#include "domain/enrol.hpp"

#include <algorithm>
#include <string_view>

#include "domain/birthday.hpp"
#include "domain/identify.hpp"
#include "domain/tiers.hpp"

namespace counterfoil::domain {
namespace {

/// Nobody is older.
constexpr std::int32_t kAgeMax = 130;

Refusal invalid(std::string field, std::string rule) {
    return {.code = "enrolment_invalid", .field = std::move(field), .figures = {{"rule", std::move(rule)}}};
}

std::string rule_of(IdentityKind kind) {
    if (kind == IdentityKind::phone) return "a phone number, bare of mainland China or with its country's +code,";
    return "a number that begins with one of the rules' prefixes";
}

std::optional<Refusal> check_identity(Identity& identity, const std::string& field, const CodePrefixes& prefixes) {
    const bool is_own_word =
        identity.state == IdentityState::active && identity.verified_at.ms == 0 && identity.source.empty();
    if (!is_own_word) return invalid(field, "kind, value and verified_by alone");
    if (identity.verified_by == Proof::phone) return invalid(field + "/verified_by", "one of none, code, otp, pin");
    auto canonical = canonical_identity(identity.kind, identity.value, prefixes);
    if (!canonical) return invalid(field + "/value", rule_of(identity.kind));
    identity.value = std::move(*canonical);
    return std::nullopt;
}

std::optional<Refusal> check_identities(std::vector<Identity>& identities, const CodePrefixes& prefixes) {
    if (identities.size() > kEnrolIdentitiesMax)
        return invalid("/identities", "a list of at most " + std::to_string(kEnrolIdentitiesMax));
    for (std::size_t i = 0; i < identities.size(); ++i) {
        const std::string field = "/identities/" + std::to_string(i);
        if (auto no = check_identity(identities[i], field, prefixes)) return no;
        for (std::size_t other = 0; other < i; ++other)
            if (same_identity(identities[other], identities[i])) return invalid(field, "each identity once");
    }
    const bool reachable = std::ranges::any_of(identities, [](const Identity& one) {
        return one.kind == IdentityKind::phone || one.kind == IdentityKind::card_no;
    });
    if (!reachable) return invalid("/identities", "a phone or a card number at least");
    return std::nullopt;
}

std::int32_t number_at(const std::string& text, std::size_t at, std::size_t length) {
    std::int32_t number = 0;
    for (std::size_t i = at; i < at + length && i < text.size(); ++i)
        number = number * 10 + (text[i] - '0');
    return number;
}

bool had_birthday(const Birthday& birthday, std::int32_t year, std::int32_t month, std::int32_t day) {
    const std::chrono::year_month_day then{birthday_in(std::chrono::year{year}, birthday)};
    return std::pair(static_cast<unsigned>(then.month()), static_cast<unsigned>(then.day())) <=
           std::pair(static_cast<unsigned>(month), static_cast<unsigned>(day));
}

std::optional<Refusal> check_age(const Enrolment& person, const Rules& rules, const std::string& today) {
    if (!person.birth_year) return std::nullopt;
    if (!person.birthday) return invalid("/birthday", "month and day with the year of birth");
    const std::int32_t year = number_at(today, 0, 4);
    const std::int32_t born = *person.birth_year;
    const bool had = had_birthday(*person.birthday, year, number_at(today, 5, 2), number_at(today, 8, 2));
    const std::int32_t age = year - born - (had ? 0 : 1);
    if (age < 0) return invalid("/birth_year", "a birthday that is not in the future");
    if (age > kAgeMax) return invalid("/birth_year", "a year of at most " + std::to_string(kAgeMax) + " years ago");
    const bool leap = (born % 4 == 0 && born % 100 != 0) || born % 400 == 0;
    if (person.birthday->month == 2 && person.birthday->day == 29 && !leap)
        return invalid("/birthday", "a day that exists in the year of birth");
    if (age >= rules.min_age || person.guardian) return std::nullopt;
    return Refusal{.code = "guardian_needed", .field = "/guardian", .figures = {{"min_age", std::to_string(rules.min_age)}}};
}

std::optional<Refusal> check_guardian(Enrolment& person) {
    if (!person.guardian) return std::nullopt;
    auto phone = canonical_identity(IdentityKind::phone, person.guardian->phone, {});
    if (!phone) return invalid("/guardian/phone", rule_of(IdentityKind::phone));
    person.guardian->phone = std::move(*phone);
    if (person.guardian->name.empty()) return invalid("/guardian/name", "the guardian's name");
    return std::nullopt;
}

}  // namespace

std::optional<std::string> canonical_identity(IdentityKind kind, const std::string& value, const CodePrefixes& prefixes) {
    ScanKind wanted{};
    switch (kind) {
        case IdentityKind::phone:
            wanted = ScanKind::phone;
            break;
        case IdentityKind::card_no:
            wanted = ScanKind::card_no;
            break;
        case IdentityKind::member_code:
            wanted = ScanKind::member_code;
            break;
        default:
            return value.empty() ? std::optional<std::string>{} : std::optional{value};
    }
    const ScanMeaning meaning = classify_scan(value, {}, wanted == ScanKind::phone ? CodePrefixes{} : prefixes);
    if (meaning.kind != wanted) return std::nullopt;
    return meaning.value;
}

Outcome<Enrolment> check_enrolment(Enrolment person, const Rules& rules, const std::string& today) {
    if (auto no = check_identities(person.identities, rules.prefixes)) return std::move(*no);
    if (auto no = check_guardian(person)) return std::move(*no);
    if (auto no = check_age(person, rules, today)) return std::move(*no);
    if (person.staff_id.empty()) return invalid("/staff_id", "who enrols");
    if (!person.consent.purposes.membership)
        return Refusal{.code = "consent_needed", .field = "/consent/purposes/membership"};
    if (!person.guardian) person.birth_year.reset();
    return person;
}

void stamp_identities(Enrolment& person, const std::string& source, Instant at) {
    for (Identity& identity : person.identities) {
        identity.source = source;
        identity.verified_at = identity.verified_by == Proof::none ? Instant{} : at;
    }
}

Member member_of(const EnrolEntry& entry, const Rules& rules, const StoreId& home_store) {
    Member member;
    member.member_id = entry.member_id;
    member.account_id = AccountId{entry.member_id.str()};
    member.name = entry.person.name;
    member.birthday = entry.person.birthday;
    member.home_store = home_store;
    member.tier = tier_after(rules, TierId{}, 0);
    member.identities = entry.person.identities;
    return member;
}

}  // namespace counterfoil::domain
