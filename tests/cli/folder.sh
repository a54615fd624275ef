#!/bin/sh
# A day with a partner that works a site for us, by files in a folder: what is to be sent goes out,
# its answer, its numbers and its announcements come in. And what a hostile partner puts there.
. "${srcdir:-.}/tests/cli/lib.sh"
small_desk
P=$T/partner
mkdir "$P" "$P/out" "$P/in"
conf=$T/folder.conf
printf '[folder]\npath = %s\nsettle_seconds = 0\n' "$P" >"$conf"
work() { run "${1:-0}" "the worker does its work (${2:-all})" --config "$conf" sync --once; }
# files DIR: the names there, one blank between.
files() { (cd "$P/$1" && set -- * && [ -e "$1" ] && echo "$*"); }
order() # LINE [LINE] -> $n
{
    run 0 'an order is taken' --json order new --customer 1051 --line "$1" ${2:+--line "$2"} --confirm
    n=$(field number)
}

# --- setting up
run 65 'an event that is none is refused' setting set folder.events 'order.confirmed order.eaten'
err_has 'with those that exist' 'fulfillment.released'
run 65 'a site that is none is refused' setting set folder.sites 'MAIN NOWHERE'
run 0 'a partner hears of what is sent to the warehouse' setting set folder.events \
    'fulfillment.released, fulfillment.canceled fulfillment.changed order.shipped'
run 0 'of the sites it works' setting set folder.sites main
run 0 'mails go out' setting set notice.mail_provider smtp
run 0 'from us' setting set notice.from desk@example.com
run 0 'the customer has an address for mail' customer set 1051 --email garage@example.com
run 0 'there is another site' site new LEEDS Leeds --country GB
run 0 'with goods' stock receive BOL-M8-40 30 --site LEEDS

# --- out
order '4711 5' 'BOL-M8-40 2'
run 0 'it goes to the warehouse' order release "$n"
work
set -- "$P"/out/fulfillment-released_"$n"-F1_*.csv
present 'its file is there' "$1"
is 'and nothing else' "$(find "$P/out" -type f | wc -l)" 1
is 'it has a line for each item, and the columns' "$(wc -l <"$1")" 3
is 'the columns stand in their order' "$(head -1 "$1" | tr -d '\r')" \
    'event,sequence,at,order,customer_po,status,fulfillment,site,customer,customer_name,ship_method,wanted,due,carrier,service,tracking,ship_name,ship_line1,ship_line2,ship_city,ship_region,ship_postcode,ship_country,phone,mail,currency,total,line,item,description,qty,unit'
if grep -q "^fulfillment.released,[0-9]*,2026-11-23T10:00:00.*,$n,.*,$n-F1,MAIN,1051,.*Leeds,.*,1,4711,Packing tape,5,ea" "$1"
then ok; else bad 'what is to be sent, and where to' "$(cat "$1")"; fi
work 0 again
is 'it is not written again' "$(find "$P/out" -type f | wc -l)" 1
run 0 'the job is done' --json sync list --all --provider folder
has 'with the name of its file' "\"remote_id\":\"$(basename "$1")\""

