#!/bin/sh
# Charts of reports: what is drawn, as PDF and SVG; looked at as text and as a picture where the
# programs for that are there.
. "${srcdir:-.}/tests/cli/lib.sh"

small_desk
run 0 'an order' order new --customer 1051 --line '4711 12' --confirm
order=$(tr -d '\n' <"$T/out")
run 0 'to the warehouse' order release "$order"
run 0 'it is picked' fulfillment pick "$order" --item 4711 --qty 12
run 0 'it is packed' fulfillment pack "$order" --package '4711 12; 2'
run 0 'it leaves' fulfillment ship "$order" --carrier DHL --tracking 00340434161094042557
run 0 'what is left lasts less than two years' report cover --days 730 --csv
has 'of it' 4711
run 0 'a chart as PDF' report cover --days 730 --pdf "$T/cover.pdf"
run 0 'and as SVG' report cover --days 730 --svg "$T/cover.svg"
cp "$T/cover.svg" "$T/out"
has 'which is one' '<svg'
run 0 'both at once' report cover --days 730 --pdf "$T/a.pdf" --svg "$T/a.svg"
run 1 'nothing to draw is said' report cover --days 1 --pdf "$T/none.pdf"
absent 'and makes no file' "$T/none.pdf"
run 1 'what has no chart too' report aside --svg "$T/none.svg"
run 65 'a chart goes into a file' report cover --days 730 --pdf -
run 74 'a file that cannot be' report cover --days 730 --pdf "$T/nosuch/x.pdf"

# --- what is behind a figure
run 0 'shipments by carrier' report carriers --period this-month --csv
run 0 'what is behind a line' report carriers --period this-month --behind dhl --csv
has 'the parcel' 00340434161094042557
has 'its order' "$order"
is 'as many rows as it counts' "$(wc -l <"$T/out")" 2
run 0 'behind another figure' report carriers --period this-month --behind DHL --figure lost --csv
is 'nothing was lost' "$(wc -l <"$T/out")" 1
run 0 'behind the totals' report items --period this-month --behind all --figure quantity --csv
has 'its line' 4711
has 'and how much' 12
run 0 'a class' report spread --period this-month --behind 'up to 1 hour' --figure shipped --csv
has 'the same parcel' 00340434161094042557
run 1 'no such line' report carriers --period this-month --behind nosuch
run 65 'no such figure' report carriers --period this-month --behind DHL --figure lost_rate
run 65 'a figure of no line' report carriers --figure lost
run 1 'a line that is an item' report cover --days 730 --behind 4711

