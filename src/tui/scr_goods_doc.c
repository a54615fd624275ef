/*
 * One receipt, count or transfer: a scan is one (or a pack) more of the item, "ITEM 12" twelve
 * more; F4 says how many it is. F10 books it, or does what else can be done with it. A count is
 * blind: the books are shown when it is posted.
 */
#include "tui/goods_doc.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/flow/arrival.h"
#include "domain/flow/backorder.h"
#include "domain/order/order.h"
#include "tui/app.h"
#include "tui/dialog.h"

#define HEAD_ROWS 2

static struct gd *gd_self(struct screen *s)
{
    return (struct gd *)s;
}

static const struct list_column columns[] = {
    { N_("Bin"), 9, 6, 1, false, false },
    { N_("Item"), 16, 10, 0, false, false },
    { N_("Description"), 26, 8, 0, false, true },
    { N_("Qty"), 9, 7, 0, true, false },
    { N_("UM"), 4, 3, 2, false, false },
    { "", 12, 10, 0, true, false },
    { "", 10, 8, 1, true, false },
    { 0 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };

/* What stands behind the quantity: damaged, difference, or what arrived and what was lost. */
static void put_result(struct gd *gd, const struct stock_doc_line *l, const char **cells)
{
    struct arena *a = gd->s.data;
    struct qty difference = { l->qty.milli - l->base.milli };

    cells[5] = cells[6] = "";
    switch (gd->doc->kind) {
    case DOC_RECEIPT:
        if (l->aside.milli > 0)
            cells[5] = arena_printf(a, _("%s damaged"), text_qty(gd->s.desk, a, l->aside));
        break;
    case DOC_COUNT:
        if (gd->doc->status == DOC_DONE)
            cells[5] = arena_printf(a, "%s%s", difference.milli > 0 ? "+" : "",
                                    text_qty(gd->s.desk, a, difference));
        else if (!l->is_counted)
            cells[5] = _("to count");
        break;
    case DOC_TRANSFER:
        if (l->done.milli > 0)
            cells[5] = arena_printf(
                a, _("%s came"),
                text_qty(gd->s.desk, a, (struct qty){ l->done.milli - l->lost.milli }));
        if (l->for_order[0] != '\0' && l->done.milli == 0)
            cells[5] = arena_printf(a, _("for %s"), l->for_order);
        if (l->lost.milli > 0)
            cells[6] = arena_printf(a, _("%s lost"), text_qty(gd->s.desk, a, l->lost));
        break;
    }
}

static void put_row(struct gd *gd, const struct stock_doc_line *l, struct list_row *row)
{
    struct arena *a = gd->s.data;
    const char **cells = arena_array(a, COLUMNS, const char *);
    bool is_waiting = gd->doc->kind == DOC_COUNT && !l->is_counted;

    cells[0] = l->bin[0] ? l->bin : l->home;
    cells[1] = l->sku;
    cells[2] = l->description;
    cells[3] = is_waiting ? "" : text_qty(gd->s.desk, a, l->qty);
    cells[4] = l->uom;
    put_result(gd, l, cells);
    row->id = l->item.v;
    row->cells = cells;
    row->style = is_waiting ? STYLE_WARN : STYLE_TEXT;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct gd *gd = gd_self(s);
    struct stock_doc *now;
    struct list_row *rows;

    if (!stock_doc_load(s->desk, gd->id, s->data, &now, err))
        return false;
    gd->doc = now;
    rows = arena_array(s->data, now->line_count + 1, struct list_row);
    for (int i = 0; i < now->line_count; i++)
        put_row(gd, &now->lines[i], &rows[i]);
    list_set_rows(&gd->list, rows, now->line_count);
    s->title = arena_printf(s->data, "%s %s", stock_doc_kind_words(now->kind), now->number);
    s->hint = now->status == DOC_OPEN
                  ? _("Scan, or type an item and how many more. F4 sets the quantity, F10 books.")
                  : _("F10 shows what can be done with it.");
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct gd *gd = gd_self(s);

    (void)err;
    gd->id = *(const int64_t *)arg;
    list_init(&gd->list, s->app, columns, NULL, NULL);
    gd->list.empty = _("No lines yet.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct gd *gd = (const struct gd *)s;
    OD_ARENA *tmp = arena_new();
    struct canvas body = canvas_view(c, HEAD_ROWS, 0, -1, -1);
    int col;

    canvas_printf(c, 0, 1, STYLE_TEXT, "%s%s%s   %s%s%s   %s", gd->doc->site_code,
                  gd->doc->to_code[0] ? " > " : "", gd->doc->to_code,
                  stock_doc_status_words(gd->doc->status),
                  date_is_set(gd->doc->due) ? _(", due ") : "",
                  date_is_set(gd->doc->due) ? text_date(s->desk, tmp, gd->doc->due) : "",
                  gd->doc->ref);
    if (gd->doc->status == DOC_OPEN) {
        col = canvas_text(c, 1, 1, -1, STYLE_HEAD, _("Item:")) + 2;
        list_draw(&gd->list, &body, false);
        field_draw(&gd->bar, c, 1, col, c->cols - col - 1, STYLE_FOCUS, true);
    } else {
        list_draw(&gd->list, &body, true);
    }
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&gd_self(s)->list, rows - HEAD_ROWS);
}

const struct stock_doc_line *goods_doc_selected(const struct gd *gd)
{
    int64_t id = list_selected(&gd->list);

    for (int i = 0; i < gd->doc->line_count; i++)
        if (gd->doc->lines[i].item.v == id)
            return &gd->doc->lines[i];
    return NULL;
}

/* --- lines ------------------------------------------------------------------------------------ */

static bool find_item(struct screen *s, const char *code, struct arena *arena, struct item **out,
                      struct err *err)
{
    struct scan scan;

    scan_read(code, arena, &scan);
    if (!item_find(s->desk, scan.code, (struct channel_id){ 0 }, arena, out, err))
        return false;
    return *out != NULL ||
           err_field(err, ERR_NOT_FOUND, "item", _("No item has the code %.40s."), code);
}

/* "CODE" or "CODE QTY": so many more. */
static bool take_bar(struct screen *s, struct err *err)
{
    struct gd *gd = gd_self(s);
    OD_ARENA *tmp = arena_new(); /* what is said at the end outlives the refresh */
    char *code = arena_strdup(tmp, gd->bar.text);
    char *qty = strrchr(code, ' ');
    struct stock_doc_put put = { .is_more = true };
    struct item *item;

    if (qty != NULL)
        *qty++ = '\0';
    if (!find_item(s, code, tmp, &item, err))
        return false;
    put.item = item->id;
    put.qty = item->scan_pack.milli > 0 ? item->scan_pack : (struct qty){ QTY_PER_UNIT };
    if (qty != NULL && !qty_parse(qty, item->qty_decimals, app_form(s->app), &put.qty, err))
        return err_at(err, "qty");
    if (!stock_doc_put_line(s->desk, gd->id, &put, err))
        return false;
    field_clear(&gd->bar);
    if (!screen_refresh(s, err))
        return false;
    (void)list_select(&gd->list, put.item.v);
    app_say(s->app, _("%s more of %s."), text_qty(s->desk, tmp, put.qty), item->sku);
    return true;
}

static bool is_open(const struct screen *s, struct err *why)
{
    const struct gd *gd = (const struct gd *)s;

    if (gd->doc->status != DOC_OPEN)
        return err_set(why, ERR_STATE, _("%s is %s; its lines stay as they are."), gd->doc->number,
                       stock_doc_status_words(gd->doc->status));
    return goods_doc_selected(gd) != NULL || err_set(why, ERR_STATE, _("Nothing is selected."));
}

static bool is_receipt(const struct screen *s, struct err *why)
{
    return is_open(s, why) && (((const struct gd *)s)->doc->kind == DOC_RECEIPT ||
                               err_set(why, ERR_STATE, _("Only of a receipt.")));
}

static bool put(struct screen *s, const struct stock_doc_put *in, struct err *err)
{
    return stock_doc_put_line(s->desk, gd_self(s)->id, in, err) && screen_refresh(s, err);
}

static bool qty_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct stock_doc_line *l = goods_doc_selected(gd_self(s));
    struct stock_doc_put in = { .item = { r->tag } };

    return qty_parse(r->text, l != NULL ? l->qty_decimals : 0, app_form(s->app), &in.qty, err) &&
           put(s, &in, err);
}

