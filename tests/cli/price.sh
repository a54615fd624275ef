#!/bin/sh
# Prices, taxes and currencies from a shell.
. "${srcdir:-.}/tests/cli/lib.sh"

run 0 'init' init --company 'Acme Ltd' --country GB
run 0 'an item' item new 4711 --description 'Packing tape' --price 1.45
run 0 'a customer' customer new 'ACME Tools' --code 1042 --street 'Dock Street 12' --city Leeds \
    --postcode 'LS10 1LX' --country GB

# --- currencies
run 1 'no order in a currency without a rate' order new --customer 1042 --currency EUR \
    --line '4711 1 @2.00' --confirm
err_has 'the sentence says the command' 'orderdesk rate set EUR'
run 0 'a rate' rate set eur 0.86 --from 2026-01-02 --source ECB
run 0 'another day' rate set EUR 0.87 --from 2026-02-02
run 65 'a rate of nothing' rate set EUR 0
run 65 'a rate of a currency that is none' rate set QQQ 1
run 65 'a rate of the own currency' rate set GBP 1
run 65 'a rate of no number' rate set EUR many
run 65 'a rate of no day' rate set EUR 1 --from never
run 0 'rates are listed' --csv rate list EUR
has 'with day and source' 'EUR,2026-01-02,0.86,ECB'
run 0 'one goes' rate drop EUR 2026-02-02
run 1 'and only once' rate drop EUR 2026-02-02
run 0 'now the order is taken' order new --customer 1042 --currency EUR --line '4711 1 @2.00' --confirm
run 0 'the books are right' check
finish
