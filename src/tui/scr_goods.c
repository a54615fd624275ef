/*
 * RC, CT, TR: receipts, counts and transfers, newest first. F6 begins one; a number that is scanned
 * opens its own.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/catalog/scan.h"
#include "domain/desk/money_text.h"
#include "domain/flow/arrival.h"
#include "domain/stock/doc.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/field.h"
#include "tui/handheld.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct goods {
    struct listing l;
    struct stock_docs docs; /* in s.data */
    enum stock_doc_kind kind;
    bool is_open;              /* only what is not over */
    struct stock_doc_new next; /* while it is asked for */
    char key[UUID_TEXT_SIZE];  /* of the one that is asked for */
    struct field bar;
};

static struct goods *goods_self(struct screen *s)
{
    return (struct goods *)s;
}

static const struct list_column columns[] = {
    { N_("Number"), 9, 7, 0, false, false },    { N_("Status"), 10, 9, 0, false, false },
    { N_("Site"), 8, 6, 0, false, false },      { N_("To"), 8, 6, 1, false, false },
    { N_("Reference"), 20, 8, 0, false, true }, { N_("Lines"), 6, 5, 0, true, false },
    { N_("By"), 10, 6, 1, false, false },       { N_("Begun"), 13, 8, 0, false, false },
    { N_("Due"), 9, 6, 2, false, false },       { 0 },
};

static void put_row(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct stock_doc *d = &goods_self(s)->docs.v[at];
    struct arena *a = s->data;

    cells[0] = d->number;
    cells[1] = stock_doc_status_words(d->status);
    cells[2] = d->site_code;
    cells[3] = d->to_code;
    cells[4] = d->ref;
    cells[5] = arena_printf(a, "%d", d->line_count);
    cells[6] = d->created_by;
    cells[7] = text_stamp(s->desk, a, d->created);
    cells[8] = date_is_set(d->due) ? text_date(s->desk, a, d->due) : "";
    row->id = d->id;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct goods *g = goods_self(s);
    struct stock_docs docs;

    if (!stock_docs_load(s->desk, g->kind, g->is_open, 0, listing_max(s, LIMIT_PAGE_ROWS), s->data,
                         &docs, err))
        return false;
    g->docs = docs;
    listing_show(s, docs.n, put_row);
    s->context = g->is_open ? _("not over yet") : _("all, newest first");
    return true;
}

static void name_it(struct goods *g)
{
    switch (g->kind) {
    case DOC_RECEIPT:
        g->l.s.title = _("Receipts");
        g->l.list.empty = _("No goods were received here yet. F6 begins.");
        break;
    case DOC_COUNT:
        g->l.s.title = _("Counts");
        g->l.list.empty = _("Nothing was counted here yet. F6 begins.");
        break;
    case DOC_TRANSFER:
        g->l.s.title = _("Transfers");
        g->l.list.empty = _("Nothing went to another site yet. F6 begins.");
        break;
    }
}

