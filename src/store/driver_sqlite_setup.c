/*
 * SQLite connections: how one is set up and read back, and what each code of the engine means for
 * people.
 */
#include "store/driver_sqlite.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sqlite3.h>

#include "base/compiler.h"
#include "base/date.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/words.h"

/* A net only: the turnstile is what writers wait at. Milliseconds. */
#define BUSY_NET_MS 2000
#define URI_SIZE    (3 * 4096 + 64)
/* What is kept of a log that grew while a reader held it, once it starts over. */
#define LOG_KEPT_BYTES "8000000"

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

/* The system's word for a refusal: of the connection, else of the log, whose own is not passed up.
 */
static int errno_of(struct driver_db *d)
{
    sqlite3_file *log = NULL;
    int os = d->db ? sqlite3_system_errno(d->db) : 0;

    if (os == 0 && d->db &&
        sqlite3_file_control(d->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log) == SQLITE_OK &&
        log && log->pMethods)
        log->pMethods->xFileControl(log, SQLITE_FCNTL_LAST_ERRNO, &os);
    return os;
}

/* Says what rc means. Memory that is gone ends the program, as everywhere. */
bool lite_fault(struct driver_db *d, int rc, struct err *err)
{
    size_t i = 0;
    int os = (rc & 0xff) == SQLITE_IOERR || (rc & 0xff) == SQLITE_CANTOPEN ? errno_of(d) : 0;

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
    /* The engine's own code for it is missing where the index of the log found no room. */
    if (meanings[i].code == ERR_IO && !is_poison(rc) && (os == ENOSPC || os == EDQUOT))
        err_set(err, ERR_IO, "%s",
                _("The disk is full. Nothing was saved; make room and try again."));
    if (meanings[i].code == ERR_IO && os == EFBIG)
        err_set(err, ERR_IO, "%s",
                _("The file reached the size limit of this account. Nothing was saved."));
    if (meanings[i].code == ERR_IO && (os == EMFILE || os == ENFILE))
        err_set(err, ERR_IO, "%s",
                _("Too many files are open. Close some programs and try again."));
    return err_cause(err, "sqlite %d: %s (%s)", rc, d->db ? sqlite3_errmsg(d->db) : "",
                     os != 0 ? strerror(os) : "-");
}

bool lite_exec(struct driver_db *d, const char *sql, struct err *err)
{
    int rc = sqlite3_exec(d->db, sql, NULL, NULL, NULL);

    return rc == SQLITE_OK || lite_fault(d, rc, err);
}

