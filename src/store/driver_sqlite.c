/*
 * SQLite behind the driver's struct: statements, transactions, copies. Setting a connection up is
 * driver_sqlite_setup.c; files, turns and the rules of transactions are the store's.
 */
#include "store/driver_sqlite.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include <sqlite3.h>

#include "base/compiler.h"
#include "base/mem.h"

/* Engine steps between two questions whether to give up; about a millisecond. */
#define PROGRESS_STEPS 4000

struct driver_stmt {
    struct driver_db *d;
    sqlite3_stmt *s;
    bool gives_id; /* an insert that answers with the id of its row */
    bool has_id;   /* and has just done so */
};

static bool lite_is_read_only(struct driver_db *d)
{
    return sqlite3_db_readonly(d->db, "main") != 0;
}

/*
 * The length of an INSERT without its " RETURNING id", 0 where it is not one. The engine keeps an
 * ephemeral table for RETURNING, which costs several times the insert itself; the row's number is
 * known without it, since every id is the row's number. ON CONFLICT may insert no row.
 */
static int length_without_returning(const char *sql)
{
    static const char tail[] = " RETURNING id";
    size_t len = strlen(sql), cut = sizeof tail - 1;

    if (len <= cut || strcmp(sql + len - cut, tail) != 0 ||
        strncmp(sql, "INSERT INTO ", 12) != 0 || strstr(sql, " ON CONFLICT "))
        return 0;
    return (int)(len - cut);
}

static bool lite_prepare(struct driver_db *d, const char *sql, struct driver_stmt **out,
                         struct shape *shape, struct err *err)
{
    sqlite3_stmt *s = NULL;
    int i, insert_len = length_without_returning(sql);
    int rc = sqlite3_prepare_v3(d->db, sql, insert_len ? insert_len : -1,
                                SQLITE_PREPARE_PERSISTENT, &s, NULL);

    if (rc != SQLITE_OK)
        return lite_fault(d, rc, err);
    assert(s); /* an empty statement is our bug */
    shape->params = sqlite3_bind_parameter_count(s);
    shape->columns = insert_len ? 1 : sqlite3_column_count(s);
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
    **out = (struct driver_stmt){ .d = d, .s = s, .gives_id = insert_len > 0 };
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
    return rc == SQLITE_OK || lite_fault(s->d, rc, err);
}

static enum step lite_step(struct driver_stmt *s, struct err *err)
{
    int rc;

    if (s->has_id) { /* the one row was given */
        s->has_id = false;
        return STEP_DONE;
    }
    rc = sqlite3_step(s->s);
    if (rc == SQLITE_ROW)
        return STEP_ROW;
    if (rc == SQLITE_DONE && s->gives_id) {
        s->has_id = true;
        return STEP_ROW;
    }
    if (rc == SQLITE_DONE)
        return STEP_DONE;
    lite_fault(s->d, rc, err);
    return STEP_FAILED;
}

static void lite_get(struct driver_stmt *s, int at, struct value *out)
{
    *out = (struct value){ .kind = VALUE_NULL };
    if (s->gives_id) {
        out->kind = VALUE_I64;
        out->i64 = sqlite3_last_insert_rowid(s->d->db);
        return;
    }
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
        assert(false && "a column gave a float; use CAST(... AS BIGINT)");
    }
}

static void lite_reset(struct driver_stmt *s)
{
    s->has_id = false;
    sqlite3_reset(s->s); /* repeats the fault of the step, which was told already */
    sqlite3_clear_bindings(s->s);
}

static int64_t lite_changes(struct driver_db *d)
{
    return sqlite3_changes64(d->db);
}

/* What every transaction runs, prepared once. The first column of its row in *out, where it gives
 * one and somebody asks. */
static bool run_kept(struct driver_db *d, struct sqlite3_stmt **kept, const char *sql, int *out,
                     struct err *err)
{
    int rc = SQLITE_OK;

