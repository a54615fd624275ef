/*
 * Items as a list: pages by SKU, with what is free and the base price.
 */
#include "tui/browse.h"

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "domain/stock/stock.h"
#include "tui/app.h"
#include "tui/screens.h"

static const struct list_column columns[] = {
    { N_("Item"), 16, 10, 0, false, false }, { N_("Description"), 26, 12, 0, false, true },
    { N_("Free"), 9, 7, 0, true, false },    { N_("UM"), 4, 0, 2, false, false },
    { N_("Price"), 10, 8, 0, true, false },  { N_("Category"), 16, 8, 3, false, false },
    { N_("Status"), 10, 8, 4, false, false }, { 0 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };
static const char *const column_names[COLUMNS] = {
    "sku", "description", "available", "uom", "price", "category", "is_active"
};

static bool page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                 struct list_rows *out, struct err *err)
{
    const struct browse_query *bq = ctx;
    struct find_from start;
    const struct query *query;
    struct item_rows rows;

    browse_start(from, &start);
    if (!browse_parse(bq, FIND_ITEM, arena, &query, err) ||
        !find_items(bq->desk, query, &start, count, arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        const struct item_row *it = &rows.v[i];
        struct list_row *row = vec_push(arena, out);
        const char **cells = arena_array(arena, COLUMNS, const char *);

        cells[0] = it->sku;
        cells[1] = it->description;
        cells[2] = it->kind == ITEM_STOCK ? text_qty(bq->desk, arena, it->free) : "";
        cells[3] = it->uom;
        cells[4] = it->has_price
                       ? text_price(bq->desk, arena, it->price, desk_company(bq->desk)->currency)
                       : "-";
        cells[5] = it->category;
        cells[6] = it->is_active ? "" : _("not sold");
        row->id = it->id.v;
        row->key = it->sku;
        row->cells = cells;
        row->style = it->is_active ? STYLE_TEXT : STYLE_DIM;
    }
    return true;
}

static bool preview(const struct browse_query *q, int64_t id, struct arena *arena, const char **out,
                    struct err *err)
{
    struct item *item = NULL;
    struct stock_levels levels;
    bool has_levels;
    struct strbuf b;

    if (!item_load(q->desk, (struct item_id){ id }, arena, &item, err) ||
        !stock_levels_load(q->desk, item->id, (struct order_id){ 0 }, arena, &levels, err))
        return false;
    has_levels = item->kind == ITEM_STOCK || item->kind == ITEM_BUNDLE;
    strbuf_init(&b, arena, 8000);
    strbuf_addf(&b, "# %s\n%s\n\n", item->sku, item->description);
    for (int i = 0; has_levels && i < levels.n; i++) {
        const struct stock_level *l = &levels.v[i];

        strbuf_addf(&b, _("%s  %sfree %s  on hand %s  allocated %s  held %s  %s\n"), l->site_code,
                    stock_level_words(l)[0] != '\0'
                        ? arena_printf(arena, "%s  ", stock_level_words(l))
                        : "",
                    text_qty(q->desk, arena, l->free), text_qty(q->desk, arena, l->on_hand),
                    text_qty(q->desk, arena, l->allocated), text_qty(q->desk, arena, l->held),
                    l->bin);
    }
    if (item->note[0] != '\0')
        strbuf_addf(&b, "\n! %s\n", item->note);
    *out = b.s;
    return true;
}

static bool open_item(struct app *app, int64_t id, struct err *err)
{
    struct item_id item = { id };

    return app_push(app, &scr_item, &item, err);
}

static bool create_item(struct app *app, const char *text, struct err *err)
{
    struct record_arg arg = { .kind = "item", .text = text };

    return app_push(app, &scr_record, &arg, err);
}

const struct browse browse_items = {
    .name = "items",
    .prefix = "p:",
    .title = N_("Products and stock"),
    .empty = N_("No item fits. Shorten the words, or F4 makes one."),
    .columns = columns,
    .kind = FIND_ITEM,
    .column_names = column_names,
    .page = page,
    .preview = preview,
    .open = open_item,
    .create = create_item,
};
