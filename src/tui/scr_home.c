/*
 * DB, the dashboard: figures of the day, the work that waits, my drafts and views, what just
 * happened. Live: another desk's order shows within a tick.
 */
#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/desk/backup.h"
#include "domain/desk/event.h"
#include "domain/desk/money_text.h"
#include "domain/insight/queue.h"
#include "domain/party/pair.h"
#include "tui/app.h"
#include "tui/home_views.h"
#include "tui/nav.h"
#include "tui/screens.h"

#define HOME_DRAFTS 5 /* a to e: f lists */
#define HOME_RECENT 12
/* Hours shown beside the queues: from the first with an order, at least these. */
#define HOME_FIRST_HOUR 8
#define HOME_LAST_HOUR  17

struct home {
    struct screen s;
    struct queues queues; /* these five in s.data */
    struct day_figures day;
    struct drafts drafts;
    struct recents recents;
    struct home_views views;
    struct backup_state backups;
    int pairs;    /* of customers that may be one; a row where there are any */
    int selected; /* queues first, then the pairs, then drafts, then views */
};

static struct home *home_self(struct screen *s)
{
    return (struct home *)s;
}

/* Index of the first draft among the rows. */
static int first_draft(const struct home *h)
{
    return h->queues.n + (h->pairs > 0);
}

/* Views are shown in what the rest leaves free: their head needs a row, and a gap another. */
static int views_shown(const struct home *h)
{
    int above = (h->backups.is_late ? 2 : 1) + 1 + first_draft(h) + 2 +
                (h->drafts.n > 0 ? h->drafts.n : 1) + 2;
    int room = h->s.rows - above;

    return room < 0 ? 0 : room < h->views.n ? room : h->views.n;
}

static int rows_of(const struct home *h)
{
    return first_draft(h) + h->drafts.n + views_shown(h);
}

/* What hinders the desk, else what to do first. */
static const char *hint(struct screen *s)
{
    int64_t log_mb = desk_held_log_mb(s->desk);

    if (desk_read_only(s->desk)[0] != '\0')
        return desk_read_only(s->desk);
    if (log_mb > 0)
        return arena_printf(s->data,
                            _("A program holds the desk's log, which grew to %lld MB. End long "
                              "reports and other tools that read the file."),
                            (long long)log_mb);
    return _("F6 takes an order. An order number and Enter opens it.");
}

/* Rare queues are there while there is something in them. */
static void leave_out_empty(struct queues *queues)
{
    int n = 0;

    for (int i = 0; i < queues->n; i++)
        if (!queues->v[i].is_rare || queues->v[i].count > 0)
            queues->v[n++] = queues->v[i];
    queues->n = n;
}

static bool refresh(struct screen *s, struct err *err)
{
    struct home *h = home_self(s);
    struct queues queues = { 0 };
    struct day_figures day = { 0 };
    struct drafts drafts = { 0 };
    struct recents recents = { 0 };

    if (!queues_load(s->desk, s->data, &queues, err) ||
        !day_figures_load(s->desk, desk_today(s->desk), &day, err) ||
        !order_drafts(s->desk, HOME_DRAFTS, s->data, &drafts, err) ||
        !recents_load(s->desk, HOME_RECENT, s->data, &recents, err) ||
        !backup_state_load(s->desk, &h->backups, err) ||
        !customer_pairs_count(s->desk, &h->pairs, err) || !home_views_load(&h->views, s, err))
        return false;
    leave_out_empty(&queues);
    h->queues = queues;
    h->day = day;
    h->drafts = drafts;
    h->recents = recents;
    if (h->selected >= rows_of(h))
        h->selected = 0;
    s->hint = hint(s);
    return true;
}

static bool enter(struct screen *s, const void *arg, struct err *err)
{
    (void)s;
    (void)arg;
    (void)err;
    return true;
}

/* --- drawing -------------------------------------------------------------------------------------
 */

