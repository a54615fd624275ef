/*
 * A folder of backups that looks after itself: one copy of each of the last days, weeks and months
 * stays, and a copy goes only after a newer one was checked whole.
 */
#ifndef OD_STORE_ROTATE_H
#define OD_STORE_ROTATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/err.h"

struct arena;
struct db;

/* How many days, weeks and months that have a copy keep their newest one. */
struct rotate_keep {
    int days, weeks, months;
};

#define ROTATE_DAYS       7
#define ROTATE_WEEKS      5
#define ROTATE_MONTHS     12
#define ROTATE_PERIOD_MAX 1000

/*
 * Which of these copies stay? made holds their instants, newest first; is_kept gets as many
 * answers. Days, weeks (from Monday) and months are those of the process's time zone. The newest
 * always stays.
 */
void rotate_choose(const struct stamp *made, int n, const struct rotate_keep *keep, bool *is_kept);

struct rotate_report {
    const char *path; /* the new copy */
    int64_t bytes;    /* of it */
    int kept, removed;
    bool is_same_disk; /* the folder lies where the desk lies: a lost disk takes both */
};

/*
 * Copies the desk into folder as "desk-2026-11-23T100000Z.db", checks the copy whole (the engine's
 * full check, references, and whether this program can open it), and then removes what keep does
 * not want. Removes nothing where anything failed, and never a file of another name. The folder
 * belongs to one desk.
 * err  ERR_NOT_FOUND (no such folder), ERR_STATE (of another desk), ERR_BUSY (another one runs), as
 *      db_backup
 */
OD_MUST_USE bool db_rotate(struct db *db, const char *folder, const struct rotate_keep *keep,
                           struct stamp now, struct arena *arena, struct rotate_report *out,
                           struct err *err);

#endif
