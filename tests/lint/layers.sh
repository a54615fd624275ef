#!/bin/sh
# Fails on any #include that layers.txt does not allow.
set -u
cd "${srcdir:-.}" || exit 99
find src -name '*.[ch]' | LC_ALL=C sort | xargs awk '
function folder(path) {
    if (path == "src/main.c") return path
    sub("/[^/]*$", "", path)
    return path
}
function glob(pattern) {
    gsub(/[.]/, "[.]", pattern)
    gsub(/[*]/, "[^/]*", pattern)
    return "^" pattern "$"
}
BEGIN {
    while ((getline line < "tests/lint/layers.txt") > 0) {
        n = split(line, w, " ")
        if (n == 0 || w[1] ~ /^#/) continue
        if (w[1] == "edge") edge[w[2], w[3]] = 1
        else if (w[1] == "file") { files[++nf] = w[2]; where[nf] = glob(w[3]) }
        else if (w[1] == "lib") lib[w[2]] = glob(w[3])
        else { print "layers.txt: unknown word " w[1]; bad = 1 }
    }
}
/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, q, "\"")
    name = "src/" q[2]
    if ((getline dummy < name) < 0) { print FILENAME ":" FNR ": no such header: " q[2]; bad = 1; next }
    close(name)
    total++
    if (edge[folder(FILENAME), folder(name)]) next
    for (i = 1; i <= nf; i++) if (files[i] == name && FILENAME ~ where[i]) next
    print FILENAME ":" FNR ": " folder(FILENAME) " may not include " q[2]
    bad = 1
}
/^[ \t]*#[ \t]*include[ \t]*</ {
    split($0, q, /[<>]/)
    if (q[2] in lib && FILENAME !~ lib[q[2]]) {
        print FILENAME ":" FNR ": <" q[2] "> belongs to " lib[q[2]]
        bad = 1
    }
}
END { print total + 0 " includes looked at"; exit bad }'