# --- what the partner answers
printf 'fulfillment,answer,reason\n%s-F1,accepted,\n' "$n" >"$P/in/ack-1.csv"
printf 'half' >"$P/in/tracking-2.csv.part"
printf 'half' >"$P/in/tracking-3.tmp"
printf 'half' >"$P/in/.tracking-4.csv"
work
is 'its answer was read' "$(files 'done')" 'ack-1.csv'
is 'what is not whole stays' "$(files in)" 'tracking-2.csv.part tracking-3.tmp'
rm "$P"/in/* "$P"/in/.t*
run 0 'the timeline has both' --json order show "$n"
has 'the file' 'folder.written'
has 'and that it accepts' 'folder.accepted'
printf 'fulfillment,carrier,tracking,weight_kg,item,qty\n%s-F1,UPS,T-1001,2.5,4711,3\n%s-F1,UPS,T-1001,2.5,BOL-M8-40,2\n' \
    "$n" "$n" >"$P/in/tracking-1.csv"
work
is 'what it sent was read' "$(files 'done')" 'ack-1.csv tracking-1.csv'
run 0 'the order is asked' --json order show "$n"
has 'a part of it has left' '"status":"part_shipped"'
run 0 'the fulfillment is asked' --json fulfillment show "$n-F1"
has 'it has left' '"status":"shipped"'
has 'in a parcel of that number' 'T-1001'
run 0 'what was left out goes on' --json fulfillment show "$n-F2"
has 'as a pick of its own' '"status":"released"'
run 0 'the customer is told' --json notice list "$n"
has 'that it was shipped' 'shipped'
work
present 'the rest is with the partner' "$(echo "$P"/out/fulfillment-released_"$n"-F2_*.csv)"
present 'and so is what left' "$(echo "$P"/out/order-shipped_"$n"-F1_*.csv)"
level() { "$od" --csv stock list 4711; }
free=$(level)

# --- the same again changes nothing
cp "$P/done/tracking-1.csv" "$P/in/tracking-1.csv"
work
is 'a file that came twice is put beside it' "$(files 'done')" \
    'ack-1.csv tracking-1.csv tracking-1.csv.2'
cp "$P/done/tracking-1.csv" "$P/in/tracking-other.csv"
work
is 'nor under another name' "$(level)" "$free"
run 0 'the list of files tells' --json sync folder
has 'that nothing was new' '"file":"tracking-other.csv","kind":"tracking","taken":0,"same":2,"refused":0'

# --- rest, whole and without items; another number for what has left
printf 'order,tracking\n%s,T-1002\n' "$n" >"$P/in/tracking-5.csv"
work
run 0 'the rest has left' --json order show "$n"
has 'so all has' '"status":"shipped"'
printf 'fulfillment,tracking\n%s-F1,T-9\n' "$n" >"$P/in/tracking-6.csv"
work
is 'another number is refused' "$(files refused)" 'tracking-6.csv tracking-6.csv.txt'
is 'with the reason' "$(cat "$P/refused/tracking-6.csv.txt")" \
    "Line 2: $n-F1 has left already, with another number."

# --- a refusal holds the order until a person has looked
order '4711 1'
first=$n
run 0 'another order' order release "$n"
work
printf 'fulfillment,answer,reason\n%s-F1,refused,Address unknown\n' "$n" >"$P/in/ack-2.csv"
work
run 0 'the order is asked' --json order show "$n"
has 'it waits for data' '"status":"on_hold"'
has 'with the reason of the partner' 'Address unknown'
printf 'fulfillment,tracking\n%s-F1,T-7\n' "$n" >"$P/in/tracking-7.csv"
work
run 0 'what is held does not leave' --json fulfillment show "$n-F1"
has 'it is still to be picked' '"status":"released"'
present 'the partner is told why' "$P/refused/tracking-7.csv.txt"
run 0 'a person clears it up' order release-hold "$n" --reason checked
mv "$P/refused/tracking-7.csv" "$P/in/"
work
run 0 'the same file is read again' --json fulfillment show "$n-F1"
has 'and it leaves' '"status":"shipped"'

# --- other orders' goods, other sites, wrong numbers: one clear sentence each, and nothing else
order '4711 4'
run 0 'an order for the partner' order release "$n"
run 0 'and one of another site' --json order new --customer 1051 --line 'BOL-M8-40 1' --site LEEDS --confirm
l=$(field number)
run 0 'that is worked there' order release "$l"
work
absent 'the partner hears nothing of it' "$(echo "$P"/out/*_"$l"-F1_*)"
cat >"$P/in/tracking-8.csv" <<EOF
fulfillment,order,tracking,item,qty
$n-F1,,T-8,BOL-M8-40,1
$l-F1,,T-8,BOL-M8-40,1
99999-F1,,T-8,,
$n-F1,$first,T-8,,
EOF
printf 'fulfillment,tracking,item,qty\n%s-F1,T-8,4711,9\n' "$n" >"$P/in/tracking-9.csv"
printf 'fulfillment,tracking,item,qty\n%s-F1,T-8,4711,x\n' "$n" >"$P/in/tracking-a.csv"
printf 'fulfillment,tracking,item,qty\n%s-F1,T-8,4711,1\n%s-F1,T-8\n' "$n" "$n" >"$P/in/tracking-b.csv"
printf 'what,ever\n1,2\n' >"$P/in/tracking-c.csv"
printf 'fulfillment,answer\n%s-F1,perhaps\n' "$n" >"$P/in/ack-d.csv"
head -c 4096 /dev/zero >"$P/in/tracking-e.csv"
head -c 104857600 /dev/zero >"$P/in/tracking-f.csv"
printf 'x' >"$P/in/orders.csv"
printf '{"rows":[{"fulfillment":"%s-F1","tracking":["T"]}]}' "$n" >"$P/in/tracking-g.json"
printf 'root:secret\n' >"$T/secret"
ln -s "$T/secret" "$P/in/tracking-h.csv"
mkdir "$P/in/ack-folder"
mkfifo "$P/in/ack-pipe.csv"
work
is 'only the folder is left' "$(files in)" 'ack-folder'
rmdir "$P/in/ack-folder"
is 'the link is moved, not what it leads to' "$(cat "$T/secret")" 'root:secret'
says() # FILE TEXT
{
    if grep -qF "$2" "$P/refused/$1.txt"; then ok; else
        bad "$1 is refused with its reason" "$(cat "$P/refused/$1.txt" 2>&1)"
    fi
}
says tracking-8.csv "Line 2: Wrong item"
says tracking-8.csv "Line 3: $l-F1 is worked at LEEDS, which is no site of the partner."
says tracking-8.csv 'Line 4: '
says tracking-8.csv "Line 5: $n-F1 is not of order $first."
says tracking-9.csv 'Only 4 of 4711'
says tracking-a.csv 'Line 2:'
says tracking-b.csv 'Another row of it cannot be read, so nothing of it is taken.'
says tracking-c.csv 'tracking'
says ack-d.csv 'accepted or refused'
says tracking-e.csv ' '
says tracking-f.csv 'too large'
says orders.csv 'must begin with ack, tracking or asn'
says tracking-g.json 'neither text nor a number'
says tracking-h.csv 'no plain file'
says ack-pipe.csv 'no plain file'
run 0 'of all that nothing was taken' --json fulfillment show "$n-F1"
has 'it is as it was' '"status":"released"'
run 0 'and the books are right' check
rm -f "$P"/refused/tracking-f.csv

# --- goods on their way
cat >"$P/in/asn-1.csv" <<EOF
asn,supplier,site,due,item,qty
A-77,Acme,MAIN,2026-11-30,4711,40
A-77,Acme,MAIN,2026-11-30,BOL-M8-40,5
EOF
work
run 0 'they are a receipt that is open' --json receipt list --open
has 'with the number of the announcement' 'A-77 Acme'
r=$(field number)
run 0 'it is asked' --json receipt show "$r"
has 'with the day' '2026-11-30'
has 'and the goods' '"qty":40'
sed -e 's/4711,40/4711,36/' -e '/BOL/d' "$P/done/asn-1.csv" >"$P/in/asn-2.csv"
work
run 0 'a later one changes it' --json receipt show "$r"
has 'the quantity' '"qty":36'
has_not 'and the rest is not coming' 'BOL-M8-40'
cp "$P/done/asn-2.csv" "$P/in/asn-3.csv"
work
is 'the same again is known' "$("$od" --csv sync folder | sed -n 2p | cut -d, -f2-6)" 'asn-3.csv,asn,0,1,0'
run 0 'what was refused is told' sync folder --refused
has 'and why' 'Line 2'
if grep -q '\.?$' "$T/out"; then bad 'an end of a line in a table' "$(cat "$T/out")"; else ok; fi
run 0 'somebody works on it' receipt put "$r" 4711 30
sed -e 's/36/44/' "$P/done/asn-2.csv" >"$P/in/asn-4.csv"
work
says asn-4.csv 'was changed here since'

# --- by hand
printf 'fulfillment,tracking\n%s-F1,T-10\n' "$n" >"$T/tracking-hand.csv"
run 0 'a file is tried' --json sync read "$T/tracking-hand.csv" --dry-run
has 'it says what would be' '"taken":1'
run 0 'nothing was' --json fulfillment show "$n-F1"
has 'done' '"status":"released"'
run 0 'then read' sync read "$T/tracking-hand.csv"
run 0 'it is' --json fulfillment show "$n-F1"
has 'done' '"status":"shipped"'
run 0 'again it is known' --json sync read "$T/tracking-hand.csv"
has 'as read before' '"known":true'
run 65 'one with refused rows is no success' sync read "$P/refused/tracking-c.csv"

# --- trouble with the folder
order '4711 1'
run 0 'one more' order release "$n"
mv "$P/out" "$P/gone"
"$od" --config "$conf" sync --once >/dev/null
is 'what cannot be written is tried again' $? 75
run 0 'the folder is not there' --json sync status
has 'so the provider is stopped' '"provider":"folder","state":"stopped"'
has 'with the reason' "$P/out"
mv "$P/gone" "$P/out"
run 0 'a person mends it' sync resume folder
work
present 'and it goes out' "$(echo "$P"/out/*_"$n"-F1_*.csv)"
mv "$P/in" "$P/gone"
work
run 0 'without the other folder' --json sync status
has 'it says so' "$P/in"
mv "$P/gone" "$P/in"
work
run 0 'and not any more' --json sync status
has_not 'once it is back' "$P/in"

# --- JSON
run 0 'files may be JSON' setting set folder.format json
order '4711 2'
run 0 'an order' order release "$n"
run 0 'that is canceled' order cancel "$n" --reason customer
work
set -- "$P"/out/fulfillment-canceled_"$n"-F1_*.json
present 'the partner is told' "$1"
cp "$1" "$T/out"
json 'as one value'
finish
