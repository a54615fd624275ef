/*
 * Store handles: making, opening and closing them, and what may be asked of an open one. Whether a
 * file can be written is decided here, once; everything that writes comes through tx.c.
 */
#include "store/db.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "store/db_impl.h"

/* Opening waits this long for the turn, so that it does not fall between the steps of a restore;
 * a stopped writer must not keep readers out, so then it goes on without. */
#define OPEN_WAIT_MS 1000

static struct db *db_new(const char *where, const struct db_seams *seams)
{
    struct db *db = xcalloc(1, sizeof *db);

    db->driver = &driver_sqlite;
    db->where = xstrdup(where);
    snprintf(db->engine_name, sizeof db->engine_name, "%s %s", db->driver->name,
             db->driver->version());
    db->plan = seams && seams->plan ? seams->plan : &migration_plan_program;
    return db;
}

bool db_take_turn(struct db *db, int wait_ms, struct err *err)
{
    struct patience patience = { wait_ms, db->keep_waiting, db->wait_arg };

    return !db->turn || turnstile_take(db->turn, &patience, err);
}

void db_give_turn(struct db *db)
{
    if (turnstile_is_held(db->turn))
        turnstile_give(db->turn);
}

/* The last one out brings the log into the file, but with the turn only, and only where the path
 * still leads to this file: the engine removes the log by its name. */
static bool has_last_word(struct db *db)
{
    struct err ignored = ERR_INIT;

    if (!db->path)
        return true;
    if (!db->turn || db->driver->is_poisoned(db->engine))
        return false;
    if (!turnstile_is_held(db->turn) && !db_take_turn(db, 0, &ignored))
        return false;
    return db->driver->is_same_file(db->engine);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    assert(!db->is_in_tx);
    stmt_cache_clear(&db->cache);
    if (db->engine)
        db->driver->close(db->engine, has_last_word(db));
    turnstile_close(db->turn);
    xfree(db->read_only_reason);
    xfree(db->stop_reason);
    xfree(db->where);
    xfree(db->path);
    xfree(db);
}

static bool create_memory(struct db **out, int64_t now_ms, const struct db_seams *seams,
                          struct err *err)
{
    OD_DB *db = db_new(DB_MEMORY, seams);

    if (!db->driver->open(&db->engine, DB_MEMORY, DRIVER_MEMORY, NULL, err) ||
        !migrate_build(db, now_ms, err))
        return false;
    *out = db;
    db = NULL;
    return true;
}

/* Builds the whole desk in a file that has no name yet for anybody else. It goes to its name
 * without a log, so nothing may be left in that. */
static bool build_file(const char *temp, const char *where, int64_t now_ms,
                       const struct db_seams *seams, struct err *err)
{
    OD_DB *db = db_new(where, seams);
    bool is_whole = false;

    if (!db->driver->open(&db->engine, temp, DRIVER_BUILD, seams ? seams->vfs : NULL, err) ||
        !migrate_build(db, now_ms, err) || !db->driver->checkpoint(db->engine, &is_whole, err))
        return false;
    return is_whole ||
           err_set(err, ERR_IO, _("%s could not be brought safely to the disk."), where);
}

bool db_create_with(struct db **out, const char *where, int64_t now_ms,
                    const struct db_seams *seams, struct err *err)
{
    char path[4096], temp[4096];
    unsigned mode;
    bool ok;

    if (strcmp(where, DB_MEMORY) == 0)
        return create_memory(out, now_ms, seams, err);
    if (!file_look_new(where, path, &mode, err) || !file_make_temp(path, mode, temp, err))
        return false;
    ok = build_file(temp, where, now_ms, seams, err) && file_publish(temp, path, err);
    file_discard(temp); /* of a published one only what the engine left beside it */
    return ok && db_open_with(out, where, now_ms, seams, err);
}

bool db_create(struct db **out, const char *where, int64_t now_ms, struct err *err)
{
    return db_create_with(out, where, now_ms, NULL, err);
}

static bool open_for_writing(struct db *db, const char *vfs, struct err *err)
{
    struct err ignored = ERR_INIT;

    if (!db_take_turn(db, OPEN_WAIT_MS, &ignored))
        err_clear(&ignored);
    if (!db->driver->open(&db->engine, db->path, DRIVER_WRITE, vfs, err))
        return false;
    /* The engine falls back to reading without a word, for instance when descriptors are gone. */
    if (db->driver->is_read_only(db->engine))
        return err_set(
            err, ERR_IO,
            _("%s could not be opened for writing just now. Close other programs and try "
              "again."),
            db->where);
    return true;
}

/* From now on the file is read without locks. */
static void freeze(struct db *db, bool is_frozen)
{
    db->is_frozen = is_frozen;
    db->frozen_stamp = file_stamp(db->path);
}

/* Without the right to write. A log beside the file means that others work on it (or died): then
 * their locks are needed. Without one nobody does, and no files must be left beside it. */
static bool open_for_reading(struct db *db, const char *vfs, struct err *err)
{
    struct stat st;
    char log[4096 + 8];

    snprintf(log, sizeof log, "%s-wal", db->path);
    if (lstat(log, &st) == 0) {
        if (db->driver->open(&db->engine, db->path, DRIVER_READ, vfs, err))
            return true;
        if (err->code == ERR_CORRUPT)
            return false;
        if (st.st_size > 0) {
            char cause[sizeof err->cause];

            snprintf(cause, sizeof cause, "%s", err->cause);
            err_set(err, ERR_STATE,
                    _("%s was not closed properly, and you may not write it. Open it once from an "
                      "account that may."),
                    db->where);
            return err_cause(err, "%s", cause);
        }
    }
    freeze(db, true);
    return db->driver->open(&db->engine, db->path, DRIVER_FROZEN, vfs, err);
}

