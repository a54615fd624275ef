#!/bin/sh
# The program in German: texts, tables and numbers. Needs no locale of the machine but C.UTF-8.
. "${srcdir:-.}/tests/cli/lib.sh"

err_has_not() { if grep -qF -- "$2" "$T/err"; then bad "$1" "$2"; else ok; fi; }

unset LC_ALL LC_MESSAGES LC_CTYPE LC_NUMERIC LANGUAGE
LANG=de_DE.UTF-8
export LANG
if ! LC_ALL=C.UTF-8 locale charmap 2>/dev/null | grep -q UTF-8; then
    echo "SKIP: this machine has no C.UTF-8"
    exit 77
fi
small_desk

run 64 'a call that makes no sense' bogus
err_has 'is told so in German' 'Es gibt keinen Befehl'
run 0 'help' help order confirm
has 'is German' 'Dem Kunden Bestand und Termin zusagen.'

# The comma of a German locale is nobody's decimal sign unless the desk says so.
run 0 'a price is typed with a point' item new P-1 --description 'Schlüssel, groß' --price 1234.50
run 0 'and kept' --json item show P-1
has 'as typed' '"1234.50 GBP"'
run 0 'a customer' customer new 'Müller Fördertechnik GmbH' --code 2001 --street 'Größnitzer Straße 9' \
    --city Würzburg --postcode 97070 --country DE
run 0 'a second' customer new 'Akers Ltd' --code 2002 --street '1 Main Road' --city Leeds \
    --postcode 'LS1 1AA' --country GB

run 0 'customers' customer list
has 'have German heads' 'Kreditsperre'
head=$(sed -n 1p "$T/out")
at=${head%%Ort*}
for code in 2001 2002; do
    row=$(grep "^$code " "$T/out")
    # A letter in place of each umlaut, for shells that count bytes.
    before=$(printf '%s' "$row" | LC_ALL=C.UTF-8 sed 's/[äöüß]/x/g; s/\(Wxrzburg\|Leeds\).*//')
    is "the city of $code stands below its head" "${#before}" "${#at}"
done

run 0 'an order' --csv order new --customer 2001 --line '4711 12' --line 'BOL-M8-40 25' --confirm
run 0 'orders' order list
has 'have German heads' 'Auftrag'
number=$(sed -n '2s/ .*//p' "$T/out")
run 0 'its card' order card "$number"
has 'is read out in German' "Auftrag $number für Müller Fördertechnik GmbH"
run 1 'what is not possible' order release-hold "$number" --reason checked
err_has 'is refused in German' 'ist nicht gesperrt'

# JSON and CSV are for programs: their names stay.
run 0 'JSON' --json customer show 2001
has 'keeps its names' '"name":"Müller Fördertechnik GmbH"'

# A user's own language goes before that of the locale.
LANG=C.UTF-8
run 0 'a user with a language' user new lotte --name Lotte --role manager --language de
run 1 'who signs in' --user lotte order release-hold "$number" --reason checked
err_has 'is answered in it' 'ist nicht gesperrt'
run 1 'another' order release-hold "$number" --reason checked
err_has_not 'is not' 'ist nicht gesperrt'

# LC_ALL=C is for scripts: plain English, whatever the user likes.
export LC_ALL=C
run 1 'in the locale C' --user lotte order release-hold "$number" --reason checked
err_has_not 'all is English' 'ist nicht gesperrt'
unset LC_ALL

# Texts are found where the environment names them, for an installation that was moved.
LANG=de_DE.UTF-8
ORDERDESK_LOCALEDIR=$T/none
export ORDERDESK_LOCALEDIR
run 64 'a folder without texts' bogus
err_has 'leaves English' 'There is no command'
finish
