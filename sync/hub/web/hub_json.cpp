#include "hub/web/hub_json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "codec/bytes.hpp"
#include "codec/enrol_json.hpp"
#include "codec/json.hpp"
#include "codec/names.hpp"
#include "hub/core/enrolling.hpp"
#include "hub/core/member_alias.hpp"

namespace counterfoil::hub {
namespace {

using codec::name_of;
using nlohmann::json;

constexpr std::size_t kQuestionsMax = 200;

std::string_view name_of(DeviceState state) {
    switch (state) {
        case DeviceState::active:
            return "active";
        case DeviceState::replaced:
            return "replaced";
        case DeviceState::quarantined:
            return "quarantined";
        case DeviceState::revoked:
            return "revoked";
    }
    return "active";
}

json device_json(const DeviceRow& device) {
    return {{"device_id", device.holder.device_id.str()},
            {"epoch", device.holder.epoch.value},
            {"store_id", device.store_id.str()},
            {"name", device.name},
            {"state", name_of(device.state)},
            {"why", device.state_why},
            {"applied_seq", device.head.seq.value},
            {"last_contact", device.last_contact.ms}};
}

json question_json(const EntryRow& row) {
    json out = {{"entry", row.entry.text()},
                {"verdict", name_of(row.verdict)},
                {"code", row.code},
                {"received_at", row.received_at.ms}};
    if (const auto entry = codec::decode_entry(row.body)) {
        if (const auto* risk = std::get_if<domain::RiskEntry>(&entry->body)) {
            out["right_id"] = risk->units.right_id.str();
            out["amount"] = risk->units.amount;
            out["value"] = risk->value.value;
            out["ticket"] = codec::to_json(risk->ticket);
        } else if (const auto* ticket = std::get_if<domain::TicketEntry>(&entry->body)) {
            out["ticket"] = codec::to_json(ticket->basket.ticket_key());
        } else if (const auto* person = std::get_if<domain::EnrolEntry>(&entry->body)) {
            out["member_id"] = person->member_id.str();
        } else if (const auto* back = std::get_if<domain::ReturnEntry>(&entry->body)) {
            out["value"] = std::max(Money{}, back->refund()).value;
            out["ticket"] = codec::to_json(back->ticket);
            out["return_key"] = codec::to_json(back->return_key);
        } else if (const auto* late = std::get_if<domain::LateEarnEntry>(&entry->body)) {
            out["ticket"] = codec::to_json(late->ticket);
        }
    }
    return out;
}

const char* purpose_name(ConsentPurpose purpose) {
    if (purpose == ConsentPurpose::membership) return "membership";
    return purpose == ConsentPurpose::marketing ? "marketing" : "sharing";
}

/// Who the member is known as, and what was consented to.
Result<void> add_person(HubTx& tx, const std::vector<MemberRow>& members, json& out) {
    out["identities"] = json::array();
    out["consents"] = json::array();
    for (const MemberRow& one : members) {
        for (const domain::Identity& identity : one.member.identities)
            out["identities"].push_back(codec::to_json(identity));
        CF_TRY(consents, tx.persons().consents(one.member.member_id));
        for (const ConsentRow& row : consents) {
            json consent = codec::to_json(row.consent);
            consent["member_id"] = row.member_id.str();
            consent["at"] = row.at.ms;
            consent["staff_id"] = row.staff_id.str();
            if (!row.device_id.empty()) consent["device_id"] = row.device_id.str();
            if (row.withdrawn) {
                consent["withdrawn"] = purpose_name(*row.withdrawn);
                consent["reason"] = row.reason;
            }
            if (row.guardian) consent["guardian"] = {{"name", row.guardian->name}, {"phone", row.guardian->phone}};
            if (row.birth_year) consent["birth_year"] = *row.birth_year;
            out["consents"].push_back(std::move(consent));
        }
    }
    CF_TRY(in_force, consent_in_force(tx, members.front().member.member_id));
    if (in_force)
        out["consent"] = {
            {"membership", in_force->membership}, {"marketing", in_force->marketing}, {"sharing", in_force->sharing}};
    return {};
}

}  // namespace

Result<std::string> status_json(HubTx& tx, HubEpoch hub_epoch) {
    CF_TRY(head, tx.feed().head());
    CF_TRY(devices, tx.devices().list());
    CF_TRY(questions, tx.entries().open_questions(kQuestionsMax));
    json list = json::array();
    for (const DeviceRow& device : devices)
        list.push_back(device_json(device));
    return json{{"hub_epoch", hub_epoch.value},
                {"feed_head", head.value},
                {"devices", std::move(list)},
                {"open_questions", questions.size()}}
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

namespace {

struct PurseSum {
    std::int64_t available = 0;
    std::int64_t pending = 0;
    std::int64_t owed = 0;
};

json to_json(const PurseSum& sum) { return {{"available", sum.available}, {"pending", sum.pending}, {"owed", sum.owed}}; }

}  // namespace

Result<std::string> member_json(HubTx& tx, const MemberId& id, Instant now) {
    CF_TRY(row, live_row(tx, id));
    if (!row) return fail(ErrorCode::not_found, "HQ knows no such member", id.str());
    CF_TRY(members, family(tx, row->member.member_id));
    CF_TRY(lots, lots_of_family(tx, members));
    std::map<PurseId, PurseSum> sums{{PurseId(), {}}};
    for (const RightRow& lot : lots) {
        if (lot.expires_at <= now) continue;
        PurseSum& sum = sums[lot.purse_id];
        (lot.available_at <= now ? sum.available : sum.pending) += lot.free + lot.held;
    }
    for (const domain::PursePoints& debt : row->member.owed_in)
        sums[debt.purse_id].owed = debt.points.value;
    sums[PurseId()].owed = row->member.owed.value;
    std::size_t tickets = 0;
    json merged = json::array();
    for (const MemberRow& one : members) {
        CF_TRY(own, tx.entries().tickets_of(one.member.member_id));
        tickets += own.size();
        if (one.member.member_id != row->member.member_id) merged.push_back(one.member.member_id.str());
    }
    json out = {{"member_id", row->member.member_id.str()},
                {"merged", std::move(merged)},
                {"tier", row->member.tier.str()},
                {"points", to_json(sums[PurseId()])},
                {"tickets", tickets}};
    for (const auto& [purse, sum] : sums) {
        if (purse.empty()) continue;
        json one = to_json(sum);
        one["purse_id"] = purse.str();
        out["purses"].push_back(std::move(one));
    }
    CF_CHECK(add_person(tx, members, out));
    return out.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::string> questions_json(HubTx& tx) {
    CF_TRY(questions, tx.entries().open_questions(kQuestionsMax));
    json list = json::array();
    for (const EntryRow& row : questions)
        list.push_back(question_json(row));
    return json{{"questions", std::move(list)}}.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace counterfoil::hub
