// The day of a birthday (domain rules part 8). Pure; any thread.
#pragma once

#include <chrono>

#include "domain/calendar.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

/// The birthday in a year: 29 February is 28 February where there is none.
Day birthday_in(std::chrono::year year, const Birthday& birthday);

}  // namespace counterfoil::domain
