#!/bin/sh
# A parcel's day, end to end against a carrier's and a mail provider's door on this machine: its
# address is checked, one command gets it a label, the customer is told with the link, it is
# followed until it is there, the customer is told again, and the driver gets one form.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
shipment='{"id":"shp_1","mode":"test","tracking_code":"9400100208303109505657","refund_status":null'
rates='"rates":[{"id":"r1","carrier":"USPS","service":"Express","rate":"34.15","currency":"USD",'
rates=$rates'"delivery_days":1},{"id":"r2","carrier":"USPS","service":"Ground","rate":"6.07",'
rates=$rates'"currency":"USD","delivery_days":3}]'
event='"tracking_details":[{"status":"in_transit","datetime":"2026-11-23T08:00:00Z","message":"Left",'
event=$event'"tracking_location":{"city":"HULL"}}'
# The label lies at the server itself, whose port is known when it runs: it is started twice.
serve() {
    rm -f "$T/port"
    "${builddir:-.}/tests/support/replay" "$T/script" "$T/log" >"$T/port" &
    server=$!
    tries=0
    until [ -s "$T/port" ] || [ $tries -gt 400 ]; do
        tries=$((tries + 1))
        sleep 0.05
    done
    port=$(cat "$T/port")
}
trap 'kill $server $door 2>/dev/null; rm -rf "$T"' EXIT
cat >"$T/script" <<'END'
reply 200
for GET /label.pdf
times 0
body %PDF-1.4 label
reply 200
for GET /form.pdf
times 0
body %PDF-1.4 form
END
serve
door=$server
files=http://127.0.0.1:$port
cat >"$T/script" <<END
reply 200
for POST /addresses/create_and_verify
body {"address":{"mode":"test","street1":"40 DOCK STREET","city":"LEEDS","zip":"LS10 1JF",
body "country":"GB","residential":false,"verifications":{"delivery":{"success":true,"errors":[]}}}}
reply 200
for POST /shipments/shp_1/buy
body $shipment,"postage_label":{"label_url":"$files/label.pdf","label_file_type":"application/pdf",
body "label_pdf_url":"$files/label.pdf"},"tracker":{"id":"trk_1"},"selected_rate":
body {"carrier":"USPS","service":"Ground","rate":"6.07","currency":"USD"},"fees":[],$rates}
reply 200
for GET /shipments/shp_1
times 0
body $shipment,"postage_label":{"label_url":"$files/label.pdf","label_file_type":"application/pdf",
body "label_pdf_url":"$files/label.pdf"},$rates}
reply 201
for POST /shipments
body {"id":"shp_1","mode":"test","postage_label":null,$rates}
reply 201
for POST /scan_forms
body {"id":"sf_1","status":"created","tracking_codes":["9400100208303109505657"],
body "form_url":"$files/form.pdf"}
reply 200
for GET /trackers/trk_1
body {"id":"trk_1","mode":"test","tracking_code":"9400100208303109505657","carrier":"USPS",
body "status":"in_transit",$event]}
reply 200
for GET /trackers/trk_1
times 0
body {"id":"trk_1","mode":"test","tracking_code":"9400100208303109505657","carrier":"USPS",
body "status":"delivered","signed_by":"Ann",$event,{"status":"delivered",
body "datetime":"2026-11-23T09:30:00Z","message":"Delivered"}]}
reply 202
for POST mail/send
times 0
END
serve
mkdir -p "$HOME/.config/orderdesk"
echo EZTKtoken >"$T/token"
chmod 600 "$T/token"
cat >"$HOME/.config/orderdesk/orderdesk.conf" <<END
[sync]
loopback = on
[easypost]
url = http://127.0.0.1:$port/v2
key_file = $T/token
mode = test
[sendgrid]
url = http://127.0.0.1:$port
key_file = $T/token
END
# worked CLAIM: the worker does what waits, and nothing fails.
worked() {
    run 0 "$1" sync --once
    has "$1, and all of it went" 'failed 0  unclear 0'
}
# told TIMES WORDS
told() {
    is "the customer was told $1 times: $2" "$(grep -c "\"subject\":.*$2" "$T/log")" "$1"
}
for setting in label.provider=easypost address.provider=easypost notice.mail_provider=sendgrid \
    notice.from=desk@example.org notice.delivered=mail; do
    run 0 "$setting" setting set "${setting%%=*}" "${setting#*=}"
done
run 0 'the desk has an address' site set MAIN --street '1 Main St' --city Hull --postcode 'HU1 1AA' \
    --country GB
run 0 'the customer has one for mails' customer contact 1051 Ann --email ann@example.com
run 0 'an order' order new --customer 1051 --line '4711 2' --confirm
order=$(tr -d '\n' <"$T/out")
worked 'the address is checked and the order confirmed'
run 0 'what the carrier says' order check-address "$order"
has 'is taken down' 'checked'
has 'with what it is' 'firm'
told 1 "$order"
run 0 'to the warehouse' order release "$order"
run 0 'picked' fulfillment pick "$order"
run 0 'packed' fulfillment pack "$order" --weight 1.2
run 0 'one command for the label' label buy "$order"
worked 'rates, purchase and file in one go'
run 0 'the label' --json label show "$order-F1-P1"
has 'is bought, the cheapest' '"service":"Ground"'
has 'with its number' '9400100208303109505657'
run 0 'its file' label save "$order-F1-P1" -o "$T/label.pdf"
is 'is as it came' "$(cat "$T/label.pdf")" '%PDF-1.4 label'
run 0 'it leaves' fulfillment ship "$order"
worked 'the customer is told that it left'
told 2 "$order"
if grep -q 'tools.usps.com.*9400100208303109505657\|9400100208303109505657.*usps' "$T/log"; then ok; else
    bad 'with the link to follow it' "$(grep mail/send -A30 "$T/log" | tail -20)"
fi
run 0 'asked where it is' track poll "$order-F1"
worked 'the carrier is asked'
run 0 'where it is' --json track show "$order-F1"
has 'is known' in_transit
run 0 'asked again' track poll "$order-F1"
worked 'the carrier is asked again'
run 0 'where it is' --json track show "$order-F1"
has 'it is there' delivered
worked 'the customer is told that it is there'
told 3 "$order"
run 0 'the driver takes all' manifest close M1
worked 'the form of the day is made'
run 0 'the form' manifest form M1 -o "$T/form.pdf"
is 'the form is as it came' "$(cat "$T/form.pdf")" '%PDF-1.4 form'
is 'one label was bought' "$(grep -c '^==.*POST /v2/shipments/shp_1/buy' "$T/log")" 1
run 0 'nothing is left' --csv sync list
is 'in the queue' "$(tail -n +2 "$T/out")" ''
finish
