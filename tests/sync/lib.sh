# What the tests against real servers share: a folder, checks that count, servers that end with us.
# shellcheck shell=sh disable=SC2034
send=${builddir:-.}/tests/sync/send
[ -x "$send" ] || { echo "no program at $send"; exit 99; }
T=$(mktemp -d) || exit 99
servers=
finish() {
    for pid in $servers; do kill "$pid" 2>/dev/null; done
    wait 2>/dev/null
    rm -rf "$T"
}
trap finish EXIT
trap 'exit 1' HUP INT TERM
checks=0
failed=0

skip() { echo "skipped: $1"; exit 77; }

# A port that nobody has: what the kernel gives to a server of ours that ends at once.
free_port() {
    rm -f "$T/port"
    echo 'reply 200' >"$T/none"
    "${builddir:-.}/tests/support/replay" "$T/none" "$T/none.log" >"$T/port" &
    port_pid=$!
    while [ ! -s "$T/port" ]; do kill -0 $port_pid || exit 99; done
    cat "$T/port"
    kill $port_pid
}

# wait_for_port PORT PID: until somebody listens there; fails when the server is gone.
wait_for_port() {
    hex=$(printf ':%04X 00000000:0000 0A' "$1")
    until grep -q "$hex" /proc/net/tcp; do
        kill -0 "$2" 2>/dev/null || return 1
        sleep 0.1
    done
}

# try CLAIM END CODE [-l] PROVIDER TASK [FILE]: one try ends so, with that code.
try() {
    claim=$1 end=$2 code=$3
    shift 3
    look=
    if [ "$1" = -l ]; then
        look=-l
        shift
    fi
    provider=$1
    shift
    "$send" $look "$provider" "$T/desk.conf" "$@" >"$T/out" 2>"$T/err"
    checks=$((checks + 1))
    if ! grep -qx "end=$end" "$T/out" || ! grep -qx "code=$code" "$T/out"; then
        failed=$((failed + 1))
        echo "FAILED: $claim: not $end $code but:"
        cat "$T/out" "$T/err"
    fi
}

# has CLAIM FILE TEXT
has() {
    checks=$((checks + 1))
    if ! grep -qF -- "$3" "$2"; then
        failed=$((failed + 1))
        echo "FAILED: $1: no \"$3\" in:"
        head -40 "$2"
    fi
}

is() {
    checks=$((checks + 1))
    if [ "$2" != "$3" ]; then
        failed=$((failed + 1))
        echo "FAILED: $1: \"$2\" is not \"$3\""
    fi
}

total() {
    echo "$((checks - failed)) passed, $failed failed"
    [ "$failed" -eq 0 ]
}
