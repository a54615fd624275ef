#!/bin/sh
# Import and export: what comes in goes out the same, refused rows are kept, again changes nothing.
. "${srcdir:-.}/tests/cli/lib.sh"
demo=$ORDERDESK_DATADIR/demo
run 0 'a desk' init --company 'Acme Ltd' --country GB --time-zone UTC
run 0 'tax' tax class zero Zero
run 0 'a second site' site new HULL Hull

run 0 'a dry run' --json import customers "$demo/customers.csv" --dry-run
json 'is told in JSON'
has 'with what would be new' '"new":40'
run 0 'nothing was written' --json customer list
is 'at all' "$(cat "$T/out")" '[]'
for kind in customers items stock; do
    run 0 "$kind come in" --json import "$kind" "$demo/$kind.csv"
    has "no row of $kind is refused" '"refused":0'
    run 0 "$kind again" --json import "$kind" "$demo/$kind.csv"
    has "nothing of $kind is new" '"new":0'
    has "nothing of $kind changed" '"changed":0'
done
run 0 'accents are kept' customer show 1076
has 'as they were' 'Łódzkie Zakłady Metalowe'
run 0 'a look-up without accents' --csv customer list muller
has 'finds with them' 'Müller Fördertechnik GmbH'

cat >"$T/orders.csv" <<'CSV'
order,customer,date,sku,qty,price
A-1,1042,2025-03-04,4711,12,1.40
A-1,1042,2025-03-04,NUT-M8,2,2.60
A-2,1051,2025-03-05,4713,5,2.10
A-3,9999,2025-03-05,4713,5,2.10
A-4,1051,2025-03-06,,1,2.00
A-5,1051,yesterday-ish,4713,1,2.00
CSV
run 65 'orders of which some cannot be taken' --csv import orders "$T/orders.csv" --channel phone
has 'two were taken' 'orders.csv,'
present 'the others are kept' "$T/orders.csv.refused.csv"
is 'each with its reason' "$(grep -c '' "$T/orders.csv.refused.csv")" 4
run 0 'an order of history' --json order show A-1
has 'is found by its old number' '"external_id":"A-1"'
has 'and allocates nothing' '"allocated":0'
run 65 'again' --json import orders "$T/orders.csv" --channel phone
has 'nothing is new' '"new":0'

run 0 'the imports that were made' --csv imports
has 'are listed with their counts' 'orders,orders.csv,5,2,0,0,3,0,0'
for kind in customers items stock orders lines events; do
    run 0 "export of $kind" export "$kind"
    cp "$T/out" "$T/$kind.csv"
    run 0 "export of $kind as JSON" --json export "$kind"
    json "which is one array"
done
printf 'code;name;country;credit_limit\nW1;M\374ller;DE;1.234,50\n' >"$T/latin.csv"
run 0 'a file of another place' --json import customers "$T/latin.csv"
has 'is read as what it is' '"read_as":"Latin-1 ; 1.234,56"'
run 0 'its letters' customer show W1
has 'are right' 'Müller'
printf 'sku|description|price\nP1|One|1.50\n' >"$T/pipe.csv"
run 0 'bars between the cells' --json import items "$T/pipe.csv" --encoding windows-1252
has 'are found' '"read_as":"Windows-1252 | 1,234.56"'
cat >"$T/shopify.csv" <<'CSV'
Name,Email,Fulfillment Status,Currency,Shipping,Taxes,Total,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Billing Name,Shipping Name,Shipping Address1,Shipping Address2,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Notes,Phone
#1001,ann@example.com,fulfilled,GBP,4.95,0.00,24.95,0.00,Post,2025-01-05 23:30:00 -0500,2,Tape,5.00,4711,Ann Lee,Ann Lee,1 Mill Rd,,Leeds,LS1 4AP,,GB,,+441134960000
#1001,,,,,,,,,,1,Nuts,10.00,NUT-M8,,,,,,,,,,
#1002,ANN@example.com,unfulfilled,GBP,0.00,0.00,5.00,0.00,Post,2025-01-06 10:00:00 +0000,1,Tape,5.00,4711,Ann Lee,Ann Lee,1 Mill Rd,,Leeds,LS1 4AP,,GB,,
#1003,ann@example.com,partial,GBP,0.00,0.00,5.00,0.00,Post,2025-01-06 10:00:00 +0000,1,Tape,5.00,4711,Ann Lee,Ann Lee,1 Mill Rd,,Leeds,LS1 4AP,,GB,,
#1004,firm@example.com,fulfilled,GBP,0.00,0.00,5.00,0.00,Post,2025-01-06 10:00:00 +0000,1,Tape,5.00,4711,Firm,Firm,1 Mill Rd,,Leeds,LS1 4AP,,GB,,
CSV
printf 'code,name,country,email\nF1,Firm,GB,firm@example.com\n' >"$T/firm.csv"
run 0 'a firm' import customers "$T/firm.csv"
run 0 'a shop' channel new shop Shop --kind web
run 65 'orders of a shop' --json import orders "$T/shopify.csv" --map shopify-orders --channel shop
has 'come in' '"new":3'
has 'but for what only a person can decide' '"refused":1'
is 'which says why' "$(grep -c 'no status' "$T/shopify.csv.refused.csv")" 1
run 0 'who may be a firm that is known' --json customer duplicates
has 'is a question for a person' '"code":"F1","name":"Firm","other_code":"FIRM@EXAMPLE.COM"'
run 0 'one of them' --json order show '#1001'
has 'is the next day in the zone of the desk' '"placed":"2025-01-06T04:30'
has 'with freight' '"charges":"4.95 GBP"'
run 0 'the customer' --json customer list ann@example.com
is 'is one for both' "$(grep -o '"code"' "$T/out" | grep -c .)" 1
if [ -n "$ORDERDESK_SHARED_DATA" ]; then
    sed -n '/^\[columns\]/,/^\[values/s/^[a-z_.0-9]* = //p' "$ORDERDESK_DATADIR/maps/shopify-orders.ini" |
        sort -u >"$T/named"
    sort -u "$ORDERDESK_SHARED_DATA/channels/columns/shopify-orders-export.txt" >"$T/known"
    is 'the export has each column of the map' "$(comm -23 "$T/named" "$T/known")" ''
