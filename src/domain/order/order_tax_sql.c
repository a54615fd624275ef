/*
 * Taxes of an order in the store: one row a tax of the order, and of a line that has several one
 * row each. A line with one tax has it in itself.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/tax.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

/* --- of lines --------------------------------------------------------------------------------- */

OD_SQL(sql_order_line_taxes_load, "order.line_taxes_load",
       "SELECT t.line_id, t.part_no, t.code, t.name, t.category, t.rate_ppm, t.pass, t.base_minor,"
       " t.tax_minor"
       " FROM order_line l"
       " JOIN order_line_tax t ON t.line_id = l.id"
       " WHERE l.order_id = $1"
       " ORDER BY l.line_no, t.part_no");

static void get_part(struct stmt *q, struct tax_part *part, struct arena *arena)
{
    part->code = get_text(q, arena);
    part->name = get_text(q, arena);
    part->category = (enum tax_category)get_i64(q);
    part->rate.ppm = (int32_t)get_i64(q);
    part->pass = (int)get_i64(q);
    part->base_minor = get_i64(q);
    part->tax_minor = get_i64(q);
}

/* The line of that id, from at on; NULL where there is none. */
static struct order_line *line_of(struct order *order, int64_t id, int *at)
{
    while (*at < order->line_count && order->lines[*at].id.v != id)
        (*at)++;
    return *at < order->line_count ? &order->lines[*at] : NULL;
}

bool order_line_taxes_load(struct desk *desk, struct order *order, struct arena *arena,
                           struct err *err)
{
    bool has_some = false;
    int at = 0;
    OD_STMT *q = NULL;

    for (int i = 0; i < order->line_count; i++) {
        struct order_line *l = &order->lines[i];

        if (l->tax_part_count < 0 || l->tax_part_count > ORDER_LINE_TAXES_MAX)
            return err_set(err, ERR_CORRUPT, _("Line %d of an order has too many taxes."),
                           l->line_no);
        if (l->tax_part_count == 0)
            continue;
        has_some = true;
        l->tax_parts = arena_array(arena, l->tax_part_count, struct tax_part);
        for (int k = 0; k < l->tax_part_count; k++)
            l->tax_parts[k] =
                (struct tax_part){ .code = "", .name = "", .category = TAX_STANDARD, .pass = 1 };
    }
    if (!has_some)
        return true;
    q = sql_read(desk_db(desk), &sql_order_line_taxes_load);
    put_i64(q, order->id.v);
    while (sql_row(q)) {
        struct order_line *l = line_of(order, get_i64(q), &at);
        int64_t no = get_i64(q);

        if (l != NULL && no >= 1 && no <= l->tax_part_count)
            get_part(q, &l->tax_parts[no - 1], arena);
    }
    return sql_done(&q, err);
}

OD_SQL(sql_order_line_tax_insert, "order.line_tax_insert",
       "INSERT INTO order_line_tax"
       " (line_id, part_no, code, name, category, rate_ppm, pass, base_minor, tax_minor)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

static bool insert_part(struct tx *tx, struct line_id line, int no, const struct tax_part *part,
                        struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_line_tax_insert);

    put_i64(q, line.v);
    put_i64(q, no);
    put_text(q, part->code);
    put_text(q, part->name);
    put_i64(q, part->category);
    put_i64(q, part->rate.ppm);
    put_i64(q, part->pass);
    put_i64(q, part->base_minor);
    put_i64(q, part->tax_minor);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_order_line_taxes_delete, "order.line_taxes_delete",
       "DELETE FROM order_line_tax"
       " WHERE line_id = $1");

static bool are_parts_equal(const struct order_line *a, const struct order_line *b)
{
    if (a->tax_part_count != b->tax_part_count)
        return false;
    for (int i = 0; i < a->tax_part_count; i++) {
        const struct tax_part *x = &a->tax_parts[i], *y = &b->tax_parts[i];

        if (strcmp(x->code, y->code) != 0 || strcmp(x->name, y->name) != 0 ||
            x->category != y->category || x->rate.ppm != y->rate.ppm || x->pass != y->pass ||
            x->base_minor != y->base_minor || x->tax_minor != y->tax_minor)
            return false;
    }
    return true;
}

