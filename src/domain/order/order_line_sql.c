/*
 * Lines and tax rows of an order in the store. Saving compares with what was loaded: an order of a
 * thousand lines with one edit is one row written.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/order/order.h"
#include "domain/order/order_parts.h"
#include "store/store.h"

static void get_line_text(struct stmt *q, struct order_line *l, struct arena *arena)
{
    l->id.v = get_i64(q);
    l->line_no = (int)get_i64(q);
    l->kind = (enum line_kind)get_i64(q);
    l->item.v = get_ref(q);
    l->site.v = get_ref(q);
    l->sku = get_text(q, arena);
    l->description = get_text(q, arena);
    l->uom = get_text(q, arena);
    l->tax_class_id = get_ref(q);
}

static void get_line_price(struct stmt *q, struct order_line *l, struct arena *arena)
{
    l->unit_price.v = get_i64(q);
    l->list_price.v = get_i64(q);
    l->price_source = (enum price_source)get_i64(q);
    l->price_rule_id = get_ref(q);
    l->is_price_locked = get_i64(q) != 0;
    l->price_reason.v = get_ref(q);
    l->disc.ppm = (int32_t)get_i64(q);
    l->disc_minor = get_i64(q);
    l->net_minor = get_i64(q);
    l->order_disc_minor = get_i64(q);
    l->tax_minor = get_i64(q);
    l->tax_rate.ppm = (int32_t)get_i64(q);
    l->tax_category = (int)get_i64(q);
    l->tax_code = get_text(q, arena);
    l->tax_part_count = (int)get_i64(q);
}

static void get_line_qtys(struct stmt *q, struct order_line *l)
{
    l->ordered.milli = get_i64(q);
    l->canceled.milli = get_i64(q);
    l->allocated.milli = get_i64(q);
    l->picked.milli = get_i64(q);
    l->shipped.milli = get_i64(q);
    l->delivered.milli = get_i64(q);
    l->returned_ok.milli = get_i64(q);
    l->returned_bad.milli = get_i64(q);
    l->invoiced.milli = get_i64(q);
    l->credited.milli = get_i64(q);
    l->over.milli = get_i64(q);
}

static void get_line_wish(struct stmt *q, struct order_line *l, struct arena *arena)
{
    l->unit = get_text(q, arena);
    l->unit_qty.milli = get_i64(q);
    l->requested = get_date(q, arena);
    l->promised = get_date(q, arena);
    l->tolerance.over.is_said = get_i64_or_null(q, &l->tolerance.over.ppm);
    l->tolerance.under.is_said = get_i64_or_null(q, &l->tolerance.under.ppm);
    l->is_whole = get_i64(q) != 0;
    l->customer_text = get_text(q, arena);
    l->later = get_date(q, arena);
}

OD_SQL(sql_order_lines_load, "order.lines_load",
       "SELECT l.id, l.line_no, l.kind, l.item_id, l.site_id, l.sku, l.description, l.uom,"
       " l.tax_class_id, l.unit_price_v, l.list_price_v, l.price_source, l.price_rule_id,"
       " l.is_price_locked, l.price_reason_id, l.disc_ppm, l.disc_minor, l.net_minor,"
       " l.order_disc_minor, l.tax_minor, l.tax_ppm, l.tax_category, l.tax_code,"
       " l.tax_part_count, l.ordered_qty,"
       " l.canceled_qty, l.allocated_qty, l.picked_qty, l.shipped_qty, l.delivered_qty,"
       " l.returned_ok_qty, l.returned_bad_qty, l.invoiced_qty, l.credited_qty, l.over_qty,"
       " l.unit, l.unit_qty, l.requested_date, l.promised_date,"
       " l.over_ship_ppm, l.under_ship_ppm, l.is_whole, l.customer_text, l.allocate_from,"
       " COALESCE(i.qty_decimals, 3), COALESCE(i.is_active, 1),"
       " COALESCE(i.backorder_policy, 2), COALESCE(i.min_qty, 0), COALESCE(i.qty_step, 0),"
       " COALESCE(i.lead_days, 0), COALESCE(s.code, ''),"
       " COALESCE(i.weight_g, 0), i.over_ship_ppm, i.under_ship_ppm"
       " FROM order_line l"
       " LEFT JOIN item i ON i.id = l.item_id"
       " LEFT JOIN site s ON s.id = l.site_id"
       " WHERE l.order_id = $1"
       " ORDER BY l.line_no");

bool order_lines_load(struct desk *desk, struct order *order, struct arena *arena, struct err *err)
{
    struct lines OD_VEC(struct order_line) lines = { 0 };
    OD_STMT *q = sql_read(desk_db(desk), &sql_order_lines_load);

    put_i64(q, order->id.v);
    while (sql_row(q)) {
        struct order_line *l = vec_push(arena, &lines);

        get_line_text(q, l, arena);
        get_line_price(q, l, arena);
        get_line_qtys(q, l);
        get_line_wish(q, l, arena);
        l->qty_decimals = (int)get_i64(q);
        l->is_item_active = get_i64(q) != 0;
        l->item_backorder = (int)get_i64(q);
        l->min_qty.milli = get_i64(q);
        l->qty_step.milli = get_i64(q);
        l->lead_days = (int)get_i64(q);
        l->site_code = get_text(q, arena);
            l->weight_g = get_i64(q);
        l->item_tolerance.over.is_said = get_i64_or_null(q, &l->item_tolerance.over.ppm);
        l->item_tolerance.under.is_said = get_i64_or_null(q, &l->item_tolerance.under.ppm);
    }
    order->lines = lines.v;
    order->line_count = lines.n;
    if (!sql_done(&q, err) || !order_line_taxes_load(desk, order, arena, err))
        return false;
    for (int i = 0; i < lines.n; i++)
        if (lines.v[i].kind == LINE_BUNDLE && !order_line_contents(desk, &lines.v[i], arena, err))
            return false;
    return true;
}

static bool is_text_equal(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static bool is_content_equal(const struct order_line *a, const struct order_line *b)
{
    return a->line_no == b->line_no && a->kind == b->kind && a->item.v == b->item.v &&
           a->site.v == b->site.v && is_text_equal(a->sku, b->sku) &&
           is_text_equal(a->description, b->description) && is_text_equal(a->uom, b->uom) &&
           a->tax_class_id == b->tax_class_id && a->unit_price.v == b->unit_price.v &&
           a->list_price.v == b->list_price.v && a->price_source == b->price_source &&
           a->price_rule_id == b->price_rule_id && a->is_price_locked == b->is_price_locked &&
           a->price_reason.v == b->price_reason.v && a->disc.ppm == b->disc.ppm &&
           a->disc_minor == b->disc_minor && a->net_minor == b->net_minor &&
           a->order_disc_minor == b->order_disc_minor && a->tax_minor == b->tax_minor &&
           a->tax_rate.ppm == b->tax_rate.ppm && a->tax_category == b->tax_category &&
           is_text_equal(a->tax_code ? a->tax_code : "", b->tax_code ? b->tax_code : "") &&
           a->tax_part_count == b->tax_part_count && a->ordered.milli == b->ordered.milli &&
           is_text_equal(a->unit, b->unit) && a->unit_qty.milli == b->unit_qty.milli &&
           date_cmp(a->requested, b->requested) == 0 && a->over.milli == b->over.milli &&
           tolerance_is_equal(a->tolerance.over, b->tolerance.over) &&
           tolerance_is_equal(a->tolerance.under, b->tolerance.under) &&
           a->is_whole == b->is_whole &&
           is_text_equal(a->customer_text ? a->customer_text : "",
                         b->customer_text ? b->customer_text : "");
}

static bool are_qtys_equal(const struct order_line *a, const struct order_line *b)
{
    return a->canceled.milli == b->canceled.milli && a->allocated.milli == b->allocated.milli &&
           a->picked.milli == b->picked.milli && a->shipped.milli == b->shipped.milli &&
           a->delivered.milli == b->delivered.milli &&
           a->returned_ok.milli == b->returned_ok.milli &&
           a->returned_bad.milli == b->returned_bad.milli &&
           a->invoiced.milli == b->invoiced.milli && a->credited.milli == b->credited.milli &&
           date_cmp(a->promised, b->promised) == 0 && date_cmp(a->later, b->later) == 0;
}

/* Content without the two keys, in the order of both statements. */
static void put_content(struct stmt *q, const struct order_line *l)
{
    char day[DATE_TEXT_SIZE];

    put_i64(q, l->line_no);
    put_i64(q, l->kind);
    put_ref(q, l->item.v);
    put_ref(q, l->site.v);
    put_text(q, l->sku ? l->sku : "");
    put_text(q, l->description ? l->description : "");
    put_text(q, l->uom ? l->uom : "");
    put_ref(q, l->tax_class_id);
    put_i64(q, l->unit_price.v);
    put_i64(q, l->list_price.v);
    put_i64(q, l->price_source);
    put_ref(q, l->price_rule_id);
    put_i64(q, l->is_price_locked);
    put_ref(q, l->price_reason.v);
    put_i64(q, l->disc.ppm);
    put_i64(q, l->disc_minor);
    put_i64(q, l->net_minor);
    put_i64(q, l->order_disc_minor);
    put_i64(q, l->tax_minor);
    put_i64(q, l->tax_rate.ppm);
    put_i64(q, l->tax_category);
    put_text(q, l->tax_code ? l->tax_code : "");
    put_i64(q, l->tax_part_count);
    put_i64(q, l->ordered.milli);
    put_text(q, l->unit ? l->unit : "");
    put_i64(q, l->unit_qty.milli > 0 ? l->unit_qty.milli : QTY_PER_UNIT);
    put_text(q, date_format(l->requested, day));
    put_i64(q, l->over.milli);
    put_i64_or_null(q, !l->tolerance.over.is_said, l->tolerance.over.ppm);
    put_i64_or_null(q, !l->tolerance.under.is_said, l->tolerance.under.ppm);
    put_i64(q, l->is_whole);
    put_text(q, l->customer_text ? l->customer_text : "");
}