static bool run_qty(struct screen *s, struct err *err)
{
    const struct stock_doc_line *l = goods_doc_selected(gd_self(s));
    struct dialog dialog = { .title = l->sku,
                             .text = l->description,
                             .label = _("Quantity"),
                             .needs_text = true,
                             .tag = l->item.v };

    (void)err;
    dialog_ask(s, &dialog, qty_given);
    return true;
}

static bool damaged_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct stock_doc_line *l = goods_doc_selected(gd_self(s));
    struct qty aside;
    /* None more: how many came stays what others scanned meanwhile. */
    const struct stock_doc_put in = { .item = { r->tag }, .aside = &aside, .is_more = true };

    return qty_parse(r->text, l != NULL ? l->qty_decimals : 0, app_form(s->app), &aside, err) &&
           put(s, &in, err);
}

static bool run_damaged(struct screen *s, struct err *err)
{
    const struct stock_doc_line *l = goods_doc_selected(gd_self(s));
    struct dialog dialog = { .title = l->sku,
                             .label = _("How many of these are damaged?"),
                             .needs_text = true,
                             .tag = l->item.v };

    (void)err;
    dialog_ask(s, &dialog, damaged_given);
    return true;
}

static bool bin_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct stock_doc_put in = { .item = { r->tag }, .bin = r->text, .is_more = true };

    return put(s, &in, err);
}

