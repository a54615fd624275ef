/*
 * The page of a ship method: what it says, and what it costs, a row for a zone and a weight.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/record_ship.h"
#include "tui/screens.h"

#define METHOD_HEAD_ROWS 4
#define GRAMS_AS_KG(g) ((struct qty){ (g) })

struct method_page {
    struct listing l;
    int64_t id;
    int64_t seen_version; /* of the price that it is asked about whether it is to go */
    struct ship_method *method; /* these two in s.data */
    struct ship_rates rates;
};

static struct method_page *self(struct screen *s)
{
    return (struct method_page *)s;
}

static const struct list_column columns[] = {
    { N_("Places"), 34, 10, 0, false, true },
    { N_("Up to kg"), 10, 8, 0, true, false },
    { N_("Price"), 12, 9, 0, true, false },
    { N_("Each further kg"), 16, 15, 0, true, false },
    { 0 },
};

static void put_rate(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct ship_rate *r = &self(s)->rates.v[at];
    const char *currency = desk_company(s->desk)->currency;

    cells[0] = r->places[0] != '\0' ? r->places : _("everywhere else");
    cells[1] = text_qty(s->desk, s->data, GRAMS_AS_KG(r->upto_g));
    cells[2] = text_money(s->desk, s->data, r->price_minor, currency);
    cells[3] = r->step_minor > 0 ? text_money(s->desk, s->data, r->step_minor, currency) : "";
    row->id = r->id;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct method_page *p = self(s);
    struct ship_method *m;
    struct ship_rates rates;

    if (!record_method_load(s->desk, p->id, s->data, &m, err) ||
        !ship_rates_load(s->desk, m, s->data, &rates, err))
        return false;
    p->method = m;
    p->rates = rates;
    s->title = arena_printf(s->data, "%s  %s", m->code, m->name);
    listing_show(s, rates.n, put_rate);
    return true;
}

static const char *or_any(const char *text)
{
    return text[0] != '\0' ? text : _("any");
}

static const char *kg_text(const struct screen *s, int64_t grams, struct arena *arena)
{
    return grams == 0 ? _("any")
                      : arena_printf(arena, "%s kg", text_qty(s->desk, arena, GRAMS_AS_KG(grams)));
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct method_page *p = (const struct method_page *)s;
    const struct ship_method *m = p->method;
    OD_ARENA *tmp = arena_new();
    const char *cutoff = ship_cutoff_text(m, tmp), *days = ship_transit_text(m, tmp);
    const char *currency = desk_company(s->desk)->currency;

    canvas_printf(c, 0, 1, STYLE_TEXT, _("Carrier %s %s   Cut-off %s   Days on the way %s%s"),
                  m->carrier[0] != '\0' ? m->carrier : "-", m->service,
                  cutoff[0] != '\0' ? cutoff : _("of the site"), days[0] != '\0' ? days : "?",
                  m->is_active ? "" : _("   NOT IN USE !"));
    canvas_printf(c, 1, 1, STYLE_TEXT, _("Places %s   Sites %s   Weight %s"), or_any(m->places),
                  or_any(m->sites), kg_text(s, m->max_weight_g, tmp));
    if (m->charge[0] == '\0')
        canvas_text(c, 2, 1, -1, STYLE_WARN,
                    _("Its price is put on no order: l names the charge it is put on as."));
    else
        canvas_printf(c, 2, 1, STYLE_TEXT, _("Charged as %s   Free from %s   Prices in %s"),
                      m->charge,
                      m->free_from_minor > 0
                          ? text_money(s->desk, tmp, m->free_from_minor, currency)
                          : _("never"),
                      currency);
    listing_draw_rows(&p->l, c);
}

/* --- commands --------------------------------------------------------------------------------- */

static bool may_save(const struct screen *s, struct err *why)
{
    return desk_may(s->desk, "ship_method.save", why);
}

