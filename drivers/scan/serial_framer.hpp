// Cuts the bytes of a serial line into scans. Pure: bytes and time come in as values, frames go out.
//
// A frame ends with CR, LF, CR LF or ETX, or, where the scanner sends no terminator, when the line has been silent for the
// inter-byte timeout. Reads may be split anywhere: the frames depend on the bytes alone, never on how they were read. All
// other bytes pass unchanged (GS, RS, EOT, trailing spaces and 8-bit text can be data). Not thread-safe; one framer per
// line.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace counterfoil::scan {

/// The most that one symbol carries: digits of QR version 40.
inline constexpr std::size_t kScanLengthMax = 7089;
inline constexpr std::size_t kSuffixLengthMax = 8;
inline constexpr Millis kInterByteTimeoutMin{10};
inline constexpr Millis kInterByteTimeoutMax{2000};

struct SerialFramerConfig {
    /// What the scanner is set to append, such as "\t" or "\t\r". Exactly one is taken off a frame's end, if it is there;
    /// terminators at its end need not be named.
    std::string suffix = {};
    Millis inter_byte_timeout{80};
    std::size_t frame_length_max = kScanLengthMax;  ///< bytes between two terminators, STX and suffix included
};

/// invalid_input with the field's name: a suffix that is too long or has a terminator in its middle, a timeout or a length
/// out of range.
Result<void> check(const SerialFramerConfig& config);

/// One scan, or the report that one was dropped because it was longer than frame_length_max (once per frame, as soon as it
/// is known).
struct Frame {
    std::string text;       ///< never empty, but for a dropped frame
    bool overlong = false;  ///< dropped
    bool operator==(const Frame&) const = default;
};

class SerialFramer {
public:
    /// `config` has passed check().
    explicit SerialFramer(SerialFramerConfig config);

    /// Takes bytes that were read at `now` and answers the frames that they complete, in order. A late read never cuts a
    /// frame: only silence that tick() sees does, as a reader that was held up finds all bytes at once.
    std::vector<Frame> feed(std::string_view bytes, Tick now);

    /// Call when the line is known to be silent (nothing to read at `now`). Closes an unterminated frame after the
    /// inter-byte timeout. An overlong frame ends there, too, so that a scanner without terminator is heard again.
    std::optional<Frame> tick(Tick now);

    /// When tick() can close something; nothing while no frame is open.
    std::optional<Tick> deadline() const;

    /// Forgets an open frame: the line is gone, its rest will never come.
    void reset();

private:
    std::optional<Frame> close();
    std::optional<Frame> take(char byte);

    SerialFramerConfig config_;
    std::string open_;
    bool overlong_ = false;
    Tick last_byte_at_;
};

}  // namespace counterfoil::scan
