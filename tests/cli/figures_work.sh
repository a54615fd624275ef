#!/bin/sh
# Reports of work and of stock say what the files say. Northwind's orders come in as they were; what
# the files know beside them (who took one, when it left, by whom it was carried, when it was due) is
# laid into the desk as shipments, picks and movements. Each report is then held against sums that
# another program makes of the files by the report's definition.
. "${srcdir:-.}/tests/cli/lib.sh"
command -v sqlite3 >/dev/null 2>&1 || { echo 'skipped: no sqlite3 to count with'; exit 77; }
. "${srcdir:-.}/tests/cli/figures_lib.sh"
cp -R "${srcdir:-.}/tests/data/northwind" "$T/data"
chmod -R u+w "$T/data"
nw=$T/data

run 0 'a desk' init --company Northwind --country US --time-zone UTC
run 0 'a channel' channel new northwind Northwind --kind edi
for pair in customers:customers items:products stock:products; do
    run 0 "$pair" import "${pair%:*}" "$nw/${pair#*:}.csv" --map "northwind-${pair%:*}" \
        --channel northwind
done
run 0 'orders come in' import orders "$nw/orders.csv" --lines "$nw/order_details.csv" \
    --map northwind-orders --channel northwind
run 0 'a second house' site new EAST East --country US
for who in 1 2 3 4 5 6 7 8 9; do
    run 0 'a person' user new "e$who" --name "e$who" --role clerk
done
ORDERDESK_DESK=${ORDERDESK_DESK:-$HOME/.local/share/orderdesk/desk.db}
export ORDERDESK_DESK
# Two weeks after the last order.
ORDERDESK_NOW=1998-05-20T12:00:00Z
now="CAST(strftime('%s', '1998-05-20 12:00') AS INTEGER) * 1000"
day_ms=86400000

# --- what the files say, and what is made up by the number of the order ----------------------------

# Every 17th order was canceled, every 13th lacks half of its first line, every tenth parcel was taken
# back; others were lost, came back, are under way, or arrived after some days. Whole numbers only.
sqlite3 "$T/files.db" '.mode csv' ".import $nw/orders.csv o" ".import $nw/order_details.csv d" \
    ".import $nw/products.csv p" "
CREATE TABLE ord AS SELECT CAST(OrderID AS INTEGER) AS id, CustomerID AS customer,
    'e' || EmployeeID AS who, OrderDate AS day, RequiredDate AS due, ShippedDate AS gone,
    CAST(strftime('%s', OrderDate) AS INTEGER) * 1000 AS placed,
    CAST(round(Freight * 100) AS INTEGER) AS freight,
    CASE WHEN ShipVia = 3 THEN '' ELSE 'S' || ShipVia END AS carrier,
    CAST(OrderID AS INTEGER) % 17 = 0 AS is_off,
    CASE WHEN OrderID % 3 = 0 THEN 'customer' WHEN OrderID % 3 = 1 THEN 'no_stock' END AS reason
    FROM o;
CREATE TABLE line AS SELECT CAST(d.OrderID AS INTEGER) AS id, ProductID AS sku,
    CAST(Quantity AS INTEGER) AS qty, CAST(round(UnitPrice * 10000) AS INTEGER)
    * (100 - CAST(round(Discount * 100) AS INTEGER)) AS each,
    CAST(ProductID AS INTEGER) = (SELECT min(CAST(x.ProductID AS INTEGER)) FROM d x
        WHERE x.OrderID = d.OrderID) AS is_first, 0 AS off FROM d;
UPDATE line SET off = CASE WHEN (SELECT is_off FROM ord WHERE ord.id = line.id) THEN qty
    WHEN id % 13 = 0 AND is_first THEN (qty + 1) / 2 ELSE 0 END;
