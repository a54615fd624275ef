#!/bin/sh
# A part of the points in every run; NTH_STEP=1 takes them all.
exec "${builddir:-.}/tests/fault/nth" --step "${NTH_STEP:-11}"
