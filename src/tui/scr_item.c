/*
 * PR, an item: stock at each site, prices, and the ledger of its stock.
 */
#include "tui/item_page.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/record_price.h"
#include "tui/tabs.h"

#define PR_HEAD_ROWS 4
#define PR_MOVEMENTS 200

static const char *const tab_names[] = { N_("1 Stock"), N_("2 Prices"), N_("3 Ledger"),
                                         N_("4 Instead"), NULL };

static struct pr *pr_self(struct screen *s)
{
    return (struct pr *)s;
}

static const struct list_column stock_columns[] = {
    { N_("Site"), 10, 6, 0, false, true },      { N_("Note"), 5, 5, 0, false, false },
    { N_("On hand"), 10, 8, 0, true, false },
    { N_("Allocated"), 10, 9, 0, true, false }, { N_("Held"), 8, 6, 2, true, false },
    { N_("Safety"), 8, 6, 3, true, false },     { N_("Free"), 10, 8, 0, true, false },
    { N_("Backord."), 9, 8, 1, true, false },   { N_("Reorder"), 8, 7, 4, true, false },
    { N_("Bin"), 10, 6, 2, false, false },      { N_("Incoming"), 9, 8, 2, true, false },
    { N_("Comes"), 9, 7, 3, false, false },     { N_("Aside"), 8, 6, 5, true, false },
    { 0 },
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
static const struct list_column instead_columns[] = {
    { N_("Item"), 16, 10, 0, false, false },
    { N_("Description"), 40, 12, 0, false, true },
    { N_("Free"), 10, 8, 0, true, false },
    { N_("UM"), 4, 0, 2, false, false },
    { 0 },
};
static const struct list_column ledger_columns[] = {
    { N_("When"), 14, 12, 0, false, false },
    { N_("Who"), 12, 8, 1, false, false },
    { N_("Site"), 8, 6, 0, false, false },
    { N_("What"), 14, 10, 0, false, true },
    { N_("Qty"), 10, 8, 0, true, false },
    { N_("On hand"), 9, 7, 1, true, false },
    { N_("For"), 9, 8, 0, false, false },
    { N_("Reason"), 16, 8, 2, false, false },
    { 0 },
};

static void put_level(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct stock_level *l = &pr_self(s)->levels.v[at];
    const struct qty values[] = { l->on_hand, l->allocated,   l->held,   l->safety,
                                  l->free,    l->backordered, l->reorder };

    cells[0] = l->site_code;
    for (size_t v = 0; v < OD_LEN(values); v++)
        cells[2 + v] = text_qty(s->desk, s->data, values[v]);
    cells[1] = stock_level_words(l);
    cells[9] = l->bin;
    cells[10] = text_qty(s->desk, s->data, l->incoming);
    cells[11] = date_is_set(l->incoming_date) ? text_date(s->desk, s->data, l->incoming_date) : "";
    cells[12] = text_qty(s->desk, s->data, l->aside);
    row->id = l->site.v;
    if (l->backordered.milli > 0 || stock_is_low(l) || stock_is_gap(l))
        row->style = STYLE_WARN;
}

static void put_price(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct price_rule *r = &pr_self(s)->rules.v[at];
    const struct price_list *list = price_list_of(&pr_self(s)->lists, r->list);
    const char *currency = list != NULL ? list->currency : desk_company(s->desk)->currency;
    struct arena *a = s->data;

    cells[0] = list != NULL ? list->code : "";
    cells[1] = r->customer.v != 0 ? _("contract of one customer")
               : r->group_id != 0 ? _("for a group of customers")
               : list != NULL     ? list->name
                                  : "";
    cells[2] = text_qty(s->desk, a, r->min_qty);
    cells[3] = price_rule_value(s->desk, r, currency, a);
    cells[4] = date_is_set(r->valid_from) ? text_date(s->desk, a, r->valid_from) : "";
    cells[5] = date_is_set(r->valid_to) && r->valid_to.year < 9999
                   ? text_date(s->desk, a, r->valid_to)
                   : "";
    row->id = r->id;
}

/* What was on hand at a movement's site after it, and before it from then on: movements are put
 * from the newest. Promises (allocated, released) and what is set aside move nothing on the
 * shelf. */
static const char *balance_at(struct screen *s, const struct stock_movement *m)
{
    struct pr *pr = pr_self(s);

    for (int i = 0; i < pr->levels.n; i++) {
        struct qty now = { pr->balances[i] };

        if (pr->levels.v[i].site.v != m->site.v)
            continue;
        if (m->kind != STOCK_ALLOCATED && m->kind != STOCK_RELEASED && m->kind != STOCK_QUARANTINED)
            pr->balances[i] -= m->qty.milli;
        return text_qty(s->desk, s->data, now);
    }
    return ""; /* of a site that is closed */
}

static void put_movement(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct stock_movement *m = &pr_self(s)->movements.v[at];

    cells[0] = text_stamp(s->desk, s->data, m->at);
    cells[1] = m->user;
    cells[2] = m->site_code;
    cells[3] = stock_move_words(m->kind);
    cells[4] = arena_printf(s->data, "%s%s", m->qty.milli > 0 ? "+" : "",
                            text_qty(s->desk, s->data, m->qty));
    cells[5] = balance_at(s, m);
    cells[6] = m->doc_number[0] ? m->doc_number : m->order_number;
    cells[7] = m->reason;
    row->id = m->id;
}

static void show_ledger(struct screen *s)
{
    struct pr *pr = pr_self(s);

    pr->balances = arena_array(s->data, pr->levels.n + 1, int64_t);
    for (int i = 0; i < pr->levels.n; i++)
        pr->balances[i] = pr->levels.v[i].on_hand.milli;
    listing_show(s, pr->movements.n, put_movement);
}

static bool item_has_stock(const struct item *it)
{
    return it->kind == ITEM_STOCK || it->kind == ITEM_BUNDLE;
}

/* At all sites together, as whoever offers it wants to know. */
static struct qty free_of(const struct stock_levels *levels)
{
    struct qty sum = { 0 };

    for (int i = 0; i < levels->n; i++)
        sum.milli += levels->v[i].free.milli;
    return sum;
}

static void put_instead(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct pr *pr = pr_self(s);
    const struct item *it = pr->instead.v[at];

    cells[0] = it->sku;
    cells[1] = it->description;
    cells[2] =
        item_has_stock(it) ? text_qty(s->desk, s->data, free_of(&pr->instead_levels[at])) : "";
    cells[3] = it->uom;
    row->id = it->id.v;
}

static void show_tab(struct screen *s)
{
    struct pr *pr = pr_self(s);

    switch (pr->tab) {
    case PR_STOCK_TAB:
        pr->l.list.columns = stock_columns;
        pr->l.list.empty = _("No site keeps stock.");
        listing_show(s, pr->levels.n, put_level);
        break;
    case PR_PRICES_TAB:
        pr->l.list.columns = price_columns;
        pr->l.list.empty = _("No price yet. \"p\" makes one.");
        listing_show(s, pr->rules.n, put_price);
        break;
    case PR_LEDGER_TAB:
        pr->l.list.columns = ledger_columns;
        pr->l.list.empty = _("Nothing has moved yet.");
        show_ledger(s);
        break;
    case PR_INSTEAD_TAB:
        pr->l.list.columns = instead_columns;
        pr->l.list.empty = _("Nothing is offered where it is short. \"s\" adds an item.");
        listing_show(s, pr->instead.n, put_instead);
        break;
    }
}

static bool load_instead(struct pr *pr, struct pr *now, struct err *err)
{
    struct arena *a = pr->l.s.data;

    if (!item_substitutes_load(pr->l.s.desk, pr->id, a, &now->instead, err))
        return false;
    now->instead_levels =
        arena_array(a, now->instead.n > 0 ? now->instead.n : 1, struct stock_levels);
    for (int i = 0; i < now->instead.n; i++)
        if (item_has_stock(now->instead.v[i]) &&
            !stock_levels_load(pr->l.s.desk, now->instead.v[i]->id, (struct order_id){ 0 }, a,
                               &now->instead_levels[i], err))
            return false;
    return true;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct pr *pr = pr_self(s);
    struct pr now = { .item = NULL };

    if (!item_load(s->desk, pr->id, s->data, &now.item, err) ||
        !price_rules_of_item(s->desk, pr->id, s->data, &now.rules, err) ||
        !price_lists_load(s->desk, s->data, &now.lists, err) ||
        !stock_movements_load(s->desk, pr->id, 0, listing_max(s, PR_MOVEMENTS), s->data,
                              &now.movements, err))
        return false;
    if (!load_instead(pr, &now, err))
        return false;
    if (item_has_stock(now.item) &&
        !stock_levels_load(s->desk, pr->id, (struct order_id){ 0 }, s->data, &now.levels, err))
        return false;
    pr->item = now.item;
    pr->levels = now.levels;
    pr->rules = now.rules;
    pr->lists = now.lists;
    pr->movements = now.movements;
    pr->instead = now.instead;
    pr->instead_levels = now.instead_levels;
    s->title = arena_printf(s->data, "%s  %s", now.item->sku, now.item->description);
    show_tab(s);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct pr *pr = pr_self(s);

    (void)err;
    pr->id = *(const struct item_id *)arg;
    pr->l.head_rows = PR_HEAD_ROWS;
    listing_begin(s, stock_columns, item_page_open);
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct pr *pr = (const struct pr *)s;
    const struct item *it = pr->item;
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
    listing_draw_rows(&pr->l, c);
}

static bool key(struct screen *s, struct key k)
{
    struct pr *pr = pr_self(s);
    int tab;

    if (key_is(k, K_ENTER) && pr->tab == PR_STOCK_TAB)
        return false; /* a site has no page */
    if (listing_key(s, k))
        return true;
    if (!tabs_key(k, tab_names, &tab))
        return false;
    pr->tab = (enum pr_tab)tab;
    show_tab(s);
    return true;
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
    .resize = listing_resize,
    .list = listing_list,
    .close = listing_close,
};
