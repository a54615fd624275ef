/*
 * Outgoing work: adding a row, and the list an admin looks at. The worker's side comes with it.
 */
#include "domain/desk/outbox.h"

#include <assert.h>

#include "base/i18n.h"
#include "base/vec.h"
#include "store/store.h"

struct rows OD_VEC(struct outbox_row);

OD_SQL(sql_outbox_add, "outbox.add",
       "INSERT INTO outbox (topic, order_id, record_kind, record_id, payload, idem_key, next_ms,"
       " created_ms, provider)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

bool outbox_add(struct tx *tx, struct desk *desk, const struct outbox_job *job, struct err *err)
{
    struct stamp now = desk_now(desk);
    char key[UUID_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_outbox_add);

    assert(job->topic != NULL && job->record_kind != NULL);
    put_text(q, job->topic);
    put_ref(q, job->order.v);
    put_text(q, job->record_kind);
    put_i64(q, job->record_id);
    put_text(q, job->payload != NULL ? job->payload : "{}");
    put_text(q, uuid7(now, key));
    put_i64(q, now.ms);
    put_i64(q, now.ms);
    put_text(q, job->provider != NULL ? job->provider : "");
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_outbox_list, "outbox.list",
       "SELECT id, topic, record_kind, record_id, payload, idem_key, last_error, state, attempts,"
       " created_ms, next_ms"
       " FROM outbox"
       " WHERE id < $1"
       " ORDER BY id DESC"
       " LIMIT $2");

bool outbox_list_load(struct desk *desk, int64_t before_id, int max, struct arena *arena,
                      struct outbox_list *out, struct err *err)
{
    struct rows list = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_outbox_list);

    put_i64(q, before_id > 0 ? before_id : INT64_MAX);
    put_i64(q, max);
    while (sql_row(q)) {
        struct outbox_row *row = vec_push(arena, &list);

        row->id = get_i64(q);
        row->topic = get_text(q, arena);
        row->record_kind = get_text(q, arena);
        row->record_id = get_i64(q);
        row->payload = get_text(q, arena);
        row->key = get_text(q, arena);
        row->last_error = get_text(q, arena);
        row->state = (int)get_i64(q);
        row->attempts = (int)get_i64(q);
        row->created.ms = get_i64(q);
        row->next.ms = get_i64(q);
    }
    if (!sql_done(&q, err))
        return false;
    *out = (struct outbox_list){ list.v, list.n };
    return true;
}

const char *outbox_state_name(int state)
{
    static const char *const names[] = { "queued", "sending", "done", "retry", "dead", "unknown" };

    assert(state >= 1 && state <= (int)OD_LEN(names));
    return names[state - 1];
}
