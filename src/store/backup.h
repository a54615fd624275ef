/*
 * Copies of the store that can be trusted: one-step online backup, verified; restore that tells
 * all desks; integrity check; and the words for who holds the turn.
 */
#ifndef OD_STORE_BACKUP_H
#define OD_STORE_BACKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct arena;
struct db;

/*
 * Writes a copy to path (0600): one step, sync, quick_check, rename. Refuses an existing file
 * (ERR_STATE) and leaves at least 256 MiB free (ERR_IO). A failed backup leaves nothing behind.
 */
OD_MUST_USE bool db_backup(struct db *db, const char *path, struct err *err);

/*
 * Is the file a whole desk that this program could restore? The engine's full check, all
 * references, the version. ERR_CORRUPT with the first fault, ERR_STATE for a newer program's.
 */
OD_MUST_USE bool db_verify(const char *path, struct err *err);

/*
 * Puts the backup at from in place of where. Checks the backup whole first; where exists needs
 * replace, waits for the turn, and keeps the old file as "<where>.before-restore". Desks that have
 * it open notice at their next write or tick (db_is_same_file).
 */
OD_MUST_USE bool db_restore(const char *from, const char *where, bool replace, struct err *err);

/* The engine's own full check and foreign keys; each fault one line in the arena. */
OD_MUST_USE bool db_integrity(struct db *db, struct arena *arena, const char *const **faults,
                              int *count, struct err *err);

/* Process id that holds the turn to write at where, 0 for nobody. */
int64_t db_turn_holder(const char *where);

#endif
