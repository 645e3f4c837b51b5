#include "hub/core/enrolment.hpp"

#include "hub/core/granting.hpp"

namespace counterfoil::hub {

namespace {

constexpr std::size_t kDeviceIdChars = 10;
constexpr int kCodeTries = 8;

/// Takes the same time wherever the first difference is.
bool equal_in_constant_time(const Digest& a, const Digest& b) {
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        difference |= static_cast<unsigned>(a[i] ^ b[i]);
    return difference == 0;
}

/// A name that people can read to one another.
DeviceId new_device_id(Random& random) { return DeviceId{"D-" + random.new_id().substr(0, kDeviceIdChars)}; }

DeviceRow new_disk(const EnrolCodeRow& code, const protocol::EnrolRequest& request, const domain::Holder& holder,
                   HubEpoch hub_epoch, Instant now) {
    DeviceRow row;
    row.holder = holder;
    row.store_id = code.store_id;
    row.name = request.device_name;
    row.signing_key = request.signing_key;
    row.curve_key = request.curve_key;
    row.head.epoch = holder.epoch;
    row.aside.epoch = holder.epoch;
    row.hub_epoch = hub_epoch;
    row.enrolled_at = now;
    row.last_contact = now;
    return row;
}

/// The number of the new disk; the disk before it may only upload from here on.
Result<domain::Holder> next_holder(HubTx& tx, const EnrolCodeRow& code, Random& random) {
    if (code.device_id.empty()) return domain::Holder{new_device_id(random), DeviceEpoch{1}};
    CF_TRY(before, tx.devices().newest(code.device_id));
    if (!before) return fail(ErrorCode::corrupt, "a code names a device that is not there", code.code_id);
    if (before->state == DeviceState::active) {
        before->state = DeviceState::replaced;
        before->state_why = "a newer disk is enrolled";
        CF_CHECK(tx.devices().put(*before));
        CF_CHECK(orphan_holds(tx, before->holder));
    }
    return domain::Holder{code.device_id, before->holder.epoch.next()};
}

protocol::EnrolAnswer make_answer(const EnrolCodeRow& code, const domain::Holder& holder, const HubIdentity& hub,
                                  const protocol::EnrolRequest& request, const Mac& mac) {
    protocol::EnrolAnswer answer;
    answer.device_id = holder.device_id;
    answer.epoch = holder.epoch;
    answer.store_id = code.store_id;
    answer.hub_epoch = hub.hub_epoch;
    answer.hq_signing_key = hub.signing_key;
    answer.hq_curve_key = hub.curve_key;
    answer.ops_endpoint = hub.ops_endpoint;
    answer.feed_endpoint = hub.feed_endpoint;
    answer.mac = mac.hmac_sha256(code.secret, as_bytes(protocol::answer_transcript(request, answer)));
    return answer;
}

}  // namespace

Result<std::string> make_enrol_code(HubTx& tx, const StoreId& store, const DeviceId& device, Instant now, Random& random,
                                    Millis life) {
    if (!is_valid_id(store.str()))
        return fail(ErrorCode::invalid_input, "a store id is expected, such as S001", store.str());
    if (!device.empty()) {
        CF_TRY(known, tx.devices().newest(device));
        if (!known) return fail(ErrorCode::not_found, "HQ knows no such device", device.str());
    }
    for (int i = 0; i < kCodeTries; ++i) {
        const protocol::EnrolCode code = protocol::make_enrol_code(random);
        CF_TRY(taken, tx.devices().code(code.code_id));
        if (taken) continue;
        EnrolCodeRow row;
        row.code_id = code.code_id;
        row.secret = code.secret;
        row.store_id = store;
        row.device_id = device;
        row.made_at = now;
        row.expires_at = now + life;
        CF_CHECK(tx.devices().put_code(row));
        return protocol::to_text(code);
    }
    return fail(ErrorCode::conflict, "no free code was found", "enrolment", "try again");
}

Result<Outcome<protocol::EnrolAnswer>> enrol(HubTx& tx, const protocol::EnrolRequest& request, const HubIdentity& hub,
                                             const Mac& mac, Random& random, Instant now) {
    using EnrolOutcome = Outcome<protocol::EnrolAnswer>;
    CF_TRY(code, tx.devices().code(request.code_id));
    if (!code || code->attempts >= kEnrolAttemptsMax) return EnrolOutcome{Refusal{.code = "enrol_code_unknown"}};
    const Digest expected = mac.hmac_sha256(code->secret, as_bytes(protocol::request_transcript(request)));
    if (!equal_in_constant_time(expected, request.mac)) {
        ++code->attempts;
        CF_CHECK(tx.devices().put_code(*code));
        return EnrolOutcome{Refusal{.code = "enrol_code_unknown"}};
    }
    if (code->used_by) {
        if (request.mac != code->request_mac) return EnrolOutcome{Refusal{.code = "enrol_code_used"}};
        CF_TRY(first, protocol::read_enrol_answer(as_text(code->answer)));
        return EnrolOutcome{std::move(first)};
    }
    if (now >= code->expires_at) return EnrolOutcome{Refusal{.code = "enrol_code_expired"}};
    CF_TRY(known, tx.devices().by_curve_key(request.curve_key));
    if (known) return EnrolOutcome{Refusal{.code = "enrol_key_known", .field = "/curve_key"}};

    CF_TRY(holder, next_holder(tx, *code, random));
    CF_CHECK(tx.devices().put(new_disk(*code, request, holder, hub.hub_epoch, now)));
    const protocol::EnrolAnswer answer = make_answer(*code, holder, hub, request, mac);
    const std::string text = protocol::to_json_text(answer);
    code->used_by = holder;
    code->answer.assign(text.begin(), text.end());
    code->request_mac = request.mac;
    CF_CHECK(tx.devices().put_code(*code));
    return EnrolOutcome{answer};
}

}  // namespace counterfoil::hub
