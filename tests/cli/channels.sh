#!/bin/sh
# Order files as marketplaces write them, through the maps that come with the program.
. "${srcdir:-.}/tests/cli/lib.sh"
data=${srcdir:-.}/tests/data/channels
cp "$data"/* "$T"
run 0 'a desk' init --company Acme --country US --currency USD --time-zone UTC
run 0 'an item' item new TAPE-1 --description Tape --price 9.99
run 0 'a channel' channel new amazon Amazon --kind marketplace
run 0 'another' channel new etsy Etsy --kind marketplace
run 0 'who stands for all' customer new 'Amazon buyers' --code AMAZON

run 0 'new orders of Amazon' --json import orders "$T/amazon-new-orders.txt" \
    --map amazon-new-orders --channel amazon
has 'come in' '"new":2'
has 'with tabs between' 'UTF-8 TAB'
has 'an odd post code is told' '"warned":1'
run 65 'all orders of Amazon' --json import orders "$T/amazon-all-orders.txt" \
    --map amazon-all-orders --channel amazon
has 'hold a new one' '"new":1'
has 'one that went on' '"proposed":1'
has 'and one that is not ready' '"refused":1'
run 0 'a later report' --json import orders "$T/amazon-all-orders-later.txt" \
    --map amazon-all-orders --channel amazon
has 'has one canceled' '"proposed":1'
has 'and one as before' '"same":1'
run 0 'items sold at Etsy' --json import orders "$T/etsy-sold-items.csv" \
    --map etsy-sold-items --channel etsy
has 'come in' '"new":2'
run 0 'the lines' export lines
tr -d '\r' <"$T/out" >"$T/golden"
if diff "$data/lines.golden" "$T/golden" >"$T/diff"; then ok; else
    bad 'are the golden ones' "$(head -20 "$T/diff")"
fi
run 0 'what went on there' order change 111-0000001-0000001 --apply
run 0 'is closed here' --json order show 111-0000001-0000001
has 'with its discounts' '"total":"30.77 USD"'
has_not 'no price was typed' 'order.price'
has 'and its address' '"ship_to_line1":"1 Main St"'
run 0 'what was canceled there' order change 111-0000003-0000003 --apply
run 0 'is canceled here' --json order show 111-0000003-0000003
has 'with its status' '"status":"canceled"'
run 0 'what has no SKU' --csv channel waiting
has 'is known by its listing' '1700000002'
run 0 'nothing differs' check

# The columns of a map, one a line, without "?" and parted at "|" and "+".
named() {
    sed -n '/^\[columns\]/,/^\[values/s/^[a-z_.0-9]* = //p' "$ORDERDESK_DATADIR/maps/$1.ini" |
        sed '/^AMAZON$/d; s/ | /\n/g; s/ + /\n/g' | grep -v ' ?$' | sort -u
}
if [ -n "$ORDERDESK_SHARED_DATA" ]; then
    for pair in amazon-new-orders:amazon-new-orders-report amazon-all-orders:amazon-all-orders-report \
        etsy-sold-items:etsy-sold-order-items; do
        named "${pair%%:*}" >"$T/named"
        sort -u "$ORDERDESK_SHARED_DATA/channels/columns/${pair##*:}.txt" >"$T/known"
        is "the report has each column of ${pair%%:*}" "$(comm -23 "$T/named" "$T/known")" ''
    done
fi
finish
