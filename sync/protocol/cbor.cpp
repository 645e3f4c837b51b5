#include "protocol/cbor.ipp"

#include <utility>
#include <vector>

#include "codec/document_builder.ipp"
#include "codec/text_rules.ipp"

namespace counterfoil::protocol {
namespace {

enum Major : std::uint8_t { kUnsigned = 0, kNegative = 1, kByteString = 2, kText = 3, kList = 4, kMap = 5, kSimple = 7 };
constexpr std::uint8_t kFalse = 20;
constexpr std::uint8_t kTrue = 21;
constexpr std::uint8_t kNull = 22;

/// A list or map that still waits for `left` values (and for as many keys in a map).
struct OpenItem {
    bool is_map = false;
    bool key_is_next = false;
    std::uint64_t left = 0;
};

class CborParser {
public:
    CborParser(ByteView bytes, const CborLimits& limits) : bytes_(bytes), limits_(limits), builder_(limits.depth_max) {}

    Result<codec::Json> run() {
        while (flaw_.empty() && !done_) {
            item_at_ = at_;
            read_item();
        }
        if (flaw_.empty() && at_ != bytes_.size()) refuse("bytes follow the value");
        if (flaw_.empty()) return std::move(builder_.document());
        return fail(ErrorCode::invalid_input, "malformed CBOR: " + flaw_, "byte " + std::to_string(item_at_));
    }

private:
    void refuse(std::string_view flaw) {
        if (flaw_.empty()) flaw_ = flaw;
    }

    /// One head: major type and argument. False at the end of the bytes and for endless and reserved forms.
    bool read_head(std::uint8_t& major, std::uint8_t& info, std::uint64_t& argument) {
        if (at_ == bytes_.size()) return refuse("it ends too early"), false;
        major = static_cast<std::uint8_t>(bytes_[at_] >> 5);
        info = bytes_[at_] & 31U;
        ++at_;
        argument = info;
        if (info < 24) return true;
        if (info > 27) return refuse("a form that is not used here"), false;
        const std::size_t length = std::size_t{1} << (info - 24);
        if (length > bytes_.size() - at_) return refuse("it ends too early"), false;
        argument = 0;
        for (std::size_t i = 0; i < length; ++i)
            argument = (argument << 8) | bytes_[at_ + i];
        at_ += length;
        return true;
    }

    void read_item() {
        std::uint8_t major = 0;
        std::uint8_t info = 0;
        std::uint64_t argument = 0;
        if (++items_ > limits_.items_max) return refuse("more values than " + std::to_string(limits_.items_max));
        if (!read_head(major, info, argument)) return;
        if (!open_.empty() && open_.back().key_is_next && major != kText) return refuse("a key that is no text");
        switch (major) {
            case kUnsigned:
            case kNegative:
                return read_number(major, argument);
            case kByteString:
            case kText:
                return read_string(major, argument);
            case kList:
            case kMap:
                return open_item(major, argument);
            case kSimple:
                return read_simple(info);
            default:
                return refuse("a form that is not used here");
        }
    }

    void read_number(std::uint8_t major, std::uint64_t argument) {
        if (argument > static_cast<std::uint64_t>(INT64_MAX)) return refuse("a number of more than 63 bits");
        if (major == kUnsigned) {
            builder_.number_unsigned(argument);
        } else {
            builder_.number_integer(-1 - static_cast<std::int64_t>(argument));
        }
        value_done();
    }

    void read_string(std::uint8_t major, std::uint64_t length) {
        if (length > bytes_.size() - at_) return refuse("it ends too early");
        const ByteView content = bytes_.subspan(at_, static_cast<std::size_t>(length));
        at_ += content.size();
        if (major == kByteString) {
            codec::Json::binary_t bytes(Bytes(content.begin(), content.end()));
            builder_.binary(bytes);
            return value_done();
        }
        std::string text(as_text(content));
        if (!codec::is_utf8(text)) return refuse("text that is no UTF-8");
        if (!open_.empty() && open_.back().key_is_next) {
            open_.back().key_is_next = false;
            if (!builder_.key(text)) refuse("it " + builder_.flaw());
            return;
        }
        builder_.string(text);
        value_done();
    }

    void open_item(std::uint8_t major, std::uint64_t count) {
        // Every value takes a byte at least: a count that cannot be true is not waited for.
        if (count > bytes_.size() - at_) return refuse("it ends too early");
        const bool is_map = major == kMap;
        if (!(is_map ? builder_.start_object(0) : builder_.start_array(0))) return refuse("it " + builder_.flaw());
        open_.push_back({is_map, is_map, count});
        if (count == 0) close_finished();
    }

    void read_simple(std::uint8_t info) {
        if (info == kNull) {
            builder_.null();
        } else if (info == kTrue || info == kFalse) {
            builder_.boolean(info == kTrue);
        } else {
            return refuse("a form that is not used here");
        }
        value_done();
    }

    void value_done() {
        if (open_.empty()) {
            done_ = true;
            return;
        }
        --open_.back().left;
        open_.back().key_is_next = open_.back().is_map;
        close_finished();
    }

    void close_finished() {
        while (!open_.empty() && open_.back().left == 0) {
            if (open_.back().is_map) {
                builder_.end_object();
            } else {
                builder_.end_array();
            }
            open_.pop_back();
            if (open_.empty()) {
                done_ = true;
                return;
            }
            --open_.back().left;
            open_.back().key_is_next = open_.back().is_map;
        }
    }

    ByteView bytes_;
    CborLimits limits_;
    codec::DocumentBuilder builder_;
    std::vector<OpenItem> open_;
    std::size_t at_ = 0;
    std::size_t item_at_ = 0;
    std::size_t items_ = 0;
    std::string flaw_;
    bool done_ = false;
};

}  // namespace

Result<codec::Json> parse_cbor(ByteView bytes, const CborLimits& limits) { return CborParser(bytes, limits).run(); }

Bytes cbor_bytes(const codec::Json& value) { return codec::Json::to_cbor(value); }

}  // namespace counterfoil::protocol
