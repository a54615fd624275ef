#!/bin/sh
# What goes out comes in again: a desk with something of everything, into an empty one, and out.
. "${srcdir:-.}/tests/cli/lib.sh"

run 0 'the demo desk' demo --keep "$T/demo"
one=$T/demo/desk.db two=$T/two.db
ORDERDESK_DESK=$one
export ORDERDESK_DESK
# --- what the demo has not: every kind of rule, several taxes, packs, units, a bundle, a floor
run 0 'a group' group new BUILD Builders
run 0 'its customer' customer set 1042 --group BUILD --best-price yes --tax-exempt 'EX 7/26' \
    --tax-exempt-until 2027-03-31
run 0 'a list upon another' price new AAA 'Below trade' --parent TRADE --adjust=-2.5
run 0 'that ends' price change AAA --valid-to 2027-12-31
run 0 'a list with tax' price new GROSS 'With tax' --tax-included
run 0 'a percentage of a group' price off BASE category:Fasteners/Bolts 7.5% --group BUILD \
    --contract 'C-12, "frame"' --valid-from 2026-01-01 --valid-to 2026-12-31
run 0 'an amount of a customer' price off TRADE all: 0.25 --customer 1051 --from 10 --by-promise
run 0 'a price of a category' price set GROSS category:Tape 1.2345
run 0 'a price from 2.5 on' price set GROSS 4711 1.99 --from 5 --group BUILD
run 0 'units' item set 4711 --unit box=12 --unit pallet=1440
run 0 'barcodes' item set 4712 --barcode 5012345678900 --barcode '=SHELF-9*6'
run 0 'a bundle before its parts' item new 0-KIT --kind bundle --description 'Starter kit' --price 12 \
    --component 4711=2 --component 4712=1
run 0 'a floor' price floor 4711 1.05
run 0 'a zone' tax zone QC Quebec --country CA --region QC
run 0 'two taxes' tax rate QC standard 5 --tax GST
run 0 'one upon the other' tax rate QC standard 9.5 --tax QST --pass 2 --to 2012-12-31
run 0 'and its next rate' tax rate QC standard 9.975 --tax QST --from 2013-01-01
run 0 'a customer there' customer set 1045 --tax-zone QC
run 0 'exchange rates' rate set EUR 0.86 --from 2026-01-02 --source 'ECB, daily'
run 0 'exchange rates' rate set EUR 0.855 --from 2026-02-02
run 0 'exchange rates' rate set JPY 0.0051234 --from 2026-02-02

run 0 'a carrier' carrier new DPD 'DPD "parcel"' --tracking-url 'https://dpd.example/?a=1,2&n=%s'
run 0 'out of use' carrier set RM --active no
run 0 'a method without a price' method new BIKE Courier --places 'GB:LS1, GB:LS2' --cutoff 9:05
run 0 'one with three zones' method new ZONES 'Three zones' --carrier DPD --service 'Home, signed' \
    --max-weight 31.5 --charge FRT-STD --free-from 250 --transit 1-3 --sites HULL
run 0 'at home' method rate ZONES 2 4.90 --places GB
run 0 'heavier' method rate ZONES 31.5 12 --places GB
run 0 'near' method rate ZONES 10 19 --places 'FR, DE:8'
run 0 'far' method rate ZONES 10 39 --per-kg 3.5
run 0 'and free' method rate ZONES 0.25 0 --places IE
run 0 'it is out of use' method set ZONES --active no

run 0 'whose orders leave together' customer set 1042 --ship-policy complete
run 0 'in its usual way' method usual STD --customer 1042
run 0 'but not from there' customer not-from 1042 HULL

# Columns that follow from other things, which exports say and no import reads.
derived() {
    case $1 in
    items) echo available ;;
    stock) echo 'allocated|held|available' ;;
    *) echo none ;;
    esac
}
without() {
    [ "$1" = none ] && { cat "$2"; return; }
    awk -v out="^($1)$" '
        function cells(line,  i, c, q) {
            n = 1; cell[1] = ""; q = 0
            for (i = 1; i <= length(line); i++) {
                c = substr(line, i, 1)
                if (c == "\"") q = !q
                if (c == "," && !q) cell[++n] = ""
                else cell[n] = cell[n] c
            }
        }
        { sub(/\r$/, ""); cells($0) }
        NR == 1 { for (i = 1; i <= n; i++) drop[i] = cell[i] ~ out }
        { line = ""; for (i = 1; i <= n; i++) if (!drop[i]) line = line "," cell[i]; print line }' "$2"
}

