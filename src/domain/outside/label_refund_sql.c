/*
 * What became of the money for labels that were given back: the provider is asked again and again
 * until it is paid or refused, one question for each label at a time.
 */
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/outbox.h"
#include "domain/outside/label.h"
#include "domain/outside/shipping_task.h"
#include "store/store.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
/* Carriers pay back within two to four weeks; after two months nobody does. */
#define DAILY_DAYS 14
#define LAST_DAYS  60
#define LATER_DAYS 3
/* In one transaction. */
#define BATCH 50

int64_t label_refund_wait_ms(int64_t age_ms)
{
    if (age_ms >= LAST_DAYS * DAY_MS)
        return 0;
    return age_ms < DAILY_DAYS * DAY_MS ? DAY_MS : LATER_DAYS * DAY_MS;
}

struct due {
    int64_t id;
    const char *provider;
};
struct dues OD_VEC(struct due);

OD_SQL(sql_refund_due, "label.refund_due",
       "SELECT id, provider"
       " FROM parcel_label"
       " WHERE refund_ms > 0 AND refund_ms <= $1"
       " ORDER BY refund_ms, id"
       " LIMIT $2");
OD_SQL(sql_refund_ask, "label.refund_ask",
       "UPDATE parcel_label"
       " SET refund_ms = -1, version = version + 1"
       " WHERE id = $1");

static bool load_due(struct desk *desk, struct arena *arena, struct dues *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_refund_due);

    *out = (struct dues){ 0 };
    put_i64(q, desk_now(desk).ms);
    put_i64(q, BATCH);
    while (sql_row(q)) {
        struct due *d = vec_push(arena, out);

        d->id = get_i64(q);
        d->provider = get_text(q, arena);
    }
    return sql_done(&q, err);
}

/* Of no order: an old label must not hold up the order's new ones. */
static bool ask(struct tx *tx, struct desk *desk, const struct due *d, struct err *err)
{
    const struct outbox_job job = { .topic = TOPIC_LABEL_REFUND,
                                    .record_kind = "label",
                                    .record_id = d->id,
                                    .provider = d->provider };
    OD_STMT *q = sql_write(tx, &sql_refund_ask);

    put_i64(q, d->id);
    return sql_run(&q, NULL, err) && outbox_add(tx, desk, &job, err);
}

/* What is there is read again under the turn: another may have been faster. */
bool label_refund_tick(struct desk *desk, int *n, struct err *err)
{
    OD_ARENA *arena = arena_new();
    OD_TX tx = { 0 };
    struct dues due;

    if (!load_due(desk, arena, &due, err))
        return false;
    *n = due.n;
    if (due.n == 0)
        return true;
    if (!desk_begin(desk, "sync.work", &tx, err) || !load_due(desk, arena, &due, err))
        return false;
    for (int i = 0; i < due.n; i++)
        if (!ask(&tx, desk, &due.v[i], err))
            return false;
    return tx_commit(&tx, err);
}
