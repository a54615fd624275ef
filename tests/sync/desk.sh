# A home and a desk of our own for the program itself: desk, which runs a command on it. Its time is
# ORDERDESK_NOW, which the test sets. Sourced after lib.sh.
# shellcheck shell=sh disable=SC2154
od=${builddir:-.}/orderdesk
[ -x "$od" ] || { echo "no program at $od"; exit 99; }
HOME=$T/home
mkdir "$HOME"
unset XDG_DATA_HOME XDG_CONFIG_HOME XDG_STATE_HOME ORDERDESK_DESK LANGUAGE
ORDERDESK_DATADIR=${srcdir:-.}/data
export HOME ORDERDESK_NOW ORDERDESK_DATADIR

# desk CLAIM ARGS...: the command works; what it says is in $T/out.
desk() {
    claim=$1
    shift
    checks=$((checks + 1))
    "$od" --config "$T/desk.conf" "$@" >"$T/out" 2>"$T/err" </dev/null && return
    failed=$((failed + 1))
    echo "FAILED: $claim: orderdesk $*"
    head -5 "$T/err"
}
