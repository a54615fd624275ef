/*
 * A parcel that is there no more does not leave: its label is given back, one that is not bought
 * yet is not wanted any more. Labels themselves are outside's; here is only that they follow.
 */
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/outbox.h"
#include "domain/flow/fulfillment_parts.h"
#include "store/store.h"

/* As in outside/label.h, which this layer does not see. */
#define BOUGHT     4
#define VOID_TOPIC "label.void"

struct gone {
    int64_t id;
    int state;
    const char *provider;
};

OD_SQL(sql_label_gone, "label.gone",
       "SELECT l.id, l.state, l.provider"
       " FROM parcel_label l"
       " WHERE l.fulfillment_id = $1 AND l.state <= 4 AND NOT EXISTS (SELECT 1"
       " FROM package p WHERE p.fulfillment_id = l.fulfillment_id"
       " AND p.number = l.package_number)"
       " ORDER BY l.id");

OD_SQL(sql_label_drop, "label.drop",
       "UPDATE parcel_label"
       " SET state = CASE WHEN state <= 2 THEN 8 ELSE 6 END, ended_ms = CASE WHEN state <= 2"
       " THEN $1 ELSE ended_ms END, error = '', version = version + 1"
       " WHERE id = $2 AND state <= 4");

bool labels_follow(struct action_run *run, const struct fulfillment *f, struct err *err)
{
    struct rows OD_VEC(struct gone) rows = { 0 };
    OD_STMT *q = NULL;

    if (!f->packages.is_changed)
        return true;
    q = sql_read(desk_db(run->desk), &sql_label_gone);
    put_i64(q, f->id);
    while (sql_row(q)) {
        struct gone *g = vec_push(run->arena, &rows);

        g->id = get_i64(q);
        g->state = (int)get_i64(q);
        g->provider = get_text(q, run->arena);
    }
    if (!sql_done(&q, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        const struct outbox_job job = { .topic = VOID_TOPIC,
                                        .record_kind = "label",
                                        .record_id = rows.v[i].id,
                                        .order = f->order->id,
                                        .provider = rows.v[i].provider };
        OD_STMT *u = sql_write(run->tx, &sql_label_drop);

        put_i64(u, desk_now(run->desk).ms);
        put_i64(u, rows.v[i].id);
        if (!sql_run(&u, NULL, err) ||
            (rows.v[i].state == BOUGHT && !outbox_add(run->tx, run->desk, &job, err)))
            return false;
    }
    return true;
}
