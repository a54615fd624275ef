/*
 * What is behind a figure of a report: each order, line, pick or shipment that was counted. Read at
 * once where that is quick; else in the pauses between keys, until it is there or given up by Esc.
 */
#include <limits.h>
#include <stddef.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/insight/report_behind.h"
#include "domain/insight/report_text.h"
#include "tui/app.h"
#include "tui/listing.h"
#include "tui/report_wait.h"
#include "tui/screens.h"

enum row_cell {
    CELL_ORDER,
    CELL_CUSTOMER,
    CELL_PICK,
    CELL_AT,
    CELL_CARRIER,
    CELL_TRACKING,
    CELL_SKU,
    CELL_DESCRIPTION,
    CELL_VALUE,
    CELLS
};

struct behind {
    struct listing l;
    struct behind_arg arg; /* its texts in keep */
    struct arena *keep;
    struct arena *arena; /* of the rows; NULL before the first */
    struct report_rows rows;
    struct list_column columns[CELLS + 1];
    enum row_cell cells[CELLS];
    int column_n;
    bool is_due;
    struct report_wait wait;
};

static struct behind *self(struct screen *s)
{
    return (struct behind *)s;
}

/* --- columns ---------------------------------------------------------------------------------- */

static void add_column(struct behind *b, enum row_cell cell, struct list_column column)
{
    b->cells[b->column_n] = cell;
    b->columns[b->column_n++] = column;
}

/* What there is to say of such rows. */
static void set_columns(struct behind *b)
{
    const struct report_row none = { 0 };
    const struct report_row *row = b->rows.n > 0 ? &b->rows.v[0] : &none;
    bool is_sent = row->shipment != 0;

    b->column_n = 0;
    add_column(b, CELL_ORDER, (struct list_column){ N_("Order"), 9, 8, 0, false, false });
    add_column(b, CELL_CUSTOMER, (struct list_column){ N_("Customer"), 24, 8, 0, false, true });
    add_column(b, CELL_AT,
               is_sent ? (struct list_column){ N_("Left"), 16, 16, 0, false, false }
                       : (struct list_column){ N_("Placed"), 16, 16, 1, false, false });
    if (is_sent || row->pick != 0)
        add_column(b, CELL_PICK, (struct list_column){ N_("Pick"), 12, 9, 2, false, false });
    if (is_sent) {
        add_column(b, CELL_CARRIER, (struct list_column){ N_("Carrier"), 8, 6, 0, false, false });
        add_column(b, CELL_TRACKING,
                   (struct list_column){ N_("Tracking"), 20, 9, 1, false, false });
    }
    if (row->is_line) {
        add_column(b, CELL_SKU, (struct list_column){ N_("Item"), 12, 8, 0, false, false });
        add_column(b, CELL_DESCRIPTION,
                   (struct list_column){ N_("Description"), 28, 10, 2, false, false });
    }
    if (b->arg.kind != REPORT_COUNT)
        add_column(b, CELL_VALUE, (struct list_column){ b->arg.column, 12, 9, 0, true, false });
    b->columns[b->column_n] = (struct list_column){ 0 };
    b->l.list.columns = b->columns;
}

/* --- rows ------------------------------------------------------------------------------------- */

static const char *cell_of(struct behind *b, enum row_cell cell, const struct report_row *row,
                           const struct report_row_words *w, struct arena *arena)
{
    struct desk *desk = b->l.s.desk;

    switch (cell) {
    case CELL_ORDER:
        return w->number;
    case CELL_CUSTOMER:
        return w->customer;
    case CELL_PICK:
        return w->pick;
    case CELL_AT:
        return text_stamp(desk, arena, w->at);
    case CELL_CARRIER:
        return w->carrier;
    case CELL_TRACKING:
        return w->tracking;
    case CELL_SKU:
        return w->sku;
    case CELL_DESCRIPTION:
        return w->description;
    case CELL_VALUE:
        return report_value_text(desk, b->arg.kind,
                                 (struct report_value){ .n = row->n, .is_set = true }, arena);
    case CELLS:
        break;
    }
    return "";
}

/* A row's id is its place, and one. */
static bool page(void *ctx, const struct list_from *from, int count, struct arena *arena,
                 struct list_rows *out, struct err *err)
{
    struct behind *b = ctx;
    int step = from->backward ? -1 : 1;
    int at = from->at == NULL  ? (from->backward ? b->rows.n - 1 : 0)
             : from->inclusive ? (int)from->at->id - 1
                               : (int)from->at->id - 1 + step;

    for (; out->n < count && at >= 0 && at < b->rows.n; at += step) {
        const struct report_row *row = &b->rows.v[at];
        const char **cells = arena_array(arena, CELLS, const char *);
        struct report_row_words words;

        if (!report_row_read(b->l.s.desk, row, arena, &words, err))
            return false;
        for (int i = 0; i < b->column_n; i++)
            cells[i] = cell_of(b, b->cells[i], row, &words, arena);
        *vec_push(arena, out) = (struct list_row){ .id = at + 1, .cells = cells };
    }
    return true;
}

static int64_t count(void *ctx)
{
    return ((struct behind *)ctx)->rows.n;
}

static const struct list_source source = { page, count };

/* --- reading ---------------------------------------------------------------------------------- */

static bool use_nothing(struct screen *s, struct key k)
{
    (void)s;
    (void)k;
    return false;
}

