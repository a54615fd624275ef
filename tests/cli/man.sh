#!/bin/sh
# The manual names every command, option and key, and is sound man(7).
. "${srcdir:-.}/tests/cli/lib.sh"

run 0 'the page of the program' dump-man orderdesk.1
has 'has a section of keys' '.SH KEYS'
has 'has the exit statuses' '.SH EXIT STATUS'
has 'has whole codes' '.B .theme'
cp "$T/out" "$T/orderdesk.1"
sed "s|[\\]||g" "$T/orderdesk.1" >"$T/plain"
grep -rhoE '"ORDERDESK_[A-Z]+"' "${srcdir:-.}/src" | tr -d '"' | sort -u >"$T/variables"
while read -r name; do
    if grep -q "$name" "$T/plain"; then ok; else bad "the manual has $name"; fi
done <"$T/variables"
run 0 'all commands' help
sed -n '/Commands:/,/^$/p; /^  [a-z]/p' "$T/out" | sed -n 's/^  \([a-z][a-z -]*[a-z]\)  .*/\1/p' |
    sort -u >"$T/commands"
if [ "$(grep -c '' "$T/commands")" -gt 40 ]; then ok; else bad 'help lists all of them'; fi
while read -r name; do
    if grep -q "^\.SS \"${name}[ \"]" "$T/plain"; then ok; else bad "the manual has \"$name\""; fi
done <"$T/commands"
run 0 'the page of the configuration' dump-man orderdesk.conf.5
has 'has the options' 'Default:'
cp "$T/out" "$T/orderdesk.conf.5"
run 64 'a page that is none' dump-man other.7
if command -v man >/dev/null 2>&1; then
    for page in orderdesk.1 orderdesk.conf.5; do
        MANWIDTH=80 man --warnings -E UTF-8 -l "$T/$page" >/dev/null 2>"$T/err"
        is "$page is without warnings" "$(head -3 "$T/err")" ''
    done
fi
run 0 'the sample configuration' dump-man orderdesk.conf.sample
cp "$T/out" "$T/sample.conf"
run 0 'is taken as it is' --config "$T/sample.conf" --desk "$T/x.db" init --country GB
sed 's/^#\([a-z_]* = .\)/\1/' "$T/sample.conf" >"$T/full.conf"
run 0 'and with every line in force' --config "$T/full.conf" --desk "$T/x.db" order list
finish
