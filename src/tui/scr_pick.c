/*
 * PK, pick and pack: one entry that is always focused, worked by a scanner. Every scan is booked
 * before it is acknowledged; a wrong one stays on the screen until a right one comes.
 */
#include "tui/pick_screen.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/flow/package.h"
#include "tui/screens.h"

#define PK_HEAD_ROWS 5

static struct pk *pk_self(struct screen *s)
{
    return (struct pk *)s;
}

bool pk_is_open(const struct fulfillment *f)
{
    return f->status <= FULFILLMENT_PICKING;
}

/* The n-th line, from 0, of which something is still to be picked; NULL past the last. */
static const struct fulfillment_line *nth_left(const struct fulfillment *f, int n)
{
    for (int i = 0; i < f->line_count; i++)
        if (fulfillment_left(&f->lines[i]).milli > 0 && n-- == 0)
            return &f->lines[i];
    return NULL;
}

int pk_count_left(const struct fulfillment *f)
{
    int n = 0;

    while (nth_left(f, n) != NULL)
        n++;
    return n;
}

const struct fulfillment_line *pk_expected(const struct pk *pk, int ahead)
{
    int left = pk_count_left(pk->f);

    if (left == 0 || ahead >= left)
        return NULL;
    return nth_left(pk->f, (pk->skipped + ahead) % left);
}

/* --- what is shown ---------------------------------------------------------------------------- */

static const struct list_column columns[] = {
    { "", 2, 2, 0, false, false },
    { N_("Item"), 16, 8, 0, false, false },
    { N_("Description"), 30, 8, 2, false, true },
    { N_("Done"), 8, 5, 0, true, false },
    { N_("Quantity"), 8, 8, 0, true, false },
    { N_("Place"), 12, 6, 0, false, false },
    { N_("Short"), 7, 5, 1, true, false },
    { 0 },
};

/* Picked, and at the packing table packed. */
static struct qty done_of(const struct pk *pk, int line)
{
    struct qty done = pk->f->lines[line].picked;

    if (pk_is_packing(pk))
        done.milli -= package_left(pk->f, line).milli;
    return done;
}

static bool is_done(const struct pk *pk, int line)
{
    return done_of(pk, line).milli == pk->f->lines[line].qty.milli;
}

static void show_lines(struct pk *pk)
{
    struct arena *a = pk->s.data;
    const struct fulfillment_line *now = pk_expected(pk, 0);
    struct list_row *rows = arena_array(a, pk->f->line_count + 1, struct list_row);

    for (int i = 0; i < pk->f->line_count; i++) {
        const struct fulfillment_line *l = &pk->f->lines[i];
        const char **cells = arena_array(a, OD_LEN(columns) - 1, const char *);

        cells[0] = is_done(pk, i) ? "ok" : "";
        cells[1] = l->sku;
        cells[2] = l->description;
        cells[3] = text_qty(pk->s.desk, a, done_of(pk, i));
        cells[4] = text_qty(pk->s.desk, a, l->qty);
        cells[5] = l->bin;
        cells[6] = l->shorted.milli > 0 ? text_qty(pk->s.desk, a, l->shorted) : "";
        rows[i] = (struct list_row){ .id = l->id, .cells = cells };
        if (l->shorted.milli > 0)
            rows[i].style = STYLE_WARN;
    }
    list_set_rows(&pk->list, rows, pk->f->line_count);
    if (now != NULL)
        (void)list_select(&pk->list, now->id);
}

static void say_step(struct pk *pk)
{
    switch (pk->f->status) {
    case FULFILLMENT_RELEASED:
    case FULFILLMENT_PICKING:
        pk->s.hint = pk_count_left(pk->f) > 0
                         ? _("Scan the item. Also .UNDO .SKIP .SHORT .DONE by scan.")
                         : _("All is picked. F10 or .DONE packs all in one, .BOX one by one.");
        break;
    case FULFILLMENT_PICKED:
        pk->s.hint =
            pk_is_packing(pk)
                ? _("Scan into the package; 2.4kg, 30x20x10 (mm) .BOX .UNDO; .DONE ends it.")
                : _("Picked. F10 or .DONE packs all in one, .BOX one by one.");
        break;
    case FULFILLMENT_PACKED:
        pk->s.hint = _("Packed. Scan the label; F10 or .SHIP ships it.");
        break;
    case FULFILLMENT_SHIPPED:
        pk->s.hint = _("Shipped. F6 takes it back on the same day.");
        break;
    case FULFILLMENT_CANCELED:
        pk->s.hint = _("Canceled: nothing is to be done any more.");
        break;
    }
}

