#!/bin/sh
# The same orders in four time zones, over the days on which clocks change: days of 23 and 25 hours,
# hours of the week, the days before, promises, and the figures that are kept by day and hour. What
# they should be is counted by sqlite3, whose days are those of the machine's own zone.
. "${srcdir:-.}/tests/cli/lib.sh"
command -v sqlite3 >/dev/null 2>&1 || { echo 'skipped: no sqlite3 to count with'; exit 77; }
[ "$(TZ=Pacific/Chatham sqlite3 :memory: "SELECT time(0, 'unixepoch', 'localtime')")" = 12:45:00 ] ||
    { echo 'skipped: no time zones here'; exit 77; }
. "${srcdir:-.}/tests/cli/figures_lib.sh"

run 0 'a desk' init --company Clock --country DE --time-zone UTC
ORDERDESK_DESK=$HOME/.local/share/orderdesk/desk.db
export ORDERDESK_DESK
# An order every seventeen minutes around each change of clocks of 2026, here or there, and what left
# of it after two days, promised for the third as somebody said.
sqlite3 "$ORDERDESK_DESK" "
CREATE TEMP TABLE around AS SELECT CAST(strftime('%s', column1) AS INTEGER) * 1000 AS first,
    CAST(strftime('%s', column2) AS INTEGER) * 1000 AS last
    FROM (VALUES ('2026-02-28', '2026-03-11'), ('2026-03-20', '2026-04-08'),
    ('2026-09-18', '2026-09-30'), ('2026-10-16', '2026-11-10'));
WITH RECURSIVE n (first, at, last) AS (SELECT first, first, last FROM around
    UNION ALL SELECT first, at + 1020000, last FROM n WHERE at < last)
INSERT INTO sales_order (number, status, channel_id, site_id, created_by, currency, created_ms,
    updated_ms, placed_ms, confirmed_ms, ended_ms, shown_status, total_minor, base_total_minor)
    SELECT CAST(500000 + row_number() OVER (ORDER BY at) AS TEXT), 6, 1, 1, 1, 'EUR', at, at, at, at,
    at, 10, at / 60000 % 9973, at / 60000 % 9973 FROM n;
INSERT INTO fulfillment (order_id, seq, number, site_id, status, released_ms, packed_ms, ended_ms)
    SELECT id, 1, number || '-F1', 1, 5, placed_ms, 0, placed_ms + 172800000 FROM sales_order
    WHERE id % 5 = 0;
INSERT INTO shipment (order_id, fulfillment_id, status, shipped_ms, created_by, qty, promised_date)
    SELECT order_id, f.id, 1, f.ended_ms, 1, 1000,
    date(o.placed_ms / 1000, 'unixepoch', '+2 days') FROM fulfillment f
    JOIN sales_order o ON o.id = f.order_id;"
spring=2026-02-23..2026-04-09
autumn=2026-09-14..2026-11-11

# here SQL: as theirs, of the desk's own rows, in the zone. at is the instant, d its local day.
here() {
    TZ=$zone sqlite3 -separator '|' "$ORDERDESK_DESK" "WITH o AS (SELECT base_total_minor AS minor,
        datetime(placed_ms / 1000, 'unixepoch', 'localtime') AS at,
        date(placed_ms / 1000, 'unixepoch', 'localtime') AS d FROM sales_order),
        s AS (SELECT promised_date AS due, date(shipped_ms / 1000, 'unixepoch', 'localtime') AS d
        FROM shipment) $1" >"$T/theirs"
}
weekday="substr('SunMonTueWedThuFriSat', 1 + 3 * strftime('%w', at), 3)"
within() { echo "d BETWEEN '${1%..*}' AND '${1#*..}'"; }

