#include "hub/core/import.hpp"

#include <nlohmann/json.hpp>

#include "codec/json.hpp"
#include "domain/identify.hpp"
#include "hub/core/import_rows.hpp"

namespace counterfoil::hub {

using Json = nlohmann::json;

struct Importer::State {
    const Authority& authority;
    const Hasher& hasher;
    const ZoneSource& zones;
    Instant now;
    ImportCounts counts{};
    bool second_pass = false;
    std::uint64_t put_off = 0;  ///< lines of the first pass that are the second's
    std::uint64_t taken_up = 0;
    std::vector<std::string> faults{};
    std::map<TierId, std::string> tiers{};
    std::map<PurseId, std::string> purses{};
    std::map<MemberId, History> histories{};
    std::vector<Outgoing> outgoing{};

    ImportContext context(HubTx& tx, std::string place) {
        return {tx, authority, hasher, zones, now, std::move(place), tiers, purses, histories, outgoing};
    }
    bool full() const { return faults.size() >= kImportErrorsMax; }
    void count(RowChange change) {
        if (change == RowChange::added) ++counts.added;
        if (change == RowChange::changed) ++counts.changed;
        if (change == RowChange::unchanged) ++counts.unchanged;
        if (change == RowChange::left_out) ++counts.left_out;
    }
};

namespace {

struct Kind {
    ImportPass pass;
    RowResult (*import)(ImportContext&, Json&);
};

const std::map<std::string, Kind>& kinds() {
    static const std::map<std::string, Kind> kKinds{
        {"rules", {ImportPass::first, import_rules}},
        {"template", {ImportPass::first, import_template}},
        {"product", {ImportPass::first, [](ImportContext& c, Json& row) { return import_product(c, row); }}},
        {"member", {ImportPass::first, import_member}},
        {"coupon", {ImportPass::second, [](ImportContext& c, Json& row) { return import_coupon(c, row); }}},
        {"issuer_coupon", {ImportPass::second, import_issuer_coupon}},
        {"card", {ImportPass::second, import_card}},
        {"ticket_history", {ImportPass::second, import_ticket_history}},
    };
    return kKinds;
}

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r") == std::string_view::npos; }

const Kind* kind_of(const Json& row) {
    const auto name = row.find("kind");
    if (name == row.end() || !name->is_string()) return nullptr;
    const auto kind = kinds().find(name->get<std::string>());
    return kind == kinds().end() ? nullptr : &kind->second;
}

}  // namespace

RowResult as_fault(const Error& error) {
    if (error.code != ErrorCode::invalid_input && error.code != ErrorCode::full) return std::unexpected(error);
    if (error.where.empty()) return RowFault{error.what};
    return row_fault(error.where, error.what);
}

LotId import_lot_id(const Hasher& hasher, const char* what, const MemberId& member) {
    constexpr std::size_t kHashBytes = 20;
    const std::string text = std::string("counterfoil ") + what + " lot\n" + member.str();
    const Digest digest = hasher.sha256(as_bytes(text));
    return LotId{static_cast<char>(what[0] - 'a' + 'A') + to_base32(ByteView(digest).first(kHashBytes))};
}

bool looks_like_payment_code(const std::string& code) {
    const domain::ScanKind kind = domain::classify_scan(code, {}, {}).kind;
    return kind == domain::ScanKind::wechat_pay || kind == domain::ScanKind::alipay;
}

Importer::Importer(const Authority& authority, const Hasher& hasher, const ZoneSource& zones, Instant now)
    : state_(new State{.authority = authority, .hasher = hasher, .zones = zones, .now = now}) {}

Importer::~Importer() = default;

bool Importer::needs_second_pass() { return std::exchange(state_->second_pass, false); }

void Importer::fault(std::string text) {
    if (!state_->full()) state_->faults.push_back(std::move(text));
}

std::vector<Outgoing> Importer::take_outgoing() { return std::exchange(state_->outgoing, {}); }

Result<bool> Importer::line(HubTx& tx, const std::string& file, std::uint64_t line_no, std::string_view text,
                            ImportPass pass) {
    State& state = *state_;
    const std::string place = file + ":" + std::to_string(line_no);
    const auto report = [&](const std::string& what) {
        fault(place + ": " + what);
        return !state.full();
    };
    const bool first = pass == ImportPass::first;
    if (first && ++state.counts.lines > kImportLinesMax)
        return report("more than 5000000 lines; import them in parts"), false;
    if (text.size() > kImportLineMax) return first ? report("a line of more than 1 MiB") : true;
    if (is_blank(text)) return true;
    auto row = codec::parse_json(text, {.bytes_max = kImportLineMax, .depth_max = 8});
    if (!row)
        return first ? report(row.error().where.empty() ? row.error().what : row.error().where + ": " + row.error().what)
                     : true;
    const Kind* const kind = row->is_object() ? kind_of(*row) : nullptr;
    if (kind == nullptr)
        return first ? report(
                           "/kind: one of rules, template, product, member, coupon, issuer_coupon, card, ticket_history is "
                           "expected")
                     : true;
    if (first && kind->pass == ImportPass::second) {
        state.second_pass = true;
        ++state.put_off;
    }
    if (kind->pass != pass) return true;
    if (!first) ++state.taken_up;

    row->erase("kind");
    ImportContext context = state.context(tx, place);
    CF_TRY(result, kind->import(context, *row));
    if (const auto* fault = std::get_if<RowFault>(&result)) return report(fault->text);
    state.count(std::get<RowChange>(result));
    return true;
}

Result<ImportCounts> Importer::finish(HubTx& tx) {
    State& state = *state_;
    // A pipe gives its lines once, a file that grows gives other ones: both would lose rows in silence.
    if (!state.full() && state.put_off != state.taken_up)
        fault("a file was not the same when it was read for the second time; import regular files that nobody writes to");
    CF_TRY(rules, tx.reference().rules());
    for (const auto& [tier, place] : state.tiers) {
        if (!rules || rules->tier(tier) == nullptr) fault(place + ": /tier: the rules know no tier " + tier.str());
    }
    for (const auto& [purse, place] : state.purses) {
        if (!rules || rules->purse(purse) == nullptr) fault(place + ": /lots: the rules know no purse " + purse.str());
    }
    if (state.faults.empty()) {
        ImportContext context = state.context(tx, {});
        CF_CHECK(settle_histories(context, state.faults));
    }
    if (state.faults.empty()) return state.counts;
    std::string what;
    for (std::size_t i = 0; i < std::min(state.faults.size(), kImportErrorsMax); ++i) {
        if (!what.empty()) what += '\n';
        what += state.faults[i];
    }
    return fail(ErrorCode::invalid_input, std::move(what), {}, "correct these and import again; nothing was imported");
}

}  // namespace counterfoil::hub
