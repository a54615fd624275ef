#!/bin/sh
# A scheduled report from its due moment to the mail in a box: what arrives is, byte by byte, what
# the command for the report writes.
. "${srcdir:-.}/tests/sync/lib.sh"
. "${srcdir:-.}/tests/sync/mail_server.sh"
. "${srcdir:-.}/tests/sync/desk.sh"
ORDERDESK_NOW=2026-11-18T10:00:00Z # a Wednesday

# boxed NUMBER: waits until the box has so many mails.
boxed() {
    n=0
    until [ "$(find "$D/mail/new" -type f 2>/dev/null | wc -l)" -ge "$1" ] || [ $n -ge 100 ]; do
        n=$((n + 1))
        sleep 0.1
    done
    is "so many mails came" "$(find "$D/mail/new" -type f 2>/dev/null | wc -l)" "$1"
}
# file_of MAIL TYPE: its part of that type, decoded, on standard output.
file_of() {
    awk -v type="$2" '
        { sub(/\r$/, "") }
        /^--/ { on = 0; head = 1; found = 0; next }
        head && index(tolower($0), "content-type: " type) == 1 { found = 1 }
        head && $0 == "" { head = 0; on = found; next }
        on { print }' "$1" | base64 -d
}
# same CLAIM A B
same() {
    checks=$((checks + 1))
    cmp "$2" "$3" && [ -s "$2" ] && return
    failed=$((failed + 1))
    echo "FAILED: $1"
}

conf "$T/right" "$T/ca.pem" "smtp://localhost:$port"
desk "a desk" init --company 'Acme Ltd' --country GB --time-zone Europe/London
desk "a customer" customer new 'Zoës Garage' --code 1051 --street '40 Dock Street' --city Leeds \
    --postcode 'LS10 1JF' --country GB
desk "an item" item new 4711 --description 'Tape, "wide"; é' --price 1.45
desk "stock" stock receive 4711 100
desk "an order" order new --customer 1051 --line '4711 5' --confirm
order=$(head -1 "$T/out")
desk "mail is on" setting set notice.mail_provider smtp
desk "from us" setting set notice.from desk@example.org
desk "each Monday" report schedule add 'Kunden der Woche' sales --by customer --period last-week \
    --compare period --every weekly --on monday --at 7:30 --to lee@example.com --to zoe@example.com
ORDERDESK_NOW=2026-11-23T07:31:00Z
desk "it is due" timers
conf "$T/right" "$T/ca.pem" "smtp://localhost:$(free_port)"
"$od" --config "$T/desk.conf" sync --once >"$T/out" 2>"$T/err" </dev/null
is "with the provider down it must be tried again" $? 75
desk "what it says" --csv report sales --by customer --period last-week --compare period
cp "$T/out" "$T/wanted.csv"
has "is not empty" "$T/wanted.csv" "Zoës Garage"

