#!/bin/sh
# Waves on the command line: made of picks, shown, given to someone, printed, and what is refused.
. "${srcdir:-.}/tests/cli/lib.sh"

# released QTY: an order of so many of 4711 with the warehouse; its number is in $order.
released() {
    run 0 'an order' order new --customer 1051 --line "4711 $1" --confirm
    order=$(tr -d '\n' <"$T/out")
    run 0 'to the warehouse' order release "$order"
}

small_desk
run 1 'no pick is there' wave new
released 2; one=$order
released 3; two=$order
released 1; three=$order
run 65 'more than a wave has' wave new --max 201
run 64 'named and chosen' wave new "$one" --max 2
run 0 'a wave of two' --json wave new "$one" "$two" --key w-1
has 'is W1' '"wave":"W1"'
has 'with both' '"picks":2,"open":2,"qty":5'
run 0 'the same again' --json wave new "$one" "$two" --key w-1
has 'is the same' '"wave":"W1"'
run 1 'one of them again' wave new "$one" "$three"
err_has 'says where it is' 'in wave W1'
run 0 'the rest' --json wave new --by root
has 'is the next' '"wave":"W2"'
has 'with its picker' '"by":"root"'
run 0 'both are open' --csv wave list
has 'one' 'W1,MAIN'
has 'two' 'W2,MAIN'
run 0 'who picks it' fulfillment tote "$one-F1" --tote t-7
run 0 'the walk' --json wave show w1
has 'says the tote' "\"fulfillment\":\"$one-F1\",\"status\":\"released\",\"tote\":\"T-7\""
run 1 'none' wave show W9
run 0 'on paper' print wave W1 -o -
is 'by place, in all' "$(grep -cE '4711 .* 5 +(pc|each|pcs|unit|C62|ea|EA|Stk)?' "$T/out")" 1
is 'and by tote' "$(grep -c -- "- T-7 .*$one-F1" "$T/out")" 1
is 'or one to come' "$(grep -c -- "- ____ .*$two-F1" "$T/out")" 1
run 0 'is kept' --csv document list W1
has 'as that' 'wave,W1,1'
run 0 'given to root' --json wave assign W1 root
has 'as asked' '"by":"root"'
run 75 'as nobody saw it' wave assign W1 - --if-version 1
run 0 'taken out' --json wave drop W1 "$two"
has 'one is left' '"picks":1'
run 1 'twice' wave drop W1 "$two"
run 0 'picked' fulfillment pick "$one"
run 0 'to its end' fulfillment finish "$one"
run 0 'what is open' --csv wave list
has_not 'is the other' 'W1,MAIN'
run 0 'of all' --csv wave list --all
has 'it is there' 'W1,MAIN'
run 1 'nothing to print' print wave W1 -o -
run 1 'what is picked stays in it' wave drop W1 "$one-F1"
finish
