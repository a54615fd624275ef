/*
 * DU, customers that may be one: the pairs that wait for a person, oldest first.
 */
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/party/pair.h"
#include "tui/app.h"
#include "tui/list.h"
#include "tui/listing.h"
#include "tui/screens.h"

struct du {
    struct screen s;
    struct list list;
    struct customer_pairs pairs; /* in s.data */
    struct customer_id last_gone; /* merged last, here or beside each other; 0: nothing was */
};

static struct du *du_self(struct screen *s)
{
    return (struct du *)s;
}

static const struct list_column columns[] = {
    { N_("Code"), 10, 6, 0, false, false },  { N_("Name"), 20, 10, 0, false, true },
    { N_("Other"), 10, 6, 0, false, false }, { N_("Name"), 20, 10, 0, false, true },
    { N_("The same"), 20, 12, 0, false, false }, { N_("Found"), 14, 8, 2, false, false },
    { 0 },
};

static bool refresh(struct screen *s, struct err *err)
{
    struct du *du = du_self(s);
    struct customer_pairs pairs;
    struct list_row *rows;

    if (!customer_pairs_load(s->desk, 0, listing_max(s, LIMIT_PAGE_ROWS), s->data, &pairs, err))
        return false;
    du->pairs = pairs;
    rows = arena_array(s->data, pairs.n > 0 ? pairs.n : 1, struct list_row);
    for (int i = 0; i < pairs.n; i++) {
        const struct customer_pair *p = &pairs.v[i];
        const char **cells = arena_array(s->data, 6, const char *);

        cells[0] = p->low_code;
        cells[1] = p->low_name;
        cells[2] = p->high_code;
        cells[3] = p->high_name;
        cells[4] = pair_why_words(p->why, s->data);
        cells[5] = text_stamp(s->desk, s->data, p->found);
        rows[i] = (struct list_row){ .id = p->id, .cells = cells };
    }
    list_set_rows(&du->list, rows, pairs.n);
    s->context = arena_printf(s->data,
                              ngettext("%d pair", "%d pairs", (unsigned long)pairs.n), pairs.n);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct du *du = du_self(s);

    (void)arg;
    (void)err;
    list_init(&du->list, s->app, columns, NULL, NULL);
    du->list.empty = _("Nobody is taken for another. F10 looks through all customers.");
    s->hint = _("Enter shows the two side by side.");
    return true;
}

static void draw(const struct screen *s, struct canvas *c)
{
    list_draw(&((const struct du *)s)->list, c, true);
}

static bool open_selected(struct du *du, struct err *err)
{
    int64_t id = list_selected(&du->list);

    for (int i = 0; i < du->pairs.n; i++) {
        struct pair_arg arg = { du->pairs.v[i].low, du->pairs.v[i].high, &du->last_gone };

        if (du->pairs.v[i].id == id)
            return app_push(du->s.app, &scr_pair, &arg, err);
    }
    return err_set(err, ERR_NOT_FOUND, _("Nothing is selected."));
}

static bool key(struct screen *s, struct key k)
{
    struct err err = ERR_INIT;

    if (list_key(&du_self(s)->list, k))
        return true;
    if (!key_is(k, K_ENTER))
        return false;
    if (!open_selected(du_self(s), &err))
        app_error(s->app, &err);
    return true;
}

static bool run_scan(struct screen *s, struct err *err)
{
    int found;

    app_busy(s->app, _("working"));
    if (!customer_pairs_scan(s->desk, &found, err) || !screen_refresh(s, err))
        return false;
    app_say(s->app, ngettext("%d new pair.", "%d new pairs.", (unsigned long)found), found);
    return true;
}

static bool run_undo(struct screen *s, struct err *err)
{
    return pair_undo(s, &du_self(s)->last_gone, err);
}

static const struct command pairs_commands[] = {
    { "pairs.scan", "F10 C-o", N_("Look"),
      N_("Look through all customers for some that may be one."), NULL, run_scan },
    { "pairs.undo", "C-z u", N_("Undo"), N_("Part the two that were merged here last."), NULL,
      run_undo },
    { 0 },
};

static void resize(struct screen *s, int rows, int cols)
{
    (void)cols;
    list_resize(&du_self(s)->list, rows);
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Two customers stand here when they have a mail address, a telephone number, or name "
             "and post code in common. Enter shows both; there they are merged, or said not to be "
             "the same.");
}

static void close_screen(struct screen *s)
{
    list_close(&du_self(s)->list);
}

static struct list *shown_list(struct screen *s)
{
    return &du_self(s)->list;
}

const struct screen_ops scr_pairs = {
    .name = "pairs",
    .code = "DU",
    .title = N_("Customers that may be one"),
    .size = sizeof(struct du),
    .commands = pairs_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .resize = resize,
    .help = help,
    .list = shown_list,
    .close = close_screen,
};