# --- what the program that draws takes
render=$(dirname "$od")/orderdesk-render
# draw FORM KIND: the points on standard input, into $T/drawn.
draw() {
    {
        printf 'chart 1\t%s\t%s\tSales of the firm\tACME   2026-11\tValue\t%s\t900.00\t\n' "$1" "$2" "${3-}"
        cat
        echo end
    } | "$render" >"$T/drawn" 2>"$T/err"
}
point() { printf 'point\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5"; }
for i in 1 2 3; do point "2026-11-0$i" "$i" 1 "$i.00" 0; done >"$T/points"
for kind in bars line heat; do
    if draw svg "$kind" <"$T/points"; then ok; else bad "SVG of $kind"; fi
    cp "$T/drawn" "$T/out"
    has "a picture of $kind" '</svg>'
done
if point x nine 0 9 0 | draw pdf bars; then bad 'a value that is no number'; else ok; fi
if point x 9 0 9 168 | draw pdf heat; then bad 'an hour that no week has'; else ok; fi
i=0
while [ $i -lt 37 ]; do
    point "$i" 1 0 1 0
    i=$((i + 1))
done >"$T/many"
if draw pdf bars <"$T/many"; then bad 'more bars than a page has room for'; else ok; fi
if draw pdf line <"$T/many"; then ok; else bad 'as many points over time'; fi

for program in pdftotext pdftoppm; do
    command -v "$program" >/dev/null 2>&1 && continue
    echo "SKIP: no $program; $checks checks, $failed failed before"
    [ "$failed" -eq 0 ] && exit 77
    exit 1
done
pdftotext -layout "$T/cover.pdf" "$T/out"
has 'the title' 'Stock that will not last long'
has 'whose it is' 'Acme Ltd'
has 'what is drawn' 'Lasts, days'
has 'the bar has its name' 4711

# dark FILE: points of the picture that are the ink of values.
dark() {
    pdftoppm -r 36 -singlefile "$1" "$T/page"
    od_of "$T/page.ppm"
}
od_of() {
    tail -c +16 "$1" | od -An -v -tu1 -w3 | awk '$1 < 80 && $3 > 120 { n++ } END { print n + 0 }'
}
draw pdf bars '2026-10' <"$T/points" && cp "$T/drawn" "$T/bars.pdf"
pdftotext -layout "$T/bars.pdf" "$T/out"
has 'beside it the days before' '2026-10'
has 'each has its value' '3.00'
has 'the axis has its end' '900.00'
small=$(dark "$T/bars.pdf")
for i in 1 2 3; do point "2026-11-0$i" 3 1 "$i.00" 0; done | draw pdf bars '2026-10' && cp "$T/drawn" "$T/full.pdf"
full=$(dark "$T/full.pdf")
if [ "$small" -gt 100 ] && [ "$full" -gt $((small * 5 / 4)) ]; then ok; else bad "bars grow: $small $full"; fi
# Two bars as long as a third, of another sign: half again as much ink as the third alone.
{ point a 0 0 0 0; point b 0 0 0 0; point c 9 0 9 0; } | draw pdf bars && cp "$T/drawn" "$T/up.pdf"
up=$(dark "$T/up.pdf")
{ point a -9 0 -9 0; point b -9 0 -9 0; point c 9 0 9 0; } | draw pdf bars && cp "$T/drawn" "$T/down.pdf"
down=$(dark "$T/down.pdf")
if [ "$up" -gt 100 ] && [ "$down" -gt $((up * 5 / 4)) ]; then ok; else bad "bars below zero: $up $down"; fi
{ point a -9 0 -9 0; point b -5 0 -5 0; } | draw pdf bars && cp "$T/drawn" "$T/down.pdf"
if [ "$(dark "$T/down.pdf")" -gt 100 ]; then ok; else bad 'where all are below zero'; fi
draw pdf line <"$T/points" && cp "$T/drawn" "$T/line.pdf"
if [ "$(dark "$T/line.pdf")" -gt 100 ]; then ok; else bad 'a curve is drawn'; fi
pdftotext -layout "$T/line.pdf" "$T/out"
has 'the axis has its end' '900.00'
has 'and its days' '2026-11-02'
{ point Mon 9 0 9 0; point Sun 9 0 9 167; } | draw pdf heat && cp "$T/drawn" "$T/heat.pdf"
if [ "$(dark "$T/heat.pdf")" -gt 50 ]; then ok; else bad 'hours are drawn'; fi
pdftotext -layout "$T/heat.pdf" "$T/out"
has 'with their weekday' Sun
has 'and hours' 23

run 0 'another order' order new --customer 1051 --line '4711 1' --confirm
run 0 'hours beside the month before' report hours --period 2026-12 --compare period --pdf "$T/hours.pdf"
pdftotext -layout "$T/hours.pdf" "$T/out"
if grep -Eq '(^| )2$' "$T/out"; then bad 'the month before makes no scale'; else ok; fi
run 0 'hours of the month' report hours --period 2026-11 --pdf "$T/hours.pdf"
pdftotext -layout "$T/hours.pdf" "$T/out"
if grep -Eq '(^| )2$' "$T/out"; then ok; else bad 'the month makes one'; fi
finish
