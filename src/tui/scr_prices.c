/*
 * PL CG XR: price lists, groups of customers and exchange rates, each a list of its own. What
 * stands on a list or holds for a group is scr_price.c's.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/exchange.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"
#include "tui/tabs.h"

static const char *const tab_names[] = { N_("1 Price lists"), N_("2 Groups of customers"),
                                         N_("3 Exchange rates"), NULL };
static const char *const tab_kinds[] = { "price_list", "customer_group", "exchange_rate" };

struct prices {
    struct listing l;
    struct price_lists lists; /* these three in s.data */
    struct customer_groups groups;
    struct exchange_rates rates;
    enum prices_tab tab;
    char currency[4]; /* whose rates are shown; "": all */
};

static struct prices *prices_self(struct screen *s)
{
    return (struct prices *)s;
}

static const struct list_column list_columns[] = {
    { N_("Code"), 12, 8, 0, false, false },       { N_("Name"), 24, 10, 0, false, true },
    { N_("Cur."), 4, 0, 0, false, false },        { N_("With tax"), 8, 0, 3, false, false },
    { N_("Parent"), 12, 8, 1, false, false },     { N_("Plus %"), 8, 6, 1, true, false },
    { N_("Valid from"), 11, 0, 2, false, false }, { N_("to"), 11, 0, 2, false, false },
    { N_("In use"), 6, 0, 4, false, false },      { 0 },
};
static const struct list_column group_columns[] = {
    { N_("Code"), 12, 8, 0, false, false },
    { N_("Name"), 40, 10, 0, false, true },
    { 0 },
};
static const struct list_column rate_columns[] = {
    { N_("Currency"), 8, 0, 0, false, false },
    { N_("From"), 12, 10, 0, false, false },
    { N_("Rate"), 16, 10, 0, true, false },
    { N_("Source"), 24, 8, 0, false, true },
    { 0 },
};

static void put_list(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct price_list *l = &prices_self(s)->lists.v[at];
    struct arena *a = s->data;

    cells[0] = l->code;
    cells[1] = l->name;
    cells[2] = l->currency;
    cells[3] = l->is_tax_incl ? _("yes") : "";
    cells[4] = price_list_code_of(&prices_self(s)->lists, l->parent);
    cells[5] = l->adjust_ppm != 0 ? text_rate(s->desk, a, (struct rate){ l->adjust_ppm }) : "";
    cells[6] = text_date(s->desk, a, l->valid_from);
    cells[7] = l->valid_to.year < 9999 ? text_date(s->desk, a, l->valid_to) : "";
    cells[8] = l->is_active ? _("yes") : _("no");
    row->id = l->id.v;
    row->style = l->is_active ? STYLE_TEXT : STYLE_DIM;
}

static void put_group(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct customer_group *g = &prices_self(s)->groups.v[at];

    cells[0] = g->code;
    cells[1] = g->name;
    row->id = g->id;
}

static void put_rate(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct exchange_rate *r = &prices_self(s)->rates.v[at];
    char text[DECIMAL_TEXT_SIZE];

    cells[0] = r->currency;
    cells[1] = text_date(s->desk, s->data, r->from);
    cells[2] = arena_strdup(s->data, exchange_format(r->rate, app_form(s->app), text));
    cells[3] = r->source;
    row->id = r->id;
}

static void show_tab(struct screen *s)
{
    struct prices *p = prices_self(s);

    switch (p->tab) {
    case PRICES_LISTS:
        p->l.list.columns = list_columns;
        p->l.list.empty = _("No price list yet. F6 makes one.");
        listing_show(s, p->lists.n, put_list);
        break;
    case PRICES_GROUPS:
        p->l.list.columns = group_columns;
        p->l.list.empty = _("No group yet. F6 makes one; its customers share price rules.");
        listing_show(s, p->groups.n, put_group);
        break;
    case PRICES_RATES:
        p->l.list.columns = rate_columns;
        p->l.list.empty = _("No rate yet. F6 says what another currency is worth.");
        listing_show(s, p->rates.n, put_rate);
        break;
    }
}

static void say_context(struct screen *s)
{
    const struct prices *p = prices_self(s);
    const char *books = desk_company(s->desk)->currency;

    s->context = NULL;
    if (p->tab != PRICES_RATES)
        return;
    if (p->rates.n == LIMIT_PAGE_ROWS)
        s->context = arena_printf(s->data, _("in %s, the first %d: \"c\" shows one currency"),
                                  books, LIMIT_PAGE_ROWS);
    else if (p->currency[0] != '\0')
        s->context = arena_printf(s->data, _("1 %s in %s"), p->currency, books);
    else
        s->context = arena_printf(s->data, _("1 unit in %s"), books);
}

static bool refresh(struct screen *s, struct err *err)
{
    struct prices *p = prices_self(s);
    struct price_lists lists;
    struct customer_groups groups;
    struct exchange_rates rates;

    if (!price_lists_load(s->desk, s->data, &lists, err) ||
        !customer_groups_load(s->desk, s->data, &groups, err) ||
        !exchange_rates_load(s->desk, p->currency[0] != '\0' ? p->currency : NULL,
                             listing_max(s, LIMIT_PAGE_ROWS), s->data, &rates, err))
        return false;
    p->lists = lists;
    p->groups = groups;
    p->rates = rates;
    say_context(s);
    show_tab(s);
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct prices *p = (const struct prices *)s;

    tabs_draw(c, 0, tab_names, (int)p->tab);
    listing_draw_rows(&p->l, c);
}

/* --- commands --------------------------------------------------------------------------------- */

