/*
 * Two customers side by side: what differs is marked, and one key keeps the left or the right one,
 * or says that they are not the same. Then the next pair stands there.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/money_text.h"
#include "domain/party/merge.h"
#include "domain/party/pair.h"
#include "tui/app.h"
#include "tui/screens.h"

#define LABEL_COLS 15
#define PAIR_ROWS  (CUSTOMER_FIELDS + 4)

enum { LEFT, RIGHT };

struct pair_row {
    const char *label, *text[2];
    bool differs;
};

struct pair {
    struct screen s;
    struct customer_id id[2];
    int64_t pair_id;              /* of the pair in the queue; the next one is behind it */
    struct customer_id *last_gone; /* the queue's: what ^Z parts again; 0: nothing was merged */

    /* in s.data */
    struct customer *customer[2]; /* NULL: the pair is done with */
    struct pair_row rows[PAIR_ROWS];
    int n;
    const char *why;
};

static struct pair *pair_self(struct screen *s)
{
    return (struct pair *)s;
}

/* --- reading --------------------------------------------------------------------------------- */

/* A row, unless neither has anything to say in it. */
static void add_row(struct pair *p, const char *label, const char *left, const char *right)
{
    if (left[0] == '\0' && right[0] == '\0')
        return;
    p->rows[p->n++] = (struct pair_row){ label, { left, right }, strcmp(left, right) != 0 };
}

static const char *contacts_of(const struct customer *c, struct arena *arena)
{
    const char *out = "";

    for (int i = 0; i < c->contact_count; i++)
        out = arena_printf(arena, "%s%s%s", out, i > 0 ? ", " : "", c->contacts[i].name);
    return out;
}

static bool orders_of(struct pair *p, int side, const char **count, const char **open,
                      struct err *err)
{
    const struct customer *c = p->customer[side];
    struct desk *desk = p->s.desk;
    struct stamp last;
    struct credit credit;
    int n;

    if (!customer_orders_count(desk, c->id, &n, &last, err) ||
        !credit_load(desk, c->id, (struct order_id){ 0 }, &credit, err))
        return false;
    *count = last.ms > 0 ? arena_printf(p->s.data, _("%d, last %s"), n,
                                        text_stamp(desk, p->s.data, last))
                         : arena_printf(p->s.data, "%d", n);
    *open = arena_printf(p->s.data, "%s %s",
                         text_money(desk, p->s.data, credit.exposure_minor, c->currency),
                         c->currency);
    return true;
}

static bool read_rows(struct pair *p, struct err *err)
{
    struct arena *a = p->s.data;
    struct customer **c = p->customer;
    struct customer_field left[CUSTOMER_FIELDS], right[CUSTOMER_FIELDS];
    const char *count[2], *open[2];

    if (!orders_of(p, LEFT, &count[LEFT], &open[LEFT], err) ||
        !orders_of(p, RIGHT, &count[RIGHT], &open[RIGHT], err))
        return false;
    customer_field_texts(c[LEFT], a, left);
    customer_field_texts(c[RIGHT], a, right);
    p->n = 0;
    for (int i = 0; i < CUSTOMER_FIELDS; i++)
        add_row(p, left[i].label, left[i].text, right[i].text);
    add_row(p, _("Addresses"), arena_printf(a, "%d", c[LEFT]->address_count),
            arena_printf(a, "%d", c[RIGHT]->address_count));
    add_row(p, _("Contacts"), contacts_of(c[LEFT], a), contacts_of(c[RIGHT], a));
    add_row(p, _("Orders"), count[LEFT], count[RIGHT]);
    add_row(p, _("Open orders"), open[LEFT], open[RIGHT]);
    return true;
}

