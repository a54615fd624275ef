#!/bin/sh
# A warehouse's day by command line, over two sites: goods come, orders are sourced and sent down, a
# wave is picked, something is not found, parcels are packed, shipped, taken back and shipped again,
# handed over, delivered, sent back; stock is counted and moved, what waits is filled. After each step
# that moves stock its figures are said, and in the end the books are right.
. "${srcdir:-.}/tests/cli/lib.sh"

# stock SKU SITE COLUMN: a number of `stock list`.
stock() {
    "$od" stock list "$1" --csv </dev/null | tr -d '\r' >"$T/stock"
    awk -F, -v site="$2" -v name="$3" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) col = i }
        $1 == site { print $col }' "$T/stock"
}
# figures WHEN SKU SITE ON_HAND ALLOCATED: what the shelf has, and what of it is promised.
figures() {
    is "$1: $2 at $3" "$(stock "$2" "$3" on_hand) $(stock "$2" "$3" allocated)" "$4 $5"
}
# ordered NAME LINES...: an order, whose number is in the variable NAME.
ordered() {
    name=$1
    shift
    run 0 "order $name" order new --customer 1051 "$@" --confirm
    eval "$name=$(tr -d '\n' <"$T/out")"
}
# line_is CLAIM ORDER WORDS: of its first line.
line_is() {
    run 0 "$1" --json order show "$2"
    has "$1" "$3"
}

small='' smaller='' bolts='' large='' waits='' held=''

# --- six o'clock: goods come
small_desk
run 0 'a second site' site new LEEDS Leeds --priority 200
run 0 'places' stock bin 4711 A-01
run 0 'and others' stock bin BOL-M8-40 B-07
run 0 'a delivery' receipt new --ref 'DN 7' --line '4711 20 2'
run 0 'one at the other site' receipt new --site LEEDS --line '4711 50'
figures 'after the delivery' 4711 MAIN 118 0
figures 'after the delivery' 4711 LEEDS 50 0
is 'two of it are set aside' "$(stock 4711 MAIN aside)" 2

# --- orders
ordered small --line '4711 3'
ordered smaller --line '4711 2'
ordered bolts --line 'BOL-M8-40 4'
ordered large --line '4711 150'
run 0 'one that no site has alone' order why "$large" source
has 'comes from both' '113 allocated at MAIN, 37 allocated at LEEDS'
ordered waits --line 'BOL-M8-40 20'
line_is 'it lacks some' "$waits" '"backordered":4'
ordered held --line '4711 5'
run 0 'the nearer site has none left' order why "$held" source
has 'the other sends it' '5 allocated at LEEDS'
run 0 'it is to wait' order hold "$held" --note 'he rings again'
figures 'after the orders' 4711 MAIN 118 118
figures 'after the orders' 4711 LEEDS 50 42
figures 'after the orders' BOL-M8-40 MAIN 20 20

# --- to the warehouse
run 1 'what is held' order release "$held"
run 0 'all that may go' --csv fulfillment release-all
is 'goes' "$(grep -c ',yes,\|,true,' "$T/out")" 4
has_not 'but for what is not all there' "$waits"
run 0 'which a clerk sends' order release "$waits"
run 0 'the work' --csv fulfillment list
is 'is six picks' "$(tail -n +2 "$T/out" | wc -l)" 6
has_not 'without what is held' "$held"
run 0 'of the other site' --csv fulfillment list --site LEEDS
has 'there is one' "$large-F2"

# --- picked
run 0 'a wave of two' --json wave new "$small" "$smaller" --by root
has 'five pieces in one walk' '"picks":2,"open":2,"qty":5'
run 0 'its list' print wave W1 -o -
has 'starts at the place' 'A-01'
for n in "$small" "$smaller" "$bolts" "$waits" "$large-F1"; do
    run 0 "$n is picked" fulfillment pick "$n"
done
for n in "$small" "$smaller"; do
    run 0 "$n is picked to its end" fulfillment finish "$n"
done
run 0 'the wave' --csv wave list
has_not 'is finished' 'W1,MAIN'
run 0 'most of the other part' fulfillment pick "$large-F2" --item 4711 --qty 36
run 64 'what is missing has a reason' fulfillment short "$large-F2" --item 4711
run 0 'one is not found' fulfillment short "$large-F2" --item 4711 --reason not_found
run 0 'it is picked' fulfillment finish "$large-F2"
line_is 'the order waits for it' "$large" '"backordered":1'
figures 'after the picks' 4711 LEEDS 49 41
figures 'after the picks' 4711 MAIN 118 118

# --- the count that the short pick asked for
run 0 'a count' --csv count list --open
has 'is asked for' 'C-1001,open,LEEDS'
run 0 'it is there all the same, beside what was picked' count put C-1001 4711 14
run 0 'posted' count post C-1001
figures 'after the count' 4711 LEEDS 50 41

