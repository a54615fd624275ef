/*
 * The schema of new files, and the way of older ones to it. One step is one transaction with its
 * stamp, so a kill in between leaves a file of a known version.
 */
#include "store/migrate.h"

#include <assert.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "store/backup.h"
#include "store/db_impl.h"
#include "store/stmt.h"
#include "store/tx.h"

/* Backups of one version that may stand beside a file before we ask for a hand. */
#define BACKUP_NAMES_MAX 99

OD_SQL(sql_migrate_stamp, "migrate.stamp",
       "INSERT INTO schema_version (version, oldest_program, stamped_ms)"
       " VALUES ($1, $2, $3)");

static bool stamp(struct tx *tx, int version, int oldest_program, int64_t now_ms, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_migrate_stamp);

    put_i64(q, version);
    put_i64(q, oldest_program);
    put_i64(q, now_ms);
    return sql_run(&q, NULL, err) && tx->db->driver->set_stamp(tx->db->engine, version, err);
}

bool migrate_build(struct db *db, int64_t now_ms, struct err *err)
{
    OD_TX tx = { 0 };

    db->schema_version = 0;
    if (!tx_begin(db, 0, &tx, err) || !db->driver->exec(db->engine, db->plan->schema_sql, err) ||
        !stamp(&tx, db->plan->version, db->plan->oldest_program, now_ms, err) ||
        !tx_commit(&tx, err))
        return false;
    db->schema_version = db->plan->version;
    return true;
}

OD_SQL(sql_migrate_newest, "migrate.newest",
       "SELECT version, oldest_program"
       " FROM schema_version"
       " ORDER BY version DESC"
       " LIMIT 1");

static bool read_newest(struct db *db, int64_t *version, int64_t *oldest_program, struct err *err)
{
    OD_STMT *q = sql_read(db, &sql_migrate_newest);

    if (sql_row(q)) {
        *version = get_i64(q);
        *oldest_program = get_i64(q);
    }
    return sql_done(&q, err);
}

bool migrate_check(struct db *db, struct err *err)
{
    int64_t version = 0, oldest_program = 0;
    int head = 0;

    if (!db->driver->stamp(db->engine, &head, err))
        return false;
    if (!read_newest(db, &version, &oldest_program, err) && err->code != ERR_BUG)
        return false;
    if (head <= 0 || version != head)
        return err_set(err, ERR_CORRUPT,
                       _("%s says two things about its version; it is damaged. Restore a backup."),
                       db->where);
    if (oldest_program > db->plan->version)
        return err_set(err, ERR_STATE,
                       _("%s was made or updated by a newer orderdesk. Update orderdesk on this "
                         "machine."),
                       db->where);
    if (head < db->plan->version && db->read_only_reason)
        return err_set(err, ERR_STATE,
                       _("%s is of an older orderdesk and must be brought up to date first, but it "
                         "cannot be written. %s"),
                       db->where, db->read_only_reason);
    if (head + db->plan->step_count < db->plan->version)
        return err_set(err, ERR_STATE,
                       _("%s is too old for this orderdesk. Open it with an older one first."),
                       db->where);
    db->schema_version = head;
    return true;
}

/* "DESK.v1-backup", or "DESK.v1-backup-2" where a try was broken off before. */
static bool backup_first(struct db *db, struct err *err)
{
    char name[4096 + 32];
    int i;

    for (i = 1; i <= BACKUP_NAMES_MAX; i++) {
        int n = snprintf(name, sizeof name, "%s.v%d-backup", db->path, db->schema_version);

        if (i > 1)
            snprintf(name + n, sizeof name - (size_t)n, "-%d", i);
        if (db_backup(db, name, err))
            return true;
        if (err->code != ERR_STATE)
            return err_wrap(err,
                            _("The desk is to be brought up to date, but not without a backup."));
    }
    return err_set(err, ERR_STATE,
                   _("Beside %s stand too many backups of earlier updates. Move them away."),
                   db->where);
}

static bool check_references(struct db *db, struct err *err)
{
    int64_t faults = 0;

    if (!db_ask_i64(db, db->driver->count_broken_references, &faults, err))
        return false;
    return faults == 0 ||
           err_set(err, ERR_CORRUPT,
                   _("%s has %lld references to records that are missing; it was not changed. Run "
                     "\"orderdesk check\" with the earlier version."),
                   db->where, (long long)faults);
}

static bool run_step(struct db *db, const struct migration *step, int64_t now_ms, struct err *err)
{
    OD_TX tx = { 0 };

    if (!tx_begin(db, 0, &tx, err) || !db->driver->exec(db->engine, step->sql, err) ||
        !check_references(db, err) ||
        !stamp(&tx, step->version, step->oldest_program, now_ms, err) || !tx_commit(&tx, err))
        return false;
    db->schema_version = step->version;
    return true;
}

/* With the turn held: no other desk may come between the steps. */
static bool run_steps(struct db *db, int64_t now_ms, struct err *err)
{
    const struct migration_plan *plan = db->plan;
    int i;

    for (i = 0; i < plan->step_count; i++) {
        const struct migration *step = &plan->steps[i];
        struct err ignored = ERR_INIT;
        bool ok;

        if (step->version <= db->schema_version)
            continue;
        assert(step->version == db->schema_version + 1);
        /* A step may rebuild tables others refer to; all references are checked before its end. */
        ok = db->driver->exec(db->engine, db->driver->references_off, err) &&
             run_step(db, step, now_ms, err);
        if (!db->driver->exec(db->engine, db->driver->references_on, ok ? err : &ignored) || !ok)
            return false;
    }
    assert(db->schema_version >= plan->version);
    return true;
}

bool migrate_run(struct db *db, int64_t now_ms, struct err *err)
{
    bool ok;

    if (!db_take_turn(db, LIMIT_WRITE_WAIT_MS, err))
        return false;
    db->has_long_turn = true;
    /* Another desk may have done it while we waited. */
    ok = migrate_check(db, err) && (db->schema_version >= db->plan->version ||
                                    (backup_first(db, err) && run_steps(db, now_ms, err)));
    db->has_long_turn = false;
    db_give_turn(db);
    return ok;
}
