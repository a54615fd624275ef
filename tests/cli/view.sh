#!/bin/sh
# Saved views and searches from a shell: own ones, shared ones, rights, columns.
. "${srcdir:-.}/tests/cli/lib.sh"
run 0 'a desk' init --company 'Acme Ltd' --country GB --time-zone UTC
demo=$ORDERDESK_DATADIR/demo
run 0 'customers' import customers "$demo/customers.csv"
run 0 'items' import items "$demo/items.csv"
run 0 'a clerk' user new ben --role clerk
me=$(id -un)

run 0 'a view of orders' view set 'Open ones' 'is:open' 'sort:-total' --columns number,total
run 0 'a view of customers' view set Leeds city:leeds --kind customers --shared
run 0 'both are listed' --json view list
json 'as one value'
has 'with the search' '"query":"is:open sort:-total"'
run 0 'or those of one kind' --json view list --kind customers
has_not 'alone' 'Open ones'
run 0 'an order' order new --customer 1042 --line '4711 2' --confirm
run 0 'orders by a view' --csv order list --view 'open ONES'
is 'in its columns' "$(head -1 "$T/out" | tr -d '\r')" 'number,total'
run 0 'narrowed' --csv order list --view 'open ones' status:canceled
is 'further' "$(grep -c '' "$T/out")" 1
run 0 'other columns' --csv order list --view 'open ones' --columns name
is 'instead' "$(head -1 "$T/out" | tr -d '\r')" 'name'
run 0 'the same name again' view set 'open ones' 'is:late'
run 0 'puts another search in its place' --json view list
has 'and raises the version' '"query":"is:late","columns":"","owner":"'"$me"'","is_shared":false,"version":2'

run 0 'a colleague sees what is shared' --user ben --json view list
has 'of others' 'Leeds'
has_not 'and nothing else' 'open ones'
run 0 'and uses it' --user ben --csv customer list --view leeds
run 77 'but does not drop it' --user ben view drop Leeds --kind customers
run 77 'nor shares one' --user ben view set Mine is:late --shared
run 0 'one of the same name is the own one' --user ben view set Leeds is:held --kind customers
run 0 'from then on' --user ben --json view list --kind customers
is 'beside the other' "$(grep -o '"name"' "$T/out" | grep -c '')" 2
run 0 'dropped' --user ben view drop Leeds --kind customers

run 1 'a view that is none' order list --view nope
err_has 'names those there are' 'open ones'
run 65 'a search that is none' view set Bad colour:red
run 65 'a column that is none' view set Bad is:late --columns colour
run 65 'a column of a list that is none' order list --columns colour
run 65 'a kind that is none' view list --kind shoes
run 65 'too many to sort is not met here, an unknown sort is' order list sort:colour
run 0 'a minus leaves out' --csv order list -- -is:open
is 'what has it' "$(grep -c '' "$T/out")" 1
finish
