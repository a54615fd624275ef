/*
 * A way to the disk for tests that remembers every write, truncation and sync in order, so that the
 * disk can be shown as a power cut at any moment might have left it.
 */
#ifndef OD_TESTS_FAULT_RECORD_VFS_H
#define OD_TESTS_FAULT_RECORD_VFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_VFS "orderdesk-record"
/* What a disk writes whole or not at all. */
#define RECORD_SECTOR 512

enum record_file { RECORD_DESK, RECORD_LOG, RECORD_FILES };

enum record_op { RECORD_WRITE, RECORD_TRUNCATE, RECORD_SYNC };

struct record {
    enum record_op op;
    enum record_file file;
    int64_t at; /* of a write; size after a truncation */
    size_t len;
    unsigned char *data;
};

void record_vfs_register(void);
/* Makes it the way of every store opened from now on, and records the files of the desk at path
 * alone. The path must stay. */
void record_only(const char *path);
/* Forgets all and begins; the files as they are now count as safely on the disk. */
void record_begin(void);
/* While paused nothing is remembered. */
void record_pause(bool is_paused);
int record_count(void);
const struct record *record_at(int index);

#endif
