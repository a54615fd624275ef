#!/bin/sh
# Prices, taxes and currencies from a shell.
. "${srcdir:-.}/tests/cli/lib.sh"

run 0 'init' init --company 'Acme Ltd' --country GB
run 0 'an item' item new 4711 --description 'Packing tape' --price 1.45
run 0 'a customer' customer new 'ACME Tools' --code 1042 --street 'Dock Street 12' --city Leeds \
    --postcode 'LS10 1LX' --country GB

# --- currencies
run 1 'no order in a currency without a rate' order new --customer 1042 --currency EUR \
    --line '4711 1 @2.00' --confirm
err_has 'the sentence says the command' 'orderdesk rate set EUR'
run 0 'a rate' rate set eur 0.86 --from 2026-01-02 --source ECB
run 0 'another day' rate set EUR 0.87 --from 2026-02-02
run 65 'a rate of nothing' rate set EUR 0
run 65 'a rate of a currency that is none' rate set QQQ 1
run 65 'a rate of the own currency' rate set GBP 1
run 65 'a rate of no number' rate set EUR many
run 65 'a rate of no day' rate set EUR 1 --from never
run 0 'rates are listed' --csv rate list EUR
has 'with day and source' 'EUR,2026-01-02,0.86,ECB'
run 0 'one goes' rate drop EUR 2026-02-02
run 1 'and only once' rate drop EUR 2026-02-02
run 0 'now the order is taken' order new --customer 1042 --currency EUR --line '4711 1 @2.00' --confirm

# --- several taxes of one class
run 0 'a province' tax zone QC 'Quebec' --country CA --region QC
run 0 'a first tax' tax rate QC standard 5 --tax GST
run 0 'one upon it' tax rate QC standard 9.5 --tax QST --pass 2 --to 2012-12-31
run 0 'its next rate' tax rate QC standard 9.975 --tax QST --from 2013-01-01
run 65 'a pass that is none' tax rate QC standard 1 --tax X --pass 4
run 0 'today they stand side by side' --csv tax list
has 'the first' 'QC,Quebec,CA,QC,,GST 5%,5,standard,standard,GST,1,1'
has 'the second' 'QC,Quebec,CA,QC,,QST 9.975%,9.975,standard,standard,QST,1,1'
run 0 'all that was' --csv tax rows
has 'with its days' 'QC,standard,QST,QST 9.5%,9.5,standard,2,,2012-12-31,1'
run 0 'a rate is changed' tax rate QC standard 9.5 --tax QST --pass 2 --to 2012-12-31 --name 'QST (old)'
run 75 'not over what another wrote' tax rate QC standard 9.4 --tax QST --to 2012-12-31 --if-version 1
err_has 'in a sentence' 'was changed by someone else'
run 0 'a customer there' customer new 'Quincaillerie' --code Q1 --street '1 Rue Haute' --city Quebec \
    --postcode 'G1K 1A1' --region QC --country CA
run 0 'an order' --json order new --customer Q1 --line '4711 10' --confirm
n=$(field number)
run 0 'is shown' --json order show "$n"
has 'with one tax' '{"name":"GST 5%","percent":5,"base":"14.50 GBP","tax":"0.73 GBP","code":"GST","pass":1}'
has 'and the other' '"tax":"1.45 GBP","code":"QST","pass":1}'
run 0 'why' order why "$n" tax
has 'tells each' 'QST 9.975%: 9.975 % of 14.50 is 1.45.'

# --- which price, and why
run 0 'a list that stands on the base list' price new TRADE 'Trade' --parent BASE --adjust=-10
run 1 'the base list stands on none' price change BASE --parent TRADE
run 65 'a list on itself' price change TRADE --parent TRADE
run 65 'percent on nothing' price new ODD 'Odd' --adjust=-10
run 0 'lists tell what they stand on' --csv price list
has 'with percent' 'TRADE,Trade,GBP,false,true,BASE,-10'
run 0 'a group' group new builders 'Builders'
run 65 'a code twice is no group' customer set 1042 --group nobody
run 0 'the customer buys from the list, in the group' customer set 1042 --price-list TRADE --group builders
run 0 'a category' item set 4711 --category tape/clear
run 0 'who is in the group' --csv group members builders
has 'the customer is' '1042,'
run 0 'what comes off for the group' price off BASE category:tape 5% --group builders --contract 'C-7'
run 0 'a category that no item has is said' price off BASE category:glue 5% --group builders
err_has 'in a sentence' 'No item has the category glue'
run 0 'why without an order' price why 4711 --customer 1042 --qty 3
has 'the price' '3 ea for 1042'
has 'and the group that gives it' 'group BASE: 5 % off, all of tape - this one counts'
run 0 'for whoever comes' price why 4711
has_not 'no group' 'group BASE'
run 65 'not less than nothing' price why 4711 --qty -1
run 0 'the group is listed' --csv price rules --group builders
has 'with its rules' 'category:tape,percent,5,C-7'
run 64 'rules of nothing' price rules
run 0 'an order' --json order new --customer 1042 --line '4711 10' --confirm
n=$(field number)
run 0 'why this price' order why "$n" price 1
has 'percent counts' 'group BASE: 5 % off, all of tape - this one counts'
has 'off the inherited price' 'customer list BASE: 1.45 GBP, inherited: times 0.9 - the price that this comes off'
has 'the base list is passed over' 'base list BASE: 1.45 GBP - group goes first'
has 'and comes to' '1.23975 each' # 1.45 x 0.90 x 0.95
run 0 'a contract price' price set BASE 4711 1.40 --customer 1042 --from 5
run 0 'a second contract price' price set TRADE 4711 1.41 --customer 1042 --from 5
err_has 'of equal rank is said' 'List BASE has a rule of the same rank'
run 0 'the contract goes first' --json order new --customer 1042 --line '4711 2' --line '4711 3' --confirm
n=$(field number)
run 0 'why' order why "$n" price 1
has 'over equal items of the order' 'contract BASE: 1.40 GBP from 5 - this one counts'
run 0 'a contract by the promised day' price set BASE 4711 1.30 --customer 1042 --from 5 \
    --valid-from 2026-12-24 --by-promise
