#!/bin/sh
# Reports that are mailed regularly: made, listed, changed, due once, missed, failed, removed.
. "${srcdir:-.}/tests/cli/lib.sh"
ORDERDESK_NOW=2026-11-23T10:00:00Z # a Monday
small_desk
run 0 'an order' order new --customer 1051 --line '4711 12' --confirm

run 77 'a clerk may not' --user nobody report schedule list
add='report schedule add'
# shellcheck disable=SC2086
{
    run 0 'one is added' $add 'Sales of the week' sales --period last-week --every weekly --on monday \
        --at 7:30 --to Lee@Example.com --to 'zoe@example.com, lee@example.com'
    run 75 'its name is taken, in any letters' $add 'SALES of the wéek' sales --to a@example.com
    run 1 'no report' $add A nosuch --to a@example.com
    err_has 'its names' 'sales'
    run 65 'no group of it' $add A sales --by carrier --to a@example.com
    run 65 'days that stay the same' $add A sales --period 2026-11 --to a@example.com
    err_has 'why' 'the same days each time'
    run 65 'no period of what is of now' $add A low --period yesterday --to a@example.com
    run 65 'no address' $add A sales --to 'lee at example.com'
    err_has 'it is named' '"lee" is no mail address'
    run 65 'none that a server takes' $add A sales --to 'zoë@example.com'
    run 64 'none at all' $add A sales
    run 65 'a day of the week' $add A sales --every weekly --on 3 --to a@example.com
    run 65 'a day of the month' $add A sales --every monthly --on 32 --to a@example.com
    run 65 'no day of daily' $add A sales --every daily --on monday --to a@example.com
    run 65 'a time' $add A sales --at 24:00 --to a@example.com
    run 65 'no chart' $add A aside --format pdf --to a@example.com
    run 65 'a form' $add A sales --format doc --to a@example.com
    run 65 'a language' $add A sales --lang english --to a@example.com
    run 1 'a site' $add A sales --site NOSUCH --to a@example.com
    run 65 'a name' $add '' sales --to a@example.com
}
run 0 'it is listed' report schedule list --csv
has 'as it is kept' \
    'Sales of the week,sales,last-week,day,none,,,csv,"Lee@example.com, zoe@example.com",en,weekly,monday,07:30,true,2026-11-30T07:30:00.000Z'
is 'nothing else was made' "$(wc -l <"$T/out")" 2
run 0 'in JSON' report schedule list --json
json 'which is such'

# --- due
mails() {
    "$od" outbox list --csv >"$T/mails" 2>&1
    grep -c ',mail.send,' "$T/mails"
}
run 0 'before its time' timers --json
has 'nothing' '"reports":0'
run 1 'sent by hand it says that no mails go' report schedule run 'Sales of the week'
err_has 'and what to set' notice.mail_provider
ORDERDESK_NOW=2026-11-30T07:30:00Z
run 0 'when it is due and no mails go' timers --json
has 'none is mailed' '"reports":0'
run 0 'that is seen' report schedule list --csv
has 'at it' 'No mails are sent'
is 'no work is made' "$(mails)" 0
run 0 'mails go' setting set notice.mail_provider smtp
run 0 'from us' setting set notice.from desk@example.org
ORDERDESK_NOW=2026-12-07T07:29:59Z
run 0 'a second before' timers --json
has 'nothing is due' '"reports":0'
ORDERDESK_NOW=2026-12-07T07:30:00Z
for i in 1 2 3 4; do "$od" timers >"$T/timers.$i" 2>&1 & done
wait
is 'four processes make one mail for each' "$(mails)" 2
run 0 'the error is gone' report schedule list --csv
has_not 'from the list' 'No mails are sent'
has 'the next is a week later' 2026-12-14T07:30:00.000Z
ORDERDESK_NOW=2027-01-15T09:00:00Z
run 0 'after weeks without a desk' timers --json
has 'it is one' '"reports":1'
is 'with its two mails' "$(mails)" 4
run 0 'of the last time' report schedule list --csv
has 'that was missed' 2027-01-11T07:30:00.000Z
run 0 'and then' timers --json
has 'no other' '"reports":0'

# --- changed
run 0 'it is changed' report schedule set 'Sales of the week' --every monthly --on 31 --at 18:00 \
    --to lee@example.com --by week --compare year
run 0 'as' report schedule list --csv
has 'it was said' 'last-week,week,year,,,csv,lee@example.com,en,monthly,31,18:00,true,2027-01-31T18:00:00.000Z'
run 75 'over a version that is gone' report schedule set 'Sales of the week' --top 3 --if-version 1
run 0 'another report' report schedule set 'Sales of the week' --report low
run 0 'has its own ask' report schedule list --csv
has 'of now' 'Sales of the week,low,,'
run 0 'off' report schedule off 'Sales of the week'
run 0 'is said' report schedule list --json
has 'of it' '"is_on":false'
ORDERDESK_NOW=2027-02-28T18:00:00Z
run 0 'nothing' timers --json
has 'is due' '"reports":0'
run 0 'on again' report schedule on 'sales of the WEEK'
ORDERDESK_NOW=2027-03-31T18:00:00Z
run 0 'a mail goes by hand' report schedule run 'Sales of the week' --to me@example.com
is 'one' "$(mails)" 5
run 1 'the same moment' report schedule run 'Sales of the week' --to me@example.com
run 0 'which takes nothing from its time' timers --json
has 'that comes' '"reports":1'
run 0 'it is removed' report schedule remove 'Sales of the week'
run 0 'and' report schedule list --csv
is 'gone' "$(wc -l <"$T/out")" 1
run 1 'for good' report schedule on 'Sales of the week'
# shellcheck disable=SC2086
run 0 'its name is free' $add 'Sales of the week' sales --to a@example.com
run 0 'help' help report schedule add
has 'of three words' 'orderdesk report schedule add NAME REPORT --to ADDRESS'

run 0 'of two' help report schedule
has 'those of it' 'report schedule remove'
run 64 'a third word is needed' report schedule
run 64 'and must be one' report schedule lits
err_has 'near which' 'did you mean "report schedule list"'

# --- who may
run 0 'a clerk' user new bob --name Bob --role clerk
run 0 'may look' --user bob report schedule list
# shellcheck disable=SC2086
run 77 'and not add' --user bob $add B sales --to b@example.com
run 77 'or send' --user bob report schedule run 'Sales of the week'
run 77 'or switch' --user bob report schedule off 'Sales of the week'
run 77 'or remove' --user bob report schedule remove 'Sales of the week'
finish
