#!/bin/sh
# A small disk of our own: filled, limited, then mounted read-only. Needs the right to mount in a
# private view of the file system; skipped (77) without.
set -u
if [ "${1:-}" != inside ]; then
    unshare -m true 2>/dev/null || { echo "skipped: no private mounts here"; exit 77; }
    exec unshare -m --propagation private sh "$0" inside
fi
run="$(cd "${builddir:-.}" && pwd)/tests/fault/outside"
folder="$(mktemp -d /tmp/od-outside-XXXXXX)" || exit 99
trap 'umount "$folder" 2>/dev/null; rmdir "$folder"' EXIT
mount -t tmpfs -o size=4m none "$folder" || { echo "skipped: no tmpfs here"; exit 77; }
# SIGXFSZ ignored, as the program does at its start.
trap '' XFSZ
"$run" "$folder" || exit 1
mount -o remount,ro "$folder" || { echo "skipped: no read-only mount here"; exit 77; }
"$run" --read-only "$folder"
