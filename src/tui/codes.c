/*
 * What is typed to get somewhere (".oe", ".pk 10482"), and where it leads.
 */
#include "tui/codes.h"

#include <string.h>

#include "base/i18n.h"
#include "base/mem.h"
#include "domain/catalog/item.h"
#include "domain/catalog/price_list.h"
#include "domain/catalog/scan.h"
#include "domain/catalog/ship_method.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/manifest.h"
#include "domain/flow/pick_wave.h"
#include "domain/order/order.h"
#include "domain/party/customer.h"
#include "domain/stock/doc.h"
#include "tui/browse.h"
#include "tui/screens.h"
#include "tui/taste.h"

bool tui_go_number(struct app *app, const char *digits, struct err *err)
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

/* "10482-F1"; a number of an order alone opens that. */
static bool is_slip(const char *code)
{
    const char *last = strrchr(code, '-');

    return last != NULL && (last[1] == 'F' || last[1] == 'f') && last[2] != '\0';
}

/* Which screen, and what it is given. */
static bool find_paper(struct desk *desk, const char *code, const struct screen_ops **screen,
                       int64_t *id, struct err *err)
{
    struct err why = ERR_INIT;

    *screen = NULL;
    if (!pick_wave_find(desk, code, id, err))
        return false;
    if (*id != 0)
        *screen = &scr_wave;
    else if (is_slip(code) && fulfillment_find(desk, code, id, &why))
        *screen = &scr_pick;
    else if (manifest_find(desk, code, id, &why))
        *screen = &scr_ship;
    else if (stock_doc_find(desk, code, id, &why))
        *screen = &scr_goods_doc;
    return true;
}

bool tui_go_paper(struct app *app, const char *text, bool *is_one, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct screen_ops *screen;
    struct item *item = NULL;
    struct scan scan;
    int64_t id;

    *is_one = false;
    scan_read(text, tmp, &scan);
    if (scan.code[strspn(scan.code, "0123456789")] == '\0') {
        *is_one = text[0] == ']' && scan.code[0] != '\0';
        return !*is_one || tui_go_number(app, scan.code, err);
    }
    /* A name has no digit. */
    if (scan.code[strcspn(scan.code, "0123456789")] == '\0' || strchr(scan.code, ' ') != NULL)
        return true;
    /* An item may be called as a paper is ("M8"); typed, it is the item that is offered. */
    if (text[0] != ']' &&
        !item_find(app_desk(app), scan.code, (struct channel_id){ 0 }, tmp, &item, err))
        return false;
    if (item != NULL)
        return true;
    if (!find_paper(app_desk(app), scan.code, &screen, &id, err))
        return false;
    *is_one = screen != NULL;
    return !*is_one || app_push(app, screen, &id, err);
}

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
    return tui_go_number(app, rest, err);
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

static bool go_gaps(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_gap, NULL, err);
}

static bool go_stuck(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_stuck, NULL, err);
}

/* `.tk 10482` is the parcels of that order. */
static bool go_tracks(struct app *app, const char *rest, struct err *err)
{
    struct tracks_arg arg = { 0 };

    if (rest[0] != '\0' && !order_find(app_desk(app), rest, &arg.order, err))
        return false;
    if (rest[0] != '\0' && arg.order.v == 0)
        return err_set(err, ERR_NOT_FOUND, _("There is no order %.40s."), rest);
    return app_push(app, &scr_tracks, &arg, err);
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
    return rest[0] == '\0' ? app_push(app, &scr_reports, NULL, err)
                           : app_push(app, scr_report_of(rest), rest, err);
}

static bool go_schedules(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_schedules, NULL, err);
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

/* `.lb 10482` are the labels of that fulfillment. */
static bool go_labels(struct app *app, const char *rest, struct err *err)
{
    int64_t id;

    if (rest[0] == '\0')
        return app_push(app, &scr_labels, NULL, err);
    return fulfillment_find(app_desk(app), rest, &id, err) && app_push(app, &scr_labels, &id, err);
}

static bool go_pickup(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_pickup, NULL, err);
}

/* `.me next` is that method. */
static bool go_methods(struct app *app, const char *rest, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    enum ways_tab tab = WAYS_METHODS;
    struct ship_method *m = NULL;

    if (!ship_method_find(app_desk(app), rest, tmp, &m, err))
        return false;
    return m != NULL ? app_push(app, &scr_method, &m->id, err)
                     : app_push(app, &scr_ways, &tab, err);
}

static bool go_carriers(struct app *app, const char *rest, struct err *err)
{
    enum ways_tab tab = WAYS_CARRIERS;

    (void)rest;
    return app_push(app, &scr_ways, &tab, err);
}

static bool go_rates(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return go_prices(app, PRICES_RATES, err);
}

static bool go_sync(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_sync, NULL, err);
}

static bool go_templates(struct app *app, const char *rest, struct err *err)
{
    (void)rest;
    return app_push(app, &scr_templates, NULL, err);
}

const struct app_code *tui_codes(void)
{
    static const struct app_code codes[] = {
        { "DB", N_("Dashboard"), go_home },     { "OE", N_("New order"), go_entry },
        { "FI", N_("Find"), go_find },          { "OD", N_("Orders"), go_order },
        { "CU", N_("Customers"), go_customer }, { "PR", N_("Products and stock"), go_item },
        { "PK", N_("Pick and pack"), go_pick }, { "WQ", N_("Warehouse work"), go_pick },
        { "WV", N_("Wave"), go_wave },          { "SH", N_("Ship"), go_ship },
        { "LB", N_("Carriers' labels"), go_labels },
        { "PU", N_("To be collected"), go_pickup },
        { "PL", N_("Price lists"), go_lists },  { "CG", N_("Groups of customers"), go_groups },
        { "XR", N_("Exchange rates"), go_rates },
        { "ME", N_("Ship methods"), go_methods },
        { "CR", N_("Carriers"), go_carriers },
        { "DR", N_("My drafts"), go_home },     { "TF", N_("To fix"), go_to_fix },
        { "IM", N_("Import"), go_import },      { "THEME", N_("Colors"), taste_ask_theme },
        { "MOUSE", N_("Mouse on or off"), taste_switch_mouse },
        { "DU", N_("Customers that may be one"), go_pairs },
        { "BO", N_("Backorders"), go_backorders },
        { "OV", N_("Promised, not there"), go_over },
        { "GP", N_("Receiving gaps"), go_gaps },
        { "PA", N_("To put away"), go_put_away },
        { "ND", N_("Not done by itself"), go_stuck },
        { "RC", N_("Receipts"), go_receipts },
        { "CT", N_("Counts"), go_counts },
        { "TR", N_("Transfers"), go_transfers },
        { "TK", N_("Parcels"), go_tracks },
        { "RP", N_("Reports"), go_report },
        { "RS", N_("Reports by mail"), go_schedules },
        { "SY", N_("Work for the outside"), go_sync },
        { "NT", N_("Words of notices"), go_templates },
        { 0 },
    };

    return codes;
}
