/*
 * A way to the disk for tests that goes wrong at the n-th call: once, or from then on. Everything
 * else is passed to the engine's own.
 */
#ifndef OD_TESTS_FAULT_FAIL_VFS_H
#define OD_TESTS_FAULT_FAIL_VFS_H

#include <stdbool.h>

#define FAIL_VFS "orderdesk-fail"

enum fail_kind {
    FAIL_OPEN,
    FAIL_READ,
    FAIL_WRITE,       /* nothing is written */
    FAIL_SHORT_WRITE, /* half of it is */
    FAIL_FULL,        /* half of it is, and the disk is full */
    FAIL_SYNC,        /* nothing is synced, though all may be on the disk */
    FAIL_TRUNCATE,
    FAIL_SIZE,
    FAIL_LOCK,
    FAIL_SHARED, /* the memory shared between desks */
    FAIL_DELETE,
    FAIL_KINDS
};

/* Once, before any store is opened by the name FAIL_VFS. */
void fail_vfs_register(void);
/* The n-th call of this kind from now fails; n 0: none does. */
void fail_vfs_at(enum fail_kind kind, int n, bool for_good);
/* How many calls failed since. */
int fail_vfs_hits(void);
const char *fail_kind_name(enum fail_kind kind);

#endif
