#!/bin/sh
# A desk of every released schema comes up to date with its records, and ends with the very schema
# that a new desk has. vN.sql.xz is the demo desk of version N as `sqlite3 .dump` wrote it.
. "${srcdir:-.}/tests/cli/lib.sh"
for tool in sqlite3 xz; do
    command -v "$tool" >/dev/null || { echo "skipped: no $tool here"; exit 77; }
done

# The schema of a desk, without the blanks and marks that rebuilding a table leaves.
schema_of() {
    sqlite3 "$1" "SELECT type, name, sql FROM sqlite_master
        WHERE name NOT LIKE 'sqlite_%' AND name NOT LIKE '%\_fts\_%' ESCAPE '\\'
        ORDER BY type, name" | tr -d ' \n\t"' | tr ',' '\n'
}

run 0 'a new desk' --desk "$T/new.db" init --company New
schema_of "$T/new.db" >"$T/new.schema"
[ "$(wc -l <"$T/new.schema")" -gt 100 ] || bad 'the schema is read' "$(head -3 "$T/new.schema")"
for dump in "${srcdir:-.}"/tests/migrate/v*.sql.xz; do
    name=$(basename "$dump" .sql.xz)
    old=$T/$name.db
    xz -dc "$dump" | sqlite3 "$old" || bad "$name is read back"
    sqlite3 "$old" 'PRAGMA journal_mode = WAL' >/dev/null
    chmod 600 "$old"
    orders=$(sqlite3 "$old" 'SELECT count(*), sum(total_minor) FROM sales_order')
    run 0 "$name comes up to date, and its books are right" --desk "$old" --user root check
    [ "$(sqlite3 "$old" 'SELECT count(*), sum(total_minor) FROM sales_order')" = "$orders" ] ||
        bad "$name keeps its orders"
    schema_of "$old" >"$T/old.schema"
    run 0 "$name has its search index made anew where it is of before" --desk "$old" --user root \
        --json timers
    if [ "$name" = v1 ]; then has_not 'every record' '"reindexed":0'; fi
    run 0 'once' --desk "$old" --user root --json timers
    has 'only' '"reindexed":0'
    run 0 'the end of a number' --desk "$old" --user root --csv customer list 4960142
    has 'finds who was there before' ACME
    run 0 'a part of a code' --desk "$old" --user root --csv item list M8-40
    has 'finds what was there before' BOL-M8-40
    is 'and each is known again by its phone' \
        "$(sqlite3 "$old" "SELECT COUNT(*) FROM customer WHERE phone <> '' AND phone_key = ''")" 0
    run 0 'and the books are right' --desk "$old" --user root check --full
    if diff "$T/new.schema" "$T/old.schema" >"$T/diff"; then ok; else
        bad "$name ends with the schema of a new desk" "$(head -20 "$T/diff")"
    fi
done
finish