static bool refresh(struct screen *s, struct err *err)
{
    struct pk *pk = pk_self(s);
    struct fulfillment *f;

    if (!fulfillment_load(s->desk, pk->id, s->data, &f, err))
        return false;
    pk->f = f;
    s->title = arena_printf(s->data, "%s  %s", f->number, f->order->customer_name);
    s->context =
        arena_printf(s->data, "%s  %s", fulfillment_status_words(f->status), f->assigned_to);
    show_lines(pk);
    say_step(pk);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct pk *pk = pk_self(s);

    (void)err;
    pk->id = *(const int64_t *)arg;
    list_init(&pk->list, s->app, columns, NULL, NULL);
    pk->list.empty = _("No line.");
    return true;
}

static void draw_expected(const struct pk *pk, struct canvas *c)
{
    const struct fulfillment_line *l = pk_expected(pk, 0), *next = pk_expected(pk, 1);
    OD_ARENA *tmp = arena_new();

    if (l == NULL || !pk_is_open(pk->f)) {
        canvas_printf(c, 0, 1, STYLE_HEAD, "%s", fulfillment_status_words(pk->f->status));
        pk_draw_packages(pk, c);
        return;
    }
    canvas_printf(c, 0, 1, STYLE_TEXT, _("GO TO   %s"), l->bin[0] != '\0' ? l->bin : "-");
    if (next != NULL && next->bin[0] != '\0')
        canvas_printf(c, 0, c->cols / 2, STYLE_DIM, _("then %s"), next->bin);
    canvas_printf(c, 1, 1, STYLE_HEAD, _("PICK    %s  %s"), l->sku, l->description);
    canvas_printf(c, 2, 1, STYLE_TEXT, _("        %s %s   %s done"),
                  text_qty(pk->s.desk, tmp, l->qty), l->uom, text_qty(pk->s.desk, tmp, l->picked));
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct pk *pk = (const struct pk *)s;
    struct canvas body = canvas_view(c, PK_HEAD_ROWS, 0, -1, -1);
    int col;

    draw_expected(pk, c);
    if (pk->wrong[0] != '\0') {
        canvas_fill(c, 3, 0, c->cols, ' ', STYLE_ERROR);
        canvas_printf(c, 3, 1, STYLE_ERROR, "x %s", pk->wrong);
    }
    list_draw(&pk->list, &body, false);
    col = canvas_text(c, 4, 1, -1, STYLE_HEAD, _("SCAN >")) + 2;
    field_draw(&pk->scan, c, 4, col, c->cols - col - 1, STYLE_FOCUS, true);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&pk_self(s)->list, rows - PK_HEAD_ROWS);
}

/* --- scans ------------------------------------------------------------------------------------ */

static void refuse(struct pk *pk, const char *text)
{
    (void)snprintf(pk->wrong, sizeof pk->wrong, "%s", text);
    app_bell(pk->s.app);
}

/* Another order's slip asks to be scanned again; then that pick comes instead. */
static bool scan_slip(struct pk *pk, const char *code, struct err *err)
{
    struct err why = ERR_INIT;
    int64_t id;

    if (!fulfillment_find(pk->s.desk, code, &id, &why))
        return false;
    if (id == pk->id) {
        app_say(pk->s.app, _("This is the slip you are working on."));
        return true;
    }
    if (strcmp(pk->slip, code) == 0) {
        err_clear(err);
        return app_replace(pk->s.app, &scr_pick, &id, err);
    }
    (void)snprintf(pk->slip, sizeof pk->slip, "%s", code);
    err_clear(err);
    return err_set(err, ERR_STATE,
                   _("%s is another slip. Scan it again to leave this one as it is."), code);
}

