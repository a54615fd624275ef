/*
 * PR, an item: stock at each site, prices, and the ledger of its stock.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/catalog/pricing.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/stock/stock.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/list.h"
#include "tui/screens.h"
#include "tui/tabs.h"

#define PR_HEAD_ROWS 4
#define PR_MOVEMENTS 200

enum pr_tab { PR_STOCK_TAB, PR_PRICES_TAB, PR_LEDGER_TAB };

static const char *const tab_names[] = { N_("1 Stock"), N_("2 Prices"), N_("3 Ledger"), NULL };

struct pr {
    struct screen s;
    struct item_id id;
    struct item *item; /* these five in s.data */
    struct stock_levels levels;
    struct price_rules rules;
    struct price_lists lists;
    struct stock_movements movements;
    struct list list;
    enum pr_tab tab;
    struct qty counted;       /* while its reason is asked for */
    char key[UUID_TEXT_SIZE]; /* of the receipt being typed: a second try takes in nothing */
};

static struct pr *pr_self(struct screen *s)
{
    return (struct pr *)s;
}

static const struct list_column stock_columns[] = {
    { N_("Site"), 10, 6, 0, false, true },      { N_("On hand"), 10, 8, 0, true, false },
    { N_("Allocated"), 10, 9, 0, true, false }, { N_("Held"), 8, 6, 2, true, false },
    { N_("Safety"), 8, 6, 3, true, false },     { N_("Free"), 10, 8, 0, true, false },
    { N_("Backord."), 9, 8, 1, true, false },   { N_("Reorder"), 8, 7, 4, true, false },
    { N_("Bin"), 10, 6, 2, false, false },      { 0 },
};
static const struct list_column price_columns[] = {
    { N_("List"), 12, 8, 0, false, false },
    { N_("Name"), 24, 10, 0, false, true },
    { N_("From"), 10, 6, 0, true, false },
    { N_("Price"), 12, 8, 0, true, false },
    { N_("Valid from"), 12, 10, 1, false, false },
    { N_("to"), 12, 10, 1, false, false },
    { 0 },
};
static const struct list_column ledger_columns[] = {
    { N_("When"), 14, 12, 0, false, false },  { N_("Who"), 12, 8, 1, false, false },
    { N_("Site"), 8, 6, 0, false, false },    { N_("What"), 14, 10, 0, false, true },
    { N_("Qty"), 10, 8, 0, true, false },     { N_("Order"), 9, 8, 0, false, false },
    { N_("Reason"), 16, 8, 2, false, false }, { 0 },
};

static void show_stock(struct pr *pr, struct list_row *rows)
{
    struct arena *a = pr->s.data;

    for (int i = 0; i < pr->levels.n; i++) {
        const struct stock_level *l = &pr->levels.v[i];
        const char **cells = arena_array(a, 9, const char *);
        const struct qty values[] = { l->on_hand, l->allocated,   l->held,   l->safety,
                                      l->free,    l->backordered, l->reorder };

        cells[0] = l->site_code;
        for (size_t v = 0; v < OD_LEN(values); v++)
            cells[1 + v] = text_qty(pr->s.desk, a, values[v]);
        cells[8] = l->bin;
        rows[i] = (struct list_row){ .id = l->site.v, .cells = cells };
        if (l->backordered.milli > 0 || l->on_hand.milli < l->reorder.milli)
            rows[i].style = STYLE_WARN;
    }
}

static const struct price_list *list_of(const struct pr *pr, struct price_list_id id)
{
    for (int i = 0; i < pr->lists.n; i++)
        if (pr->lists.v[i].id.v == id.v)
            return &pr->lists.v[i];
    return NULL;
}

/* "4.25", "10 % off" or "0.50 off". */
static const char *rule_value(const struct pr *pr, const struct price_rule *r, const char *currency)
{
    struct arena *a = pr->s.data;
    const char *price = text_price(pr->s.desk, a, r->price, currency);

    if (r->kind == PRICE_PERCENT)
        return arena_printf(a, _("%s %% off"), text_rate(pr->s.desk, a, r->percent));
    return r->kind == PRICE_AMOUNT ? arena_printf(a, _("%s off"), price) : price;
}

