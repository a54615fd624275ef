/*
 * ND, not done by itself: what is due and could not be done, why, and when it is tried again. A row
 * ends with its work.
 */
#include <stddef.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/timer.h"
#include "tui/app.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct nd {
    struct listing l;
    struct timer_faults rows; /* in s.data */
};

static struct nd *nd_self(struct screen *s)
{
    return (struct nd *)s;
}

static const struct list_column columns[] = {
    { N_("What"), 20, 10, 0, false, false }, { N_("Of"), 18, 8, 0, false, false },
    { N_("Since"), 8, 6, 0, true, false },   { N_("Tries"), 6, 5, 2, true, false },
    { N_("Again"), 16, 11, 0, false, false }, { N_("Why"), 60, 20, 0, false, true },
    { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct timer_fault *f = &nd_self(s)->rows.v[at];

    cells[0] = f->what;
    cells[1] = f->of;
    cells[2] = text_age(s->desk, s->data, f->first);
    cells[3] = arena_printf(s->data, "%d", f->tries);
    cells[4] = text_when(s->desk, s->data, f->next);
    cells[5] = f->words;
    row->id = listing_id(f->record, f->kind);
}

static bool refresh(struct screen *s, struct err *err)
{
    struct timer_faults now;

    if (!timer_faults_load(s->desk, listing_max(s, LIMIT_PAGE_ROWS), s->data, &now, err))
        return false;
    nd_self(s)->rows = now;
    listing_show(s, now.n, put_row);
    return true;
}

static bool open_row(struct screen *s, struct err *err)
{
    const struct timer_fault *f = &nd_self(s)->rows.v[listing_at(s)];

    return f->order.v != 0 ? app_push(s->app, &scr_order, &f->order, err)
                           : app_push(s->app, &scr_schedules, NULL, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)arg;
    (void)err;
    listing_begin(s, columns, open_row);
    nd_self(s)->l.list.empty = _("All that was due by itself is done.");
    s->hint = _("Enter opens the order, or the reports by mail.");
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What is due by itself (a hold that ends, stock on its day, what nobody collected, a "
             "backorder to fill, a report by mail) and could not be done. It is tried again after "
             "a minute, two, four and so on, at most a day. Mend what the reason says; the row "
             "ends with its work.");
}

const struct screen_ops scr_stuck = {
    .name = "stuck",
    .code = "ND",
    .title = N_("Not done by itself"),
    .size = sizeof(struct nd),
    .enter = enter,
    .refresh = refresh,
    .draw = listing_draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
