/*
 * Write transactions: one turn at the turnstile, BEGIN IMMEDIATE, work, the file asked after,
 * COMMIT. No nesting; helpers take the tx. Domain code gets one from desk_begin only.
 */
#ifndef OD_STORE_TX_H
#define OD_STORE_TX_H

#include <stdbool.h>
#include <stdint.h>

#include "base/compiler.h"
#include "base/err.h"

/* Pages in the log (of 4 KB) at which a commit brings it into the file: the engine's own default;
 * and while others wait for their turn. */
#define TX_LOG_PAGES      1000
#define TX_LOG_PAGES_MOST 4000

struct db;
struct index_later;

struct tx {
    struct db *db; /* NULL: not open */
    struct index_later *later; /* rows put off (domain/desk/index.h); NULL: none may be */
    /* Asked before the commit, once, where it is set: what is told once of all that was done. On
     * false nothing is committed. */
    bool (*finish)(struct tx *tx, void *data, struct err *err);
    void *finish_data;
};

/*
 * Waits its turn at most wait_ms, then begins.
 * err  ERR_BUSY (who holds the turn, where known), ERR_STATE (read-only store, with the reason),
 *      ERR_IO; also after a failed sync: this handle writes no more until reopened
 */
OD_MUST_USE bool tx_begin(struct db *db, int wait_ms, struct tx *out, struct err *err);
/* Commits; what was put off must be in. On false nothing was written, except after ERR_IO of a
 * failed sync: then it is unknown, and the idempotency key tells. */
OD_MUST_USE bool tx_commit(struct tx *tx, struct err *err);
/* Does another process wait for the turn? A batch then commits what it has. */
bool tx_is_awaited(const struct tx *tx);
/*
 * A part of it that may be taken back alone, one at a time: begun, then kept or taken back. An
 * engine that gave the whole transaction up says so: ERR_IO.
 */
OD_MUST_USE bool tx_part_begin(struct tx *tx, struct err *err);
OD_MUST_USE bool tx_part_keep(struct tx *tx, struct err *err);
OD_MUST_USE bool tx_part_undo(struct tx *tx, struct err *err);
/* Rolls back what is open; nothing otherwise. */
void tx_end(struct tx *tx);

static inline void tx_cleanup(struct tx *tx)
{
    tx_end(tx);
}
/* OD_TX tx = { 0 };  rolls back at the end of the scope unless committed */
#define OD_TX OD_CLEANUP(tx_cleanup) struct tx

/*
 * Reads that belong together: all see the store as it was at the first of them, whoever writes
 * meanwhile. Kept short (a held one lets the log grow), never while a write transaction is open.
 */
struct read_view {
    struct db *db; /* NULL: not open */
};
OD_MUST_USE bool read_view_begin(struct db *db, struct read_view *out, struct err *err);
/* The same, as a part of the view or the write transaction that is open already: then nothing is
 * begun, and nothing ends with it. Many small reads in one view cost a half of what they cost
 * alone: none of them locks the file and looks whether others wrote. */
OD_MUST_USE bool read_view_join(struct db *db, struct read_view *out, struct err *err);
void read_view_end(struct read_view *view);

/* OD_VIEW view = { 0 };  ends with its scope */
#define OD_VIEW OD_CLEANUP(read_view_end) struct read_view

#endif
