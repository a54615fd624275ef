#!/bin/sh
# One's own colors and keys: what is refused when it is set, and that nobody else has them.
. "${srcdir:-.}/tests/cli/lib.sh"
run 0 'a desk' init --company Acme --country GB
run 0 'a clerk' user new anna --role clerk
run 0 'colors' preference set theme dark
run 0 'a key' preference set key.home.new_order 'F11 n'
run 0 'both stand there' --csv preference list
has 'the colors' 'theme,dark,'
run 65 'colors that are none' preference set theme pink
err_has 'with those that are' 'contrast'
run 1 'a preference that is none' preference set shoe 44
run 1 'a command that is none' preference set key.home.shoe F5
run 65 'a key that is none' preference set key.home.new_order Hyper-Q
run 65 'a key that another command of the screen has' preference set key.home.new_order F4
err_has 'with both' 'home.list'
run 65 'a key that a command of all screens has' preference set key.home.new_order F1
err_has 'with both' 'app.help'
run 65 'a key of a screen for a command of all' preference set key.app.help F6
run 65 'a key that always goes back' preference set key.home.new_order C-c
run 0 'nothing of that was kept' --csv preference list
has_not 'no odd key' 'C-c'
run 0 'a screen reader' preference set a11y on
run 0 'and no more' preference set a11y
run 0 'it went' --csv preference list
has_not 'as if it had never been' 'a11y,on'
run 0 'someone else has her own' --user anna --csv preference list
has_not 'and not these' 'theme,dark'
run 0 'and sets them' --user anna preference set theme light
run 0 'the first stay' --csv preference list
has 'as they were' 'theme,dark,'
finish