/* First column of the first row; text is cut to what fits. */
bool lite_ask(struct driver_db *d, const char *sql, char *out, size_t size, struct err *err)
{
    sqlite3_stmt *s = NULL;
    int rc = sqlite3_prepare_v2(d->db, sql, -1, &s, NULL);

    out[0] = '\0';
    if (rc == SQLITE_OK)
        rc = sqlite3_step(s);
    if (rc == SQLITE_ROW)
        snprintf(out, size, "%s", (const char *)sqlite3_column_text(s, 0));
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        lite_fault(d, rc, err);
    sqlite3_finalize(s);
    return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

/* Sets a pragma and reads it back: a build of the engine may lack it, and then it is silent. */
static bool set_and_read(struct driver_db *d, const char *set, const char *get, const char *want,
                         struct err *err)
{
    char got[32];

    if (!lite_exec(d, set, err) || !lite_ask(d, get, got, sizeof got, err))
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
        { SQLITE_DBCONFIG_DEFENSIVE, 1 },
        { SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
        { SQLITE_DBCONFIG_DQS_DDL, 0 },
        { SQLITE_DBCONFIG_DQS_DML, 0 },
        { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
        { SQLITE_DBCONFIG_ENABLE_TRIGGER, 1 },
        { SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
    };
    size_t i;

    for (i = 0; i < OD_LEN(flags); i++) {
        int now = -1;
        int rc = sqlite3_db_config(d->db, flags[i].op, flags[i].on, &now);

        if (rc != SQLITE_OK)
            return lite_fault(d, rc, err);
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
        { SQLITE_LIMIT_LENGTH, 16 * 1024 * 1024 },
        { SQLITE_LIMIT_SQL_LENGTH, 64 * 1024 },
        { SQLITE_LIMIT_COLUMN, 200 },
        { SQLITE_LIMIT_EXPR_DEPTH, 100 },
        { SQLITE_LIMIT_COMPOUND_SELECT, 32 },
        { SQLITE_LIMIT_FUNCTION_ARG, 16 },
        { SQLITE_LIMIT_ATTACHED, 0 },
        { SQLITE_LIMIT_VARIABLE_NUMBER, LIMIT_SQL_PARAMS },
        { SQLITE_LIMIT_TRIGGER_DEPTH, 8 },
        { SQLITE_LIMIT_WORKER_THREADS, 0 },
        { SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 256 },
        { SQLITE_LIMIT_VDBE_OP, 100000 },
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
    /* Who is alone keeps the index of the log in memory instead of a file beside it; said before
     * anything is read. */
    if (mode == DRIVER_ALONE &&
        !lite_exec(d, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA query_only=ON", err))
        return false;
    if (!configure_flags(d, err) ||
        !lite_exec(d, "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA cell_size_check=ON",
                   err) ||
        !set_and_read(d, "PRAGMA foreign_keys=ON", "PRAGMA foreign_keys", "1", err) ||
        !set_and_read(d, "PRAGMA synchronous=FULL", "PRAGMA synchronous", "2", err))
        return false;
    /* With the hook in place of automatic checkpoints their errors are seen. */
    sqlite3_wal_hook(d->db, count_wal_pages, d);
    if (mode == DRIVER_WRITE || mode == DRIVER_BUILD)
        return set_and_read(d, "PRAGMA journal_mode=WAL", "PRAGMA journal_mode", "wal", err) &&
               lite_exec(d, "PRAGMA journal_size_limit=" LOG_KEPT_BYTES, err);
    return lite_exec(d, "SELECT COUNT(*) FROM sqlite_master", err);
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

/* od_fold(text): as texts are folded for the search (utf8_fold); the schema never names it. */
static void fold(sqlite3_context *context, int n, sqlite3_value **v)
{
    const char *text = n == 1 ? (const char *)sqlite3_value_text(v[0]) : NULL;
    OD_ARENA *tmp = NULL;

    if (!text)
        return;
    tmp = arena_new();
    sqlite3_result_text(context, utf8_fold(tmp, text), -1, SQLITE_TRANSIENT);
}

/* od_words(text, match): has the folded text all words of a plain full-text expression? */
static void has_words(sqlite3_context *context, int n, sqlite3_value **v)
{
    const char *text = n == 2 ? (const char *)sqlite3_value_text(v[0]) : NULL;
    const char *match = n == 2 ? (const char *)sqlite3_value_text(v[1]) : NULL;

    sqlite3_result_int(context, text && match && words_match(text, match));
}

/* od_weekday(ms), od_hour(ms): of an instant in the zone of the process, 0 Monday .. 6, 0 .. 23. */
static void weekday(sqlite3_context *context, int n, sqlite3_value **v)
{
    struct stamp at = { n == 1 ? sqlite3_value_int64(v[0]) : 0 };

    sqlite3_result_int(context, date_weekday(stamp_to_date(at)));
}

static void hour(sqlite3_context *context, int n, sqlite3_value **v)
{
    struct stamp at = { n == 1 ? sqlite3_value_int64(v[0]) : 0 };

    sqlite3_result_int(context, stamp_minute_of_day(at) / 60);
}

static int add_functions(sqlite3 *db)
{
    static const struct {
        const char *name;
        int n;
        void (*call)(sqlite3_context *context, int n, sqlite3_value **v);
    } all[] = { { "od_fold", 1, fold },
                { "od_words", 2, has_words },
                { "od_weekday", 1, weekday },
                { "od_hour", 1, hour } };
    int how = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    int rc = SQLITE_OK;

    for (size_t i = 0; i < OD_LEN(all) && rc == SQLITE_OK; i++)
        rc = sqlite3_create_function(db, all[i].name, all[i].n, how, NULL, all[i].call, NULL, NULL);
    return rc;
}

void lite_close(struct driver_db *d, bool is_last_word)
{
    if (!d)
        return;
    sqlite3_finalize(d->data_version);
    sqlite3_finalize(d->begin);
    sqlite3_finalize(d->commit);
    sqlite3_finalize(d->stamp);
    if (d->db && !is_last_word)
        sqlite3_db_config(d->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
    if (d->db && sqlite3_close(d->db) != SQLITE_OK)
        assert(false && "a statement outlived its store");
    xfree(d);
}

/* One thread has the engine, and nobody asks how much memory it takes: without locks around each of
 * its allocations everything is some hundredths faster. Refused, and no harm, from the second
 * connection of a process on. */
static void configure_engine(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

bool lite_open(struct driver_db **out, const char *path, enum driver_mode mode, const char *vfs,
               struct err *err)
{
    static const int flags[] = {
        [DRIVER_WRITE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
        [DRIVER_READ] = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOFOLLOW,
        [DRIVER_FROZEN] = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI,
        [DRIVER_ALONE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
        [DRIVER_BUILD] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW,
        [DRIVER_MEMORY] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY,
    };
    struct driver_db *d = xcalloc(1, sizeof *d);
    char uri[URI_SIZE];
    int rc;

    configure_engine();
    if (mode == DRIVER_FROZEN)
        frozen_uri(path, uri);
    rc = sqlite3_open_v2(
        mode == DRIVER_FROZEN ? uri : path, &d->db,
        flags[mode] | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE, vfs);
    if (rc == SQLITE_OK)
        rc = add_functions(d->db);
    if (rc != SQLITE_OK ? !lite_fault(d, rc, err) : !configure(d, mode, err)) {
        lite_close(d, false);
        return false;
    }
    *out = d;
    return true;
}
