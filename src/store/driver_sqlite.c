/*
 * SQLite behind the driver's struct. How a connection is set up and read back, what each code of
 * the engine means for people, and nothing about files, turns or transactions' rules.
 */
#include "store/driver.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/compiler.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"

/* A net only: the turnstile is what writers wait at. Milliseconds. */
#define BUSY_NET_MS 2000
/* Pages in the log at which a commit brings it into the file; the engine's own default. */
#define CHECKPOINT_PAGES 1000
/* Engine steps between two questions whether to give up; about a millisecond. */
#define PROGRESS_STEPS 4000
#define URI_SIZE (3 * 4096 + 64)

struct driver_db {
    sqlite3 *db;
    sqlite3_stmt *data_version;
    int wal_pages;
    bool is_poisoned;
    bool (*give_up)(void *arg);
    void *give_up_arg;
};

struct driver_stmt {
    struct driver_db *d;
    sqlite3_stmt *s;
};

/* Codes with a meaning of their own first, then their families; the last row is for all others. */
static const struct {
    int rc;
    enum err_code code;
    const char *text;
} meanings[] = {
    { SQLITE_CONSTRAINT_UNIQUE, ERR_CONFLICT, N_("Someone else saved a record like this first.") },
    { SQLITE_CONSTRAINT_PRIMARYKEY, ERR_CONFLICT,
      N_("Someone else saved a record like this first.") },
    { SQLITE_CONSTRAINT_ROWID, ERR_CONFLICT, N_("Someone else saved a record like this first.") },
    { SQLITE_CONSTRAINT, ERR_BUG,
      N_("The program tried to store something that the desk does not allow; nothing was saved.") },
    { SQLITE_FULL, ERR_IO, N_("The disk is full. Nothing was saved; make room and try again.") },
    { SQLITE_IOERR_FSYNC, ERR_IO,
      N_("The disk refused to confirm a write. This program writes no more until it is started "
         "again; whether the last change was saved shows then.") },
    { SQLITE_IOERR_DIR_FSYNC, ERR_IO,
      N_("The disk refused to confirm a write. This program writes no more until it is started "
         "again; whether the last change was saved shows then.") },
    { SQLITE_IOERR, ERR_IO,
      N_("The disk did not do what it was asked. Check the disk and try again.") },
    { SQLITE_CANTOPEN, ERR_IO, N_("A file of the desk cannot be opened.") },
    { SQLITE_PERM, ERR_IO, N_("A file of the desk may not be opened.") },
    { SQLITE_NOLFS, ERR_IO, N_("The disk does not take files this large.") },
    { SQLITE_READONLY_DBMOVED, ERR_STATE,
      N_("The desk's file was moved or replaced. Open it again.") },
    { SQLITE_READONLY, ERR_STATE, N_("The desk's file can only be read.") },
    { SQLITE_BUSY, ERR_BUSY, N_("The desk is busy. Try again.") },
    { SQLITE_LOCKED, ERR_BUSY, N_("The desk is busy. Try again.") },
    { SQLITE_PROTOCOL, ERR_BUSY, N_("The desk is busy. Try again.") },
    { SQLITE_INTERRUPT, ERR_BUSY, N_("The search was given up.") },
    { SQLITE_NOTADB, ERR_CORRUPT, N_("This is not the file of an orderdesk.") },
    { SQLITE_CORRUPT, ERR_CORRUPT,
      N_("The desk's file is damaged. Stop working with it and restore the last backup.") },
    { SQLITE_TOOBIG, ERR_LIMIT, N_("This is too large to be stored.") },
    { 0, ERR_BUG, N_("The program asked the store for something impossible.") },
};

/* Does this fault forbid to write on? After a failed sync nobody knows what is on the disk. */
static bool is_poison(int rc)
{
    return rc == SQLITE_IOERR_FSYNC || rc == SQLITE_IOERR_DIR_FSYNC ||
           (rc & 0xff) == SQLITE_CORRUPT || (rc & 0xff) == SQLITE_NOTADB;
}

