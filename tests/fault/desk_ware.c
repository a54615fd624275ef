/* See desk_ware.h. */
#include "fault/desk_ware.h"

#include <string.h>

#include "domain/catalog/item.h"
#include "domain/desk/setting.h"
#include "domain/flow/fulfillment.h"
#include "domain/flow/kept_paper.h"
#include "domain/outside/folder.h"
#include "domain/outside/label.h"
#include "domain/outside/notice_desk.h"
#include "domain/outside/shipping_task.h"
#include "domain/stock/stock.h"
#include "fault/fault_support.h"
#include "store/store.h"

#define RATES                                                                                      \
    "{\"shipment\":\"shp_1\",\"mode\":\"test\",\"rates\":["                                        \
    "{\"id\":\"r1\",\"carrier\":\"UPS\",\"service\":\"03\",\"name\":\"UPS Ground\","               \
    "\"amount\":\"6.07\",\"currency\":\"USD\",\"days\":2}]}"

/* --- the steps -------------------------------------------------------------------------------- */

static bool order_act(struct desk *desk, struct order_id id, const char *action, struct err *err)
{
    struct action_values none = { 0 };

    return act(desk, &order_document, (struct record_at){ id.v, 0 }, action, &none, err);
}

static bool fulfillment_of(struct desk *desk, struct order_id order, struct arena *arena,
                           const char **number, int64_t *id, struct err *err)
{
    struct order *o;

    if (!order_load(desk, order, arena, &o, err))
        return false;
    *number = arena_printf(arena, "%s-F1", o->number);
    return fulfillment_find(desk, *number, id, err);
}

static bool work(struct desk *desk, struct order_id order, const char *action, const char *name,
                 const char *value, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct action_value given[] = { { name, value } };
    struct action_values values = { given, name != NULL };
    const char *number;
    int64_t id;

    return fulfillment_of(desk, order, tmp, &number, &id, err) &&
           act(desk, &fulfillment_document, (struct record_at){ .id = id }, action, &values, err);
}

static bool ask_label(struct desk *desk, struct order_id order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const char *number;
    int64_t id;
    int n = 0;

    return fulfillment_of(desk, order, tmp, &number, &id, err) &&
           label_ask(desk, id, NULL, NULL, &n, err) && n == 1;
}

static bool label_of(struct desk *desk, struct order_id order, int64_t *id, struct err *err)
{
    static const struct sql sql = { .name = "ware.label",
                                    .text = "SELECT l.id FROM parcel_label l JOIN fulfillment f"
                                            " ON f.id = l.fulfillment_id WHERE f.order_id = $1" };
    OD_STMT *q = sql_read(desk_db(desk), &sql);
    bool found;

    put_i64(q, order.v);
    return sql_one_i64(&q, &found, id, err) &&
           (found || err_set(err, ERR_BUG, "no label of order %lld", (long long)order.v));
}

/* The rates came: the one that fits is bought. As the worker takes it down. */
static bool take_rates(struct desk *desk, struct order_id order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    const struct job_result result = {
        .end = JOB_DONE, .code = "", .message = "", .remote_id = "", .data = RATES
    };
    struct queue_row row = { .topic = TOPIC_RATES_GET };
    const struct topic_end end = { &row, &result, QUEUE_DONE };
    OD_TX tx = { 0 };

    return label_of(desk, order, &row.record_id, err) &&
           desk_begin(desk, "timer.run", &tx, err) && label_apply(&tx, desk, &end, tmp, err) &&
           tx_commit(&tx, err);
}

static bool keep_paper(struct desk *desk, struct order_id order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct kept_paper in = { .kind = DOCUMENT_CONFIRMATION,
                             .subject = arena_printf(tmp, "FAULT-%lld", (long long)order.v),
                             .order = order,
                             .lang = "",
                             .content = "paper 1\ntext what was ordered\n" };
    struct kept_paper *kept;

    return kept_paper_add(desk, &in, tmp, &kept, err);
}

static bool tell(struct desk *desk, struct order_id order, struct err *err)
{
    struct notice_try in = { .order = order,
                             .event = NOTICE_CONFIRMATION,
                             .channel = NOTICE_MAIL,
                             .lang = "en",
                             .recipient = "anna@example.org" };
    int64_t id;

    return notice_test(desk, &in, &id, err);
}