kinds='taxes rates lists groups carriers items methods customers prices stock'
for kind in $kinds; do
    "$od" export "$kind" >"$T/$kind.csv" 2>"$T/err" || bad "export of $kind" "$(cat "$T/err")"
    rows=$(grep -c '' "$T/$kind.csv")
    [ "$rows" -gt 1 ] || bad "there are some $kind" "$rows rows"
done
is 'rules of every kind are there' "$(grep -c ',price,\|,percent,\|,amount,' "$T/prices.csv")" \
    "$(grep -c "" "$T/prices.csv")"
is 'also of categories and of everything' "$(grep -c '^category:\|^all:' "$T/prices.csv")" 3
is 'a bundle stands behind its parts' "$(tail -1 "$T/items.csv" | cut -d, -f1)" 0-KIT

ORDERDESK_DESK=$two
run 0 'an empty desk' init --company 'Again Ltd' --country GB --time-zone UTC
run 0 'with both sites' site set MAIN --priority 10
run 0 'in their order' site new HULL Hull --priority 20
for kind in $kinds; do
    # A bundle needs its parts in the desk, and a dry run puts nothing there.
    grep -v '^0-KIT,' "$T/$kind.csv" >"$T/dry.csv"
    run 0 "a dry run of $kind" --json import "$kind" "$T/dry.csv" --dry-run
    has "takes all $kind" '"refused":0'
    "$od" export "$kind" >"$T/before" 2>"$T/err"
    run 0 "$kind come in" --json import "$kind" "$T/$kind.csv"
    has "no row of $kind is refused" '"refused":0'
    "$od" export "$kind" >"$T/$kind.2" 2>"$T/err" || bad "export of $kind again" "$(cat "$T/err")"
    cmp -s "$T/before" "$T/$kind.2" && bad "the dry run of $kind wrote nothing"
done
for kind in $kinds; do
    "$od" export "$kind" >"$T/$kind.2" 2>"$T/err" || bad "export of $kind again" "$(cat "$T/err")"
    without "$(derived "$kind")" "$T/$kind.csv" >"$T/a"
    without "$(derived "$kind")" "$T/$kind.2" >"$T/b"
    if cmp -s "$T/a" "$T/b"; then ok; else
        bad "$kind come out as they went in" "$(diff "$T/a" "$T/b" | head -20)"
    fi
    run 0 "$kind once more" --json import "$kind" "$T/$kind.csv"
    has "nothing of $kind is new" '"new":0'
    has "nothing of $kind changed" '"changed":0'
done
run 0 'the desk is sound' check

# --- what a row may not say, each with its reason
refused() { # KIND CLAIM ROW WORDS, under the header in $T/head
    printf '%s\n%s\n' "$(cat "$T/head")" "$3" >"$T/bad.csv"
    run 65 "$2" import "$1" "$T/bad.csv"
    if grep -qF -- "$4" "$T/bad.csv.refused.csv"; then ok; else
        bad "$2 (its reason)" "$(cat "$T/bad.csv.refused.csv")"
    fi
    rm -f "$T/bad.csv.refused.csv"
}
echo 'country,class,rate,from' >"$T/head"
refused taxes 'a class that is none' 'DE,standrad,19,2007-01-01' 'There are: '
refused taxes 'a rate that is none' 'DE,standard,,2007-01-01' 'rate is missing'
refused taxes 'no country' ',standard,19,2007-01-01' 'neither a tax zone nor a country'
refused taxes 'too much' 'DE,standard,1001,2007-01-01' 'too large'
run 0 'nothing of it is left' --csv tax list
has_not 'no zone' 'DE,'
printf 'country,class,rate,from\nGermany,standard,19,2007-01-01\nDE,reduced,7,2007-01-01\n' >"$T/vat.csv"
run 65 'a VAT table' --json import taxes "$T/vat.csv"
has 'makes its zones' '"new":1'
has 'but no class by a slip of the pen' '"refused":1'
run 0 'the zone' --csv tax list
has 'has the code of its country' 'DE,DE,DE,,,Tax 19%,19,standard,standard'
echo 'zone,class,rate' >"$T/head"
refused taxes 'a zone that is none' 'MOON,standard,1' 'no tax zone MOON'
run 0 'a clerk' user new carl --role clerk
for kind in taxes rates lists groups carriers methods; do
    run 77 "$kind are a manager's" --user carl import "$kind" "$T/$kind.csv"