static void show_prices(struct pr *pr, struct list_row *rows)
{
    struct arena *a = pr->s.data;

    for (int i = 0; i < pr->rules.n; i++) {
        const struct price_rule *r = &pr->rules.v[i];
        const struct price_list *list = list_of(pr, r->list);
        const char **cells = arena_array(a, 6, const char *);

        cells[0] = list != NULL ? list->code : "";
        cells[1] = r->customer.v != 0 ? _("contract of one customer")
                   : r->group_id != 0 ? _("for a group of customers")
                   : list != NULL     ? list->name
                                      : "";
        cells[2] = text_qty(pr->s.desk, a, r->min_qty);
        cells[3] = rule_value(
            pr, r, list != NULL ? list->currency : desk_company(pr->s.desk)->currency);
        cells[4] = date_is_set(r->valid_from) ? text_date(pr->s.desk, a, r->valid_from) : "";
        cells[5] = date_is_set(r->valid_to) && r->valid_to.year < 9999
                       ? text_date(pr->s.desk, a, r->valid_to)
                       : "";
        rows[i] = (struct list_row){ .id = r->id, .cells = cells };
    }
}

static void show_ledger(struct pr *pr, struct list_row *rows)
{
    struct arena *a = pr->s.data;

    for (int i = 0; i < pr->movements.n; i++) {
        const struct stock_movement *m = &pr->movements.v[i];
        const char **cells = arena_array(a, 7, const char *);

        cells[0] = text_stamp(pr->s.desk, a, m->at);
        cells[1] = m->user;
        cells[2] = m->site_code;
        cells[3] = stock_move_words(m->kind);
        cells[4] =
            arena_printf(a, "%s%s", m->qty.milli > 0 ? "+" : "", text_qty(pr->s.desk, a, m->qty));
        cells[5] = m->order_number;
        cells[6] = m->reason;
        rows[i] = (struct list_row){ .id = m->id, .cells = cells };
    }
}

static void show_tab(struct pr *pr)
{
    int n = pr->tab == PR_STOCK_TAB    ? pr->levels.n
            : pr->tab == PR_PRICES_TAB ? pr->rules.n
                                       : pr->movements.n;
    struct list_row *rows = arena_array(pr->s.data, n > 0 ? n : 1, struct list_row);

    switch (pr->tab) {
    case PR_STOCK_TAB:
        show_stock(pr, rows);
        pr->list.columns = stock_columns;
        pr->list.empty = _("No site keeps stock.");
        break;
    case PR_PRICES_TAB:
        show_prices(pr, rows);
        pr->list.columns = price_columns;
        pr->list.empty = _("No price yet. F4 sets the base price.");
        break;
    case PR_LEDGER_TAB:
        show_ledger(pr, rows);
        pr->list.columns = ledger_columns;
        pr->list.empty = _("Nothing has moved yet.");
        break;
    }
    list_set_rows(&pr->list, rows, n);
}

