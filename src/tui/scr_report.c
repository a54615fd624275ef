/*
 * RP, reports of stock: what is low, what does not move, how long it lasts, what is too much.
 */
#include "domain/insight/stock_report.h"

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/screens.h"

struct rp {
    struct screen s;
    struct list list;
    struct report_rows rows; /* in s.data */
    enum report_kind kind;
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

static void put_row(struct rp *rp, const struct report_row *r, struct list_row *row)
{
    struct arena *a = rp->s.data;
    const char **cells = arena_array(a, COLUMNS, const char *);

    cells[0] = r->sku;
    cells[1] = r->description;
    cells[2] = r->site_code;
    cells[3] = text_qty(rp->s.desk, a, r->on_hand);
    cells[4] = text_qty(rp->s.desk, a, r->allocated);
    cells[5] = text_qty(rp->s.desk, a, r->reorder);
    cells[6] = r->incoming.milli > 0 ? text_qty(rp->s.desk, a, r->incoming) : "";
    cells[7] = text_qty(rp->s.desk, a, r->left);
    cells[8] = text_when(rp->s.desk, a, r->last);
    cells[9] = r->cover_days < 0 ? "-" : arena_printf(a, _("%d d"), r->cover_days);
    cells[10] = r->aside.milli > 0 ? text_qty(rp->s.desk, a, r->aside) : "";
    cells[11] = r->bin;
    row->cells = cells;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct rp *rp = rp_self(s);
    struct report_rows now;
    struct list_row *rows;

    if (!report_load(s->desk, rp->kind, (struct site_id){ 0 }, report_usual_days(rp->kind),
                     LIMIT_PAGE_ROWS, s->data, &now, err))
        return false;
    rp->rows = now;
    rows = arena_array(s->data, now.n + 1, struct list_row);
    for (int i = 0; i < now.n; i++) {
        put_row(rp, &now.v[i], &rows[i]);
        rows[i].id = i + 1;
    }
    list_set_rows(&rp->list, rows, now.n);
    s->context = report_words(rp->kind);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct rp *rp = rp_self(s);

    (void)err;
    rp->kind = *(const enum report_kind *)arg;
    list_init(&rp->list, s->app, columns, NULL, NULL);
    rp->list.empty = _("Nothing. F4 shows the next report.");
    s->hint = _("Enter opens the item. A file of it: orderdesk report low --csv");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    list_draw(&((const struct rp *)s)->list, c, true);
}

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&rp_self(s)->list, rows);
}

static bool run_kind(struct screen *s, struct err *err)
{
    struct rp *rp = rp_self(s);

    rp->kind = rp->kind == REPORT_ASIDE ? REPORT_LOW : (enum report_kind)(rp->kind + 1);
    return screen_refresh(s, err);
}

static bool key(struct screen *s, struct key k)
{
    struct rp *rp = rp_self(s);
    int64_t id = list_selected(&rp->list);
    struct err err = ERR_INIT;

    if (key_is(k, K_ENTER)) {
        if (id == 0)
            err_set(&err, ERR_STATE, _("Nothing is selected."));
        if (id == 0 || !app_push(s->app, &scr_item, &rp->rows.v[id - 1].item, &err))
            app_error(s->app, &err);
        return true;
    }
    return list_key(&rp->list, k);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("What is below its reorder point; of what nothing left in 90 days; what lasts less "
             "than 14 days at the pace of the last 90; what lasts longer than a year; what is set "
             "aside.");
}

static void close_screen(struct screen *s)
{
    list_close(&rp_self(s)->list);
}

static const struct command commands[] = {
    { "report.kind", "F4 C-t", N_("Report"),
      N_("The next report: below the reorder point, slow, short-lived, too much, set aside."), NULL,
      run_kind },
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
    .draw = draw,
    .key = key,
    .resize = resize,
    .help = help,
    .close = close_screen,
};
