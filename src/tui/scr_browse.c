/*
 * FI, find: a query bar, results as one types, and the row's detail beside it on wide screens. What
 * a row is, its columns and pages come from a struct browse (browse_orders.c and others).
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/desk.h"
#include "domain/insight/search.h"
#include "tui/app.h"
#include "tui/browse.h"
#include "tui/finder.h"
#include "tui/screens.h"

#define BAR_ROWS  1
#define PANE_FROM 120

/* Tab goes round; the first looks at all kinds at once. */
static const struct browse *const kinds[] = { &browse_all, &browse_orders, &browse_customers,
                                              &browse_items };

static struct finder *finder_self(struct screen *s)
{
    return (struct finder *)s;
}

/* "o:acme" is for orders, whatever was chosen. */
static const struct browse *kind_of_text(const struct finder *f)
{
    for (size_t i = 0; i < OD_LEN(kinds); i++) {
        size_t len = strlen(kinds[i]->prefix);

        if (len > 0 && strncmp(f->bar.text, kinds[i]->prefix, len) == 0)
            return kinds[i];
    }
    return f->chosen;
}

void finder_show(struct finder *f)
{
    f->shown = kind_of_text(f);
    finder_fit_columns(f);
    if (f->has_list)
        list_close(&f->list);
    f->source = (struct list_source){ .page = f->shown->page, .count = f->shown->count };
    list_init(&f->list, f->s.app, f->columns, &f->source, &f->query);
    f->list.empty = _(f->shown->empty);
    f->has_list = true;
    list_resize(&f->list, f->s.rows - BAR_ROWS);
    f->s.title = _(f->shown->title);
}

static void say_hits(struct finder *f)
{
    bool is_all = f->list.at_begin && f->list.at_end && !f->query.is_cut;

    f->s.context =
        arena_printf(f->problem_arena, is_all ? _("%d found") : _("%d and more"), f->list.rows.n);
}

/* A query that gave way to a key is asked again after it. */
static bool give_up(void *arg)
{
    return app_has_input(arg);
}

/* Behind the word of the bar that is refused, where ^W takes it away; -1 where none is. */
static int refused_at(const struct finder *f)
{
    OD_ARENA *tmp = arena_new();
    const struct query *query;
    struct query_word word;
    struct err none = ERR_INIT;

    return query_parse_at(f->bar.text, f->shown->kind, f->s.desk, tmp, &query, &word, &none)
               ? -1
               : word.to;
}

/* Nothing was found: words with one letter wrong are shown as they may have been meant. It takes
 * more than a key may, so it is done when the keys have come to rest. */
static bool load_mended(struct finder *f, struct err *err)
{
    struct query_mended mended;

    if (f->list.rows.n > 0 || !f->list.at_begin || !f->list.at_end)
        return true;
    if (!query_mend(f->s.desk, f->bar.text, f->shown->kind, f->mended_arena, &mended, err))
        return false;
    if (mended.text == NULL)
        return true;
    f->query.text = mended.text;
    if (!list_load(&f->list, err))
        return false;
    f->is_mended = f->list.rows.n > 0;
    if (f->is_mended)
        f->s.hint = arena_printf(f->mended_arena, _("Nothing for \"%s\"; showing \"%s\"."),
                                 mended.was, mended.is);
    return true;
}

