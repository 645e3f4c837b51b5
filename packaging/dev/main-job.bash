# The main job as packaging/quickstart --check does it, step by step; sourced by it. Every step prints one line or ends the
# script by `fail`. Uses its variables (state, agent_port, hub_port, bin), its functions (counterfoil, start_hub, stop_hub), and the
# screen of screen-job.bash.

# The showcase of the demo data.
demo_member_code=CFM000000000001
demo_amount_off_code=CFC000000000001
demo_percent_off_code=CFC000000000002
demo_card_member_code=CFM000000000002
demo_issuer_code=LS000001
demo_gtin=2000000000015
demo_sku=SKU00001
patience_seconds=30

step="the agent has its first data"
answer=

ok() { say "ok: $step"; }

# ask WHO METHOD PATH [BODY [KEY]]: asks the agent or the hub; the answer's body goes to $answer. Anything but 2xx fails the step.
ask() {
    local port=$agent_port
    [ "$1" = agent ] || port=$hub_port
    local arguments=(-sS -m 20 -X "$2" -H "Authorization: Bearer $(cat "$state/$1/api-token")" -w '\n%{http_code}')
    [ $# -lt 4 ] || arguments+=(-H "Content-Type: application/json" --data-binary "$4")
    [ $# -lt 5 ] || arguments+=(-H "Idempotency-Key: $5")
    local reply status
    reply=$(curl "${arguments[@]}" "http://127.0.0.1:$port$3" 2>>"$state/logs/check.log") || fail "$step: $2 $3: no answer"
    status=${reply##*$'\n'}
    answer=${reply%$'\n'*}
    case $status in
    2??) ;;
    *) fail "$step: $2 $3 answered $status: $answer" ;;
    esac
}

# value FILTER: a value of the last answer, by a jq filter; fails the step where it is absent.
value() { jq -er "$1" <<<"$answer" 2>/dev/null || fail "$step: no $1 in: $answer"; }

# expect FILTER: fails the step where the filter is not true of the last answer.
expect() { jq -e "$1" >/dev/null 2>&1 <<<"$answer" || fail "$step: $1 is not true of: $answer"; }

# until_status FILTER: asks for /v1/status until the filter is true.
until_status() {
    local end=$((SECONDS + patience_seconds))
    while [ "$SECONDS" -lt "$end" ]; do
        ask agent GET /v1/status
        jq -e "$1" >/dev/null 2>&1 <<<"$answer" && return
        sleep 0.1
    done
    fail "$step: waited $patience_seconds s for $1; last answer: $answer"
}

wait_first_data() {
    local end=$((SECONDS + patience_seconds))
    until curl -fsS -m 2 -o /dev/null "http://127.0.0.1:$agent_port/readyz" 2>/dev/null; do
        [ "$SECONDS" -lt "$end" ] || fail "$step: waited $patience_seconds s for /readyz"
        sleep 0.1
    done
    until_status '.link.state == "up"'
}

# scan CODE: as a scanner would, by the command line; what it is goes to $answer.
scan() {
    answer=$(counterfoil scan "$1" 2>>"$state/logs/check.log") || fail "$step: counterfoil scan $1: $(tail -n 1 "$state/logs/check.log")"
}

# agent_finds CODE FILTER: prints a value of what the code is; no screen hears of it.
agent_finds() {
    ask agent POST /v1/identify "$(jq -nc --arg code "$1" '{scan: $code}')"
    value "$2"
}

# basket TICKET COUPON PIECES: the body of a quote and of a checkout.
basket() {
    jq -nc --arg ticket "$1" --arg coupon "$2" --arg member "$member" --arg gtin "$demo_gtin" --argjson quantity "$3" \
        '{basket: {ticket_id: $ticket, member_id: $member, proof: "code", coupons: [$coupon], points: "none",
            lines: [{line_no: 1, gtin: $gtin, quantity: ($quantity * 1000)}]}}'
}

