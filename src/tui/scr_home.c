/*
 * DB, the dashboard: figures of the day, the work that waits, my drafts and views, what just
 * happened. Live: another desk's order shows within a tick.
 */
#include "tui/home_screen.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/party/pair.h"
#include "tui/app.h"
#include "tui/nav.h"
#include "tui/screens.h"

static struct home *home_self(struct screen *s)
{
    return (struct home *)s;
}

static int rows_of(const struct home *h)
{
    return home_first_draft(h) + h->drafts.n + home_views_shown(h);
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
    struct today today = { 0 };
    struct people people = { 0 };

    if (!queues_load(s->desk, s->data, &queues, err) ||
        !day_figures_load(s->desk, desk_today(s->desk), &day, err) ||
        !today_load(s->desk, &today, err) || !people_load(s->desk, s->data, &people, err) ||
        !order_drafts(s->desk, HOME_DRAFTS, s->data, &drafts, err) ||
        !recents_load(s->desk, HOME_RECENT, s->data, &recents, err) ||
        !backup_state_load(s->desk, &h->backups, err) ||
        !customer_pairs_count(s->desk, &h->pairs, err) || !home_views_load(&h->views, s, err))
        return false;
    leave_out_empty(&queues);
    h->queues = queues;
    h->day = day;
    h->today = today;
    h->people = people;
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

/* --- keys ----------------------------------------------------------------------------------------
 */

/* A queue that is no list of orders. */
static bool open_queue(struct home *h, const char *name, struct err *err)
{
    static const enum goods_list counts = GOODS_COUNTS_OPEN;
    static const enum picks_show late = PICKS_LATE;
    static const enum schedules_show failed = SCHEDULES_FAILED;
    static const int64_t past = SHIP_PAST;
    static const enum backorder_show aged = BACKORDER_AGED, undated = BACKORDER_UNDATED;
    static const enum sync_tab person = SYNC_PERSON;

    if (strcmp(name, "fillable") == 0)
        return app_push(h->s.app, &scr_backorders, NULL, err);
    if (strcmp(name, "aged") == 0)
        return app_push(h->s.app, &scr_backorders, &aged, err);
    if (strcmp(name, "undated") == 0)
        return app_push(h->s.app, &scr_backorders, &undated, err);
    if (strcmp(name, "counts") == 0)
        return app_push(h->s.app, &scr_goods, &counts, err);
    if (strcmp(name, "put_away") == 0)
        return app_push(h->s.app, &scr_put_away, NULL, err);
    if (strcmp(name, "over") == 0)
        return app_push(h->s.app, &scr_over, NULL, err);
    if (strcmp(name, "gap") == 0)
        return app_push(h->s.app, &scr_gap, NULL, err);
    if (strcmp(name, "low") == 0)
        return app_push(h->s.app, &scr_report, "low", err);
    if (strcmp(name, "reports") == 0)
        return app_push(h->s.app, &scr_schedules, &failed, err);
    if (strcmp(name, "pickups") == 0)
        return app_push(h->s.app, &scr_pickup, NULL, err);
    if (strcmp(name, "quiet") == 0)
        return app_push(h->s.app, &scr_tracks, &(struct tracks_arg){ .show = TRACKS_QUIET }, err);
    if (strcmp(name, "exception") == 0)
        return app_push(h->s.app, &scr_tracks, &(struct tracks_arg){ .show = TRACKS_TROUBLE }, err);
    if (strcmp(name, "lost") == 0)
        return app_push(h->s.app, &scr_tracks, &(struct tracks_arg){ .show = TRACKS_LOST }, err);
    if (strcmp(name, "packed") == 0)
        return app_push(h->s.app, &scr_ship, NULL, err);
    if (strcmp(name, "cutoff") == 0)
        return app_push(h->s.app, &scr_ship, &past, err);
    if (strcmp(name, "late_pick") == 0)
        return app_push(h->s.app, &scr_picks, &late, err);
    if (strcmp(name, "person") == 0)
        return app_push(h->s.app, &scr_sync, &person, err);
    if (strcmp(name, "stuck") == 0)
        return app_push(h->s.app, &scr_stuck, NULL, err);
    if (strcmp(name, "labels") == 0)
        return app_push(h->s.app, &scr_labels, NULL, err);
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
    if (index < home_first_draft(h))
        return app_push(h->s.app, &scr_pairs, NULL, err);
    index -= home_first_draft(h);
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
        index = home_first_draft(h) + (int)(k.sym - 'a');
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
    if (number == 0 || number > home_first_draft(h) + home_views_shown(h))
        return false;
    if (!open_selected(h, number - 1 + (number > home_first_draft(h) ? h->drafts.n : 0), &err))
        app_error(s->app, &err);
    return true;
}

static void rest(struct screen *s)
{
    struct home *h = home_self(s);

    if (home_views_count(&h->views, s, home_views_shown(h), false))
        app_redraw(s->app);
}

/* Counters that stand still are an option: then they are of the last time the dashboard came up. */
static void tick(struct screen *s)
{
    struct home *h = home_self(s);

    if (!app_a11y(s->app) && home_views_count(&h->views, s, home_views_shown(h), true))
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

/* What the figures of the day count. */
static bool run_today(struct screen *s, struct err *err)
{
    const struct browse_arg arg = { .browse = &browse_orders, .text = "date:today" };

    return app_push(s->app, &scr_browse, &arg, err);
}

static const struct command home_commands[] = {
    { "home.new_order", "F6 C-n n", N_("New order"), N_("Take an order."), NULL, run_new },
    { "home.list", "F4 C-t f", N_("Lists"), N_("All orders, customers and items."), NULL,
      run_find },
    { "home.today", "F7 M-t", N_("Today"), N_("The orders that the figures of the day count."),
      NULL, run_today },
    { 0 },
};

/* Of the selected row. */
static const char *row_help(const struct home *h)
{
    if (h->selected < h->queues.n)
        return _(h->queues.v[h->selected].help);
    if (h->selected < home_first_draft(h))
        return _("Pairs of customers that have a mail address, a telephone number, or name and post"
                 " code in common. Enter lists them.");
    if (h->selected < home_first_draft(h) + h->drafts.n)
        return _("A draft of yours, as you left it. Enter goes on with it.");
    return _("A saved view and how many records it finds, looked at now and then. \"-\": counting "
             "would take too long. F10 on the find screen makes and drops views.");
}

static const char *help(const struct screen *s)
{
    const struct home *h = (const struct home *)s;

    return arena_printf(s->data, "%s\n\n%s", row_help(h), home_figures_help(h, s->data));
}

const struct screen_ops scr_home = {
    .name = "home",
    .code = "DB",
    .title = N_("Dashboard"),
    .size = sizeof(struct home),
    .commands = home_commands,
    .enter = enter,
    .refresh = refresh,
    .draw = home_draw,
    .key = key,
    .code_line = code_line,
    .rest = rest,
    .tick = tick,
    .help = help,
};
