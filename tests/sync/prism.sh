#!/bin/sh
# What we ask of Twilio, SendGrid and ShipEngine fits their published definitions: Prism says so,
# which answers in their place and refuses what is not valid.
. "${srcdir:-.}/tests/sync/lib.sh"
prism=${srcdir:-.}/build-check/prism/node_modules/.bin/prism
definitions=${ORDERDESK_SHARED_DATA-}/providers
[ -d "$definitions" ] || skip "ORDERDESK_SHARED_DATA names no folder with providers"
[ -x "$prism" ] || prism=$(command -v prism) || skip "prism is not here (npm, @stoplight/prism-cli)"
printf 'key-word\n' >"$T/key" && chmod 600 "$T/key"

# serve DEFINITION: Prism with it, at $port.
serve() {
    port=$(free_port)
    "$prism" mock -h 127.0.0.1 -p "$port" "$1" >"$T/prism.log" 2>&1 &
    prism_pid=$!
    servers="$servers $prism_pid"
    wait_for_port "$port" $prism_pid || { cat "$T/prism.log"; skip "prism does not start"; }
}

serve "$definitions/twilio/twilio_api_v2010.json"
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
sed 's/^from.*/from = MG00000000000000000000000000000001/' "$T/desk.conf" >"$T/service.conf"
cp "$T/service.conf" "$T/desk.conf"
try "one by a messaging service too" DONE "" twilio "$text"
twilio AC1
try "Prism does look: a wrong account is refused" PERMANENT 422 twilio "$text"

serve "$definitions/sendgrid/oas_v3.json"
printf '[sync]\nloopback = on\n[sendgrid]\nurl = http://127.0.0.1:%s/v3\nkey_file = %s\n' "$port" \
    "$T/key" >"$T/desk.conf"
# mail SUBJECT_MEMBER
mail() {
    printf '{"from":"desk@example.com","from_name":"ACME","reply_to":"s@example.com",%s
        "to":["ann@example.com","bob@example.com"],"text":"Hello","html":"<p>Hello</p>"}' "$1"
}
printf 'paper' >"$T/paper.pdf"
try "a mail with everything is valid" DONE "" sendgrid "$(mail '"subject":"Order",')" "$T/paper.pdf"
try "one with as little as can be too" DONE "" sendgrid \
    '{"from":"desk@example.com","to":["ann@example.com"],"subject":"Order","text":"Hello"}'
sed 's/^key_file.*/sandbox = yes\n&/' "$T/desk.conf" >"$T/sandbox.conf"
cp "$T/sandbox.conf" "$T/desk.conf"
try "so is one for the sandbox" DONE "" sendgrid "$(mail '"subject":"Order",')"

# shipengine DEFINITION: Prism with it, and a desk that asks there.
shipengine() {
    serve "$1"
    printf '[sync]\nloopback = on\n[shipengine]\nurl = http://127.0.0.1:%s/v1\nkey_file = %s
mode = test\ncarriers = se-123 se-124\n' "$port" "$T/test_key" >"$T/desk.conf"
}
# ask [-l] TOPIC TASK: what Prism says against it, in $T/said.
ask() {
    look=
    if [ "$1" = -l ]; then
        look=-l
        shift
    fi
    lines=$(wc -l <"$T/prism.log")
    "$send" $look "shipengine:$1" "$T/desk.conf" "$2" >"$T/out" 2>"$T/err"
    tail -n "+$((lines + 1))" "$T/prism.log" >"$T/said"
}
# ship CLAIM [-l] TOPIC TASK: what is asked for is valid.
ship() {
    claim=$1
    shift
    ask "$@"
    has "$claim: it came to Prism" "$T/said" "Request received"
    is "$claim" "$(grep -E 'Violation: request|ROUTE_NOT_FOUND|NO_PATH_MATCHED' "$T/said")" ""
}
# bad CLAIM TEXT TOPIC TASK: Prism does look, and says so.
bad() {
    ask "$3" "$4"
    has "$1" "$T/said" "$2"
}
printf 'TEST_word\n' >"$T/test_key" && chmod 600 "$T/test_key"
place='"name":"A. Buyer","company":"ACME","street1":"1 Main St","street2":"Room 2","city":"Salem",
    "state":"OR","zip":"97301","country":"US","phone":"5035550100","email":"a@example.com"'
