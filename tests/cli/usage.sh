#!/bin/sh
# How the program is called: help, wrong usage, configuration, and where there is no desk.
. "${srcdir:-.}/tests/cli/lib.sh"

run 0 'the version is printed' --version
has 'the version names the engine' 'SQLite'
run 0 'help needs no desk' help
has 'help lists commands' 'order new'
has_not 'help leaves out what the build calls' 'dump-man'
run 0 'help of a group' help order
has 'a group lists its verbs' 'order card'
run 0 'help of a verb' help order new
has 'help tells options' '--ship-to N'
run 0 '--help behind a verb' order new --help
has '--help is the same' '--ship-to N'
run 0 '-h of everything' -h

run 64 'an unknown command' ordr list
err_has 'a near command is suggested' 'did you mean "order"'
run 64 'an unknown verb' order shwo 1
err_has 'a near verb is suggested' 'order show'
run 64 'a group alone' order
run 64 'an unknown option' order list --colour
run 64 'an option without its value' order new --customer
run 64 'an option given twice' order new --customer 1 --customer 2 --line x
run 64 'a flag with a value' check --fix=yes
run 64 'a required option is missing' order new --line '4711 1'
err_has 'the missing option is named' '--customer'
run 64 'too few arguments' order show
run 64 'too many arguments' order show 1 2
run 64 'JSON and CSV at once' --json --csv order list
run 64 'help of nothing' help nonsense
run 64 'a database that is not built in' --desk postgresql://localhost/x order list
run 64 'a verb of a later part does not exist' invoice list
run 64 'a refusal as an object' --json ordr list
json 'the refusal is JSON'
has 'the object has the code' '"code":"usage"'

run 74 'screens without a desk, in a script'
err_has 'a script is told how to make one' 'orderdesk init'
run 74 'a command without a desk' order list
run 74 'a command without a desk, in JSON' --json order list
json 'that is JSON too'
has 'its code' '"code":"io"'
run 74 'a folder that is not there' --desk "$T/no/folder/desk.db" init
run 74 'a configuration that is not there' --config "$T/none.conf" order list

printf '[orderdesk]\nthemee = dark\n' >"$T/bad.conf"
run 65 'an unknown option of the configuration' --config "$T/bad.conf" order list
err_has 'it is named' 'themee'
printf '[orderdesk]\ndesk = %s\n' "$T/conf.db" >"$T/good.conf"
run 0 'the configuration names the desk' --config "$T/good.conf" init --country GB
present 'the desk is where the configuration said' "$T/conf.db"
ORDERDESK_DESK=$T/env.db run 0 'the environment goes before it' --config "$T/good.conf" init --country GB
present 'the desk is where the environment said' "$T/env.db"
ORDERDESK_DESK=$T/env.db run 0 'the option goes before both' --desk "$T/opt.db" init --country GB
present 'the desk is where the option said' "$T/opt.db"
mkdir -p "$HOME/.config/orderdesk" && cp "$T/bad.conf" "$HOME/.config/orderdesk/orderdesk.conf"
run 65 "the user's configuration is read" --desk "$T/opt.db" order list
run 0 'help does not read it' help
rm "$HOME/.config/orderdesk/orderdesk.conf"
ORDERDESK_NOW=yesterday run 65 'a clock that is none' --desk "$T/opt.db" order list

echo 'not a desk' >"$T/text.db"
run 74 'a file that is no desk' --desk "$T/text.db" order list
if [ -e /dev/full ]; then
    "$od" --desk "$T/opt.db" setting list >/dev/full 2>"$T/err"
    is 'a full disk behind the output' $? 74
    "$od" help >/dev/full 2>"$T/err"
    is 'a full disk behind help' $? 74
fi
finish