static bool run_bin(struct screen *s, struct err *err)
{
    const struct stock_doc_line *l = goods_doc_selected(gd_self(s));
    struct dialog dialog = { .title = l->sku,
                             .label = _("Where was it put?"),
                             .preset = l->bin[0] ? l->bin : l->home,
                             .tag = l->item.v };

    (void)err;
    dialog_ask(s, &dialog, bin_given);
    return true;
}

/* "ORDER LINE"; the order alone is its first line. */
static bool for_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    char *number = arena_strdup(s->data, r->text), *line_no = strchr(number, ' ');
    struct line_id line = { 0 };
    const struct stock_doc_put in = { .item = { r->tag }, .is_more = true, .for_line = &line };
    int n = 1;
    struct order_id order;

    if (line_no != NULL)
        n = (int)strtol(line_no + 1, NULL, 10);
    if (line_no != NULL)
        *line_no = '\0';
    if (number[0] == '\0')
        return put(s, &in, err);
    return order_find(s->desk, number, &order, err) &&
           backorder_line(s->desk, order, n, &line, err) && put(s, &in, err);
}

static bool run_for(struct screen *s, struct err *err)
{
    const struct stock_doc_line *l = goods_doc_selected(gd_self(s));
    struct dialog dialog = { .title = l->sku,
                             .text = _("What comes is promised to that line of the order first. "
                                       "Empty: to nobody."),
                             .label = _("Order and line"),
                             .tag = l->item.v };

    (void)err;
    if (l->for_order[0] != '\0')
        dialog.preset = arena_printf(s->data, "%s %d", l->for_order, l->for_line_no);
    dialog_ask(s, &dialog, for_given);
    return true;
}

/* Items by their codes, parted by blanks; all of them are known before the first is put. */
static bool ask_items(struct screen *s, char *text, struct err *err)
{
    struct item *items[LIMIT_ORDER_LINES];
    OD_ARENA *tmp = arena_new();
    int n = 0;

    for (char *code = strsep(&text, " "); code != NULL; code = strsep(&text, " ")) {
        if (code[0] == '\0')
            continue;
        if (n == LIMIT_ORDER_LINES)
            return err_set(err, ERR_LIMIT, _("These are too many items for one count."));
        if (!find_item(s, code, tmp, &items[n++], err))
            return false;
    }
    for (int i = 0; i < n; i++) {
        const struct stock_doc_put in = { .item = items[i]->id, .is_asked = true };

        if (!stock_doc_put_line(s->desk, gd_self(s)->id, &in, err))
            return false;
    }
    return true;
}

static bool places_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct gd *gd = gd_self(s);
    char *from = arena_strdup(s->data, r->text), *to = strstr(from, "..");
    int added;
    bool is_ok;

    if (to != NULL) {
        *to = '\0';
        is_ok = stock_doc_add_bins(s->desk, gd->id, from, to + 2, &added, err);
    } else if (strcmp(from, "*") == 0) {
        is_ok = stock_doc_add_bins(s->desk, gd->id, "", "", &added, err);
    } else {
        is_ok = ask_items(s, from, err);
    }
    return is_ok && screen_refresh(s, err);
}

