#!/bin/sh
# What it costs to send many notices, and what a person at the screen feels of it: N queued mails go
# to a server of this machine. Prints figures, as `make bench` does; judges nothing.
# drain.sh [N ...]; from the build folder, with orderdesk, orderdesk-sync, gen, bench_tui and replay.
# TMPDIR says where the desk is: every mail is three commits, so its disk makes the pace.
set -eu
T=$(mktemp -d "${TMPDIR:-/tmp}/od-drain-XXXXXX") || exit 99
server=
worker=
stop() {
    for child in $worker $server; do
        kill "$child" 2>/dev/null || true
        wait "$child" 2>/dev/null || true # it may still write into the folder
    done
    [ -n "${KEEP-}" ] || rm -rf "$T"
}
trap stop EXIT
trap 'exit 1' INT TERM
most=10030 # orders that the desk has

cat >"$T/script" <<'END'
reply 200
times 0
header Content-Type: application/json
body {"ErrorCode":0,"Message":"OK","MessageID":"b7bc2f4a-e38e-4336-af7d-e6c392c2f817"}
END
tests/support/replay "$T/script" /dev/null >"$T/port" &
server=$!
until [ -s "$T/port" ]; do sleep 0.05; done
echo token >"$T/token"
chmod 600 "$T/token"
mkdir -p "$T/.config/orderdesk"
printf '[sync]\nloopback = on\nworker = off\nper_minute = 60000\n[postmark]\nurl = http://127.0.0.1:%s\ntoken_file = %s\n' \
    "$(cat "$T/port")" "$T/token" >"$T/.config/orderdesk/orderdesk.conf"
plain=$(tests/bench/gen --orders 10000 2>/dev/null)
unset XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME
export HOME="$T"

desk() {
    ./orderdesk --desk "$T/desk.db" --user anna "$@"
}

# filled N: a desk where N mails wait, each of an order of its own.
filled() {
    rm -f "$T"/desk.db*
    cp "$plain" "$T/desk.db"
    desk setting set notice.mail_provider postmark
    desk setting set notice.from desk@example.org
    first=$(sqlite3 "$T/desk.db" "SELECT number FROM sales_order WHERE id = 1")
    desk notice test confirmation "$first" me@example.net >/dev/null
    sqlite3 "$T/desk.db" "
CREATE TEMP TABLE more AS SELECT id FROM sales_order WHERE id > 1 ORDER BY id LIMIT $1 - 1;
INSERT INTO notice (id, order_id, event, record_kind, record_id, channel, recipient, resend, lang,
    state, is_test, outbox_id, user_id, created_ms, due_ms)
SELECT m.id, m.id, n.event, 'order', m.id, 1, n.recipient, 1, 'en', 1, 1, m.id, n.user_id,
    n.created_ms, n.due_ms FROM more AS m, notice AS n WHERE n.id = 1;
INSERT INTO outbox (id, topic, provider, order_id, record_kind, record_id, idem_key, next_ms,
    created_ms)
SELECT m.id, o.topic, o.provider, m.id, 'notice', m.id, 'drain-' || m.id, o.next_ms, o.created_ms
FROM more AS m, outbox AS o WHERE o.id = 1;"
}

count() {
    sqlite3 "$T/desk.db" "SELECT COUNT(*) FROM outbox WHERE topic = 'mail.send' AND state = $1"
}

now_ms() {
    date +%s%3N
}

# drained N: the worker alone; how fast, and the most memory it had.
drained() {
    filled "$1"
    ./orderdesk --desk "$T/desk.db" --user anna sync --once >"$T/said" 2>&1 &
    worker=$!
    began=$(now_ms)
    peak=0
    while line=$(grep VmHWM "/proc/$worker/status" 2>/dev/null); do
        # shellcheck disable=SC2086
        set -- "$1" $line
        peak=$3
        sleep 0.05
    done
    wait "$worker" || cat "$T/said"
    worker=
    took=$(($(now_ms) - began))
    printf 'drain %6d notices: sent %6d in %6d ms, %5d a second, memory at most %d kB\n' "$1" \
        "$(count 3)" "$took" $(($1 * 1000 / (took + 1))) "$peak"
}

for n in "${@:-1000}"; do
    [ "$n" -le $most ] || { echo "at most $most" >&2; exit 64; }
    drained "$n"
done

filled $most
echo "keys with nobody at work:"
tests/bench/bench_tui --desk "$T/desk.db" --user anna --starts 2 --keys 100
echo "keys while the worker drains:"
./orderdesk --desk "$T/desk.db" --user anna sync --watch >/dev/null 2>&1 &
worker=$!
tests/bench/bench_tui --desk "$T/desk.db" --user anna --starts 2 --keys 100
echo "left at the end: $(count 1), sent $(count 3)"
