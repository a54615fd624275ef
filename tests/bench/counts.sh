#!/bin/sh
# Instructions, which repeat where times do not: `make bench-counts`, in the build folder. Each
# function is counted inside of it, then divided by the number of its calls, and compared with what
# was kept in counts.txt; with --update that is written anew (`make update-counts`).
rounds=20
tolerance=3 # percent; below it is the noise of addresses
kept=${srcdir:-.}/tests/bench/counts.txt
command -v valgrind >/dev/null || { echo "bench-counts needs valgrind"; exit 77; }
T=$(mktemp -d) || exit 99
trap 'rm -rf "$T"' EXIT
trap 'exit 1' HUP INT TERM

# count NAME FUNCTION CALLS PROGRAM ARGS...
count() {
    name=$1 function=$2 calls=$3
    shift 3
    valgrind --tool=callgrind --callgrind-out-file="$T/out" --toggle-collect="$function" "$@" \
        >/dev/null 2>"$T/err" ||
        { cat "$T/err"; exit 1; }
    total=$(sed -n 's/.*Collected : //p' "$T/err")
    echo "$name $((total / calls))" | tee -a "$T/counts"
}
confirm() {
    name=$1 function=$2 calls=$3
    shift 3
    count "$name" "$function" "$calls" ./tests/bench/bench_confirm --rounds $rounds --items 100 \
        --taken 0 "$@"
}
find() { count "$1" "$2" $((rounds)) ./tests/bench/bench_find --tries $rounds --only "$3" "$desk"; }

# The use case runs twice a round: recorded, then measured.
confirm take_order benchdesk_take $((2 * rounds)) --only take
confirm take_order_bare bare_rows $rounds --only take
confirm create_order benchdesk_create $((2 * rounds)) --only create
count pick_queue queue_page $((2 * rounds)) ./tests/bench/bench_pick --tries $rounds --only queue
count pick_scan scan_once $rounds ./tests/bench/bench_pick --tries $rounds --only scan --open 200
count ship_order ship_all 200 ./tests/bench/bench_pick --only ship --open 200
desk=$(./tests/bench/gen --orders 10000) || exit 1
find search_letter one_letter 'find anything: one letter'
find search_keystroke typed 'a name as typed'
find search_common_words whole 'two very common words'
find search_mended mended 'one letter wrong'
find search_category orders 'orders: category'
find search_hour orders 'hour of a weekday, a year'
find search_year orders 'orders: an old year'
find completion completed 'completion: a customer'
find list_page orders_deep 'orders, page at any depth: status'
find list_page_customers customers_deep 'customers, page at any depth'
find list_page_sorted orders_sorted 'by total'
find list_page_many orders_many 'done to many: open'
find open_order open_order 'an order is loaded'
find dashboard_refresh dashboard "the dashboard's figures"
count export_orders_1000 export_run 10 ./orderdesk --desk "$desk" --user anna export orders

if [ "${1:-}" = --update ]; then
    {
        echo "# Instructions a call, by tests/bench/counts.sh; other compilers have other numbers."
        cat "$T/counts"
    } >"$kept"
    exit 0
fi
echo
printf '%-24s %12s %12s %9s\n' "instructions a call" now kept change
while read -r name now; do
    was=$(sed -n "s/^$name //p" "$kept")
    [ -n "$was" ] || { printf '%-24s %12s %12s\n' "$name" "$now" new; continue; }
    change=$(awk "BEGIN { printf \"%+.1f\", ($now - $was) * 100 / $was }")
    mark=$(awk "BEGIN { if ($change > $tolerance) print \"  more than before\" }")
    printf '%-24s %12s %12s %8s%%%s\n' "$name" "$now" "$was" "$change" "$mark"
done <"$T/counts"
