/*
 * What customers collect, in the store: codes, the list of the counter, the hand-over as a shipment
 * that has arrived, and what nobody came for.
 */
#include "domain/flow/pickup.h"
#include "domain/flow/shipment.h"
#include "domain/order/metric_day.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/timer_work.h"
#include "store/store.h"

struct row_vec OD_VEC(struct pickup_row);

/* --- codes ------------------------------------------------------------------------------------ */

bool pickup_code_read(const char *typed, char out[PICKUP_CODE_SIZE], struct err *err)
{
    int n = 0;

    for (const char *p = typed; *p != '\0'; p++) {
        if (*p == ' ' || *p == '-' || *p == '.')
            continue;
        if (*p < '0' || *p > '9' || n == PICKUP_CODE_SIZE - 1)
            return err_set(err, ERR_INVALID, _("A code has six digits, like 482 137."));
        out[n++] = *p;
    }
    out[n] = '\0';
    if (n != PICKUP_CODE_SIZE - 1)
        return err_set(err, ERR_INVALID, _("A code has six digits, like 482 137."));
    return check_digit_ok(out) ||
           err_set(err, ERR_INVALID,
                   _("A digit of this code was heard or typed wrong. Ask for it again."));
}

OD_SQL(sql_pickup_by_code, "pickup.by_code",
       "SELECT id"
       " FROM fulfillment"
       " WHERE status = 7 AND pickup_code = $1");

bool pickup_code_is_free(struct desk *desk, const char *code, bool *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_pickup_by_code);
    bool found;
    int64_t id;

    put_text(q, code);
    if (!sql_one_i64(&q, &found, &id, err))
        return false;
    *out = !found;
    return true;
}

/* Digits, and what people put between them. */
static bool looks_like_code(const char *typed)
{
    int digits = 0;

    for (const char *p = typed; *p != '\0'; p++) {
        digits += *p >= '0' && *p <= '9';
        if (strchr("0123456789 -.", *p) == NULL)
            return false;
    }
    return digits == PICKUP_CODE_SIZE - 1;
}

bool pickup_find(struct desk *desk, const char *typed, int64_t *out, struct err *err)
{
    struct err of_code = ERR_INIT, of_number = ERR_INIT;
    char code[PICKUP_CODE_SIZE];
    bool found = false;
    OD_STMT *q = NULL;

    if (looks_like_code(typed) && pickup_code_read(typed, code, &of_code)) {
        q = sql_read(desk_db(desk), &sql_pickup_by_code);
        put_text(q, code);
        if (!sql_one_i64(&q, &found, out, err))
            return false;
        if (found)
            return true;
    }
    if (fulfillment_find(desk, typed, out, &of_number))
        return true;
    if (of_number.code != ERR_NOT_FOUND)
        return err_set(err, of_number.code, "%s", of_number.text);
    if (of_code.code != 0)
        return err_set(err, of_code.code, "%s", of_code.text);
    return err_set(err, ERR_NOT_FOUND, _("Nothing with the code or number %.40s is here."), typed);
}

/* --- the counter ------------------------------------------------------------------------------ */

#define PICKUP_COLUMNS                                                                             \
    "SELECT f.id, f.version, f.number, o.customer_name, COALESCE(c.phone, ''), s.code, f.status,"  \
    " f.pickup_until_date, f.package_count, o.hold_blocks"                                         \
    " FROM fulfillment f"                                                                          \
    " JOIN sales_order o ON o.id = f.order_id"                                                     \
    " JOIN site s ON s.id = f.site_id"                                                             \
    " LEFT JOIN customer c ON c.id = o.customer_id"

OD_SQL_SCAN(sql_pickup_ready, "pickup.ready", "its index has only what waits at counters",
            PICKUP_COLUMNS " WHERE f.status = 7 AND ($1 = 0 OR f.site_id = $1)"
                           " ORDER BY f.pickup_until_date, f.id"
                           " LIMIT $2");
OD_SQL_SCAN(sql_pickup_back, "pickup.back", "its index has only what is to be put back",
            PICKUP_COLUMNS " WHERE f.is_to_put_back = 1 AND ($1 = 0 OR f.site_id = $1)"
                           " ORDER BY f.id"
                           " LIMIT $2");

struct ask {
    struct site_id site;
    int max; /* of both lists together */
};

static bool rows_load(struct desk *desk, const struct sql *sql, const struct ask *ask,
                      struct arena *arena, struct row_vec *rows, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), sql);

    put_i64(q, ask->site.v);
    put_i64(q, ask->max - rows->n);
    while (sql_row(q)) {
        struct pickup_row *r = vec_push(arena, rows);

        r->id = get_i64(q);
        r->version = get_i64(q);
        r->number = get_text(q, arena);
        r->customer_name = get_text(q, arena);
        r->phone = get_text(q, arena);
        r->site_code = get_text(q, arena);
        r->status = (enum fulfillment_status)get_i64(q);
        r->until = get_date(q, arena);
        r->packages = (int)get_i64(q);
        r->is_held = (get_i64(q) & BLOCK_SHIP) != 0;
    }
    return sql_done(&q, err);
}

