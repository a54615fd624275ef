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
#include "tui/screens.h"
#include "tui/taste.h"
#include "tui/term.h"

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

static bool hook_number(struct app *app, const char *digits, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct browse_arg both = { .browse = &browse_orders };
    struct order_id id;

    if (!order_find(app_desk(app), digits, &id, err)) {
        if (err->code != ERR_STATE)
            return false;
        /* Two orders go by it: let the person see both. */
        err_clear(err);
        both.text = arena_printf(tmp, "number:%s", digits);
        return app_push(app, &scr_browse, &both, err);
    }
    if (id.v == 0 && order_number_is_wrong(digits))
        return err_set(err, ERR_NOT_FOUND,
                       _("There is no order %s, and its last digit does not fit: a digit is wrong,"
                         " or two are swapped."),
                       digits);
    if (id.v == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no order %s."), digits);
    return app_push(app, &scr_order, &id, err);
}

static const struct app_hooks hooks = {
    .now = hook_now,
    .changed = hook_changed,
    .alarm = hook_alarm,
    .find = hook_find,
    .open = hook_open,
    .number = hook_number,
    .started = hook_started,
    .may_lock = hook_may_lock,
    .unlock = hook_unlock,
};

/* --- codes
 * ----------------------------------------------------------------------------------------- */

static bool go_home(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_home(app, err);
}

static bool go_entry(struct app *app, const char *rest, struct err *err)
{
    struct order_edit_arg arg = { .customer_text = rest[0] != '\0' ? rest : NULL };

    return app_push(app, &scr_order_edit, &arg, err);
}

static bool go_browse(struct app *app, const struct browse *browse, const char *rest,
                      struct err *err)
{
    struct browse_arg arg = { .browse = browse, .text = rest[0] != '\0' ? rest : NULL };

    return app_push(app, &scr_browse, &arg, err);
}

static bool go_find(struct app *app, const char *rest, struct err *err)
{
    return go_browse(app, NULL, rest, err);
}

static bool go_order(struct app *app, const char *rest, struct err *err)
{
    if (rest[0] == '\0')
        return go_browse(app, &browse_orders, rest, err);
    return hook_number(app, rest, err);
}

static bool go_customer(struct app *app, const char *rest, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct customer *customer = NULL;

    if (rest[0] != '\0' && !customer_find(app_desk(app), rest, tmp, &customer, err))
        return false;
    if (customer == NULL)
        return go_browse(app, &browse_customers, rest, err);
    return app_push(app, &scr_customer, &customer->id, err);
}

/* The work list, or the pick of a slip. */
static bool go_pick(struct app *app, const char *rest, struct err *err)
{
    int64_t id;

    if (rest[0] == '\0')
        return app_push(app, &scr_picks, NULL, err);
    return fulfillment_find(app_desk(app), rest, &id, err) && app_push(app, &scr_pick, &id, err);
}

static bool go_to_fix(struct app *app, const char *text, struct err *err)
{
    (void)text;
    return app_push(app, &scr_to_fix, NULL, err);
}

static bool go_import(struct app *app, const char *text, struct err *err)
{
    (void)text;
    return app_push(app, &scr_import, NULL, err);
}

static bool go_pairs(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_pairs, NULL, err);
}

static bool go_backorders(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_backorders, NULL, err);
}

static bool go_over(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_over, NULL, err);
}

static bool go_put_away(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_put_away, NULL, err);
}

/* The list, or what a number names. */
static bool go_goods(struct app *app, enum goods_list kind, const char *rest, struct err *err)
{
    int64_t id;

    if (rest[0] == '\0')
        return app_push(app, &scr_goods, &kind, err);
    return stock_doc_find(app_desk(app), rest, &id, err) &&
           app_push(app, &scr_goods_doc, &id, err);
}

static bool go_receipts(struct app *app, const char *rest, struct err *err)
{
    return go_goods(app, GOODS_RECEIPTS, rest, err);
}

static bool go_counts(struct app *app, const char *rest, struct err *err)
{
    return go_goods(app, GOODS_COUNTS, rest, err);
}

static bool go_transfers(struct app *app, const char *rest, struct err *err)
{
    return go_goods(app, GOODS_TRANSFERS, rest, err);
}

static bool go_report(struct app *app, const char *rest, struct err *err)
{
    enum report_kind kind = REPORT_LOW;

    (void)rest;
    return app_push(app, &scr_report, &kind, err);
}

static bool go_item(struct app *app, const char *rest, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct item *item = NULL;

    if (rest[0] != '\0' &&
        !item_find(app_desk(app), rest, (struct channel_id){ 0 }, tmp, &item, err))
        return false;
    if (item == NULL)
        return go_browse(app, &browse_items, rest, err);
    return app_push(app, &scr_item, &item->id, err);
}

