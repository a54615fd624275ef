#!/bin/sh
# From an order to a mail in a box: desk, worker and a real mail server.
. "${srcdir:-.}/tests/sync/lib.sh"
. "${srcdir:-.}/tests/sync/mail_server.sh"
. "${srcdir:-.}/tests/sync/desk.sh"
ORDERDESK_NOW=2026-11-23T10:00:00Z

# boxed NUMBER: waits until the box has so many mails; what it has then is in $T/mail.
boxed() {
    n=0
    until [ "$(find "$D/mail/new" -type f 2>/dev/null | wc -l)" -ge "$1" ] || [ $n -ge 100 ]; do
        n=$((n + 1))
        sleep 0.1
    done
    cat "$D"/mail/new/* >"$T/mail" 2>/dev/null
}
# What the server took, delivered or not yet.
taken() {
    find "$D/mail/new" "$D/spool/input" -type f ! -name '*-D' 2>/dev/null | wc -l
}

conf "$T/right" "$T/ca.pem" "smtp://localhost:$port"
desk "a desk" init --company 'Acme Ltd' --country GB --time-zone UTC
desk "a tax" tax rate HOME standard 20 --name 'VAT 20%'
desk "a customer" customer new 'Dock Street Garage' --code 1051 --street '40 Dock Street' \
    --city Leeds --postcode 'LS10 1JF' --country GB
desk "who orders" customer contact 1051 'Zoë Lee' --email zoe@example.com
desk "an item" item new 4711 --description 'Packing tape' --price 1.45
desk "stock" stock receive 4711 100
desk "mail is on" setting set notice.mail_provider smtp
desk "from us" setting set notice.from desk@example.org

desk "an order is confirmed" order new --customer 1051 --line '4711 5' --confirm
order=$(cat "$T/out")
is "taking it sends nothing" "$(taken)" 0
desk "the worker runs" sync --once
boxed 1
is "one mail came" "$(taken)" 1
has "to who orders" "$T/mail" "zoe@example.com"
has "of this order" "$T/mail" "Subject: Your order $order"
has "from us" "$T/mail" "desk@example.org"
has "it went encrypted, and signed in" "$T/mail" "with esmtpsa"
desk "the order knows" --csv notice list "$order"
has "that it was sent" "$T/out" "confirmation,mail,zoe@example.com,0,false,sent"
desk "its timeline too" --json order show "$order"
has "says so" "$T/out" "notice.sent"

desk "the worker runs again" sync --once
desk "and an hour later" sync --once
ORDERDESK_NOW=2026-11-23T11:00:00Z
desk "and then" sync --once
is "nothing is sent twice" "$(taken)" 1

is "no paper goes along unasked" "$(grep -c application/pdf "$T/mail")" 0
desk "papers go along" setting set notice.attach yes
conf "$T/right" "$T/ca.pem" "smtp://localhost:$(free_port)"
desk "with the provider down an order is confirmed" order new --customer 1051 --line '4711 7' --confirm
second=$(cat "$T/out")
"$od" --config "$T/desk.conf" sync --once >"$T/out" 2>"$T/err" </dev/null
is "the worker says that it must try again" $? 75
is "nothing went out" "$(taken)" 1
desk "the desk works on" stock receive 4711 10
desk "the notice waits" --csv notice list "$second"
has "and says why" "$T/out" "waiting"
desk "the queue has it" --csv sync list
has "as a mail to come" "$T/out" "mail.send"

conf "$T/right" "$T/ca.pem" "smtp://localhost:$port"
ORDERDESK_NOW=2026-11-23T13:00:00Z
desk "when the provider is back" sync --once
boxed 2
is "it goes out" "$(taken)" 2
has "of that order" "$T/mail" "Subject: Your order $second"
has "with its paper" "$T/mail" "confirmation-$second.pdf"
has "which is a PDF" "$T/mail" "JVBERi0"
desk "the papers of the order" --csv document list "$second"
has "have it as it went" "$T/out" "confirmation,$second,1,"
ORDERDESK_NOW=2026-11-23T15:00:00Z
desk "later" sync --once
is "still once" "$(taken)" 2
is "each Message-ID is its own" "$(grep -ci '^Message-ID:' "$T/mail")" \
    "$(grep -i '^Message-ID:' "$T/mail" | sort -u | wc -l)"
total
