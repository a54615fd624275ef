# Makes C strings of schema.sql and data/migrations/NNNN-name.sql (in order of their numbers, after
# it): store/migrate.h says what they are. Comments and blank lines go, so that the schema text in a
# desk's file is the same whichever way it came there.
#
# A step names the oldest program that may open the file after it: "-- oldest-program: 3".

# Text of a line without its comment; a -- inside quotes stays.
function bare(line,    i, c, quote) {
    quote = ""
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (quote != "") {
            if (c == quote)
                quote = ""
        } else if (c == "'" || c == "\"") {
            quote = c
        } else if (substr(line, i, 2) == "--") {
            line = substr(line, 1, i - 1)
            break
        }
    }
    sub(/[ \t\r]+$/, "", line)
    return line
}

function literal(line) {
    gsub(/\\/, "\\\\", line)
    gsub(/"/, "\\\"", line)
    return "    \"" line "\\n\"\n"
}

BEGIN { steps = 0; oldest = 1; current = 1 }

FNR == 1 {
    files++
    if (files > 1) {
        name = FILENAME
        sub(/.*\//, "", name)
        steps++
        current = substr(name, 1, 4) + 0
        version[steps] = current
        if (current != steps + 1) {
            print "embed.awk: " FILENAME ": the next step is " steps + 1 > "/dev/stderr"
            failed = 1
            exit 1
        }
    }
}

/^-- oldest-program:/ { oldest_of[files] = $3 + 0 }

{
    line = bare($0)
    if (line != "")
        text[files] = text[files] literal(line)
}

END {
    if (failed)
        exit 1
    if (files == 0 || text[1] == "") {
        print "embed.awk: no schema" > "/dev/stderr"
        exit 1
    }
    print "/* Made by build-aux/embed.awk from schema.sql and data/migrations. */"
    print "#include \"store/migrate.h\"\n"
    if (steps > 0) {
        print "static const struct migration steps[] = {"
        for (i = 1; i <= steps; i++) {
            if (oldest_of[i + 1] > oldest)
                oldest = oldest_of[i + 1]
            print "    { " version[i] ", " oldest ","
            printf "%s", text[i + 1]
            print "    },"
        }
        print "};\n"
    }
    print "const struct migration_plan migration_plan_program = {"
    print "    .schema_sql ="
    printf "%s", text[1]
    print "    ,"
    print "    .version = " steps + 1 ","
    print "    .oldest_program = " oldest ","
    print "    .steps = " (steps > 0 ? "steps" : "0") ","
    print "    .step_count = " steps ","
    print "};"
}
