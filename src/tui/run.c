/*
 * Opening the screens: what the shell needs of the desk (hooks, codes, keys, theme) is put together
 * here, and nowhere else.
 */
#include "tui/run.h"

#include <string.h>

#include "base/conf.h"
#include "base/i18n.h"
#include "base/mem.h"
#include "base/vec.h"
#include "domain/catalog/item.h"
#include "domain/catalog/price_list.h"
#include "domain/desk/access.h"
#include "domain/desk/money_text.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/pick_wave.h"
#include "domain/flow/timer.h"
#include "domain/insight/search.h"
#include "domain/order/order_rules.h"
#include "domain/party/customer.h"
#include "domain/stock/doc.h"
#include "print/documents.h"
#include "tui/app.h"
#include "tui/browse.h"
#include "tui/codes.h"
#include "tui/screens.h"
#include "tui/sync_text.h"
#include "tui/taste.h"
#include "tui/term.h"
#include "tui/worker_child.h"

#define FIND_ROWS 5
/* A wait shorter than this would only flicker. */
#define WAITING_SHOWN_MS 150

/* --- hooks
 * ----------------------------------------------------------------------------------------- */

static struct stamp hook_now(void *ctx)
{
    return desk_now(ctx);
}

static bool hook_changed(void *ctx)
{
    timers_tick(ctx);
    return desk_changed(ctx);
}

static bool hook_queue(void *ctx, char *out, size_t size, struct err *err)
{
    return sync_depth_text(ctx, out, size, err);
}

/* Whoever goes on in a file that was moved away would type into nothing. */
static const char *hook_alarm(void *ctx)
{
    struct desk *desk = ctx;

    if (desk_is_same_file(desk))
        return NULL;
    return _("The file of this desk was moved or replaced. Nothing can be saved here any more: "
             "leave (.quit) and start again.");
}

/* The list of who is here, after the first screen: it is a write, and the disk takes its time. */
static bool hook_started(void *ctx, struct err *err)
{
    struct desk *desk = ctx;

    /* A desk that can only be read is worked on without a name in the list. */
    return desk_read_only(desk)[0] != '\0' || presence_enter(desk, err);
}

static bool hook_may_lock(void *ctx)
{
    return user_has_password(ctx);
}

static bool hook_unlock(void *ctx, const char *password, struct err *err)
{
    return user_prove(ctx, password, err);
}

static void add_row(struct palette_rows *out, struct arena *arena, const char *kind, int64_t id,
                    const char *label)
{
    struct palette_row *row = vec_push(arena, out);

    row->kind = kind;
    row->id = id;
    row->label = label;
}

static bool find_order_rows(struct desk *desk, const char *text, struct arena *arena,
                            struct palette_rows *out, struct err *err)
{
    const struct query *query;
    struct order_rows rows;

    /* What is half typed may be no query yet; that is no error here. */
    if (!query_parse(text, FIND_ORDER, desk, arena, &query, err)) {
        err_clear(err);
        return true;
    }
    if (!find_orders(desk, query, NULL, FIND_ROWS, arena, &rows, err))
        return false;
    for (int i = 0; i < rows.n; i++) {
        add_row(out, arena, "order", rows.v[i].id.v,
                arena_printf(arena, "%-8s %s", rows.v[i].number, rows.v[i].customer_name));
        out->v[out->n - 1].note =
            arena_printf(arena, "%s  %s", order_shown_words(rows.v[i].shown),
                         text_money(desk, arena, rows.v[i].total.minor, rows.v[i].total.cur));
    }
    return true;
}

static bool hook_find(struct app *app, const char *text, struct arena *arena,
                      struct palette_rows *out, struct err *err)
{
    struct desk *desk = app_desk(app);
    struct customer_rows customers;
    struct item_rows items;

    if (!find_order_rows(desk, text, arena, out, err) ||
        !lookup_customers(desk, text, FIND_ROWS, arena, &customers, err) ||
        !lookup_items(desk, text, FIND_ROWS, arena, &items, err))
        return false;
    for (int i = 0; i < customers.n; i++)
        add_row(out, arena, "customer", customers.v[i].id.v,
                arena_printf(arena, "%-8s %s", customers.v[i].code, customers.v[i].name));
    for (int i = 0; i < items.n; i++)
        add_row(out, arena, "item", items.v[i].id.v,
                arena_printf(arena, "%-8s %s", items.v[i].sku, items.v[i].description));
    return true;
}

static bool hook_open(struct app *app, const struct palette_row *row, struct err *err)
{
    struct order_id order = { row->id };
    struct customer_id customer = { row->id };
    struct item_id item = { row->id };

    if (strcmp(row->kind, "order") == 0)
        return app_push(app, &scr_order, &order, err);
    if (strcmp(row->kind, "customer") == 0)
        return app_push(app, &scr_customer, &customer, err);
    return app_push(app, &scr_item, &item, err);
}