static void put_qtys(struct stmt *q, const struct order_line *l)
{
    char day[DATE_TEXT_SIZE];

    put_i64(q, l->canceled.milli);
    put_i64(q, l->allocated.milli);
    put_i64(q, l->picked.milli);
    put_i64(q, l->shipped.milli);
    put_i64(q, l->delivered.milli);
    put_i64(q, l->returned_ok.milli);
    put_i64(q, l->returned_bad.milli);
    put_i64(q, l->invoiced.milli);
    put_i64(q, l->credited.milli);
    put_text(q, date_format(l->promised, day));
    put_text(q, date_format(l->later, day));
}

OD_SQL(sql_order_line_insert, "order.line_insert",
       "INSERT INTO order_line"
       " (line_no, kind, item_id, site_id, sku, description, uom, tax_class_id, unit_price_v,"
       " list_price_v, price_source, price_rule_id, is_price_locked, price_reason_id, disc_ppm,"
       " disc_minor, net_minor, order_disc_minor, tax_minor, tax_ppm, tax_category, tax_code,"
       " tax_part_count, ordered_qty, unit, unit_qty, requested_date, over_qty,"
       " over_ship_ppm, under_ship_ppm, is_whole, customer_text, canceled_qty,"
       " allocated_qty, picked_qty, shipped_qty, delivered_qty, returned_ok_qty,"
       " returned_bad_qty, invoiced_qty, credited_qty, promised_date, allocate_from,"
       " order_id)"
       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,"
       " $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,"
       " $35, $36, $37, $38, $39, $40, $41, $42, $43, $44)"
       " RETURNING id");

