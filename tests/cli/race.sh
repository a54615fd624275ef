#!/bin/sh
# Several processes at once: one key makes one order, and stock is promised once.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk

for i in 1 2 3 4 5 6 7 8; do
    "$od" --key race-1 order new --customer 1051 --line '4711 2' >"$T/key.$i" 2>"$T/key.$i.err" &
done
wait
is 'eight with one key say one number' "$(cat "$T"/key.[1-8] | sort -u | grep -c '[0-9]')" 1
is 'and all of them say it' "$(cat "$T"/key.[1-8] | grep -c '[0-9]')" 8
run 0 'the orders' --csv order list
is 'one order was made' "$(grep -c '' "$T/out")" 2

for i in 1 2 3 4 5 6 7 8; do
    "$od" order new --customer 1051 --line 'BOL-M8-40 4' --confirm >"$T/stock.$i" 2>/dev/null &
done
wait
is 'eight orders for 32 of 20 are taken' "$(cat "$T"/stock.[1-8] | sort -u | grep -c '[0-9]')" 8
run 0 'the stock' --json stock list BOL-M8-40
has 'exactly what is there is promised' '"on_hand":20,"allocated":20'
has 'the rest waits' '"backordered":12'
run 0 'nothing differs' check
finish
