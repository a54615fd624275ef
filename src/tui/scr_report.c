/*
 * RP, reports of stock: what is low, what does not move, how long it lasts, what is too much.
 */
#include "domain/insight/stock_report.h"

#include <string.h>

#include "base/csv.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/os.h"
#include "domain/desk/money_text.h"
#include "domain/stock/stock.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

/* Reading all stock anew at each commit elsewhere would keep the desk busy with nothing else. */
#define CALM_MS 10000

struct rp {
    struct listing l;
    struct stock_rows rows; /* in s.data */
    enum stock_report kind;
    /* While it is asked what becomes of what is set aside. */
    struct item_id item;
    struct site_id site;
    struct qty qty;
};

static struct rp *rp_self(struct screen *s)
{
    return (struct rp *)s;
}

static const struct list_column columns[] = {
    { N_("Item"), 14, 9, 0, false, false },
    { N_("Description"), 24, 8, 2, false, true },
    { N_("Site"), 8, 6, 0, false, false },
    { N_("On hand"), 9, 7, 0, true, false },
    { N_("Allocated"), 9, 9, 2, true, false },
    { N_("Reorder"), 8, 7, 1, true, false },
    { N_("Incoming"), 9, 8, 1, true, false },
    { N_("Left 90d"), 9, 8, 0, true, false },
    { N_("Last left"), 10, 9, 1, false, false },
    { N_("Lasts"), 7, 6, 0, true, false },
    { N_("Aside"), 7, 6, 1, true, false },
    { N_("Bin"), 8, 6, 3, false, false },
    { 0 },
};
enum { COLUMNS = sizeof(columns) / sizeof(columns[0]) - 1 };

/* An item at a site; cursor and marks stay with it when others come or go. */
static int64_t row_id(const struct stock_row *r)
{
    return listing_id(r->item.v, r->site.v);
}

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct stock_row *r = &rp_self(s)->rows.v[at];
    struct arena *a = s->data;

    cells[0] = r->sku;
    cells[1] = r->description;
    cells[2] = r->site_code;
    cells[3] = text_qty(s->desk, a, r->on_hand);
    cells[4] = text_qty(s->desk, a, r->allocated);
    cells[5] = text_qty(s->desk, a, r->reorder);
    cells[6] = r->incoming.milli > 0 ? text_qty(s->desk, a, r->incoming) : "";
    cells[7] = text_qty(s->desk, a, r->left);
    cells[8] = text_when(s->desk, a, r->last);
    cells[9] = r->cover_days < 0 ? "-" : arena_printf(a, _("%d d"), r->cover_days);
    cells[10] = r->aside.milli > 0 ? text_qty(s->desk, a, r->aside) : "";
    cells[11] = r->bin;
    row->id = row_id(r);
}

static bool reads_all_stock(enum stock_report kind)
{
    return kind == STOCK_SLOW || kind == STOCK_COVER || kind == STOCK_OVER;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct rp *rp = rp_self(s);
    struct stock_rows now;

    if (!stock_report_load(s->desk, rp->kind, (struct site_id){ 0 }, stock_report_days(rp->kind),
                     LIMIT_PAGE_ROWS, s->data, &now, err))
        return false;
    rp->rows = now;
    s->calm_ms = reads_all_stock(rp->kind) ? CALM_MS : 0;
    listing_show(s, now.n, put_row);
    s->context = stock_report_words(rp->kind);
    return true;
}

static const struct stock_row *selected(struct screen *s)
{
    return &rp_self(s)->rows.v[listing_at(s)];
}

