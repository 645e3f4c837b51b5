// Orders and answers of the desk about persons, as JSON.
#include <nlohmann/json.hpp>

#include "codec/describe_enrol.ipp"
#include "codec/json.hpp"
#include "hub/core/describe_who.ipp"
#include "hub/core/desk_json.hpp"

namespace counterfoil::codec {

template <>
struct EnumNames<hub::CandidateState> {
    using E = hub::CandidateState;
    static constexpr std::array<std::pair<E, std::string_view>, 3> kNames{
        {{E::open, "open"}, {E::merged, "merged"}, {E::dismissed, "dismissed"}}};
};

template <class Io>
void describe(Io& io, Of<hub::ReleaseOrder>) {
    using T = hub::ReleaseOrder;
    io.need("phone", &T::phone, TextRule{1, 32});
    io.need("verified_by", &T::verified_by);
    io.may("enrol", &T::enrol);
    io.part(&T::who);
}

}  // namespace counterfoil::codec

namespace counterfoil::hub {

using nlohmann::json;

namespace {

/// Of an identity, what a person may say: when and by whom it was brought is HQ's own word.
struct NamedIdentity {
    domain::IdentityKind kind = domain::IdentityKind::phone;
    std::string value;
    domain::Proof verified_by = domain::Proof::none;
    Who who;
};

}  // namespace
}  // namespace counterfoil::hub

namespace counterfoil::codec {

template <class Io>
void describe(Io& io, Of<hub::NamedIdentity>) {
    using T = hub::NamedIdentity;
    io.need("kind", &T::kind);
    io.need("value", &T::value, TextRule{1, 128});
    io.may("verified_by", &T::verified_by);
    io.part(&T::who);
}

}  // namespace counterfoil::codec

namespace counterfoil::hub {

namespace {

template <class Order>
Result<Order> read_order(const std::string& body) {
    CF_TRY(document, codec::parse_json(body));
    return codec::read_whole<Order>(document, "");
}

}  // namespace

Result<domain::Enrolment> read_enrol_order(const std::string& body) { return read_order<domain::Enrolment>(body); }

Result<IdentityOrder> read_identity_order(const std::string& body) {
    CF_TRY(named, read_order<NamedIdentity>(body));
    if (named.verified_by == domain::Proof::phone)
        return fail(ErrorCode::invalid_input, "one of none, code, otp, pin is expected", "/verified_by");
    IdentityOrder order;
    order.identity.kind = named.kind;
    order.identity.value = std::move(named.value);
    order.identity.verified_by = named.verified_by;
    order.who = std::move(named.who);
    return order;
}

Result<ReleaseOrder> read_release_order(const std::string& body) { return read_order<ReleaseOrder>(body); }

json to_json(const EnrolledAtDesk& enrolled) { return {{"member", codec::to_json(enrolled.member)}}; }

json to_json(const AddedIdentity& added) {
    json out = {{"result", added.result}, {"member_id", added.member_id.str()}};
    if (added.operation) out["operation"] = to_json(*added.operation);
    if (added.candidate_no != 0) out["candidate_no"] = added.candidate_no;
    return out;
}

json to_json(const Released& released) {
    json out = {{"operation", to_json(released.operation)}};
    if (released.fresh) out["member"] = codec::to_json(*released.fresh);
    return out;
}

json to_json(const CandidateRow& candidate) {
    json out = {{"no", candidate.no},
                {"member_id", candidate.member_id.str()},
                {"other_member_id", candidate.other_member_id.str()},
                {"why", candidate.why},
                {"at", candidate.at.ms},
                {"state", codec::name_of(candidate.state)}};
    if (candidate.state == CandidateState::open) return out;
    out["staff_id"] = candidate.staff_id.str();
    out["settled_at"] = candidate.settled_at.ms;
    return out;
}

json to_json(const Dismissed& dismissed) { return {{"candidate", to_json(dismissed.candidate)}}; }

}  // namespace counterfoil::hub