/* Says what rc means. Memory that is gone ends the program, as everywhere. */
static bool fault(struct driver_db *d, int rc, struct err *err)
{
    size_t i = 0;
    int os = d->db ? sqlite3_system_errno(d->db) : 0;

    assert(rc != SQLITE_OK && rc != SQLITE_ROW && rc != SQLITE_DONE);
    if ((rc & 0xff) == SQLITE_NOMEM || rc == SQLITE_IOERR_NOMEM)
        abort();
    if (is_poison(rc))
        d->is_poisoned = true;
    while (meanings[i].rc != 0 && meanings[i].rc != rc)
        i++;
    if (meanings[i].rc == 0)
        for (i = 0; meanings[i].rc != 0 && meanings[i].rc != (rc & 0xff); i++)
            ;
    err_set(err, meanings[i].code, "%s", _(meanings[i].text));
    if (meanings[i].code == ERR_IO && os == EFBIG)
        err_set(err, ERR_IO, "%s",
                _("The file reached the size limit of this account. Nothing was saved."));
    if (meanings[i].code == ERR_IO && (os == EMFILE || os == ENFILE))
        err_set(err, ERR_IO, "%s", _("Too many files are open. Close some programs and try again."));
    return err_cause(err, "sqlite %d: %s (%s)", rc, d->db ? sqlite3_errmsg(d->db) : "",
                     os != 0 ? strerror(os) : "-");
}

