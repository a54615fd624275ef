#!/bin/sh
# Mail to a real server: exim with STARTTLS and AUTH, which takes, defers and refuses.
. "${srcdir:-.}/tests/sync/lib.sh"
. "${srcdir:-.}/tests/sync/mail_server.sh"
# mail TO SUBJECT
mail() {
    printf '{"from":"desk@example.com","from_name":"Werkzeug-Müller","to":[%s],"subject":"%s",
        "text":"Grüße, Zeile 1\\n.\\n.. Zeile 3\\n","html":"<p>Grüße</p>","message_id":"m1@example.com"}' \
        "$1" "$2"
}

conf "$T/right" "$T/ca.pem" "smtp://localhost:$port"
printf '%%PDF-1.7 not really\n' >"$T/paper.pdf"
try "a mail is taken" DONE "" smtp "$(mail '"ann@example.com"' 'Auftrag bestätigt')" "$T/paper.pdf"
has "its number there is kept" "$T/out" "remote=OK id="
# Taken is not delivered yet; the box has it within a moment.
n=0
until ls "$D"/mail/new/* >"$T/list" 2>/dev/null || [ $n -ge 100 ]; do
    n=$((n + 1))
    sleep 0.1
done
cat "$D"/mail/new/* >"$T/mail"
has "the subject came as it went" "$T/mail" "Subject: =?UTF-8?B?QXVmdHJhZyBiZXN0w6R0aWd0?="
has "our id is its id" "$T/mail" "Message-ID: <m1@example.com>"
has "a dot alone on its line ends nothing" "$T/mail" "=2E. Zeile 3"
has "the file is in it" "$T/mail" "JVBERi0xLjcgbm90IHJlYWxseQo="
has "it went encrypted, and signed in" "$T/mail" "with esmtpsa"
try "a busy box waits" WAIT 451 smtp "$(mail '"later@example.com"' x)"
try "no such user is for good" PERMANENT 550 smtp "$(mail '"nobody@example.com"' x)"
try "refused after DATA is for good" PERMANENT 550 smtp "$(mail '"ann@example.com"' 'Spam')"
try "deferred after DATA waits" WAIT 451 smtp "$(mail '"ann@example.com"' 'come again')"
try "one of two refused: sent to the other" DONE "" smtp "$(mail '"ann@example.com","nobody@example.com"' x)"
has "and named" "$T/out" 'data={"refused":["nobody@example.com: 550 5.1.1 no such user"]}'
try "a server that is slow before DATA got nothing" WAIT "" smtp "$(mail '"slow@example.com"' x)"
conf "$T/wrong" "$T/ca.pem" "smtp://localhost:$port"
try "a wrong password stops the account" ACCOUNT 535 smtp "$(mail '"ann@example.com"' x)"
conf "" "$T/ca.pem" "smtp://localhost:$port"
try "no password too" ACCOUNT 530 smtp "$(mail '"ann@example.com"' x)"
conf "$T/right" "" "smtp://localhost:$port"
try "a certificate that nobody vouches for" ACCOUNT "" smtp "$(mail '"ann@example.com"' x)"
has "is said so" "$T/out" "certificate"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=other -keyout "$T/other.key" \
    -out "$T/other.pem" 2>/dev/null
conf "$T/right" "$T/other.pem" "smtp://localhost:$port"
try "nor one of another" ACCOUNT "" smtp "$(mail '"ann@example.com"' x)"
conf "$T/right" "$T/ca.pem" "smtp://localhost:$(free_port)"
try "nobody there: nothing was sent" WAIT "" smtp "$(mail '"ann@example.com"' x)"
is "one mail for each that was taken" "$(find "$D/mail/new" "$D/spool/input" -type f ! -name '*-D' | wc -l)" 2
is "no secret came out" "$(grep -c 'right word\|wrong word' "$T/out" "$T/err" | grep -vc ':0$')" 0
total
