/*
 * RP, the list of reports: what each tells and what it counts.
 */
#include "base/i18n.h"
#include "domain/insight/report_text.h"
#include "tui/app.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct reports {
    struct listing l;
    const struct report *v[64]; /* those that the user may see */
    int n;
};

static struct reports *self(struct screen *s)
{
    return (struct reports *)s;
}

static const struct list_column columns[] = {
    { N_("Report"), 12, 8, 0, false, false },
    { N_("What it tells"), 40, 20, 0, false, true },
    { N_("Per"), 30, 8, 1, false, false },
    { N_("Usual period"), 14, 12, 2, false, false },
    { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct report *r = self(s)->v[at];

    cells[0] = r->name;
    cells[1] = _(r->words);
    cells[2] = report_groups_text(r, s->data);
    cells[3] = r->period;
    row->id = at + 1;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct reports *l = self(s);

    (void)err;
    l->n = 0;
    for (const struct report *const *r = report_all(); *r != NULL && l->n < (int)OD_LEN(l->v); r++)
        if ((*r)->right == NULL || desk_may(s->desk, (*r)->right, NULL))
            l->v[l->n++] = *r;
    listing_show(s, l->n, put_row);
    return true;
}

static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, scr_report_of(self(s)->v[listing_at(s)]->name),
                    self(s)->v[listing_at(s)]->name, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)arg;
    (void)err;
    listing_begin(s, columns, open_row);
    s->hint = _("Enter opens a report; .rp with its name does from anywhere.");
    return true;
}

static const char *help(const struct screen *s)
{
    int at = listing_at(s);

    return at >= 0 ? _(((const struct reports *)s)->v[at]->definition) : NULL;
}

const struct screen_ops scr_reports = {
    .name = "reports",
    .code = "RP",
    .title = N_("Reports"),
    .size = sizeof(struct reports),
    .enter = enter,
    .refresh = refresh,
    .draw = listing_draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