static bool scan_item(struct pk *pk, const char *code, struct err *err)
{
    struct fulfillment_line *l;
    struct qty pack;

    if (pk->f->status == FULFILLMENT_PICKED)
        return pk_put_in(pk, code, err);
    if (!pk_is_open(pk->f))
        return err_set(err, ERR_STATE, _("%s is %s: nothing is picked here now."), pk->f->number,
                       fulfillment_status_words(pk->f->status));
    return fulfillment_match(pk->s.desk, pk->f, code, &l, &pack, err) &&
           pk_pick(pk, l->sku, pack, err);
}

/* Command barcodes; *is_one false where it is none of this screen's. */
static bool scan_command(struct pk *pk, const char *code, bool *is_one, struct err *err)
{
    static const struct {
        const char *code;
        bool (*run)(struct screen *s, struct err *err);
    } scans[] = {
        { ".undo", pk_undo },
        { ".skip", pk_skip },
        { ".short", pk_short },
        { ".done", pk_done },
        { ".box", pk_box },
    };

    *is_one = true;
    for (size_t i = 0; i < OD_LEN(scans); i++)
        if (strcasecmp(scans[i].code, code) == 0)
            return scans[i].run(&pk->s, err);
    if (strcasecmp(code, ".ship") == 0)
        return pk_ship(pk, NULL, NULL, err);
    *is_one = false;
    return true;
}

static bool scan_code(struct pk *pk, const char *code, struct err *err)
{
    const struct fulfillment_line *now = pk_expected(pk, 0);
    struct err slip_err = ERR_INIT;
    bool is_one;

    if (code[0] == '.') {
        if (!scan_command(pk, code, &is_one, err))
            return false;
        return is_one || app_run_code(pk->s.app, code, err);
    }
    if (now != NULL && now->bin[0] != '\0' && strcasecmp(now->bin, code) == 0) {
        app_say(pk->s.app, _("Right place. Scan the item."));
        return true;
    }
    if (!pk_scan_measure(pk, code, &is_one, err))
        return false;
    if (is_one || scan_item(pk, code, err))
        return true;
    if (err->code != ERR_NOT_FOUND && !(err->code == ERR_STATE && !pk_is_open(pk->f)))
        return false;
    if (scan_slip(pk, code, &slip_err)) {
        err_clear(err);
        return true;
    }
    if (slip_err.code != ERR_NONE)
        *err = slip_err;
    return false;
}

static void scanned(struct pk *pk)
{
    OD_ARENA *tmp = arena_new();
    struct err err = ERR_INIT;
    struct scan scan;
    const char *code;

    scan_read(pk->scan.text, tmp, &scan);
    /* Commands, places and slips are looked for without what a scanner puts around them. */
    code = scan.count > 0 ? arena_strdup(tmp, pk->scan.text) : scan.code;

    field_clear(&pk->scan);
    if (code[0] == '\0')
        return;
    if (scan_code(pk, code, &err)) {
        pk->wrong[0] = '\0';
        return;
    }
    refuse(pk, err.text);
}

static bool key(struct screen *s, struct key k)
{
    struct pk *pk = pk_self(s);

    if (key_is(k, K_ENTER) || (key_is(k, K_TAB) && !field_is_empty(&pk->scan))) {
        scanned(pk);
        return true;
    }
    if (list_key(&pk->list, k))
        return true;
    if (key_is_ctrl(k, ']')) /* FNC1 of a scanner that types */
        k = key_make(SCAN_SEPARATOR, 0);
    return field_key(&pk->scan, k) != FIELD_UNUSED;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Scan each item; a code of a pack counts the pack. What does not belong here is "
             "refused and stays in view until a right scan comes. .UNDO .SKIP .SHORT .BOX .DONE "
             ".SHIP may be scanned too. .BOX begins a package: scans go into it, 2.4kg is its "
             "weight and 300x200x150 its size in mm; a scanned label gives a packed one its "
             "number. The slip of another order, scanned twice, changes to it.");
}

static void close_screen(struct screen *s)
{
    list_close(&pk_self(s)->list);
}

const struct screen_ops scr_pick = {
    .name = "pick",
    .code = "PK",
    .title = N_("Pick and pack"),
    .size = sizeof(struct pk),
    .commands = pk_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = resize,
    .help = help,
    .close = close_screen,
};
