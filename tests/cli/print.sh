#!/bin/sh
# Papers: what stands on them as text and as PDF, when there is one, and where they go. The barcode
# of the PDF is read from a picture of its page where the programs for that are there.
. "${srcdir:-.}/tests/cli/lib.sh"
golden=${srcdir:-.}/tests/data/papers

# same CLAIM FILE: the last output is what the file has.
same() { if diff -u "$golden/$2" "$T/out" >"$T/diff"; then ok; else bad "$1" "$(cat "$T/diff")"; fi; }

mkdir -p "$HOME/.config/orderdesk"
option() { printf '[orderdesk]\n%s\n%s\n' "$1" "${2-}" >"$HOME/.config/orderdesk/orderdesk.conf"; }

small_desk
run 0 'a place' stock set 4711 --bin B-02
run 0 'another' stock set BOL-M8-40 --bin A-17-3
run 0 'an item' item new NUT-M8 --description 'Nut M8' --price 0.20
run 0 'stock' stock receive NUT-M8 50
run 0 'a bundle' item new KIT-1 --description 'Starter kit with tape and two nuts of the usual size' \
    --price 20 --kind bundle --component 4711=1 --component NUT-M8=2
run 0 'an order' order new --customer 1051 --po 'PO-77/2026' --line '4711 12' --line 'BOL-M8-40 30' \
    --line 'SVC-CUT 1' --confirm
order=$(tr -d '\n' <"$T/out")
run 0 'a note' order note_warehouse "$order" --note 'Wrap each roll.'
run 0 'a note' order note_customer "$order" --note 'The rest follows
by the end of the month.'
run 0 'a note' order note "$order" --note 'Nobody else reads this.'
run 1 'without a fulfillment there is no paper' print pick-list "$order" -o -
run 0 'to the warehouse' order release "$order"

# --- the pick list, by place
run 0 'a pick list' print pick-list "$order" -o -
same 'has place, item, how many and a box' pick-list.txt
run 0 'by the number of the fulfillment too' print pick-list "$order-F1" --output - --text
same 'it is the same' pick-list.txt
run 0 'as a value' --json print pick-list "$order" -o -
json 'in JSON'
run 1 'no packing slip before all is picked' print packing-slip "$order" -o -
err_has 'says why' 'is not picked to its end'
run 0 'some are picked' fulfillment pick "$order" --item 4711 --qty 5
run 0 'the list then' print pick-list "$order" -o -
has 'says so' '(5 taken'
run 0 'on hold' order hold "$order" --note 'Ask first'
run 1 'nothing is to be picked' print pick-list "$order" -o -
err_has 'says why' 'on hold'
run 0 'released again' order release-hold "$order" --reason checked
run 0 'all is picked' fulfillment pick "$order"
run 0 'the list then' print pick-list "$order" -o -
has 'has ticks' '[x]'
has_not 'and no open box' '[ ]'
run 0 'and it is picked to its end' fulfillment finish "$order"

# --- the packing slip
run 0 'a packing slip' print packing-slip "$order" -o -
same 'has what is sent and what follows, and no price' packing-slip.txt
run 0 'packed' fulfillment pack "$order" --packages 2
run 1 'then nothing is picked any more' print pick-list "$order" -o -
err_has 'says why' 'nothing to be picked'
run 0 'shipped' fulfillment ship "$order"
run 0 'it is printed again by its number' print packing-slip "$order-F1" -o -
has 'with the packages' 'Packages        2'
has 'and the same rest' '10  ea'
run 1 'but not by the order, that has none open' print packing-slip "$order" -o -
run 1 'a number that is none' print pick-list 999-F9 -o -

# --- the confirmation, which is kept as each revision was
run 0 'a confirmation' print confirmation "$order" -o -
same 'has what was ordered, with prices and the total' confirmation.txt
run 0 'again' print confirmation "$order" -o -
run 0 'another note' order note_customer "$order" --note 'By van.'
run 0 'changes it' print confirmation "$order" -o -
has 'as the order is now' 'By van.'
run 0 'both are kept' --csv document list "$order"
has 'the first once' "confirmation,$order,1,"
has 'and the next' "confirmation,$order,2,"
has_not 'and no more' "confirmation,$order,3,"
run 0 'the first is printed again' document print confirmation "$order" --revision 1 -o -
same 'as it was' confirmation.txt
mkdir -p "$HOME/.config/orderdesk/templates"
printf '[confirmation]\ntitle = Confirmed {number}\nabove = For {customer}, {po}\nbelow = See you.\n' \
    >"$HOME/.config/orderdesk/templates/en.txt"
run 0 'headings of the firm' print confirmation "$order" -o -
has 'stand on it' "CONFIRMED $order"
has 'with the line above' 'PO-77/2026'
has 'and the line below' 'See you.'
rm "$HOME/.config/orderdesk/templates/en.txt"

# --- other countries, languages, bundles
run 0 'a customer abroad' customer new 'Müller GmbH' --code 2001 --street 'Hauptstraße 5' --city Berlin \
    --postcode 10115 --country DE --language de
