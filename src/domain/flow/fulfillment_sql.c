/*
 * Fulfillments in the store: loading, finding, the queue, writing.
 */
#include "domain/flow/fulfillment.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/stock/fulfillment_state.h"
#include "domain/flow/tote.h"
#include "domain/order/metric_day.h"
#include "store/store.h"

struct line_vec OD_VEC(struct fulfillment_line);
struct row_vec OD_VEC(struct fulfillment_row);

/* --- one -------------------------------------------------------------------------------------- */

OD_SQL(
    sql_fulfillment_head, "fulfillment.head",
    "SELECT f.id, f.number, f.status, f.site_id, s.code, f.assigned_to, COALESCE(u.login, ''),"
    " f.due_date, f.package_count, f.weight_g, f.released_ms, f.packed_ms, f.ended_ms, f.version,"
    " f.order_id, f.kind, f.pickup_code, f.pickup_until_date, f.handed_to, f.is_to_put_back,"
    " f.picked_ms"
    " FROM fulfillment f"
    " JOIN site s ON s.id = f.site_id"
    " LEFT JOIN app_user u ON u.id = f.assigned_to"
    " WHERE f.id = $1");

static bool head_load(struct desk *desk, int64_t id, struct arena *arena, struct fulfillment *f,
                      struct order_id *order, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_fulfillment_head);

    put_i64(q, id);
    if (sql_row(q)) {
        f->id = get_i64(q);
        f->number = get_text(q, arena);
        f->status = (enum fulfillment_status)get_i64(q);
        f->site.v = get_i64(q);
        f->site_code = get_text(q, arena);
        f->assigned_to_id.v = get_ref(q);
        f->assigned_to = get_text(q, arena);
        f->due = get_date(q, arena);
        f->package_count = (int)get_i64(q);
        f->weight_g = get_i64(q);
        f->released.ms = get_i64(q);
        f->packed.ms = get_i64(q);
        f->ended.ms = get_i64(q);
        f->version = get_i64(q);
        order->v = get_i64(q);
        f->kind = (enum fulfillment_kind)get_i64(q);
        f->pickup_code = get_text(q, arena);
        f->pickup_until = get_date(q, arena);
        f->handed_to = get_text(q, arena);
        f->is_to_put_back = get_i64(q) != 0;
        f->picked.ms = get_i64(q);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_fulfillment_lines, "fulfillment.lines",
       "SELECT f.id, f.order_line_id, l.line_no, f.item_id, i.sku,"
       " CASE WHEN f.item_id = l.item_id THEN l.description ELSE i.description END, i.uom,"
       " COALESCE(v.bin, ''), i.qty_decimals, f.qty, f.picked_qty, f.short_qty, f.short_reason_id,"
       " f.kit_qty, f.over_qty,"
       " CASE WHEN f.item_id = l.item_id THEN l.customer_text ELSE COALESCE((SELECT t.description"
       " FROM sales_order o JOIN customer c ON c.id = o.customer_id"
       " JOIN item_text t ON t.item_id = f.item_id AND t.lang = SUBSTR(c.lang, 1, 2)"
       " WHERE o.id = l.order_id), '') END"
       " FROM fulfillment_line f"
       " JOIN fulfillment d ON d.id = f.fulfillment_id"
       " JOIN order_line l ON l.id = f.order_line_id"
       " JOIN item i ON i.id = f.item_id"
       " LEFT JOIN stock_level v ON v.item_id = f.item_id AND v.site_id = d.site_id"
       " WHERE f.fulfillment_id = $1"
       " ORDER BY COALESCE(v.bin, ''), i.sku, l.line_no");

static bool lines_load(struct desk *desk, struct arena *arena, struct fulfillment *f,
                       struct err *err)
{
    struct line_vec lines = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_fulfillment_lines);

    put_i64(q, f->id);
    while (sql_row(q)) {
        struct fulfillment_line *l = vec_push(arena, &lines);

        l->id = get_i64(q);
        l->line.v = get_i64(q);
        l->line_no = (int)get_i64(q);
        l->item.v = get_i64(q);
        l->sku = get_text(q, arena);
        l->description = get_text(q, arena);
        l->uom = get_text(q, arena);
        l->bin = get_text(q, arena);
        l->qty_decimals = (int)get_i64(q);
        l->qty.milli = get_i64(q);
        l->picked.milli = get_i64(q);
        l->shorted.milli = get_i64(q);
        l->short_reason.v = get_ref(q);
        l->per_kit.milli = get_i64(q);
        l->over.milli = get_i64(q);
        l->customer_text = get_text(q, arena);
    }
    f->lines = lines.v;
    f->line_count = lines.n;
    return sql_done(&q, err);
}