CREATE TABLE ship AS SELECT o.id, o.who, o.carrier, o.placed, o.due, at,
    CASE o.id % 4 WHEN 3 THEN 'EAST' ELSE 'MAIN' END AS site,
    CASE o.id % 10 WHEN 0 THEN 4 WHEN 1 THEN 3 WHEN 2 THEN 5 WHEN 3 THEN 1 ELSE 2 END AS status,
    at - (o.id % 31 + 1) * 1800000 AS picked, at - 1200000 AS packed,
    at + (o.id % 9 + 1) * $day_ms + (o.id % 5) * 3600000 AS ended, goods,
    CASE WHEN o.id % 10 = 5 THEN goods / 2 ELSE goods END AS sent, o.id % 11 = 0 AS is_trouble
    FROM (SELECT *, CAST(strftime('%s', gone) AS INTEGER) * 1000 + (id % 24) * 3600000 AS at,
        (SELECT sum(qty) FROM line WHERE line.id = ord.id) AS goods FROM ord) o
    WHERE o.gone <> '' AND NOT o.is_off;"

# --- laid into the desk --------------------------------------------------------------------------

sqlite3 "$ORDERDESK_DESK" "ATTACH '$T/files.db' AS f;
UPDATE sales_order SET created_by = (SELECT u.id FROM f.ord x JOIN app_user u ON u.login = x.who
    WHERE x.id = external_id);
INSERT INTO fulfillment (order_id, seq, number, site_id, status, assigned_to, released_ms, picked_ms,
    packed_ms, ended_ms) SELECT o.id, 1, o.number || '-F1', w.id, 5, u.id, s.placed, s.picked,
    s.packed, s.at FROM f.ship s JOIN sales_order o ON o.external_id = s.id
    JOIN site w ON w.code = s.site JOIN app_user u ON u.login = s.who;
INSERT INTO fulfillment_line (fulfillment_id, order_line_id, item_id, qty, picked_qty, short_qty)
    SELECT p.id, l.id, l.item_id, l.ordered_qty, CASE WHEN l.sku % 7 = 0 THEN 0 ELSE l.ordered_qty END,
    CASE WHEN l.sku % 7 = 0 OR l.sku % 5 = 0 THEN 1000 ELSE 0 END
    FROM fulfillment p JOIN order_line l ON l.order_id = p.order_id WHERE l.kind = 1;
INSERT INTO shipment (order_id, fulfillment_id, status, carrier, shipped_ms, ended_ms, created_by, qty,
    promised_date) SELECT o.id, p.id, s.status, s.carrier, s.at, CASE s.status WHEN 1 THEN 0
    ELSE s.ended END, 2 + s.id % 3, s.sent * 1000, CASE WHEN s.id % 8 = 0 THEN '' ELSE s.due END
    FROM f.ship s JOIN sales_order o ON o.external_id = s.id JOIN fulfillment p ON p.order_id = o.id;
INSERT INTO parcel_track (shipment_id, tracking, moved_ms) SELECT h.id, 'T' || s.id, s.at FROM f.ship s
    JOIN sales_order o ON o.external_id = s.id JOIN shipment h ON h.order_id = o.id WHERE s.is_trouble;
INSERT INTO tracking_event (track_id, provider, event_key, at_ms, status, raw, message, city, region,
    country, user_id, came_ms) SELECT id, 'p', tracking || n, moved_ms, n, '', '', '', '', '', 1, 1
    FROM parcel_track, (SELECT 6 AS n UNION SELECT 2);
UPDATE order_line SET canceled_qty = 1000 * (SELECT l.off FROM f.line l
    WHERE l.id = (SELECT external_id FROM sales_order o WHERE o.id = order_id) AND l.sku = order_line.sku)
    WHERE kind = 1;
UPDATE sales_order SET status = 7, ended_ms = placed_ms + $day_ms WHERE external_id % 17 = 0;
INSERT INTO order_event (order_id, at_ms, user_id, kind, reason_id) SELECT o.id, o.placed_ms, 1,
    'order.cancel', r.id FROM f.ord x JOIN sales_order o ON o.external_id = x.id
    JOIN reason_code r ON r.kind = 'cancel' AND r.code = x.reason WHERE x.is_off;