run 65 'not without a customer' price set BASE 4711 1.30 --from 7 --by-promise
run 0 'an order of today that goes out later' --json order new --customer 1042 --line '4711 5' \
    --requested 2026-12-28 --confirm
n=$(field number)
run 0 'why' order why "$n" price 1
has 'goes by that day' 'contract BASE: 1.30 GBP from 5, by the promised day - this one counts'
run 0 'rules' --csv price rules --customer 1042
has 'say so' ',,true,'
run 0 'it goes' price drop "$(sed -n 's/.*,true,\([0-9]*\),.*/\1/p' "$T/out")"
run 0 'unless the customer gets the best' customer set 1042 --best-price yes
run 0 'then' --json order new --customer 1042 --line '4711 5' --confirm
n=$(field number)
run 0 'why' order why "$n" price 1
has 'the group is lower' 'group is lower'
run 0 'another currency' --json order new --customer 1042 --currency EUR --line '4711 1' --confirm
n=$(field number)
run 0 'why' order why "$n" price 1
has 'is brought over' 'base list BASE: 1.45 GBP, brought over as 1.686047 EUR'
has 'at whose rate' '1 EUR counts as 0.86 GBP (ECB, 2026-01-02).'
run 0 'the rule goes' --csv price rules --customer 1042
id=$(sed -n 's/.*,\([0-9]*\),[0-9]*.*/\1/p' "$T/out" | tail -1 | tr -d '\r')
run 0 'by its number' price drop "$id"
run 1 'once' price drop "$id"
run 65 'more than all off' price off BASE 4711 101%
run 65 'off a list that is none' price off NONE 4711 1%

# --- what may be given away
run 0 'a clerk' user new carl --role clerk --discount-limit 50
run 0 'a floor' price floor 4711 1.20
run 0 'is shown' --json price floor 4711
has 'in the money of the firm' '1.20'
run 77 'below the floor' --user carl order new --customer 1042 --line '4711 1 @1.19' --confirm
err_has 'in a sentence' 'below its floor price of 1.20'
run 0 'on the floor' --user carl order new --customer 1042 --line '4711 1 @1.20' --confirm
run 77 'below by the discount of the order' --user carl order new --customer 1042 \
    --line '4711 1' --discount 4% --confirm
run 77 'a clerk sets no floor' --user carl price floor 4711 1.00
run 0 'a manager sells below' order new --customer 1042 --line '4711 1 @1.19' --confirm
run 0 'the books are right' check

# --- what someone else changed meanwhile
run 75 'a floor that is another by now' price floor 4711 1.10 --was 1.30
err_has 'says what it is' 'it is 1.20 now'
run 0 'the floor that was seen' price floor 4711 1.15 --was 1.20
run 0 'the rules' --csv price show 4711
has 'tell their version' 'valid_to,group,of,kind,percent_off,contract,by_promise,id,version'
run 0 'a price is changed' price set BASE 4711 1.46
run 75 'a version that is gone' price set BASE 4711 1.47 --if-version 1
run 0 'the version that was seen' price set BASE 4711 1.47 --if-version 2
run 65 'a version that is none' price set BASE 4711 1.48 --if-version x
run 75 'a zone of another version' tax zone QC 'Quebec!' --if-version 9
run 0 'a contact' customer contact 1042 'Jo Bloggs' --phone 1
run 0 'is shown' --json customer show 1042
has 'with its version' '"is_active":true,"version":1,'
run 0 'is changed' customer contact 1042 'Jo Bloggs' --id 1 --phone 2 --if-version 1
run 75 'not twice from the same' customer contact 1042 'Jo Bloggs' --id 1 --phone 3 --if-version 1
err_has 'in a sentence' 'Contact Jo Bloggs was changed by someone else'

# --- taxes and places
run 0 'a rate that ends' tax rate HOME standard 20 --from 2026-01-01 --to 2026-11-22
run 0 'the rate from then on' tax rate HOME standard 21 --from 2026-11-23
run 0 'today it is' --csv tax list
has 'the new one' 'Tax 21%,21,standard,standard'
run 65 'a rate that ends before it begins' tax rate HOME standard 20 --from 2026-01-02 --to 2026-01-01
run 65 'an end that is no day' tax rate HOME standard 20 --to never
run 0 'a site closes earlier' site set MAIN --cutoff 11:30
run 0 'which is listed' --csv site list
has 'as a time' '11:30'
run 65 'a time that is none' site set MAIN --cutoff 24:00
run 65 'or no time at all' site set MAIN --cutoff noon
run 0 'another site' site new LEEDS Leeds
run 0 'a channel takes its stock there' channel set counter --site LEEDS
run 0 'its order' --json order new --customer 1042 --channel counter --line '4711 1' --confirm
run 0 'comes from there' --csv order list 'channel:counter'
run 1 'a site that is none' channel set counter --site NOWHERE
run 0 'the desk is sound' check
finish
