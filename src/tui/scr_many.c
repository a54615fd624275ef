/*
 * One action done to many orders: what can be and why the rest cannot, then what came of each. Long
 * work between the keys; what was refused stays marked in the list below.
 */
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "base/limits.h"
#include "base/mem.h"
#include "domain/desk/setting.h"
#include "domain/flow/order_many.h"
#include "domain/order/order_rules.h"
#include "tui/app.h"
#include "tui/dialog.h"
#include "tui/listing.h"
#include "tui/screens.h"

#define HEAD_ROWS 2
/* A piece of work between keys, and how often the rows are shown anew. */
#define PIECE_MS  50
#define SHOW_MS   200
#define GIVEN_MAX 12

enum many_stage {
    MANY_ASKING, /* what the action needs is not all given */
    MANY_READY,
    MANY_RUNNING,
    MANY_OVER,
};

struct many_screen {
    struct listing l;
    struct many_work work;
    struct many_rows rows;
    enum many_stage stage;
    struct action_value given[GIVEN_MAX];
    int given_n;
    int at, done, refused; /* of the run */
    int64_t shown_ms;
    struct screen *owner;
    void (*left)(struct screen *owner, const int64_t *ids, int n);
};

static struct many_screen *self(struct screen *s)
{
    return (struct many_screen *)s;
}

static const struct list_column columns[] = {
    { N_("Order"), 8, 0, 0, false, false },    { N_("Customer"), 22, 10, 1, false, false },
    { N_("Status"), 13, 0, 2, false, false },  { N_("Outcome"), 12, 0, 0, false, false },
    { N_("Why not"), 30, 12, 0, false, true }, { 0 },
};

/* --- what is shown --------------------------------------------------------------------------- */

static void put(struct screen *s, int at, struct list_row *row, const char **cells)
{
    const struct many_row *r = &self(s)->rows.v[at];

    row->id = r->id.v;
    row->style = r->state == MANY_CANNOT || r->state == MANY_REFUSED ? STYLE_WARN : STYLE_TEXT;
    cells[0] = r->number;
    cells[1] = r->customer_name;
    cells[2] = order_shown_words(r->shown);
    cells[3] = many_state_words(r->state);
    cells[4] = r->why;
}

static bool refresh(struct screen *s, struct err *err)
{
    (void)err;
    listing_show(s, self(s)->rows.n, put);
    return true;
}

static void show(struct many_screen *m)
{
    struct err err = ERR_INIT;

    (void)!screen_refresh(&m->l.s, &err);
    app_redraw(m->l.s.app);
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct many_screen *m = (const struct many_screen *)s;
    OD_ARENA *tmp = arena_new();
    const char *text;

    if (m->stage == MANY_RUNNING || m->stage == MANY_OVER)
        text = arena_printf(tmp, _("%d of %d: %d done, %d refused"), m->at, m->rows.n, m->done,
                            m->refused);
    else
        text = arena_printf(tmp, _("Orders: %d. It can be done to %d, not to %d."), m->rows.n,
                            m->rows.can, m->rows.n - m->rows.can);
    (void)canvas_text(c, 0, 1, -1, STYLE_HEAD, text);
    listing_draw_rows(&m->l, c);
}

static void say_next(struct many_screen *m)
{
    static const char *const hints[] = {
        [MANY_ASKING] = N_("F10 asks what is needed for it."),
        [MANY_READY] = N_("F10 does it."),
        [MANY_RUNNING] = N_("It is being done. Esc stops it; what is done stays done."),
        [MANY_OVER] = N_("What was refused stays marked. Esc goes back."),
    };

    m->l.s.hint = _(hints[m->stage]);
}

static bool open_row(struct screen *s, struct err *err)
{
    struct order_id id = { list_selected(&self(s)->l.list) };

    return app_push(s->app, &scr_order, &id, err);
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct many_screen *m = self(s);
    const struct many_arg *in = arg;

    listing_begin(s, columns, open_row);
    m->l.head_rows = HEAD_ROWS;
    m->work = in->work;
    m->owner = in->owner;
    m->left = in->left;
    m->stage = in->work.action->inputs == NULL ? MANY_READY : MANY_ASKING;
    s->title = arena_printf(s->arena, _("%s: many orders"), _(in->work.action->label));
    say_next(m);
    return many_preview(s->desk, &m->work, in->ids, in->n, s->arena, &m->rows, err);
}

/* --- what the action needs ------------------------------------------------------------------- */

static const struct action_input *reason_of(const struct action *action)
{
    for (const struct action_input *in = action->inputs; in != NULL && in->name != NULL; in++)
        if (in->kind == ACTION_IN_REASON)
            return in;
    return NULL;
}

static void give(struct many_screen *m, const char *name, const char *value)
{
    for (int i = 0; i < m->given_n; i++)
        if (strcmp(m->given[i].name, name) == 0)
            m->given[i--] = m->given[--m->given_n];
    if (m->given_n < GIVEN_MAX)
        m->given[m->given_n++] = (struct action_value){ arena_strdup(m->l.s.arena, name),
                                                        arena_strdup(m->l.s.arena, value) };
}

static bool form_given(struct screen *s, const struct action_values *values, struct err *err)
{
    struct many_screen *m = self(s);
    struct action_values all;

    for (int i = 0; i < values->n; i++)
        give(m, values->v[i].name, values->v[i].value);
    all = (struct action_values){ m->given, m->given_n };
    if (!many_check(m->l.s.desk, &m->work, &all, err))
        return false;
    m->stage = MANY_READY;
    say_next(m);
    return true;
}