INSERT INTO order_event (order_id, at_ms, user_id, kind, reason_id) SELECT o.id, o.placed_ms, 1,
    'order.cancel_line', r.id FROM sales_order o JOIN reason_code r ON r.kind = 'change'
    AND r.code = 'no_stock' WHERE o.external_id % 13 = 0 AND o.status <> 7;
UPDATE sales_order SET backordered_qty = 1000 WHERE status = 5;
-- Stock: what left by the shipments, and came to the shelf long before; of every sixth item lately.
DROP TRIGGER stock_movement_stay;
DELETE FROM stock_movement;
INSERT OR IGNORE INTO stock_level (item_id, site_id, on_hand_qty, allocated_qty, safety_qty,
    reorder_qty) SELECT id, 1, 0, 0, 0, 0 FROM item WHERE kind = 1;
CREATE TEMP VIEW away AS SELECT s.at, s.status, l.item_id, l.id AS line, l.ordered_qty AS qty
    FROM f.ship s JOIN sales_order o ON o.external_id = s.id
    JOIN order_line l ON l.order_id = o.id AND l.kind = 1;
INSERT INTO stock_movement (at_ms, user_id, kind, item_id, site_id, qty, order_line_id)
    SELECT at, 1, kind, item_id, 1, qty, line FROM (
    SELECT at, 5 AS kind, item_id, -qty AS qty, line FROM away UNION ALL
    SELECT at + 3600000, 5, item_id, qty, line FROM away WHERE status = 4 UNION ALL
    SELECT 1000, 1, item_id, SUM(qty), NULL FROM away WHERE status <> 4 GROUP BY item_id UNION ALL
    SELECT CASE WHEN i.sku % 6 = 0 THEN $now - 10 * $day_ms ELSE 1000 END, 1, v.item_id,
        v.on_hand_qty, NULL FROM stock_level v JOIN item i ON i.id = v.item_id WHERE v.on_hand_qty > 0)
    ORDER BY at;
UPDATE stock_level SET aside_qty = 3000 WHERE (SELECT sku FROM item WHERE id = item_id) % 10 = 0;
UPDATE stock_level SET allocated_qty = 2000 WHERE on_hand_qty >= 2000;"
all=1996-07-01..1998-06-30

# --- what left -------------------------------------------------------------------------------------