bool fulfillment_load(struct desk *desk, int64_t id, struct arena *arena, struct fulfillment **out,
                      struct err *err)
{
    struct fulfillment *f = arena_new_of(arena, struct fulfillment);
    struct order_id order = { 0 };

    if (!head_load(desk, id, arena, f, &order, err))
        return false;
    if (f->id == 0)
        return err_set(err, ERR_NOT_FOUND, _("This fulfillment is not in the desk."));
    *out = f;
    return lines_load(desk, arena, f, err) && packages_load(desk, arena, f, err) &&
           tote_load(desk, id, arena, &f->tote, err) &&
           order_load(desk, order, arena, &f->order, err);
}

/* --- finding ---------------------------------------------------------------------------------- */

OD_SQL(sql_fulfillment_by_number, "fulfillment.by_number",
       "SELECT id"
       " FROM fulfillment"
       " WHERE number = $1");

static bool by_number(struct desk *desk, const char *number, int64_t *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_fulfillment_by_number);
    bool found;

    *out = 0;
    put_text(q, number);
    return sql_one_i64(&q, &found, out, err);
}

/* "10482-f1" is 10482-F1; the number of the order before it stays as it is. */
static const char *in_capitals(const char *number, struct arena *arena)
{
    char *copy = arena_strdup(arena, number), *dash = strrchr(copy, '-');

    if (dash != NULL && dash[1] == 'f')
        dash[1] = 'F';
    return copy;
}

static bool open_one_of(struct desk *desk, struct order_id order, const char *number,
                        struct arena *arena, int64_t *out, struct err *err)
{
    struct fulfillment_rows rows;
    struct strbuf known;
    int n = 0;

    strbuf_init(&known, arena, 200);
    if (!fulfillments_of_order(desk, order, arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        if (rows.v[i].status > FULFILLMENT_PACKED && rows.v[i].status != FULFILLMENT_READY)
            continue;
        strbuf_addf(&known, "%s%s", n > 0 ? ", " : "", rows.v[i].number);
        *out = rows.v[i].id;
        n++;
    }
    if (n == 1)
        return true;
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, _("Order %s has no open fulfillment."), number);
    return err_set(err, ERR_STATE, _("Order %s has several: %s. Which one?"), number, known.s);
}

bool fulfillment_find(struct desk *desk, const char *number, int64_t *out, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct order_id order;

    if (!by_number(desk, in_capitals(number, tmp), out, err))
        return false;
    if (*out != 0)
        return true;
    if (!order_find(desk, number, &order, err))
        return false;
    if (order.v != 0)
        return open_one_of(desk, order, number, tmp, out, err);
    return err_set(err, ERR_NOT_FOUND, _("There is no fulfillment %.40s."), number);
}

/* --- rows ------------------------------------------------------------------------------------- */

#define ROW_COLUMNS                                                                                \
    "SELECT f.id, f.number, o.customer_name, s.code, COALESCE(u.login, ''), f.status, f.due_date," \
    " f.released_ms, o.hold_blocks, o.priority,"                                                   \
    " CAST((SELECT COUNT(*) FROM fulfillment_line l WHERE l.fulfillment_id = f.id) AS BIGINT),"    \
    " CAST((SELECT COALESCE(SUM(l.qty), 0) FROM fulfillment_line l"                                \
    " WHERE l.fulfillment_id = f.id) AS BIGINT),"                                                  \
    " CAST((SELECT COALESCE(SUM(l.picked_qty), 0) FROM fulfillment_line l"                         \
    " WHERE l.fulfillment_id = f.id) AS BIGINT)"                                                   \
    " FROM fulfillment f"                                                                          \
    " JOIN sales_order o ON o.id = f.order_id"                                                     \
    " JOIN site s ON s.id = f.site_id"                                                             \
    " LEFT JOIN app_user u ON u.id = f.assigned_to"

static bool rows_read(struct stmt **q, struct arena *arena, struct fulfillment_rows *out,
                      struct err *err)
{
    struct row_vec rows = { 0 };

