/*
 * The runs of backups and how long ago the last one was.
 */
#include "domain/desk/backup.h"

#include "domain/desk/desk_impl.h"
#include "domain/desk/setting.h"
#include "store/store.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)

OD_SQL(sql_backup_last, "backup.last",
       "SELECT (SELECT at_ms FROM backup_run ORDER BY id DESC LIMIT 1), MAX(stamped_ms)"
       " FROM schema_version");

bool backup_state_load(struct desk *desk, struct backup_state *out, struct err *err)
{
    struct backup_state state = { 0 };
    int64_t since = 0, warn_days;
    OD_STMT *q = sql_read(desk->db, &sql_backup_last);

    if (sql_row(q)) {
        (void)get_i64_or_null(q, &state.last.ms);
        since = get_i64(q);
    }
    if (!sql_done(&q, err) || !setting_get_int(desk, "backup.warn_days", &warn_days, err))
        return false;
    if (state.last.ms > 0)
        since = state.last.ms;
    /* A clock that was set back makes no copy older. */
    if (desk_now(desk).ms > since)
        state.days = (int)((desk_now(desk).ms - since) / DAY_MS);
    state.is_late = warn_days > 0 && state.days >= warn_days;
    *out = state;
    return true;
}

OD_SQL(sql_backup_note, "backup.note",
       "INSERT INTO backup_run (at_ms, user_id, path, bytes)"
       " VALUES ($1, $2, $3, $4)");

bool backup_note(struct desk *desk, const char *path, int64_t bytes, struct err *err)
{
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    if (!desk_begin(desk, "backup", &tx, err))
        return false;
    q = sql_write(&tx, &sql_backup_note);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk->user.id.v);
    put_text(q, path);
    put_i64(q, bytes);
    return sql_run(&q, NULL, err) && tx_commit(&tx, err);
}
