#!/bin/sh
# A placed order is changed from a shell: previewed, applied whole, left open, dropped.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
run 0 'an order' order new --customer 1051 --line '4711 12' --line 'BOL-M8-40 5' --confirm
n=$(cat "$T/out")

run 0 'a change is previewed' --json order change "$n" --line '1 qty 6' --add 'BOL-M8-40 30' --po X1 --preview
json 'as JSON'
is 'it is a preview' "$(field change)" preview
has 'with the total before' '"total_before":"80.52 GBP"'
has 'and after' '"total_difference":"347.40 GBP"'
has 'what is typed' '{"what":"Line 1 quantity","before":"12","after":"6"}'
has 'what is freed' '{"line":1,"sku":"4711","allocated_before":12,"allocated":6,"backordered_before":0,"backordered":0}'
has 'what is short' '"allocated_before":0,"allocated":15,"backordered_before":0,"backordered":15}'
run 0 'for people' order change "$n" --line '1 6' --preview
has 'with the difference' '-10.44 GBP'
run 0 'nothing came of it' --json order show "$n"
has 'the quantity is as it was' '"ordered":12'

run 0 'a change is applied' --json order change "$n" --line '1 qty 6' --cut 2 --reason no_stock
is 'it is said' "$(field change)" applied
is 'with the total that a preview said' "$(field total)" '10.44 GBP'
run 0 'the order' --json order show "$n"
has 'has the quantity' '"ordered":6'
has 'and what was canceled' '"canceled":5'
has 'with the reason' 'Not in stock'
run 0 'the stock' --json stock list BOL-M8-40
has 'is free at once' '"allocated":0'

run 0 'a change is left open' order change "$n" --line '1 8' --keep
run 0 'it is there' --json order change "$n"
is 'as open' "$(field change)" open
run 1 'another one is not applied over it' order change "$n" --line '1 9'
run 0 'a colleague holds the order' order hold "$n" --note 'Ring first'
run 75 'then it was typed for another order' order change "$n" --apply
run 0 'after a look it is applied to this one' order change "$n" --apply --current
run 0 'and is there' --json order show "$n"
has 'with its quantity' '"ordered":8'
run 0 'a change is left open' order change "$n" --ship-method van --keep
run 0 'and dropped' order change "$n" --drop
run 1 'once' order change "$n" --drop
run 1 'then nothing is open' order change "$n"

run 65 'a line that is none' order change "$n" --line '7 qty 2'
run 65 'a line without what becomes of it' order change "$n" --line '1'
run 65 'a quantity that is none' order change "$n" --line '1 qty some'
err_has 'the option is named' "--line '1 qty some'"
run 65 'an item that is none' order change "$n" --add 'NIX 1'
run 65 'an address that is none' order change "$n" --ship-to 9
run 65 'a reason that is none' order change "$n" --line '1 9' --reason weather
run 65 'a date that is none' order change "$n" --requested soon
run 64 'two ways at once' order change "$n" --preview --keep
run 1 'nothing would be left' order change "$n" --cut 1
run 1 'a preview is refused as applying is' order change "$n" --cut 1 --preview
run 0 'canceling' order cancel "$n" --reason customer
run 1 'a canceled order is not changed' order change "$n" --line '1 9'
run 0 'a draft' order new --customer 1051 --line '4711 1' --draft
run 1 'is not changed so' order change "$(cat "$T/out")" --line '1 9'
run 0 'a clerk' user new anna --role clerk --discount-limit 5
run 0 'an order' order new --customer 1051 --line '4711 10' --confirm
n=$(cat "$T/out")
run 77 'may not give more by changing' --user anna order change "$n" --line '1 @0.10'
run 0 'may change the quantity' --user anna order change "$n" --line '1 11'

# --- how it is paid
run 0 'longer terms' terms new NET60 '60 days net' --days 60
run 65 'terms that are none' order change "$n" --terms NET99
err_has 'says which there are' 'COD, NET30, NET60'
run 77 'a clerk gives no more time' --user anna order change "$n" --terms NET60
run 0 'but less' --user anna order change "$n" --terms cod
run 0 'the order' --json order show "$n"
has 'is paid so' '"terms":"COD","payment_terms":"Cash on delivery"'
run 0 'as its customer does' order change "$n" --terms -
run 0 'the order' --json order show "$n"
has 'is paid so again' '"terms":"NET30"'
run 0 'a draft' order new --customer 1051 --line '4711 1' --terms NET60 --draft
run 0 'is shown' --json order show "$(cat "$T/out")"
has 'with its terms' '"terms":"NET60"'
run 0 'set' order set "$(field number)" --terms COD

