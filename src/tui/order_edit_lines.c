/*
 * Order entry, the lines: one-line entry with results as one types, the price and what is free
 * beside the cursor, and the ways out of a short line.
 */
#include "tui/order_edit.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "domain/order/entry.h"
#include "domain/order/order_rules.h"
#include "domain/stock/stock.h"
#include "tui/order_page.h"

static const char *result_note(struct oe *oe, const struct item_row *row, struct arena *arena)
{
    struct line_input one = { .item = row->id, .qty = { QTY_PER_UNIT } };
    struct line_preview preview;
    struct err err = ERR_INIT;
    const struct order *order = oe->order;

    if (order == NULL || !order_preview_line(oe->s.desk, order, &one, 0, arena, &preview, &err))
        return arena_printf(arena, _("%s free"), text_qty(oe->s.desk, arena, row->free));
    if (preview.last_qty.milli > 0)
        return arena_printf(arena, _("%s free %9s  last %s@%s"),
                            text_qty(oe->s.desk, arena, preview.free_here),
                            text_price(oe->s.desk, arena, preview.price, order->currency),
                            text_qty(oe->s.desk, arena, preview.last_qty),
                            text_price(oe->s.desk, arena, preview.last_price, order->currency));
    return arena_printf(arena, _("%s free %9s"), text_qty(oe->s.desk, arena, preview.free_here),
                        text_price(oe->s.desk, arena, preview.price, order->currency));
}

/* F4 in the empty field: what the customer had last time. */
static bool usual_items(struct oe *oe, struct arena *arena, struct lookup_rows *out,
                        struct err *err)
{
    struct order *last = NULL;

    if (!order_load(oe->s.desk, oe->history.v[0].id, arena, &last, err))
        return false;
    out->is_more = last->line_count > LOOKUP_ROWS;
    for (int i = 0; i < last->line_count && i < LOOKUP_ROWS; i++) {
        const struct order_line *l = &last->lines[i];
        struct lookup_row *to = vec_push(arena, out);

        to->id = l->item.v;
        to->value = l->sku;
        to->detail = l->description;
        to->note = arena_printf(arena, _("last %s@%s"), text_qty(oe->s.desk, arena, l->ordered),
                                text_price(oe->s.desk, arena, l->unit_price, last->currency));
    }
    return true;
}

/* The same for a customer without orders: the first of all items. */
static bool all_items(struct oe *oe, struct arena *arena, struct item_rows *out, struct err *err)
{
    const struct query *query;

    return query_parse("", FIND_ITEM, oe->s.desk, arena, &query, err) &&
           find_items(oe->s.desk, query, NULL, LOOKUP_ROWS + 1, arena, out, err);
}

/* "4711 4" is four of item 4711, and no search for words that begin with 4. */
static bool is_whole_line(struct oe *oe, const char *text, struct arena *arena, bool *out,
                          struct err *err)
{
    struct entry_form form;
    struct err no_line = ERR_INIT;
    struct item *item = NULL;
    struct entry e;

    *out = false;
    if (strchr(text, ' ') == NULL || oe->order == NULL)
        return true;
    form = entry_form_of(oe->s.desk, oe->order, app_form(oe->s.app));
    if (!entry_parse(text, &form, arena, &e, &no_line) || strlen(e.code.text) == strlen(text))
        return true;
    if (!item_find(oe->s.desk, e.code.text, oe->order->channel, arena, &item, err))
        return false;
    *out = item != NULL;
    return true;
}

/* Results for the item that is typed. */
static bool find_item(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                      struct err *err)
{
    struct oe *oe = oe_of(ctx);
    struct item_rows rows;
    bool is_line = false;

    if (text[0] == '.' || text[0] == ';' || strpbrk(text, "*@") != NULL)
        return true;
    if (!is_whole_line(oe, text, arena, &is_line, err))
        return false;
    if (is_line)
        return true;
    if (text[0] == '\0' && oe->history.n > 0)
        return usual_items(oe, arena, out, err);
    if (!(text[0] == '\0' ? all_items(oe, arena, &rows, err)
                          : lookup_items(oe->s.desk, text, LOOKUP_ROWS + 1, arena, &rows, err)))
        return false;
    out->is_more = rows.n > LOOKUP_ROWS;
    for (int i = 0; i < rows.n && i < LOOKUP_ROWS; i++) {
        struct lookup_row *to = vec_push(arena, out);

        to->id = rows.v[i].id.v;
        to->value = rows.v[i].sku;
        to->detail = rows.v[i].description;
        to->note = result_note(oe, &rows.v[i], arena);
    }
    return true;
}

