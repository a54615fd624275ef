# A mail server of our own, exim with STARTTLS and AUTH, on $port, whose mail comes into $D/mail; and
# conf, which writes $T/desk.conf for it. Sourced after lib.sh.
# shellcheck shell=sh disable=SC2034,SC2154
PATH=$PATH:/usr/sbin
command -v exim4 >/dev/null || skip "exim4 is not installed (exim4-daemon-light)"
command -v openssl >/dev/null || skip "openssl is not installed"
user=$(id -un) group=$(id -gn) as=
if [ "$(id -u)" = 0 ]; then
    # It delivers nothing as root.
    user=Debian-exim group=Debian-exim
    as="setpriv --reuid=$user --regid=$group --clear-groups"
    id "$user" >/dev/null 2>&1 || skip "there is no user $user"
fi
D=$T/exim
mkdir "$D" "$D/spool"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost \
    -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$D/key.pem" -out "$D/cert.pem" \
    2>/dev/null || skip "openssl makes no certificate"
cp "$D/cert.pem" "$T/ca.pem"
sed "s|TESTDIR|$D|g; s|TESTUSER|$user|g; s|TESTGROUP|$group|g" \
    "${srcdir:-.}/tests/sync/exim.conf" >"$D/exim.conf"
if [ -n "$as" ]; then
    chmod 711 "$T"
    chown -R "$user:$group" "$D"
fi
port=$(free_port)
$as exim4 -C "$D/exim.conf" -bdf -oX "127.0.0.1:$port" 2>"$T/exim.err" &
servers=$!
wait_for_port "$port" "$servers" || { cat "$T/exim.err" "$D"/*log; exit 99; }

printf 'right word\n' >"$T/right" && printf 'wrong word\n' >"$T/wrong" && chmod 600 "$T/right" "$T/wrong"
# conf PASSWORD_FILE CA URL
conf() {
    {
        printf '[sync]\n'
        [ -z "$2" ] || printf 'ca_file = %s\n' "$2"
        printf '[smtp]\nurl = %s\n' "$3"
        [ -z "$1" ] || printf 'user = desk\npassword_file = %s\n' "$1"
    } >"$T/desk.conf"
}
