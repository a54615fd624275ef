/*
 * The change of a placed order, the lines: what each was and will be, with price and stock; the
 * entry of order entry.
 */
#include "tui/change_screen.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/desk/money_text.h"
#include "domain/insight/search.h"
#include "domain/order/entry.h"
#include "domain/order/order_rules.h"
#include "tui/order_page.h"

static const struct order_line *line_of(const struct order *o, int64_t line_no)
{
    for (int i = 0; i < o->line_count; i++)
        if (o->lines[i].line_no == line_no)
            return &o->lines[i];
    return NULL;
}

/* --- entry ------------------------------------------------------------------------------------ */

static bool find_item(void *ctx, const char *text, struct arena *arena, struct lookup_rows *out,
                      struct err *err)
{
    struct ch *ch = ch_of(ctx);
    struct item_rows rows;

    if (text[0] == '\0' || text[0] == '.' || text[0] == ';' || strpbrk(text, "*@") != NULL)
        return true;
    if (!lookup_items(ch->s.desk, text, LOOKUP_ROWS + 1, arena, &rows, err))
        return false;
    out->is_more = rows.n > LOOKUP_ROWS;
    for (int i = 0; i < rows.n && i < LOOKUP_ROWS; i++) {
        struct lookup_row *to = vec_push(arena, out);

        to->id = rows.v[i].id.v;
        to->value = rows.v[i].sku;
        to->detail = rows.v[i].description;
        to->note = arena_printf(arena, _("%s free"), text_qty(ch->s.desk, arena, rows.v[i].free));
    }
    return true;
}

void ch_forget_entry(struct ch *ch)
{
    ch->typed = (struct change_line){ 0 };
    arena_reset(ch->entry_arena);
}

/* A whole line, or what follows the item of one; what is not said stays as it was typed before. */
static bool take_text(struct ch *ch, const char *text, bool *has_more, struct err *err)
{
    struct entry_form form = entry_form_of(ch->s.desk, ch->order, app_form(ch->s.app));
    struct line_input in, *to = &ch->typed.in;
    struct entry e;

    if (!entry_parse(text, &form, ch->entry_arena, &e, err) ||
        !entry_resolve(ch->s.desk, &e, &form, ch->entry_arena, &in, NULL, err))
        return false;
    if (!e.has_qty)
        in.qty = to->qty;
    in.has_price = in.has_price || to->has_price;
    in.price = e.has_price ? in.price : to->price;
    in.has_disc = in.has_disc || to->has_disc;
    in.disc = e.has_disc ? in.disc : to->disc;
    line_input_merge_ways(to, &in);
    in.has_over = to->has_over;
    in.has_under = to->has_under;
    in.has_whole = to->has_whole;
    in.tolerance = to->tolerance;
    in.is_whole = to->is_whole;
    *to = in;
    ch->typed.has_qty = ch->typed.has_qty || e.has_qty;
    *has_more = e.comment != NULL || strlen(e.code.text) < strlen(text);
    return true;
}

static bool entered_item(struct ch *ch, struct grid *g, int64_t row_id, enum grid_next *next,
                         struct err *err)
{
    const struct order_line *l = line_of(ch->order, row_id);
    const char *text = grid_text(g, CH_ENTRY_ITEM);
    bool has_more = false;
    struct item *item = NULL;

    ch_forget_entry(ch);
    if (l != NULL) {
        if (strcmp(text, l->sku) == 0)
            return true;
        return err_field(err, ERR_STATE, "item",
                         _("Line %d stays %s: cut it with ^D, and add the other item below."),
                         l->line_no, l->sku);
    }
    if (!take_text(ch, text, &has_more, err))
        return false;
    if (has_more) {
        *next = GRID_COMMIT;
        return true;
    }
    if (!item_load(ch->s.desk, ch->typed.in.item, ch->entry_arena, &item, err))
        return false;
    grid_set_text(g, CH_ENTRY_ITEM, item->sku);
    return true;
}

static bool entered_qty(struct ch *ch, struct grid *g, struct err *err)
{
    const char *text = grid_text(g, CH_ENTRY_QTY);
    bool has_more;

    if (text[0] == '\0')
        return true;
    return take_text(ch, arena_printf(ch->entry_arena, "%s %s", grid_text(g, CH_ENTRY_ITEM), text),
                     &has_more, err) ||
           err_at(err, "qty");
}

