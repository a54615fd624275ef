#!/bin/sh
# The drill: copies night by night, the desk destroyed, one put back, everything as it was.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
db=$HOME/.local/share/orderdesk/desk.db
mkdir "$T/copies"

run 64 'a copy goes to a file or into a folder' backup
run 64 'not both' backup "$T/x.db" --rotate "$T/copies"
run 64 'what is kept is kept in a folder' backup "$T/x.db" --keep-days 3
run 65 'a number of days that is none' backup --rotate "$T/copies" --keep-days many
run 65 'days below nothing' backup --rotate "$T/copies" --keep-days -1
run 74 'a folder that is not there is not made' backup --rotate "$T/none"
absent 'nor left' "$T/none"

run 0 'before the first copy' --json check
has 'none is known' '"last_backup":""'
day=1
while [ $day -le 9 ]; do
    ORDERDESK_NOW=2026-12-0${day}T02:00:00Z
    run 0 "night $day: an order" --json order new --customer 1051 --line '4711 1' --confirm
    number=$(field number)
    run 0 "night $day: a copy" --json backup --rotate "$T/copies" --keep-days 3 --keep-weeks 2 \
        --keep-months 1
    json 'told as JSON'
    day=$((day + 1))
done
# Monday 7 to Wednesday 9 are the days; Sunday 6 ends the week before.
is 'three days and the end of a week stay' "$(cd "$T/copies" && echo desk-*)" \
    'desk-2026-12-06T020000Z.db desk-2026-12-07T020000Z.db desk-2026-12-08T020000Z.db desk-2026-12-09T020000Z.db'
run 0 'the last copy is known' --json check
has 'by its time' '"last_backup":"2026-12-09T02:00:00.000Z"'
run 0 'a clerk' user new anna --role clerk
run 77 'a clerk makes no copies' --user anna backup --rotate "$T/copies"

# The disk dies.
rm -f "$db" "$db"-* "$db".*
run 74 'the desk is gone' order list
run 0 'the last copy is put back' restore "$T/copies/desk-2026-12-09T020000Z.db"
run 0 'and is whole' check
run 0 'with the last order' order show "$number"
run 0 'all nine of them' --csv order list
is 'are there' "$(grep -c 2026-12 "$T/out")" 9
ORDERDESK_NOW=2026-12-10T02:00:00Z
run 0 'the next night goes on' --json backup --rotate "$T/copies"
run 0 'orders go on' order new --customer 1051 --line '4711 1' --confirm

run 0 'a second desk' --desk "$T/other.db" init --country GB
run 1 'keeps its copies elsewhere' --desk "$T/other.db" backup --rotate "$T/copies"

# A copy that is damaged later is found before it takes a place.
copy=$T/copies/desk-2026-12-10T020000Z.db
dd if=/dev/urandom of="$copy" bs=4096 seek=3 count=2 conv=notrunc 2>/dev/null
run 74 'a damaged copy is not put back' restore "$copy" --replace
run 0 'the desk is as it was' check

# The other kind of copy counts as well.
ORDERDESK_NOW=2026-12-20T02:00:00Z
run 0 'a copy by hand' backup "$T/hand.db"
run 0 'is known' --json check
has 'too' '"last_backup":"2026-12-20T02:00:00.000Z"'
for unit in system user; do
    file=${builddir:-.}/data/systemd/$unit/orderdesk-backup.service
    present "there is a unit for a $unit" "$file"
    if grep -q '@' "$file"; then bad "the unit for a $unit is filled in"; else ok; fi
done
finish
