#!/bin/sh
# Orders from a shell: entering, finding, showing, drafts, actions, keys.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk

run 0 'an order' order new --customer 1051 --line '4711 12' --line 'BOL-M8-40 5 @9.00 -5%' --po A1 --confirm
n=$(cat "$T/out")
case $n in *[!0-9]* | '') bad 'the number is all that is printed' "$n" ;; *) ok ;; esac
run 0 'it is shown' --json order show "$n"
json 'as JSON'
is 'it is confirmed' "$(field state)" confirmed
has 'with its total' '"total":"72.18 GBP"'
has 'with its purchase order' '"customer_po":"A1"'
has 'with what is allocated' '"allocated":12'
run 0 'it is shown to people' order show "$n"
has 'with the customer' 'Dock Street Garage'
run 0 'it is shown as CSV' --csv order show "$n"
is 'with one row' "$(grep -c '' "$T/out")" 2
run 0 'stock is allocated' --json stock list BOL-M8-40
has 'once' '"allocated":5'
run 0 'it is found by its customer' --csv order list customer:1051
has 'in the list' "$n,"
run 0 'it is found by a word' --csv order list dock
has 'in the list' "$n,"
run 0 'what is not there is not found' --json order list status:canceled
is 'an empty list is one' "$(cat "$T/out")" '[]'
run 65 'a field of the query that is none' order list shoe:44
run 0 'why' order why "$n"
run 0 'why this price' order why "$n" price 1
run 0 'the card' order card "$n"
has 'names the number' "$n"
run 1 'an order that is none' order show 999999
run 65 'a customer that is none' order new --customer 9999 --line '4711 1'
run 65 'an item that is none' order new --customer 1051 --line 'NIX 1'
err_has 'the line is named' 'Line 1'
run 65 'a quantity that is none' order new --customer 1051 --line '4711 some'
run 65 'half a piece' order new --customer 1051 --line '4711 1.5'
run 65 'a currency that is none' order new --customer 1051 --currency QQQ --line '4711 1'
run 65 'an address that is none' order new --customer 1051 --ship-to 9 --line '4711 1'
run 65 'a channel that is none' order new --customer 1051 --channel fax --line '4711 1'
run 64 'draft and confirm at once' order new --customer 1051 --line '4711 1' --draft --confirm

run 0 'an order with a key' --key k-1 order new --customer 1051 --line '4711 2'
a=$(cat "$T/out")
run 0 'the same again' --key k-1 order new --customer 1051 --line '4711 2'
is 'is the same order' "$(cat "$T/out")" "$a"
run 65 'the key with other content' --key k-1 order new --customer 1051 --line '4711 3'
run 0 'as an object' --json --key k-1 order new --customer 1051 --line '4711 2'
json 'JSON'
is 'with the same number' "$(field number)" "$a"
run 0 'two orders came of it' --csv order list
is 'and no more' "$(grep -c '' "$T/out")" 3

run 0 'confirming' order confirm "$a"
run 1 'confirming twice' order confirm "$a"
run 64 'canceling needs its reason' order cancel "$a"
run 65 'a reason that is none' order cancel "$a" --reason weather
run 0 'canceling' order cancel "$a" --reason customer
run 0 'a canceled order' --json order show "$a"
is 'is canceled' "$(field status)" canceled
run 0 'and gives its stock back' --json stock list 4711
has 'which is allocated to the other only' '"allocated":12'
run 1 'canceling twice' order cancel "$a" --reason customer

run 0 'a draft' order new --customer 1051 --line '4711 1' --draft
d=$(cat "$T/out")
case $d in D[0-9]*) ok ;; *) bad 'a draft has no number but a name' "$d" ;; esac
run 0 'a line more' order line "$d" 'SVC-CUT 2'
run 0 'a line in place of another' order line "$d" '4711 8' --at 1
run 0 'a line less' order cut "$d" 2
run 0 'the header' order set "$d" --po A2 --note 'Ring first'
run 0 'the draft' --json order show "$d"
json 'is JSON'
has 'has the new quantity' '"ordered":8'
has_not 'not the cut line' 'SVC-CUT'
has 'the PO' '"customer_po":"A2"'
has 'and nothing is backordered yet' '"backordered":0'
run 0 'submitting' --json order submit "$d"
m=$(field number)
run 1 'a submitted order is no draft' order line "$m" '4711 9'

run 0 'more than there is' order new --customer 1051 --line 'BOL-M8-40 50' --confirm
b=$(cat "$T/out")
run 0 'is backordered' --json order show "$b"
has 'as far as it is short' '"backordered":35'

