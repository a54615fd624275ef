/*
 * GP, receiving gaps: what left beyond the books, by site. Goods that are received, or a count,
 * close them.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/gap.h"
#include "tui/app.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct gp {
    struct listing l;
    struct gaps rows; /* in s.data */
};

static struct gp *gp_self(struct screen *s)
{
    return (struct gp *)s;
}

static const struct list_column columns[] = {
    { N_("Site"), 8, 6, 0, false, false },    { N_("Item"), 16, 9, 0, false, false },
    { N_("Description"), 26, 8, 0, false, true }, { N_("Gap"), 9, 5, 0, true, false },
    { N_("Since"), 9, 6, 0, true, false },    { N_("Order"), 9, 7, 0, false, false },
    { N_("By"), 10, 5, 2, false, false },     { N_("Reason"), 30, 16, 0, false, false },
    { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct gap *g = &gp_self(s)->rows.v[at];

    cells[0] = g->site_code;
    cells[1] = g->sku;
    cells[2] = g->description;
    cells[3] = text_qty(s->desk, s->data, g->qty);
    cells[4] = text_age(s->desk, s->data, g->since);
    cells[5] = g->number;
    cells[6] = g->by;
    cells[7] = g->reason[0] != '\0' ? _(g->reason) : "";
    row->id = listing_id(g->item.v, g->site.v);
}

static bool refresh(struct screen *s, struct err *err)
{
    struct gaps now;

    if (!gaps_load(s->desk, listing_max(s, LIMIT_PAGE_ROWS), s->data, &now, err))
        return false;
    gp_self(s)->rows = now;
    listing_show(s, now.n, put_row);
    return true;
}

static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_item, &gp_self(s)->rows.v[listing_at(s)].item, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)arg;
    (void)err;
    listing_begin(s, columns, open_row);
    gp_self(s)->l.list.empty = _("Nothing left that the books did not have.");
    s->hint = _("Enter opens the item; a receipt of the goods closes the gap.");
    return true;
}

static bool run_order(struct screen *s, struct err *err)
{
    const struct gap *g = &gp_self(s)->rows.v[listing_at(s)];

    if (g->order.v == 0)
        return err_set(err, ERR_NOT_FOUND, _("No order was shipped so."));
    return app_push(s->app, &scr_order, &g->order, err);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What a manager shipped though the books did not have it. Book the receipt that is "
             "missing, or count the item: what comes makes the books whole before anything is "
             "promised to others.");
}

static const struct command commands[] = {
    { "gap.order", "F7 w", N_("Order"), N_("The order that was shipped so last."), listing_has_row,
      run_order },
    { 0 },
};

const struct screen_ops scr_gap = {
    .name = "gap",
    .code = "GP",
    .title = N_("Receiving gaps"),
    .size = sizeof(struct gp),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = listing_draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
