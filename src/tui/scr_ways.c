/*
 * ME CR: the ship methods, and the carriers that take what is sent by them. What a method costs is
 * on its page, scr_method.c.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/ship_method.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/listing.h"
#include "tui/screens.h"
#include "tui/tabs.h"

#define GRAMS_AS_KG(g) ((struct qty){ (g) })

static const char *const tab_names[] = { N_("1 Ship methods"), N_("2 Carriers"), NULL };

struct ways {
    struct listing l;
    struct ship_methods methods; /* these two in s.data */
    struct carriers carriers;
    enum ways_tab tab;
};

static struct ways *self(struct screen *s)
{
    return (struct ways *)s;
}

static const struct list_column method_columns[] = {
    { N_("Code"), 10, 6, 0, false, false },   { N_("Name"), 20, 8, 0, false, true },
    { N_("Carrier"), 9, 7, 0, false, false }, { N_("Cut-off"), 7, 7, 1, false, false },
    { N_("Days"), 5, 5, 1, false, false },    { N_("Up to kg"), 8, 8, 2, true, false },
    { N_("Places"), 18, 6, 2, false, false }, { N_("Charge"), 10, 6, 3, false, false },
    { N_("Sites"), 12, 6, 4, false, false },  { N_("In use"), 6, 6, 0, false, false },
    { 0 },
};
static const struct list_column carrier_columns[] = {
    { N_("Code"), 10, 6, 0, false, false },
    { N_("Name"), 24, 8, 0, false, false },
    { N_("Page of a parcel"), 30, 10, 1, false, true },
    { N_("In use"), 6, 6, 0, false, false },
    { 0 },
};

static void put_method(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct ship_method *m = &self(s)->methods.v[at];

    cells[0] = m->code;
    cells[1] = m->name;
    cells[2] = m->carrier;
    cells[3] = ship_cutoff_text(m, s->data);
    cells[4] = ship_transit_text(m, s->data);
    cells[5] = m->max_weight_g > 0 ? text_qty(s->desk, s->data, GRAMS_AS_KG(m->max_weight_g)) : "";
    cells[6] = m->places;
    cells[7] = m->charge;
    cells[8] = m->sites;
    cells[9] = m->is_active ? _("yes") : _("no");
    row->id = m->id;
    row->style = m->is_active ? STYLE_TEXT : STYLE_DIM;
}

static void put_carrier(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct carrier *c = &self(s)->carriers.v[at];

    cells[0] = c->code;
    cells[1] = c->name;
    cells[2] = c->tracking_url;
    cells[3] = c->is_active ? _("yes") : _("no");
    row->id = c->id;
    row->style = c->is_active ? STYLE_TEXT : STYLE_DIM;
}

static void show_tab(struct screen *s)
{
    struct ways *w = self(s);

    switch (w->tab) {
    case WAYS_METHODS:
        w->l.list.columns = method_columns;
        w->l.list.empty = _("No ship method yet: orders take any words for one. F6 makes one.");
        s->hint = _("Enter opens a method with its prices, F6 makes one, F4 changes it.");
        listing_show(s, w->methods.n, put_method);
        break;
    case WAYS_CARRIERS:
        w->l.list.columns = carrier_columns;
        w->l.list.empty = _("No carrier yet. F6 makes one.");
        s->hint = _("Enter or F4 changes a carrier, F6 makes one.");
        listing_show(s, w->carriers.n, put_carrier);
        break;
    }
}

static bool refresh(struct screen *s, struct err *err)
{
    struct ways *w = self(s);
    struct ship_methods methods;
    struct carriers carriers;

    if (!ship_methods_load(s->desk, s->data, &methods, err) ||
        !carriers_load(s->desk, s->data, &carriers, err))
        return false;
    w->methods = methods;
    w->carriers = carriers;
    show_tab(s);
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct ways *w = (const struct ways *)s;

    tabs_draw(c, 0, tab_names, (int)w->tab);
    listing_draw_rows(&w->l, c);
}

/* --- commands --------------------------------------------------------------------------------- */

static bool may_save(const struct screen *s, struct err *why)
{
    const struct ways *w = (const struct ways *)s;

    return desk_may(s->desk, w->tab == WAYS_METHODS ? "ship_method.save" : "carrier.save", why);
}

static bool may_change(const struct screen *s, struct err *why)
{
    return may_save(s, why) && listing_has_row(s, why);
}

/* The cursor comes to what was made. */
static bool made(struct screen *s, int64_t id, struct err *err)
{
    (void)err;
    (void)list_select(&self(s)->l.list, id);
    return true;
}

static bool push_record(struct screen *s, int64_t id, struct err *err)
{
    struct record_arg arg = {
        .kind = self(s)->tab == WAYS_METHODS ? "ship_method" : "carrier", .id = id, .saved = made
    };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool run_new(struct screen *s, struct err *err)
{
    return push_record(s, 0, err);
}

static bool run_edit(struct screen *s, struct err *err)
{
    return push_record(s, list_selected(&self(s)->l.list), err);
}

static bool open_row(struct screen *s, struct err *err)
{
    int64_t id = list_selected(&self(s)->l.list);

    if (self(s)->tab == WAYS_METHODS)
        return app_push(s->app, &scr_method, &id, err);
    return may_save(s, err) && run_edit(s, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)err;
    self(s)->tab = *(const enum ways_tab *)arg;
    self(s)->l.head_rows = 1;
    listing_begin(s, method_columns, open_row);
    return true;
}

static bool key(struct screen *s, struct key k)
{
    int tab;

    if (listing_key(s, k))
        return true;
    if (!tabs_key(k, tab_names, &tab))
        return false;
    self(s)->tab = (enum ways_tab)tab;
    show_tab(s);
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("How orders are sent: a method has a carrier, a cut-off, places it goes to and prices "
             "by zone and weight. What is not in use is offered to no order any more; orders that "
             "have it keep it.");
}

static const struct command commands[] = {
    { "ways.edit", "F4 C-t e", N_("Change"), N_("Change the row under the cursor."), may_change,
      run_edit },
    { "ways.new", "F6 C-n n", N_("New"), N_("A new ship method or carrier, as the list is."),
      may_save, run_new },
    { 0 },
};

const struct screen_ops scr_ways = {
    .name = "ways",
    .code = "ME",
    .title = N_("Ship methods and carriers"),
    .size = sizeof(struct ways),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
