/*
 * Copies that can be trusted. A backup is one step of the engine into a file without a name,
 * checked, synced, named. A restore swaps whole files while nobody can write.
 */
#include "store/backup.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/db_impl.h"

/* Faults listed by a check; a damaged file may have millions. */
#define FAULTS_MAX      1000
#define ASIDE_NAMES_MAX 99
#define NAME_SIZE       (4096 + 40)

struct lines OD_VEC(const char *);

/* Runs one of the driver's checks; every row but "ok" is a fault, and so is damage that ends it. */
static bool collect_faults(struct db *db, const char *sql, struct arena *arena, struct lines *lines,
                           struct err *err)
{
    struct driver_stmt *s;
    struct shape shape;
    struct err why = ERR_INIT;
    enum step step;

    if (!db->driver->prepare(db->engine, sql, &s, &shape, err))
        return false;
    while ((step = db->driver->step(s, &why)) == STEP_ROW && lines->n < FAULTS_MAX) {
        struct value v;

        db->driver->get(s, 0, &v);
        assert(v.kind == VALUE_TEXT);
        if (strcmp(v.data, "ok") != 0)
            *vec_push(arena, lines) = arena_strndup(arena, v.data, v.len);
    }
    db->driver->finalize(s);
    if (step == STEP_FAILED && why.code == ERR_CORRUPT)
        *vec_push(arena, lines) = arena_printf(arena, "%s (%s)", why.text, why.cause);
    else if (step == STEP_FAILED)
        *err = why;
    return step != STEP_FAILED || why.code == ERR_CORRUPT;
}

bool db_integrity(struct db *db, struct arena *arena, const char *const **faults, int *count,
                  struct err *err)
{
    struct lines lines = { 0 };

    if (!collect_faults(db, db->driver->full_check, arena, &lines, err) ||
        !collect_faults(db, db->driver->reference_check, arena, &lines, err))
        return false;
    *faults = lines.v;
    *count = lines.n;
    return true;
}

/* Opens a file that nobody else has, to look at it. */
static bool open_frozen(struct db *db, const char *path, struct err *err)
{
    db->driver = &driver_sqlite;
    return db->driver->open(&db->engine, path, DRIVER_FROZEN, NULL, err);
}

static bool check_copy(const char *path, const char *shown, bool is_full, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct lines lines = { 0 };
    struct db copy = { 0 };
    bool ok = open_frozen(&copy, path, err) &&
              collect_faults(&copy, is_full ? copy.driver->full_check : copy.driver->quick_check,
                             arena, &lines, err) &&
              (!is_full ||
               collect_faults(&copy, copy.driver->reference_check, arena, &lines, err));

    if (copy.engine)
        copy.driver->close(copy.engine, false);
    if (!ok)
        return err_wrap(err, _("%s cannot be trusted."), shown);
    if (lines.n == 0)
        return true;
    err_set(err, ERR_CORRUPT, _("%s is damaged and was not used."), shown);
    return err_cause(err, "%s", lines.v[0]);
}

static bool refuse_existing(const char *path, struct err *err)
{
    struct stat st;

    if (lstat(path, &st) != 0)
        return true;
    return err_set(err, ERR_STATE, _("%s exists already; it was left as it is."), path);
}

static int64_t size_of(const char *path)
{
    struct stat st;

    return stat(path, &st) == 0 ? st.st_size : 0;
}

bool db_backup(struct db *db, const char *path, struct err *err)
{
    char target[4096], temp[4096];
    int64_t size = 0;
    unsigned mode;

    assert(!db->is_in_tx);
    if (db->path)
        size = size_of(db->path);
    if (!refuse_existing(path, err) || !file_look_new(path, target, &mode, err) ||
        !file_has_room(target, size, err) || !file_make_temp(target, 0600, temp, err))
        return false;
    if (!db->driver->copy(db->engine, temp, err) || !file_sync(temp, err) ||
        !check_copy(temp, path, false, err) || !file_publish(temp, target, err)) {
        file_discard(temp);
        return false;
    }
    return true;
}

/* --- restore --- */

/* Could this program open it as its desk? */
static bool fits_program(const char *path, const char *shown, struct err *err)
{
    struct db copy = { 0 };
    bool ok;

    copy.plan = &migration_plan_program;
    copy.where = xstrdup(shown);
    ok = open_frozen(&copy, path, err) && migrate_check(&copy, err);
    stmt_cache_clear(&copy.cache);
    if (copy.engine)
        copy.driver->close(copy.engine, false);
    xfree(copy.where);
    return ok;
}

/* Is from a whole desk of a version this program can open, and not one that is in use? */
static bool look_at_backup(const char *from, bool is_full, struct file_facts *facts,
                           struct err *err)
{
    if (!file_look(from, facts, err))
        return false;
    if (file_has_beside(facts->path, "-wal"))
        return err_set(
            err, ERR_STATE,
            _("%s is in use or was not closed properly, so it is no backup. Make one with "
              "\"orderdesk backup\"."),
            from);
    return check_copy(facts->path, from, is_full, err) && fits_program(facts->path, from, err);
}

bool db_verify(const char *path, struct err *err)
{
    struct file_facts facts;

    return look_at_backup(path, true, &facts, err);
}

static bool copy_whole(const char *from, const char *temp, struct err *err)
{
    struct db source = { 0 };
    bool ok = open_frozen(&source, from, err) && source.driver->copy(source.engine, temp, err);

    if (source.engine)
        source.driver->close(source.engine, false);
    return ok && file_sync(temp, err) && check_copy(temp, from, false, err);
}

