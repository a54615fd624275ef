#!/bin/sh
# Addresses and what carriers know of them, from a shell: asked about once, shown, and what is
# refused. Nothing is sent here: what is asked stays in the queue, an answer is written beside it.
. "${srcdir:-.}/tests/cli/lib.sh"

small_desk
run 0 'without a provider nobody is asked' customer address 1051 --street '1 High Street' \
    --city Leeds --postcode 'LS1 4AB' --country GB
run 0 'and it says so' --json customer check-address 1051 --number 2
has 'in a word' '"answer":"never_asked"'
run 1 'nobody can be asked' customer check-address 1051 --number 2 --ask
err_has 'and it names the setting' 'address.provider'
run 65 'nobody of that name' setting set address.provider nobody
run 0 'now somebody is asked' setting set address.provider easypost
run 0 'a further address' customer address 1051 --street '9 Dok Road' --city Leeds \
    --postcode 'LS1 4AB' --country GB
run 0 'is asked about' --csv outbox list
has 'by its topic' 'address.check'
run 0 'and the entry was not held up' --json customer check-address 1051 --number 3
has 'it is asked' '"answer":"asked"'
run 1 'once' customer check-address 1051 --number 3 --ask
run 1 'nothing to take yet' customer check-address 1051 --number 3 --take
run 1 'an address that is none' customer check-address 1051 --number 9
run 64 'two at once' customer check-address 1051 --take --ask

run 0 'an order' order new --customer 1051 --ship-to 3 --line '4711 2' --confirm
order=$(tr -d '\n' <"$T/out")
run 0 'goes there' --json order check-address "$order"
has 'and it is asked' '"answer":"asked"'
run 1 'nothing is wrong with it' order check-address "$order" --keep
run 64 'two at once' order check-address "$order" --keep --take
run 75 'a version that is past' order check-address "$order" --take --if-version 99
run 0 'none waits' --csv order list is:bad_address
has_not 'yet' "$order"
run 0 'all others' --csv order list -- -is:bad_address
has 'are found' "$order"
finish
