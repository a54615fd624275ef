/*
 * TK: parcels and where their carriers have them, the longest without news first; or those of one
 * order. Enter on one shows what its carrier said.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/shipment.h"
#include "tui/app.h"
#include "tui/listing.h"
#include "tui/screens.h"
#include "tui/tabs.h"

/* In the order of enum track_show. */
static const char *const tab_names[] = { N_("1 Under way"), N_("2 No news"), N_("3 Trouble"),
                                         N_("4 Lost"), NULL };

struct tk {
    struct listing l;
    struct tracks_arg arg;
    struct tracks rows; /* in s.data */
};

static struct tk *self(struct screen *s)
{
    return (struct tk *)s;
}

static const struct list_column columns[] = {
    { N_("Number"), 22, 12, 0, false, false },
    { N_("Parcel"), 21, 12, 0, false, false },
    { N_("Last news"), 9, 9, 0, false, false },
    { N_("Order"), 8, 7, 0, false, false },
    { N_("Customer"), 14, 8, 1, false, true },
    { N_("There on"), 11, 10, 2, false, false },
    { N_("Carrier"), 9, 7, 3, false, false },
    { N_("Shipment"), 16, 9, 4, false, false },
    { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct track *t = &self(s)->rows.v[at];

    cells[0] = t->tracking[0] != '\0' ? t->tracking : t->fulfillment_number;
    cells[1] = track_status_words(t->status);
    cells[2] = text_age(s->desk, s->data, t->moved);
    cells[3] = t->order_number;
    cells[4] = t->customer_name;
    cells[5] = date_is_set(t->due) ? text_date(s->desk, s->data, t->due) : "";
    cells[6] = t->shipper;
    cells[7] = shipment_status_words((enum shipment_status)t->shipment_status);
    row->id = t->id;
    if (t->status == TRACK_EXCEPTION || t->status == TRACK_LOST || t->status == TRACK_RETURNED)
        row->style = STYLE_WARN;
}

static bool refresh(struct screen *s, struct err *err)
{
    static const char *const empty[] = {
        N_("No parcel that a carrier is asked after is under way."),
        N_("Of every parcel under way there is news."),
        N_("No carrier says that something hinders a parcel."),
        N_("No carrier lost a parcel that nobody knows of."),
    };
    struct tk *tk = self(s);
    struct tracks now;

    if (tk->arg.order.v != 0
            ? !tracks_of_order(s->desk, tk->arg.order, s->data, &now, err)
            : !tracks_load(s->desk, tk->arg.show, listing_max(s, LIMIT_PAGE_ROWS), s->data, &now,
                           err))
        return false;
    tk->rows = now;
    tk->l.list.empty = tk->arg.order.v != 0
                           ? _("No carrier was asked after a parcel of this order yet.")
                           : _(empty[tk->arg.show]);
    listing_show(s, now.n, put_row);
    return true;
}

static const struct track *selected(const struct screen *s)
{
    const struct tk *tk = (const struct tk *)s;
    int at = listing_at(s);

    return at >= 0 && at < tk->rows.n ? &tk->rows.v[at] : NULL;
}

static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_track, &selected(s)->id, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct tk *tk = self(s);

    (void)err;
    tk->arg = *(const struct tracks_arg *)arg;
    tk->l.head_rows = tk->arg.order.v != 0 ? 0 : 1;
    listing_begin(s, columns, open_row);
    s->hint = _("Enter shows what the carrier said, F4 opens the order, F10 has it asked.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct tk *tk = (const struct tk *)s;

    if (tk->arg.order.v == 0)
        tabs_draw(c, 0, tab_names, (int)tk->arg.show);
    listing_draw_rows(&tk->l, c);
}

static bool key(struct screen *s, struct key k)
{
    struct tk *tk = self(s);
    struct err err = ERR_INIT;
    int tab;

    if (listing_key(s, k))
        return true;
    if (tk->arg.order.v != 0 || !tabs_key(k, tab_names, &tab))
        return false;
    tk->arg.show = (enum track_show)tab;
    if (!screen_refresh(s, &err))
        app_error(s->app, &err);
    return true;
}

static bool run_order(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_order, &selected(s)->order, err);
}

static bool may_ask(const struct screen *s, struct err *why)
{
    return listing_has_row(s, why) && desk_may(s->desk, "shipment.track", why);
}

static bool run_ask(struct screen *s, struct err *err)
{
    const struct track *t = selected(s);
    const char *number = t->tracking[0] != '\0' ? t->tracking : t->fulfillment_number;

    if (!track_poll(s->desk, number, err))
        return false;
    app_say(s->app, _("The worker asks after %s."), number);
    return screen_refresh(s, err);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Where carriers have the parcels that left, by what they said last. What they say "
             "delivers a shipment, and never takes that back. No news: nothing was said for the "
             "days of the setting track.quiet_days.");
}

static const struct command commands[] = {
    { "tracks.order", "F4 C-t", N_("Order"), N_("The order of this parcel."), listing_has_row,
      run_order },
    { "tracks.ask", "F10 C-o a", N_("Ask"), N_("Have the carrier asked after it now."), may_ask,
      run_ask },
    { 0 },
};

const struct screen_ops scr_tracks = {
    .name = "tracks",
    .code = "TK",
    .title = N_("Parcels"),
    .size = sizeof(struct tk),
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