    while (sql_row(*q)) {
        struct fulfillment_row *r = vec_push(arena, &rows);

        r->id = get_i64(*q);
        r->number = get_text(*q, arena);
        r->customer_name = get_text(*q, arena);
        r->site_code = get_text(*q, arena);
        r->assigned_to = get_text(*q, arena);
        r->status = (enum fulfillment_status)get_i64(*q);
        r->due = get_date(*q, arena);
        r->released.ms = get_i64(*q);
        r->hold_blocks = (uint32_t)get_i64(*q);
        r->priority = (int)get_i64(*q);
        r->line_count = (int)get_i64(*q);
        r->qty.milli = get_i64(*q);
        r->picked.milli = get_i64(*q);
    }
    *out = (struct fulfillment_rows){ rows.v, rows.n };
    return sql_done(q, err);
}

OD_SQL(sql_fulfillments_of_order, "fulfillment.of_order",
       ROW_COLUMNS " WHERE f.order_id = $1"
                   " ORDER BY f.seq");

bool fulfillments_of_order(struct desk *desk, struct order_id order, struct arena *arena,
                           struct fulfillment_rows *out, struct err *err)
{
    OD_STMT *q = sql_read(desk_db(desk), &sql_fulfillments_of_order);

    put_i64(q, order.v);
    return rows_read(&q, arena, out, err);
}

/* One site's rows in the order of the index. */
OD_SQL(sql_fulfillment_queue, "fulfillment.queue",
       ROW_COLUMNS " WHERE f.site_id = $1 AND " FULFILLMENT_IS_OPEN("f")
                   " AND (($2 = 0 AND f.status <> 7) OR f.status = $2)"
                   " AND (f.due_date, f.id) > ($3, $4)"
                   " AND ($5 = 0 OR f.assigned_to = $5) AND ($6 = 0 OR f.assigned_to IS NULL)"
                   " AND ($7 = '' OR (" FULFILLMENT_IS_LATE("f", "$7") "))"
                   " ORDER BY f.due_date, f.id"
                   " LIMIT $8");

OD_SQL(sql_fulfillment_queue_back, "fulfillment.queue_back",
       ROW_COLUMNS " WHERE f.site_id = $1 AND " FULFILLMENT_IS_OPEN("f")
                   " AND (($2 = 0 AND f.status <> 7) OR f.status = $2)"
                   " AND (f.due_date, f.id) < ($3, $4)"
                   " AND ($5 = 0 OR f.assigned_to = $5) AND ($6 = 0 OR f.assigned_to IS NULL)"
                   " AND ($7 = '' OR (" FULFILLMENT_IS_LATE("f", "$7") "))"
                   " ORDER BY f.due_date DESC, f.id DESC"
                   " LIMIT $8");

OD_SQL(sql_site_ids, "fulfillment.site_ids",
       "SELECT id"
       " FROM site"
       " ORDER BY priority, code");

static bool queue_of_site(struct desk *desk, const struct fulfillment_filter *filter, int max,
                          struct arena *arena, struct fulfillment_rows *out, struct err *err)
{
    const bool is_back = filter->is_backward;
    char due[DATE_TEXT_SIZE] = "", today[DATE_TEXT_SIZE] = "";
    OD_STMT *q = NULL;

    if (filter->is_late)
        (void)date_format(desk_today(desk), today);
    if (date_is_set(filter->due))
        (void)date_format(filter->due, due);
    q = sql_read(desk_db(desk), is_back ? &sql_fulfillment_queue_back : &sql_fulfillment_queue);
    put_i64(q, filter->site.v);
    put_i64(q, filter->status);
    put_text(q, is_back && filter->id == 0 ? "~" : due);
    put_i64(q, filter->id);
    put_i64(q, filter->assigned_to.v);
    put_i64(q, filter->is_free);
    put_text(q, today);
    put_i64(q, max);
    return rows_read(&q, arena, out, err);
}

static bool row_is_before(const struct fulfillment_row *a, const struct fulfillment_row *b,
                          bool is_backward)
{
    int cmp = date_cmp(a->due, b->due);

    if (cmp == 0)
        cmp = a->id < b->id ? -1 : 1;
    return is_backward ? cmp > 0 : cmp < 0;
}

