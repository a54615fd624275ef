#!/bin/sh
# Real data come in completely and add up: Northwind's 91 customers, 77 products and 830 orders.
. "${srcdir:-.}/tests/cli/lib.sh"
# What an import says beside its file stays out of the sources.
cp -R "${srcdir:-.}/tests/data/northwind" "$T/data"
chmod -R u+w "$T/data"
data=$T/data
run 0 'a desk' init --company Northwind --country US --time-zone UTC
run 0 'a channel' channel new northwind Northwind --kind edi

# take KIND FILE: the file comes in by its map.
take() {
    run 0 "$1 come in" --json import "$1" "$data/$2.csv" --map "northwind-$1" --channel northwind
    has "no row of $1 is refused" '"refused":0'
}
take customers customers
has 'all customers' '"new":91'
take items products
has 'all products' '"new":77'
take stock products
take_orders() {
    run 0 'orders come in' --json import orders "$data/orders.csv" \
        --lines "$data/order_details.csv" --map northwind-orders --channel northwind
    has 'none is refused' '"refused":0'
}
take_orders
has 'all orders' '"new":830'
has 'with all lines' '"lines":2155'
take_orders
has 'again, nothing is new' '"new":0'
has 'nor changed' '"changed":0'

# In whole cents and ten-thousandths, counted from the right: descriptions may hold commas.
run 0 'the lines' export lines
awk -F, '$(NF - 14) == "stock" {
        price = $(NF - 11); net = $(NF - 8)
        sub(/[.]/, "", price); sub(/[.]/, "", net)
        n++; exact += $(NF - 13) * price * (100 - $(NF - 10)); rounded += net
    }
    END { printf "%d %.0f %.0f\n", n, exact, rounded }' "$T/out" >"$T/sums"
is 'goods: 1265793.0395 exactly, 1265793.29 with each line rounded once' "$(cat "$T/sums")" \
    '2155 12657930395 126579329'

run 0 'an order is found by its old number' --json order show 10248
has 'which it keeps' '"external_id":"10248"'
has 'with its total' '"total":"472.38 USD"'
run 0 'by a word without its accent' --csv order list folies gourmandes
has 'too' 'Folies gourmandes'
run 0 'accents stay' --json customer show BERGS
has 'in names' 'Berglunds snabbköp'
has 'and streets' 'Berguvsvägen  8'
run 0 'odd post codes stay' --json customer show ISLAT
has 'as they are' 'PO31 7PJ'
run 0 'history allocates nothing' --json stock list 1
has 'of any item' '"allocated":0'
run 0 'nothing differs' check
finish