static bool load(struct finder *f, bool is_reload, struct err *err)
{
    bool ok;

    if (f->is_mended)
        f->s.hint = NULL;
    f->is_mended = false;
    f->query.text = f->bar.text;
    f->query.is_cut = false;
    arena_reset(f->mended_arena);
    desk_on_progress(f->s.desk, give_up, f->s.app);
    ok = is_reload ? list_reload(&f->list, err) : list_load(&f->list, err);
    desk_on_progress(f->s.desk, NULL, NULL);
    /* What gave way leaves what is shown as it is: it may be drawn before it is asked again. */
    if (!ok && err->code == ERR_BUSY)
        return false;
    arena_reset(f->problem_arena);
    f->problem = NULL;
    if (ok) {
        f->is_stale = false;
        f->wants_mended = f->list.rows.n == 0 && f->bar.len > 0;
        f->pane_id = 0;
        say_hits(f);
        return true;
    }
    f->is_stale = false;
    f->problem = arena_strdup(f->problem_arena, err->text);
    f->problem_at = refused_at(f);
    f->s.context = "";
    f->s.hint = f->problem;
    return false;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct finder *f = finder_self(s);
    const struct browse_arg *in = arg;

    f->problem_arena = arena_new();
    f->mended_arena = arena_new();
    finder_complete_begin(f);
    f->view_arena = arena_new();
    f->pane_arena = arena_new();
    textview_init(&f->pane);
    f->chosen = in != NULL && in->browse != NULL ? in->browse : &browse_all;
    if (in != NULL && in->text != NULL)
        field_set(&f->bar, in->text);
    f->query.app = s->app;
    f->query.desk = s->desk;
    finder_show(f);
    if (in != NULL && in->view_id != 0 && !finder_take_view(f, in->view_id, err))
        return false;
    if (load(f, false, err) || f->problem != NULL) {
        err_clear(err);
        return true;
    }
    f->is_stale = true;
    err_clear(err);
    return true;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct finder *f = finder_self(s);

    if (f->is_stale || f->problem != NULL)
        return true;
    return load(f, true, err) || f->problem != NULL || err->code == ERR_BUSY;
}

static void settle(struct screen *s)
{
    struct finder *f = finder_self(s);
    struct err err = ERR_INIT;

    finder_complete_settle(f);
    if (!f->is_stale)
        return;
    if (kind_of_text(f) != f->shown)
        finder_show(f);
    list_clear_marks(&f->list);
    s->hint = _("Words, or status: customer: sku: date: total>. Tab changes the kind.");
    (void)!load(f, false, &err);
}

/* Detail of the row under the cursor, after the keys have come to rest. */
static void rest(struct screen *s)
{
    struct finder *f = finder_self(s);
    struct err err = ERR_INIT;
    int64_t id = list_selected(&f->list);
    const char *text = "";

    if (f->wants_mended) {
        f->wants_mended = false;
        desk_on_progress(s->desk, give_up, s->app);
        if (load_mended(f, &err) && f->is_mended) {
            say_hits(f);
            app_redraw(s->app);
        }
        desk_on_progress(s->desk, NULL, NULL);
        err_clear(&err);
        id = list_selected(&f->list);
    }
    if (s->cols < PANE_FROM || app_a11y(s->app) || id == f->pane_id || f->shown->preview == NULL)
        return;
    arena_reset(f->pane_arena);
    f->pane_id = id;
    if (id != 0 && !f->shown->preview(&f->query, id, f->pane_arena, &text, &err))
        text = "";
    textview_set(&f->pane, text);
    app_redraw(s->app);
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct finder *f = (const struct finder *)s;
    bool has_pane = c->cols >= PANE_FROM && !app_a11y(s->app) && f->shown->preview != NULL;
    int width = has_pane ? c->cols * 3 / 5 : c->cols;
    struct canvas body = canvas_view(c, BAR_ROWS, 0, -1, width), side;
    int col = canvas_text(c, 0, 1, -1, STYLE_HEAD, _("Find:")) + 2;

    list_draw(&f->list, &body, false);
    if (has_pane) {
        side = canvas_view(c, BAR_ROWS, width, -1, -1);
        canvas_vline(&side, 0, STYLE_DIM);
        side = canvas_view(&side, 0, 2, -1, -1);
        textview_draw(&f->pane, &side);
    }
    field_draw(&f->bar, c, 0, col, c->cols - col - 1, STYLE_FOCUS, true);
    if (f->is_on_row)
        list_put_cursor(&f->list, &body);
    finder_complete_draw(f, c, BAR_ROWS, col);
}

