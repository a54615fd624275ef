/*
 * WQ, what the warehouse has to do: fulfillments that are open, soonest first. A scanned slip opens
 * its own at once.
 */
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/pick_wave.h"
#include "domain/flow/tote.h"
#include "domain/flow/wave.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/field.h"
#include "tui/list.h"
#include "tui/handheld.h"
#include "tui/screens.h"

#define BAR_ROWS 1

struct picks {
    struct screen s;
    struct list list;
    struct field bar;
    enum fulfillment_status status; /* 0: all open ones */
    enum picks_show show;           /* PICKS_LATE: of all open ones those that are late */
    char context[80];
    enum picks_whose { WHOSE_ALL, WHOSE_MINE, WHOSE_FREE } whose;
};

static struct picks *picks_self(struct screen *s)
{
    return (struct picks *)s;
}

static const struct list_column columns[] = {
    { N_("Slip"), 12, 10, 0, false, false },
    { N_("Due"), 11, 6, 0, false, false },
    { N_("Pr"), 2, 2, 1, true, false },
    { N_("Customer"), 28, 12, 0, false, true },
    { N_("Status"), 10, 9, 0, false, false },
    { N_("Lines"), 6, 5, 1, true, false },
    { N_("Picked"), 14, 10, 0, true, false },
    { N_("Site"), 8, 6, 2, false, false },
    { N_("By"), 10, 6, 0, false, false },
    { 0 },
};

static void put_row(struct picks *p, const struct fulfillment_row *r, struct arena *arena,
                    struct list_row *row)
{
    const char **cells = arena_array(arena, OD_LEN(columns) - 1, const char *);
    bool is_held = (r->hold_blocks & (BLOCK_PICK | BLOCK_SHIP)) != 0;

    cells[0] = r->number;
    cells[1] = date_is_set(r->due) ? text_date(p->s.desk, arena, r->due) : "";
    cells[2] = r->priority > 0 ? arena_printf(arena, "%d", r->priority) : "";
    cells[3] = r->customer_name;
    cells[4] = is_held ? _("on hold !") : fulfillment_status_words(r->status);
    cells[5] = arena_printf(arena, "%d", r->line_count);
    cells[6] = arena_printf(arena, _("%s of %s"), text_qty(p->s.desk, arena, r->picked),
                            text_qty(p->s.desk, arena, r->qty));
    cells[7] = r->site_code;
    cells[8] = r->assigned_to;
    row->id = r->id;
    row->cells = cells;
    row->key = date_is_set(r->due)
                   ? arena_strdup(arena, date_format(r->due, (char[DATE_TEXT_SIZE]){ 0 }))
                   : "";
    row->style = is_held ? STYLE_WARN : STYLE_TEXT;
}

/* Where a page begins, for the queue: it knows "behind" only. */
static void filter_of(const struct picks *p, const struct list_from *from,
                      struct fulfillment_filter *out)
{
    *out = (struct fulfillment_filter){ .status = p->status,
                                        .is_free = p->whose == WHOSE_FREE,
                                        .is_late = p->show == PICKS_LATE,
                                        .is_backward = from->backward };
    if (p->whose == WHOSE_MINE)
        out->assigned_to = desk_user(p->s.desk)->id;
    if (from->at == NULL)
        return;
    out->id = from->at->id;
    if (from->inclusive)
        out->id += from->backward ? 1 : -1;
    if (from->at->key != NULL && from->at->key[0] != '\0' &&
        !date_parse(from->at->key, &out->due, NULL))
        out->due = (struct date){ 0 };
}

