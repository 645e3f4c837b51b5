#include "codec/bytes.hpp"
#include "codec/compact_bytes.ipp"
#include "codec/describe_return.ipp"
#include "codec/told_ticket.hpp"

namespace counterfoil::codec {

namespace {

constexpr std::size_t kReturnsMax = 1000;
constexpr const char* kEntry = "entry";

}  // namespace

/// All but the entry, which stands as its journal has it.
template <class Io>
void describe(Io& io, Of<domain::ToldTicket>) {
    using T = domain::ToldTicket;
    io.need("device_id", &T::device_id);
    io.may("returned", &T::returned, {kQuoteLinesMax});
    io.may("returns", &T::returns, {kReturnsMax});
    io.may("gifts", &T::gifts, {kReturnsMax * kGiftsMax});
    io.may("exchanged", &T::exchanged, {kReturnsMax * domain::kLinesMax});
    io.may("waiting", &T::waiting);
}

std::string encode_told_ticket(const domain::ToldTicket& ticket) {
    Json document = Form<domain::ToldTicket>::write(ticket, kCompactJson);
    const Bytes entry = encode_entry(ticket.entry);
    document[kEntry] = Json::parse(entry.begin(), entry.end());
    return canonical_text(document);
}

Result<domain::ToldTicket> decode_told_ticket(std::string_view text) {
    CF_TRY(document, parse_json(text, kStoredLimits));
    const auto found = document.is_object() ? document.find(kEntry) : document.end();
    if (!document.is_object() || found == document.end()) return fail(ErrorCode::invalid_input, "is missing", "/entry");
    const std::string body = canonical_text(*found);
    document.erase(found);
    CF_TRY(ticket, read_whole<domain::ToldTicket>(document, ""));
    auto entry = decode_entry(as_bytes(body));
    if (!entry) return fail(entry.error().code, std::move(entry.error().what), "/entry" + entry.error().where);
    if (!std::holds_alternative<domain::TicketEntry>(entry->body))
        return fail(ErrorCode::invalid_input, "ticket is expected", "/entry/kind");
    ticket.entry = std::move(*entry);
    return std::move(ticket);
}

}  // namespace counterfoil::codec
