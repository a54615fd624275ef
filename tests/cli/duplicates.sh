#!/bin/sh
# Customers that may be one, from a shell: the queue, who is another, merging and undoing.
. "${srcdir:-.}/tests/cli/lib.sh"
run 0 'a desk' init --company 'Acme Ltd' --country GB --time-zone UTC
demo=$ORDERDESK_DATADIR/demo
run 0 'customers' import customers "$demo/customers.csv"
run 0 'items' import items "$demo/items.csv"
run 0 'a clerk' user new ben --role clerk

run 0 'nobody is taken for another' --json customer duplicates
is 'among different ones' "$(cat "$T/out")" '[]'
run 0 'the same firm again' customer new 'Acme Tools' --code NEW --phone '+44 113 4960142' \
    --street '12 Dock Street' --city Leeds --postcode 'LS10 1LX'
err_has 'is said to be known' 'may be the same as 1042 ACME Tools Ltd (phone)'
run 0 'somebody with a mail that is known' customer new 'P. Nair' --code NAIR \
    --email NAIR@customer1042.example
run 0 'are filed' --json customer duplicates
json 'as one value'
has 'with the one they may be' '"code":"1042","name":"ACME Tools Ltd","other_code":"NEW"'
has 'by phone' '"same":"phone"'
has 'by mail' '"same":"mail"'

run 0 'a clerk says who is another' --user ben customer distinct 1042 NAIR
run 77 'but does not merge' --user ben customer merge NEW 1042
run 0 'looking through all' --json customer duplicates --scan
has_not 'does not ask again' NAIR
run 0 'an order' order new --customer NEW --line '4711 2' --confirm
number=$(tail -1 "$T/out" | tr -cd '0-9')
run 0 'merged' --json customer merge new 1042
json 'it says what went over'
has 'by number' '"customer":"1042","orders":1,"contacts":0,"addresses":1,"prices":0'
run 0 'again' customer merge new 1042
run 0 'the old code' --json customer show new
has 'leads to the one it is now' '"code":"1042"'
err_has 'and that is said' 'is 1042 now'
run 0 'orders by it too' --csv order list customer:NEW
has 'are found' "$number"
run 0 'and taken' order new --customer new --line '4711 1' --confirm
run 0 'it is in no list' --csv customer list
has_not 'any more' 'NEW,'
run 0 'the books' check
run 65 'into itself' customer merge 1042 1042
run 1 'who is not there' customer merge nobody 1042
run 0 'undone' --json customer unmerge NEW
has 'the order goes back' '"customer":"NEW","orders":1'
run 0 'the code' --json customer show NEW
has 'is its own again' '"code":"NEW"'
run 0 'the pair' --json customer duplicates --scan
has 'waits again' '"other_code":"NEW"'
has_not 'and no other' NAIR
run 1 'once' customer unmerge NEW
run 0 'the books' check
finish
