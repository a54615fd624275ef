#!/bin/sh
# The demo: a company with life in it, and the session that plays without a terminal.
. "${srcdir:-.}/tests/cli/lib.sh"

run 0 'the demo desk' demo --keep "$T/demo"
ORDERDESK_DESK=$T/demo/desk.db
export ORDERDESK_DESK
run 0 'is sound' check
run 0 'has customers' --csv customer list
is 'forty of them' "$(grep -c '' "$T/out")" 41
run 0 'has orders' --csv order list
if [ "$(grep -c '' "$T/out")" -gt 60 ]; then ok; else bad 'of the last weeks'; fi
for status in draft submitted allocated backordered canceled; do
    has "some are $status" ",$status,"
done
run 0 'as a clerk' --user anna order list status:backordered
run 1 'a desk that is there is left alone' demo --keep "$T/demo"

# The examples of README, one after the other. Left out: printers, the worker, a code drawn by lot.
sed -n '/^    orderdesk order new --customer/,/^    orderdesk check/s/^    orderdesk //p' \
    "${srcdir:-.}/README" | grep -v '^print \|^sync \|--pdf\|--code' >"$T/examples"
if [ "$(grep -c '' "$T/examples")" -gt 30 ]; then ok; else bad 'README has examples'; fi
while IFS= read -r line; do
    eval "set -- $line"
    run 0 "README: $line" "$@"
done <"$T/examples"
unset ORDERDESK_DESK

run 0 'the session plays' demo
has 'a customer is found' 'ACME Tools Ltd'
has 'an order is shown' 'PN-0940'
has 'it is picked and packed' 'PACKING SLIP'
has 'and its papers are kept' 'Pick list'
has 'each command is shown' '$ orderdesk order new --customer 1042'
absent 'nothing is left at home' "$HOME/.local/share/orderdesk/desk.db"
desk=$(sed -n 's/.*--desk //p' "$T/err")
absent 'nor in the temporary folder' "$desk"
ORDERDESK_DATADIR=$T/none run 74 'without its data' demo
finish