static bool open_row(struct screen *s, struct err *err)
{
    return app_push(s->app, &scr_item, &selected(s)->item, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct rp *rp = rp_self(s);

    (void)err;
    rp->kind = *(const enum stock_report *)arg;
    listing_begin(s, columns, open_row);
    rp->l.list.empty = _("Nothing. F4 shows the next report.");
    s->hint = _("Enter opens the item. Space marks rows for F10, which makes a file.");
    return true;
}

static bool run_kind(struct screen *s, struct err *err)
{
    struct rp *rp = rp_self(s);

    list_clear_marks(&rp->l.list);
    rp->kind = rp->kind == STOCK_ASIDE ? STOCK_LOW : (enum stock_report)(rp->kind + 1);
    return screen_refresh(s, err);
}

/* --- what is set aside: good after all, or written off ---------------------------------------- */

enum aside_do { ASIDE_GOOD = 1, ASIDE_SCRAP };

static bool is_aside(const struct screen *s, struct err *why)
{
    if (((const struct rp *)s)->kind != STOCK_ASIDE)
        return err_set(why, ERR_STATE, _("Only of what is set aside. F4 shows that list."));
    return listing_has_row(s, why);
}

static bool judged(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct rp *rp = rp_self(s);
    struct stock_aside in = { rp->item, rp->site, rp->qty, { r->id } };

    if (r->text[0] != '\0' && !qty_parse(r->text, 3, app_form(s->app), &in.qty, err))
        return err_at(err, "qty");
    if (!(r->tag == ASIDE_GOOD ? stock_aside_good(s->desk, &in, err)
                               : stock_aside_scrap(s->desk, &in, err)))
        return false;
    app_say(s->app,
            r->tag == ASIDE_GOOD ? _("%s of it is for sale again.") : _("%s of it is written off."),
            text_qty(s->desk, s->data, in.qty));
    return screen_refresh(s, err);
}

static bool ask_aside(struct screen *s, enum aside_do what, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct rp *rp = rp_self(s);
    const struct stock_row *r = selected(s);
    struct dialog dialog = { .label = _("How many (empty: all of it)"), .tag = what };

    dialog.title = arena_printf(
        tmp, what == ASIDE_GOOD ? _("%s is good after all: why?") : _("%s is written off: why?"),
        r->sku);
    if (!desk_may(s->desk, "stock.aside", err) || !dialog_reasons(s, "stock", tmp, &dialog, err))
        return false;
    rp->item = r->item;
    rp->site = r->site;
    rp->qty = r->aside;
    dialog_reason(s, &dialog, judged);
    return true;
}

static bool run_good(struct screen *s, struct err *err)
{
    return ask_aside(s, ASIDE_GOOD, err);
}

static bool run_scrap(struct screen *s, struct err *err)
{
    return ask_aside(s, ASIDE_SCRAP, err);
}

/* --- a file of the marked rows, else of all ----------------------------------------------------
 */

static void put_cells(FILE *file, const struct list_column *c, const char *const *cells)
{
    for (int i = 0; i < COLUMNS; i++)
        csv_put(file, cells != NULL ? cells[i] : _(c[i].title), i == 0);
    csv_end_row(file);
}

static int put_marked(struct screen *s, FILE *file)
{
    const struct rp *rp = rp_self(s);
    bool is_some = rp->l.list.marks_n > 0;
    int n = 0;

    put_cells(file, columns, NULL);
    for (int i = 0; i < rp->rows.n; i++) {
        const char *cells[COLUMNS] = { 0 };
        struct list_row row = { 0 };

        if (is_some && !list_is_marked(&rp->l.list, row_id(&rp->rows.v[i])))
            continue;
        put_row(s, i, &row, cells);
        put_cells(file, columns, cells);
        n++;
    }
    return n;
}

static bool file_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct os_out out;
    int n;
    bool is_ok;

    if (strcmp(r->text, "-") == 0) /* the terminal itself */
        return err_set(err, ERR_INVALID, _("Type the name of a file."));
    if (!os_out_open(&out, r->text, err))
        return false;
    n = put_marked(s, out.file);
    is_ok = os_out_commit(&out, err);
    os_out_close(&out);
    if (is_ok)
        app_say(s->app,
                ngettext("%d row is in the file.", "%d rows are in the file.", (unsigned long)n),
                n);
    return is_ok;
}

static bool run_file(struct screen *s, struct err *err)
{
    const struct dialog dialog = { .title = _("Rows to a file"),
                                   .text = _("The marked rows, or all where none is marked."),
                                   .label = _("File"),
                                   .needs_text = true };

    (void)err;
    dialog_ask(s, &dialog, file_given);
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What is below its reorder point; of what nothing left in 90 days; what lasts less "
             "than 14 days at the pace of the last 90; what lasts longer than a year; what is set "
             "aside.");
}

static const struct command commands[] = {
    { "report.kind", "F4 C-t", N_("Report"),
      N_("The next report: below the reorder point, slow, short-lived, too much, set aside."), NULL,
      run_kind },
    { "report.good", "F6 C-n", N_("Good"), N_("What is set aside is good after all."), is_aside,
      run_good },
    { "report.scrap", "F8 M-x", N_("Scrap"), N_("What is set aside is written off."), is_aside,
      run_scrap },
    { "report.file", "F10 C-o", N_("To a file"),
      N_("The marked rows, or all, as a file of comma-separated values."), NULL, run_file },
    { 0 },
};

const struct screen_ops scr_report = {
    .name = "report",
    .code = "RP",
    .title = N_("Reports of stock"),
    .size = sizeof(struct rp),
    .commands = commands,
    .enter = enter,
    .refresh = refresh,
    .draw = listing_draw,
    .key = listing_key,
    .resize = listing_resize,
    .help = help,
    .close = listing_close,
};