/* What stands below the lines once the item is known: stock, price and its reason. */
static bool show_preview(struct oe *oe, int line_no, struct err *err)
{
    struct desk *desk = oe->s.desk;
    struct line_preview p;
    struct arena *a = oe->entry_arena;
    const char *currency = oe->order->currency, *text;

    if (!order_preview_line(desk, oe->order, &oe->input, line_no, a, &p, err))
        return false;
    text = arena_printf(a, _("%s  %s free"), p.item->description, text_qty(desk, a, p.free_here));
    if (p.free_elsewhere.milli > 0)
        text = arena_printf(a, _("%s, %s elsewhere"), text, text_qty(desk, a, p.free_elsewhere));
    if (p.incoming.milli > 0)
        text = arena_printf(a, _("%s, %s incoming %s"), text, text_qty(desk, a, p.incoming),
                            text_date(desk, a, p.incoming_date));
    text =
        arena_printf(a, "%s  %s (%s)", text, text_price(desk, a, p.price, currency), p.why_short);
    if (p.next_break[0] != '\0')
        text = arena_printf(a, "%s  %s", text, p.next_break);
    if (p.last_qty.milli > 0)
        text = arena_printf(a, _("%s  last %s @ %s, %s"), text, text_qty(desk, a, p.last_qty),
                            text_price(desk, a, p.last_price, currency),
                            text_date(desk, a, p.last_date));
    oe->info = text;
    return true;
}

/* What is typed over, what stands on the line stays. A quantity goes with its unit. */
static void merge_input(struct line_input *into, const struct line_input *in, bool has_qty)
{
    into->item = in->item;
    into->comment = in->comment;
    if (has_qty || into->qty.milli == 0) {
        into->qty = in->qty;
        into->has_unit = in->has_unit;
        into->unit = in->unit;
        into->unit_qty = in->unit_qty;
    }
    if (in->has_price) {
        into->has_price = true;
        into->price = in->price;
    }
    if (in->has_disc) {
        into->has_disc = true;
        into->disc = in->disc;
    }
    if (in->has_site) {
        into->has_site = true;
        into->site = in->site;
    }
    if (in->has_requested) {
        into->has_requested = true;
        into->requested = in->requested;
    }
    line_input_merge_ways(into, in);
}

/*
 * Reads a text into the line's input; the first skip bytes of it were put before what was typed.
 * *is_whole: it said enough to be the whole line. A refusal puts the cursor to the wrong word.
 */
static bool take_text(struct oe *oe, const char *text, const struct item *known, int skip,
                      bool *is_whole, struct err *err)
{
    struct entry_spot bad = { 0 };
    struct entry_form form = entry_form_of(oe->s.desk, oe->order, app_form(oe->s.app));
    const struct item *item = NULL;
    struct line_input in;
    struct entry e;
    bool has_qty;

    form.item = known;
    form.bad = &bad;
    if (!entry_parse(text, &form, oe->entry_arena, &e, err) ||
        !entry_resolve(oe->s.desk, &e, &form, oe->entry_arena, &in, &item, err)) {
        if (bad.len > 0 && bad.at >= skip)
            grid_point(&oe->grid, bad.at - skip);
        return false;
    }
    has_qty = e.has_qty || (in.unit != NULL && in.unit[0] != '\0' && e.word_count > 0);
    merge_input(&oe->input, &in, has_qty);
    oe->scan_pack = item != NULL ? item->scan_pack : (struct qty){ 0 };
    *is_whole = in.comment != NULL || has_qty || e.has_price || e.has_disc;
    return true;
}

static void forget_entry(struct oe *oe)
{
    oe->input = (struct line_input){ 0 };
    oe->scan_pack.milli = 0;
    oe->info = "";
    arena_reset(oe->entry_arena);
}

const struct order_line *oe_line(const struct oe *oe, int64_t line_no)
{
    for (int i = 0; oe->order != NULL && i < oe->order->line_count; i++)
        if (oe->order->lines[i].line_no == line_no)
            return &oe->order->lines[i];
    return NULL;
}

/* A line of words is changed by other words, or left as it is. */
static bool entered_words(struct oe *oe, const struct order_line *line, const char *text,
                          enum grid_next *next)
{
    if (line == NULL || line->kind != LINE_COMMENT || text[0] == ';')
        return false;
    oe->input.comment = text[0] != '\0' ? text : line->description;
    *next = GRID_COMMIT;
    return true;
}

static bool entered_item(struct oe *oe, struct grid *g, int64_t row_id, enum grid_next *next,
                         struct err *err)
{
    const char *text = grid_text(g, OE_ENTRY_ITEM);
    struct item *known = NULL;
    bool is_whole = false;

