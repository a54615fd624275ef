#!/bin/sh
# A notice from the order to the provider's door: what the desk composes, each mail provider takes.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
cat >"$T/script" <<'END'
reply 200
for POST /email
times 0
body {"ErrorCode":0,"Message":"OK","MessageID":"b7bc2f4a-e38e-4336-af7d-e6c392c2f817"}
reply 202
for POST mail/send
times 0
header X-Message-Id: sg1
END
"${builddir:-.}/tests/support/replay" "$T/script" "$T/log" >"$T/port" &
server=$!
trap 'kill $server 2>/dev/null; rm -rf "$T"' EXIT
tries=0
until [ -s "$T/port" ] || [ $tries -gt 200 ]; do
    tries=$((tries + 1))
    sleep 0.05
done
port=$(cat "$T/port")
mkdir -p "$HOME/.config/orderdesk"
echo token >"$T/token"
chmod 600 "$T/token"
cat >"$HOME/.config/orderdesk/orderdesk.conf" <<END
[sync]
loopback = on
[postmark]
url = http://127.0.0.1:$port
token_file = $T/token
[sendgrid]
url = http://127.0.0.1:$port
key_file = $T/token
END

run 0 'an order' order new --customer 1051 --line '4711 2'
n=$(cat "$T/out")
run 0 'from an address' setting set notice.from desk@example.org
for provider in postmark sendgrid; do
    run 0 "by $provider" setting set notice.mail_provider $provider
    run 0 "a trial by $provider" --json notice test confirmation "$n" $provider@example.net
    id=$(sed -n 's/.*"id":\([0-9]*\).*/\1/p' "$T/out")
    run 0 "the worker sends it by $provider" sync --once
    has "and $provider takes it" 'failed 0  unclear 0'
    run 0 "the notice by $provider" --json notice show "$id"
    has "is sent by $provider" '"state":"sent"'
    if grep -q "$provider@example.net" "$T/log"; then ok; else
        bad "$provider was told the address" "$(grep '^==' "$T/log")"
    fi
done
is 'both mails have a name of their own' \
    "$(grep -o '<[0-9a-f-]*@example.org>' "$T/log" | sort -u | wc -l)" 2
finish
