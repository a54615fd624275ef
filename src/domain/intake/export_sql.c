/*
 * The timelines of all records, oldest first: first those of orders, then all others.
 */
#include "base/limits.h"
#include "base/mem.h"
#include "domain/intake/export_parts.h"
#include "store/store.h"

static const char *const event_columns[] = {
    "at", "user", "record", "number", "event", "reason", "fields", NULL,
};

OD_SQL(sql_export_order_events, "export.order_events",
       "SELECT e.id, e.at_ms, u.login, 'order', COALESCE(o.number, ''), e.kind,"
       " COALESCE(r.code, ''), e.fields"
       " FROM order_event e"
       " JOIN app_user u ON u.id = e.user_id"
       " JOIN sales_order o ON o.id = e.order_id"
       " LEFT JOIN reason_code r ON r.id = e.reason_id"
       " WHERE e.id > $1"
       " ORDER BY e.id"
       " LIMIT $2");

OD_SQL(sql_export_events, "export.events",
       "SELECT e.id, e.at_ms, u.login, e.record_kind, CAST(e.record_id AS TEXT), e.kind,"
       " COALESCE(r.code, ''), e.fields"
       " FROM event_log e"
       " JOIN app_user u ON u.id = e.user_id"
       " LEFT JOIN reason_code r ON r.id = e.reason_id"
       " WHERE e.id > $1"
       " ORDER BY e.id"
       " LIMIT $2");

struct event_row {
    int64_t id;
    struct stamp at;
    const char *text[6]; /* user, record, number, event, reason, fields */
};
struct event_rows OD_VEC(struct event_row);

/* A page is read to its end before anything is written, so that no snapshot stays open. */
static bool load_page(struct export_job *job, const struct sql *sql, int64_t after,
                      struct event_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(job->desk), sql);

    put_i64(q, after);
    put_i64(q, LIMIT_PAGE_ROWS);
    while (sql_row(q)) {
        struct event_row *row = vec_push(job->page, out);

        row->id = get_i64(q);
        row->at.ms = get_i64(q);
        for (size_t i = 0; i < OD_LEN(row->text); i++)
            row->text[i] = get_text(q, job->page);
    }
    return sql_done(&q, err);
}

static bool each_page(struct export_job *job, const struct sql *sql, struct err *err)
{
    int64_t after = 0;
    struct event_rows rows;

    do {
        rows = (struct event_rows){ 0 };
        arena_reset(job->page);
        if (!load_page(job, sql, after, &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            arena_reset(job->row);
            after = rows.v[i].id;
            export_stamp(job, rows.v[i].at);
            for (size_t k = 0; k < OD_LEN(rows.v[i].text); k++)
                export_text(job, rows.v[i].text[k]);
            if (!export_row(job, err))
                return false;
        }
    } while (rows.n == LIMIT_PAGE_ROWS);
    return true;
}

static bool run_events(struct export_job *job, struct err *err)
{
    return each_page(job, &sql_export_order_events, err) && each_page(job, &sql_export_events, err);
}

const struct export_kind export_events = { "events", event_columns, 0, run_events };