# What happens afterwards is not in it: the report is of the moment at which it was made.
conf "$T/right" "$T/ca.pem" "smtp://localhost:$port"
ORDERDESK_NOW=2026-11-18T11:00:00Z
desk "another order of those days" order new --customer 1051 --line '4711 7' --confirm
ORDERDESK_NOW=2026-11-23T09:00:00Z
desk "it goes when the provider is back" sync --once
boxed 2
for mail in "$D"/mail/new/*; do
    file_of "$mail" text/csv >"$T/got.csv"
    same "the file of $mail is what the command wrote" "$T/got.csv" "$T/wanted.csv"
    has "it has its name" "$mail" "sales-2026-11-16_2026-11-22.csv"
    has "and its subject" "$mail" "Subject: Kunden der Woche, 2026-11-16 to 2026-11-22"
done
cat "$D"/mail/new/* >"$T/mail"
has "one to each" "$T/mail" lee@example.com
has "one to each" "$T/mail" zoe@example.com
is "each Message-ID is its own" "$(grep -i '^Message-ID:' "$T/mail" | sort -u | wc -l)" 2
desk "nothing is said" --json report schedule list
has "of an error" "$T/out" '"error":""'
desk "later" timers
desk "nothing is" sync --once
is "sent twice" "$(find "$D/mail/new" -type f | wc -l)" 2

# --- the chart, and the lines in the mail itself
desk "as a chart" report schedule set 'Kunden der Woche' --format pdf --to lee@example.com
desk "by hand" report schedule run 'Kunden der Woche'
desk "it goes" sync --once
boxed 3
mail=$(grep -l application/pdf "$D"/mail/new/*)
file_of "$mail" application/pdf >"$T/got.pdf"
is "a PDF" "$(head -c 5 "$T/got.pdf")" '%PDF-'
ORDERDESK_NOW=2026-11-23T09:01:00Z
desk "as text" report schedule set 'Kunden der Woche' --format text --lang de
desk "by hand" report schedule run 'Kunden der Woche'
desk "it goes" sync --once
boxed 4
mail=$(find "$D/mail/new" -type f | while read -r m; do
    grep -q 'text/csv\|application/pdf' "$m" || echo "$m"; done)
is "one has no file" "$(printf '%s\n' "$mail" | grep -c .)" 1
has "its lines are in it" "$mail" "Garage"

# --- one that takes long holds nothing up; the program that makes it is one that waits for a file
mkdir "$D/beside"
cp "${builddir:-.}/orderdesk-sync" "$D/beside/worker"
cat >"$D/beside/orderdesk-sync" <<EOF
#!/bin/sh
echo \$\$ "\$@" >>"$D/made"
while ! [ -e "$D/go" ]; do sleep 0.1; done
exec "$(cd "${builddir:-.}" && pwd)/orderdesk-sync" "\$@"
EOF
chmod +x "$D/beside/orderdesk-sync"
db=$(find "$HOME" -name '*.db')
# until_is CLAIM COMMAND...: it succeeds within ten seconds.
until_is() {
    claim=$1 n=0
    shift
    until "$@" || [ $n -ge 100 ]; do
        n=$((n + 1))
        sleep 0.1
    done
    is "$claim" "$([ $n -lt 100 ] && echo yes)" yes
}
gone() { ! kill -0 "$1" 2>/dev/null; }
ORDERDESK_NOW=2026-11-23T09:02:00Z
desk "by hand" report schedule run 'Kunden der Woche'
"$D/beside/worker" --desk "$db" --user "$(id -un)" --config "$T/desk.conf" --now "$ORDERDESK_NOW" \
    --watch >"$T/beside" 2>&1 &
worker=$!
until_is "it is being made" [ -s "$D/made" ]
desk "a notice" notice test confirmation "$order" late@example.com
boxed 5
child=$(cut -d' ' -f1 "$D/made")
is "and it is being made still" "$(kill -0 "$child" && wc -l <"$D/made" | tr -d ' ')" 1
kill "$worker"
wait "$worker"
until_is "it ends with the worker" gone "$child"
: >"$D/go"
"$D/beside/worker" --desk "$db" --user "$(id -un)" --config "$T/desk.conf" --now "$ORDERDESK_NOW" \
    --once >"$T/beside" 2>&1
boxed 6
is "another makes it, as the first would have" \
    "$(sed 's/^[0-9]* //' "$D/made" | sort -u | wc -l | tr -d ' ')" 1

# --- what cannot be made is seen
desk "who owns it" user new bob --name Bob --role manager
desk "is another" --user bob report schedule set 'Kunden der Woche' --top 5
desk "who leaves" user set bob --inactive
ORDERDESK_NOW=2026-11-30T07:30:00Z
desk "it is due" timers
"$od" --config "$T/desk.conf" sync --once >"$T/out" 2>"$T/err" </dev/null
desk "the schedule" --csv report schedule list
has "says why" "$T/out" "is no user any more"
desk "the work" --csv sync list
has "waits for a person" "$T/out" "dead"
is "and nothing went" "$(find "$D/mail/new" -type f | wc -l)" 6
"$od" --config "$T/desk.conf" --json sync list --stuck >"$T/out"
id=$(sed -n 's/.*"id":\([0-9]*\).*/\1/p' "$T/out" | head -1)
desk "another saves it" report schedule set 'Kunden der Woche' --top 4
desk "and tries again" sync retry "$id"
desk "then" sync --once
boxed 7
desk "the error" --csv report schedule list
is "is gone" "$(grep -c 'is no user any more' "$T/out")" 0
total
