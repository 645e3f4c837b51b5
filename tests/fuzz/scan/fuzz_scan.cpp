// Any bytes on a serial line: framed, split from their symbology identifier, read as a trade item number, masked.
// The first byte chooses the suffix and the length limit, the second the size of the reads.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.hpp"
#include "domain/gtin.hpp"
#include "scan/aim.hpp"
#include "scan/mask.hpp"
#include "scan/serial_framer.hpp"

namespace {

using namespace counterfoil;

void follow(const scan::Frame& frame, std::size_t limit) {
    CF_ASSERT(frame.text.empty() == frame.overlong && frame.text.size() <= limit);
    if (frame.overlong) return;
    const auto split = scan::split_aim(frame.text);
    CF_ASSERT(split.aim.size() + split.text.size() == frame.text.size() && !split.text.empty());
    if (const auto readings = domain::read_gtin(split.text, split.aim)) {
        CF_ASSERT(!readings->empty());
        for (const auto& reading : *readings)
            CF_ASSERT(domain::has_gtin_check_digit(reading.gtin.str()));
    }
    CF_ASSERT(scan::mask_for_log(frame.text).size() <= 16);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    static const std::string kSuffixes[] = {"", "\t", "\t\r", "##"};
    const scan::SerialFramerConfig config{.suffix = kSuffixes[data[0] % 4],
                                          .frame_length_max = data[0] < 128 ? scan::kScanLengthMax : 16};
    const std::size_t read_length = data[1] % 64 + std::size_t{1};
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 2, size - 2);

    scan::SerialFramer whole(config);
    const auto expected = whole.feed(bytes, Tick{0});
    scan::SerialFramer split(config);
    std::size_t seen = 0;
    for (std::size_t from = 0; from < bytes.size(); from += read_length) {
        for (const auto& frame : split.feed(bytes.substr(from, read_length), Tick{static_cast<std::int64_t>(from)})) {
            CF_ASSERT(seen < expected.size() && expected[seen] == frame);
            ++seen;
            follow(frame, config.frame_length_max);
        }
    }
    CF_ASSERT(seen == expected.size());
    if (const auto last = split.tick(Tick{INT64_MAX})) follow(*last, config.frame_length_max);
    return 0;
}
