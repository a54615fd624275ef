/*
 * Write transactions: the turn, the engine's own lock, the question whether the file is still the
 * file, the end. Whatever goes wrong, nothing is half written and the turn is given back.
 */
#include "store/tx.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "store/db_impl.h"

static bool may_write(struct db *db, struct err *err)
{
    if (db->read_only_reason)
        return err_set(err, ERR_STATE, "%s", db->read_only_reason);
    if (db->stop_reason)
        return err_set(err, ERR_IO, "%s", db->stop_reason);
    if (db->driver->is_poisoned(db->engine))
        return err_set(err, ERR_IO, "%s",
                       _("The disk refused to confirm an earlier write. Start orderdesk again "
                         "before you save more."));
    return true;
}

/* A newer program may have changed the file since we opened it. */
static bool is_still_ours(struct db *db, struct err *err)
{
    int version;

    if (!db->driver->stamp(db->engine, &version, err))
        return false;
    return version == db->schema_version || migrate_check(db, err);
}

static void leave(struct tx *tx)
{
    struct db *db = tx->db;

    tx->db = NULL;
    tx->later = NULL;
    tx->finish = NULL;
    db->driver->rollback(db->engine); /* nothing where it was committed */
    db->is_in_tx = false;
    db->is_doomed = false;
    if (!db->has_long_turn)
        db_give_turn(db);
}

bool tx_begin(struct db *db, int wait_ms, struct tx *out, struct err *err)
{
    struct tx tx = { .db = db };

    assert(!out->db);
    assert(!db->is_in_tx);
    if (!may_write(db, err) || (!db->has_long_turn && !db_take_turn(db, wait_ms, err)))
        return false;
    db->is_in_tx = true;
    if (!db->driver->begin(db->engine, err) || !is_still_ours(db, err)) {
        db_note_fault(db, err);
        leave(&tx);
        return false;
    }
    *out = tx;
    return true;
}

static bool commit(struct db *db, struct err *err)
{
    if (db->is_doomed || !db->driver->is_in_tx(db->engine))
        return err_set(err, ERR_IO, "%s",
                       _("An earlier step went wrong, so nothing was saved. Try again."));
    if (db->path && !db->driver->is_same_file(db->engine))
        return err_set(
            err, ERR_STATE,
            _("%s was moved or replaced while it was open, so nothing was saved. Open the "
              "desk again."),
            db->where);
    if (db->driver->commit(db->engine, err))
        return true;
    db_note_fault(db, err);
    return false;
}

/* The log is brought into the file here, with the turn still held (WAL-reset bug of 3.40), but not
 * while someone waits for the turn, unless it has grown long. What was committed stands whether
 * that works or not, and it comes again with the next commit; a failed sync poisons the handle. */
static void tidy_log(struct db *db)
{
    int pages = db->driver->log_pages(db->engine);
    struct err ignored = ERR_INIT;
    bool is_whole;

    if (pages < TX_LOG_PAGES || (pages < TX_LOG_PAGES_MOST && turnstile_is_held(db->turn) &&
                                 turnstile_is_awaited(db->turn)))
        return;
    (void)db->driver->checkpoint(db->engine, &is_whole, &ignored);
}

bool tx_commit(struct tx *tx, struct err *err)
{
    bool ok;

    assert(tx->db && tx->db->is_in_tx);
    assert(!tx->later);
    ok = (!tx->finish || tx->finish(tx, tx->finish_data, err)) && commit(tx->db, err);
    if (ok)
        tidy_log(tx->db);
    leave(tx);
    return ok;
}

static bool part(struct tx *tx, const char *sql, struct err *err)
{
    struct db *db = tx->db;

    assert(db && db->is_in_tx);
    if (db->is_doomed || !db->driver->is_in_tx(db->engine))
        return err_set(err, ERR_IO, "%s",
                       _("An earlier step went wrong, so nothing was saved. Try again."));
    return db->driver->exec(db->engine, sql, err);
}

bool tx_part_begin(struct tx *tx, struct err *err)
{
    return part(tx, "SAVEPOINT part", err);
}

bool tx_part_keep(struct tx *tx, struct err *err)
{
    return part(tx, "RELEASE SAVEPOINT part", err);
}

bool tx_part_undo(struct tx *tx, struct err *err)
{
    return part(tx, "ROLLBACK TO SAVEPOINT part", err) && tx_part_keep(tx, err);
}

bool tx_is_awaited(const struct tx *tx)
{
    assert(tx->db && tx->db->is_in_tx);
    return tx->db->turn && turnstile_is_awaited(tx->db->turn);
}

void tx_end(struct tx *tx)
{
    if (tx->db)
        leave(tx);
}

bool read_view_begin(struct db *db, struct read_view *out, struct err *err)
{
    assert(!out->db && !db->is_in_tx);
    if (!db->driver->begin_read(db->engine, err))
        return false;
    out->db = db;
    return true;
}

bool read_view_join(struct db *db, struct read_view *out, struct err *err)
{
    return db->driver->is_in_tx(db->engine) || read_view_begin(db, out, err);
}

void read_view_end(struct read_view *view)
{
    if (view->db)
        view->db->driver->rollback(view->db->engine);
    view->db = NULL;
}
