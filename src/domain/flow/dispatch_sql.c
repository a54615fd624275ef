/*
 * What is packed and should leave, and shipping many at once.
 */
#include "domain/flow/dispatch.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/flow/fulfillment.h"
#include "domain/stock/fulfillment_state.h"
#include "domain/order/order.h"
#include "store/store.h"

/* What a transaction ships at most: some 40 ms on a slow machine, in which others wait. */
#define SHIP_TOGETHER 20

struct dispatch_vec OD_VEC(struct dispatch_row);

static const struct {
    enum dispatch_when when;
    const char *name, *words;
} whens[] = {
    { DISPATCH_LATE, "late", N_("late") },
    { DISPATCH_TODAY, "today", N_("today") },
    { DISPATCH_LATER, "later", N_("later") },
};

const char *dispatch_when_name(enum dispatch_when when)
{
    return whens[when - 1].name;
}

const char *dispatch_when_words(enum dispatch_when when)
{
    return _(whens[when - 1].words);
}

/* --- loading ---------------------------------------------------------------------------------- */

OD_SQL_SCAN(sql_dispatch_load, "dispatch.load", "its index has only what is open",
            "SELECT f.id, f.version, f.number, o.customer_name, o.ship_city, s.code, o.ship_method,"
            " COALESCE(c.code, ''), COALESCE((SELECT p.tracking FROM package p"
            " WHERE p.fulfillment_id = f.id AND p.tracking <> ''"
            " ORDER BY p.seq LIMIT 1), ''),"
            " f.due_date,"
            " CASE WHEN m.cutoff_minute >= 0 THEN m.cutoff_minute ELSE s.cutoff_minute END,"
            " f.package_count, f.weight_g, o.hold_blocks, f.packed_ms"
            " FROM fulfillment f"
            " JOIN sales_order o ON o.id = f.order_id"
            " JOIN site s ON s.id = f.site_id"
            " LEFT JOIN ship_method m ON m.code = o.ship_method"
            " LEFT JOIN carrier c ON c.id = m.carrier_id"
            " WHERE f.status = 4 AND " FULFILLMENT_IS_OPEN("f")
            " AND f.kind = 1 AND ($1 = 0 OR f.site_id = $1)"
            " ORDER BY CASE WHEN f.due_date = '' THEN 1 ELSE 0 END, f.due_date, f.id"
            " LIMIT $2");

/* The same rows, of each what is counted; no package is looked up. */
OD_SQL_SCAN(sql_dispatch_count, "dispatch.count", "its index has only what is open",
            "SELECT f.due_date,"
            " CASE WHEN m.cutoff_minute >= 0 THEN m.cutoff_minute ELSE s.cutoff_minute END,"
            " f.packed_ms, o.id, o.base_total_minor"
            " FROM fulfillment f"
            " JOIN sales_order o ON o.id = f.order_id"
            " JOIN site s ON s.id = f.site_id"
            " LEFT JOIN ship_method m ON m.code = o.ship_method"
            " WHERE f.status = 4 AND " FULFILLMENT_IS_OPEN("f")
            " AND f.kind = 1"
            " ORDER BY f.order_id");

static enum dispatch_when when_of(struct desk *desk, const struct dispatch_row *row)
{
    int cmp = date_is_set(row->due) ? date_cmp(row->due, desk_today(desk)) : 0;

    if (cmp < 0 || (cmp == 0 && date_is_set(row->due) &&
                    stamp_minute_of_day(desk_now(desk)) >= row->cutoff_minute))
        return DISPATCH_LATE;
    return cmp == 0 ? DISPATCH_TODAY : DISPATCH_LATER;
}

static int compare(const void *left, const void *right)
{
    const struct dispatch_row *a = left, *b = right;
    int cmp = (int)a->when - (int)b->when;

    if (cmp == 0)
        cmp = a->cutoff_minute - b->cutoff_minute;
    if (cmp == 0)
        cmp = strcmp(a->carrier, b->carrier);
    if (cmp == 0)
        cmp = strcmp(a->method, b->method);
    if (cmp == 0)
        cmp = date_cmp(a->due, b->due);
    return cmp != 0 ? cmp : strcmp(a->number, b->number);
}