static bool insert_line(struct tx *tx, const struct order *order, struct order_line *l,
                        struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_line_insert);

    put_content(q, l);
    put_qtys(q, l);
    put_i64(q, order->id.v);
    return sql_run_id(&q, &l->id.v, err) && order_line_taxes_save(tx, l, NULL, err);
}

OD_SQL(sql_order_line_update, "order.line_update",
       "UPDATE order_line"
       " SET line_no = $1, kind = $2, item_id = $3, site_id = $4, sku = $5, description = $6,"
       " uom = $7, tax_class_id = $8, unit_price_v = $9, list_price_v = $10,"
       " price_source = $11, price_rule_id = $12, is_price_locked = $13,"
       " price_reason_id = $14, disc_ppm = $15, disc_minor = $16, net_minor = $17,"
       " order_disc_minor = $18, tax_minor = $19, tax_ppm = $20, tax_category = $21,"
       " tax_code = $22, tax_part_count = $23, ordered_qty = $24, unit = $25, unit_qty = $26,"
       " requested_date = $27, over_qty = $28, over_ship_ppm = $29, under_ship_ppm = $30,"
       " is_whole = $31, customer_text = $32"
       " WHERE id = $33");

static bool update_line(struct tx *tx, const struct order_line *l, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_line_update);

    put_content(q, l);
    put_i64(q, l->id.v);
    return sql_run(&q, NULL, err);
}