# redeem TICKET COUPON ACQUIRE: quotes, opens a checkout, commits; the coupon must be used, its right must be as told.
redeem() {
    local body checkout payment
    body=$(basket "$1" "$2" 20)
    ask agent POST /v1/quotes "$body"
    expect ".quote.used | map(.coupon_id) == [\"$2\"]"
    ask agent POST /v1/checkouts "$body"
    expect ".acquire == \"$3\" and (.quote.used | map(.coupon_id) == [\"$2\"])"
    checkout=$(value .checkout_id)
    payment=$(jq -c '{quote_hash: .quote.hash, tenders: [{kind: "cash", amount: .quote.totals.due}]}' <<<"$answer")
    ask agent POST "/v1/checkouts/$checkout/commit" "$payment" "check-$1"
    local first=$answer
    ask agent POST "/v1/checkouts/$checkout/commit" "$payment" "check-$1"
    [ "$answer" = "$first" ] || fail "$step: a repeated commit was answered otherwise: $answer"
}

# expect_agreement MEMBER TICKETS
expect_agreement() {
    ask agent GET "/v1/members/$1"
    local here
    here=$(value '.points | tojson')
    ask hub GET "/v1/members/$1"
    [ "$(value '.points | tojson')" = "$here" ] || fail "$step: the agent has $here, HQ has $answer"
    expect ".tickets == $2"
}

main_job() {
    wait_first_data
    ok

    step="a member code and a coupon on the scanner path are recognised"
    local member percent_off amount_off
    scan "$demo_member_code"
    member=$(value .member.member_id)
    scan "$demo_percent_off_code"
    percent_off=$(value .coupon.coupon_id)
    amount_off=$(agent_finds "$demo_amount_off_code" .coupon.coupon_id)
    ok

    step="the screen opens by its one-time address, and says that HQ is linked"
    start_screen
    screen strip link "HQ linked"
    ok

    step="with the link up, the coupon is held at HQ, priced and redeemed"
    redeem T-1 "$percent_off" granted
    expect '.at_risk == false'
    ok

    step="at the screen, scans make a basket with the best offer, and one key takes the payment"
    local buyer buyer_code coupon
    demo_coupon TPL-10-PERCENT
    local first_buyer=$buyer
    sell_at_screen "HQ is asked when paying" ""
    ok

    step="HQ has applied the tickets and agrees on the members' points"
    until_status '.link.state == "up" and .pending_operations == 0'
    expect_agreement "$member" 1
    expect_agreement "$first_buyer" 1
    screen strip pending "All sent"
    ok

    step="the link is cut, and the agent and its screen say so"
    stop_hub
    until_status '.link.state == "down"'
    screen strip link "HQ out of reach"
    ok

    step="with the link cut, the other coupon is priced and redeemed at risk"
    [ "$(agent_finds "$demo_member_code" .member.member_id)" = "$member" ] || fail "$step: $answer"
    redeem T-2 "$amount_off" offline
    expect '.at_risk == true'
    ok

    step="with the link cut, the screen sells on, and says what is at risk"
    demo_coupon TPL-20-OFF-100
    sell_at_screen "At risk" "At risk: HQ decides later"
    screen strip pending "to send"
    ok

    step="the link is back, everything is reconciled, HQ agrees, and the screen says so"
    start_hub
    until_status '.link.state == "up" and .pending_operations == 0 and .conflicts == []'
    expect_agreement "$member" 2
    expect_agreement "$first_buyer" 1
    expect_agreement "$buyer" 1
    ask hub GET /v1/questions
    expect '.questions == []'
    screen strip link "HQ linked"
    screen strip pending "All sent"
    ok

    step="the screen was never loaded again, and nothing went wrong in it"
    screen close
    stop_screen
    ok

    step="the journal's chain is unbroken"
    counterfoil verify-journal >>"$state/logs/check.log" 2>&1 || fail "$step: $(tail -n 1 "$state/logs/check.log")"
    ok
}
