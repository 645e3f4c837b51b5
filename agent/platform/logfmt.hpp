// The text of one log line: name=value pairs, one event a line, whatever the values are. Pure; any thread.
//
//     time=2026-01-02T03:04:05.678Z level=info event=redeem.accepted ticket=S001-17 due=31079 note="two words"
//
// A value of plain characters stands bare; every other one is quoted, with \" \\ \n \r \t, \u00XX for control characters and
// for the invisible ones that break or reorder lines, and \xXX for bytes that are no UTF-8. So no value can end its line or
// pass for another field.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/log.hpp"
#include "base/time.hpp"

namespace counterfoil::platform {

/// Longer values are cut there, with a note of how many bytes are left out.
inline constexpr std::size_t kLogValueBytesMax = 2048;

/// The line without its line end. Names keep a-z A-Z 0-9 . _ - and show every other character as '_'.
std::string format_logfmt(Instant at, LogLevel level, std::string_view event, std::initializer_list<LogField> fields);

/// "debug", "info", "warning", "error".
std::string_view name_of(LogLevel level);

/// 2026-01-02T03:04:05.678Z. Years 0000..9999; what lies outside is shown at the edge.
std::string format_utc(Instant at);

}  // namespace counterfoil::platform
