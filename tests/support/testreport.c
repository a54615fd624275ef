#include "support/testreport.h"

#include <string.h>

#include "store/store.h"

static int64_t at(const char *text)
{
    struct err err = ERR_INIT;
    struct stamp s = { 0 };

    if (text != NULL)
        ck_ok(stamp_parse(text, &s, &err));
    return s.ms;
}

void testreport_do(struct testshop *shop, const char *sql_text)
{
    static struct sql sql = { "test.do", NULL, NULL, NULL };
    struct err err = ERR_INIT;
    OD_TX tx = { 0 };
    OD_STMT *q = NULL;

    sql.text = sql_text;
    ck_ok(tx_begin(desk_db(shop->desk), 1000, &tx, &err));
    q = sql_write(&tx, &sql);
    ck_ok(sql_run(&q, NULL, &err));
    ck_ok(tx_commit(&tx, &err));
}

int64_t testreport_order(struct testshop *shop, const struct testreport_order *in)
{
    testreport_do(
        shop,
        arena_printf(
            shop->arena,
            "INSERT INTO sales_order (number, status, channel_id, site_id, customer_id,"
            " created_by, currency, created_ms, updated_ms, placed_ms, confirmed_ms,"
            " ended_ms, shown_status, total_minor, base_total_minor, is_tax_incl)"
            " SELECT CAST(70000 + (SELECT COUNT(*) FROM sales_order) AS TEXT), %d, %d,"
            " %lld, %lld, %d, 'GBP', %lld, 1, %lld, %lld, %lld, %d, %lld, %lld, %d",
            in->status ? in->status : ORDER_CLOSED, in->channel ? in->channel : 1,
            (long long)(in->site ? in->site : shop->main.v),
            (long long)(in->customer ? in->customer : shop->acme.v), in->person ? in->person : 1,
            (long long)at(in->placed), (long long)at(in->placed), (long long)at(in->confirmed),
            (long long)at(in->ended), in->status == ORDER_CANCELED ? SHOWN_CANCELED : 12,
            (long long)in->minor, (long long)in->minor, in->is_incl));
    return testshop_number(shop->desk, "SELECT MAX(id) FROM sales_order");
}

int64_t testreport_line(struct testshop *shop, int64_t order, const struct testreport_line *in)
{
    testreport_do(
        shop,
        arena_printf(shop->arena,
                     "INSERT INTO order_line (order_id, line_no, kind, item_id, sku, description,"
                     " ordered_qty, canceled_qty, shipped_qty, net_minor, order_disc_minor,"
                     " tax_minor)"
                     " SELECT %lld, 1 + (SELECT COUNT(*) FROM order_line WHERE order_id = %lld),"
                     " %d, %s, 'X', 'X', %d000, %d000, %d000, %lld, %lld, %lld",
                     (long long)order, (long long)order, in->kind ? in->kind : LINE_STOCK,
                     in->item ? arena_printf(shop->arena, "%lld", (long long)in->item) : "NULL",
                     in->ordered, in->canceled, in->shipped, (long long)in->net,
                     (long long)in->disc, (long long)in->tax));
    return testshop_number(shop->desk, "SELECT MAX(id) FROM order_line");
}

int64_t testreport_shipment(struct testshop *shop, int64_t order,
                            const struct testreport_shipment *in)
{
    testreport_do(
        shop, arena_printf(shop->arena,
                           "INSERT INTO fulfillment (order_id, seq, number, site_id, status,"
                           " released_ms, picked_ms, packed_ms, ended_ms, assigned_to)"
                           " SELECT %lld, 1 + (SELECT COUNT(*) FROM fulfillment), CAST(90000 +"
                           " (SELECT COUNT(*) FROM fulfillment) AS TEXT), %lld, 5, 1, %lld, %lld,"
                           " %lld, %s",
                           (long long)order, (long long)(in->site ? in->site : shop->main.v),
                           (long long)at(in->picked), (long long)at(in->packed),
                           (long long)at(in->shipped),
                           in->picker ? arena_printf(shop->arena, "%d", in->picker) : "NULL"));
    testreport_do(
        shop,
        arena_printf(shop->arena,
                     "INSERT INTO shipment (order_id, fulfillment_id, status, carrier, shipped_ms,"
                     " ended_ms, created_by, qty, promised_date)"
                     " SELECT %lld, MAX(id), %d, '%s', %lld, %lld, %d, %d000, '%s'"
                     " FROM fulfillment",
                     (long long)order, in->status ? in->status : 1, in->carrier ? in->carrier : "",
                     (long long)at(in->shipped), (long long)at(in->ended),
                     in->person ? in->person : 1, in->qty, in->promised ? in->promised : ""));
    return testshop_number(shop->desk, "SELECT MAX(id) FROM shipment");
}

struct report_ask testreport_ask(struct testshop *shop, const char *name, const char *by,
                                 const char *period)
{
    struct err err = ERR_INIT;
    const struct report *report;
    struct report_ask ask;

    ck_ok(report_find(name, &report, &err));
    ck_ok(report_ask_usual(shop->desk, report, &ask, &err));
    if (by != NULL)
        ck_ok(report_by_parse(report, by, &ask.by, &err));
    if (period != NULL)
        ck_ok(report_period(shop->desk, period, &ask.from, &ask.to, &err));
    return ask;
}

struct report_table testreport_asked(struct testshop *shop, const char *name,
                                     const struct report_ask *ask)
{
    struct err err = ERR_INIT;
    const struct report *report;
    struct report_table table;

    ck_ok(report_find(name, &report, &err));
    ck_ok(report_run(shop->desk, report, ask, NULL, shop->arena, &table, &err));
    return table;
}

struct report_table testreport_run(struct testshop *shop, const char *name, const char *by,
                                   const char *period)
{
    struct report_ask ask = testreport_ask(shop, name, by, period);

    return testreport_asked(shop, name, &ask);
}

const struct report_line *testreport_find(const struct report_table *table, const char *text)
{
    for (int i = 0; i < table->n; i++)
        if (strcmp(table->v[i].v[0].text, text) == 0)
            return &table->v[i];
    ck_abort_msg("no line %s", text);
    return NULL;
}

int64_t testreport_n(const struct report_table *table, const struct report_line *line,
                     const char *column)
{
    for (int c = 0; c < table->column_n; c++) {
        const struct report_value *v = line != NULL ? &line->v[c] : &table->total[c];

        if (strcmp(table->columns[c].name, column) == 0)
            return v->is_set ? v->n : -1;
    }
    ck_abort_msg("no column %s", column);
    return -1;
}
