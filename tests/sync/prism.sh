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
# POST /v1/rates is not here: Prism answers 400 to any body of it, by that definition.
serve shipengine/openapi.yaml
printf 'TEST_word\n' >"$T/test_key" && chmod 600 "$T/test_key"
printf '[sync]\nloopback = on\n[shipengine]\nurl = http://127.0.0.1:%s/v1\nkey_file = %s
mode = test\ncarriers = se-123\n' "$port" "$T/test_key" >"$T/desk.conf"
# ship CLAIM TOPIC TASK: what is asked for is valid.
ship() {
    lines=$(wc -l <"$T/prism.log")
    "$send" "shipengine:$2" "$T/desk.conf" "$3" >"$T/out" 2>"$T/err"
    tail -n "+$((lines + 1))" "$T/prism.log" >"$T/said"
    has "$1: it came to Prism" "$T/said" "Request received"
    is "$1" "$(grep -E 'Violation: request|ROUTE_NOT_FOUND|NO_PATH_MATCHED' "$T/said")" ""
}
place='"name":"A. Buyer","company":"ACME","street1":"1 Main St","street2":"Room 2","city":"Salem",
    "state":"OR","zip":"97301","country":"US","phone":"5035550100","email":"a@example.com"'
ship "an address to look at is valid" address.check "{\"address\":{$place}}"
ship "where our parcel is" tracker.get '{"tracker":"se-28529731"}'
ship "where another's is" tracker.get \
    '{"tracker":"","carrier":"ups","tracking":"1Z999AA10123456784"}'
ship "a label's file" label.file '{"shipment":"se-28529731","format":"PDF"}'
ship "a label given back" label.void '{"shipment":"se-28529731","format":"PDF"}'
ship "a manifest" scanform.make \
    '{"parcels":[{"shipment":"se-28529731"},{"shipment":"se-28529732"}]}'
ship "a label" label.buy "{\"from\":{$place},\"to\":{$place},\"parcel\":{\"weight_g\":437,
    \"length_mm\":254,\"width_mm\":200,\"height_mm\":100},
    \"format\":\"PDF\",\"mark\":\"10482-F1-P1\",
    \"shipment\":\"\",\"rate\":{\"id\":\"se-1\",\"carrier\":\"USPS\",\"service\":\"usps_ground\",
    \"account\":\"se-123\"}}"
total