/* A pair that someone else is through with stands there no more. */
static bool refresh(struct screen *s, struct err *err)
{
    struct pair *p = pair_self(s), was = *p;
    struct customer_pair *waits;

    if (!customer_pair_find(s->desk, p->id[LEFT], p->id[RIGHT], s->data, &waits, err))
        return false;
    p->customer[LEFT] = p->customer[RIGHT] = NULL;
    p->n = 0;
    s->context = NULL;
    if (waits == NULL)
        return true;
    if (!customer_load(s->desk, p->id[LEFT], s->data, &p->customer[LEFT], err) ||
        !customer_load(s->desk, p->id[RIGHT], s->data, &p->customer[RIGHT], err) ||
        !read_rows(p, err)) {
        was.s = p->s;
        *p = was;
        return false;
    }
    p->pair_id = waits->id;
    s->context = arena_printf(s->data, _("same: %s"), pair_why_words(waits->why, s->data));
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    struct pair *p = pair_self(s);
    const struct pair_arg *in = arg;

    (void)err;
    p->id[LEFT] = in->low;
    p->id[RIGHT] = in->high;
    p->last_gone = in->last_gone;
    s->hint = _("F7 keeps the left one, F8 the right one; F6: they are not the same.");
    return true;
}

/* --- drawing --------------------------------------------------------------------------------- */

/* Of rows that do not fit those in which both say the same go first, from the end. */
static void choose_rows(const struct pair *p, int room, bool shown[PAIR_ROWS])
{
    int over = p->n - room;

    for (int i = p->n - 1; i >= 0; i--) {
        shown[i] = over <= 0 || p->rows[i].differs;
        over -= !shown[i];
    }
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct pair *p = (const struct pair *)s;
    int side_cols = (c->cols - LABEL_COLS - 4) / 2, right = LABEL_COLS + 2 + side_cols + 2;
    bool shown[PAIR_ROWS];
    int row = 2;

    canvas_cursor(c, 0, 1);
    if (p->customer[LEFT] == NULL) {
        canvas_text(c, 0, 1, -1, STYLE_TEXT,
                    _("This pair does not wait any more. Esc goes back to the others."));
        return;
    }
    canvas_text(c, 0, LABEL_COLS + 2, side_cols, STYLE_HEAD, _("F7 keeps this one"));
    canvas_text(c, 0, right, side_cols, STYLE_HEAD, _("F8 keeps this one"));
    canvas_hline(c, 1, 1, c->cols - 2, STYLE_DIM);
    choose_rows(p, c->rows - 2, shown);
    for (int i = 0; i < p->n && row < c->rows; i++) {
        const struct pair_row *r = &p->rows[i];
        enum style style = r->differs ? STYLE_STRONG : STYLE_DIM;

        if (!shown[i])
            continue;
        canvas_text(c, row, 1, LABEL_COLS - 1, STYLE_TEXT, r->label);
        canvas_text(c, row, LABEL_COLS + 2, side_cols, style, r->text[LEFT]);
        canvas_text(c, row, right - 2, 1, STYLE_WARN, r->differs ? "!" : " ");
        canvas_text(c, row++, right, side_cols, style, r->text[RIGHT]);
    }
}

/* --- judging --------------------------------------------------------------------------------- */

/* The pair behind this one, else the first; back to the list after the last. */
static bool go_on(struct pair *p, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct customer_pairs next;

    if (!customer_pairs_load(p->s.desk, p->pair_id, 1, tmp, &next, err) ||
        (next.n == 0 && !customer_pairs_load(p->s.desk, 0, 1, tmp, &next, err)))
        return false;
    if (next.n == 0)
        return app_pop(p->s.app, err);
    p->id[LEFT] = next.v[0].low;
    p->id[RIGHT] = next.v[0].high;
    return screen_refresh(&p->s, err);
}

static bool need_pair(const struct pair *p, struct err *err)
{
    return p->customer[LEFT] != NULL ||
           err_set(err, ERR_STATE, _("This pair does not wait any more."));
}

