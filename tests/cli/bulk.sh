#!/bin/sh
# One action done to all orders of a search: the preview, an outcome for each, what is refused.
. "${srcdir:-.}/tests/cli/lib.sh"
run 0 'a desk' init --company 'Acme Ltd' --country GB --time-zone UTC
demo=$ORDERDESK_DATADIR/demo
run 0 'customers' import customers "$demo/customers.csv"
run 0 'items' import items "$demo/items.csv"
run 0 'stock' stock receive 4711 200
run 0 'and more' stock receive 4712 200
for line in '4711 2' '4711 3' '4712 1'; do
    run 0 'an order' order new --customer 1042 --line "$line" --confirm
done
run 0 'one that is canceled' order new --customer 1042 --line '4711 9' --confirm
gone=$(sed -n 's/.*Order *\([0-9]*\).*/\1/p' "$T/out" | head -1)
gone=${gone:-$("$od" --csv order list | sed -n '2s/,.*//p')}
run 0 'is' order cancel "$gone" --reason customer

run 0 'what could be done' --csv order bulk hold --find acme --note 'ask first' --dry-run
is 'is told of each' "$(grep -c ',can,' "$T/out")" 3
has 'and why not' "$gone,ACME Tools Ltd,canceled,cannot,"
run 0 'nothing was done' --csv order list is:held
is 'by that' "$(grep -c '' "$T/out")" 1
run 1 'some are refused' --csv order bulk hold --find acme --note 'ask first'
is 'the others are done' "$(grep -c ',on_hold,done,' "$T/out")" 3
is 'and told' "$(grep -c ',refused,' "$T/out")" 1
run 0 'in JSON' --json order bulk release-hold --find hold:manual --reason checked
json 'as one value'
has 'done' '"outcome":"done"'
run 0 'they are free' --csv order list is:held
is 'again' "$(grep -c '' "$T/out")" 1

# What stops all of them, as a full disk would: what was done before is told all the same.
if command -v sqlite3 >/dev/null 2>&1; then
    desk=$(find "$T" -name '*.db' | head -1)
    sqlite3 "$desk" "CREATE TRIGGER broken BEFORE UPDATE ON sales_order
        WHEN NEW.id = 1 AND NEW.version > OLD.version BEGIN SELECT RAISE(ABORT, 'broken'); END"
    run 70 'it stops' --json order bulk hold --find 'acme status:allocated' --note stop
    json 'what is told is whole'
    is 'two are done' "$(grep -o '"outcome":"done"' "$T/out" | grep -c .)" 2
    is 'one is not' "$(grep -o '"outcome":"can"' "$T/out" | grep -c .)" 1
    sqlite3 "$desk" 'DROP TRIGGER broken'
    run 0 'the two are freed' order bulk release-hold --find hold:manual --reason checked
fi