/*
 * A full disk has no room for the index of the log, which both writing and reading beside others
 * need. Reading goes on: without a log from the file alone, with one by shutting others out, who
 * could not open it either. What cannot be read that way gets the words of the first try.
 */
static bool open_on_full_disk(struct db *db, const char *vfs, struct err *err)
{
    bool has_log = file_has_beside(db->path, "-wal");
    struct err why = ERR_INIT;

    if (!db->driver->open(&db->engine, db->path, has_log ? DRIVER_ALONE : DRIVER_FROZEN, vfs, &why))
        return false;
    err_clear(err);
    turnstile_close(db->turn);
    db->turn = NULL;
    freeze(db, !has_log);
    db->read_only_reason =
        xstrdup(_("The disk is full, so the desk can be read, but not changed. Make room and open "
                  "the desk again."));
    return true;
}

static bool open_engine(struct db *db, const struct file_facts *facts, const char *vfs,
                        struct err *err)
{
    struct err why = ERR_INIT;

    db->path = xstrdup(facts->path);
    if (facts->can_write && turnstile_open(&db->turn, db->path, &why))
        return open_for_writing(db, vfs, err) ||
               (err->code == ERR_IO && !db->engine && file_lacks_room_beside(db->path) &&
                open_on_full_disk(db, vfs, err));
    if (facts->can_write && file_lacks_room_beside(db->path))
        return open_on_full_disk(db, vfs, err) || err_set(err, why.code, "%s", why.text);
    db->read_only_reason =
        xstrdup(facts->can_write ? _("The lock files beside the desk's file cannot be written; the "
                                     "desk can be read, but not changed.")
                                 : _(facts->why_not));
    return open_for_reading(db, vfs, err);
}

bool db_open_with(struct db **out, const char *where, int64_t now_ms, const struct db_seams *seams,
                  struct err *err)
{
    OD_DB *db = db_new(where, seams);
    struct file_facts facts;

    if (strcmp(where, DB_MEMORY) == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no desk at %s."), where);
    if (!file_look(where, &facts, err) ||
        !open_engine(db, &facts, seams ? seams->vfs : NULL, err) || !migrate_check(db, err))
        return false;
    db_give_turn(db);
    if (db->schema_version < db->plan->version && !migrate_run(db, now_ms, err))
        return false;
    *out = db;
    db = NULL;
    return true;
}

bool db_open(struct db **out, const char *where, int64_t now_ms, struct err *err)
{
    return db_open_with(out, where, now_ms, NULL, err);
}

const char *db_where(const struct db *db)
{
    return db->where;
}

bool db_is_read_only(const struct db *db)
{
    return db->read_only_reason != NULL;
}

const char *db_read_only_reason(const struct db *db)
{
    return db->read_only_reason ? db->read_only_reason : "";
}

const char *db_engine(const struct db *db)
{
    return db->engine_name;
}

int db_schema_version(const struct db *db)
{
    return db->schema_version;
}

int db_program_version(void)
{
    return migration_plan_program.version;
}

/* A file opened without locks may have got a writer since: its log appears beside it, or was and
 * has gone into it. */
static bool has_thawed(const struct db *db)
{
    return db->is_frozen &&
           (file_has_beside(db->path, "-wal") || file_stamp(db->path) != db->frozen_stamp);
}

int64_t db_data_version(struct db *db)
{
    return has_thawed(db) ? -1 : db->driver->data_version(db->engine);
}

int64_t db_log_bytes(const struct db *db)
{
    return db->path ? file_size_beside(db->path, "-wal") : 0;
}

bool db_is_same_file(struct db *db)
{
    return !db->path || (!has_thawed(db) && db->driver->is_same_file(db->engine));
}

void db_widen(struct db *db, bool is_wide)
{
    db->driver->widen(db->engine, is_wide);
}

void db_on_wait(struct db *db, bool (*keep_waiting)(void *arg, int waited_ms), void *arg)
{
    db->keep_waiting = keep_waiting;
    db->wait_arg = arg;
}

/* A write that was begun is finished, whatever is typed meanwhile. */
static bool give_up_reading(void *arg)
{
    struct db *db = arg;

    return !db->is_in_tx && db->give_up(db->give_up_arg);
}

void db_on_progress(struct db *db, bool (*give_up)(void *arg), void *arg)
{
    db->give_up = give_up;
    db->give_up_arg = arg;
    db->driver->on_progress(db->engine, give_up ? give_up_reading : NULL, db);
}

void db_note_fault(struct db *db, const struct err *err)
{
    if (db->is_in_tx && err->code != ERR_CONFLICT)
        db->is_doomed = true;
    if (!db->stop_reason && db->engine && db->driver->is_poisoned(db->engine))
        db->stop_reason = xstrdup(err->text);
}

bool db_ask_i64(struct db *db, const char *sql, int64_t *out, struct err *err)
{
    struct driver_stmt *s;
    struct shape shape;
    struct value v = { VALUE_NULL };
    enum step step;

    if (!db->driver->prepare(db->engine, sql, &s, &shape, err))
        return false;
    assert(shape.params == 0 && shape.columns == 1);
    step = db->driver->step(s, err);
    if (step == STEP_ROW) {
        db->driver->get(s, 0, &v);
        *out = v.i64;
    }
    db->driver->finalize(s);
    assert(step == STEP_FAILED || v.kind == VALUE_I64);
    return step == STEP_ROW;
}
