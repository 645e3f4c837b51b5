# The till's screen in the main job of packaging/quickstart --check: a headless Chromium that is told step by step what to do;
# sourced by it, after main-job.bash. The steps are those of ui-kiosk/tests/check/main_job.mjs. The scanner is played by
# `counterfoil scan`, as in a store: what is scanned reaches the screen over the agent's event stream.
# Uses their variables (root, state, step, answer, demo_gtin, demo_sku) and functions (fail, counterfoil, scan, stop_process).
# shellcheck shell=bash disable=SC2154

screen_pid=
screen_answer_seconds=60

# screen NAME VALUES ...: one step; its answer goes to $answer. Fails the step where the screen does.
screen() {
    local reply=
    # In a shell of its own: a pipe that nobody reads any more would end this one.
    (printf '%s\n' "$*" >&7) 2>/dev/null || fail "$step: the browser is gone"
    read -r -t "$screen_answer_seconds" reply <&6 || fail "$step: the browser has not answered: $1"
    answer=${reply#ok}
    answer=${answer# }
    [[ $reply == ok || $reply == ok\ * ]] || fail "$step: ${reply#failed } (picture: $state/browser/failed.png)"
}

start_screen() {
    local chromium address
    chromium=$(command -v chromium) || fail "$step: no command chromium; run packaging/install-dependencies browser"
    address=$(counterfoil screen 2>>"$state/logs/check.log") || fail "$step: $(tail -n 1 "$state/logs/check.log")"
    mkdir -p "$state/browser"
    coproc BROWSER {
        exec node "$root/ui-kiosk/tests/check/main_job.mjs" "$chromium" "$state/browser" 2>>"$state/logs/browser.log" 8>&-
    }
    screen_pid=$BROWSER_PID
    # Bash forgets its own pair of ends as soon as the browser is gone.
    exec 6<&"${BROWSER[0]}" 7>&"${BROWSER[1]}"
    screen open "$address"
}

stop_screen() {
    [ -n "$screen_pid" ] || return 0
    exec 7>&-
    stop_process "$screen_pid"
    exec 6<&-
    screen_pid=
}

# demo_coupon TEMPLATE: of the demo data, the first member with one coupon only, and that of this template: the best offer can
# be no other one. Sets $buyer, $buyer_code, $coupon.
demo_coupon() {
    read -r buyer coupon < <(jq -rs --arg template "$1" '
        map(select(.member_id)) | group_by(.member_id) | map(select(length == 1)[0] | select(.template_id == $template))
        | "\(.[0].member_id) \(.[0].coupon_id)"' "$state/demo/coupons.jsonl")
    buyer_code=$(jq -r --arg buyer "$buyer" 'select(.member_id == $buyer) | .identities[] | select(.kind == "member_code").value' \
        "$state/demo/members.jsonl")
    [ -n "$buyer_code" ] || fail "$step: the demo data have no member with just a coupon of $1"
}

# sell_at_screen RIGHT RISK: the buyer's code, twenty of the product, one key. RIGHT is what the screen says of the coupon's right,
# RISK what it says of the sale.
sell_at_screen() {
    scan "$buyer_code"
    screen member "$buyer"
    screen times 20
    scan "$demo_gtin"
    screen line "$demo_sku" 20
    screen coupon "$coupon" "$1"
    screen pay
    [ -n "$answer" ] || fail "$step: the screen names no ticket"
    [ -z "$2" ] || screen sold "$2"
    screen next
}