run 0 'a clerk' user new anna --role clerk --discount-limit 5
run 0 'may enter orders' --user anna order new --customer 1051 --line '4711 1 -5%'
run 77 'but not give more than her limit' --user anna order new --customer 1051 --line '4711 1 -20%'
run 0 'a warehouse user' user new ben --role warehouse
run 77 'may not enter orders' --user ben order new --customer 1051 --line '4711 1'
run 0 'may receive' --user ben stock receive 4711 5
run 65 'a count below nothing' stock count 4711 -- -3
run 0 'a count' stock count 4711 90
run 0 'the ledger' --csv stock moves 4711
has 'has the count' 'adjusted'
run 0 'nothing differs after all that' check
run 0 'a unit and a pack' item set 4711 --unit box=12 --unit pallet=480 --barcode 4006381333931 --barcode '5000112345674*12'
run 0 'they are shown' --json item show 4711
has 'the units' '"units":"box=12 pallet=480"'
has 'the pack' '5000112345674*12'
run 65 'a wrong check digit' item set 4711 --barcode 4006381333932
err_has 'the digit that fits is told' 'would be 1'
run 65 'a unit that is none' item set 4711 --unit box
run 0 'two boxes and a scanned pack' order new --customer 1051 --draft --line '4711 2 box MAIN +3' --line '2*5000112345674' --line '; ring twice'
run 0 'the draft' --json order show "$(cat "$T/out")"
has 'in pieces' '"ordered":24'
has 'in boxes' '"ordered_in":"2 box"'
has 'from its site' '"site":"MAIN"'
has 'on its day' '"requested":"2026-11-26"'
has 'with the words' '"description":"ring twice"'
run 65 'a word that is nothing' order new --customer 1051 --line '4711 2 boxes'
err_has 'it is named' 'boxes'

printf '4711 12\n\nBOL-M8-40 5 @9 -5%%\n' >"$T/rows"
run 0 'an order from a file' order new --customer 1051 --lines-from "$T/rows"
run 0 'it has the lines' --json order show "$(cat "$T/out")"
has 'both' '"line":2'
printf 'qty;sku\n2;4711\n3;NIX\n' >"$T/rows.csv"
run 65 'a row that is wrong' --csv order new --customer 1051 --lines-from "$T/rows.csv"
has 'it is told with its row' '3,NIX 3,'
err_has 'how many' '1 of 2'
run 64 'no line at all' order new --customer 1051
run 1 'a file that is not there' order new --customer 1051 --lines-from "$T/none"
run 0 'a draft' order new --customer 1051 --draft --line '4711 1'
d=$(cat "$T/out")
run 0 'rows into it' --json order read "$d" "$T/rows"
has 'three lines now' '"lines":3'
run 65 'none of the rows where one is wrong' order read "$d" "$T/rows.csv"
run 0 'the draft' --json order show "$d"
has_not 'as it was' '"line":4'
run 0 'the draft is thrown away' order discard "$d"
run 0 'a substitute' item substitute 4711 BOL-M8-40 --rank 2
run 0 'the item tells it' --json item show 4711
has 'by its SKU' '"substitutes":[{"substitute":"BOL-M8-40"'
run 0 'and offered no more' item substitute 4711 BOL-M8-40 --drop
run 1 'only once' item substitute 4711 BOL-M8-40 --drop
run 0 'a label' customer label 1051
has 'with the town in capitals' 'LEEDS'
run 1 'of an address that is not there' customer label 1051 --number 9
run 65 'a post code of elsewhere' customer new Nowhere --street '1 Quay' --city Leeds --postcode 12345 --country GB
err_has 'an example is shown' 'LS10 1LX'
run 0 'a bundle' item new SET --description 'Starter set' --price 20 --kind bundle --component 4711=2 --component BOL-M8-40=1
run 0 'it is shown' --json item show SET
has 'with its components' '"components":"4711=2 BOL-M8-40=1"'
run 65 'a bundle of nothing' item new SET2 --description Nothing --kind bundle
run 0 'it is in the list' --csv item list SET
has 'without stock of its own' ',bundle,ea,,20.00'
run 0 'what its components make' --csv stock list SET
has 'in whole kits' ',0,0,0,0,'
run 65 'a component that is none' item set SET --component NIX=1
run 0 'a bolt more' stock receive BOL-M8-40 1
run 0 'an order of it' order new --customer 1051 --line 'SET 1' --confirm
n=$(cat "$T/out")
run 0 'it is shown' --json order show "$n"
has 'allocated as one' '"ordered":1,"uom":"ea","allocated":1'
has 'with what it is made of' '"contents":"4711=2 BOL-M8-40=1"}'
run 0 'for people' order show "$n"
has 'under its line' '+ 4711'
is 'each with how many' "$(grep -c '+ 4711  *Packing tape  *2  *ea\|+ BOL-M8-40  *Hex bolt M8 x 40  *1  *ea' "$T/out")" 2
short() { "$od" --csv stock list BOL-M8-40 | sed -n 's/^MAIN,//p' | cut -d, -f6; }
before=$(short)
run 0 'two kits, both short' order new --customer 1051 --line 'SET 2' --confirm
is 'what they lack of a component is on backorder' "$(short)" "$((before + 2))"
run 0 'the books are right' check
finish
