#!/bin/sh
# A part of the points in every run; NTH_STEP=1 takes them all. A desk that hangs is a fault too: what
# takes longer than NTH_SECONDS (0: no bound) is ended, and fails.
[ -n "${NTH_STEP:-}" ] && all=0 || all=1800
exec timeout "${NTH_SECONDS:-$all}" "${builddir:-.}/tests/fault/nth_desk" --step "${NTH_STEP:-61}"
