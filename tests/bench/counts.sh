#!/bin/sh
# Instructions, which repeat where times do not: `make bench-counts`, in the build folder.
# Each function is counted inside of it, then divided by the number of its calls.
rounds=20
command -v valgrind >/dev/null || { echo "bench-counts needs valgrind"; exit 77; }
T=$(mktemp -d) || exit 99
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM

# count FUNCTION CALLS ARGS...
count() {
    name=$1 calls=$2
    shift 2
    valgrind --tool=callgrind --callgrind-out-file="$T/out" --toggle-collect="$name" \
        ./tests/bench/bench_confirm --rounds $rounds --items 100 --taken 0 "$@" \
        >/dev/null 2>"$T/err" ||
        { cat "$T/err"; exit 1; }
    total=$(sed -n 's/.*Collected : //p' "$T/err")
    echo "$name $((total / calls))"
}

# The use case runs twice a round: recorded, then measured.
echo "instructions for an order of 5 lines, submitted and confirmed"
count benchdesk_take $((2 * rounds)) --only take
count bare_rows $rounds --only take
count bare_all $rounds --only take
echo "instructions for an order of 5 lines by one call"
count benchdesk_create $((2 * rounds)) --only create
count bare_rows $rounds --only create
count bare_all $rounds --only create
