/*
 * PA, what was picked for work that was canceled and goes back to its place. F10 says that the
 * marked ones, else the one under the cursor, lie there again.
 */
#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/flow/put_away.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/screens.h"

struct pa {
    struct screen s;
    struct list list;
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
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };

static bool refresh(struct screen *s, struct err *err)
{
    struct pa *pa = pa_self(s);
    struct arena *a = s->data;
    struct put_aways now;
    struct list_row *rows;

    if (!put_aways_load(s->desk, (struct site_id){ 0 }, a, &now, err))
        return false;
    pa->rows = now;
    rows = arena_array(a, now.n + 1, struct list_row);
    for (int i = 0; i < now.n; i++) {
        const struct put_away *p = &now.v[i];
        const char **cells = arena_array(a, COLUMNS, const char *);

        cells[0] = p->site_code;
        cells[1] = p->bin;
        cells[2] = p->sku;
        cells[3] = p->description;
        cells[4] = text_qty(s->desk, a, p->qty);
        cells[5] = p->number;
        cells[6] = text_age(s->desk, a, p->since);
        rows[i] = (struct list_row){ .id = p->id, .cells = cells };
    }
    list_set_rows(&pa->list, rows, now.n);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct pa *pa = pa_self(s);

    (void)arg;
    (void)err;
    list_init(&pa->list, s->app, columns, NULL, NULL);
    pa->list.empty = _("Nothing has to go back to its place.");
    s->hint = _("Space marks; F10 says that it lies at its place again.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    list_draw(&((const struct pa *)s)->list, c, true);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&pa_self(s)->list, rows);
}

static bool need_row(const struct screen *s, struct err *why)
{
    return list_selected(&((const struct pa *)s)->list) != 0 ||
           err_set(why, ERR_STATE, _("Nothing is selected."));
}

static bool run_done(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct pa *pa = pa_self(s);
    int64_t *ids;
    int n = list_targets(&pa->list, tmp, &ids);

    for (int i = 0; i < n; i++)
        if (!put_away_done(s->desk, ids[i], err) && err->code != ERR_STATE)
            return false; /* somebody else may have been first: it lies there all the same */
    err_clear(err);
    list_clear_marks(&pa->list);
    app_say(
        s->app,
        ngettext("%d lies at its place again.", "%d lie at their places again.", (unsigned long)n),
        n);
    return screen_refresh(s, err);
}

static bool key(struct screen *s, struct key k)
{
    struct pa *pa = pa_self(s);
    int64_t id = list_selected(&pa->list);
    struct err err = ERR_INIT;

    if (!key_is(k, K_ENTER))
        return list_key(&pa->list, k);
    for (int i = 0; i < pa->rows.n; i++)
        if (pa->rows.v[i].id == id && !app_push(s->app, &scr_item, &pa->rows.v[i].item, &err))
            app_error(s->app, &err);
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What a picker had in hand when the work was canceled. The books never moved; this is "
             "the list for whoever carries it back.");
}

static void close_screen(struct screen *s)
{
    list_close(&pa_self(s)->list);
}

static const struct command commands[] = {
    { "put_away.done", "F10 C-o", N_("Done"), N_("It lies at its place again."), need_row,
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
    .draw = draw,
    .key = key,
    .resize = resize,
    .help = help,
    .close = close_screen,
};
