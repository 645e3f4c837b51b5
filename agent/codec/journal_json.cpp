#include "codec/bytes.hpp"
#include "codec/compact_bytes.ipp"
#include "codec/describe_enrol.ipp"
#include "codec/describe_hold.ipp"
#include "codec/describe_late_earn.ipp"
#include "codec/describe_return.ipp"
#include "domain/journal.hpp"

namespace counterfoil::codec {
namespace {

constexpr TextRule kIdempotencyKey{0, 200};
constexpr std::size_t kTendersMax = 64;
/// In the order of the variant.
constexpr std::array<std::string_view, 8> kKinds{"ticket", "consume", "release", "refuse",
                                                 "risk",   "return",  "enrol",   "late_earn"};

/// What every kind has.
struct EntryHead {
    std::string kind;
    DeviceEpoch epoch;
    JournalSeq seq;
    Instant at;
};

template <class Io>
void describe(Io& io, Of<EntryHead>) {
    using T = EntryHead;
    io.need("kind", &T::kind);
    io.need("epoch", &T::epoch);
    io.need("seq", &T::seq);
    io.need("at", &T::at);
}

}  // namespace

template <class Io>
void describe(Io& io, Of<domain::TicketEntry>) {
    using T = domain::TicketEntry;
    io.need("checkout_id", &T::checkout_id);
    io.may("idempotency_key", &T::idempotency_key, kIdempotencyKey);
    io.need("basket", &T::basket);
    io.need("quote", &T::quote);
    io.may("tenders", &T::tenders, {kTendersMax});
    io.seldom("refunds", &T::refunds, {kTendersMax});
}

template <class Io>
void describe(Io& io, Of<domain::ConsumeEntry>) {
    using T = domain::ConsumeEntry;
    io.need("hold_id", &T::hold_id);
    io.need("units", &T::units, {kHoldRightsMax});
    io.need("ticket", &T::ticket);
}

template <class Io>
void describe(Io& io, Of<domain::ReleaseEntry>) {
    using T = domain::ReleaseEntry;
    io.need("hold_id", &T::hold_id);
    io.need("units", &T::units, {kHoldRightsMax});
    io.may("to", &T::to, {1, kIdLengthMax});
}

template <class Io>
void describe(Io& io, Of<domain::RefuseEntry>) {
    using T = domain::RefuseEntry;
    io.need("hold_id", &T::hold_id);
}

template <class Io>
void describe(Io& io, Of<domain::RiskEntry>) {
    using T = domain::RiskEntry;
    io.part(&T::units);
    io.may("member_id", &T::member_id);
    io.may("account_id", &T::account_id);
    io.may("value", &T::value, kSums);
    io.need("ticket", &T::ticket);
}

Bytes encode_entry(const domain::JournalEntry& entry) {
    const EntryHead head{std::string(kKinds[entry.body.index()]), entry.epoch, entry.seq, entry.at};
    Json::object_t object;
    ObjectWriter<EntryHead> head_writer(object, head, kCompactJson);
    describe(head_writer, Of<EntryHead>{});
    write_alternative(object, entry.body, kCompactJson);
    const std::string text = canonical_text(Json(std::move(object)));
    return {text.begin(), text.end()};
}

Result<domain::JournalEntry> decode_entry(ByteView body) {
    CF_TRY(document, parse_json(as_text(body), kStoredLimits));
    Reading reading(Notation::json);
    const Place root("");
    ObjectScan scan(document, root, reading);
    EntryHead head;
    ObjectReader<EntryHead> reader(scan, head);
    describe(reader, Of<EntryHead>{});
    domain::JournalEntry entry{head.epoch, head.seq, head.at, {}};
    if (!reading.failed()) read_alternative(scan, "kind", kKinds, head.kind, entry.body);
    scan.finish();
    CF_CHECK(reading.result());
    return entry;
}

Digest chain_hash(const Hasher& hasher, const Digest& prev_hash, ByteView body) {
    const ByteView parts[] = {prev_hash, body};
    return hasher.sha256(parts);
}

}  // namespace counterfoil::codec