static bool go_prices(struct app *app, enum prices_tab tab, struct err *err)
{
    return app_push(app, &scr_prices, &tab, err);
}

/* `.pl trade` is that list. */
static bool go_lists(struct app *app, const char *rest, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct price_list *list = NULL;
    struct price_arg arg = { .of = PRICE_OF_LIST };

    if (rest[0] != '\0' && !price_list_find(app_desk(app), rest, tmp, &list, err))
        return false;
    if (list == NULL)
        return go_prices(app, PRICES_LISTS, err);
    arg.id = list->id.v;
    return app_push(app, &scr_price, &arg, err);
}

static bool go_groups(struct app *app, const char *rest, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct customer_group *group = NULL;
    struct price_arg arg = { .of = PRICE_OF_GROUP };

    if (rest[0] != '\0' && !customer_group_find(app_desk(app), rest, tmp, &group, err))
        return false;
    if (group == NULL)
        return go_prices(app, PRICES_GROUPS, err);
    arg.id = group->id;
    return app_push(app, &scr_price, &arg, err);
}

/* A wave by its number; without one the newest that is not finished. */
static bool go_wave(struct app *app, const char *rest, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct pick_waves open;
    int64_t id;

    if (rest[0] != '\0') {
        if (!pick_wave_find(app_desk(app), rest, &id, err))
            return false;
        return id != 0 ? app_push(app, &scr_wave, &id, err)
                       : err_set(err, ERR_NOT_FOUND, _("There is no wave %.40s."), rest);
    }
    if (!pick_wave_list(app_desk(app), true, 1, tmp, &open, err))
        return false;
    if (open.n == 0)
        return err_set(err, ERR_STATE, _("No wave is open. Mark picks in .WQ and press F7."));
    return app_push(app, &scr_wave, &open.v[0].id, err);
}

static bool go_ship(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_ship, NULL, err);
}

static bool go_pickup(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_pickup, NULL, err);
}

static bool go_rates(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return go_prices(app, PRICES_RATES, err);
}

const struct app_code *tui_codes(void)
{
    static const struct app_code codes[] = {
        { "DB", N_("Dashboard"), go_home },     { "OE", N_("New order"), go_entry },
        { "FI", N_("Find"), go_find },          { "OD", N_("Orders"), go_order },
        { "CU", N_("Customers"), go_customer }, { "PR", N_("Products and stock"), go_item },
        { "PK", N_("Pick and pack"), go_pick }, { "WQ", N_("Warehouse work"), go_pick },
        { "WV", N_("Wave"), go_wave },          { "SH", N_("Ship"), go_ship },
        { "PU", N_("To be collected"), go_pickup },
        { "PL", N_("Price lists"), go_lists },  { "CG", N_("Groups of customers"), go_groups },
        { "XR", N_("Exchange rates"), go_rates },
        { "DR", N_("My drafts"), go_home },     { "TF", N_("To fix"), go_to_fix },
        { "IM", N_("Import"), go_import },      { "THEME", N_("Colors"), taste_ask_theme },
        { "MOUSE", N_("Mouse on or off"), taste_switch_mouse },
        { "DU", N_("Customers that may be one"), go_pairs },
        { "BO", N_("Backorders"), go_backorders },
        { "OV", N_("Promised, not there"), go_over },
        { "PA", N_("To put away"), go_put_away },
        { "RC", N_("Receipts"), go_receipts },
        { "CT", N_("Counts"), go_counts },
        { "TR", N_("Transfers"), go_transfers },
        { "RP", N_("Reports of stock"), go_report },
        { 0 },
    };

    return codes;
}

/* --- starting
 * --------------------------------------------------------------------------------------- */

const struct screen_ops *const tui_screens[] = {
    &scr_home,     &scr_browse, &scr_order,  &scr_order_edit, &scr_change,
    &scr_picks,    &scr_pick,   &scr_wave,  &scr_ship, &scr_pickup, &scr_customer, &scr_item,
    &scr_prices,   &scr_price,
    &scr_record,   &scr_action, &scr_to_fix,   &scr_import,   &scr_pairs,  &scr_pair,
    &scr_backorders, &scr_holders, &scr_over, &scr_put_away,
    &scr_goods, &scr_goods_doc, &scr_report,
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

bool tui_run(struct desk *desk, const struct conf_stack *conf, struct log *log, struct err *err)
{
    OD_ARENA *arena = arena_new();
    struct taste taste;
    struct term *term = NULL;
    struct app_config config;
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
    app = app_new(&config);
    desk_on_wait(desk, show_waiting, app);
    if (taste.warning != NULL)
        app_warn(app, "%s", taste.warning);
    ok = app_run(app, NULL, err);
    presence_leave(desk);
    desk_on_wait(desk, NULL, NULL);
    app_free(app);
    return ok;
}