/* What a partner says: it was picked, packed and sent. A row that is refused is no end of it. */
static bool take_file(struct desk *desk, struct order_id order, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct folder_in in = { .name = arena_printf(tmp, "tracking-%lld.csv", (long long)order.v) };
    struct folder_report report;
    const char *number;
    int64_t id;

    if (!fulfillment_of(desk, order, tmp, &number, &id, err))
        return false;
    in.bytes = arena_printf(tmp, "fulfillment,tracking\n%s,T-%lld\nNOBODY-F1,T-0\n", number,
                            (long long)order.v);
    in.len = strlen(in.bytes);
    return folder_take(desk, &in, tmp, &report, err) && report.taken == 1;
}

static bool add_address(const struct desk_day *day, struct desk *desk, int round, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct address a = { .customer = day->shop.acme,
                         .name = "",
                         .line1 = arena_printf(tmp, "%d Fault Rd", round),
                         .line2 = "",
                         .city = "Leeds",
                         .region = "",
                         .postcode = "LS1 4AB",
                         .country = "GB",
                         .phone = "" };
    struct address_id id;

    return address_add(desk, &a, &id, err);
}

/* With its descriptions in other languages. */
static bool make_item(struct desk *desk, int round, struct err *err)
{
    OD_ARENA *tmp = arena_new();
    struct item item = { .sku = arena_printf(tmp, "TXT-%d", round),
                         .kind = ITEM_STOCK,
                         .description = "Hose",
                         .is_active = true };
    struct item_id id;

    return item_texts_parse("de: Schlauch; fr: Tuyau", tmp, &item.texts, err) &&
           item_save(desk, &item, NULL, NULL, &id, err);
}

bool ware_do(const struct desk_day *day, struct desk *desk, int round, enum day_step step,
             struct err *err)
{
    struct order_id made = day->made[round][step];

    switch ((int)step) {
    case DAY_RELEASE:
        return order_act(desk, made, "release", err);
    case DAY_PICK:
        return work(desk, made, "pick", NULL, NULL, err);
    case DAY_PACK:
        return work(desk, made, "pack", "weight", "1.2", err);
    case DAY_LABEL:
        return ask_label(desk, made, err);
    case DAY_RATES:
        return take_rates(desk, made, err);
    case DAY_SHIP:
        return work(desk, made, "ship", NULL, NULL, err);
    case DAY_PAPER:
        return keep_paper(desk, made, err);
    case DAY_NOTICE:
        return tell(desk, made, err);
    case DAY_FOLDER:
        return take_file(desk, made, err);
    case DAY_ADDRESS:
        return add_address(day, desk, round, err);
    case DAY_TEXTS:
        return make_item(desk, round, err);
    default:
        break;
    }
    return err_set(err, ERR_BUG, "no step %d", (int)step);
}

/* --- before ----------------------------------------------------------------------------------- */

static void must(bool ok, const char *what, struct err *err)
{
    if (!ok)
        fault_die(what, err);
}

void ware_set_up(struct testshop *shop)
{
    static const struct {
        const char *name, *value;
    } settings[] = {
        { "label.provider", "easypost" },   { "notice.mail_provider", "smtp" },
        { "notice.from", "a@example.org" }, { "address.provider", "easypost" },
        { "folder.events", "fulfillment.released" },
    };
    struct err err = ERR_INIT;
    struct site *site;
    struct site_id id;

    for (size_t i = 0; i < OD_LEN(settings); i++)
        must(setting_set(shop->desk, settings[i].name, settings[i].value, &err), settings[i].name,
             &err);
    must(site_find(shop->desk, "MAIN", shop->arena, &site, &err), "site", &err);
    site->line1 = "1 Main St";
    site->city = "Hull";
    site->postcode = "HU1 1AA";
    site->country = "GB";
    must(site_save(shop->desk, site, &id, &err), "site", &err);
    must(stock_receive(shop->desk, shop->bracket, shop->main,
                       (struct qty){ INT64_C(2000) * QTY_PER_UNIT }, NULL, &err),
         "stock", &err);
}

void ware_make(struct desk *desk, struct order_id order, enum day_step step)
{
    struct err err = ERR_INIT;
    int s = (int)step;

    if (s == DAY_PICK || s == DAY_PACK || s == DAY_LABEL || s == DAY_RATES || s == DAY_SHIP ||
        s == DAY_FOLDER)
        must(order_act(desk, order, "release", &err), "release", &err);
    if (s == DAY_PACK || s == DAY_LABEL || s == DAY_RATES || s == DAY_SHIP)
        must(work(desk, order, "pick", NULL, NULL, &err), "pick", &err);
    if (s == DAY_LABEL || s == DAY_RATES || s == DAY_SHIP)
        must(work(desk, order, "pack", "weight", "1.2", &err), "pack", &err);
    if (s == DAY_RATES)
        must(ask_label(desk, order, &err), "label", &err);
}
