#!/bin/sh
# An order that comes in again with other content is a change that a clerk applies or drops.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
run 0 'a shop' channel new web Web --kind web
head='order,customer,date,sku,qty,price'
printf '%s\nW-1,1051,2026-11-01,4711,2,1.40\n' "$head" >"$T/a.csv"
printf '%s\nW-1,1051,2026-11-01,4711,5,1.40\n' "$head" >"$T/b.csv"
run 0 'an order' --json import orders "$T/a.csv" --channel web
has 'comes in' '"new":1'
run 0 'it comes in again, changed' --json import orders "$T/b.csv" --channel web
has 'and is a proposal' '"proposed":1'
has 'not a change' '"changed":0'
run 0 'the orders that were changed there' --json order list is:proposed
is 'are found' "$(grep -o '"number"' "$T/out" | grep -c .)" 1
run 0 'the same again' --json import orders "$T/b.csv" --channel web
has 'proposes nothing' '"proposed":0'
run 0 'what it would do' --json order change W-1
json 'is told as JSON'
has 'with the totals' '"total":"7.00 GBP"'
has 'and is open' '"change":"open"'
run 1 'no edit of it' order change W-1 --line '1 qty 9' --apply
err_has 'is possible' 'proposes a change'
run 0 'applied' --json order change W-1 --apply
has 'it is the order' '"change":"applied"'
run 0 'the order' --json order show W-1
has 'has the quantity of the file' '"total":"7.00 GBP"'
has 'and both on its timeline' 'order.change_propose'
run 0 'the first again' import orders "$T/a.csv" --channel web
run 0 'dropped' order change W-1 --drop
run 0 'what is dropped' --json import orders "$T/a.csv" --channel web
has 'does not come back' '"same":1'
run 1 'nothing' order change W-1
err_has 'is open' 'was imported as it was'
printf '%s\nW-1,1051,2026-11-01,4711,0,1.40\n' "$head" >"$T/c.csv"
run 65 'what cannot be an order' import orders "$T/c.csv" --channel web
has 'is refused' 'c.csv.refused.csv'
run 0 'nothing differs' check
finish
