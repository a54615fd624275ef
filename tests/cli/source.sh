#!/bin/sh
# Where orders come from: the plan, lines taken elsewhere, customers and regions, a site that closes.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk

run 0 'a second site' site new LEEDS Leeds --priority 200
run 0 'with stock' stock receive 4711 300 --site LEEDS
run 0 'a draft' order new --customer 1051 --line '4711 150' --draft
draft=$(cat "$T/out")
run 0 'says before it is taken' order source "$draft" --preview
has 'which site would send it' '1 parcel, from LEEDS'
has 'and how much' '150 from LEEDS'
run 0 'an order that only two can fill' order new --customer 1051 --line '4711 350' --confirm
n=$(cat "$T/out")
run 0 'is told of' order why "$n" source
has 'with both' '2 parcels, from MAIN, LEEDS (at most 2 sites)'
has 'and what each has' '100 allocated at MAIN, 250 allocated at LEEDS'
run 65 'a question that is none' order why "$n" sites
run 0 'the line is taken away from a site' order source-line "$n" --line 1 --not MAIN --reason nearer
run 0 'the plan' order source "$n" --preview
has 'says so' '300 allocated at LEEDS, 50 backordered at MAIN'
run 64 'a reason is needed' order source-line "$n" --line 1 --site MAIN
run 65 'and a site' order source-line "$n" --line 1 --reason nearer
run 0 'a line is tied to a site' order source-line "$n" --line 1 --site MAIN --reason nearer
run 0 'its stock' --json stock list 4711
has 'moves with it' '"allocated":100'
run 0 'orders may be kept together' order set "$draft" --max-sites 1
run 65 'on some sites at least' order set "$draft" --max-sites 6

run 0 'an order that goes out complete' order new --customer 1051 --line 'BOL-M8-40 25' \
    --ship-policy complete --partial-after +5 --confirm
w=$(cat "$T/out")
run 1 'waits' order release "$w"
err_has 'and says for what' 'BOL-M8-40 is not all there'
run 0 'it may be changed' order change "$w" --ship-policy available
run 0 'and goes' order release "$w"
run 65 'a policy that is none' order change "$w" --ship-policy never
run 65 'a day without its policy' order change "$w" --partial-after +3
run 0 'a customer has its own' customer set 1051 --ship-policy single
run 0 'a draft of it' order new --customer 1051 --line '4711 1' --draft
run 0 'has it' --json order show "$(cat "$T/out")"
has 'too' '"ship_policy":"single"'
run 0 'back' customer set 1051 --ship-policy available

run 0 'a site ships to some countries' site set LEEDS --ships-to 'ie fr-75'
run 0 'which are listed' --csv site list
has 'in their form' 'IE FR-75'
run 65 'and must be some' site set LEEDS --ships-to 'Ireland'
run 0 'the draft' order source "$draft" --preview
has 'does without it' 'Not from LEEDS: it does not ship to this address.'
run 0 'it ships everywhere again' site set LEEDS --ships-to ''
run 0 'a customer is not served from a site' customer not-from 1051 LEEDS
run 0 'the draft' order source "$draft" --preview
has 'does without it' 'Not from LEEDS: the customer is not served from there.'
run 1 'a site that is none' customer not-from 1051 NIX
run 0 'a customer is served from everywhere' customer not-from 1051

run 0 'a site gives stock late' site set MAIN --allocate 14
run 0 'which is listed' --csv site list
has 'in days' 'mon tue wed thu fri,14'
run 65 'or in words' site set MAIN --allocate sometimes
run 0 'an order that is wanted far away' order new --customer 1051 --line '4711 1' --requested 2027-02-01 --confirm
late=$(cat "$T/out")
run 0 'says since when' order why "$late" stock
has 'it gets stock' 'gets stock from 18 Jan 2027 on'
run 0 'or at once' order allocate "$late"
run 0 'then' order why "$late" stock
has 'it has its stock' '1 allocated at LEEDS'
run 0 'nothing of it stays' order cancel "$late" --reason other
run 0 'as before' site set MAIN --allocate confirm

run 0 'an order from a site' order new --customer 1051 --line '4711 20 LEEDS' --confirm
m=$(cat "$T/out")
run 1 'a site with orders is not just set inactive' site set LEEDS --active no
err_has 'and what to do is said' 'orderdesk site close LEEDS'
run 0 'it is closed' --csv site close LEEDS
has 'with a row for each order' "$m,"
run 0 'the order' order why "$m" source
has 'waits where it can' '20 backordered at MAIN'
run 0 'what is left there' --csv stock list 4711
has 'is in view, and not for sale' 'LEEDS,300,0,150,0,0,'
run 0 'a third site' site new YORK York --priority 300
run 0 'with stock' stock receive 4711 6 --site YORK
run 0 'a bundle' item new SET --description Set --price 3 --kind bundle --component 4711=2
run 0 'its kits' --csv stock list SET
has 'are where its goods are' 'YORK,0,0,0,0,3,'
has_not 'and none where nothing is sent from' LEEDS
run 0 'what is left is sent over' transfer new --from LEEDS --to MAIN --line '4711 1'
run 0 'and comes' transfer receive T-1001
run 0 'what is left' --csv stock list 4711
has 'is one less' 'LEEDS,299,0,150,0,0,'
run 1 'nothing is sent there' transfer new --to LEEDS --line '4711 1'
run 1 'nor received' receipt new --site LEEDS --line '4711 1'
run 1 'the default site stays' site close MAIN
run 0 'the books are right' check --full
finish
