#!/bin/sh
# Certificates of providers over HTTPS: one that does not hold ends the try before a byte of the
# request has left, by the account's fault, with its reason; one of the firm's own authority works.
. "${srcdir:-.}/tests/sync/lib.sh"
command -v openssl >/dev/null || skip "openssl is not installed"
printf 'key-word\n' >"$T/key" && chmod 600 "$T/key"

# sign NAME HOST FROM TO: a certificate of $T/ca.pem for a host, valid between two moments.
sign() {
    if openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$2" \
        -keyout "$T/$1.key" -out "$T/$1.csr" 2>/dev/null &&
        printf 'subjectAltName = DNS:%s\n' "$2" >"$T/$1.ext" &&
        openssl ca -batch -notext -config "$T/ca.conf" -extfile "$T/$1.ext" -startdate "$3" \
            -enddate "$4" -in "$T/$1.csr" -out "$T/$1.pem" 2>"$T/ca.err"; then
        return
    fi
    cat "$T/ca.err"
    skip "openssl signs no certificate"
}
# root NAME: one that vouches for itself.
root() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
        -subj "/CN=$1" -addext subjectAltName=DNS:localhost -keyout "$T/$1.key" \
        -out "$T/$1.pem" 2>/dev/null ||
        skip "openssl makes no certificate"
}
cat >"$T/ca.conf" <<END
[ca]
default_ca = own
[own]
database = $T/index
new_certs_dir = $T
rand_serial = yes
unique_subject = no
certificate = $T/ca.pem
private_key = $T/ca.key
default_md = sha256
policy = any
[any]
commonName = supplied
END
: >"$T/index"
root ca
root self
sign right localhost 20200101000000Z 20490101000000Z
sign wrong other.example.com 20200101000000Z 20490101000000Z
sign old localhost 20200101000000Z 20210101000000Z
sign early localhost 20480101000000Z 20490101000000Z

# serve NAME: a server with this certificate at $port; what comes in, it writes to
# $T/NAME.in as it was before it was encrypted, and takes it.
serve() {
    name=$1
    port=$(free_port)
    rm -f "$T/say" && mkfifo "$T/say"
    openssl s_server -quiet -accept "127.0.0.1:$port" -cert "$T/$name.pem" -key "$T/$name.key" \
        <"$T/say" >"$T/$name.in" 2>"$T/$name.err" &
    server_pid=$!
    servers="$servers $server_pid"
    exec 3>"$T/say"
    wait_for_port "$port" $server_pid || { cat "$T/$name.err"; exit 99; }
    (
        until grep -q '"subject"' "$T/$name.in"; do sleep 0.1; done
        printf 'HTTP/1.1 202 Accepted\r\nX-Message-Id: m1\r\nContent-Length: 0\r\n\r\n' >&3
    ) &
    servers="$servers $!"
}
# conf CA: what the desk is told; without a CA those of the system count.
conf() {
    {
        printf '[sync]\n'
        [ -z "$1" ] || printf 'ca_file = %s\n' "$1"
        printf '[sendgrid]\nurl = https://localhost:%s/v3\nkey_file = %s\n' "$port" "$T/key"
    } >"$T/desk.conf"
}
mail='{"from":"desk@example.com","from_name":"ACME","subject":"Order","to":["ann@example.com"],
    "text":"Hello","html":"<p>Hello</p>"}'
# refused CLAIM CA NAME WORDS: nothing leaves, and the reason is told.
refused() {
    conf "$2"
    try "$1" ACCOUNT "" sendgrid "$mail"
    has "$1: the reason" "$T/out" "$4"
    is "$1: nothing was sent" "$(wc -c <"$T/$3.in")" 0
}

serve right
conf "$T/ca.pem"
try "a certificate of an authority that is trusted" DONE "" sendgrid "$mail"
has "the number there is kept" "$T/out" "remote=m1"
has "it was the request that came in" "$T/right.in" "POST /v3/mail/send HTTP/1.1"
has "with the key" "$T/right.in" "Authorization: Bearer key-word"
serve right
refused "an authority that the system does not know" "" right "certificate"
refused "another authority" "$T/self.pem" right "certificate"
refused "a file of authorities that is not there" "$T/none.pem" right "$T/none.pem"
serve self
refused "a certificate that vouches for itself" "$T/ca.pem" self "self-signed certificate"
serve wrong
refused "a certificate of another name" "$T/ca.pem" wrong "localhost"
serve old
refused "a certificate that is over" "$T/ca.pem" old "expired"
serve early
refused "a certificate that does not hold yet" "$T/ca.pem" early "not yet valid"
is "no key came out" "$(cat "$T/out" "$T/err" | grep -c key-word)" 0
total
