/*
 * PK, pick and pack: one entry that is always focused, worked by a scanner. Every scan is booked
 * before it is acknowledged; a wrong one stays on the screen until a right one comes.
 */
#include "tui/pick_screen.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/desk/setting.h"
#include "domain/flow/package.h"
#include "tui/screens.h"

static struct pk *pk_self(struct screen *s)
{
    return (struct pk *)s;
}

bool pk_is_open(const struct fulfillment *f)
{
    return f->status <= FULFILLMENT_PICKING;
}

int pk_count_left(const struct fulfillment *f)
{
    int n = 0;

    for (int i = 0; i < f->line_count; i++)
        n += fulfillment_left(&f->lines[i]).milli > 0;
    return n;
}

/* Round the shelves from the line that is worked at. */
const struct fulfillment_line *pk_expected(const struct pk *pk, int ahead)
{
    const struct fulfillment *f = pk->f;
    int first = 0;

    for (int i = 0; i < f->line_count; i++)
        if (f->lines[i].id == pk->focus)
            first = i;
    for (int i = 0; i < f->line_count; i++) {
        const struct fulfillment_line *l = &f->lines[(first + i) % f->line_count];

        if (fulfillment_left(l).milli > 0 && ahead-- == 0)
            return l;
    }
    return NULL;
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
                : _("All is picked. .DONE packs all in one, .BOX one by one; or the next slip.");
        break;
    case FULFILLMENT_PACKED:
        pk->s.hint = pk->f->kind == FULFILLMENT_PICKUP
                         ? _("Packed. F10 or .DONE when it is at the counter.")
                         : _("Packed. ^B or .LABEL asks for the label; or scan it. F10 ships.");
        break;
    case FULFILLMENT_READY:
        pk->s.hint = _("Ready: .pu hands it over, with the code that the customer says.");
        break;
    case FULFILLMENT_COLLECTED:
        pk->s.hint = _("Collected. F6 takes that back on the same day.");
        break;
    case FULFILLMENT_SHIPPED:
        pk->s.hint = _("Shipped. F6 takes it back on the same day.");
        break;
    case FULFILLMENT_CANCELED:
        pk->s.hint = _("Canceled: nothing is to be done any more.");
        break;
    }
}

/* Two who pick the same walk in vain: said once, when it is opened. */
static void warn_of_other(struct pk *pk)
{
    const struct fulfillment *f = pk->f;

    if (!pk->is_opened && pk_is_open(f) && f->assigned_to_id.v != 0 &&
        f->assigned_to_id.v != desk_user(pk->s.desk)->id.v)
        app_warn(pk->s.app, _("%s picks this. F6 s takes it over."), f->assigned_to);
    pk->is_opened = true;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct pk *pk = pk_self(s);
    struct labels labels = { 0 };
    struct fulfillment *f;

    if (!fulfillment_load(s->desk, pk->id, s->data, &f, err) ||
        (f->packages.n > 0 && !labels_of(s->desk, pk->id, s->data, &labels, err)))
        return false;
    pk->f = f;
    pk->labels = labels;
    s->title = arena_printf(s->data, "%s  %s", f->number, f->order->customer_name);
    s->context = arena_printf(s->data, "%s  %s%s%s", fulfillment_status_words(f->status),
                              f->assigned_to, f->tote[0] != '\0' ? "  " : "", f->tote);
    show_lines(pk);
    say_step(pk);
    warn_of_other(pk);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct pk *pk = pk_self(s);
    OD_ARENA *tmp = arena_new();
    const char *verifies;

    if (!setting_get(s->desk, "pick.verify_place", tmp, &verifies, err))
        return false;
    pk->verifies_place = strcmp(verifies, "yes") == 0;
    pk->id = *(const int64_t *)arg;
    list_init(&pk->list, s->app, columns, NULL, NULL);
    pk->list.empty = _("No line.");
    return true;
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&pk_self(s)->list, rows - PK_HEAD_ROWS);
}

static bool key(struct screen *s, struct key k)
{
    struct pk *pk = pk_self(s);

    if (key_is(k, K_ENTER) || (key_is(k, K_TAB) && !field_is_empty(&pk->scan))) {
        pk_scanned(pk);
        return true;
    }
    if (!field_wants_blank(&pk->scan, k) && list_key(&pk->list, k))
        return true;
    if (key_is_ctrl(k, ']')) /* FNC1 of a scanner that types */
        k = key_make(SCAN_SEPARATOR, 0);
    return field_key(&pk->scan, k) != FIELD_UNUSED;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Scan each item; a code of a pack counts the pack. What does not belong here is "
             "refused and stays in view until a right scan comes. Commands may be scanned too: "
             ".SHORT .SKIP .UNDO .QTY .TOTE .BOX .DONE .PACK .SHIP .SLIP .LABEL .WEIGHT .BACK. "
             ".BOX begins a package: scans go into it, 2.4kg is its weight and 300x200x150 its "
             "size in mm; a scanned label gives a packed one its number. The slip of another "
             "order, scanned twice, changes to it; once all is picked, scanned once.");
}

static void close_screen(struct screen *s)
{
    list_close(&pk_self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &pk_self(s)->list;
}

const struct screen_ops scr_pick = {
    .name = "pick",
    .code = "PK",
    .title = N_("Pick and pack"),
    .size = sizeof(struct pk),
    .commands = pk_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = pk_draw,
    .draw_small = pk_draw_small,
    .key = key,
    .resize = resize,
    .help = help,
    .list = shown_list,
    .close = close_screen,
};