static bool run_places(struct screen *s, struct err *err)
{
    const struct dialog dialog = {
        .title = gd_self(s)->doc->number,
        .text = _("Places from A-01 to A-99: A-01..A-99. Everything: *. Else items, parted by "
                  "blanks. Each becomes a line to count."),
        .label = _("What is to be counted?"),
        .needs_text = true,
    };

    (void)err;
    dialog_ask(s, &dialog, places_given);
    return true;
}

/* A count that has no line yet is asked for what is to be counted. */
static bool may_place(const struct screen *s, struct err *why)
{
    const struct gd *gd = (const struct gd *)s;

    return (gd->doc->kind == DOC_COUNT && gd->doc->status == DOC_OPEN) || is_open(s, why);
}

static bool run_place(struct screen *s, struct err *err)
{
    switch (gd_self(s)->doc->kind) {
    case DOC_RECEIPT:
        return run_bin(s, err);
    case DOC_COUNT:
        return run_places(s, err);
    case DOC_TRANSFER:
        return run_for(s, err);
    }
    return true;
}

static bool run_cut(struct screen *s, struct err *err)
{
    struct gd *gd = gd_self(s);

    return stock_doc_cut_line(s->desk, gd->id, goods_doc_selected(gd)->item, err) &&
           screen_refresh(s, err);
}

/* --- keys ------------------------------------------------------------------------------------- */

static bool entered(struct gd *gd, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *code;

    if (gd->bar.text[0] != '.')
        return take_bar(&gd->s, err);
    code = arena_strdup(tmp, gd->bar.text);
    field_clear(&gd->bar);
    return app_run_code(gd->s.app, code, err);
}

static bool key(struct screen *s, struct key k)
{
    struct gd *gd = gd_self(s);
    struct err err = ERR_INIT;

    if (gd->doc->status != DOC_OPEN)
        return list_key(&gd->list, k);
    if ((key_is(k, K_ENTER) || key_is(k, K_TAB)) && !field_is_empty(&gd->bar)) {
        if (!entered(gd, &err)) {
            app_error(s->app, &err); /* the scans behind it stand for themselves */
            app_bell_twice(s->app);
            field_focus(&gd->bar); /* another scan takes its place, a mended one does not */
        }
        return true;
    }
    /* A blank marks in the list, but parts item and number once something is typed. */
    if (!field_is_empty(&gd->bar) && field_key(&gd->bar, k) != FIELD_UNUSED)
        return true;
    if (list_key(&gd->list, k))
        return true;
    return field_key(&gd->bar, k) != FIELD_UNUSED;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Scan what is there: each scan is one more, of a pack barcode a pack. An item and a "
             "number behind it is so many more. Every line is saved at once; F10 books all of it.");
}

static void close_screen(struct screen *s)
{
    list_close(&gd_self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &gd_self(s)->list;
}

static const struct command commands[] = {
    { "goods_doc.qty", "F4 C-t", N_("Quantity"), N_("How many of this item it is."), is_open,
      run_qty },
    { "goods_doc.damaged", "F6 C-n", N_("Damaged"), N_("How many of this line came damaged."),
      is_receipt, run_damaged },
    { "goods_doc.bin", "F7 M-b", N_("Place"),
      N_("Where the goods of this line were put; of a count which places or items to count; "
         "of a transfer which line of an order gets it first."),
      may_place, run_place },
    { "goods_doc.cut", "F8 M-x", N_("Take off"), N_("Take this line off."), is_open, run_cut },
    { "goods_doc.due", "M-d", N_("Day"), N_("When it should be there; who waits is promised anew."),
      NULL, goods_doc_run_due },
    { "goods_doc.do", "F10 C-o", N_("Book"), N_("Book it, or what else can be done with it."), NULL,
      goods_doc_run_book },
    { 0 },
};

const struct screen_ops scr_goods_doc = {
    .name = "goods_doc",
    .code = "",
    .title = N_("Goods"),
    .size = sizeof(struct gd),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .draw_small = goods_doc_draw_small,
    .key = key,
    .resize = resize,
    .help = help,
    .list = shown_list,
    .close = close_screen,
};
