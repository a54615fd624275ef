#!/bin/sh
# Mail servers that hang up, hang, or refuse at each step: smtp-sink of postfix. It knows neither
# encryption nor passwords, so the setting for tests is on.
. "${srcdir:-.}/tests/sync/lib.sh"
unpacked=${srcdir:-.}/build-check/postfix
PATH=$PATH:/usr/sbin
if ! command -v smtp-sink >/dev/null; then
    [ -x "$unpacked/usr/sbin/smtp-sink" ] || skip "smtp-sink is not here (of Debian's postfix)"
    PATH=$PATH:$unpacked/usr/sbin
    LD_LIBRARY_PATH=$unpacked/usr/lib/postfix
    export LD_LIBRARY_PATH
fi
as=
[ "$(id -u)" != 0 ] || as="-u nobody"
mail='{"from":"desk@example.com","to":["ann@example.com"],"subject":"x","text":"x"}'

# sink OPTIONS...: a server that behaves so; its address goes into the configuration.
sink() {
    port=$(free_port)
    # shellcheck disable=SC2086
    smtp-sink $as "$@" "127.0.0.1:$port" 100 2>"$T/sink.err" &
    sink_pid=$!
    servers="$servers $sink_pid"
    wait_for_port "$port" $sink_pid || { cat "$T/sink.err"; exit 99; }
    printf '[sync]\nloopback = on\n[smtp]\nurl = smtp://127.0.0.1:%s\n' "$port" >"$T/desk.conf"
}

sink
try "taken in clear, for tests" DONE "" smtp "$mail"
sed 's/loopback = on/loopback = off/' "$T/desk.conf" >"$T/strict.conf"
cp "$T/desk.conf" "$T/lax.conf"
cp "$T/strict.conf" "$T/desk.conf"
try "without the setting nothing goes in clear" ACCOUNT "" smtp "$mail"
sed 's/127.0.0.1/localhost/' "$T/lax.conf" >"$T/desk.conf"
try "nor to another name" ACCOUNT "" smtp "$mail"
sink -r RCPT
try "not now, to the recipient" WAIT 450 smtp "$mail"
sink -f RCPT
try "never, to the recipient" PERMANENT 500 smtp "$mail"
sink -Q MAIL
try "a server that closes with 421" WAIT 421 smtp "$mail"
sink -q MAIL
try "hung up before DATA: nothing was sent" WAIT "" smtp "$mail"
sink -q DATA
try "hung up at DATA: nobody knows" UNCLEAR "" smtp "$mail"
sink -q .
try "hung up behind the mail: nobody knows" UNCLEAR "" smtp "$mail"
sink -r .
try "not now, behind the mail" WAIT 450 smtp "$mail"
sink -W .:30
try "no answer behind the mail: nobody knows" UNCLEAR "" smtp "$mail"
total
