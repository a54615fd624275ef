#!/bin/sh
# What is due by itself while no desk is open: the command, and the units that run it.
. "${srcdir:-.}/tests/cli/lib.sh"
run 0 'a desk' init --company 'Acme Ltd' --country GB --time-zone UTC
for unit in system user; do
    file=${builddir:-.}/data/systemd/$unit/orderdesk-timers.service
    present "there is a unit for a $unit" "$file"
    if grep -q '@' "$file"; then bad "the unit for a $unit is filled in"; else ok; fi
    # The very words of the unit, with the program that was built.
    words=$(sed -n 's|^ExecStart=[^ ]*/orderdesk ||p' "$file")
    # shellcheck disable=SC2086
    run 0 "what the unit for a $unit runs" --json $words
    has 'is done' '"holds_ended":0'
done
run 0 'what could not go on is told' --json timers
has 'nothing' '"stuck":0'
run 0 'and listed' --json timers --stuck
is 'nothing' "$(cat "$T/out")" '[]'
timer=${srcdir:-.}/data/systemd/orderdesk-timers.timer
present 'there is a timer' "$timer"
is 'that comes again and again' "$(grep -c '^OnUnitActiveSec=' "$timer")" 1
finish
