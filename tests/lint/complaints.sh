#!/bin/sh
# Complaints about other order desks that this one answers: each has a test whose name begins with
# its number, complaint_7_...; those without one are named.
set -u
srcdir=${srcdir:-.}
wrong=0

# The search is tried with a number that nothing has: there it must find nothing.
count() { grep -rlE --include='*.c' --include='*.sh' "complaint_$1_[a-z]" "$srcdir/tests" | grep -cv '/lint/'; }

[ "$(count 999)" = 0 ] || { echo "complaint 999 is found, and there is none"; wrong=1; }
for n in 1 2 3 4 5 6 7 11 12 13 14 24 26; do
    [ "$(count "$n")" -gt 0 ] || { echo "complaint $n has no test"; wrong=1; }
done
exit "$wrong"