/* Quantities apart: promising and shipping touch no indexed column. */
OD_SQL(sql_order_line_qtys, "order.line_qtys",
       "UPDATE order_line"
       " SET canceled_qty = $1, allocated_qty = $2, picked_qty = $3, shipped_qty = $4,"
       " delivered_qty = $5, returned_ok_qty = $6, returned_bad_qty = $7, invoiced_qty = $8,"
       " credited_qty = $9, promised_date = $10, allocate_from = $11"
       " WHERE id = $12");

static bool update_qtys(struct tx *tx, const struct order_line *l, struct err *err)
{
    OD_STMT *q = sql_write(tx, &sql_order_line_qtys);

    put_qtys(q, l);
    put_i64(q, l->id.v);
    return sql_run(&q, NULL, err);
}

OD_SQL(sql_order_line_delete, "order.line_delete",
       "DELETE FROM order_line"
       " WHERE id = $1");

static bool delete_line(struct tx *tx, const struct order_line *old, struct err *err)
{
    const struct order_line none = { .id = old->id };
    OD_STMT *q = NULL;

    if (!order_line_taxes_save(tx, &none, old, err))
        return false;
    q = sql_write(tx, &sql_order_line_delete);
    put_i64(q, old->id.v);
    return sql_run(&q, NULL, err);
}

static int by_id(const void *a, const void *b)
{
    const struct order_line *x = *(const struct order_line *const *)a;
    const struct order_line *y = *(const struct order_line *const *)b;

    return x->id.v < y->id.v ? -1 : x->id.v > y->id.v;
}

/* Pointers to lines sorted by id, so that two sets are compared in one pass. */
static const struct order_line **sorted(const struct order_line *lines, int n, struct arena *arena)
{
    const struct order_line **out = arena_array(arena, n, const struct order_line *);

    for (int i = 0; i < n; i++)
        out[i] = &lines[i];
    if (n > 1)
        qsort(out, (size_t)n, sizeof *out, by_id);
    return out;
}

static bool save_line(struct tx *tx, const struct order_line *l, const struct order_line *old,
                      struct err *err)
{
    if ((!old || !is_content_equal(l, old)) && !update_line(tx, l, err))
        return false;
    if (!order_line_taxes_save(tx, l, old, err))
        return false;
    return (old && are_qtys_equal(l, old)) || update_qtys(tx, l, err);
}

bool order_lost_lines(const struct order *order)
{
    int kept = 0;

    for (int i = 0; i < order->line_count; i++)
        kept += order->lines[i].id.v != 0;
    return order->saved && kept < order->saved->line_count;
}

bool order_lines_save(struct tx *tx, struct order *order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    int old_n = order->saved ? order->saved->line_count : 0, at = 0;
    const struct order_line **old = sorted(order->saved ? order->saved->lines : NULL, old_n, tmp);
    const struct order_line **now = sorted(order->lines, order->line_count, tmp);

    for (int i = 0; i < order->line_count; i++) {
        if (now[i]->id.v == 0)
            continue;
        while (at < old_n && old[at]->id.v < now[i]->id.v)
            if (!delete_line(tx, old[at++], err))
                return false;
        if (!save_line(tx, now[i], at < old_n && old[at]->id.v == now[i]->id.v ? old[at] : NULL,
                       err))
            return false;
        at += at < old_n && old[at]->id.v == now[i]->id.v;
    }
    while (at < old_n)
        if (!delete_line(tx, old[at++], err))
            return false;
    for (int i = 0; i < order->line_count; i++)
        if (order->lines[i].id.v == 0 && !insert_line(tx, order, &order->lines[i], err))
            return false;
    return true;
}
