# Makes a C string constant of a text file: -v name=NAME -v header=HEADER.
BEGIN {
    printf "/* Made of a data file by embed-text.awk. */\n#include \"%s\"\n\nconst char %s[] =\n", header, name
}
{
    out = ""
    for (i = 1; i <= length($0); i++) {
        c = substr($0, i, 1)
        out = out (c == "\\" || c == "\"" || c == "?" ? "\\" c : c)
    }
    print "    \"" out "\\n\""
}
END { print "    \"\";" }
