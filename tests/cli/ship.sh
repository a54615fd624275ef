#!/bin/sh
# Packages and what leaves: package by package on the command line, and what is refused.
. "${srcdir:-.}/tests/cli/lib.sh"

# picked QTY: an order of so many of 4711 with all picked; its number is in $order.
picked() {
    run 0 'an order' order new --customer 1051 --line "4711 $1" --confirm
    order=$(tr -d '\n' <"$T/out")
    run 0 'to the warehouse' order release "$order"
    run 0 'picked' fulfillment pick "$order"
}

small_desk

# --- package by package
picked 6
run 65 'more than was picked' fulfillment pack "$order" --package '4711 4' --package '4711 3'
err_has 'says what is left' 'Only 2 of 4711'
run 1 'less than was picked' fulfillment pack "$order" --package '4711 4'
err_has 'says what is missing' '2 of 4711 are in no package'
run 0 'all of it' fulfillment pack "$order" --package '4711 4; 2.4; 300x200x150' --package '4711 2; 1'
run 0 'is shown' --json fulfillment show "$order"
has 'with what is in it' '-F1-P1","contents":"4711 4","weight_g":2400,"size_mm":"300x200x150"'
has 'each' '-F1-P2","contents":"4711 2","weight_g":1000'
run 65 'a number with a slip' fulfillment measure "$order" --package 2 --tracking 1Z5R89390357567128
run 0 'a number' fulfillment measure "$order" --package 2 --tracking 1Z5R89390357567127
run 0 'is shown' --json fulfillment show "$order"
has 'at its package' '"tracking":"1Z5R89390357567127"'

run 0 'the labels' print label "$order" -o -
is 'each has its number' "$(grep -c 1Z5R89390357567127 "$T/out")" 1
is 'its weight' "$(grep -cE '^Weight +2[.]4 kg' "$T/out")" 1
is 'its size' "$(grep -cE '^Size, mm +300x200x150' "$T/out")" 1
is 'there are two' "$(grep -c '^Parcel' "$T/out")" 2

# --- step by step
picked 3
run 0 'one in' fulfillment put-in "$order" --item 4711 --qty 1
run 1 'is not all' fulfillment pack "$order"
run 0 'the next package' fulfillment box "$order"
run 0 'gets the rest' fulfillment put-in "$order"
run 0 'its weight' fulfillment measure "$order" --weight 0.8
run 0 'closed' fulfillment pack "$order"
run 0 'is shown' --json fulfillment show "$order"
has 'as packed' '-F1-P2","contents":"4711 2","weight_g":800'
# --- the hand-over
run 0 'shipped' fulfillment ship "$order" --carrier DHL
run 0 'what waits for the carrier' --json manifest list --open
has 'says packages and weight' '"carrier":"DHL","shipments":1,"packages":2,"weight_g":800'
run 0 'is shown' --json manifest show M1
has 'with what is on it' "\"fulfillment\":\"$order-F1\""
run 0 'handed over' manifest close M1
run 1 'it is not taken back' fulfillment unship "$order-F1"
err_has 'says why' 'manifest M1 is closed'
run 0 'nothing waits' --csv manifest list --open
has_not 'any more' 'M1'
run 0 'no label, no form' --json manifest form M1
has_not 'is asked for' 'state'
run 1 'nor again' manifest form M1 --again
err_has 'and it says of what' 'label.form'
run 1 'there is none to save' manifest form M1 -o "$T/form.pdf"
absent 'and none is written' "$T/form.pdf"
run 64 'one thing at a time' manifest form M1 --again --print
run 0 'opened again' manifest reopen M1
run 1 'none is asked for while it is here' manifest form M1 --again
err_has 'and it says so' 'not handed over'

run 0 'taken back' fulfillment unship "$order-F1"
run 1 'an empty one is not handed over' manifest close M1
run 1 'there is no other' manifest show M2


# --- all that is due at once
run 0 'nothing is late' --csv fulfillment ship-all --until late
has_not 'yet' "$order"
run 65 'a word that is none' fulfillment ship-all --until never
run 0 'all of it' --csv fulfillment ship-all --until later
has 'each with its result' "$order-F1"
run 0 'is shipped' fulfillment show "$order-F1"
has 'indeed' 'shipped'

