#!/bin/sh
# Calls that the project does not use, each with a better way, and the clock and environment outside
# the files that may ask for them.
set -u
cd "${srcdir:-.}" || exit 99
find src -name '*.[ch]' | LC_ALL=C sort | xargs awk '
BEGIN {
    n = split("strcpy strcat sprintf vsprintf strtok atoi atol atof gets system popen tmpnam tempnam mktemp rand srand alloca setjmp longjmp strtod scanf sscanf fscanf", names, " ")
    for (i = 1; i <= n; i++) banned[names[i]] = 1
    n = split("malloc calloc realloc free strdup strndup asprintf", names, " ")
    for (i = 1; i <= n; i++) memory[names[i]] = 1
    n = split("time gettimeofday clock_gettime getenv", names, " ")
    for (i = 1; i <= n; i++) outside[names[i]] = 1
    # File-level exceptions: who owns what a library hands out, and who may ask the system.
    may_memory = "^src/base/mem[.]c$|^src/base/json[.]c$|^src/base/utf8[.]c$|^src/base/conf[.]c$"
    may_outside = "^src/base/(clock|os|log)[.]c$|^src/tui/term_curses[.]c$"
}
FNR == 1 { in_comment = 0 }
{
    line = $0
    gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
    if (in_comment) { if (line ~ /\*\//) { sub(/^.*\*\//, "", line); in_comment = 0 } else next }
    while (line ~ /\/\*/) {
        if (line ~ /\/\*.*\*\//) sub(/\/\*([^*]|\*+[^*\/])*\*+\//, " ", line)
        else { sub(/\/\*.*/, "", line); in_comment = 1 }
    }
    if (line ~ /\/\//) { print FILENAME ":" FNR ": // comment"; bad = 1 }
    if (line ~ /(^|[^A-Za-z_])(float|double)([^A-Za-z_]|$)/) { print FILENAME ":" FNR ": floating point"; bad = 1 }
    while (match(line, /[A-Za-z_][A-Za-z_0-9]*[ ]*\(/)) {
        call = substr(line, RSTART, RLENGTH); before = RSTART > 1 ? substr(line, RSTART - 1, 1) : ""
        sub(/[ ]*\($/, "", call)
        line = substr(line, RSTART + RLENGTH)
        if (before == "." || before == ">") continue
        if (banned[call] || (memory[call] && FILENAME !~ may_memory) || (outside[call] && FILENAME !~ may_outside)) {
            print FILENAME ":" FNR ": " call "() is not used here"
            bad = 1
        }
    }
}
END { exit bad }'
