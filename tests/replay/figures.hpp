// Decimals as the files write them, and local time, in whole numbers only.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace counterfoil::replay {

/// "-12.5" to -1250 for two decimals. Throws std::runtime_error for what is no such number, or a finer one.
std::int64_t scaled(std::string_view text, std::size_t decimals);
/// Digits after the point, without zeros at the end.
std::size_t decimals_of(std::string_view text);
/// To whole hundredths, half up; for a sum >= 0.
std::int64_t to_hundredths(std::string_view text);
/// -1250 with two decimals to "-12.5": no zeros at the end.
std::string plain(std::int64_t value, std::size_t decimals);

/// Days since 1970-01-01 of "2017-03-01..." or "20170301".
std::int64_t day_number(std::string_view text);
/// "2017-03-01 08:47:20" or with a T between, in a zone that is `offset_minutes` from UTC.
Instant instant_of(std::string_view text, std::int64_t offset_minutes);
/// Minutes that New York is from UTC at this local day and hour, by the rule since 2007: summer time from the second Sunday
/// of March to the first of November, at two in the morning.
std::int64_t new_york_offset(std::string_view text);

std::string sha256_of(std::string_view text);

/// Text to text; the sum of all values of a map.
using Counts = std::map<std::string, std::int64_t>;
std::int64_t sum_of(const Counts& counts);

}  // namespace counterfoil::replay
