#!/bin/sh
# Days that break programs: behind 2038, the leap day, both changes of the clock, a clock set back.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
run 0 'the desk is in London' setting set company.time_zone Europe/London

# at STAMP: an order is taken then; its number is in $number.
at() {
    ORDERDESK_NOW=$1
    run 0 "an order at $1" --json order new --customer 1051 --line '4711 1' --confirm
    number=$(field number)
}
# orders CLAIM COUNT QUERY
orders() {
    run 0 "$1" --csv order list "$3"
    is "$1" "$(($(grep -c '' "$T/out") - 1))" "$2"
}

at 2028-02-29T12:00:00Z
orders 'the leap day has its order' 1 date:2028-02-29
orders 'March has none' 0 date:2028-03
run 65 'a year without a leap day has none' order list date:2027-02-29

# The last Sunday of March: 01:00 becomes 02:00; of October: 02:00 becomes 01:00.
at 2027-03-28T00:59:59Z
at 2027-03-28T01:00:00Z
at 2027-03-28T22:59:59Z
orders 'the short day has three' 3 date:2027-03-28
at 2027-03-28T23:00:00Z
orders 'its last hour belongs to the next day' 1 date:2027-03-29
at 2027-10-31T00:30:00Z
at 2027-10-31T01:30:00Z
at 2027-10-31T23:59:59Z
orders 'the long day has three' 3 date:2027-10-31
orders 'today is that day' 3 date:today

at 2038-01-19T03:14:08Z
orders 'the second behind 31 bits' 1 date:2038-01-19
at 2040-06-01T10:00:00Z
run 0 'shown with its day' --json order show "$number"
has 'and the year' '2040-06-01'

# The clock goes back: numbers do not, and nothing is refused.
last=$number
at 2026-12-01T10:00:00Z
if [ "$number" -gt "$last" ]; then ok; else bad 'numbers go on' "$number behind $last"; fi
orders 'it lies where the clock was' 1 date:2026-12-01
run 0 'a copy' backup "$T/late.db"
ORDERDESK_NOW=2026-11-24T10:00:00Z
run 0 'a copy before that one' backup "$T/early.db"
run 0 'the desk is whole' check
finish
