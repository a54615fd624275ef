#!/bin/sh
# Orders that are paid in cash: terms, steps, totals.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk

run 0 'terms' --json terms list
has 'say what is cash' '"code":"COD","name":"Cash on delivery","days":0,"is_cash":true'
run 0 'terms are added' terms new till 'At the till' --cash yes
run 65 'once' terms new TILL 'At the till'
run 65 'with so many days at most' terms set TILL --days 3651
run 75 'and changed by who saw them' terms set TILL --name Counter --if-version 9
run 0 'they are changed' terms set TILL --name Counter --if-version 1
run 1 'those that are there' terms set TILLS --cash no
run 0 'steps are set' setting set order.cash_steps 'gbp 0.05, chf 0.05'
run 0 'and kept' --csv setting list
has 'in one form' 'GBP 0.05, CHF 0.05'
run 65 'in the digits of the currency' setting set order.cash_steps 'GBP 0.005'
run 65 'of a currency' setting set order.cash_steps '0.05'
run 0 'a customer pays at the till' customer set 1051 --terms TILL
run 0 'and orders' order new --customer 1051 --line '4711 1' --line 'BOL-M8-40 1' --confirm
n=$(cat "$T/out")
run 0 'the order' --json order show "$n"
has 'shows what was rounded' '"cash_rounding":"-0.02 GBP"'
has 'and what is paid' '"total":"13.65 GBP"'
run 0 'its export' --csv export orders
has 'has it too' '-0.02'
has 'and its terms' 'TILL,Counter'
run 0 'and the check is content' check
finish
