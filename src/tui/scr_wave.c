/*
 * WV, a wave: many picks in one walk. An item is scanned, then the tote of the order that it goes
 * into; each is booked on its own fulfillment, so that one may leave and come back, and several may
 * walk.
 */
#include "tui/wave_screen.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "tui/screens.h"

static struct wv *wv_self(struct screen *s)
{
    return (struct wv *)s;
}

const struct pick_wave_line *wv_line(const struct wv *wv, int64_t id)
{
    for (int i = 0; i < wv->lines.n; i++)
        if (wv->lines.v[i].id == id)
            return &wv->lines.v[i];
    return NULL;
}

/* Round the shelves from the line that is worked at. */
const struct pick_wave_line *wv_expected(const struct wv *wv)
{
    const struct pick_wave_lines *all = &wv->lines;
    int first = 0;

    for (int i = 0; i < all->n; i++)
        if (all->v[i].id == wv->focus)
            first = i;
    for (int i = 0; i < all->n; i++)
        if (pick_wave_wants(&all->v[(first + i) % all->n]))
            return &all->v[(first + i) % all->n];
    return NULL;
}

bool wv_was_canceled(const struct pick_wave_line *line)
{
    return line->status == FULFILLMENT_CANCELED && line->qty.milli > 0;
}

int wv_count_takers(const struct wv *wv, const struct pick_wave_line *line)
{
    int n = 0;

    for (int i = 0; i < wv->lines.n; i++) {
        const struct pick_wave_line *l = &wv->lines.v[i];
        bool is_first = l->item.v == line->item.v && pick_wave_wants(l);

        for (int k = 0; k < i && is_first; k++)
            is_first = !(wv->lines.v[k].fulfillment == l->fulfillment &&
                         wv->lines.v[k].item.v == l->item.v && pick_wave_wants(&wv->lines.v[k]));
        n += is_first;
    }
    return n;
}

/* --- what is shown ---------------------------------------------------------------------------- */

static const struct list_column columns[] = {
    { "", 2, 2, 0, false, false },
    { N_("Place"), 10, 6, 0, false, false },
    { N_("Item"), 14, 8, 0, false, false },
    { N_("Description"), 26, 8, 2, false, true },
    { N_("Done"), 7, 5, 0, true, false },
    { N_("Quantity"), 8, 8, 0, true, false },
    { N_("Tote"), 8, 6, 0, false, false },
    { N_("Slip"), 12, 10, 0, false, false },
    { N_("Short"), 6, 5, 1, true, false },
    { 0 },
};

static const char *mark_of(const struct pick_wave_line *l)
{
    if (wv_was_canceled(l) || (l->is_held && l->status <= FULFILLMENT_PICKING))
        return "!";
    return l->picked.milli == l->qty.milli ? "ok" : "";
}

static void show_lines(struct wv *wv)
{
    struct arena *a = wv->s.data;
    const struct pick_wave_line *now = wv_expected(wv);
    struct list_row *rows = arena_array(a, wv->lines.n + 1, struct list_row);

    for (int i = 0; i < wv->lines.n; i++) {
        const struct pick_wave_line *l = &wv->lines.v[i];
        const char **cells = arena_array(a, OD_LEN(columns) - 1, const char *);

        cells[0] = mark_of(l);
        cells[1] = l->bin;
        cells[2] = l->sku;
        cells[3] = l->description;
        cells[4] = text_qty(wv->s.desk, a, l->picked);
        cells[5] = text_qty(wv->s.desk, a, l->qty);
        cells[6] = l->tote;
        cells[7] = l->number;
        cells[8] = l->shorted.milli > 0 ? text_qty(wv->s.desk, a, l->shorted) : "";
        rows[i] = (struct list_row){ .id = l->id, .cells = cells };
        if (l->shorted.milli > 0 || cells[0][0] == '!')
            rows[i].style = STYLE_WARN;
    }
    list_set_rows(&wv->list, rows, wv->lines.n);
    if (now != NULL)
        (void)list_select(&wv->list, now->id);
}