static void draw_figures(const struct home *h, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    struct desk *desk = h->s.desk;
    const char *cur = desk_company(desk)->currency;
    const struct day_figures *d = &h->day;
    int64_t average = d->orders > 0 ? round_div(d->base_total_minor, d->orders, ROUND_HALF_UP) : 0;
    int col = canvas_printf(c, 0, 1, STYLE_STRONG, _("Today  orders %d   value %s %s   avg %s"),
                            d->orders, text_money(desk, tmp, d->base_total_minor, cur), cur,
                            text_money(desk, tmp, average, cur));

    col += 4;
    if (h->queues.late > 0)
        col += canvas_printf(c, 0, col, STYLE_WARN, _("late %d!"), h->queues.late) + 2;
    if (h->queues.on_hold > 0)
        col += canvas_printf(c, 0, col, STYLE_WARN, _("hold %d!"), h->queues.on_hold) + 2;
    if (h->queues.backordered > 0)
        canvas_printf(c, 0, col, STYLE_WARN, _("short %d!"), h->queues.backordered);
}

/* One row of the left side; the cursor stands on the selected one. */
static void draw_row(const struct home *h, struct canvas *c, int row, int index, const char *text,
                     const char *count, bool is_alarm)
{
    bool is_selected = h->selected == index;
    enum style style = is_selected ? STYLE_SELECT : is_alarm ? STYLE_WARN : STYLE_TEXT;

    canvas_hit_row(c, row, index - h->selected);
    if (is_selected) {
        canvas_fill(c, row, 0, c->cols, ' ', style);
        canvas_text(c, row, 1, 1, style, ">");
    }
    canvas_text(c, row, 2, c->cols - 13, style, text);
    canvas_text_right(c, row, c->cols - 12, 9, style, count);
    if (is_alarm)
        canvas_text(c, row, c->cols - 2, 1, style, "!");
    if (is_selected)
        canvas_cursor(c, row, 1);
}

/* Their numbers go on where those of the queues end. */
static void draw_views(const struct home *h, struct canvas *c, int row)
{
    OD_ARENA *tmp = arena_new();
    int n = views_shown(h);

    if (n > 0)
        canvas_text(c, row++, 1, -1, STYLE_HEAD, _("My views"));
    for (int i = 0; i < n; i++) {
        const struct home_view *v = &h->views.v[i];

        draw_row(h, c, row++, first_draft(h) + h->drafts.n + i,
                 arena_printf(tmp, "%d %s", first_draft(h) + 1 + i, v->name),
                 home_view_count(v, tmp), false);
    }
}

static void draw_work(const struct home *h, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();
    struct desk *desk = h->s.desk;
    int row = 0;

    canvas_text(c, row++, 1, -1, STYLE_HEAD, _("Work waiting"));
    for (int i = 0; i < h->queues.n; i++) {
        const struct queue *q = &h->queues.v[i];

        draw_row(h, c, row++, i, arena_printf(tmp, "%d %s", i + 1, _(q->label)),
                 arena_printf(tmp, "%d", q->count), q->is_alarm && q->count > 0);
    }
    if (h->pairs > 0)
        draw_row(h, c, row++, h->queues.n,
                 arena_printf(tmp, "%d %s", h->queues.n + 1, _("Customers that may be one")),
                 arena_printf(tmp, "%d", h->pairs), false);
    row++;
    canvas_text(c, row++, 1, -1, STYLE_HEAD, _("My drafts"));
    if (h->drafts.n == 0)
        canvas_text(c, row, 2, -1, STYLE_DIM, _("none"));
    for (int i = 0; i < h->drafts.n; i++) {
        const struct draft *d = &h->drafts.v[i];

        draw_row(h, c, row++, first_draft(h) + i,
                 arena_printf(tmp, "%c %-6s D%lld %s", 'a' + i, text_when(desk, tmp, d->updated),
                              (long long)d->id.v,
                              d->customer_name[0] != '\0' ? d->customer_name : _("(no customer)")),
                 text_money(desk, tmp, d->total.minor, d->total.cur), false);
    }
    draw_views(h, c, row + (h->drafts.n == 0) + 1);
}

