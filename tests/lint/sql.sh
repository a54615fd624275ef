#!/bin/sh
# Every statement of the program on SQLite: it stands, its parameters are in order, its plan walks no
# large table. First that the check finds what it is there for.
set -u
lint="${builddir:-.}/tests/lint/sql"
"$lint" --control >/dev/null || { "$lint" --control; echo "the check itself is broken"; exit 1; }
"$lint"
