/*
 * Orders and their lines, as imports of orders read them. Drafts have no number and are left out.
 */
#include <string.h>

#include "base/limits.h"
#include "base/mem.h"
#include "domain/insight/search.h"
#include "domain/intake/export_parts.h"
#include "domain/order/order.h"
#include "domain/order/order_head.h"
#include "domain/order/order_rules.h"

typedef bool load_fn(struct desk *desk, struct order_id id, struct arena *arena, struct order **out,
                     struct err *err);
typedef bool put_fn(struct export_job *job, const struct order *o, struct err *err);

/* Loads every order that the query finds and hands it on, newest first or as it is sorted. */
static bool each_order(struct export_job *job, load_fn *load, put_fn *put, struct err *err)
{
    OD_ARENA *key = arena_new();
    struct find_from from = { 0 };
    struct order_rows rows;

    do {
        arena_reset(job->page);
        if (!find_orders(job->desk, job->query, from.id ? &from : NULL, LIMIT_PAGE_ROWS, job->page,
                         &rows, err))
            return false;
        for (int i = 0; i < rows.n; i++) {
            struct order *o;

            arena_reset(job->row);
            from.id = rows.v[i].id.v;
            if (*rows.v[i].number == '\0')
                continue;
            if (!load(job->desk, rows.v[i].id, job->row, &o, err) || !put(job, o, err))
                return false;
        }
        arena_reset(key);
        from.key = rows.n > 0 ? arena_strdup(key, rows.v[rows.n - 1].sort_key) : NULL;
    } while (rows.n == LIMIT_PAGE_ROWS);
    return true;
}

/* The name under which the order can come in again: the channel's, else ours. */
static const char *name_of(const struct order *o)
{
    return *o->external_id ? o->external_id : o->number;
}

static struct date day_of(struct stamp s)
{
    return s.ms ? stamp_to_date(s) : (struct date){ 0 };
}

static const char *const order_columns[] = {
    "order",          "number",        "customer",     "customer_name", "date",
    "requested",      "promised",      "shipped",      "status",        "channel",
    "po",             "ship_name",     "ship_address", "ship_address2", "ship_city",
    "ship_region",    "ship_postcode", "ship_country", "ship_method",   "currency",
    "fx",             "goods",         "charges",      "discount",      "order_discount",
    "order_discount_amount", "tax",    "total",        "placed",        "confirmed",
    "ended",          "created_by",    "imported",     "note",
    "cash_rounding",  "terms",         "payment_terms", NULL,
};

static void put_order_party(struct export_job *job, const struct order *o)
{
    export_text(job, name_of(o));
    export_text(job, o->number);
    export_text(job, o->customer_code);
    export_text(job, o->customer_name);
    export_date(job, day_of(o->placed));
    export_date(job, o->requested);
    export_date(job, o->promised);
    export_date(job, o->status == ORDER_CLOSED ? day_of(o->ended) : (struct date){ 0 });
    export_text(job, order_shown_name(o->shown));
    export_text(job, o->channel_code);
    export_text(job, o->customer_po);
    export_text(job, o->ship_name);
    export_text(job, o->ship_line1);
    export_text(job, o->ship_line2);
    export_text(job, o->ship_city);
    export_text(job, o->ship_region);
    export_text(job, o->ship_postcode);
    export_text(job, o->ship_country);
    export_text(job, o->ship_method);
}

static bool put_order_row(struct export_job *job, const struct order *o, struct err *err)
{
    char fx[DECIMAL_TEXT_SIZE];

    put_order_party(job, o);
    export_text(job, o->currency);
    export_text(job, arena_strdup(job->row, decimal_format(o->fx.e9, 9, 0, NULL, fx)));
    export_money(job, o->goods_minor, o->currency);
    export_money(job, o->charges_minor, o->currency);
    export_money(job, o->discount_minor, o->currency);
    export_rate(job, o->disc);
    export_money(job, o->disc_minor, o->currency);
    export_money(job, o->tax_minor, o->currency);
    export_money(job, o->total_minor, o->currency);
    export_stamp(job, o->placed);
    export_stamp(job, o->confirmed);
    export_stamp(job, o->ended);
    export_text(job, o->created_by);
    export_bool(job, o->is_history);
    export_text(job, o->note);
    export_money(job, o->rounding_minor, o->currency);
    export_text(job, o->terms_code);
    export_text(job, o->terms_name);
    return export_row(job, err);
}

static bool run_orders(struct export_job *job, struct err *err)
{
    return each_order(job, order_load_head, put_order_row, err);
}

const struct export_kind export_orders = { "orders", order_columns, FIND_ORDER, run_orders };

/* --- lines ----------------------------------------------------------------------------------- */

static const char *const line_columns[] = {
    "order",     "number",       "customer",      "date",        "status",
    "currency",  "line",         "sku",           "description", "kind",
    "qty",       "uom",          "price",         "discount",    "discount_amount",
    "net",       "order_discount_share", "line_tax", "tax_rate", "qty_canceled",
    "qty_allocated", "qty_shipped", "qty_delivered", "qty_invoiced", NULL,
};

static const char *line_kind_name(enum line_kind kind)
{
    switch (kind) {
    case LINE_STOCK:
        return "stock";
    case LINE_SERVICE:
        return "service";
    case LINE_CHARGE:
        return "charge";
    case LINE_BUNDLE:
        return "bundle";
    case LINE_COMMENT:
        return "comment";
    }
    return "";
}

static bool put_line(struct export_job *job, const struct order *o, const struct order_line *l,
                     struct err *err)
{
    export_text(job, name_of(o));
    export_text(job, o->number);
    export_text(job, o->customer_code);
    export_date(job, day_of(o->placed));
    export_text(job, order_shown_name(o->shown));
    export_text(job, o->currency);
    export_number(job, l->line_no);
    export_text(job, l->sku);
    export_text(job, l->description);
    export_text(job, line_kind_name(l->kind));
    export_qty(job, l->ordered);
    export_text(job, l->uom);
    export_price(job, l->unit_price, o->currency);
    export_rate(job, l->disc);
    export_money(job, l->disc_minor, o->currency);
    export_money(job, l->net_minor, o->currency);
    export_money(job, l->order_disc_minor, o->currency);
    export_money(job, l->tax_minor, o->currency);
    export_rate(job, l->tax_rate);
    export_qty(job, l->canceled);
    export_qty(job, l->allocated);
    export_qty(job, l->shipped);
    export_qty(job, l->delivered);
    export_qty(job, l->invoiced);
    return export_row(job, err);
}

static bool put_lines(struct export_job *job, const struct order *o, struct err *err)
{
    for (int i = 0; i < o->line_count; i++)
        if (!put_line(job, o, &o->lines[i], err))
            return false;
    return true;
}

static bool run_lines(struct export_job *job, struct err *err)
{
    return each_order(job, order_load, put_lines, err);
}

const struct export_kind export_lines = { "lines", line_columns, FIND_ORDER, run_lines };