# left GROUP: the head of a query over all that left, by an expression of the files.
kept="FROM ship WHERE status <> 4"
at_day="date(at / 1000, 'unixepoch')"
a_week="date(at / 1000, 'unixepoch', '-6 days', 'weekday 1')"
a_month="strftime('%Y-%m', at / 1000, 'unixepoch')"
a_weekday="substr('SunMonTueWedThuFriSat', 1 + 3 * strftime('%w', at / 1000, 'unixepoch'), 3)"
a_carrier="CASE carrier WHEN '' THEN '(none)' ELSE carrier END"
of_site="substr(site, 1, 4)"
first4='substr("group", 1, 4)'
for pair in "day~$at_day~\"group\"" "week~$a_week~\"group\"" "month~$a_month~\"group\"" \
    "weekday~$a_weekday~\"group\"" "carrier~$a_carrier~\"group\"" "site~$of_site~$first4"; do
    by=${pair%%~*} ours_by=${pair##*~} theirs_by=${pair#*~} theirs_by=${theirs_by%~*}
    ours "$ours_by, shipments, promised, late, $(ppm on_time)" 'shipments > 0' \
        promise --by "$by" --period $all
    theirs "SELECT $theirs_by, count(*), sum(id % 8 <> 0), sum(id % 8 <> 0 AND $at_day > due),
        CAST(round(1000000.0 * sum(id % 8 <> 0 AND $at_day <= due) / sum(id % 8 <> 0)) AS INTEGER)
        $kept GROUP BY 1"
    same "promises kept by $by"
    ours "$ours_by, orders, complete, $(ppm complete_rate), ordered, sent, $(ppm fill_rate)" \
        'orders > 0' fill --by "$by" --period $all
    theirs "SELECT $theirs_by, count(*), sum(sent = goods),
        CAST(round(1000000.0 * sum(sent = goods) / count(*)) AS INTEGER), sum(goods), sum(sent),
        CAST(round(1000000.0 * sum(sent) / sum(goods)) AS INTEGER) $kept GROUP BY 1"
    same "fill rate by $by"
    ours "$ours_by, shipments, delivered, trouble, $(ppm trouble_rate), lost, back" 'shipments > 0' \
        carriers --by "$by" --period $all
    theirs "SELECT $theirs_by, count(*), sum(status = 2), sum(is_trouble),
        CAST(round(1000000.0 * sum(is_trouble) / count(*)) AS INTEGER), sum(status = 3),
        sum(status = 5) $kept GROUP BY 1"
    same "carriers by $by"
    # Nearest rank: the half that is first in order, and nine of ten, of what is known.
    ours "$ours_by, shipments, $(whole pick_median), $(whole pick_p90), $(whole ship_median),
        $(whole ship_p90), $(whole deliver_median), $(whole deliver_p90)" 'shipments > 0' \
        times --by "$by" --period $all
    theirs "WITH s AS (SELECT $theirs_by AS g, * $kept),
        t AS (SELECT g, 1 AS step, picked - placed AS took FROM s WHERE picked >= placed
            UNION ALL SELECT g, 2, at - placed FROM s WHERE at >= placed
            UNION ALL SELECT g, 3, ended - at FROM s WHERE status = 2),
        r AS (SELECT *, row_number() OVER (PARTITION BY g, step ORDER BY took) AS rank,
            count(*) OVER (PARTITION BY g, step) AS n FROM t),
        q AS (SELECT g, step, max(CASE WHEN rank = (n + 1) / 2 THEN took END) AS half,
            max(CASE WHEN rank = (n * 9 + 9) / 10 THEN took END) AS nine FROM r GROUP BY 1, 2)
        SELECT s.g, count(*), COALESCE(a.half / 1000, ''), COALESCE(a.nine / 1000, ''),
            COALESCE(b.half / 1000, ''), COALESCE(b.nine / 1000, ''),
            COALESCE(c.half / 1000, ''), COALESCE(c.nine / 1000, '')
        FROM s LEFT JOIN q a ON a.g = s.g AND a.step = 1 LEFT JOIN q b ON b.g = s.g AND b.step = 2
        LEFT JOIN q c ON c.g = s.g AND c.step = 3 GROUP BY s.g"
    same "how long orders take by $by"
done
ours '"group", '"$(whole transit_median), $(whole transit_p90)" 1 carriers --by carrier --period 1997
cp "$T/ours" "$T/transit"
ours '"group", '"$(whole deliver_median), $(whole deliver_p90)" 1 times --by carrier --period 1997
cp "$T/transit" "$T/theirs"
same 'a carrier takes as long as its orders do'
ours 'within, picked, shipped, delivered' 1 spread --period $all
theirs "WITH class (words, low, high) AS (VALUES ('up to 1 hour', -1, 1), ('up to 4 hours', 1, 4),
    ('up to 12 hours', 4, 12), ('up to 1 day', 12, 24), ('up to 2 days', 24, 48),
    ('up to 3 days', 48, 72), ('up to 5 days', 72, 120), ('up to 7 days', 120, 168),
    ('up to 14 days', 168, 336), ('longer', 336, 999999))
    SELECT words,
    (SELECT count(*) $kept AND picked >= placed AND picked - placed > low * 3600000
        AND picked - placed <= high * 3600000),
    (SELECT count(*) $kept AND at >= placed AND at - placed > low * 3600000
        AND at - placed <= high * 3600000),
    (SELECT count(*) $kept AND status = 2 AND ended - at > low * 3600000
        AND ended - at <= high * 3600000) FROM class"
same 'the spread of these times'

# --- people ----------------------------------------------------------------------------------------

worth="(SELECT sum((qty * each + 5000) / 10000) FROM line WHERE line.id = ord.id) + freight"
ours "\"group\", orders, $(cents value), picks, lines, quantity, shorts, shipments" \
    "\"group\" LIKE 'e_'" staff --period 1997