static bool lines_entered(void *ctx, struct grid *g, int64_t row_id, int entry,
                          enum grid_next *next, struct err *err)
{
    struct ch *ch = ch_of(ctx);

    return entry == CH_ENTRY_ITEM ? entered_item(ch, g, row_id, next, err)
                                  : entered_qty(ch, g, err);
}

/* Refuses what is wrong with this very line where it is typed; what is wrong elsewhere is shown. */
static bool try_line(struct ch *ch, int line_no, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct change_preview p;

    if (!change_preview(ch->s.desk, ch->change, tmp, &p, err))
        return false;
    if (p.refused_line != line_no)
        return true;
    return err_field(err, p.code, p.field, "%s", p.refusal);
}

static bool put_line(struct ch *ch, const struct change_line *line, struct err *err)
{
    int line_no = line->line_no;

    change_put_line(ch->change, ch->order, line, ch->s.data);
    if (line_no == 0)
        line_no = ch->change->lines.v[ch->change->lines.n - 1].line_no;
    if (!try_line(ch, line_no, err) || !ch_save(ch, err)) {
        struct err second = ERR_INIT;

        (void)!screen_refresh(&ch->s, &second); /* as it is stored */
        return false;
    }
    return true;
}

static bool lines_commit(void *ctx, struct grid *g, int64_t row_id, struct err *err)
{
    struct ch *ch = ch_of(ctx);
    struct change_line line = ch->typed;

    (void)g;
    line.line_no = (int)row_id;
    if (row_id == 0 && !line.has_qty && line.in.comment == NULL)
        line.in.qty.milli = QTY_PER_UNIT;
    if (row_id != 0 && line.in.item.v == 0) /* nothing was typed */
        return true;
    if (!put_line(ch, &line, err))
        return false;
    ch_forget_entry(ch);
    return true;
}

static bool lines_remove(void *ctx, struct grid *g, int64_t row_id, struct err *err)
{
    struct ch *ch = ch_of(ctx);
    const struct change_line *c = change_line_at(ch->change, (int)row_id);
    struct change_line line = { .line_no = (int)row_id, .is_cut = true };

    if (c != NULL && c->is_new) {
        change_forget_line(ch->change, (int)row_id);
        if (!ch_save(ch, err))
            return false;
    } else if (!put_line(ch, &line, err)) {
        return false;
    } else {
        app_say(ch->s.app, _("Line %d is cut. ^Z takes that back."), (int)row_id);
    }
    grid_go(g, c != NULL && c->is_new ? 0 : row_id);
    return true;
}

static const struct grid_ops lines_ops = {
    .find = find_item,
    .entered = lines_entered,
    .commit = lines_commit,
    .remove = lines_remove,
};

static const struct list_column ch_columns[CH_COLUMNS + 1] = {
    [CH_LN] = { N_("Ln"), 3, 0, 0, true, false },
    [CH_ITEM] = { N_("Item"), 15, 10, 0, false, false },
    [CH_DESC] = { N_("Description"), 14, 4, 0, false, true },
    [CH_WAS] = { N_("Was"), 6, 4, 0, true, false },
    [CH_QTY] = { N_("Qty"), 7, 5, 0, true, false },
    [CH_UOM] = { N_("UM"), 3, 0, 2, false, false },
    [CH_PRICE] = { N_("Price"), 11, 8, 0, true, false },
    [CH_AMOUNT] = { N_("Amount"), 10, 8, 0, true, false },
    [CH_STOCK] = { N_("Stock"), 10, 8, 0, false, false },
};

void ch_lines_init(struct ch *ch)
{
    static const int entries[] = { CH_ITEM, CH_QTY, -1 };

    ch->entry_arena = arena_new();
    grid_init(&ch->grid, ch->s.app, ch_columns, entries, &lines_ops, ch);
}

/* --- rows ------------------------------------------------------------------------------------- */

