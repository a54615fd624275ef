#!/bin/sh
# Reports over real orders say what the files say: each is held against sums that another program
# makes of the same files. Northwind's 830 orders, and a month of a web shop where it is at hand.
. "${srcdir:-.}/tests/cli/lib.sh"
command -v sqlite3 >/dev/null 2>&1 || { echo 'skipped: no sqlite3 to count with'; exit 77; }
. "${srcdir:-.}/tests/cli/figures_lib.sh"
# What an import says beside its file stays out of the sources.
cp -R "${srcdir:-.}/tests/data/northwind" "$T/data"
chmod -R u+w "$T/data"
nw=$T/data

# --- Northwind ----------------------------------------------------------------------------------

run 0 'a desk' init --company Northwind --country US --time-zone UTC
run 0 'a channel' channel new northwind Northwind --kind edi
for pair in customers:customers items:products; do
    run 0 "$pair" import "${pair%:*}" "$nw/${pair#*:}.csv" --map "northwind-${pair%:*}" \
        --channel northwind
done
run 0 'orders come in' import orders "$nw/orders.csv" --lines "$nw/order_details.csv" \
    --map northwind-orders --channel northwind
# A line is rounded to cents once, half up; all in whole numbers.
sqlite3 "$T/files.db" '.mode csv' ".import $nw/orders.csv o" ".import $nw/order_details.csv d" \
    "CREATE TABLE line AS SELECT OrderID AS id, ProductID AS sku, CAST(Quantity AS INTEGER) AS qty,
        (CAST(round(UnitPrice * 10000) AS INTEGER) * CAST(Quantity AS INTEGER)
         * (100 - CAST(round(Discount * 100) AS INTEGER)) + 5000) / 10000 AS minor FROM d" \
    "CREATE TABLE ord AS SELECT o.OrderID AS id, o.CustomerID AS customer, o.OrderDate AS day,
        (SELECT sum(minor) FROM line WHERE line.id = o.OrderID)
        + CAST(round(o.Freight * 100) AS INTEGER) AS minor FROM o"
all=1996-07-01..1998-06-30

ours "\"group\", orders, $(cents value)" 'orders > 0' sales --by day --period $all
theirs 'SELECT day, count(*), sum(minor) FROM ord GROUP BY 1'
same 'orders and value by day'
ours "\"group\", orders, $(cents value)" 'orders > 0' sales --by month --period $all
theirs "SELECT substr(day, 1, 7), count(*), sum(minor) FROM ord GROUP BY 1"
same 'by month'
ours "\"group\", orders, $(cents value)" 'orders > 0' sales --by week --period $all
theirs "SELECT date(day, '-6 days', 'weekday 1'), count(*), sum(minor) FROM ord GROUP BY 1"
same 'by week, from Monday'
ours "\"group\", orders" 'orders > 0' sales --by weekday --period $all
theirs "SELECT substr('SunMonTueWedThuFriSat', 1 + 3 * strftime('%w', day), 3), count(*)
    FROM ord GROUP BY 1"
same 'by weekday'
ours "substr(\"group\", 1, 5), orders, $(cents value), $(cents average)" 1 sales --by customer \
    --period 1997
theirs "SELECT customer, count(*), sum(minor), CAST(round(1.0 * sum(minor) / count(*)) AS INTEGER)
    FROM ord WHERE day LIKE '1997%' GROUP BY 1"
same 'by customer, with the average'
ours "substr(\"group\", 1, instr(\"group\" || ' ', ' ') - 1), lines, quantity, $(cents value)" \
    "\"group\" NOT LIKE 'FREIGHT%'" items --by item --period $all
theirs 'SELECT sku, count(*), sum(qty), sum(minor) FROM line GROUP BY 1'
same 'lines, quantity and value by item'
ours "sum($(cents value))" 1 items --by category --period $all
theirs 'SELECT sum(minor) FROM ord'
same 'categories are worth what all orders are'
ours "substr(\"group\", 1, 5), $(cents value), $(cents before), $(cents change)" 1 rising \
    --by customer --period 1998-01-01..1998-03-31
