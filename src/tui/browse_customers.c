/*
 * Customers as a list: pages by name.
 */
#include "tui/browse.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "domain/order/order_rules.h"
#include "domain/party/customer.h"
#include "tui/app.h"
#include "tui/screens.h"

#define PREVIEW_ORDERS 12

static const struct list_column columns[] = {
    { N_("Code"), 8, 6, 0, false, false },
    { N_("Name"), 24, 12, 0, false, true },
    { N_("City"), 16, 8, 0, false, false },
    { N_("Post code"), 10, 9, 2, false, false },
    { N_("Phone"), 18, 14, 1, false, false },
    { N_("Status"), 14, 13, 0, false, false },
    { 0 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };
static const char *const column_names[COLUMNS] = { "code", "name", "city", "postcode", "phone",
                                           "is_active" };

static bool page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                 struct list_rows *out, struct err *err)
{
    const struct browse_query *bq = ctx;
    struct find_from start;
    const struct query *query;
    struct customer_rows rows;

    browse_start(from, &start);
    if (!browse_parse(bq, FIND_CUSTOMER, arena, &query, err) ||
        !find_customers(bq->desk, query, &start, count, arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        const struct customer_row *c = &rows.v[i];
        struct list_row *row = vec_push(arena, out);
        const char **cells = arena_array(arena, COLUMNS, const char *);

        cells[0] = c->code;
        cells[1] = c->name;
        cells[2] = c->city;
        cells[3] = c->postcode;
        cells[4] = c->phone;
        cells[5] = !c->is_active ? _("not active") : c->is_credit_held ? _("credit held !") : "";
        row->id = c->id.v;
        row->key = c->name;
        row->cells = cells;
        row->style = c->is_credit_held ? STYLE_WARN : STYLE_TEXT;
    }
    return true;
}

static bool preview(const struct browse_query *q, int64_t id, struct arena *arena, const char **out,
                    struct err *err)
{
    struct customer *c = NULL;
    struct order_rows orders;
    struct credit credit;
    struct strbuf b;

    if (!customer_load(q->desk, (struct customer_id){ id }, arena, &c, err) ||
        !credit_load(q->desk, c->id, (struct order_id){ 0 }, &credit, err) ||
        !orders_of_customer(q->desk, c->id, PREVIEW_ORDERS, arena, &orders, err))
        return false;
    strbuf_init(&b, arena, 8000);
    strbuf_addf(&b, "# %s  %s\n", c->code, c->name);
    if (c->address_count > 0)
        strbuf_addf(&b, "%s\n", address_line(&c->addresses[0], arena));
    strbuf_addf(&b, "%s  %s\n", c->phone, c->email);
    if (credit.has_limit)
        strbuf_addf(&b, _("Credit %s of %s\n"),
                    text_money(q->desk, arena, credit.room_minor, c->currency),
                    text_money(q->desk, arena, credit.limit_minor, c->currency));
    if (c->note[0] != '\0')
        strbuf_addf(&b, "! %s\n", c->note);
    strbuf_addf(&b, "\n# %s\n", _("Last orders"));
    for (int i = 0; i < orders.n; i++)
        strbuf_addf(&b, "%s  %s  %s  %s\n", orders.v[i].number,
                    text_stamp(q->desk, arena, orders.v[i].placed),
                    order_shown_words(orders.v[i].shown),
                    text_money(q->desk, arena, orders.v[i].total.minor, orders.v[i].total.cur));
    *out = b.s;
    return true;
}

static bool open_customer(struct app *app, int64_t id, struct err *err)
{
    struct customer_id customer = { id };

    return app_push(app, &scr_customer, &customer, err);
}

static bool create_customer(struct app *app, const char *text, struct err *err)
{
    struct record_arg arg = { .kind = "customer", .text = text };

    return app_push(app, &scr_record, &arg, err);
}

const struct browse browse_customers = {
    .name = "customers",
    .prefix = "c:",
    .title = N_("Customers"),
    .empty = N_("No customer fits. Shorten the words, or F4 makes one."),
    .columns = columns,
    .kind = FIND_CUSTOMER,
    .column_names = column_names,
    .page = page,
    .preview = preview,
    .open = open_customer,
    .create = create_customer,
};