/* Inputs beside the reason are a form; without any all is given. */
static bool ask_rest(struct many_screen *m, struct err *err)
{
    static const char *const except[] = { "reason", NULL };
    struct action_form_arg arg = { .title = m->l.s.title,
                                   .action = m->work.action,
                                   .except = except,
                                   .owner = &m->l.s,
                                   .done = form_given };

    for (const struct action_input *in = m->work.action->inputs; in->name != NULL; in++)
        if (in->kind != ACTION_IN_REASON)
            return app_push(m->l.s.app, &scr_action, &arg, err);
    m->stage = MANY_READY;
    say_next(m);
    return true;
}

static bool reason_chosen(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct many_screen *m = self(s);
    const struct action_input *in = reason_of(m->work.action);
    OD_ARENA *tmp = arena_new();

    give(m, in->name, reason_code(s->desk, in->reason_kind, r->id, tmp));
    return ask_rest(m, err);
}

static bool ask(struct many_screen *m, struct err *err)
{
    const struct action_input *reason = reason_of(m->work.action);
    struct dialog d = { .title = _(m->work.action->label), .text = _(m->work.action->help) };
    OD_ARENA *tmp = arena_new();

    if (reason == NULL)
        return ask_rest(m, err);
    if (!dialog_reasons(&m->l.s, reason->reason_kind, tmp, &d, err))
        return false;
    dialog_choose(&m->l.s, &d, reason_chosen);
    return true;
}

/* --- the run --------------------------------------------------------------------------------- */

static void finish(struct many_screen *m)
{
    m->stage = MANY_OVER;
    say_next(m);
    show(m);
    app_say(m->l.s.app, _("%d done, %d refused."), m->done, m->refused);
}

static bool work(struct screen *s)
{
    struct many_screen *m = self(s);
    struct action_values values = { m->given, m->given_n };
    int64_t began_ms = clock_monotonic_ms();
    struct err err = ERR_INIT;

    if (m->stage != MANY_RUNNING)
        return false;
    while (m->at < m->rows.n && clock_monotonic_ms() - began_ms < PIECE_MS) {
        struct many_row *row = &m->rows.v[m->at];

        if (row->state == MANY_CAN) {
            if (!many_go(s->desk, &m->work, &values, s->arena, row, m->rows.n - m->at, &err)) {
                finish(m);
                app_error(s->app, &err);
                return false;
            }
        }
        m->done += row->state == MANY_DONE;
        m->refused += row->state == MANY_REFUSED || row->state == MANY_CANNOT;
        m->at++;
    }
    if (m->at == m->rows.n) {
        finish(m);
        return false;
    }
    if (clock_monotonic_ms() - m->shown_ms >= SHOW_MS) {
        m->shown_ms = clock_monotonic_ms();
        show(m);
    }
    return true;
}

static bool confirmed(struct screen *s, const struct dialog_result *r, struct err *err)
{
    struct many_screen *m = self(s);

    (void)err;
    if (!r->yes)
        return true;
    m->stage = MANY_RUNNING;
    say_next(m);
    app_redraw(s->app);
    return true;
}

static bool run_do(struct screen *s, struct err *err)
{
    struct many_screen *m = self(s);
    OD_ARENA *tmp = arena_new();
    const struct action_values given = { m->given, m->given_n };
    struct dialog d = { .title = s->title,
                        .text = arena_printf(tmp, _("Orders that it is done to, one by one: %d."),
                                             m->rows.can),
                        .yes_label = _("do it") };

    if (m->rows.can == 0)
        return err_set(err, ERR_STATE, _("It can be done to none of them."));
    if (m->stage == MANY_ASKING)
        return ask(m, err);
    if (!many_check(s->desk, &m->work, &given, err))
        return false;
    dialog_confirm(s, &d, confirmed);
    return true;
}

static bool is_before(const struct screen *s, struct err *why)
{
    enum many_stage stage = ((const struct many_screen *)s)->stage;

    if (stage == MANY_RUNNING)
        return err_set(why, ERR_STATE, _("It is being done. Esc stops it."));
    return stage != MANY_OVER || err_set(why, ERR_STATE, _("It was done. Esc goes back."));
}

static bool key(struct screen *s, struct key k)
{
    struct many_screen *m = self(s);

    if (m->stage != MANY_RUNNING || !key_is(k, K_ESC))
        return listing_key(s, k);
    finish(m);
    return true;
}

/* What was not done stays marked in the list it came from; where nothing was begun that list is as
 * it was. */
static bool leave(struct screen *s, struct err *err)
{
    struct many_screen *m = self(s);
    OD_ARENA *tmp = arena_new();
    int64_t *ids = arena_array(tmp, m->rows.n + 1, int64_t);
    int n = 0;

    if (m->stage == MANY_RUNNING)
        return err_set(err, ERR_STATE, _("It is being done. Esc stops it."));
    if (m->stage != MANY_OVER)
        return true;
    for (int i = 0; i < m->rows.n; i++)
        if (m->rows.v[i].state != MANY_DONE)
            ids[n++] = m->rows.v[i].id.v;
    m->left(m->owner, ids, n);
    return true;
}

static const char *help(const struct screen *s)
{
    (void)s;
    return _(
        "F10 asks what the action needs, then does it to each order that can have it done, one "
        "by one; the others stay as they are, with the reason why. Who changed an order "
        "meanwhile goes first: it is refused here. Enter opens an order.");
}

static const struct command many_commands[] = {
    { "many.run", "F10 C-o", N_("Do it"), N_("Do it to all orders that can have it done."),
      is_before, run_do },
    { 0 },
};

const struct screen_ops scr_many = {
    .name = "many",
    .code = "",
    .title = N_("Many orders"),
    .size = sizeof(struct many_screen),
    .commands = many_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .work = work,
    .resize = listing_resize,
    .leave = leave,
    .help = help,
    .list = listing_list,
    .close = listing_close,
};