theirs "WITH w AS (SELECT DISTINCT who FROM ord)
    SELECT who, (SELECT count(*) FROM ord WHERE ord.who = w.who AND day LIKE '1997%' AND NOT is_off),
    (SELECT sum($worth) FROM ord WHERE ord.who = w.who AND day LIKE '1997%' AND NOT is_off),
    (SELECT count(*) FROM ship s WHERE s.who = w.who
        AND strftime('%Y', packed / 1000, 'unixepoch') = '1997'),
    (SELECT count(*) FROM ship s JOIN line l ON l.id = s.id WHERE s.who = w.who AND sku % 7 <> 0
        AND strftime('%Y', packed / 1000, 'unixepoch') = '1997'),
    (SELECT sum(qty) FROM ship s JOIN line l ON l.id = s.id WHERE s.who = w.who AND sku % 7 <> 0
        AND strftime('%Y', packed / 1000, 'unixepoch') = '1997'),
    (SELECT count(*) FROM ship s JOIN line l ON l.id = s.id WHERE s.who = w.who
        AND (sku % 7 = 0 OR sku % 5 = 0) AND strftime('%Y', packed / 1000, 'unixepoch') = '1997'),
    (SELECT count(*) FROM ship s WHERE 'e' || (1 + s.id % 3) = w.who AND status <> 4
        AND strftime('%Y', at / 1000, 'unixepoch') = '1997') FROM w"
same 'what people did in a year'

# --- canceled, lost, waiting -----------------------------------------------------------------------

off="FROM ord WHERE is_off AND day LIKE '1997%'"
placed="(SELECT count(*) FROM ord WHERE day LIKE '1997%')"
ours "\"group\", canceled, $(cents value), orders, $(ppm rate)" 1 canceled --by reason --period 1997
theirs "SELECT CASE reason WHEN 'customer' THEN 'Customer asked for it' WHEN 'no_stock'
    THEN 'Not in stock' ELSE '(none)' END, count(*), sum($worth), $placed,
    CAST(round(1000000.0 * count(*) / $placed) AS INTEGER) $off GROUP BY 1"
same 'canceled orders by reason'
ours "\"group\", canceled, $(cents value), orders" 'orders > 0' canceled --by month --period $all
theirs "SELECT substr(day, 1, 7), sum(is_off), sum(is_off * ($worth)), count(*) FROM ord GROUP BY 1"
same 'canceled orders by month'
ours "\"group\", orders, $(cents value), canceled, $(cents canceled_value)" \
    'orders > 0 OR canceled > 0' sales --by month --period $all
theirs "SELECT substr(day, 1, 7), sum(NOT is_off), sum((NOT is_off) * ($worth)), sum(is_off),
    sum(is_off * ($worth)) FROM ord GROUP BY 1"
same 'which stand apart among the sales'
lost="FROM line JOIN ord ON ord.id = line.id WHERE off > 0 AND (NOT is_off OR reason = 'no_stock')"
code="substr(\"group\", 1, instr(\"group\" || ' ', ' ') - 1)"
for pair in "item~sku~$code" 'customer~customer~substr("group", 1, 5)' \
    'month~substr(day, 1, 7)~"group"' 'day~day~"group"'; do
    by=${pair%%~*} ours_by=${pair##*~} theirs_by=${pair#*~} theirs_by=${theirs_by%~*}
    ours "$ours_by, lines, quantity, $(cents value)" 'lines > 0' lost --by "$by" --period $all
    theirs "SELECT $theirs_by, count(*), sum(off), sum((off * each + 5000) / 10000) $lost GROUP BY 1"
    same "lost for want of stock by $by"
done
ours "waits, lines, quantity, $(cents value)" 1 waiting
theirs "WITH class (words, low, high) AS (VALUES ('up to 1 day', -1, 1), ('up to 3 days', 1, 3),
    ('up to 7 days', 3, 7), ('up to 14 days', 7, 14), ('up to 30 days', 14, 30),
    ('up to 90 days', 30, 90), ('longer', 90, 9999)),
    open AS (SELECT $now - placed AS age, qty - off AS qty, ((qty - off) * each + 5000) / 10000 AS minor
        FROM line JOIN ord ON ord.id = line.id WHERE gone = '' AND NOT is_off AND qty > off)
    SELECT words, count(age), COALESCE(sum(qty), 0), COALESCE(sum(minor), 0) FROM class
    LEFT JOIN open ON age > low * $day_ms AND age <= high * $day_ms GROUP BY words"
