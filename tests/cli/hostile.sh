#!/bin/sh
# Surroundings that are against the program: closed output, empty variables, somebody else's name.
. "${srcdir:-.}/tests/cli/lib.sh"

small_desk

"$od" setting list >&- 2>"$T/err"
is 'a closed output is no success' $? 74
"$od" --json order list >&- 2>"$T/err"
is 'a closed output is no success in JSON' $? 74
"$od" setting list >"$T/out" 2>"$T/err" <&-
is 'a closed input is missed by nobody who does not ask' $? 0
"$od" customer new 'Made in silence' >"$T/out" 2>&-
is 'a closed error output is no reason to stop' $? 0
run 0 'no descriptor of the desk was taken for an output' check

run 64 'an empty --desk is not the usual desk' --desk '' order list
ORDERDESK_DESK='' run 0 'an empty ORDERDESK_DESK counts as none' order list
run 64 'a short word suggests nothing far away' foo
if grep -q 'did you mean' "$T/err"; then bad 'no suggestion for foo' "$(cat "$T/err")"; else ok; fi

run 0 'a silent command in JSON' --json item set 4711 --note 'by hand'
json 'says something'
has 'that it is done' '{"done":true}'
run 0 'a silent command stays silent for people' item set 4711 --note 'by hand again'
is 'not a word' "$(cat "$T/out")" ''

# Another time zone makes other hours of the same orders.
run 0 'an order is taken' order new --customer 1051 --line '4711 2' --confirm
run 0 'a second one in another hour' order new --customer 1051 --line '4711 3' --confirm
run 0 'the firm moves' setting set company.time_zone America/St_Johns
run 0 'nothing differs after it' check
run 0 'the firm moves back' setting set company.time_zone UTC
run 0 'nothing differs after that' check

# Somebody else's name: who can write the file without owning it signs in by password only.
other=65534
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null 2>&1; then
    me=$(id -un)
    chmod 755 "$T" && mkdir "$T/shared" && chmod 777 "$T/shared"
    run 0 'a shared desk' --desk "$T/shared/desk.db" init --company Shared --country GB
    chmod 666 "$T/shared"/*
    run 0 'a clerk' --desk "$T/shared/desk.db" user new "$(id -un $other)" --role clerk
    cp "$od" "$T/shared/orderdesk" && chmod 755 "$T/shared/orderdesk"
    as_other() {
        setpriv --reuid $other --regid $other --clear-groups env HOME="$T/shared" \
            "$T/shared/orderdesk" --desk "$T/shared/desk.db" "$@" >"$T/out" 2>"$T/err"
    }
    as_other order list </dev/null
    is 'a clerk comes in by login' $? 0
    as_other --user "$me" user new eve --role admin </dev/null
    is 'a clerk is not the admin by saying so' $? 77
    err_has 'but is told what it takes' 'password'
    echo wrong | as_other --user "$me" user list
    is 'nor without a password to know' $? 77
    as_other --user "$me" restore "$T/none.db" --replace </dev/null
    is 'nor for a restore' $? 77
    printf '[orderdesk]\nuser = %s\n' "$me" >"$T/shared/c.conf"
    as_other --config "$T/shared/c.conf" user new eve --role admin </dev/null
    is 'nor by the configuration' $? 77
    echo 'correct horse' | "$od" --desk "$T/shared/desk.db" user password "$me"
    echo 'correct horse' | as_other --user "$me" user new eve --role clerk
    is 'with the password it works' $? 0
    run 0 'the owner of the file may be anybody' --desk "$T/shared/desk.db" --user eve order list
fi
finish
