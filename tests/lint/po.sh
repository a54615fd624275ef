#!/bin/sh
# Every text of the program is in every catalogue, translated, and with the same printf marks.
set -u
cd "${srcdir:-.}" || exit 99
XGETTEXT=${XGETTEXT:-xgettext} MSGFMT=${MSGFMT:-msgfmt}
command -v "$XGETTEXT" >/dev/null || { echo "SKIP: xgettext is not installed"; exit 77; }
temp=$(mktemp -d) || exit 99
trap 'rm -rf "$temp"' EXIT
find src -name '*.[ch]' | LC_ALL=C sort | "$XGETTEXT" --from-code=UTF-8 --language=C -k_ -kN_ \
    -kngettext:1,2 --no-location --package-name=orderdesk -f - -o "$temp/now.pot" || exit 1
bad=0
for po in po/*.po; do
    msgmerge -q --no-fuzzy-matching -o "$temp/merged.po" "$po" "$temp/now.pot" || exit 1
    stats=$("$MSGFMT" -c --statistics -o /dev/null "$temp/merged.po" 2>&1) || { echo "$stats"; bad=1; }
    echo "$po: $stats"
    case $stats in
    *untranslated* | *fuzzy*)
        echo "$po: run 'make po' and translate:"
        msgattrib --untranslated --no-obsolete "$temp/merged.po" | grep '^msgid' | head -20
        bad=1
        ;;
    esac
done
exit $bad
