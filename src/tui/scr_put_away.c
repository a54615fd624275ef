/*
 * PA, what was picked for work that was canceled and goes back to its place. F10 says that the
 * marked ones, else the one under the cursor, lie there again; so do two scans, the item and then
 * its place.
 */
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/flow/put_away.h"
#include "tui/app.h"
#include "tui/field.h"
#include "tui/handheld.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct pa {
    struct listing l;
    struct put_aways rows; /* in s.data */
    struct field bar;
    int64_t scanned; /* the row whose item was scanned; 0: none */
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
    pa_self(s)->l.head_rows = 1;
    pa_self(s)->l.list.empty = _("Nothing has to go back to its place.");
    s->hint = _("Space marks; F10 says that it lies at its place again. Or scan item and place.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct pa *pa = (const struct pa *)s;
    int col = canvas_text(c, 0, 1, -1, STYLE_HEAD, _("SCAN >")) + 2;

    listing_draw_rows(&pa->l, c);
    field_draw(&pa->bar, c, 0, col, c->cols - col - 1, STYLE_FOCUS, !field_is_empty(&pa->bar));
}

static void draw_small(const struct screen *s, struct canvas *c, const char *message)
{
    const struct pa *pa = (const struct pa *)s;
    const struct handheld h = { .head = _("To put away"),
                                .list = &pa->l.list,
                                .columns = { 1, 2, 4 },
                                .prompt = _("SCAN>"),
                                .bar = &pa->bar,
                                .message = message != s->hint ? message : "",
                                .keys = ".DONE .NEXT" };

    handheld_draw(&h, c);
}

static bool run_done(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct pa *pa = pa_self(s);
    int64_t *ids;
    int n = list_targets(&pa->l.list, tmp, &ids);

    pa->scanned = 0;
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

/* --- scans ------------------------------------------------------------------------------------ */

static const struct put_away *row_of(const struct pa *pa, int64_t id)
{
    for (int i = 0; i < pa->rows.n; i++)
        if (pa->rows.v[i].id == id)
            return &pa->rows.v[i];
    return NULL;
}

/* The next row of the item, round the list from the cursor; NULL: none. */
static const struct put_away *next_of(const struct pa *pa, struct item_id item)
{
    int at = listing_at(&pa->l.s), first = pa->scanned != 0 ? at + 1 : at;

    for (int i = 0; i < pa->rows.n; i++) {
        const struct put_away *row = &pa->rows.v[(first + i) % pa->rows.n];

        if (row->item.v == item.v)
            return row;
    }
    return NULL;
}

static bool scan_item(struct pa *pa, const char *code, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct put_away *row = NULL;
    struct item *item;

    if (!item_find(pa->l.s.desk, code, (struct channel_id){ 0 }, tmp, &item, err))
        return false;
    if (item != NULL)
        row = next_of(pa, item->id);
    if (row == NULL)
        return err_set(err, ERR_NOT_FOUND,
                       _("%.40s is neither an item of this list nor its place."), code);
    pa->scanned = row->id;
    list_clear_marks(&pa->l.list);
    (void)list_select(&pa->l.list, row->id);
    app_say(pa->l.s.app, _("%s goes to %s: scan the place, or .DONE."), row->sku,
            row->bin[0] != '\0' ? row->bin : "-");
    return true;
}

static bool scanned(struct pa *pa, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct put_away *row = row_of(pa, pa->scanned);
    struct scan scan;

    scan_read(pa->bar.text, tmp, &scan);
    field_clear(&pa->bar);
    if (scan.code[0] == '.')
        return app_run_code(pa->l.s.app, scan.code, err);
    if (row != NULL && row->bin[0] != '\0' && strcasecmp(row->bin, scan.code) == 0 &&
        list_select(&pa->l.list, row->id))
        return run_done(&pa->l.s, err);
    return scan_item(pa, scan.code, err);
}

static bool key(struct screen *s, struct key k)
{
    struct pa *pa = pa_self(s);
    struct err err = ERR_INIT;

    if (!field_is_empty(&pa->bar) && (key_is(k, K_ENTER) || key_is(k, K_TAB))) {
        if (!scanned(pa, &err)) {
            app_error(s->app, &err);
            app_bell_twice(s->app);
        }
        return true;
    }
    return (!field_wants_blank(&pa->bar, k) && listing_key(s, k)) ||
           field_key(&pa->bar, k) != FIELD_UNUSED;
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
    .draw = draw,
    .draw_small = draw_small,
    .key = key,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