for zone in Europe/Berlin America/New_York Asia/Kolkata Pacific/Chatham; do
    run 0 "the firm moves to $zone" setting set company.time_zone "$zone"
    for period in $spring $autumn; do
        ours "\"group\", orders, $(cents value)" 'orders > 0' sales --by day --period "$period"
        here "SELECT d, count(*), sum(minor) FROM o WHERE $(within "$period") GROUP BY 1"
        same "$zone: days of $period"
        ours "\"group\", orders, $(cents value)" 'orders > 0' sales --by week --period "$period"
        here "SELECT date(d, '-6 days', 'weekday 1'), count(*), sum(minor) FROM o
            WHERE $(within "$period") GROUP BY 1"
        same "$zone: weeks of $period"
        ours "\"group\", orders" 'orders > 0' sales --by hour --period "$period"
        here "SELECT strftime('%H', at), count(*) FROM o WHERE $(within "$period") GROUP BY 1"
        same "$zone: hours of $period"
        ours "weekday, hour, orders, $(cents value)" 'orders > 0' hours --period "$period"
        here "SELECT $weekday, strftime('%H', at), count(*), sum(minor) FROM o
            WHERE $(within "$period") GROUP BY 1, 2"
        same "$zone: hours of the week of $period"
        ours '"group", shipments, promised, late' 'shipments > 0' promise --by day --period "$period"
        here "SELECT d, count(*), count(*), sum(d > due) FROM s WHERE $(within "$period") GROUP BY 1"
        same "$zone: promises of $period"
    done
    # A week that has such a day beside the week before it, and the other way round.
    for week in 2026-03-08 2026-03-29 2026-04-05 2026-09-27 2026-10-25 2026-11-01; do
        from=$(sqlite3 :memory: "SELECT date('$week', '-3 days')")
        to=$(sqlite3 :memory: "SELECT date('$week', '+3 days')")
        ours "sum(orders), sum(orders_before), sum($(cents value)), sum($(cents value_before))" 1 \
            sales --by day --period "$from..$to" --compare period
        here "SELECT sum(d >= '$from'), sum(d < '$from'), sum((d >= '$from') * minor),
            sum((d < '$from') * minor) FROM o WHERE d BETWEEN date('$from', '-7 days') AND '$to'"
        same "$zone: the week of $week beside the one before"
    done
    # What the dashboard reads.
    run 0 "$zone: the days are counted anew" timers
    # And the check counts the same: it mends what is said wrongly, and nothing else. (Bare rows of
    # orders are not sound otherwise.)
    sqlite3 "$ORDERDESK_DESK" "UPDATE metric_hour SET orders = orders + 1
        WHERE day_date IN ('2026-04-05', '2026-10-25'); UPDATE metric_day
        SET orders = orders + 1, late_shipments = late_shipments + 1 WHERE day_date = '2026-04-05'"
    "$od" check --fix >"$T/out" 2>"$T/err"
    sqlite3 -separator '|' "$ORDERDESK_DESK" \
        'SELECT day_date, hour, orders, base_total_minor FROM metric_hour WHERE orders > 0' >"$T/ours"
    here "SELECT d, CAST(strftime('%H', at) AS INTEGER), count(*), sum(minor) FROM o GROUP BY 1, 2"
    same "$zone: the hours of each day"
    sqlite3 -separator '|' "$ORDERDESK_DESK" 'SELECT day_date, sum(orders), sum(base_total_minor)
        FROM metric_day GROUP BY 1 HAVING sum(orders) > 0' >"$T/ours"
    here 'SELECT d, count(*), sum(minor) FROM o GROUP BY 1'
    same "$zone: the figures of each day"
    sqlite3 -separator '|' "$ORDERDESK_DESK" 'SELECT day_date, sum(shipments), sum(due_shipments),
        sum(late_shipments) FROM metric_day GROUP BY 1 HAVING sum(shipments) > 0' >"$T/ours"
    here 'SELECT d, count(*), count(*), sum(d > due) FROM s GROUP BY 1'
    same "$zone: what left on each day"
done

# Days of the clock: 85 orders in 24 hours, three or four fewer or more where an hour is.
short() {
    run 0 "$1 on $2" setting set company.time_zone "$1"
    run 0 "$1 on $2" --csv report sales --by day --period "$2"
    n=$(sed -n 's/^2026-[^,]*,\([0-9]*\),.*/\1/p' "$T/out")
    if [ "$n" -ge "$3" ] && [ "$n" -le "$4" ]; then ok; else bad "$2 in $1 has its hours" "$n"; fi
}
short Europe/Berlin 2026-03-29 81 82
short Europe/Berlin 2026-10-25 88 89
short America/New_York 2026-03-08 81 82
short America/New_York 2026-11-01 88 89
short Pacific/Chatham 2026-04-05 88 89
short Pacific/Chatham 2026-09-27 81 82
short Asia/Kolkata 2026-03-29 84 85
finish
