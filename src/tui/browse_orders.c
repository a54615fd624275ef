/*
 * Orders as a list: pages by id, newest first.
 */
#include "tui/browse.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "domain/order/order_rules.h"
#include "tui/app.h"
#include "tui/screens.h"

static const struct list_column columns[] = {
    { N_("Number"), 8, 0, 0, false, false },
    { N_("Customer"), 20, 10, 0, false, true },
    { N_("Status"), 13, 0, 0, false, false },
    { N_("Placed"), 7, 0, 1, false, false },
    { N_("Promise"), 7, 0, 2, false, false },
    { N_("Total"), 12, 10, 0, true, false },
    { N_("City"), 14, 10, 3, false, false },
    { N_("PO"), 12, 8, 4, false, false },
    { N_("Was"), 8, 6, 6, false, false },
    { N_("By"), 8, 6, 5, false, false },
    { 0 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };
static const char *const column_names[COLUMNS] = { "number", "name", "status", "placed", "promised",
                                           "total", "ship_to_city", "customer_po", "external_id",
                                           "by" };

static bool is_wrong(enum order_shown shown)
{
    return shown == SHOWN_ON_HOLD || shown == SHOWN_BACKORDERED;
}

const char *browse_order_number(const struct order_row *o, struct arena *arena)
{
    return o->number[0] != '\0' ? o->number : arena_printf(arena, "D%lld", (long long)o->id.v);
}

static bool page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                 struct list_rows *out, struct err *err)
{
    const struct browse_query *bq = ctx;
    struct find_from start;
    const struct query *query;
    struct order_rows rows;

    browse_start(from, &start);
    if (!browse_parse(bq, FIND_ORDER, arena, &query, err) ||
        !find_orders(bq->desk, query, &start, count, arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        const struct order_row *o = &rows.v[i];
        struct list_row *row = vec_push(arena, out);
        const char **cells = arena_array(arena, COLUMNS, const char *);

        cells[0] = browse_order_number(o, arena);
        cells[1] = o->customer_name;
        cells[2] = arena_printf(arena, "%s%s", order_shown_words(o->shown),
                                is_wrong(o->shown) ? " !" : "");
        cells[3] = text_when(bq->desk, arena, o->placed);
        cells[4] = text_date(bq->desk, arena, o->promised);
        cells[5] = text_money(bq->desk, arena, o->total.minor, o->total.cur);
        cells[6] = o->ship_city;
        cells[7] = o->customer_po;
        cells[8] = o->external_id;
        cells[9] = o->created_by;
        row->id = o->id.v;
        row->key = o->sort_key;
        row->cells = cells;
        row->style = is_wrong(o->shown) ? STYLE_WARN : STYLE_TEXT;
    }
    return true;
}

static bool preview(const struct browse_query *q, int64_t id, struct arena *arena, const char **out,
                    struct err *err)
{
    struct order *o = NULL;
    struct strbuf b;

    if (!order_load(q->desk, (struct order_id){ id }, arena, &o, err))
        return false;
    strbuf_init(&b, arena, 8000);
    strbuf_addf(&b, "# %s  %s  %s\n", o->number, o->customer_name, order_shown_words(o->shown));
    for (int i = 0; i < o->line_count; i++) {
        const struct order_line *l = &o->lines[i];

        strbuf_addf(&b, "%s  %s %s  %s  %s\n", l->sku, text_qty(q->desk, arena, l->ordered), l->uom,
                    text_money(q->desk, arena, l->net_minor, o->currency),
                    line_status_words(line_status(l, o->status)));
    }
    strbuf_addf(&b, "\n");
    for (int i = 0; i < o->hold_count; i++)
        strbuf_addf(&b, "! %s: %s\n", hold_kind_words(o->holds[i].kind), o->holds[i].note);
    strbuf_addf(&b, _("Total %s %s"), text_money(q->desk, arena, o->total_minor, o->currency),
                o->currency);
    *out = b.s;
    return true;
}

static bool open_order(struct app *app, int64_t id, struct err *err)
{
    struct order_id order = { id };

    return app_push(app, &scr_order, &order, err);
}

const struct browse browse_orders = {
    .name = "orders",
    .prefix = "o:",
    .title = N_("Orders"),
    .empty = N_("No order fits. Shorten the words, or F6 makes one."),
    .columns = columns,
    .kind = FIND_ORDER,
    .column_names = column_names,
    .page = page,
    .preview = preview,
    .open = open_order,
};