run 0 'what a nut is called there' item set NUT-M8 --descriptions 'de: Mutter M8; fr: Écrou M8'
run 0 'and the tape' item set 4711 --descriptions 'de: Packband'
run 0 'a bundle for it' order new --customer 2001 --line 'KIT-1 2' --line '4711 3' --confirm
abroad=$(tr -d '\n' <"$T/out")
run 0 'to the warehouse' order release "$abroad"
run 0 'canceled' fulfillment cancel "$abroad" --reason clerk_error
run 1 'is not sent' print packing-slip "$abroad-F1" -o -
run 0 'again' order release "$abroad"
run 0 'picked' fulfillment pick "$abroad"
run 0 'finished' fulfillment finish "$abroad"
run 0 'a slip abroad' print packing-slip "$abroad-F2" -o -
has 'has the address as it is written there' '10115 Berlin'
has 'with the country' 'GERMANY'
has 'in the language of the customer' 'Artikel'
has 'has the kits' 'KIT-1'
has 'and what they are made of' '- 4711'
has 'a part as it is called there' 'Mutter M8'
has 'and a line' '4711                Packband'
run 0 'an item that is described otherwise' item set 4711 --descriptions 'de: Klebeband'
run 0 'a slip of what was ordered before' print packing-slip "$abroad-F2" -o -
has 'says what was ordered' '4711                Packband'
run 0 'a line is added by a change' order change "$abroad" --add 'BOL-M8-40 1'
run 0 'it is described only then' item set BOL-M8-40 --descriptions 'de: Schraube M8x40'
run 0 'another line is added' order change "$abroad" --add 'NUT-M8 5'
run 0 'a notice of what changed' notice preview change "$abroad"
has 'has each line in the words of its day' 'Mutter M8'
has_not 'and no later ones' 'Schraube'
run 65 'a description without its language' item set 4711 --descriptions 'Packband'
err_has 'says how it is written' 'de: Schraube M8'

# --- the printer
option "print_command = tee $T/printed" 'print_form = text'
run 0 'it goes to the printer' print packing-slip "$abroad-F2"
err_has 'and is said to' "$abroad-F2 went to the printer."
if "$od" print packing-slip "$abroad-F2" -o - | cmp -s - "$T/printed"; then ok; else bad 'as text'; fi
option 'print_command = orderdesk-no-such-program' 'print_form = text'
run 74 'a command that is not there' print packing-slip "$abroad-F2"
err_has 'is named' 'orderdesk-no-such-program'
option 'print_command = ls /nowhere-at-all' 'print_form = text'
run 74 'a command that fails' print packing-slip "$abroad-F2"
err_has 'is heard' 'nowhere-at-all'
option 'print_command =' 'print_form = text'
run 1 'no command' print packing-slip "$abroad-F2"
err_has 'says what to set' 'print_command'
run 64 'one form' print packing-slip "$abroad-F2" --text --pdf

# --- PDF
run 0 'a PDF' print packing-slip "$order-F1" -o "$T/slip.pdf"
is 'is one' "$(head -c 5 "$T/slip.pdf")" '%PDF-'
run 0 'a text by the name of its file' print packing-slip "$order-F1" -o "$T/slip.txt"
is 'is text' "$(head -1 "$T/slip.txt")" "PACKING SLIP $order-F1"
run 74 'a folder that is not there' print packing-slip "$order-F1" -o "$T/none/slip.pdf"
mkdir "$T/alone"
cp "$od" "$T/alone/orderdesk"
with=$od
od=$T/alone/orderdesk
if [ ! -e /usr/local/libexec/orderdesk/orderdesk-render ]; then
    run 74 'without the program that makes PDF' print packing-slip "$order-F1" -o "$T/none.pdf"
    err_has 'says that text can be had' 'text can'
    absent 'no file is left' "$T/none.pdf"
fi
run 0 'text needs no other program' print packing-slip "$order-F1" -o -
od=$with
for program in pdftotext pdfinfo pdftoppm zbarimg; do
    command -v "$program" >/dev/null 2>&1 && continue
    echo "SKIP: no $program; $checks checks, $failed failed before"
    [ "$failed" -eq 0 ] && exit 77
    exit 1
done
pdftotext -layout "$T/slip.pdf" "$T/out"
has 'the PDF says what it is' "Packing slip $order-F1"
has 'whose' 'Acme Ltd'
has 'where to' '40 Dock Street'
has 'for which order of theirs' 'PO-77/2026'
has 'the items' 'BOL-M8-40'
has 'the note' 'by the end of the month'
has_not 'and no price' '9.94'
pdfinfo "$T/slip.pdf" >"$T/out"
has 'it is A4' '(A4)'
pdftoppm -r 150 -png -singlefile "$T/slip.pdf" "$T/page"
is 'a scanner reads its barcode' "$(zbarimg -q --raw "$T/page.png" 2>/dev/null)" "$order-F1"

# Many lines go over several pages, each with the titles; the paper is that of the country.
run 0 'a firm in the United States' setting set company.country US
set --
i=1
while [ $i -le 90 ]; do
    set -- "$@" --line "4711 1 @1.$((100 + i))"
    i=$((i + 1))
done
run 0 'stock' stock receive 4711 500
run 0 'a long order' order new --customer 1051 --po 'PO-78' "$@" --confirm
long=$(tr -d '\n' <"$T/out")
run 0 'to the warehouse' order release "$long"
run 0 'its pick list' print pick-list "$long" -o "$T/list.pdf"
pdfinfo "$T/list.pdf" >"$T/out"
has 'is on letter' '(letter)'
pages=$(sed -n 's/^Pages: *//p' "$T/out")
if [ "$pages" -gt 1 ]; then ok; else bad 'on several pages' "$pages"; fi
pdftotext -layout "$T/list.pdf" "$T/out"
is 'with titles on each' "$(grep -c Quantity "$T/out")" "$pages"
is 'and pages counted' "$(tr -d ' ' <"$T/out" | grep -c "$pages/$pages\$")" 1
is 'every line once' "$(grep -c 'Packing tape' "$T/out")" 90
finish
