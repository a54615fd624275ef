#!/bin/sh
# Imported orders that a person must look at: codes that no item is known for.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
run 0 'a shop' channel new web Web --kind web
cat >"$T/orders.csv" <<'CSV'
order,customer,date,sku,qty,price,description
W-1,1051,2026-11-01,TAPE-CLEAR,2,1.40,Clear tape
W-2,1051,2026-11-02,TAPE-CLEAR,1,1.40,Clear tape
W-2,1051,2026-11-02,4711,1,1.45,Tape
CSV
run 0 'orders with a code that nobody knows' --json import orders "$T/orders.csv" --channel web
has 'come in' '"new":2'
run 0 'the orders' --json order list is:unmapped
is 'are found' "$(grep -o '"number"' "$T/out" | grep -c .)" 2
run 0 'one of them' order show W-1
has 'is held' 'on_hold'
run 0 'what waits' --csv channel waiting
has 'is told by code' 'web,TAPE-CLEAR,Clear tape,2,2,'
run 65 'a code of the desk' channel sku web 4711 BOL-M8-40
run 1 'an item that is none' channel sku web TAPE-CLEAR NIX
run 65 'a channel that is none' channel sku fax TAPE-CLEAR 4711
run 0 'one word' --json channel sku web TAPE-CLEAR 4711
has 'mends all lines' '"lines":2'
has 'and ends their holds' '"released":2'
run 0 'nothing' --json channel waiting
is 'waits any more' "$(cat "$T/out")" '[]'
run 0 'the code' --csv channel skus web
has 'is remembered' 'web,TAPE-CLEAR,4711,'
run 0 'the order' order allocate W-1
run 0 'and its way' --json order show W-1
has 'are on the record' 'order.map_sku'
run 0 'a code' channel drop-sku web TAPE-CLEAR
run 1 'is forgotten once' channel drop-sku web TAPE-CLEAR
run 0 'nothing differs' check
finish
