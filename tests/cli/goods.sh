#!/bin/sh
# Goods in the house: receipts, counts, transfers, backorders by turn, stock set aside, reports.
. "${srcdir:-.}/tests/cli/lib.sh"

# stock SKU SITE COLUMN: a number of `stock list`.
stock() {
    "$od" stock list "$1" --csv </dev/null | tr -d '\r' >"$T/stock"
    awk -F, -v site="$2" -v name="$3" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) col = i }
        $1 == site { print $col }' "$T/stock"
}
number() { sed -n 's/.*\([RCT]-[0-9][0-9]*\).*/\1/p' "$T/out"; }

small_desk
run 0 'a second site' site new HULL Hull
run 0 'an order is served by its own' setting set order.sourcing own

# --- receipts
run 0 'a receipt of two lines' receipt new --ref 'DN 7' --line '4711 10 2' --line 'BOL-M8-40 5'
is 'it has a number' "$(number)" R-1001
is 'what is good is in stock' "$(stock 4711 MAIN on_hand)" 108
is 'what is damaged is set aside' "$(stock 4711 MAIN aside)" 2
run 0 'it is shown' receipt show R-1001 --json
json 'as JSON'
has 'with its lines' '"sku":"BOL-M8-40"'
run 0 'the ledger names it' stock moves 4711
has 'by its number' R-1001
run 0 'it is taken back' receipt undo r-1001
is 'all of it' "$(stock 4711 MAIN on_hand)" 100
run 1 'not twice' receipt undo R-1001
run 65 'a line without quantity is refused' receipt new --line 4711
err_has 'and named' 'Line 1'
run 0 'one is kept open' receipt new --open --line '4711 1'
run 0 'a line is set' receipt put R-1002 4711 3 --bin A-1
run 0 'a line is taken off' receipt cut R-1002 4711
run 1 'an empty one is not booked' receipt book R-1002
run 0 'it is given up' receipt drop R-1002
run 0 'the same key' receipt new --line '4711 1' --key k1
run 0 'makes one' receipt new --line '4711 1' --key k1
is 'receipt' "$(stock 4711 MAIN on_hand)" 101

before=$(stock 4711 MAIN on_hand)
run 65 'a receipt with one bad line' receipt new --line '4711 10' --line 'BOL-M8-40 5 9'
err_has 'names the line' 'Line 2'
is 'and books nothing' "$(stock 4711 MAIN on_hand)" "$before"
run 0 'and leaves none open' receipt list --open --csv
is 'at all' "$(wc -l <"$T/out")" 1
run 1 'a transfer of more than is free' transfer new --to HULL --line '4711 1000'
run 0 'leaves none open' transfer list --open --csv
is 'either' "$(wc -l <"$T/out")" 1

# --- counts
run 0 'a count' count new --line '4711 90'
run 0 'is blind' count show C-1001 --json
has 'until it is posted' '"difference":null'
run 0 'it is posted' count post C-1001
is 'the shelf is right' "$(stock 4711 MAIN on_hand)" 90
run 0 'its difference is shown' count show C-1001
has 'then' -11
run 0 'a count of an item' count new --line BOL-M8-40
has 'asks for it' open
run 1 'and is not posted before' count post C-1002
run 0 'it is given up' count drop C-1002
run 0 'places are given' stock set 4711 --bin A-01
run 0 'a count of places' count new --bins A..B
run 1 'is posted only when it is counted' count post C-1003
run 0 'it is counted' count put C-1003 4711 90
run 0 'and posted' count post C-1003

# --- transfers
run 0 'a transfer' transfer new --to HULL --line '4711 10' --due 2026-11-30
is 'is incoming at the other site' "$(stock 4711 HULL incoming)" 10
run 0 'some of it comes' transfer receive T-1001 --line '4711 4'
is 'it is there' "$(stock 4711 HULL on_hand)" 4
run 1 'sending is not taken back then' transfer unsend T-1001
run 0 'the rest never comes' transfer close T-1001 --reason lost
is 'nothing is under way' "$(stock 4711 HULL incoming)" 0
run 65 'a transfer goes to another site' transfer new --to MAIN --line '4711 1'