static bool open_row(struct screen *s, struct err *err)
{
    int64_t id = list_selected(&goods_self(s)->l.list);

    return app_push(s->app, &scr_goods_doc, &id, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct goods *g = goods_self(s);

    (void)err;
    g->is_open = *(const enum goods_list *)arg == GOODS_COUNTS_OPEN;
    g->kind = g->is_open ? DOC_COUNT : (enum stock_doc_kind)(*(const enum goods_list *)arg);
    listing_begin(s, columns, open_row);
    g->l.head_rows = 1;
    name_it(g);
    s->hint = _("Enter opens, F6 begins a new one, F4 shows only what is not over.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct goods *g = (const struct goods *)s;
    int col = canvas_text(c, 0, 1, -1, STYLE_HEAD, _("Number:")) + 2;

    listing_draw_rows(&g->l, c);
    field_draw(&g->bar, c, 0, col, c->cols - col - 1, STYLE_FOCUS, !field_is_empty(&g->bar));
}

static void draw_small(const struct screen *s, struct canvas *c, const char *message)
{
    const struct goods *g = (const struct goods *)s;
    const struct handheld h = { .head = s->title,
                                .list = &g->l.list,
                                .columns = { 0, 1, 4 },
                                .prompt = _("SCAN>"),
                                .bar = &g->bar,
                                .message = message != s->hint ? message : "",
                                .keys = ".NEW .NEXT .OK" };

    handheld_draw(&h, c);
}

/* A number of these, of an order, or a code; as it was where it is none. */
static bool open_typed(struct goods *g, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct scan scan;
    int64_t id;

    scan_read(g->bar.text, tmp, &scan);
    if (strcasecmp(scan.code, ".ok") == 0) {
        field_clear(&g->bar);
        return listing_has_row(&g->l.s, err) && open_row(&g->l.s, err);
    }
    if (scan.code[0] != '.' && scan.code[strspn(scan.code, "0123456789")] != '\0') {
        if (!stock_doc_find(g->l.s.desk, scan.code, &id, err))
            return false;
        field_clear(&g->bar);
        return app_push(g->l.s.app, &scr_goods_doc, &id, err);
    }
    field_clear(&g->bar);
    return app_run_code(g->l.s.app, scan.code, err);
}

static bool key(struct screen *s, struct key k)
{
    struct goods *g = goods_self(s);
    struct err err = ERR_INIT;

    if (!field_is_empty(&g->bar) && (key_is(k, K_ENTER) || key_is(k, K_TAB))) {
        if (!open_typed(g, &err)) {
            app_error(s->app, &err);
            field_focus(&g->bar); /* another scan takes its place, a mended one does not */
        }
        return true;
    }
    return (!field_wants_blank(&g->bar, k) && listing_key(s, k)) ||
           field_key(&g->bar, k) != FIELD_UNUSED;
}

/* --- a new one: the site (where there are several), the other site, the reference --------------
 */

static bool ref_given(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct goods *g = goods_self(s);
    int64_t id;

    g->next.ref = r->text;
    return stock_doc_create(s->desk, &g->next, g->key, &id, err) &&
           app_push(s->app, &scr_goods_doc, &id, err);
}

static bool ask_ref(struct screen *s)
{
    struct goods *g = goods_self(s);
    struct dialog dialog = { .title = stock_doc_kind_words(g->kind),
                             .label = g->kind == DOC_RECEIPT ? _("Delivery note, supplier")
                                      : g->kind == DOC_COUNT ? _("Why it is counted")
                                                             : _("What it is for") };

    dialog_ask(s, &dialog, ref_given);
    return true;
}

/* Active sites but this one, as choices; where one is left it is taken. */
static bool ask_site(struct screen *s, const char *title, struct site_id except,
                     struct site_id *only, dialog_done *done, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct dialog_choice *choices;
    struct dialog dialog = { .title = title };
    struct site_list sites;

    if (!site_list_load(s->desk, tmp, &sites, err))
        return false;
    choices = arena_array(tmp, sites.n + 1, struct dialog_choice);
    for (int i = 0; i < sites.n; i++)
        if (sites.v[i].is_active && sites.v[i].id.v != except.v)
            choices[dialog.n++] = (struct dialog_choice){
                .label = arena_printf(tmp, "%s  %s", sites.v[i].code, sites.v[i].name),
                .id = sites.v[i].id.v,
            };
    if (dialog.n == 0)
        return err_set(err, ERR_STATE, _("There is no other site."));
    only->v = dialog.n == 1 ? choices[0].id : 0;
    if (only->v != 0)
        return true;
    dialog.choices = choices;
    dialog_choose(s, &dialog, done);
    return true;
}

static bool to_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    (void)err;
    goods_self(s)->next.to_site.v = r->id;
    return ask_ref(s);
}

static bool ask_to(struct screen *s, struct err *err)
{
    struct goods *g = goods_self(s);

    if (g->kind != DOC_TRANSFER)
        return ask_ref(s);
    if (!ask_site(s, _("To which site?"), g->next.site, &g->next.to_site, to_chosen, err))
        return false;
    return g->next.to_site.v == 0 || ask_ref(s);
}

static bool site_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    goods_self(s)->next.site.v = r->id;
    return ask_to(s, err);
}

static const char *right_of(enum stock_doc_kind kind)
{
    return kind == DOC_RECEIPT ? "stock.receive"
           : kind == DOC_COUNT ? "stock.count"
                               : "stock.transfer";
}

static bool run_new(struct screen *s, struct err *err)
{
    struct goods *g = goods_self(s);

    if (!desk_may(s->desk, right_of(g->kind), err))
        return false;
    g->next = (struct stock_doc_new){ .kind = g->kind };
    uuid7(app_now(s->app), g->key);
    if (!ask_site(s, g->kind == DOC_TRANSFER ? _("From which site?") : _("At which site?"),
                  (struct site_id){ 0 }, &g->next.site, site_chosen, err))
        return false;
    return g->next.site.v == 0 || ask_to(s, err);
}

static bool run_open(struct screen *s, struct err *err)
{
    struct goods *g = goods_self(s);

    g->is_open = !g->is_open;
    return screen_refresh(s, err);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Goods that came in (.rc), were counted (.ct) or went to another site (.tr). Each is "
             "entered line by line and booked whole. Its number, scanned or typed, opens it.");
}

static const struct command commands[] = {
    { "goods.open", "F4 C-t", N_("Open"), N_("Only what is not over, or all."), NULL, run_open },
    { "goods.new", "F6 C-n", N_("New"), N_("Begin a new one."), NULL, run_new },
    { 0 },
};

const struct screen_ops scr_goods = {
    .name = "goods",
    .code = "",
    .title = N_("Goods"),
    .size = sizeof(struct goods),
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
