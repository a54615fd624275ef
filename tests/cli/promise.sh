#!/bin/sh
# When orders leave: the week and the closed days of a site, and the latest day of a customer. The
# clock stands on Monday 2026-11-23, 10:00.
. "${srcdir:-.}/tests/cli/lib.sh"

small_desk

# promised NUMBER
promised() {
    "$od" --json order show "$1" </dev/null | grep -o '"promised":"[^"]*"' | head -1 | cut -d'"' -f4
}

run 0 'an order' order new --customer 1051 --line '4711 1' --confirm
is 'leaves today' "$(promised "$(cat "$T/out")")" 2026-11-23
run 0 'days are closed' site close-days MAIN 2026-11-23 --until 2026-11-24 --why Inventory
run 0 'they are listed' --csv site closed-days MAIN
has 'with why' '2026-11-24,Inventory'
run 65 'a day that is over is not' site close-days MAIN 2026-11-22
run 65 'nor a day that is none' site close-days MAIN soonish
run 0 'an order' order new --customer 1051 --line '4711 1' --confirm
is 'leaves when they are over' "$(promised "$(cat "$T/out")")" 2026-11-25
run 0 'one is opened again' site open-days MAIN 2026-11-24
run 0 'the other stays' --csv site closed-days MAIN
is 'alone' "$(wc -l <"$T/out" | tr -d ' ')" 2
run 0 'a site works from Thursday on' site set MAIN --work-days thu-sat
run 0 'it is shown' --json site list
has 'with its days' '"work_days":"thu fri sat"'
run 65 'days that are none' site set MAIN --work-days daily
run 0 'an order' order new --customer 1051 --line '4711 1' --latest-ship 2026-11-25 --confirm
err_has 'that leaves too late says so' 'latest day'
n=$(cat "$T/out")
is 'and leaves on Thursday' "$(promised "$n")" 2026-11-26
run 0 'it is found' --csv order list is:too_late
has 'as one that is' "$n"
run 0 'what is not' --csv order list -- -is:too_late
has_not 'is without it' "$n"
run 65 'a latest day that is over' order change "$n" --latest-ship 2026-11-22
run 0 'the customer gives time' order change "$n" --latest-ship 2026-11-27
run 0 'then it is' --csv order list is:too_late
has_not 'not found' "$n"
run 0 'and shows the day' --json order show "$n"
has 'it may leave on' '"latest_ship":"2026-11-27"'
run 0 'a day on which something was to leave' --csv site close-days MAIN 2026-11-26
has 'is told with what leaves later' "$n,2026-11-26,2026-11-27"
finish