same 'how long backorders wait'

# --- stock -----------------------------------------------------------------------------------------

# Parcels that were taken back never left.
stock="SELECT ProductID AS sku, CAST(UnitsInStock AS INTEGER) AS here,
    CAST(ReorderLevel AS INTEGER) AS low, ProductID % 6 = 0 AS is_new,
    CASE WHEN UnitsInStock >= 2 THEN 2 ELSE 0 END AS taken,
    (SELECT COALESCE(sum(qty), 0) FROM ship s JOIN line l ON l.id = s.id
        WHERE l.sku = ProductID AND status <> 4 AND at >= $now - 90 * $day_ms) AS gone,
    (SELECT max(at) FROM ship s JOIN line l ON l.id = s.id
        WHERE l.sku = ProductID AND status <> 4) AS last FROM p"
ours 'sku, on_hand, reorder_point' 1 low
theirs "SELECT sku, here, low FROM ($stock) WHERE low > here - taken"
same 'stock below its reorder point'
last="strftime('%Y-%m-%dT%H:%M:%S.000Z', last / 1000, 'unixepoch')"
for days in 5 10 30; do
    ours 'sku, on_hand, last_left' 1 slow --days $days
    theirs "SELECT sku, here, $last FROM ($stock) WHERE here > 0 AND last < $now - $days * $day_ms
        AND NOT (is_new AND $days >= 10)"
    same "stock of which nothing left for $days days"
done
for days in 14 60; do
    ours 'sku, on_hand, left_90_days, last_left, cover_days' 1 cover --days $days
    theirs "SELECT sku, here, gone, $last, here * 90 / gone FROM ($stock)
        WHERE gone > 0 AND here * 90 < gone * $days"
    same "stock that lasts less than $days days"
done
for days in 30 100; do
    ours 'sku, on_hand, left_90_days, cover_days' 1 over --days $days
    theirs "SELECT sku, here, gone, CASE WHEN gone > 0 THEN here * 90 / gone ELSE '' END FROM ($stock)
        WHERE here > 0 AND NOT (is_new AND gone = 0) AND (gone = 0 OR here * 90 > gone * $days)"
    same "stock that lasts longer than $days days"
done
ours 'sku, aside' 1 aside
theirs 'SELECT sku, 3 FROM (SELECT ProductID AS sku FROM p) WHERE sku % 10 = 0'
same 'stock that is set aside'

# --- what moves ------------------------------------------------------------------------------------

ours "substr(\"group\", 1, 5), $(cents value), $(cents before), $(cents change),
    CASE change_share WHEN '' THEN '' ELSE $(ppm change_share) END" 1 falling --by customer \
    --period 1998-01-01..1998-03-31
theirs "WITH v AS (SELECT customer, sum(CASE WHEN day >= '1998-01-01' THEN $worth ELSE 0 END) AS a,
    sum(CASE WHEN day < '1998-01-01' THEN $worth ELSE 0 END) AS b
    FROM ord WHERE NOT is_off AND day BETWEEN '1997-10-03' AND '1998-03-31' GROUP BY 1)
    SELECT customer, a, b, a - b,
    CASE WHEN b > 0 THEN CAST(round(1000000.0 * (a - b) / b) AS INTEGER) ELSE '' END FROM v"
same 'what fell against the 90 days before'
is 'what fell most is first' "$(head -1 "$T/ours" | cut -d'|' -f1)" \
    "$(sort -t'|' -k4,4n "$T/theirs" | head -1 | cut -d'|' -f1)"
finish