static bool are_same(const struct report_rows *x, const struct report_rows *y)
{
    bool is_same = x->n == y->n;

    for (int i = 0; is_same && i < x->n; i++)
        is_same = x->v[i].order.v == y->v[i].order.v && x->v[i].pick == y->v[i].pick &&
                  x->v[i].shipment == y->v[i].shipment && x->v[i].item.v == y->v[i].item.v;
    return is_same;
}

static bool read_now(struct behind *b, bool is_short, struct err *err)
{
    struct report_progress progress = report_wait_progress(&b->wait, is_short);
    struct arena *fresh = arena_new();
    struct report_rows rows;

    if (!report_behind(b->l.s.desk, b->arg.report, &b->arg.ask, &b->arg.figure, &progress, fresh,
                       &rows, err)) {
        arena_free(fresh);
        return false;
    }
    /* Marks are places. */
    if (!are_same(&rows, &b->rows))
        list_clear_marks(&b->l.list);
    arena_free(b->arena);
    b->arena = fresh;
    b->rows = rows;
    b->is_due = false;
    return true;
}

static bool show(struct screen *s, struct err *err)
{
    struct behind *b = self(s);
    long all = b->rows.n + (long)b->rows.more;

    set_columns(b);
    s->context =
        b->is_due ? _("is being read, Esc stops")
        : b->rows.more > 0
            ? arena_printf(s->data, _("the first %d of %ld"), b->rows.n, all)
            : arena_printf(s->data, ngettext("%ld row", "%ld rows", (unsigned long)all), all);
    app_redraw(s->app);
    return list_reload(&b->l.list, err);
}

/* What another desk commits changes nothing here: the list stays that of the figure until F5. */
static bool refresh(struct screen *s, struct err *err)
{
    struct behind *b = self(s);

    s->calm_ms = INT_MAX;
    if (!b->is_due) {
        report_wait_begin(&b->wait, s->app, use_nothing);
        if (!read_now(b, true, err)) {
            if (err->code != ERR_BUSY)
                return false;
            err_clear(err);
            b->is_due = true;
        }
    }
    return show(s, err);
}

static bool work(struct screen *s)
{
    struct behind *b = self(s);
    struct err err = ERR_INIT;

    if (!b->is_due || app_screen(s->app) != s || app_popup(s->app) != NULL)
        return false;
    if (!read_now(b, false, &err)) {
        if (err.code == ERR_BUSY && app_has_input(s->app))
            return true;
        b->is_due = false;
        app_error(s->app, &err);
        err_clear(&err);
    }
    if (!show(s, &err))
        app_error(s->app, &err);
    return b->is_due;
}

/* --- keys ------------------------------------------------------------------------------------- */

static const struct report_row *selected(struct screen *s)
{
    int64_t id = list_selected(&self(s)->l.list);

    return id > 0 && id <= self(s)->rows.n ? &self(s)->rows.v[id - 1] : NULL;
}

static bool open_row(struct screen *s, struct err *err)
{
    const struct report_row *row = selected(s);

    return row == NULL || app_push(s->app, &scr_order, &row->order, err);
}

static bool key(struct screen *s, struct key k)
{
    struct behind *b = self(s);
    struct err err = ERR_INIT;

    if (!b->is_due || !key_is(k, K_ESC))
        return listing_key(s, k);
    b->is_due = false;
    if (!show(s, &err))
        app_error(s->app, &err);
    else
        app_say(s->app, _("Stopped. F5 reads it again."));
    return true;
}

static bool has_find(const struct screen *s, struct err *why)
{
    return ((const struct behind *)s)->arg.find != NULL ||
           err_set(why, ERR_STATE, _("The find bar has no words for what is counted here."));
}

static bool run_find(struct screen *s, struct err *err)
{
    const struct browse_arg arg = { .browse = &browse_orders, .text = self(s)->arg.find };

    return app_push(s->app, &scr_browse, &arg, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct behind *b = self(s);
    const struct behind_arg *in = arg;

    (void)err;
    b->keep = arena_new();
    b->arg = *in;
    b->arg.line = arena_strdup(b->keep, in->line);
    b->arg.column = arena_strdup(b->keep, in->column);
    b->arg.find = in->find != NULL ? arena_strdup(b->keep, in->find) : NULL;
    s->title = arena_printf(b->keep, "%s: %s", in->line, in->column);
    b->l.open = open_row;
    set_columns(b);
    list_init(&b->l.list, s->app, b->columns, &source, b);
    b->l.list.empty = _("Nothing was counted here.");
    s->hint = _("Enter opens the order. Alt-E writes all rows to a file.");
    return true;
}

static void close_screen(struct screen *s)
{
    listing_close(s);
    arena_free(self(s)->arena);
    arena_free(self(s)->keep);
}

static const char *help(const struct screen *s)
{
    return _(((const struct behind *)s)->arg.report->definition);
}

static const struct command commands[] = {
    { "behind.find", "F4 C-t", N_("In Find"),
      N_("The orders that this is about in Find, to work on them or for other columns."), has_find,
      run_find },
    { 0 },
};

const struct screen_ops scr_behind = {
    .name = "behind",
    .code = "",
    .title = N_("What was counted"),
    .size = sizeof(struct behind),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = listing_draw,
    .key = key,
    .work = work,
    .resize = listing_resize,
    .help = help,
    .list = listing_list,
    .close = close_screen,
};
