/*
 * The two ledgers of what happened, and their values in the side table that erasure may empty.
 */
#include "domain/desk/event.h"

#include <assert.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "store/store.h"

#define LEDGER_LOG 1
#define LEDGER_ORDER 2

struct events OD_VEC(struct event);

OD_SQL(sql_event_value, "event.value",
       "INSERT INTO event_value (ledger, event_id, before_json, after_json)"
       " VALUES ($1, $2, $3, $4)");

static bool add_values(struct tx *tx, int ledger, int64_t id, const struct event_note *note,
                       struct err *err)
{
    struct stmt *q;

    if (note->before_json == NULL && note->after_json == NULL)
        return true;
    q = sql_write(tx, &sql_event_value);
    put_i64(q, ledger);
    put_i64(q, id);
    put_text(q, note->before_json);
    put_text(q, note->after_json);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_event_add, "event.add",
       "INSERT INTO event_log (at_ms, user_id, kind, record_kind, record_id, reason_id, fields)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7)"
       " RETURNING id");

bool event_add(struct tx *tx, struct desk *desk, const char *record_kind, int64_t record_id,
               const struct event_note *note, struct err *err)
{
    int64_t id = 0;
    OD_STMT *q = sql_write(tx, &sql_event_add);

    assert(note->kind != NULL);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_text(q, note->kind);
    put_text(q, record_kind);
    put_i64(q, record_id);
    put_ref(q, note->reason.v);
    put_text(q, note->fields != NULL ? note->fields : "");
    return sql_run_id(&q, &id, err) && add_values(tx, LEDGER_LOG, id, note, err);
}

OD_SQL(sql_event_add_order, "event.add_order",
       "INSERT INTO order_event (order_id, at_ms, user_id, kind, reason_id, fields)"
       " VALUES ($1, $2, $3, $4, $5, $6)"
       " RETURNING id");

bool event_add_order(struct tx *tx, struct desk *desk, struct order_id order,
                     const struct event_note *note, struct err *err)
{
    int64_t id = 0;
    OD_STMT *q = sql_write(tx, &sql_event_add_order);

    assert(note->kind != NULL);
    put_i64(q, order.v);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, note->by.v ? note->by.v : desk_user(desk)->id.v);
    put_text(q, note->kind);
    put_ref(q, note->reason.v);
    put_text(q, note->fields != NULL ? note->fields : "");
    return sql_run_id(&q, &id, err) && add_values(tx, LEDGER_ORDER, id, note, err);
}

/* Reads all rows of one of the two lists. */
static bool read_events(struct stmt **q, struct arena *arena, struct event_list *out,
                        struct err *err)
{
    struct events list = { 0 };

    while (sql_row(*q)) {
        struct event *e = vec_push(arena, &list);

        e->id = get_i64(*q);
        e->at.ms = get_i64(*q);
        e->user = get_text(*q, arena);
        e->kind = get_text(*q, arena);
        e->reason = get_text(*q, arena);
        e->fields = get_text(*q, arena);
        e->before_json = get_text(*q, arena);
        e->after_json = get_text(*q, arena);
        e->reason = e->reason == NULL || e->reason[0] == '\0' ? "" : _(e->reason);
    }
    if (!sql_done(q, err))
        return false;
    *out = (struct event_list){ list.v, list.n };
    return true;
}

OD_SQL(sql_event_list, "event.list",
       "SELECT e.id, e.at_ms, u.name, e.kind, r.label, e.fields, v.before_json, v.after_json"
       " FROM event_log AS e"
       " JOIN app_user AS u ON u.id = e.user_id"
       " LEFT JOIN reason_code AS r ON r.id = e.reason_id"
       " LEFT JOIN event_value AS v ON v.ledger = 1 AND v.event_id = e.id"
       " WHERE e.record_kind = $1 AND e.record_id = $2"
       " ORDER BY e.id DESC"
       " LIMIT $3");

bool event_list_record(struct desk *desk, const char *record_kind, int64_t record_id, int max,
                       struct arena *arena, struct event_list *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_event_list);

    put_text(q, record_kind);
    put_i64(q, record_id);
    put_i64(q, max);
    return read_events(&q, arena, out, err);
}

OD_SQL(sql_event_list_order, "event.list_order",
       "SELECT e.id, e.at_ms, u.name, e.kind, r.label, e.fields, v.before_json, v.after_json"
       " FROM order_event AS e"
       " JOIN app_user AS u ON u.id = e.user_id"
       " LEFT JOIN reason_code AS r ON r.id = e.reason_id"
       " LEFT JOIN event_value AS v ON v.ledger = 2 AND v.event_id = e.id"
       " WHERE e.order_id = $1"
       " ORDER BY e.id DESC"
       " LIMIT $2");

bool event_list_order(struct desk *desk, struct order_id id, int max, struct arena *arena,
                      struct event_list *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_event_list_order);

    put_i64(q, id.v);
    put_i64(q, max);
    return read_events(&q, arena, out, err);
}
