#!/bin/sh
# The generator of desks for benches: what it makes is a desk like any other, whole and usable.
. "${srcdir:-.}/tests/cli/lib.sh"
gen=${builddir:-.}/tests/bench/gen
[ -x "$gen" ] || { echo "no generator at $gen"; exit 99; }
ORDERDESK_NOW=2026-11-22T14:03:00Z

desk=$("$gen" --orders 400 --folder "$T" 2>"$T/err") || bad 'a desk is made' "$(cat "$T/err")"
present 'where it says' "$desk"
is 'the same again is not made anew' "$("$gen" --orders 400 --folder "$T" 2>&1)" "$desk"
run 0 'its counters, totals and index' --json --desk "$desk" --user anna check
has 'are right' '"differences":0'
other=$("$gen" --orders 400 --seed 2 --folder "$T" 2>/dev/null)
if cmp -s "$desk" "$other"; then bad 'another seed is another desk'; else ok; fi

run 0 'orders are found by status' --json --desk "$desk" --user anna order list 'is:open'
has 'some are open' '"number":"1'
run 0 'and by words' --json --desk "$desk" --user anna order list 'leeds'
has 'of where they go' '"Leeds"'
large=$("$gen" --orders 4000 --folder "$T" 2>/dev/null)
run 0 'some of it is with the warehouse' --json --desk "$large" --user anna fulfillment list
has 'released' '"status":"released"'
has 'begun' '"status":"picking"'
has 'picked' '"status":"picked"'
run 0 'and counted right' --json --desk "$large" --user anna check
has 'with all that is picked' '"differences":0'
run 0 'one more is taken' --json --desk "$desk" --user anna order new --customer 1001 \
    --line 'BOL-M2-10 2' --confirm
has 'with the next number' '"number":"14012"'
run 0 'and still all is right' --json --desk "$desk" --user anna check
has 'everywhere' '"differences":0'
finish