static int draw_hours(const struct home *h, struct canvas *c)
{
    int most = 1, first = HOME_FIRST_HOUR, last = HOME_LAST_HOUR, row = 0;
    int room = c->cols - 12, rows = c->rows / 2 - 1;

    for (int i = 0; i < 24; i++) {
        if (h->day.hours[i].orders == 0)
            continue;
        if (i < first)
            first = i;
        if (i > last)
            last = i;
        if (h->day.hours[i].orders > most)
            most = h->day.hours[i].orders;
    }
    canvas_text(c, row++, 1, -1, STYLE_HEAD, _("Orders per hour"));
    if (first < last - rows + 1)
        first = last - rows + 1;
    for (int i = first; i <= last; i++) {
        int orders = h->day.hours[i].orders;
        int bar = room > 0 ? orders * room / most : 0;

        canvas_printf(c, row, 1, STYLE_TEXT, "%02d", i);
        canvas_fill(c, row, 4, bar, '#', STYLE_TEXT);
        if (orders > 0)
            canvas_printf(c, row, 5 + bar, STYLE_TEXT, "%d", orders);
        row++;
    }
    return row;
}

static void draw_recent(const struct home *h, struct canvas *c)
{
    OD_ARENA *tmp = arena_new();

    canvas_text(c, 0, 1, -1, STYLE_HEAD, _("Just now"));
    if (h->recents.n == 0)
        canvas_text(c, 1, 2, -1, STYLE_DIM, _("nothing yet"));
    for (int i = 0; i < h->recents.n && i + 1 < c->rows; i++) {
        const struct recent *r = &h->recents.v[i];

        canvas_text(c, i + 1, 2, 6, STYLE_TEXT, text_when(h->s.desk, tmp, r->at));
        canvas_text(c, i + 1, 9, 6, STYLE_TEXT, r->number);
        canvas_text(c, i + 1, 16, 10, STYLE_TEXT, event_words(r->kind));
        canvas_text(c, i + 1, 27, -1, STYLE_TEXT, r->customer_name);
    }
}

/* The row under the figures, where there is something to say: a desk without copies is one disk
 * away from nothing. Gives the first row that is free. */
static int draw_backups(const struct home *h, struct canvas *c)
{
    int days = h->backups.days;

    if (!h->backups.is_late)
        return 1;
    canvas_printf(c, 1, 1, STYLE_WARN,
                  ngettext("! no backup for %d day: orderdesk backup --rotate FOLDER makes one",
                           "! no backup for %d days: orderdesk backup --rotate FOLDER makes one",
                           (unsigned long)days),
                  days);
    return 2;
}

static void draw(const struct screen *s, struct canvas *c)
{
    const struct home *h = (const struct home *)s;
    int half = c->cols >= 72 ? c->cols / 2 : c->cols, top = draw_backups(h, c);
    struct canvas left = canvas_view(c, top, 0, -1, half), right, lower;
    int hours;

    draw_figures(h, c);
    draw_work(h, &left);
    if (half == c->cols)
        return;
    right = canvas_view(c, top, half, -1, -1);
    canvas_vline(&right, 0, STYLE_DIM);
    right = canvas_view(&right, 0, 1, -1, -1);
    hours = draw_hours(h, &right);
    lower = canvas_view(&right, hours, 0, -1, -1);
    draw_recent(h, &lower);
}

/* --- keys ----------------------------------------------------------------------------------------
 */

/* A queue that is no list of orders. */
static bool open_queue(struct home *h, const char *name, struct err *err)
{
    static const enum goods_list counts = GOODS_COUNTS;
    static const enum report_kind low = REPORT_LOW;

    if (strcmp(name, "fillable") == 0)
        return app_push(h->s.app, &scr_backorders, NULL, err);
    if (strcmp(name, "counts") == 0)
        return app_push(h->s.app, &scr_goods, &counts, err);
    if (strcmp(name, "low") == 0)
        return app_push(h->s.app, &scr_report, &low, err);
    if (strcmp(name, "pickups") == 0)
        return app_push(h->s.app, &scr_pickup, NULL, err);
    return app_push(h->s.app, &scr_picks, NULL, err);
}

