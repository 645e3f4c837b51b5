#include "hub/store/sql.hpp"
#include "hub/store/sqlite_ports.hpp"

namespace counterfoil::hub {

using sqlite_kit::Query;

namespace {

// Nonces hold no line end: the authority takes no other.
std::string join_lines(const std::vector<std::string>& lines) {
    std::string out;
    for (const std::string& line : lines) {
        if (!out.empty()) out += '\n';
        out += line;
    }
    return out;
}

std::vector<std::string> split_lines(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return out;
}

Result<DeviceRow> read_device(const Query& row) {
    DeviceRow out;
    out.holder = holder_at(row, 0);
    out.store_id = text_id<StoreId>(row, 2);
    out.name = row.text(3);
    CF_TRY(state, enumerator(row, 4, DeviceState::revoked));
    out.state = state;
    out.state_why = row.text(5);
    CF_TRY(signing_key, row.bytes<32>(6));
    out.signing_key = signing_key;
    CF_TRY(curve_key, row.bytes<32>(7));
    out.curve_key = curve_key;
    CF_TRY(head_hash, row.bytes<32>(9));
    out.head = {out.holder.epoch, number_id<JournalSeq>(row, 8), head_hash};
    CF_TRY(aside_hash, row.bytes<32>(11));
    out.aside = {out.holder.epoch, number_id<JournalSeq>(row, 10), aside_hash};
    out.safe_seq = number_id<JournalSeq>(row, 12);
    out.token = row.text(13);
    out.next_token = row.text(14);
    out.nonces = split_lines(row.text(15));
    out.hub_epoch = number_id<HubEpoch>(row, 16);
    out.request_no = number_id<RequestNo>(row, 17);
    out.hold_no = static_cast<std::uint64_t>(row.int64(18));
    out.enrolled_at = instant(row, 19);
    out.last_contact = instant(row, 20);
    return out;
}

Result<EnrolCodeRow> read_code(const Query& row) {
    EnrolCodeRow out;
    out.code_id = row.text(0);
    const ByteView secret = row.blob(1);
    out.secret.assign(secret.begin(), secret.end());
    out.store_id = text_id<StoreId>(row, 2);
    out.device_id = text_id<DeviceId>(row, 3);
    out.made_at = instant(row, 4);
    out.expires_at = instant(row, 5);
    out.attempts = static_cast<std::int32_t>(row.int64(6));
    if (!row.is_null(7)) out.used_by = holder_at(row, 7);
    const ByteView answer = row.blob(9);
    out.answer.assign(answer.begin(), answer.end());
    CF_TRY(mac, row.bytes<32>(10));
    out.request_mac = mac;
    return out;
}

}  // namespace

Result<std::optional<DeviceRow>> SqliteDevices::find(const domain::Holder& holder) const {
    return first_row<DeviceRow>(run_.query(sql::kSelectDevice, holder.device_id.str(), holder.epoch.value), read_device);
}

Result<std::optional<DeviceRow>> SqliteDevices::newest(const DeviceId& id) const {
    return first_row<DeviceRow>(run_.query(sql::kSelectNewestDevice, id.str()), read_device);
}

Result<std::optional<domain::Holder>> SqliteDevices::by_curve_key(const PublicKey& key) const {
    return first_row<domain::Holder>(run_.query(sql::kSelectHolderByCurveKey, key),
                                     [](const Query& row) -> Result<domain::Holder> { return holder_at(row, 0); });
}

Result<std::vector<DeviceRow>> SqliteDevices::list() const {
    return all_rows<DeviceRow>(run_.query(sql::kSelectDevices), read_device);
}

Result<void> SqliteDevices::put(const DeviceRow& row) {
    return run_.run(sql::kUpsertDevice, row.holder.device_id.str(), row.holder.epoch.value, row.store_id.str(), row.name,
                    static_cast<int>(row.state), row.state_why, row.signing_key, row.curve_key, row.head.seq.value,
                    row.head.hash, row.aside.seq.value, row.aside.hash, row.safe_seq.value, row.token, row.next_token,
                    join_lines(row.nonces), row.hub_epoch.value, row.request_no.value, row.hold_no, row.enrolled_at.ms,
                    row.last_contact.ms);
}

Result<std::optional<EnrolCodeRow>> SqliteDevices::code(std::string_view code_id) const {
    return first_row<EnrolCodeRow>(run_.query(sql::kSelectEnrolCode, code_id), read_code);
}

Result<void> SqliteDevices::put_code(const EnrolCodeRow& row) {
    std::optional<std::string_view> device;
    std::optional<std::uint64_t> epoch;
    if (row.used_by) {
        device = row.used_by->device_id.str();
        epoch = row.used_by->epoch.value;
    }
    return run_.run(sql::kUpsertEnrolCode, row.code_id, row.secret, row.store_id.str(), row.device_id.str(), row.made_at.ms,
                    row.expires_at.ms, row.attempts, device, epoch, row.answer, row.request_mac);
}

Result<void> SqliteDevices::drop_codes_before(Instant expired_before) {
    return run_.run(sql::kDeleteEnrolCodesBefore, expired_before.ms);
}

}  // namespace counterfoil::hub
