#include "usecase/hold_flow.hpp"

#include <algorithm>

#include "usecase/held.hpp"

namespace counterfoil::usecase {
namespace {

constexpr std::size_t kRightsMax = 128;

/// The floor belongs to the hub epoch that set it: numbers begin again with a new one.
bool below_floor(const domain::HoldId& id, const ports::DeviceState& device) {
    return id.hub_epoch < device.hub_epoch || (id.hub_epoch == device.hub_epoch && id.no < device.floor);
}

bool is_sound(const domain::Hold& hold) {
    return !hold.rights.empty() && hold.rights.size() <= kRightsMax &&
           std::ranges::all_of(hold.rights, [](const domain::HeldRight& right) { return right.amount > 0; });
}

domain::DeviceHold as_held(const domain::Hold& hold, const domain::SignedGrant& grant, const CheckoutId& checkout) {
    domain::DeviceHold held{.hold = hold, .grant = grant, .rights = {}};
    for (const domain::HeldRight& right : hold.rights)
        held.rights.push_back({.right = right, .spent = 0, .given_back = 0, .checkout_id = checkout, .recall_waits = false});
    return held;
}

/// Nobody here waits for it: stored, so that no copy counts again, and given back in the same breath.
Result<void> give_back_at_once(const View& view, domain::DeviceHold& held) {
    std::vector<domain::Units> all;
    all.reserve(held.hold.rights.size());
    for (const domain::HeldRight& right : held.hold.rights)
        all.push_back({right.right_id, right.amount});
    CF_CHECK(release(view, held, std::move(all)));
    return view.ledger.holds().put(held);
}

std::int64_t asked_back(const std::vector<domain::Units>& units, const domain::DeviceRight& held) {
    if (units.empty()) return held.unspent();
    std::int64_t sum = 0;
    for (const domain::Units& one : units)
        if (one.right_id == held.right.right_id) sum += std::max<std::int64_t>(one.amount, 0);
    return std::min(sum, held.unspent());
}

}  // namespace

Result<GrantAnswer> take_grant(const View& view, const domain::Hold& hold, const domain::SignedGrant& grant) {
    CF_TRY(device, view.ledger.device().state());
    GrantAnswer answer{.taken = GrantTaken::refused, .checkout = {}};
    if (hold.hold_id.holder != domain::Holder{device.device_id, device.epoch} || !is_sound(hold)) return answer;
    if (below_floor(hold.hold_id, device)) return answer;
    CF_TRY(buried, view.ledger.holds().buried(hold.hold_id));
    if (buried) return answer;
    CF_TRY(known, view.ledger.holds().find(hold.hold_id));
    if (known) return GrantAnswer{.taken = GrantTaken::known, .checkout = {}};

    std::optional<domain::Checkout> waiting;
    if (hold.request_no.value != 0) {
        CF_TRY(asked, view.ledger.checkouts().by_request(hold.request_no));
        if (asked && asked->state == domain::CheckoutState::open) waiting = std::move(asked);
    }
    domain::DeviceHold held = as_held(hold, grant, waiting ? waiting->checkout_id : CheckoutId{});
    if (!waiting && hold.reason == domain::HoldReason::checkout) {
        CF_CHECK(give_back_at_once(view, held));
        return GrantAnswer{.taken = GrantTaken::stored, .checkout = {}};
    }
    CF_CHECK(view.ledger.holds().put(held));
    if (!waiting) return GrantAnswer{.taken = GrantTaken::stored, .checkout = {}};
    const Settlement granted{.state = domain::AcquireState::granted, .reason = {}, .held_by = {}};
    CF_TRY(settled, settle_checkout(view, waiting->checkout_id, granted));
    static_cast<void>(settled);
    return GrantAnswer{.taken = GrantTaken::stored, .checkout = waiting->checkout_id};
}

Result<RecallAnswer> answer_recall(const View& view, const domain::HoldId& id, const std::vector<domain::Units>& units) {
    CF_TRY(held, view.ledger.holds().find(id));
    if (!held) {
        CF_TRY(device, view.ledger.device().state());
        if (below_floor(id, device)) return RecallAnswer::closed;
        CF_TRY(buried, view.ledger.holds().buried(id));
        if (buried) return RecallAnswer::closed;
        CF_CHECK(view.ledger.holds().bury(id));
        CF_TRY(seq, view.ledger.journal().append(domain::RefuseEntry{id}, view.now));
        static_cast<void>(seq);
        return RecallAnswer::refused;
    }
    std::vector<domain::Units> back;
    bool busy = false;
    bool changed = false;
    for (domain::DeviceRight& right : held->rights) {
        const std::int64_t amount = asked_back(units, right);
        if (amount <= 0) continue;
        if (right.checkout_id.empty()) {
            back.push_back({right.right.right_id, amount});
        } else {
            busy = true;
            changed |= !right.recall_waits;
            right.recall_waits = true;
        }
    }
    const bool released = !back.empty();
    if (released) CF_CHECK(release(view, *held, std::move(back)));
    if (released || changed) CF_CHECK(view.ledger.holds().put(*held));
    if (busy) return RecallAnswer::busy;
    return released ? RecallAnswer::released : RecallAnswer::closed;
}

Result<void> take_applied(const View& view, JournalSeq up_to, JournalSeq safe, const std::vector<Verdict>& verdicts) {
    CF_TRY(head, view.ledger.journal().head());
    for (const Verdict& verdict : verdicts) {
        if (verdict.seq.value == 0 || verdict.seq > head.seq) continue;
        // `pending` is HQ's first word only: a copy of it that comes late must not undo the answer that was given since.
        CF_TRY(known, view.ledger.journal().verdict(verdict.seq));
        if (known && verdict.verdict == domain::EntryVerdict::pending) continue;
        CF_CHECK(view.ledger.journal().set_verdict(verdict.seq, verdict.verdict, verdict.code));
    }
    CF_TRY(applied, view.ledger.journal().applied());
    // A copy that was under way for long must not take back what HQ said since.
    if (up_to >= applied && up_to <= head.seq) CF_CHECK(view.ledger.journal().set_applied(up_to, std::min(safe, head.seq)));
    CF_TRY(device, view.ledger.device().state());
    device.last_contact = std::max(device.last_contact, view.now);
    return view.ledger.device().save(device);
}

Result<void> take_welcome(const View& view, const WelcomeFacts& facts) {
    CF_TRY(device, view.ledger.device().state());
    if (facts.hub_epoch < device.hub_epoch)
        return fail(ErrorCode::conflict, "a hub of an older epoch answered",
                    "hub epoch " + std::to_string(facts.hub_epoch.value));
    const bool new_hub = facts.hub_epoch > device.hub_epoch;
    device.floor = new_hub ? facts.floor : std::max(device.floor, facts.floor);
    device.hub_epoch = facts.hub_epoch;
    device.token = facts.next_token;
    device.last_contact = std::max(device.last_contact, view.now);
    CF_CHECK(view.ledger.device().save(device));
    // Tombstones of an older hub's grants stay until numbers of this hub show that they are past.
    if (!new_hub) CF_CHECK(view.ledger.holds().forget_below(device.floor));
    // Never further than the answers that are here; back, where a restored HQ has forgotten some.
    CF_TRY(answered, view.ledger.journal().applied());
    const JournalSeq applied = std::min(answered, facts.applied_seq);
    return view.ledger.journal().set_applied(applied, std::min(facts.safe_seq, applied));
}

Result<std::optional<CheckoutId>> take_refused(const View& view, RequestNo request_no, const Settlement& settlement) {
    CF_TRY(asked, view.ledger.checkouts().by_request(request_no));
    if (!asked || asked->state != domain::CheckoutState::open || asked->acquire != domain::AcquireState::asked)
        return std::nullopt;
    CF_TRY(settled, settle_checkout(view, asked->checkout_id, settlement));
    static_cast<void>(settled);
    return asked->checkout_id;
}

}  // namespace counterfoil::usecase
