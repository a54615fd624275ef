/*
 * Where more is promised than is there: the lines that would lose it, least urgent first. F10 takes
 * it from them.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/backorder.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct ov {
    struct listing l;
    struct holders rows; /* in s.data */
};

static struct ov *ov_self(struct screen *s)
{
    return (struct ov *)s;
}

static const struct list_column columns[] = {
    { N_("Item"), 14, 9, 0, false, false },       { N_("Site"), 8, 6, 0, false, false },
    { N_("Order"), 8, 7, 0, false, false },       { N_("Ln"), 3, 3, 2, true, false },
    { N_("Customer"), 26, 8, 0, false, true },    { N_("Has"), 9, 7, 0, true, false },
    { N_("Would lose"), 10, 10, 0, true, false }, { N_("Promised"), 10, 8, 0, false, false },
    { N_("Pri"), 3, 3, 1, true, false },          { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct holder *h = &ov_self(s)->rows.v[at];
    struct arena *a = s->data;

    cells[0] = h->sku;
    cells[1] = h->site_code;
    cells[2] = h->number;
    cells[3] = arena_printf(a, "%d", h->line_no);
    cells[4] = h->customer_name;
    cells[5] = text_qty(s->desk, a, h->qty);
    cells[6] = text_qty(s->desk, a, h->over);
    cells[7] = date_is_set(h->promised) ? text_date(s->desk, a, h->promised) : "?";
    cells[8] = h->priority > 0 ? arena_printf(a, "%d", h->priority) : "";
    row->id = listing_id(h->line.v, h->site.v); /* parts of sets are not here */
}

static bool refresh(struct screen *s, struct err *err)
{
    struct holders now;

    if (!holders_over(s->desk, listing_max(s, OVER_PLACES_MAX), s->data, &now, err))
        return false;
    ov_self(s)->rows = now;
    listing_show(s, now.n, put_row);
    return true;
}

static const struct holder *selected(struct screen *s)
{
    return &ov_self(s)->rows.v[listing_at(s)];
}

static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_order, &selected(s)->order, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)arg;
    (void)err;
    listing_begin(s, columns, open_row);
    ov_self(s)->l.list.empty =
        _("Nowhere is more promised than is there, but for what is being picked.");
    s->hint = _("Enter opens the order; F10 takes from all of these what is not there.");
    return true;
}

static bool run_holders(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_holders, &selected(s)->item, err);
}

static bool reason_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    int lines;

    if (!holders_over_solve(s->desk, (struct reason_id){ r->id }, &lines, err))
        return false;
    app_say(s->app,
            ngettext("%d line lost what is not there, and waits for stock.",
                     "%d lines lost what is not there, and wait for stock.", (unsigned long)lines),
            lines);
    return screen_refresh(s, err);
}

static bool run_solve(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("Why is it taken from these orders?") };

    if (!desk_may(s->desk, "order.reallocate", err) ||
        !dialog_reasons(s, "reallocate", tmp, &dialog, err))
        return false;
    dialog_choose(s, &dialog, reason_given);
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _(
        "A count, or goods that were damaged, left less than orders were promised. These lines "
        "would lose it: the lowest priority first, then the latest promise. What is being "
        "picked stays.");
}

static const struct command commands[] = {
    { "over.holders", "F7 w", N_("Who has it"), N_("Which orders have this item's stock."),
      listing_has_row, run_holders },
    { "over.solve", "F10 C-o", N_("Take it"),
      N_("Take from these lines what is not there, with a reason; they wait for stock then."),
      listing_has_row, run_solve },
    { 0 },
};

const struct screen_ops scr_over = {
    .name = "over",
    .code = "OV",
    .title = N_("Promised, not there"),
    .size = sizeof(struct ov),
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
