#!/bin/sh
# What customers are told, from the command line: settings, words, trials, who is told nothing.
. "${srcdir:-.}/tests/cli/lib.sh"

small_desk

run 0 'a contact' customer contact 1051 'Anna Lee' --email anna@example.com --phone '0113 496 0000' \
    --sms yes
run 0 'is shown' --json customer show 1051
has 'with how it is told' '"by_mail":true,"by_sms":true'
run 65 'a number that cannot be dialed' customer contact 1051 'Bob' --phone 'ask Anna' --sms yes
err_has 'is told how to write it' '+44'
run 0 'an order' order new --customer 1051 --line '4711 5' --confirm
n=$(cat "$T/out")
run 0 'nothing is told without a provider' notice list "$n"
err_has 'and that is said' notice.mail_provider

run 0 'where notices of the order go' order tell "$n" --mail ed@site.example
run 65 'an address that is none' order tell "$n" --mail ed
err_has 'is said with how one looks' name@example.com
run 65 'a provider that is none' setting set notice.mail_provider pigeon
run 0 'a provider' setting set notice.mail_provider smtp
run 65 'an address that is none' setting set notice.from desk
run 0 'an address' setting set notice.from desk@example.org

run 0 'who is told' --csv notice who "$n"
has 'is the address of the order' 'confirmation,mail,ed@site.example,'
run 0 'which is taken away' order tell "$n" --mail -
run 0 'and then' --csv notice who "$n"
has 'the contact is told' 'confirmation,mail,anna@example.com,'

run 0 'a preview' notice preview confirmation "$n"
has 'has the order' "Your order $n"
has 'and the customer' 'Total:'
run 0 'one in German' notice preview confirmation "$n" --lang de
has 'says so' "Ihr Auftrag $n"
run 0 'one as a text message' --json notice preview confirmation "$n" --channel sms
has 'with its parts' '"parts":1,"alphabet":"GSM-7"'
run 65 'an event that is none' notice preview shiped "$n"
err_has 'names those that are' shipped
run 65 'a way that is none' notice preview shipped "$n" --channel fax

run 0 'a test' --json notice test confirmation "$n" me@example.net
id=$(sed -n 's/.*"id":\([0-9]*\).*/\1/p' "$T/out")
run 0 'waits' --csv notice list "$n"
has 'as a test' "$id,confirmation,mail,me@example.net,1,true,waiting"
run 0 'its work waits too' --csv outbox list
has 'as a mail' mail.send
run 1 'what waits is not sent again' notice resend "$id"
run 65 'an address that is none' notice test confirmation "$n" me
run 1 'no text message without a provider' notice test confirmation "$n" '+441134960000' --channel sms
err_has 'is told why' notice.sms_provider
run 1 'no parcel, no notice of one' notice test shipped "$n" me@example.net
run 0 'the notice' --json notice show "$id"
has 'is shown' '"state":"waiting"'
run 1 'one that is not there' notice show 999

run 0 'words' --csv template list
has 'of the program' confirmation,mail,de,false,0
run 0 'words of the firm' template set confirmation mail en --subject 'Thanks for {number}' \
    --body 'Dear {contact}'
run 0 'stand instead' notice preview confirmation "$n"
has 'of the others' "Thanks for $n"
run 65 'a value that is none' template set confirmation mail en --body '{contcat}'
err_has 'is named' '{contcat}'
run 75 'words that someone changed' template set confirmation mail en --body x --if-version 9
run 65 'a mail without a subject' template set confirmation mail en --subject ''
run 64 'two texts' template set confirmation mail en --body x --file y
printf 'Hello {contact}\n\nsee {number}.\n' >"$T/body"
run 0 'a text from a file' template set confirmation mail en --file "$T/body"
run 0 'is kept' template show confirmation mail en
has 'with its lines' 'see {number}.'
run 0 'a text message with wide characters' template set shipped sms en --body 'Заказ {number}'
err_has 'is told what it costs' UCS-2
run 0 'the program its words' template reset confirmation mail en
run 1 'twice' template reset confirmation mail en
run 1 'a language without words' template show confirmation mail fr
run 0 'gets some' template set confirmation mail fr --subject 'Votre commande {number}' --body Bonjour
run 0 'that are used' notice preview confirmation "$n" --lang fr
has 'there' "Votre commande $n"

run 0 'an address that wants nothing' notice block mail Anna@Example.com --note 'by phone'
run 0 'is listed' --csv notice blocked
has 'with the reason' 'mail,Anna@example.com,by_us,by phone'
run 1 'and gets nothing' notice test confirmation "$n" Anna@example.com
err_has 'with a way out' 'notice unblock mail'
run 0 'until it is lifted' notice unblock mail Anna@example.com
run 1 'once' notice unblock mail Anna@example.com
run 0 'the books are right' --user root check --full
finish