static bool run(struct driver_db *d, const char *sql, struct err *err)
{
    int rc = sqlite3_exec(d->db, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK || fault(d, rc, err);
}

/* First column of the first row; text is cut to what fits. */
static bool ask(struct driver_db *d, const char *sql, char *out, size_t size, struct err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(d->db, sql, -1, &s, NULL);

    out[0] = '\0';
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    if (rc == SQLITE_ROW)
        snprintf(out, size, "%s", (const char *)sqlite3_column_text(s, 0));
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        fault(d, rc, err);
    sqlite3_finalize(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

/* Sets a pragma and reads it back: a build of the engine may lack it, and then it is silent. */
static bool set_and_read(struct driver_db *d, const char *set, const char *get, const char *want,
                         struct err *err)
{
    char got[32];

    if (!run(d, set, err) || !ask(d, get, got, sizeof got, err))
        return false;
    if (strcmp(got, want) != 0) {
        err_set(err, ERR_IO, "%s", _("The desk's file cannot be opened safely on this system."));
        return err_cause(err, "%s gives '%s' instead of '%s'", get, got, want);
    }
    return true;
}

static bool configure_flags(struct driver_db *d, struct err *err)
{
    static const struct {
        int op, on;
    } flags[] = {
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },      { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },        { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },    { SQLITE_DBCONFIG_ENABLE_TRIGGER, 1 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    };
    size_t i;

    for (i = 0; i < OD_LEN(flags); i++) {
        int now = -1;
        int rc = sqlite3_db_config(d->db, flags[i].op, flags[i].on, &now);

        if (rc != SQLITE_OK)
            return fault(d, rc, err);
        if (now != flags[i].on)
            return err_set(err, ERR_IO, "%s",
                           _("The desk's file cannot be opened safely on this system."));
    }
    return true;
}

static void configure_limits(struct driver_db *d)
{
    static const struct {
        int id, value;
    } limits[] = {
        { SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024 }, { SQLITE_LIMIT_SQL_LENGTH, 64 * 1024 },
        { SQLITE_LIMIT_COLUMN, 200 },              { SQLITE_LIMIT_EXPR_DEPTH, 100 },
        { SQLITE_LIMIT_COMPOUND_SELECT, 32 },      { SQLITE_LIMIT_FUNCTION_ARG, 16 },
        { SQLITE_LIMIT_ATTACHED, 0 },              { SQLITE_LIMIT_VARIABLE_NUMBER, LIMIT_SQL_PARAMS },
        { SQLITE_LIMIT_TRIGGER_DEPTH, 8 },         { SQLITE_LIMIT_WORKER_THREADS, 0 },
        { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256 }, { SQLITE_LIMIT_VDBE_OP, 100000 },
    };
    size_t i;

    for (i = 0; i < OD_LEN(limits); i++)
        sqlite3_limit(d->db, limits[i].id, limits[i].value);
}

static int count_wal_pages(void *arg, sqlite3 *db OD_UNUSED, const char *name OD_UNUSED, int pages)
{
    struct driver_db *d = arg;

    d->wal_pages = pages;
    return SQLITE_OK;
}

/* Everything a connection needs before its first statement, read back where it matters. */
static bool configure(struct driver_db *d, enum driver_mode mode, struct err *err)
{
    sqlite3_extended_result_codes(d->db, 1);
    configure_limits(d);
    sqlite3_busy_timeout(d->db, BUSY_NET_MS);
    if (!configure_flags(d, err) ||
        !run(d, "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA cell_size_check=ON", err) ||
        !set_and_read(d, "PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1", err) ||
        !set_and_read(d, "PRAGMA synchronous=FULL", "PRAGMA synchronous", "2", err))
        return false;
    /* With the hook in place of automatic checkpoints their errors are seen. */
    sqlite3_wal_hook(d->db, count_wal_pages, d);
    if (mode == DRIVER_WRITE || mode == DRIVER_BUILD)
        return set_and_read(d, "PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal", err);
    return run(d, "SELECT COUNT(*) FROM sqlite_master", err);
}

/* A path as a URI that says the file cannot change: no locks, no -wal, no -shm. */
static void frozen_uri(const char *path, char out[URI_SIZE])
{
    static const char hex[] = "0123456789ABCDEF";
    size_t n = (size_t)snprintf(out, URI_SIZE, "file:");

    for (; *path && n < URI_SIZE - 32; path++) {
        if (*path == '%' || *path == '?' || *path == '#') {
            out[n++] = '%';
            out[n++] = hex[(unsigned char)*path >> 4];
            out[n++] = hex[(unsigned char)*path & 15];
        } else {
            out[n++] = *path;
        }
    }
    snprintf(out + n, URI_SIZE - n, "?immutable=1");
}

static void lite_close(struct driver_db *d, bool is_last_word)
{
    if (!d)
        return;
    sqlite3_finalize(d->data_version);
    if (d->db && !is_last_word)
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    if (d->db && sqlite3_close(d->db) != SQLITE_OK)
        assert(!"a statement outlived its store");
    xfree(d);
}

static bool lite_open(struct driver_db **out, const char *path, enum driver_mode mode,
                      const char *vfs, struct err *err)
{
    static const int flags[] = {
        [DRIVER_WRITE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
        [DRIVER_READ] = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW,
        [DRIVER_FROZEN] = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
        [DRIVER_BUILD] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
        [DRIVER_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY,
    };
    struct driver_db *d = xcalloc(1, sizeof *d);
    char uri[URI_SIZE];
    int rc;

    if (mode == DRIVER_FROZEN)
        frozen_uri(path, uri);
    rc = sqlite3_open_v2(mode == DRIVER_FROZEN ? uri : path, &d->db,
                         flags[mode] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE |
                             SQLITE_OPEN_EXRESCODE,
                         vfs);
    if (rc != SQLITE_OK ? !fault(d, rc, err) : !configure(d, mode, err)) {
        lite_close(d, false);
        return false;
    }
    *out = d;
    return true;
}

static bool lite_is_read_only(struct driver_db *d)
{
    return sqlite3_db_readonly(d->db, "main") != 0;
}

static bool lite_prepare(struct driver_db *d, const char *sql, struct driver_stmt **out,
                         struct shape *shape, struct err *err)
{
    sqlite3_stmt *s = NULL;
    int i, rc = sqlite3_prepare_v3(d->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL);

    if (rc != SQLITE_OK)
        return fault(d, rc, err);
    assert(s); /* an empty statement is our bug */
    shape->params = sqlite3_bind_parameter_count(s);
    shape->columns = sqlite3_column_count(s);
    shape->is_read_only = sqlite3_stmt_readonly(s) != 0;
    shape->is_in_order = true;
    for (i = 1; i <= shape->params; i++) {
        const char *name = sqlite3_bind_parameter_name(s, i);
        char want[16];

        snprintf(want, sizeof want, "$%d", i);
        if (!name || strcmp(name, want) != 0)
            shape->is_in_order = false;
    }
    *out = xcalloc(1, sizeof **out);
    **out = (struct driver_stmt){ .d = d, .s = s };
    return true;
}

static void lite_finalize(struct driver_stmt *s)
{
    if (!s)
        return;
    sqlite3_finalize(s->s);
    xfree(s);
}

static bool lite_put(struct driver_stmt *s, int at, const struct value *v, struct err *err)
{
    int rc = SQLITE_OK;

    switch (v->kind) {
    case VALUE_NULL:
        rc = sqlite3_bind_null(s->s, at + 1);
        break;
    case VALUE_I64:
        rc = sqlite3_bind_int64(s->s, at + 1, v->i64);
        break;
    case VALUE_TEXT:
        rc = sqlite3_bind_text64(s->s, at + 1, v->data, v->len, SQLITE_TRANSIENT, SQLITE_UTF8);
        break;
    case VALUE_BLOB:
        rc = sqlite3_bind_blob64(s->s, at + 1, v->data, v->len, SQLITE_TRANSIENT);
        break;
    }
    return rc == SQLITE_OK || fault(s->d, rc, err);
}

static enum step lite_step(struct driver_stmt *s, struct err *err)
{
    int rc = sqlite3_step(s->s);

    if (rc == SQLITE_ROW)
        return STEP_ROW;
    if (rc == SQLITE_DONE)
        return STEP_DONE;
    fault(s->d, rc, err);
    return STEP_FAILED;
}

static void lite_get(struct driver_stmt *s, int at, struct value *out)
{
    *out = (struct value){ .kind = VALUE_NULL };
    switch (sqlite3_column_type(s->s, at)) {
    case SQLITE_NULL:
        break;
    case SQLITE_INTEGER:
        out->kind = VALUE_I64;
        out->i64 = sqlite3_column_int64(s->s, at);
        break;
    case SQLITE_TEXT:
        out->kind = VALUE_TEXT;
        out->data = sqlite3_column_text(s->s, at);
        out->len = (size_t)sqlite3_column_bytes(s->s, at);
        break;
    case SQLITE_BLOB:
        out->kind = VALUE_BLOB;
        out->data = sqlite3_column_blob(s->s, at);
        out->len = (size_t)sqlite3_column_bytes(s->s, at);
        break;
    default:
        assert(!"a column gave a float; use CAST(... AS BIGINT)");
    }
}

static void lite_reset(struct driver_stmt *s)
{
    sqlite3_reset(s->s); /* repeats the fault of the step, which was told already */
    sqlite3_clear_bindings(s->s);
}

static int64_t lite_changes(struct driver_db *d)
{
    return sqlite3_changes64(d->db);
}

static bool lite_begin(struct driver_db *d, struct err *err)
{
    return run(d, "BEGIN IMMEDIATE", err);
}

static bool lite_checkpoint(struct driver_db *d, bool *is_whole, struct err *err)
{
    int in_log = -1, done = -1;
    int rc = sqlite3_wal_checkpoint_v2(d->db, "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, &done);

    *is_whole = rc == SQLITE_OK && in_log == done;
    return rc == SQLITE_OK || rc == SQLITE_BUSY || fault(d, rc, err);
}

/* The log is brought into the file here, with the turn still held by the caller (WAL-reset bug of
 * 3.40). What was committed stands whether that works or not; a failed sync poisons the handle. */
static bool lite_commit(struct driver_db *d, struct err *err)
{
    struct err ignored = ERR_INIT;
    bool is_whole;

    if (!run(d, "COMMIT", err))
        return false;
    if (d->wal_pages < CHECKPOINT_PAGES)
        return true;
    d->wal_pages = 0;
    if (!lite_checkpoint(d, &is_whole, &ignored))
        is_whole = false; /* comes again with the next commit */
    return true;
}

static void lite_rollback(struct driver_db *d)
{
    if (sqlite3_get_autocommit(d->db) == 0)
        sqlite3_exec(d->db, "ROLLBACK", NULL, NULL, NULL);
}

static bool lite_is_in_tx(struct driver_db *d)
{
    return sqlite3_get_autocommit(d->db) == 0;
}

static bool lite_is_poisoned(struct driver_db *d)
{
    return d->is_poisoned;
}

static int64_t lite_data_version(struct driver_db *d)
{
    int64_t v = -1;

    if (!d->data_version &&
        sqlite3_prepare_v3(d->db, "PRAGMA data_version", -1, SQLITE_PREPARE_PERSISTENT,
                           &d->data_version, NULL) != SQLITE_OK)
        return -1;
    if (sqlite3_step(d->data_version) == SQLITE_ROW)
        v = sqlite3_column_int64(d->data_version, 0);
    sqlite3_reset(d->data_version);
    return v;
}

static bool lite_stamp(struct driver_db *d, int *version, struct err *err)
{
    char text[32];

    if (!ask(d, "PRAGMA user_version", text, sizeof text, err))
        return false;
    *version = (int)strtol(text, NULL, 10);
    return true;
}

static bool lite_set_stamp(struct driver_db *d, int version, struct err *err)
{
    char sql[96];

    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d",
             (int)DRIVER_APPLICATION_ID, version);
    return run(d, sql, err);
}

static bool lite_is_same_file(struct driver_db *d)
{
    int has_moved = 1;
    int rc = sqlite3_file_control(d->db, "main", SQLITE_FCNTL_HAS_MOVED, &has_moved);

    return rc == SQLITE_OK && !has_moved;
}

/* One step of everything: in smaller steps it starts over at each write of another desk and never
 * ends beside a busy one. */
static bool lite_copy(struct driver_db *d, const char *path, struct err *err)
{
    struct driver_db to = { 0 };
    sqlite3_backup *backup;
    int rc = sqlite3_open_v2(path, &to.db,
                             SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE,
                             NULL);
    bool ok = rc == SQLITE_OK || fault(&to, rc, err);

    if (ok) {
        backup = sqlite3_backup_init(to.db, "main", d->db, "main");
        rc = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(to.db);
        if (backup)
            sqlite3_backup_finish(backup);
        ok = rc == SQLITE_DONE || fault(&to, rc, err);
    }
    sqlite3_close(to.db);
    return ok;
}

static int ask_give_up(void *arg)
{
    struct driver_db *d = arg;

    return d->give_up(d->give_up_arg);
}

static void lite_on_progress(struct driver_db *d, bool (*give_up)(void *arg), void *arg)
{
    d->give_up = give_up;
    d->give_up_arg = arg;
    sqlite3_progress_handler(d->db, give_up ? PROGRESS_STEPS : 0, give_up ? ask_give_up : NULL, d);
}

const struct driver driver_sqlite = {
    .name = "SQLite",
    .version = "SQLite " SQLITE_VERSION,
    .references_off = "PRAGMA foreign_keys=OFF",
    .references_on = "PRAGMA foreign_keys=ON",
    .count_broken_references = "SELECT COUNT(*) FROM pragma_foreign_key_check",
    .quick_check = "PRAGMA quick_check(100)",
    .full_check = "SELECT integrity_check FROM pragma_integrity_check(100)"
                  " UNION ALL SELECT 'a record of ' || \"table\" || ' refers to one of ' || parent"
                  " || ' that is missing' FROM pragma_foreign_key_check",
    .open = lite_open,
    .close = lite_close,
    .is_read_only = lite_is_read_only,
    .exec = run,
    .prepare = lite_prepare,
    .finalize = lite_finalize,
    .put = lite_put,
    .step = lite_step,
    .get = lite_get,
    .reset = lite_reset,
    .changes = lite_changes,
    .begin = lite_begin,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .is_in_tx = lite_is_in_tx,
    .is_poisoned = lite_is_poisoned,
    .data_version = lite_data_version,
    .stamp = lite_stamp,
    .set_stamp = lite_set_stamp,
    .is_same_file = lite_is_same_file,
    .checkpoint = lite_checkpoint,
    .copy = lite_copy,
    .on_progress = lite_on_progress,
};