static bool refresh(struct screen *s, struct err *err)
{
    struct pr *pr = pr_self(s);
    struct pr now = { .item = NULL };

    if (!item_load(s->desk, pr->id, s->data, &now.item, err) ||
        !price_rules_of_item(s->desk, pr->id, s->data, &now.rules, err) ||
        !price_lists_load(s->desk, s->data, &now.lists, err) ||
        !stock_movements_load(s->desk, pr->id, 0, PR_MOVEMENTS, s->data, &now.movements, err))
        return false;
    if ((now.item->kind == ITEM_STOCK || now.item->kind == ITEM_BUNDLE) &&
        !stock_levels_load(s->desk, pr->id, (struct order_id){ 0 }, s->data, &now.levels, err))
        return false;
    pr->item = now.item;
    pr->levels = now.levels;
    pr->rules = now.rules;
    pr->lists = now.lists;
    pr->movements = now.movements;
    s->title = arena_printf(s->data, "%s  %s", now.item->sku, now.item->description);
    show_tab(pr);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct pr *pr = pr_self(s);

    (void)err;
    pr->id = *(const struct item_id *)arg;
    list_init(&pr->list, s->app, stock_columns, NULL, NULL);
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct pr *pr = (const struct pr *)s;
    const struct item *it = pr->item;
    struct canvas body = canvas_view(c, PR_HEAD_ROWS, 0, -1, -1);
    OD_ARENA *tmp = arena_new();

    canvas_printf(c, 0, 1, STYLE_TEXT, _("%s   per %s   tax %s   %s%s"),
                  _(item_kind_name(it->kind)), it->uom, it->tax_class,
                  it->backorder == BACKORDER_DENY ? _("only what is there")
                                                  : _("may be sold short"),
                  it->is_active ? "" : _("   NOT IN SALE !"));
    canvas_printf(c, 1, 1, STYLE_TEXT, "%s%s%s", it->category, it->category[0] != '\0' ? "   " : "",
                  it->lead_days > 0 ? arena_printf(tmp, _("lead time %d days"), it->lead_days)
                                    : "");
    if (it->note[0] != '\0')
        canvas_printf(c, 2, 1, STYLE_WARN, "! %s", it->note);
    tabs_draw(c, 3, tab_names, (int)pr->tab);
    list_draw(&pr->list, &body, true);
}

static bool key(struct screen *s, struct key k)
{
    struct pr *pr = pr_self(s);
    int tab;

    if (list_key(&pr->list, k))
        return true;
    if (!tabs_key(k, tab_names, &tab))
        return false;
    pr->tab = (enum pr_tab)tab;
    show_tab(pr);
    return true;
}

/* --- commands ------------------------------------------------------------------------------------
 */

static bool has_stock(const struct screen *s, struct err *why)
{
    const struct pr *pr = (const struct pr *)s;

    if (pr->item != NULL && pr->item->kind == ITEM_STOCK && pr->tab == PR_STOCK_TAB)
        return true;
    return err_set(why, ERR_STATE, _("Go to a site in the stock list (1) first."));
}

static bool received(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);
    struct qty qty;

    if (!qty_parse(r->text, pr->item->qty_decimals, app_form(s->app), &qty, err) ||
        !stock_receive(s->desk, pr->id, (struct site_id){ r->tag }, qty, pr->key, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("Received."));
    return true;
}

static bool run_receive(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Receive stock"),
                             .text = _("How much came in at this site?"),
                             .label = _("Quantity"),
                             .needs_text = true,
                             .tag = list_selected(&pr_self(s)->list) };

    if (!desk_may(s->desk, "stock.receive", err))
        return false;
    uuid7(app_now(s->app), pr_self(s)->key);
    dialog_ask(s, &dialog, received);
    return true;
}

static bool reason_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);

    if (!stock_count(s->desk, pr->id, (struct site_id){ r->tag }, pr->counted,
                     (struct reason_id){ r->id }, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("Counted."));
    return true;
}

/* The number comes before the reason: reasons are chosen by digits, which must not take the
 * number's first one away. */
static bool counted(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Count stock"), .text = _("Why is it so?"), .tag = r->tag };

    if (!qty_parse(r->text, pr->item->qty_decimals, app_form(s->app), &pr->counted, err) ||
        !dialog_reasons(s, "stock", tmp, &dialog, err))
        return false;
    dialog_choose(s, &dialog, reason_chosen);
    return true;
}

static bool run_count(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Count stock"),
                             .text = _("What was counted at this site?"),
                             .label = _("Counted"),
                             .needs_text = true,
                             .tag = list_selected(&pr_self(s)->list) };

    if (!desk_may(s->desk, "stock.count", err))
        return false;
    dialog_ask(s, &dialog, counted);
    return true;
}

