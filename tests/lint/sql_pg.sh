#!/bin/sh
# Every statement of the program on PostgreSQL, on a server of our own in a temporary folder, without
# a network. Skipped (77) where no server is installed; PG_BIN names the folder of its programs.
set -u
lint="${builddir:-.}/tests/lint/sql_pg"
src="${srcdir:-.}"
[ -x "$lint" ] || { echo "skipped: built without libpq"; exit 77; }

bin="${PG_BIN:-}"
if [ -z "$bin" ]; then
    for folder in /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /usr/local/bin /usr/bin; do
        [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && bin="$folder"
    done
fi
[ -n "$bin" ] || { echo "skipped: no PostgreSQL server is installed"; exit 77; }

# The server refuses to run as root.
as=""
owner="$(id -un)"
if [ "$(id -u)" = 0 ]; then
    owner=postgres
    id -u "$owner" >/dev/null 2>&1 || owner=nobody
    command -v setpriv >/dev/null 2>&1 || { echo "skipped: root without setpriv"; exit 77; }
    as="setpriv --reuid=$owner --regid=$(id -g "$owner") --clear-groups"
fi

folder="$(mktemp -d /tmp/od-pg-XXXXXX)" || exit 99
# shellcheck disable=SC2317
clean_up() {
    if [ -f "$folder/data/postmaster.pid" ]; then
        $as "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
    fi
    rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 99' HUP INT TERM
chown "$owner" "$folder" && chmod 755 "$folder"

cd "$folder" || exit 99
$as "$bin/initdb" -D "$folder/data" -U od -A trust -E UTF8 --locale=C -N >"$folder/initdb.log" 2>&1 ||
    { echo "skipped: initdb: $(tail -n 1 "$folder/initdb.log")"; exit 77; }
$as "$bin/pg_ctl" -D "$folder/data" -w -t 60 -l "$folder/data/log" -o \
    "-c listen_addresses='' -c unix_socket_directories=$folder -c fsync=off -c shared_buffers=16MB" \
    start >/dev/null 2>&1 || { echo "skipped: the server does not start"; exit 77; }
awk -f "$src/tests/lint/schema_pg.awk" "$src/schema.sql" >"$folder/schema.sql" || exit 99
"$lint" "host=$folder user=od dbname=postgres" "$folder/schema.sql"