# --- packed: in parcels, undone, and done again
run 0 'two parcels' fulfillment pack "$large-F1" --package '4711 100; 9.5; 600x400x400' \
    --package '4711 13; 1.3'
run 0 'packed too early' fulfillment pack "$small"
run 0 'unpacked' fulfillment unpack "$small"
for n in "$small" "$smaller" "$bolts" "$large-F2" "$waits"; do
    run 0 "$n is packed" fulfillment pack "$n" --weight 2
done
run 0 'the slip' print packing-slip "$large-F2" -o -
is 'tells what else is to come' "$(grep -c '^4711 .* 114 ' "$T/out")" 1

run 0 'labels' print label "$large-F1" -o -
is 'two' "$(grep -c '^Parcel' "$T/out")" 2

# --- shipped
run 0 'one by its own' fulfillment ship "$bolts" --carrier DHL
figures 'after it left' BOL-M8-40 MAIN 16 16
run 0 'it stands there still' fulfillment unship "$bolts-F1"
figures 'after it was taken back' BOL-M8-40 MAIN 20 20
run 0 'all at once' --csv fulfillment ship-all --until later --carrier DHL
is 'each with its result' "$(grep -c -- '-F[12],.*\(yes\|true\)' "$T/out")" 6
figures 'after the day' 4711 MAIN 0 0
figures 'after the day' 4711 LEEDS 14 5
figures 'after the day' BOL-M8-40 MAIN 0 0
line_is 'of the large one' "$large" '"shipped":149'

# --- handed over
run 0 'what the driver takes here' --json manifest show M1
has 'is six parcels' '"shipments":5,"packages":6'
run 0 'on paper' print manifest M1 -o -
has 'with the order' "$smaller-F1"
run 0 'handed over' manifest close M1
run 0 'and there' manifest close M2
run 1 'is not taken back any more' fulfillment unship "$bolts-F1"

# --- what became of it
run 0 'one arrived' shipment deliver "$small-F1"
line_is 'it is there' "$small" '"status":"delivered"'
run 0 'nobody took one' shipment send-back "$smaller-F1"
run 0 'its shipment' --csv shipment list "$smaller"
has 'is on its way back' returning
run 0 'one is not found' shipment lose "$bolts-F1" --reason investigated
run 0 'and turns up' shipment reopen "$bolts-F1"
run 0 'and arrives' shipment deliver "$bolts-F1"
line_is 'too' "$bolts" '"status":"delivered"'
figures 'stock never knew' BOL-M8-40 MAIN 0 0

# --- moved from site to site, for the one that waits
run 0 'two go over' transfer new --from LEEDS --to MAIN --line '4711 2' --for "$large 1"
figures 'after they left' 4711 LEEDS 12 5
run 0 'they come' transfer receive T-1001
figures 'after they came' 4711 MAIN 2 1
run 0 'the last one goes' order release "$large"
run 0 'picked' fulfillment pick "$large"
run 0 'packed' fulfillment pack "$large"
run 0 'shipped' fulfillment ship "$large" --carrier DHL
line_is 'all of it went' "$large" '"shipped":150'
figures 'after it left' 4711 MAIN 1 0

# --- what waits is filled
run 0 'bolts come' receipt new --line 'BOL-M8-40 10'
run 0 'it is proposed' --csv backorder list --fillable
has 'for whom' "$waits"
figures 'and given by nobody yet' BOL-M8-40 MAIN 10 0
run 0 'given' backorder fill
figures 'now' BOL-M8-40 MAIN 10 4
run 0 'to the warehouse' order release "$waits"
run 0 'picked' fulfillment pick "$waits"
run 0 'canceled there' fulfillment cancel "$waits" --reason other
figures 'it stays promised' BOL-M8-40 MAIN 10 4
run 0 'back to its place' --csv stock put-away
has 'that is a task' B-07
run 0 'done' stock put-away --done 1
run 0 'once more' order release "$waits"
run 0 'picked' fulfillment pick "$waits"
run 0 'packed' fulfillment pack "$waits"
run 0 'shipped' fulfillment ship "$waits" --carrier DHL
figures 'after it left' BOL-M8-40 MAIN 6 0

# --- the rest of the day
run 0 'what was damaged goes' stock aside 4711 2 --scrap --reason damaged
is 'nothing is set aside' "$(stock 4711 MAIN aside)" 0
run 0 'he rang' order release-hold "$held" --kind manual --reason other
run 0 'its site closes' --csv site close LEEDS
has 'the order moves' "$held,"
line_is 'and has what is there' "$held" '"allocated":1'
figures 'at the end' 4711 MAIN 1 1
run 0 'the ledger' --csv stock moves 4711
is 'has what left' "$(awk -F, '/shipped/ { for (i = 1; i <= NF; i++) if ($i ~ /^-[0-9]+$/) n -= $i }
    END { print n }' "$T/out")" 155
run 0 'the books are right' --user root check --full
finish
