#!/bin/sh
# A part of the points in every run; NTH_STEP=1 takes them all.
exec "${builddir:-.}/tests/fault/nth_desk" --step "${NTH_STEP:-61}"