/* Puts two sorted lists together, at most max rows. */
static struct fulfillment_rows rows_merge(struct fulfillment_rows a, struct fulfillment_rows b,
                                          bool is_backward, int max, struct arena *arena)
{
    struct row_vec all = { 0 };
    int i = 0, j = 0;

    while (all.n < max && (i < a.n || j < b.n)) {
        bool is_a = j == b.n || (i < a.n && row_is_before(&a.v[i], &b.v[j], is_backward));

        *vec_push(arena, &all) = is_a ? a.v[i++] : b.v[j++];
    }
    return (struct fulfillment_rows){ all.v, all.n };
}

bool fulfillment_queue(struct desk *desk, const struct fulfillment_filter *filter, int max,
                       struct arena *arena, struct fulfillment_rows *out, struct err *err)
{
    struct {
        int64_t *v;
        int n, cap;
    } sites = { 0 };
    OD_STMT *q = NULL;

    *out = (struct fulfillment_rows){ 0 };
    if (filter->site.v != 0)
        return queue_of_site(desk, filter, max, arena, out, err);
    q = sql_read(desk_db(desk), &sql_site_ids);
    while (sql_row(q))
        *vec_push(arena, &sites) = get_i64(q);
    if (!sql_done(&q, err))
        return false;
    for (int i = 0; i < sites.n; i++) {
        struct fulfillment_filter one = *filter;
        struct fulfillment_rows rows;

        one.site.v = sites.v[i];
        if (!queue_of_site(desk, &one, max, arena, &rows, err))
            return false;
        *out = rows_merge(*out, rows, filter->is_backward, max, arena);
    }
    return true;
}

/* --- writing ---------------------------------------------------------------------------------- */

OD_SQL(sql_fulfillment_write, "fulfillment.write",
       "UPDATE fulfillment"
       " SET status = $1, assigned_to = $2, package_count = $3, weight_g = $4, packed_ms = $5,"
       " ended_ms = $6, pickup_code = $7, pickup_until_date = $8, handed_to = $9,"
       " is_to_put_back = $10, picked_ms = $11, version = version + 1"
       " WHERE id = $12 AND version = $13");

static bool head_write(struct tx *tx, struct fulfillment *f, struct err *err)
{
    char until[DATE_TEXT_SIZE] = "";
    OD_STMT *q = sql_write(tx, &sql_fulfillment_write);
    int64_t changed;

    if (date_is_set(f->pickup_until))
        (void)date_format(f->pickup_until, until);
    put_i64(q, f->status);
    put_ref(q, f->assigned_to_id.v);
    put_i64(q, f->package_count);
    put_i64(q, f->weight_g);
    put_i64(q, f->packed.ms);
    put_i64(q, f->ended.ms);
    put_text(q, f->pickup_code);
    put_text(q, until);
    put_text(q, f->handed_to);
    put_i64(q, f->is_to_put_back);
    put_i64(q, f->picked.ms);
    put_i64(q, f->id);
    put_i64(q, f->version);
    if (!sql_run(&q, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_CONFLICT,
                       _("Fulfillment %s was changed by someone else. Look at it again first."),
                       f->number);
    f->version++;
    return true;
}

OD_SQL(sql_fulfillment_line_write, "fulfillment.line_write",
       "UPDATE fulfillment_line"
       " SET qty = $1, picked_qty = $2, short_qty = $3, short_reason_id = $4,"
       " over_qty = $5"
       " WHERE id = $6 AND (qty <> $1 OR picked_qty <> $2 OR short_qty <> $3 OR over_qty <> $5)");

static bool lines_write(struct tx *tx, const struct fulfillment *f, struct err *err)
{
    for (int i = 0; i < f->line_count; i++) {
        const struct fulfillment_line *l = &f->lines[i];
        OD_STMT *q = sql_write(tx, &sql_fulfillment_line_write);

        put_i64(q, l->qty.milli);
        put_i64(q, l->picked.milli);
        put_i64(q, l->shorted.milli);
        put_ref(q, l->short_reason.v);
        put_i64(q, l->over.milli);
        put_i64(q, l->id);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    return true;
}

bool fulfillment_write(struct tx *tx, struct fulfillment *f, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct metric_rows rows = { 0 };

    return metric_take_picks(tx, f->id, -1, tmp, &rows, err) && head_write(tx, f, err) &&
           packages_write(tx, f, err) && lines_write(tx, f, err) &&
           (f->packed.ms == 0 || metric_take_picks(tx, f->id, 1, tmp, &rows, err)) &&
           metric_rows_write(tx, &rows, err);
}