done
echo 'currency,rate,from' >"$T/head"
refused rates 'a currency that is none' 'QQQ,1,2026-01-01' 'no currency QQQ'
refused rates 'the currency of the books' 'GBP,1,2026-01-01' 'always 1'
refused rates 'no rate' 'EUR,,2026-01-01' 'more than 0'
refused rates 'no day' 'EUR,1.1,' 'first day'
echo 'code,name,tracking_url,active' >"$T/head"
refused carriers 'a page without a number' 'X,X,https://x.example,' 'where the number stands'
refused carriers 'neither yes nor no' 'X,X,,maybe' 'neither yes nor no'
refused carriers 'no name' 'X,,,' 'the name'
echo 'code,name,carrier,cutoff,transit,places,charge,rate_kg,rate' >"$T/head"
refused methods 'a carrier that is none' 'X,X,NIX,,,,,,' 'no carrier NIX'
refused methods 'no time of day' 'X,X,,24:00,,,,,' 'time of the day'
refused methods 'no days' 'X,X,,,3-1,,,,' 'working days'
refused methods 'no place' 'X,X,,,,England,,,' 'is no place'
refused methods 'no charge' 'X,X,,,,,4711,,' 'is no charge'
refused methods 'a price without a weight' 'X,X,,,,,,,4.90' 'which weight'
refused methods 'a weight without a price' 'X,X,,,,,,2,' 'price is missing'
refused methods 'no weight' 'X,X,,,,,,0,2' 'more than zero'
run 1 'and X was not made' method show X
printf 'code,name,rate_kg,rate\nBIKE,Courier,5,7.5\n' >"$T/bike.csv"
run 0 'a price more' --json import methods "$T/bike.csv"
has 'is a change' '"changed":1'
run 0 'of a method' --csv method show BIKE
has 'which keeps what the row does not say' '09:05'
echo 'sku,price,list,group,kind,percent' >"$T/head"
refused prices 'a group that is none' '4711,1,BASE,NONE,price,' 'no group NONE'
refused prices 'a kind that is none' '4711,1,BASE,,gift,' 'neither price, percent'
refused prices 'no percentage' 'all:,,BASE,BUILD,percent,' 'percentage is missing'
refused prices 'more than all' 'all:,,BASE,BUILD,percent,101' '0 to 100'
refused prices 'a category without a name' 'category:,1,BASE,,,' 'Name the category'
echo 'code,name,parent,adjust_percent' >"$T/head"
refused lists 'a parent that is none' 'ZZZ,Last,NONE,' 'no price list NONE'
refused lists 'a percentage that is none' 'ZZZ,Last,BASE,much' 'much'
echo 'code,name' >"$T/head"
refused groups 'a group without a name' 'G2,' 'name'
echo 'sku,description,price,units,components,floor' >"$T/head"
refused items 'a unit that is none' 'X1,X,1,box,,' 'box'
refused items 'a part that is none' 'X1,X,1,,NIX=1,' 'NIX'
refused items 'a floor below zero' 'X1,X,1,,,-1' ''
run 1 'and X1 was not made' item show X1
echo 'code,name,country,group,tax_zone' >"$T/head"
refused customers 'a group that is none' 'C9,C,GB,NONE,' 'no group NONE'
refused customers 'a zone that is none' 'C9,C,GB,,NONE' 'no tax zone NONE'
finish