static bool may_change(const struct screen *s, struct err *why)
{
    return may_save(s, why) && listing_has_row(s, why);
}

static bool made(struct screen *s, int64_t id, struct err *err)
{
    (void)err;
    (void)list_select(&self(s)->l.list, id);
    return true;
}

static const struct ship_rate *selected(const struct method_page *p)
{
    int at = listing_at(&p->l.s);

    return at >= 0 ? &p->rates.v[at] : NULL;
}

/* The zone under the cursor is that of the next row: zones are typed weight by weight. */
static bool run_new(struct screen *s, struct err *err)
{
    const struct ship_rate *under = selected(self(s));
    struct record_arg arg = {
        .kind = "ship_rate", .parent = self(s)->id, .preset = under, .saved = made
    };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool run_edit(struct screen *s, struct err *err)
{
    struct record_arg arg = {
        .kind = "ship_rate", .id = selected(self(s))->id, .parent = self(s)->id, .saved = made
    };

    return app_push(s->app, &scr_record, &arg, err);
}

static bool open_row(struct screen *s, struct err *err)
{
    return may_save(s, err) && run_edit(s, err);
}

static bool run_method(struct screen *s, struct err *err)
{
    struct record_arg arg = { .kind = "ship_method", .id = self(s)->id };

    return app_push(s->app, &scr_record, &arg, err);
}

static const struct ship_rate *rate_of(const struct method_page *p, int64_t id)
{
    for (int i = 0; i < p->rates.n; i++)
        if (p->rates.v[i].id == id)
            return &p->rates.v[i];
    return NULL;
}

static bool dropped(struct screen *s, const struct dialog_result *r, struct err *err)
{
    const struct ship_rate *now = rate_of(self(s), r->tag);
    struct ship_rate rate;

    if (!r->yes)
        return true;
    if (now == NULL)
        return err_set(err, ERR_CONFLICT, _("This price is not there any more."));
    rate = *now;
    rate.version = self(s)->seen_version;
    if (!ship_rate_drop(s->desk, self(s)->method, &rate, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, _("The price is gone."));
    return true;
}

static bool run_drop(struct screen *s, struct err *err)
{
    const struct ship_rate *rate = selected(self(s));
    struct dialog dialog = { .title = _("Drop this price?"),
                             .text = _("Orders that were submitted keep the price they have."),
                             .yes_label = _("drop the price"),
                             .tag = rate->id };

    (void)err;
    self(s)->seen_version = rate->version;
    dialog_confirm(s, &dialog, dropped);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct method_page *p = self(s);

    (void)err;
    p->id = *(const int64_t *)arg;
    p->l.head_rows = METHOD_HEAD_ROWS;
    listing_begin(s, columns, open_row);
    p->l.list.empty =
        _("It has no price. F6 makes the first: for which places, up to which weight.");
    s->hint = _("Enter or F4 changes a price, F6 makes one, d drops one, l changes the method.");
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Rows with the same places are a zone, each for up to so many kg. The zone that names "
             "a place most closely counts: a post code or region before its country, that before "
             "everywhere else. Above the heaviest row each further kg has its price, where one is "
             "said; else nothing heavier goes.");
}

static const struct command commands[] = {
    { "method.edit", "F4 C-t e", N_("Change"), N_("Change the price under the cursor."), may_change,
      run_edit },
    { "method.new", "F6 C-n n", N_("New price"),
      N_("A new price: places, up to which weight, how much."), may_save, run_new },
    { "method.drop", "d M-d", N_("Drop"), N_("Drop the price under the cursor."), may_change,
      run_drop },
    { "method.record", "l M-l", N_("Its data"),
      N_("Change the method itself: carrier, cut-off, places, whether it is in use."), may_save,
      run_method },
    { 0 },
};

const struct screen_ops scr_method = {
    .name = "method",
    .code = "ME",
    .title = N_("Ship method"),
    .size = sizeof(struct method_page),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