/* "5 20 A-12": safety stock, reorder point and, where it is said, the bin. */
static bool levels_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct pr *pr = pr_self(s);
    OD_ARENA *tmp = arena_new();
    const char *bin = r->text + strspn(r->text, " ");
    struct stock_setting in = { 0 };
    struct qty values[2];

    for (size_t i = 0; i < OD_LEN(values); i++) {
        size_t len = strcspn(bin, " ");

        if (len == 0)
            return err_set(err, ERR_INVALID,
                           _("Type the safety stock, a blank and the reorder point: 5 20."));
        if (!qty_parse(arena_strndup(tmp, bin, len), pr->item->qty_decimals, app_form(s->app),
                       &values[i], err))
            return false;
        bin += len + strspn(bin + len, " ");
    }
    in.safety = &values[0];
    in.reorder = &values[1];
    in.bin = bin[0] != '\0' ? bin : NULL;
    if (!stock_set(s->desk, pr->id, (struct site_id){ r->tag }, &in, err) ||
        !screen_refresh(s, err))
        return false;
    app_say(s->app, _("Saved."));
    return true;
}

static bool run_levels(struct screen *s, struct err *err)
{
    struct pr *pr = pr_self(s);
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Safety stock and reorder point"),
                             .text = _("Safety stock is not sold. Below the reorder point the site "
                                       "is marked. A bin may follow."),
                             .label = _("Safety, reorder, bin"),
                             .needs_text = true,
                             .tag = list_selected(&pr->list) };

    if (!desk_may(s->desk, "stock.set", err))
        return false;
    for (int i = 0; i < pr->levels.n; i++) {
        const struct stock_level *l = &pr->levels.v[i];

        if (l->site.v == dialog.tag)
            dialog.preset = arena_printf(tmp, "%s %s %s", text_qty(s->desk, tmp, l->safety),
                                         text_qty(s->desk, tmp, l->reorder), l->bin);
    }
    dialog_ask(s, &dialog, levels_typed);
    return true;
}

static bool run_edit(struct screen *s, struct err *err)
{
    struct record_arg arg = { .kind = "item", .id = pr_self(s)->id.v };

    return app_push(s->app, &scr_record, &arg, err);
}

/* Orders that have the item, newest first: who waits for it. */
static bool run_orders(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct browse_arg arg = { .browse = &browse_orders,
                              .text = arena_printf(tmp, "sku:%s", pr_self(s)->item->sku) };

    return app_push(s->app, &scr_browse, &arg, err);
}

static bool run_previous(struct screen *s, struct err *err)
{
    return app_step(s->app, -1, &pr_self(s)->id.v, err);
}

static bool run_next(struct screen *s, struct err *err)
{
    return app_step(s->app, 1, &pr_self(s)->id.v, err);
}

static const struct command item_commands[] = {
    { "item.edit", "F4 C-t e", N_("Edit"), N_("Change the item."), NULL, run_edit },
    { "item.receive", "F6 C-n r", N_("Receive"), N_("Goods came in at the site under the cursor."),
      has_stock, run_receive },
    { "item.count", "F10 C-o c", N_("Count"), N_("Set the stock of the site to what was counted."),
      has_stock, run_count },
    { "item.previous", "F7 [", N_("Prev"), N_("The item before it in the list."), NULL,
      run_previous },
    { "item.next", "F8 ]", N_("Next"), N_("The item after it in the list."), NULL, run_next },
    { "item.orders", "o M-o", N_("Orders"), N_("Orders that have this item, newest first."), NULL,
      run_orders },
    { "item.levels", "l M-l", N_("Levels"),
      N_("Set safety stock, reorder point and bin of the site under the cursor."), has_stock,
      run_levels },
    { 0 },
};

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&pr_self(s)->list, rows - PR_HEAD_ROWS);
}

static void close_screen(struct screen *s)
{
    list_close(&pr_self(s)->list);
}

const struct screen_ops scr_item = {
    .name = "item",
    .code = "PR",
    .title = N_("Item"),
    .size = sizeof(struct pr),
    .commands = item_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = resize,
    .close = close_screen,
};
