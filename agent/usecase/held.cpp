#include "usecase/held.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace counterfoil::usecase {
namespace {

bool is_wanted(std::span<const domain::WantedRight> rights, const RightId& right) {
    return std::ranges::any_of(rights, [&](const domain::WantedRight& wanted) { return wanted.right_id == right; });
}

}  // namespace

UnitsOnDevice units_of(std::span<const domain::DeviceHold> open, const RightId& right, const CheckoutId& checkout) {
    UnitsOnDevice units;
    for (const domain::DeviceHold& hold : open) {
        for (const domain::DeviceRight& held : hold.rights) {
            if (held.right.right_id != right || held.unspent() <= 0) continue;
            if (held.checkout_id.empty()) {
                units.idle += held.unspent();
            } else if (held.checkout_id == checkout) {
                units.mine += held.unspent();
            } else {
                units.other += held.unspent();
                continue;
            }
            units.pass |= hold.hold.reason == domain::HoldReason::pass;
        }
    }
    return units;
}

Result<void> take_into(const View& view, std::span<const domain::WantedRight> rights, const CheckoutId& checkout) {
    CF_TRY(open, view.ledger.holds().open());
    for (domain::DeviceHold& hold : open) {
        bool changed = false;
        for (domain::DeviceRight& held : hold.rights) {
            if (!held.checkout_id.empty() || held.recall_waits || held.unspent() <= 0) continue;
            if (!is_wanted(rights, held.right.right_id)) continue;
            held.checkout_id = checkout;
            changed = true;
        }
        if (changed) CF_CHECK(view.ledger.holds().put(hold));
    }
    return {};
}

Result<void> pass_on(const View& view, const CheckoutId& from, const CheckoutId& to) {
    CF_TRY(open, view.ledger.holds().open());
    for (domain::DeviceHold& hold : open) {
        bool changed = false;
        for (domain::DeviceRight& held : hold.rights) {
            if (held.checkout_id != from) continue;
            held.checkout_id = to;
            changed = true;
        }
        if (changed) CF_CHECK(view.ledger.holds().put(hold));
    }
    return {};
}

Result<void> release(const View& view, domain::DeviceHold& hold, std::vector<domain::Units> units) {
    for (const domain::Units& back : units) {
        const auto held = std::ranges::find_if(
            hold.rights, [&](const domain::DeviceRight& right) { return right.right.right_id == back.right_id; });
        CF_ASSERT(held != hold.rights.end() && back.amount > 0 && back.amount <= held->unspent());
        held->given_back += back.amount;
        if (held->unspent() == 0) held->recall_waits = false;
    }
    const domain::ReleaseEntry entry{.hold_id = hold.hold.hold_id, .units = std::move(units), .to = "hq"};
    CF_TRY(seq, view.ledger.journal().append(entry, view.now));
    static_cast<void>(seq);
    return {};
}

Result<bool> give_back(const View& view, const CheckoutId& checkout) {
    CF_TRY(open, view.ledger.holds().open());
    bool released = false;
    for (domain::DeviceHold& hold : open) {
        std::vector<domain::Units> back;
        bool changed = false;
        for (domain::DeviceRight& held : hold.rights) {
            if (held.checkout_id != checkout) continue;
            changed = true;
            held.checkout_id = CheckoutId{};
            const bool goes = hold.hold.reason == domain::HoldReason::checkout || held.recall_waits;
            if (goes && held.unspent() > 0) back.push_back({held.right.right_id, held.unspent()});
        }
        if (!changed) continue;
        if (!back.empty()) {
            CF_CHECK(release(view, hold, std::move(back)));
            released = true;
        }
        CF_CHECK(view.ledger.holds().put(hold));
    }
    return released;
}

}  // namespace counterfoil::usecase
