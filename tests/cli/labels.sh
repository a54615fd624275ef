#!/bin/sh
# Labels, manifest, the sheet of commands, and papers as they were printed before. Barcodes are read
# from pictures of the pages where the programs for that are there.
. "${srcdir:-.}/tests/cli/lib.sh"
golden=${srcdir:-.}/tests/data/papers

same() { if diff -u "$golden/$2" "$T/out" >"$T/diff"; then ok; else bad "$1" "$(cat "$T/diff")"; fi; }
mkdir -p "$HOME/.config/orderdesk"
option() { printf '[orderdesk]\n%s\n%s\n' "$1" "${2-}" >"$HOME/.config/orderdesk/orderdesk.conf"; }

small_desk
run 0 'where the firm is' site set MAIN --street '1 Dock Road' --city Leeds --postcode 'LS1 4AB' --country GB
run 0 'a customer abroad' customer new 'Müller ^XA~ GmbH' --code 2001 --street 'Hauptstraße 5' \
    --city Berlin --postcode 10115 --country DE
run 0 'an order' order new --customer 2001 --po 'PO-9' --line '4711 3' --confirm
order=$(tr -d '\n' <"$T/out")
run 0 'to the warehouse' order release "$order"
run 0 'a picker' user new ben --role warehouse
run 0 'nobody picks it' --csv fulfillment list --by -
has 'so it is listed' "$order-F1"
run 0 'given to one' fulfillment assign "$order" --user ben
run 0 'who has it' --csv fulfillment list --by ben
has 'listed by that' "$order-F1"
run 0 'nobody has' --csv fulfillment list --by -
has_not 'the rest' "$order-F1"
run 1 'an unknown one' fulfillment list --by nobody
run 0 'its tote' fulfillment tote "$order" --tote t-19
run 0 'is shown' --json fulfillment show "$order"
is 'by its code' "$(field tote)" T-19
run 0 'picked' fulfillment pick "$order"
run 1 'no label before it is packed' print label "$order" -o -
err_has 'says why' 'not packed yet'
run 0 'finished' fulfillment finish "$order"
run 0 'packed' fulfillment pack "$order" --packages 2 --weight 3.4
run 1 'nothing left yet' print manifest -o -
err_has 'says so' 'Nothing left on this day'

# --- the label
run 0 'a label' print label "$order" -o -
same 'one for each parcel' label.txt
run 0 'shipped' fulfillment ship "$order" --carrier DHL --tracking 00340434161094042557
run 0 'the label then' print label "$order-F1" -o -
has 'has the number of the carrier' 00340434161094042557
run 0 'as ZPL' print label "$order-F1" -o "$T/label.zpl"
is 'two labels' "$(grep -c '^\^XA$' "$T/label.zpl")" 2
is 'of 4 inches at 203 dpi' "$(grep -c '^\^PW812$' "$T/label.zpl")" 2
is 'no letter is a command' "$(grep -c 'FDMüller _5EXA_7E GmbH^FS' "$T/label.zpl")" 2
run 0 'for 300 dpi' print label "$order-F1" --zpl --dpi 300 -o -
has 'as wide' '^PW1200'
run 65 'another printer' print label "$order-F1" --zpl --dpi 600 -o -
run 64 'one form' print label "$order-F1" --zpl --pdf -o "$T/x"
run 64 'a sheet is no label' print pick-list "$order" --zpl
run 0 'small labels' setting set paper.label a6
run 0 'as ZPL' print label "$order-F1" --zpl -o -
has 'are narrower than they are high' '^PW839'
has 'by far' '^LL1182'
run 0 'and the usual ones again' setting set paper.label 4x6
run 0 'where another site takes returns' site new BACK Returns --street '9 Mill Lane' --city York \
    --postcode 'YO1 7HH' --country GB
run 0 'MAIN takes none' site set MAIN --returns no
run 0 'the label' print label "$order-F1" -o -
has 'says where to' 'If it cannot be delivered, return to'
has 'by address' '9 Mill Lane'
run 0 'MAIN takes them again' site set MAIN --returns yes

# --- items, places, commands
run 0 'labels of an item' print item-label 4711 --copies 3 --zpl -o -
is 'as many as asked' "$(grep -c '^\^XZ' "$T/out")" 3
run 1 'an item that is none' print item-label 4799
run 65 'none' print item-label 4711 --copies 0
run 65 'too many' print item-label 4711 --copies 501
run 0 'a label of a place' print place-label 'A-14-03' -o -
has 'names it' 'A-14-03'
run 65 'no place' print place-label ' '
run 0 'the commands' print commands -o -
has 'all of them' '.SHORT'
has 'with words' 'Print the packing slip'

# --- the manifest
run 0 'the manifest' print manifest -o -
same 'has what left, by carrier' manifest.txt
run 0 'by its own number' print manifest M1 -o -
has 'has the same' "$order-F1"
has 'and its name' 'MANIFEST M1'
run 1 'one that is none' print manifest M9 -o -
run 64 'both' print manifest M1 --date 2026-11-23 -o -
run 0 'it is kept' --csv document list M1
is 'once' "$(grep -c '^manifest,M1,' "$T/out")" 1
run 1 'of another day' print manifest --date 2026-11-22 -o -
run 1 'of another site' print manifest --site BACK -o -
run 65 'a day that is none' print manifest --date 2026-13-40 -o -
run 0 'taken back' fulfillment unship "$order-F1"
run 1 'it did not leave' print manifest -o -
run 1 'nothing is on it any more' print manifest M1 -o -
run 0 'it leaves after all' fulfillment ship "$order" --carrier DHL --tracking 00340434161094042557