# --- backorders, of one site alone
run 0 'orders come from their own site' setting set order.sourcing own
order() { tr -d '\n' <"$T/out"; }
run 0 'an order takes all' order new --customer 1051 --line '4711 80' --confirm
first=$(order)
run 0 'one waits' order new --customer 1051 --line '4711 5' --confirm
second=$(order)
run 0 'another waits' order new --customer 1051 --line '4711 6' --confirm
third=$(order)
run 0 'it is more urgent' order priority "$third" 9
run 0 'nothing can be given' backorder list --fillable --csv
is 'yet' "$(wc -l <"$T/out")" 1
run 0 'goods come' receipt new --line '4711 7'
run 0 'it is proposed' backorder list --fillable
has 'to the urgent one' "$third"
run 0 'it is given' backorder fill
has 'to two lines' 2
run 1 'nothing is left to give' backorder give "$second" 1
run 0 'the rest is taken from another' order reallocate "$first" 1 "$second" 1 --reason priority
has 'what it lacks' 4
run 0 'who has it' stock who 4711
has 'in all three' "$third"
run 0 'the timeline says so' order show "$first"
run 0 'the site fills by itself' backorder mode MAIN auto
run 0 'goods come again' receipt new --line '4711 4'
run 0 'nobody waits' backorder list --csv
is 'any more' "$(wc -l <"$T/out")" 1

# --- a transfer for a line
run 0 'a person gives again' backorder mode MAIN propose
run 0 'one more waits' order new --customer 1051 --line '4711 2' --confirm
fourth=$(order)
run 65 'it is for an order and a line' transfer new --from HULL --to MAIN --line '4711 2' --for "$fourth"
run 1 'of the same item' transfer new --from HULL --to MAIN --line 'BOL-M8-40 1' --for "$first 9"
run 0 'goods are sent for it' transfer new --from HULL --to MAIN --line '4711 3' --for "$fourth 1"
run 0 'they come' transfer receive T-1002
run 0 'it waits no more' backorder list
has_not 'though nobody gave' "$fourth"
is 'the rest is free' "$(stock 4711 MAIN available)" 1

# --- places
run 0 'an item gets a place' stock bin BOL-M8-40 B-07
if grep -q 'B-07' "$T/err"; then ok; else bad 'a new place is said' "$(cat "$T/err")"; fi
run 0 'another moves there' stock bin 4711 B-07
is 'which is said no more' "$(cat "$T/err")" ''
run 0 'the place' stock bins B-07
has 'has the one' BOL-M8-40
has 'and the other' 4711
run 0 'the old place' stock bins A-01
has_not 'has it no more' 4711

# --- set aside, over-allocated, reports
run 0 'some is damaged' stock aside BOL-M8-40 2 --reason damaged
run 0 'it waits' report aside --csv
has 'to be judged' BOL-M8-40
run 0 'one is good' stock aside BOL-M8-40 1 --good --reason other
run 0 'one is gone' stock aside BOL-M8-40 1 --scrap --reason damaged
run 1 'no more is aside' stock aside BOL-M8-40 1 --scrap --reason damaged
run 64 'not both' stock aside BOL-M8-40 1 --scrap --good --reason damaged
run 0 'less is found than promised' stock count 4711 50
run 0 'who would lose' stock over
has 'the least urgent' "$first"
run 65 'it is taken with a reason' stock solve --reason nosuch
run 0 'it is taken' stock solve --reason priority
run 0 'nobody would lose' stock over --csv
is 'any more' "$(wc -l <"$T/out")" 1
run 0 'nothing waits long' backorder list --aged --csv
is 'yet' "$(wc -l <"$T/out")" 1
run 0 'the order goes to the warehouse' order release "$first"
run 0 'some is picked' fulfillment pick "$first" --item 4711 --qty 2
run 0 'the work is canceled' fulfillment cancel "$first" --reason other
run 0 'it goes back' stock put-away
has 'to its place' B-07
run 0 'it is there' stock put-away --done 1
run 1 'once' stock put-away --done 1
run 0 'nothing is left' stock put-away --csv
is 'to put away' "$(wc -l <"$T/out")" 1
run 0 'it is low' stock set BOL-M8-40 --reorder 30
run 0 'a report' report low --json
json 'as JSON'
has 'of what is low' BOL-M8-40
for name in slow cover over; do run 0 "a report $name" report "$name" --csv; done
run 0 'run may be said' report run low --csv
has 'with the same' BOL-M8-40
run 0 'which there are' report list --csv
is 'of stock' "$(grep -c -E '^(low|slow|cover|over|aside),' "$T/out")" 5
run 1 'no such report' report nosuch
err_has 'says which there are' 'low, slow'
run 65 'low knows no period' report low --period today
run 65 'and nothing before' report low --compare year
run 65 'nor days' report low --days 3
run 64 'nor colors' report low --color red
run 0 'all adds up' check
finish