static bool page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                 struct list_rows *out, struct err *err)
{
    struct picks *p = ctx;
    struct fulfillment_filter filter;
    struct fulfillment_rows rows;

    filter_of(p, from, &filter);
    if (!fulfillment_queue(p->s.desk, &filter, count, arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++)
        put_row(p, &rows.v[i], arena, vec_push(arena, out));
    return true;
}

static const struct list_source source = { .page = page };

static void name_it(struct picks *p)
{
    static const char *const whose[] = { "", N_(", mine"), N_(", nobody's") };
    const char *what = p->show == PICKS_LATE ? _("late to pick")
                       : p->status == 0      ? _("all that is open")
                                             : fulfillment_status_words(p->status);

    (void)snprintf(p->context, sizeof p->context, "%s%s", what,
                   p->whose == WHOSE_ALL ? "" : _(whose[p->whose]));
    p->s.context = p->context;
    p->list.empty = p->status == 0 && p->show == PICKS_OPEN && p->whose == WHOSE_ALL
                        ? _("Nothing waits. An order comes here by \"To the warehouse\" "
                            "on its page.")
                        : _("Nothing of this kind waits. F4 and F11 show other work.");
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct picks *p = picks_self(s);

    if (arg != NULL)
        p->show = *(const enum picks_show *)arg;
    list_init(&p->list, s->app, columns, &source, p);
    s->hint = _("Scan a slip or type its number; or choose a row and press Enter.");
    name_it(p);
    return list_load(&p->list, err);
}

static bool refresh(struct screen *s, struct err *err)
{
    return list_reload(&picks_self(s)->list, err);
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct picks *p = (const struct picks *)s;
    struct canvas body = canvas_view(c, BAR_ROWS, 0, -1, -1);
    int col = canvas_text(c, 0, 1, -1, STYLE_HEAD, _("Slip:")) + 2;

    list_draw(&p->list, &body, false);
    field_draw(&p->bar, c, 0, col, c->cols - col - 1, STYLE_FOCUS, true);
}

static void draw_small(const struct screen *s, struct canvas *c, const char *message)
{
    const struct picks *p = (const struct picks *)s;
    int col;

    (void)canvas_text(c, 0, 0, c->cols, STYLE_HEAD, _("Pick"));
    (void)canvas_text(c, 2, 0, c->cols, STYLE_TEXT, _("Scan a slip."));
    col = canvas_text(c, 4, 0, -1, STYLE_HEAD, _("SLIP>"));
    field_draw(&p->bar, c, 4, col, c->cols - col, STYLE_FOCUS, true);
    if (message != p->s.hint)
        handheld_message(c, STYLE_TEXT, message);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&picks_self(s)->list, rows - BAR_ROWS);
}

/* A wave, a slip, or a tote that someone filled. */
static bool find_typed(struct picks *p, const char *text, int64_t *wave, int64_t *pick,
                       struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct err why = ERR_INIT;
    const char *number;

    *pick = 0;
    if (!pick_wave_find(p->s.desk, text, wave, err))
        return false;
    if (*wave != 0 || fulfillment_find(p->s.desk, text, pick, err))
        return true;
    if (err->code != ERR_NOT_FOUND || !tote_find(p->s.desk, text, tmp, pick, &number, &why) ||
        *pick == 0)
        return false;
    err_clear(err);
    return true;
}

static bool open_typed(struct picks *p, struct err *err)
{
    int64_t id = list_selected(&p->list), wave = 0;
    OD_ARENA *tmp = arena_new();
    struct scan scan;
    const char *text;

    if (p->bar.text[0] == '.') {
        text = arena_strdup(tmp, p->bar.text);
        field_clear(&p->bar);
        return app_run_code(p->s.app, text, err);
    }
    scan_read(p->bar.text, tmp, &scan);
    if (scan.code[0] != '\0' && !find_typed(p, scan.code, &wave, &id, err))
        return false;
    if (id == 0 && wave == 0)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    field_clear(&p->bar);
    return wave != 0 ? app_push(p->s.app, &scr_wave, &wave, err)
                     : app_push(p->s.app, &scr_pick, &id, err);
}

static bool key(struct screen *s, struct key k)
{
    struct picks *p = picks_self(s);
    struct err err = ERR_INIT;

    if (key_is(k, K_ENTER) || (key_is(k, K_TAB) && !field_is_empty(&p->bar))) {
        if (!open_typed(p, &err)) {
            app_error(s->app, &err);
            field_focus(&p->bar); /* another scan takes its place, a mended one does not */
        }
        return true;
    }
    if (!field_wants_blank(&p->bar, k) && list_key(&p->list, k))
        return true;
    return field_key(&p->bar, k) != FIELD_UNUSED;
}

/* All, then each status in turn, then what is late of all. */
static bool run_status(struct screen *s, struct err *err)
{
    struct picks *p = picks_self(s);

    if (p->show == PICKS_LATE) {
        p->show = PICKS_OPEN;
    } else if (p->status == FULFILLMENT_PACKED) {
        p->status = 0;
        p->show = PICKS_LATE;
    } else {
        p->status = (enum fulfillment_status)(p->status + 1);
    }
    name_it(p);
    return list_load(&p->list, err);
}

/* All, mine, nobody's. */
static bool run_whose(struct screen *s, struct err *err)
{
    struct picks *p = picks_self(s);

    p->whose = p->whose == WHOSE_FREE ? WHOSE_ALL : (enum picks_whose)(p->whose + 1);
    name_it(p);
    return list_load(&p->list, err);
}

static bool run_order(struct screen *s, struct err *err)
{
    struct fulfillment *f;
    OD_ARENA *tmp = arena_new();

    if (list_selected(&picks_self(s)->list) == 0)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    return fulfillment_load(s->desk, list_selected(&picks_self(s)->list), tmp, &f, err) &&
           app_push(s->app, &scr_order, &f->order->id, err);
}