bool pickup_list(struct desk *desk, struct site_id site, int max, struct arena *arena,
                 struct pickup_rows *out, struct err *err)
{
    const struct ask ask = { site, max };
    struct row_vec rows = { 0 };

    if (!rows_load(desk, &sql_pickup_ready, &ask, arena, &rows, err) ||
        !rows_load(desk, &sql_pickup_back, &ask, arena, &rows, err))
        return false;
    *out = (struct pickup_rows){ rows.v, rows.n };
    return true;
}

/* --- the hand-over ---------------------------------------------------------------------------- */

/* No carrier has it, so it is on no manifest; it arrives as it leaves. */
OD_SQL(sql_pickup_shipment_add, "pickup.shipment_add",
       "INSERT INTO shipment (order_id, fulfillment_id, status, shipped_ms, ended_ms, created_by,"
       " base_minor, qty, promised_date)"
       " VALUES ($1, $2, 2, $3, $3, $4, $5, $6, $7)");

bool pickup_shipment_add(struct tx *tx, struct desk *desk, const struct fulfillment *f,
                         struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct shipment_worth worth = shipment_worth_of(f);
    struct metric_rows rows = { 0 };
    char promised[DATE_TEXT_SIZE];
    OD_STMT *q = sql_write(tx, &sql_pickup_shipment_add);

    put_i64(q, f->order->id.v);
    put_i64(q, f->id);
    put_i64(q, desk_now(desk).ms);
    put_i64(q, desk_user(desk)->id.v);
    put_i64(q, worth.base_minor);
    put_i64(q, worth.qty.milli);
    put_text(q, date_format(worth.promised, promised));
    return metric_take_shipments(tx, f->id, -1, tmp, &rows, err) && sql_run(&q, NULL, err) &&
           metric_take_shipments(tx, f->id, 1, tmp, &rows, err) &&
           metric_rows_write(tx, &rows, err);
}

OD_SQL(sql_pickup_shipment_void, "pickup.shipment_void",
       "UPDATE shipment"
       " SET status = 4, ended_ms = $1, version = version + 1"
       " WHERE fulfillment_id = $2 AND status = 2 AND shipped_ms >= $3");

bool pickup_shipment_void(struct tx *tx, struct desk *desk, const struct fulfillment *f,
                          struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct metric_rows rows = { 0 };
    OD_STMT *q = sql_write(tx, &sql_pickup_shipment_void);
    int64_t changed;

    put_i64(q, desk_now(desk).ms);
    put_i64(q, f->id);
    put_i64(q, date_begin(desk_today(desk)).ms);
    if (!metric_take_shipments(tx, f->id, -1, tmp, &rows, err) || !sql_run(&q, &changed, err) ||
        !metric_take_shipments(tx, f->id, 1, tmp, &rows, err) ||
        !metric_rows_write(tx, &rows, err))
        return false;
    return changed > 0 ||
           err_set(err, ERR_STATE,
                   _("%s was handed over on another day. Take it back as a return."), f->number);
}

/* --- nobody came ------------------------------------------------------------------------------ */

OD_SQL_SCAN(sql_pickup_expired, "pickup.expired", "its index has only what waits at counters",
            "SELECT f.id, f.order_id, " TIMER_TRIES
            " FROM fulfillment f" TIMER_NOT_PUT_OFF("3", "f.id", "$1")
            " AND f.status = 7 AND f.pickup_until_date < $2 AND +f.id > $3"
            " ORDER BY +f.id"
            " LIMIT $4");

static bool expired_load(struct desk *desk, int64_t after, int max, struct arena *arena,
                         struct timer_rows *out, struct err *err)
{
    char today[DATE_TEXT_SIZE];
    OD_STMT *q = sql_read(desk_db(desk), &sql_pickup_expired);

    put_i64(q, desk_now(desk).ms);
    put_text(q, date_format(desk_today(desk), today));
    put_i64(q, after);
    put_i64(q, max);
    return timer_rows_get(&q, arena, out, err);
}

/* A rule that says no (a hold) is no fault: it is asked again at the next round. Alone in its
 * transaction, so that nothing of it stays then. */
static bool expire_one(struct action_run *run, const struct timer_row *row, enum timer_end *end,
                       struct err *err)
{
    const struct record_at at = { .id = row->id };
    struct err why = ERR_INIT;

    if (act_in(run->tx, run->desk, &fulfillment_document, at, "no_show", NULL, &why)) {
        *end = TIMER_DONE;
        return true;
    }
    if (why.code == ERR_STATE)
        return true;
    if (err)
        *err = why;
    return false;
}

bool pickups_expire(struct desk *desk, int *n, struct err *err)
{
    static const struct timer_work work = { TIMER_PICKUP, 1, expired_load, expire_one };

    return timer_each(desk, &work, n, err);
}