# What a desk knows of many a customer, and of itself.
bare='"name":"A. Buyer","street1":"Hauptstr. 1","city":"Berlin","zip":"10115","country":"DE"'
desk='"company":"ACME","street1":"Hauptstr. 2","city":"Berlin","zip":"10115","country":"DE",
    "phone":"+493012345"'
parcel='"parcel":{"weight_g":437,"length_mm":254,"width_mm":200,"height_mm":100},
    "format":"PDF","mark":"10482-F1-P1"'
abroad="$parcel"',"insure":{"amount":"249.90","currency":"USD"},
    "customs":{"signer":"Anna","items":[{"sku":"4711","description":"Tape","quantity":2,
    "value":"16.20","currency":"USD","weight_g":300,"hs_code":"391910","origin":"US"}]}'
rate='"shipment":"","rate":{"id":"se-1","carrier":"USPS","service":"usps_ground","account":"se-123"}'

shipengine "$definitions/shipengine/openapi.yaml"
ship "an address to look at is valid" address.check "{\"address\":{$place}}"
ship "so is one of which little is known" address.check "{\"address\":{$bare}}"
ship "where our parcel is" tracker.get '{"tracker":"se-28529731"}'
ship "where another's is" tracker.get \
    '{"tracker":"","carrier":"ups","tracking":"1Z999AA10123456784"}'
ship "a label's file" label.file '{"shipment":"se-28529731","format":"PDF"}'
ship "a label given back" label.void '{"shipment":"se-28529731","format":"PDF"}'
ship "was it given back?" -l label.void '{"shipment":"se-28529731","format":"PDF"}'
ship "a manifest" scanform.make \
    '{"parcels":[{"shipment":"se-28529731"},{"shipment":"se-28529732"}]}'
ship "was it made?" -l scanform.make '{"parcels":[{"shipment":"se-28529731"}]}'
for format in PDF PNG ZPL; do
    ship "a label as $format" label.buy "{\"from\":{$place},\"to\":{$place},$rate,
        $(printf '%s' "$parcel" | sed "s/PDF/$format/")}"
done
ship "a label for a parcel of no known size, to one of whom little is known" label.buy \
    "{\"from\":{$desk},\"to\":{$bare},\"parcel\":{\"weight_g\":437},\"format\":\"PDF\",$rate}"
ship "a label across a border, insured" label.buy \
    "{\"from\":{$place},\"to\":{$place},$abroad,$rate}"
ship "was it bought?" -l label.buy "{\"from\":{$place},\"to\":{$place},$parcel,$rate}"
bad "no body can be a valid one for rates, by the definition as published" \
    "must NOT have additional properties; found 'shipment'" rates.get \
    "{\"from\":{$place},\"to\":{$place},$parcel}"

# So they are looked at by the definition as it can be met.
node "${srcdir:-.}/tests/sync/rates_definition.js" "${prism%/.bin/prism}" \
    "$definitions/shipengine/openapi.yaml" >"$T/rates.json" || failed=$((failed + 1))
shipengine "$T/rates.json"
ship "rates" rates.get "{\"from\":{$place},\"to\":{$place},$parcel}"
ship "rates for one of whom little is known" rates.get \
    "{\"from\":{$desk},\"to\":{$bare},\"parcel\":{\"weight_g\":437},\"format\":\"PDF\"}"
ship "rates across a border, insured" rates.get "{\"from\":{$place},\"to\":{$place},$abroad}"
bad "Prism does look: no country is refused" "fewer than 2 characters" rates.get \
    "{\"from\":{$place},\"to\":{$(printf '%s' "$place" | sed 's/US/U/')},$parcel}"
sed 's/^carriers.*/carriers = ,/' "$T/desk.conf" >"$T/none.conf" && mv "$T/none.conf" "$T/desk.conf"
bad "one of no carrier too" "must NOT have fewer than 1 items" rates.get \
    "{\"from\":{$place},\"to\":{$place},$parcel}"
total
