/*
 * Upkeep: which jobs there are, and their slices.
 */
#include "domain/flow/upkeep.h"

#include <string.h>

#include "base/clock.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/index.h"
#include "domain/flow/shipment.h"
#include "domain/order/metric_day.h"
#include "domain/party/customer.h"
#include "store/store.h"

/* Records in one transaction, so that nobody waits long behind it. */
#define SLICE 100
#define SLICE_DAYS 5

struct ids OD_VEC(int64_t);

static bool index_customer(struct tx *tx, struct desk *desk, int64_t id, struct err *err)
{
    return customer_reindex(tx, desk, (struct customer_id){ id }, err);
}

static bool index_item(struct tx *tx, struct desk *desk, int64_t id, struct err *err)
{
    return item_reindex(tx, desk, (struct item_id){ id }, err);
}

static bool note_customer(struct tx *tx, struct desk *desk, int64_t id, struct err *err)
{
    return note_index(tx, desk, INDEX_CUSTOMER, id, err);
}

static bool note_item(struct tx *tx, struct desk *desk, int64_t id, struct err *err)
{
    return note_index(tx, desk, INDEX_ITEM, id, err);
}

static bool note_order(struct tx *tx, struct desk *desk, int64_t id, struct err *err)
{
    return note_index(tx, desk, INDEX_ORDER, id, err);
}

/* What is counted at the same time on days that are still to come is counted over. */
static bool count_day(struct tx *tx, struct desk *desk, int64_t id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct date day = date_from_days(id);
    struct metric_rows rows;

    return metric_day_count(desk, day, tmp, &rows, err) && metric_day_replace(tx, day, &rows, err);
}

OD_SQL(sql_upkeep_customers, "upkeep.customers",
       "SELECT id"
       " FROM customer"
       " WHERE id >= $1"
       " ORDER BY id"
       " LIMIT $2");
OD_SQL(sql_upkeep_items, "upkeep.items",
       "SELECT id"
       " FROM item"
       " WHERE id >= $1"
       " ORDER BY id"
       " LIMIT $2");

OD_SQL(sql_upkeep_orders, "upkeep.orders",
       "SELECT id"
       " FROM sales_order"
       " WHERE id >= $1"
       " ORDER BY id"
       " LIMIT $2");

OD_SQL(sql_upkeep_shipments, "upkeep.shipments",
       "SELECT id"
       " FROM shipment"
       " WHERE id >= $1"
       " ORDER BY id"
       " LIMIT $2");

/* A record is one of a table or, without ids, a day, by how many it is after 1970-01-01. */
static const struct job {
    const char *name;
    const struct sql *ids;
    bool (*run)(struct tx *tx, struct desk *desk, int64_t id, struct err *err);
} jobs[] = {
    { "index.customer", &sql_upkeep_customers, index_customer },
    { "index.item", &sql_upkeep_items, index_item },
    { "note.customer", &sql_upkeep_customers, note_customer },
    { "note.item", &sql_upkeep_items, note_item },
    { "note.order", &sql_upkeep_orders, note_order },
    { "shipment.worth", &sql_upkeep_shipments, shipment_worth_fill },
    { "metric.day", NULL, count_day },
};

OD_SQL(sql_upkeep_next, "upkeep.next",
       "SELECT job, next_id"
       " FROM upkeep"
       " ORDER BY job");

/* *job NULL: nothing waits. A job that this program does not know waits for one that does. */
static bool find_job(struct desk *desk, const struct job **job, int64_t *next_id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_STMT *q = sql_read(desk_db(desk), &sql_upkeep_next);

    *job = NULL;
    while (*job == NULL && sql_row(q)) {
        const char *name = get_text(q, tmp);

        *next_id = get_i64(q);
        for (size_t i = 0; i < OD_LEN(jobs); i++)
            if (strcmp(jobs[i].name, name) == 0)
                *job = &jobs[i];
    }
    return sql_done(&q, err);
}

/* Days of which there is something. */
static bool load_days(struct desk *desk, int64_t from, struct arena *arena, struct ids *out,
                      struct err *err)
{
    struct date day = date_from_days(from);

    while (out->n < SLICE_DAYS) {
        if (!metric_next_day(desk, day, &day, err))
            return false;
        if (!date_is_set(day))
            return true;
        *vec_push(arena, out) = date_to_days(day);
        day = date_add_days(day, 1);
    }
    return true;
}

static bool load_records(struct desk *desk, const struct job *job, int64_t from,
                         struct arena *arena, struct ids *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), job->ids);

    put_i64(q, from);
    put_i64(q, SLICE);
    while (sql_row(q))
        *vec_push(arena, out) = get_i64(q);
    return sql_done(&q, err);
}

static bool load_ids(struct desk *desk, const struct job *job, int64_t from, struct arena *arena,
                     struct ids *out, struct err *err)
{
    if (job->ids == NULL)
        return load_days(desk, from, arena, out, err);
    return load_records(desk, job, from, arena, out, err);
}

OD_SQL(sql_upkeep_on, "upkeep.on",
       "UPDATE upkeep"
       " SET next_id = $1"
       " WHERE job = $2");
OD_SQL(sql_upkeep_done, "upkeep.done",
       "DELETE FROM upkeep"
       " WHERE job = $1");

static bool note_done(struct tx *tx, const struct job *job, const struct ids *ids, struct err *err)
{
    bool is_over = ids->n < (job->ids ? SLICE : SLICE_DAYS);
    OD_STMT *q = sql_write(tx, is_over ? &sql_upkeep_done : &sql_upkeep_on);

    if (!is_over)
        put_i64(q, ids->v[ids->n - 1] + 1);
    put_text(q, job->name);
    return sql_run(&q, NULL, err);
}

/* One slice; where the job stands is read again inside the transaction. */
static bool run_slice(struct desk *desk, int *done, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    OD_TX tx = { 0 };
    const struct job *job;
    struct ids ids = { 0 };
    int64_t from;

    if (!desk_begin(desk, "timer.run", &tx, err) || !find_job(desk, &job, &from, err))
        return false;
    if (job == NULL)
        return true;
    if (!load_ids(desk, job, from, tmp, &ids, err))
        return false;
    for (int i = 0; i < ids.n; i++)
        if (!job->run(&tx, desk, ids.v[i], err))
            return false;
    if (!note_done(&tx, job, &ids, err) || !tx_commit(&tx, err))
        return false;
    *done += ids.n;
    return true;
}

bool upkeep_run(struct desk *desk, int budget_ms, int *done, struct err *err)
{
    int64_t begun_ms = clock_monotonic_ms(), from;
    const struct job *job;

    *done = 0;
    if (!find_job(desk, &job, &from, err))
        return false;
    while (job != NULL) {
        if (!run_slice(desk, done, err))
            return false;
        if (budget_ms > 0 && clock_monotonic_ms() - begun_ms >= budget_ms)
            return true;
        if (!find_job(desk, &job, &from, err))
            return false;
    }
    return true;
}