run 0 'an order' order new --customer 1051 --line '4711 10' --line 'SVC-CUT 1' --confirm
n=$(cat "$T/out")
run 64 'canceling a line needs its reason' order cancel-line "$n" --line 1
run 65 'not more than is open' order cancel-line "$n" --line 1 --qty 11 --reason customer
run 0 'some of a line is canceled' order cancel-line "$n" --line 1 --qty 4 --reason customer
run 0 'the order' --json order show "$n"
has 'has it canceled' '"canceled":4'
has 'and less to pay' '"total":"12.24 GBP"'
run 0 'why' order why "$n" status
has 'tells of what is canceled' '4 of them are canceled'
run 1 'nothing has left: no rest' order cancel-rest "$n" --reason customer
run 65 'a day that has passed' order wait "$n" --until 2026-11-22
run 0 'the customer asks to wait' order wait "$n" --until 2026-11-25 --note 'Closed till then'
run 0 'the hold' --json order show "$n"
has 'says what it blocks' '"blocks":"picking"'
has 'and who lifts it' '"lifted_by":"a clerk"'
run 0 'nothing is due yet' --json timers
has 'says so' '"holds_ended":0'
ORDERDESK_NOW=2026-11-25T00:00:01Z
run 0 'on that day it ends by itself' --json timers
has 'once' '"holds_ended":1'
run 0 'the order' --json order show "$n"
has 'is not held any more' '"holds":[]'
run 65 'a hold that blocks nothing known' order hold "$n" --note x --blocks breathing
run 0 'a manager holds it' order hold "$n" --note x --blocks ship
run 77 'which a clerk does not lift' --user anna order release-hold "$n" --reason checked
run 0 'a channel with time to cancel' channel set phone --remorse 30
run 65 'minutes that are none' channel set phone --remorse soon
run 0 'an order' order new --customer 1051 --line '4711 1' --confirm
run 0 'may be canceled for a while' order card "$(cat "$T/out")"
has 'which is told' 'canceled freely until'
run 0 'an order' order new --customer 1051 --line '4711 10' --line 'SVC-CUT 1' --po P1 --confirm
n=$(cat "$T/out")
run 0 'less of the whole order' --json order change "$n" --discount 10% --keep
has 'is shown before and after' '{"what":"Discount","before":"0 %","after":"10 %"}'
run 0 'and applied' --json order change "$n" --apply
has 'with what it comes to' '"total":"17.28 GBP"'
run 0 'an amount instead' --json order change "$n" --discount 1.00 --preview
has 'takes the place of the percentage' '"total":"18.00 GBP"'
run 65 'a discount that is none' order change "$n" --discount much
run 77 'more than a clerk may give' --user anna order change "$n" --discount 11%
run 0 'none' --json order change "$n" --discount 0
has 'is none' '"total":"19.20 GBP"'
# Two processes on one order at once: one of them wins, and the other is told.
together() {
    "$od" "$@" >"$T/a.out" 2>"$T/a.err" </dev/null &
    a=$!
    "$od" "$@" >"$T/b.out" 2>"$T/b.err" </dev/null &
    b=$!
    wait $a
    ra=$?
    wait $b
    rb=$?
    both=$(printf '%s\n%s\n' "$ra" "$rb" | sort -n | tr '\n' ' ')
}
run 0 'an order' order new --customer 1051 --line '4711 10' --line 'SVC-CUT 1' --confirm
m=$(cat "$T/out")
together order change "$m" --line '1 8' --keep
case $both in '0 0 ' | '0 1 ') ok ;; *) bad 'one opens a change, the other adds to it or is refused' "$both" ;; esac
together order change "$m" --apply
case $both in '0 1 ' | '0 75 ') ok ;; *) bad 'one applies it, the other finds none or another order' "$both" ;; esac
run 0 'it is applied' --json order show "$m"
has 'once' '"ordered":8'
run 0 'the customer asks to wait' order wait "$m" --until 2026-11-28
ORDERDESK_NOW=2026-11-28T10:00:00Z
together timers
is 'both look at what is due' "$both" '0 0 '
is 'and one does it' "$(cat "$T/a.out" "$T/b.out" | grep -c 'Holds ended *[1-9]')" 1
together order cancel-line "$m" --line 1 --qty 8 --reason customer
is 'what is canceled once is not canceled twice' "$both" '0 1 '
run 0 'a line of words is added' order change "$n" --add '; leave at the gate'
has 'which is told' 'leave at the gate'
run 1 'and is no goods to cancel' order cancel-line "$n" --line 3 --reason other
run 1 'or to cut' order change "$n" --cut 3
run 0 'a note' order note "$n" --note 'Rang, nobody there'
run 0 'a note for the warehouse' order note-warehouse "$n" --note 'Fragile'
run 0 'a note for the customer' order note-customer "$n" --note 'Thank you'
run 65 'a card number is no note' order note "$n" --note 'card 4111 1111 1111 1111'
run 64 'a note of nothing' order note "$n"
run 0 'an attachment is named' order attach "$n" --ref /srv/scans/po-77.pdf
run 0 'the order' --json order show "$n"
has 'has the note' '"for":"internal","text":"Rang, nobody there"'
has 'and who must read it' '"for":"warehouse","text":"Fragile"'
has 'and the attachment' '"for":"attachment","text":"po-77.pdf","ref":"/srv/scans/po-77.pdf"'
run 0 'nothing differs after all that' check
finish
