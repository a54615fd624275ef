# What the tests of figures have in common: a report's cells beside what sqlite3 counts of files.
# shellcheck shell=sh disable=SC2154

# theirs SQL: what the files say, cells with a bar between.
theirs() { sqlite3 -separator '|' "$T/files.db" "$1" >"$T/theirs"; }
# ours COLUMNS FILTER ARGS...: cells of a report by name, lines that fit.
ours() {
    columns=$1 filter=$2
    shift 2
    run 0 "report $*" --csv report "$@"
    sqlite3 :memory: '.mode csv' ".import $T/out r" '.mode list' '.separator |' \
        "SELECT $columns FROM r WHERE $filter" >"$T/ours"
}
# same CLAIM: as many lines with the same cells, and some.
same() {
    LC_ALL=C sort "$T/ours" >"$T/a"
    LC_ALL=C sort "$T/theirs" >"$T/b"
    if [ -s "$T/b" ] && cmp -s "$T/a" "$T/b"; then ok; else
        bad "$1" "$(diff "$T/b" "$T/a" | head -6)"
    fi
}
# Of a column, in whole numbers. An amount below zero has a quote before it in CSV, against
# spreadsheets that would reckon.
cents() { echo "CAST(round(CAST(ltrim($1, char(39)) AS REAL) * 100) AS INTEGER)"; }
ppm() { echo "CASE $1 WHEN '' THEN '' ELSE CAST(round(CAST(ltrim($1, char(39)) AS REAL) * 10000) AS INTEGER) END"; }
whole() { echo "CASE $1 WHEN '' THEN '' ELSE CAST(round(CAST(ltrim($1, char(39)) AS REAL)) AS INTEGER) END"; }
