#include <algorithm>
#include <string>

#include "codec/describe_calendar.ipp"
#include "codec/describe_member.ipp"
#include "codec/names.hpp"

namespace counterfoil::codec {
namespace {

/// MM-DD, a day that exists in a leap year.
bool is_birthday(std::string_view text) { return text.size() == 5 && is_day("2000-" + std::string(text)); }

constexpr TextRule kBirthday{5, 5, is_birthday, "a day as MM-DD is expected"};

int number_at(const std::string& text, std::size_t at) { return std::stoi(text.substr(at, 2)); }

std::string two_digits(std::int32_t value) { return (value < 10 ? "0" : "") + std::to_string(value); }

}  // namespace

bool is_zone_name(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '+' ||
               c == '-' || c == '/';
    };
    if (text == "UTC") return true;
    // "right/..." counts leap seconds, "posix/..." is another name for the same.
    if (text.starts_with("right/") || text.starts_with("posix/")) return false;
    return text.find('/') != std::string_view::npos && text.front() != '/' && text.back() != '/' &&
           text.find("//") == std::string_view::npos && std::ranges::all_of(text, fits);
}

bool is_time_of_day(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return text.size() == 5 && is_digit(text[0]) && is_digit(text[1]) && text[2] == ':' && is_digit(text[3]) &&
           is_digit(text[4]) && text.substr(0, 2) <= "23" && text[3] <= '5';
}

void Form<domain::TimeOfDay>::read(const Json& value, domain::TimeOfDay& out, const Rule&, const Place& place,
                                   Reading& reading) {
    std::string text;
    Form<std::string>::read(value, text, kTimeOfDay, place, reading);
    if (reading.failed()) return;
    out.minutes = number_at(text, 0) * 60 + number_at(text, 3);
}

Json Form<domain::TimeOfDay>::write(const domain::TimeOfDay& value, const Writing&) { return domain::text_of(value); }

void Form<domain::Birthday>::read(const Json& value, domain::Birthday& out, const Rule&, const Place& place,
                                  Reading& reading) {
    std::string text;
    Form<std::string>::read(value, text, kBirthday, place, reading);
    if (reading.failed()) return;
    out = {number_at(text, 0), number_at(text, 3)};
}

Json Form<domain::Birthday>::write(const domain::Birthday& value, const Writing&) { return birthday_text(value); }

std::string birthday_text(const domain::Birthday& birthday) {
    return two_digits(birthday.month) + "-" + two_digits(birthday.day);
}

Result<std::optional<domain::Birthday>> birthday_from_text(std::string_view text) {
    if (text.empty()) return std::optional<domain::Birthday>{};
    if (!is_birthday(text)) return fail(ErrorCode::invalid_input, std::string(kBirthday.expected), "birthday");
    const std::string digits(text);
    return std::optional<domain::Birthday>{{number_at(digits, 0), number_at(digits, 3)}};
}

}  // namespace counterfoil::codec