bool dispatch_load(struct desk *desk, struct site_id site, int max, struct arena *arena,
                   struct dispatch *out, struct err *err)
{
    struct dispatch_vec rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_dispatch_load);

    put_i64(q, site.v);
    put_i64(q, max);
    while (sql_row(q)) {
        struct dispatch_row *row = vec_push(arena, &rows);

        row->id = get_i64(q);
        row->version = get_i64(q);
        row->number = get_text(q, arena);
        row->customer_name = get_text(q, arena);
        row->city = get_text(q, arena);
        row->site_code = get_text(q, arena);
        row->method = get_text(q, arena);
        row->carrier = get_text(q, arena);
        row->tracking = get_text(q, arena);
        row->due = get_date(q, arena);
        row->cutoff_minute = (int)get_i64(q);
        row->packages = (int)get_i64(q);
        row->weight_g = get_i64(q);
        row->is_held = (get_i64(q) & BLOCK_SHIP) != 0;
        row->packed.ms = get_i64(q);
        row->when = when_of(desk, row);
        row->why_not = "";
    }
    if (!sql_done(&q, err))
        return false;
    if (rows.n > 0)
        qsort(rows.v, (size_t)rows.n, sizeof rows.v[0], compare);
    *out = (struct dispatch){ rows.v, rows.n, 0 };
    return true;
}

/* order: the one that the tally counted last. */
static void count_row(struct dispatch_tally *t, int64_t *order, int64_t of, int64_t base_minor,
                      struct stamp packed)
{
    t->rows++;
    if (of != *order)
        t->base_minor += base_minor;
    *order = of;
    if (t->oldest.ms == 0 || (packed.ms != 0 && packed.ms < t->oldest.ms))
        t->oldest = packed;
}

bool dispatch_count(struct desk *desk, struct dispatch_tally *packed, struct dispatch_tally *late,
                    struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dispatch_tally all = { 0 }, past = { 0 };
    int64_t of_all = 0, of_past = 0;
    OD_STMT *q = sql_read(desk_db(desk), &sql_dispatch_count);

    while (sql_row(q)) {
        struct dispatch_row row = { .due = get_date(q, tmp) };
        int64_t order, base;

        row.cutoff_minute = (int)get_i64(q);
        row.packed.ms = get_i64(q);
        order = get_i64(q);
        base = get_i64(q);
        count_row(&all, &of_all, order, base, row.packed);
        if (when_of(desk, &row) == DISPATCH_LATE)
            count_row(&past, &of_past, order, base, row.packed);
    }
    if (!sql_done(&q, err))
        return false;
    *packed = all;
    *late = past;
    return true;
}

/* --- shipping --------------------------------------------------------------------------------- */

/* A rule's no is a result; anything else ends it. */
static bool is_result(const struct err *err)
{
    return err->code == ERR_STATE || err->code == ERR_CONFLICT || err->code == ERR_NOT_FOUND ||
           err->code == ERR_INVALID;
}

/* One row, inside a transaction: done, or taken back with what was said. */
static bool ship_row(struct tx *tx, struct desk *desk, const struct action_values *values,
                     struct arena *arena, struct dispatch_row *row, struct err *err)
{
    struct err why = ERR_INIT;

    if (!tx_part_begin(tx, err))
        return false;
    row->is_shipped = act_in(tx, desk, &fulfillment_document,
                             (struct record_at){ row->id, row->version }, "ship", values, &why);
    if (row->is_shipped)
        return tx_part_keep(tx, err);
    if (!is_result(&why)) {
        *err = why;
        return false;
    }
    row->why_not = arena_strdup(arena, why.text);
    row->may_be_forced = strcmp(why.field, "force") == 0;
    return tx_part_undo(tx, err);
}

/* From the row *at on, as many as go together; they are shipped, or none is and err says why. */
static bool ship_some(struct desk *desk, const struct action_values *values, struct arena *arena,
                      struct dispatch *rows, int *at, struct err *err)
{
    OD_TX tx = { 0 };
    int next = *at, shipped = 0;
    bool ok = desk_begin(desk, "fulfillment.ship", &tx, err);

    while (ok && next < rows->n && next < *at + SHIP_TOGETHER &&
           (next == *at || !tx_is_awaited(&tx))) {
        ok = ship_row(&tx, desk, values, arena, &rows->v[next], err);
        shipped += rows->v[next++].is_shipped;
    }
    if (!ok || !tx_commit(&tx, err)) {
        for (int i = *at; i < next; i++)
            rows->v[i].is_shipped = false;
        return false;
    }
    rows->shipped += shipped;
    *at = next;
    return true;
}

bool dispatch_ship(struct desk *desk, const char *carrier, struct arena *arena,
                   struct dispatch *rows, struct err *err)
{
    const struct action_value given = { "carrier", carrier };
    const struct action_values values = { &given, 1 };
    int at = 0;

    if (!desk_may(desk, "fulfillment.ship", err))
        return false;
    rows->shipped = 0;
    for (int i = 0; i < rows->n; i++) {
        rows->v[i].is_shipped = false;
        rows->v[i].why_not = "";
        rows->v[i].may_be_forced = false;
    }
    while (at < rows->n)
        if (!ship_some(desk, &values, arena, rows, &at, err))
            return false;
    return true;
}