static void say_step(struct wv *wv)
{
    if (wv->hand.fulfillment != 0)
        wv->s.hint = _("Scan the tote it goes into. .UNDO takes the scan back.");
    else if (wv_expected(wv) != NULL)
        wv->s.hint = _("Scan the item. Also .UNDO .SKIP .SHORT .QTY by scan.");
    else if (wv->w->open > 0)
        wv->s.hint = _("What is left is on hold. F6 shows the order's pick.");
    else
        wv->s.hint = _("All of the wave is picked. Each tote goes to the packing table.");
}

static int count_canceled(const struct wv *wv)
{
    int n = 0;

    for (int i = 0; i < wv->lines.n; i++)
        n += wv_was_canceled(&wv->lines.v[i]);
    return n;
}

/* What others did: told once when it is opened, and when it happens. */
static void tell(struct wv *wv)
{
    int canceled = count_canceled(wv);

    if (!wv->is_opened && wv->w->open > 0 && wv->w->picker_id.v != 0 &&
        wv->w->picker_id.v != desk_user(wv->s.desk)->id.v)
        app_warn(wv->s.app, _("%s picks this. F6 t takes it over."), wv->w->picker);
    if (wv->is_opened && canceled > wv->canceled)
        app_bell_twice(wv->s.app);
    wv->canceled = canceled;
    wv->is_opened = true;
}

/* What is in the hand is nobody's any more where its order was canceled meanwhile. */
static void check_hand(struct wv *wv)
{
    const struct pick_wave_line *l = wv_line(wv, wv->hand.line);

    if (wv->hand.fulfillment != 0 && (l == NULL || !pick_wave_wants(l)))
        wv->hand = (struct wv_hand){ 0 };
}

static bool refresh(struct screen *s, struct err *err)
{
    struct wv *wv = wv_self(s);
    struct pick_wave *w;
    struct pick_wave_lines lines;

    if (!pick_wave_load(s->desk, wv->id, s->data, &w, err) ||
        !pick_wave_lines(s->desk, wv->id, s->data, &lines, err))
        return false;
    wv->w = w;
    wv->lines = lines;
    s->title = arena_printf(s->data, _("Wave %s"), w->number);
    s->context = arena_printf(s->data, _("%d of %d to pick  %s"), w->open, w->picks, w->picker);
    check_hand(wv);
    show_lines(wv);
    say_step(wv);
    tell(wv);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct wv *wv = wv_self(s);
    OD_ARENA *tmp = arena_new();
    const char *verifies;

    if (!setting_get(s->desk, "pick.verify_place", tmp, &verifies, err))
        return false;
    wv->verifies_place = strcmp(verifies, "yes") == 0;
    wv->id = *(const int64_t *)arg;
    list_init(&wv->list, s->app, columns, NULL, NULL);
    wv->list.empty = _("No pick is in this wave any more.");
    return true;
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&wv_self(s)->list, rows - WV_HEAD_ROWS);
}

static bool key(struct screen *s, struct key k)
{
    struct wv *wv = wv_self(s);

    if (key_is(k, K_ENTER) || (key_is(k, K_TAB) && !field_is_empty(&wv->scan))) {
        wv_scanned(wv);
        return true;
    }
    if (list_key(&wv->list, k))
        return true;
    if (key_is_ctrl(k, ']')) /* FNC1 of a scanner that types */
        k = key_make(SCAN_SEPARATOR, 0);
    return field_key(&wv->scan, k) != FIELD_UNUSED;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Many orders in one walk. Scan an item, then the tote of the order it goes into; an "
             "order without a tote takes the first free one that is scanned. Where one order alone "
             "wants the item, Enter does instead of the tote. Each piece is booked at once, so you "
             "may leave and come back, and several may pick one wave. .SHORT is for the order that "
             "is shown; .SKIP goes on to the next place.");
}

static void close_screen(struct screen *s)
{
    list_close(&wv_self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &wv_self(s)->list;
}

const struct screen_ops scr_wave = {
    .name = "wave",
    .code = "WV",
    .title = N_("Wave"),
    .size = sizeof(struct wv),
    .commands = wv_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = wv_draw,
    .draw_small = wv_draw_small,
    .key = key,
    .resize = resize,
    .help = help,
    .list = shown_list,
    .close = close_screen,
};