# --- as it was printed
run 0 'what was printed' --csv document list "$order"
is 'the same is the same revision' "$(grep -c '^label,' "$T/out")" 4
run 0 'of a day' --csv document list '2026-11-23 MAIN'
is 'once' "$(grep -c '^manifest,' "$T/out")" 1
run 0 'the first label' document show label "$order-F1" --revision 1
same 'is as it was' label.txt
run 0 'by the command that prints, too' print label "$order-F1" --revision 1 -o -
same 'it is' label.txt
run 0 'the newest' document show label "$order-F1"
has 'has the number' 00340434161094042557
run 1 'one that is none' document show label "$order-F1" --revision 99
err_has 'says so' 'no revision 99'
run 1 'what was never printed' document show packing-slip "$order-F1"
run 65 'a document that is none' document show invoice "$order-F1"
err_has 'says which there are' 'packing-slip'
option "print_command = false" "label_command = tee $T/printed"
run 0 'it goes to the printer of labels' document print label "$order-F1" --text --revision 1
cp "$T/printed" "$T/out"
same 'as it was' label.txt
run 74 'sheets go to the other' print manifest --text
err_has 'and what fails is said' 'Nothing was printed.'
run 0 'it is kept all the same' document show manifest '2026-11-23 MAIN'
option "label_command = tee $T/printed" 'label_form = zpl'
run 0 'a printer of labels gets ZPL' print label "$order-F1"
is 'of it' "$(head -1 "$T/printed")" '^XA'

# --- words of the firm
own=$HOME/.config/orderdesk/templates
mkdir "$own"
printf '[label]\nbelow = With care, {company}: {number}\n[manifest]\ntitle = Left {number} ({site})\n' >"$own/en.txt"
run 0 'a label' print label "$order-F1" -o -
is 'each with the words of the firm' "$(grep -c "With care, Acme Ltd: $order-F1" "$T/out")" 2
run 0 'a manifest' print manifest -o -
has 'has its title' 'LEFT 2026-11-23 MAIN (MAIN)'
printf '[label]\nbelow = {nobody}\n' >"$own/en.txt"
run 65 'a field that is none' print label "$order-F1" -o -
err_has 'is said with file and line' "$own/en.txt, line 2: "
printf '[label]\nbelow = Zerbrechlich\n' >"$own/de.txt"
rm "$own/en.txt"
LANG=de_DE.UTF-8 LC_ALL='' run 0 'a German at the desk' print label "$order-F1" -o -
has 'has the German words' Zerbrechlich
run 0 'others' print label "$order-F1" -o -
has_not 'have not' Zerbrechlich
rm -r "$own"

# --- PDF
run 0 'a PDF' print label "$order-F1" -o "$T/label.pdf"
ORDERDESK_NOW=2026-11-23T11:00:00Z
run 0 'an hour later' print label "$order-F1" -o "$T/again.pdf"
if cmp -s "$T/label.pdf" "$T/again.pdf"; then ok; else bad 'is the same to the byte'; fi
run 0 'the sheet' print commands -o "$T/commands.pdf"
for program in pdfinfo pdftoppm zbarimg; do
    command -v "$program" >/dev/null 2>&1 && continue
    echo "SKIP: no $program; $checks checks, $failed failed before"
    [ "$failed" -eq 0 ] && exit 77
    exit 1
done
pdfinfo "$T/label.pdf" >"$T/out"
has 'it is 4 by 6 inches' '288 x 432 pts'
pdftoppm -r 203 -png "$T/label.pdf" "$T/label"
is 'a scanner reads both codes of both' "$(zbarimg -q --raw "$T"/label-*.png 2>/dev/null | sort -u | tr '\n' ' ')" \
    "00340434161094042557 $order-F1 "
is 'each its own, one the number of the carrier' "$(zbarimg -q --raw "$T"/label-*.png 2>/dev/null | grep -c .)" 3
pdftoppm -r 150 -png "$T/commands.pdf" "$T/commands"
zbarimg -q --raw "$T"/commands-*.png 2>/dev/null | LC_ALL=C sort -u >"$T/read"
is 'and every command, answer, screen and reason' "$(grep '^[.]' "$T/read" | tr '\n' ',')" \
    "$(printf '%s,' .BACK .BO .BOX .CT .DONE .LABEL .MANIFEST .MARK .NEW .NEXT .NO .OK .PA .PACK .PU \
        .QTY .RC .SH .SHIP .SHORT '.SHORT damaged' '.SHORT not_found' .SKIP .SLIP .TOTE \
        .TR .UNDO .WEIGHT .WQ)"
is 'and the numbers' "$(grep -c '^[0-9]*$' "$T/read")" 17
finish