static const struct exchange_rate *rate_of(const struct prices *p, int64_t id)
{
    for (int i = 0; i < p->rates.n; i++)
        if (p->rates.v[i].id == id)
            return &p->rates.v[i];
    return NULL;
}

static bool may_save(const struct screen *s, struct err *why)
{
    const struct prices *p = (const struct prices *)s;

    return desk_may(s->desk, p->tab == PRICES_RATES ? "rate.save" : "price.save", why);
}

static bool run_new(struct screen *s, struct err *err)
{
    struct prices *p = prices_self(s);
    struct record_arg arg = { .kind = tab_kinds[p->tab] };
    struct exchange_rate rate = { .source = "" };

    memcpy(rate.currency, p->currency, sizeof rate.currency);
    if (p->tab == PRICES_RATES)
        arg.preset = &rate;
    return app_push(s->app, &scr_record, &arg, err);
}

static bool run_edit(struct screen *s, struct err *err)
{
    struct prices *p = prices_self(s);
    struct record_arg arg = { .kind = tab_kinds[p->tab], .id = list_selected(&p->l.list) };

    if (arg.id == 0)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    if (p->tab == PRICES_RATES)
        arg.preset = rate_of(p, arg.id);
    return app_push(s->app, &scr_record, &arg, err);
}

static bool dropped(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct exchange_rate *rate = rate_of(prices_self(s), r->tag);

    if (!r->yes || rate == NULL)
        return true;
    if (!exchange_rate_drop(s->desk, rate->currency, rate->from, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The rate is gone."));
    return true;
}

static bool has_rates(const struct screen *s, struct err *why)
{
    const struct prices *p = (const struct prices *)s;

    if (p->tab != PRICES_RATES)
        return err_set(why, ERR_STATE, _("Go to the exchange rates (3) first."));
    return true;
}

static bool may_drop(const struct screen *s, struct err *why)
{
    return has_rates(s, why) && desk_may(s->desk, "rate.save", why);
}

static bool run_drop(struct screen *s, struct err *err)
{
    struct prices *p = prices_self(s);
    OD_ARENA *tmp = arena_new();
    const struct exchange_rate *rate = rate_of(p, list_selected(&p->l.list));
    struct dialog dialog = { .text = _("For a rate that was entered by mistake. Orders that were "
                                       "submitted keep the rate they have."),
                             .yes_label = _("take the rate away") };

    if (rate == NULL)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    dialog.title = arena_printf(tmp, _("Drop the rate of %s from %s on?"), rate->currency,
                                text_date(s->desk, tmp, rate->from));
    dialog.tag = rate->id;
    dialog_confirm(s, &dialog, dropped);
    return true;
}

static bool currency_typed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct prices *p = prices_self(s);
    char upper[4] = "";

    for (size_t i = 0; i < 3 && r->text[i] != '\0'; i++)
        upper[i] =
            (char)(r->text[i] >= 'a' && r->text[i] <= 'z' ? r->text[i] - 'a' + 'A' : r->text[i]);
    if (r->text[0] != '\0' && (strlen(r->text) != 3 || currency_find(upper) == NULL))
        return err_set(err, ERR_INVALID,
                       _("\"%.20s\" is no currency. Write its three letters, for example EUR."),
                       r->text);
    memcpy(p->currency, upper, sizeof upper);
    return screen_refresh(s, err);
}

static bool run_currency(struct screen *s, struct err *err)
{
    struct dialog dialog = { .title = _("Rates of one currency"),
                             .text = _("Empty shows all."),
                             .label = _("Currency"),
                             .preset = prices_self(s)->currency };

    (void)err;
    dialog_ask(s, &dialog, currency_typed);
    return true;
}

/* Rates have no page of their own: their form is it. */
static bool open_row(struct screen *s, struct err *err)
{
    const struct prices *p = prices_self(s);
    struct price_arg arg = { p->tab == PRICES_LISTS ? PRICE_OF_LIST : PRICE_OF_GROUP,
                             list_selected(&p->l.list) };

    if (p->tab == PRICES_RATES)
        return may_save(s, err) && run_edit(s, err);
    return app_push(s->app, &scr_price, &arg, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)err;
    prices_self(s)->tab = *(const enum prices_tab *)arg;
    prices_self(s)->l.head_rows = 1;
    listing_begin(s, list_columns, open_row);
    s->hint = _("Enter opens a row, F6 makes one, F4 changes it.");
    return true;
}

static bool key(struct screen *s, struct key k)
{
    int tab;

    if (listing_key(s, k))
        return true;
    if (!tabs_key(k, tab_names, &tab))
        return false;
    prices_self(s)->tab = (enum prices_tab)tab;
    say_context(s);
    show_tab(s);
    return true;
}

static const struct command prices_commands[] = {
    { "prices.edit", "F4 C-t e", N_("Change"), N_("Change the row under the cursor."), may_save,
      run_edit },
    { "prices.new", "F6 C-n n", N_("New"), N_("A new price list, group or rate, as the list is."),
      may_save, run_new },
    { "prices.currency", "F11 c", N_("Currency"), N_("Show the rates of one currency alone."),
      has_rates, run_currency },
    { "prices.drop", "d M-d", N_("Drop rate"), N_("Take a rate away that was entered by mistake."),
      may_drop, run_drop },
    { 0 },
};

const struct screen_ops scr_prices = {
    .name = "prices",
    .code = "PL",
    .title = N_("Prices and rates"),
    .size = sizeof(struct prices),
    .commands = prices_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = listing_resize,
    .list = listing_list,
    .close = listing_close,
};