static bool restore_new(const char *from, const char *where, struct err *err)
{
    char path[4096], temp[4096];
    unsigned mode;

    if (!file_look_new(where, path, &mode, err) || !file_has_room(path, size_of(from), err) ||
        !file_make_temp(path, mode, temp, err))
        return false;
    if (!copy_whole(from, temp, err) || !file_publish(temp, path, err)) {
        file_discard(temp);
        return false;
    }
    return true;
}

/* A free name for the file that gives way. */
static bool aside_name(const char *path, char out[NAME_SIZE], struct err *err)
{
    struct stat st;
    int i;

    for (i = 1; i <= ASIDE_NAMES_MAX; i++) {
        int n = snprintf(out, NAME_SIZE, "%s.before-restore", path);

        if (i > 1)
            snprintf(out + n, NAME_SIZE - (size_t)n, "-%d", i);
        if (lstat(out, &st) != 0)
            return true;
    }
    return err_set(err, ERR_STATE,
                   _("Beside %s stand too many files of earlier restores. Move them "
                     "away."),
                   path);
}

/*
 * Brings the old file's log into it, so that the file alone is the whole. A damaged file cannot; it
 * keeps its log beside it under the new name (*is_whole false).
 */
static bool settle_old(const char *path, bool *is_whole, struct err *err)
{
    struct driver_db *old = NULL;
    struct err why = ERR_INIT;
    bool ok;

    *is_whole = false;
    if (!driver_sqlite.open(&old, path, DRIVER_WRITE, NULL, &why))
        return why.code == ERR_CORRUPT || err_set(err, why.code, "%s", why.text);
    ok = driver_sqlite.checkpoint(old, is_whole, &why);
    driver_sqlite.close(old, ok && *is_whole);
    if (!ok)
        return why.code == ERR_CORRUPT || err_set(err, why.code, "%s", why.text);
    return *is_whole ||
           err_set(err, ERR_BUSY, "%s",
                   _("Another desk is reading just now. Let all desks finish and try again."));
}

static bool rename_beside(const char *path, const char *aside, const char *suffix)
{
    char from[NAME_SIZE + 8], to[NAME_SIZE + 8];

    snprintf(from, sizeof from, "%s%s", path, suffix);
    snprintf(to, sizeof to, "%s%s", aside, suffix);
    return rename(from, to) == 0 || errno == ENOENT;
}

static void unlink_beside(const char *path, const char *suffix)
{
    char name[NAME_SIZE + 8];

    snprintf(name, sizeof name, "%s%s", path, suffix);
    unlink(name);
}

/* temp becomes path, what was path becomes aside; in one step where the disk can, so that there is
 * a desk at path at every moment. What fails is undone. */
static bool swap_names(const char *path, const char *temp, const char *aside)
{
    if (renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_EXCHANGE) == 0) {
        if (rename(temp, aside) == 0)
            return true;
        renameat2(AT_FDCWD, temp, AT_FDCWD, path, RENAME_EXCHANGE);
        return false;
    }
    if ((errno != EINVAL && errno != ENOSYS) || rename(path, aside) != 0)
        return false;
    if (rename(temp, path) == 0)
        return true;
    rename(aside, path);
    return false;
}

/*
 * The log must be gone before: the engine would play the old one into the new file. Desks that
 * still have the old file open notice by its inode, and do not remove the new file's log when they
 * close (has_last_word).
 */
static bool swap(const char *path, const char *temp, const char *aside, bool is_whole,
                 struct err *err)
{
    bool ok = is_whole || rename_beside(path, aside, "-wal");
    int os;

    if (is_whole)
        unlink_beside(path, "-wal");
    unlink_beside(path, "-shm");
    if (ok && swap_names(path, temp, aside))
        return file_sync_folder_of(path, err);
    os = errno;
    if (!is_whole)
        rename_beside(aside, path, "-wal");
    err_set(err, ERR_IO, _("The backup could not take the place of %s."), path);
    return err_cause(err, "%s", strerror(os));
}

/* Everything long is done before the turn is taken; then the swap is a moment. */
static bool restore_over(const char *from, const char *path, unsigned mode, struct err *err)
{
    struct patience patience = { LIMIT_WRITE_WAIT_MS, NULL, NULL };
    char temp[4096], aside[NAME_SIZE];
    struct turnstile *turn = NULL;
    bool is_whole, ok;

    if (!file_has_room(path, size_of(from), err) || !turnstile_open(&turn, path, err))
        return false;
    ok = file_make_temp(path, mode, temp, err);
    if (ok) {
        ok = copy_whole(from, temp, err) && turnstile_take(turn, &patience, err) &&
             settle_old(path, &is_whole, err) && aside_name(path, aside, err) &&
             swap(path, temp, aside, is_whole, err);
        if (!ok)
            file_discard(temp);
    }
    turnstile_close(turn);
    return ok;
}

bool db_restore(const char *from, const char *where, bool replace, struct err *err)
{
    struct file_facts facts;
    char path[PATH_MAX];
    struct stat st, st_from;

    if (!look_at_backup(from, false, &facts, err))
        return false;
    if (lstat(where, &st) != 0)
        return restore_new(facts.path, where, err);
    if (!replace)
        return err_set(err, ERR_STATE, _("%s exists already; say that it is to be replaced."),
                       where);
    if (!realpath(where, path) || stat(path, &st) != 0 || !S_ISREG(st.st_mode))
        return err_set(err, ERR_STATE, _("%s is not a file that can be replaced."), where);
    if (stat(facts.path, &st_from) == 0 && st.st_ino == st_from.st_ino &&
        st.st_dev == st_from.st_dev)
        return err_set(err, ERR_STATE, _("%s is the desk itself, not a backup of it."), from);
    return restore_over(facts.path, path, st.st_mode & 0777, err);
}

int64_t db_turn_holder(const char *where)
{
    char path[PATH_MAX];

    return realpath(where, path) ? turnstile_holder(path) : 0;
}