# --- beyond the books
picked 3
run 0 'packed' fulfillment pack "$order"
run 0 'fewer are counted' stock count 4711 1
run 1 'the books have less' fulfillment ship "$order"
err_has 'says who may' 'a manager forces it'
run 65 'without a reason' fulfillment ship "$order" --force
err_has 'says which' 'not_booked'
run 0 'a packer' user new wanda --role warehouse
run 77 'may not' --user wanda fulfillment ship "$order" --force --reason not_booked
run 0 'nothing is missing yet' --csv stock gap
has_not 'anywhere' '4711'
run 0 'shipped all the same' fulfillment ship "$order" --force --reason not_booked
run 0 'what is to be received' --json stock gap
has 'for which order and why' "\"gap\":2,\"since\":\"2026-11-23T10:00:00.000Z\",\"order\":\"$order\""
has 'why' 'Came in, and is not booked yet'
run 0 'the ledger' --csv stock moves 4711
has 'has it apart' 'shipped,-2,'
run 0 'the stock' --csv stock list 4711
has 'is below zero, and nothing is free' 'MAIN,-2,0,0,0,0,'
run 0 'the books are right' --user root check
run 0 'it comes' stock receive 4711 99
run 0 'nothing is missing' --csv stock gap
has_not 'any more' '4711'
run 0 'the stock' --csv stock list 4711
has 'is what came but for the gap' 'MAIN,97,'

# --- carriers and methods
run 0 'a carrier' carrier new dhl 'DHL Parcel' --tracking-url 'https://track.example/%s'
run 65 'the same again' carrier new DHL Other
run 0 'a way to send' method new NEXT 'Next day' --carrier DHL --service EXP --cutoff 09:30 \
    --max-weight 20 --places gb
run 65 'a time that is none' method set NEXT --cutoff 9h
err_has 'says how' '15:00'
run 65 'nor after midnight' method set NEXT --cutoff 25:00
run 65 'an order by another' order new --customer 1051 --line '4711 1' --ship-method van --confirm
err_has 'says which there are' 'NEXT'
run 0 'an order by it' order new --customer 1051 --line '4711 1' --ship-method 'next day' --confirm
order=$(tr -d '\n' <"$T/out")
run 0 'is shown' --json order show "$order"
has 'by its code' '"ship_method":"NEXT"'
run 0 'to the warehouse' order release "$order"
run 0 'picked' fulfillment pick "$order"
run 0 'packed' fulfillment pack "$order"
run 0 'shipped' fulfillment ship-all --until later
run 0 'is shown' --json shipment list "$order"
has 'with its carrier' '"carrier":"DHL","service":"EXP"'
run 0 'listed' --csv method list
has 'with all that is said' 'NEXT,Next day,DHL,EXP,09:30,20000,GB,'
run 75 'a version that is past' method set NEXT --name Express --if-version 9
run 1 'one that is none' carrier set NOBODY --name X

# --- what they cost
run 0 'a charge' item new CARRY --description Carriage --kind charge
run 0 'is that of the method' method set NEXT --charge CARRY --free-from 1000 --transit 1-2
run 0 'a price' method rate NEXT 5 6.50
run 0 'one for elsewhere' method rate NEXT 5 14 --places 'GB:BT' --per-kg 1.20
run 65 'no price' method rate NEXT 5 -1
run 65 'no days' method set NEXT --transit 3-1
run 65 'no charge' method set NEXT --charge 4711
run 0 'shown' --json method show NEXT
has 'with its prices' '"price":"6.50 GBP"'
has 'and days' '"transit":"1-2"'
run 0 'in a list' --csv method rates NEXT
has 'of zones' 'GB:BT,5000,14.00 GBP,1.20 GBP,1'
run 75 'a price that is past' method rate NEXT 5 7 --if-version 9
run 65 'of nobody' method usual NEXT
run 0 'the usual one' method usual NEXT --customer 1051
run 0 'listed' --csv method usuals
has 'with whose' 'customer,1051,'
run 0 'an order' order new --customer 1051 --line '4711 1' --confirm
order=$(tr -d '\n' <"$T/out")
run 0 'is shown' --json order show "$order"
has 'goes by it' '"ship_method":"NEXT"'
has 'at its price' '"sku":"CARRY"'
run 0 'why' order why "$order" price
has 'is told' 'to there for 6.50 GBP (everywhere else, up to 5 kg)'
run 0 'a price goes' method drop-rate NEXT 5
run 1 'once' method drop-rate NEXT 5
run 1 'what has no price' order new --customer 1051 --line '4711 1' --confirm
err_has 'is refused' 'NEXT has no price'

run 0 'the books are right' --user root check

# --- lists are whole, longer ones too
if command -v sqlite3 >/dev/null 2>&1; then
    sqlite3 "$HOME/.local/share/orderdesk/desk.db" "WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL
        SELECT v + 1 FROM n WHERE v < 320)
        INSERT INTO manifest (site_id, carrier, day_date, status, closed_by, closed_ms)
        SELECT 1, 'C' || v, '2026-01-01', 2, 1, 1 FROM n;
        WITH RECURSIVE n (v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 320)
        INSERT INTO wave (site_id, made_by, made_ms) SELECT 1, 1, 1 FROM n;"
    run 0 'all manifests' --csv manifest list
    has 'the newest' ',C320,'
    has 'and the oldest' 'M1,'
    run 0 'all waves' --csv wave list --all
    has 'the first of them' 'W1,'
fi
finish
