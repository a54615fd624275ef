/*
 * The rates panel: what each way of sending a parcel costs and how long it takes, cheapest first.
 * Enter buys its label that way while one is to be chosen.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/outside/label.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

#define HEAD_ROWS 2

struct rt {
    struct listing l;
    int64_t id;
    struct label *label; /* in s.data, as are the rates */
    struct label_rates rates;
    char *chosen; /* the id of the rate that is asked about; in s.arena */
};

static struct rt *self(const struct screen *s)
{
    return (struct rt *)s;
}

static const struct list_column columns[] = {
    { N_("Carrier"), 16, 8, 0, false, false },
    { N_("Service"), 30, 12, 0, false, true },
    { N_("Cost"), 14, 10, 0, true, false },
    { N_("Days"), 6, 5, 0, true, false },
    { 0 },
};

static int compare(const struct label_rate *a, const struct label_rate *b)
{
    if (a->cost.minor != b->cost.minor)
        return a->cost.minor < b->cost.minor ? -1 : 1;
    return a->days - b->days;
}

/* Few dozens at most: sorted by putting each in its place, which keeps equals as they came. */
static void sort(struct label_rates *rates)
{
    for (int i = 1; i < rates->n; i++) {
        struct label_rate r = rates->v[i];
        int at = i;

        for (; at > 0 && compare(&rates->v[at - 1], &r) > 0; at--)
            rates->v[at] = rates->v[at - 1];
        rates->v[at] = r;
    }
}

static void put(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct label_rate *r = &self(s)->rates.v[at];

    row->id = at + 1;
    cells[0] = r->carrier;
    cells[1] = r->name[0] != '\0' ? r->name : r->service;
    cells[2] = text_cost(s->desk, s->data, r->cost);
    cells[3] = r->days >= 0 ? arena_printf(s->data, "%d", r->days) : "?";
}

static bool refresh(struct screen *s, struct err *err)
{
    struct rt *rt = self(s);
    struct label_rates rates;
    struct label *l;

    if (!label_load(s->desk, rt->id, s->data, &l, err))
        return false;
    label_rates_read(l->rates, s->data, &rates);
    sort(&rates);
    rt->label = l;
    rt->rates = rates;
    s->title = arena_printf(s->data, _("Rates of %s"), l->package);
    s->context = label_state_words(l->state);
    s->hint = l->state == LABEL_TO_CHOOSE ? _("Enter buys the label this way.")
                                          : _("Nothing is to be chosen any more; Esc goes back.");
    listing_show(s, rates.n, put);
    return true;
}

static bool buy(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct rt *rt = self(s);

    if (!r->yes)
        return true;
    if (!label_choose(s->desk, (struct record_at){ rt->id, r->tag }, rt->chosen, err))
        return false;
    app_say(s->app, _("The label is being bought."));
    return app_pop(s->app, err);
}

static bool choose(struct screen *s, struct err *err)
{
    struct rt *rt = self(s);
    const struct label_rate *r = &rt->rates.v[listing_at(s)];
    struct dialog dialog = { .title = rt->label->package, .yes_label = _("buy it") };
    OD_ARENA *tmp = arena_new();

    if (rt->label->state != LABEL_TO_CHOOSE)
        return err_set(err, ERR_STATE, _("The label of %s is %s: nothing is to be chosen."),
                       rt->label->package, label_state_words(rt->label->state));
    rt->chosen = arena_strdup(s->arena, r->id);
    dialog.tag = rt->label->version;
    dialog.text = arena_printf(tmp, "%s %s, %s", r->carrier,
                               r->name[0] != '\0' ? r->name : r->service,
                               text_cost(s->desk, tmp, r->cost));
    dialog_confirm(s, &dialog, buy);
    return true;
}


static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct rt *rt = self(s);

    (void)err;
    rt->id = *(const int64_t *)arg;
    rt->l.head_rows = HEAD_ROWS;
    listing_begin(s, columns, choose);
    rt->l.list.empty = _("No rate came that the desk can read.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct rt *rt = self(s);

    (void)canvas_text(c, 0, 1, c->cols - 1, rt->label->error[0] != '\0' ? STYLE_WARN : STYLE_DIM,
                      rt->label->error[0] != '\0' ? rt->label->error
                                                  : _("What each way of sending costs."));
    listing_draw_rows(&rt->l, c);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What the carriers ask for this parcel, cheapest first, as it came when the label was "
             "asked for. Enter or F10 buys the label the selected way.");
}

static const struct command commands[] = {
    { "rates.buy", "F10 C-o", N_("Buy"), N_("Buy the label the selected way."), listing_has_row,
      choose },
    { 0 },
};

const struct screen_ops scr_rates = {
    .name = "rates",
    .code = "",
    .title = N_("Rates"),
    .size = sizeof(struct rt),
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