static const struct app_hooks hooks = {
    .now = hook_now,
    .changed = hook_changed,
    .alarm = hook_alarm,
    .queue = hook_queue,
    .find = hook_find,
    .open = hook_open,
    .follow = labels_print_arrived,
    .number = tui_go_number,
    .paper = tui_go_paper,
    .started = hook_started,
    .may_lock = hook_may_lock,
    .unlock = hook_unlock,
};

/* --- starting
 * --------------------------------------------------------------------------------------- */

const struct screen_ops *const tui_screens[] = {
    &scr_home,     &scr_browse, &scr_order,  &scr_order_edit, &scr_change,
    &scr_picks,    &scr_pick,   &scr_wave,  &scr_ship, &scr_pickup, &scr_customer, &scr_item,
    &scr_labels,   &scr_rates,
    &scr_prices,   &scr_price, &scr_ways, &scr_method,
    &scr_record,   &scr_action, &scr_many, &scr_to_fix,   &scr_import,   &scr_pairs,  &scr_pair,
    &scr_backorders, &scr_holders, &scr_over, &scr_gap, &scr_put_away, &scr_tracks, &scr_track,
    &scr_goods, &scr_goods_doc, &scr_reports, &scr_report, &scr_aside, &scr_behind,
    &scr_schedules, &scr_stuck, &scr_sync,
    &scr_templates, &scr_template,
    &scr_help,     NULL
};

static const char *place_of(struct desk *desk, struct arena *arena)
{
    struct site_list sites = { 0 };
    struct err err = ERR_INIT;

    if (site_list_load(desk, arena, &sites, &err))
        for (int i = 0; i < sites.n; i++)
            if (sites.v[i].id.v == desk_company(desk)->site.v)
                return sites.v[i].name;
    return "";
}

void tui_config(struct desk *desk, struct app_config *out)
{
    *out = (struct app_config){
        .desk = desk,
        .ctx = desk,
        .hooks = &hooks,
        .codes = tui_codes(),
        .home = &scr_home,
        .find = &scr_browse,
        .help = &scr_help,
        .form = *desk_form(desk),
    };
}

/* Others write: after a moment row 1 says so, until the next frame. */
static bool show_waiting(void *arg, int waited_ms)
{
    if (waited_ms >= WAITING_SHOWN_MS)
        app_busy(arg, _("waiting"));
    return true;
}

bool tui_run(struct desk *desk, const struct conf_stack *conf, struct log *log,
             const struct worker_call *call, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct taste taste;
    struct term *term = NULL;
    struct app_config config;
    struct worker_child worker;
    struct app *app;
    int rows, cols;
    bool ok;
    const struct desk_user *user = desk_user(desk);
    struct term_config terminal = { .esc_digit = conf_bool(conf, "orderdesk.esc_digit"),
                                    .sync = conf_bool(conf, "orderdesk.sync"),
                                    .esc_ms = (int)conf_int(conf, "orderdesk.esc_wait_ms") };
    struct printing printing = { .command = conf_text(conf, "orderdesk.print_command"),
                                 .label_command = conf_text(conf, "orderdesk.label_command") };

    if (!paper_form_parse(conf_text(conf, "orderdesk.print_form"), &printing.form) ||
        !paper_form_parse(conf_text(conf, "orderdesk.label_form"), &printing.label_form))
        return err_set(err, ERR_BUG, "forms of papers were checked when they were read");
    if (!taste_load(desk, conf, arena, &taste, err))
        return false;
    terminal.theme = taste.theme;
    terminal.mouse = taste.mouse;
    if (!term_curses_open(&term, &terminal, err))
        return false;
    tui_config(desk, &config);
    config.term = term;
    /* A handheld picks, and has no room for the dashboard. */
    term->ops->size(term, &rows, &cols);
    if (rows < APP_MIN_ROWS || cols < APP_MIN_COLS)
        config.home = &scr_picks;
    config.keys = &taste.keys;
    config.log = log;
    config.printing = &printing;
    config.user = arena_printf(arena, "%s (%s)", user->login, role_name(user->role));
    config.place = place_of(desk, arena);
    config.theme = terminal.theme;
    config.key_bar = taste.key_bar;
    config.a11y = taste.a11y;
    config.mouse = taste.mouse;
    config.suspend = conf_bool(conf, "orderdesk.suspend");
    config.lock_minutes = (int)conf_int(conf, "orderdesk.lock_minutes");
    worker_child_init(&worker, desk, conf, call, arena);
    config.beside = worker_child_tick;
    config.beside_ctx = &worker;
    app = app_new(&config);
    desk_on_wait(desk, show_waiting, app);
    if (taste.warning != NULL)
        app_warn(app, "%s", taste.warning);
    ok = app_run(app, NULL, err);
    presence_leave(desk);
    desk_on_wait(desk, NULL, NULL);
    app_free(app);
    worker_child_stop(&worker);
    return ok;
}
