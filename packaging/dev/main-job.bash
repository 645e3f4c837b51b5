# The main job as packaging/quickstart --check does it, step by step; sourced by it. Every step prints one line or ends the
# script by `fail`. Uses its variables (state, agent_port, hub_port, bin) and its functions (hq, counterfoil, start_hub, stop_hub).

answer=

# api METHOD PATH [BODY]: asks the agent; the answer's body goes to $answer. Anything but 2xx fails the step.
api() {
    local arguments=(-sS -m 20 -X "$1" -H "Authorization: Bearer $(cat "$state/agent/api.token")" -H "Content-Type: application/json"
        -H "Idempotency-Key: check-$$-$RANDOM-$RANDOM" -w '\n%{http_code}')
    [ $# -lt 3 ] || arguments+=(--data "$3")
    local reply status
    reply=$(curl "${arguments[@]}" "http://127.0.0.1:$agent_port$2" 2>>"$state/logs/check.log") || fail "$step: $1 $2: no answer"
    status=${reply##*$'\n'}
    answer=${reply%$'\n'*}
    case $status in
    2??) ;;
    *) fail "$step: $1 $2 answered $status: $answer" ;;
    esac
}

# value FILTER: a value of the last answer, by a jq filter; fails the step where it is absent.
value() { jq -er "$1" <<<"$answer" 2>/dev/null || fail "$step: no $1 in: $answer"; }

# until_status FILTER: asks for /v1/status until the filter is true, for at most 30 s.
until_status() {
    local until=$((SECONDS + 30))
    while [ "$SECONDS" -lt "$until" ]; do
        api GET /v1/status
        jq -e "$1" >/dev/null 2>&1 <<<"$answer" && return
        sleep 0.1
    done
    fail "$step: waited 30 s for $1; last answer: $answer"
}

ok() { say "ok: $step"; }

demo_member_code() { jq -r 'select(.kind == "member").identities[0].value' "$state"/demo/members.jsonl 2>/dev/null | head -n 1 || true; }

# redeem: prices a basket for the member with the best coupons, opens a checkout and commits it.
redeem() {
    local quote checkout
    api POST /v1/quotes "$(jq -nc --arg member "$member" '{member: $member, coupons: "best", basket: {lines: [{line_no: 1, gtin: "6901234567892",
        quantity: 1000, unit_price: 30000}]}}')"
    quote=$(value .quote.hash)
    api POST /v1/checkouts "$answer"
    checkout=$(value .checkout_id)
    api POST "/v1/checkouts/$checkout/commit" "$(jq -nc --arg hash "$quote" '{quote_hash: $hash}')"
}

main_job() {
    step="the agent has its first data and the link is up"
    until_status '.link.up and .pending_operations == 0'
    ok

    step="a member code on the scanner path is recognised"
    api POST /v1/identify "$(jq -nc --arg scan "$(demo_member_code)" '{scan: $scan}')"
    member=$(value .member.member_id)
    ok

    step="a basket is priced and redeemed with the link up"
    redeem
    ok

    step="the link is cut"
    stop_hub
    until_status '.link.up | not'
    ok

    step="a basket is priced and redeemed with the link cut"
    redeem
    ok

    step="the link is back and HQ has applied everything"
    start_hub
    until_status '.link.up and .pending_operations == 0'
    ok

    step="HQ and the agent agree on the member's balance"
    api GET "/v1/members/$member"
    [ "$(value .available)" = "$(hq member "$member" | jq -r .available)" ] || fail "$step: $answer"
    ok
}
