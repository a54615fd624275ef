/*
 * PA, what was picked for work that was canceled and goes back to its place. F10 says that the
 * marked ones, else the one under the cursor, lie there again.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/put_away.h"
#include "tui/app.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct pa {
    struct listing l;
    struct put_aways rows; /* in s.data */
};

static struct pa *pa_self(struct screen *s)
{
    return (struct pa *)s;
}

static const struct list_column columns[] = {
    { N_("Site"), 8, 6, 1, false, false },   { N_("Bin"), 9, 6, 0, false, false },
    { N_("Item"), 16, 10, 0, false, false }, { N_("Description"), 26, 8, 0, false, true },
    { N_("Qty"), 9, 7, 0, true, false },     { N_("Picked for"), 12, 10, 0, false, false },
    { N_("Since"), 9, 6, 0, true, false },   { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct put_away *p = &pa_self(s)->rows.v[at];

    cells[0] = p->site_code;
    cells[1] = p->bin;
    cells[2] = p->sku;
    cells[3] = p->description;
    cells[4] = text_qty(s->desk, s->data, p->qty);
    cells[5] = p->number;
    cells[6] = text_age(s->desk, s->data, p->since);
    row->id = p->id;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct put_aways now;

    if (!put_aways_load(s->desk, (struct site_id){ 0 }, listing_max(s, LIMIT_PAGE_ROWS), s->data,
                        &now, err))
        return false;
    pa_self(s)->rows = now;
    listing_show(s, now.n, put_row);
    return true;
}

static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_item, &pa_self(s)->rows.v[listing_at(s)].item, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)arg;
    (void)err;
    listing_begin(s, columns, open_row);
    pa_self(s)->l.list.empty = _("Nothing has to go back to its place.");
    s->hint = _("Space marks; F10 says that it lies at its place again.");
    return true;
}

static bool run_done(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct pa *pa = pa_self(s);
    int64_t *ids;
    int n = list_targets(&pa->l.list, tmp, &ids);

    for (int i = 0; i < n; i++)
        if (!put_away_done(s->desk, ids[i], err) && err->code != ERR_STATE)
            return false; /* somebody else may have been first: it lies there all the same */
    err_clear(err);
    list_clear_marks(&pa->l.list);
    app_say(
        s->app,
        ngettext("%d lies at its place again.", "%d lie at their places again.", (unsigned long)n),
        n);
    return screen_refresh(s, err);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What a picker had in hand when the work was canceled. The books never moved; this is "
             "the list for whoever carries it back.");
}

static const struct command commands[] = {
    { "put_away.done", "F10 C-o", N_("Done"), N_("It lies at its place again."), listing_has_row,
      run_done },
    { 0 },
};

const struct screen_ops scr_put_away = {
    .name = "put_away",
    .code = "PA",
    .title = N_("To put away"),
    .size = sizeof(struct pa),
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