fi
printf 'order,customer,date,sku,qty,price,ship_address,ship_city,ship_postcode,ship_country\nV-1,1042,2025-02-01,4711,1,1.40,Weg 1,Bonn,5311,DE\n' >"$T/odd.csv"
run 0 'an odd address' --json import orders "$T/odd.csv" --dry-run
has 'is counted' '"warned":1'
is 'and told with its row' "$(tail -1 "$T/odd.csv.warnings.csv" | cut -d, -f1-11)" \
    'V-1,1042,2025-02-01,4711,1,1.40,Weg 1,Bonn,5311,DE,2'
is 'and why' "$(grep -c 'is no PLZ of Germany' "$T/odd.csv.warnings.csv")" 1
printf 'order,customer,date,sku,qty,price\nD65,1042,2025-02-01,4711,1,1.40\nX-7,1042,2025-02-01,4711,1,1.40\n' >"$T/keep.csv"
run 65 'numbers that are kept' --json import orders "$T/keep.csv" --keep-numbers
has 'come in' '"new":1'
is 'unless drafts are called so' "$(grep -c 'how drafts are called' "$T/keep.csv.refused.csv")" 1
printf 'order,customer,date,sku,qty,price\nQ1,1042,1/2/2025,4711,1,1.40\n' >"$T/when.csv"
run 65 'a date of two readings' import orders "$T/when.csv"
err_has 'asks which' 'D/M/YYYY or M/D/YYYY'
run 0 'the answer' import orders "$T/when.csv" --dates D/M/YYYY
run 0 'the order' --json order show Q1
has 'is of February' '"placed":"2025-02-01'
for wrong in '--encoding ebcdic' '--separator xx' '--point x' '--dates tomorrow'; do
    # shellcheck disable=SC2086
    run "$([ "$wrong" = '--encoding ebcdic' ] && echo 65 || echo 64)" "$wrong" import orders "$T/when.csv" $wrong
done
sed 's/yesterday-ish/2025-03-07/; s/9999/1042/; s/,,1,2.00/,4713,1,2.00/' "$T/orders.csv.refused.csv" >"$T/mended.csv"
run 0 'refused rows that were mended' --json import orders "$T/mended.csv" --channel phone
has 'come in as they are' '"new":3'
run 64 'a kind that is none' import shoes "$demo/items.csv"
run 65 'an export that is none' export shoes
run 74 'a file that is not there' import items "$T/none.csv"
run 74 'a map that is not there' import items "$demo/items.csv" --map nosuchmap
run 65 'a channel that is none' import items "$demo/items.csv" --channel fax
run 64 'lines of anything but orders' import items "$demo/items.csv" --lines "$T/lines.csv"
printf 'sku,price\nX,1\n' >"$T/short.csv"
run 65 'a file without its columns' import items "$T/short.csv"

printf 'code,name,country,street,Colour,line,reason\nW2,Two,DE,Weg 1,red,2,old\n' >"$T/slip.csv"
run 0 'a column by a name that no field has' --json import customers "$T/slip.csv"
has 'is told of, and what we wrote there ourselves is not' '"not_read":"street, Colour"'
printf 'code,name,country,a1,a2,a3,a4,a5,a6,a7,a8,a9\nW1,M,DE,,,,,,,,,\n' >"$T/slips.csv"
run 0 'of many' --json import customers "$T/slips.csv" --dry-run
has 'the first are named' '"not_read":"a1, a2, a3, a4, a5, a6, a7, a8 ..."'
run 74 'a second file that is not there' --json import customers "$T/slips.csv" "$T/none.csv"
has 'leaves what became of the first' '"read":1'
mkfifo "$T/pipe"
printf 'code,name,country\nW1,Muller,DE\n' >"$T/pipe" &
run 0 'a pipe by its name' --json import customers "$T/pipe"
has 'is read' '"read":1'

run 0 'a second desk' --desk "$T/two.db" init --company 'Acme Ltd' --country GB --time-zone UTC
run 0 'tax' --desk "$T/two.db" tax class zero Zero
run 0 'a second site' --desk "$T/two.db" site new HULL Hull
for kind in customers items stock; do
    run 0 "what was exported comes in: $kind" --desk "$T/two.db" import "$kind" "$T/$kind.csv"
done
for kind in customers items stock; do
    "$od" --desk "$T/two.db" export "$kind" >"$T/$kind.2.csv" 2>"$T/err"
    if cmp -s "$T/$kind.csv" "$T/$kind.2.csv"; then ok; else
        bad "$kind come out as they went in" "$(diff "$T/$kind.csv" "$T/$kind.2.csv" | head -6)"
    fi
done
run 0 'a customer like a formula' customer new '=1+2' --code 2000
"$od" export customers code:2000 >"$T/out" 2>"$T/err" || "$od" export customers >"$T/out"
has 'cannot be run by a spreadsheet' "'=1+2"
run 0 'nothing differs after all that' check
run 0 'nor in the second' --desk "$T/two.db" check
finish