theirs "SELECT customer, sum(CASE WHEN day >= '1998-01-01' THEN minor ELSE 0 END),
    sum(CASE WHEN day < '1998-01-01' THEN minor ELSE 0 END),
    sum(CASE WHEN day >= '1998-01-01' THEN minor ELSE -minor END)
    FROM ord WHERE day BETWEEN '1997-10-03' AND '1998-03-31' GROUP BY 1"
same 'what rose against the 90 days before'
is 'what rose most is first' "$(head -1 "$T/ours" | cut -d'|' -f1)" \
    "$(sort -t'|' -k4,4nr "$T/theirs" | head -1 | cut -d'|' -f1)"
run 0 'the year before' --json report sales --by month --period 1997-07-01..1998-05-31 --compare year
theirs "SELECT printf('%d.%02d', sum(minor) / 100, sum(minor) % 100) FROM ord
    WHERE day LIKE '1996-07%'"
has 'stands beside' "\"value_before\":\"$(cat "$T/theirs") USD\""
run 0 'nothing was canceled' --csv report canceled --period $all
is 'so there is no line' "$(grep -c '' "$T/out")" 1
run 65 'a group that it has not' report sales --by reason
run 0 'nothing differs' check

# --- a web shop ---------------------------------------------------------------------------------

shop=${ORDERDESK_SHARED_DATA:-/nowhere}/orders/online-retail/online-retail-2010-12.csv
[ -r "$shop" ] || finish
cp "$shop" "$T/shop.csv"
export ORDERDESK_DESK="$T/shop.db"
run 0 'a second desk' init --company 'Gifts Ltd' --country GB --time-zone UTC
run 65 'the month comes in' --json import orders "$T/shop.csv" --map online-retail
rm -f "$T/files.db"
sqlite3 "$T/files.db" '.mode csv' ".import $T/shop.csv f" \
    "CREATE TABLE line AS SELECT InvoiceNo AS id, upper(StockCode) AS sku, InvoiceDate AS at,
        CAST(Quantity AS INTEGER) AS qty,
        CAST(round(UnitPrice * 100) AS INTEGER) * CAST(Quantity AS INTEGER) AS minor FROM f" \
    "CREATE TABLE ord AS SELECT id, min(at) AS at, abs(sum(minor)) AS minor, id LIKE 'C%' AS is_back
        FROM line WHERE id NOT IN (SELECT id FROM line WHERE qty < 0 AND id NOT LIKE 'C%') GROUP BY 1"

ours "\"group\", orders, $(cents value), canceled, $(cents canceled_value)" \
    'orders > 0 OR canceled > 0' sales --by day --period 2010-12
theirs "SELECT date(at), sum(1 - is_back), sum((1 - is_back) * minor), sum(is_back),
    sum(is_back * minor) FROM ord GROUP BY 1"
same 'orders, what was taken back, and their value by day'
ours 'weekday, hour, orders' 'orders > 0' hours --period 2010-12
theirs "SELECT substr('SunMonTueWedThuFriSat', 1 + 3 * strftime('%w', at), 3),
    strftime('%H', at), count(*) FROM ord WHERE NOT is_back GROUP BY 1, 2"
same 'orders by weekday and hour'
ours "lines, quantity, $(cents value)" "\"group\" LIKE '85123A%' OR \"group\" LIKE '22423 %'" \
    items --by item --period 2010-12
theirs "SELECT count(*), sum(qty), sum(minor) FROM line
    WHERE id IN (SELECT id FROM ord WHERE NOT is_back) AND sku IN ('85123A', '22423') GROUP BY sku"
same 'two items of many'
ours "sum(lines), sum($(cents value))" 1 items --by item --period 2010-12
theirs 'SELECT count(*), sum(minor) FROM line WHERE id IN (SELECT id FROM ord WHERE NOT is_back)'
same 'all lines are worth what all orders are'
ours "\"group\", canceled, $(cents value)" 1 canceled --by reason --period 2010-12
theirs "SELECT '(none)', count(*), sum(minor) FROM ord WHERE is_back"
same 'what was taken back has no reason'
finish
