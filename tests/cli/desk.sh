#!/bin/sh
# Keeping a desk: init, settings, staff and rights, who, check, backup and restore.
. "${srcdir:-.}/tests/cli/lib.sh"
me=$(id -un)

run 0 'init' init --company 'Acme Ltd' --country GB --time-zone Europe/London
has 'the currency follows the country' 'GBP'
run 1 'init leaves an existing desk alone' init --company Other
run 65 'a country that is none' --desk "$T/x.db" init --country XX
run 65 'a currency that is none' --desk "$T/x.db" init --country GB --currency QQQ
run 65 'a time zone that is none' --desk "$T/x.db" init --country GB --time-zone Nowhere/Land
absent 'a refused init leaves nothing behind' "$T/x.db"

run 0 'settings are listed' --csv setting list
has 'the company stands there' 'company.name,Acme Ltd'
run 0 'a setting is set' setting set company.name 'Acme & Sons'
run 0 'a setting is shown' --json setting show company.name
json 'as JSON'
has 'with its new value' 'Acme & Sons'
run 1 'a setting that is none' setting show company.shoe
run 1 'setting one that is none' setting set company.shoe 44
run 65 'a value out of its choices' setting set tax.round never

run 0 'a clerk is added' user new anna --name 'Anna Webb' --role clerk --discount-limit 10
run 0 'a warehouse user is added' user new ben --role warehouse
run 0 'a manager is added' user new mia --role manager
run 65 'a role that is none' user new carl --role king
run 75 'a login that is taken' user new anna
run 1 'a user that is none' user show carl
run 0 'staff is listed' --csv user list
has 'a row of staff' 'anna,Anna Webb,clerk,10,'
run 0 'a user is changed' user set ben --name 'Ben Carter'
run 64 'active and inactive at once' user set ben --active --inactive
run 0 'a user is put out' user set ben --inactive
run 77 'who is not active does not come in' --user ben order list
run 77 'who is no user does not come in' --user eve order list
err_has 'and is told whom to ask' 'eve'
run 77 'a clerk adds no users' --user anna user new carl
run 77 'a clerk sets nothing' --user anna setting set company.name X
run 77 'a clerk copies nothing' --user anna backup "$T/stolen.db"
absent 'nothing was copied' "$T/stolen.db"
run 77 'a clerk replaces nothing' --user anna restore "$T/stolen.db" --replace
run 1 'the last admin stays' user set "$me" --role clerk
echo 'correct horse' | "$od" user password anna >"$T/out" 2>"$T/err"
is 'a password from standard input' $? 0
run 0 'it is there' --json user show anna
has 'as a fact only' '"has_password":true'
run 0 'it is taken away' user password anna --remove
printf '\n' | "$od" user password anna >"$T/out" 2>"$T/err"
is 'an empty password is refused' $? 65

run 0 'who is there' --json who
json 'as JSON'
run 0 'a fresh desk has no differences' check
run 0 'check as JSON' --json check
json 'is JSON'
has 'none' '"differences":0'
run 0 'what waits to be sent' --json outbox list
json 'as JSON'

run 0 'an item' item new 4711 --description 'Packing tape' --price 1.45
run 0 'a copy' backup "$T/copy.db"
run 1 'a copy goes over nothing' backup "$T/copy.db"
run 74 'a copy into no folder' backup "$T/no/copy.db"
run 0 'a later change' item set 4711 --description 'Other tape'
run 1 'restore asks before it replaces' restore "$T/copy.db"
run 74 'restore of nothing' restore "$T/none.db" --replace
echo 'not a desk' >"$T/text.db"
run 74 'restore of what is no desk' restore "$T/text.db" --replace
run 0 'the desk is as it was' item show 4711
has 'with the later change' 'Other tape'
run 0 'restore' restore "$T/copy.db" --replace
run 0 'the item' item show 4711
has 'is as it was copied' 'Packing tape'
run 0 'a restored desk has no differences' check
run 0 'restore to a new place' --desk "$T/new.db" restore "$T/copy.db"
run 0 'which works' --desk "$T/new.db" item show 4711

if command -v sqlite3 >/dev/null 2>&1; then
    cp "$HOME/.local/share/orderdesk/desk.db" "$T/off.db"
    run 0 'stock' --desk "$T/off.db" stock receive 4711 5
    sqlite3 "$T/off.db" 'UPDATE stock_level SET allocated_qty = 1000'
    run 74 'a counter that is off is found' --desk "$T/off.db" --json check
    json 'as JSON'
    has 'and named' '"check":"stock.allocated"'
    run 77 'a clerk mends nothing' --desk "$T/off.db" --user anna check --fix
    run 74 'mending tells it too' --desk "$T/off.db" check --fix
    run 0 'and then it is gone' --desk "$T/off.db" check
fi

# Root may write everywhere, so there another user takes a look.
db=$HOME/.local/share/orderdesk
as=
if [ "$(id -u)" -eq 0 ]; then
    chmod 755 "$T" "$HOME" "$HOME/.local" "$HOME/.local/share" "$db"
    as='setpriv --reuid=65534 --regid=65534 --clear-groups'
    me=$($as id -un 2>/dev/null)
    run 0 'someone else is added' user new "${me:-nobody}" --role admin
    chmod a+r "$db"/*
fi
# shellcheck disable=SC2086
if $as "$od" --version >/dev/null 2>&1; then
    chmod a-w "$db"/* "$db"
    $as "$od" --desk "$db/desk.db" item show 4711 >"$T/out" 2>"$T/err"
    is 'a desk that can only be read is read' $? 0
    has 'as it is' 'Packing tape'
    $as "$od" --desk "$db/desk.db" item set 4711 --description Tape >"$T/out" 2>"$T/err"
    is 'and not written' $? 1
    chmod u+w "$db" "$db"/*
fi
finish