static bool open_selected(struct home *h, int index, struct err *err)
{
    struct browse_arg list = { .browse = &browse_orders };
    struct order_edit_arg draft = { 0 };

    if (index < 0 || index >= rows_of(h))
        return err_set(err, ERR_NOT_FOUND, _("There is no such row."));
    h->selected = index;
    if (index < h->queues.n && strcmp(h->queues.v[index].name, "unmapped") == 0)
        return app_push(h->s.app, &scr_to_fix, NULL, err);
    if (index < h->queues.n) {
        if (h->queues.v[index].query == NULL)
            return open_queue(h, h->queues.v[index].name, err);
        list.text = h->queues.v[index].query;
        return app_push(h->s.app, &scr_browse, &list, err);
    }
    if (index < first_draft(h))
        return app_push(h->s.app, &scr_pairs, NULL, err);
    index -= first_draft(h);
    if (index >= h->drafts.n) {
        list.view_id = h->views.v[index - h->drafts.n].id;
        return app_push(h->s.app, &scr_browse, &list, err);
    }
    draft.draft = h->drafts.v[index].id;
    return app_push(h->s.app, &scr_order_edit, &draft, err);
}

static bool key(struct screen *s, struct key k)
{
    struct home *h = home_self(s);
    struct err err = ERR_INIT;
    int rows = rows_of(h);
    int index = -1;

    if (key_is(k, K_DOWN) && rows > 0) {
        h->selected = (h->selected + 1) % rows;
        return true;
    }
    if (key_is(k, K_UP) && rows > 0) {
        h->selected = (h->selected + rows - 1) % rows;
        return true;
    }
    if (key_is(k, K_ENTER))
        index = h->selected;
    else if (k.mods == 0 && k.sym >= 'a' && k.sym < (uint32_t)('a' + h->drafts.n))
        index = first_draft(h) + (int)(k.sym - 'a');
    if (index < 0)
        return false;
    if (!open_selected(h, index, &err))
        app_error(s->app, &err);
    return true;
}

/* A short number is a queue or a view; the shell opens orders by longer ones. */
static bool code_line(struct screen *s, const char *text)
{
    struct home *h = home_self(s);
    struct err err = ERR_INIT;
    size_t len = strspn(text, "0123456789");
    int number = 0;

    for (size_t i = 0; len <= 2 && text[len] == '\0' && i < len; i++)
        number = number * 10 + (text[i] - '0');
    if (number == 0 || number > first_draft(h) + views_shown(h))
        return false;
    if (!open_selected(h, number - 1 + (number > first_draft(h) ? h->drafts.n : 0), &err))
        app_error(s->app, &err);
    return true;
}

static void rest(struct screen *s)
{
    struct home *h = home_self(s);

    if (home_views_count(&h->views, s, views_shown(h), false))
        app_redraw(s->app);
}

/* Counters that stand still are an option: then they are of the last time the dashboard came up. */
static void tick(struct screen *s)
{
    struct home *h = home_self(s);

    if (!app_a11y(s->app) && home_views_count(&h->views, s, views_shown(h), true))
        app_redraw(s->app);
}

static bool run_new(struct screen *s, struct err *err)
{
    struct order_edit_arg arg = { 0 };

    return app_push(s->app, &scr_order_edit, &arg, err);
}

static bool run_find(struct screen *s, struct err *err)
{
    struct browse_arg arg = { 0 };

    return app_push(s->app, &scr_browse, &arg, err);
}

static const struct command home_commands[] = {
    { "home.new_order", "F6 C-n n", N_("New order"), N_("Take an order."), NULL, run_new },
    { "home.list", "F4 C-t f", N_("Lists"), N_("All orders, customers and items."), NULL,
      run_find },
    { 0 },
};

static const char *help(const struct screen *s)
{
    const struct home *h = (const struct home *)s;

    if (h->selected < h->queues.n)
        return _(h->queues.v[h->selected].help);
    if (h->selected < first_draft(h))
        return _("Pairs of customers that have a mail address, a telephone number, or name and post"
                 " code in common. Enter lists them.");
    if (h->selected < first_draft(h) + h->drafts.n)
        return _("A draft of yours, as you left it. Enter goes on with it.");
    return _("A saved view and how many records it finds, looked at now and then. \"-\": counting "
             "would take too long. F10 on the find screen makes and drops views.");
}

const struct screen_ops scr_home = {
    .name = "home",
    .code = "DB",
    .title = N_("Dashboard"),
    .size = sizeof(struct home),
    .commands = home_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = draw,
    .key = key,
    .code_line = code_line,
    .rest = rest,
    .tick = tick,
    .help = help,
};
