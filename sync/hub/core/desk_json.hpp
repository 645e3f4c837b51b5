// Orders and answers of the desk as JSON. Private to this module.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "hub/core/card_life.hpp"
#include "hub/core/consents.hpp"
#include "hub/core/coupon_issue.hpp"
#include "hub/core/coupon_life.hpp"
#include "hub/core/desk.hpp"
#include "hub/core/enrolling.hpp"
#include "hub/core/erasing.hpp"
#include "hub/core/identities.hpp"
#include "hub/core/member_life.hpp"

namespace counterfoil::hub {

struct TransferOrder {
    MemberId to_member_id;
    Who who;
};

struct UsesOrder {
    std::int64_t uses = 1;
    Who who;
};

// Errors: invalid_input with the failing path, full for a body beyond 256 KiB.
Result<IssueOrder> read_issue_order(const std::string& body);
Result<Who> read_who(const std::string& body);
Result<UsesOrder> read_uses_order(const std::string& body);
Result<TransferOrder> read_transfer_order(const std::string& body);
/// Without the member's id, which the path names.
Result<MergeOrder> read_merge_order(const std::string& body);
Result<domain::Enrolment> read_enrol_order(const std::string& body);
/// Without the member's id, which the path names.
Result<IdentityOrder> read_identity_order(const std::string& body);
Result<ReleaseOrder> read_release_order(const std::string& body);
Result<WithdrawOrder> read_withdraw_order(const std::string& body);
/// Refuses an order that does not say `confirm`.
Result<Who> read_erase_order(const std::string& body);
/// Without the quota's id, which the path names.
Result<QuotaOrder> read_quota_order(const std::string& body);

nlohmann::json to_json(const OperationRow& operation);
nlohmann::json to_json(const Issued& issued);
nlohmann::json to_json(const Changed& changed);
nlohmann::json to_json(const Merged& merged);
nlohmann::json to_json(const SplitOff& split);
nlohmann::json to_json(const CardView& view);
nlohmann::json to_json(const CardChanged& changed);
nlohmann::json to_json(const QuotaView& quota);
nlohmann::json to_json(const EnrolledAtDesk& enrolled);
nlohmann::json to_json(const AddedIdentity& added);
nlohmann::json to_json(const Released& released);
nlohmann::json to_json(const CandidateRow& candidate);
nlohmann::json to_json(const Dismissed& dismissed);
nlohmann::json to_json(const Withdrawn& withdrawn);
nlohmann::json to_json(const ErasureView& view);
nlohmann::json to_json(const AskedBack& asked);
nlohmann::json to_json(const Erased& erased);

/// Does what is asked for and leaves the turn open. Nothing of it may stay unless it answers a text.
Result<DeskAnswer> serve_desk(Turn& turn, const DeskRequest& request);

}  // namespace counterfoil::hub