/* "6 ok", "2 short", "-4 free": what becomes of the stock of a line. */
static const char *stock_words(struct ch *ch, const struct order_line *l,
                               const struct order_line *old)
{
    struct desk *desk = ch->s.desk;
    struct arena *a = ch->s.data;
    struct qty freed = { (old != NULL ? old->allocated.milli : 0) - l->allocated.milli };

    if (!line_has_stock(l) || ch->order->status != ORDER_CONFIRMED)
        return "";
    if (line_backordered(l).milli > 0)
        return arena_printf(a, _("%s short!"), text_qty(desk, a, line_backordered(l)));
    if (freed.milli > 0)
        return arena_printf(a, _("%s freed"), text_qty(desk, a, freed));
    return freed.milli < 0 ? arena_printf(a, _("%s ok"), text_qty(desk, a, l->allocated)) : "";
}

/* What the line was, where it is to change. */
static const char *was_words(struct ch *ch, const struct order_line *old,
                             const struct change_line *c)
{
    if (c == NULL)
        return "";
    if (old == NULL)
        return _("new");
    return text_qty(ch->s.desk, ch->s.data, line_billed(old));
}

static void fill_cells(struct ch *ch, const struct order_line *l, const char **cells)
{
    const struct change_line *c = change_line_at(ch->change, l->line_no);
    const struct order_line *old = line_of(ch->order, l->line_no);
    struct desk *desk = ch->s.desk;
    struct arena *a = ch->s.data;
    struct qty qty = line_billed(l);
    bool is_refused = ch->preview.refusal[0] != '\0';

    if (c != NULL && is_refused && c->has_qty)
        qty.milli = c->in.qty.milli - l->canceled.milli;
    if (c != NULL && c->is_cut)
        qty.milli = l->shipped.milli + l->picked.milli;
    cells[CH_LN] = arena_printf(a, "%d", l->line_no);
    cells[CH_ITEM] = l->sku;
    cells[CH_DESC] = l->description;
    if (l->kind == LINE_COMMENT) { /* words have no quantity and no money */
        cells[CH_WAS] = c != NULL && old == NULL ? _("new") : "";
        return;
    }
    cells[CH_WAS] = was_words(ch, old, c);
    cells[CH_QTY] = text_qty(desk, a, qty);
    cells[CH_UOM] = l->uom;
    cells[CH_PRICE] = order_line_price(desk, a, l, ch->order->currency);
    cells[CH_AMOUNT] =
        is_refused && c != NULL ? "?" : text_money(desk, a, l->net_minor, ch->order->currency);
    cells[CH_STOCK] = is_refused ? "" : stock_words(ch, l, old);
}

/* A new line that could not be previewed: what was typed of it. */
static bool fill_typed(struct ch *ch, const struct change_line *c, const char **cells,
                       struct err *err)
{
    struct arena *a = ch->s.data;
    struct item *item = NULL;

    cells[CH_LN] = arena_printf(a, "%d", c->line_no);
    if (c->in.comment != NULL) {
        cells[CH_DESC] = c->in.comment;
        return true;
    }
    if (c->in.item.v != 0 && !item_load(ch->s.desk, c->in.item, a, &item, err))
        return false;
    cells[CH_ITEM] = item != NULL ? item->sku : c->sku;
    cells[CH_DESC] = item != NULL ? item->description : c->description;
    cells[CH_WAS] = _("new");
    cells[CH_QTY] = text_qty(ch->s.desk, a, c->in.qty);
    cells[CH_AMOUNT] = "?";
    return true;
}

bool ch_lines_show(struct ch *ch, struct err *err)
{
    const struct order *o = ch->preview.after;
    int max = o->line_count + ch->change->lines.n, n = o->line_count;
    struct list_row *rows = arena_array(ch->s.data, max > 0 ? max : 1, struct list_row);

    for (int i = 0; i < max; i++)
        rows[i].cells = arena_array(ch->s.data, CH_COLUMNS, const char *);
    for (int i = 0; i < o->line_count; i++) {
        fill_cells(ch, &o->lines[i], (const char **)rows[i].cells);
        rows[i].id = o->lines[i].line_no;
        if (change_line_at(ch->change, o->lines[i].line_no) != NULL)
            rows[i].style = STYLE_STRONG;
    }
    for (int i = 0; i < ch->change->lines.n; i++) {
        const struct change_line *c = &ch->change->lines.v[i];

        if (!c->is_new || line_of(o, c->line_no) != NULL)
            continue;
        if (!fill_typed(ch, c, (const char **)rows[n].cells, err))
            return false;
        rows[n].style = STYLE_WARN;
        rows[n++].id = c->line_no;
    }
    grid_set_rows(&ch->grid, rows, n);
    return true;
}
