#!/bin/sh
# Every header compiles alone, and has its guard named after its path.
set -u
cd "${srcdir:-.}" || exit 99
bad=0
for header in $(find src -name '*.h' | LC_ALL=C sort); do
    printf '#include "%s"\nint lint_headers;\n' "${header#src/}" |
        ${CC:-cc} -std=gnu17 -Wall -Wextra -Werror -fsyntax-only -Isrc -include "${builddir_config:-/dev/null}" -x c - || {
        echo "$header does not compile alone"
        bad=1
    }
    guard=$(printf 'OD_%s' "${header#src/}" | tr 'a-z/.' 'A-Z__')
    grep -q "^#ifndef $guard\$" "$header" || { echo "$header: guard is not $guard"; bad=1; }
done
exit $bad