    forget_entry(oe);
    if (strcmp(text, "..") == 0 ||
        (text[0] == '\0' && entered_words(oe, oe_line(oe, row_id), text, next))) {
        *next = GRID_COMMIT;
        return true;
    }
    if (grid_lookup_id(g) != 0 &&
        !item_load(oe->s.desk, (struct item_id){ grid_lookup_id(g) }, oe->entry_arena, &known, err))
        return false;
    if (!take_text(oe, known != NULL ? known->sku : text, known, 0, &is_whole, err))
        return false;
    if (is_whole) {
        *next = GRID_COMMIT;
        return true;
    }
    if (!item_load(oe->s.desk, oe->input.item, oe->entry_arena, &known, err))
        return false;
    grid_set_text(g, OE_ENTRY_ITEM, known->sku);
    return show_preview(oe, (int)row_id, err);
}

/* The quantity column takes "12", "2 box", "12 @3.20 LEEDS", "-5%"; empty is one. */
static bool entered_qty(struct oe *oe, struct grid *g, int64_t row_id, struct err *err)
{
    const char *text = grid_text(g, OE_ENTRY_QTY);
    const struct order_line *line = oe_line(oe, row_id);
    enum grid_next next = GRID_NEXT_COLUMN;
    struct item *item = NULL;
    bool is_whole = false;

    if (entered_words(oe, line, text, &next))
        return true;
    if (line != NULL && oe->input.item.v == 0) {
        oe->input.item = line->item;
        oe->input.qty = line->ordered;
    }
    if (!item_load(oe->s.desk, oe->input.item, oe->entry_arena, &item, err))
        return false;
    if (text[0] == '\0' ||
        (line != NULL && line->ordered.milli == oe->input.qty.milli &&
         strcmp(text, text_qty(oe->s.desk, oe->entry_arena, line->ordered)) == 0))
        return true;
    item->scan_pack = oe->scan_pack;
    if (!take_text(oe, arena_printf(oe->entry_arena, "%s %s", item->sku, text), item,
                   (int)strlen(item->sku) + 1, &is_whole, err))
        return err_at(err, "qty");
    return true;
}

static bool lines_entered(void *ctx, struct grid *g, int64_t row_id, int entry,
                          enum grid_next *next, struct err *err)
{
    struct oe *oe = oe_of(ctx);

    if (oe->order == NULL)
        return err_field(err, ERR_INVALID, "customer", _("Choose the customer first."));
    if (entry == OE_ENTRY_ITEM)
        return entered_item(oe, g, row_id, next, err);
    return entered_qty(oe, g, row_id, err);
}

static bool repeat_last(struct oe *oe, struct err *err)
{
    struct arena *fresh = arena_new();
    struct order *order = NULL;
    const char *left_out = "";

    if (!oe_edited(oe, order_repeat_last(oe->s.desk, &oe->at, fresh, &order, &left_out, err), fresh,
                   &order, err))
        return false;
    if (left_out[0] != '\0')
        oe->warning = left_out;
    return true;
}

/* The input says what the line should be; what was not typed stays as it is on the line. */
bool oe_put_line(struct oe *oe, int line_no, const struct line_input *in, struct err *err)
{
    struct arena *fresh = arena_new();
    struct order *order = NULL;

    return oe_edited(oe, order_put_line(oe->s.desk, &oe->at, line_no, in, fresh, &order, err),
                     fresh, &order, err);
}

static bool lines_commit(void *ctx, struct grid *g, int64_t row_id, struct err *err)
{
    struct oe *oe = oe_of(ctx);

    if (row_id == 0 && strcmp(grid_text(g, OE_ENTRY_ITEM), "..") == 0) {
        if (!repeat_last(oe, err))
            return false;
    } else {
        if (!oe_put_line(oe, (int)row_id, &oe->input, err) ||
            !oe_warn_if_short(oe, (int)row_id, err))
            return false;
    }
    forget_entry(oe);
    return oe_lines_show(oe, err);
}

/* The line will go; its words are needed longer. */
static struct line_input keep_input(const struct order_line *line, struct arena *arena)
{
    struct line_input in = oe_input_of(line);

    if (in.unit != NULL)
        in.unit = arena_strdup(arena, in.unit);
    if (in.comment != NULL)
        in.comment = arena_strdup(arena, in.comment);
    return in;
}

