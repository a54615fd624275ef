/*
 * What a shipment was worth when it left, written down with it: prices and promises of the order
 * may change later, the figures of that day do not.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/flow/fulfillment_parts.h"
#include "domain/flow/shipment.h"
#include "domain/order/metric_day.h"
#include "domain/order/order_rules.h"
#include "store/store.h"

/* Of a line's amount that for so much of it, without tax. */
static int64_t line_worth(const struct order *o, const struct order_line *l, int64_t milli)
{
    int64_t net = l->net_minor - l->order_disc_minor - (o->is_tax_incl ? l->tax_minor : 0);
    int64_t billed = line_billed(l).milli;

    if (billed <= 0 || milli <= 0)
        return 0;
    return round_div((__int128)net * (milli < billed ? milli : billed), billed, ROUND_HALF_UP);
}

/* Of a bundle's line the first component tells how many kits. */
static bool is_first_of_line(const struct fulfillment *f, int at)
{
    for (int i = 0; i < at; i++)
        if (f->lines[i].line.v == f->lines[at].line.v)
            return false;
    return true;
}

struct shipment_worth shipment_worth_of(const struct fulfillment *f)
{
    const struct order *o = f->order;
    struct shipment_worth worth = { .promised = o->promised };
    int64_t minor = 0;

    for (int i = 0; i < f->line_count; i++) {
        const struct fulfillment_line *l = &f->lines[i];
        int64_t milli = l->per_kit.milli > 0 ? l->picked.milli / l->per_kit.milli * QTY_PER_UNIT
                                             : l->picked.milli;

        if (milli == 0 || (l->per_kit.milli > 0 && !is_first_of_line(f, i)))
            continue;
        worth.qty.milli += milli;
        minor += line_worth(o, fulfillment_order_line(f, l), milli);
    }
    worth.base_minor = strcmp(o->currency, o->base_currency) == 0 ? minor
                       : o->fx.e9 > 0 ? money_to_base(minor, o->currency, o->fx, o->base_currency)
                                      : 0;
    return worth;
}

OD_SQL(sql_shipment_worth_put, "shipment.worth_put",
       "UPDATE shipment"
       " SET base_minor = $1, qty = $2, promised_date = $3"
       " WHERE id = $4");

OD_SQL(sql_shipment_worth_of, "shipment.worth_of",
       "SELECT fulfillment_id"
       " FROM shipment"
       " WHERE id = $1 AND status <> 4 AND qty = 0");

/* The version stays: nobody who looks at the shipment sees anything else. */
bool shipment_worth_fill(struct tx *tx, struct desk *desk, int64_t id, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct metric_rows rows = { 0 };
    struct shipment_worth worth;
    struct fulfillment *f;
    char promised[DATE_TEXT_SIZE] = "";
    OD_STMT *q = sql_write(tx, &sql_shipment_worth_of);
    OD_STMT *put = NULL;
    int64_t fulfillment = 0;
    bool found;

    put_i64(q, id);
    if (!sql_one_i64(&q, &found, &fulfillment, err))
        return false;
    if (!found)
        return true;
    if (!fulfillment_load(desk, fulfillment, tmp, &f, err) ||
        !metric_take_shipments(tx, fulfillment, -1, tmp, &rows, err))
        return false;
    worth = shipment_worth_of(f);
    put = sql_write(tx, &sql_shipment_worth_put);
    put_i64(put, worth.base_minor);
    put_i64(put, worth.qty.milli);
    put_text(put, date_format(worth.promised, promised));
    put_i64(put, id);
    return sql_run(&put, NULL, err) && metric_take_shipments(tx, fulfillment, 1, tmp, &rows, err) &&
           metric_rows_write(tx, &rows, err);
}
