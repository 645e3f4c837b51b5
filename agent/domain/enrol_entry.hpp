// A person who becomes a member: what was given and consented to, as a device's journal and HQ's desk have it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "domain/member.hpp"

namespace counterfoil::domain {

/// Each by a tick of its own; none is ticked before the person does.
struct ConsentPurposes {
    bool membership = false;
    bool marketing = false;
    bool sharing = false;
    bool operator==(const ConsentPurposes&) const = default;
};

struct Consent {
    std::string text_version;  ///< of the text that the person saw
    ConsentPurposes purposes;
    std::string channel;  ///< where: "store", "app"
    bool operator==(const Consent&) const = default;
};

/// Who consents for a child.
struct Guardian {
    std::string name;
    std::string phone;  ///< E.164
    bool operator==(const Guardian&) const = default;
};

struct Enrolment {
    std::vector<Identity> identities;
    std::string name;
    std::optional<Birthday> birthday;
    std::optional<std::int32_t> birth_year;  ///< asked for the age only, and kept only where a guardian consents
    Consent consent;
    std::optional<Guardian> guardian;
    StaffId staff_id;
    bool operator==(const Enrolment&) const = default;
};

/// `member_id` is provisional: made on the device, so that it works without a link; HQ confirms it, or says who this is.
struct EnrolEntry {
    MemberId member_id;
    std::string idempotency_key;
    Enrolment person;
    bool operator==(const EnrolEntry&) const = default;
};

}  // namespace counterfoil::domain