static bool lines_remove(void *ctx, struct grid *g, int64_t row_id, struct err *err)
{
    struct oe *oe = oe_of(ctx);
    const struct order_line *line = oe_line(oe, row_id);
    struct arena *fresh = arena_new(), *kept = arena_new();
    struct line_input was = line != NULL ? keep_input(line, kept) : (struct line_input){ 0 };
    struct order *order = NULL;

    oe->warning = "";
    oe->short_line = 0;
    if (!oe_edited(oe, order_cut_line(oe->s.desk, &oe->at, (int)row_id, fresh, &order, err), fresh,
                   &order, err)) {
        arena_free(kept);
        return false;
    }
    arena_free(oe->removed_arena);
    oe->removed_arena = kept;
    oe->removed = was;
    app_say(oe->s.app, _("Line %d is out. ^Z puts it back."), (int)row_id);
    if (!oe_lines_show(oe, err))
        return false;
    /* What is typed next is a new line, and not the quantity of another one. */
    grid_go(g, 0);
    return true;
}

static const struct grid_ops lines_ops = {
    .find = find_item,
    .entered = lines_entered,
    .commit = lines_commit,
    .remove = lines_remove,
};

/* The same table for line numbers of three digits and of four. */
#define OE_ALL_COLUMNS(number_cols)                                                                \
    {                                                                                              \
        [OE_LN] = { N_("Ln"), number_cols, 0, 0, true, false },                                    \
        [OE_ITEM] = { N_("Item"), 15, 10, 0, false, false },                                       \
        [OE_DESC] = { N_("Description"), 21, 8, 0, false, true },                                  \
        [OE_QTY] = { N_("Qty"), 7, 5, 0, true, false },                                            \
        [OE_UOM] = { N_("UM"), 3, 0, 2, false, false },                                            \
        [OE_FREE] = { N_("Free"), 8, 6, 0, true, false },                                          \
        [OE_PRICE] = { N_("Price"), 13, 10, 0, true, false },                                      \
        [OE_AMOUNT] = { N_("Amount"), 11, 9, 0, true, false },                                     \
    }
static const struct list_column oe_columns[OE_COLUMNS + 1] = OE_ALL_COLUMNS(3);
static const struct list_column oe_wide_columns[OE_COLUMNS + 1] = OE_ALL_COLUMNS(4);
#define OE_NARROW_LINES 999

void oe_lines_init(struct oe *oe)
{
    static const int entries[] = { OE_ITEM, OE_QTY, -1 };

    oe->entry_arena = arena_new();
    grid_init(&oe->grid, oe->s.app, oe_columns, entries, &lines_ops, oe);
}

static bool line_cells(struct oe *oe, int index, const char **cells, struct err *err)
{
    struct desk *desk = oe->s.desk;
    const struct order_line *l = &oe->order->lines[index];
    struct arena *a = oe->arena;
    struct qty free = { 0 };
    bool is_known;

    cells[OE_LN] = arena_printf(a, "%d", l->line_no);
    cells[OE_ITEM] = l->sku;
    cells[OE_DESC] = order_line_words(desk, l, a);
    if (l->kind == LINE_COMMENT)
        return true;
    cells[OE_QTY] = text_qty(desk, a, l->ordered);
    cells[OE_UOM] = l->uom;
    cells[OE_PRICE] = order_line_price(desk, a, l, oe->order->currency);
    cells[OE_AMOUNT] = text_money(desk, a, l->net_minor, oe->order->currency);
    if (!line_has_stock(l))
        return true;
    if (!oe_free_for_line(oe, index, &free, &is_known, err))
        return false;
    if (is_known)
        cells[OE_FREE] = arena_printf(a, "%s%s", text_qty(desk, a, free),
                                      oe_is_short(oe, index) ? "!" : "");
    return true;
}

bool oe_lines_show(struct oe *oe, struct err *err)
{
    int n = oe->order != NULL ? oe->order->line_count : 0;

    if (!oe_frees_load(oe, err))
        return false;
    oe->grid.columns = n > OE_NARROW_LINES ? oe_wide_columns : oe_columns;
    oe->rows = arena_array(oe->arena, n > 0 ? n : 1, struct list_row);
    for (int i = 0; i < n; i++) {
        const char **cells = arena_array(oe->arena, OE_COLUMNS, const char *);

        if (!line_cells(oe, i, cells, err))
            return false;
        oe->rows[i].id = oe->order->lines[i].line_no;
        oe->rows[i].cells = cells;
    }
    grid_set_rows(&oe->grid, oe->rows, n);
    if (oe->rows_arena != oe->arena)
        arena_free(oe->rows_arena);
    oe->rows_arena = oe->arena;
    return true;
}
