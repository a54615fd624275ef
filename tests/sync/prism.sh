#!/bin/sh
# What we ask of Twilio and SendGrid fits their published definitions: Prism says so, which answers
# in their place and refuses what is not valid.
. "${srcdir:-.}/tests/sync/lib.sh"
prism=${srcdir:-.}/build-check/prism/node_modules/.bin/prism
definitions=${ORDERDESK_SHARED_DATA-}/providers
[ -d "$definitions" ] || skip "ORDERDESK_SHARED_DATA names no folder with providers"
[ -x "$prism" ] || prism=$(command -v prism) || skip "prism is not here (npm, @stoplight/prism-cli)"
printf 'key-word\n' >"$T/key" && chmod 600 "$T/key"

# serve DEFINITION: Prism with it, at $port.
serve() {
    port=$(free_port)
    "$prism" mock -h 127.0.0.1 -p "$port" "$definitions/$1" >"$T/prism.log" 2>&1 &
    prism_pid=$!
    servers="$servers $prism_pid"
    wait_for_port "$port" $prism_pid || { cat "$T/prism.log"; skip "prism does not start"; }
}

serve twilio/twilio_api_v2010.json
account=AC00000000000000000000000000000001
# twilio ACCOUNT
twilio() {
    printf '[sync]\nloopback = on\n[twilio]\nurl = http://127.0.0.1:%s/2010-04-01\naccount = %s
token_file = %s\nfrom = +15017122661\n' "$port" "$1" "$T/key" >"$T/desk.conf"
}
text='{"to":"+15558675310","text":"Ready: 4711 & \"more\" äö €"}'
twilio "$account"
try "a text is valid" DONE "" twilio "$text"
has "and has a number there" "$T/out" "remote=SM"
try "the look-up is valid" WAIT "" -l twilio "$text"
twilio AC1
try "Prism does look: a wrong account is refused" PERMANENT 422 twilio "$text"

serve sendgrid/oas_v3.json
printf '[sync]\nloopback = on\n[sendgrid]\nurl = http://127.0.0.1:%s/v3\nkey_file = %s\n' "$port" \
    "$T/key" >"$T/desk.conf"
# mail SUBJECT_MEMBER
mail() {
    printf '{"from":"desk@example.com","from_name":"ACME","reply_to":"s@example.com",%s
        "to":["ann@example.com","bob@example.com"],"text":"Hello","html":"<p>Hello</p>"}' "$1"
}
printf 'paper' >"$T/paper.pdf"
try "a mail with everything is valid" DONE "" sendgrid "$(mail '"subject":"Order",')" "$T/paper.pdf"
sed 's/^key_file.*/sandbox = yes\n&/' "$T/desk.conf" >"$T/sandbox.conf"
cp "$T/sandbox.conf" "$T/desk.conf"
try "so is one for the sandbox" DONE "" sendgrid "$(mail '"subject":"Order",')"
total