static void resize(struct screen *s, int rows, int cols)
{
    struct finder *f = finder_self(s);

    list_resize(&f->list, rows - BAR_ROWS);
    textview_resize(&f->pane, rows - BAR_ROWS, cols - cols * 3 / 5 - 3);
}

static bool is_list_key(struct key k)
{
    return key_is(k, K_UP) || key_is(k, K_DOWN) || key_is(k, K_PAGE_UP) || key_is(k, K_PAGE_DOWN) ||
           key_is(k, K_HOME) || key_is(k, K_END);
}

/* Numbers of at least five digits are orders; the check digit keeps a slip from opening another. */
static bool is_number(const char *text)
{
    size_t n = strspn(text, "0123456789");

    return n >= 5 && text[n] == '\0';
}

/* While a person types nothing moves; Enter on what is no search shows the word that is wrong. */
static void show_refused(struct finder *f)
{
    struct err err = ERR_INIT;

    if (f->problem_at >= 0)
        field_point(&f->bar, f->problem_at);
    (void)err_set(&err, ERR_INVALID, "%s", f->problem);
    app_error(f->s.app, &err);
}

static void open_selected(struct finder *f)
{
    struct app *app = f->s.app;
    struct err err = ERR_INIT;
    bool ok;

    if (f->bar.text[0] == '.' ||
        (is_number(f->bar.text) && f->shown != &browse_items && f->shown != &browse_customers))
        ok = app_run_code(app, f->bar.text, &err);
    else if (list_selected(&f->list) == 0)
        ok = err_set(&err, ERR_NOT_FOUND, _("Nothing is selected."));
    else
        ok = f->shown->open(app, list_selected(&f->list), &err);
    if (!ok)
        app_error(app, &err);
}

static void next_kind(struct finder *f)
{
    size_t at = 0;

    for (size_t i = 0; i < OD_LEN(kinds); i++)
        if (kinds[i] == f->chosen)
            at = i;
    f->chosen = kinds[(at + 1) % OD_LEN(kinds)];
    finder_show(f);
    f->is_stale = true;
}

static bool key(struct screen *s, struct key k)
{
    struct finder *f = finder_self(s);

    if (finder_complete_key(f, k))
        return true;
    f->is_on_row = is_list_key(k);
    if (f->is_on_row) {
        lookup_close(&f->completion);
        settle(s);
        return list_key(&f->list, k);
    }
    if (key_is(k, K_ENTER)) {
        settle(s);
        if (f->problem != NULL && f->bar.text[0] != '.')
            show_refused(f);
        else
            open_selected(f);
        return true;
    }
    if (key_is(k, K_TAB)) {
        next_kind(f);
        return true;
    }
    switch (field_key(&f->bar, k)) {
    case FIELD_UNUSED:
        return false;
    case FIELD_CHANGED:
        f->is_stale = true;
        lookup_touch(&f->completion);
        return true;
    case FIELD_MOVED:
    case FIELD_REFUSED:
        return true;
    }
    return true;
}

/* Where the selected row is in what was found: the window knows it while it touches the beginning;
 * from there on steps count. */
static void say_place(struct finder *f, int by)
{
    const struct list *l = &f->list;

    if (l->at_begin)
        f->place = l->selected + 1;
    else if (f->place > 0)
        f->place += by;
    if (f->place == 0)
        return;
    if (l->at_begin && l->at_end)
        app_say(f->s.app, _("%d of %d"), f->place, l->rows.n);
    else
        app_say(f->s.app, _("%d of %d+"), f->place, f->place + l->rows.n - 1 - l->selected);
}

static bool step(struct screen *s, int by, int64_t *out_id, struct err *err)
{
    struct finder *f = finder_self(s);
    int64_t before = list_selected(&f->list);

    if (f->shown != &browse_all) {
        if (!list_step(&f->list, by, out_id, err))
            return false;
        say_place(f, by);
        return true;
    }
    /* Kinds are mixed here: the neighbor is the next row of the same kind. */
    do {
        if (!list_step(&f->list, by, out_id, err)) {
            (void)list_select(&f->list, before);
            return false;
        }
    } while (*out_id % BROWSE_ALL_KINDS != before % BROWSE_ALL_KINDS);
    *out_id /= BROWSE_ALL_KINDS;
    return true;
}

