#!/bin/sh
# Where parcels are, from a shell: written down by hand, listed, asked after; what a carrier's word
# sets off. Nothing is sent here.
. "${srcdir:-.}/tests/cli/lib.sh"

small_desk
run 0 'an order' order new --customer 1051 --line '4711 2' --confirm
order=$(tr -d '\n' <"$T/out")
run 0 'to the warehouse' order release "$order"
run 0 'picked' fulfillment pick "$order"
run 0 'packed' fulfillment pack "$order"
run 1 'what has not left is not followed' track add "$order-F1" --status in_transit
run 0 'shipped' fulfillment ship "$order" --carrier UPS --tracking 1Z5R89390357567127
number=1Z5R89390357567127

run 0 'nothing is followed yet' --csv track list
has_not 'none' "$number"
run 1 'nobody can be asked' track poll "$number"
err_has 'and it says why' 'track.provider'
run 65 'a state that is none' track add "$number" --status flying
err_has 'names those there are' 'out_for_delivery'
run 65 'a time that is none' track add "$number" --status in_transit --at noon
run 65 'a time ahead' track add "$number" --status in_transit --at 2099-01-01T00:00Z
run 1 'a number that nobody has' track add 1Z999 --status in_transit
run 64 'no state' track add "$number"
run 0 'written down' --csv track add "$number" --status in_transit --at 2026-01-02T10:00Z \
    --message 'Origin scan' --place Hull
has 'as it was said' '2026-01-02T10:00:00.000Z,in_transit,,Origin scan,Hull'
run 1 'once' track add "$number" --status in_transit --at 2026-01-02T10:00Z \
    --message 'Origin scan' --place Hull
run 0 'one of before' track add "$order-F1" --status label_created --at 2026-01-01T10:00Z
run 0 'the newest counts' --json track list
has 'by its own time' '"status":"in_transit"'
run 0 'of the order' --csv track list "$order"
has 'the same' "$number"
run 0 'shown by the fulfillment' --csv track show "$order-F1"
has 'the newest first' 'in_transit'
is 'both' "$(grep -c 2026-01-0 "$T/out")" 2
run 0 'the order says so' --json order show "$order"
has 'among what happened' 'track.status'

run 65 'a list that is none' track list --show slow
run 0 'in trouble' track add "$number" --status exception
run 0 'is listed' --csv track list --show trouble
has 'by its number' "$number"
run 0 'it goes on' track add "$number" --status out_for_delivery
run 0 'nothing is in trouble' --csv track list --show trouble
has_not 'any more' "$number"

run 65 'nobody of that name' setting set track.provider nobody
run 0 'now somebody can be asked' setting set track.provider easypost
run 0 'asked after' track poll "$order-F1"
run 0 'the worker has to do it' --csv outbox list
has 'by its topic' 'tracker.get'
run 1 'once' track poll "$number"
err_has 'and it says so' 'already'

run 0 'arrived' track add "$number" --status delivered
run 0 'the order is delivered' --json order show "$order"
has 'by the word of the carrier' '"status":"delivered"'
run 0 'nothing is under way' --csv track list
has_not 'any more' "$number"
run 0 'late news' track add "$number" --status in_transit
run 0 'changes nothing' --json order show "$order"
has 'any more' '"status":"delivered"'
finish
