#!/bin/sh
# A disk of the network is refused, whatever is wanted of it: making, opening, copying to it. The
# disk is a local folder that a library loaded before the program calls by another name.
. "${srcdir:-.}/tests/cli/lib.sh"
cat >"$T/net.c" <<'C'
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>

typedef int statfs_fn(const char *path, void *out);

static int ask(const char *name, const char *path, void *out, long *type)
{
    statfs_fn *real = (statfs_fn *)dlsym(RTLD_NEXT, name);
    const char *folder = getenv("NET_FOLDER"), *magic = getenv("NET_MAGIC");
    int rc = real(path, out);

    if (rc == 0 && folder && magic && strncmp(path, folder, strlen(folder)) == 0)
        *type = (long)strtoul(magic, NULL, 16);
    return rc;
}

int statfs(const char *path, struct statfs *out)
{
    return ask("statfs", path, out, (long *)&out->f_type);
}

int statfs64(const char *path, struct statfs64 *out)
{
    return ask("statfs64", path, out, (long *)&out->f_type);
}
C
# shellcheck disable=SC2086
${CC:-cc} -D_GNU_SOURCE -shared -fPIC -o "$T/net.so" "$T/net.c" -ldl 2>"$T/err" ||
    { echo "skipped: no library can be built here"; exit 77; }
mkdir "$T/net"
run 0 'a desk on a local disk' init --company Acme --country GB
cp "$HOME/.local/share/orderdesk/desk.db" "$T/net/old.db"
LD_PRELOAD=$T/net.so
ASAN_OPTIONS=detect_leaks=0:verify_asan_link_order=0
NET_FOLDER=$T/net
export LD_PRELOAD ASAN_OPTIONS NET_FOLDER
run 0 'the control: called what it is, it works' --desk "$T/net/old.db" order list

for kind in 6969:nfs ff534d42:cifs fe534d42:smb2; do
    NET_MAGIC=${kind%:*}
    export NET_MAGIC
    name=${kind#*:}
    run 74 "no desk is made on $name" --desk "$T/net/new.db" init --country GB
    err_has 'and it is said why' "network"
    absent 'nothing is left there' "$T/net/new.db"
    run 74 "none is opened on $name" --desk "$T/net/old.db" order list
    run 74 "no copy goes to $name" backup "$T/net/copy.db"
    absent 'nothing is left there' "$T/net/copy.db"
    run 74 "no folder of copies is on $name" backup --rotate "$T/net"
    absent 'which is not even marked' "$T/net/.orderdesk-backups"
    run 0 'the local desk is not touched by it' order list
done
unset LD_PRELOAD
finish
