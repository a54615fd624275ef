/*
 * Power cuts over what record_vfs.h recorded: the desk's two files as a cut at some moment might
 * have left them. What was synced is there, of the rest any part, down to single sectors.
 */
#ifndef OD_TESTS_FAULT_CUT_H
#define OD_TESTS_FAULT_CUT_H

#include <stdbool.h>
#include <stdint.h>

#include "fault/record_vfs.h"

enum left { LEFT_NOTHING, LEFT_ALL, LEFT_SOME_WRITES, LEFT_SOME_SECTORS, LEFT_KINDS };

struct cut {
    int at;         /* this many records happened */
    enum left left; /* of what was not synced */
    bool is_sync_honest;
};

/* Seeds and draws the lots; all of a run follows from the seed. */
void cut_seed(uint64_t seed);
uint64_t cut_seed_now(void);
unsigned cut_lot(unsigned below);

/* Remembers the files at path as they are now, and begins to record. */
void cut_begin(const char *path);
/* Writes the two files as the cut leaves them to path. */
void cut_draw(const struct cut *cut, const char *path);
/* Removes a desk's files. */
void cut_remove(const char *path);
/* Gives the memory back. */
void cut_end(void);

#endif
