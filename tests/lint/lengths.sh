#!/bin/sh
# Files of at most 500 lines, lines of at most 100 columns, functions of at most 70 lines.
set -u
cd "${srcdir:-.}" || exit 99
find src -name '*.[ch]' | LC_ALL=C sort | xargs awk '
function columns(s) { gsub(/[\200-\277]/, "", s); gsub(/\t/, "        ", s); return length(s) }
FNR == 1 { if (prev != "" && lines > 500) { print prev ": " lines " lines"; bad = 1 } prev = FILENAME; start = 0 }
{ lines = FNR; if (columns($0) > 100) { print FILENAME ":" FNR ": wider than 100 columns"; bad = 1 } }
/^\{$/ { start = FNR }
/^\}$/ { if (start && FNR - start - 1 > 70) { print FILENAME ":" start ": function of " FNR - start - 1 " lines"; bad = 1 } start = 0 }
END { if (lines > 500) { print prev ": " lines " lines"; bad = 1 } exit bad }'