/* What did not go, and why. */
static const char *wave_text(const struct wave *wave, struct arena *arena)
{
    struct strbuf b;

    strbuf_init(&b, arena, 2000);
    for (int i = 0; i < wave->n; i++)
        if (!wave->v[i].is_released)
            strbuf_addf(&b, "%s  %s\n    %s\n", wave->v[i].number, wave->v[i].customer_name,
                        wave->v[i].why_not);
    return b.s;
}

static bool release_confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct wave wave;

    if (!r->yes)
        return true;
    app_busy(s->app, _("working"));
    if (!wave_release(s->desk, WAVE_ORDERS, tmp, &wave, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app,
            ngettext("%d order is with the warehouse.", "%d orders are with the warehouse.",
                     (unsigned long)wave.released),
            wave.released);
    if (wave.released < wave.n)
        app_show_text(s->app, _("These did not go"), wave_text(&wave, tmp));
    return true;
}

static bool run_release(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("To the warehouse"), .yes_label = _("send them") };
    int n;

    if (!desk_may(s->desk, "order.release", err) || !wave_count(s->desk, &n, err))
        return false;
    if (n == 0)
        return err_set(err, ERR_STATE, _("No order waits to be sent to the warehouse."));
    dialog.text = arena_printf(
        tmp,
        ngettext("%d order has all its goods put aside and waits. Send it to the warehouse?",
                 "%d orders have all their goods put aside and wait. Send them to the"
                 " warehouse?",
                 (unsigned long)n),
        n);
    dialog_confirm(s, &dialog, release_confirmed);
    return true;
}

static bool wave_confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct picks *p = picks_self(s);
    OD_ARENA *tmp = arena_new();
    struct pick_wave_ask ask = { .picker = desk_user(s->desk)->id };
    int64_t *ids, id;

    if (!r->yes)
        return true;
    ask.n = list_targets(&p->list, tmp, &ids);
    ask.ids = ids;
    if (!pick_wave_new(s->desk, &ask, &id, err))
        return false;
    list_clear_marks(&p->list);
    return app_push(s->app, &scr_wave, &id, err);
}

/* The marked rows in one walk, picked by who asks. */
static bool run_wave(struct screen *s, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog dialog = { .title = _("New wave"), .yes_label = _("make it") };
    int64_t *ids;
    int n = list_targets(&picks_self(s)->list, tmp, &ids);

    if (!desk_may(s->desk, "fulfillment.wave", err))
        return false;
    if (n == 0)
        return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
    dialog.text = arena_printf(
        tmp,
        ngettext("%d pick goes into a wave of yours. Space marks more rows.",
                 "%d picks go into one walk of yours, each into its own tote.", (unsigned long)n),
        n);
    dialog_confirm(s, &dialog, wave_confirmed);
    return true;
}

static bool step(struct screen *s, int by, int64_t *out_id, struct err *err)
{
    return list_step(&picks_self(s)->list, by, out_id, err);
}

static const struct command picks_commands[] = {
    { "picks.status", "F4 C-t", N_("Status"),
      N_("Show all open work, or only what is to pick, picking, picked, packed, late."), NULL,
      run_status },
    { "picks.release", "F10 C-o", N_("Release"),
      N_("Send all orders whose goods are put aside to the warehouse."), NULL, run_release },
    { "picks.wave", "F7 M-w", N_("Wave"),
      N_("Put the marked picks (Space) into a wave: one walk, a tote for each."), NULL, run_wave },
    { "picks.whose", "F11 M-v", N_("Whose"), N_("Show all work, only mine, or only nobody's."),
      NULL, run_whose },
    { "picks.order", "F6 C-n", N_("Order"), N_("The page of the order."), NULL, run_order },
    { 0 },
};

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What the warehouse has to do, soonest first. Scan the slip of an order, or type its "
             "number or that of the order, and its pick opens; W12 opens a wave, the code of a "
             "tote what is in it. Space marks rows, F7 makes a wave of them. F4 shows one status "
             "only, or what is late, F11 only mine or nobody's.");
}

static void close_screen(struct screen *s)
{
    list_close(&picks_self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &picks_self(s)->list;
}

const struct screen_ops scr_picks = {
    .name = "picks",
    .code = "WQ",
    .title = N_("Warehouse work"),
    .size = sizeof(struct picks),
    .commands = picks_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .draw_small = draw_small,
    .key = key,
    .resize = resize,
    .step = step,
    .help = help,
    .list = shown_list,
    .close = close_screen,
};
