#!/bin/sh
# The work for the outside from a shell: the worker, what waits and why, decisions.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
run 0 'an order is taken' order new --customer 1051 --line '4711 2' --confirm
run 0 'what happened waits for the worker' --json sync list --events
has 'the event is there' '"topic":"order.confirmed"'
json 'and the list is one value'
run 0 'without events nothing waits' --json sync list
is 'that is an empty list' "$(cat "$T/out")" '[]'

# --- the worker
run 64 'how it works must be said' sync run
run 64 'one of both' sync --once --watch
run 64 'a group without a verb is still no command' sync
run 0 'the worker does what is due' sync --once
has 'the events are taken' 'failed 0  unclear 0'
run 0 'and is done' --csv sync list --events
is 'nothing is open' "$(wc -l <"$T/out")" 1
run 0 'what was done is shown when asked for' --json sync list --events --all
has 'with its end' '"state":"done"'
run 0 'the providers are told' --json sync status
has 'the events are one of them' '"provider":"events"'
run 1 'a desk that is not there' --desk "$T/none.db" sync --once
absent 'is not made' "$T/none.db"

# --- decisions
run 1 'there is no such job' sync show 4711000
run 65 'a job is a number' sync show abc
id=$("$od" --csv sync list --events --all | sed -n 2p | cut -d, -f1)
run 0 'a job is shown with what was said' --json sync show "$id"
has 'nothing was said of an event' '"exchanges":[]'
json 'as one value'
run 1 'what is done is not tried again' sync retry "$id"
run 1 'nor dropped' sync drop "$id"
run 65 'the end is said in one of two words' sync resolve "$id" maybe
run 1 'what is not unclear is not resolved' sync resolve "$id" "done"
run 1 'a provider that nobody knows is not paused' sync pause nobody
run 1 'nor resumed' sync resume nobody

# --- a worker that goes on is ended by a signal, and its lease with it
"$od" sync --watch >"$T/watch" 2>&1 &
pid=$!
tries=0
until "$od" --json sync status | grep -q '"worker":"[^"]*:'"$pid"'"'; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || { bad 'a worker that goes on has the lease' "$(cat "$T/watch")"; break; }
    sleep 0.05
done
kill "$pid"
wait "$pid"
is 'it ends well' $? 0
run 0 'and gives its lease back' --json sync status
has_not 'nobody works' "\"worker\":\"$(uname -n)"

# --- what a provider sends of itself: a request in, an answer out
printf 's3cret-word' >"$T/word"
chmod 600 "$T/word"
printf '[postmark]\nwebhook_password_file = %s\n' "$T/word" >"$T/hooks.conf"
send() # password, body -> exit status; the answer in $T/answer
{
    auth=$(printf 'orderdesk:%s' "$1" | base64)
    printf 'POST / HTTP/1.1\r\nAuthorization: Basic %s\r\nContent-Length: %d\r\n\r\n%s' \
        "$auth" ${#2} "$2" |
        "$od" --config "$T/hooks.conf" sync receive --provider postmark >"$T/answer" 2>"$T/err"
}
send s3cret-word '{"RecordType":"Delivery","MessageID":"m-1"}'
is 'a message that proves its sender is taken' "$? $(head -c 12 "$T/answer")" '0 HTTP/1.1 200'
send other '{"RecordType":"Delivery","MessageID":"m-1"}'
is 'one that does not is refused' "$? $(head -c 12 "$T/answer")" '77 HTTP/1.1 401'
send s3cret-word 'no'
is 'and what makes no sense' "$(head -c 12 "$T/answer")" 'HTTP/1.1 400'
run 64 'who sent it must be said' sync receive

for unit in system user; do
    file=${builddir:-.}/data/systemd/$unit/orderdesk-sync.service
    present "there is a unit for a $unit" "$file"
    present "and one for a timer of a $unit" "${file%.service}-once.service"
    if grep -q '@' "$file"; then bad "the unit for a $unit is filled in"; else ok; fi
done
finish