bool order_line_taxes_save(struct tx *tx, const struct order_line *now,
                           const struct order_line *old, struct err *err)
{
    if (old == NULL ? now->tax_part_count == 0 : are_parts_equal(now, old))
        return true;
    if (old != NULL && old->tax_part_count > 0) {
        OD_STMT *q = sql_write(tx, &sql_order_line_taxes_delete);

        put_i64(q, now->id.v);
        if (!sql_run(&q, NULL, err))
            return false;
    }
    for (int i = 0; i < now->tax_part_count; i++)
        if (!insert_part(tx, now->id, i + 1, &now->tax_parts[i], err))
            return false;
    return true;
}

/* --- of the order ----------------------------------------------------------------------------- */

OD_SQL(sql_order_taxes_load, "order.taxes_load",
       "SELECT category, rate_ppm, name, base_minor, tax_minor, code, pass"
       " FROM order_tax"
       " WHERE order_id = $1"
       " ORDER BY category, pass, rate_ppm DESC, code");

bool order_taxes_load(struct desk *desk, struct order *order, struct arena *arena, struct err *err)
{
    struct rows OD_VEC(struct order_tax_row) rows = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_taxes_load);

    put_i64(q, order->id.v);
    while (sql_row(q)) {
        struct order_tax_row *row = vec_push(arena, &rows);

        row->category = (int)get_i64(q);
        row->rate.ppm = (int32_t)get_i64(q);
        row->name = get_text(q, arena);
        row->base_minor = get_i64(q);
        row->tax_minor = get_i64(q);
        row->code = get_text(q, arena);
        row->pass = (int)get_i64(q);
    }
    order->taxes = rows.v;
    order->tax_count = rows.n;
    return sql_done(&q, err);
}

/* Are they the same tax, of which an order has one row? */
static bool is_same_tax(const struct order_tax_row *a, const struct order_tax_row *b)
{
    return a->category == b->category && a->rate.ppm == b->rate.ppm && a->pass == b->pass &&
           strcmp(a->code, b->code) == 0;
}

static bool is_tax_equal(const struct order_tax_row *a, const struct order_tax_row *b)
{
    return is_same_tax(a, b) && a->base_minor == b->base_minor && a->tax_minor == b->tax_minor &&
           strcmp(a->name, b->name) == 0;
}

OD_SQL(sql_order_tax_put, "order.tax_put",
       "INSERT INTO order_tax"
       " (order_id, category, rate_ppm, code, pass, name, base_minor, tax_minor)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
       " ON CONFLICT (order_id, category, rate_ppm, code, pass) DO UPDATE"
       " SET name = excluded.name, base_minor = excluded.base_minor,"
       " tax_minor = excluded.tax_minor");

static bool put_tax(struct tx *tx, const struct order *order, const struct order_tax_row *row,
                    struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_tax_put);

    put_i64(q, order->id.v);
    put_i64(q, row->category);
    put_i64(q, row->rate.ppm);
    put_text(q, row->code);
    put_i64(q, row->pass);
    put_text(q, row->name);
    put_i64(q, row->base_minor);
    put_i64(q, row->tax_minor);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_order_tax_delete, "order.tax_delete",
       "DELETE FROM order_tax"
       " WHERE order_id = $1 AND category = $2 AND rate_ppm = $3 AND code = $4 AND pass = $5");

static bool delete_tax(struct tx *tx, const struct order *order, const struct order_tax_row *row,
                       struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_tax_delete);

    put_i64(q, order->id.v);
    put_i64(q, row->category);
    put_i64(q, row->rate.ppm);
    put_text(q, row->code);
    put_i64(q, row->pass);
    return sql_run(&q, NULL, err);
}

static const struct order_tax_row *find_tax(const struct order_tax_row *rows, int n,
                                            const struct order_tax_row *like)
{
    for (int i = 0; i < n; i++)
        if (is_same_tax(&rows[i], like))
            return &rows[i];
    return NULL;
}

bool order_taxes_save(struct tx *tx, const struct order *order, struct err *err)
{
    const struct order_saved none = { 0 }, *saved = order->saved ? order->saved : &none;

    for (int i = 0; i < saved->tax_count; i++)
        if (!find_tax(order->taxes, order->tax_count, &saved->taxes[i]) &&
            !delete_tax(tx, order, &saved->taxes[i], err))
            return false;
    for (int i = 0; i < order->tax_count; i++) {
        const struct order_tax_row *old =
            find_tax(saved->taxes, saved->tax_count, &order->taxes[i]);

        if (old && is_tax_equal(old, &order->taxes[i]))
            continue;
        if (!put_tax(tx, order, &order->taxes[i], err))
            return false;
    }
    return true;
}