static bool keep(struct screen *s, int side, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct pair *p = pair_self(s);
    struct app *app = s->app;
    struct merge_moved moved;
    struct customer_merge in;
    const char *kept, *gone;

    if (!need_pair(p, err))
        return false;
    in = (struct customer_merge){ .kept = p->id[side],
                                  .gone = p->id[!side],
                                  .kept_version = p->customer[side]->version,
                                  .gone_version = p->customer[!side]->version };
    kept = arena_strdup(tmp, p->customer[side]->code);
    gone = arena_strdup(tmp, p->customer[!side]->code);
    if (!customer_merge(s->desk, &in, &moved, err))
        return false;
    *p->last_gone = in.gone;
    if (!go_on(p, err))
        return false;
    if (app_screen(app) == s)
        app_say(app, _("%s is %s now; orders that moved: %d. ^Z here parts them again."), gone,
                kept, moved.orders);
    else
        app_say(app,
                _("%s is %s now; orders that moved: %d. No other pair waits; ^Z parts them "
                  "again."),
                gone, kept, moved.orders);
    return true;
}

static bool run_left(struct screen *s, struct err *err)
{
    return keep(s, LEFT, err);
}

static bool run_right(struct screen *s, struct err *err)
{
    return keep(s, RIGHT, err);
}

static bool run_distinct(struct screen *s, struct err *err)
{
    struct pair *p = pair_self(s);
    struct app *app = s->app;

    if (!need_pair(p, err) ||
        !customer_pair_dismiss(s->desk, p->id[LEFT], p->id[RIGHT], err) || !go_on(p, err))
        return false;
    app_say(app, _("Not the same: these two do not come up again."));
    return true;
}

static bool run_skip(struct screen *s, struct err *err)
{
    return go_on(pair_self(s), err);
}

bool pair_undo(struct screen *s, struct customer_id *gone, struct err *err)
{
    if (gone->v == 0)
        return err_set(err, ERR_STATE, _("Nothing was merged here that could be undone."));
    if (!customer_unmerge(s->desk, *gone, NULL, err))
        return false;
    gone->v = 0;
    if (!screen_refresh(s, err))
        return false;
    app_say(s->app, _("They are two again, and their pair waits."));
    return true;
}

static bool run_undo(struct screen *s, struct err *err)
{
    return pair_undo(s, pair_self(s)->last_gone, err);
}

static bool run_open(struct screen *s, struct err *err)
{
    struct pair *p = pair_self(s);

    return need_pair(p, err) && app_push(s->app, &scr_customer, &p->id[LEFT], err);
}

static bool run_open_right(struct screen *s, struct err *err)
{
    struct pair *p = pair_self(s);

    return need_pair(p, err) && app_push(s->app, &scr_customer, &p->id[RIGHT], err);
}

static const struct command pair_commands[] = {
    { "pair.distinct", "F6 C-n x", N_("Not same"),
      N_("They are two customers; the pair never comes up again."), NULL, run_distinct },
    { "pair.left", "F7 l", N_("Keep left"),
      N_("Make them one; the left record stays and gets all of the right one."), NULL, run_left },
    { "pair.right", "F8 r", N_("Keep right"),
      N_("Make them one; the right record stays and gets all of the left one."), NULL, run_right },
    { "pair.skip", "F10 C-o n", N_("Next pair"), N_("Leave it for later and show the next pair."),
      NULL, run_skip },
    { "pair.open", "o M-o", N_("Open left"), N_("The page of the left customer."), NULL, run_open },
    { "pair.open_right", "p M-p", N_("Open right"), N_("The page of the right customer."), NULL,
      run_open_right },
    { "pair.undo", "C-z u", N_("Undo"), N_("Part the two that were merged here last."), NULL,
      run_undo },
    { 0 },
};

static const char *help(const struct screen *s)
{
    (void)s;
    return _("Rows with ! differ. The one that is kept gets the orders, addresses, contacts and "
             "prices of the other, and what it does not have itself; the other's number leads to "
             "it. Nothing is lost: ^Z parts them again.");
}

const struct screen_ops scr_pair = {
    .name = "pair",
    .code = "",
    .title = N_("Are these one customer?"),
    .size = sizeof(struct pair),
    .commands = pair_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .help = help,
};