    if (!*kept)
        rc = sqlite3_prepare_v3(d->db, sql, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_step(*kept);
    if (rc == SQLITE_ROW && out)
        *out = sqlite3_column_int(*kept, 0);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        lite_fault(d, rc, err);
    sqlite3_reset(*kept); /* repeats the fault of the step, which was told already */
    return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

static bool lite_begin(struct driver_db *d, struct err *err)
{
    return run_kept(d, &d->begin, "BEGIN IMMEDIATE", NULL, err);
}

static bool lite_begin_read(struct driver_db *d, struct err *err)
{
    return lite_exec(d, "BEGIN", err);
}

static bool lite_checkpoint(struct driver_db *d, bool *is_whole, struct err *err)
{
    int in_log = -1, done = -1;
    int rc = sqlite3_wal_checkpoint_v2(d->db, "main", SQLITE_CHECKPOINT_PASSIVE, &in_log, &done);

    d->wal_pages = 0; /* the next commit says how many there are */
    *is_whole = rc == SQLITE_OK && in_log == done;
    return rc == SQLITE_OK || rc == SQLITE_BUSY || lite_fault(d, rc, err);
}

static bool lite_commit(struct driver_db *d, struct err *err)
{
    return run_kept(d, &d->commit, "COMMIT", NULL, err);
}

static int lite_log_pages(struct driver_db *d)
{
    return d->wal_pages;
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
    return run_kept(d, &d->stamp, "PRAGMA user_version", version, err);
}

static bool lite_set_stamp(struct driver_db *d, int version, struct err *err)
{
    char sql[96];

    snprintf(sql, sizeof sql, "PRAGMA application_id=%d; PRAGMA user_version=%d",
             (int)DRIVER_APPLICATION_ID, version);
    return lite_exec(d, sql, err);
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
    int rc = sqlite3_open_v2(
        path, &to.db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, NULL);
    bool ok = rc == SQLITE_OK || lite_fault(&to, rc, err);

    if (ok) {
        backup = sqlite3_backup_init(to.db, "main", d->db, "main");
        rc = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(to.db);
        if (backup)
            sqlite3_backup_finish(backup);
        ok = rc == SQLITE_DONE || lite_fault(&to, rc, err);
    }
    sqlite3_close(to.db);
    return ok;
}

/* Kilobytes of pages that a connection keeps: usually 2 MB. */
static void lite_widen(struct driver_db *d, bool is_wide)
{
    (void)sqlite3_exec(d->db, is_wide ? "PRAGMA cache_size=-32000" : "PRAGMA cache_size=-2000",
                       NULL, NULL, NULL);
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
    .version = sqlite3_libversion,
    .references_off = "PRAGMA foreign_keys=OFF",
    .references_on = "PRAGMA foreign_keys=ON",
    .count_broken_references = "SELECT COUNT(*) FROM pragma_foreign_key_check",
    .quick_check = "PRAGMA quick_check(100)",
    .full_check = "PRAGMA integrity_check(100)",
    .reference_check = "SELECT 'a record of ' || \"table\" || ' refers to one of ' || parent"
                       " || ' that is missing' FROM pragma_foreign_key_check LIMIT 100",
    .open = lite_open,
    .close = lite_close,
    .is_read_only = lite_is_read_only,
    .exec = lite_exec,
    .prepare = lite_prepare,
    .finalize = lite_finalize,
    .put = lite_put,
    .step = lite_step,
    .get = lite_get,
    .reset = lite_reset,
    .changes = lite_changes,
    .begin = lite_begin,
    .begin_read = lite_begin_read,
    .commit = lite_commit,
    .rollback = lite_rollback,
    .is_in_tx = lite_is_in_tx,
    .is_poisoned = lite_is_poisoned,
    .data_version = lite_data_version,
    .stamp = lite_stamp,
    .set_stamp = lite_set_stamp,
    .is_same_file = lite_is_same_file,
    .log_pages = lite_log_pages,
    .checkpoint = lite_checkpoint,
    .copy = lite_copy,
    .widen = lite_widen,
    .on_progress = lite_on_progress,
};