# What is no action of the order's own.
run 0 'priorities' --csv order bulk priority --find 'acme is:open' --priority 7
is 'are set' "$(grep -c ',done,' "$T/out")" 3
run 0 'and found' --csv order list 'priority:7'
is 'in all of them' "$(grep -c '' "$T/out")" 4
run 65 'one that is none' order bulk priority --find acme --priority 10
err_has 'is said once' 'from 0 to 9'
run 65 'and it is needed' order bulk priority --find acme
run 1 'none of what is over' --csv order bulk priority --find acme --priority 7
has 'says why' "$gone,ACME Tools Ltd,canceled,refused,Order $gone is canceled."
login=$("$od" --csv user list | sed -n '2s/,.*//p')
run 0 'nothing is to be picked' --csv order bulk assign --find 'acme is:open' --picker "$login" --dry-run
is 'yet' "$(grep -c ',cannot,' "$T/out")" 3
run 0 'to the warehouse' order bulk release --find 'acme is:open'
run 65 'nobody of that name' order bulk assign --find acme --picker nobody-here
run 0 'who picks' --csv order bulk assign --find 'acme is:open' --picker "$login"
is 'is said of all' "$(grep -c ',done,' "$T/out")" 3
run 0 'and found' --csv order list "picker:$login"
is 'as such' "$(grep -c '' "$T/out")" 4
run 0 'nobody' order bulk assign --find 'acme is:open'
run 0 'again' --csv order list "picker:$login"
is 'picks them' "$(grep -c '' "$T/out")" 1
run 0 'a wave' --csv order bulk wave --find 'acme is:open' --picker "$login"
is 'has all of them' "$(grep -c ',done,W1' "$T/out")" 3
run 0 'is one' --csv wave list
is 'wave' "$(grep -c '' "$T/out")" 2
run 0 'a second time' --csv order bulk wave --find 'acme is:open' --dry-run
is 'none can' "$(grep -c ',cannot,' "$T/out")" 3
run 0 'none was told of' --csv order bulk notice-again --find 'acme is:open' --dry-run
is 'nothing is told again' "$(grep -c ',cannot,' "$T/out")" 3
one=$("$od" --csv order list 'acme is:open' | sed -n '2s/,.*//p')
run 0 'a provider' setting set notice.mail_provider smtp
run 0 'an address' setting set notice.from desk@example.org
run 0 'a trial' notice test confirmation "$one" me@example.net
run 0 'is no notice' --csv order bulk notice-again --find "number:$one" --dry-run
has 'of the order' ',cannot,'
if command -v sqlite3 >/dev/null 2>&1; then
    sqlite3 "$desk" "UPDATE notice SET is_test = 0, state = 2"
    run 1 'the latest' --csv order bulk notice-again --find "acme is:open"
    is 'goes out again' "$(grep -c ',done,' "$T/out")" 1
    is 'once' "$(sqlite3 "$desk" 'SELECT COUNT(*) FROM notice WHERE resend = 1')" 1
    run 1 'while it waits' order bulk notice-again --find "number:$one"
fi
printf '[orderdesk]\nprint_command =\nprint_form = text\n' >"$T/none.conf"
run 1 'nothing is printed without a printer' --config "$T/none.conf" order bulk print-confirmation --find acme
err_has 'which is said' 'prints nothing. Set print_command'
printf '[orderdesk]\nprint_command = tee -a %s/printed\nprint_form = text\n' "$T" >"$T/print.conf"
run 1 'confirmations' --csv --config "$T/print.conf" order bulk print-confirmation --find acme
is 'are printed' "$(grep -c ',done,' "$T/out")" 3
has 'but of what was canceled' "$gone,ACME Tools Ltd,canceled,refused,"
is 'with the number of each' "$(grep -c "$one" "$T/printed" | grep -vc '^0$')" 1
run 0 'slips' --csv order bulk print-slip --find 'acme is:open' --dry-run
is 'are of what is picked' "$(grep -c ',cannot,' "$T/out")" 3

run 65 'an action of one line is none of many' order bulk cancel-line --find acme
err_has 'and those there are are named' 'release_hold'
run 65 'a reason is needed' order bulk cancel --find acme
run 64 'what the action does not take is refused' order bulk cancel --find acme --reason customer --title x
run 65 'all orders are never meant by nothing' order bulk cancel --find '' --reason customer
for find in 'status:' 'acme customer:' 'acme by:,' 'total>' '(' '-(' 'acme or city:' '""'; do
    run 65 "nor by \"$find\"" order bulk note --find "$find" --note x --dry-run
done
err_has 'which is said' 'asks for nothing'
for find in 'status:' 'acme customer:' 'hour:'; do
    run 65 "no file is made of \"$find\"" export orders "$find"
    err_has 'and it is said why' 'asks for nothing'
    run 65 "and no list of \"$find\"" --csv order list "$find"
    run 65 'also for a person' order list acme "$find"
done
run 65 'nor of customers' customer list 'group:'
run 65 'nor of items' export items 'category:'
run 0 'all may be exported by nothing at all' export orders
run 65 'a search that is none' order bulk cancel --find colour:red --reason customer
run 0 'a word with a letter wrong finds nothing here' --csv order bulk cancel --find amce --reason customer
is 'so nothing is done' "$(grep -c '' "$T/out")" 1
finish
