# A tiny harness: a temporary home, a fixed clock, and checks that count. Each test sources it.
# shellcheck shell=sh disable=SC2034
od=${builddir:-.}/orderdesk
[ -x "$od" ] || { echo "no program at $od"; exit 99; }
T=$(mktemp -d) || exit 99
T=$(cd "$T" && pwd)
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM
HOME=$T/home
mkdir "$HOME" || exit 99
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME ORDERDESK_DESK LANGUAGE COLUMNS
ORDERDESK_NOW=2026-11-23T10:00:00Z
ORDERDESK_DATADIR=${srcdir:-.}/data
export HOME ORDERDESK_NOW ORDERDESK_DATADIR
checks=0
failed=0

ok() { checks=$((checks + 1)); }
bad() {
    checks=$((checks + 1))
    failed=$((failed + 1))
    echo "FAILED: $1"
    shift
    [ $# -eq 0 ] || printf '  %s\n' "$@"
}

# run STATUS CLAIM ARGS...: the program ends with this status. Output is in $T/out and $T/err.
run() {
    want=$1 claim=$2
    shift 2
    "$od" "$@" >"$T/out" 2>"$T/err" </dev/null
    got=$?
    if [ "$got" -eq "$want" ]; then ok; else
        bad "$claim" "status $got, not $want: orderdesk $*" "$(head -5 "$T/err")"
    fi
    # Every refusal is one line on standard error.
    if [ "$got" -ne 0 ] && [ "$(grep -c '' "$T/err")" -ne 1 ]; then
        bad "$claim (one line on standard error)" "$(cat "$T/err")"
    fi
}

# has CLAIM TEXT, has_not CLAIM TEXT, err_has CLAIM TEXT: of the last run.
has() { if grep -qF -- "$2" "$T/out"; then ok; else bad "$1" "no \"$2\" in:" "$(head -20 "$T/out")"; fi; }
has_not() { if grep -qF -- "$2" "$T/out"; then bad "$1" "\"$2\" in the output"; else ok; fi; }
err_has() { if grep -qF -- "$2" "$T/err"; then ok; else bad "$1" "no \"$2\" in: $(cat "$T/err")"; fi; }

# present CLAIM FILE, absent CLAIM FILE
present() { if [ -e "$2" ]; then ok; else bad "$1" "no $2"; fi; }
absent() { if [ -e "$2" ]; then bad "$1" "there is $2"; else ok; fi; }

# is CLAIM GOT WANT
is() { if [ "$2" = "$3" ]; then ok; else bad "$1" "got \"$2\", not \"$3\""; fi; }

# json CLAIM: the last output is one JSON value (where there is a tool to ask).
json() {
    command -v sqlite3 >/dev/null 2>&1 || return 0
    is "$1" "$(sqlite3 :memory: "SELECT json_valid(CAST(readfile('$T/out') AS TEXT))")" 1
}

# field NAME: a member of the last output, an object in JSON.
field() {
    sed -n "s/.*\"$1\":\"\\([^\"]*\\)\".*/\\1/p" "$T/out" | head -1
}

# A desk with a customer, three items and stock, for tests that do not care.
small_desk() {
    run 0 'a desk is made' init --company 'Acme Ltd' --country GB --time-zone UTC
    run 0 'tax is set' tax rate HOME standard 20 --name 'VAT 20%'
    run 0 'a customer is added' customer new 'Dock Street Garage' --code 1051 --street '40 Dock Street' \
        --city Leeds --postcode 'LS10 1JF' --country GB
    run 0 'a first item is added' item new 4711 --description 'Packing tape' --price 1.45
    run 0 'a second item is added' item new BOL-M8-40 --description 'Hex bolt M8 x 40' --price 9.94
    run 0 'a service is added' item new SVC-CUT --description 'Cutting' --price 1.50 --kind service
    run 0 'stock is received' stock receive 4711 100
    run 0 'stock is received' stock receive BOL-M8-40 20
}

finish() {
    echo "$checks checks, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}
