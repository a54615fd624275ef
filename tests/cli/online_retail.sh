#!/bin/sh
# A month of a real shop comes in, and every row of its file is accounted for: in an order, in a
# cancellation, or refused with a reason; amounts equal sums made over the file by other means.
. "${srcdir:-.}/tests/cli/lib.sh"
data=${ORDERDESK_SHARED_DATA:-/nowhere}/orders/online-retail/online-retail-2010-12.csv
[ -r "$data" ] || { echo 'skipped: no data set of Online Retail here'; exit 77; }
cp "$data" "$T/shop.csv"
run 0 'a desk' init --company 'Gifts Ltd' --country GB --time-zone UTC

# Cells before the description hold no commas, those behind it neither.
awk -F, 'NR > 1 {
        pence = $(NF - 2) * 100 * $(NF - 4); row++
        if ($1 ~ /^C/) { c_rows++; c_pence -= pence; c[$1] }
        else if ($(NF - 4) < 0) { r_rows++; r_pence += pence; r[$1] }
        else { o_rows++; o_pence += pence; o[$1]; if ($(NF - 2) == 0) f[$1] }
        if ($(NF - 1) == "" && $1 !~ /^C/ && $(NF - 4) > 0) w[$1]
    }
    END {
        for (i in c) cs++; for (i in r) rs++; for (i in o) os++; for (i in f) fs++; for (i in w) ws++
        printf "%d\n%d %d %.0f\n%d %d %.0f\n%d %d %.0f\n%d\n%d\n", row, os, o_rows, o_pence, cs, c_rows,
            c_pence, rs, r_rows, r_pence, fs, ws
    }' "$T/shop.csv" >"$T/theirs"
line() { sed -n "$1p" "$T/theirs"; }
is 'the file is the whole one' "$(line 1)" 42481

run 65 'the month comes in' --json import orders "$T/shop.csv" --map online-retail
cp "$T/out" "$T/summary"
grep -o '"[a-z]*":[0-9]*' "$T/summary" >"$T/counts"
count() { sed -n "s/\"$1\"://p" "$T/counts"; }
# shellcheck disable=SC2046 # each line is numbers
set -- $(line 2) $(line 3) $(line 4)
is 'orders and cancellations' "$(count new)" "$(($1 + $4))"
is 'with all their rows' "$(count lines)" "$(($2 + $5))"
is 'and only corrections of stock are refused' "$(count refused)" "$7"
is 'each row with a reason' "$(grep -c 'less than zero' "$T/shop.csv.refused.csv")" "$8"
is 'which take no money along' "$9" 0
is 'orders with lines without a price are flagged' "$(count flagged)" "$(line 5)"

run 0 'the orders' export orders
cp "$T/out" "$T/orders.csv"
# The total stands as many cells from the right as it does in the first line; notes come last, and
# have their commas within quotation marks.
sums() {
    sqlite3 :memory: '.mode csv' ".import $T/orders.csv o" '.mode list' '.separator " "' \
        "SELECT count(*), sum(CAST(round(total * 100) AS INTEGER)) FROM o WHERE $1"
}
if command -v sqlite3 >/dev/null 2>&1; then
    is 'orders are worth what their rows are' "$(sums "status <> 'canceled'")" "$1 $3"
    is 'cancellations too' "$(sums "status = 'canceled'")" "$4 $6"
    is 'no name is the walk-in customer' "$(sums "status <> 'canceled' AND customer = 'WALKIN'" |
        cut -d' ' -f1)" "$(line 6)"
fi
run 0 'a cancellation' --json order show C536506
back=$(field cancels)
number=$(field number)
run 0 'the order it takes back' --json order show "$back"
has 'is the one with these items' '"external_id":"536488"'
has 'of that customer' '"customer":"17897"'
has 'and names the cancellation' "\"canceled_by\":\"$number\""
run 0 'a charge' --json item show POST
has 'is one' '"kind":"charge"'
run 0 'a country of other words' --json order show 536540
has 'is known' '"ship_to_country":"IE"'

run 65 'again' --json import orders "$T/shop.csv" --map online-retail
has 'nothing is new' '"new":0'
has 'nor changed' '"changed":0'
run 0 'nothing differs' check
finish