static bool may_create(const struct screen *s, struct err *why)
{
    if (((const struct finder *)s)->shown->create != NULL)
        return true;
    return err_set(why, ERR_STATE, _("Nothing is made here. Tab goes to another list."));
}

static bool run_create(struct screen *s, struct err *err)
{
    struct finder *f = finder_self(s);

    return f->shown->create(s->app, f->bar.text, err);
}

static bool run_order(struct screen *s, struct err *err)
{
    struct finder *f = finder_self(s);
    struct order_edit_arg arg = { 0 };

    if (f->shown == &browse_customers)
        arg.customer.v = list_selected(&f->list);
    return app_push(s->app, &scr_order_edit, &arg, err);
}

static bool run_clear(struct screen *s, struct err *err)
{
    struct finder *f = finder_self(s);

    (void)err;
    field_clear(&f->bar);
    lookup_close(&f->completion);
    f->is_stale = true;
    return true;
}

static const struct command browse_commands[] = {
    { "find.clear", "F2 C-f", N_("Clear"), N_("Empty the query bar."), NULL, run_clear },
    { "find.order", "F6 C-n", N_("New order"),
      N_("A new order; from the list of customers for the one under the cursor."), NULL,
      run_order },
    { "find.create", "F4 C-t", N_("New record"), N_("A new customer or item, as the list is."),
      may_create, run_create },
    { "find.views", "F10 C-o", N_("Views"),
      N_("Saved views: take one, save this search as one, drop one."), NULL, finder_views },
    { "find.mark", "F7 M-m", N_("Mark"), N_("Mark the row under the cursor, or not any more."),
      finder_may_mark, finder_mark },
    { "find.many", "F8 M-d", N_("Do to many"),
      N_("Do one thing to the marked orders, else to all that are found."), finder_may_mark,
      finder_many },
    { "find.release", "M-r", N_("Release"),
      N_("Release a hold of the order under the cursor, with the reason why it may go on."),
      finder_may_mark, finder_release },
    { "find.columns", "F11 M-v", N_("Columns"), N_("Which columns are shown here."),
      finder_has_columns, finder_columns },
    { 0 },
};

static const char *help(const struct screen *s)
{
    (void)s;
    return _(
        "Type words: every word must begin a word of the record; accents and case do not matter; "
        "a minus in front leaves out. o: c: p: in front look for orders, customers or products "
        "only; Tab goes round. Fields: status:backordered,on_hold -customer:1042 sku:4711 "
        "city:leeds postcode:ls1 channel:web po:778 by:anna date:last-week since:2026-11-01 "
        "promised:today total:100..500 is:late sort:-total work:packed hold:credit tracking:0034. "
        "Between two of these, or finds what has either. Tab takes what is offered of a name "
        "that is begun; behind it Down and Enter choose. F7 marks orders, F8 does one thing to all "
        "that are marked or found. F10 keeps a search as a view.");
}

static void close_screen(struct screen *s)
{
    struct finder *f = finder_self(s);

    if (f->has_list)
        list_close(&f->list);
    textview_close(&f->pane);
    arena_free(f->problem_arena);
    arena_free(f->mended_arena);
    lookup_free(&f->completion);
    arena_free(f->view_arena);
    arena_free(f->pane_arena);
}

static struct list *shown_list(struct screen *s)
{
    struct finder *f = finder_self(s);

    return f->problem == NULL ? &f->list : NULL;
}

const struct screen_ops scr_browse = {
    .name = "find",
    .code = "FI",
    .title = N_("Find"),
    .size = sizeof(struct finder),
    .commands = browse_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .settle = settle,
    .rest = rest,
    .resize = resize,
    .step = step,
    .help = help,
    .list = shown_list,
    .close = close_screen,
};
