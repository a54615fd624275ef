#!/bin/sh
# Carriers' labels from a shell: asked for, listed, stopped, and what is refused. Nothing is sent
# here: what is asked for stays in the queue.
. "${srcdir:-.}/tests/cli/lib.sh"

small_desk
run 0 'an order' order new --customer 1051 --line '4711 2' --confirm
order=$(tr -d '\n' <"$T/out")
run 0 'to the warehouse' order release "$order"
run 0 'picked' fulfillment pick "$order"
run 1 'nobody makes labels' label buy "$order"
err_has 'and it says so' 'label.provider'
run 65 'nobody of that name' setting set label.provider nobody
run 0 'now somebody does' setting set label.provider easypost
run 1 'what is not packed has no label' label buy "$order"
run 0 'packed' fulfillment pack "$order"
run 65 'without a weight there are no rates' label buy "$order"
err_has 'names the package' "$order-F1-P1"
run 0 'weighed' fulfillment measure "$order" --weight 1.2
run 65 'a rule that is none' label buy "$order" --rule best
run 65 'days that are none' label buy "$order" --days 0
run 1 'a package that is none' label buy "$order" --package 2
run 0 'asked for' --csv label buy "$order" --rule fastest --carrier USPS
has 'by its package' "$order-F1-P1,wanted"
run 1 'once' label buy "$order"
run 0 'the worker has to do it' --csv outbox list
has 'by its topic' 'rates.get'
run 0 'it is shown' --json label show "$order-F1-P1"
has 'with its state' '"state":"wanted"'
run 0 'no rates yet' --csv label rates "$order-F1-P1"
run 1 'so none is chosen' label choose "$order-F1-P1" r1
run 1 'there is no file yet' label save "$order-F1-P1" -o "$T/label.pdf"
absent 'and none is written' "$T/label.pdf"
run 1 'nor printed' label print "$order-F1-P1"
run 0 'none waits for a person' --csv label list
has_not 'yet' 'P1'
run 0 'one is wanted' --csv label list --state wanted
has 'by its package' "$order-F1-P1"
run 65 'a state that is none' label list --state lost
run 75 'a version that is past' label void "$order-F1-P1" --if-version 9
run 0 'stopped' --json label void "$order-F1-P1"
has 'not wanted any more' '"state":"dropped"'
run 1 'once' label void "$order-F1-P1"
run 0 'and asked for again' label buy "$order-F1"
run 0 'unpacked' fulfillment unpack "$order"
run 0 'its label goes with it' --csv label list "$order-F1"
has_not 'none is wanted' 'wanted'
run 1 'it has no package' label show "$order-F1-P1"

# --- what customs ask of an item
run 65 'a tariff number that is none' item set 4711 --hs-code 39x9
run 65 'a country that is none' item set 4711 --origin Nowhere
run 0 'both' item set 4711 --hs-code '3919.10' --origin Germany
run 0 'are shown' --json item show 4711
has 'as customs read them' '"hs_code":"391910","origin":"DE"'
run 0 'and exported' export items
has 'with the item' '391910,DE'
finish
