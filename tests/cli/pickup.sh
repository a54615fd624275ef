#!/bin/sh
# Orders that the customer collects: from the command line to the hand-over.
. "${srcdir:-.}/tests/cli/lib.sh"

small_desk

run 0 'a second site' site new LEEDS Leeds --priority 200 --postcode 'LS10 1LX'
run 0 'with stock' stock receive 4711 30 --site LEEDS
run 0 'where nothing is collected' site new BACK Yard --pickup no
run 65 'a counter that is none' order new --customer 1051 --line '4711 5' --pickup BACK --draft
err_has 'names those that are' LEEDS
run 0 'an order that is collected' order new --customer 1051 --line '4711 5' --pickup LEEDS --confirm
n=$(cat "$T/out")
run 0 'is shown' --json order show "$n"
has 'with its counter' '"pickup":"LEEDS"'
run 65 'its goods come from there alone' order source-line "$n" --line 1 --site MAIN --reason other
run 0 'it goes to the warehouse' order release "$n"
run 0 'is picked' fulfillment pick "$n"
run 1 'and is not ready before it is packed' fulfillment ready "$n"
run 0 'packed' fulfillment pack "$n"
run 1 'no carrier takes it' fulfillment ship "$n"
run 0 'ready' fulfillment ready "$n"
run 0 'it stands at the counter' --csv fulfillment pickups
has 'with its slip' "$n-F1,ready"
run 0 'its code' --json fulfillment show "$n"
code=$(sed -n 's/.*"pickup_code":"\([0-9]*\)".*/\1/p' "$T/out")
is 'has six digits' "${#code}" 6
run 0 'the card' order card "$n"
has 'says where' 'It is collected at LEEDS.'
run 65 'a code that is none' fulfillment collect "$n" --code 12
run 65 'no code and nothing shown' fulfillment collect "$n"
run 0 'the code hands it over' fulfillment collect "$n" --code "$code"
run 0 'the order' --json order show "$n"
has 'is delivered' '"status":"delivered"'
run 0 'by mistake' fulfillment uncollect "$n-F1"
run 0 'and nobody comes' fulfillment no-show "$n-F1"
run 0 'the counter' --csv fulfillment pickups
has 'has it to put back' "$n-F1,put_back"
run 0 'that is done' fulfillment put-away "$n-F1"
run 0 'the counter' --csv fulfillment pickups
has_not 'is empty' "$n"
run 0 'an order that was to be sent' order new --customer 1051 --line '4711 2' --confirm
m=$(cat "$T/out")
run 0 'is collected after all' order change "$m" --pickup LEEDS
run 0 'it' --json order show "$m"
has 'has its counter' '"pickup":"LEEDS"'
run 0 'and is sent again' order change "$m" --pickup -
run 0 'it' --json order show "$m"
has 'has none' '"pickup":""'
run 0 'the books are right' --user root check --full
finish
